/* Where a part of a table stands in a Lua source, as far as the table is written out there: the exact line of
 * a registration's field, of the n-th row of a table. */
#ifndef SCRIPT_PLACE_H
#define SCRIPT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* The table is the first "{" behind `word` ("" : behind anything) on `line` or below. `pointer` goes into it:
 * "/isian/pasien/minimum", "/materi/1/berkas" (the second lesson). Fills line and column of the deepest part
 * that is found, or of the table itself; false where no table is found. */
bool place_find(const char *source, size_t len, int line, const char *word, const char *pointer, int *at_line,
                int *at_column);

#endif
