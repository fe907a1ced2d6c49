/* Judging of units on the command line: the pattern, where it is counted, the predikat of a unit as CSV. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/pemeriksaan.h"
#include "domain/unit.h"
#include "scoring/pola.h"

/* The unit and the period that a command is about. */
static enum status named(struct cli *c, struct db *db, const char *kode, int64_t *unit, struct periode *p,
                         struct err *e)
{
    const char *periode = cli_option(c, "--periode");
    enum status st = unit_find(db, kode, unit, e);

    if (st == ST_OK && !periode)
        return err_set(e, E_PENGGUNAAN, "--periode wajib diisi.");
    return st == ST_OK ? periode_find(db, periode, p, e) : st;
}

/* Pattern
 * ---------------------------------------------------------------------------------------------------- */

static void print_pattern(const struct pola_hasil *p)
{
    const struct sebaran *s = &p->sebaran;
    struct err ignored = ERR_NONE;
    json_t *v = NULL, *x;
    size_t i;

    for (int k = 0; k < PREDIKAT_N; k++)
        printf("%-16s %6lld\n", sebaran_predikat[k], (long long)s->jumlah[k]);
    printf("%-16s %6lld\n%-16s %6lld\n%-16s %6lld\n", "dihitung", (long long)s->n, "belum",
           (long long)s->belum, "tidak dinilai", (long long)s->tidak_dinilai);
    printf("capaian organisasi: %s\n", s->organisasi[0] ? s->organisasi : "belum ditetapkan");
    if (!p->nilai) {
        printf("pola: %s\n", p->sebab ? p->sebab : "");
        return;
    }
    printf("pola: %s\n", p->informasi  ? "hanya keterangan, pegawai terlalu sedikit"
                         : p->memenuhi ? "terpenuhi"
                                       : "tidak terpenuhi (pertimbangan, bukan larangan)");
    if (json_read(p->nilai, strlen(p->nilai), &v, &ignored) != ST_OK)
        return;
    json_array_foreach(json_object_get(v, "catatan"), i, x)
        printf("  - %s\n", json_string_value(json_object_get(x, "pesan")));
    json_decref(v);
}

static enum status pola_run(struct cli *c, struct err *e)
{
    struct host *host = host_new(NULL);
    struct buf b = BUF_NONE;
    struct pola_hasil pola;
    struct periode p;
    struct db *db = NULL;
    int64_t unit = 0;
    struct jw w;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK || (st = named(c, db, c->args[0], &unit, &p, e)) != ST_OK ||
        (st = pola_hitung(db, host, unit, p.id, c->a, &pola, e)) != ST_OK)
        goto out;
    if (c->json) {
        jw_start(&w, &b);
        jw_open(&w, '{');
        jw_ktext(&w, "periode", p.kode);
        st = pola_json(db, &pola, true, &w, e);
        jw_close(&w);
        if (st == ST_OK)
            printf("%s\n", b.p);
    } else {
        print_pattern(&pola);
    }
out:
    buf_free(&b);
    host_free(host);
    db_close(db);
    return st;
}

/* Where it is counted
 * ------------------------------------------------------------------------------------------ */

static enum status show_hitung(struct cli *c, struct db *db, int64_t unit, struct err *e)
{
    struct buf b = BUF_NONE;
    json_t *v = NULL, *x;
    struct who who;
    struct jw w;
    size_t i;
    enum status st;

    who_system(&who);
    jw_start(&w, &b);
    st = unit_hitung_json(db, unit, who.hari, &w, e);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK && (st = json_read(b.p, b.len, &v, e)) == ST_OK) {
        printf("dihitung pada %s%s\n",
               json_string_value(json_object_get(json_object_get(v, "unit_hitung"), "kode")),
               json_is_true(json_object_get(v, "bawaan")) ? " (bawaan: OPD)" : "");
        json_array_foreach(json_object_get(v, "riwayat"), i, x) printf(
            "  sejak %s: %s (%s)\n", json_string_value(json_object_get(x, "mulai")),
            json_string_value(json_object_get(x, "kode")), json_string_value(json_object_get(x, "dasar")));
    }
    json_decref(v);
    buf_free(&b);
    return st;
}

