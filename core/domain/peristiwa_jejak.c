/* What an event changed, row by row, so that it can be taken back as it was. */
#include <stdio.h>
#include <string.h>

#include "domain/evaluasi.h"
#include "domain/peristiwa_bagian.h"
#include "domain/skp_jalan.h"

enum status peristiwa_tulis(struct kerja_peristiwa *k, const char *tabel, int64_t baris, const char *kolom,
                            const char *lama, const char *baru, struct err *e)
{
    if (!k->p.id) /* what follows from an import is not an event that could be taken back */
        return ST_OK;
    return db_exec(
        k->db, NULL, e,
        "INSERT INTO peristiwa_ubah (peristiwa_id, no, tabel, baris, kolom, lama, baru) SELECT $1,"
        " coalesce(max(no), 0) + 1, $2, $3, $4, $5, $6 FROM peristiwa_ubah WHERE peristiwa_id = $1",
        "itittt", k->p.id, tabel, baris, kolom, lama, baru);
}

static enum status set_column(struct db *db, const char *tabel, int64_t baris, const char *kolom,
                              const char *value, struct err *e)
{
    struct buf sql = BUF_NONE;
    enum status st;

    buf_printf(&sql, "UPDATE %s SET %s = $1 WHERE id = $2", tabel, kolom);
    st = db_exec(db, NULL, e, sql.p, "ti", value, baris);
    buf_free(&sql);
    return st;
}

static enum status read_column(struct kerja_peristiwa *k, const char *tabel, int64_t baris, const char *kolom,
                               char **out, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    *out = NULL;
    buf_printf(&sql, "SELECT %s FROM %s WHERE id = $1", kolom, tabel);
    st = db_rows(k->db, &r, e, sql.p, "i", baris);
    if (st == ST_OK && rows_next(&r))
        *out = row_dup(&r, 0, k->a);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

enum status peristiwa_setel(struct kerja_peristiwa *k, const char *tabel, int64_t baris, const char *kolom,
                            const char *baru, struct err *e)
{
    char *was;
    enum status st = read_column(k, tabel, baris, kolom, &was, e);

    if (st == ST_OK)
        st = set_column(k->db, tabel, baris, kolom, baru, e);
    return st == ST_OK ? peristiwa_tulis(k, tabel, baris, kolom, was, baru, e) : st;
}

/* Back ----------------------------------------------------------------------------------------------------
 */

struct ubah {
    const char *tabel, *kolom, *lama, *baru;
    int64_t baris;
};

static enum status count(struct db *db, const char *sql, int64_t id, int64_t *n, struct err *e)
{
    return db_int(db, n, e, sql, "i", id);
}

/* A row that the event made. */
static enum status take_out(struct kerja_peristiwa *k, const struct ubah *u, bool lagi, struct err *e)
{
    struct buf sql = BUF_NONE;
    int64_t n = 0;
    enum status st = ST_OK;

    if (strcmp(u->tabel, "penugasan") == 0) {
        st = count(k->db, "SELECT count(*) FROM skp WHERE penugasan_id = $1", u->baris, &n, e);
        /* Kept beyond all days until the correction gives it its own. */
        if (st == ST_OK && n && lagi && !k->pakai) {
            k->pakai = u->baris;
            return db_exec(k->db, NULL, e,
                           "UPDATE penugasan SET mulai = '9999-12-31', selesai = NULL WHERE id = $1", "i",
                           u->baris);
        }
        if (st == ST_OK && n)
            st = err_set(e, E_PERISTIWA_DIPAKAI, "SKP sudah disusun atas penugasan itu.");
    }
    if (st != ST_OK)
        return st;
    buf_printf(&sql, "DELETE FROM %s WHERE id = $1", u->tabel);
    st = db_exec(k->db, NULL, e, sql.p, "i", u->baris);
    buf_free(&sql);
    return st;
}

/* Plans and evaluations go back through their machines. */
static enum status plan_back(struct kerja_peristiwa *k, const struct ubah *u, struct err *e)
{
    struct skp s = { .id = 0 };
    struct skp_jalan j = { .skp = &s, .a = k->a };
    struct flow_object o = { .id = u->baris, .catatan = "Peristiwa kepegawaian dibatalkan", .data = &j };
    struct who sys;
    enum status st;

    who_system(&sys);
    memcpy(sys.hari, k->who->hari, sizeof(sys.hari));
    flow_state(&skp_machine, u->baru, &o.state);
    st = flow_apply(k->db, &skp_machine, &o, "pulihkan", &sys, NULL, e);
    if (st == ST_CONFLICT)
        st = err_set(e, E_PERISTIWA_DIPAKAI, NULL);
    return st;
}

static enum status evaluation_back(struct kerja_peristiwa *k, const struct ubah *u, struct err *e)
{
    struct flow_object o = { .id = u->baris,
                             .state = EVALUASI_TIDAK_DINILAI,
                             .catatan = "Peristiwa kepegawaian dibatalkan" };
    struct who sys;
    enum status st;

    who_system(&sys);
    memcpy(sys.hari, k->who->hari, sizeof(sys.hari));
    st = flow_apply(k->db, &evaluasi_machine, &o, "pulihkan", &sys, NULL, e);
    /* The office has restored it by hand meanwhile: as it should be. */
    if (st == ST_CONFLICT && e->code == E_KONFLIK) {
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

static enum status one_back(struct kerja_peristiwa *k, const struct ubah *u, bool lagi, struct err *e)
{
    char *now;
    enum status st;

    if (!u->kolom[0])
        return take_out(k, u, lagi, e);
    if (strcmp(u->tabel, "skp_versi") == 0)
        return plan_back(k, u, e);
    if (strcmp(u->tabel, "evaluasi") == 0)
        return evaluation_back(k, u, e);
    st = read_column(k, u->tabel, u->baris, u->kolom, &now, e);
    if (st != ST_OK)
        return st;
    /* Somebody changed it again: taking back would lose that. */
    if ((now == NULL) != (u->baru == NULL) || (now && strcmp(now, u->baru) != 0))
        return err_set(e, E_PERISTIWA_DIPAKAI, "%s sesudah itu sudah diubah lagi oleh peristiwa lain.",
                       u->tabel);
    return set_column(k->db, u->tabel, u->baris, u->kolom, u->lama, e);
}

enum status peristiwa_urai(struct kerja_peristiwa *k, bool lagi, struct err *e)
{
    struct buf all = BUF_NONE;
    struct rows r;
    enum status st = db_rows(k->db, &r, e,
                             "SELECT tabel, kolom, lama, baru, baris FROM peristiwa_ubah"
                             " WHERE peristiwa_id = $1 ORDER BY no DESC",
                             "i", k->p.id);

    while (st == ST_OK && rows_next(&r)) {
        struct ubah u = { row_dup(&r, 0, k->a), row_dup(&r, 1, k->a), row_dup(&r, 2, k->a),
                          row_dup(&r, 3, k->a), row_int(&r, 4) };

        buf_add(&all, &u, sizeof(u));
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < all.len / sizeof(struct ubah); i++)
        st = one_back(k, (const struct ubah *)(const void *)all.p + i, lagi, e);
    buf_free(&all);
    return st == ST_OK
               ? db_exec(k->db, NULL, e, "DELETE FROM peristiwa_ubah WHERE peristiwa_id = $1", "i", k->p.id)
               : st;
}
