#include "script/check.h"

#include <stdio.h>
#include <string.h>

#include "base/jschema.h"
#include "script/check_names.h"
#include "script/gate.h"
#include "script/place.h"

/* "/indikator/KODE/rest": where that registration is, as exact as it is written out. */
static bool place_registration(const struct names *n, const char *at, struct finding *x)
{
    char kind[16] = "", code[80] = "";
    int used = 0;

    if (sscanf(at, "/%15[a-z]/%79[^/]%n", kind, code, &used) != 2)
        return false;
    for (size_t i = 0; i < n->nfacts; i++) {
        const struct fact *f = &n->facts[i];
        const struct package_file *file;

        if (f->kind != FACT_REGISTERED || strcmp(f->a, kind) != 0 || strcmp(f->b, code) != 0)
            continue;
        x->file = f->file;
        x->line = f->line;
        if ((file = package_file(n->p, f->file)))
            (void)place_find((const char *)file->data, file->len, f->line, kind, at + used, &x->line,
                             &x->column);
        return true;
    }
    return false;
}

static void add_faults(const struct names *n, const struct err *e)
{
    for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
        const char *at = e->faults[i].at;
        struct finding x = { .code = e->code, .file = "init.lua" };

        if (strncmp(at, "/provides/", 10) == 0) {
            const struct package_file *f = package_file(n->p, "plugin.json");

            x.file = "plugin.json";
            x.line = f ? json_place((const char *)f->data, f->len, at, &x.column) : 0;
            x.at = at;
        } else if (!place_registration(n, at, &x) && package_file(n->p, at)) {
            x.file = at;
        }
        finding_add(n->findings, &x, "%s", e->faults[i].msg);
    }
    if (!e->nfaults)
        finding_err(n->findings, e, "init.lua");
}

/* What was registered, against manifest, files, and what the functions read. */
static void check_registered(struct names *n, const json_t *listing)
{
    for (int part = 0; part < GATE_PARTS; part++) {
        struct err bad = ERR_NONE;

        if (gate_match(n->p, listing, (enum gate_part)part, &bad) != ST_OK)
            add_faults(n, &bad);
    }
    check_fields(n, listing);
    if (!n->findings->nerrors) /* what cases say of a faulty registration would only follow from it */
        gate_cases(n->p, listing, n->findings);
}

enum status package_check(struct host *h, const struct package *p, struct arena *a, struct check *out,
                          struct err *e)
{
    struct names names = { .p = p, .findings = p->notes ? p->notes : findings_new(a) };
    struct err bad = ERR_NONE;
    enum status st;

    *out = (struct check){ 0 };
    if ((st = host_inspect(h, p, a, &names.facts, &names.nfacts, e)) != ST_OK)
        return st;
    check_sources(&names);
    check_names(&names);
    /* Only a package without a fault is loaded: what it registers is not all of it otherwise. */
    if (!names.findings->nerrors && host_load(h, p, &out->listing, &bad) != ST_OK)
        finding_err(names.findings, &bad, "init.lua");
    if (out->listing)
        check_registered(&names, out->listing);
    findings_sort(names.findings);
    out->findings = names.findings;
    return findings_status(names.findings, e);
}
