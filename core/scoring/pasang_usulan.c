/* Proposals to put a release in force, and what is decided about them: pasang.h. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/unit.h"
#include "scoring/pasang.h"
#include "scoring/pasang_syarat.h"
#include "script/release.h"

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

enum status pasang_usulan(struct db *db, const struct who *who, int64_t id, struct arena *a,
                          struct usulan *out, struct err *e)
{
    enum status st = usulan_load(db, who, id, a, out, e);

    out->syarat = syarat_usulan;
    return st;
}

/* Coming into force ---------------------------------------------------------------------------------------
 */

static enum status write_activation(struct db *db, const struct usulan *u, int64_t *id, struct err *e)
{
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_int(
        db, id, e,
        "INSERT INTO aktivasi (unit_id, plugin, release_id, setelan_hash, mulai, akun_id, waktu, dasar_nomor,"
        " dasar_tanggal, dasar_berkas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        "itittItttt", u->unit_id, u->plugin, u->release_id, u->setelan_hash, u->mulai,
        u->akun_id ? &u->akun_id : NULL, now, u->dasar_nomor ? u->dasar_nomor : "", u->dasar_tanggal,
        u->dasar_berkas);
    return st == ST_OK ? generasi_naik(db, "aktivasi", e) : st;
}

/* What the audit keeps beside the release's step. Keys in bytewise order, so it is canonical. */
static void put_activation(struct buf *out, const struct usulan *u)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "aktivasi_id", u->aktivasi_id);
    jw_ktext(&w, "mulai", u->mulai);
    jw_ktext(&w, "setelan_hash", u->setelan_hash);
    jw_kint(&w, "unit_id", u->unit_id);
    jw_kint(&w, "usulan_id", u->id);
    jw_close(&w);
}

/* After the step that decided for it: its guard has asked the conditions in this savepoint. */
static enum status put_in_force(struct perintah *p, struct db *db, struct usulan *u, struct err *e)
{
    struct rilis_langkah step = { .id = u->release_id, .unit_id = u->unit_id, .peristiwa = "aktivasi" };
    struct buf isi = BUF_NONE;
    int64_t id = 0;
    enum status st;

    if ((st = write_activation(db, u, &id, e)) == ST_OK && (st = usulan_jadi(db, u, id, e)) == ST_OK) {
        put_activation(&isi, u);
        step.isi = isi.p;
        st = rilis_langkah(db, &p->who, &step, e);
    }
    buf_free(&isi);
    return st;
}

static enum status answer(struct perintah *p, struct db *db, struct usulan *u, struct err *e)
{
    struct jw w;

    buf_clear(&p->reply.body);
    jw_start(&w, &p->reply.body);
    p->reply.etag = u->versi;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/plugin/usulan/%lld", (long long)u->id);
    return usulan_json(db, u, &p->who, &w, e);
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* May the actor decide alone? The operator may, who is no account of this institution; with a reason. */
static enum status alone(struct perintah *p, struct db *db, const struct usulan *u, bool *yes, struct err *e)
{
    bool operator_ = who_has(&p->who, PERAN_SISTEM);
    int64_t n = 0;
    enum status st = usulan_pemegang(db, u->unit_id, p->who.hari, &n, e);

    *yes = operator_ ? !blank(u->alasan) : n < 2;
    if (st == ST_OK && n < 2 && blank(u->alasan)) {
        err_fault(e, "/alasan", "Wajib diisi.");
        st = err_set(e, E_USULAN_ALASAN,
                     operator_ ? "Tidak ada dua administrator bagi unit itu yang dapat"
                                 " memutus usulan ini, maka tulis alasannya."
                               : NULL);
    }
    return st;
}

static enum status keep_settings(struct db *db, const struct usulan *u, struct err *e)
{
    return db_exec(db, NULL, e, "INSERT INTO setelan (hash, isi) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                   "tt", u->setelan_hash, u->setelan);
}

static enum status plugin_of(struct db *db, int64_t release_id, struct arena *a, const char **out,
                             struct err *e)
{
    struct rilis r;
    enum status st = rilis_load(db, release_id, &r, e);

    if (st == ST_OK)
        *out = arena_strdup(a, r.plugin);
    return st;
}

enum status pasang_enable(struct perintah *p, struct db *db, struct err *e)
{
    struct pasang_enable *in = p->input;
    struct arena *a = arena_new();
    struct usulan u = { .unit_id = in->unit_id,
                        .release_id = in->release_id,
                        .setelan = in->setelan,
                        .setelan_hash = in->setelan_hash,
                        .mulai = in->mulai,
                        .periode_id = in->periode_id,
                        .dasar_nomor = in->dasar_nomor,
                        .dasar_tanggal = in->dasar_tanggal,
                        .dasar_berkas = in->dasar_berkas,
                        .alasan = in->alasan ? in->alasan : "",
                        .syarat = syarat_usulan };
    bool by_one = false;
    enum status st =
        right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = in->unit_id }, e);

    in->out_usulan = in->out_id = 0;
    if (st != ST_OK || (st = plugin_of(db, in->release_id, a, &u.plugin, e)) != ST_OK ||
        (st = syarat_periksa(db, &u, a, e)) != ST_OK || (st = alone(p, db, &u, &by_one, e)) != ST_OK ||
        (st = keep_settings(db, &u, e)) != ST_OK || (st = usulan_add(db, &p->who, &u, e)) != ST_OK)
        goto out;
    if (by_one && ((st = usulan_langkah(db, &p->who, &u, "konfirmasi", u.alasan, e)) != ST_OK ||
                   (st = put_in_force(p, db, &u, e)) != ST_OK))
        goto out;
    in->out_usulan = u.id;
    in->out_id = u.aktivasi_id;
    p->reply.status = 201;
    st = answer(p, db, &u, e);
out:
    arena_free(a);
    return st;
}

enum status pasang_putus(struct perintah *p, struct db *db, struct err *e)
{
    struct pasang_putus *in = p->input;
    struct arena *a = arena_new();
    struct usulan u;
    enum status st;

    if ((st = pasang_usulan(db, &p->who, in->id, a, &u, e)) != ST_OK ||
        (st = right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = u.unit_id }, e)) !=
            ST_OK ||
        (st = perintah_versi(p, u.versi, e)) != ST_OK ||
        (st = usulan_langkah(db, &p->who, &u, in->peristiwa, in->catatan, e)) != ST_OK)
        goto out;
    if (u.status == USULAN_DISETUJUI && (st = put_in_force(p, db, &u, e)) != ST_OK)
        goto out;
    in->out_id = u.aktivasi_id;
    st = answer(p, db, &u, e);
    p->reply.lokasi[0] = '\0';
out:
    arena_free(a);
    return st;
}
