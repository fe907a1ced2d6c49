#include "domain/aturan_penilaian.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/view.h"

static const char *const kebijakan_nama[] = { "penilai_terakhir", "segmen_terlama", "tertimbang_bulan",
                                              NULL };

const char *kebijakan_kode(enum kebijakan_segmen k)
{
    return kebijakan_nama[k];
}

/* $1 unit, $2 day: the unit and those above it, nearest first. */
#define GARIS                                                                                                \
    "WITH RECURSIVE garis(id, jarak) AS (SELECT CAST($1 AS BIGINT), 0 UNION ALL SELECT i.induk_id,"          \
    " g.jarak + 1 FROM garis g JOIN unit_induk i ON i.unit_id = g.id WHERE g.jarak < 32 AND i.mulai <= $2"   \
    " AND (i.selesai IS NULL OR i.selesai >= $2)) "

const char jenis_periode_sql[] =
    "WITH RECURSIVE garis(unit_id, id, jarak) AS (SELECT id, id, 0 FROM unit UNION ALL SELECT g.unit_id,"
    " i.induk_id, g.jarak + 1 FROM garis g JOIN unit_induk i ON i.unit_id = g.id WHERE g.jarak < 32"
    " AND i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2)), naik AS (SELECT g.unit_id,"
    " a.jenis_periode AS jenis, row_number() OVER (PARTITION BY g.unit_id ORDER BY g.jarak, a.mulai DESC) AS "
    "k"
    " FROM garis g JOIN aturan_penilaian a ON a.unit_id = g.id WHERE a.mulai <= $2"
    " AND a.jenis_periode IS NOT NULL) ";

enum status kebijakan_find(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                           struct kebijakan *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             GARIS "SELECT a.kebijakan, a.unit_id, a.mulai, a.dasar FROM garis g"
                                   " JOIN aturan_penilaian a ON a.unit_id = g.id WHERE a.mulai <= $2"
                                   " AND a.kebijakan IS NOT NULL ORDER BY g.jarak, a.mulai DESC LIMIT 1",
                             "it", unit_id, hari);

    *out = (struct kebijakan){ .kode = KEBIJAKAN_PENILAI_TERAKHIR };
    if (st == ST_OK && rows_next(&r)) {
        for (int i = 0; kebijakan_nama[i]; i++)
            if (strcmp(kebijakan_nama[i], row_text(&r, 0)) == 0)
                out->kode = (enum kebijakan_segmen)i;
        out->unit_id = row_int(&r, 1);
        out->mulai = row_dup(&r, 2, a);
        out->dasar = row_dup(&r, 3, a);
    }
    return rows_end(&r, st, e);
}

static enum status rows_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             GARIS "SELECT a.unit_id, a.mulai, a.jenis_periode, a.kebijakan, a.dasar"
                                   " FROM garis g JOIN aturan_penilaian a ON a.unit_id = g.id"
                                   " ORDER BY g.jarak, a.mulai DESC",
                             "it", unit_id, hari);

    jw_key(w, "aturan");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        st = view_unit(db, w, "unit", row_int(&r, 0), e);
        jw_ktext(w, "mulai", row_text(&r, 1));
        jw_ktext(w, "jenis_periode", row_text(&r, 2));
        jw_ktext(w, "kebijakan", row_text(&r, 3));
        jw_ktext(w, "dasar", row_text(&r, 4));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status aturan_penilaian_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w,
                                  struct err *e)
{
    struct arena *a = arena_new();
    struct kebijakan k;
    char *jenis = NULL;
    enum status st = kebijakan_find(db, unit_id, hari, a, &k, e);

    if (st == ST_OK) {
        st = db_text(db, &jenis, a, e,
                     GARIS "SELECT a.jenis_periode FROM garis g JOIN aturan_penilaian a ON a.unit_id = g.id"
                           " WHERE a.mulai <= $2 AND a.jenis_periode IS NOT NULL"
                           " ORDER BY g.jarak, a.mulai DESC LIMIT 1",
                     "it", unit_id, hari);
        if (st == ST_NOT_FOUND) {
            err_clear(e);
            st = ST_OK;
        }
    }
    jw_open(w, '{');
    jw_ktext(w, "jenis_periode", jenis);
    jw_ktext(w, "kebijakan", kebijakan_nama[k.kode]);
    if (st == ST_OK)
        st = rows_json(db, unit_id, hari, w, e);
    jw_close(w);
    arena_free(a);
    return st;
}

enum status aturan_penilaian_baca(const json_t *body, struct arena *a, struct aturan_penilaian_tetapkan *out,
                                  struct err *e)
{
#define F(field) offsetof(struct aturan_penilaian_tetapkan, field)
    static const char *const jenis[] = { "bulanan", "triwulanan", NULL };
    static const struct baca_medan medan[] = {
        { "mulai", BACA_TANGGAL, F(mulai), true, 0, NULL },
        { "jenis_periode", BACA_KODE, F(jenis_periode), false, 0, jenis },
        { "kebijakan", BACA_KODE, F(kebijakan), false, 0, kebijakan_nama },
        { "dasar", BACA_TEKS, F(dasar), true, 300, NULL },
    };
#undef F

    *out = (struct aturan_penilaian_tetapkan){ .unit_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!out->jenis_periode && !out->kebijakan)
        err_fault(e, "/jenis_periode", "Isi jenis_periode, kebijakan, atau keduanya.");
    if (out->dasar && !out->dasar[strspn(out->dasar, " ")])
        err_fault(e, "/dasar", "Wajib diisi: nomor dan tanggal keputusan.");
    return baca_akhir(e);
}

enum status aturan_penilaian_tetapkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct aturan_penilaian_tetapkan *in = p->input;
    struct audit_entry entry = { .objek = "aturan_penilaian",
                                 .objek_id = in->unit_id,
                                 .peristiwa = "tetapkan",
                                 .catatan = in->dasar,
                                 .peran = "admin" };
    struct buf isi = BUF_NONE;
    struct jw w;
    int64_t closed = 0;
    enum status st = right_check(db, &p->who, AKSI_UNIT_UBAH, &(struct subject){ .unit_id = in->unit_id }, e);

    if (st == ST_OK)
        st = db_int(db, &closed, e, "SELECT count(*) FROM periode WHERE status = 'ditutup' AND selesai >= $1",
                    "t", in->mulai);
    if (st == ST_OK && closed)
        st = err_set(e, E_ATURAN_MULAI, "Tanggal itu menyentuh periode yang sudah ditutup.");
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "INSERT INTO aturan_penilaian (unit_id, mulai, jenis_periode, kebijakan, dasar)"
                     " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit_id, mulai) DO UPDATE SET"
                     " jenis_periode = $3, kebijakan = $4, dasar = $5",
                     "itttt", in->unit_id, in->mulai, in->jenis_periode, in->kebijakan, in->dasar);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "jenis_periode", in->jenis_periode);
    jw_ktext(&w, "kebijakan", in->kebijakan);
    jw_ktext(&w, "mulai", in->mulai);
    jw_close(&w);
    entry.isi = isi.p;
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&isi);
    p->reply.status = 201;
    jw_start(&w, &p->reply.body);
    return st == ST_OK ? aturan_penilaian_json(db, in->unit_id, in->mulai, &w, e) : st;
}
