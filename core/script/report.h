/* What the author's kit says about a package, as JSON: one shape for the command line and the API. */
#ifndef SCRIPT_REPORT_H
#define SCRIPT_REPORT_H

#include "script/check.h"
#include "script/gate.h"

/* {"id","versi","sha256","berkas","daftar"}; `listing` as of gate_load. */
void report_package(struct jw *w, const struct package *p, const json_t *listing);
/* {"folder"?,"id","versi","sha256","berkas","daftar","galat":[…],"peringatan":[…]}; id and versi null and
 * daftar empty where they are not known. A finding is {"code","pesan","berkas"?,"baris"?,"kolom"?,"letak"?}.
 */
void report_check(struct jw *w, const char *folder, const struct package *p, const struct check *k);
/* {"lulus","gagal","batas":{"instruksi","memori"},"kasus":[{"id","berkas","baris","fungsi","lulus","pesan"?,"instruksi","memori"}],
 * "belum_diuji":[…]} */
void report_test(struct jw *w, const struct test_report *r);

#endif
