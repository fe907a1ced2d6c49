/* Where the numbers of a realisation come from: approved daily entries, and values of data officers.
 *
 * Entries of a day name an indicator and its inputs of that day. The period's inputs follow from them by the
 * indicator's konsolidasi: added up for jumlah and hitung_ulang (so that the plugin computes a percentage
 * again and nobody averages it), the mean for rata_rata, the last known for terakhir. It is a proposal: the
 * person may add what no day holds, and correct with a reason. A data officer's value is no proposal: it is
 * the value.
 */
#ifndef DOMAIN_REALISASI_ASAL_H
#define DOMAIN_REALISASI_ASAL_H

#include "domain/realisasi.h"

enum { ASAL_HARI_MAX = 2000 }; /* entries of one indicator that are shown */

struct asal_hari {
    int64_t progres_id;
    const char *tanggal, *uraian;
    const char *isian;   /* NULL for a free indicator */
    const double *nilai; /* of a free indicator */
};
struct asal {
    const struct rhk *rhk;
    const struct indikator *indikator; /* of the realisation's version */
    /* from daily entries */
    size_t n;
    struct asal_hari *hari;
    const char *isian;   /* proposed; NULL: nothing can be proposed */
    const double *nilai; /* proposed, of a free indicator */
    /* from a data officer; id 0: none */
    struct {
        int64_t id, release_id;
        const char *isian, *sumber, *petugas, *untuk, *waktu; /* untuk: the unit or person */
        double nilai;
    } data;
};
/* Only the indicators that have one; in the order of the plan. */
MUST_USE enum status realisasi_asal(struct db *db, const struct realisasi *r, struct arena *a,
                                    struct asal **out, size_t *n, struct err *e);
const struct asal *asal_cari(const struct asal *list, size_t n, int64_t indikator_id);

/* What is saved holds every proposed input as it was proposed; more than that is no correction. */
bool asal_sama(const struct asal *x, const struct realisasi_nilai *v);

/* Writes the data officers' values into the rows of a realisation that exists. E_MASUKAN_BERUBAH where a
 * value was computed by a release that does not hold for this plan. Writer only. */
MUST_USE enum status asal_pasang(struct db *db, const struct realisasi *r, const struct asal *list, size_t n,
                                 struct err *e);

#endif
