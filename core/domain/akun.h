/* Accounts: passwords, roles, and login as a sequence of steps that the server answers.
 *
 * Login: a worker reads the account (akun_find), waits akun_tunda, lets a hash thread compare the password
 * (sandi_verify, also for names that do not exist), and then queues akun_masuk, which counts the failure or
 * opens a session whose `langkah` says what the client must do next: sandi → [kode] → [ganti_sandi] →
 * selesai. Only a session at `selesai` may do anything but change the password and leave.
 * A reset gives a one-time code: it stands in for the password until the owner has set a new one, which it
 * forces (`ganti_sandi`).
 */
#ifndef DOMAIN_AKUN_H
#define DOMAIN_AKUN_H

#include "domain/perintah.h"
#include "domain/sandi.h"

enum langkah { LANGKAH_SANDI, LANGKAH_KODE, LANGKAH_GANTI_SANDI, LANGKAH_SELESAI };
const char *langkah_kode(enum langkah l); /* "ganti_sandi" */
bool langkah_parse(const char *kode, enum langkah *out);

struct akun {
    int64_t id, pegawai_id; /* pegawai_id 0: no employee */
    char nama[65];
    char sandi[SANDI_TEXT];
    bool ganti_sandi, aktif;
    int64_t gagal, gagal_pada; /* failures in a row; moment of the last, 0 none */
    int64_t versi;
};
/* By login name (a NIP may contain spaces) or id. ST_NOT_FOUND, E_AKUN_TIDAK_ADA. */
MUST_USE enum status akun_find(struct db *db, const char *nama, struct akun *out, struct err *e);
MUST_USE enum status akun_load(struct db *db, int64_t id, struct akun *out, struct err *e);

/* Microseconds that the next attempt has to wait from `now`: 0 up to 5 failures, then 1, 2, 4 … at most 30 s
 * after the last failure. The server holds the attempt that long and then compares it whatever happened
 * meanwhile: strangers may slow an owner down, they never keep him out. */
int64_t akun_tunda(int64_t gagal, int64_t gagal_pada, int64_t now);

/* The actor holds akun.ubah over the account: over the unit of its person's post, and over every role that it
 * holds or will hold. Who may not give a role may not take over an account that has it. Else E_TIDAK_ADA or
 * E_TIDAK_BERHAK. Never over an account of one's own: that goes with the own password. */
MUST_USE enum status akun_boleh_urus(struct perintah *p, struct db *db, int64_t akun_id, struct err *e);

/* Commands: `run` functions for perintah_init; `input` is the struct named alike. --------------------- */

/* The actor is the account itself (who_load is not needed before login: who.akun_id and nama suffice).
 * Input prepared by the worker; `out_*` filled by the writer. A wrong password is ST_OK with out_diterima
 * false, because it changes data (the failure count); reply with E_MASUK_SALAH. A password that was changed
 * or an account that was closed since the worker read it counts as wrong. No reply body is set. */
struct akun_masuk {
    int64_t akun_id;
    bool benar;                /* what sandi_verify said … */
    const char *sandi;         /* … against this hash */
    const char *alamat, *agen; /* for the list of sessions; NULL is "" */
    bool out_diterima;
    enum langkah out_langkah;
    char out_token[65], out_csrf[65]; /* hand out_token to the client, it is stored nowhere */
    int64_t out_berakhir;
};
MUST_USE enum status akun_masuk(struct perintah *p, struct db *db, struct err *e);

/* Sets a password; `lama_benar` is what sandi_verify said about the old one against hash `lama` (a session at
 * `ganti_sandi` needs no old one: leave lama NULL). Other sessions of the account end; this one, if given by
 * its stored token, goes to `selesai`. */
struct akun_ganti_sandi {
    int64_t akun_id;
    const char *lama;
    bool lama_benar;
    const char *baru; /* argon2id string; check the plain text with sandi_check first */
    const char *sesi; /* struct sesi.token, or NULL */
    int64_t out_versi;
};
MUST_USE enum status akun_ganti_sandi(struct perintah *p, struct db *db, struct err *e);

/* Reset with a one-time code (its hash is given: the caller shows the code once). All sessions end. */
struct akun_setel_ulang {
    int64_t akun_id;
    const char *kode_hash;
};
MUST_USE enum status akun_setel_ulang(struct perintah *p, struct db *db, struct err *e);

/* A new account; `nama` NULL takes the employee's NIP. E_AKUN_GANDA. */
struct akun_tambah {
    const char *nama;
    int64_t pegawai_id;
    const char *sandi_hash; /* "!" for none */
    bool ganti_sandi;
    int64_t out_id;
};
MUST_USE enum status akun_tambah(struct perintah *p, struct db *db, struct err *e);

/* Closing ends all sessions; opening again keeps the password. */
struct akun_aktif {
    int64_t akun_id;
    bool aktif;
};
MUST_USE enum status akun_setel_aktif(struct perintah *p, struct db *db, struct err *e);

/* Gives (mulai … selesai) or ends (cabut: selesai becomes the day before `mulai`) a role. unit_id 0: whole
 * institution; only admin_pusat and auditor may have that, the others need a unit. */
struct akun_peran {
    int64_t akun_id;
    enum peran peran;
    int64_t unit_id;
    const char *mulai, *selesai; /* dates; selesai may be NULL */
    bool cabut;
};
MUST_USE enum status akun_setel_peran(struct perintah *p, struct db *db, struct err *e);

#endif
