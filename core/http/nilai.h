/* What a rating needs from plugins before its command can be given: by the evaluator, or taken over in a
 * calibration. */
#ifndef HTTP_NILAI_H
#define HTTP_NILAI_H

#include "domain/evaluasi.h"
#include "http/request.h"

/* The ratings stand in `in` (as of evaluasi_nilai_baca); fills in suggestion, predikat and, for who heads a
 * unit, the achievement's rating. Ends the snapshot of rq->db. */
MUST_USE enum status nilai_siapkan(struct request *rq, const struct evaluasi *v, struct evaluasi_nilai *in);

#endif
