/* Rows as the interface shows them, where the nouns' own files have no need for them: references, posts of a
 * person, a release with where it holds, rows of the audit chain. All write JSON; the caller has asked for
 * the right. */
#ifndef DOMAIN_VIEW_H
#define DOMAIN_VIEW_H

#include "base/json.h"
#include "domain/right.h"

/* key: {"id","kode","nama"} or null (id 0); key: {"id","nip","nama"} or null, the name with its titles. */
MUST_USE enum status view_unit(struct db *db, struct jw *w, const char *key, int64_t id, struct err *e);
MUST_USE enum status view_pegawai(struct db *db, struct jw *w, const char *key, int64_t id, struct err *e);
/* The same for whom the query has joined: key: {"id","nip","nama"}. */
void view_orang(struct jw *w, const char *key, int64_t id, const char *nip, const char *nama);
/* The posts of a person as a list, newest first; `hari` NULL: all of them, else those on that day. */
MUST_USE enum status view_penugasan(struct db *db, int64_t pegawai_id, const char *hari, struct jw *w,
                                    struct err *e);
/* Members "instansi", "data_contoh" into the open object. */
MUST_USE enum status view_instansi(struct db *db, struct jw *w, struct err *e);
/* Members of a release and the list "aktivasi" into the open object; *versi of its row. E_RELEASE_TIDAK_ADA.
 */
MUST_USE enum status view_release(struct db *db, int64_t id, struct jw *w, int64_t *versi, struct err *e);

struct view_audit {
    const char *objek; /* NULL all */
    int64_t objek_id;  /* 0 all */
    int64_t sebelum;   /* only rows with a smaller number */
    int batas;
    int64_t out_lagi; /* cursor of the next page, 0 at the end */
};
/* Rows into the open list, newest first. */
MUST_USE enum status view_audit(struct db *db, struct view_audit *f, struct jw *w, struct err *e);

#endif
