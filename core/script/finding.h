/* What the static check says about a package: a list of findings, each with file, line and what to do. One
 * list, in the order of files and lines, for the command line, the API and the gate.
 */
#ifndef SCRIPT_FINDING_H
#define SCRIPT_FINDING_H

#include <stdbool.h>

#include "base/json.h"

enum { FINDINGS_MOST = 200 };

struct finding {
    enum code code;
    bool warning;     /* does not keep a plugin from being enabled */
    const char *file; /* "init.lua", "plugin.json", "tests/x.json"; "" for the package */
    int line, column; /* from 1; 0: not known */
    const char *at;   /* JSON Pointer in plugin.json or a test file, "" elsewhere */
    const char *msg;  /* one or two sentences */
};

struct findings {
    struct arena *a;
    size_t n, nerrors;
    struct finding list[FINDINGS_MOST]; /* further ones are not kept, but counted in nerrors */
};

struct findings *findings_new(struct arena *a);
/* The same place and words are kept once. */
void finding_add(struct findings *f, const struct finding *where, const char *fmt, ...) PRINTF(3, 4);
/* An error as functions of this layer return it: its faults, or itself. `file` where the error has none. */
void finding_err(struct findings *f, const struct err *e, const char *file);
void findings_sort(struct findings *f);
/* The first error, and as many as fit as its faults; ST_OK where there are only warnings. */
enum status findings_status(const struct findings *f, struct err *e);
/* "galat":[…],"peringatan":[…] into an open object. */
void findings_json(struct jw *w, const struct findings *f);

#endif
