/* Objection (keberatan) against a fixed evaluation, decided by the evaluator's superior; final.
 *
 * diajukan → pemeriksaan (both sides explain) → ditolak | diubah (new ratings); withdrawn: dicabut; too late:
 * tidak_diterima. One an evaluation. Source: PP 30/2019 art. 59 (14 days after the result was received, with
 * reasons, to the superior of the evaluator, who asks both to explain, may change, and whose word is final);
 * days are rows of `aturan`. The evaluation follows: ditetapkan → keberatan → diputus → final.
 */
#ifndef DOMAIN_KEBERATAN_H
#define DOMAIN_KEBERATAN_H

#include "domain/evaluasi.h"

enum keberatan_status {
    KEBERATAN_DIAJUKAN,
    KEBERATAN_PEMERIKSAAN,
    KEBERATAN_DITOLAK,
    KEBERATAN_DIUBAH,
    KEBERATAN_DICABUT,
    KEBERATAN_TIDAK_DITERIMA,
};
extern const struct machine keberatan_machine;

struct keberatan {
    int64_t id, versi, evaluasi_id, pegawai_id, pemutus_id;
    enum keberatan_status status;
    struct subject subject; /* of the evaluation */
    const char *nip, *nama, *unit, *periode, *penilai_nama;
    const char *alasan, *diajukan, *batas_penjelasan, *batas_putusan;
    const char *penjelasan_pegawai, *penjelasan_penilai;
    const char *semula[3], *menjadi[3]; /* hasil, perilaku, predikat; menjadi NULL where nothing changed */
    const char *putusan, *diputus;
};
/* Readers: the person, evaluator, evaluator's superior, pengelola kinerja, inspektorat. */
MUST_USE enum status keberatan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                    struct keberatan *out, struct err *e);
MUST_USE enum status keberatan_json(struct db *db, const struct who *who, const struct keberatan *k,
                                    struct jw *w, struct err *e);
/* Canonical document that the decision signs. */
void keberatan_dokumen(const struct keberatan *k, struct buf *out);

struct keberatan_saring {
    enum skp_lingkup lingkup;
    const char *status;
    int64_t sesudah;
    int batas;
};
MUST_USE enum status keberatan_list(struct db *db, const struct who *who, const struct keberatan_saring *f,
                                    struct arena *a, struct keberatan **out, size_t *n, bool *lagi,
                                    struct err *e);
void keberatan_baris_json(const struct keberatan *k, struct jw *w);

/* Commands ------------------------------------------------------------------------------------------------
 */

/* By the person, on a fixed evaluation (If-Match: its version). In time: the evaluation is `keberatan`. Late:
 * kept as tidak_diterima, and the evaluation stands. E_KEBERATAN_ADA on a second one. 201. */
struct keberatan_ajukan {
    int64_t evaluasi_id;
    const char *alasan;
    int64_t out_id;
};
MUST_USE enum status keberatan_ajukan(struct perintah *p, struct db *db, struct err *e);

/* periksa, jelaskan (each side its own), tolak, cabut. */
struct keberatan_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status keberatan_langkah(struct perintah *p, struct db *db, struct err *e);

/* `ubah`: new ratings with the plugin's predikat, as evaluasi_nilai has them (saran -1). E_KEBERATAN_SAMA
 * where nothing would change. */
struct keberatan_putus {
    int64_t id;
    struct evaluasi_nilai nilai; /* id is filled in; alasan: the reason of the decision */
};
MUST_USE enum status keberatan_putus_baca(const json_t *body, struct arena *a, struct keberatan_putus *out,
                                          struct err *e);
MUST_USE enum status keberatan_putus(struct perintah *p, struct db *db, struct err *e);

/* What time brings, by the system: fixed evaluations whose last day for an objection has passed, and decided
 * ones, become final; at most 500 a command. Repeat while out_sisa. */
struct keberatan_berkala {
    int64_t sampai; /* start with 0 */
    int64_t out_sampai, out_final;
    bool out_sisa;
};
MUST_USE enum status keberatan_berkala(struct perintah *p, struct db *db, struct err *e);

/* Guards of the evaluation's machine that look at its objection. */
flow_fn keberatan_boleh, keberatan_sudah_diputus, keberatan_sudah_dicabut, keberatan_lewat;

/* Effect of every ending, in keberatan_perintah.c: the evaluation follows in the same transaction. */
flow_fn keberatan_ditutup;

#endif
