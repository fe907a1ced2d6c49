/* Commands on the proposals of a calibration session: another rating for one person, and what its evaluator
 * says. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kalibrasi_bagian.h"
#include "domain/kepala.h"
#include "domain/perintah_baca.h"
#include "domain/sebaran.h"

static const char *const rating_kode[] = { "di_atas", "sesuai", "di_bawah", NULL };

enum status usul_jawab(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct usul_kalibrasi u;
    struct jw w;
    enum status st = usul_load(db, &p->who, id, a, &u, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = u.versi;
    jw_start(&w, &p->reply.body);
    return usul_json(db, &p->who, &u, &w, e);
}

/* Propose
 * ---------------------------------------------------------------------------------------------------- */

enum status usul_buat_baca(const json_t *body, struct arena *a, struct usul_buat *out, struct err *e)
{
#define U(field) offsetof(struct usul_buat, field)
    static const struct baca_medan medan[] = {
        { "evaluasi_id", BACA_BULAT, U(evaluasi_id), true, 0, NULL },
        { "rating_hasil", BACA_KODE, U(rating_hasil), true, 0, rating_kode },
        { "rating_perilaku", BACA_KODE, U(rating_perilaku), true, 0, rating_kode },
        { "alasan", BACA_TEKS, U(alasan), true, 2000, NULL },
    };
#undef U

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->alasan && out->alasan[strspn(out->alasan, " \t\r\n")] == '\0')
        err_fault(e, "/alasan", "Wajib diisi: kalibrasi disertai alasan.");
    return baca_akhir(e);
}

/* He takes part, or may call such a session. */
static enum status may_propose(struct perintah *p, struct db *db, const struct kalibrasi *k, struct err *e)
{
    struct subject s = { .unit_id = k->unit_id };

    return k->peserta ? ST_OK : right_check(db, &p->who, AKSI_KALIBRASI_KELOLA, &s, e);
}

static enum status counts_there(struct db *db, const struct kalibrasi *k, const struct evaluasi *v,
                                struct arena *a, struct err *e)
{
    struct sebaran_orang *o = NULL;
    struct sebaran s;
    size_t n = 0;
    enum status st = v->periode.id == k->periode.id
                         ? sebaran_muat(db, k->unit_id, k->periode.id, a, &s, &o, &n, e)
                         : ST_OK;

    for (size_t i = 0; st == ST_OK && i < n; i++)
        if (o[i].evaluasi_id == v->id)
            return ST_OK;
    return st == ST_OK ? err_set(e, E_KALIBRASI_LUAR, NULL) : st;
}

static enum status proposable(struct db *db, const struct usul_buat *in, const struct evaluasi *v,
                              struct err *e)
{
    int64_t open = 0;
    enum status st;

    if (v->status != EVALUASI_DINILAI)
        return v->status == EVALUASI_BELUM ? err_set(e, E_KALIBRASI_DITETAPKAN, "Evaluasi ini belum dinilai.")
                                           : err_set(e, E_KALIBRASI_DITETAPKAN, NULL);
    if (strcmp(in->rating_hasil, v->rating_hasil) == 0 &&
        strcmp(in->rating_perilaku, v->rating_perilaku) == 0)
        return err_set(e, E_KALIBRASI_SAMA, NULL);
    if ((st = kepala_tetap(db, v, in->rating_hasil, e)) != ST_OK)
        return st;
    st = db_int(db, &open, e,
                "SELECT count(*) FROM kalibrasi_usul WHERE evaluasi_id = $1 AND status = 'diusulkan'", "i",
                v->id);
    return st == ST_OK && open ? err_set(e, E_KALIBRASI_USUL_ADA, NULL) : st;
}

static enum status insert(struct perintah *p, struct db *db, struct usul_buat *in, const struct evaluasi *v,
                          struct err *e)
{
    struct audit_entry entry = {
        .objek = "usul_kalibrasi", .peristiwa = "usulkan", .ke = "diusulkan", .catatan = in->alasan
    };
    char now[TIME_TEXT], isi[160];
    enum status st;

