/* The route table: one row an operation of openapi.yaml. Each core/http/api_NOUN.c exports its rows as
 * `const struct route routes_NOUN[]`, ending with a row whose path is NULL; the build lists the arrays in
 * routes.def, and `routes_all` is all of them.
 *
 *   const struct route routes_skp[] = {
 *       { METHOD_GET,  "/api/v1/skp/{id}",      LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL,   skp_baca, NULL },
 *       { METHOD_POST, "/api/v1/skp/{id}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "Aksi", skp_aksi, NULL },
 *       { 0 }
 *   };
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/queue.h"
#include "http/request.h"

enum route_flag {
    ROUTE_PUBLIC = 1,   /* needs no login; a session that is there is filled in all the same */
    ROUTE_PLUGIN = 2,   /* the handler calls a plugin: few of these run at once, one for a user */
    ROUTE_UPLOAD = 4,   /* the body is streamed to a file, after login and right were checked; a row that also
                         * names a schema takes JSON instead where the client says so */
    ROUTE_HASH = 8,     /* hashes a password: runs on the hash threads (no plugin host there) */
    ROUTE_STEP = 16,    /* reachable before the login's last step (`langkah` is not `selesai`) */
    ROUTE_PERSON = 32,  /* for people who have logged in, never for a machine's token */
    ROUTE_PACKAGE = 64, /* runs a whole package of a stranger; with ROUTE_PLUGIN */
    ROUTE_SHELL = 256,  /* of "/": answers GET of every page of the application as well, see router_find */
    ROUTE_ISIAN = 512,  /* with ROUTE_PLUGIN: calls it only where the body has a member `isian` */
    ROUTE_ENROL = 128,  /* reachable while a second factor is required and missing (`daftar_faktor`) */
};
enum { ROUTE_ANYONE = -1 }; /* for `aksi`: every account; the handler asks right_check for the object */
enum {
    ROUTE_BODY = 64 * 1024,       /* body limit where the row has 0 */
    ROUTE_JSON = 6 * 1024 * 1024, /* of JSON where the row takes files too: a package, pictures as Base64 */
    ROUTE_VALUES = 100000,        /* values in a JSON body: each takes many times its text when it is read */
};

struct route {
    enum method method;
    const char *path; /* "/api/v1/skp/{id}" */
    enum lane lane;   /* base/queue.h: LANE_LOGIN, LANE_SUBMIT, LANE_SAVE, LANE_READ, LANE_REPORT */
    unsigned flags;
    int aksi;           /* enum aksi that must be possible for one of the roles (right_possible) */
    size_t body_limit;  /* bytes; 0: ROUTE_BODY */
    const char *schema; /* of the JSON body, under components/schemas; NULL: no JSON body */
    enum status (*handler)(struct request *rq);
    /* May the client send this body? Asked before a body over 64 KiB or an upload is read; may be NULL. */
    enum status (*admit)(struct request *rq);
};

/* Does this request's body go to a file? */
bool route_streams(const struct request *rq);
/* Is a Content-Type `want`, with or without parameters behind it? `type` may be NULL. */
bool media_type_is(const char *type, const char *want);

/* NULL-terminated list of the arrays. */
extern const struct route *const routes_all[];

/* A search tree over the rows, read-only once built. Two rows for one method and path, or more than
 * REQUEST_PARAMS parameters, are faults of the program and reported as E_GAGAL. */
struct router;
MUST_USE enum status router_new(const struct route *const *sets, struct router **out, struct err *e);
void router_free(struct router *r);
/* Finds the row for a method and a decoded path and fills rq->route and rq->params (values point into copies
 * in rq->a). E_ALAMAT_TIDAK_ADA (404), or E_METODE (405) with reply.allow. The application in the browser
 * knows its own pages: where "/" is marked ROUTE_SHELL, it answers GET of any other path too, except below
 * /api and /aset and where the last part has a dot (a file that is not there stays 404). */
MUST_USE enum status router_find(const struct router *r, struct request *rq);

#endif
