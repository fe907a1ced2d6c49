/* A server for tests/http/run: the real loop, connection, guard, queues and writer, with handlers that sleep,
 * echo, save and stream on demand. Its settings come from the environment (TENAYAN_LIMITS_…).
 *   http_test_server DIR      prints "listening ADDR:PORT" when it is ready */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/server.h"
#include "store/migrate.h"

static const char openapi[] =
    "{\"openapi\":\"3.1.0\",\"components\":{\"schemas\":{"
    "\"Isi\":{\"type\":\"object\",\"required\":[\"nama\"],\"additionalProperties\":false,\"properties\":{"
    "\"nama\":{\"type\":\"string\",\"maxLength\":40},\"n\":{\"type\":\"integer\",\"minimum\":0,\"default\":7}"
    ","
    "\"anak\":{}}},"
    "\"Sandi\":{\"type\":\"object\",\"required\":[\"sandi\"],\"properties\":{\"sandi\":{\"type\":\"string\"}}"
    "}}}}";

/* "Bearer user-12" is account 12; the session of account 66 ends after two looks at it. */
static enum status login(struct request *rq)
{
    static _Atomic int looks;

    if (rq->bearer && strcmp(rq->bearer, "user-66") == 0 && ++looks > 2)
        return err_set(&rq->err, E_SESI_TIDAK_SAH, NULL);
    if (rq->bearer && strncmp(rq->bearer, "user-", 5) == 0) {
        rq->who.akun_id = atoll(rq->bearer + 5);
        rq->csrf_ok = true;
        return ST_OK;
    }
    return rq->route->flags & ROUTE_PUBLIC ? ST_OK : err_set(&rq->err, E_BELUM_MASUK, NULL);
}

static enum status echo(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    jw_open(&w, '{');
    jw_ktext(&w, "method", method_name(rq->method));
    jw_ktext(&w, "path", rq->path);
    jw_ktext(&w, "a", request_query(rq, "a"));
    jw_ktext(&w, "host", rq->host);
    jw_ktext(&w, "peer", rq->peer);
    jw_kbool(&w, "secure", rq->secure);
    jw_ktext(&w, "token", rq->token);
    jw_kint(&w, "if_match", rq->if_match);
    jw_ktext(&w, "kunci", rq->kunci);
    jw_close(&w);
    return ST_OK;
}

static enum status json(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    jw_json(&w, rq->json);
    return ST_OK;
}

static enum status item(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kint(&w, "id", id);
    jw_ktext(&w, "nama", request_param(rq, "nama"));
    jw_close(&w);
    rq->reply.etag = id;
    return ST_OK;
}

/* Sleeps ?ms= on the worker and answers with its number ?n=. */
static enum status slow(struct request *rq)
{
    int64_t ms, n;
    struct jw w;

    if (request_query_int(rq, "ms", 0, 60000, 0, &ms) != ST_OK ||
        request_query_int(rq, "n", 0, 1000000, 0, &n) != ST_OK)
        return err_status(&rq->err);
    request_unpin(rq);
    usleep((useconds_t)ms * 1000);
    w = reply_json(rq, 200);
    jw_int(&w, n);
    return ST_OK;
}

static enum status save_run(struct perintah *p, struct db *db, struct err *e)
{
    const char *key = p->input;
    struct jw w;

    if (strcmp(key, "gagal") == 0)
        return err_set(e, E_KONFLIK, NULL);
    if (strcmp(key, "lambat") == 0)
        usleep(300000);
    jw_start(&w, &p->reply.body);
    jw_text(&w, key);
    p->reply.status = 201;
    p->reply.etag = 1;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/saved/%.60s", key);
    return db_exec(
        db, NULL, e,
        "INSERT INTO meta (kunci, nilai) VALUES ($1, 'uji') ON CONFLICT (kunci) DO UPDATE SET nilai = 'uji'",
        "t", key);
}

static enum status save(struct request *rq)
{
    const char *key = json_string_value(json_object_get(rq->json, "nama"));

