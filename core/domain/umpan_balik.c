/* Reading feedback: one, of a plan, of an evaluation, one's own; and what one needs to give it. */
#include "domain/umpan_balik.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/view.h"

#define KOLOM                                                                                                \
    "SELECT u.id, u.versi, u.skp_id, u.rhk_id, u.nilai, u.oleh_id, u.progres_id, u.bukti_id,"                \
    " u.permintaan_id, u.status, u.peran, s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id,"       \
    " g.nip, g.nama, k.teks, u.sifat, u.teks, u.tanggal, u.diberikan, u.dibuat, o.nip, o.nama,"              \
    " u.batas_koreksi, u.balasan, u.dibalas FROM umpan_balik u JOIN skp s ON s.id = u.skp_id"                \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN pegawai o ON o.id = u.oleh_id"                              \
    " LEFT JOIN rhk k ON k.id = u.rhk_id"

static void from_row(const struct rows *r, struct arena *a, struct umpan_balik *out)
{
    int status = 0;

    flow_state(&umpan_balik_machine, row_text(r, 9), &status);
    *out = (struct umpan_balik){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .skp_id = row_int(r, 2),
        .rhk_id = row_int(r, 3),
        .nilai = (int)row_int(r, 4),
        .oleh_id = row_int(r, 5),
        .progres_id = row_int(r, 6),
        .bukti_id = row_int(r, 7),
        .permintaan_id = row_int(r, 8),
        .status = (enum umpan_status)status,
        .subject = { row_int(r, 11), row_int(r, 12), row_int(r, 13), row_int(r, 14) },
        .nip = row_dup(r, 15, a),
        .nama = row_dup(r, 16, a),
        .rhk = row_dup(r, 17, a),
        .sifat = row_dup(r, 18, a),
        .teks = row_dup(r, 19, a),
        .tanggal = row_dup(r, 20, a),
        .diberikan = row_dup(r, 21, a),
        .dibuat = row_dup(r, 22, a),
        .oleh_nip = row_dup(r, 23, a),
        .oleh_nama = row_dup(r, 24, a),
        .batas_koreksi = row_dup(r, 25, a),
        .balasan = row_dup(r, 26, a),
        .dibalas = row_dup(r, 27, a),
    };
    (void)umpan_peran_parse(row_text(r, 10), &out->peran);
}

/* As which reader the rule knows him; NULL: as none. */
static enum status pembaca(struct db *db, const struct who *who, const struct subject *s, const char **out,
                           struct err *e)
{
    struct err no = ERR_NONE;
    enum status st;

    *out = NULL;
    st = right_check(db, who, AKSI_UMPAN_LIHAT, s, &no);
    if (st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    if (st != ST_OK) {
        *e = no;
        return st;
    }
    if (who->pegawai_id && who->pegawai_id == s->pegawai_id)
        *out = "pemilik";
    else if (who->pegawai_id && who->pegawai_id == s->penilai_id)
        *out = "penilai";
    else if (who->pegawai_id && who->pegawai_id == s->atasan_penilai_id)
        *out = "atasan_penilai";
    else
        *out = "pengelola";
    return ST_OK;
}

/* Fills u->cara for the asker. What was withdrawn are its author's words only. */
static enum status show(struct db *db, const struct who *who, struct umpan_balik *u, const char *as,
                        struct err *e)
{
    u->cara = UMPAN_SEMBUNYI;
    if (who->pegawai_id && who->pegawai_id == u->oleh_id) {
        u->cara = UMPAN_SEBUT_NAMA;
        return ST_OK;
    }
    if (!as)
        return ST_OK;
    if (u->status == UMPAN_DITARIK)
        u->teks = "";
    return umpan_sebut(db, u->peran, as, u->diberikan, &u->cara, e);
}

enum status umpan_balik_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                             struct umpan_balik *out, struct err *e)
{
    const char *as;
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE u.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!found)
        return err_set(e, E_UMPAN_TIDAK_ADA, NULL);
    if ((st = pembaca(db, who, &out->subject, &as, e)) != ST_OK || (st = show(db, who, out, as, e)) != ST_OK)
        return st;
    return out->cara == UMPAN_SEMBUNYI ? err_set(e, E_UMPAN_TIDAK_ADA, NULL) : ST_OK;
}

