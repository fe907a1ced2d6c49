/* Dated assignments and delegations; who evaluates whom stands in penilai.c. */
#include "domain/penugasan.h"

#include <stdio.h>
#include <string.h>

#include "domain/jabatan.h"
#include "domain/tanggal.h"

static const char *const kinds[] = { "definitif", "plt", "plh", "tugas_tambahan" };

const char *penugasan_jenis_kode(enum penugasan_jenis j)
{
    return kinds[j];
}

bool penugasan_jenis_parse(const char *kode, enum penugasan_jenis *out)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i], kode) == 0) {
            *out = (enum penugasan_jenis)i;
            return true;
        }
    return false;
}

#define COLUMNS                                                                                              \
    "SELECT t.id, t.pegawai_id, t.jabatan_id, t.jenis, t.mulai, t.selesai, t.dasar_nomor, t.dasar_tanggal, " \
    "t.versi, j.unit_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id "

static void copy(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text ? text : "");
}

static enum status read_one(struct rows *r, enum status st, struct penugasan *out, struct err *e)
{
    bool found = false;

    if (st == ST_OK && rows_next(r)) {
        found = true;
        *out = (struct penugasan){
            .id = row_int(r, 0),
            .pegawai_id = row_int(r, 1),
            .jabatan_id = row_int(r, 2),
            .versi = row_int(r, 8),
            .unit_id = row_int(r, 9),
        };
        (void)penugasan_jenis_parse(row_text(r, 3), &out->jenis);
        copy(out->mulai, sizeof(out->mulai), row_text(r, 4));
        copy(out->selesai, sizeof(out->selesai), row_text(r, 5));
        copy(out->dasar_nomor, sizeof(out->dasar_nomor), row_text(r, 6));
        copy(out->dasar_tanggal, sizeof(out->dasar_tanggal), row_text(r, 7));
    }
    st = rows_end(r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_PENUGASAN_TIDAK_ADA, NULL);
}

enum status penugasan_load(struct db *db, int64_t id, struct penugasan *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE t.id = $1", "i", id);

    return read_one(&r, st, out, e);
}

enum status penugasan_of(struct db *db, int64_t pegawai_id, const char *hari, struct penugasan *out,
                         struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                COLUMNS "WHERE t.pegawai_id = $1 AND t.jenis = 'definitif' AND t.mulai <= $2 "
                        "AND (t.selesai IS NULL OR t.selesai >= $2) ORDER BY t.mulai DESC LIMIT 1",
                "it", pegawai_id, hari);

    return read_one(&r, st, out, e);
}

/* Writing --------------------------------------------------------------------------------------------- */

static bool is_date(const char *s)
{
    int32_t day;

    return s && date_parse(s, &day);
}

static enum status check_form(const struct penugasan *t, struct err *e)
{
    if (!is_date(t->mulai) || (t->selesai[0] && (!is_date(t->selesai) || strcmp(t->selesai, t->mulai) < 0)))
        return err_set(e, E_PENUGASAN_TANGGAL, NULL);
    if (t->jenis == TUGAS_PLH && !t->selesai[0])
        return err_set(e, E_PENUGASAN_TANGGAL,
                       "Plh berlaku selama pejabatnya berhalangan: isi tanggal selesai.");
    if (t->jenis != TUGAS_DEFINITIF && (!t->dasar_nomor[0] || !is_date(t->dasar_tanggal)))
        return err_set(e, E_PENUGASAN_DASAR, NULL);
    return ST_OK;
}

/* Another assignment of the given kinds that shares a day with `t`, by person or by post. */
static enum status refuse_overlap(struct db *db, const struct penugasan *t, bool by_post, bool additional_too,
                                  struct err *e)
{
    static const char by_person_sql[] =
        "SELECT p.nama, j.nama, t.mulai FROM penugasan t JOIN pegawai p ON p.id = t.pegawai_id "
        "JOIN jabatan j ON j.id = t.jabatan_id WHERE t.pegawai_id = $1 AND t.id <> $2 "
        "AND (t.jenis = 'definitif' OR (t.jenis = 'tugas_tambahan' AND $3 = 1)) AND t.mulai <= $4 "
        "AND (t.selesai IS NULL OR t.selesai >= $5) LIMIT 1";
    static const char by_post_sql[] =
        "SELECT p.nama, j.nama, t.mulai FROM penugasan t JOIN pegawai p ON p.id = t.pegawai_id "
        "JOIN jabatan j ON j.id = t.jabatan_id WHERE t.jabatan_id = $1 AND t.id <> $2 "
        "AND (t.jenis = 'definitif' OR (t.jenis = 'tugas_tambahan' AND $3 = 1)) AND t.mulai <= $4 "
        "AND (t.selesai IS NULL OR t.selesai >= $5) LIMIT 1";
    struct rows r;
    char day[TANGGAL_TEXT];
    bool clash = false;
    enum status st = db_rows(db, &r, e, by_post ? by_post_sql : by_person_sql, "iiitt",
                             by_post ? t->jabatan_id : t->pegawai_id, t->id, (int64_t)additional_too,
                             t->selesai[0] ? t->selesai : "9999-12-31", t->mulai);

