#include "scoring/run.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/evaluasi.h"
#include "domain/unit.h"
#include "scoring/digest.h"
#include "scoring/hitung.h"
#include "scoring/karantina.h"
#include "scoring/run_tulis.h"

enum { BATCH = 500, THREADS_MAX = 64, PROGRESS_US = 1000000 };

struct batch_state {
    bool done;
    int64_t dinilai, gagal, tertunda;
};

/* Shared by the threads of one run. Above `lock`: written before they start, then only read. */
struct run {
    const char *url;
    struct writer *w;
    const struct run_options *o;
    struct kalender kalender;
    struct aktivasi_peta *peta;
    int64_t unit_id, run_id;
    int64_t *ids; /* evaluations still to do, ascending */
    size_t nids, batch, nbatches;
    int64_t before; /* evaluations done by the run that was interrupted */
    atomic_int stop;

    pthread_mutex_t lock;
    size_t next;               /* batch to be taken */
    struct batch_state *state; /* one a batch */
    size_t contiguous;         /* batches done without a gap */
    int64_t ndone;             /* evaluations of done batches */
    struct run_angka angka;    /* of the contiguous ones */
    int64_t last_progress;
    struct run_sisa *sisa;
    size_t nsisa;
    enum status st; /* first failure of a thread */
    struct err err;
};

struct worker {
    struct run *run;
    pthread_t thread;
    struct db *db;
    struct host *host;
    struct hitung hitung;
    struct digest_lines lines;
    struct hasil_baru *rows;
    size_t crows;
};

/* One batch ------------------------------------------------------------------------------------------ */

static bool take_batch(struct run *run, size_t *at)
{
    bool some;

    if (run->o->stop && atomic_load(run->o->stop) > atomic_load(&run->stop))
        atomic_store(&run->stop, atomic_load(run->o->stop));
    pthread_mutex_lock(&run->lock);
    some = run->st == ST_OK && atomic_load(&run->stop) == RUN_GO && run->next < run->nbatches;
    if (some)
        *at = run->next++;
    pthread_mutex_unlock(&run->lock);
    return some;
}

static void add_line(struct worker *k, const struct hitung_hasil *x)
{
    const struct hitung *h = &k->hitung;
    const struct sheet *s = &h->sheets.sheet[x->sheet];
    struct digest_line line = { .evaluasi_id = s->evaluasi_id,
                                .segmen = s->segmen,
                                .release = digest_keep(&k->lines, x->rule->release->sha256),
                                .setelan = digest_keep(&k->lines, x->rule->setelan_hash),
                                .masukan = x->masukan_hash,
                                .nilai = x->code == E_NONE ? x->nilai : code_row(x->code)->name };

    memcpy(line.nip, s->nip, sizeof(line.nip));
    line.kode = digest_keep(&k->lines, hitung_fungsi(x));
    if (x->indikator != SIZE_MAX) {
        line.rhk = h->sheets.indikator[x->indikator].rhk;
        line.no = h->sheets.indikator[x->indikator].no;
    }
    digest_add(&k->lines, &line);
}

/* Everything of the batch into the store, at most RUN_CHUNK rows at a time. */
static enum status write_rows(struct worker *k, struct err *e)
{
    const struct hitung *h = &k->hitung;
    size_t n = 0;
    enum status st = ST_OK;

    if (h->n > k->crows) {
        k->crows = 2 * h->n;
        k->rows = mem_grow(k->rows, k->crows * sizeof(*k->rows));
    }
    for (size_t i = 0; i < h->n; i++)
        if (!h->hasil[i].tertunda) {
            hitung_baris(h, &h->hasil[i], &k->rows[n++]);
            add_line(k, &h->hasil[i]);
        }
    for (size_t from = 0; st == ST_OK && from < n; from += RUN_CHUNK)
        st = run_simpan(k->run->w, k->run->run_id, k->rows + from,
                        n - from < RUN_CHUNK ? n - from : RUN_CHUNK, e);
    return st;
}

