/* How a release ends: for a unit, everywhere at once, and back again. pasang.h. */
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/periode.h"
#include "domain/unit.h"
#include "scoring/pasang.h"
#include "script/gate.h"
#include "script/release.h"

/* Disabling ------------------------------------------------------------------------------------------- */

static enum status audit_disable(struct perintah *p, struct db *db, const struct pasang_disable *in,
                                 struct err *e)
{
    struct audit_entry entry = {
        .objek = "unit", .objek_id = in->unit_id, .peristiwa = "plugin.disable", .catatan = in->alasan
    };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "mulai", in->mulai);
    jw_ktext(&w, "plugin", in->plugin);
    jw_close(&w);
    entry.isi = isi.p;
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&isi);
    return st;
}

/* The releases of the unit's own activations that hold on the day `last` or later. */
static enum status releases_of(struct db *db, const struct pasang_disable *in, const char *last,
                               struct arena *a, int64_t **ids, size_t *n, struct err *e)
{
    enum { MANY = 1000 };
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT DISTINCT release_id FROM aktivasi WHERE unit_id = $1 AND plugin = $2"
                             " AND (selesai IS NULL OR selesai > $3) ORDER BY release_id LIMIT 1000",
                             "itt", in->unit_id, in->plugin, last);

    *ids = arena_array(a, int64_t, MANY);
    *n = 0;
    while (st == ST_OK && *n < MANY && rows_next(&r))
        (*ids)[(*n)++] = row_int(&r, 0);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !*n)
        st = err_set(e, E_AKTIVASI_TIDAK_ADA, "Unit itu sendiri tidak mengaktifkan plugin %s.", in->plugin);
    return st;
}

/* One step of each release; one whose state does not have it goes on as it is (it ended before). */
static enum status step_each(struct db *db, const struct who *who, const struct pasang_disable *in,
                             const char *peristiwa, const int64_t *ids, size_t n, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < n && st == ST_OK; i++) {
        struct rilis_langkah step = {
            .id = ids[i], .unit_id = in->unit_id, .peristiwa = peristiwa, .catatan = in->alasan
        };

        st = rilis_langkah(db, who, &step, e);
        if (e->code == E_ALUR_PERISTIWA || e->code == E_AKTIVASI_TIDAK_ADA ||
            e->code == E_RELEASE_MASIH_BERLAKU) {
            err_clear(e);
            st = ST_OK;
        }
    }
    return st;
}

static enum status end_all(struct perintah *p, struct db *db, const struct pasang_disable *in,
                           const char *last, struct err *e)
{
    struct arena *a = arena_new();
    struct who sys;
    int64_t *ids;
    size_t n;
    enum status st = releases_of(db, in, last, a, &ids, &n, e);

    who_system(&sys);
    if (st == ST_OK && (st = step_each(db, &p->who, in, "hentikan", ids, n, e)) == ST_OK &&
        (st = db_exec(db, NULL, e,
                      "UPDATE aktivasi SET selesai = $3 WHERE unit_id = $1 AND plugin = $2"
                      " AND (selesai IS NULL OR selesai > $3)",
                      "itt", in->unit_id, in->plugin, last)) == ST_OK)
        st = step_each(db, &sys, in, "nonaktif", ids, n, e);
    arena_free(a);
    return st;
}

enum status pasang_disable(struct perintah *p, struct db *db, struct err *e)
{
    const struct pasang_disable *in = p->input;
    int32_t day;
    char last[DATE_TEXT];
    enum status st =
        right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = in->unit_id }, e);

    if (st == ST_OK && in->periode_id)
        st = periode_belum_ditutup(db, in->periode_id, e);
    if (st == ST_OK && !date_parse(in->mulai, &day))
        st = err_set(e, E_PLUGIN_MULAI, NULL);
    if (st == ST_OK && (!in->alasan || in->alasan[strspn(in->alasan, " \t\r\n")] == '\0')) {
        err_fault(e, "/alasan", "Wajib diisi.");
        st = err_set(e, E_TANPA_CATATAN, NULL);
    }
    if (st != ST_OK)
        return st;
    date_format(day - 1, last);
    if ((st = end_all(p, db, in, last, e)) == ST_OK && (st = generasi_naik(db, "aktivasi", e)) == ST_OK)
        st = audit_disable(p, db, in, e);
    p->reply.status = 204;
    return st;
}

/* Quarantine by hand, and the way out ----------------------------------------------------------------------
 */

enum status pasang_uji(struct db *db, const char *host, int64_t release_id, struct rilis_uji *out,
                       struct err *e)
{
    struct arena *a = arena_new();
    struct host *h = host_new(host);
    struct test_report report;
    const struct release *r = NULL;
    enum status st = release_get(db, release_id, &r, e);

    *out = (struct rilis_uji){ .lulus = false };
    if (st == ST_OK) {
        st = gate_load(h, &r->package, NULL, &out->galat);
        if (st == ST_OK)
            st = package_test(host_exe(h), &r->package, a, &report, &out->galat);
        out->lulus = st == ST_OK;
        /* A machine that cannot run tests says nothing about the package. */
        if (!out->lulus && code_row(out->galat.code)->status == ST_UNREACHABLE)
            *e = out->galat;
        else
            st = ST_OK;
    }
    host_free(h);
    release_put(r);
    arena_free(a);
    return st;
}

/* Where it held before it still holds: nobody has put another release there meanwhile. */
static enum status holds_again(struct perintah *p, struct db *db, int64_t id, struct err *e)
{
    struct rilis_langkah step = { .id = id,
                                  .peristiwa = "aktivasi",
                                  .catatan = "Aktivasi yang ada berlaku lagi" };
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM aktivasi WHERE release_id = $1 AND selesai IS NULL", "i", id);

    return st == ST_OK && n ? rilis_langkah(db, &p->who, &step, e) : st;
}

enum status pasang_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct pasang_langkah *in = p->input;
    struct rilis_langkah step = {
        .id = in->id, .peristiwa = in->peristiwa, .catatan = in->catatan, .uji = &in->uji
    };
    bool back = strcmp(in->peristiwa, "pulihkan") == 0;
    struct rilis r;
    struct jw w;
    enum status st;

    /* A release may hold anywhere: only the right for the whole institution stops it. */
    if ((st = right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = 0 }, e)) != ST_OK)
        return st;
    if (!back && strcmp(in->peristiwa, "karantina") != 0)
        return err_set(e, E_ALUR_PERISTIWA, "Langkah \"%.40s\" punya jalannya sendiri.", in->peristiwa);
    if ((st = rilis_load(db, in->id, &r, e)) != ST_OK || (st = perintah_versi(p, r.versi, e)) != ST_OK ||
        (st = rilis_langkah(db, &p->who, &step, e)) != ST_OK ||
        (back && (st = holds_again(p, db, in->id, e)) != ST_OK) ||
        (st = generasi_naik(db, "aktivasi", e)) != ST_OK)
        return st;
    buf_clear(&p->reply.body);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    st = pasang_json(db, &p->who, in->id, &w, &p->reply.etag, e);
    jw_close(&w);
    return st;
}
