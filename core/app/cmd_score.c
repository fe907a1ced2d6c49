/* score run, verify, replay, status; job list, cancel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/job.h"
#include "scoring/karantina.h"
#include "scoring/replay.h"
#include "scoring/run.h"
#include "scoring/verify.h"

static void progress(void *arg, int64_t done, int64_t total)
{
    cli_progress(arg, done, total);
}

static void print_json(struct buf *b)
{
    printf("%s\n", b->p);
    buf_free(b);
}

/* A positive number of an option, or 0 where it is not given. */
static enum status number(struct cli *c, const char *option, int max, int *out, struct err *e)
{
    const char *text = cli_option(c, option);
    char *end;
    long n = text ? strtol(text, &end, 10) : 0;

    *out = (int)n;
    if (text && (end == text || *end || n < 1 || n > max))
        return err_set(e, E_PENGGUNAAN, "%s harus bilangan 1 sampai %d.", option, max);
    return ST_OK;
}

static enum status evaluasi_id(struct cli *c, int64_t *out, struct err *e)
{
    char *end;

    *out = strtoll(c->args[0], &end, 10);
    return *end || *out < 1 ? err_set(e, E_PENGGUNAAN, "EVALUASI adalah nomor evaluasi.") : ST_OK;
}

/* score run ------------------------------------------------------------------------------------------ */

static void print_run(const struct run_result *r)
{
    printf("Dinilai %lld, gagal %lld, %.1f detik%s\nDigest %s\n", (long long)r->dinilai, (long long)r->gagal,
           (double)r->detik_us / 1e6, r->dilanjutkan ? " (melanjutkan penghitungan yang terputus)" : "",
           r->digest);
    for (size_t i = 0; i < r->nsisa; i++)
        printf("%s evaluasi %lld, NIP %s: %s (%s)\n",
               r->sisa[i].code == E_PLUGIN_BATAS_WAKTU ? "Belum dihitung:" : "Gagal:",
               (long long)r->sisa[i].evaluasi_id, r->sisa[i].nip, r->sisa[i].pesan,
               code_row(r->sisa[i].code)->name);
}

static enum status run_run(struct cli *c, struct err *e)
{
    struct run_options o = { .periode = cli_option(c, "--periode"),
                             .unit = cli_option(c, "--unit"),
                             .progress = progress,
                             .arg = (void *)(uintptr_t) "Menghitung" };
    struct run_result r = { 0 };
    struct tulis t = TULIS_NONE;
    struct writer *w = NULL;
    enum status st;

    if (!o.periode)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --periode KODE.");
    if ((st = number(c, "--jobs", 64, &o.threads, e)) != ST_OK ||
        (st = number(c, "--batch", 500, &o.batch, e)) != ST_OK)
        return st;
    if ((st = tulis_open(c, &t, e)) != ST_OK || (st = writer_start(c->url, 64, &w, e)) != ST_OK)
        goto out;
    st = run_score(c->url, w, &o, &r, e);
    cli_progress_end();
    if (st == ST_OK && c->json) {
        struct buf b = BUF_NONE;
        struct jw j;

        jw_start(&j, &b);
        run_result_json(&r, &j);
        print_json(&b);
    } else if (st == ST_OK) {
        print_run(&r);
    }
    if (r.tertunda)
        c->exit = 75;
out:
    run_result_free(&r);
    if (w)
        writer_stop(w);
    tulis_close(&t);
    return st;
}

/* score verify --------------------------------------------------------------------------------------- */

static void verify_json(const struct verify_result *r, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "diperiksa", r->diperiksa);
    jw_kint(w, "berbeda", r->berbeda);
    if (r->karantina)
        jw_kint(w, "karantina", r->karantina);
    if (r->nbeda) {
        jw_key(w, "beda");
        jw_open(w, '[');
        for (size_t i = 0; i < r->nbeda; i++) {
            jw_open(w, '{');
            jw_kint(w, "hasil", r->beda[i].hasil_id);
            jw_kint(w, "evaluasi", r->beda[i].evaluasi_id);
            jw_ktext(w, "kode", r->beda[i].kode);
            jw_ktext(w, "sebab", verify_sebab_kode(r->beda[i].sebab));
            jw_ktext(w, "rincian", r->beda[i].rincian);
            jw_close(w);
        }
        jw_close(w);
    }
    jw_close(w);
}

