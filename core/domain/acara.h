/* A training as an event: workshop, bimtek, class. Date, place, seats, who is invited and why, attendance,
 * the number of the letter. Participants are training records (pelatihan.h); each that is neither cancelled
 * nor refused holds a seat, from the invitation on. terbuka → selesai | batal.
 */
#ifndef DOMAIN_ACARA_H
#define DOMAIN_ACARA_H

#include "domain/pelatihan.h"

enum acara_status { ACARA_TERBUKA, ACARA_SELESAI, ACARA_BATAL };
extern const struct machine acara_machine;

enum { ACARA_KURSI_MAX = 10000, ACARA_SEKALI = 200 };

struct acara {
    int64_t id, versi, unit_id, release_id, jp, kursi, terisi;
    const char *unit_kode, *unit;
    const char *plugin, *kode, *setelan_hash; /* NULL: free-standing */
    const char *judul, *bentuk, *jenis, *mulai, *selesai, *tempat, *penyelenggara;
    const char *surat_nomor, *surat_tanggal; /* surat_tanggal NULL */
    const char *catatan, *dibuat;
    enum acara_status status;
    struct subject subject; /* its unit */
};
MUST_USE enum status acara_muat(struct db *db, int64_t id, struct arena *a, struct acara *out, struct err *e);
/* As `who` may see it: who sees the training of its unit, or takes part (`peserta` gets that record, else 0).
 */
MUST_USE enum status acara_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                struct acara *out, int64_t *peserta, struct err *e);
/* With `peserta` (all of them, or for one who only takes part himself) and `aksi`. */
MUST_USE enum status acara_json(struct db *db, const struct who *who, const struct acara *v, struct jw *w,
                                struct err *e);
void acara_baris_json(const struct acara *v, struct jw *w);

struct acara_saring {
    int64_t unit_id; /* 0 all */
    const char *status;
    int64_t sebelum;
    int batas;
};
/* Newest first: those of units whose training `who` sees, and those to which he is invited. */
MUST_USE enum status acara_list(struct db *db, const struct who *who, const struct acara_saring *f,
                                struct arena *a, struct acara **out, size_t *n, bool *lagi, struct err *e);

/* Commands; the reply is the event, its etag acara.versi. PELATIHAN_KELOLA on its unit.
 * ---------------------- */

/* id 0: a new one (201). plugin and kode name a module that holds for the unit today; both NULL:
 * free-standing. They, and the unit, stay what they were when it is changed. */
struct acara_simpan {
    int64_t id, unit_id;
    const char *plugin, *kode, *judul, *bentuk, *jenis, *mulai, *selesai, *tempat, *penyelenggara,
        *surat_nomor, *surat_tanggal;
    const double *jp;
    int64_t kursi;
};
MUST_USE enum status acara_simpan_baca(const json_t *body, struct arena *a, struct acara_simpan *out,
                                       struct err *e);
MUST_USE enum status acara_simpan(struct perintah *p, struct db *db, struct err *e);

/* {"peserta":[{"pegawai_id","alasan"}]}: all or none. E_ACARA_PENUH. */
struct acara_undang {
    int64_t id;
    size_t n;
    struct {
        int64_t pegawai_id;
        const char *alasan;
    } * peserta;
};
MUST_USE enum status acara_undang_baca(const json_t *body, struct arena *a, struct acara_undang *out,
                                       struct err *e);
MUST_USE enum status acara_undang(struct perintah *p, struct db *db, struct err *e);

/* {"hadir":[ID…],"tidak_hadir":[ID…]} of training records. Being there passes a free-standing event; of a
 * module without a quiz its rule decides (`hasil`, by the caller's plugin host, from `masukan`); a module
 * with a quiz is then open to the person. */
struct acara_hadir {
    int64_t id;
    size_t nhadir, ntidak;
    int64_t *hadir, *tidak;
    bool dinilai; /* hasil and masukan_hash are given */
    char masukan_hash[DIGEST_HEX];
    struct penilaian hasil;
};
MUST_USE enum status acara_hadir_baca(const json_t *body, struct arena *a, struct acara_hadir *out,
                                      struct err *e);
MUST_USE enum status acara_hadir(struct perintah *p, struct db *db, struct err *e);
/* What somebody who was there brings to the module's rule: for the caller that grades. */
void acara_catatan(const struct acara *v, const struct modul *m, struct buf *json, char hash[DIGEST_HEX]);

/* selesaikan, batalkan. */
struct acara_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status acara_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
