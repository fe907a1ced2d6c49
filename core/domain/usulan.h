/* Proposals to put a release with settings in force for a unit: diajukan → disetujui | ditolak | dibatalkan.
 *
 * A second administrator decides where at least two people may change plugins of that unit; otherwise the
 * proposer confirms with a reason, and so does the operator at the command line, who is no account. What was
 * confirmed by one person alone is listed for the central administrator (`cara`). What must hold besides is
 * asked by `syarat`, which core/scoring/pasang_syarat.c sets: this layer knows no plugins.
 */
#ifndef DOMAIN_USULAN_H
#define DOMAIN_USULAN_H

#include "domain/flow.h"

enum usulan_status { USULAN_DIAJUKAN, USULAN_DISETUJUI, USULAN_DITOLAK, USULAN_DIBATALKAN };
extern const struct machine usulan_machine; /* "aktivasi" */

struct usulan {
    int64_t id, versi, unit_id, release_id;
    const char *plugin;
    const char *setelan, *setelan_hash; /* canonical */
    const char *mulai;
    int64_t periode_id;                                     /* 0: only the day was named */
    const char *dasar_nomor, *dasar_tanggal, *dasar_berkas; /* the decree; NULL: none */
    int64_t simulasi_id;                                    /* 0: there is none, and … */
    const char *simulasi_hash, *tanpa_simulasi;             /* … this says why */
    const char *alasan;
    enum usulan_status status;
    const char *cara;    /* NULL while nobody has decided for it */
    int64_t akun_id;     /* who proposed; 0: the command line */
    int64_t aktivasi_id; /* what came of it; 0: nothing yet */
    /* Does everything that must hold before it comes into force still hold? NULL: not asked. */
    enum status (*syarat)(struct db *db, struct usulan *u, struct err *e);
};

/* As `who` may see it: E_USULAN_TIDAK_ADA otherwise. Texts in `a`. */
MUST_USE enum status usulan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                 struct usulan *out, struct err *e);
/* How many accounts hold plugin.ubah for the unit on that day. */
MUST_USE enum status usulan_pemegang(struct db *db, int64_t unit_id, const char *hari, int64_t *n,
                                     struct err *e);

/* Writer only. Stores a new proposal (status diajukan) with its audit row; u->id. The settings must be
 * stored. E_USULAN_ADA where the same one waits for a decision. */
MUST_USE enum status usulan_add(struct db *db, const struct who *who, struct usulan *u, struct err *e);
/* One step: setujui, konfirmasi, tolak, tarik. Guards: not one's own; the proposer's; one person alone;
 * `syarat`. */
MUST_USE enum status usulan_langkah(struct db *db, const struct who *who, struct usulan *u,
                                    const char *peristiwa, const char *catatan, struct err *e);
/* The activation that came of it. */
MUST_USE enum status usulan_jadi(struct db *db, struct usulan *u, int64_t aktivasi_id, struct err *e);

/* Reading -------------------------------------------------------------------------------------------------
 */

/* The proposal with its release, unit, settings, and the summary of the simulation; `aksi` if `who` is given.
 */
MUST_USE enum status usulan_json(struct db *db, struct usulan *u, const struct who *who, struct jw *w,
                                 struct err *e);

struct usulan_saring {
    const char *status, *cara, *plugin; /* NULL: all */
    int64_t release_id, unit_id;        /* 0: all */
    int64_t sebelum;                    /* ids below this one */
    int batas;
};
/* Newest first, those that `who` may see; ids in `a`. */
MUST_USE enum status usulan_daftar(struct db *db, const struct who *who, const struct usulan_saring *f,
                                   struct arena *a, int64_t **ids, size_t *n, struct err *e);

#endif
