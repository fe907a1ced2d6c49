#include "script/check.h"

#include <stdio.h>
#include <string.h>

#include "script/check_names.h"
#include "script/gate.h"

enum status package_check(struct host *h, const struct package *p, struct arena *a, struct check *out,
                          struct err *e)
{
    struct names names = { .p = p, .findings = p->notes ? p->notes : findings_new(a) };
    struct err bad = ERR_NONE;
    enum status st;

    *out = (struct check){ 0 };
    if ((st = host_inspect(h, p, a, &names.facts, &names.nfacts, e)) != ST_OK)
        return st;
    check_names(&names);
    if (!names.findings->nerrors && gate_load(h, p, &out->listing, &bad) != ST_OK)
        finding_err(names.findings, &bad, "init.lua");
    if (out->listing)
        check_fields(&names, out->listing);
    findings_sort(names.findings);
    out->findings = names.findings;
    return findings_status(names.findings, e);
}
