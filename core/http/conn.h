/* The grammar of one connection: bytes in, one request after the other out. llhttp in strict mode reads it,
 * the guard judges it; no socket here.
 *
 * Before llhttp sees the head of a request, its lines are looked at as bytes: each ends in CRLF, none is
 * folded, none is too long, and llhttp gets exactly the head and not a byte of what follows. So neither a
 * lenient corner of a parser nor a pipelined request can blur where the head ends.
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include "http/guard.h"

enum conn_event {
    CONN_MORE, /* everything was used, nothing is complete yet */
    CONN_HEAD, /* conn_head is complete; feed on for the body */
    CONN_DONE, /* the request is complete; what was not used belongs to the next one */
    CONN_BAD,  /* conn_fault says why; the connection cannot go on */
};

struct conn;
/* `body` gets the decoded body as it comes; another code than E_NONE ends it with CONN_BAD. */
struct conn *conn_new(enum code (*body)(void *arg, const char *p, size_t n), void *arg);
void conn_free(struct conn *c);
/* A new request begins; its head goes into `a`. */
void conn_start(struct conn *c, struct arena *a);
enum conn_event conn_feed(struct conn *c, const char *p, size_t n, size_t *used);
const struct head *conn_head(const struct conn *c);
enum code conn_fault(const struct conn *c);
/* Some byte of the current request has come in. */
bool conn_begun(const struct conn *c);
/* The client wants the connection kept. */
bool conn_keep(const struct conn *c);

#endif
