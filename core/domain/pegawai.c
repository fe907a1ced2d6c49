#include "domain/pegawai.h"

#include <stdio.h>
#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "domain/nip.h"

static const struct {
    const char *name;
    size_t offset;
    bool nullable;
} fields[PEGAWAI_FIELDS] = {
    { "nama", offsetof(struct pegawai, nama), false },
    { "gelar_depan", offsetof(struct pegawai, gelar_depan), false },
    { "gelar_belakang", offsetof(struct pegawai, gelar_belakang), false },
    { "tempat_lahir", offsetof(struct pegawai, tempat_lahir), false },
    { "tanggal_lahir", offsetof(struct pegawai, tanggal_lahir), true },
    { "kelamin", offsetof(struct pegawai, kelamin), true },
    { "status", offsetof(struct pegawai, status), false },
    { "golongan", offsetof(struct pegawai, golongan), false },
    { "tmt_golongan", offsetof(struct pegawai, tmt_golongan), true },
    { "pendidikan", offsetof(struct pegawai, pendidikan), false },
};

const char *const pegawai_kolom[PEGAWAI_FIELDS] = { "nama",         "gelar_depan",   "gelar_belakang",
                                                    "tempat_lahir", "tanggal_lahir", "kelamin",
                                                    "status",       "golongan",      "tmt_golongan",
                                                    "pendidikan" };

const char *pegawai_field(const struct pegawai *p, int i)
{
    return *(char *const *)((const char *)p + fields[i].offset);
}

/* $1 is the day. */
#define COLUMNS                                                                                              \
    "SELECT p.id, p.nip, p.nama, p.gelar_depan, p.gelar_belakang, p.tempat_lahir, p.tanggal_lahir, "         \
    "p.kelamin, p.status, p.golongan, p.tmt_golongan, p.pendidikan, p.aktif_mulai, p.aktif_selesai, "        \
    "p.versi, j.id, j.unit_id, j.nama, u.nama FROM pegawai p "                                               \
    "LEFT JOIN penugasan t ON t.pegawai_id = p.id AND t.jenis = 'definitif' AND t.mulai <= $1 "              \
    "AND (t.selesai IS NULL OR t.selesai >= $1) LEFT JOIN jabatan j ON j.id = t.jabatan_id "                 \
    "LEFT JOIN unit u ON u.id = j.unit_id "

static void read_row(const struct rows *r, struct arena *a, struct pegawai *p)
{
    *p = (struct pegawai){
        .id = row_int(r, 0),
        .nip = row_dup(r, 1, a),
        .nama = row_dup(r, 2, a),
        .gelar_depan = row_dup(r, 3, a),
        .gelar_belakang = row_dup(r, 4, a),
        .tempat_lahir = row_dup(r, 5, a),
        .tanggal_lahir = row_dup(r, 6, a),
        .kelamin = row_dup(r, 7, a),
        .status = row_dup(r, 8, a),
        .golongan = row_dup(r, 9, a),
        .tmt_golongan = row_dup(r, 10, a),
        .pendidikan = row_dup(r, 11, a),
        .aktif_mulai = row_dup(r, 12, a),
        .aktif_selesai = row_dup(r, 13, a),
        .versi = row_int(r, 14),
        .jabatan_id = row_int(r, 15),
        .unit_id = row_int(r, 16),
        .jabatan = row_dup(r, 17, a),
        .unit = row_dup(r, 18, a),
    };
}

