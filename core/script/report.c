#include "script/report.h"

static void put_package(struct jw *w, const struct package *p, const json_t *listing)
{
    char hex[DIGEST_HEX];

    digest_hex(&p->digest, hex);
    jw_ktext(w, "id", p->manifest.id);
    jw_ktext(w, "versi", p->manifest.version);
    jw_ktext(w, "sha256", hex);
    jw_kint(w, "berkas", (int64_t)p->nfiles);
    jw_key(w, "daftar");
    if (listing) {
        jw_json(w, listing);
    } else {
        jw_open(w, '{');
        jw_close(w);
    }
}

void report_package(struct jw *w, const struct package *p, const json_t *listing)
{
    jw_open(w, '{');
    put_package(w, p, listing);
    jw_close(w);
}

void report_check(struct jw *w, const char *folder, const struct package *p, const struct check *k)
{
    jw_open(w, '{');
    if (folder)
        jw_ktext(w, "folder", folder);
    put_package(w, p, k->listing);
    findings_json(w, k->findings);
    jw_close(w);
}

static void put_case(struct jw *w, const struct test_case *t)
{
    jw_open(w, '{');
    jw_ktext(w, "id", t->id);
    jw_ktext(w, "berkas", t->file);
    jw_kint(w, "baris", t->line);
    jw_ktext(w, "fungsi", t->name);
    jw_kbool(w, "lulus", t->passed);
    if (!t->passed)
        jw_ktext(w, "pesan", t->msg);
    jw_kint(w, "instruksi", t->instructions);
    jw_kint(w, "memori", t->peak);
    jw_close(w);
}

void report_test(struct jw *w, const struct test_report *r)
{
    jw_open(w, '{');
    jw_kint(w, "lulus", (int64_t)(r->ncases - r->nfailed));
    jw_kint(w, "gagal", (int64_t)r->nfailed);
    jw_key(w, "batas");
    jw_open(w, '{');
    jw_kint(w, "instruksi", r->limits.instructions);
    jw_kint(w, "memori", r->limits.memory);
    jw_close(w);
    jw_key(w, "kasus");
    jw_open(w, '[');
    for (size_t i = 0; i < r->ncases; i++)
        put_case(w, &r->cases[i]);
    jw_close(w);
    jw_key(w, "belum_diuji");
    jw_open(w, '[');
    for (size_t i = 0; i < r->nuntested; i++)
        jw_text(w, r->untested[i]);
    jw_close(w);
    jw_close(w);
}
