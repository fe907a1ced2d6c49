#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/request.h"

static const char *head(const struct request *rq, bool keep, struct buf *b)
{
    reply_head(rq, "Thu, 01 Jan 1970 00:00:00 GMT", keep, b);
    assert_true(b->len > 4 && strcmp(b->p + b->len - 4, "\r\n\r\n") == 0);
    return b->p;
}

static bool has(const char *text, const char *line)
{
    const char *s = strstr(text, line);

    return s && s[-1] == '\n' && strncmp(s + strlen(line), "\r\n", 2) == 0;
}

static void test_head(void **state)
{
    struct request rq = { .id = "abc-1" };
    struct buf b = BUF_NONE;
    struct jw w = reply_json(&rq, 201);
    const char *h;

    (void)state;
    jw_open(&w, '{');
    jw_close(&w);
    rq.reply.etag = 5;
    rq.reply.location = "/api/v1/skp/1";
    rq.reply.cookie[0] = "tenayan=x; Path=/";
    rq.reply.retry_after = 3;
    h = head(&rq, false, &b);
    assert_int_equal(strncmp(h, "HTTP/1.1 201 Created\r\n", 22), 0);
    assert_true(has(h, "Content-Type: application/json") && has(h, "Content-Length: 2") &&
                has(h, "ETag: \"5\""));
    assert_true(has(h, "Location: /api/v1/skp/1") && has(h, "Set-Cookie: tenayan=x; Path=/"));
    assert_true(has(h, "Retry-After: 3") && has(h, "Connection: close") && has(h, "X-Request-Id: abc-1"));
    assert_true(has(h, "Cache-Control: no-store") && has(h, "X-Frame-Options: DENY"));
    assert_null(strstr(head(&rq, true, &b), "Connection:"));
    reply_empty(&rq);
    h = head(&rq, true, &b);
    assert_int_equal(strncmp(h, "HTTP/1.1 204 No Content\r\n", 25), 0);
    assert_null(strstr(h, "\nContent-Type"));
    assert_null(strstr(h, "\nContent-Length"));
    assert_null(strstr(h, "ETag"));
    buf_free(&b);
    buf_free(&rq.reply.body);
}

/* Nothing that a handler lets through can end a line. */
static void test_no_injection(void **state)
{
    static const char *const bad[] = { "a\r\nX: y", "a\nX: y", "a\rX: y", "\x7f", "a\x01" };
    struct buf b = BUF_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct request rq = { .id = "a",
                              .reply = { .location = bad[i],
                                         .type = bad[i],
                                         .cache = bad[i],
                                         .cookie = { bad[i] },
                                         .etag_text = bad[i] } };
        const char *h = head(&rq, true, &b);

        assert_null(strstr(h, "X: y"));
        assert_null(strstr(h, "Location"));
        assert_null(strstr(h, "Set-Cookie"));
    }
    {
        struct request rq = { .id = "a", .reply = { .download = "a\"\r\nX: y\xC3\xA9.pdf" } };

        assert_non_null(
            strstr(head(&rq, true, &b),
                   "filename=\"a___X__y__.pdf\"; filename*=UTF-8''a%22%0D%0AX%3A%20y%C3%A9.pdf\r\n"));
    }
    buf_free(&b);
}

/* Every code makes a problem that is JSON, with its own status, and a reason phrase for that. */
static void test_problems(void **state)
{
    (void)state;
    for (enum code c = E_NONE + 1; c < E_COUNT; c++) {
        struct request rq = { .id = "abc-1" };
        struct err e = ERR_NONE;
        json_t *v;

        (void)(err_set(&e, c, NULL) == ST_OK);
        reply_problem(&rq, &e);
        assert_int_equal(rq.reply.status, code_row(c)->http);
        assert_string_equal(rq.reply.type, "application/problem+json");
        if (strcmp(reply_reason(rq.reply.status), "Unknown") == 0)
            fail_msg("%s: status %d has no reason", code_row(c)->name, rq.reply.status);
        assert_int_equal(json_read(rq.reply.body.p, rq.reply.body.len, &v, &e), ST_OK);
        assert_string_equal(json_string_value(json_object_get(v, "code")), code_row(c)->name);
        assert_int_equal(json_integer_value(json_object_get(v, "status")), rq.reply.status);
        assert_string_equal(json_string_value(json_object_get(v, "instance")), "abc-1");
        assert_null(json_object_get(v, "isian"));
        if (rq.reply.status == 503)
            assert_true(rq.reply.retry_after > 0);
        json_decref(v);
        buf_free(&rq.reply.body);
    }
}

static void test_faults(void **state)
{
    struct request rq = { .id = "a" };
    struct err e = ERR_NONE;
    json_t *v, *list;

    (void)state;
    for (int i = 0; i < ERR_FAULTS + 3; i++)
        err_fault(&e, "/rhk/0/teks", "Fault %d \"quoted\"", i);
    (void)(err_set(&e, E_MASUKAN, "Salah \x01\xff.") == ST_OK);
    reply_problem(&rq, &e);
    assert_int_equal(json_read(rq.reply.body.p, rq.reply.body.len, &v, &e), ST_OK);
    list = json_object_get(v, "isian");
    assert_int_equal(json_array_size(list), ERR_FAULTS);
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "letak")), "/rhk/0/teks");
    json_decref(v);
    buf_free(&rq.reply.body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_no_injection),
        cmocka_unit_test(test_problems),
        cmocka_unit_test(test_faults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
