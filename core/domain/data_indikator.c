#include "domain/data_indikator.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/pegawai.h"
#include "domain/penugasan.h"
#include "domain/perintah_baca.h"
#include "domain/tanda_terima.h"
#include "domain/unit.h"

#define OR_NULL(id) ((id) ? &(id) : NULL)

/* Whose -------------------------------------------------------------------------------------------------- */

enum status data_permintaan_baca(const json_t *body, struct arena *a, struct data_permintaan *out,
                                 struct err *e)
{
#define D(field) offsetof(struct data_permintaan, field)
    static const struct baca_medan medan[] = {
        { "periode", BACA_TEKS, D(periode), true, 16, NULL },
        { "unit", BACA_BULAT, D(unit), false, 0, NULL },
        { "pegawai", BACA_BULAT, D(pegawai), false, 0, NULL },
        { "plugin", BACA_TEKS, D(plugin), true, 64, NULL },
        { "kode", BACA_TEKS, D(kode), true, 64, NULL },
        { "isian", BACA_LAIN, 0, true, 0, NULL },
        { "sumber", BACA_TEKS, D(sumber), true, 400, NULL },
    };
#undef D

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!out->unit == !out->pegawai)
        err_fault(e, "/unit", "Sebutkan unit atau pegawai, salah satu.");
    if (!json_is_object(json_object_get(body, "isian")))
        err_fault(e, "/isian", "Harus berupa objek.");
    return baca_akhir(e);
}

enum status data_unit(struct db *db, const struct data_isi *in, int64_t *unit_id, struct err *e)
{
    struct penugasan t;
    struct periode p;
    char today[DATE_TEXT];
    enum status st;

    *unit_id = in->unit_id;
    if (in->unit_id)
        return ST_OK;
    if ((st = periode_load(db, in->periode_id, &p, e)) != ST_OK)
        return st;
    clock_today(today);
    st = penugasan_of(db, in->pegawai_id, strcmp(p.selesai, today) < 0 ? p.selesai : today, &t, e);
    *unit_id = st == ST_OK ? t.unit_id : 0;
    return st;
}

enum status data_boleh(struct db *db, const struct who *who, const struct data_isi *in, struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids line;
    int64_t unit = 0, n = 0;
    enum status st = ST_OK;

    if (who_has(who, PERAN_SISTEM))
        goto out;
    if ((st = data_unit(db, in, &unit, e)) != ST_OK ||
        (st = unit_ancestors(db, unit, who->hari, a, &line, e)) != ST_OK)
        goto out;
    for (size_t i = 0; i < line.n && st == ST_OK && !n; i++)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM petugas_data WHERE pegawai_id = $1 AND unit_id = $2 AND plugin = $3"
                    " AND (kode IS NULL OR kode = $4) AND mulai <= $5 AND (selesai IS NULL OR selesai >= $5)",
                    "iittt", who->pegawai_id, line.id[i], in->plugin, in->kode, who->hari);
    if (st == ST_OK && !n)
        st = err_set(e, E_TIDAK_BERHAK, "Anda bukan petugas data untuk indikator dan unit itu.");
out:
    arena_free(a);
    return st;
}

