#include "http/metrics.h"

#include "http/loop.h"

static const char *const lane_names[LANES] = { "login", "submit", "save", "read", "report" };

/* Upper bounds in microseconds. */
static const int64_t bounds[METRICS_BUCKETS] = { 500,   1000,   2500,   5000,    10000,   25000,
                                                 50000, 100000, 250000, 1000000, 5000000, 30000000 };

static void count(_Atomic uint64_t *n, uint64_t by)
{
    atomic_fetch_add_explicit(n, by, memory_order_relaxed);
}

static _Atomic uint64_t shed;

void metrics_shed(void)
{
    atomic_fetch_add_explicit(&shed, 1, memory_order_relaxed);
}

uint64_t metrics_shed_total(void)
{
    return atomic_load_explicit(&shed, memory_order_relaxed);
}

void metrics_request(struct metrics *m, enum lane lane, int status, int64_t us)
{
    int i = 0;

    while (i < METRICS_BUCKETS && us > bounds[i])
        i++;
    count(&m->bucket[i], 1);
    count(&m->total_us, (uint64_t)(us > 0 ? us : 0));
    count(&m->requests[lane][status / 100 < METRICS_STATUS ? status / 100 : 5], 1);
}

static uint64_t read_of(_Atomic uint64_t *n)
{
    return atomic_load_explicit(n, memory_order_relaxed);
}

static void title(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP tenayan_%s %s\n# TYPE tenayan_%s %s\n", name, help, name, type);
}

static void single(struct buf *out, const char *name, const char *type, const char *help, double v)
{
    title(out, name, type, help);
    buf_printf(out, "tenayan_%s %.15g\n", name, v);
}

static void write_requests(struct metrics *m, struct buf *out)
{
    uint64_t sum = 0;

    title(out, "requests_total", "counter",
          "Requests that ended, by lane and class of status (gone: client left).");
    for (int lane = 0; lane < LANES; lane++)
        for (int st = 0; st < METRICS_STATUS; st++)
            if (st != 1) {
                char class[4] = { (char)('0' + st), 'x', 'x', '\0' };

                buf_printf(out, "tenayan_requests_total{lane=\"%s\",status=\"%s\"} %llu\n", lane_names[lane],
                           st ? class : "gone", (unsigned long long)read_of(&m->requests[lane][st]));
            }
    title(out, "request_seconds", "histogram", "From a complete head to the reply.");
    for (int i = 0; i < METRICS_BUCKETS; i++) {
        sum += read_of(&m->bucket[i]);
        buf_printf(out, "tenayan_request_seconds_bucket{le=\"%g\"} %llu\n", (double)bounds[i] / 1e6,
                   (unsigned long long)sum);
    }
    sum += read_of(&m->bucket[METRICS_BUCKETS]);
    buf_printf(out, "tenayan_request_seconds_bucket{le=\"+Inf\"} %llu\n", (unsigned long long)sum);
    buf_printf(out, "tenayan_request_seconds_sum %.6f\n", (double)read_of(&m->total_us) / 1e6);
    buf_printf(out, "tenayan_request_seconds_count %llu\n", (unsigned long long)sum);
}

static void write_queues(struct server *s, struct buf *out)
{
    size_t depth[LANES], hash[LANES], hashing = 0;

    queue_depths(s->queue, depth);
    queue_depths(s->hash_queue, hash);
    title(out, "queue_depth", "gauge", "Requests that wait for a worker.");
    for (int lane = 0; lane < LANES; lane++) {
        buf_printf(out, "tenayan_queue_depth{lane=\"%s\"} %zu\n", lane_names[lane], depth[lane]);
        hashing += hash[lane];
    }
    buf_printf(out, "tenayan_queue_depth{lane=\"hash\"} %zu\n", hashing);
    title(out, "refused_total", "counter", "Requests shed with 503 because their lane was full.");
    for (int lane = 0; lane < LANES; lane++)
        buf_printf(out, "tenayan_refused_total{lane=\"%s\"} %llu\n", lane_names[lane],
                   (unsigned long long)read_of(&s->metrics.refused[lane]));
}

static void write_writer(struct writer *w, struct buf *out)
{
    struct writer_stats st;

    writer_stats(w, &st);
    single(out, "writer_commands_total", "counter", "Commands that were settled.", (double)st.commands);
    single(out, "writer_groups_total", "counter", "Transactions.", (double)st.groups);
    single(out, "writer_failed_total", "counter", "Commands that ended in an error.", (double)st.failed);
    single(out, "writer_queue_depth", "gauge", "Commands that wait for the writer.", (double)st.queued);
}

void metrics_write(struct server *s, struct buf *out)
{
    struct metrics *m = &s->metrics;

    write_requests(m, out);
    write_queues(s, out);
    if (s->conf->writer)
        write_writer(s->conf->writer, out);
    single(out, "connections", "gauge", "Open connections.",
           (double)atomic_load_explicit(&m->open, memory_order_relaxed));
    single(out, "connections_total", "counter", "Accepted connections.", (double)read_of(&m->connections));
    single(out, "connections_rejected_total", "counter", "Connections over a cap.",
           (double)read_of(&m->rejected));
    single(out, "malformed_total", "counter", "Requests that the guard refused.", (double)read_of(&m->bad));
    single(out, "login_failed_total", "counter", "Failed logins.", (double)read_of(&m->login_failed));
    single(out, "host_restarts_total", "counter", "Plugin hosts that died and were started again.",
           (double)read_of(&m->host_restarts));
}