    return request_command(rq, save_run, arena_strdup(rq->a, key), NULL);
}

static enum status saved(struct request *rq)
{
    int64_t n;
    struct jw w;
    enum status st =
        db_int(rq->db, &n, &rq->err, "SELECT count(*) FROM meta WHERE nilai = 'uji' AND kunci = $1", "t",
               request_param(rq, "nama"));

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_int(&w, n);
    return ST_OK;
}

static enum status upload(struct request *rq)
{
    struct jw w = reply_json(rq, 201);
    char hex[DIGEST_HEX];

    digest_hex(&rq->upload->sha256, hex);
    jw_open(&w, '{');
    jw_kint(&w, "size", rq->upload->size);
    jw_ktext(&w, "sha256", hex);
    jw_kbool(&w, "there", access(rq->upload->path, R_OK) == 0);
    jw_close(&w);
    return ST_OK;
}

static enum status upload_admit(struct request *rq)
{
    return rq->who.akun_id == 13 ? err_set(&rq->err, E_TIDAK_BERHAK, NULL) : ST_OK;
}

static enum status big(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    jw_int(&w, (int64_t)rq->body_len);
    return ST_OK;
}

static enum status large(struct request *rq)
{
    int64_t n;

    if (request_query_int(rq, "bytes", 0, 64 << 20, 0, &n) != ST_OK)
        return err_status(&rq->err);
    reply_drop(&rq->reply);
    rq->reply.type = "text/plain";
    buf_reserve(&rq->reply.body, (size_t)n);
    memset(rq->reply.body.p, 'x', (size_t)n);
    rq->reply.body.len = (size_t)n;
    return ST_OK;
}

static enum status file(struct request *rq)
{
    FILE *f = tmpfile();
    int fd;

    if (!f || ftruncate(fileno(f), 3 << 20) != 0)
        return err_set(&rq->err, E_IO, NULL);
    fd = dup(fileno(f));
    fclose(f);
    reply_file(rq, fd, 3 << 20, "application/pdf", "bukti \"é\".pdf");
    return ST_OK;
}

/* Three parts, the first at once. */
static enum status stream(struct request *rq)
{
    reply_drop(&rq->reply);
    rq->reply.type = "text/event-stream";
    rq->reply.stream = true;
    buf_printf(&rq->reply.body, "data: %d\n\n", rq->again);
    return rq->again < 2 ? request_again(rq, 100000) : ST_OK;
}

static enum status held(struct request *rq)
{
    struct jw w;
    int64_t ms;

    if (request_query_int(rq, "ms", 0, 60000, 300, &ms) != ST_OK)
        return err_status(&rq->err);
    if (rq->again == 0)
        return request_again(rq, ms * 1000);
    w = reply_json(rq, 200);
    jw_int(&w, rq->again);
    return ST_OK;
}

static enum status password(struct request *rq)
{
    const char *text = json_string_value(json_object_get(rq->json, "sandi"));

    request_unpin(rq);
    usleep(5000);
    if (strcmp(text, "benar") == 0) {
        reply_empty(rq);
        return ST_OK;
    }
    return err_set(&rq->err, request_login_failed(rq) ? E_TERLALU_SERING : E_MASUK_SALAH, NULL);
}

static enum status broken(struct request *rq)
{
    rq->reply.location = "/x\r\nSet-Cookie: planted=1";
    return err_set(&rq->err, E_GAGAL, NULL);
}

static enum status injected(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    jw_bool(&w, true);
    rq->reply.location = "/x\r\nSet-Cookie: planted=1";
    return ST_OK;
}