    time_format(clock_now(), now);
    st =
        db_int(db, &in->out_id, e,
               "INSERT INTO kalibrasi_usul (kalibrasi_id, evaluasi_id, status, alasan, akun_id, semula_hasil,"
               " semula_perilaku, semula_predikat, menjadi_hasil, menjadi_perilaku, dibuat)"
               " VALUES ($1, $2, 'diusulkan', $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
               "iitItttttt", in->kalibrasi_id, v->id, in->alasan, p->who.akun_id ? &p->who.akun_id : NULL,
               v->rating_hasil, v->rating_perilaku, v->predikat, in->rating_hasil, in->rating_perilaku, now);
    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"evaluasi\":%lld,\"menjadi\":[\"%s\",\"%s\"]}", (long long)v->id,
             in->rating_hasil, in->rating_perilaku);
    entry.objek_id = in->out_id;
    entry.isi = isi;
    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status usul_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct usul_buat *in = p->input;
    struct arena *a = arena_new();
    struct kalibrasi k;
    struct evaluasi v;
    enum status st = kalibrasi_load(db, &p->who, in->kalibrasi_id, a, &k, e);

    if (st != ST_OK || (st = may_propose(p, db, &k, e)) != ST_OK ||
        (st = evaluasi_load(db, &p->who, in->evaluasi_id, a, &v, e)) != ST_OK)
        goto out;
    if (p->who.pegawai_id && p->who.pegawai_id == v.pegawai_id) {
        st = err_set(e, E_NILAI_DIRI, NULL);
        goto out;
    }
    if (k.status != KALIBRASI_DIBUKA) {
        st = err_set(e, E_KALIBRASI_DITUTUP, NULL);
        goto out;
    }
    if ((st = periode_belum_ditutup(db, k.periode.id, e)) != ST_OK ||
        (st = counts_there(db, &k, &v, a, e)) != ST_OK || (st = proposable(db, in, &v, e)) != ST_OK ||
        (st = insert(p, db, in, &v, e)) != ST_OK || (st = usul_jawab(p, db, in->out_id, a, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/usul-kalibrasi/%lld", (long long)in->out_id);
out:
    arena_free(a);
    return st;
}

/* Decide
 * ----------------------------------------------------------------------------------------------------- */

struct jalan {
    struct perintah *p;
    const struct usul_kalibrasi *u;
    struct usul_terima *in;
    struct arena *a;
    struct audit_entry audit;
    struct buf isi;
};

/* The proposal as the actor may see it, with the evaluator of today. */
static enum status open_proposal(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                 struct usul_kalibrasi *u, struct err *e)
{
    struct evaluasi v;
    enum status st = usul_load(db, &p->who, id, a, u, e);

    if (st != ST_OK || (st = evaluasi_muat(db, u->evaluasi_id, a, &v, e)) != ST_OK ||
        (st = skp_penilai_segarkan(db, &p->who, v.skp_id, e)) != ST_OK ||
        (st = usul_load(db, &p->who, id, a, u, e)) != ST_OK)
        return st;
    return perintah_versi(p, u->versi, e);
}

/* The evaluator's own rating, by the command with which he rates otherwise: same right, checks, results,
 * audit. */
static enum status rate_anew(struct db *db, struct jalan *j, struct err *e)
{
    struct perintah q;
    struct evaluasi v;
    enum status st = evaluasi_muat(db, j->u->evaluasi_id, j->a, &v, e);

    if (st != ST_OK)
        return st;
    if (!v.rating_hasil || strcmp(v.rating_hasil, j->u->semula[0]) != 0 ||
        strcmp(v.rating_perilaku, j->u->semula[1]) != 0)
        return err_set(e, E_KALIBRASI_BERUBAH, NULL);
    j->in->nilai.id = v.id;
    j->in->nilai.catatan = v.catatan ? v.catatan : "";
    perintah_init(&q, &j->p->who, evaluasi_nilai, &j->in->nilai);
    q.if_match = v.versi;
    st = evaluasi_nilai(&q, db, e);
    perintah_clear(&q);
    return st;
}

enum status usul_diterima(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct jalan *j = o->data;
    char now[TIME_TEXT];
    struct jw w;
    enum status st;

    if (!j->in)
        return err_set(e, E_ALUR_PERISTIWA, "Menerima usul memerlukan predikat dari skema.");
    if ((st = rate_anew(db, j, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_exec(
        db, NULL, e,
        "UPDATE kalibrasi_usul SET menjadi_predikat = $2, tanggapan = $3, diputus = $4, penilai_id = $5"
        " WHERE id = $1",
        "itttI", o->id, j->in->nilai.predikat, o->catatan ? o->catatan : "", now,
        who->pegawai_id ? &who->pegawai_id : NULL);
    jw_start(&w, &j->isi);
    jw_open(&w, '{');
    jw_kint(&w, "evaluasi", j->u->evaluasi_id);
    jw_ktext(&w, "menjadi", j->in->nilai.predikat);
    jw_ktext(&w, "semula", j->u->semula[2]);
    jw_close(&w);
    j->audit.isi = j->isi.p;
    return st;
}

static enum status step(struct jalan *j, struct db *db, const char *event, const char *catatan, struct err *e)
{
    const struct usul_kalibrasi *u = j->u;
    struct flow_object o = {
        .id = u->id, .state = (int)u->status, .subject = u->subject, .catatan = catatan, .data = j
    };
    enum status st = flow_apply(db, &usul_kalibrasi_machine, &o, event, &j->p->who, &j->audit, e);

    buf_free(&j->isi);
    return st == ST_OK ? usul_jawab(j->p, db, u->id, j->a, e) : st;
}

enum status usul_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct usul_langkah *in = p->input;
    struct arena *a = arena_new();
    struct usul_kalibrasi u;
    struct jalan j = { .p = p, .u = &u, .a = a };
    enum status st = open_proposal(p, db, in->id, a, &u, e);

    if (st == ST_OK && strcmp(in->peristiwa, "terima") == 0)
        st = err_set(e, E_ALUR_PERISTIWA, "Usul diterima lewat /terima, yang menghitung predikatnya.");
    if (st == ST_OK)
        st = step(&j, db, in->peristiwa, in->catatan, e);
    arena_free(a);
    return st;
}

enum status usul_terima(struct perintah *p, struct db *db, struct err *e)
{
    struct usul_terima *in = p->input;
    struct arena *a = arena_new();
    struct usul_kalibrasi u;
    struct jalan j = { .p = p, .u = &u, .in = in, .a = a };
    enum status st = open_proposal(p, db, in->id, a, &u, e);

    if (st == ST_OK && (strcmp(in->nilai.rating_hasil, u.menjadi[0]) != 0 ||
                        strcmp(in->nilai.rating_perilaku, u.menjadi[1]) != 0))
        st = err_set(e, E_MASUKAN_BERUBAH, NULL);
    if (st == ST_OK) {
        in->nilai.alasan = arena_printf(a, "Kalibrasi: %s", u.alasan);
        st = step(&j, db, "terima", in->tanggapan, e);
    }
    arena_free(a);
    return st;
}
