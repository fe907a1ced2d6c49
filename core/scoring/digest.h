/* The digest of a run: BLAKE2b-256 over one line a result,
 *   nip TAB periode TAB segmen TAB kode TAB release TAB settings TAB input TAB value-or-error-code LF
 * sorted bytewise. No id, no time and no message enters, so it is equal on every machine and engine, for any
 * number of threads and any batch. Each thread keeps its own lines; they are put together at the end.
 */
#ifndef SCORING_DIGEST_H
#define SCORING_DIGEST_H

#include <stdbool.h>

#include "base/err.h"
#include "base/hash.h"

struct digest_line {
    char nip[19];
    int segmen;
    const char *kode; /* "indikator.K2.realisasi" with … */
    int rhk, no;      /* … its place "#1.2"; rhk 0: kode is whole */
    const char *release, *setelan;
    struct digest masukan;
    const char *nilai; /* value or error code; NULL: too long to keep, ask for it */
    int64_t evaluasi_id;
};
enum { DIGEST_KEEP = 512 }; /* longer values stay in the store, so that no plugin can fill the memory */

struct digest_kept;
struct digest_lines {
    struct arena *a; /* what lines point to */
    struct digest_kept *kept;
    size_t nkept, ckept;
    size_t n, cap;
    struct digest_line *line;
};
void digest_init(struct digest_lines *d);
void digest_clear(struct digest_lines *d);
/* One copy of a text that many lines share and that dies with its thread; known by its address. */
const char *digest_keep(struct digest_lines *d, const char *text);
/* Copies `nilai` unless it is longer than DIGEST_KEEP; the other texts must live until digest_finish. */
void digest_add(struct digest_lines *d, const struct digest_line *line);
/* All lines of `n` sets. `fetch` appends the value of a line that was too long to keep. */
typedef enum status digest_fetch(void *arg, const struct digest_line *line, struct buf *out, struct err *e);
MUST_USE enum status digest_finish(const struct digest_lines *const *sets, size_t n, const char *periode,
                                   digest_fetch *fetch, void *arg, char out[DIGEST_HEX], struct err *e);

#endif
