/* Import of other tables than employees: a kind says which columns there are, what a row means and how rows
 * that belong together are applied. The report is that of impor.h, and so are the rules: one command for the
 * whole file, nothing is applied unless every row is sound (or bad ones are skipped on request), a dry run
 * undoes all.
 */
#ifndef DOMAIN_IMPOR_TABEL_H
#define DOMAIN_IMPOR_TABEL_H

#include "domain/impor.h"

struct tabel;
struct tabel_baris {
    int nomor; /* as a spreadsheet numbers rows */
    bool salah;
    char **sel;        /* by the kind's columns, then by `lain`; cleaned, "" where empty */
    const char *kunci; /* rows with equal keys are applied together; NULL: alone */
    void *isi;         /* what `baca` made of the cells */
};
struct tabel_jenis {
    const char *apa;          /* "roster": for the audit */
    const char *const *judul; /* "NIP", … */
    size_t n, wajib;          /* the first `wajib` columns must be there */
    bool lain;                /* columns of other names are read, too */
    /* Cells of one row into isi and kunci; reads only. Faults by tabel_tolak; an error ends the import. */
    enum status (*baca)(struct tabel *t, struct tabel_baris *b, struct err *e);
    /* Sound rows of one key. A refusal becomes the fault of every row of them. */
    enum status (*terap)(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e);
};
struct tabel {
    const struct tabel_jenis *jenis;
    struct impor in; /* the report, and where everything lives */
    struct db *db;
    const struct who *who;
    void *arg; /* the kind's own */
    size_t nlain;
    char **lain; /* titles of the other columns */
    size_t n;
    struct tabel_baris *baris;
    struct buf galat;
};

/* Reads the file: any thread, nothing is written. */
MUST_USE enum status tabel_baca(struct tabel *t, struct db *db, const struct who *who, struct err *e);
/* Applies what tabel_baca read; input: the table. ST_OK also where rows are bad. */
MUST_USE enum status tabel_terapkan(struct perintah *p, struct db *db, struct err *e);
/* kolom: index in `judul`, -1 for the whole row. */
void tabel_tolak(struct tabel *t, struct tabel_baris *b, int kolom, enum code code, const char *fmt, ...)
    PRINTF(5, 6);

/* Cells that several kinds have; false with a fault in the row. */
bool tabel_pegawai(struct tabel *t, struct tabel_baris *b, int kolom, int64_t *id);
bool tabel_unit(struct tabel *t, struct tabel_baris *b, int kolom, int64_t *id); /* by kode */
const char *tabel_tanggal(struct tabel *t, struct tabel_baris *b, int kolom);    /* NULL with a fault */
/* "7:30" and "07.30", too; "" where empty, NULL with a fault. */
const char *tabel_jam(struct tabel *t, struct tabel_baris *b, int kolom);

/* Kinds: holidays of years (arg: unit id for rows without one), rosters of months, absence. */
extern const struct tabel_jenis tabel_libur, tabel_roster, tabel_ketidakhadiran;

#endif
