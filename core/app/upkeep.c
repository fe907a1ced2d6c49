#include "app/upkeep.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "domain/batas.h"
#include "domain/dibaca.h"
#include "domain/keberatan.h"
#include "domain/naskah.h"
#include "domain/peristiwa.h"
#include "domain/sesi.h"
#include "domain/skp.h"
#include "scoring/karantina.h"

enum { LOOK_SECONDS = 30, SWEEP_US_HOURS = 1 };

struct upkeep {
    struct writer *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* of `stop` */
    pthread_cond_t wake;
    bool stop;
    /* The thread's own. */
    char day[DATE_TEXT]; /* the last day for which all was done that time brings */
    int64_t swept;       /* moment (monotonic) of the last sweep, 0 never */
};

static bool stopping(struct upkeep *u)
{
    bool stop;

    pthread_mutex_lock(&u->lock);
    stop = u->stop;
    pthread_mutex_unlock(&u->lock);
    return stop;
}

static enum status command(struct upkeep *u, perintah_fn *run, void *input)
{
    struct err e = ERR_NONE;
    enum status st = perintah_sistem_antre(u->writer, run, input, &e);

    if (st != ST_OK && st != ST_AGAIN)
        log_event(LOG_ERROR, "rawat.gagal", "%s: %s", code_row(e.code)->name, e.msg);
    return st;
}

static enum status sweep(struct perintah *p, struct db *db, struct err *e)
{
    enum status st = sesi_sweep(db, clock_now(), e);

    (void)p;
    return st == ST_OK ? perintah_sweep(db, e) : st;
}

/* Before the plans: a transfer of today ends some of them. */
static bool events(struct upkeep *u)
{
    struct peristiwa_berkala in = { .out_berlaku = 0 };

    do {
        if (command(u, peristiwa_berkala, &in) != ST_OK)
            return false;
        if (in.out_berlaku)
            log_event(LOG_INFO, "rawat.peristiwa", "%lld peristiwa kepegawaian berlaku",
                      (long long)in.out_berlaku);
    } while (in.out_sisa && !stopping(u));
    return !in.out_sisa;
}

static bool plans(struct upkeep *u)
{
    struct skp_berkala in = { .sampai = 0 };

    do {
        in.sampai = in.out_sampai;
        if (command(u, skp_berkala, &in) != ST_OK)
            return false;
    } while (in.out_sisa && !stopping(u));
    if (in.out_berubah)
        log_event(LOG_INFO, "rawat.skp", "%lld SKP berubah menurut tanggal", (long long)in.out_berubah);
    return !in.out_sisa;
}

static bool evaluations(struct upkeep *u)
{
    struct keberatan_berkala in = { .sampai = 0 };

    do {
        in.sampai = in.out_sampai;
        if (command(u, keberatan_berkala, &in) != ST_OK)
            return false;
        if (in.out_final)
            log_event(LOG_INFO, "rawat.evaluasi", "%lld evaluasi menjadi final", (long long)in.out_final);
    } while (in.out_sisa && !stopping(u));
    return !in.out_sisa;
}

static bool drafts(struct upkeep *u)
{
    struct naskah_berkala in = { .sampai = 0 };

    do {
        in.sampai = in.out_sampai;
        if (command(u, naskah_berkala, &in) != ST_OK)
            return false;
        if (in.out_akhir)
            log_event(LOG_INFO, "rawat.naskah", "%lld naskah kedaluwarsa", (long long)in.out_akhir);
    } while (in.out_sisa && !stopping(u));
    return !in.out_sisa;
}

static bool reads(struct upkeep *u)
{
    struct dibaca_bersih in = { .out_sisa = false };

    do {
        if (command(u, dibaca_bersih, &in) != ST_OK)
            return false;
    } while (in.out_sisa && !stopping(u));
    return !in.out_sisa;
}

/* Once a day, and at the start: the day may have passed while no server ran. */
static void daily(struct upkeep *u)
{
    static bool (*const what[])(struct upkeep * u) = { events, plans, evaluations, drafts, reads };
    char today[DATE_TEXT];
    bool all = true;

    clock_today(today);
    if (strcmp(today, u->day) == 0)
        return;
    for (size_t i = 0; i < COUNT(what); i++)
        all &= what[i](u);
    if (all)
        memcpy(u->day, today, sizeof(u->day));
}

/* Limits end in the middle of a look, with outages also in the middle of a day. */
static void locks(struct upkeep *u)
{
    struct batas_berkala in = { .out_dikunci = 0 };

    if (command(u, batas_berkala, &in) == ST_OK && in.out_dikunci)
        log_event(LOG_INFO, "rawat.kunci", "%lld periode dikunci menurut batasnya",
                  (long long)in.out_dikunci);
}

static void look(struct upkeep *u)
{
    const int64_t hour = (int64_t)SWEEP_US_HOURS * 3600 * 1000000;
    struct karantina_terapkan waiting = { .paksa = false };
    int64_t now = clock_monotonic();

    daily(u);
    locks(u);
    /* A quarantine that waited for a run whose process is gone. */
    (void)(command(u, karantina_terapkan, &waiting) == ST_OK);
    if ((!u->swept || now - u->swept >= hour) && command(u, sweep, NULL) == ST_OK)
        u->swept = now;
}

static void *main_loop(void *arg)
{
    struct upkeep *u = arg;
    struct timespec until;

    for (;;) {
        look(u);
        pthread_mutex_lock(&u->lock);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!u->stop && pthread_cond_timedwait(&u->wake, &u->lock, &until) == 0) {
        }
        if (u->stop) {
            pthread_mutex_unlock(&u->lock);
            return NULL;
        }
        pthread_mutex_unlock(&u->lock);
    }
}

enum status upkeep_start(struct writer *w, struct upkeep **out, struct err *e)
{
    struct upkeep *u = mem_alloc(sizeof(*u));

    u->writer = w;
    pthread_mutex_init(&u->lock, NULL);
    pthread_cond_init(&u->wake, NULL);
    if (pthread_create(&u->thread, NULL, main_loop, u) != 0) {
        pthread_cond_destroy(&u->wake);
        pthread_mutex_destroy(&u->lock);
        free(u);
        return err_set(e, E_GAGAL, "Utas perawatan tidak dapat dimulai.");
    }
    *out = u;
    return ST_OK;
}

void upkeep_stop(struct upkeep *u)
{
    if (!u)
        return;
    pthread_mutex_lock(&u->lock);
    u->stop = true;
    pthread_cond_signal(&u->wake);
    pthread_mutex_unlock(&u->lock);
    pthread_join(u->thread, NULL);
    pthread_cond_destroy(&u->wake);
    pthread_mutex_destroy(&u->lock);
    free(u);
}
