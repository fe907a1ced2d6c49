#include "domain/umpan_minta.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/perintah_baca.h"
#include "domain/view.h"

static const char *const states[] = { "diminta", "dipenuhi", "ditolak", "dibatalkan" };

static enum status ditolak(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE minta_umpan_balik SET alasan = $1 WHERE id = $2", "ti", o->catatan,
                   o->id);
}

/* Only together with the feedback itself. */
static enum status ada_jawaban(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM umpan_balik WHERE permintaan_id = $1", "i", o->id);

    (void)who;
    return st == ST_OK && !n ? err_set(e, E_ALUR_PERISTIWA, "Permintaan dipenuhi dengan memberi umpan balik.")
                             : st;
}

static const struct transition rows[] = {
    { MINTA_DIMINTA, "penuhi", MINTA_DIPENUHI, WHO_PIHAK, false, ada_jawaban, NULL, DL_NONE },
    { MINTA_DIMINTA, "tolak", MINTA_DITOLAK, WHO_PIHAK, true, NULL, ditolak, DL_NONE },
    { MINTA_DIMINTA, "batalkan", MINTA_DIBATALKAN, WHO_PEMILIK | WHO_PENILAI, false, NULL, NULL, DL_NONE },
};
const struct machine umpan_minta_machine = {
    "minta_umpan_balik", "permintaan umpan balik", states,   COUNT(states), rows,
    COUNT(rows),         "minta_umpan_balik",      "status",
};

/* Reading -------------------------------------------------------------------------------------------------
 */

#define KOLOM                                                                                                \
    "SELECT m.id, m.versi, m.skp_id, m.oleh_id, m.kepada_id, m.rhk_id, m.nilai, m.status, s.pegawai_id,"     \
    " s.penilai_id, s.atasan_penilai_id, s.unit_id, g.nip, g.nama, o.nip, o.nama, t.nip, t.nama, k.teks,"    \
    " m.sebagai, m.pesan, m.dibuat, m.alasan FROM minta_umpan_balik m JOIN skp s ON s.id = m.skp_id"         \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN pegawai t ON t.id = m.kepada_id"                            \
    " LEFT JOIN pegawai o ON o.id = m.oleh_id LEFT JOIN rhk k ON k.id = m.rhk_id"

static void from_row(const struct rows *r, struct arena *a, struct umpan_permintaan *out)
{
    int status = 0;

    flow_state(&umpan_minta_machine, row_text(r, 7), &status);
    *out = (struct umpan_permintaan){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .skp_id = row_int(r, 2),
        .oleh_id = row_int(r, 3),
        .kepada_id = row_int(r, 4),
        .rhk_id = row_int(r, 5),
        .nilai = (int)row_int(r, 6),
        .status = (enum umpan_minta_status)status,
        .subject = { row_int(r, 8), row_int(r, 9), row_int(r, 10), row_int(r, 11) },
        .nip = row_dup(r, 12, a),
        .nama = row_dup(r, 13, a),
        .oleh_nip = row_dup(r, 14, a),
        .oleh_nama = row_dup(r, 15, a),
        .kepada_nip = row_dup(r, 16, a),
        .kepada_nama = row_dup(r, 17, a),
        .rhk = row_dup(r, 18, a),
        .sebagai = row_dup(r, 19, a),
        .pesan = row_dup(r, 20, a),
        .dibuat = row_dup(r, 21, a),
        .alasan = row_dup(r, 22, a),
    };
}

static bool may_read(const struct who *who, const struct umpan_permintaan *m)
{
    int64_t me = who->pegawai_id;

    if (!me)
        return false;
    if (me == m->kepada_id || me == m->oleh_id || me == m->subject.penilai_id)
        return true;
    /* Whom the evaluator asked about him is not his to know: the answer would name its author. */
    return me == m->subject.pegawai_id && !m->oleh_id;
}

enum status umpan_minta_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                             struct umpan_permintaan *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE m.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    st = rows_end(&r, st, e);
    return st == ST_OK && (!found || !may_read(who, out)) ? err_set(e, E_PERMINTAAN_TIDAK_ADA, NULL) : st;
}

