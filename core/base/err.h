/* What went wrong, for code (enum status), for programs (a stable code) and for people (a sentence).
 *
 * Functions that can fail return an enum status and fill the caller's struct err, which always agree.
 * Every code is one row of schema/codes/LAYER.def; naming a code without a row does not compile.
 * The row fixes status, HTTP status, exit code, the sentences, and what the person can do.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/mem.h"

enum status {
    ST_OK = 0,
    ST_END,         /* no more rows, no more input: not an error */
    ST_FAIL,        /* a fault of ours or of the machine */
    ST_USAGE,       /* command line */
    ST_CONFIG,      /* configuration */
    ST_DENIED,      /* not logged in, or no right */
    ST_NOT_FOUND,   /* also where it exists but the asker may not know */
    ST_CONFLICT,    /* state or version moved */
    ST_INVALID,     /* input does not fit */
    ST_LIMIT,       /* too large, too many */
    ST_UNREACHABLE, /* something we depend on does not answer */
    ST_AGAIN,       /* nothing wrong, come back later */
};

/* Rows: CODE(symbol, "kode.stabil", status, http, exit, "Kalimat.", "Sentence.", "Apa yang dapat dilakukan.")
 */
enum code {
    E_NONE = 0,
#define CODE(symbol, name, status, http, exit, id, en, tindakan) E_##symbol,
#include "codes/all.def"
#undef CODE
    E_COUNT
};

struct code_row {
    const char *name; /* "skp.tanpa_indikator" */
    enum status status;
    int http, exit;
    const char *id, *en, *tindakan;
};
const struct code_row *code_row(enum code c);
/* E_NONE if no row has that name. */
enum code code_find(const char *name);

/* One faulty field. `at` is a JSON Pointer ("/rhk/0/teks"), a CSV place, or "init.lua:12". */
struct fault {
    char at[128];
    char msg[192];
};
enum { ERR_FAULTS = 8 };

struct err {
    enum code code;
    char msg[512]; /* Indonesian, a full sentence; what to do is in the row */
    char file[96]; /* plugin or import file, "" if none */
    int line;      /* 0 if none */
    int nfaults;   /* may exceed ERR_FAULTS: only the first are kept */
    struct fault faults[ERR_FAULTS];
};
#define ERR_NONE ((struct err){ .code = E_NONE })

/* Sets code and message (the row's sentence if fmt is NULL); returns the row's status. Keeps faults. */
enum status err_set(struct err *e, enum code c, const char *fmt, ...) PRINTF(3, 4);
/* Adds a faulty field; does not set the code. */
void err_fault(struct err *e, const char *at, const char *fmt, ...) PRINTF(3, 4);
enum status err_status(const struct err *e);
void err_clear(struct err *e);

#endif
