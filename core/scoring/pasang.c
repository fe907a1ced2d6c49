#include "scoring/pasang.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/unit.h"
#include "script/gate.h"
#include "script/manifest.h"
#include "script/release.h"

/* Installing ----------------------------------------------------------------------------------------- */

enum status pasang_periksa(struct host *host, const struct package *p, struct pasang_install *out,
                           struct err *e)
{
    struct arena *a = arena_new();
    struct test_report report;
    const json_t *listing;
    struct err why = ERR_NONE;
    enum status st = gate_load(host, p, &listing, e);

    *out = (struct pasang_install){ .package = p };
    if (st == ST_OK) {
        out->daftar = json_deep_copy(listing);
        out->lulus = package_test(host_exe(host), p, a, &report, &why) == ST_OK;
        out->galat = why;
        if (!out->lulus)
            snprintf(out->alasan, sizeof(out->alasan), "%s", why.msg);
        /* A machine that cannot run tests says nothing about the package. */
        if (!out->lulus && code_row(why.code)->status != ST_INVALID &&
            code_row(why.code)->status != ST_LIMIT) {
            *e = why;
            st = err_status(e);
        }
    }
    arena_free(a);
    return st;
}

void pasang_install_clear(struct pasang_install *in)
{
    json_decref(in->daftar);
    in->daftar = NULL;
}

static enum status status_of(struct db *db, int64_t id, char out[16], struct err *e)
{
    struct arena *a = arena_new();
    char *text;
    enum status st = db_text(db, &text, a, e, "SELECT status FROM release WHERE id = $1", "i", id);

    if (st == ST_NOT_FOUND)
        st = err_set(e, E_RELEASE_TIDAK_ADA, NULL);
    snprintf(out, 16, "%s", st == ST_OK ? text : "");
    arena_free(a);
    return st;
}

static enum status set_status(struct db *db, int64_t id, const char *status, const char *alasan,
                              struct err *e)
{
    return db_exec(db, NULL, e,
                   "UPDATE release SET status = $2, alasan = $3, versi = versi + 1 WHERE id = $1", "itt", id,
                   status, alasan);
}

static void answer_release(struct perintah *p, const struct pasang_install *in, const char *status)
{
    char sha256[DIGEST_HEX];
    struct jw w;

    digest_hex(&in->package->digest, sha256);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_kint(&w, "id", in->out_id);
    jw_ktext(&w, "plugin", in->package->manifest.id);
    jw_ktext(&w, "versi", in->package->manifest.version);
    jw_ktext(&w, "sha256", sha256);
    jw_ktext(&w, "status", status);
    jw_ktext(&w, "alasan", in->alasan);
    jw_close(&w);
    p->reply.status = in->out_baru ? 201 : 200;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/plugin/%lld", (long long)in->out_id);
}

enum status pasang_install(struct perintah *p, struct db *db, struct err *e)
{
    struct pasang_install *in = p->input;
    struct audit_entry entry = { .objek = "release", .peristiwa = "install", .catatan = in->alasan };
    char before[16] = "", sha256[DIGEST_HEX];
    const char *now;
    enum status st;

    if (!right_possible(&p->who, AKSI_PLUGIN_UBAH))
        return err_set(e, E_TIDAK_BERHAK, NULL);
    st = release_add(db, in->package, in->daftar, "uploaded", in->alasan, &in->out_id, &in->out_baru, e);
    if (st == ST_OK && !in->out_baru)
        st = status_of(db, in->out_id, before, e);
    now = before[0] ? before : "uploaded";
    if (st == ST_OK && in->lulus && strcmp(now, "uploaded") == 0) {
        now = "validated";
        st = set_status(db, in->out_id, now, "", e);
    }
    digest_hex(&in->package->digest, sha256);
    entry.objek_id = in->out_id;
    entry.dari = before;
    entry.ke = now;
    entry.dokumen = sha256;
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    if (st == ST_OK)
        answer_release(p, in, now);
    return st;
}

/* Enabling ------------------------------------------------------------------------------------------- */

enum status pasang_setelan(struct db *db, int64_t release_id, const json_t *given, struct arena *a,
                           struct pasang_enable *out, struct err *e)
{
    const struct release *r;
    struct buf canonical = BUF_NONE;
    struct digest digest;
    json_t *full = NULL;
    enum status st = release_get(db, release_id, &r, e);

    if (st != ST_OK)
        return st;
    st = package_settings(&r->package, given, &full, &canonical, &digest, e);
    if (st == ST_OK) {
        out->release_id = release_id;
        out->setelan = arena_strndup(a, canonical.p, canonical.len);
        digest_hex(&digest, out->setelan_hash);
    }
    json_decref(full);
    buf_free(&canonical);
    release_put(r);
    return st;
}

struct enabling {
    const struct pasang_enable *in;
    const struct release *release;
    char status[16];
    char unit_kode[65], unit_jenis[65];
};

