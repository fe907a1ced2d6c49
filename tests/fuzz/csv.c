/* CSV as people send it: any bytes end in a table or in a fault; every cell that is read is written so that
 * it comes back, and so that no spreadsheet takes it for a formula. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Blanks at the ends are not kept by reading. */
static bool trimmed(const char *s)
{
    char copy[CSV_CELL_MAX + 4];

    snprintf(copy, sizeof(copy), "x%s", s);
    if (strlen(csv_bersih(copy)) != strlen(s) + 1)
        return false;
    snprintf(copy, sizeof(copy), "%sx", s);
    return csv_bersih(copy)[0] == s[0] || s[0] == '\'' || s[0] == '=';
}

static void round_trip(const char *cell, struct arena *a)
{
    struct csv_tabel t;
    struct err e = ERR_NONE;
    struct buf b = BUF_NONE;

    csv_mulai(&b);
    csv_teks(&b, "judul");
    csv_akhir(&b);
    csv_teks(&b, "x");
    csv_teks(&b, cell);
    csv_akhir(&b);
    if (csv_baca(b.p, b.len, a, &t, &e) != ST_OK || t.pemisah != ';' || t.nbaris != 1 || t.baris[0].n != 2 ||
        strchr("=+-@", t.baris[0].sel[1][0] ? t.baris[0].sel[1][0] : 'x') ||
        strcmp(csv_bersih(t.baris[0].sel[1]), cell) != 0)
        abort();
    buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_tabel t;
    struct err e = ERR_NONE;
    struct arena *a = arena_new();

    if (csv_baca((const char *)data, size, a, &t, &e) != ST_OK) {
        if ((e.code != E_IMPOR_BENTUK && e.code != E_TERLALU_BESAR) || !e.msg[0])
            abort();
        arena_free(a);
        return 0;
    }
    if (t.judul.n == 0)
        abort();
    for (size_t r = 0; r < t.nbaris; r++) {
        if (t.baris[r].nomor <= t.judul.nomor || t.baris[r].n > CSV_CELLS_MAX)
            abort();
        for (size_t c = 0; c < t.baris[r].n; c++) {
            char *cell = csv_bersih(t.baris[r].sel[c]);

            if (strlen(cell) < CSV_CELL_MAX && trimmed(cell))
                round_trip(cell, a);
        }
    }
    arena_free(a);
    return 0;
}
