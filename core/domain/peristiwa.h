/* Personnel events (peristiwa kepegawaian): a decree with its number and date that changes where a person
 * stands — transfer, acting posts, leave, return, end of service, arrival — and everything that follows.
 *
 * What is dated (assignments, delegations, absence, the end of service) is written at once, for past and
 * future days alike; plans, evaluations and evaluators follow on the first day (TMT), by peristiwa_berkala
 * where that day is to come. Each change is noted, so that an event can be cancelled or corrected while
 * nothing fixed depends on it. Which kind does what is data: table jenis_peristiwa. Rules: DOMAIN.md 2.5.
 */
#ifndef DOMAIN_PERISTIWA_H
#define DOMAIN_PERISTIWA_H

#include <jansson.h>

#include "domain/perintah.h"

struct peristiwa {
    int64_t id, versi, pegawai_id, jabatan_id, penilai_id; /* the last two 0 none */
    const char *jenis, *nama;                              /* of the kind */
    const char *tmt, *sampai, *nomor, *tanggal;            /* sampai NULL: open */
    const char *instansi, *keterangan;
    const char *diterapkan, *dibatalkan, *alasan_batal; /* moments, NULL not */
};
/* E_PERISTIWA_TIDAK_ADA. */
MUST_USE enum status peristiwa_muat(struct db *db, int64_t id, struct arena *a, struct peristiwa *out,
                                    struct err *e);
/* As `who` may see it; ST_NOT_FOUND also where he may not know. */
MUST_USE enum status peristiwa_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                    struct peristiwa *out, struct err *e);
MUST_USE enum status peristiwa_json(struct db *db, const struct who *who, const struct peristiwa *p,
                                    struct jw *w, struct err *e);
/* {"data":[…]} of a person, newest first; the caller has asked for the right. */
MUST_USE enum status peristiwa_daftar(struct db *db, const struct who *who, int64_t pegawai_id, struct jw *w,
                                      struct err *e);
/* [{"kode","nama","kelompok","dasar"}]: the kinds. */
MUST_USE enum status peristiwa_jenis_json(struct db *db, struct jw *w, struct err *e);

/* Commands; the reply is the event (201/200), its etag peristiwa.versi. ---------------------------------- */

struct peristiwa_catat {
    int64_t pegawai_id; /* 0: `orang` comes with it (masuk only) */
    const char *jenis, *tmt, *sampai, *nomor, *tanggal, *instansi, *keterangan;
    int64_t jabatan_id, penilai_id;
    const char *nip, *nama, *golongan, *pendidikan, *status; /* of a person who is new */
    int64_t out_id;
};
/* `baru`: the body also names the person. */
MUST_USE enum status peristiwa_catat_baca(const json_t *body, bool baru, struct arena *a,
                                          struct peristiwa_catat *out, struct err *e);
/* By pegawai.ubah on the person and, where a post is given, on its unit. E_PERISTIWA_PERIODE, _DINILAI,
 * E_PENUGASAN_TUMPANG and the like. */
MUST_USE enum status peristiwa_catat(struct perintah *p, struct db *db, struct err *e);

/* Takes back what it changed. E_PERISTIWA_DIPAKAI, _PERIODE, _DINILAI; a reason is required. */
struct peristiwa_batal {
    int64_t id;
    const char *alasan;
};
MUST_USE enum status peristiwa_batal(struct perintah *p, struct db *db, struct err *e);
/* The same decree with other particulars: taken back and done again in one command. The kind stays. */
struct peristiwa_koreksi {
    int64_t id;
    struct peristiwa_catat baru;
    const char *alasan;
};
MUST_USE enum status peristiwa_koreksi(struct perintah *p, struct db *db, struct err *e);

/* Events whose day has come, at most 50 a command: by the system, once a day and before skp_berkala. */
struct peristiwa_berkala {
    int64_t out_berlaku;
    bool out_sisa;
};
MUST_USE enum status peristiwa_berkala(struct perintah *p, struct db *db, struct err *e);

/* The same effects where the rows were changed otherwise (import, reorganisation): plans of assignments that
 * have ended end with them, and the evaluators in question are resolved anew. Writer only. */
MUST_USE enum status peristiwa_ikuti(struct db *db, const struct who *who, int64_t pegawai_id,
                                     const char *alasan, struct err *e);

/* Requests for feedback -------------------------------------------------------------------------------- */

/* Those that wait for `pegawai_id` (as the one who is asked, or with `tentang` as the one it is about). */
MUST_USE enum status permintaan_umpan_json(struct db *db, int64_t pegawai_id, bool tentang, struct jw *w,
                                           struct err *e);
/* Done: by him who was asked. */
struct permintaan_selesai {
    int64_t id;
};
MUST_USE enum status permintaan_selesai(struct perintah *p, struct db *db, struct err *e);

#endif
