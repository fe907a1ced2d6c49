#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/pool.h"
#include "base/queue.h"

static struct work works[4096];

static struct work *work(int i, enum lane lane, bool slow)
{
    works[i] = (struct work){ .lane = lane, .slow = slow };
    return &works[i];
}

static int popped(struct queue *q)
{
    return (int)(queue_pop(q) - works);
}

static void empty(struct queue *q)
{
    queue_close(q);
    assert_null(queue_pop(q));
    queue_free(q);
}

static void test_urgent_first_and_in_order(void **state)
{
    static const enum lane in[] = { LANE_REPORT, LANE_READ,  LANE_SAVE, LANE_LOGIN,  LANE_SUBMIT,
                                    LANE_READ,   LANE_LOGIN, LANE_SAVE, LANE_SUBMIT, LANE_REPORT };
    static const int out[] = { 3, 6, 4, 8, 2, 7, 1, 5, 0, 9 };
    struct queue *q = queue_new(64, (struct places){ 1, 1, 1 });
    size_t depths[LANES];

    (void)state;
    for (int i = 0; i < (int)COUNT(in); i++)
        assert_true(queue_push(q, work(i, in[i], false)));
    queue_depths(q, depths);
    for (int i = 0; i < LANES; i++)
        assert_int_equal(depths[i], 2);
    for (int i = 0; i < (int)COUNT(out); i++)
        assert_int_equal(popped(q), out[i]);
    empty(q);
}

/* Of 16 places: reports may fill 4, reads 12, logins and drafts 15, submissions all. */
static void test_shares(void **state)
{
    static const struct {
        enum lane lane;
        int fits;
    } rows[] = {
        { LANE_REPORT, 4 }, { LANE_READ, 8 }, { LANE_LOGIN, 3 }, { LANE_SAVE, 0 }, { LANE_SUBMIT, 1 }
    };
    struct queue *q = queue_new(16, (struct places){ 1, 1, 1 });
    int n = 0;

    (void)state;
    for (size_t r = 0; r < COUNT(rows); r++) {
        for (int i = 0; i < rows[r].fits; i++)
            assert_true(queue_push(q, work(n++, rows[r].lane, false)));
        assert_false(queue_push(q, work(n, rows[r].lane, false)));
    }
    while (n-- > 0)
        queue_pop(q);
    assert_true(queue_push(q, work(0, LANE_REPORT, false)));
    queue_pop(q);
    empty(q);
}

static void test_slow_work_waits_aside(void **state)
{
    struct queue *q = queue_new(64, (struct places){ 1, 2, 2 });
    size_t depths[LANES];

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(queue_push(q, work(i, LANE_READ, true)));
    assert_true(queue_push(q, work(3, LANE_READ, false)));
    assert_true(queue_push(q, work(4, LANE_REPORT, false)));
    assert_int_equal(popped(q), 0);
    assert_true(queue_claim(q, &works[0], 100));
    assert_int_equal(popped(q), 1);
    assert_true(queue_claim(q, &works[1], 101));
    assert_int_equal(popped(q), 3); /* the third slow one steps back behind the reports */
    queue_depths(q, depths);
    assert_int_equal(depths[LANE_REPORT], 2);
    assert_int_equal(depths[LANE_READ], 0);
    assert_int_equal(popped(q), 4);
    queue_release(q, 100, false);
    assert_int_equal(popped(q), 2);
    assert_true(queue_claim(q, &works[2], 100));
    queue_release(q, 101, false);
    queue_release(q, 100, false);
    empty(q);
}

static void test_one_slow_work_for_a_user(void **state)
{
    struct queue *q = queue_new(64, (struct places){ 1, 2, 2 });

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(queue_push(q, work(i, LANE_READ, true)));
    assert_int_equal(popped(q), 0);
    assert_true(queue_claim(q, &works[0], 7));
    assert_int_equal(popped(q), 1);
    assert_false(queue_claim(q, &works[1], 7)); /* goes back; its place is free for the next */
    assert_int_equal(popped(q), 2);
    assert_true(queue_claim(q, &works[2], 8));
    queue_release(q, 8, false);
    assert_true(queue_push(q, work(3, LANE_REPORT, false)));
    assert_int_equal(popped(q), 3); /* 7 still runs, so what waits behind 7 is passed over */
    queue_release(q, 7, false);
    assert_int_equal(popped(q), 1);
    assert_true(queue_claim(q, &works[1], 7));
    queue_release(q, 7, false);
    empty(q);
}