/* Rows --------------------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                              \
    "SELECT d.id, d.versi, p.kode, d.plugin, d.kode, u.id, u.kode, u.nama, o.id, o.nip, o.nama, d.isian,"    \
    " d.nilai, d.release_id, d.sumber, d.waktu, coalesce(g.nama, k.nama, 'sistem')"                          \
    " FROM data_indikator d JOIN periode p ON p.id = d.periode_id LEFT JOIN unit u ON u.id = d.unit_id"      \
    " LEFT JOIN pegawai o ON o.id = d.pegawai_id LEFT JOIN akun k ON k.id = d.akun_id"                       \
    " LEFT JOIN pegawai g ON g.id = k.pegawai_id"

static void ref(struct jw *w, const char *key, const struct rows *r, int col, const char *name)
{
    jw_key(w, key);
    if (row_null(r, col)) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_kint(w, "id", row_int(r, col));
    jw_ktext(w, name, row_text(r, col + 1));
    jw_ktext(w, "nama", row_text(r, col + 2));
    jw_close(w);
}

static void row_json(const struct rows *r, struct jw *w)
{
    const char *isian = row_text(r, 11);

    jw_open(w, '{');
    jw_kint(w, "id", row_int(r, 0));
    jw_kint(w, "versi", row_int(r, 1));
    jw_ktext(w, "periode", row_text(r, 2));
    jw_ktext(w, "plugin", row_text(r, 3));
    jw_ktext(w, "kode", row_text(r, 4));
    ref(w, "unit", r, 5, "kode");
    ref(w, "pegawai", r, 8, "nip");
    jw_key(w, "isian");
    jw_raw(w, isian, strlen(isian));
    jw_kreal(w, "nilai", row_real(r, 12));
    jw_kint(w, "release_id", row_int(r, 13));
    jw_ktext(w, "sumber", row_text(r, 14));
    jw_ktext(w, "waktu", row_text(r, 15));
    jw_ktext(w, "petugas", row_text(r, 16));
}

enum status data_json(struct db *db, const struct who *who, struct data_saring *f, struct jw *w,
                      struct err *e)
{
    struct right_columns c = { .pegawai = "d.pegawai_id" };
    struct buf sql = BUF_NONE, unit = BUF_NONE;
    struct rows r;
    int64_t last = 0;
    int n = 0;
    enum status st;

    buf_printf(
        &unit,
        "(SELECT j.unit_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE t.pegawai_id ="
        " d.pegawai_id AND t.jenis = 'definitif' AND t.mulai <= '%s' AND (t.selesai IS NULL OR t.selesai"
        " >= '%s') LIMIT 1)",
        who->hari, who->hari);
    c.unit = unit.p;
    buf_str(&sql, COLUMNS " WHERE d.id > $1 AND ($3 = 0 OR d.periode_id = $3) AND ($4 = 0 OR d.unit_id = $4)"
                          " AND ($5 = 0 OR d.pegawai_id = $5) AND (d.unit_id IS NOT NULL OR ");
    right_where(who, AKSI_REALISASI_LIHAT, &c, &sql);
    buf_str(&sql, ") ORDER BY d.id LIMIT $2");
    st = db_rows(db, &r, e, sql.p, "iiiii", f->sesudah, (int64_t)f->batas + 1, f->periode_id, f->unit_id,
                 f->pegawai_id);
    f->out_lagi = 0;
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == f->batas) {
            f->out_lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        row_json(&r, w);
        if ((st = tanda_terima_member(db, "data_indikator", last, w, e)) != ST_OK)
            break;
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    buf_free(&unit);
    buf_free(&sql);
    return st;
}

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct err *e)
{
    struct rows r;
    struct jw w;
    enum status st = db_rows(db, &r, e, COLUMNS " WHERE d.id = $1", "i", id);

    jw_start(&w, &p->reply.body);
    if (st == ST_OK && rows_next(&r)) {
        p->reply.etag = row_int(&r, 1);
        row_json(&r, &w);
        st = tanda_terima_member(db, "data_indikator", id, &w, e);
        jw_close(&w);
    }
    return rows_end(&r, st, e);
}

/* Commands ----------------------------------------------------------------------------------------------- */

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *event,
                         const struct data_isi *in, struct err *e)
{
    struct audit_entry a = {
        .objek = "data_indikator",
        .objek_id = id,
        .peristiwa = event,
        .catatan = in->sumber,
        .peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "petugas_data",
    };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_key(&w, "isian");
    jw_raw(&w, in->isian, strlen(in->isian));
    jw_ktext(&w, "kode", in->kode);
    jw_kreal(&w, "nilai", in->nilai);
    jw_kint(&w, "pegawai", in->pegawai_id);
    jw_kint(&w, "periode", in->periode_id);
    jw_ktext(&w, "plugin", in->plugin);
    jw_kint(&w, "unit", in->unit_id);
    jw_close(&w);
    a.isi = isi.p;
    st = audit_add(db, &p->who, &a, NULL, e);
    buf_free(&isi);
    return st;
}

