/* What is answered: status, the few headers that vary, and a body. The server adds the rest (security
 * headers, X-Request-Id, Date, Content-Length, Connection) and leaves the body out for HEAD, 204 and 304. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/err.h"
#include "base/json.h"

enum { REPLY_COOKIES = 2 };

struct reply {
    int status;                        /* 0: 200 */
    const char *type;                  /* NULL: application/json */
    int64_t etag;                      /* row version; 0: none */
    const char *etag_text;             /* for content: the part between the quotes; NULL: none */
    const char *location;              /* NULL: none */
    const char *allow;                 /* of 405 */
    const char *cache;                 /* Cache-Control; NULL: no-store */
    const char *coding;                /* Content-Encoding; NULL: none */
    bool varies;                       /* Vary: Accept-Encoding */
    const char *download;              /* file name: Content-Disposition: attachment */
    const char *cookie[REPLY_COOKIES]; /* whole Set-Cookie values */
    int retry_after;                   /* seconds; 0: none */
    bool close;                        /* the connection ends after this reply */
    bool stream;                       /* parts as they come, see request_again */
    struct buf body;                   /* the reply's own */
    const void *fixed; /* or bytes that outlive the server (embedded files), not copied; fixed_len */
    size_t fixed_len;
    int file; /* or a descriptor, closed by the reply; sent as it is, file_len bytes. 0: none */
    int64_t file_len;
};

struct request;

/* Starts a JSON body with the given status. */
struct jw reply_json(struct request *rq, int status);
/* 204 without a body. */
void reply_empty(struct request *rq);
/* Bytes that outlive the server. */
void reply_fixed(struct request *rq, const char *type, const void *p, size_t n);
/* An open file of `len` bytes as a download; takes the descriptor. */
void reply_file(struct request *rq, int fd, int64_t len, const char *type, const char *name);
/* RFC 9457 from `e`: {type,title,status,detail,code,tindakan,instance,isian:[{letak,pesan}]}. Drops what the
 * reply held so far. Codes with status 503 and 429 get a Retry-After. */
void reply_problem(struct request *rq, const struct err *e);
void reply_drop(struct reply *r); /* frees what it holds, all fields back to zero */
const char *reply_reason(int status);

/* For the server: the head as bytes, into `out`; the length of the body. */
void reply_head(const struct request *rq, const char *date, bool keep, struct buf *out);
int64_t reply_length(const struct reply *r);

#endif
