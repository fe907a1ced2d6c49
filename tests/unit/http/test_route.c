#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/route.h"

static enum status handler(struct request *rq)
{
    (void)rq;
    return ST_OK;
}

#define ROW(m, p)                                                                                            \
    {                                                                                                        \
        .method = METHOD_##m, .path = p, .handler = handler                                                  \
    }
static const struct route first[] = {
    ROW(GET, "/"),
    ROW(GET, "/skp"),
    ROW(POST, "/skp"),
    ROW(GET, "/skp/{id}"),
    ROW(PUT, "/skp/{id}"),
    ROW(GET, "/skp/{id}/versi/{n}"),
    ROW(GET, "/skp/{id}/realisasi/{periode}"),
    { .path = NULL },
};
static const struct route second[] = {
    ROW(GET, "/skp/baru"),
    ROW(GET, "/a/{x}/b/{y}/c/{z}/d/{w}"),
    ROW(GET, "/a/x/b"),
    { .path = NULL },
};

/* With the application at "/": every page gets its shell, files and /api do not. */
static void test_shell(void **state)
{
    static const struct route pages[] = {
        { .method = METHOD_GET, .path = "/", .flags = ROUTE_SHELL, .handler = handler },
        ROW(POST, "/api/v1/skp"),
        ROW(GET, "/aset/{nama}"),
        ROW(GET, "/sw.js"),
        { .path = NULL },
    };
    static const struct {
        enum method method;
        const char *path, *route;
    } rows[] = {
        { METHOD_GET, "/", "/" },
        { METHOD_GET, "/skp", "/" },
        { METHOD_GET, "/skp/12", "/" },
        { METHOD_GET, "/apix", "/" },
        { METHOD_GET, "/v1.2/skp", "/" },
        { METHOD_GET, "/sw.js", "/sw.js" },
        { METHOD_GET, "/sw.map", NULL },
        { METHOD_GET, "/api", NULL },
        { METHOD_GET, "/api/v1/tidak-ada", NULL },
        { METHOD_GET, "/api/v1/skp", NULL }, /* 405 */
        { METHOD_GET, "/aset", NULL },
        { METHOD_GET, "/aset/a/b", NULL },
        { METHOD_POST, "/skp", NULL },
    };
    const struct route *const sets[] = { pages, NULL };
    struct router *r;
    struct err e = ERR_NONE;
    struct arena *a = arena_new();

    (void)state;
    assert_int_equal(router_new(sets, &r, &e), ST_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct request rq = { .method = rows[i].method, .path = rows[i].path, .a = a };
        bool found = router_find(r, &rq) == ST_OK;

        if (found != (rows[i].route != NULL) || (found && strcmp(rq.route->path, rows[i].route) != 0))
            fail_msg("%s: %s", rows[i].path, found ? rq.route->path : "none");
    }
    router_free(r);
    arena_free(a);
}