static void note_sisa(struct run *run, const struct sheet *x)
{
    struct run_sisa *s = &run->sisa[run->nsisa];

    if (run->nsisa == RUN_SISA)
        return;
    run->nsisa++;
    *s = (struct run_sisa){ .evaluasi_id = x->evaluasi_id, .segmen = x->segmen, .code = x->gagal };
    snprintf(s->nip, sizeof(s->nip), "%.18s", x->nip);
    snprintf(s->pesan, sizeof(s->pesan), "%s", x->pesan ? x->pesan : code_row(x->gagal)->id);
}

/* Counts the batch and moves the mark up to which everything is done. True if it is time to write that. */
static bool batch_done(struct run *run, size_t at, const struct hitung *h, struct run_angka *angka,
                       int64_t *done)
{
    struct batch_state *b = &run->state[at];
    bool due;

    pthread_mutex_lock(&run->lock);
    for (size_t i = 0; i < h->sheets.n; i++) {
        const struct sheet *x = &h->sheets.sheet[i];

        if (x->tidak_dinilai)
            continue;
        b->dinilai += !x->gagal && !x->tertunda;
        b->gagal += x->gagal && !x->tertunda;
        b->tertunda += x->tertunda;
        if (x->gagal || x->tertunda)
            note_sisa(run, x);
    }
    b->done = true;
    run->ndone += (int64_t)h->sheets.n;
    for (; run->contiguous < run->nbatches && run->state[run->contiguous].done; run->contiguous++) {
        size_t last = (run->contiguous + 1) * run->batch;

        b = &run->state[run->contiguous];
        run->angka.dinilai += b->dinilai;
        run->angka.gagal += b->gagal;
        run->angka.tertunda += b->tertunda;
        run->angka.sampai = run->ids[(last < run->nids ? last : run->nids) - 1];
    }
    due = clock_monotonic() - run->last_progress >= PROGRESS_US;
    if (due)
        run->last_progress = clock_monotonic();
    *angka = run->angka;
    *done = run->ndone;
    pthread_mutex_unlock(&run->lock);
    return due;
}

static enum status report(struct run *run, const struct run_angka *angka, int64_t done, bool due,
                          struct err *e)
{
    bool batal = false;
    enum status st = ST_OK;

    if (due)
        st = run_maju(run->w, run->run_id, angka, run->o->job_id, run->before + done,
                      run->before + (int64_t)run->nids, &batal, e);
    if (batal)
        atomic_store(&run->stop, RUN_CANCEL);
    if (run->o->progress)
        run->o->progress(run->o->arg, run->before + done, run->before + (int64_t)run->nids);
    return st;
}

static enum status run_batch(struct worker *k, size_t at, struct err *e)
{
    struct run *run = k->run;
    size_t from = at * run->batch, n = run->nids - from < run->batch ? run->nids - from : run->batch;
    struct run_angka angka;
    int64_t done;
    bool due;
    enum status st = db_snapshot(k->db, e);

    if (st != ST_OK)
        return st;
    st = hitung_baca(&k->hitung, k->db, run->ids + from, n, e);
    db_snapshot_end(k->db);
    if (st == ST_OK)
        st = hitung_jalan(&k->hitung, e);
    karantina_lapor(k->host, "run", run->w);
    if (st == ST_OK)
        st = write_rows(k, e);
    if (st != ST_OK)
        return st;
    due = batch_done(run, at, &k->hitung, &angka, &done);
    return report(run, &angka, done, due, e);
}

static void *work(void *arg)
{
    struct worker *k = arg;
    struct err e = ERR_NONE;
    size_t at;
    enum status st = db_open(k->run->url, DB_READ, &k->db, &e);

    k->host = host_new(k->run->o->host);
    hitung_init(&k->hitung, &k->run->kalender, k->run->peta, k->host);
    while (st == ST_OK && take_batch(k->run, &at))
        st = run_batch(k, at, &e);
    /* The child dies with the thread that started it, and so do the releases that it read. */
    hitung_clear(&k->hitung);
    host_free(k->host);
    free(k->rows);
    db_close(k->db);
    if (st != ST_OK) {
        pthread_mutex_lock(&k->run->lock);
        if (k->run->st == ST_OK) {
            k->run->st = st;
            k->run->err = e;
        }
        pthread_mutex_unlock(&k->run->lock);
    }
    return NULL;
}