enum status pegawai_load(struct db *db, int64_t id, const char *hari, struct arena *a, struct pegawai *out,
                         struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE p.id = $2", "ti", hari, id);

    if (st == ST_OK && rows_next(&r)) {
        read_row(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
}

enum status pegawai_find(struct db *db, const char *nip, int64_t *id, struct err *e)
{
    enum status st = db_int(db, id, e, "SELECT id FROM pegawai WHERE nip = $1", "t", nip);

    return st == ST_NOT_FOUND ? err_set(e, E_PEGAWAI_TIDAK_ADA, "Pegawai dengan NIP %s tidak ada.", nip) : st;
}

char *pegawai_nama_lengkap(const struct pegawai *p, struct arena *a)
{
    return arena_printf(a, "%s%s%s%s%s", p->gelar_depan, p->gelar_depan[0] ? " " : "", p->nama,
                        p->gelar_belakang[0] ? ", " : "", p->gelar_belakang);
}

/* The plan that holds on the day names the evaluator; of several the latest. */
#define EVALUATOR(column, day)                                                                               \
    "(SELECT s." column " FROM skp s WHERE s.pegawai_id = p.id AND s.mulai <= " day " AND s.selesai >= " day \
    " ORDER BY s.mulai DESC, s.id DESC LIMIT 1)"

enum status pegawai_subject(struct db *db, int64_t id, const char *hari, struct subject *out, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(
        db, &r, e,
        "SELECT j.unit_id, " EVALUATOR("penilai_id", "$1") ", " EVALUATOR(
            "atasan_penilai_id",
            "$1") " FROM pegawai p LEFT JOIN penugasan t ON t.pegawai_id = p.id AND t.jenis = 'definitif' "
                  "AND t.mulai <= $1 AND (t.selesai IS NULL OR t.selesai >= $1) "
                  "LEFT JOIN jabatan j ON j.id = t.jabatan_id WHERE p.id = $2",
        "ti", hari, id);

    if (st == ST_OK && rows_next(&r)) {
        found = true;
        *out = (struct subject){
            .pegawai_id = id,
            .unit_id = row_int(&r, 0),
            .penilai_id = row_int(&r, 1),
            .atasan_penilai_id = row_int(&r, 2),
        };
    }
    st = rows_end(&r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
}

/* For LIKE … ESCAPE '!'. */
static char *like_escape(const char *s, struct arena *a)
{
    char *out = arena_alloc(a, strlen(s) * 2 + 1), *t = out;

    for (; *s; s++) {
        if (strchr("%_!", *s))
            *t++ = '!';
        *t++ = *s;
    }
    return out;
}

enum status pegawai_list(struct db *db, const struct who *who, const struct pegawai_cari *q, struct arena *a,
                         struct pegawai **out, size_t *n, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct right_columns c = {
        .pegawai = "p.id",
        .penilai = EVALUATOR("penilai_id", "$1"),
        .atasan_penilai = EVALUATOR("atasan_penilai_id", "$1"),
        .unit = "j.unit_id",
    };
    struct rows r;
    enum status st;
    int limit = q->limit > 0 ? q->limit : 1;

    *out = arena_array(a, struct pegawai, limit);
    *n = 0;
    buf_str(&sql, COLUMNS "WHERE (p.nama > $2 OR (p.nama = $2 AND p.id > $3)) "
                          "AND ($4 = '' OR lower(p.nama) LIKE '%' || lower($4) || '%' ESCAPE '!' "
                          "OR p.nip LIKE $4 || '%' ESCAPE '!') ");
    if (q->unit_id)
        buf_printf(&sql,
                   "AND j.unit_id IN (WITH RECURSIVE bawah(id) AS (SELECT %lld UNION SELECT i.unit_id FROM "
                   "unit_induk i JOIN bawah ON i.induk_id = bawah.id WHERE i.mulai <= $1 AND (i.selesai IS "
                   "NULL OR i.selesai >= $1)) SELECT id FROM bawah) ",
                   (long long)q->unit_id);
    buf_str(&sql, "AND ");
    right_where(who, AKSI_PEGAWAI_LIHAT, &c, &sql);
    buf_str(&sql, " ORDER BY p.nama, p.id LIMIT $5");
    st = db_rows(db, &r, e, sql.p, "ttiti", who->hari, q->sesudah_nama ? q->sesudah_nama : "",
                 q->sesudah_nama ? q->sesudah_id : (int64_t)0, like_escape(q->teks ? q->teks : "", a),
                 (int64_t)limit);
    while (st == ST_OK && *n < (size_t)limit && rows_next(&r))
        read_row(&r, a, &(*out)[(*n)++]);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

enum status pegawai_add(struct db *db, struct pegawai *p, struct err *e)
{
    struct nip n;
    enum status st;

    nip_check(p->nip, NULL, &n);
    if (!n.valid)
        return err_set(e, n.galat[0], NULL);
    st = db_int(db, &p->id, e,
                "INSERT INTO pegawai (nip, nama, gelar_depan, gelar_belakang, tempat_lahir, tanggal_lahir, "
                "kelamin, status, golongan, tmt_golongan, pendidikan, aktif_mulai, aktif_selesai) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
                "ttttttttttttt", n.teks, p->nama, or_empty(p->gelar_depan), or_empty(p->gelar_belakang),
                or_empty(p->tempat_lahir), p->tanggal_lahir, p->kelamin, p->status, or_empty(p->golongan),
                p->tmt_golongan, or_empty(p->pendidikan), p->aktif_mulai ? p->aktif_mulai : "1900-01-01",
                p->aktif_selesai);
    if (st == ST_CONFLICT && e->code == E_DB_GANDA)
        return err_set(e, E_PEGAWAI_GANDA, "Pegawai dengan NIP %s sudah ada.", n.teks);
    return st;
}

static bool same(const char *a, const char *b)
{
    return strcmp(or_empty(a), or_empty(b)) == 0;
}

enum status pegawai_set(struct db *db, int64_t id, const struct pegawai *baru, const char *mulai,
                        struct buf *isi, bool *changed, struct err *e)
{
    struct arena *a = arena_new();
    struct pegawai old;
    struct jw w;
    json_t *all = json_object();
    enum status st = pegawai_load(db, id, mulai, a, &old, e);

    *changed = false;
    for (int i = 0; st == ST_OK && i < PEGAWAI_FIELDS; i++) {
        const char *v = pegawai_field(baru, i), *was = pegawai_field(&old, i);
        struct buf sql = BUF_NONE;

        if (!v || same(v, was))
            continue;
        *changed = true;
        json_object_set_new(all, fields[i].name, json_pack("[s,s]", or_empty(was), v));
        buf_printf(&sql, "UPDATE pegawai SET %s = $1 WHERE id = $2", fields[i].name);
        st = db_exec(db, NULL, e, sql.p, "ti", v[0] || !fields[i].nullable ? v : NULL, id);
        buf_free(&sql);
    }
    if (st == ST_OK && *changed) {
        json_object_set_new(all, "mulai", json_string(mulai));
        st = db_exec(db, NULL, e, "UPDATE pegawai SET versi = versi + 1 WHERE id = $1", "i", id);
        jw_start(&w, isi);
        jw_json(&w, all);
    }
    json_decref(all);
    arena_free(a);
    return st;
}

enum status pegawai_ubah(struct perintah *p, struct db *db, struct err *e)
{
    struct pegawai_ubah *in = p->input;
    struct subject s;
    struct buf isi = BUF_NONE;
    struct audit_entry a = { .objek = "pegawai", .objek_id = in->id, .peristiwa = "ubah", .peran = "admin" };
    int64_t versi = 0;
    bool changed = false;
    enum status st = pegawai_subject(db, in->id, p->who.hari, &s, e);

    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_PEGAWAI_UBAH, &s, e);
    if (st == ST_OK)
        st = db_int(db, &versi, e, "SELECT versi FROM pegawai WHERE id = $1", "i", in->id);
    if (st == ST_OK)
        st = perintah_versi(p, versi, e);
    if (st == ST_OK)
        st = pegawai_set(db, in->id, &in->baru, in->mulai ? in->mulai : p->who.hari, &isi, &changed, e);
    if (st == ST_OK && changed) {
        a.isi = isi.p;
        st = audit_add(db, &p->who, &a, NULL, e);
    }
    in->out_versi = versi + changed;
    buf_free(&isi);
    return st;
}
