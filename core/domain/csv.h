/* CSV as spreadsheets write and read it.
 *
 * Reading: `;` or `,` (whichever the title row has more of), byte order mark, quoted cells with line breaks,
 * any line end. Row numbers are those that a spreadsheet shows.
 * Writing: UTF-8 with mark, `;`, every cell so that opening and saving in a spreadsheet changes nothing: a
 * NIP in the official form with spaces ("19850101 201001 1 001", no program takes it for a number), and an
 * apostrophe before dates, before text that begins with a digit and before what a spreadsheet would run as a
 * formula (= + - @). csv_bersih takes one apostrophe off again, so what we write comes back as it was.
 */
#ifndef DOMAIN_CSV_H
#define DOMAIN_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { CSV_BYTES_MAX = 64 << 20, CSV_ROWS_MAX = 500000, CSV_CELLS_MAX = 64, CSV_CELL_MAX = 2000 };

struct csv_baris {
    int nomor; /* 1 is the title row */
    size_t n;
    char **sel;
};
struct csv_tabel {
    struct csv_baris judul, *baris; /* rows without any content are left out */
    size_t nbaris;
    char pemisah;
};
/* Everything lives in `a`. E_IMPOR_BENTUK with file row in e->line. */
MUST_USE enum status csv_baca(const char *bytes, size_t len, struct arena *a, struct csv_tabel *out,
                              struct err *e);
/* In place: blanks of all kinds at both ends, one leading apostrophe, the form ="…". */
char *csv_bersih(char *cell);

void csv_mulai(struct buf *out);
void csv_teks(struct buf *out, const char *text); /* NULL is "" */
void csv_nip(struct buf *out, const char *nip);
void csv_angka(struct buf *out, int64_t v);
void csv_akhir(struct buf *out); /* end of a row */

#endif
