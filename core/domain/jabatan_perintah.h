/* Commands on posts, by right unit.ubah; the reply is the post, its etag jabatan.versi. */
#ifndef DOMAIN_JABATAN_PERINTAH_H
#define DOMAIN_JABATAN_PERINTAH_H

#include <jansson.h>

#include "domain/jabatan.h"
#include "domain/perintah.h"

struct jw;
/* With the superior post of that day. */
MUST_USE enum status jabatan_json(struct db *db, const struct jabatan *j, const char *hari, struct jw *w,
                                  struct err *e);

/* One head post a unit. 201. */
struct jabatan_buat {
    int64_t unit_id;
    const char *nama, *jenis, *jenjang, *eselon;
    bool kepala;
    int64_t atasan_id, out_id;
};
MUST_USE enum status jabatan_buat_baca(const json_t *body, struct arena *a, struct jabatan_buat *out,
                                       struct err *e);
MUST_USE enum status jabatan_buat(struct perintah *p, struct db *db, struct err *e);

/* Another superior post (0: none) from `mulai` on, which touches no closed period; evaluators follow, now or
 * on that day. E_JABATAN_BERPUTAR. */
struct jabatan_ubah_atasan {
    int64_t id, atasan_id;
    const char *mulai;
};
MUST_USE enum status jabatan_ubah_atasan(struct perintah *p, struct db *db, struct err *e);

#endif
