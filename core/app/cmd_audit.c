/* The audit chain and the workflow's diagrams: audit verify, flow dot. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/flow.h"

/* audit verify ------------------------------------------------------------------------------------------- */

/* Looks only: a key that is not there is not made, and the signature then stays unchecked. */
static enum status load_key(struct cli *c, const struct db *db, struct err *e)
{
    const char *path = cli_option(c, "--kunci");
    enum status st = ST_OK;

    if (path && access(path, F_OK) != 0)
        return err_set(e, E_KUNCI_AUDIT, "Kunci audit %s tidak ada.", path);
    if (!path)
        st = tulis_audit_path(db, c->a, &path, e);
    return st == ST_OK && access(path, F_OK) == 0 ? audit_key_load(path, e) : st;
}

static void print_report(const struct cli *c, const struct audit_report *r)
{
    struct buf b = BUF_NONE;
    struct jw w;

    if (!c->json) {
        printf("Baris: %lld\nRusak: %lld\nHash akhir: %s\n", (long long)r->baris, (long long)r->rusak,
               r->hash_akhir);
        if (r->masalah[0])
            printf("%s\n", r->masalah);
        return;
    }
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_kint(&w, "baris", r->baris);
    jw_kint(&w, "rusak", r->rusak);
    jw_ktext(&w, "hash_akhir", r->hash_akhir);
    if (r->masalah[0])
        jw_ktext(&w, "masalah", r->masalah);
    if (r->rusak)
        jw_kint(&w, "pertama_rusak", r->pertama_rusak);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static enum status run_verify(struct cli *c, struct err *e)
{
    struct audit_report report;
    struct db *db = NULL;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK || (st = load_key(c, db, e)) != ST_OK || (st = audit_verify(db, &report, e)) != ST_OK)
        goto out;
    print_report(c, &report);
    if (report.rusak)
        c->exit = 7;
out:
    db_close(db);
    audit_key_drop();
    return st;
}

/* flow dot ------------------------------------------------------------------------------------------------
 */

/* The machine of that name in the asked form; "semua" is the page of all of them. */
static enum status draw(const char *name, const char *format, struct buf *out, struct err *e)
{
    const struct machine *m = machine_find(name);
    bool all = strcmp(name, "semua") == 0, page = strcmp(format, "markdown") == 0;

    if (all != page)
        return err_set(e, E_PENGGUNAAN, "Nama \"semua\" dan --format markdown dipakai bersama.");
    if (!all && !m)
        return err_set(e, E_ALUR_TIDAK_ADA, "Alur \"%s\" tidak dikenal.", name);
    if (page)
        flow_halaman(out);
    else if (strcmp(format, "mermaid") == 0)
        flow_mermaid(m, out);
    else if (strcmp(format, "dot") == 0)
        flow_dot(m, out);
    else
        return err_set(e, E_PENGGUNAAN, "--format harus dot, mermaid atau markdown.");
    return ST_OK;
}

static enum status run_dot(struct cli *c, struct err *e)
{
    const char *format = cli_option(c, "--format");
    struct buf b = BUF_NONE, out = BUF_NONE;
    struct jw w;
    enum status st;

    format = format ? format : "dot";
    st = draw(c->args[0], format, &b, e);
    if (st == ST_OK && c->json) {
        jw_start(&w, &out);
        jw_open(&w, '{');
        jw_ktext(&w, "nama", c->args[0]);
        jw_ktext(&w, format, b.p);
        jw_close(&w);
        printf("%s\n", out.p);
    } else if (st == ST_OK) {
        fputs(b.p, stdout);
    }
    buf_free(&out);
    buf_free(&b);
    return st;
}

static const struct cli_option dot_options[] = {
    { "--format", "BENTUK",
      "dot (default), mermaid, or markdown with the name semua: the page of all machines" },
    { NULL, NULL, NULL },
};
static const struct cli_option verify_options[] = {
    { "--kunci", "FILE", "the audit signing key (default kunci-audit beside the database)" },
    { NULL, NULL, NULL },
};
const struct cli_command cmds_audit[] = {
    { "audit verify", "", 0, 0, "walks the audit chain and its signed head; exit 7 if a row is broken",
      "tenayan audit verify --json", verify_options, run_verify, false },
    { "flow dot", "NAME", 1, 1, "prints a workflow (skp, evaluasi, naskah, …) as Graphviz text or Mermaid",
      "tenayan flow dot skp | dot -Tsvg > skp.svg", dot_options, run_dot, false },
    { NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, false },
};
