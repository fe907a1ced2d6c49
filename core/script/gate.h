/* What a package must show before it may serve: it loads, registers what it provides, its schemas and lessons
 * are sound, and its own tests are green in every order, alone and in two processes, with room below its
 * limits. Also the one door for calling a function by the name that people use, with a validated input.
 */
#ifndef SCRIPT_GATE_H
#define SCRIPT_GATE_H

#include "script/finding.h"
#include "script/host.h"
#include "script/package.h"

/* A function of a package as `plugin call` names it: a fungsi by nama, an indikator by kode, a skema function
 * by its bare name (capaian, saran, predikat, distribusi, nilai), a pelatihan function as KODE.lulus. */
struct target {
    char function[192];     /* as host_request wants it */
    json_t *input, *result; /* schemas; result NULL where any value will do */
    uint64_t hidden;        /* fields of the evaluation that `reads` does not name */
    const char **optional;  /* names of fields that may be absent, for host_request */
    size_t noptional;
};

/* What was registered against manifest and files. Faults stand at "/provides/skema/0" (plugin.json),
 * "/indikator/KODE/isian/pasien" (a registration), or at the path of a file. */
enum gate_part { GATE_PROVIDES, GATE_INPUTS, GATE_MATERIAL, GATE_PARTS };
MUST_USE enum status gate_match(const struct package *p, const json_t *listing, enum gate_part part,
                                struct err *e);

/* The cases of tests/ as far as they can be judged without running them. */
void gate_cases(const struct package *p, const json_t *listing, struct findings *findings);

/* host_load, then everything about the package that its tests do not show. *listing as of host_load. */
MUST_USE enum status gate_load(struct host *h, const struct package *p, const json_t **listing,
                               struct err *e);

/* `listing` is what was registered: host_load's, or a stored release's. target_free also after an error. */
MUST_USE enum status target_find(const struct package *p, const json_t *listing, const char *name,
                                 struct target *out, struct err *e);
void target_free(struct target *t);
/* Fills defaults into `input`, makes whole numbers integers, and refuses what does not fit: E_PLUGIN_ISIAN.
 */
MUST_USE enum status target_input(const struct target *t, json_t *input, struct err *e);
/* E_PLUGIN_HASIL where the result has not the shape that the server relies on. */
MUST_USE enum status target_result(const struct target *t, const char *value, size_t len, struct err *e);

/* Calls `name` once; `settings` NULL means the defaults. Appends {"hasil":…,"jejak":[…]} to `out`. */
MUST_USE enum status plugin_call(struct host *h, const struct package *p, const char *name, json_t *input,
                                 const json_t *settings, struct buf *out, struct err *e);

/* The same with the counting hook from the start, and what the call took beside it:
 * "biaya":{"instruksi","memori","batas_instruksi","batas_memori"}. */
MUST_USE enum status plugin_call_cost(struct host *h, const struct package *p, const char *name,
                                      json_t *input, const json_t *settings, struct buf *out, struct err *e);

struct test_case {
    const char *id;   /* its `id`, or "file#n" */
    const char *file; /* "tests/predikat.json" */
    int line;
    const char *name; /* "predikat", as plugin_call takes it */
    bool passed;
    enum code code;             /* of what the plugin answered: E_NONE for a value */
    const char *got, *expected; /* canonical JSON, or an error's code */
    const char *msg;            /* why it failed, "" if it passed */
    int64_t instructions, peak; /* counted, alone in a fresh state */
};

struct test_report {
    struct limits limits; /* of one call: half of them is what a case may need */
    size_t ncases, nfailed;
    struct test_case *cases;
    const char **untested; /* registered functions without a case */
    size_t nuntested;
    struct findings *findings; /* of the static check, which comes first; NULL where it could not run */
};

/* Checks the package (check.h), then runs its tests/. ST_OK only where everything passed; a finding's code
 * where the check found an error and no test ran; E_PLUGIN_UJI, E_PLUGIN_URUTAN or E_PLUGIN_SEMPIT with the
 * first case's reason otherwise, and the report is filled. What `report` points to lives in `a`. `exe` as of
 * host_new. */
MUST_USE enum status package_test(const char *exe, const struct package *p, struct arena *a,
                                  struct test_report *report, struct err *e);

#endif
