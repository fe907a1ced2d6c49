/* plain_server DATABASE: GET and PUT of /api/v1/skp/{id} with evhttp, SQLite and jansson alone, one thread.
 * Prints the port that it listens on. PUTs that came in together are committed together. */
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server.h"

/* As the writer of the server: commands, and work, or as long as the last COMMIT took. */
enum { GROUP_MAX = 256, GROUP_US = 5000, PATIENCE_US = 50000 };

/* A PUT that waits for its group. */
struct job {
    struct evhttp_request *rq;
    struct who who;
    int64_t id, if_match, etag;
    const char *key;
    char fingerprint[HEX], *reply;
    json_t *body;
    int status;
    struct job *next;
};

static struct {
    sqlite3 *db;
    struct plans *plans;
    struct audit *audit;
    struct saves *saves;
    sqlite3_stmt *session, *roles;
    struct job *head, **tail;
    struct event *flush;
    int64_t commit_us;
    unsigned long long serial;
} app;

/* Who ------------------------------------------------------------------------------------------------ */

/* The institution's zone is Asia/Jakarta: seven hours ahead, the year round. */
static void today(char out[12])
{
    time_t now = time(NULL) + 7 * 3600;
    struct tm tm;

    gmtime_r(&now, &tm);
    strftime(out, 12, "%Y-%m-%d", &tm);
}

static bool who_is(struct evhttp_request *rq, struct who *w)
{
    const char *cookie = evhttp_find_header(evhttp_request_get_input_headers(rq), "Cookie");
    char token[HEX], now[NOW];
    bool yes;

    *w = (struct who){ 0 };
    if (!cookie || strncmp(cookie, "tenayan=", 8) != 0)
        return false;
    today(w->today);
    now_text(now);
    blake2b_hex(cookie + 8, strlen(cookie + 8), token);
    bind_text(app.session, 1, token);
    bind_text(app.session, 2, now);
    yes = db_row(app.session);
    if (yes) {
        w->akun_id = sqlite3_column_int64(app.session, 0);
        w->pegawai_id = sqlite3_column_int64(app.session, 1);
        snprintf(w->csrf, sizeof(w->csrf), "%s", col_text(app.session, 2));
    }
    sqlite3_reset(app.session);
    sqlite3_bind_int64(app.roles, 1, w->akun_id);
    bind_text(app.roles, 2, w->today);
    while (yes && w->n < ROLES && db_row(app.roles)) {
        snprintf(w->role[w->n].peran, sizeof(w->role[0].peran), "%s", col_text(app.roles, 0));
        w->role[w->n++].unit_id = sqlite3_column_int64(app.roles, 1);
    }
    sqlite3_reset(app.roles);
    return yes;
}

/* Replies -------------------------------------------------------------------------------------------- */

static void freed(const void *p, size_t n, void *arg)
{
    (void)n;
    (void)arg;
    free((void *)(uintptr_t)p);
}

