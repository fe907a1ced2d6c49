#include "domain/unit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "domain/tanggal.h"

/* A dated row holds on day $2. */
#define VALID(alias) alias ".mulai <= $2 AND (" alias ".selesai IS NULL OR " alias ".selesai >= $2)"

enum { TREE_DEPTH = 32 };

static void read_unit(const struct rows *r, struct arena *a, struct unit *u)
{
    *u = (struct unit){
        .id = row_int(r, 0),
        .kode = row_dup(r, 1, a),
        .nama = row_dup(r, 2, a),
        .jenis = row_dup(r, 3, a),
        .opd = row_int(r, 4) != 0,
        .versi = row_int(r, 5),
        .induk_id = row_int(r, 6),
        .wilayah_id = row_int(r, 7),
    };
}

#define COLUMNS                                                                                              \
    "SELECT u.id, u.kode, u.nama, u.jenis, u.opd, u.versi, "                                                 \
    "(SELECT i.induk_id FROM unit_induk i WHERE i.unit_id = u.id AND " VALID(                                \
        "i") "), "                                                                                           \
             "(SELECT w.wilayah_id FROM unit_wilayah w WHERE w.unit_id = u.id AND " VALID(                   \
                 "w") ") "                                                                                   \
                      "FROM unit u "

enum status unit_load(struct db *db, int64_t id, const char *hari, struct arena *a, struct unit *out,
                      struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE u.id = $1", "it", id, hari);

    if (st == ST_OK && rows_next(&r)) {
        read_unit(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_UNIT_TIDAK_ADA, NULL);
}

enum status unit_find(struct db *db, const char *kode, int64_t *id, struct err *e)
{
    enum status st = db_int(db, id, e, "SELECT id FROM unit WHERE kode = $1", "t", kode);

    return st == ST_NOT_FOUND ? err_set(e, E_UNIT_TIDAK_ADA, "Unit dengan kode %s tidak ada.", kode) : st;
}

enum status unit_list(struct db *db, const struct who *who, const char *after, int limit, struct arena *a,
                      struct unit **out, size_t *n, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct right_columns c = { .unit = "u.id" };
    struct rows r;
    enum status st;

    *out = arena_array(a, struct unit, limit > 0 ? limit : 1);
    *n = 0;
    buf_str(&sql, COLUMNS "WHERE u.kode > $1 AND ");
    right_where(who, AKSI_UNIT_LIHAT, &c, &sql);
    buf_str(&sql, " ORDER BY u.kode LIMIT $3");
    st = db_rows(db, &r, e, sql.p, "tti", after ? after : "", who->hari, (int64_t)limit);
    while (st == ST_OK && *n < (size_t)limit && rows_next(&r))
        read_unit(&r, a, &(*out)[(*n)++]);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* All ids of a query's first column with parameters ($1 id, $2 day). */
static enum status collect(struct db *db, const char *sql, int64_t id, const char *hari, struct arena *a,
                           struct unit_ids *out, struct err *e)
{
    struct buf b = BUF_NONE;
    struct rows r;
    enum status st = db_rows(db, &r, e, sql, "it", id, hari);

    while (st == ST_OK && rows_next(&r)) {
        int64_t v = row_int(&r, 0);

        buf_add(&b, &v, sizeof(v));
    }
    st = rows_end(&r, st, e);
    out->n = b.len / sizeof(int64_t);
    out->id = arena_array(a, int64_t, out->n + 1);
    if (b.len)
        memcpy(out->id, b.p, b.len);
    buf_free(&b);
    return st;
}

#define SUBTREE                                                                                              \
    "WITH RECURSIVE bawah(id, dalam) AS (SELECT CAST($1 AS BIGINT), 0 UNION "                                \
    "SELECT i.unit_id, b.dalam + 1 FROM bawah b JOIN unit_induk i ON i.induk_id = b.id "                     \
    "WHERE b.dalam < 32 AND " VALID("i") ") "

enum status unit_subtree(struct db *db, int64_t id, const char *hari, struct arena *a, struct unit_ids *out,
                         struct err *e)
{
    return collect(db, SUBTREE "SELECT id FROM bawah ORDER BY dalam, id", id, hari, a, out, e);
}

enum status unit_ancestors(struct db *db, int64_t id, const char *hari, struct arena *a, struct unit_ids *out,
                           struct err *e)
{
    return collect(db,
                   "WITH RECURSIVE atas(id, naik) AS (SELECT CAST($1 AS BIGINT), 0 UNION "
                   "SELECT i.induk_id, t.naik + 1 FROM atas t JOIN unit_induk i ON i.unit_id = t.id "
                   "WHERE t.naik < 32 AND " VALID("i") ") SELECT id FROM atas ORDER BY naik",
                   id, hari, a, out, e);
}

enum status unit_territory(struct db *db, int64_t id, const char *hari, struct arena *a, struct unit_ids *out,
                           struct err *e)
{
    return collect(db,
                   SUBTREE
                   "SELECT DISTINCT w.unit_id FROM unit_wilayah w JOIN bawah b ON b.id = w.wilayah_id "
                   "WHERE " VALID("w") " AND w.unit_id NOT IN (SELECT id FROM bawah) ORDER BY w.unit_id",
                   id, hari, a, out, e);
}

enum status unit_kepala(struct db *db, int64_t id, const char *hari, int64_t *pegawai_id, struct err *e)
{
    enum status st = db_int(db, pegawai_id, e,
                            "SELECT p.pegawai_id FROM penugasan p JOIN jabatan j ON j.id = p.jabatan_id "
                            "WHERE j.unit_id = $1 AND j.kepala = 1 AND " VALID(
                                "p") " ORDER BY CASE p.jenis WHEN 'plh' THEN 0 WHEN 'plt' THEN 2 ELSE 1 END, "
                                     "p.mulai DESC, p.id LIMIT 1",
                            "it", id, hari);

    if (st == ST_NOT_FOUND) {
        *pegawai_id = 0;
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

enum status generasi_naik(struct db *db, const char *nama, struct err *e)
{
    return db_exec(db, NULL, e, "UPDATE generasi SET n = n + 1 WHERE nama = $1", "t", nama);
}

/* "UPT Puskesmas Tenayan Raya" → "upt-puskesmas-tenayan-raya". */
static void slug(const char *nama, char out[49])
{
    size_t n = 0;

    for (; *nama && n < 48; nama++) {
        if (isalnum((unsigned char)*nama) && (unsigned char)*nama < 128)
            out[n++] = (char)tolower((unsigned char)*nama);
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n && out[n - 1] == '-')
        n--;
    if (!n)
        out[n++] = 'u';
    out[n] = '\0';
}

/* The first of "nama", "nama-2", … that no unit has. */
static enum status free_kode(struct db *db, const char *nama, char out[64], struct err *e)
{
    char base[49];
    int64_t id;
    enum status st = ST_OK;

    slug(nama, base);
    snprintf(out, 64, "%s", base);
    for (int i = 2; i < 10000; i++) {
        st = db_int(db, &id, e, "SELECT id FROM unit WHERE kode = $1", "t", out);
        if (st != ST_OK)
            break;
        snprintf(out, 64, "%s-%d", base, i);
    }
    if (st != ST_NOT_FOUND)
        return st == ST_OK ? err_set(e, E_UNIT_GANDA, NULL) : st;
    err_clear(e);
    return ST_OK;
}

enum status unit_add(struct db *db, struct unit_baru *u, struct err *e)
{
    char kode[64];
    enum status st;

    if (!u->kode) {
        if ((st = free_kode(db, u->nama, kode, e)) != ST_OK)
            return st;
    } else {
        snprintf(kode, sizeof(kode), "%s", u->kode);
    }
    st = db_int(db, &u->out_id, e,
                "INSERT INTO unit (kode, nama, jenis, opd) VALUES ($1, $2, $3, $4) RETURNING id", "ttti",
                kode, u->nama, u->jenis, (int64_t)u->opd);
    if (st == ST_CONFLICT && e->code == E_DB_GANDA)
        return err_set(e, E_UNIT_GANDA, "Kode unit %s sudah dipakai.", kode);
    if (st != ST_OK)
        return st;
    if (u->induk_id)
        st = db_exec(db, NULL, e, "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES ($1, $2, $3)",
                     "iit", u->out_id, u->induk_id, u->mulai);
    return st == ST_OK ? generasi_naik(db, "unit", e) : st;
}

/* E_UNIT_BERPUTAR if `induk` stands under `id` on `hari`. */
static enum status refuse_cycle(struct db *db, int64_t id, int64_t induk, const char *hari, struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids up = { .n = 0 };
    enum status st = unit_ancestors(db, induk, hari, a, &up, e);

    for (size_t i = 0; st == ST_OK && i < up.n; i++)
        if (up.id[i] == id)
            st = err_set(e, E_UNIT_BERPUTAR, NULL);
    if (st == ST_OK && up.n > TREE_DEPTH - 1)
        st = err_set(e, E_UNIT_BERPUTAR, "Susunan unit lebih dalam dari %d tingkat.", TREE_DEPTH);
    arena_free(a);
    return st;
}

/* The tree changes only on days when some row begins or the day after one ends: those are enough to look at.
 */
static enum status refuse_cycles_from(struct db *db, int64_t id, int64_t induk, const char *mulai,
                                      struct err *e)
{
    struct rows r;
    struct buf days = BUF_NONE;
    enum status st = refuse_cycle(db, id, induk, mulai, e);

    if (st == ST_OK) {
        st = db_rows(db, &r, e, "SELECT DISTINCT mulai FROM unit_induk WHERE mulai > $1", "t", mulai);
        while (st == ST_OK && rows_next(&r))
            buf_add(&days, row_text(&r, 0), DATE_TEXT);
        st = rows_end(&r, st, e);
    }
    for (size_t i = 0; st == ST_OK && i < days.len; i += DATE_TEXT)
        st = refuse_cycle(db, id, induk, days.p + i, e);
    buf_free(&days);
    return st;
}

/* Replaces what holds from `mulai` on in a dated relation. `table` and `column` are ours, never input. */
static enum status replace_from(struct db *db, const char *table, const char *column, int64_t id,
                                int64_t other, const char *mulai, struct err *e)
{
    struct buf sql = BUF_NONE;
    char before[DATE_TEXT];
    enum status st;

    tanggal_geser(mulai, -1, before);
    buf_printf(&sql, "DELETE FROM %s WHERE unit_id = $1 AND mulai >= $2", table);
    st = db_exec(db, NULL, e, sql.p, "it", id, mulai);
    buf_clear(&sql);
    buf_printf(&sql, "UPDATE %s SET selesai = $1 WHERE unit_id = $2 AND (selesai IS NULL OR selesai > $1)",
               table);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, sql.p, "ti", before, id);
    buf_clear(&sql);
    buf_printf(&sql, "INSERT INTO %s (unit_id, %s, mulai) VALUES ($1, $2, $3)", table, column);
    if (st == ST_OK && other)
        st = db_exec(db, NULL, e, sql.p, "iit", id, other, mulai);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE unit SET versi = versi + 1 WHERE id = $1", "i", id);
    buf_free(&sql);
    return st == ST_OK ? generasi_naik(db, "unit", e) : st;
}

enum status unit_pindah(struct db *db, int64_t id, int64_t induk_id, const char *mulai, struct err *e)
{
    enum status st = ST_OK;

    if (id == induk_id)
        return err_set(e, E_UNIT_BERPUTAR, NULL);
    if (induk_id)
        st = refuse_cycles_from(db, id, induk_id, mulai, e);
    return st == ST_OK ? replace_from(db, "unit_induk", "induk_id", id, induk_id, mulai, e) : st;
}

enum status unit_set_wilayah(struct db *db, int64_t id, int64_t wilayah_id, const char *mulai, struct err *e)
{
    if (id == wilayah_id)
        return err_set(e, E_UNIT_BERPUTAR, "Unit tidak dapat berada di wilayahnya sendiri.");
    return replace_from(db, "unit_wilayah", "wilayah_id", id, wilayah_id, mulai, e);
}
