/* Demonstration data: Kota Pekanbaru with Kecamatan Tenayan Raya, Dinas Kesehatan and a puskesmas, some
 * eighty invented people, a finished 2025 and a running 2026; on request a deterministic city of N.
 *
 * Loading goes in steps, because plugins and scores are none of the domain's business: demo_susun (units,
 * people, accounts, periods) → the caller installs and enables plugins → demo_tahun (plans, realisations,
 * evaluations) → the caller runs scoring over 2025 → demo_predikat, demo_tutup, demo_latih.
 */
#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include "domain/akun.h"
#include "domain/hasil.h"
#include "domain/pelatihan.h"

enum { DEMO_AKUN = 8, DEMO_TERKECIL = 100, DEMO_TERBESAR = 1000000 };

struct demo_akun {
    const char *peran; /* "pegawai", "penilai", … */
    char nip[19], kata_sandi[KODE_SEKALI];
    char nama[128];
};

struct demo {
    int64_t pegawai; /* how many people; 0: those of the story alone */
    bool kosong; /* nobody has worked yet: demo_tahun writes people and posts, no plan and nothing after it */
    void (*progress)(void *arg, const char *what, int64_t done, int64_t total); /* may be NULL */
    void *arg;
    struct demo_akun akun[DEMO_AKUN]; /* filled by demo_susun */
    int64_t out_pegawai, out_nilai;   /* people and realisation values written */
};

/* E_DB_BERISI if there is any unit, employee, account or period. */
MUST_USE enum status demo_kosong(struct db *db, struct err *e);

/* `db` is a DB_WRITE connection outside a transaction; every step commits in chunks with one audit row each.
 */
MUST_USE enum status demo_susun(struct db *db, struct demo *d, struct err *e);
MUST_USE enum status demo_tahun(struct db *db, struct demo *d, struct err *e);
/* After all of it: an authorisation and a draft that waits. */
MUST_USE enum status demo_kuasa(struct db *db, struct err *e);
/* The matrix call that gives each evaluation of 2025 its predikat, as the caller computed it. */
MUST_USE enum status demo_predikat(struct db *db, const struct hasil_baru *hasil, size_t n, struct err *e);
/* A closed calibration session of the dinas about the last quarter of 2025, not about the person with that
 * NIP: one rating taken over, one kept. Before demo_tutup. */
MUST_USE enum status demo_kalibrasi(struct db *db, const char *bukan_nip, struct err *e);
/* Gives every rating that differs from its stored suggestion its reason, links the suggestion, and closes the
 * periods of 2025. */
MUST_USE enum status demo_tutup(struct db *db, struct err *e);
/* Modules, certificates and an event. `nilai` calls the plugin, which is the caller's business (as
 * kelulusan_hitung). */
struct demo_latih {
    enum status (*nilai)(void *arg, struct db *db, const struct modul *m, const char *setelan_hash,
                         const char *masukan, struct arena *a, struct penilaian *out, struct err *e);
    void *arg;
};
MUST_USE enum status demo_latih(struct db *db, const struct demo_latih *d, struct err *e);

#endif
