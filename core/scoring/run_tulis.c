#include "scoring/run_tulis.h"

#include <string.h>

#include "base/clock.h"
#include "domain/job.h"
#include "scoring/run.h"

struct start {
    struct command cmd;
    int64_t periode_id, unit_id, job_id, run_id;
    struct run_angka angka;
    bool resumed;
};

static enum status find_open(struct db *db, struct start *s, struct err *e)
{
    char oldest[TIME_TEXT], now[TIME_TEXT];
    struct rows r;
    enum status st;

    time_format(clock_now(), now);
    time_format(clock_now() - RUN_RESUME_HOURS * 3600LL * 1000000, oldest);
    st = db_exec(db, NULL, e, "UPDATE run SET selesai = $1 WHERE selesai IS NULL AND mulai < $2", "tt", now,
                 oldest);
    if (st != ST_OK)
        return st;
    st = db_rows(db, &r, e,
                 "SELECT id, sampai, dinilai, gagal, tertunda FROM run WHERE periode_id = $1"
                 " AND COALESCE(unit_id, 0) = $2 AND selesai IS NULL ORDER BY id DESC LIMIT 1",
                 "ii", s->periode_id, s->unit_id);
    if (st == ST_OK && rows_next(&r)) {
        s->run_id = row_int(&r, 0);
        s->angka = (struct run_angka){ row_int(&r, 1), row_int(&r, 2), row_int(&r, 3), row_int(&r, 4) };
        s->resumed = true;
    }
    return rows_end(&r, st, e);
}

static enum status start_apply(struct command *c, struct db *db, struct err *e)
{
    struct start *s = (struct start *)c;
    char now[TIME_TEXT];
    enum status st;

    s->run_id = 0;
    s->resumed = false;
    s->angka = (struct run_angka){ 0 };
    st = find_open(db, s, e);
    if (st != ST_OK)
        return st;
    /* Rows behind the mark belong to chunks that were cut off; they are computed again and referred to then.
     */
    time_format(clock_now(), now);
    if (s->resumed) {
        st = db_exec(db, NULL, e, "UPDATE run SET denyut = $2 WHERE id = $1", "it", s->run_id, now);
        return st == ST_OK
                   ? db_exec(db, NULL, e, "DELETE FROM run_hasil WHERE run_id = $1 AND evaluasi_id > $2",
                             "ii", s->run_id, s->angka.sampai)
                   : st;
    }
    return db_int(db, &s->run_id, e,
                  "INSERT INTO run (periode_id, unit_id, job_id, mulai, denyut) VALUES ($1, $2, $3, $4, $4)"
                  " RETURNING id",
                  "iIIt", s->periode_id, s->unit_id ? &s->unit_id : NULL, s->job_id ? &s->job_id : NULL, now);
}

enum status run_mulai(struct writer *w, int64_t periode_id, int64_t unit_id, int64_t job_id, int64_t *run_id,
                      struct run_angka *angka, bool *dilanjutkan, struct err *e)
{
    struct start s = {
        .cmd.apply = start_apply, .periode_id = periode_id, .unit_id = unit_id, .job_id = job_id
    };
    enum status st = writer_run(w, &s.cmd, e);

    *run_id = s.run_id;
    *angka = s.angka;
    *dilanjutkan = s.resumed;
    return st;
}

struct chunk {
    struct command cmd;
    int64_t run_id;
    const struct hasil_baru *rows;
    size_t n;
};

static enum status chunk_apply(struct command *c, struct db *db, struct err *e)
{
    const struct chunk *k = (const struct chunk *)c;
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < k->n; i++) {
        int64_t id = 0;

        st = hasil_add(db, &k->rows[i], &id, e);
        if (st == ST_OK)
            st = db_exec(db, NULL, e,
                         "INSERT INTO run_hasil (run_id, evaluasi_id, hasil_id) VALUES ($1, $2, $3)"
                         " ON CONFLICT DO NOTHING",
                         "iii", k->run_id, k->rows[i].evaluasi_id, id);
    }
    return st;
}

enum status run_simpan(struct writer *w, int64_t run_id, const struct hasil_baru *rows, size_t n,
                       struct err *e)
{
    struct chunk k = {
        .cmd = { .apply = chunk_apply, .bulk = true }, .run_id = run_id, .rows = rows, .n = n
    };

    return writer_run(w, &k.cmd, e);
}

struct progress {
    struct command cmd;
    int64_t run_id, job_id, maju, total;
    struct run_angka angka;
    const char *digest;
    bool end, batal;
};

static enum status progress_apply(struct command *c, struct db *db, struct err *e)
{
    struct progress *p = (struct progress *)c;
    const struct run_angka *a = &p->angka;
    int64_t batal = 0;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_exec(
        db, NULL, e,
        "UPDATE run SET sampai = $2, dinilai = $3, gagal = $4, tertunda = $5, selesai = $6, digest = $7,"
        " denyut = $8 WHERE id = $1 AND sampai <= $2",
        "iiiiittt", p->run_id, a->sampai, a->dinilai, a->gagal, a->tertunda, p->end ? now : NULL, p->digest,
        now);
    if (st != ST_OK || !p->job_id)
        return st;
    if ((st = job_progress(db, p->job_id, p->maju, p->total, e)) == ST_OK)
        st = db_int(db, &batal, e, "SELECT batal FROM job WHERE id = $1", "i", p->job_id);
    p->batal = batal != 0;
    return st;
}

enum status run_maju(struct writer *w, int64_t run_id, const struct run_angka *angka, int64_t job_id,
                     int64_t maju, int64_t total, bool *batal, struct err *e)
{
    struct progress p = { .cmd.apply = progress_apply,
                          .run_id = run_id,
                          .angka = *angka,
                          .job_id = job_id,
                          .maju = maju,
                          .total = total };
    enum status st = writer_run(w, &p.cmd, e);

    *batal = p.batal;
    return st;
}

enum status run_selesai(struct writer *w, int64_t run_id, const struct run_angka *angka, const char *digest,
                        int64_t job_id, int64_t total, struct err *e)
{
    struct progress p = { .cmd.apply = progress_apply,
                          .run_id = run_id,
                          .angka = *angka,
                          .digest = digest,
                          .end = true,
                          .job_id = job_id,
                          .maju = total,
                          .total = total };

    return writer_run(w, &p.cmd, e);
}