/* JSON ----------------------------------------------------------------------------------------------------
 */

/* "Pimpinan (Siti)", "Rekan kerja". */
static void sebutan(const struct umpan_balik *u, struct buf *out)
{
    buf_str(out, umpan_peran_sebut(u->peran));
    if (u->cara == UMPAN_SEBUT_NAMA)
        buf_printf(out, " (%s)", u->oleh_nama);
}

static void author(const struct umpan_balik *u, struct jw *w)
{
    struct buf b = BUF_NONE;

    sebutan(u, &b);
    jw_ktext(w, "sebut", b.p);
    buf_free(&b);
    jw_ktext(w, "peran", umpan_peran_kode(u->peran));
    if (u->cara == UMPAN_SEBUT_NAMA) {
        view_orang(w, "oleh", u->oleh_id, u->oleh_nip, u->oleh_nama);
    } else {
        jw_key(w, "oleh");
        jw_null(w);
    }
}

/* The moment, and which request it answers, would name who is not named. */
static void members(const struct umpan_balik *u, struct jw *w)
{
    bool named = u->cara == UMPAN_SEBUT_NAMA;

    jw_kint(w, "id", u->id);
    jw_kint(w, "versi", u->versi);
    jw_kint(w, "skp_id", u->skp_id);
    view_orang(w, "pegawai", u->subject.pegawai_id, u->nip, u->nama);
    jw_kid(w, "rhk_id", u->rhk_id);
    jw_ktext(w, "rhk", u->rhk);
    jw_kid(w, "nilai", u->nilai);
    jw_ktext(w, "nilai_nama", u->nilai ? perilaku_nama[u->nilai - 1] : NULL);
    jw_ktext(w, "sifat", u->sifat);
    jw_ktext(w, "teks", u->teks);
    jw_ktext(w, "tanggal", u->tanggal);
    jw_ktext(w, "dibuat", named ? u->dibuat : NULL);
    author(u, w);
    jw_kid(w, "progres_id", u->progres_id);
    jw_kid(w, "bukti_id", u->bukti_id);
    jw_kid(w, "permintaan_id", named ? u->permintaan_id : 0);
    jw_ktext(w, "batas_koreksi", named ? u->batas_koreksi : NULL);
    jw_ktext(w, "balasan", u->balasan);
    jw_ktext(w, "dibalas", u->dibalas);
    jw_ktext(w, "status", umpan_balik_machine.states[u->status]);
}

enum status umpan_balik_json(struct db *db, const struct who *who, const struct umpan_balik *u, struct jw *w,
                             struct err *e)
{
    struct flow_object o = {
        .id = u->id, .state = (int)u->status, .subject = u->subject, .pihak_id = u->oleh_id
    };
    enum status st;

