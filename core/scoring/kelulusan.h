/* Grading of training by the module's own rule, and looking at stored grades again.
 *
 * A plugin that hangs, crashes or answers nonsense is not an error here: the grade is missing, with code and
 * sentence, and the answers are kept by whoever asked. What was graded can be computed again from what is
 * stored with it: release, settings, input.
 */
#ifndef SCORING_KELULUSAN_H
#define SCORING_KELULUSAN_H

#include "domain/pelatihan.h"
#include "scoring/rule.h"

/* `masukan`: canonical JSON of `catatan` (pelatihan_catatan). Settings by `setelan_hash`. What is returned
 * lives in `a`. An error only where the store cannot be read. */
MUST_USE enum status kelulusan_hitung(struct db *db, struct host *host, const struct modul *m,
                                      const char *setelan_hash, const char *masukan, struct arena *a,
                                      struct penilaian *out, struct err *e);

/* The same with rules at hand, for many. */
MUST_USE enum status kelulusan_aturan(struct host *host, const struct rule *rule, const struct modul *m,
                                      const char *masukan, struct arena *a, struct penilaian *out,
                                      struct err *e);

enum { KELULUSAN_BEDA = 50 };
struct kelulusan_beda {
    const char *apa; /* "percobaan", "anjuran" */
    int64_t id;
    char rincian[240];
};
struct kelulusan_verify {
    int64_t diperiksa, berbeda;
    size_t nbeda;
    struct kelulusan_beda beda[KELULUSAN_BEDA]; /* the first ones */
};
/* Every stored grade and recommendation computed again, one after the other. */
MUST_USE enum status kelulusan_verify(struct db *db, struct host *host,
                                      void (*progress)(void *arg, int64_t done), void *arg,
                                      struct kelulusan_verify *out, struct err *e);

#endif