#define PUBLIC .flags = ROUTE_PUBLIC, .aksi = ROUTE_ANYONE
static const struct route routes[] = {
    { METHOD_GET, "/echo", LANE_READ, PUBLIC, .handler = echo },
    { METHOD_POST, "/echo", LANE_READ, PUBLIC, .body_limit = 65536, .handler = echo },
    { METHOD_GET, "/echo/{nama}", LANE_READ, PUBLIC, .handler = echo },
    { METHOD_PUT, "/json", LANE_SAVE, PUBLIC, .schema = "Isi", .handler = json },
    { METHOD_GET, "/item/{id}/{nama}", LANE_READ, PUBLIC, .handler = item },
    { METHOD_GET, "/slow", LANE_READ, PUBLIC, .handler = slow },
    { METHOD_GET, "/report", LANE_REPORT, PUBLIC, .handler = slow },
    { METHOD_POST, "/slow-save", LANE_SAVE, PUBLIC, .handler = slow },
    { METHOD_GET, "/plugin", LANE_READ, .flags = ROUTE_PLUGIN, .aksi = ROUTE_ANYONE, .handler = slow },
    { METHOD_POST, "/save", LANE_SAVE, PUBLIC, .schema = "Isi", .handler = save },
    { METHOD_POST, "/submit", LANE_SUBMIT, PUBLIC, .schema = "Isi", .handler = save },
    { METHOD_GET, "/saved/{nama}", LANE_READ, PUBLIC, .handler = saved },
    { METHOD_POST, "/upload", LANE_SAVE, .flags = ROUTE_UPLOAD, .aksi = ROUTE_ANYONE, .body_limit = 8 << 20,
      .handler = upload, .admit = upload_admit },
    { METHOD_POST, "/big", LANE_SAVE, .aksi = ROUTE_ANYONE, .body_limit = 1 << 20, .handler = big },
    { METHOD_GET, "/large", LANE_READ, PUBLIC, .handler = large },
    { METHOD_GET, "/file", LANE_READ, PUBLIC, .handler = file },
    { METHOD_GET, "/stream", LANE_REPORT, PUBLIC, .handler = stream },
    { METHOD_GET, "/private-stream", LANE_REPORT, .aksi = ROUTE_ANYONE, .handler = stream },
    { METHOD_GET, "/held", LANE_READ, PUBLIC, .handler = held },
    { METHOD_POST, "/login", LANE_LOGIN, .flags = ROUTE_PUBLIC | ROUTE_HASH, .aksi = ROUTE_ANYONE,
      .schema = "Sandi", .handler = password },
    { METHOD_GET, "/broken", LANE_READ, PUBLIC, .handler = broken },
    { METHOD_GET, "/injected", LANE_READ, PUBLIC, .handler = injected },
    { .path = NULL },
};

extern const struct route routes_system[], routes_web[];
static const struct route *const all[] = { routes, routes_system, routes_web, NULL };

static void ready(void *arg, const char *address)
{
    (void)arg;
    printf("listening %s\n", address);
    fflush(stdout);
}

static enum status create(const char *url, struct err *e)
{
    struct db *db = NULL;
    enum status st = db_open_any(url, DB_WRITE, true, &db, e);

    if (st == ST_OK)
        st = migrate_run(db, false, NULL, NULL, e);
    db_close(db);
    return st;
}

int main(int argc, char **argv)
{
    struct server_conf sc = { .routes = all, .login = login, .ready = ready, .openapi = openapi };
    struct conf *conf = NULL;
    struct writer *writer = NULL;
    struct err e = ERR_NONE;
    char url[512], tmp[512];
    enum status st;

    if (argc != 2 || sodium_init() < 0)
        return 2;
    snprintf(url, sizeof(url), "sqlite:%s/tenayan.db", argv[1]);
    snprintf(tmp, sizeof(tmp), "%s/bukti/tmp", argv[1]);
    if ((st = conf_load("/dev/null", &conf, &e)) != ST_OK || (st = server_conf_read(&sc, conf, &e)) != ST_OK)
        goto out;
    if ((st = create(url, &e)) != ST_OK || (st = writer_start(url, 256, &writer, &e)) != ST_OK)
        goto out;
    sc.url = url;
    sc.tmp = tmp;
    sc.writer = writer;
    st = server_run(&sc, &e);
out:
    writer_stop(writer);
    conf_free(conf);
    if (st != ST_OK)
        fprintf(stderr, "%s\n", e.msg);
    return st == ST_OK ? 0 : code_row(e.code)->exit;
}
