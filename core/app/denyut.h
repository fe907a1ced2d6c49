/* The server's pulse: measures when the service was not there, and records it (domain/gangguan.h).
 *
 * Every DENYUT_SECONDS a thread writes the time into the file `denyut` beside the database and lets the
 * writer run an empty command. A file, not a row: it costs no commit and no lock that the command line would
 * wait for, a page once written outlives kill -9, and a pulse that must go through the writer could not tell
 * a stalled writer from a dead server. It is synced to the disk, so that a power cut loses one pulse at most.
 * At the start the time since the last pulse is an outage: `henti` after an orderly stop, else `mati`.
 * While running, an empty command that waits longer than gangguan.menit_minimum is one (`macet`), and so is
 * as long a time in which requests were turned away with 503 at every pulse (`beban`).
 */
#ifndef APP_DENYUT_H
#define APP_DENYUT_H

#include "store/writer.h"

enum { DENYUT_SECONDS = 5 };

struct denyut;
/* What the last server left becomes an outage; from here on this one's pulse is written. `path` is kept.
 * `shed` says how many saves were turned away so far; NULL: not measured. */
MUST_USE enum status denyut_start(struct writer *w, const char *path, uint64_t (*shed)(void),
                                  struct denyut **out, struct err *e);
/* Writes the orderly end. Before writer_stop. NULL is fine. */
void denyut_stop(struct denyut *d);

#endif
