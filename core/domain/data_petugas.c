/* Data officers: who enters values of which indicators for which unit, by decree and dated. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/data_indikator.h"
#include "domain/pegawai.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"
#include "domain/unit.h"
#include "domain/view.h"

enum status petugas_tunjuk_baca(const json_t *body, struct arena *a, struct petugas_tunjuk *out,
                                struct err *e)
{
#define P(field) offsetof(struct petugas_tunjuk, field)
    static const struct baca_medan medan[] = {
        { "pegawai", BACA_BULAT, P(pegawai_id), true, 0, NULL },
        { "plugin", BACA_TEKS, P(plugin), true, 64, NULL },
        { "kode", BACA_TEKS, P(kode), false, 64, NULL },
        { "mulai", BACA_TANGGAL, P(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, P(selesai), false, 0, NULL },
        { "dasar", BACA_TEKS, P(dasar), true, 400, NULL },
    };
#undef P

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
    return baca_akhir(e);
}

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *event, const char *note,
                         struct err *e)
{
    struct audit_entry a = {
        .objek = "petugas_data", .objek_id = id, .peristiwa = event, .catatan = note, .peran = "admin"
    };

    return audit_add(db, &p->who, &a, NULL, e);
}

enum status petugas_tunjuk(struct perintah *p, struct db *db, struct err *e)
{
    const struct petugas_tunjuk *in = p->input;
    struct subject s = { .unit_id = in->unit_id }, person;
    int64_t id = 0;
    struct jw w;
    enum status st = right_check(db, &p->who, AKSI_UNIT_UBAH, &s, e);

    if (st != ST_OK)
        return st;
    st = pegawai_subject(db, in->pegawai_id, p->who.hari, &person, e);
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        err_fault(e, "/pegawai", "Pegawai itu tidak ada.");
        return baca_akhir(e);
    }
    if (st == ST_OK)
        st = db_int(db, &id, e,
                    "INSERT INTO petugas_data (pegawai_id, unit_id, plugin, kode, mulai, selesai, dasar)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    "iittttt", in->pegawai_id, in->unit_id, in->plugin, in->kode, in->mulai, in->selesai,
                    in->dasar);
    if (st == ST_OK)
        st = audit(p, db, id, "tunjuk", in->dasar, e);
    if (st != ST_OK)
        return st;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/petugas-data/%lld", (long long)id);
    jw_start(&w, &p->reply.body);
    return petugas_json(db, in->unit_id, p->who.hari, &w, e);
}

enum status petugas_akhiri(struct perintah *p, struct db *db, struct err *e)
{
    const struct petugas_akhiri *in = p->input;
    struct subject s = { .unit_id = 0 };
    char yesterday[DATE_TEXT];
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT unit_id FROM petugas_data WHERE id = $1", "i", in->id);

    if (st == ST_OK && rows_next(&r))
        s.unit_id = row_int(&r, 0);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !s.unit_id)
        st = err_set(e, E_DATA_TIDAK_ADA, "Penunjukan itu tidak ada.");
    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_UNIT_UBAH, &s, e);
    tanggal_geser(p->who.hari, -1, yesterday);
    /* One that began today never held. */
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM petugas_data WHERE id = $1 AND mulai > $2", "it", in->id,
                     yesterday);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "UPDATE petugas_data SET selesai = $1, versi = versi + 1 WHERE id = $2"
                     " AND (selesai IS NULL OR selesai > $1)",
                     "ti", yesterday, in->id);
    if (st == ST_OK)
        st = audit(p, db, in->id, "akhiri", NULL, e);
    p->reply.status = 204;
    return st;
}

enum status petugas_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct buf sql = BUF_NONE;
    struct unit_ids line;
    struct rows r;
    enum status st = unit_ancestors(db, unit_id, hari, a, &line, e);

    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    if (st == ST_OK) {
        buf_str(
            &sql,
            "SELECT d.id, o.id, o.nip, o.nama, u.id, u.kode, u.nama, d.plugin, d.kode, d.mulai, d.selesai,"
            " d.dasar FROM petugas_data d JOIN pegawai o ON o.id = d.pegawai_id"
            " JOIN unit u ON u.id = d.unit_id WHERE d.unit_id IN (0");
        for (size_t i = 0; i < line.n; i++)
            buf_printf(&sql, ",%lld", (long long)line.id[i]);
        buf_str(&sql, ") ORDER BY d.mulai DESC, d.id LIMIT 500");
        st = db_rows(db, &r, e, sql.p, "");
        while (st == ST_OK && rows_next(&r)) {
            jw_open(w, '{');
            jw_kint(w, "id", row_int(&r, 0));
            view_orang(w, "pegawai", row_int(&r, 1), row_text(&r, 2), row_text(&r, 3));
            jw_key(w, "unit");
            jw_open(w, '{');
            jw_kint(w, "id", row_int(&r, 4));
            jw_ktext(w, "kode", row_text(&r, 5));
            jw_ktext(w, "nama", row_text(&r, 6));
            jw_close(w);
            jw_ktext(w, "plugin", row_text(&r, 7));
            jw_ktext(w, "kode", row_text(&r, 8));
            jw_ktext(w, "mulai", row_text(&r, 9));
            jw_ktext(w, "selesai", row_text(&r, 10));
            jw_ktext(w, "dasar", row_text(&r, 11));
            jw_close(w);
        }
        st = rows_end(&r, st, e);
    }
    jw_close(w);
    jw_close(w);
    buf_free(&sql);
    arena_free(a);
    return st;
}