static enum status hitung_run(struct cli *c, struct err *e)
{
    const char *to = cli_option(c, "--pada");
    struct unit_hitung_pasang in = { .mulai = cli_option(c, "--mulai"), .dasar = cli_option(c, "--dasar") };
    struct tulis t = TULIS_NONE;
    struct db *db = NULL;
    int64_t unit = 0;
    int32_t day;
    enum status st;

    if (!to) {
        st = cli_db(c, DB_READ, &db, e);
        if (st == ST_OK && (st = unit_find(db, c->args[0], &unit, e)) == ST_OK)
            st = show_hitung(c, db, unit, e);
        db_close(db);
        return st;
    }
    if (!in.mulai || !in.dasar || !*in.dasar || !date_parse(in.mulai, &day))
        return err_set(e, E_PENGGUNAAN, "--pada memerlukan --mulai TANGGAL dan --dasar KEPUTUSAN.");
    if ((st = tulis_open(c, &t, e)) == ST_OK && (st = unit_find(t.db, c->args[0], &in.unit_id, e)) == ST_OK &&
        (st = unit_find(t.db, to, &in.hitung_id, e)) == ST_OK &&
        (st = tulis_run(&t, unit_hitung_pasang, &in, e)) == ST_OK)
        st = show_hitung(c, t.db, in.unit_id, e);
    tulis_close(&t);
    return st;
}

/* CSV
 * ----------------------------------------------------------------------------------------------------------
 */

static enum status write_out(const char *path, const struct buf *b, struct err *e)
{
    enum status st = ST_OK;
    FILE *f;

    if (strcmp(path, "-") == 0) {
        fwrite(b->p, 1, b->len, stdout);
        return ST_OK;
    }
    f = fopen(path, "wxe"); /* never over an existing file */
    if (!f || fwrite(b->p, 1, b->len, f) != b->len || fflush(f) != 0)
        st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_IO, "Berkas %s tidak dapat ditulis: %s.", path,
                     strerror(errno));
    if (f)
        fclose(f);
    return st;
}

static enum status predikat_run(struct cli *c, struct err *e)
{
    const char *kode = cli_option(c, "--unit");
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    struct periode p;
    int64_t unit = 0;
    struct who who;
    enum status st;

    if (!kode)
        return err_set(e, E_PENGGUNAAN, "--unit wajib diisi.");
    st = cli_db(c, DB_READ, &db, e);
    who_system(&who);
    if (st == ST_OK && (st = named(c, db, kode, &unit, &p, e)) == ST_OK &&
        (st = rekap_csv(db, &who, unit, &p, &b, e)) == ST_OK)
        st = write_out(c->args[0], &b, e);
    buf_free(&b);
    db_close(db);
    return st;
}

static const struct cli_option pola_options[] = {
    { "--periode", "KODE", "the period, such as 2025 or 2025-TW1" },
    { NULL, NULL, NULL },
};
static const struct cli_option hitung_options[] = {
    { "--pada", "KODE", "the unit itself or one above it, in which the pattern is counted" },
    { "--mulai", "TANGGAL", "from this day on" },
    { "--dasar", "TEKS", "the decree that says so" },
    { NULL, NULL, NULL },
};
static const struct cli_option predikat_options[] = {
    { "--unit", "KODE", "this unit and all below it" },
    { "--periode", "KODE", "the period" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_organisasi[] = {
    { .name = "unit pola",
      .args = "KODE",
      .min = 1,
      .max = 1,
      .help = "shows how predikat are distributed where the unit counts, and what the scheme says of it",
      .example = "tenayan unit pola dinkes --periode 2025",
      .options = pola_options,
      .run = pola_run },
    { .name = "unit hitung",
      .args = "KODE",
      .min = 1,
      .max = 1,
      .help = "shows in which unit the pattern is counted, or names another from a day on",
      .example = "tenayan unit hitung pkm-tenayan-raya --pada pkm-tenayan-raya --mulai 2027-01-01 --dasar "
                 "\"SK Kadis 12/2026\"",
      .options = hitung_options,
      .run = hitung_run },
    { .name = "export predikat",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "writes the fixed ratings and predikat of a unit and period as CSV, with counts and percent",
      .example = "tenayan export predikat predikat.csv --unit dinkes --periode 2025",
      .options = predikat_options,
      .run = predikat_run },
    { .name = NULL },
};
