#include "http/throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A set-associative table: an address lives in one of WAYS slots of its set, the one that failed longest ago
 * gives way. A flood of addresses can push an entry out, but never lets the table grow. */
enum { SETS = 4096, WAYS = 4 };

static const int64_t minute_us = (int64_t)60 * 1000000;

/* Never 0, which marks a free slot. */
static int64_t minute_of(int64_t now)
{
    return now / minute_us + 1;
}

struct slot {
    struct address client;
    int64_t minute;                   /* of the last count; 0: free */
    uint32_t count[THROTTLE_MINUTES]; /* failures, by minute modulo the window */
    int64_t turn;                     /* when the next held attempt may go */
};

struct throttle {
    pthread_mutex_t lock;                         /* guards the slots */
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can aim at one set */
    struct slot slots[SETS][WAYS];
};

struct throttle *throttle_new(void)
{
    struct throttle *t = mem_alloc(sizeof(*t));

    pthread_mutex_init(&t->lock, NULL);
    randombytes_buf(t->key, sizeof(t->key));
    return t;
}

void throttle_free(struct throttle *t)
{
    if (!t)
        return;
    pthread_mutex_destroy(&t->lock);
    free(t);
}

static struct slot *set_of(struct throttle *t, const struct address *client)
{
    unsigned char h[crypto_shorthash_BYTES];
    uint32_t n;

    crypto_shorthash(h, client->b, sizeof(client->b), t->key);
    memcpy(&n, h, sizeof(n));
    return t->slots[n % SETS];
}

/* Forgets the minutes that have left the window. */
static void move_up(struct slot *s, int64_t minute)
{
    if (minute - s->minute >= THROTTLE_MINUTES)
        memset(s->count, 0, sizeof(s->count));
    else
        for (int64_t m = s->minute + 1; m <= minute; m++)
            s->count[m % THROTTLE_MINUTES] = 0;
    s->minute = minute;
}

/* NULL if the address has no slot. */
static struct slot *find(struct slot *set, const struct address *client, int64_t now)
{
    for (int i = 0; i < WAYS; i++)
        if (set[i].minute != 0 && address_equal(&set[i].client, client)) {
            move_up(&set[i], minute_of(now));
            return &set[i];
        }
    return NULL;
}

static bool over(const struct slot *s)
{
    uint64_t n = 0;

    for (int i = 0; i < THROTTLE_MINUTES; i++)
        n += s->count[i];
    return n >= THROTTLE_FAILURES;
}

int64_t throttle_attempt(struct throttle *t, const struct address *client, int64_t now)
{
    struct slot *s;
    int64_t wait = 0;

    pthread_mutex_lock(&t->lock);
    s = find(set_of(t, client), client, now);
    if (s && over(s)) {
        if (s->turn < now)
            s->turn = now;
        s->turn += THROTTLE_PAUSE_MS * 1000;
        /* Bounded, so that a person in a crowd of guessers waits seconds, not minutes. */
        if (s->turn > now + THROTTLE_HOLD_MS * 1000)
            s->turn = now + THROTTLE_HOLD_MS * 1000;
        wait = s->turn - now;
    }
    pthread_mutex_unlock(&t->lock);
    return wait;
}

bool throttle_failed(struct throttle *t, const struct address *client, int64_t now)
{
    struct slot *set, *s;
    bool yes;

    pthread_mutex_lock(&t->lock);
    set = set_of(t, client);
    if (!(s = find(set, client, now))) {
        s = &set[0];
        for (int i = 1; i < WAYS; i++)
            if (set[i].minute < s->minute)
                s = &set[i];
        *s = (struct slot){ .client = *client, .minute = minute_of(now) };
    }
    s->count[s->minute % THROTTLE_MINUTES]++;
    yes = over(s);
    pthread_mutex_unlock(&t->lock);
    return yes;
}
