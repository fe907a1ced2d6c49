/* Posts. Structural posts (jpt, administrator, pengawas) have one holder at a time; functional and pelaksana
 * posts may have several. `atasan_id` is the superior post: the line along which evaluators are found. */
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
    int64_t atasan_id;      /* 0: top */
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

/* For writers. */
MUST_USE enum status jabatan_add(struct db *db, struct jabatan *j, struct err *e);
/* E_JABATAN_BERPUTAR if the post would be its own superior. atasan_id 0 makes it a top. */
MUST_USE enum status jabatan_set_atasan(struct db *db, int64_t id, int64_t atasan_id, struct err *e);

#endif
