/* What the author's kit says about a package, as JSON: one shape for the command line and the API. */
#ifndef SCRIPT_REPORT_H
#define SCRIPT_REPORT_H

#include "base/json.h"
#include "script/gate.h"

/* {"id","versi","sha256","berkas","daftar"}; `listing` as of gate_load. */
void report_package(struct jw *w, const struct package *p, const json_t *listing);
/* {"lulus","gagal","kasus":[{"id","berkas","baris","fungsi","lulus","pesan"?,"instruksi","memori"}],
 * "belum_diuji":[…]} */
void report_test(struct jw *w, const struct test_report *r);

#endif