/* Preparing ------------------------------------------------------------------------------------------ */

/* One run at a time on a database; the kernel takes the lock back from a killed process. */
static enum status lock_runs(struct db *db, int *fd, struct err *e)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s.score", db_path(db));
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_set(e, E_IO, "Berkas %s tidak dapat dibuka: %s.", path, strerror(errno));
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return ST_OK;
    close(*fd);
    *fd = -1;
    return err_set(e, E_RUN_JALAN, NULL);
}

static enum status prepare_rows(struct run *run, struct err *e)
{
    struct evaluasi_siapkan in = { .periode_id = run->kalender.id };

    return run->kalender.ditutup ? ST_OK : perintah_sistem_antre(run->w, evaluasi_siapkan, &in, e);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* Evaluations behind `after` whose unit lies in scope, and how many lie before. */
static enum status read_ids(struct db *db, struct run *run, int64_t after, struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids scope = { 0 };
    size_t cap = 0;
    struct rows r;
    enum status st = ST_OK;

    if (run->unit_id)
        st = unit_subtree(db, run->unit_id, run->kalender.mulai, a, &scope, e);
    if (st == ST_OK) {
        if (scope.n)
            qsort(scope.id, scope.n, sizeof(int64_t), by_id);
        st = db_rows(db, &r, e,
                     "SELECT e.id, s.unit_id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id"
                     " JOIN skp s ON s.id = v.skp_id WHERE e.periode_id = $1 ORDER BY e.id",
                     "i", run->kalender.id);
        while (st == ST_OK && rows_next(&r)) {
            int64_t id = row_int(&r, 0), unit = row_int(&r, 1);

            if (run->unit_id && !bsearch(&unit, scope.id, scope.n, sizeof(int64_t), by_id))
                continue;
            if (id <= after) {
                run->before++;
                continue;
            }
            if (run->nids == cap) {
                cap = cap ? 2 * cap : 1024;
                run->ids = mem_grow(run->ids, cap * sizeof(*run->ids));
            }
            run->ids[run->nids++] = id;
        }
        st = rows_end(&r, st, e);
    }
    arena_free(a);
    return st;
}

/* The part that an interrupted run had done, as lines. */
static enum status lines_before(struct db *db, const struct run *run, struct digest_lines *d, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT p.nip, e.segmen, h.kode, l.sha256, h.setelan_hash, h.masukan_hash, COALESCE(h.nilai, "
        "h.galat),"
        " e.id FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id JOIN release l ON l.id = h.release_id"
        " JOIN evaluasi e ON e.id = x.evaluasi_id JOIN skp_versi v ON v.id = e.skp_versi_id"
        " JOIN skp s ON s.id = v.skp_id JOIN pegawai p ON p.id = s.pegawai_id"
        " WHERE x.run_id = $1 AND x.evaluasi_id <= $2",
        "ii", run->run_id, run->angka.sampai);

    while (st == ST_OK && rows_next(&r)) {
        struct digest_line line = { .evaluasi_id = row_int(&r, 7),
                                    .segmen = (int)row_int(&r, 1),
                                    .kode = row_dup(&r, 2, d->a),
                                    .release = row_dup(&r, 3, d->a),
                                    .setelan = row_dup(&r, 4, d->a),
                                    .nilai = row_text(&r, 6) };

        snprintf(line.nip, sizeof(line.nip), "%s", row_text(&r, 0));
        if (!digest_parse(row_text(&r, 5), &line.masukan))
            st = err_set(e, E_SCORE_MASUKAN, NULL);
        digest_add(d, &line);
    }
    return rows_end(&r, st, e);
}

/* The whole ------------------------------------------------------------------------------------------ */

static int thread_count(const struct run *run)
{
    long n = run->o->threads > 0 ? run->o->threads : sysconf(_SC_NPROCESSORS_ONLN);

    if (n > THREADS_MAX)
        n = THREADS_MAX;
    if ((size_t)n > run->nbatches)
        n = (long)run->nbatches;
    return n < 1 ? 1 : (int)n;
}

static enum status run_threads(struct run *run, struct worker *workers, int n, struct err *e)
{
    int started = 0;

