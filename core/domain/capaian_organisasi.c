#include "domain/capaian_organisasi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/periode.h"
#include "domain/perintah_baca.h"

const char *const capaian_organisasi_kode[5] = { "istimewa", "baik", "butuh_perbaikan", "kurang",
                                                 "sangat_kurang" };

enum status capaian_organisasi_muat(struct db *db, int64_t unit_id, int64_t periode_id,
                                    struct capaian_organisasi *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT predikat, waktu, versi FROM capaian_organisasi"
                             " WHERE unit_id = $1 AND periode_id = $2",
                             "ii", unit_id, periode_id);

    *out = (struct capaian_organisasi){ .unit_id = unit_id, .periode_id = periode_id };
    if (st == ST_OK && rows_next(&r)) {
        snprintf(out->predikat, sizeof(out->predikat), "%s", row_text(&r, 0));
        snprintf(out->waktu, sizeof(out->waktu), "%s", row_text(&r, 1));
        out->versi = row_int(&r, 2);
    }
    return rows_end(&r, st, e);
}

void capaian_organisasi_json(const struct capaian_organisasi *c, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "unit_id", c->unit_id);
    jw_kint(w, "periode_id", c->periode_id);
    jw_ktext(w, "predikat", c->versi ? c->predikat : NULL);
    jw_ktext(w, "waktu", c->versi ? c->waktu : NULL);
    jw_kint(w, "versi", c->versi);
    jw_close(w);
}

enum status capaian_organisasi_baca(const json_t *body, struct arena *a,
                                    struct capaian_organisasi_tetapkan *out, struct err *e)
{
    static const char *const kode[] = {
        "istimewa", "baik", "butuh_perbaikan", "kurang", "sangat_kurang", NULL
    };
    static const struct baca_medan medan[] = {
        { "predikat", BACA_KODE, offsetof(struct capaian_organisasi_tetapkan, predikat), true, 0, kode },
    };

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    return baca_akhir(e);
}

/* The unit above on the actor's day; 0 for a root, which only the whole institution's administrator fixes. */
static enum status above(struct db *db, const struct who *who, int64_t unit_id, int64_t *induk, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT i.induk_id FROM unit u LEFT JOIN unit_induk i ON i.unit_id = u.id"
                             " AND i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2) WHERE u.id = $1",
                             "it", unit_id, who->hari);
    bool found = st == ST_OK && rows_next(&r);

    *induk = found ? row_int(&r, 0) : 0;
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_UNIT_TIDAK_ADA, NULL) : st;
}

static enum status store(struct perintah *p, struct db *db, const struct capaian_organisasi_tetapkan *in,
                         const struct capaian_organisasi *old, struct err *e)
{
    struct audit_entry entry = { .objek = "capaian_organisasi",
                                 .objek_id = in->unit_id,
                                 .peristiwa = "tetapkan",
                                 .dari = old->predikat,
                                 .ke = in->predikat };
    char now[TIME_TEXT], isi[48];
    enum status st;

    time_format(clock_now(), now);
    st = db_exec(db, NULL, e,
                 "INSERT INTO capaian_organisasi (unit_id, periode_id, predikat, akun_id, waktu)"
                 " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit_id, periode_id) DO UPDATE SET predikat = $3,"
                 " akun_id = $4, waktu = $5, versi = versi + 1",
                 "iitIt", in->unit_id, in->periode_id, in->predikat, p->who.akun_id ? &p->who.akun_id : NULL,
                 now);
    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"periode\":%lld}", (long long)in->periode_id);
    entry.isi = isi;
    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status capaian_organisasi_tetapkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct capaian_organisasi_tetapkan *in = p->input;
    struct capaian_organisasi c;
    struct subject s = { 0 };
    struct jw w;
    enum status st = above(db, &p->who, in->unit_id, &s.unit_id, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_CAPAIAN_ORGANISASI_UBAH, &s, e)) != ST_OK ||
        (st = periode_belum_ditutup(db, in->periode_id, e)) != ST_OK ||
        (st = capaian_organisasi_muat(db, in->unit_id, in->periode_id, &c, e)) != ST_OK)
        return st;
    if ((c.versi && (st = perintah_versi(p, c.versi, e)) != ST_OK) ||
        (st = store(p, db, in, &c, e)) != ST_OK ||
        (st = capaian_organisasi_muat(db, in->unit_id, in->periode_id, &c, e)) != ST_OK)
        return st;
    p->reply.etag = c.versi;
    jw_start(&w, &p->reply.body);
    capaian_organisasi_json(&c, &w);
    return ST_OK;
}
