/* Reading the achievement of units: one, as a resource, the list of a period. */
#include "domain/capaian_organisasi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/unit.h"
#include "domain/view.h"

const char *const capaian_organisasi_kode[5] = { "istimewa", "baik", "butuh_perbaikan", "kurang",
                                                 "sangat_kurang" };

static void copy(char *out, size_t size, const char *s)
{
    snprintf(out, size, "%s", s ? s : "");
}

enum status capaian_organisasi_muat(struct db *db, int64_t unit_id, int64_t periode_id,
                                    struct capaian_organisasi *out, struct err *e)
{
    struct rows r;
    int state = CAPAIAN_BELUM;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, status, predikat, waktu, capaian_pk, ekspektasi, versi"
                             " FROM capaian_organisasi WHERE unit_id = $1 AND periode_id = $2",
                             "ii", unit_id, periode_id);

    *out = (struct capaian_organisasi){ .unit_id = unit_id, .periode_id = periode_id };
    out->subject.unit_id = unit_id;
    if (st == ST_OK && rows_next(&r)) {
        out->id = row_int(&r, 0);
        flow_state(&capaian_organisasi_machine, row_text(&r, 1), &state);
        copy(out->predikat, sizeof(out->predikat), row_text(&r, 2));
        copy(out->waktu, sizeof(out->waktu), row_text(&r, 3));
        copy(out->capaian_pk, sizeof(out->capaian_pk), row_text(&r, 4));
        copy(out->ekspektasi, sizeof(out->ekspektasi), row_text(&r, 5));
        out->versi = row_int(&r, 6);
    }
    out->status = (enum capaian_status)state;
    return rows_end(&r, st, e);
}

enum status capaian_organisasi_subjek(struct db *db, const char *hari, struct capaian_organisasi *c,
                                      struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids up = { .n = 0 };
    enum status st = unit_ancestors(db, c->unit_id, hari, a, &up, e);

    c->subject = (struct subject){ .unit_id = c->unit_id };
    if (st == ST_OK)
        st = unit_kepala(db, c->unit_id, hari, &c->subject.pegawai_id, e);
    /* A vacant post above, or one that the same person holds, is passed over: the next leader fixes. */
    for (size_t i = 0; st == ST_OK && i < up.n && !c->subject.penilai_id; i++) {
        int64_t leader = 0;

        if (up.id[i] == c->unit_id)
            continue;
        st = unit_kepala(db, up.id[i], hari, &leader, e);
        if (leader != c->subject.pegawai_id)
            c->subject.penilai_id = leader;
    }
    arena_free(a);
    return st;
}

/* JSON -----------------------------------------------------------------------------------------------------
 */

/* What stands behind the figure is not for whoever may only see figures. */
static enum status sees_reasons(struct db *db, const struct who *who, int64_t unit_id, bool *yes,
                                struct err *e)
{
    struct subject s = { .unit_id = unit_id };
    struct err why = ERR_NONE;
    enum status st = right_check(db, who, AKSI_KONSOLIDASI_LIHAT, &s, &why);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    *e = why;
    return st;
}

static enum status proposal_json(struct db *db, int64_t id, bool show, struct jw *w, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e,
                             "SELECT usul_predikat, usul_pk, usul_ekspektasi, usul_alasan, usul_rekomendasi,"
                             " usul_waktu, alasan, catatan FROM capaian_organisasi WHERE id = $1",
                             "i", id);

    found = st == ST_OK && rows_next(&r) && show;
    jw_key(w, "usul");
    if (found && !row_null(&r, 5)) {
        jw_open(w, '{');
        jw_ktext(w, "predikat", row_text(&r, 0));
        jw_ktext(w, "capaian_pk", row_text(&r, 1));
        jw_ktext(w, "ekspektasi", row_text(&r, 2));
        jw_ktext(w, "alasan", row_text(&r, 3));
        jw_kraw(w, "rekomendasi", row_text(&r, 4));
        jw_ktext(w, "waktu", row_text(&r, 5));
        jw_close(w);
    } else {
        jw_null(w);
    }
    jw_ktext(w, "alasan", found ? row_text(&r, 6) : NULL);
    jw_ktext(w, "catatan", found ? row_text(&r, 7) : NULL);
    return rows_end(&r, st, e);
}

