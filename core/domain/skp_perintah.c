/* Commands on plans: create, save, expectations, steps. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/penugasan.h"
#include "domain/perintah_baca.h"
#include "domain/skp.h"
#include "domain/skp_jalan.h"

static const char *const form_kode[] = { "A", "B", NULL };
static const char *const pendekatan_kode[] = { "kuantitatif", "kualitatif", NULL };

static enum status show(struct perintah *p, struct db *db, const struct skp *s, struct err *e)
{
    struct jw w;

    p->reply.etag = s->versi;
    jw_start(&w, &p->reply.body);
    return skp_json(db, &p->who, s, &w, e);
}

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct skp s;
    enum status st = skp_muat(db, id, 0, a, &s, e);

    return st == ST_OK ? show(p, db, &s, e) : st;
}

static enum status raise(struct db *db, int64_t id, struct err *e)
{
    return db_exec(db, NULL, e, "UPDATE skp SET versi = versi + 1 WHERE id = $1", "i", id);
}

enum status skp_buka(struct perintah *p, struct db *db, int64_t id, bool resolve, struct arena *a,
                     struct skp *s, struct err *e)
{
    int64_t versi = 0;
    enum status st = db_int(db, &versi, e, "SELECT versi FROM skp WHERE id = $1", "i", id);

    if (st != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
    if (resolve && (st = skp_penilai_segarkan(db, &p->who, id, e)) != ST_OK)
        return st;
    st = skp_load(db, &p->who, id, 0, a, s, e);
    return st == ST_OK ? perintah_versi(p, versi, e) : st;
}

/* Create --------------------------------------------------------------------------------------------------
 */

