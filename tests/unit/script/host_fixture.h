/* A package built by hand and one host, for the tests of the plugin host. */
#ifndef HOST_FIXTURE_H
#define HOST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "script/host.h"

#define HOST_EXE BINARY_DIR "/hostchild"

struct bench {
    struct host *host;
    struct arena *a;
    struct err err;
};

/* {path, source} pairs up to NULL; the digest is that of the sources. */
static inline void pack_files(struct package *p, struct package_file *files, const char *const *pairs)
{
    struct hash_state h;
    size_t n = 0;

    memset(p, 0, sizeof(*p));
    hash_start_sha256(&h);
    for (; pairs[2 * n]; n++) {
        files[n] = (struct package_file){ pairs[2 * n], (const uint8_t *)pairs[2 * n + 1],
                                          strlen(pairs[2 * n + 1]) };
        hash_add(&h, files[n].path, strlen(files[n].path) + 1);
        hash_add(&h, files[n].data, files[n].len + 1);
    }
    hash_finish(&h, &p->digest);
    p->files = files;
    p->nfiles = n;
    p->manifest.id = "uji";
    p->manifest.api = 1;
    p->manifest.limits = LIMITS_CALL;
}

static inline void rows_of(struct buf *out, const char *json, size_t *n)
{
    struct err e = ERR_NONE;
    json_t *v = NULL;

    if (json_read(json, strlen(json), &v, &e) != ST_OK)
        fail_msg("%s: %s", json, e.msg);
    buf_clear(out);
    wire_json(out, v);
    *n = json_array_size(v);
    json_decref(v);
}

static inline int bench_open(void **state)
{
    struct bench *b = calloc(1, sizeof(*b));

    b->host = host_new(HOST_EXE);
    b->a = arena_new();
    *state = b;
    return 0;
}

static inline int bench_close(void **state)
{
    struct bench *b = *state;

    host_free(b->host);
    arena_free(b->a);
    free(b);
    return 0;
}

/* Runs `function` of one init.lua over a JSON array of arguments; at most 64 rows. */
static inline enum status bench_run(struct bench *b, const char *source, const char *function,
                                    const char *args, struct host_request q, struct host_row *rows)
{
    const char *const pairs[] = { "init.lua", source, NULL };
    struct package_file files[1];
    struct package p;
    struct buf body = BUF_NONE;
    size_t n;
    enum status st;

    pack_files(&p, files, pairs);
    rows_of(&body, args, &n);
    q.release = &p;
    q.function = function;
    q.rows = &body;
    q.nrows = n;
    b->err = ERR_NONE;
    st = host_run(b->host, &q, b->a, rows, &b->err);
    buf_free(&body);
    return st;
}

/* One fungsi "f" whose body is given, one argument. */
static inline struct host_row bench_body(struct bench *b, const char *body, const char *arg)
{
    struct host_row row = { 0 };
    char source[65536], args[4096];

    snprintf(source, sizeof(source), "fungsi { nama = 'f', hitung = function(isian, setelan) %s end }", body);
    snprintf(args, sizeof(args), "[%s]", arg);
    if (bench_run(b, source, "fungsi.f", args, (struct host_request){ 0 }, &row) != ST_OK)
        fail_msg("%s: %s (%s:%d)", body, b->err.msg, b->err.file, b->err.line);
    return row;
}

#endif
