/* What the handlers of /api/v1 share: lists, parameters, references to people and units.
 *
 * A handler reads with rq->db (one snapshot for login, right and reply) and never changes anything: a change
 * is a domain command given to the writer, which also writes the reply.
 */
#ifndef HTTP_API_H
#define HTTP_API_H

#include "domain/periode.h"
#include "domain/skp.h"
#include "http/route.h"

enum { API_BATAS = 50, API_BATAS_MAX = 200 };

/* A page of a list: `batas` rows behind `kursor`. Handlers ask the domain for api_page_ask rows, one more
 * than they show, and so know whether something follows. */
struct api_page {
    int batas;
    const char *kursor; /* NULL: from the start */
};
MUST_USE enum status api_page(struct request *rq, struct api_page *out);
static inline int api_page_ask(const struct api_page *p)
{
    return p->batas + 1;
}
/* The cursor as a number, `absent` where there is none; E_MASUKAN for anything else. */
MUST_USE enum status api_page_int(struct request *rq, const struct api_page *p, int64_t absent, int64_t *out);
/* {"data":[ … */
struct jw api_list_open(struct request *rq);
/* … ],"berikut":CURSOR|null}; `next` NULL at the end of the list. */
void api_list_close(struct jw *w, const char *next);
void api_list_close_int(struct jw *w, int64_t next); /* 0: the end */

/* A query parameter that must be one of the words (NULL-terminated); NULL in *out if it is absent. */
MUST_USE enum status api_query_word(struct request *rq, const char *name, const char *const *words,
                                    const char **out);
/* E_MASUKAN with one faulty field. */
enum status api_fault(struct request *rq, const char *at, const char *fmt, ...) PRINTF(3, 4);

/* Member of the validated body; NULL where it is absent or null. */
const char *api_text(const json_t *o, const char *key);
int64_t api_int(const json_t *o, const char *key); /* 0 where absent or null */

/* The period that a path parameter names; the one that a query parameter names, id 0 where it is absent. */
MUST_USE enum status api_periode(struct request *rq, const char *name, struct periode *out);
MUST_USE enum status api_periode_query(struct request *rq, const char *name, struct periode *out);
/* ?lingkup=diri|tim|semua, semua if absent. */
MUST_USE enum status api_lingkup(struct request *rq, enum skp_lingkup *out);

/* A right over the whole institution, for what everybody knows to exist: 403 where it is missing, never 404.
 */
MUST_USE enum status api_institution(struct request *rq, enum aksi a);
/* A code of the second factor was wrong, or is not even compared for `us` more. On the loop. */
void api_kode_salah(struct request *rq, bool ditahan, int64_t us);
/* The package that the request holds: an archive that was streamed to a file, or `berkas` of the JSON body.
 * `notes` as of package.h. package_free also after an error. */
struct findings;
struct package;
MUST_USE enum status api_package(struct request *rq, struct findings *notes, struct package *out);
/* An empty list of actions, for what nobody may act on through this resource. */
void api_no_aksi(struct jw *w);
void api_ktext_or_null(struct jw *w, const char *key, const char *s); /* "" and NULL are null */

#endif
