/* Time: UTC in storage and on the wire, the institution's zone for dates.
 *
 * A moment is int64 microseconds since 1970 (UTC). In SQL and JSON it is text "2026-02-02T03:04:05.678Z",
 * which sorts as it is. A date is text "2026-02-02"; `day` is the number of days since 1970-01-01.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { TIME_TEXT = 25, DATE_TEXT = 11 }; /* bytes with NUL */

/* From now on the time is what FILE holds (RFC 3339, with or without fraction), read at each use. */
MUST_USE enum status clock_test_file(const char *path, struct err *e);
bool clock_is_test(void);
int64_t clock_now(void);       /* microseconds, UTC */
int64_t clock_monotonic(void); /* microseconds, for deadlines and durations; never the test clock */

/* "Asia/Jakarta" (+7, the default), "Asia/Makassar" (+8), "Asia/Jayapura" (+9); Indonesia has no summer time.
 */
MUST_USE enum status clock_zone_set(const char *name, struct err *e);
const char *clock_zone(void);
void clock_today(char out[DATE_TEXT]); /* date in the institution's zone */

void time_format(int64_t us, char out[TIME_TEXT]);
bool time_parse(const char *text, int64_t *us);
/* Date of a moment in the institution's zone, and the minutes since its midnight. */
void time_date(int64_t us, char out[DATE_TEXT]);
int time_minute(int64_t us);

bool date_parse(const char *text, int32_t *day); /* exactly YYYY-MM-DD and a real date, year 1900..2200 */
void date_format(int32_t day, char out[DATE_TEXT]);
int32_t date_day(int y, int m, int d); /* no check */
void date_civil(int32_t day, int *y, int *m, int *d);
int date_days_in_month(int y, int m);
int date_weekday(int32_t day); /* 0 = Sunday */

#endif
