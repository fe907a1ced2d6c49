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
/* What is wrong in the text although Lua can read it. */
void check_sources(struct names *n);
bool check_is_utf16(const struct package_file *f);
/* Fields of what the host gives, settings, and functions without a result. `listing`: what was registered. */
void check_fields(struct names *n, const json_t *listing);

/* Whether a fact of `kind` with `a` (and `b`, unless NULL) is there. */
bool names_have(const struct names *n, enum fact_kind kind, const char *a, const char *b);

/* The finding of a fact; its column is that of `word` on the fact's line. */
struct finding names_place(const struct names *n, const struct fact *x, enum code code, const char *word);
/* Keeps the nearest candidate for a misspelt name; *distance starts as names_reach(name). */
int names_reach(const char *name);
void names_nearer(const char *name, const char *candidate, const char **best, int *distance);

#endif