static void print_verify(const struct verify_result *r)
{
    printf("Diperiksa %lld, berbeda %lld\n", (long long)r->diperiksa, (long long)r->berbeda);
    if (r->karantina)
        printf("%lld hasil tidak diperiksa: rilisnya dikarantina\n", (long long)r->karantina);
    for (size_t i = 0; i < r->nbeda; i++)
        printf("evaluasi %lld, %s: %s, %s\n", (long long)r->beda[i].evaluasi_id, r->beda[i].kode,
               verify_sebab_kode(r->beda[i].sebab), r->beda[i].rincian);
}

/* What ended its process counts towards a quarantine; only then does a reading command write. */
static void report_kills(struct cli *c, const char *asal, struct host *h)
{
    struct karantina_catat in = { .asal = asal };
    struct tulis t = TULIS_NONE;
    struct err e = ERR_NONE;

    in.n = host_kills(h, in.kill);
    if (in.n && (tulis_open(c, &t, &e) != ST_OK || tulis_run(&t, karantina_catat, &in, &e) != ST_OK))
        fprintf(stderr, "%s\n", e.msg);
    tulis_close(&t);
}

static void verify_kills(void *arg, struct host *h)
{
    report_kills(arg, "verify", h);
}

static void verify_progress(void *arg, int64_t done, int64_t total)
{
    (void)arg;
    cli_progress("Memeriksa", done, total);
}

static enum status verify_run(struct cli *c, struct err *e)
{
    struct verify_options o = { .progress = verify_progress, .arg = c, .lapor = verify_kills };
    struct verify_result r = { 0 };
    enum status st = number(c, "--jobs", 64, &o.threads, e);

    if (st == ST_OK)
        st = verify_all(c->url, &o, &r, e);
    cli_progress_end();
    if (st == ST_OK && c->json) {
        struct buf b = BUF_NONE;
        struct jw w;

        jw_start(&w, &b);
        verify_json(&r, &w);
        print_json(&b);
    } else if (st == ST_OK) {
        print_verify(&r);
    }
    if (r.berbeda)
        c->exit = 7;
    verify_result_free(&r);
    return st;
}

/* score replay --------------------------------------------------------------------------------------- */

static enum status replay_run(struct cli *c, struct err *e)
{
    struct replay r;
    struct db *db = NULL;
    struct host *h = host_new(NULL);
    struct buf b = BUF_NONE;
    struct jw w;
    int64_t id;
    enum status st;

    if ((st = evaluasi_id(c, &id, e)) != ST_OK || (st = cli_db(c, DB_READ, &db, e)) != ST_OK ||
        (st = replay_load(db, h, id, c->a, &r, e)) != ST_OK)
        goto out;
    report_kills(c, "replay", h);
    if (c->json) {
        jw_start(&w, &b);
        replay_json(&r, &w);
        buf_char(&b, '\n');
    } else {
        replay_text(&r, cli_flag(c, "--jejak"), &b);
    }
    fputs(b.p, stdout);
    for (size_t i = 0; i < r.n; i++)
        if (!r.baris[i].sama)
            c->exit = 7;
out:
    buf_free(&b);
    host_free(h);
    db_close(db);
    return st;
}

/* score status --------------------------------------------------------------------------------------- */

static void status_row(const struct rows *r, struct jw *w)
{
    static const char *const texts[] = { "periode", "unit", "mulai", "selesai", "digest" };
    static const char *const numbers[] = { "run", "sampai", "dinilai", "gagal", "tertunda" };

    if (w) {
        jw_open(w, '{');
        for (int i = 0; i < 5; i++)
            jw_kint(w, numbers[i], row_int(r, i));
        for (int i = 0; i < 5; i++)
            jw_ktext(w, texts[i], row_text(r, 5 + i));
        jw_close(w);
        return;
    }
    printf("%lld  %s  %s  %s  dinilai %lld, gagal %lld, tertunda %lld  %s\n", (long long)row_int(r, 0),
           row_text(r, 5), row_null(r, 6) ? "semua unit" : row_text(r, 6), row_text(r, 7),
           (long long)row_int(r, 2), (long long)row_int(r, 3), (long long)row_int(r, 4),
           !row_null(r, 9)  ? row_text(r, 9)
           : row_null(r, 8) ? "belum selesai"
                            : "dihentikan");
}

