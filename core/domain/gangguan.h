/* Outages: times in which the service was not there, and the days that go on because of them.
 *
 * A deadline is the end of a day in the institution's zone. An outage of at least gangguan.menit_minimum that
 * overlaps the last gangguan.jam_sebelum hours before it moves it by the same time, and one that falls into
 * the time so won moves it again; gangguan.jam_maksimum is the most, gangguan.perpanjang 0 switches it off
 * (rows of `aturan`). Nothing is written where a deadline stands: whoever asks, computes, so that a rule of
 * a unit, a day of a period and the daily entries are moved alike.
 */
#ifndef DOMAIN_GANGGUAN_H
#define DOMAIN_GANGGUAN_H

#include <jansson.h>

#include "domain/perintah.h"

/* How long day `hari` goes on beyond its end, in microseconds; 0 none. */
MUST_USE enum status gangguan_perpanjangan(struct db *db, const char *hari, int64_t *us, struct err *e);
/* The earliest day that has not ended at this moment: today, or a day before that an outage has prolonged.
 * Limits that are days compare with it. `hari` is the day of the asker (who.hari): where it is not today's,
 * nothing is prolonged. */
MUST_USE enum status gangguan_hari(struct db *db, const char *hari, char out[DATE_TEXT], struct err *e);
/* "diperpanjang 120 menit karena gangguan layanan 1 Februari 2026 20.00–22.00" for the sentence; "" if not.
 */
MUST_USE enum status gangguan_kalimat(struct db *db, const char *hari, char *out, size_t size, struct err *e);

/* An outage becomes a row, and the audit says which days it prolongs. By the system what was measured; by
 * right periode.ubah what the server could not see (the network of the office was down). Nothing is written,
 * and out_id stays 0, for a measured one shorter than a second or one that is recorded already. */
struct gangguan_catat {
    int64_t dari, sampai; /* moments */
    const char *sebab;    /* mati, henti, macet, beban; luar: not measured */
    const char *keterangan;
    int64_t out_id;
};
MUST_USE enum status gangguan_catat(struct perintah *p, struct db *db, struct err *e);
MUST_USE enum status gangguan_catat_baca(const json_t *body, struct arena *a, struct gangguan_catat *out,
                                         struct err *e);

/* Rows into the open list, newest first; `sebelum` an id or 0. *lagi: id for the next page, 0 at the end. */
struct jw;
MUST_USE enum status gangguan_json(struct db *db, int64_t sebelum, int batas, struct jw *w, int64_t *lagi,
                                   struct err *e);

#endif
