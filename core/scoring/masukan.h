/* What a plugin function sees of an evaluation: exactly the fields in `reads`, once as canonical JSON that is
 * stored and hashed, once as msgpack for the host, written side by side in one pass. */
#ifndef SCORING_MASUKAN_H
#define SCORING_MASUKAN_H

#include "scoring/sheet.h"

/* Appends to both; `wire` may be NULL. Fields that are optional and unknown are left out; a target that was
 * never agreed as a number is null. */
void masukan_evaluasi(const struct sheet *x, const struct sheet_indikator *indikator,
                      const struct kalender *k, uint64_t reads, struct buf *json, struct buf *wire);

/* The inputs of an indicator, added up over the pieces that count. False where one of them has none, or where
 * a sum cannot be held. */
bool masukan_isian(const struct sheet_indikator *i, struct isian_jumlah *out);
/* The same for the host, numbers by the indicator's schema of inputs (a map, may be NULL). */
void isian_wire(const struct isian_jumlah *j, const json_t *fields, struct buf *wire);

/* A stored input again as msgpack: `kode` is the function of its row. E_SCORE_MASUKAN. */
MUST_USE enum status masukan_wire(const struct release *r, const char *kode, const char *json, size_t len,
                                  struct buf *wire, struct err *e);

void masukan_hash(const char *json, size_t len, char out[DIGEST_HEX]);

#endif
