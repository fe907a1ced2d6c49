/* Values of indicators that are entered once, by a named data officer (petugas data), for a unit or a person.
 *
 * Whoever has that indicator of a package in the plan finds the value in the own realisation, read-only and
 * with its source: the person's own value, else that of the nearest unit upward. The officer is named by
 * decree for a unit and those below it, dated. Realisations that were handed in keep the value that they were
 * handed in with.
 */
#ifndef DOMAIN_DATA_INDIKATOR_H
#define DOMAIN_DATA_INDIKATOR_H

#include <jansson.h>

#include "domain/periode.h"

struct data_isi {
    int64_t periode_id, unit_id, pegawai_id; /* a unit or a person, the other 0 */
    const char *plugin, *kode, *sumber;
    /* computed by the caller, outside the writer */
    const char *isian;
    double nilai;
    int64_t release_id;
    int64_t out_id;
};
/* {"periode","unit"|"pegawai","plugin","kode","isian","sumber"}: ids and words; isian stays the caller's. */
struct data_permintaan {
    const char *periode, *plugin, *kode, *sumber;
    int64_t unit, pegawai;
};
MUST_USE enum status data_permintaan_baca(const json_t *body, struct arena *a, struct data_permintaan *out,
                                          struct err *e);
/* The unit by whose activation the value is computed: the unit itself, or that of the person's post at the
 * end of the period. */
MUST_USE enum status data_unit(struct db *db, const struct data_isi *in, int64_t *unit_id, struct err *e);
/* An officer of that indicator for that unit today, or the system; E_TIDAK_BERHAK. */
MUST_USE enum status data_boleh(struct db *db, const struct who *who, const struct data_isi *in,
                                struct err *e);

/* Enters or replaces the value while the period is open. Reply: the row, etag versi. E_MASUKAN_BERUBAH where
 * the release has changed since it was computed. */
MUST_USE enum status data_isi(struct perintah *p, struct db *db, struct err *e);
struct data_hapus {
    int64_t id;
};
MUST_USE enum status data_hapus(struct perintah *p, struct db *db, struct err *e);

struct data_saring {
    int64_t periode_id, unit_id, pegawai_id; /* 0 all */
    int64_t sesudah;
    int batas;
    int64_t out_lagi; /* cursor, 0 at the end */
};
/* Rows into the open list, by id: those of units for everybody, those of people as their realisations. */
MUST_USE enum status data_json(struct db *db, const struct who *who, struct data_saring *f, struct jw *w,
                               struct err *e);

/* Officers ---------------------------------------------------------------------------------------------- */

/* By right unit.ubah. E_PENUGASAN_DASAR without a decree. Reply (201): the list of the unit. */
struct petugas_tunjuk {
    int64_t unit_id, pegawai_id;
    const char *plugin, *kode, *mulai, *selesai, *dasar; /* kode, selesai may be NULL */
};
MUST_USE enum status petugas_tunjuk_baca(const json_t *body, struct arena *a, struct petugas_tunjuk *out,
                                         struct err *e);
MUST_USE enum status petugas_tunjuk(struct perintah *p, struct db *db, struct err *e);
/* Ends with today; what was entered stays. 204. */
struct petugas_akhiri {
    int64_t id;
};
MUST_USE enum status petugas_akhiri(struct perintah *p, struct db *db, struct err *e);
/* {"data":[…]} of a unit and those above it. */
MUST_USE enum status petugas_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w,
                                  struct err *e);

#endif