static enum status has_passed(struct db *db, struct enabling *x, struct err *e)
{
    enum status st = status_of(db, x->in->release_id, x->status, e);

    if (st == ST_OK && strcmp(x->status, "uploaded") == 0)
        st = err_set(e, E_RELEASE_BELUM_LULUS, NULL);
    if (st == ST_OK && strcmp(x->status, "quarantined") == 0)
        st = err_set(e, E_RELEASE_KARANTINA, NULL);
    return st;
}

static enum status fits_unit(struct db *db, struct enabling *x, struct err *e)
{
    struct rows r;
    bool there = false;
    enum status st = db_rows(db, &r, e, "SELECT kode, jenis FROM unit WHERE id = $1", "i", x->in->unit_id);

    if (st == ST_OK && rows_next(&r)) {
        snprintf(x->unit_kode, sizeof(x->unit_kode), "%s", row_text(&r, 0));
        snprintf(x->unit_jenis, sizeof(x->unit_jenis), "%s", row_text(&r, 1));
        there = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !there)
        st = err_set(e, E_SCORE_UNIT, NULL);
    if (st == ST_OK && !manifest_fits(&x->release->package.manifest, x->unit_jenis, x->unit_kode))
        st = err_set(e, E_PLUGIN_UNIT, "Plugin %s tidak diperuntukkan bagi %s (%s).", x->release->plugin,
                     x->unit_kode, x->unit_jenis);
    return st;
}

static enum status begins_a_period(struct db *db, struct enabling *x, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM periode WHERE mulai = $1 AND status <> 'ditutup'", "t",
               x->in->mulai);

    return st == ST_OK && !n ? err_set(e, E_PLUGIN_MULAI, NULL) : st;
}

static enum status settings_fit(struct db *db, struct enabling *x, struct err *e)
{
    struct digest d;
    char hash[DIGEST_HEX];

    hash_blake2b(x->in->setelan, strlen(x->in->setelan), &d);
    digest_hex(&d, hash);
    if (strcmp(hash, x->in->setelan_hash) != 0)
        return err_set(e, E_PLUGIN_SETELAN, NULL);
    return db_exec(db, NULL, e, "INSERT INTO setelan (hash, isi) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                   "tt", hash, x->in->setelan);
}

/* What must hold before a release comes into force, in this order. The stored simulation over the last period
 * and the second administrator's approval are further rows of this table. */
static enum status (*const conditions[])(struct db *db, struct enabling *x, struct err *e) = {
    has_passed,
    fits_unit,
    begins_a_period,
    settings_fit,
};

static enum status write_activation(struct perintah *p, struct db *db, struct pasang_enable *in,
                                    const struct enabling *x, struct err *e)
{
    int64_t akun = p->who.akun_id;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_int(
        db, &in->out_id, e,
        "INSERT INTO aktivasi (unit_id, plugin, release_id, setelan_hash, mulai, akun_id, waktu, dasar_nomor,"
        " dasar_tanggal, dasar_berkas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        "itittItttt", in->unit_id, x->release->plugin, in->release_id, in->setelan_hash, in->mulai,
        akun ? &akun : NULL, now, in->dasar_nomor ? in->dasar_nomor : "", in->dasar_tanggal,
        in->dasar_berkas);
    if (st == ST_OK && strcmp(x->status, "enabled") != 0)
        st = set_status(db, in->release_id, "enabled", "", e);
    return st == ST_OK ? generasi_naik(db, "aktivasi", e) : st;
}

/* The activation as JSON: the reply, and what the audit keeps. Keys in bytewise order, so it is canonical. */
static void put_activation(struct buf *out, const struct pasang_enable *in, const struct enabling *x)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_ktext(&w, "dasar_berkas", in->dasar_berkas);
    jw_ktext(&w, "dasar_nomor", in->dasar_nomor ? in->dasar_nomor : "");
    jw_ktext(&w, "dasar_tanggal", in->dasar_tanggal);
    jw_kint(&w, "id", in->out_id);
    jw_ktext(&w, "mulai", in->mulai);
    jw_ktext(&w, "plugin", x->release->plugin);
    jw_kint(&w, "release_id", in->release_id);
    jw_ktext(&w, "setelan_hash", in->setelan_hash);
    jw_ktext(&w, "unit", x->unit_kode);
    jw_close(&w);
}

enum status pasang_enable(struct perintah *p, struct db *db, struct err *e)
{
    struct pasang_enable *in = p->input;
    struct enabling x = { .in = in };
    struct audit_entry entry = {
        .objek = "release", .objek_id = in->release_id, .peristiwa = "enable", .ke = "enabled"
    };
    enum status st =
        right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = in->unit_id }, e);

    if (st != ST_OK || (st = release_get(db, in->release_id, &x.release, e)) != ST_OK)
        return st;
    for (size_t i = 0; st == ST_OK && i < COUNT(conditions); i++)
        st = conditions[i](db, &x, e);
    if (st == ST_OK)
        st = write_activation(p, db, in, &x, e);
    if (st == ST_OK) {
        buf_clear(&p->reply.body);
        put_activation(&p->reply.body, in, &x);
        entry.dari = x.status;
        entry.dokumen = x.release->sha256;
        entry.isi = p->reply.body.p;
        st = audit_add(db, &p->who, &entry, NULL, e);
        p->reply.status = 201;
    }
    release_put(x.release);
    return st;
}