    jw_open(w, '{');
    members(u, w);
    jw_key(w, "aksi");
    st = flow_aksi(db, &umpan_balik_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

/* Lists ---------------------------------------------------------------------------------------------------
 */

enum status umpan_balik_list(struct db *db, const struct who *who, struct umpan_saring *f, struct jw *w,
                             struct err *e)
{
    struct arena *a = arena_new();
    struct umpan_rencana plan;
    const char *as = NULL;
    struct umpan_balik u;
    struct rows r;
    int shown = 0;
    enum status st = ST_OK;

    f->out_lagi = false;
    f->out_akhir = 0;
    if (f->skp_id && (st = umpan_rencana(db, f->skp_id, &plan, e)) == ST_OK &&
        (st = pembaca(db, who, &plan.subject, &as, e)) == ST_OK && !as)
        st = err_set(e, E_SKP_TIDAK_ADA, NULL);
    if (st != ST_OK)
        goto out;
    st = f->skp_id ? db_rows(db, &r, e, KOLOM " WHERE u.skp_id = $1 AND u.id > $2 ORDER BY u.id", "ii",
                             f->skp_id, f->sesudah)
                   : db_rows(db, &r, e, KOLOM " WHERE u.oleh_id = $1 AND u.id > $2 ORDER BY u.id", "ii",
                             who->pegawai_id, f->sesudah);
    while (st == ST_OK && rows_next(&r)) {
        from_row(&r, a, &u);
        if ((st = show(db, who, &u, as, e)) != ST_OK || u.cara == UMPAN_SEMBUNYI || !u.teks[0])
            continue;
        if (shown++ == f->batas) {
            f->out_lagi = true;
            break;
        }
        f->out_akhir = u.id;
        st = umpan_balik_json(db, who, &u, w, e);
    }
    st = rows_end(&r, st, e);
out:
    arena_free(a);
    return st;
}

/* The RHK of a later version that takes the place of the one that was spoken about: itself, the same words,
 * or the one that inherited an indicator. */
#define RHK_KINI                                                                                             \
    "coalesce((SELECT x.id FROM rhk x WHERE x.skp_versi_id = $2 AND x.id = u.rhk_id),"                       \
    " (SELECT min(x.id) FROM rhk x WHERE x.skp_versi_id = $2 AND x.teks = (SELECT y.teks FROM rhk y"         \
    " WHERE y.id = u.rhk_id)), (SELECT min(i.rhk_id) FROM indikator i JOIN rhk x ON x.id = i.rhk_id"         \
    " WHERE x.skp_versi_id = $2 AND i.asal_id IN (SELECT j.id FROM indikator j WHERE j.rhk_id = u.rhk_id)))"

static void shown_json(const struct umpan_balik *u, int64_t rhk_kini, struct jw *w)
{
    struct buf b = BUF_NONE;

    jw_open(w, '{');
    jw_kint(w, "id", u->id);
    jw_kid(w, "rhk_id", rhk_kini);
    jw_ktext(w, "rhk", u->rhk);
    jw_kid(w, "nilai", u->nilai);
    jw_ktext(w, "nilai_nama", u->nilai ? perilaku_nama[u->nilai - 1] : NULL);
    jw_ktext(w, "sifat", u->sifat);
    jw_ktext(w, "tanggal", u->tanggal);
    author(u, w);
    sebutan(u, &b);
    buf_printf(&b, ": %s", u->teks);
    jw_ktext(w, "teks", b.p);
    buf_free(&b);
    jw_ktext(w, "balasan", u->balasan);
    jw_close(w);
}

enum status umpan_balik_evaluasi(struct db *db, const struct who *who, const struct evaluasi *v, struct jw *w,
                                 struct err *e)
{
    struct arena *a;
    struct umpan_balik u;
    const char *as;
    struct rows r;
    enum status st = pembaca(db, who, &v->subject, &as, e);

    jw_key(w, "umpan_balik");
    if (st != ST_OK || !as) {
        jw_null(w);
        return st;
    }
    a = arena_new();
    jw_open(w, '[');
    st = db_rows(db, &r, e,
                 "SELECT t.*, (SELECT " RHK_KINI " FROM umpan_balik u WHERE u.id = t.id) FROM (" KOLOM
                 " WHERE u.skp_id = $1 AND u.status = 'tercatat' AND u.tanggal BETWEEN $3 AND $4) t"
                 " ORDER BY 21, 1",
                 "iitt", v->skp_id, v->skp_versi_id, v->periode.mulai, v->periode.selesai);
    while (st == ST_OK && rows_next(&r)) {
        from_row(&r, a, &u);
        st = show(db, who, &u, as, e);
        if (st == ST_OK && u.cara != UMPAN_SEMBUNYI)
            shown_json(&u, row_int(&r, 28), w);
    }
    st = rows_end(&r, st, e);
    jw_close(w);
    arena_free(a);
    return st;
}

/* To give it ----------------------------------------------------------------------------------------------
 */

/* What the owner will see of the author: he is told before. */
static enum status told(struct db *db, const struct who *who, enum umpan_peran as, struct jw *w,
                        struct err *e)
{
    static const char *const word[] = { "tidak", "peran", "nama" };
    enum umpan_cara cara = UMPAN_SEMBUNYI;
    enum status st = umpan_sebut(db, as, "pemilik", who->hari, &cara, e);

    jw_ktext(w, "peran", umpan_peran_kode(as));
    jw_ktext(w, "tampil", word[cara]);
    return st;
}

static enum status results(struct db *db, int64_t skp_id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT k.id, k.no, k.teks FROM rhk k JOIN skp_versi v ON v.id = k.skp_versi_id"
                             " JOIN skp s ON s.id = v.skp_id AND s.versi_berlaku = v.n WHERE s.id = $1"
                             " ORDER BY k.no",
                             "i", skp_id);

    jw_key(w, "rhk");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_kint(w, "no", row_int(&r, 1));
        jw_ktext(w, "teks", row_text(&r, 2));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status umpan_bahan_json(struct db *db, const struct who *who, int64_t skp_id, struct jw *w,
                             struct err *e)
{
    struct umpan_rencana plan;
    enum umpan_peran as = UMPAN_BUKAN;
    int64_t request;
    enum status st = umpan_rencana(db, skp_id, &plan, e);

    if (st == ST_NOT_FOUND)
        return err_set(e, E_UMPAN_BUKAN_PIHAK, NULL);
    if (st != ST_OK ||
        (st = umpan_hubungan(db, who->pegawai_id, &plan, who->hari, &as, &request, e)) != ST_OK)
        return st;
    if (as == UMPAN_BUKAN)
        return err_set(e, E_UMPAN_BUKAN_PIHAK, NULL);
    jw_open(w, '{');
    jw_kint(w, "skp_id", skp_id);
    st = view_pegawai(db, w, "pegawai", plan.subject.pegawai_id, e);
    if (st == ST_OK)
        st = told(db, who, as, w, e);
    jw_kid(w, "permintaan_id", request);
    if (st == ST_OK)
        st = results(db, skp_id, w, e);
    jw_key(w, "perilaku");
    jw_open(w, '[');
    for (int i = 0; i < PERILAKU_NILAI; i++) {
        jw_open(w, '{');
        jw_kint(w, "nilai", i + 1);
        jw_ktext(w, "nama", perilaku_nama[i]);
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
    return st;
}

/* Near enough to be asked one by one. */
#define DEKAT                                                                                                \
    "SELECT s.id FROM skp s WHERE s.mulai <= $2 AND s.selesai >= $2 AND s.versi_berlaku IS NOT NULL"         \
    " AND s.pegawai_id <> $1 AND s.id > $3 AND (s.penilai_id = $1"                                           \
    " OR s.penilai_id IN (SELECT x.penilai_id FROM skp x WHERE x.pegawai_id = $1 AND x.mulai <= $2"          \
    " AND x.selesai >= $2) OR s.pegawai_id IN (SELECT x.penilai_id FROM skp x WHERE x.pegawai_id = $1"       \
    " AND x.mulai <= $2 AND x.selesai >= $2) OR s.unit_id IN (SELECT j.unit_id FROM penugasan t"             \
    " JOIN jabatan j ON j.id = t.jabatan_id WHERE t.pegawai_id = $1 AND t.mulai <= $2"                       \
    " AND (t.selesai IS NULL OR t.selesai >= $2)) OR s.id IN (SELECT q.skp_id FROM minta_umpan_balik q"      \
    " WHERE q.kepada_id = $1 AND q.status = 'diminta')) ORDER BY s.id"

enum status umpan_penerima_list(struct db *db, const struct who *who, struct umpan_saring *f, struct jw *w,
                                struct err *e)
{
    struct umpan_rencana plan;
    struct rows r;
    int shown = 0;
    enum status st = db_rows(db, &r, e, DEKAT, "iti", who->pegawai_id, who->hari, f->sesudah);

    f->out_lagi = false;
    f->out_akhir = 0;
    while (st == ST_OK && rows_next(&r)) {
        enum umpan_peran as = UMPAN_BUKAN;
        int64_t request;

        if ((st = umpan_rencana(db, row_int(&r, 0), &plan, e)) != ST_OK ||
            (st = umpan_hubungan(db, who->pegawai_id, &plan, who->hari, &as, &request, e)) != ST_OK ||
            as == UMPAN_BUKAN)
            continue;
        if (shown++ == f->batas) {
            f->out_lagi = true;
            break;
        }
        f->out_akhir = plan.id;
        jw_open(w, '{');
        jw_kint(w, "skp_id", plan.id);
        st = view_pegawai(db, w, "pegawai", plan.subject.pegawai_id, e);
        if (st == ST_OK)
            st = told(db, who, as, w, e);
        jw_kid(w, "permintaan_id", request);
        jw_close(w);
    }
    return rows_end(&r, st, e);
}
