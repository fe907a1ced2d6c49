/* One person in one training: a plugin's module with lessons and quiz, an event, or a certificate from
 * elsewhere.
 *
 * (diundang →) terdaftar → berjalan → lulus | tidak_lulus; lulus is a proposal of JP until somebody with the
 * right verifies it (diverifikasi) or refuses it with a note (ditolak). Release and settings are pinned at
 * enrolment: what one reads is what one is asked, and what was graded stays graded by it. Answers are kept
 * whatever becomes of their grading. DOMAIN.md 6; the states are ours, no regulation names them.
 */
#ifndef DOMAIN_PELATIHAN_H
#define DOMAIN_PELATIHAN_H

#include "domain/bukti.h"
#include "domain/flow.h"
#include "domain/modul.h"
#include "domain/perintah.h"
#include "domain/skp.h"

enum pelatihan_status {
    PELATIHAN_DIUNDANG,
    PELATIHAN_TERDAFTAR,
    PELATIHAN_BERJALAN,
    PELATIHAN_TIDAK_LULUS,
    PELATIHAN_LULUS,
    PELATIHAN_DIVERIFIKASI,
    PELATIHAN_DITOLAK,
    PELATIHAN_DIBATALKAN,
};
extern const struct machine pelatihan_machine;
extern const char *const pelatihan_jenis[]; /* the kinds of DOMAIN.md 6, ends with NULL */

struct pelatihan {
    int64_t id, versi, pegawai_id, acara_id, release_id; /* the last two 0 where there is none */
    const char *nip, *nama;                              /* the person, name with titles */
    const char *cara;                                    /* modul acara luar */
    const char *plugin, *kode;                           /* NULL without a module */
    const char *setelan_hash, *judul, *jenis;
    const int64_t *jp, *sesi; /* NULL: not said */
    const double *jam;
    const char *alasan, *nomor, *penyelenggara, *catatan; /* "" */
    const char *mulai, *selesai;                          /* NULL */
    enum pelatihan_status status;
    const int64_t *jp_usulan, *jp_diakui; /* proposed, recognised */
    struct bukti_berkas bukti;            /* sha256 "": none */
    const char *dibuat, *diikuti, *diusulkan, *diverifikasi, *berakhir, *verifikator;
    int64_t materi_selesai;
    struct subject subject; /* as of the day asked for */
};
/* E_PELATIHAN_TIDAK_ADA. */
MUST_USE enum status pelatihan_muat(struct db *db, int64_t id, const char *hari, struct arena *a,
                                    struct pelatihan *out, struct err *e);
/* As `who` may see it. */
MUST_USE enum status pelatihan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                    struct pelatihan *out, struct err *e);
/* With lessons, attempts and `aksi`. */
MUST_USE enum status pelatihan_json(struct db *db, const struct who *who, const struct pelatihan *p,
                                    struct jw *w, struct err *e);
void pelatihan_baris_json(const struct pelatihan *p, struct jw *w);

struct pelatihan_saring {
    enum skp_lingkup lingkup;
    int64_t pegawai_id, acara_id; /* 0 all */
    int tahun;                    /* of the day that counts, or of enrolment while there is none; 0 all */
    const char *status, *cara;
    int64_t sebelum; /* only smaller ids: newest first; 0 from the newest */
    int batas;
};
MUST_USE enum status pelatihan_list(struct db *db, const struct who *who, const struct pelatihan_saring *f,
                                    struct arena *a, struct pelatihan **out, size_t *n, bool *lagi,
                                    struct err *e);

/* An attempt; benar -1 without a quiz. `nilai` NULL: not graded, `galat` says why the last grading failed. */
struct percobaan {
    int64_t id, n, benar, jumlah, release_id;
    const char *waktu, *jawaban, *masukan, *masukan_hash, *setelan_hash;
    const char *nilai, *jejak, *galat, *pesan, *dinilai;
    bool lulus;
    const int64_t *jp;
};
MUST_USE enum status percobaan_list(struct db *db, int64_t pelatihan_id, struct arena *a,
                                    struct percobaan **out, size_t *n, struct err *e);

