/* Evaluation of one plan in one period: the evaluator's two ratings beside the plugin's suggestion.
 *
 * belum → dinilai → ditetapkan → final, by way of keberatan → diputus where the person objects (keberatan.h).
 * The person acknowledges the result or refuses to sign; both start the clock of the objection. A period in
 * which somebody did not work is tidak_dinilai. An employee sees ratings about himself only from ditetapkan
 * on. No rating is computed: the suggestion is stored beside it, and differing needs a reason.
 */
#ifndef DOMAIN_EVALUASI_H
#define DOMAIN_EVALUASI_H

#include "domain/hasil.h"
#include "domain/periode.h"
#include "domain/skp.h"

enum evaluasi_status {
    EVALUASI_BELUM,
    EVALUASI_DINILAI,
    EVALUASI_DITETAPKAN,
    EVALUASI_KEBERATAN,
    EVALUASI_DIPUTUS,
    EVALUASI_FINAL,
    EVALUASI_TIDAK_DINILAI,
};
extern const struct machine evaluasi_machine;

/* Effects of the machine, in evaluasi_perintah.c. */
flow_fn evaluasi_dinilai, evaluasi_ditetapkan;

struct evaluasi {
    int64_t id, versi, skp_id, skp_versi_id, n, segmen, pegawai_id, unit_id;
    const char *nip, *nama, *jabatan, *unit_kode, *unit, *skp_mulai, *skp_selesai;
    struct periode periode;
    enum evaluasi_status status;
    struct subject subject; /* evaluator and his superior as stored on the plan */
    const char *penilai_nama;
    int64_t dinilai_oleh; /* pegawai who rated, 0 */
    const char *rating_hasil, *rating_perilaku, *predikat, *alasan, *catatan, *ditetapkan; /* NULL not yet */
    int64_t saran_hasil_id, predikat_hasil_id;
    const char *tanggapan;                  /* "" none yet, "menerima", "menolak" (refused to sign) */
    const char *diterima, *batas_keberatan; /* days, NULL before the receipt */
    int64_t keberatan_id;                   /* 0 none */
    int64_t kepala_hasil_id; /* the call that gave the result rating of who heads the unit, 0 none */
    bool tertutup; /* ratings were taken out: the asker is the employee and they are not fixed yet */
};
MUST_USE enum status evaluasi_muat(struct db *db, int64_t id, struct arena *a, struct evaluasi *out,
                                   struct err *e);
/* As `who` may see it. */
MUST_USE enum status evaluasi_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                   struct evaluasi *out, struct err *e);
/* With the stored suggestion (`saran`) and `aksi`. */
MUST_USE enum status evaluasi_json(struct db *db, const struct who *who, const struct evaluasi *v,
                                   struct jw *w, struct err *e);
/* Canonical document, the one that `tetapkan` signs, and its hash. */
void evaluasi_dokumen(const struct evaluasi *v, struct buf *out);

struct evaluasi_saring {
    enum skp_lingkup lingkup;
    int64_t periode_id, unit_id, pegawai_id, skp_id; /* 0 all; unit and what lies below it */
    const char *status;
    int64_t sesudah;
    int batas;
};
/* By id; ratings taken out as in evaluasi_load. */
MUST_USE enum status evaluasi_list(struct db *db, const struct who *who, const struct evaluasi_saring *f,
                                   struct arena *a, struct evaluasi **out, size_t *n, bool *lagi,
                                   struct err *e);
void evaluasi_baris_json(const struct evaluasi *v, struct jw *w);
/* How many of a unit (and below) have which predikat in a period: figures without people, from ditetapkan on.
 * Keys are predikat codes and "belum". The caller checks UNIT_ANGKA. */
MUST_USE enum status evaluasi_angka(struct db *db, int64_t unit_id, int64_t periode_id, const char *hari,
                                    struct jw *w, struct err *e);

/* Commands; the reply is the resource, its etag evaluasi.versi.
 * ----------------------------------------------- */

/* `belum` rows for every approved plan that touches the period, with the number of the segment; rows that are
 * still `belum` move to the version now in force; only people whose kind of period it is
 * (aturan_penilaian.h). Who has not worked a day in it becomes tidak_dinilai with the reason. Repeatable.
 * Reply {"dibuat", "dilewati","dipindah"}. PERIODE_UBAH. */
struct evaluasi_siapkan {
    int64_t periode_id;
    int64_t out_dibuat, out_dipindah, out_dilewati;
};
MUST_USE enum status evaluasi_siapkan(struct perintah *p, struct db *db, struct err *e);

/* Hash of everything that the suggestion depends on now; the worker called the same before it called the
 * plugin. */
typedef enum status evaluasi_masukan_fn(struct db *db, int64_t evaluasi_id, char hash[DIGEST_HEX],
                                        struct err *e);
struct evaluasi_nilai {
    int64_t id;
    const char *rating_hasil, *rating_perilaku, *alasan, *catatan; /* from the person */
    const char *predikat;                                          /* from the plugin's matrix */
    size_t nhasil;
    struct hasil_baru *hasil;        /* rows to store; evaluasi_id is filled in */
    int saran;                       /* index of the suggestion, -1: none could be computed */
    int predikat_hasil;              /* index of the matrix call */
    const struct hasil_baru *kepala; /* who heads the unit: the achievement's rating (kepala.h), else NULL */
    char masukan_hash[DIGEST_HEX];
    evaluasi_masukan_fn *masukan; /* differs from masukan_hash in the writer: E_MASUKAN_BERUBAH */
};
/* {"rating_hasil","rating_perilaku","alasan"?,"catatan"?} */
MUST_USE enum status evaluasi_nilai_baca(const json_t *body, struct arena *a, struct evaluasi_nilai *out,
                                         struct err *e);
MUST_USE enum status evaluasi_nilai(struct perintah *p, struct db *db, struct err *e);
/* The matrix's answer in `in` is about these ratings and the scheme that is active now; also for a decision
 * on an objection. */
MUST_USE enum status evaluasi_predikat_cocok(struct db *db, const struct evaluasi *v,
                                             const struct evaluasi_nilai *in, struct err *e);

/* tetapkan, lewati (not evaluated, with a note), pulihkan; terima, tolak, serahkan (the result was handed
 * over otherwise), catat_penolakan; finalkan. Rating and objection have their own commands. */
struct evaluasi_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status evaluasi_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
