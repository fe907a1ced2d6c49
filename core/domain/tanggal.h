/* Dates as people write them: reading several forms, writing the Indonesian one. */
#ifndef DOMAIN_TANGGAL_H
#define DOMAIN_TANGGAL_H

#include "base/clock.h"

enum { TANGGAL_TEXT = 20 };

/* "2025-02-01", "01-02-2025", "1/2/2025", "1 Februari 2025", "1 Feb 2025" (day before month, always). False
 * if it is no real date. */
bool tanggal_baca(const char *text, char out[DATE_TEXT]);
/* "1 Februari 2025"; "" for anything that is no date. */
const char *tanggal_tulis(const char *date, char out[TANGGAL_TEXT]);
/* The day `n` days later; date must be valid. */
void tanggal_geser(const char *date, int n, char out[DATE_TEXT]);

#endif
