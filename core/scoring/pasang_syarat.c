#include "scoring/pasang_syarat.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/periode.h"
#include "domain/rilis.h"
#include "domain/unit.h"
#include "script/manifest.h"
#include "script/release.h"

struct asked {
    struct usulan *u;
    const struct release *release;
    struct arena *a;
    char unit_kode[65];
};

static enum status has_passed(struct db *db, struct asked *x, struct err *e)
{
    struct rilis r;
    enum status st = rilis_load(db, x->u->release_id, &r, e);

    if (st == ST_OK && r.status == RILIS_UPLOADED)
        st = err_set(e, E_RELEASE_BELUM_LULUS, NULL);
    if (st == ST_OK && r.status == RILIS_QUARANTINED)
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis ini dikarantina: %.400s", r.alasan);
    return st;
}

static enum status fits_unit(struct db *db, struct asked *x, struct err *e)
{
    struct arena *a = arena_new();
    struct unit u;
    enum status st = unit_load(db, x->u->unit_id, x->u->mulai, a, &u, e);

    if (st == ST_NOT_FOUND)
        st = err_set(e, E_SCORE_UNIT, NULL);
    if (st == ST_OK) {
        snprintf(x->unit_kode, sizeof(x->unit_kode), "%s", u.kode);
        if (!manifest_fits(&x->release->package.manifest, u.jenis, u.kode))
            st = err_set(e, E_PLUGIN_UNIT, "Plugin %s tidak diperuntukkan bagi %s (%s).", x->release->plugin,
                         u.kode, u.jenis);
    }
    arena_free(a);
    return st;
}

static enum status begins_a_period(struct db *db, struct asked *x, struct err *e)
{
    int64_t all = 0, open = 0;
    enum status st = x->u->periode_id ? periode_belum_ditutup(db, x->u->periode_id, e) : ST_OK;

    if (st == ST_OK)
        st = db_int(db, &all, e, "SELECT count(*) FROM periode WHERE mulai = $1", "t", x->u->mulai);
    if (st == ST_OK)
        st = db_int(db, &open, e, "SELECT count(*) FROM periode WHERE mulai = $1 AND status <> 'ditutup'",
                    "t", x->u->mulai);
    if (st != ST_OK || open)
        return st;
    return all ? err_set(e, E_PERIODE_DITUTUP, "Periode yang dimulai %s sudah ditutup.", x->u->mulai)
               : err_set(e, E_PLUGIN_MULAI, NULL);
}

static enum status settings_fit(struct db *db, struct asked *x, struct err *e)
{
    struct buf canonical = BUF_NONE;
    struct digest digest;
    json_t *given = NULL, *full = NULL;
    char hash[DIGEST_HEX];
    enum status st = json_read(x->u->setelan, strlen(x->u->setelan), &given, e);

    (void)db;
    if (st == ST_OK)
        st = package_settings(&x->release->package, given, &full, &canonical, &digest, e);
    if (st == ST_OK) {
        digest_hex(&digest, hash);
        if (strcmp(hash, x->u->setelan_hash) != 0 || strcmp(canonical.p, x->u->setelan) != 0)
            st = err_set(e, E_PLUGIN_SETELAN, NULL);
    }
    json_decref(given);
    json_decref(full);
    buf_free(&canonical);
    return st;
}

/* The simulation ------------------------------------------------------------------------------------------
 */

/* $1 unit, $2 first day. From the unit's own plans, so that a small unit costs little; periods that nobody
 * prepared are left out before. A whole year comes before its last quarter and month. */
static const char last_sql[] =
    "WITH RECURSIVE bawah(id) AS (SELECT $1 UNION SELECT i.unit_id FROM unit_induk i JOIN bawah b"
    " ON i.induk_id = b.id WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
    " SELECT p.id, p.kode FROM periode p WHERE p.selesai < $2"
    " AND EXISTS (SELECT 1 FROM evaluasi d WHERE d.periode_id = p.id)"
    " AND EXISTS (SELECT 1 FROM bawah b CROSS JOIN skp s CROSS JOIN skp_versi v CROSS JOIN evaluasi e"
    " CROSS JOIN realisasi r CROSS JOIN periode q WHERE s.unit_id = b.id AND v.skp_id = s.id"
    " AND e.skp_versi_id = v.id AND e.periode_id = p.id AND r.skp_versi_id = v.id AND q.id = r.periode_id"
    " AND q.mulai >= p.mulai AND q.selesai <= p.selesai)"
    " ORDER BY p.selesai DESC, p.mulai LIMIT 1";

enum status syarat_periode(struct db *db, int64_t unit_id, const char *mulai, int64_t *id, char kode[16],
                           struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, last_sql, "it", unit_id, mulai);

    *id = 0;
    kode[0] = '\0';
    if (st == ST_OK && rows_next(&r)) {
        *id = row_int(&r, 0);
        snprintf(kode, 16, "%s", row_text(&r, 1));
    }
    return rows_end(&r, st, e);
}