/* Takes `body`, which may be NULL. */
static void answer(struct evhttp_request *rq, int status, int64_t etag, char *body)
{
    static const char *const fixed[][2] = {
        { "Content-Type", "application/json" },
        { "Cache-Control", "no-store" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
        { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self';"
                                     " frame-ancestors 'none'; object-src 'none'" },
    };
    struct evkeyvalq *h = evhttp_request_get_output_headers(rq);
    struct evbuffer *out = evhttp_request_get_output_buffer(rq);
    char text[40];

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        evhttp_add_header(h, fixed[i][0], fixed[i][1]);
    snprintf(text, sizeof(text), "polos-%llx", ++app.serial);
    evhttp_add_header(h, "X-Request-Id", text);
    if (etag) {
        snprintf(text, sizeof(text), "\"%lld\"", (long long)etag);
        evhttp_add_header(h, "ETag", text);
    }
    if (body)
        evbuffer_add_reference(out, body, strlen(body), freed, NULL);
    evhttp_send_reply(rq, status, status == 200 ? "OK" : "No", NULL);
}

static void show(struct evhttp_request *rq, int64_t id)
{
    struct who who;
    struct plan x = { 0 };
    int status = 200;
    char *text = NULL;

    db_exec(app.db, "BEGIN");
    if (!who_is(rq, &who))
        status = 401;
    else if (!plan_head(app.plans, &who, id, &x))
        status = 404;
    else
        plan_body(app.plans, &who, &x);
    db_exec(app.db, "COMMIT");
    if (status == 200) {
        text = json_text(x.json, 0);
        json_decref(x.json);
    }
    answer(rq, status, x.versi, text);
}

/* Groups --------------------------------------------------------------------------------------------- */

static int64_t microseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void run_job(struct job *j)
{
    db_exec(app.db, "SAVEPOINT perintah");
    j->status =
        save(app.saves, &j->who, j->id, j->if_match, j->key, j->fingerprint, j->body, &j->reply, &j->etag);
    db_exec(app.db, j->status == 200 ? "RELEASE perintah" : "ROLLBACK TO perintah; RELEASE perintah");
}

static void settle(struct job *j)
{
    answer(j->rq, j->status, j->etag, j->reply);
    json_decref(j->body);
    free(j);
}

/* Runs when everything that could be read has been read. */
static void commit_group(evutil_socket_t fd, short what, void *arg)
{
    struct job *j = app.head, *next;
    int64_t budget = app.commit_us < GROUP_US      ? GROUP_US
                     : app.commit_us > PATIENCE_US ? PATIENCE_US
                                                   : app.commit_us;
    int64_t until = microseconds() + budget, began;
    int n = 0;

    (void)fd;
    (void)what;
    (void)arg;
    if (!j)
        return;
    db_exec(app.db, "BEGIN IMMEDIATE");
    do {
        run_job(j);
        j = j->next;
    } while (j && ++n < GROUP_MAX && microseconds() < until);
    began = microseconds();
    audit_seal(app.audit);
    db_exec(app.db, "COMMIT");
    app.commit_us = microseconds() - began;
    for (struct job *done = app.head; done != j; done = next) {
        next = done->next;
        settle(done);
    }
    app.head = j;
    if (!j)
        app.tail = &app.head;
    else
        event_active(app.flush, EV_TIMEOUT, 0);
}

/* Method, path, version and body, as the server compares repeated keys. */
static void fingerprint(struct job *j, const char *path, const void *body, size_t n)
{
    crypto_generichash_state h;
    uint8_t d[32];

    crypto_generichash_init(&h, NULL, 0, sizeof(d));
    crypto_generichash_update(&h, (const uint8_t *)"PUT", 4);
    crypto_generichash_update(&h, (const uint8_t *)path, strlen(path) + 1);
    crypto_generichash_update(&h, (const uint8_t *)&j->if_match, sizeof(j->if_match));
    crypto_generichash_update(&h, body, n);
    crypto_generichash_final(&h, d, sizeof(d));
    sodium_bin2hex(j->fingerprint, HEX, d, sizeof(d));
}

static void queue_save(struct evhttp_request *rq, int64_t id)
{
    struct evkeyvalq *in = evhttp_request_get_input_headers(rq);
    struct evbuffer *buffer = evhttp_request_get_input_buffer(rq);
    size_t n = evbuffer_get_length(buffer);
    const char *body = (const char *)evbuffer_pullup(buffer, -1), *match = evhttp_find_header(in, "If-Match"),
               *csrf = evhttp_find_header(in, "X-CSRF-Token");
    struct job *j = calloc(1, sizeof(*j));
    bool known;

    if (!j)
        die("out of memory");
    db_exec(app.db, "BEGIN");
    known = who_is(rq, &j->who);
    db_exec(app.db, "COMMIT");
    j->rq = rq;
    j->id = id;
    j->key = evhttp_find_header(in, "Idempotency-Key");
    j->if_match = match ? strtoll(match + 1, NULL, 10) : 0;
    j->body = json_loadb(body ? body : "", n, JSON_REJECT_DUPLICATES, NULL);
    j->status = !known || !csrf || strcmp(csrf, j->who.csrf) != 0 ? 401
                : !match || !j->key || !j->body                   ? 400
                                                                  : 0;
    if (j->status) {
        settle(j);
        return;
    }
    fingerprint(j, evhttp_request_get_uri(rq), body, n);
    *app.tail = j;
    app.tail = &j->next;
    event_active(app.flush, EV_TIMEOUT, 0);
}

static void on_request(struct evhttp_request *rq, void *arg)
{
    static const char prefix[] = "/api/v1/skp/";
    const char *path = evhttp_request_get_uri(rq);
    int64_t id =
        strncmp(path, prefix, sizeof(prefix) - 1) == 0 ? strtoll(path + sizeof(prefix) - 1, NULL, 10) : 0;

    (void)arg;
    if (!id)
        answer(rq, 404, 0, NULL);
    else if (evhttp_request_get_command(rq) == EVHTTP_REQ_PUT)
        queue_save(rq, id);
    else
        show(rq, id);
}

static void on_stop(evutil_socket_t fd, short what, void *base)
{
    (void)fd;
    (void)what;
    event_base_loopbreak(base);
}

int main(int argc, char **argv)
{
    struct event_base *base = event_base_new();
    struct evhttp *http = evhttp_new(base);
    struct evhttp_bound_socket *sock = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
    struct sockaddr_in addr;
    socklen_t len = sizeof(addr);
    char key[4096];

    if (argc != 2 || sodium_init() < 0 || !sock ||
        getsockname(evhttp_bound_socket_get_fd(sock), (struct sockaddr *)&addr, &len) != 0)
        die("usage: plain_server DATABASE");
    event_base_priority_init(base, 3); /* what is made from here on gets 1 */
    app.db = db_open(argv[1]);
    snprintf(key, sizeof(key), "%.*skunci-audit", (int)(strrchr(argv[1], '/') + 1 - argv[1]), argv[1]);
    app.plans = plans_open(app.db);
    app.audit = audit_open(app.db, key);
    app.saves = saves_open(app.db, app.plans, app.audit);
    app.session = db_prepare(
        app.db, "SELECT s.akun_id, a.pegawai_id, s.csrf FROM sesi s JOIN akun a ON a.id = s.akun_id"
                " AND a.aktif = 1 WHERE s.token = ? AND s.berakhir > ? AND s.langkah = 'selesai'"
                " AND s.jenis = 'kuki'");
    app.roles = db_prepare(app.db, "SELECT peran, unit_id FROM peran WHERE akun_id = ?1 AND mulai <= ?2"
                                   " AND (selesai IS NULL OR selesai >= ?2) ORDER BY id");
    app.tail = &app.head;
    app.flush = event_new(base, -1, 0, commit_group, NULL);
    event_priority_set(app.flush, 2); /* behind all reading */
    evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_PUT);
    evhttp_set_gencb(http, on_request, NULL);
    event_add(evsignal_new(base, SIGTERM, on_stop, base), NULL);
    printf("%d\n", ntohs(addr.sin_port));
    fflush(stdout);
    event_base_dispatch(base);
    return 0;
}
