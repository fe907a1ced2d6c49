#include "domain/job.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

#define COLUMNS "id, COALESCE(akun_id, 0), jenis, status, isi, hasil, maju, total, batal, dibuat, diubah"

static void fill(const struct rows *r, struct arena *a, struct job *out)
{
    *out = (struct job){
        .id = row_int(r, 0),
        .akun_id = row_int(r, 1),
        .jenis = row_dup(r, 2, a),
        .status = row_dup(r, 3, a),
        .isi = row_dup(r, 4, a),
        .hasil = row_dup(r, 5, a),
        .maju = row_int(r, 6),
        .total = row_int(r, 7),
        .batal = row_int(r, 8) != 0,
        .dibuat = row_dup(r, 9, a),
        .diubah = row_dup(r, 10, a),
    };
}

enum status job_load(struct db *db, int64_t id, struct arena *a, struct job *out, struct err *e)
{
    struct rows r;
    bool there = false;
    enum status st = db_rows(db, &r, e, "SELECT " COLUMNS " FROM job WHERE id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        fill(&r, a, out);
        there = true;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !there ? err_set(e, E_JOB_TIDAK_ADA, NULL) : st;
}

enum status job_list(struct db *db, int64_t sebelum, int limit, struct arena *a, struct job **out, size_t *n,
                     struct err *e)
{
    struct rows r;
    enum status st;

    *out = arena_array(a, struct job, limit + 1);
    *n = 0;
    st = db_rows(db, &r, e, "SELECT " COLUMNS " FROM job WHERE id < $1 ORDER BY id DESC LIMIT $2", "ii",
                 sebelum ? sebelum : INT64_MAX, (int64_t)limit);
    while (st == ST_OK && rows_next(&r))
        fill(&r, a, &(*out)[(*n)++]);
    return rows_end(&r, st, e);
}

static void put_json(struct jw *w, const char *name, const char *json)
{
    jw_key(w, name);
    if (json)
        jw_raw(w, json, strlen(json));
    else
        jw_null(w);
}

void job_json(const struct job *j, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", j->id);
    jw_ktext(w, "jenis", j->jenis);
    jw_ktext(w, "status", j->status);
    jw_kint(w, "maju", j->maju);
    jw_kint(w, "total", j->total);
    jw_kbool(w, "batal", j->batal);
    put_json(w, "isi", j->isi);
    put_json(w, "hasil", j->hasil);
    jw_ktext(w, "dibuat", j->dibuat);
    jw_ktext(w, "diubah", j->diubah);
    jw_close(w);
}

/* Commands ------------------------------------------------------------------------------------------- */

struct kind {
    const char *jenis;
    enum aksi aksi;
    bool milik; /* the asker may end it without a right over the institution */
};

static const struct kind *kind_of(const char *jenis)
{
    static const struct kind kinds[] = {
        /* Verifying changes no score: whoever may look at all of them may ask for it, the auditor first of
         * all. */
        { "score.verify", AKSI_SCORING_LIHAT, false },
        { "plugin.simulasi", AKSI_PLUGIN_UBAH, true },
        { NULL, AKSI_SCORING_JALANKAN, false },
    };
    const struct kind *k = kinds;

    while (k->jenis && strcmp(k->jenis, jenis) != 0)
        k++;
    return k;
}

static enum status may_run(struct perintah *p, struct db *db, const char *jenis, int64_t unit_id,
                           struct err *e)
{
    return right_check(db, &p->who, kind_of(jenis)->aksi, &(struct subject){ .unit_id = unit_id }, e);
}

bool job_milik(const struct job *j, const struct who *who)
{
    const struct kind *k = kind_of(j->jenis);

    return k->milik && j->akun_id && j->akun_id == who->akun_id && right_possible(who, k->aksi);
}

static void answer(struct perintah *p, int status, int64_t id, const char *keadaan)
{
    struct jw w;

    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_kint(&w, "id", id);
    jw_ktext(&w, "status", keadaan);
    jw_close(&w);
    p->reply.status = status;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/jobs/%lld", (long long)id);
}

enum status job_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct job_buat *in = p->input;
    struct audit_entry entry = { .objek = "job", .peristiwa = "buat", .ke = "antri", .isi = in->isi };
    int64_t akun = p->who.akun_id;
    char now[TIME_TEXT];
    enum status st = may_run(p, db, in->jenis, in->unit_id, e);

    time_format(clock_now(), now);
    if (st == ST_OK)
        st = db_int(db, &in->out_id, e,
                    "INSERT INTO job (jenis, akun_id, status, isi, dibuat, diubah)"
                    " VALUES ($1, $2, 'antri', $3, $4, $4) RETURNING id",
                    "tItt", in->jenis, akun ? &akun : NULL, in->isi, now);
    entry.objek_id = in->out_id;
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    if (st == ST_OK)
        answer(p, 202, in->out_id, "antri");
    return st;
}

enum status job_batal(struct perintah *p, struct db *db, struct err *e)
{
    const struct job_batal *in = p->input;
    struct audit_entry entry = { .objek = "job", .objek_id = in->id, .peristiwa = "batal" };
    struct arena *a = arena_new();
    struct job j = { 0 };
    char now[TIME_TEXT];
    const char *ke = "batal";
    enum status st = job_load(db, in->id, a, &j, e);

    time_format(clock_now(), now);
    if (st == ST_OK && !job_milik(&j, &p->who))
        st = may_run(p, db, j.jenis, 0, e);
    if (st != ST_OK)
        goto out;
    if (strcmp(j.status, "antri") != 0 && strcmp(j.status, "jalan") != 0) {
        st = err_set(e, E_JOB_SELESAI, "Pekerjaan %lld sudah berakhir (%s).", (long long)j.id, j.status);
        goto out;
    }
    /* A running one ends by itself, after the chunks that it has in flight. */
    if (strcmp(j.status, "jalan") == 0)
        ke = "jalan";
    st = db_exec(db, NULL, e, "UPDATE job SET batal = 1, status = $2, diubah = $3 WHERE id = $1", "itt", j.id,
                 ke, now);
    entry.dari = j.status;
    entry.ke = ke;
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    if (st == ST_OK)
        answer(p, 200, j.id, ke);
out:
    arena_free(a);
    return st;
}

/* Running -------------------------------------------------------------------------------------------- */

enum status job_take(struct db *db, const char *jenis, struct arena *a, struct job *out, struct err *e)
{
    char now[TIME_TEXT];
    int64_t id;
    enum status st;

    time_format(clock_now(), now);
    st = db_int(db, &id, e,
                "UPDATE job SET status = 'jalan', diubah = $2 WHERE id = (SELECT id FROM job WHERE jenis = $1"
                " AND status = 'antri' ORDER BY id LIMIT 1) RETURNING id",
                "tt", jenis, now);
    return st == ST_OK ? job_load(db, id, a, out, e) : st;
}

enum status job_progress(struct db *db, int64_t id, int64_t maju, int64_t total, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e, "UPDATE job SET maju = $2, total = $3, diubah = $4 WHERE id = $1", "iiit", id,
                   maju, total, now);
}

enum status job_end(struct db *db, int64_t id, const char *status, const char *hasil, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e, "UPDATE job SET status = $2, hasil = $3, diubah = $4 WHERE id = $1", "ittt",
                   id, status, hasil, now);
}

enum status job_requeue(struct db *db, struct err *e)
{
    return db_exec(db, NULL, e,
                   "UPDATE job SET status = CASE WHEN batal = 1 THEN 'batal' ELSE 'antri' END"
                   " WHERE status = 'jalan'",
                   "");
}
