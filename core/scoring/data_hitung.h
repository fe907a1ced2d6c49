/* The value of a data officer's inputs, by the plugin that holds for the unit. */
#ifndef SCORING_DATA_HITUNG_H
#define SCORING_DATA_HITUNG_H

#include <jansson.h>

#include "domain/data_indikator.h"
#include "script/host.h"

/* Fills in->plugin where it is NULL (the one package in force that has the indicator), in->isian, in->nilai
 * and in->release_id; texts live in `a`. Faults of the inputs are E_PLUGIN_ISIAN with pointers under
 * "/isian". */
MUST_USE enum status data_hitung(struct db *db, struct host *host, struct data_isi *in, json_t *isian,
                                 struct arena *a, struct err *e);

#endif
