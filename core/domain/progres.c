/* Reading daily entries: one as a resource, and lists. Steps: progres_flow.c. */
#include "domain/progres.h"
#include "domain/tanda_terima.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/view.h"

/* Rows ------------------------------------------------------------------------------------------------ */

#define COLUMNS                                                                                              \
    "SELECT g.id, g.versi, g.pegawai_id, g.tanggal, g.skp_id, g.rhk_id, g.butir_id, g.uraian, g.hasil,"      \
    " g.satuan, g.volume, g.menit, g.shift, g.indikator_id, g.isian, g.nilai, g.status, o.nip, o.nama,"      \
    " h.teks, b.teks, i.teks, g.catatan, g.diajukan, g.hash, g.diputus, n.nama, g.hari_lewat, s.penilai_id," \
    " s.atasan_penilai_id, s.unit_id, (SELECT count(*) FROM progres_bukti x WHERE x.progres_id = g.id),"     \
    " (SELECT t.kode FROM tanda_terima t WHERE t.objek = 'progres' AND t.objek_id = g.id"                    \
    " AND t.hash = g.hash LIMIT 1)"                                                                          \
    " FROM progres g JOIN skp s ON s.id = g.skp_id"                                                          \
    " JOIN pegawai o ON o.id = g.pegawai_id LEFT JOIN rhk h ON h.id = g.rhk_id"                              \
    " LEFT JOIN rencana_aksi_butir b ON b.id = g.butir_id LEFT JOIN indikator i ON i.id = g.indikator_id"    \
    " LEFT JOIN pegawai n ON n.id = g.penilai_id"

static const double *number(const struct rows *r, int col, struct arena *a)
{
    double *v;

    if (row_null(r, col))
        return NULL;
    v = arena_new_of(a, double);
    *v = row_real(r, col);
    return v;
}

static void fill(const struct rows *r, struct arena *a, struct progres *out)
{
    int status = PROGRES_DRAF;

    flow_state(&progres_machine, row_text(r, 16), &status);
    *out = (struct progres){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .pegawai_id = row_int(r, 2),
        .isi = { .tanggal = row_dup(r, 3, a),
                 .skp_id = row_int(r, 4),
                 .rhk_id = row_int(r, 5),
                 .butir_id = row_int(r, 6),
                 .uraian = row_dup(r, 7, a),
                 .hasil = row_dup(r, 8, a),
                 .satuan = row_dup(r, 9, a),
                 .volume = number(r, 10, a),
                 .menit = number(r, 11, a),
                 .shift = row_int(r, 12) != 0,
                 .indikator_id = row_int(r, 13),
                 .isian = row_dup(r, 14, a),
                 .nilai = number(r, 15, a) },
        .status = (enum progres_status)status,
        .nip = row_dup(r, 17, a),
        .nama = row_dup(r, 18, a),
        .rhk = row_dup(r, 19, a),
        .butir = row_dup(r, 20, a),
        .indikator = row_dup(r, 21, a),
        .catatan = row_dup(r, 22, a),
        .diajukan = row_dup(r, 23, a),
        .hash = row_dup(r, 24, a),
        .diputus = row_dup(r, 25, a),
        .penilai = row_dup(r, 26, a),
        .hari_lewat = row_int(r, 27),
        .subject = { row_int(r, 2), row_int(r, 28), row_int(r, 29), row_int(r, 30) },
        .jumlah_bukti = row_int(r, 31),
        .kode = row_dup(r, 32, a),
        .bukti = "",
        .a = a,
    };
}

static enum status load_digests(struct db *db, struct arena *a, struct progres *out, struct err *e)
{
    struct buf b = BUF_NONE;
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT sha256 FROM progres_bukti WHERE progres_id = $1 ORDER BY id",
                             "i", out->id);

    while (st == ST_OK && rows_next(&r))
        buf_printf(&b, "%s%s", b.len ? "," : "", row_text(&r, 0));
    if (b.len)
        out->bukti = arena_strndup(a, b.p, b.len);
    buf_free(&b);
    return rows_end(&r, st, e);
}

enum status progres_muat(struct db *db, int64_t id, struct arena *a, struct progres *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, COLUMNS " WHERE g.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        fill(&r, a, out);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_PROGRES_TIDAK_ADA, NULL);
    return st == ST_OK && out->jumlah_bukti ? load_digests(db, a, out, e) : st;
}

