/* Releases and proposals at the command line: plugin show, proposals, approve, reject, withdraw, quarantine,
 * restore. The operator is no account: a proposal that was made here is decided by an account over HTTP, and
 * `approve` is for those that accounts have made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cmd_plugin_store.h"
#include "base/json.h"
#include "scoring/pasang.h"

static enum status number_of(const char *text, int64_t *out, struct err *e)
{
    char *end;

    *out = strtoll(text, &end, 10);
    return *text && !*end && *out > 0 ? ST_OK : err_set(e, E_PENGGUNAAN, "\"%.40s\" bukan nomor.", text);
}

static const char *str(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static long long num(const json_t *o, const char *key)
{
    return (long long)json_integer_value(json_object_get(o, key));
}

/* Prints JSON as it is, or lets `show` print it for people. */
static enum status print(const struct cli *c, const struct buf *b, void (*show)(const json_t *v),
                         struct err *e)
{
    json_t *v = NULL;
    enum status st = ST_OK;

    if (c->json)
        printf("%s\n", b->p);
    else if ((st = json_read(b->p, b->len, &v, e)) == ST_OK)
        show(v);
    json_decref(v);
    return st;
}

/* One release ---------------------------------------------------------------------------------------------
 */

static void show_release(const json_t *r)
{
    const json_t *galat = json_object_get(r, "galat");
    json_t *x;
    size_t i;

    printf("Rilis %lld: %s %s, %s\n  sha256 %s\n  dipasang %s\n", num(r, "id"), str(r, "plugin"),
           str(r, "versi"), str(r, "status"), str(r, "sha256"), str(r, "dipasang"));
    if (*str(r, "alasan"))
        printf("  alasan: %s\n", str(r, "alasan"));
    if (json_is_object(galat))
        printf("  galat: %s%s%s:%lld\n", str(galat, "code"), *str(galat, "berkas") ? " di " : "",
               str(galat, "berkas"), num(galat, "baris"));
    if (*str(r, "akan_dikarantina"))
        printf("  akan dikarantina setelah penghitungan selesai: %s\n", str(r, "akan_dikarantina"));
    json_array_foreach(json_object_get(r, "aktivasi"), i, x)
        printf("  berlaku di %s mulai %s%s%s\n", str(json_object_get(x, "unit"), "kode"), str(x, "mulai"),
               *str(x, "selesai") ? " sampai " : "", str(x, "selesai"));
    printf("  riwayat:\n");
    json_array_foreach(json_object_get(r, "riwayat"), i, x)
        printf("    %s  %s  %s%s%s  %s%s%s\n", str(x, "waktu"), str(x, "peristiwa"), str(x, "dari"),
               *str(x, "dari") ? " → " : "", str(x, "ke"), str(x, "oleh"), *str(x, "catatan") ? ": " : "",
               str(x, "catatan"));
}

static enum status put_release(struct db *db, int64_t id, struct buf *out, struct err *e)
{
    struct who who;
    struct jw w;
    int64_t versi;
    enum status st;

    who_system(&who);
    jw_start(&w, out);
    jw_open(&w, '{');
    st = pasang_json(db, &who, id, &w, &versi, e);
    jw_close(&w);
    return st;
}

static enum status show_run(struct cli *c, struct err *e)
{
    struct db *db = NULL;
    struct buf b = BUF_NONE;
    int64_t id;
    enum status st;

    if ((st = number_of(c->args[0], &id, e)) == ST_OK && (st = cli_db(c, DB_READ, &db, e)) == ST_OK &&
        (st = put_release(db, id, &b, e)) == ST_OK)
        st = print(c, &b, show_release, e);
    buf_free(&b);
    db_close(db);
    return st;
}

/* Proposals -----------------------------------------------------------------------------------------------
 */

static void show_usulan(const json_t *u)
{
    const json_t *rilis = json_object_get(u, "rilis"), *sim = json_object_get(u, "simulasi"),
                 *pemutus = json_object_get(u, "pemutus");

    printf("%lld  %s %s (rilis %lld) bagi %s mulai %s: %s%s%s\n", num(u, "id"), str(rilis, "plugin"),
           str(rilis, "versi"), num(rilis, "id"), str(json_object_get(u, "unit"), "kode"), str(u, "mulai"),
           str(u, "status"), *str(u, "cara") ? ", " : "", str(u, "cara"));
    printf("    diusulkan %s oleh %s%s%s\n", str(u, "waktu"), str(json_object_get(u, "pengusul"), "nama"),
           *str(u, "alasan") ? ": " : "", str(u, "alasan"));
    if (json_is_object(sim))
        printf("    simulasi %lld pada %s: %lld evaluasi, %lld berubah, %lld gagal\n", num(sim, "id"),
               str(sim, "periode"), num(sim, "evaluasi"), num(sim, "berubah"), num(sim, "gagal"));
    else
        printf("    tanpa simulasi: %s\n", str(u, "tanpa_simulasi"));
    if (json_is_object(pemutus))
        printf("    diputus %s oleh %s%s%s\n", str(u, "diputus"), str(pemutus, "nama"),
               *str(u, "catatan") ? ": " : "", str(u, "catatan"));
}

static void show_all(const json_t *list)
{
    size_t i;
    json_t *u;

    json_array_foreach(list, i, u) show_usulan(u);
    if (!json_array_size(list))
        printf("Tidak ada usulan.\n");
}

