/* Shared by peristiwa*.c: one event at work. Private to them. */
#ifndef DOMAIN_PERISTIWA_BAGIAN_H
#define DOMAIN_PERISTIWA_BAGIAN_H

#include "domain/penugasan.h"
#include "domain/peristiwa.h"

enum kelompok {
    KEL_MASUK,
    KEL_PINDAH,
    KEL_STATUS,
    KEL_TUGAS,
    KEL_DELEGASI,
    KEL_CUTI,
    KEL_KEMBALI,
    KEL_KELUAR,
    KEL_COUNT
};

struct kerja_peristiwa {
    struct db *db;
    const struct who *who; /* who recorded it; rights were asked for */
    struct arena *a;
    struct peristiwa p;
    enum kelompok kelompok;
    const char *status, *absen; /* of the kind, may be NULL */
    bool tutup_skp, dinilai, minta;
    int64_t pakai; /* an assignment that a correction uses again, 0 */
};
/* Fills the kind's columns; E_MASUKAN for a kind that is none. */
MUST_USE enum status peristiwa_jenis(struct kerja_peristiwa *k, struct err *e);

/* Log of changes ------------------------------------------------------------------------------------------
 */

/* Sets one column of a row and notes what stood there. `tabel` and `kolom` are ours, never input. */
MUST_USE enum status peristiwa_setel(struct kerja_peristiwa *k, const char *tabel, int64_t baris,
                                     const char *kolom, const char *baru, struct err *e);
/* Notes a change that was made otherwise. */
MUST_USE enum status peristiwa_tulis(struct kerja_peristiwa *k, const char *tabel, int64_t baris,
                                     const char *kolom, const char *lama, const char *baru, struct err *e);
/* Takes all of it back, last first; an assignment that plans hang on is kept in k->pakai if `lagi`, else that
 * is E_PERISTIWA_DIPAKAI. */
MUST_USE enum status peristiwa_urai(struct kerja_peristiwa *k, bool lagi, struct err *e);

/* Effects -------------------------------------------------------------------------------------------------
 */

/* What is dated. */
MUST_USE enum status peristiwa_efek(struct kerja_peristiwa *k, struct err *e);
/* What waits for the day. */
MUST_USE enum status peristiwa_hari(struct kerja_peristiwa *k, struct err *e);
/* Evaluators that may be others now, because of this person or the posts that the event touched. */
MUST_USE enum status peristiwa_segarkan(struct kerja_peristiwa *k, struct err *e);
/* Ends one plan: what is approved is superseded, a draft is shortened, what would begin later is cancelled.
 */
MUST_USE enum status peristiwa_tutup_skp(struct kerja_peristiwa *k, int64_t skp_id, const char *akhir,
                                         struct err *e);

#endif