/* What the module's functions are given: canonical JSON of `catatan`, and its hash. `benar` -1: no answers.
 */
void pelatihan_catatan(const struct pelatihan *p, const struct modul *m, int64_t benar, const char *hari,
                       struct buf *json, char hash[DIGEST_HEX]);
/* The day that a pass today counts for: that of an event is its last one. */
const char *pelatihan_hari(const struct pelatihan *p, const char *hari);

/* Commands; the reply is the resource, its etag pelatihan.versi. -------------------------------------------
 */

/* Enrolment in a module that holds for the person's unit today; 201. */
struct pelatihan_daftar {
    const char *plugin, *kode;
};
MUST_USE enum status pelatihan_daftar(struct perintah *p, struct db *db, struct err *e);

/* A lesson was read. Repeatable; needs no version. */
struct pelatihan_baca {
    int64_t id, no;
};
MUST_USE enum status pelatihan_baca(struct perintah *p, struct db *db, struct err *e);

/* What the plugin made of an attempt. */
struct penilaian {
    const char *nilai, *jejak; /* canonical JSON; nilai NULL: not graded */
    bool lulus;
    int64_t jp; /* of a pass */
    const char *galat, *pesan;
};
/* Answers, with what the caller's plugin host made of them. Refused if what they were graded from moved. */
struct pelatihan_kirim {
    int64_t id, n;    /* n: which attempt the answers are for */
    size_t njawaban;  /* that of the module's quiz */
    int64_t *jawaban; /* in the module's order; 0 none */
    const char *hari;
    char masukan_hash[DIGEST_HEX];
    struct penilaian hasil;
};
/* {"percobaan","jawaban":[…]} in the order in which attempt n shows the questions. */
MUST_USE enum status pelatihan_kirim_baca(const json_t *body, const struct pelatihan *p,
                                          const struct modul *m, struct arena *a, struct pelatihan_kirim *out,
                                          struct err *e);
MUST_USE enum status pelatihan_kirim(struct perintah *p, struct db *db, struct err *e);

/* The last attempt, whose grading had failed, graded again. By the person, or who verifies. */
struct pelatihan_nilai {
    int64_t id, percobaan_id;
    struct penilaian hasil;
};
MUST_USE enum status pelatihan_nilai(struct perintah *p, struct db *db, struct err *e);
MUST_USE enum status pelatihan_boleh_nilai(struct db *db, const struct who *who, const struct subject *s,
                                           struct err *e);
/* The last attempt if it waits for its grade: E_PELATIHAN_DINILAI otherwise. */
MUST_USE enum status percobaan_menunggu(struct db *db, int64_t pelatihan_id, struct arena *a,
                                        struct percobaan *out, struct err *e);

/* Every step that needs no more than a note. `jp` (may be NULL): what the verifier recognises instead of what
 * was proposed; then the note is needed. */
struct pelatihan_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
    const int64_t *jp;
};
MUST_USE enum status pelatihan_langkah(struct perintah *p, struct db *db, struct err *e);

/* A certificate from elsewhere, proposed at once; 201. Put right by cancelling it and recording it again:
 * what somebody verifies must not change under his eyes. */
struct pelatihan_luar {
    const char *judul, *jenis, *nomor, *penyelenggara, *mulai, *selesai;
    const double *jp, *jam, *sesi;
};
MUST_USE enum status pelatihan_luar_baca(const json_t *body, struct arena *a, struct pelatihan_luar *out,
                                         struct err *e);
MUST_USE enum status pelatihan_luar(struct perintah *p, struct db *db, struct err *e);

/* The certificate's file, put in its place by bukti_selesai; replaces the one before. */
struct pelatihan_bukti {
    int64_t id;
    struct bukti_berkas berkas;
};
MUST_USE enum status pelatihan_bukti(struct perintah *p, struct db *db, struct err *e);

#endif