enum status progres_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                         struct progres *out, struct err *e)
{
    enum status st = progres_muat(db, id, a, out, e);

    if (st != ST_OK)
        return st;
    st = right_check(db, who, AKSI_PROGRES_LIHAT, &out->subject, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_PROGRES_TIDAK_ADA, NULL) : st;
}

/* Written out, so that the index by day is used; nothing but a date gets into the text. */
static void where_day(const char *op, const char *day, struct buf *sql)
{
    int32_t d;

    if (day && date_parse(day, &d))
        buf_printf(sql, " AND g.tanggal %s '%s'", op, day);
}

enum status progres_list(struct db *db, const struct who *who, const struct progres_saring *f,
                         struct arena *a, struct progres **out, size_t *n, bool *lagi, struct err *e)
{
    const char *plus = skp_cari(who, AKSI_PROGRES_LIHAT, f->lingkup, f->pegawai_id);
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, COLUMNS " WHERE ($3 IS NULL OR g.status = $3)");
    where_day(">=", f->dari, &sql);
    where_day("<=", f->sampai, &sql);
    buf_printf(&sql, " AND %sg.id > $1", plus);
    skp_where_id("g.pegawai_id", f->pegawai_id, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_PROGRES_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    buf_printf(&sql, " ORDER BY %sg.id LIMIT $2", plus);
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct progres, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iit", f->sesudah, (int64_t)f->batas + 1, f->status);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas)
            *lagi = true;
        else
            fill(&r, a, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* JSON ------------------------------------------------------------------------------------------------ */

static void members(const struct progres *p, struct jw *w)
{
    jw_kint(w, "id", p->id);
    jw_kint(w, "versi", p->versi);
    view_orang(w, "pegawai", p->pegawai_id, p->nip, p->nama);
    jw_ktext(w, "tanggal", p->isi.tanggal);
    jw_ktext(w, "status", progres_machine.states[p->status]);
    jw_kint(w, "skp_id", p->isi.skp_id);
    jw_ktext(w, "jenis", p->isi.rhk_id ? "utama" : "tambahan");
    jw_kid(w, "rhk_id", p->isi.rhk_id);
    jw_ktext(w, "rhk", p->rhk);
    jw_kid(w, "butir_id", p->isi.butir_id);
    jw_ktext(w, "rencana_aksi", p->butir);
    jw_ktext(w, "uraian", p->isi.uraian);
    jw_ktext(w, "hasil", p->isi.hasil);
    jw_kreal_or_null(w, "volume", p->isi.volume);
    jw_ktext(w, "satuan", p->isi.satuan);
    jw_kreal_or_null(w, "menit", p->isi.menit);
    jw_kbool(w, "shift", p->isi.shift);
    jw_kid(w, "indikator_id", p->isi.indikator_id);
    jw_ktext(w, "indikator", p->indikator);
    jw_key(w, "isian");
    if (p->isi.isian)
        jw_raw(w, p->isi.isian, strlen(p->isi.isian));
    else
        jw_null(w);
    jw_kreal_or_null(w, "nilai", p->isi.nilai);
    jw_kint(w, "jumlah_bukti", p->jumlah_bukti);
    jw_ktext(w, "catatan", p->catatan);
    jw_key(w, "tanda_terima");
    if (p->hash) {
        char printed[TANDA_CETAK + 1] = "";

        if (p->kode)
            tanda_terima_cetak(p->kode, printed);
        jw_open(w, '{');
        jw_ktext(w, "kode", p->kode ? printed : NULL);
        jw_ktext(w, "waktu", p->diajukan);
        jw_ktext(w, "hash", p->hash);
        jw_kint(w, "hari_lewat", p->hari_lewat);
        jw_close(w);
    } else {
        jw_null(w);
    }
    jw_ktext(w, "diputus", p->diputus);
    jw_ktext(w, "penilai", p->penilai);
}

void progres_baris_json(const struct progres *p, struct jw *w)
{
    jw_open(w, '{');
    members(p, w);
    jw_close(w);
}

static void warning(struct jw *w, enum code code, const char *msg)
{
    jw_open(w, '{');
    jw_ktext(w, "code", code_row(code)->name);
    jw_ktext(w, "pesan", msg ? msg : code_row(code)->id);
    jw_close(w);
}

/* What the calendar says beside it: nothing of it is a lock. */
static enum status warnings(struct db *db, const struct progres *p, struct jw *w, struct err *e)
{
    struct harikerja h;
    int64_t minutes = 0;
    enum status st = harikerja_satu(db, p->pegawai_id, p->isi.tanggal, p->a, &h, e);

    if (st == ST_OK)
        st = db_int(db, &minutes, e,
                    "SELECT coalesce(sum(menit), 0) FROM progres WHERE pegawai_id = $1 AND tanggal = $2",
                    "it", p->pegawai_id, p->isi.tanggal);
    if (st != ST_OK)
        return st;
    if (h.menit && minutes > h.menit)
        warning(w, E_PROGRES_MENIT_LEBIH,
                arena_printf(p->a, "Menit pada hari itu %lld, melebihi jam kerja %d menit.",
                             (long long)minutes, h.menit));
    if (!p->isi.menit)
        warning(w, E_PROGRES_TANPA_MENIT, NULL);
    if (!h.menit && h.jenis != HARI_TANPA_KALENDER)
        warning(w, E_PROGRES_BUKAN_HARI_KERJA,
                arena_printf(p->a, "Hari itu bukan hari kerja bagi pegawai ini: %s%s%s.",
                             hari_jenis_kode(h.jenis), h.keterangan && *h.keterangan ? ", " : "",
                             h.keterangan ? h.keterangan : ""));
    if (p->hari_lewat)
        warning(w, E_PROGRES_TERLAMBAT,
                arena_printf(p->a, "Diajukan %lld hari sesudah batas.", (long long)p->hari_lewat));
    return ST_OK;
}

static enum status aksi_json(struct db *db, const struct who *who, const struct progres *p, struct jw *w,
                             struct err *e)
{
    struct progres copy = *p;
    struct flow_object o = { .id = p->id, .state = (int)p->status, .subject = p->subject, .data = &copy };
    struct err save = ERR_NONE, remove = ERR_NONE;
    int64_t late;
    enum status st;

    jw_open(w, '[');
    if (who->pegawai_id && who->pegawai_id == p->pegawai_id) {
        if (p->status != PROGRES_DRAF && p->status != PROGRES_DIKEMBALIKAN)
            (void)err_set(&save, E_PROGRES_TERKUNCI, NULL);
        else
            (void)(progres_terbuka(db, who, p, &late, &save) == ST_OK);
        if (p->status != PROGRES_DRAF)
            (void)err_set(&remove, E_PROGRES_TERKUNCI, NULL);
        flow_aksi_baris(w, "simpan", false, &save);
        flow_aksi_baris(w, "hapus", false, &remove);
    }
    st = flow_aksi_isi(db, &progres_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

enum status progres_json(struct db *db, const struct who *who, const struct progres *p, struct jw *w,
                         struct err *e)
{
    enum status st;

    jw_open(w, '{');
    members(p, w);
    if ((st = progres_bukti_json(db, who, p, w, e)) != ST_OK)
        return st;
    jw_key(w, "peringatan");
    jw_open(w, '[');
    st = warnings(db, p, w, e);
    jw_close(w);
    jw_key(w, "aksi");
    if (st == ST_OK)
        st = aksi_json(db, who, p, w, e);
    jw_close(w);
    return st;
}

void progres_hash(const struct progres *p, const char *diajukan, char out[DIGEST_HEX])
{
    struct buf b = BUF_NONE;
    struct digest d;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '{'); /* keys sorted: the canonical form */
    jw_ktext(&w, "bukti", p->bukti ? p->bukti : "");
    jw_kid(&w, "butir_id", p->isi.butir_id);
    jw_ktext(&w, "diajukan", diajukan);
    jw_ktext(&w, "hasil", p->isi.hasil);
    jw_kint(&w, "id", p->id);
    jw_kid(&w, "indikator_id", p->isi.indikator_id);
    jw_ktext(&w, "isian", p->isi.isian);
    jw_kreal_or_null(&w, "menit", p->isi.menit);
    jw_kreal_or_null(&w, "nilai", p->isi.nilai);
    jw_ktext(&w, "nip", p->nip);
    jw_kid(&w, "rhk_id", p->isi.rhk_id);
    jw_ktext(&w, "satuan", p->isi.satuan);
    jw_kint(&w, "skp_id", p->isi.skp_id);
    jw_ktext(&w, "tanggal", p->isi.tanggal);
    jw_ktext(&w, "uraian", p->isi.uraian);
    jw_kreal_or_null(&w, "volume", p->isi.volume);
    jw_close(&w);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, out);
    buf_free(&b);
}
