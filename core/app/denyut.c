#include "app/denyut.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/aturan.h"
#include "domain/gangguan.h"

enum { RECORD = TIME_TEXT + 7 }; /* "2026-02-02T03:04:05.678Z hidup\n" */

struct denyut {
    struct writer *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* of `stop` */
    pthread_cond_t wake;
    bool stop;
    /* The thread's own. */
    int fd;
    uint64_t (*shed)(void);
    uint64_t turned_away; /* at the last pulse */
    int64_t busy_since;   /* monotonic: 503 at every pulse since then; 0 none */
};

/* The file ------------------------------------------------------------------------------------------------
 */

static void beat(int fd, const char *state)
{
    char now[TIME_TEXT], text[RECORD + 1];
    int n;

    time_format(clock_now(), now);
    n = snprintf(text, sizeof(text), "%s %s\n", now, state);
    /* One block is written at once; a torn one is no time and counts as none. */
    if (pwrite(fd, text, (size_t)n, 0) != n || fdatasync(fd) != 0)
        log_event(LOG_ERROR, "denyut.gagal", "denyut tidak dapat ditulis: %s", strerror(errno));
}

/* False: there is none yet, or it is no time. */
static bool last_beat(int fd, int64_t *us, bool *orderly)
{
    char text[RECORD + 1] = "";
    ssize_t n = pread(fd, text, RECORD, 0);

    if (n < TIME_TEXT - 1)
        return false;
    *orderly = strncmp(text + TIME_TEXT - 1, " henti", 6) == 0;
    text[TIME_TEXT - 1] = '\0';
    return time_parse(text, us);
}

/* Outages -------------------------------------------------------------------------------------------------
 */

static void record(struct denyut *d, int64_t from, int64_t until, const char *cause, const char *what)
{
    struct gangguan_catat in = { .dari = from, .sampai = until, .sebab = cause, .keterangan = what };
    struct err e = ERR_NONE;
    enum status st = perintah_sistem_antre(d->writer, gangguan_catat, &in, &e);

    if (st != ST_OK)
        log_event(LOG_ERROR, "denyut.catat", "%s: %s", code_row(e.code)->name, e.msg);
    else if (in.out_id)
        log_event(LOG_WARN, "denyut.gangguan", "layanan terganggu %lld detik: %s",
                  (long long)((until - from) / 1000000), what);
}

/* Shorter ones prolong nothing and are not worth a row. */
static enum status minimum(struct perintah *p, struct db *db, struct err *e)
{
    int64_t *us = p->input;
    enum status st = aturan_nilai(db, "gangguan.menit_minimum", p->who.hari, us, e);

    *us *= (int64_t)60 * 1000000;
    return st;
}

static bool least(struct denyut *d, int64_t *us)
{
    struct err e = ERR_NONE;

    *us = 0;
    return perintah_sistem_antre(d->writer, minimum, us, &e) == ST_OK;
}

/* Durations are those of the monotonic clock: a wall clock that is set is no outage. */
static void ended(struct denyut *d, int64_t length, const char *cause, const char *what)
{
    int64_t now = clock_now();

    record(d, now - length, now, cause, what);
}

static void pulse(struct denyut *d)
{
    int64_t before = clock_monotonic(), after, shortest;
    uint64_t n = d->shed ? d->shed() : 0;
    bool answered;

    beat(d->fd, "hidup");
    answered = least(d, &shortest);
    after = clock_monotonic();
    if (answered && after - before >= shortest)
        ended(d, after - before, "macet", "Penyimpanan tidak menjawab");
    if (n != d->turned_away && !d->busy_since)
        d->busy_since = before;
    if (n == d->turned_away && d->busy_since) {
        if (answered && before - d->busy_since >= shortest)
            ended(d, before - d->busy_since, "beban", "Permintaan ditolak karena server penuh");
        d->busy_since = 0;
    }
    d->turned_away = n;
}

static void *main_loop(void *arg)
{
    struct denyut *d = arg;

    for (;;) {
        struct timespec until;

        pthread_mutex_lock(&d->lock);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += DENYUT_SECONDS;
        while (!d->stop && pthread_cond_timedwait(&d->wake, &d->lock, &until) == 0) {
        }
        if (d->stop) {
            pthread_mutex_unlock(&d->lock);
            return NULL;
        }
        pthread_mutex_unlock(&d->lock);
        pulse(d);
    }
}

static void after_the_last(struct denyut *d)
{
    int64_t last = 0, now = clock_now(), shortest = 0;
    bool orderly = false;

    if (!last_beat(d->fd, &last, &orderly) || last >= now || !least(d, &shortest) || now - last < shortest)
        return;
    record(d, last, now, orderly ? "henti" : "mati",
           orderly ? "Server dihentikan dan dijalankan lagi" : "Server mati lalu dijalankan lagi");
}

enum status denyut_start(struct writer *w, const char *path, uint64_t (*shed)(void), struct denyut **out,
                         struct err *e)
{
    struct denyut *d = mem_alloc(sizeof(*d));

    d->writer = w;
    d->shed = shed;
    d->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (d->fd < 0) {
        enum status st = err_set(e, E_IO, "%s: %s.", path, strerror(errno));

        free(d);
        return st;
    }
    after_the_last(d);
    beat(d->fd, "hidup");
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->wake, NULL);
    if (pthread_create(&d->thread, NULL, main_loop, d) != 0) {
        pthread_cond_destroy(&d->wake);
        pthread_mutex_destroy(&d->lock);
        close(d->fd);
        free(d);
        return err_set(e, E_GAGAL, "Utas denyut tidak dapat dimulai.");
    }
    *out = d;
    return ST_OK;
}

void denyut_stop(struct denyut *d)
{
    if (!d)
        return;
    pthread_mutex_lock(&d->lock);
    d->stop = true;
    pthread_cond_signal(&d->wake);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
    beat(d->fd, "henti");
    close(d->fd);
    pthread_cond_destroy(&d->wake);
    pthread_mutex_destroy(&d->lock);
    free(d);
}
