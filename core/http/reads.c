#include "http/reads.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "store/writer.h"

enum {
    CHUNK = 500,     /* rows of one bulk command */
    WAITING = 32768, /* rows that may wait; beyond that the store is in trouble, and reads go on unnoted */
    SLOTS = 16384,   /* of the table of what was noted; a power of two */
    PAUSE_S = 1,     /* between two writings */
};

/* A reader and an object in an hour, or a session in some minutes: what need not be noted again. */
struct seen {
    int64_t who, token, object, when;
    int kind;
};

static struct {
    bool running;
    struct writer *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;
    bool stop;
    struct dibaca *rows;
    size_t nrows, lost;
    int64_t *sessions;
    size_t nsessions;
    struct seen seen[SLOTS]; /* direct-mapped: a collision costs a second row, which the store ignores */
} notes = { .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER };

static size_t slot_of(const struct seen *s)
{
    uint64_t h = (uint64_t)s->who * UINT64_C(0x9E3779B97F4A7C15);

    h = (h ^ (uint64_t)s->object) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ (uint64_t)s->token ^ (uint64_t)s->when << 8 ^ (uint64_t)s->kind) * UINT64_C(0x94D049BB133111EB);
    return (size_t)(h >> 32) & (SLOTS - 1);
}

static bool same(const struct seen *a, const struct seen *b)
{
    return a->who == b->who && a->token == b->token && a->object == b->object && a->when == b->when &&
           a->kind == b->kind;
}

/* True the first time. Lock held. */
static bool first_time(const struct seen *s)
{
    struct seen *slot = &notes.seen[slot_of(s)];

    if (same(slot, s))
        return false;
    *slot = *s;
    return true;
}

/* Writing -------------------------------------------------------------------------------------------------
 */

struct batch {
    struct command cmd; /* first */
    const struct dibaca *rows;
    const int64_t *sessions;
    size_t nrows, nsessions;
};

static enum status apply(struct command *c, struct db *db, struct err *e)
{
    const struct batch *b = (const struct batch *)c;
    enum status st = dibaca_simpan(db, b->rows, b->nrows, e);

    return st == ST_OK ? sesi_pakai(db, b->sessions, b->nsessions, clock_now(), e) : st;
}

static size_t at_most(size_t n)
{
    return n < CHUNK ? n : CHUNK;
}

static void write_all(const struct dibaca *rows, size_t nrows, const int64_t *sessions, size_t nsessions)
{
    while (nrows || nsessions) {
        struct batch b = { .cmd = { .apply = apply, .bulk = true },
                           .rows = rows,
                           .sessions = sessions,
                           .nrows = at_most(nrows),
                           .nsessions = at_most(nsessions) };
        struct err e = ERR_NONE;

        if (writer_run(notes.writer, &b.cmd, &e) != ST_OK)
            log_event(LOG_ERROR, "reads.gagal", "%zu catatan pembacaan hilang: %s", b.nrows, e.msg);
        rows += b.nrows;
        nrows -= b.nrows;
        sessions += b.nsessions;
        nsessions -= b.nsessions;
    }
}

/* Takes what waits and writes it, without the lock. Lock held before and after. */
static void flush(void)
{
    struct dibaca *rows = notes.rows;
    int64_t *sessions = notes.sessions;
    size_t nrows = notes.nrows, nsessions = notes.nsessions, lost = notes.lost;

    notes.rows = NULL;
    notes.sessions = NULL;
    notes.nrows = notes.nsessions = notes.lost = 0;
    pthread_mutex_unlock(&notes.lock);
    if (lost)
        log_event(LOG_ERROR, "reads.penuh", "%zu pembacaan tidak tercatat", lost);
    write_all(rows, nrows, sessions, nsessions);
    free(rows);
    free(sessions);
    pthread_mutex_lock(&notes.lock);
}

static void *main_loop(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&notes.lock);
    while (!notes.stop) {
        struct timespec until;

        if (!notes.nrows && !notes.nsessions) {
            pthread_cond_wait(&notes.wake, &notes.lock);
            continue;
        }
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += PAUSE_S;
        while (!notes.stop && pthread_cond_timedwait(&notes.wake, &notes.lock, &until) == 0) {
        }
        flush();
    }
    flush();
    pthread_mutex_unlock(&notes.lock);
    return NULL;
}

enum status reads_start(struct writer *w, struct err *e)
{
    notes.writer = w;
    notes.stop = false;
    memset(notes.seen, 0, sizeof(notes.seen));
    if (pthread_create(&notes.thread, NULL, main_loop, NULL) != 0)
        return err_set(e, E_GAGAL, "Utas catatan pembacaan tidak dapat dimulai.");
    notes.running = true;
    return ST_OK;
}

