/* tenayan pelatihan: training records to look at, grades computed again, recommendations of a period. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/pelatihan.h"
#include "domain/perintah_baca.h"
#include "scoring/kelulusan.h"
#include "scoring/sarankan.h"
#include "script/host.h"

static const char *const statuses[] = { "diundang",     "terdaftar", "berjalan",   "tidak_lulus", "lulus",
                                        "diverifikasi", "ditolak",   "dibatalkan", NULL };

static void print_raw(const struct buf *b)
{
    printf("%s\n", b->p);
}

/* List -----------------------------------------------------------------------------------------------------
 */

enum { PAGE = 200 };

static enum status filter(const struct cli *c, struct db *db, struct pelatihan_saring *f, struct err *e)
{
    const char *nip = cli_option(c, "--nip"), *tahun = cli_option(c, "--tahun");

    *f =
        (struct pelatihan_saring){ .lingkup = SKP_SEMUA, .status = cli_option(c, "--status"), .batas = PAGE };
    if (f->status && !kode_ada(statuses, f->status))
        return err_set(e, E_PENGGUNAAN, "Keadaan \"%.40s\" tidak dikenal.", f->status);
    f->tahun = tahun ? atoi(tahun) : 0;
    if (tahun && (f->tahun < 2000 || f->tahun > 2200))
        return err_set(e, E_PENGGUNAAN, "--tahun harus 2000 sampai 2200.");
    return nip ? pegawai_find(db, nip, &f->pegawai_id, e) : ST_OK;
}

static void print_line(const struct pelatihan *p)
{
    char jp[24] = "-";

    if (p->jp_diakui || p->jp_usulan)
        snprintf(jp, sizeof(jp), "%lld", (long long)(p->jp_diakui ? *p->jp_diakui : *p->jp_usulan));
    printf("%6lld  %-18s  %-6s %-13s %4s  %-10s  %s\n", (long long)p->id, p->nip, p->cara,
           pelatihan_machine.states[p->status], jp, p->selesai ? p->selesai : "", p->judul);
}

static enum status list_run(struct cli *c, struct err *e)
{
    struct pelatihan_saring f;
    struct db *db = NULL;
    struct buf out = BUF_NONE;
    struct who who;
    struct jw w;
    bool lagi = true;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    jw_start(&w, &out);
    jw_open(&w, '[');
    if (st == ST_OK && (st = filter(c, db, &f, e)) == ST_OK && !c->json)
        printf("%6s  %-18s  %-6s %-13s %4s  %-10s  %s\n", "ID", "NIP", "CARA", "KEADAAN", "JP", "SELESAI",
               "JUDUL");
    while (st == ST_OK && lagi) {
        struct pelatihan *rows;
        size_t n;

        st = pelatihan_list(db, &who, &f, c->a, &rows, &n, &lagi, e);
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            f.sebelum = rows[i].id;
            if (c->json)
                pelatihan_baris_json(&rows[i], &w);
            else
                print_line(&rows[i]);
        }
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        print_raw(&out);
    buf_free(&out);
    db_close(db);
    return st;
}

/* Show -----------------------------------------------------------------------------------------------------
 */

static void print_attempts(const json_t *list)
{
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x)
    {
        const json_t *galat = json_object_get(x, "galat");

        printf("  percobaan %lld: %lld dari %lld benar, %s\n",
               (long long)json_integer_value(json_object_get(x, "n")),
               (long long)json_integer_value(json_object_get(x, "benar")),
               (long long)json_integer_value(json_object_get(x, "jumlah")),
               json_is_object(galat) ? json_string_value(json_object_get(galat, "pesan"))
                                     : json_string_value(json_object_get(x, "alasan")));
    }
}

static enum status show_run(struct cli *c, struct err *e)
{
    int64_t id = strtoll(c->args[0], NULL, 10);
    struct db *db = NULL;
    struct buf out = BUF_NONE;
    struct pelatihan p;
    json_t *v = NULL;
    struct who who;
    struct jw w;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    jw_start(&w, &out);
    if (st == ST_OK && (st = pelatihan_load(db, &who, id, c->a, &p, e)) == ST_OK)
        st = pelatihan_json(db, &who, &p, &w, e);
    if (st == ST_OK && c->json) {
        print_raw(&out);
    } else if (st == ST_OK && (st = json_read(out.p, out.len, &v, e)) == ST_OK) {
        printf("%s\n  %s (%s), %s\n", p.judul, p.nama, p.nip, pelatihan_machine.states[p.status]);
        if (*p.alasan)
            printf("  alasan: %s\n", p.alasan);
        if (*p.catatan)
            printf("  catatan: %s\n", p.catatan);
        print_attempts(json_object_get(v, "percobaan"));
    }
    json_decref(v);
    buf_free(&out);
    db_close(db);
    return st;
}