/* What was seen of the pattern each time that it was set or the predikat were fixed, oldest first. */
static enum status seen_json(struct db *db, int64_t id, bool show, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT c.peristiwa, u.kode, c.belum, c.memenuhi, c.masukan, c.nilai, c.alasan, c.waktu,"
                " r.sha256 FROM capaian_pola c JOIN unit u ON u.id = c.hitung_id"
                " LEFT JOIN release r ON r.id = c.release_id WHERE c.capaian_id = $1 ORDER BY c.id",
                "i", show ? id : 0);

    jw_key(w, "pola");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_ktext(w, "peristiwa", row_text(&r, 0));
        jw_ktext(w, "unit_hitung", row_text(&r, 1));
        jw_kint(w, "belum", row_int(&r, 2));
        jw_key(w, "memenuhi");
        if (row_null(&r, 3))
            jw_null(w);
        else
            jw_bool(w, row_int(&r, 3) != 0);
        jw_kraw(w, "masukan", row_text(&r, 4));
        jw_kraw(w, "nilai", row_text(&r, 5));
        jw_ktext(w, "alasan", row_text(&r, 6));
        jw_ktext(w, "waktu", row_text(&r, 7));
        jw_ktext(w, "release", row_text(&r, 8));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

#define OR_NULL(s) ((s)[0] ? (s) : NULL)

enum status capaian_organisasi_json(struct db *db, const struct who *who, struct capaian_organisasi *c,
                                    struct jw *w, struct err *e)
{
    struct flow_object o = { .id = c->id, .state = (int)c->status };
    bool show = false;
    enum status st = capaian_organisasi_subjek(db, who->hari, c, e);

    if (st == ST_OK)
        st = sees_reasons(db, who, c->unit_id, &show, e);
    o.subject = c->subject;
    jw_open(w, '{');
    jw_kint(w, "unit_id", c->unit_id);
    jw_kint(w, "periode_id", c->periode_id);
    jw_ktext(w, "status", capaian_organisasi_machine.states[c->status]);
    jw_ktext(w, "predikat", OR_NULL(c->predikat));
    jw_ktext(w, "capaian_pk", OR_NULL(c->capaian_pk));
    jw_ktext(w, "ekspektasi", OR_NULL(c->ekspektasi));
    jw_ktext(w, "waktu", OR_NULL(c->waktu));
    if (st == ST_OK)
        st = proposal_json(db, c->id, show, w, e);
    if (st == ST_OK)
        st = seen_json(db, c->id, show, w, e);
    jw_kint(w, "versi", c->versi);
    jw_key(w, "aksi");
    /* Before the first step there is no row for guards to look at: the steps themselves say what is wrong. */
    if (st == ST_OK && c->id) {
        st = flow_aksi(db, &capaian_organisasi_machine, &o, who, w, e);
    } else {
        jw_open(w, '[');
        jw_close(w);
    }
    jw_close(w);
    return st;
}

enum status capaian_organisasi_list(struct db *db, const struct who *who, struct capaian_saring *f,
                                    struct jw *w, struct err *e)
{
    static const struct right_columns columns = { .unit = "u.id" };
    struct buf sql = BUF_NONE;
    int64_t n = 0, last = 0;
    struct rows r;
    enum status st;

    f->out_lagi = 0;
    buf_str(&sql, "SELECT u.id, u.kode, u.nama, coalesce(c.status, 'belum'), c.predikat, coalesce(c.versi, 0)"
                  " FROM unit u LEFT JOIN capaian_organisasi c ON c.unit_id = u.id AND c.periode_id = $1"
                  " WHERE u.id > $2 AND ($3 IS NULL OR coalesce(c.status, 'belum') = $3) AND ");
    right_where(who, AKSI_UNIT_ANGKA, &columns, &sql);
    buf_str(&sql, " ORDER BY u.id LIMIT $4");
    st = db_rows(db, &r, e, sql.p, "iiti", f->periode_id, f->sesudah, f->status, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == f->batas) {
            f->out_lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        jw_open(w, '{');
        jw_key(w, "unit");
        jw_open(w, '{');
        jw_kint(w, "id", last);
        jw_ktext(w, "kode", row_text(&r, 1));
        jw_ktext(w, "nama", row_text(&r, 2));
        jw_close(w);
        jw_ktext(w, "status", row_text(&r, 3));
        jw_ktext(w, "predikat", row_text(&r, 4));
        jw_kint(w, "versi", row_int(&r, 5));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}
