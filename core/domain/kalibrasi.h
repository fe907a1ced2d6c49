/* Calibration: the evaluators of one counting unit look at their ratings together before they are fixed.
 *
 * dijadwalkan → dibuka → ditutup, or batal. Called by who leads the counting unit or by its pengelola; taking
 * part are the leader and everybody who evaluates somebody that counts there. In an open session a proposal
 * names another rating for one person, with the reason: diusulkan → diterima | dipertahankan | dicabut. The
 * rating stays the evaluator's: he takes it over or keeps his own with a reason; the leader's word is kept
 * beside. Possible while the evaluation is `dinilai`; nobody has a say on his own. The closed minutes have a
 * hash; the person sees what became of the own rating and why, and nothing of others.
 *
 * Source: SE MenPANRB 3/2023 knows the pattern as a consideration for the leader; the session is how agencies
 * hold it (DOMAIN.md 4.4, flag I).
 */
#ifndef DOMAIN_KALIBRASI_H
#define DOMAIN_KALIBRASI_H

#include "domain/evaluasi.h"

enum kalibrasi_status {
    KALIBRASI_DIJADWALKAN,
    KALIBRASI_DIBUKA,
    KALIBRASI_DITUTUP,
    KALIBRASI_BATAL,
};
extern const struct machine kalibrasi_machine;

struct kalibrasi {
    int64_t id, versi, unit_id;
    struct periode periode;
    enum kalibrasi_status status;
    struct subject subject; /* pegawai: who leads the counting unit on the reader's day; unit */
    bool peserta;           /* the reader takes part */
    const char *tanggal, *tempat, *agenda, *risalah, *hash, *dibuka,
        *ditutup; /* the last three NULL: not yet */
};
/* Whoever may see the consolidation of the unit, and who takes part. E_KALIBRASI_TIDAK_ADA. */
MUST_USE enum status kalibrasi_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                    struct kalibrasi *out, struct err *e);
/* With participants, the proposals about people whom `who` may see (never about himself), `aksi`. */
MUST_USE enum status kalibrasi_json(struct db *db, const struct who *who, const struct kalibrasi *k,
                                    struct jw *w, struct err *e);

struct kalibrasi_saring {
    int64_t periode_id, unit_id; /* 0 all */
    const char *status;          /* NULL all */
    int64_t sesudah, out_lagi;
    int batas;
};
MUST_USE enum status kalibrasi_list(struct db *db, const struct who *who, struct kalibrasi_saring *f,
                                    struct jw *w, struct err *e);

/* Commands on a session; the reply is the session, etag its versi. ------------------------------------------
 */

/* KALIBRASI_KELOLA. E_KALIBRASI_UNIT where the unit does not count in itself, E_KALIBRASI_ADA,
 * E_KALIBRASI_TANGGAL (a day that has passed). 201. */
struct kalibrasi_buat {
    int64_t unit_id, periode_id;
    const char *tanggal, *tempat, *agenda; /* the last two may be "" */
    int64_t out_id;
};
MUST_USE enum status kalibrasi_buat(struct perintah *p, struct db *db, struct err *e);

/* buka (from its day on), tutup (the note is the minutes; E_KALIBRASI_TERBUKA while a proposal is undecided),
 * batalkan. */
struct kalibrasi_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status kalibrasi_langkah(struct perintah *p, struct db *db, struct err *e);

/* Proposals
 * -------------------------------------------------------------------------------------------------- */

enum usul_status {
    USUL_DIUSULKAN,
    USUL_DITERIMA,
    USUL_DIPERTAHANKAN,
    USUL_DICABUT,
};
extern const struct machine usul_kalibrasi_machine;

struct usul_kalibrasi {
    int64_t id, versi, kalibrasi_id, evaluasi_id, akun_id;
    enum usul_status status;
    struct subject subject; /* of the evaluation; atasan_penilai: who leads the counting unit */
    const char *nip, *nama, *alasan, *kata_pimpinan, *tanggapan, *dibuat, *diputus;
    const char *semula[3], *menjadi[3]; /* hasil, perilaku, predikat; menjadi[2] NULL until it was accepted */
};
MUST_USE enum status usul_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                               struct usul_kalibrasi *out, struct err *e);
MUST_USE enum status usul_json(struct db *db, const struct who *who, const struct usul_kalibrasi *u,
                               struct jw *w, struct err *e);

/* By whoever takes part or may call the session. E_KALIBRASI_DITUTUP (not open), E_KALIBRASI_LUAR (does not
 * count in the unit), E_NILAI_DIRI, E_KALIBRASI_DITETAPKAN (not `dinilai`), E_KALIBRASI_SAMA,
 * E_KALIBRASI_USUL_ADA, E_KEPALA_RATING. 201 with the proposal. */
struct usul_buat {
    int64_t kalibrasi_id, evaluasi_id;
    const char *rating_hasil, *rating_perilaku, *alasan;
    int64_t out_id;
};
MUST_USE enum status usul_buat_baca(const json_t *body, struct arena *a, struct usul_buat *out,
                                    struct err *e);
MUST_USE enum status usul_buat(struct perintah *p, struct db *db, struct err *e);

/* sampaikan (the leader's word), pertahankan (the evaluator keeps his rating, with the reason), cabut (by
 * whom it came from). `terima` comes with the scheme's predikat: usul_terima. */
struct usul_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status usul_langkah(struct perintah *p, struct db *db, struct err *e);

/* The evaluator rates anew as proposed; `nilai` as for evaluasi_nilai, its ratings are the proposal's.
 * E_KALIBRASI_BERUBAH where he has changed the rating meanwhile. */
struct usul_terima {
    int64_t id;
    const char *tanggapan; /* may be NULL */
    struct evaluasi_nilai nilai;
};
MUST_USE enum status usul_terima(struct perintah *p, struct db *db, struct err *e);

/* What calibration did to one rating: rows
 * {"tanggal","status","alasan","semula","menjadi","tanggapan","diputus"} into the open list. To the person
 * himself only what was accepted, and only once it is fixed. */
MUST_USE enum status kalibrasi_riwayat_json(struct db *db, const struct who *who, const struct evaluasi *v,
                                            struct jw *w, struct err *e);

/* Effects and guards that need more than the row, in kalibrasi_perintah.c and usul_perintah.c. */
flow_fn kalibrasi_dibuka, kalibrasi_ditutup, usul_diterima;

#endif
