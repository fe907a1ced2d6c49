/* What must hold before a release comes into force for a unit; asked when it is proposed, again for the
 * button, and again when it is decided, inside the command's savepoint.
 */
#ifndef SCORING_PASANG_SYARAT_H
#define SCORING_PASANG_SYARAT_H

#include "domain/usulan.h"

/* In this order: E_RELEASE_BELUM_LULUS, E_RELEASE_KARANTINA · E_PLUGIN_UNIT (manifest `units`) ·
 * E_PERIODE_DITUTUP, E_PLUGIN_MULAI · E_PLUGIN_SETELAN · E_SIMULASI_BELUM, whose sentence is the command to
 * run. A new proposal (u->id 0) gets its simulation, or the note that there is no period to simulate; one
 * that is stored must still be right with what it names. `a` holds what is filled in, and may be NULL for a
 * stored one. */
MUST_USE enum status syarat_periksa(struct db *db, struct usulan *u, struct arena *a, struct err *e);
/* The same for a stored one, as struct usulan asks it. */
MUST_USE enum status syarat_usulan(struct db *db, struct usulan *u, struct err *e);

/* The last period before `mulai` with real data of the unit and those below it; id 0 if there is none. */
MUST_USE enum status syarat_periode(struct db *db, int64_t unit_id, const char *mulai, int64_t *id,
                                    char kode[16], struct err *e);

#endif
