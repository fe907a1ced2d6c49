/* How many lines lie between two texts: what a reader of a difference wants to know first. */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct lines_diff {
    int64_t added, removed;
    bool rough; /* too different for the shortest way: lines counted without their order */
};
/* The shortest edit script's numbers (Myers 1986), bounded in work; a last line without its end is a line. */
void lines_diff(const void *a, size_t na, const void *b, size_t nb, struct lines_diff *out);

#endif
