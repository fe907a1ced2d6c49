/* The second factor of an account: an authenticator application (totp.h) and ten recovery codes.
 *
 * Enrolment: faktor_mulai stores a fresh secret, sealed (segel.h); it counts for nothing until a code of it
 * came back (faktor_sahkan), which also makes the recovery codes. From then on login asks for a code after
 * the password. A time step is taken once. Wrong codes in a row are counted for the account; from the fifth
 * on further ones are not even compared for a while that doubles, up to a day: who guesses has the password
 * already, so keeping the owner waiting is the lesser evil.
 *
 * Which roles must have it is a setting (faktor_wajib_peran); whoever must and has none may log in and enrol,
 * and nothing else.
 */
#ifndef DOMAIN_FAKTOR_H
#define DOMAIN_FAKTOR_H

#include "domain/akun.h"
#include "domain/totp.h"

enum { FAKTOR_KODE = 10 }; /* recovery codes */

/* Roles that must have it, names with commas or spaces between; "" none. E_KONFIGURASI. Set before threads
 * start. */
MUST_USE enum status faktor_wajib_peran(const char *roles, struct err *e);
/* One of the roles that `who` has today must have a second factor. */
bool faktor_wajib(const struct who *who);
/* What a session that is at `selesai` may count as: `daftar_faktor` while a factor is required and missing.
 */
enum langkah faktor_langkah_sesi(const struct who *who, enum langkah l);

struct faktor {
    bool ada, aktif; /* a secret is stored; it was confirmed */
    char sejak[TIME_TEXT];
    int64_t sisa; /* recovery codes that were not used yet */
};
MUST_USE enum status faktor_load(struct db *db, int64_t akun_id, struct faktor *out, struct err *e);

/* Microseconds from `now` during which codes are not compared, after `gagal` wrong ones in a row. */
int64_t faktor_tunda(int64_t gagal, int64_t gagal_pada, int64_t now);

enum faktor_hasil { FAKTOR_SALAH, FAKTOR_DITAHAN, FAKTOR_TOTP, FAKTOR_PEMULIHAN };
/* Compares a code of the application or a recovery code (spaces and dashes do not count) and uses it up, or
 * counts the failure. Writer only; the caller commits in every case. *tunda: how long codes are held now. */
MUST_USE enum status faktor_periksa(struct db *db, int64_t akun_id, const char *kode, enum faktor_hasil *out,
                                    int64_t *tunda, struct err *e);

/* "otpauth://totp/…", what the QR code holds. `instansi` names this server among several. */
void faktor_uri(const char *instansi, const char *nama, const char *base32, struct buf *out);

/* Commands, by the person himself; the worker has compared the password (akun_sandi_cocok). -------------- */

/* A fresh secret, not confirmed yet; an earlier one that was not confirmed goes. E_FAKTOR_ADA. */
struct faktor_mulai {
    int64_t akun_id;
    char base32[TOTP_BASE32];      /* out: shown once */
    uint8_t rahasia[TOTP_RAHASIA]; /* in, random */
};
MUST_USE enum status faktor_mulai(struct perintah *p, struct db *db, struct err *e);

/* Codes are shown once and stored as keyed hashes. A wrong code is ST_OK with `hasil` saying so. */
struct faktor_langkah {
    int64_t akun_id;
    const char *kode;
    const char *sesi; /* stored token of the session that stays; all others and all tokens end */
    enum faktor_hasil hasil;
    int64_t tunda;
    char pemulihan[FAKTOR_KODE][KODE_SEKALI];
};
/* Confirms the secret. E_FAKTOR_BELUM where none was begun. */
MUST_USE enum status faktor_sahkan(struct perintah *p, struct db *db, struct err *e);
/* Ten new recovery codes for a code of the application; the old ones go. */
MUST_USE enum status faktor_kode_baru(struct perintah *p, struct db *db, struct err *e);
/* Takes the factor away for a code of either kind. */
MUST_USE enum status faktor_matikan(struct perintah *p, struct db *db, struct err *e);

/* By an administrator over the account, or the command line: with a reason. All sessions end. */
struct faktor_cabut {
    int64_t akun_id;
    const char *alasan;
};
MUST_USE enum status faktor_cabut(struct perintah *p, struct db *db, struct err *e);

#endif
