/* Plugins come into the store and into force: install, enable for a unit from a period on, disable.
 *
 * Installing: a worker or the command line reads the package and lets it through the gate (pasang_periksa:
 * loads, registers what it provides, own tests in every order); the command then stores the release, state
 * `validated`, or `uploaded` with the reason where the gate refused it. Enabling writes an activation; what
 * a closed period has pinned never changes by it.
 */
#ifndef SCORING_PASANG_H
#define SCORING_PASANG_H

#include "domain/perintah.h"
#include "script/host.h"

/* Commands; the right is plugin.ubah for the unit (installing: in any unit). -------------------------------
 */

struct pasang_install {
    const struct package *package;
    json_t *daftar;   /* what it registers, from pasang_periksa; owned: pasang_install_clear */
    bool lulus;       /* passed the gate */
    char alasan[512]; /* why not */
    struct err galat; /* the same with its code, file and line */
    int64_t out_id;
    bool out_baru; /* false: a release with this content was there */
};
/* Runs the gate (worker or command line thread; takes as long as the package's tests). A package that fails
 * its own tests is ST_OK with lulus false; an error means that it cannot be stored at all (does not load). */
MUST_USE enum status pasang_periksa(struct host *host, const struct package *p, struct pasang_install *out,
                                    struct err *e);
void pasang_install_clear(struct pasang_install *in);
/* 201 {"id","plugin","versi_label","sha256","status","alasan"}. */
MUST_USE enum status pasang_install(struct perintah *p, struct db *db, struct err *e);

struct pasang_enable {
    int64_t release_id;
    int64_t unit_id;
    const char *mulai;                                      /* first day of a period */
    const char *setelan;                                    /* canonical settings with all defaults and … */
    char setelan_hash[DIGEST_HEX];                          /* … their hash: pasang_setelan fills both */
    const char *dasar_nomor, *dasar_tanggal, *dasar_berkas; /* the decree; NULL: none */
    int64_t out_id;                                         /* aktivasi */
};
/* Worker side: validates the settings (NULL: defaults) against the release's manifest. */
MUST_USE enum status pasang_setelan(struct db *db, int64_t release_id, const json_t *given, struct arena *a,
                                    struct pasang_enable *out, struct err *e);
/* E_RELEASE_BELUM_LULUS, E_RELEASE_KARANTINA, E_PLUGIN_UNIT (manifest `units`), E_PLUGIN_MULAI (no period
 * begins on that day). 201 {"id","plugin","release_id","unit","mulai","setelan_hash"}. */
MUST_USE enum status pasang_enable(struct perintah *p, struct db *db, struct err *e);

struct pasang_disable {
    const char *plugin;
    int64_t unit_id;
    const char *mulai; /* first day from which it no longer holds */
    const char *alasan;
};
/* Ends the unit's own activations of the plugin; an ancestor's then holds, if there is one.
 * E_AKTIVASI_TIDAK_ADA if it has none. */
MUST_USE enum status pasang_disable(struct perintah *p, struct db *db, struct err *e);

/* Reading -------------------------------------------------------------------------------------------------
 */

/* {"releases":[{"id","plugin","versi","sha256","status","alasan","dipasang","aktivasi":[{"id","unit","mulai",
 * "selesai","setelan_hash","waktu","dasar_nomor"}]}]} as array of releases, by plugin and id. */
struct jw;
MUST_USE enum status pasang_list(struct db *db, struct jw *out, struct err *e);

/* `aksi` of a release as flow.h has it: what who may do with it somewhere, by the conditions of the commands.
 */
MUST_USE enum status pasang_aksi(struct db *db, const struct who *who, int64_t release_id, struct jw *w,
                                 struct err *e);

/* Demonstration data: installs the shipped plugins and enables them from `mulai` on (first day of a period)
 * in the topmost units that their manifests name (the scheme at the root). `db` is a DB_WRITE connection
 * outside a transaction; units must be there. */
MUST_USE enum status pasang_bawaan(struct db *db, struct host *host, const char *mulai, struct err *e);

#endif
