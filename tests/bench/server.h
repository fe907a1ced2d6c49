/* Plain server: evhttp, SQLite and jansson for GET and PUT of one SKP. server.c talks HTTP and commits
 * groups, server_skp.c reads and shows a plan, server_save.c writes one. */
#ifndef BENCH_SERVER_H
#define BENCH_SERVER_H

#include <jansson.h>

#include "plain.h"

enum { ROLES = 16 };

struct who {
    int64_t akun_id, pegawai_id;
    char today[12], csrf[HEX];
    int n;
    struct {
        char peran[16];
        int64_t unit_id; /* 0: the whole institution */
    } role[ROLES];
};

/* What is asked of a plan besides its content. */
struct plan {
    int64_t id, versi, versi_id, pegawai_id, penilai_id, atasan_id, unit_id;
    char status[16], mulai[12], selesai[12];
    json_t *json; /* the resource; owned by the caller */
};

struct plans;
struct plans *plans_open(sqlite3 *db);
/* False if there is none, or `who` may not see it. */
bool plan_head(struct plans *p, const struct who *who, int64_t id, struct plan *out);
/* Content and actions into out->json. */
void plan_body(struct plans *p, const struct who *who, struct plan *out);
/* Hash of the document that both sides sign. */
void plan_hash(const struct plan *p, char out[HEX]);
char *json_text(const json_t *v, size_t flags);

struct saves;
struct saves *saves_open(sqlite3 *db, struct plans *plans, struct audit *audit);
/* One command within a transaction; an HTTP status, and the reply's text (to be freed) where it is 200. */
int save(struct saves *s, const struct who *who, int64_t id, int64_t if_match, const char *key,
         const char *fingerprint, const json_t *body, char **reply, int64_t *etag);

#endif