    if (st == ST_OK && rows_next(&r)) {
        clash = true;
        err_set(e, E_PENUGASAN_TUMPANG,
                by_post ? "%s sudah memangku jabatan %s sejak %s."
                        : "%s sudah memangku jabatan definitif %s sejak %s.",
                row_text(&r, 0), row_text(&r, 1), tanggal_tulis(row_text(&r, 2), day));
    }
    if (clash) {
        struct err ignored = ERR_NONE;

        st = rows_end(&r, ST_OK, &ignored);
        return st == ST_OK ? err_status(e) : st;
    }
    return rows_end(&r, st, e);
}

enum status penugasan_add(struct db *db, struct penugasan *t, struct err *e)
{
    struct arena *a = arena_new();
    struct jabatan j;
    enum status st = check_form(t, e);

    if (st == ST_OK)
        st = jabatan_load(db, t->jabatan_id, a, &j, e);
    if (st == ST_OK && t->jenis == TUGAS_DEFINITIF)
        st = refuse_overlap(db, t, false, false, e);
    /* One holder of a structural post; one head of a unit whose head is a functional official. */
    if (st == ST_OK && t->jenis == TUGAS_DEFINITIF && jabatan_struktural(j.jenis))
        st = refuse_overlap(db, t, true, false, e);
    if (st == ST_OK && (t->jenis == TUGAS_DEFINITIF || t->jenis == TUGAS_TAMBAHAN) && j.kepala)
        st = refuse_overlap(db, t, true, true, e);
    if (st == ST_OK && t->id)
        st =
            db_exec(db, NULL, e,
                    "UPDATE penugasan SET pegawai_id = $1, jabatan_id = $2, jenis = $3, mulai = $4, selesai ="
                    " $5, dasar_nomor = $6, dasar_tanggal = $7, versi = versi + 1 WHERE id = $8",
                    "iittttti", t->pegawai_id, t->jabatan_id, penugasan_jenis_kode(t->jenis), t->mulai,
                    t->selesai[0] ? t->selesai : NULL, t->dasar_nomor,
                    t->dasar_tanggal[0] ? t->dasar_tanggal : NULL, t->id);
    else if (st == ST_OK)
        st = db_int(db, &t->id, e,
                    "INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, selesai, dasar_nomor, "
                    "dasar_tanggal) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    "iittttt", t->pegawai_id, t->jabatan_id, penugasan_jenis_kode(t->jenis), t->mulai,
                    t->selesai[0] ? t->selesai : NULL, t->dasar_nomor,
                    t->dasar_tanggal[0] ? t->dasar_tanggal : NULL);
    if (st == ST_OK) {
        t->versi = 1;
        t->unit_id = j.unit_id;
    }
    arena_free(a);
    return st;
}

enum status penugasan_tutup(struct db *db, int64_t id, const char *selesai, struct err *e)
{
    struct penugasan t;
    enum status st = penugasan_load(db, id, &t, e);

    if (st != ST_OK)
        return st;
    if (!is_date(selesai) || strcmp(selesai, t.mulai) < 0)
        return err_set(e, E_PENUGASAN_TANGGAL, NULL);
    return db_exec(db, NULL, e, "UPDATE penugasan SET selesai = $1, versi = versi + 1 WHERE id = $2", "ti",
                   selesai, id);
}

enum status delegasi_add(struct db *db, struct delegasi *d, struct err *e)
{
    int64_t n = 0;
    enum status st;

    if (d->pegawai_id == d->penilai_id)
        return err_set(e, E_DELEGASI_DIRI, NULL);
    if (!is_date(d->mulai) || (d->selesai && (!is_date(d->selesai) || strcmp(d->selesai, d->mulai) < 0)))
        return err_set(e, E_PENUGASAN_TANGGAL, NULL);
    if (!d->dasar_nomor || !d->dasar_nomor[0] || !is_date(d->dasar_tanggal))
        return err_set(e, E_PENUGASAN_DASAR, NULL);
    st = db_int(db, &n, e,
                "SELECT count(*) FROM delegasi WHERE pegawai_id = $1 AND mulai <= $2 "
                "AND (selesai IS NULL OR selesai >= $3)",
                "itt", d->pegawai_id, d->selesai ? d->selesai : "9999-12-31", d->mulai);
    if (st == ST_OK && n > 0)
        return err_set(e, E_DELEGASI_TUMPANG, NULL);
    if (st != ST_OK)
        return st;
    return db_int(db, &d->id, e,
                  "INSERT INTO delegasi (pegawai_id, penilai_id, mulai, selesai, dasar_nomor, dasar_tanggal) "
                  "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                  "iitttt", d->pegawai_id, d->penilai_id, d->mulai, d->selesai, d->dasar_nomor,
                  d->dasar_tanggal);
}
