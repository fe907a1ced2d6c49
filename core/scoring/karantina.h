/* Quarantine of a release whose calls end their process: three distinct ones within ten minutes, each by its
 * own doing and again alone (host_kills says which). Deaths from outside are not among them.
 *
 * Runs, requests, verification and replay report what their hosts saw, through one command; the writer
 * counts, and calls no plugin. While a scoring run is going on the quarantine waits for its end, so that a
 * run is computed by one rule from its first row to its last.
 */
#ifndef SCORING_KARANTINA_H
#define SCORING_KARANTINA_H

#include "domain/perintah.h"
#include "script/host.h"

enum {
    KARANTINA_PANGGILAN = 3,    /* distinct calls … */
    KARANTINA_MENIT = 10,       /* … within so many minutes */
    KARANTINA_HIDUP_MENIT = 10, /* a run without a sign of life for so long is over */
};

/* Command of the system: stores calls and, with the third, quarantines. */
struct karantina_catat {
    const char *asal; /* run, permintaan, verify, replay */
    size_t n;
    struct host_kill kill[HOST_KILLS];
};
MUST_USE enum status karantina_catat(struct perintah *p, struct db *db, struct err *e);
/* Command of the system: what waited for a run takes effect, unless one is going on; `paksa` by who knows
 * that none is. */
struct karantina_terapkan {
    bool paksa;
    int64_t out_n;
};
MUST_USE enum status karantina_terapkan(struct perintah *p, struct db *db, struct err *e);

/* Reports what `host` saw since the last time and waits until it is stored. Costs nothing where there is
 * nothing. A failure is logged: it must not fail the work. */
void karantina_lapor(struct host *host, const char *asal, struct writer *w);
/* The same without waiting, for a request's thread. */
void karantina_lapor_nanti(struct host *host, const char *asal, struct writer *w);
/* What the host saw does not count: an author tried something out. */
void karantina_abaikan(struct host *host);
/* The writer's side of the end of a run. */
void karantina_setelah_run(struct writer *w, bool paksa);

/* E_RELEASE_KARANTINA where the release must not run. */
MUST_USE enum status karantina_periksa(struct db *db, int64_t release_id, struct err *e);

#endif
