/* Consolidation by the tim pengelola kinerja: the table of a unit's ratings in a period, and what the team
 * makes of each of them. The team rates nobody: it marks a rating as looked at, or asks the evaluator, who
 * answers.
 *
 * belum → ditanyakan → dijawab → diperiksa, one an evaluation (DOMAIN.md 2.1, PK: reviews, consolidates, no
 * rating).
 */
#ifndef DOMAIN_PEMERIKSAAN_H
#define DOMAIN_PEMERIKSAAN_H

#include "domain/evaluasi.h"

enum pemeriksaan_status {
    PERIKSA_BELUM,
    PERIKSA_DITANYAKAN,
    PERIKSA_DIJAWAB,
    PERIKSA_DIPERIKSA,
};
extern const struct machine pemeriksaan_machine;
extern const char *const pemeriksaan_kode[]; /* ends with NULL */

struct pemeriksaan {
    int64_t id, evaluasi_id, versi; /* id 0 and versi 0: nothing yet */
    int64_t predikat_hasil_id;      /* the evaluation's when it was looked at, 0 none */
    enum pemeriksaan_status status;
    const char *catatan, *jawaban, *waktu; /* waktu NULL: nothing yet */
};
MUST_USE enum status pemeriksaan_muat(struct db *db, int64_t evaluasi_id, struct arena *a,
                                      struct pemeriksaan *out, struct err *e);
/* {"evaluasi_id","status","catatan","jawaban","waktu","berubah","versi","aksi"}; berubah: rated anew since.
 */
MUST_USE enum status pemeriksaan_json(struct db *db, const struct who *who, const struct evaluasi *v,
                                      const struct pemeriksaan *m, struct jw *w, struct err *e);
/* Never the person himself: what the team asks is about a rating that is not fixed. As evaluasi_load
 * otherwise. */
MUST_USE enum status pemeriksaan_load(struct db *db, const struct who *who, int64_t evaluasi_id,
                                      struct arena *a, struct evaluasi *v, struct pemeriksaan *out,
                                      struct err *e);

/* Questions and marks that `who` may see, by evaluation: rows
 * {"evaluasi_id","pegawai","unit","periode","status", "catatan","jawaban","waktu"}. lingkup SKP_TIM: of those
 * whom he evaluates. */
struct pemeriksaan_saring {
    enum skp_lingkup lingkup;
    int64_t periode_id; /* 0 all */
    const char *status; /* NULL all */
    int64_t sesudah, out_lagi;
    int batas;
};
MUST_USE enum status pemeriksaan_list(struct db *db, const struct who *who, struct pemeriksaan_saring *f,
                                      struct jw *w, struct err *e);

/* tanyakan, periksa, batalkan (by the team, never about himself), jawab (by the evaluator). if_match: its
 * versi, not needed the first time. E_PERIKSA_DIRI, E_PERIKSA_BELUM. */
struct pemeriksaan_langkah {
    int64_t evaluasi_id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status pemeriksaan_langkah(struct perintah *p, struct db *db, struct err *e);

/* The table -------------------------------------------------------------------------------------------------
 */

/* One row as JSON: No/NIP/Nama/Jabatan/ratings/predikat/state, the suggestion beside it, the mark, and
 * `peringatan`: belum_dinilai, belum_ditetapkan, lewat_periode (the period is over, the rating not fixed),
 * tanpa_realisasi, beda_saran, tanpa_penilai, berubah_sesudah_diperiksa. `nilai_tertutup`: his own, not fixed
 * yet. */
MUST_USE enum status rekap_baris_json(struct db *db, const struct who *who, const struct evaluasi *v,
                                      struct jw *w, struct err *e);
/* {"total","belum","dinilai","ditetapkan","tidak_dinilai","diperiksa","ditanyakan","lengkap"} of a unit and
 * below. */
MUST_USE enum status rekap_ringkas_json(struct db *db, int64_t unit_id, int64_t periode_id, const char *hari,
                                        struct jw *w, struct err *e);
/* CSV in the columns of DOMAIN.md 9.6: No, NIP, Nama, Rating Hasil Kerja, Rating Perilaku Kerja, Predikat
 * Kinerja, of fixed evaluations that `who` may see; then how many of each predikat, and percent. */
MUST_USE enum status rekap_csv(struct db *db, const struct who *who, int64_t unit_id, const struct periode *p,
                               struct buf *out, struct err *e);

#endif