/* Two packages and two calls, one place for either: each waits for its own kind only. */
static void test_heavy_work_leaves_a_place(void **state)
{
    struct queue *q = queue_new(64, (struct places){ 1, 1, 2 });

    (void)state;
    for (int i = 0; i < 4; i++) {
        struct work *w = work(i, LANE_SAVE, true);

        w->heavy = i < 2;
        assert_true(queue_push(q, w));
    }
    assert_int_equal(popped(q), 0);
    assert_true(queue_claim(q, &works[0], 7));
    assert_int_equal(popped(q), 2); /* past the second package */
    assert_true(queue_claim(q, &works[2], 8));
    queue_release(q, 8, false);
    assert_int_equal(popped(q), 3);
    assert_false(queue_claim(q, &works[3], 7)); /* one for a user, of whatever kind */
    queue_release(q, 7, true);
    assert_int_equal(popped(q), 1);
    assert_true(queue_claim(q, &works[1], 9));
    assert_int_equal(popped(q), 3);
    assert_true(queue_claim(q, &works[3], 7));
    queue_release(q, 9, true);
    queue_release(q, 7, false);
    empty(q);
}

/* Two places for calls, of which a package may hold one. */
static void test_heavy_work_within_all(void **state)
{
    struct queue *q = queue_new(64, (struct places){ 1, 2, 2 });

    (void)state;
    for (int i = 0; i < 4; i++) {
        struct work *w = work(i, LANE_READ, true);

        w->heavy = i < 2;
        assert_true(queue_push(q, w));
    }
    assert_int_equal(popped(q), 0);
    assert_int_equal(popped(q), 2);
    assert_true(queue_push(q, work(4, LANE_REPORT, false)));
    assert_int_equal(popped(q), 4); /* both places are taken */
    queue_release(q, 0, true);
    assert_int_equal(popped(q), 1); /* it waited longest */
    queue_release(q, 0, true);
    assert_int_equal(popped(q), 3);
    queue_release(q, 0, false);
    queue_release(q, 0, false);
    empty(q);
}

static void test_closed_queue_is_emptied(void **state)
{
    struct queue *q = queue_new(64, (struct places){ 1, 1, 1 });

    (void)state;
    assert_true(queue_push(q, work(0, LANE_SAVE, false)));
    queue_close(q);
    assert_false(queue_push(q, work(1, LANE_SAVE, false)));
    assert_int_equal(popped(q), 0);
    assert_null(queue_pop(q));
    queue_free(q);
}

/* Threads: nothing is lost, nothing is done twice, and no more slow work runs at once than there are places.
 */
enum { THREADS = 4, PLACES = 2, N = 4000 };

static struct {
    struct queue *q;
    pthread_mutex_t lock;
    int done[N], slow_now, slow_most, user_now[8];
    bool twice;
} shared;

static void run(void *arg, size_t i)
{
    struct work *w;

    (void)arg;
    (void)i;
    while ((w = queue_pop(shared.q))) {
        int k = (int)(w - works);
        bool slow = w->slow;
        int64_t user = k % 5 + 1;

        if (slow && !queue_claim(shared.q, w, user))
            continue;
        pthread_mutex_lock(&shared.lock);
        shared.done[k]++;
        if (slow) {
            if (++shared.slow_now > shared.slow_most)
                shared.slow_most = shared.slow_now;
            if (++shared.user_now[user] > 1)
                shared.twice = true;
        }
        pthread_mutex_unlock(&shared.lock);
        if (k % 64 == 0)
            usleep(100);
        if (!slow)
            continue;
        pthread_mutex_lock(&shared.lock);
        shared.slow_now--;
        shared.user_now[user]--;
        pthread_mutex_unlock(&shared.lock);
        queue_release(shared.q, user, false);
    }
}

static void test_threads(void **state)
{
    struct pool *p;
    struct err e = ERR_NONE;

    (void)state;
    pthread_mutex_init(&shared.lock, NULL);
    shared.q = queue_new(N * 4, (struct places){ 1, PLACES, PLACES });
    assert_int_equal(pool_start(THREADS, run, NULL, &p, &e), ST_OK);
    for (int i = 0; i < N; i++) {
        while (!queue_push(shared.q, work(i, (enum lane)(i % LANES), i % 3 == 0)))
            usleep(50);
        if (i % 500 == 0)
            usleep(500); /* let them fall asleep now and then */
    }
    queue_close(shared.q);
    pool_join(p);
    for (int i = 0; i < N; i++)
        assert_int_equal(shared.done[i], 1);
    assert_true(shared.slow_most <= PLACES);
    assert_false(shared.twice);
    queue_free(shared.q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urgent_first_and_in_order), cmocka_unit_test(test_shares),
        cmocka_unit_test(test_slow_work_waits_aside),     cmocka_unit_test(test_one_slow_work_for_a_user),
        cmocka_unit_test(test_heavy_work_leaves_a_place), cmocka_unit_test(test_heavy_work_within_all),
        cmocka_unit_test(test_closed_queue_is_emptied),   cmocka_unit_test(test_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