static enum status status_run(struct cli *c, struct err *e)
{
    struct db *db = NULL;
    struct buf b = BUF_NONE;
    struct jw w;
    struct rows r;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK)
        return st;
    jw_start(&w, &b);
    jw_open(&w, '[');
    st = db_rows(
        db, &r, e,
        "SELECT r.id, r.sampai, r.dinilai, r.gagal, r.tertunda, p.kode, u.kode, r.mulai, r.selesai, r.digest"
        " FROM run r JOIN periode p ON p.id = r.periode_id LEFT JOIN unit u ON u.id = r.unit_id"
        " ORDER BY r.id DESC LIMIT 100",
        "");
    while (st == ST_OK && rows_next(&r))
        status_row(&r, c->json ? &w : NULL);
    st = rows_end(&r, st, e);
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

/* job ------------------------------------------------------------------------------------------------ */

static enum status jobs_run(struct cli *c, struct err *e)
{
    struct db *db = NULL;
    struct job *jobs;
    struct buf b = BUF_NONE;
    struct jw w;
    size_t n = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st == ST_OK)
        st = job_list(db, 0, 100, c->a, &jobs, &n, e);
    jw_start(&w, &b);
    jw_open(&w, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        if (c->json)
            job_json(&jobs[i], &w);
        else
            printf("%lld  %s  %s%s  %lld/%lld  %s\n", (long long)jobs[i].id, jobs[i].jenis, jobs[i].status,
                   jobs[i].batal && strcmp(jobs[i].status, "jalan") == 0 ? " (akan berhenti)" : "",
                   (long long)jobs[i].maju, (long long)jobs[i].total, jobs[i].isi);
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status cancel_run(struct cli *c, struct err *e)
{
    struct job_batal in;
    struct tulis t = TULIS_NONE;
    char *end;
    enum status st;

    in.id = strtoll(c->args[0], &end, 10);
    if (*end || in.id < 1)
        return err_set(e, E_PENGGUNAAN, "ID adalah nomor pekerjaan.");
    if ((st = tulis_open(c, &t, e)) == ST_OK)
        st = tulis_run(&t, job_batal, &in, e);
    tulis_close(&t);
    if (st == ST_OK && !c->json)
        printf("Pekerjaan %lld dihentikan.\n", (long long)in.id);
    else if (st == ST_OK)
        printf("{\"id\":%lld}\n", (long long)in.id);
    return st;
}

static const struct cli_option run_options[] = {
    { "--periode", "KODE", "the period to score, such as 2025 or 2025-TW1" },
    { "--unit", "KODE", "only this unit and those below it" },
    { "--jobs", "N", "worker threads (default: one a core)" },
    { "--batch", "N", "evaluations a plugin call, 1 to 500" },
    { NULL, NULL, NULL },
};
static const struct cli_option verify_options[] = {
    { "--jobs", "N", "worker threads (default: one a core)" },
    { NULL, NULL, NULL },
};
static const struct cli_option replay_options[] = {
    { "--jejak", NULL, "prints every step" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_score[] = {
    { "score run", "", 0, 0, "scores all evaluations of a period, each unit by the plugin in force for it",
      "tenayan score run --periode 2025 --json", run_options, run_run, false },
    { "score verify", "", 0, 0, "derives every stored result again and compares", "tenayan score verify",
      verify_options, verify_run, false },
    { "score replay", "EVALUASI", 1, 1,
      "derives the results of one evaluation again, with the steps behind them",
      "tenayan score replay 12 --jejak", replay_options, replay_run, false },
    { "score status", "", 0, 0, "lists scoring runs, newest first", "tenayan score status", NULL, status_run,
      false },
    { "job list", "", 0, 0, "lists long work, newest first", "tenayan job list --json", NULL, jobs_run,
      false },
    { "job cancel", "ID", 1, 1, "cancels long work", "tenayan job cancel 3", NULL, cancel_run, false },
    { NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, false },
};
