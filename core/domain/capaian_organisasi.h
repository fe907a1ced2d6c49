/* A unit's achievement in a period (capaian kinerja organisasi), five levels, and the judging that hangs on
 * it.
 *
 * belum → capaian_diusulkan (by the unit or its pengelola) → capaian_ditetapkan → pola_disetel →
 * predikat_ditetapkan. It is fixed by the leader one level above, or by the central administrator; by nobody
 * for the unit that he heads himself. It is the result rating of the unit's head (kepala.h) and the measure
 * of the distribution of predikat (sebaran.h). A pattern that is not met blocks nothing: the reason is kept.
 * Sources: SE MenPANRB 3/2023; states of the unit: DOMAIN.md 2.4, annual parts: 4.3.
 */
#ifndef DOMAIN_CAPAIAN_ORGANISASI_H
#define DOMAIN_CAPAIAN_ORGANISASI_H

#include <jansson.h>

#include "domain/flow.h"
#include "domain/perintah.h"
#include "domain/sebaran.h"

extern const char *const capaian_organisasi_kode[5]; /* istimewa … sangat_kurang */

enum capaian_status {
    CAPAIAN_BELUM,
    CAPAIAN_DIUSULKAN,
    CAPAIAN_DIKEMBALIKAN,
    CAPAIAN_DITETAPKAN,
    CAPAIAN_POLA,
    CAPAIAN_PREDIKAT,
};
extern const struct machine capaian_organisasi_machine;

struct capaian_organisasi {
    int64_t id, unit_id, periode_id, versi; /* id 0 and versi 0: nothing was done yet */
    enum capaian_status status;
    char predikat[24], waktu[TIME_TEXT]; /* "" while not fixed */
    char capaian_pk[16], ekspektasi[16]; /* annual: the two ratings beside it */
    struct subject subject; /* pegawai: who heads the unit; penilai: the leader one level above */
};
/* A unit without one is no error: CAPAIAN_BELUM, versi 0. No subject. */
MUST_USE enum status capaian_organisasi_muat(struct db *db, int64_t unit_id, int64_t periode_id,
                                             struct capaian_organisasi *out, struct err *e);
/* Fills the subject as of `hari`: head of the unit, and the nearest head above who is somebody else. */
MUST_USE enum status capaian_organisasi_subjek(struct db *db, const char *hari, struct capaian_organisasi *c,
                                               struct err *e);
/* The resource: proposal, what was fixed and why, what was seen of the pattern, `aksi`. */
MUST_USE enum status capaian_organisasi_json(struct db *db, const struct who *who,
                                             struct capaian_organisasi *c, struct jw *w, struct err *e);

/* What units of a period wait for, by unit: rows that `who` may see figures of, with status and who has to
 * act.
 * {"unit","status","predikat","versi"}. At most `batas` behind unit id `sesudah`; *lagi the next cursor or 0.
 */
struct capaian_saring {
    int64_t periode_id, sesudah;
    const char *status; /* NULL all */
    int batas;
    int64_t out_lagi;
};
MUST_USE enum status capaian_organisasi_list(struct db *db, const struct who *who, struct capaian_saring *f,
                                             struct jw *w, struct err *e);

/* Commands; the reply is the resource, its etag versi. ------------------------------------------------------
 */

/* The direct fixing. if_match is not needed the first time. Changing what was fixed needs a reason
 * (E_TANPA_CATATAN); E_CAPAIAN_DIRI, E_CAPAIAN_DIPAKAI, E_CAPAIAN_BAGIAN (annual without its two ratings). */
struct capaian_organisasi_tetapkan {
    int64_t unit_id, periode_id;
    const char *predikat, *capaian_pk, *ekspektasi, *alasan; /* all but the first may be NULL */
};
MUST_USE enum status capaian_organisasi_baca(const json_t *body, struct arena *a,
                                             struct capaian_organisasi_tetapkan *out, struct err *e);
MUST_USE enum status capaian_organisasi_tetapkan(struct perintah *p, struct db *db, struct err *e);

/* usulkan, tarik, kembalikan, tetapkan, batalkan, setel_pola, tetapkan_predikat, buka. */
struct capaian_langkah {
    struct capaian_organisasi_tetapkan
        isi; /* predikat and parts: of usulkan and tetapkan; alasan: the note */
    const char *peristiwa;
    const char *rekomendasi; /* canonical JSON list, NULL none */
    const struct pola_hasil
        *pola; /* setel_pola, tetapkan_predikat: what the scheme says of the pattern now */
};
MUST_USE enum status capaian_langkah_baca(const json_t *body, struct arena *a, struct capaian_langkah *out,
                                          struct err *e);
MUST_USE enum status capaian_langkah(struct perintah *p, struct db *db, struct err *e);

/* Effects of the machine, in capaian_perintah.c. */
flow_fn capaian_diusulkan, capaian_ditetapkan, capaian_dibatalkan, capaian_dicatat, capaian_pola_dilihat;

#endif
