/* Plugins come into the store and into force: install, enable for a unit from a period on, disable.
 *
 * Installing: a worker or the command line reads the package and lets it through the gate (pasang_periksa:
 * loads, registers what it provides, own tests in every order); the command then stores the release, state
 * `validated`, or `uploaded` with the reason where the gate refused it. Enabling is a proposal, and an
 * activation once it is decided; what a closed period has pinned never changes by it.
 *
 * pasang_install.c · pasang_usulan.c (proposals, decisions) · pasang_syarat.c (their conditions) ·
 * pasang_akhir.c (disable, quarantine, back) · pasang_baca.c · pasang_bawaan.c (demonstration data)
 */
#ifndef SCORING_PASANG_H
#define SCORING_PASANG_H

#include "domain/perintah.h"
#include "domain/rilis.h"
#include "domain/usulan.h"
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
/* A package whose content is there already and waits as `uploaded` is validated by passing now. 201, or 200
 * where nothing was added: {"id","plugin","versi","sha256","status","alasan","galat"}. */
MUST_USE enum status pasang_install(struct perintah *p, struct db *db, struct err *e);

struct pasang_enable {
    int64_t release_id;
    int64_t unit_id;
    const char *mulai;                                      /* first day of a period … */
    int64_t periode_id;                                     /* … and that period, 0: any that begins so */
    const char *setelan;                                    /* canonical settings with all defaults and … */
    char setelan_hash[DIGEST_HEX];                          /* … their hash: pasang_setelan fills both */
    const char *dasar_nomor, *dasar_tanggal, *dasar_berkas; /* the decree; NULL: none */
    const char *alasan;                                     /* NULL or "": none */
    int64_t out_usulan;
    int64_t out_id; /* aktivasi; 0: it waits for a second person */
};
/* Worker side: validates the settings (NULL: defaults) against the release's manifest. */
MUST_USE enum status pasang_setelan(struct db *db, int64_t release_id, const json_t *given, struct arena *a,
                                    struct pasang_enable *out, struct err *e);
/* Proposes, under the conditions of pasang_syarat.h. It comes into force at once where the actor may confirm
 * alone: nobody else holds the right for that unit, or it is the operator at the command line, and a reason
 * is given (E_USULAN_ALASAN where it has to be). 201 the proposal (usulan_json). */
MUST_USE enum status pasang_enable(struct perintah *p, struct db *db, struct err *e);

/* setujui, konfirmasi, tolak, tarik. if_match is the proposal's versi. 200 the proposal. */
struct pasang_putus {
    int64_t id;
    const char *peristiwa, *catatan;
    int64_t out_id; /* aktivasi, 0: none */
};
MUST_USE enum status pasang_putus(struct perintah *p, struct db *db, struct err *e);

struct pasang_disable {
    const char *plugin;
    int64_t unit_id;
    const char *mulai;  /* first day from which it no longer holds */
    int64_t periode_id; /* the period that begins then; 0: not named */
    const char *alasan; /* E_TANPA_CATATAN without */
};
/* Ends the unit's own activations of the plugin; an ancestor's then holds, if there is one. One person is
 * enough. E_AKTIVASI_TIDAK_ADA if it has none. */
MUST_USE enum status pasang_disable(struct perintah *p, struct db *db, struct err *e);

/* karantina (one person of the centre stops a release everywhere, at once) and pulihkan (out of it; `uji` is
 * what the gate said just now: pasang_uji). if_match is the release's row version. 200 the release. */
struct pasang_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
    struct rilis_uji uji;
};
/* Worker side: the stored package through the gate again. An error only where the machine failed. */
MUST_USE enum status pasang_uji(struct db *db, const char *host, int64_t release_id, struct rilis_uji *out,
                                struct err *e);
MUST_USE enum status pasang_langkah(struct perintah *p, struct db *db, struct err *e);

/* Reading -------------------------------------------------------------------------------------------------
 */

/* Array of releases by plugin and id: {"id","plugin","versi","sha256","status","alasan","galat","skema",
 * "dipasang","aktivasi":[{"id","unit","mulai","selesai","setelan_hash","waktu","dasar_nomor"}]}. */
struct jw;
MUST_USE enum status pasang_list(struct db *db, struct jw *out, struct err *e);
/* {"code","berkas","baris"}, null without a code. */
void pasang_galat(struct jw *w, const char *code, const char *berkas, int64_t baris);
/* The whole of one release: members of view_release, `galat`, `aksi`, and `riwayat` (its audit rows, where
 * `who` may see proposals, else empty). */
MUST_USE enum status pasang_json(struct db *db, const struct who *who, int64_t release_id, struct jw *w,
                                 int64_t *versi, struct err *e);

/* Proposals: as usulan_load, usulan_json and usulan_daftar, with the conditions asked for `aksi`. */
MUST_USE enum status pasang_usulan(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                   struct usulan *out, struct err *e);

/* Demonstration data: installs the shipped plugins and enables them from `mulai` on (first day of a period)
 * in the topmost units that their manifests name (the scheme at the root). `db` is a DB_WRITE connection
 * outside a transaction; units must be there. */
MUST_USE enum status pasang_bawaan(struct db *db, struct host *host, const char *mulai, struct err *e);

#endif