enum status umpan_minta_json(struct db *db, const struct who *who, const struct umpan_permintaan *m,
                             struct jw *w, struct err *e)
{
    struct flow_object o = {
        .id = m->id, .state = (int)m->status, .subject = m->subject, .pihak_id = m->kepada_id
    };
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", m->id);
    jw_kint(w, "versi", m->versi);
    jw_kint(w, "skp_id", m->skp_id);
    view_orang(w, "pegawai", m->subject.pegawai_id, m->nip, m->nama);
    if (m->oleh_id) {
        view_orang(w, "oleh", m->oleh_id, m->oleh_nip, m->oleh_nama);
    } else {
        jw_key(w, "oleh");
        jw_null(w);
    }
    view_orang(w, "kepada", m->kepada_id, m->kepada_nip, m->kepada_nama);
    jw_ktext(w, "sebagai", m->sebagai);
    jw_kid(w, "rhk_id", m->rhk_id);
    jw_ktext(w, "rhk", m->rhk);
    jw_kid(w, "nilai", m->nilai);
    jw_ktext(w, "pesan", m->pesan);
    jw_ktext(w, "dibuat", m->dibuat);
    jw_ktext(w, "status", states[m->status]);
    jw_ktext(w, "alasan", m->alasan);
    jw_key(w, "aksi");
    st = flow_aksi(db, &umpan_minta_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

enum status umpan_minta_list(struct db *db, const struct who *who, bool masuk, struct umpan_saring *f,
                             struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct umpan_permintaan m;
    struct rows r;
    int shown = 0;
    enum status st =
        masuk ? db_rows(db, &r, e, KOLOM " WHERE m.kepada_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3",
                        "iii", who->pegawai_id, f->sesudah, (int64_t)f->batas + 1)
              : db_rows(db, &r, e, KOLOM " WHERE m.oleh_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3", "iii",
                        who->pegawai_id, f->sesudah, (int64_t)f->batas + 1);

    f->out_lagi = false;
    f->out_akhir = 0;
    while (st == ST_OK && rows_next(&r)) {
        if (shown++ == f->batas) {
            f->out_lagi = true;
            break;
        }
        from_row(&r, a, &m);
        f->out_akhir = m.id;
        st = umpan_minta_json(db, who, &m, w, e);
    }
    st = rows_end(&r, st, e);
    arena_free(a);
    return st;
}

/* Asking --------------------------------------------------------------------------------------------------
 */

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct umpan_permintaan m;
    struct jw w;
    enum status st = umpan_minta_load(db, &p->who, id, a, &m, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = m.versi;
    jw_start(&w, &p->reply.body);
    return umpan_minta_json(db, &p->who, &m, &w, e);
}

enum status umpan_minta_baca(const json_t *body, struct arena *a, struct umpan_minta *out, struct err *e)
{
#define F(field) offsetof(struct umpan_minta, field)
    static const char *const sebagai[] = { "rekan", "ketua_tim", NULL };
    static const struct baca_medan medan[] = {
        { "kepada", BACA_TEKS, F(nip), true, 18, NULL },
        { "sebagai", BACA_KODE, F(sebagai), false, 0, sebagai },
        { "rhk_id", BACA_BULAT, F(rhk_id), false, 0, NULL },
        { "nilai", BACA_BULAT, F(nilai), false, 0, NULL },
        { "pesan", BACA_TEKS, F(pesan), false, 1000, NULL },
    };
#undef F

    *out = (struct umpan_minta){ .sebagai = "rekan", .pesan = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->rhk_id && out->nilai)
        err_fault(e, "/nilai", "Isi rhk_id atau nilai, salah satu, atau tidak keduanya.");
    if (out->nilai > PERILAKU_NILAI)
        err_fault(e, "/nilai", "Nilai perilaku bernomor 1 sampai %d.", PERILAKU_NILAI);
    return baca_akhir(e);
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status insert(struct db *db, const struct who *who, const struct umpan_rencana *plan,
                          int64_t kepada, const struct umpan_minta *in, int64_t *id, struct err *e)
{
    struct audit_entry entry = { .objek = "minta_umpan_balik", .peristiwa = "minta", .ke = "diminta" };
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_int(db, id, e,
                "INSERT INTO minta_umpan_balik (skp_id, oleh_id, kepada_id, sebagai, rhk_id, nilai,"
                " pesan, dibuat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                "iIitIItt", plan->id, OR_NULL(who->pegawai_id), kepada, in->sebagai, OR_NULL(in->rhk_id),
                OR_NULL(in->nilai), in->pesan, now);
    if (st != ST_OK)
        return st;
    entry.objek_id = *id;
    entry.peran = !who->pegawai_id                              ? "sistem"
                  : who->pegawai_id == plan->subject.pegawai_id ? "pemilik"
                                                                : "penilai";
    return audit_add(db, who, &entry, NULL, e);
}

static enum status open_to(struct db *db, int64_t skp_id, int64_t kepada, int64_t *n, struct err *e)
{
    return db_int(db, n, e,
                  "SELECT count(*) FROM minta_umpan_balik WHERE skp_id = $1 AND kepada_id = $2"
                  " AND status = 'diminta'",
                  "ii", skp_id, kepada);
}

/* Somebody of this institution today, not the owner; as ketua tim only by the evaluator. */
static enum status whom(struct db *db, const struct who *who, const struct umpan_rencana *plan,
                        const struct umpan_minta *in, int64_t *kepada, struct err *e)
{
    enum status st = db_int(db, kepada, e,
                            "SELECT id FROM pegawai WHERE nip = $1 AND aktif_mulai <= $2"
                            " AND (aktif_selesai IS NULL OR aktif_selesai >= $2)",
                            "tt", in->nip, who->hari);

    if (st != ST_OK && st != ST_NOT_FOUND)
        return st;
    if (st == ST_NOT_FOUND || *kepada == plan->subject.pegawai_id) {
        *e = ERR_NONE;
        err_fault(e, "/kepada", "Orang itu tidak dapat dimintai umpan balik untuk SKP ini.");
        return err_set(e, E_PERMINTAAN_ORANG, NULL);
    }
    if (strcmp(in->sebagai, "ketua_tim") == 0 && who->pegawai_id != plan->subject.penilai_id)
        return err_set(e, E_TIDAK_BERHAK, "Ketua tim dimintai umpan balik oleh pejabat penilai.");
    return ST_OK;
}

static enum status allowed(struct db *db, const struct who *who, const struct umpan_rencana *plan,
                           const struct umpan_minta *in, struct err *e)
{
    int64_t open = 0, max = 0, n = 1;
    enum status st = right_check(db, who, AKSI_SKP_LIHAT, &plan->subject, e);

    if (st != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
    if (who->pegawai_id != plan->subject.pegawai_id && who->pegawai_id != plan->subject.penilai_id)
        return err_set(e, E_TIDAK_BERHAK, NULL);
    if (!plan->berlaku || strcmp(who->hari, plan->selesai) > 0)
        return err_set(e, E_UMPAN_RENCANA, NULL);
    if (in->rhk_id)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM rhk k JOIN skp_versi v ON v.id = k.skp_versi_id WHERE k.id = $1"
                    " AND v.skp_id = $2",
                    "ii", in->rhk_id, plan->id);
    if (st == ST_OK && !n) {
        err_fault(e, "/rhk_id", "Bukan RHK dari SKP itu.");
        return baca_akhir(e);
    }
    if (st == ST_OK)
        st = aturan_nilai(db, "umpan_balik.permintaan_maks", who->hari, &max, e);
    if (st == ST_OK)
        st = db_int(db, &open, e,
                    "SELECT count(*) FROM minta_umpan_balik WHERE oleh_id = $1 AND status = 'diminta'", "i",
                    who->pegawai_id);
    return st == ST_OK && open >= max ? err_set(e, E_PERMINTAAN_BANYAK, NULL) : st;
}

enum status umpan_minta(struct perintah *p, struct db *db, struct err *e)
{
    struct umpan_minta *in = p->input;
    struct arena *a = arena_new();
    struct umpan_rencana plan;
    int64_t kepada = 0, open = 0;
    enum status st = umpan_rencana(db, in->skp_id, &plan, e);

    if (st != ST_OK || (st = allowed(db, &p->who, &plan, in, e)) != ST_OK ||
        (st = whom(db, &p->who, &plan, in, &kepada, e)) != ST_OK ||
        (st = open_to(db, in->skp_id, kepada, &open, e)) != ST_OK)
        goto out;
    if (open) {
        st = err_set(e, E_PERMINTAAN_ADA, NULL);
        goto out;
    }
    if ((st = insert(db, &p->who, &plan, kepada, in, &in->out_id, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/minta-umpan-balik/%lld",
             (long long)in->out_id);
    st = reply(p, db, in->out_id, a, e);
out:
    arena_free(a);
    return st;
}

enum status umpan_minta_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct umpan_langkah *in = p->input;
    struct audit_entry entry = { .catatan = "" };
    struct arena *a = arena_new();
    struct umpan_permintaan m;
    struct flow_object o;
    enum status st = umpan_minta_load(db, &p->who, in->id, a, &m, e);

    if (st != ST_OK || (st = perintah_versi(p, m.versi, e)) != ST_OK)
        goto out;
    o = (struct flow_object){ .id = m.id,
                              .state = (int)m.status,
                              .subject = m.subject,
                              .pihak_id = m.kepada_id,
                              .catatan = in->catatan };
    st = flow_apply(db, &umpan_minta_machine, &o, in->peristiwa, &p->who, &entry, e);
    if (st == ST_OK)
        st = reply(p, db, m.id, a, e);
out:
    arena_free(a);
    return st;
}

/* By others' commands -------------------------------------------------------------------------------------
 */

enum status umpan_minta_dipenuhi(struct db *db, const struct who *who, int64_t id, struct err *e)
{
    struct arena *a = arena_new();
    struct umpan_permintaan m;
    struct flow_object o;
    char now[TIME_TEXT];
    enum status st = umpan_minta_load(db, who, id, a, &m, e);

    if (st == ST_OK) {
        o = (struct flow_object){
            .id = m.id, .state = (int)m.status, .subject = m.subject, .pihak_id = m.kepada_id
        };
        st = flow_apply(db, &umpan_minta_machine, &o, "penuhi", who, NULL, e);
        /* What a personnel event asked of the same person is answered with it. */
        time_format(clock_now(), now);
        if (st == ST_OK)
            st = db_exec(db, NULL, e,
                         "UPDATE permintaan_umpan_balik SET selesai = $1, versi = versi + 1"
                         " WHERE skp_id = $2 AND dari_id = $3 AND selesai IS NULL",
                         "tii", now, m.skp_id, m.kepada_id);
    }
    arena_free(a);
    return st;
}

enum status umpan_minta_penilai_lama(struct db *db, const struct who *who, int64_t skp_id, int64_t penilai_id,
                                     struct err *e)
{
    struct umpan_minta in = { .sebagai = "pimpinan",
                              .pesan = "Anda tidak lagi menjadi pejabat penilai; sampaikan umpan balik atas "
                                       "masa yang Anda nilai." };
    struct who sys = *who;
    struct umpan_rencana plan;
    int64_t open = 0, id;
    enum status st = umpan_rencana(db, skp_id, &plan, e);

    if (st != ST_OK || !penilai_id || !plan.berlaku || strcmp(who->hari, plan.mulai) <= 0)
        return st;
    if ((st = open_to(db, skp_id, penilai_id, &open, e)) != ST_OK || open)
        return st;
    sys.pegawai_id = 0; /* nobody's wish but the rule's */
    return insert(db, &sys, &plan, penilai_id, &in, &id, e);
}