/* The newest complete one that covers the unit, or the one that the proposal names; 0 if there is none. */
static enum status find_simulation(struct db *db, const struct asked *x, int64_t periode_id, int64_t *id,
                                   char hash[DIGEST_HEX], struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "WITH RECURSIVE up(id) AS (SELECT $1 UNION SELECT i.induk_id FROM unit_induk i JOIN up ON"
                " i.unit_id = up.id WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
                " SELECT s.id, s.hash FROM simulasi s WHERE s.sha256 = $3 AND s.setelan_hash = $4"
                " AND s.periode_id = $5 AND (s.unit_id IS NULL OR s.unit_id IN (SELECT id FROM up))"
                " AND s.tertunda = 0 AND ($6 = 0 OR s.id = $6) ORDER BY s.id DESC LIMIT 1",
                "itttii", x->u->unit_id, x->u->mulai, x->release->sha256, x->u->setelan_hash, periode_id,
                x->u->id ? x->u->simulasi_id : (int64_t)0);

    *id = 0;
    if (st == ST_OK && rows_next(&r)) {
        *id = row_int(&r, 0);
        snprintf(hash, DIGEST_HEX, "%s", row_text(&r, 1));
    }
    return rows_end(&r, st, e);
}

/* Those settings that differ from the defaults, as an option of the command line. */
static void put_settings(const struct asked *x, struct buf *out)
{
    struct buf plain = BUF_NONE, differ = BUF_NONE;
    struct digest digest;
    struct err ignored = ERR_NONE;
    json_t *full = NULL, *defaults = NULL, *given = NULL, *more = json_object(), *v;
    const char *key;

    /* Both as canonical text has them: a number's type is the reader's there. */
    if (package_settings(&x->release->package, NULL, &full, &plain, &digest, &ignored) == ST_OK &&
        json_read(plain.p, plain.len, &defaults, &ignored) == ST_OK &&
        json_read(x->u->setelan, strlen(x->u->setelan), &given, &ignored) == ST_OK) {
        json_object_foreach(given, key, v)
        {
            if (!json_equal(v, json_object_get(defaults, key)))
                json_object_set(more, key, v);
        }
        json_canonical(more, &differ);
    }
    /* A quotation mark would end the shell's word, and a long list the sentence. */
    if (differ.len > 260 || (differ.p && strchr(differ.p, '\'')))
        buf_str(out, " --settings dengan setelan yang sama");
    else if (json_object_size(more))
        buf_printf(out, " --settings '%s'", differ.p);
    json_decref(full);
    json_decref(defaults);
    json_decref(given);
    json_decref(more);
    buf_free(&plain);
    buf_free(&differ);
}

/* The sentence is the command to run. */
static enum status not_simulated(const struct asked *x, const char *periode, struct err *e)
{
    struct buf settings = BUF_NONE;
    enum status st;

    put_settings(x, &settings);
    st = err_set(e, E_SIMULASI_BELUM,
                 "Belum ada simulasi rilis ini dengan setelan ini pada %s. Jalankan: tenayan plugin simulate"
                 " %lld --periode %s --unit %s%s",
                 periode, (long long)x->u->release_id, periode, x->unit_kode, settings.p ? settings.p : "");
    buf_free(&settings);
    return st;
}

static enum status simulated(struct db *db, struct asked *x, struct err *e)
{
    struct usulan *u = x->u;
    int64_t periode = 0, id = 0;
    char kode[16], hash[DIGEST_HEX] = "";
    enum status st = syarat_periode(db, u->unit_id, u->mulai, &periode, kode, e);

    if (st == ST_OK && periode && (!u->id || u->simulasi_id))
        st = find_simulation(db, x, periode, &id, hash, e);
    if (st != ST_OK)
        return st;
    if (periode && !id)
        return not_simulated(x, kode, e);
    if (u->id)
        return ST_OK;
    u->simulasi_id = id;
    u->simulasi_hash = id ? arena_strdup(x->a, hash) : NULL;
    u->tanpa_simulasi = id ? "" : arena_printf(x->a, "Belum ada periode dengan data sebelum %s.", u->mulai);
    return ST_OK;
}

/* All -----------------------------------------------------------------------------------------------------
 */

static enum status (*const conditions[])(struct db *db, struct asked *x, struct err *e) = {
    has_passed, fits_unit, begins_a_period, settings_fit, simulated,
};

enum status syarat_periksa(struct db *db, struct usulan *u, struct arena *a, struct err *e)
{
    struct asked x = { .u = u, .a = a };
    enum status st = release_get(db, u->release_id, &x.release, e);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; st == ST_OK && i < COUNT(conditions); i++)
        st = conditions[i](db, &x, e);
    release_put(x.release);
    return st;
}

enum status syarat_usulan(struct db *db, struct usulan *u, struct err *e)
{
    return syarat_periksa(db, u, NULL, e);
}