static void test_find(void **state)
{
    static const struct {
        enum method method;
        const char *path, *route; /* NULL: none */
        enum code code;
        const char *params; /* "id=1 n=2 " */
    } rows[] = {
        { METHOD_GET, "/", "/", E_NONE, "" },
        { METHOD_GET, "/skp", "/skp", E_NONE, "" },
        { METHOD_GET, "/skp/", NULL, E_ALAMAT_TIDAK_ADA, "" },
        { METHOD_GET, "/skpx", NULL, E_ALAMAT_TIDAK_ADA, "" },
        { METHOD_GET, "/sk", NULL, E_ALAMAT_TIDAK_ADA, "" },
        { METHOD_GET, "/skp/12", "/skp/{id}", E_NONE, "id=12 " },
        { METHOD_GET, "/skp/baru", "/skp/baru", E_NONE, "" },
        { METHOD_PUT, "/skp/baru", NULL, E_METODE, "" },
        { METHOD_GET, "/skp/barux", "/skp/{id}", E_NONE, "id=barux " },
        { METHOD_PUT, "/skp/12", "/skp/{id}", E_NONE, "id=12 " },
        { METHOD_DELETE, "/skp/12", NULL, E_METODE, "" },
        { METHOD_GET, "/skp/12/versi/3", "/skp/{id}/versi/{n}", E_NONE, "id=12 n=3 " },
        { METHOD_GET, "/skp/12/versi/", NULL, E_ALAMAT_TIDAK_ADA, "" },
        { METHOD_GET, "/skp/12/versi", NULL, E_ALAMAT_TIDAK_ADA, "" },
        /* The literal leads nowhere, so the parameter is tried. */
        { METHOD_GET, "/skp/baru/versi/3", "/skp/{id}/versi/{n}", E_NONE, "id=baru n=3 " },
        { METHOD_GET, "/skp/12/realisasi/2025-01", "/skp/{id}/realisasi/{periode}", E_NONE,
          "id=12 periode=2025-01 " },
        { METHOD_GET, "/a/x/b/2/c/3/d/4", "/a/{x}/b/{y}/c/{z}/d/{w}", E_NONE, "x=x y=2 z=3 w=4 " },
        { METHOD_GET, "/a/x/b", "/a/x/b", E_NONE, "" },
        { METHOD_GET, "/a/x/b/2/c/3/d/4/5", NULL, E_ALAMAT_TIDAK_ADA, "" },
    };
    const struct route *const sets[] = { first, second, NULL };
    struct router *r;
    struct err e = ERR_NONE;
    struct arena *a = arena_new();

    (void)state;
    assert_int_equal(router_new(sets, &r, &e), ST_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct request rq = { .method = rows[i].method, .path = rows[i].path, .a = a };
        struct buf b = BUF_NONE;

        if (router_find(r, &rq) == ST_OK)
            assert_string_equal(rq.route->path, rows[i].route);
        assert_int_equal(rq.err.code, rows[i].code);
        buf_str(&b, "");
        for (size_t k = 0; k < rq.nparams; k++)
            buf_printf(&b, "%s=%s ", rq.params[k].name, rq.params[k].value);
        assert_string_equal(b.p, rows[i].params);
        buf_free(&b);
    }
    {
        struct request rq = { .method = METHOD_DELETE, .path = "/skp/12", .a = a };

        assert_int_equal(router_find(r, &rq), ST_INVALID);
        assert_string_equal(rq.reply.allow, "GET, HEAD, PUT");
    }
    arena_free(a);
    router_free(r);
}

static void test_faulty_tables(void **state)
{
    static const struct route tables[][3] = {
        { ROW(GET, "/a"), ROW(GET, "/a"), { .path = NULL } },
        { ROW(GET, "/a/{x}"), ROW(GET, "/a/{y}"), { .path = NULL } },
        { ROW(GET, "a"), { .path = NULL } },
        { ROW(GET, "/{}"), { .path = NULL } },
        { ROW(GET, "/{a"), { .path = NULL } },
        { ROW(GET, "/{a}/{b}/{c}/{d}/{e}"), { .path = NULL } },
        { { .method = METHOD_GET, .path = "/a" }, { .path = NULL } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct route *const sets[] = { tables[i], NULL };
        struct router *r;
        struct err e = ERR_NONE;

        if (router_new(sets, &r, &e) != ST_FAIL)
            fail_msg("table %zu", i);
        assert_null(r);
    }
}

static void test_parameters(void **state)
{
    static const struct {
        const char *text;
        int64_t id; /* 0: refused */
    } rows[] = {
        { "1", 1 },
        { "9007199254740992", INT64_C(9007199254740992) },
        { "9007199254740993", 0 },
        { "0", 0 },
        { "-1", 0 },
        { "01", 0 },
        { "1x", 0 },
        { " 1", 0 },
        { "", 0 },
        { "99999999999999999999", 0 },
    };
    const struct param query[] = { { "batas", "50" }, { "buruk", "5x" } };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct request rq = { .params = { { "id", rows[i].text } }, .nparams = 1 };
        int64_t id = -1;
        enum status st = request_id(&rq, "id", &id);

        assert_int_equal(st, rows[i].id ? ST_OK : ST_NOT_FOUND);
        if (st == ST_OK)
            assert_int_equal(id, rows[i].id);
    }
    {
        struct request rq = { .query = query, .nquery = 2 };
        int64_t n;

        assert_int_equal(request_query_int(&rq, "batas", 1, 100, 7, &n), ST_OK);
        assert_int_equal(n, 50);
        assert_int_equal(request_query_int(&rq, "lain", 1, 100, 7, &n), ST_OK);
        assert_int_equal(n, 7);
        assert_int_equal(request_query_int(&rq, "batas", 51, 100, 7, &n), ST_INVALID);
        assert_int_equal(rq.err.code, E_MASUKAN);
        assert_string_equal(rq.err.faults[0].at, "batas");
        assert_int_equal(request_query_int(&rq, "buruk", 1, 100, 7, &n), ST_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_shell),
        cmocka_unit_test(test_faulty_tables),
        cmocka_unit_test(test_parameters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