    while (started < n) {
        struct worker *k = &workers[started];

        k->run = run;
        digest_init(&k->lines);
        if (pthread_create(&k->thread, NULL, work, k) != 0)
            break;
        started++;
    }
    if (!started)
        return err_set(e, E_GAGAL, "Benang kerja tidak dapat dibuat.");
    for (int i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    if (run->st != ST_OK)
        *e = run->err;
    return run->st;
}

static int by_evaluasi(const void *a, const void *b)
{
    int64_t x = ((const struct run_sisa *)a)->evaluasi_id, y = ((const struct run_sisa *)b)->evaluasi_id;

    return x < y ? -1 : x > y;
}

/* Where it was stopped: the mark is written, and a cancelled run has ended. */
static enum status stopped(struct run *run, struct err *e)
{
    bool ignored;
    enum status st;

    if (atomic_load(&run->stop) == RUN_PAUSE) {
        st = run_maju(run->w, run->run_id, &run->angka, 0, 0, 0, &ignored, e);
        return st == ST_OK ? err_set(e, E_RUN_JEDA, NULL) : st;
    }
    st = run_selesai(run->w, run->run_id, &run->angka, NULL, 0, 0, e);
    return st == ST_OK ? err_set(e, E_RUN_BATAL, NULL) : st;
}

struct finishing {
    struct db *db;
    int64_t run_id;
};

/* The value of a line that was too long to keep. */
static enum status fetch_value(void *arg, const struct digest_line *l, struct buf *out, struct err *e)
{
    const struct finishing *f = arg;
    struct arena *a = arena_new();
    char kode[192], *value = NULL;
    enum status st;

    snprintf(kode, sizeof(kode), "%s", l->kode);
    if (l->rhk)
        snprintf(kode, sizeof(kode), "%s#%d.%d", l->kode, l->rhk, l->no);
    st = db_text(f->db, &value, a, e,
                 "SELECT COALESCE(h.nilai, h.galat) FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id"
                 " WHERE x.run_id = $1 AND x.evaluasi_id = $2 AND h.kode = $3",
                 "iit", f->run_id, l->evaluasi_id, kode);
    if (st == ST_OK)
        buf_str(out, value);
    arena_free(a);
    return st;
}

static enum status finish(struct db *db, struct run *run, const struct worker *workers, int n,
                          const struct digest_lines *before, struct run_result *out, struct err *e)
{
    const struct digest_lines *sets[THREADS_MAX + 1];
    struct finishing f = { db, run->run_id };
    enum status st;

    if (run->contiguous < run->nbatches)
        return stopped(run, e);
    for (int i = 0; i < n; i++)
        sets[i] = &workers[i].lines;
    sets[n] = before;
    st = digest_finish(sets, (size_t)n + 1, run->kalender.kode, fetch_value, &f, out->digest, e);
    if (st != ST_OK)
        return st;
    out->dinilai = run->angka.dinilai;
    out->gagal = run->angka.gagal;
    out->tertunda = run->angka.tertunda;
    qsort(run->sisa, run->nsisa, sizeof(*run->sisa), by_evaluasi);
    return run_selesai(run->w, run->run_id, &run->angka, out->digest, run->o->job_id,
                       run->before + (int64_t)run->nids, e);
}

static enum status score(struct db *db, struct run *run, struct run_result *out, struct err *e)
{
    struct worker *workers = mem_alloc(THREADS_MAX * sizeof(*workers));
    struct digest_lines before;
    int n = 0;
    enum status st;

