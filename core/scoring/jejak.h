/* The trace (jejak) of one evaluation in steps that a person can redo on paper: months served, consolidation
 * and target of each indicator, then what the plugins noted themselves. */
#ifndef SCORING_JEJAK_H
#define SCORING_JEJAK_H

#include "base/json.h"
#include "scoring/hitung.h"

/* Steps {"label","nilai","rumus"} of the batch's first sheet into the open array: up to the scheme's call. */
void jejak_konsolidasi(const struct hitung *h, struct jw *w);
/* The elements of a host's trace (a JSON array, NULL for none) into the open array. */
void jejak_plugin(const char *trace, struct jw *w);

#endif
