/* Continuous feedback (umpan balik berkelanjutan): on a result (RHK) or a behaviour value of a plan.
 *
 * Positive or an improvement, any time, by the evaluator, by peers and subordinates, by who was asked. It is
 * shown in the evaluation of the period in which its day lies, with who said it in front ("Pimpinan: …").
 * Whom a reader sees named is a dated rule of the day on which it was given, so that nobody is named later
 * than he was told. Corrections are for a short time only; what an evaluation has used stays.
 * Source: PermenPANRB 6/2022 (form of the evaluation, column umpan balik); limits are rows of `aturan`.
 */
#ifndef DOMAIN_UMPAN_BALIK_H
#define DOMAIN_UMPAN_BALIK_H

#include "domain/evaluasi.h"

enum umpan_status { UMPAN_TERCATAT, UMPAN_DITARIK };
extern const struct machine umpan_balik_machine;

enum umpan_peran { UMPAN_BUKAN, UMPAN_PIMPINAN, UMPAN_KETUA_TIM, UMPAN_REKAN, UMPAN_BAWAHAN, UMPAN_PERAN };
const char *umpan_peran_kode(enum umpan_peran p);  /* "rekan" */
const char *umpan_peran_sebut(enum umpan_peran p); /* "Rekan kerja" */
bool umpan_peran_parse(const char *kode, enum umpan_peran *out);

/* How a reader sees the author. */
enum umpan_cara { UMPAN_SEMBUNYI, UMPAN_SEBUT_PERAN, UMPAN_SEBUT_NAMA };

/* The plan that is spoken about, without its content. */
struct umpan_rencana {
    int64_t id;
    struct subject subject;
    char mulai[DATE_TEXT], selesai[DATE_TEXT];
    bool berlaku; /* some version was approved */
};
/* E_SKP_TIDAK_ADA. */
MUST_USE enum status umpan_rencana(struct db *db, int64_t skp_id, struct umpan_rencana *out, struct err *e);

/* As what `pegawai_id` may speak about the plan on `hari`; UMPAN_BUKAN where he may not. Evaluator; then an
 * open request to him; subordinate (evaluated by the owner, or in a post below the owner's); same unit or
 * same evaluator on that day. `permintaan_id` gets the open request that is answered with it, 0 none. */
MUST_USE enum status umpan_hubungan(struct db *db, int64_t pegawai_id, const struct umpan_rencana *r,
                                    const char *hari, enum umpan_peran *out, int64_t *permintaan_id,
                                    struct err *e);
/* The rule `umpan_balik.sebut.PERAN.PEMBACA` of the day. */
MUST_USE enum status umpan_sebut(struct db *db, enum umpan_peran peran, const char *pembaca, const char *hari,
                                 enum umpan_cara *out, struct err *e);

struct umpan_balik {
    int64_t id, versi, skp_id, rhk_id, oleh_id, progres_id, bukti_id, permintaan_id;
    int nilai; /* 1..7; 0: about the RHK */
    enum umpan_status status;
    enum umpan_peran peran;
    struct subject subject;
    const char *nip, *nama, *rhk, *sifat, *teks, *tanggal, *diberikan, *dibuat;
    const char *oleh_nip, *oleh_nama, *batas_koreksi, *balasan, *dibalas;
    enum umpan_cara cara; /* for the reader for whom it was loaded */
};
/* Readers: the author; owner, evaluator, evaluator's superior and pengelola by the rule. */
MUST_USE enum status umpan_balik_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                      struct umpan_balik *out, struct err *e);
MUST_USE enum status umpan_balik_json(struct db *db, const struct who *who, const struct umpan_balik *u,
                                      struct jw *w, struct err *e);

struct umpan_saring {
    int64_t skp_id; /* of this plan; 0: what the asker gave himself */
    int64_t sesudah;
    int batas;
    bool out_lagi;
    int64_t out_akhir;
};
/* Rows into the open list, by id. Of a plan: E_SKP_TIDAK_ADA where the asker may see none of it. */
MUST_USE enum status umpan_balik_list(struct db *db, const struct who *who, struct umpan_saring *f,
                                      struct jw *w, struct err *e);
/* Member "umpan_balik" of an evaluation: what lies in its period, or null where `who` may not see it. */
MUST_USE enum status umpan_balik_evaluasi(struct db *db, const struct who *who, const struct evaluasi *v,
                                          struct jw *w, struct err *e);

/* What one needs to speak about a plan: {"skp_id","pegawai","peran","tampil","rhk":[…],"perilaku":[…]}.
 * E_UMPAN_BUKAN_PIHAK. */
MUST_USE enum status umpan_bahan_json(struct db *db, const struct who *who, int64_t skp_id, struct jw *w,
                                      struct err *e);
/* Plans about which the asker may speak today, by id of the plan. */
MUST_USE enum status umpan_penerima_list(struct db *db, const struct who *who, struct umpan_saring *f,
                                         struct jw *w, struct err *e);

/* Commands; the reply is the resource. ---------------------------------------------------------------------
 */

/* E_UMPAN_DIRI, E_UMPAN_BUKAN_PIHAK, E_UMPAN_RENCANA, E_UMPAN_SERING, E_UMPAN_DITETAPKAN. 201. */
struct umpan_beri {
    int64_t skp_id, rhk_id, nilai, progres_id, bukti_id;
    const char *sifat, *teks, *tanggal; /* tanggal NULL: today */
    int64_t out_id;
};
MUST_USE enum status umpan_beri_baca(const json_t *body, struct arena *a, struct umpan_beri *out,
                                     struct err *e);
MUST_USE enum status umpan_beri(struct perintah *p, struct db *db, struct err *e);

/* ubah (the note is the new text), tarik: by the author within his time; balas (the note is the reply): by
 * the owner. */
struct umpan_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status umpan_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
