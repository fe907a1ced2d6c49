/* Import of employees from a CSV file: people, their posts and superiors.
 *
 * The whole file is one command in one transaction: the rules of posts (one holder at a time, superiors that
 * come later in the file, people who change places) hold for the file as a whole, not for a chunk of it, and
 * nothing is applied unless every row is sound (or bad rows are skipped on request). A dry run does the same
 * work and rolls it back, so that it reports what an import would. Ten thousand rows take about a second;
 * writers of a running server wait for that long, they do not fail.
 *
 * A known NIP is an update: what an empty cell leaves alone and a filled one changes; another post than the
 * present one ends that and begins on `TMT Jabatan`. Columns: DOMAIN.md 8.5.
 */
#ifndef DOMAIN_IMPOR_H
#define DOMAIN_IMPOR_H

#include "domain/perintah.h"

struct impor_catatan { /* something about one cell */
    int baris;         /* as a spreadsheet numbers rows */
    const char *kolom; /* title, "" for the whole row */
    enum code code;
    const char *pesan;
};

struct impor_beda { /* one field of a known person that the file changes */
    int baris;
    const char *nip, *nama, *kolom, *lama, *baru;
};

struct impor {
    /* in */
    const char *nama; /* of the file, for the audit */
    const char *bytes;
    size_t len;
    bool coba;         /* dry run */
    bool lewati_salah; /* skip bad rows */
    struct arena *a;   /* everything below lives here */
    /* out */
    bool diterapkan;
    int64_t dibaca, baru, diubah, tetap, salah; /* rows; salah: not applied for their faults */
    struct impor_catatan *galat, *peringatan;
    size_t ngalat, nperingatan;
    struct impor_beda *beda;
    size_t nbeda;
};

/* Command; the right is pegawai.ubah for the unit of every row. ST_OK also where rows are bad: look at
 * `salah` and `diterapkan`. An error means that the file is no table of employees at all. */
MUST_USE enum status impor_pegawai(struct perintah *p, struct db *db, struct err *e);
/* The same on a connection outside a transaction; a dry run leaves the database as it was. */
MUST_USE enum status impor_jalankan(struct db *db, const struct who *who, struct impor *in, struct err *e);

/* What the file's rows say, as CSV that impor_pegawai reads again: everybody that `who` may see today. */
MUST_USE enum status ekspor_pegawai(struct db *db, const struct who *who, struct buf *out, struct err *e);

#endif