/* Disabling ------------------------------------------------------------------------------------------ */

/* A release without any activation left is disabled. */
static enum status retire(struct db *db, const char *plugin, const char *alasan, struct err *e)
{
    return db_exec(
        db, NULL, e,
        "UPDATE release SET status = 'disabled', alasan = $2, versi = versi + 1 WHERE plugin = $1"
        " AND status = 'enabled' AND NOT EXISTS (SELECT 1 FROM aktivasi a WHERE a.release_id = release.id"
        " AND a.selesai IS NULL)",
        "tt", plugin, alasan);
}

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

enum status pasang_disable(struct perintah *p, struct db *db, struct err *e)
{
    const struct pasang_disable *in = p->input;
    int64_t changed = 0;
    int32_t day;
    char last[DATE_TEXT];
    enum status st =
        right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = in->unit_id }, e);

    if (st == ST_OK && !date_parse(in->mulai, &day))
        st = err_set(e, E_PLUGIN_MULAI, NULL);
    if (st != ST_OK)
        return st;
    date_format(day - 1, last);
    st = db_exec(db, &changed, e,
                 "UPDATE aktivasi SET selesai = $3 WHERE unit_id = $1 AND plugin = $2"
                 " AND (selesai IS NULL OR selesai > $3)",
                 "itt", in->unit_id, in->plugin, last);
    if (st == ST_OK && !changed)
        st = err_set(e, E_AKTIVASI_TIDAK_ADA, "Unit itu sendiri tidak mengaktifkan plugin %s.", in->plugin);
    if (st == ST_OK)
        st = retire(db, in->plugin, in->alasan ? in->alasan : "", e);
    if (st == ST_OK)
        st = generasi_naik(db, "aktivasi", e);
    if (st == ST_OK)
        st = audit_disable(p, db, in, e);
    p->reply.status = 204;
    return st;
}

/* Reading -------------------------------------------------------------------------------------------- */

static enum status put_activations(struct db *db, int64_t release_id, struct jw *w, struct err *e)
{
    static const char *const keys[] = { "unit", "mulai", "selesai", "setelan_hash", "waktu", "dasar_nomor" };
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT a.id, u.kode, a.mulai, a.selesai, a.setelan_hash, a.waktu, a.dasar_nomor"
                " FROM aktivasi a JOIN unit u ON u.id = a.unit_id WHERE a.release_id = $1 ORDER BY a.id",
                "i", release_id);

    jw_key(w, "aktivasi");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_ktext(w, keys[i], row_text(&r, i + 1));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status pasang_list(struct db *db, struct jw *out, struct err *e)
{
    static const char *const keys[] = {
        "plugin", "versi", "sha256", "status", "alasan", "skema", "dipasang"
    };
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, plugin, label, sha256, status, alasan, skema, dipasang FROM release"
                             " ORDER BY plugin, id",
                             "");

    jw_open(out, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(out, '{');
        jw_kint(out, "id", row_int(&r, 0));
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_ktext(out, keys[i], row_text(&r, i + 1));
        st = put_activations(db, row_int(&r, 0), out, e);
        jw_close(out);
    }
    jw_close(out);
    return rows_end(&r, st, e);
}

static void put_aksi(struct jw *w, const char *aksi, const struct err *why)
{
    jw_open(w, '{');
    jw_ktext(w, "aksi", aksi);
    jw_kbool(w, "boleh", why->code == E_NONE);
    if (why->code != E_NONE) {
        jw_ktext(w, "code", code_row(why->code)->name);
        jw_ktext(w, "alasan", why->msg);
    }
    jw_close(w);
}

enum status pasang_aksi(struct db *db, const struct who *who, int64_t release_id, struct jw *w, struct err *e)
{
    const struct pasang_enable in = { .release_id = release_id };
    struct enabling x = { .in = &in };
    struct err why = ERR_NONE;
    enum status st = ST_OK;

    jw_key(w, "aksi");
    jw_open(w, '[');
    if (right_possible(who, AKSI_PLUGIN_UBAH)) {
        st = has_passed(db, &x, &why);
        if (st == ST_OK || st == ST_CONFLICT) {
            put_aksi(w, "aktivasi", &why);
            err_clear(&why);
            if (strcmp(x.status, "enabled") != 0)
                (void)(err_set(&why, E_AKTIVASI_TIDAK_ADA,
                               "Rilis ini tidak sedang berlaku di unit mana pun.") == ST_OK);
            put_aksi(w, "hentikan", &why);
            st = ST_OK;
        } else {
            *e = why;
        }
    }
    jw_close(w);
    return st;
}