    digest_init(&before);
    if ((st = run_mulai(run->w, run->kalender.id, run->unit_id, run->o->job_id, &run->run_id, &run->angka,
                        &out->dilanjutkan, e)) != ST_OK ||
        (st = aktivasi_peta_load(db, run->kalender.id, &run->peta, e)) != ST_OK ||
        (st = read_ids(db, run, run->angka.sampai, e)) != ST_OK ||
        (out->dilanjutkan && (st = lines_before(db, run, &before, e)) != ST_OK))
        goto out;
    out->run_id = run->run_id;
    run->batch = run->o->batch > 0 && run->o->batch < BATCH ? (size_t)run->o->batch : BATCH;
    run->nbatches = (run->nids + run->batch - 1) / run->batch;
    run->state = mem_alloc((run->nbatches + 1) * sizeof(*run->state));
    run->last_progress = clock_monotonic();
    n = thread_count(run);
    if ((st = report(run, &run->angka, 0, run->o->job_id != 0, e)) == ST_OK &&
        (st = run_threads(run, workers, n, e)) == ST_OK)
        st = finish(db, run, workers, n, &before, out, e);
out:
    for (int i = 0; i < n; i++)
        digest_clear(&workers[i].lines);
    digest_clear(&before);
    free(workers);
    return st;
}

enum status run_score(const char *url, struct writer *w, const struct run_options *o, struct run_result *out,
                      struct err *e)
{
    struct run run = { .url = url, .w = w, .o = o, .lock = PTHREAD_MUTEX_INITIALIZER };
    int64_t began = clock_monotonic();
    struct db *db = NULL;
    int fd = -1;
    enum status st;

    *out = (struct run_result){ 0 };
    run.sisa = mem_alloc(RUN_SISA * sizeof(*run.sisa));
    if ((st = db_open(url, DB_READ, &db, e)) != ST_OK ||
        (st = kalender_find(db, o->periode, &run.kalender, e)) != ST_OK)
        goto out;
    if (o->unit && unit_find(db, o->unit, &run.unit_id, e) != ST_OK) {
        st = err_set(e, E_SCORE_UNIT, "Unit %s tidak ada.", o->unit);
        goto out;
    }
    if ((st = lock_runs(db, &fd, e)) != ST_OK || (st = prepare_rows(&run, e)) != ST_OK)
        goto out;
    karantina_setelah_run(w, false);
    st = score(db, &run, out, e);
    /* A paused run goes on later, by the rule with which it began. */
    if (e->code != E_RUN_JEDA)
        karantina_setelah_run(w, true);
    out->sisa = run.sisa;
    out->nsisa = run.nsisa;
    run.sisa = NULL;
    out->detik_us = clock_monotonic() - began;
out:
    if (fd >= 0)
        close(fd);
    aktivasi_peta_free(run.peta);
    db_close(db);
    free(run.ids);
    free(run.state);
    free(run.sisa);
    pthread_mutex_destroy(&run.lock);
    return st;
}

void run_result_free(struct run_result *r)
{
    free(r->sisa);
    *r = (struct run_result){ 0 };
}

void run_result_json(const struct run_result *r, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "dinilai", r->dinilai);
    jw_kint(w, "gagal", r->gagal);
    jw_kreal(w, "detik", (double)(r->detik_us / 1000) / 1000);
    jw_ktext(w, "digest", r->digest);
    if (r->tertunda)
        jw_kint(w, "tertunda", r->tertunda);
    if (r->nsisa) {
        jw_key(w, "sisa");
        jw_open(w, '[');
        for (size_t i = 0; i < r->nsisa; i++) {
            jw_open(w, '{');
            jw_kint(w, "evaluasi", r->sisa[i].evaluasi_id);
            jw_ktext(w, "nip", r->sisa[i].nip);
            jw_kint(w, "segmen", r->sisa[i].segmen);
            jw_ktext(w, "code", code_row(r->sisa[i].code)->name);
            jw_ktext(w, "pesan", r->sisa[i].pesan);
            jw_close(w);
        }
        jw_close(w);
    }
    jw_close(w);
}