static enum status put_usulan(struct db *db, struct arena *a, int64_t id, struct jw *w, struct err *e)
{
    struct who who;
    struct usulan u;
    enum status st;

    who_system(&who);
    st = pasang_usulan(db, &who, id, a, &u, e);
    return st == ST_OK ? usulan_json(db, &u, &who, w, e) : st;
}

static enum status proposals_run(struct cli *c, struct err *e)
{
    struct usulan_saring f = { .status = cli_option(c, "--status"),
                               .cara = cli_option(c, "--cara"),
                               .sebelum = INT64_MAX,
                               .batas = 200 };
    struct db *db = NULL;
    struct buf b = BUF_NONE;
    struct who who;
    struct jw w;
    int64_t *ids = NULL;
    size_t n = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    if (st == ST_OK)
        st = usulan_daftar(db, &who, &f, c->a, &ids, &n, e);
    jw_start(&w, &b);
    jw_open(&w, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = put_usulan(db, c->a, ids[i], &w, e);
    jw_close(&w);
    if (st == ST_OK)
        st = print(c, &b, show_all, e);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status decide(struct cli *c, const char *peristiwa, struct err *e)
{
    struct pasang_putus in = { .peristiwa = peristiwa, .catatan = cli_option(c, "--alasan") };
    struct tulis t = TULIS_NONE;
    struct buf b = BUF_NONE;
    struct jw w;
    enum status st;

    if ((st = number_of(c->args[0], &in.id, e)) != ST_OK || (st = tulis_open(c, &t, e)) != ST_OK ||
        (st = tulis_run(&t, pasang_putus, &in, e)) != ST_OK)
        goto out;
    jw_start(&w, &b);
    if ((st = put_usulan(t.db, c->a, in.id, &w, e)) == ST_OK)
        st = print(c, &b, show_usulan, e);
out:
    buf_free(&b);
    tulis_close(&t);
    return st;
}

static enum status approve_run(struct cli *c, struct err *e)
{
    return decide(c, "setujui", e);
}

static enum status reject_run(struct cli *c, struct err *e)
{
    return decide(c, "tolak", e);
}

static enum status withdraw_run(struct cli *c, struct err *e)
{
    return decide(c, "tarik", e);
}

/* Quarantine ----------------------------------------------------------------------------------------------
 */

static enum status step(struct cli *c, const char *peristiwa, struct err *e)
{
    struct pasang_langkah in = { .peristiwa = peristiwa, .catatan = cli_option(c, "--alasan") };
    struct tulis t = TULIS_NONE;
    struct buf b = BUF_NONE;
    enum status st;

    if ((st = number_of(c->args[0], &in.id, e)) != ST_OK || (st = tulis_open(c, &t, e)) != ST_OK ||
        (strcmp(peristiwa, "pulihkan") == 0 && (st = pasang_uji(t.db, NULL, in.id, &in.uji, e)) != ST_OK) ||
        (st = tulis_run(&t, pasang_langkah, &in, e)) != ST_OK)
        goto out;
    if ((st = put_release(t.db, in.id, &b, e)) == ST_OK)
        st = print(c, &b, show_release, e);
out:
    buf_free(&b);
    tulis_close(&t);
    return st;
}

static enum status quarantine_run(struct cli *c, struct err *e)
{
    return step(c, "karantina", e);
}

static enum status restore_run(struct cli *c, struct err *e)
{
    return step(c, "pulihkan", e);
}

static const struct cli_option list_options[] = {
    { "--status", "KODE", "only diajukan, disetujui, ditolak or dibatalkan" },
    { "--cara", "KODE", "only persetujuan, konfirmasi (by one person alone) or operator" },
    { NULL, NULL, NULL },
};
static const struct cli_option reason_options[] = {
    { "--alasan", "TEKS", "why; stored" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_plugin_usulan[] = {
    { "plugin show", "RILIS", 1, 1, "shows a release: state, reason, where it holds, its history",
      "tenayan plugin show 3", NULL, show_run, false },
    { "plugin proposals", "", 0, 0, "lists proposals to put a release in force, newest first",
      "tenayan plugin proposals --status diajukan", list_options, proposals_run, false },
    { "plugin approve", "USULAN", 1, 1,
      "approves a proposal that an account has made; one made at the command line is an account's to decide",
      "tenayan plugin approve 12 --alasan \"Sudah dilihat\"", reason_options, approve_run, false },
    { "plugin reject", "USULAN", 1, 1, "rejects a proposal that an account has made",
      "tenayan plugin reject 12 --alasan \"Ambang belum disepakati\"", reason_options, reject_run, false },
    { "plugin withdraw", "USULAN", 1, 1, "takes back a proposal that was made at the command line",
      "tenayan plugin withdraw 12", NULL, withdraw_run, false },
    { "plugin quarantine", "RILIS", 1, 1, "stops a release everywhere at once; what it computed stays",
      "tenayan plugin quarantine 3 --alasan \"Menghitung di luar ketentuan\"", reason_options, quarantine_run,
      false },
    { "plugin restore", "RILIS", 1, 1, "takes a release out of quarantine after it has passed its gate again",
      "tenayan plugin restore 3 --alasan \"Mesin sudah diperbaiki\"", reason_options, restore_run, false },
    { NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, false },
};
