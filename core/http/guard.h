/* What may come in: the rules on request line and header fields beyond the grammar that llhttp checks.
 *
 * Pure functions over a struct head, without llhttp and sockets, so that tests and the fuzzer call them
 * directly. The point of each rule is that this server and any proxy before it read a message alike, and
 * that one thing has one address.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include <stdbool.h>

#include "http/request.h"

enum {
    GUARD_TARGET = 4096, /* bytes of a request target */
    GUARD_LINE = 8192,   /* of one header line */
    GUARD_HEAD = 16384,  /* of all of it */
    GUARD_FIELDS = 100,
    GUARD_QUERY = 32, /* query parameters */
};

/* The fields that mean something to us; all others are only counted. */
enum field {
    FIELD_HOST,
    FIELD_LENGTH,
    FIELD_ENCODING,
    FIELD_EXPECT,
    FIELD_TYPE,
    FIELD_COOKIE,
    FIELD_AUTHORIZATION,
    FIELD_CSRF,
    FIELD_IF_MATCH,
    FIELD_NONE_MATCH,
    FIELD_KEY,
    FIELD_FORWARDED_FOR,
    FIELD_FORWARDED_PROTO,
    FIELD_AGENT,
    FIELD_ACCEPT_ENCODING,
    FIELDS
};

struct head {
    struct arena *a; /* everything below lies here */
    enum method method;
    bool is_head;
    int minor;                 /* HTTP/1.minor */
    const char *path;          /* decoded */
    const char *query;         /* as sent, "" if there is none */
    const char *value[FIELDS]; /* NULL: absent */
    int64_t length;            /* Content-Length, -1: absent */
    bool chunked, expects;     /* Expect: 100-continue */
    int fields;
};

void guard_start(struct head *h, struct arena *a);
/* E_NONE, or why not. The bytes need no NUL. */
enum code guard_line(struct head *h, const char *method, size_t mlen, const char *target, size_t tlen,
                     int major, int minor);
enum code guard_field(struct head *h, const char *name, size_t nlen, const char *value, size_t vlen);
/* All fields are in: exactly one Host, body length told once. */
enum code guard_finish(struct head *h);

/* Splits and decodes h->query. E_PARAMETER for bad escapes, double names, too many. */
enum code guard_query(const struct head *h, const struct param **out, size_t *n);
/* A cookie's value from the Cookie field, NULL if it is not there or there twice. */
const char *guard_cookie(const struct head *h, const char *name);
/* "\"17\"" → 17. */
bool guard_etag(const char *text, int64_t *version);

#endif
