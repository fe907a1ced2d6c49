#include "http/throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A set-associative table: an address lives in one of WAYS slots of its set, the one that failed longest ago
 * gives way. A flood of addresses can push an entry out, but never lets the table grow. */
enum { SETS = 4096, WAYS = 4 };

static const int64_t window = (int64_t)THROTTLE_MINUTES * 60 * 1000000;

struct slot {
    struct address client;
    int64_t since;        /* start of the current window; 0: free */
    uint32_t now, before; /* failures in this window and in the one before */
    int64_t turn;         /* when the next held attempt may go */
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

/* With the windows moved up to `now`; NULL if the address has no slot. */
static struct slot *find(struct slot *set, const struct address *client, int64_t now)
{
    for (int i = 0; i < WAYS; i++) {
        struct slot *s = &set[i];

        if (s->since == 0 || !address_equal(&s->client, client))
            continue;
        if (now - s->since >= 2 * window)
            s->now = s->before = 0, s->since = now;
        else if (now - s->since >= window)
            s->before = s->now, s->now = 0, s->since += window;
        return s;
    }
    return NULL;
}

/* The failures of the last ten minutes: this window's, and of the one before the share that still counts. */
static bool over(const struct slot *s, int64_t now)
{
    int64_t left = window - (now - s->since);

    return (int64_t)s->now + (int64_t)s->before * left / window >= THROTTLE_FAILURES;
}

int64_t throttle_attempt(struct throttle *t, const struct address *client, int64_t now)
{
    struct slot *s;
    int64_t wait = 0;

    pthread_mutex_lock(&t->lock);
    s = find(set_of(t, client), client, now);
    if (s && over(s, now)) {
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
            if (set[i].since < s->since)
                s = &set[i];
        *s = (struct slot){ .client = *client, .since = now };
    }
    s->now++;
    yes = over(s, now);
    pthread_mutex_unlock(&t->lock);
    return yes;
}
