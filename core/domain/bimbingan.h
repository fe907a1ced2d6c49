/* Guidance (bimbingan kinerja) and counselling (konseling kinerja): sessions of an evaluator with one person.
 *
 * dijadwalkan → dilaksanakan → dijawab (the person signs form B.1.8) → diterima (by the leader's superior);
 * dijadwalkan → dibatalkan. Evaluator and superior are those of the day on which the session was recorded and
 * keep it afterwards. Counselling stays between the two: others see a count. The statements of B.1.8 are rows
 * of pernyataan_bimbingan. Source: PermenPANRB 6/2022, forms B.1.8 and B.1.9 (DOMAIN 3.6).
 */
#ifndef DOMAIN_BIMBINGAN_H
#define DOMAIN_BIMBINGAN_H

#include <jansson.h>

#include "domain/flow.h"
#include "domain/perintah.h"

enum bimbingan_status {
    BIMBINGAN_DIJADWALKAN,
    BIMBINGAN_DILAKSANAKAN,
    BIMBINGAN_DIJAWAB,
    BIMBINGAN_DITERIMA,
    BIMBINGAN_DIBATALKAN,
};
extern const struct machine bimbingan_machine;

struct bimbingan {
    int64_t id, versi, skp_id;
    bool konseling;
    enum bimbingan_status status;
    struct subject subject; /* as of the session */
    const char *nip, *nama, *penilai_nip, *penilai_nama;
    const char *tanggal, *topik, *langkah, *berikutnya, *dijawab, *dokumen;
};
/* Readers: the two; of guidance also the leader's superior. */
MUST_USE enum status bimbingan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                    struct bimbingan *out, struct err *e);
/* What its reader had to be allowed: of guidance, or of counselling. */
enum aksi bimbingan_aksi(const struct bimbingan *b);
MUST_USE enum status bimbingan_json(struct db *db, const struct who *who, const struct bimbingan *b,
                                    struct jw *w, struct err *e);
/* Sessions of a plan that `who` may see, by id, into the open list. E_SKP_TIDAK_ADA. */
MUST_USE enum status bimbingan_list(struct db *db, const struct who *who, int64_t skp_id, struct jw *w,
                                    struct err *e);
/* {"tahun","bimbingan":{"jumlah","pegawai","dijawab"},"konseling":{"jumlah"}} of a unit and what lies below;
 * of counselling not even how many people. The caller checks UNIT_ANGKA. */
MUST_USE enum status bimbingan_angka(struct db *db, int64_t unit_id, int tahun, const char *hari,
                                     struct jw *w, struct err *e);

/* Form B.1.8 of one session: statements, and the answers for the person and the leader's superior (for the
 * leader only where the rule `bimbingan.jawaban_penilai` of that day says so). *boleh: the answers are in. */
MUST_USE enum status bimbingan_jawaban_json(struct db *db, const struct who *who, const struct bimbingan *b,
                                            struct jw *w, struct err *e);

/* Commands; the reply is the session. ----------------------------------------------------------------------
 */

/* By the evaluator of an approved plan. A day to come is dijadwalkan, else dilaksanakan. 201. */
struct bimbingan_buat {
    int64_t skp_id;
    const char *jenis, *tanggal, *topik, *langkah, *berikutnya;
    int64_t out_id;
};
MUST_USE enum status bimbingan_buat_baca(const json_t *body, struct arena *a, struct bimbingan_buat *out,
                                         struct err *e);
MUST_USE enum status bimbingan_buat(struct perintah *p, struct db *db, struct err *e);

/* laksanakan (the note: what was agreed; evaluator, on or after the day), batalkan (with a reason), terima
 * (the leader's superior has read the answers). */
struct bimbingan_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status bimbingan_langkah(struct perintah *p, struct db *db, struct err *e);

/* The person answers every statement and signs: event `jawab`. E_BIMBINGAN_JAWABAN, E_BIMBINGAN_JENIS. The
 * reply is the form. */
enum { PERNYATAAN_MAKS = 20 };
struct bimbingan_jawab {
    int64_t id;
    size_t n;
    struct {
        int64_t no, nilai;
        const char *catatan;
    } butir[PERNYATAAN_MAKS];
};
MUST_USE enum status bimbingan_jawab_baca(const json_t *body, struct arena *a, struct bimbingan_jawab *out,
                                          struct err *e);
MUST_USE enum status bimbingan_jawab(struct perintah *p, struct db *db, struct err *e);

/* Form B.1.9 -----------------------------------------------------------------------------------------------
 */

enum { KOMPETENSI_MAKS = 40 };
struct kompetensi_butir {
    const char *kompetensi, *alasan, *saran;
    int64_t nilai; /* 1..5 */
};
/* By the evaluator; stands beside earlier ones. 201 with the form. */
struct kompetensi_isi {
    int64_t skp_id;
    size_t n;
    struct kompetensi_butir *butir;
    int64_t out_id;
};
MUST_USE enum status kompetensi_baca(const json_t *body, struct arena *a, struct kompetensi_isi *out,
                                     struct err *e);
MUST_USE enum status kompetensi_isi(struct perintah *p, struct db *db, struct err *e);
/* All of a plan, newest first, into the open list; the person, the evaluator, his superior. */
MUST_USE enum status kompetensi_list(struct db *db, const struct who *who, int64_t skp_id, struct jw *w,
                                     struct err *e);

#endif
