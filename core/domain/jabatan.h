/* Posts. Structural posts (jpt, administrator, pengawas) have one holder at a time; functional and pelaksana
 * posts may have several. The superior post is the line along which evaluators are found; it is dated. */
#ifndef DOMAIN_JABATAN_H
#define DOMAIN_JABATAN_H

#include "store/db.h"

enum jabatan_jenis { JAB_PELAKSANA, JAB_FUNGSIONAL, JAB_PENGAWAS, JAB_ADMINISTRATOR, JAB_JPT };
const char *jabatan_jenis_kode(enum jabatan_jenis j);
bool jabatan_jenis_parse(const char *kode, enum jabatan_jenis *out);
/* At least pengawas: may evaluate without delegation. */
bool jabatan_struktural(enum jabatan_jenis j);

struct jabatan {
    int64_t id;
    char *kode, *nama; /* adding: kode NULL is made */
    int64_t unit_id;
    enum jabatan_jenis jenis;
    char *jenjang, *eselon; /* may be NULL */
    int64_t kelas;          /* 0: unknown */
    bool kepala;            /* heads its unit */
    int64_t atasan_id;      /* the superior post at the beginning, 0: top; later ones: jabatan_atasan */
    int64_t versi;
};
MUST_USE enum status jabatan_load(struct db *db, int64_t id, struct arena *a, struct jabatan *out,
                                  struct err *e);
/* By unit and name (compared without case); E_JABATAN_TIDAK_ADA. */
MUST_USE enum status jabatan_find(struct db *db, int64_t unit_id, const char *nama, int64_t *id,
                                  struct err *e);
/* Posts of a unit, head first. */
MUST_USE enum status jabatan_list(struct db *db, int64_t unit_id, struct arena *a, struct jabatan **out,
                                  size_t *n, struct err *e);

/* The superior post on a day; 0: top. */
MUST_USE enum status jabatan_atasan(struct db *db, int64_t id, const char *hari, int64_t *out, struct err *e);
/* The same as an SQL expression; `j` is the alias of jabatan, `hari` a parameter or column. */
#define JABATAN_ATASAN(j, hari)                                                                              \
    "(CASE WHEN EXISTS (SELECT 1 FROM jabatan_atasan x WHERE x.jabatan_id = " j ".id AND x.mulai <= " hari   \
    ") THEN (SELECT x.atasan_id FROM jabatan_atasan x WHERE x.jabatan_id = " j ".id AND x.mulai <= " hari    \
    " ORDER BY x.mulai DESC LIMIT 1) ELSE " j ".atasan_id END)"

/* For writers. */
MUST_USE enum status jabatan_add(struct db *db, struct jabatan *j, struct err *e);
/* From `mulai` on; a post that has had no superior on any day before gets it from the beginning. What was
 * arranged for later days is replaced. E_JABATAN_BERPUTAR if the post would be its own superior on a day from
 * then on. atasan_id 0 makes it a top. */
MUST_USE enum status jabatan_set_atasan(struct db *db, int64_t id, int64_t atasan_id, const char *mulai,
                                        struct err *e);

#endif
