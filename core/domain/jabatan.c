#include "domain/jabatan.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

static const char *const names[] = { "pelaksana", "fungsional", "pengawas", "administrator", "jpt" };

const char *jabatan_jenis_kode(enum jabatan_jenis j)
{
    return names[j];
}

bool jabatan_jenis_parse(const char *kode, enum jabatan_jenis *out)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i], kode) == 0) {
            *out = (enum jabatan_jenis)i;
            return true;
        }
    return false;
}

bool jabatan_struktural(enum jabatan_jenis j)
{
    return j >= JAB_PENGAWAS;
}

#define COLUMNS                                                                                              \
    "SELECT id, kode, nama, unit_id, jenis, jenjang, eselon, kelas, kepala, atasan_id, versi FROM jabatan "

static void read_row(const struct rows *r, struct arena *a, struct jabatan *j)
{
    *j = (struct jabatan){
        .id = row_int(r, 0),
        .kode = row_dup(r, 1, a),
        .nama = row_dup(r, 2, a),
        .unit_id = row_int(r, 3),
        .jenjang = row_dup(r, 5, a),
        .eselon = row_dup(r, 6, a),
        .kelas = row_int(r, 7),
        .kepala = row_int(r, 8) != 0,
        .atasan_id = row_int(r, 9),
        .versi = row_int(r, 10),
    };
    /* The table's CHECK holds the same five names. */
    (void)jabatan_jenis_parse(row_text(r, 4), &j->jenis);
}

enum status jabatan_load(struct db *db, int64_t id, struct arena *a, struct jabatan *out, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        read_row(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_JABATAN_TIDAK_ADA, NULL);
}

enum status jabatan_find(struct db *db, int64_t unit_id, const char *nama, int64_t *id, struct err *e)
{
    enum status st = db_int(db, id, e,
                            "SELECT id FROM jabatan WHERE unit_id = $1 AND lower(nama) = lower($2) "
                            "ORDER BY id LIMIT 1",
                            "it", unit_id, nama);

    return st == ST_NOT_FOUND ? err_set(e, E_JABATAN_TIDAK_ADA, "Jabatan %s tidak ada di unit itu.", nama)
                              : st;
}

enum status jabatan_list(struct db *db, int64_t unit_id, struct arena *a, struct jabatan **out, size_t *n,
                         struct err *e)
{
    struct rows r;
    int64_t count = 0;
    enum status st = db_int(db, &count, e, "SELECT count(*) FROM jabatan WHERE unit_id = $1", "i", unit_id);

    *n = 0;
    if (st != ST_OK)
        return st;
    *out = arena_array(a, struct jabatan, count + 1);
    st = db_rows(db, &r, e, COLUMNS "WHERE unit_id = $1 ORDER BY kepala DESC, id", "i", unit_id);
    while (st == ST_OK && (int64_t)*n < count && rows_next(&r))
        read_row(&r, a, &(*out)[(*n)++]);
    return rows_end(&r, st, e);
}

enum status jabatan_add(struct db *db, struct jabatan *j, struct err *e)
{
    char kode[32];
    enum status st = ST_OK;

    if (!j->kode) {
        int64_t n = 0;

        st = db_int(db, &n, e, "SELECT coalesce(max(id), 0) + 1 FROM jabatan", "");
        snprintf(kode, sizeof(kode), "jab-%lld", (long long)n);
    }
    if (st != ST_OK)
        return st;
    return db_int(
        db, &j->id, e,
        "INSERT INTO jabatan (kode, nama, unit_id, jenis, jenjang, eselon, kelas, kepala, atasan_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        "ttitttIiI", j->kode ? j->kode : kode, j->nama, j->unit_id, jabatan_jenis_kode(j->jenis), j->jenjang,
        j->eselon, j->kelas ? &j->kelas : NULL, (int64_t)j->kepala, j->atasan_id ? &j->atasan_id : NULL);
}

enum status jabatan_atasan(struct db *db, int64_t id, const char *hari, int64_t *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT " JABATAN_ATASAN("j", "$2") " FROM jabatan j WHERE j.id = $1",
                             "it", id, hari);

    *out = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    return rows_end(&r, st, e);
}

static enum status refuse_cycle(struct db *db, int64_t id, int64_t atasan_id, const char *hari, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e,
        "WITH RECURSIVE atas(id, naik) AS (SELECT CAST($1 AS BIGINT), 0 UNION"
        " SELECT " JABATAN_ATASAN("j", "$3") ", t.naik + 1 FROM atas t JOIN jabatan j ON j.id = t.id"
                                             " WHERE t.naik < 64) SELECT count(*) FROM atas WHERE id = $2",
        "iit", atasan_id, id, hari);

    return st == ST_OK && n > 0 ? err_set(e, E_JABATAN_BERPUTAR, NULL) : st;
}

/* Lines change only on days on which some row begins: those are enough to look at. */
static enum status refuse_cycles_from(struct db *db, int64_t id, int64_t atasan_id, const char *mulai,
                                      struct err *e)
{
    struct buf days = BUF_NONE;
    struct rows r;
    enum status st = refuse_cycle(db, id, atasan_id, mulai, e);

    if (st == ST_OK) {
        st = db_rows(db, &r, e, "SELECT DISTINCT mulai FROM jabatan_atasan WHERE mulai > $1", "t", mulai);
        while (st == ST_OK && rows_next(&r))
            buf_add(&days, row_text(&r, 0), DATE_TEXT);
        st = rows_end(&r, st, e);
    }
    for (size_t i = 0; st == ST_OK && i < days.len; i += DATE_TEXT)
        st = refuse_cycle(db, id, atasan_id, days.p + i, e);
    buf_free(&days);
    return st;
}

enum status jabatan_set_atasan(struct db *db, int64_t id, int64_t atasan_id, const char *mulai, struct err *e)
{
    int64_t before = 0;
    enum status st;

    if (id == atasan_id)
        return err_set(e, E_JABATAN_BERPUTAR, NULL);
    st = atasan_id ? refuse_cycles_from(db, id, atasan_id, mulai, e) : ST_OK;
    if (st == ST_OK)
        st = db_int(db, &before, e,
                    "SELECT (SELECT count(*) FROM jabatan WHERE id = $1 AND atasan_id IS NOT NULL) +"
                    " (SELECT count(*) FROM jabatan_atasan WHERE jabatan_id = $1)",
                    "i", id);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM jabatan_atasan WHERE jabatan_id = $1 AND mulai >= $2", "it",
                     id, mulai);
    if (st == ST_OK && before)
        st = db_exec(db, NULL, e,
                     "INSERT INTO jabatan_atasan (jabatan_id, mulai, atasan_id) VALUES ($1, $2, $3)", "itI",
                     id, mulai, atasan_id ? &atasan_id : NULL);
    if (st != ST_OK)
        return st;
    return db_exec(
        db, NULL, e,
        "UPDATE jabatan SET versi = versi + 1, atasan_id = CASE $3 WHEN 0 THEN $2 ELSE atasan_id END"
        " WHERE id = $1",
        "iIi", id, atasan_id ? &atasan_id : NULL, before);
}