enum status skp_buat_baca(const json_t *body, struct arena *a, struct skp_buat *out, struct err *e)
{
    static const struct baca_medan medan[] = {
        { "pegawai_id", BACA_BULAT, offsetof(struct skp_buat, pegawai_id), true, 0, NULL },
        { "penugasan_id", BACA_BULAT, offsetof(struct skp_buat, penugasan_id), true, 0, NULL },
        { "mulai", BACA_TANGGAL, offsetof(struct skp_buat, mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, offsetof(struct skp_buat, selesai), true, 0, NULL },
        { "form", BACA_KODE, offsetof(struct skp_buat, form), true, 0, form_kode },
        { "pendekatan", BACA_KODE, offsetof(struct skp_buat, pendekatan), true, 0, pendekatan_kode },
    };

    *out = (struct skp_buat){ .pegawai_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
    return baca_akhir(e);
}

static enum status check_span(struct db *db, const struct skp_buat *in, struct penugasan *t, struct err *e)
{
    struct rows r;
    bool clash;
    enum status st = penugasan_load(db, in->penugasan_id, t, e);

    if (st != ST_OK)
        return st;
    if (t->pegawai_id != in->pegawai_id) {
        err_fault(e, "/penugasan_id", "Penugasan itu bukan milik pegawai ini.");
        return err_set(e, E_MASUKAN, "Penugasan itu bukan milik pegawai ini.");
    }
    if (strcmp(in->mulai, in->selesai) > 0 || strcmp(in->mulai, t->mulai) < 0 ||
        (t->selesai[0] && strcmp(in->selesai, t->selesai) > 0))
        return err_set(e, E_SKP_RENTANG, "Penugasan berlaku %s sampai %s; SKP harus berada di dalamnya.",
                       t->mulai, t->selesai[0] ? t->selesai : "seterusnya");
    st = db_rows(db, &r, e,
                 "SELECT 1 FROM skp s WHERE s.pegawai_id = $1 AND s.penugasan_id = $2 AND s.mulai <= $4"
                 " AND s.selesai >= $3 AND EXISTS (SELECT 1 FROM skp_versi v WHERE v.skp_id = s.id"
                 " AND v.status <> 'batal')",
                 "iitt", in->pegawai_id, in->penugasan_id, in->mulai, in->selesai);
    clash = st == ST_OK && rows_next(&r);
    st = rows_end(&r, st, e);
    return st == ST_OK && clash ? err_set(e, E_SKP_TUMPANG, NULL) : st;
}

/* Evaluator as of today, or of the first day if that is still to come; a sentence where there is none. */
static enum status resolve(struct db *db, const struct who *who, const struct skp_buat *in,
                           struct penilai *out, struct err *e)
{
    struct err none = ERR_NONE;
    enum status st = penilai_resolve(db, in->pegawai_id, in->penugasan_id,
                                     strcmp(who->hari, in->mulai) < 0 ? in->mulai : who->hari, out, &none);

    if (st != ST_OK && none.code == E_PENILAI_TIDAK_ADA) {
        *out = (struct penilai){ .penilai_id = 0 };
        snprintf(out->alasan, sizeof(out->alasan), "%s", none.msg);
        return ST_OK;
    }
    if (st != ST_OK)
        *e = none;
    return st;
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status insert(struct perintah *p, struct db *db, struct skp_buat *in, const struct penugasan *t,
                          const struct penilai *n, struct err *e)
{
    struct audit_entry entry = { .objek = "skp", .peristiwa = "buat", .ke = "draf", .peran = "pemilik" };
    char now[TIME_TEXT], isi[64];
    enum status st;

    time_format(clock_now(), now);
    st = db_int(
        db, &in->out_id, e,
        "INSERT INTO skp (pegawai_id, penugasan_id, unit_id, mulai, selesai, form, pendekatan, penilai_id,"
        " penilai_cara, penilai_alasan, atasan_penilai_id, dibuat)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
        "iiittttIttIt", in->pegawai_id, in->penugasan_id, t->unit_id, in->mulai, in->selesai, in->form,
        in->pendekatan, OR_NULL(n->penilai_id), n->penilai_id ? penilai_cara_kode(n->cara) : "", n->alasan,
        OR_NULL(n->atasan_penilai_id), now);
    if (st == ST_OK)
        st = db_int(db, &entry.objek_id, e,
                    "INSERT INTO skp_versi (skp_id, n, status) VALUES ($1, 1, 'draf') RETURNING id", "i",
                    in->out_id);
    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"skp\":%lld}", (long long)in->out_id);
    if (who_has(&p->who, PERAN_SISTEM))
        entry.peran = "sistem";
    entry.isi = isi;
    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status skp_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct skp_buat *in = p->input;
    struct subject s = { .pegawai_id = in->pegawai_id };
    struct arena *a = arena_new();
    struct penugasan t;
    struct penilai n;
    enum status st = right_check(db, &p->who, AKSI_SKP_SUSUN, &s, e);

    if (st != ST_OK || (st = check_span(db, in, &t, e)) != ST_OK ||
        (st = resolve(db, &p->who, in, &n, e)) != ST_OK || (st = insert(p, db, in, &t, &n, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/skp/%lld", (long long)in->out_id);
    st = reply(p, db, in->out_id, a, e);
out:
    arena_free(a);
    return st;
}

/* Content -------------------------------------------------------------------------------------------------
 */

enum status skp_isi_selesai(struct perintah *p, struct db *db, const struct skp *old, const char *peristiwa,
                            const char *peran, struct arena *a, struct err *e)
{
    struct audit_entry entry = { .objek = "skp", .peristiwa = peristiwa, .peran = peran };
    char hash[DIGEST_HEX];
    struct skp s;
    enum status st = skp_ttd_hapus(db, old->versi_id, e);

    if (st != ST_OK || (st = raise(db, old->id, e)) != ST_OK ||
        (st = skp_muat(db, old->id, 0, a, &s, e)) != ST_OK)
        return st;
    skp_dokumen_hash(&s, hash);
    entry.objek_id = s.versi_id;
    entry.dari = entry.ke = skp_machine.states[s.status];
    entry.dokumen = hash;
    st = audit_add(db, &p->who, &entry, NULL, e);
    return st == ST_OK ? show(p, db, &s, e) : st;
}

enum status skp_boleh_isi(struct perintah *p, struct db *db, const struct skp *s, struct err *e)
{
    struct subject subject;
    enum status st;

    skp_subject(s, &subject);
    if ((st = right_check(db, &p->who, AKSI_SKP_SUSUN, &subject, e)) != ST_OK)
        return st;
    if (s->status != SKP_DRAF && s->status != SKP_DIKEMBALIKAN)
        st =
            err_set(e, E_SKP_TERKUNCI, "SKP berstatus %s tidak dapat diubah.", skp_machine.states[s->status]);
    return st;
}

enum status skp_isi_ganti(struct db *db, const struct who *who, const struct skp *s,
                          const struct skp_isi *isi, struct err *e)
{
    struct skp_rujukan q = { s->id, s->pegawai_id, s->penilai_id, s->unit_id, who->hari };
    enum status st;

    if (strcmp(q.hari, s->mulai) < 0)
        q.hari = s->mulai;
    if (strcmp(q.hari, s->selesai) > 0)
        q.hari = s->selesai;
    st = skp_isi_periksa(db, &q, isi, e);
    return st == ST_OK ? skp_isi_tulis(db, s->versi_id, isi, e) : st;
}

enum status skp_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct skp_simpan *in = p->input;
    struct arena *a = arena_new();
    struct skp s;
    enum status st = skp_buka(p, db, in->id, false, a, &s, e);

    if (st == ST_OK && (st = skp_boleh_isi(p, db, &s, e)) == ST_OK &&
        (st = skp_isi_ganti(db, &p->who, &s, &in->isi, e)) == ST_OK)
        st = skp_isi_selesai(p, db, &s, "simpan", "pemilik", a, e);
    arena_free(a);
    return st;
}

enum status skp_ekspektasi_baca(const json_t *body, struct arena *a, struct skp_ekspektasi *out,
                                struct err *e)
{
    return skp_ekspektasi_isi_baca(body, a, out->ekspektasi, e);
}

enum status skp_ekspektasi(struct perintah *p, struct db *db, struct err *e)
{
    const struct skp_ekspektasi *in = p->input;
    struct arena *a = arena_new();
    struct subject subject;
    struct skp s;
    enum status st = skp_buka(p, db, in->id, true, a, &s, e);

    if (st != ST_OK)
        goto out;
    skp_subject(&s, &subject);
    if ((st = right_check(db, &p->who, AKSI_SKP_SETUJUI, &subject, e)) != ST_OK)
        goto out;
    if (s.status != SKP_DIAJUKAN) {
        st = err_set(e, E_SKP_TERKUNCI, "Ekspektasi hanya dapat diisi selama SKP diajukan; kini %s.",
                     skp_machine.states[s.status]);
        goto out;
    }
    if ((st = skp_ekspektasi_tulis(db, s.versi_id, in->ekspektasi, e)) == ST_OK)
        st = skp_isi_selesai(p, db, &s, "ekspektasi", "penilai", a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

/* Steps on which who the evaluator is depends. */
static bool asks_evaluator(const char *event)
{
    static const char *const events[] = { "ajukan", "tandatangani", "kembalikan", "setujui", "revisi", NULL };

    return kode_ada(events, event);
}

static enum status step(struct perintah *p, struct db *db, const struct skp_langkah *in, const char *kode,
                        struct err *e)
{
    struct arena *a = arena_new();
    struct skp s;
    struct skp_jalan j = { .skp = &s, .selesai = in->selesai, .kode = kode, .a = a };
    struct flow_object o = { .catatan = in->catatan, .data = &j };
    enum status st = skp_buka(p, db, in->id, asks_evaluator(in->peristiwa), a, &s, e);

    if (st != ST_OK)
        goto out;
    o.id = s.versi_id;
    o.state = (int)s.status;
    skp_subject(&s, &o.subject);
    if ((st = flow_apply(db, &skp_machine, &o, in->peristiwa, &p->who, &j.audit, e)) != ST_OK ||
        (st = raise(db, s.id, e)) != ST_OK)
        goto out;
    st = reply(p, db, s.id, a, e);
out:
    arena_free(a);
    return st;
}

enum status skp_langkah(struct perintah *p, struct db *db, struct err *e)
{
    return step(p, db, p->input, NULL, e);
}

enum status skp_revisi(struct perintah *p, struct db *db, struct err *e)
{
    const struct skp_revisi *in = p->input;
    struct skp_langkah l = { .id = in->id, .peristiwa = "revisi", .catatan = in->alasan };

    return step(p, db, &l, in->kode, e);
}
