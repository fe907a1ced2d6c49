/* The content of a plan: RHK with their indicators, the seven behaviour values, the three annex blocks. */
#ifndef DOMAIN_RHK_H
#define DOMAIN_RHK_H

#include <jansson.h>

#include "domain/perintah.h"

/* SQL: the version of plan `s` that counts for others, the one in force or, before there is one, the newest.
 */
#define SKP_VERSI_KINI(s)                                                                                    \
    "coalesce(" s ".versi_berlaku, (SELECT max(xv.n) FROM skp_versi xv WHERE xv.skp_id = " s ".id"           \
    " AND xv.status <> 'batal'))"

struct indikator {
    int64_t id;        /* 0: new */
    int64_t asal_id;   /* the same indicator in the version before, 0 none; kept by the server */
    const char *aspek; /* NULL or kuantitas, kualitas, waktu, biaya */
    const char *teks, *target_teks;
    const double *bawah, *atas; /* target or its lower bound; upper bound of a range; NULL none */
    const char *satuan;
    const char *arah, *per, *konsolidasi;
    bool target_maksimal;
    const char *plugin, *kode; /* both or none */
};

struct rhk {
    int64_t id; /* 0: new */
    const char *jenis, *klasifikasi, *teks;
    int64_t induk_rhk_id;        /* the superior's RHK that it supports, 0 none */
    const char *induk_sementara; /* in his own words while the superior has no such RHK yet, "" none */
    bool dikerjakan_sendiri;     /* by the leader himself: nobody else's RHK has to support it */
    /* Kept by the server. */
    int64_t pokok_id;    /* first row of this RHK over the versions of its plan, 0: this one */
    int64_t taut_rhk_id; /* to what it was tied after the fact; goes before induk_rhk_id */
    int64_t dari_rhk_id; /* taken over from there, 0 none */
    /* Read only: the parent as it was linked, and the same RHK in the version in force of that plan. */
    const char *induk_teks, *induk_nama, *kini_teks;
    int64_t induk_skp_id, induk_pegawai_id, kini_id; /* kini_id 0: that version has no such RHK */
    const char *penugasan_dari;
    const char *perspektif, *metode; /* may be NULL */
    size_t nindikator;
    struct indikator *indikator;
};

enum { PERILAKU_NILAI = 7, LAMPIRAN_JENIS = 3, SKP_RHK_MAX = 40, RHK_INDIKATOR_MAX = 12, LAMPIRAN_MAX = 20 };
extern const char *const perilaku_nama[PERILAKU_NILAI]; /* "Berorientasi Pelayanan", … */
extern const char *const lampiran_kode[LAMPIRAN_JENIS]; /* dukungan, pertanggungjawaban, konsekuensi */

struct skp_isi {
    size_t nrhk;
    struct rhk *rhk;
    const char *ekspektasi[PERILAKU_NILAI]; /* "" none */
    struct {
        size_t n;
        const char **teks;
    } lampiran[LAMPIRAN_JENIS];
};

/* Reads {"rhk":[{…,"indikator":[…]}],"perilaku":[7 × {"nilai","ekspektasi"}]?,"lampiran":{…}?} as the
 * client sends it; faults carry JSON Pointers, E_MASUKAN. Strings live in `a`. */
MUST_USE enum status skp_isi_baca(const json_t *body, struct arena *a, struct skp_isi *out, struct err *e);
/* {"perilaku":[{"nilai","ekspektasi"}]} alone; those that are not named are "". */
MUST_USE enum status skp_ekspektasi_isi_baca(const json_t *body, struct arena *a,
                                             const char *out[PERILAKU_NILAI], struct err *e);
/* The same from the rows of a version. */
MUST_USE enum status skp_isi_muat(struct db *db, int64_t skp_versi_id, struct arena *a, struct skp_isi *out,
                                  struct err *e);
/* Members "rhk", "perilaku", "lampiran" into the open object. */
void skp_isi_json(const struct skp_isi *isi, struct jw *w);

/* What the rows of a version must refer to, as far as only the database knows it: parents belong to the
 * evaluator's plan and make no circle (E_RHK_BERPUTAR), plugin indicators to a release that is active for the
 * unit on `hari`. E_MASUKAN with faults. */
struct skp_rujukan {
    int64_t skp_id, pegawai_id, penilai_id, unit_id;
    const char *hari;
};
MUST_USE enum status skp_isi_periksa(struct db *db, const struct skp_rujukan *r, const struct skp_isi *isi,
                                     struct err *e);
/* The same for one parent; faults at `at`. */
MUST_USE enum status rhk_induk_periksa(struct db *db, const struct skp_rujukan *r, int64_t induk_rhk_id,
                                       const char *at, struct err *e);
/* Replaces the content of a draft; rows that keep their id stay the same rows. Writer only; the caller has
 * checked that the version is a draft. E_RHK_DIACU where a subordinate's plan hangs on a removed RHK. */
MUST_USE enum status skp_isi_tulis(struct db *db, int64_t skp_versi_id, const struct skp_isi *isi,
                                   struct err *e);
MUST_USE enum status skp_ekspektasi_tulis(struct db *db, int64_t skp_versi_id,
                                          const char *const ekspektasi[PERILAKU_NILAI], struct err *e);
/* Copies the content into the draft of a revision, with asal_id and pokok_id; what was tied becomes the link.
 */
MUST_USE enum status skp_isi_salin(struct db *db, int64_t dari_versi_id, int64_t ke_versi_id, struct err *e);

/* RHK of the evaluator that a subordinate may hang his own on. */
struct rhk_pilihan {
    int64_t id;
    const char *teks, *nama, *status; /* whose, and the state of that plan's version */
};
MUST_USE enum status rhk_pilihan(struct db *db, int64_t penilai_id, const char *mulai, const char *selesai,
                                 struct arena *a, struct rhk_pilihan **out, size_t *n, struct err *e);

#endif