void reads_stop(void)
{
    if (!notes.running)
        return;
    pthread_mutex_lock(&notes.lock);
    notes.stop = true;
    pthread_cond_signal(&notes.wake);
    pthread_mutex_unlock(&notes.lock);
    pthread_join(notes.thread, NULL);
    notes.running = false;
}

/* Noting --------------------------------------------------------------------------------------------------
 */

/* Room grows by doubling; the caller has looked at the limit. */
static void *room(void *list, size_t n, size_t size)
{
    if (n & (n - 1))
        return list;
    return mem_grow(list, (n ? n * 2 : 1) * size);
}

static void add(const struct dibaca *d)
{
    pthread_mutex_lock(&notes.lock);
    if (notes.nrows >= WAITING) {
        notes.lost++;
    } else {
        notes.rows = room(notes.rows, notes.nrows, sizeof(*notes.rows));
        notes.rows[notes.nrows++] = *d;
        if (notes.nrows == 1)
            pthread_cond_signal(&notes.wake);
    }
    pthread_mutex_unlock(&notes.lock);
}

enum status reads_note(struct request *rq, enum dibaca_objek objek, int64_t id, enum aksi aksi,
                       const struct subject *s)
{
    const struct who *who = &rq->who;
    struct seen key = { .who = who->akun_id, .token = who->token.id, .object = id, .kind = 1 + (int)objek };
    struct dibaca d = { .pegawai_id = s->pegawai_id,
                        .akun_id = who->akun_id,
                        .token_id = who->token.id,
                        .objek = objek,
                        .objek_id = id };
    const struct hak *row = NULL;
    char now[TIME_TEXT];
    bool first;
    enum status st;

    /* A handler that runs for somebody else shows nothing to him: who asks was noted when he read. */
    if (rq->titipan)
        return ST_OK;
    if (!notes.running || !who->akun_id || !s->pegawai_id || s->pegawai_id == who->pegawai_id)
        return ST_OK;
    key.when = clock_now() / INT64_C(3600000000);
    pthread_mutex_lock(&notes.lock);
    first = first_time(&key);
    pthread_mutex_unlock(&notes.lock);
    if (!first)
        return ST_OK;
    /* Once an hour it is worth asking by which row; the check that let it pass has not kept it. */
    if ((st = right_why(rq->db, who, aksi, s, &row, &rq->err)) != ST_OK || !row)
        return st;
    d.peran = row->peran;
    d.relasi = row->relasi;
    time_format(key.when * INT64_C(3600000000), now);
    memcpy(d.jam, now, sizeof(d.jam) - 1);
    add(&d);
    return ST_OK;
}

void reads_note_kuasa(struct request *rq, enum dibaca_objek objek, int64_t id, int64_t pegawai_id)
{
    const struct who *who = &rq->who;
    struct seen key = { .who = who->akun_id,
                        .token = who->token.id,
                        .object = id,
                        .kind = 1 + (int)objek,
                        .when = clock_now() / INT64_C(3600000000) };
    struct dibaca d = { .pegawai_id = pegawai_id,
                        .akun_id = who->akun_id,
                        .token_id = who->token.id,
                        .objek = objek,
                        .objek_id = id,
                        .peran = PERAN_PEGAWAI,
                        .relasi = REL_KUASA };
    char now[TIME_TEXT];
    bool first;

    if (!notes.running || !id || !pegawai_id || pegawai_id == who->pegawai_id)
        return;
    pthread_mutex_lock(&notes.lock);
    first = first_time(&key);
    pthread_mutex_unlock(&notes.lock);
    if (!first)
        return;
    time_format(key.when * INT64_C(3600000000), now);
    memcpy(d.jam, now, sizeof(d.jam) - 1);
    add(&d);
}

void reads_session(const struct sesi *s)
{
    const int64_t step = (int64_t)SESI_PAKAI_MENIT * 60 * 1000000;
    int64_t now = clock_now(), last = s->terakhir ? s->terakhir : s->dibuat;
    struct seen key = { .who = s->id, .when = now / step };

    /* A clock that was set back notes too, once: otherwise the session would look used in the future for
     * long. */
    if (!notes.running || (now - last < step && last - now < step))
        return;
    pthread_mutex_lock(&notes.lock);
    if (notes.nsessions < WAITING && first_time(&key)) {
        notes.sessions = room(notes.sessions, notes.nsessions, sizeof(*notes.sessions));
        notes.sessions[notes.nsessions++] = s->id;
        if (notes.nsessions == 1)
            pthread_cond_signal(&notes.wake);
    }
    pthread_mutex_unlock(&notes.lock);
}
