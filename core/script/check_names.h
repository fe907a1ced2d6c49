/* Judges the facts about names: globals, library members, methods, and what loading died of. */
#ifndef SCRIPT_CHECK_NAMES_H
#define SCRIPT_CHECK_NAMES_H

#include "script/fact.h"
#include "script/finding.h"
#include "script/package.h"

struct names {
    const struct package *p;
    struct findings *findings;
    struct fact *facts;
    size_t nfacts;
};

void check_names(struct names *n);

/* Whether a fact of `kind` with `a` (and `b`, unless NULL) is there. */
bool names_have(const struct names *n, enum fact_kind kind, const char *a, const char *b);

#endif
