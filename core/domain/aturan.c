#include "domain/aturan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"

enum status aturan_nilai(struct db *db, const char *kode, const char *hari, int64_t *nilai, struct err *e)
{
    enum status st = db_int(db, nilai, e,
                            "SELECT nilai FROM aturan WHERE kode = $1 AND mulai <= $2"
                            " ORDER BY mulai DESC LIMIT 1",
                            "tt", kode, hari);

    return st == ST_NOT_FOUND
               ? err_set(e, E_ATURAN_TIDAK_ADA, "Aturan %s tidak ada untuk tanggal %s.", kode, hari)
               : st;
}

enum status aturan_batas(struct db *db, const char *kode, const char *hari, char out[DATE_TEXT],
                         struct err *e)
{
    int64_t days = 0;
    enum status st = aturan_nilai(db, kode, hari, &days, e);

    if (st == ST_OK)
        tanggal_geser(hari, (int)days, out);
    return st;
}

/* Keys in bytewise order: the audit keeps it as it is. */
static void row_json(struct jw *w, const char *const text[5], int64_t nilai)
{
    jw_open(w, '{');
    jw_ktext(w, "keyakinan", text[4]);
    jw_ktext(w, "kode", text[0]);
    jw_ktext(w, "mulai", text[1]);
    jw_kint(w, "nilai", nilai);
    jw_ktext(w, "satuan", text[2]);
    jw_ktext(w, "sumber", text[3]);
    jw_close(w);
}

enum status aturan_json(struct db *db, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT kode, mulai, satuan, sumber, keyakinan, nilai FROM aturan"
                             " ORDER BY kode, mulai",
                             "");

    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        const char *const text[] = { row_text(&r, 0), row_text(&r, 1), row_text(&r, 2), row_text(&r, 3),
                                     row_text(&r, 4) };

        row_json(w, text, row_int(&r, 5));
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status aturan_tetapkan_baca(const json_t *body, struct arena *a, struct aturan_tetapkan *out,
                                 struct err *e)
{
#define F(field) offsetof(struct aturan_tetapkan, field)
    static const struct baca_medan medan[] = {
        { "kode", BACA_TEKS, F(kode), true, 64, NULL },
        { "mulai", BACA_TANGGAL, F(mulai), true, 0, NULL },
        { "nilai", BACA_BULAT, F(nilai), true, 0, NULL },
        { "sumber", BACA_TEKS, F(sumber), true, 300, NULL },
    };
#undef F

    *out = (struct aturan_tetapkan){ .nilai = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    return baca_akhir(e);
}

/* A number of days beyond any year is a slip of the keyboard. */
enum { NILAI_MAKS = 3660 };

static enum status valid(struct db *db, const struct who *who, const struct aturan_tetapkan *in,
                         char satuan[32], struct err *e)
{
    char *text;
    struct arena *a;
    enum status st = right_check(db, who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    if (st != ST_OK)
        return st;
    if (in->nilai > NILAI_MAKS) {
        err_fault(e, "/nilai", "Paling besar %d.", NILAI_MAKS);
        return err_set(e, E_MASUKAN, NULL);
    }
    if (!in->sumber[0]) {
        err_fault(e, "/sumber", "Wajib diisi: nomor dan tanggal keputusan.");
        return err_set(e, E_MASUKAN, NULL);
    }
    if (strcmp(in->mulai, who->hari) <= 0)
        return err_set(e, E_ATURAN_MULAI, NULL);
    a = arena_new();
    st = db_text(db, &text, a, e, "SELECT satuan FROM aturan WHERE kode = $1 LIMIT 1", "t", in->kode);
    if (st == ST_OK)
        snprintf(satuan, 32, "%s", text);
    else if (st == ST_NOT_FOUND)
        st = err_set(e, E_ATURAN_TIDAK_ADA, "Aturan %s tidak dikenal.", in->kode);
    arena_free(a);
    return st;
}

enum status aturan_tetapkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct aturan_tetapkan *in = p->input;
    struct audit_entry entry = { .objek = "aturan", .peristiwa = "tetapkan", .catatan = in->sumber };
    char satuan[32] = "";
    struct jw w;
    enum status st = valid(db, &p->who, in, satuan, e);

    if (st != ST_OK)
        return st;
    /* A row that has not begun may be corrected; the audit keeps both. */
    st = db_exec(db, NULL, e,
                 "INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan)"
                 " VALUES ($1, $2, $3, $4, $5, 'C') ON CONFLICT (kode, mulai) DO UPDATE SET nilai = $3,"
                 " sumber = $5, keyakinan = 'C'",
                 "ttitt", in->kode, in->mulai, in->nilai, satuan, in->sumber);
    if (st != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    row_json(&w, (const char *const[]){ in->kode, in->mulai, satuan, in->sumber, "C" }, in->nilai);
    p->reply.status = 201;
    entry.isi = p->reply.body.p;
    return audit_add(db, &p->who, &entry, NULL, e);
}
