/* Re-derives stored results from what is stored with them: input, settings, release. */
#ifndef SCORING_VERIFY_H
#define SCORING_VERIFY_H

#include <stdatomic.h>

#include "base/hash.h"
#include "script/host.h"
#include "store/db.h"

enum verify_sebab {
    BEDA_NILAI,    /* the release gives another value or error now */
    BEDA_MASUKAN,  /* the input is not what its hash names, or not canonical */
    BEDA_SETELAN,  /* the settings are not what their hash names */
    BEDA_RELEASE,  /* the release is not what its SHA-256 names */
    BEDA_TERTUNDA, /* could not be computed in time: nothing proven */
};
const char *verify_sebab_kode(enum verify_sebab s);

struct verify_beda {
    int64_t hasil_id, evaluasi_id;
    char kode[160];
    enum verify_sebab sebab;
    char rincian[256]; /* stored against derived, shortened */
};
enum { VERIFY_BEDA = 1000 };

struct verify_result {
    int64_t diperiksa, berbeda;
    int64_t karantina;        /* of releases that must not run: neither equal nor different */
    struct verify_beda *beda; /* the first VERIFY_BEDA */
    size_t nbeda;
};
struct verify_options {
    int threads;      /* 0: one a core */
    const char *host; /* executable of the plugin host, NULL: this one */
    void (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
    const atomic_bool *cancel; /* may be NULL: ends early with E_RUN_BATAL */
    /* What a host has seen end its process (host_kills): called after each page, one at a time. May be NULL.
     */
    void (*lapor)(void *arg, struct host *host);
};
MUST_USE enum status verify_all(const char *url, const struct verify_options *o, struct verify_result *out,
                                struct err *e);
void verify_result_free(struct verify_result *r);

#endif
