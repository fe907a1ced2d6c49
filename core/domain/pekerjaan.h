/* Pending work: what somebody has to do next, and until when.
 *
 * Nothing is stored: every list is asked from the objects themselves as of a day. Kinds are rows of a table
 * in pekerjaan.c; a noun that makes people wait adds a row there. Deadlines are those of batas.h where the
 * step has one, else the day that the object itself carries (an objection, a prepared step); a plain question
 * without a deadline has none. Of daily entries the limit is counted from the day itself: of a shift over
 * midnight the guard of the step is one day more generous.
 */
#ifndef DOMAIN_PEKERJAAN_H
#define DOMAIN_PEKERJAAN_H

#include "base/json.h"
#include "domain/right.h"

enum { PEKERJAAN_CONTOH = 3 };
struct pekerjaan {
    const char *kode, *judul;  /* "realisasi_ajukan", "Ajukan realisasi" */
    int64_t jumlah, terlambat; /* objects, and how many of them have passed their deadline; jumlah > 0 */
    char batas[DATE_TEXT];     /* the earliest last day in time; "" none */
    int sisa_hari;             /* from the day asked to `batas`, negative when it has passed */
    const char *tautan;        /* path of the only object, or of the list where they are */
    const char *contoh[PEKERJAAN_CONTOH]; /* short labels of the first ones; NULL: no more */
};

/* What waits for the employee `pegawai_id` on `hari`, as employee and as superior, by deadline, those without
 * one last. `who` narrows it to what his token may see; NULL: nothing is narrowed (reminders). Rows and texts
 * live in `a`. Who may ask is the caller's business: one's own list needs no right. */
MUST_USE enum status pekerjaan_orang(struct db *db, int64_t pegawai_id, const char *hari,
                                     const struct who *who, struct arena *a, struct pekerjaan **out,
                                     size_t *n, struct err *e);
/* Adds what waits for the offices where `who` is pengelola, admin_unit or admin_pusat; labels name units. */
MUST_USE enum status pekerjaan_saya(struct db *db, const struct who *who, struct arena *a,
                                    struct pekerjaan **out, size_t *n, struct err *e);
void pekerjaan_json(const struct pekerjaan *p, struct jw *w);

/* A unit and everything below it: {"unit","hari","langkah":[{kode,judul,jumlah,terlambat,batas,sisa_hari}],
 * "bawahan":[{"unit","langkah":[the same, of what is not 0]}]}. Figures only, no names, no ratings.
 * Exceptions of single people do not count here. Needs unit.angka, which the caller checks. */
MUST_USE enum status pekerjaan_unit_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w,
                                         struct err *e);

/* For pekerjaan_saya: steps that only an office can take, in the units below `unit_id` (0: every unit). */
MUST_USE enum status pekerjaan_kantor(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                                      struct pekerjaan *out, size_t *n, struct err *e);
enum { PEKERJAAN_KANTOR = 8 }; /* rows that pekerjaan_kantor may write */

#endif