static enum status still_active(struct db *db, const struct data_isi *in, struct err *e)
{
    struct aktivasi akt;
    int64_t unit = 0;
    enum status st = data_unit(db, in, &unit, e);

    if (st == ST_OK)
        st = aktivasi_find(db, unit, in->plugin, in->periode_id, &akt, e);
    if (st == ST_OK && akt.release_id != in->release_id)
        st = err_set(e, E_MASUKAN_BERUBAH, "Plugin %s baru saja diganti; kirim nilainya lagi.", in->plugin);
    return st;
}

static enum status present(struct db *db, const struct data_isi *in, int64_t *id, int64_t *versi,
                           struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, versi FROM data_indikator WHERE periode_id = $1 AND plugin = $2"
                             " AND kode = $3 AND coalesce(unit_id, 0) = $4 AND coalesce(pegawai_id, 0) = $5",
                             "ittii", in->periode_id, in->plugin, in->kode, in->unit_id, in->pegawai_id);

    *id = *versi = 0;
    if (st == ST_OK && rows_next(&r)) {
        *id = row_int(&r, 0);
        *versi = row_int(&r, 1);
    }
    return rows_end(&r, st, e);
}

enum status data_isi(struct perintah *p, struct db *db, struct err *e)
{
    struct data_isi *in = p->input;
    int64_t versi = 0;
    char now[TIME_TEXT];
    enum status st = data_boleh(db, &p->who, in, e);

    if (st != ST_OK || (st = present(db, in, &in->out_id, &versi, e)) != ST_OK ||
        (in->out_id && (st = perintah_versi(p, versi, e)) != ST_OK) ||
        (st = periode_terbuka(db, in->periode_id, e)) != ST_OK || (st = still_active(db, in, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    if (in->out_id)
        st = db_exec(
            db, NULL, e,
            "UPDATE data_indikator SET isian = $1, nilai = $2, release_id = $3, sumber = $4, akun_id = $5,"
            " waktu = $6, versi = versi + 1 WHERE id = $7",
            "tritIti", in->isian, in->nilai, in->release_id, in->sumber, OR_NULL(p->who.akun_id), now,
            in->out_id);
    else
        st = db_int(
            db, &in->out_id, e,
            "INSERT INTO data_indikator (periode_id, plugin, kode, unit_id, pegawai_id, isian, nilai,"
            " release_id, sumber, akun_id, waktu) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            " RETURNING id",
            "ittIItritIt", in->periode_id, in->plugin, in->kode, OR_NULL(in->unit_id),
            OR_NULL(in->pegawai_id), in->isian, in->nilai, in->release_id, in->sumber,
            OR_NULL(p->who.akun_id), now);
    if (st == ST_OK)
        st = audit(p, db, in->out_id, "isi", in, e);
    return st == ST_OK ? reply(p, db, in->out_id, e) : st;
}

enum status data_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct data_hapus *in = p->input;
    struct arena *a = arena_new();
    struct data_isi x = { .out_id = 0 };
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT periode_id, unit_id, pegawai_id, plugin, kode, isian, nilai, sumber"
                             " FROM data_indikator WHERE id = $1",
                             "i", in->id);

    if (st == ST_OK && rows_next(&r))
        x = (struct data_isi){ .periode_id = row_int(&r, 0),
                               .unit_id = row_int(&r, 1),
                               .pegawai_id = row_int(&r, 2),
                               .plugin = row_dup(&r, 3, a),
                               .kode = row_dup(&r, 4, a),
                               .isian = row_dup(&r, 5, a),
                               .nilai = row_real(&r, 6),
                               .sumber = row_dup(&r, 7, a),
                               .out_id = in->id };
    st = rows_end(&r, st, e);
    if (st == ST_OK && !x.out_id)
        st = err_set(e, E_DATA_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = data_boleh(db, &p->who, &x, e);
    if (st == ST_OK)
        st = periode_terbuka(db, x.periode_id, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM data_indikator WHERE id = $1", "i", in->id);
    if (st == ST_OK)
        st = audit(p, db, in->id, "hapus", &x, e);
    p->reply.status = 204;
    arena_free(a);
    return st;
}
