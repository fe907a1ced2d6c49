/* Accounts: passwords, roles, and login as a sequence of steps that the server answers.
 *
 * Login: a worker reads the account (akun_find), waits akun_tunda, lets a hash thread compare the password
 * (sandi_verify, also for names that do not exist), and then queues akun_masuk, which counts the failure or
 * opens a session whose `langkah` says what the client must do next: sandi → [kode] → [ganti_sandi] →
 * [daftar_faktor] → selesai. Only a session at `selesai` may do anything but take these steps and leave.
 * A reset gives a one-time code: it stands in for the password until the owner has set a new one, which it
 * forces (`ganti_sandi`).
 */
#ifndef DOMAIN_AKUN_H
#define DOMAIN_AKUN_H

#include "domain/perintah.h"
#include "domain/sandi.h"

/* `daftar_faktor` is never stored: a finished session counts as that while its account must have a second
 * factor (faktor.h) and has none. */
enum langkah { LANGKAH_SANDI, LANGKAH_KODE, LANGKAH_GANTI_SANDI, LANGKAH_DAFTAR_FAKTOR, LANGKAH_SELESAI };
const char *langkah_kode(enum langkah l); /* "ganti_sandi" */
bool langkah_parse(const char *kode, enum langkah *out);

struct akun {
    int64_t id, pegawai_id; /* pegawai_id 0: no employee */
    char nama[65];
    char sandi[SANDI_TEXT];
    bool ganti_sandi, aktif, faktor; /* faktor: a second factor is on */
    int64_t kode_sampai;             /* `sandi` is a one-time code that ends then; 0: no end */
    int64_t gagal, gagal_pada;       /* failures in a row; moment of the last, 0 none */
    int64_t versi;
};
/* By login name (a NIP may contain spaces) or id. ST_NOT_FOUND, E_AKUN_TIDAK_ADA. */
MUST_USE enum status akun_find(struct db *db, const char *nama, struct akun *out, struct err *e);
MUST_USE enum status akun_load(struct db *db, int64_t id, struct akun *out, struct err *e);

/* The NIP of its employee, NULL where it has none. */
MUST_USE enum status akun_nip(struct db *db, const struct akun *k, struct arena *a, char **out,
                              struct err *e);

/* Microseconds that the next attempt has to wait from `now`: 0 up to 5 failures, then 1, 2, 4 … at most 30 s
 * after the last failure. The server holds the attempt that long and then compares it whatever happened
 * meanwhile: strangers may slow an owner down, they never keep him out. */
int64_t akun_tunda(int64_t gagal, int64_t gagal_pada, int64_t now);

/* The actor holds akun.ubah over the account: over the unit of its person's post, and over every role that it
 * holds or will hold. Who may not give a role may not take over an account that has it. Else E_TIDAK_ADA or
 * E_TIDAK_BERHAK. Never over an account of one's own: that goes with the own password. */
MUST_USE enum status akun_boleh_urus(struct db *db, const struct who *who, int64_t akun_id, struct err *e);
/* The first half of it: the account may be seen. E_AKUN_TIDAK_ADA. */
MUST_USE enum status akun_boleh_lihat(struct db *db, const struct who *who, int64_t akun_id, struct err *e);

/* Accounts as the interface shows them (akun_baca.c), to who has akun.ubah over them. ---------------------
 */

struct akun_saring {
    const char *teks;  /* piece of the login name or the person's name, NULL all */
    const char *peran; /* only who has this role today, NULL all */
    int64_t sesudah;   /* only greater ids */
    int batas;
    int64_t out_lagi; /* cursor of the next page, 0 at the end */
};
/* Rows into the open list. */
MUST_USE enum status akun_list(struct db *db, const struct who *who, struct akun_saring *f, struct jw *w,
                               struct err *e);
/* One account with its roles and what may be done with it; *versi of its row. E_AKUN_TIDAK_ADA. */
MUST_USE enum status akun_json(struct db *db, const struct who *who, int64_t id, struct jw *w, int64_t *versi,
                               struct err *e);

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
    bool out_kedaluwarsa; /* right, but a one-time code that has ended: E_MASUK_KEDALUWARSA */
    enum langkah out_langkah;
    char out_token[65], out_csrf[65]; /* hand out_token to the client, it is stored nowhere */
    int64_t out_berakhir;
};
MUST_USE enum status akun_masuk(struct perintah *p, struct db *db, struct err *e);

/* The second step, by a session that waits at `kode`: it ends and another takes its place. A wrong code is
 * ST_OK with out_diterima false; `out_tunda` says how long codes are held now (0 not), and when it is held
 * already the code was not compared. */
struct akun_masuk_kode {
    int64_t akun_id;
    const char *kode; /* of the application, or a recovery code */
    const char *sesi; /* stored token of the waiting session */
    const char *alamat, *agen;
    bool out_diterima, out_ditahan;
    int64_t out_tunda;
    enum langkah out_langkah;
    char out_token[65], out_csrf[65];
    int64_t out_berakhir;
};
MUST_USE enum status akun_masuk_kode(struct perintah *p, struct db *db, struct err *e);

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
enum { KODE_JAM = 72, KODE_JAM_MAX = 720 };
struct akun_setel_ulang {
    int64_t akun_id;
    const char *kode_hash;
    int jam; /* how long the code holds, 1 … KODE_JAM_MAX */
    int64_t out_sampai, out_versi;
};
MUST_USE enum status akun_setel_ulang(struct perintah *p, struct db *db, struct err *e);

/* A new account; `nama` NULL takes the employee's NIP. E_AKUN_GANDA. */
struct akun_tambah {
    const char *nama;
    int64_t pegawai_id;
    const char *sandi_hash; /* "!" for none */
    bool ganti_sandi;
    int jam; /* `sandi_hash` is of a one-time code that holds so long; 0: no end */
    int64_t out_id, out_sampai;
};
MUST_USE enum status akun_tambah(struct perintah *p, struct db *db, struct err *e);

/* Closing ends all sessions; opening again keeps the password. */
struct akun_aktif {
    int64_t akun_id;
    bool aktif;
    const char *catatan; /* why, for the audit; may be NULL */
};
MUST_USE enum status akun_setel_aktif(struct perintah *p, struct db *db, struct err *e);

/* E_PERAN_TUMPANG if it overlaps the same role, E_PERAN_TIDAK_ADA if there is none to end. Not for oneself.
 * Gives (mulai … selesai) or ends (cabut: selesai becomes the day before `mulai`) a role. unit_id 0: whole
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
