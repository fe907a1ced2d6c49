/* What was achieved in one period, indicator by indicator, with its evidence.
 *
 * A realisation belongs to (SKP version, period): the version in force when it was first written. Evidence is
 * taken as long as the period is open, whatever the state; what is missing is a warning, never a lock.
 */
#ifndef DOMAIN_REALISASI_H
#define DOMAIN_REALISASI_H

#include "domain/bukti.h"
#include "domain/periode.h"
#include "domain/skp.h"

enum realisasi_status { REALISASI_DRAF, REALISASI_DIAJUKAN, REALISASI_DITERIMA, REALISASI_DIKEMBALIKAN };
extern const struct machine realisasi_machine;

enum { BUKTI_MAX = 200 }; /* evidence files of one realisation */

struct realisasi_nilai {
    int64_t indikator_id;
    const char *isian;   /* canonical JSON of the plugin's inputs; NULL for a free indicator */
    const double *nilai; /* from the plugin or typed; NULL not yet known */
    int64_t release_id;  /* which release computed it; 0 */
    const char *teks, *sumber;
    const char *asal; /* isian, progres, koreksi, sumber_data: the server says where the number comes from */
    const char *alasan; /* of a koreksi: why it differs from the daily entries */
};

struct realisasi {
    int64_t id, versi; /* id 0: nothing was entered yet */
    int64_t skp_id, skp_versi_id, n, pegawai_id;
    struct periode periode;
    enum realisasi_status status;
    const char *catatan;
    struct subject subject;
    struct skp_isi isi; /* of the version */
    size_t nnilai;
    struct realisasi_nilai *nilai; /* those that are there */
    size_t nbukti;
    struct bukti *bukti;
};
/* The realisation of a plan in a period; where nothing was entered yet, an empty draft of the version in
 * force. E_SKP_BELUM_DISETUJUI, E_PERIODE_LUAR (the plan does not touch the period). */
MUST_USE enum status realisasi_muat(struct db *db, int64_t skp_id, int64_t periode_id, struct arena *a,
                                    struct realisasi *out, struct err *e);
MUST_USE enum status realisasi_load(struct db *db, const struct who *who, int64_t skp_id, int64_t periode_id,
                                    struct arena *a, struct realisasi *out, struct err *e);
/* With `peringatan` (values and evidence that are missing) and `aksi`. Evidence only where `who` may see it.
 */
MUST_USE enum status realisasi_json(struct db *db, const struct who *who, const struct realisasi *r,
                                    struct jw *w, struct err *e);

/* The list of `aksi`: the flow's, and simpan and unggah_bukti for the owner. */
MUST_USE enum status realisasi_aksi(struct db *db, const struct who *who, const struct realisasi *r,
                                    struct flow_object *o, struct jw *w, struct err *e);
/* realisasi_versi: its row version after the change, 0 leaves it out. */
void bukti_json(const struct bukti *b, int64_t realisasi_versi, struct jw *w);
/* Period open, state draf or dikembalikan: E_PERIODE_DITUTUP, E_REALISASI_TERKUNCI. */
MUST_USE enum status realisasi_boleh_isi(struct db *db, const struct realisasi *r, struct err *e);
/* Digest of what is submitted: the values by indicator, and the evidence. */
MUST_USE enum status realisasi_dokumen_hash(struct db *db, int64_t id, char out[DIGEST_HEX], struct err *e);
/* Makes the row if there is none yet. Writer only. */
MUST_USE enum status realisasi_ada(struct db *db, struct realisasi *r, struct err *e);

struct realisasi_baris {
    int64_t id, skp_id, periode_id, versi;
    const char *periode, *nip, *nama, *unit, *status;
    int64_t nilai, indikator, bukti; /* how many */
};
/* Those of one plan (skp_id) by period, or of one period by id; filtered by right. Cursor as skp_list. */
struct realisasi_saring {
    int64_t skp_id, periode_id; /* at least one */
    enum skp_lingkup lingkup;
    const char *status;
    int64_t sesudah;
    int batas;
};
MUST_USE enum status realisasi_list(struct db *db, const struct who *who, const struct realisasi_saring *f,
                                    struct arena *a, struct realisasi_baris **out, size_t *n, bool *lagi,
                                    struct err *e);
void realisasi_baris_json(const struct realisasi_baris *b, struct jw *w);

/* Commands; the reply is the resource, its etag realisasi.versi. --------------------------------------------
 */

/* All values that the client has, by the owner, while draf or dikembalikan and the period is open. Values of
 * plugin indicators were computed by the caller; a release that is no longer active: E_MASUKAN_BERUBAH. */
struct realisasi_simpan {
    int64_t skp_id, periode_id;
    size_t n;
    struct realisasi_nilai *nilai;
};
/* {"nilai":[{"indikator_id","isian"?:{},"nilai"?,"teks"?,"sumber"?,"alasan"?}]}; isian becomes canonical
 * text. */
MUST_USE enum status realisasi_simpan_baca(const json_t *body, struct arena *a, struct realisasi_simpan *out,
                                           struct err *e);
MUST_USE enum status realisasi_simpan(struct perintah *p, struct db *db, struct err *e);

/* ajukan, tarik (owner); terima, kembalikan (evaluator, resolved anew as of today). */
struct realisasi_langkah {
    int64_t skp_id, periode_id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status realisasi_langkah(struct perintah *p, struct db *db, struct err *e);

/* A file that bukti_selesai has put in its place. indikator_id 0: belongs to the whole. Reply: the evidence
 * row (201), etag 0. If-Match is not needed. */
struct bukti_tambah {
    int64_t skp_id, periode_id, indikator_id;
    struct bukti_berkas berkas;
    int64_t out_id;
};
MUST_USE enum status bukti_tambah(struct perintah *p, struct db *db, struct err *e);
/* By the owner, while draf or dikembalikan and the period is open; the audit keeps name and digest. 204. */
struct bukti_hapus {
    int64_t id;
};
MUST_USE enum status bukti_hapus(struct perintah *p, struct db *db, struct err *e);

/* One evidence row as `who` may see it (BUKTI_LIHAT); its file is bukti_path. */
MUST_USE enum status bukti_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                struct bukti *out, struct err *e);

#endif