/* Verify ---------------------------------------------------------------------------------------------------
 */

static void progress(void *arg, int64_t done)
{
    (void)arg;
    cli_progress("Memeriksa", done, 0);
}

static void verify_json(const struct kelulusan_verify *v, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "diperiksa", v->diperiksa);
    jw_kint(&w, "berbeda", v->berbeda);
    jw_key(&w, "beda");
    jw_open(&w, '[');
    for (size_t i = 0; i < v->nbeda; i++) {
        jw_open(&w, '{');
        jw_ktext(&w, "apa", v->beda[i].apa);
        jw_kint(&w, "id", v->beda[i].id);
        jw_ktext(&w, "rincian", v->beda[i].rincian);
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
}

static enum status verify_run(struct cli *c, struct err *e)
{
    struct kelulusan_verify *v = arena_new_of(c->a, struct kelulusan_verify);
    struct host *host = host_new(NULL);
    struct buf out = BUF_NONE;
    struct db *db = NULL;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st == ST_OK)
        st = kelulusan_verify(db, host, progress, NULL, v, e);
    cli_progress_end();
    if (st == ST_OK && c->json) {
        verify_json(v, &out);
        print_raw(&out);
    } else if (st == ST_OK) {
        printf("%lld diperiksa, %lld berbeda\n", (long long)v->diperiksa, (long long)v->berbeda);
        for (size_t i = 0; i < v->nbeda; i++)
            printf("  %s %lld: %s\n", v->beda[i].apa, (long long)v->beda[i].id, v->beda[i].rincian);
    }
    if (st == ST_OK && v->berbeda)
        c->exit = 7;
    buf_free(&out);
    db_close(db);
    host_free(host);
    return st;
}

/* Recommendations of a period ------------------------------------------------------------------------------
 */

static void report(void *arg, const struct sarankan_jumlah *n, int64_t evaluasi_id, const char *kode,
                   const char *pesan)
{
    (void)arg;
    if (pesan)
        fprintf(stderr, "Evaluasi %lld%s%s: %s\n", (long long)evaluasi_id, kode ? ", modul " : "",
                kode ? kode : "", pesan);
    else
        cli_progress("Menganjurkan", n->diperiksa, n->total);
}

static enum status recommend_run(struct cli *c, struct err *e)
{
    const char *periode = cli_option(c, "--periode");
    struct tulis t = TULIS_NONE;
    struct host *host = host_new(NULL);
    struct sarankan_jumlah n = { 0 };
    enum status st = periode ? tulis_open(c, &t, e) : err_set(e, E_PENGGUNAAN, "--periode belum disebut.");

    if (st == ST_OK)
        st = sarankan_periode(t.db, host, periode, report, NULL, &n, e);
    cli_progress_end();
    if (st == ST_OK)
        printf(c->json ? "{\"diperiksa\":%lld,\"dianjurkan\":%lld,\"gagal\":%lld}\n"
                       : "%lld evaluasi diperiksa, %lld anjuran, %lld gagal\n",
               (long long)n.diperiksa, (long long)n.dianjurkan, (long long)n.gagal);
    tulis_close(&t);
    host_free(host);
    return st;
}

static const struct cli_option list_options[] = {
    { "--nip", "NIP", "of one employee" },
    { "--tahun", "TAHUN", "of one year" },
    { "--status", "KEADAAN",
      "diundang terdaftar berjalan tidak_lulus lulus diverifikasi ditolak dibatalkan" },
    { NULL, NULL, NULL },
};
static const struct cli_option recommend_options[] = {
    { "--periode", "KODE", "whose evaluations to look at" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_pelatihan[] = {
    { .name = "pelatihan list",
      .args = "",
      .help = "training records, newest first",
      .example = "tenayan pelatihan list --tahun 2026 --status lulus",
      .options = list_options,
      .run = list_run },
    { .name = "pelatihan show",
      .args = "ID",
      .min = 1,
      .max = 1,
      .help = "one training record with its attempts",
      .example = "tenayan pelatihan show 12",
      .run = show_run },
    { .name = "pelatihan verify",
      .args = "",
      .help = "computes every stored grade and recommendation again and reports differences",
      .example = "tenayan pelatihan verify --json",
      .run = verify_run },
    { .name = "pelatihan sarankan",
      .args = "",
      .help = "asks the modules that hold today what they recommend for the evaluations of a period, and "
              "stores it",
      .example = "tenayan pelatihan sarankan --periode 2026-TW1",
      .options = recommend_options,
      .run = recommend_run },
    { .name = NULL },
};
