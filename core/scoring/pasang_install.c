/* Installing: pasang.h. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "scoring/pasang.h"
#include "script/gate.h"
#include "script/release.h"

enum status pasang_periksa(struct host *host, const struct package *p, struct pasang_install *out,
                           struct err *e)
{
    struct arena *a = arena_new();
    struct test_report report;
    const json_t *listing;
    struct err why = ERR_NONE;
    enum status st = gate_load(host, p, &listing, e);

    *out = (struct pasang_install){ .package = p };
    if (st == ST_OK) {
        out->daftar = json_deep_copy(listing);
        out->lulus = package_test(host_exe(host), p, a, &report, &why) == ST_OK;
        out->galat = why;
        if (!out->lulus)
            snprintf(out->alasan, sizeof(out->alasan), "%s", why.msg);
        /* A machine that cannot run tests says nothing about the package. */
        if (!out->lulus && code_row(why.code)->status != ST_INVALID &&
            code_row(why.code)->status != ST_LIMIT) {
            *e = why;
            st = err_status(e);
        }
    }
    arena_free(a);
    return st;
}

void pasang_install_clear(struct pasang_install *in)
{
    json_decref(in->daftar);
    in->daftar = NULL;
}

static const char *text_of_status(enum rilis_status s)
{
    return rilis_machine.states[s];
}

static void answer(struct perintah *p, const struct pasang_install *in, enum rilis_status status,
                   const char *alasan)
{
    char sha256[DIGEST_HEX];
    struct jw w;

    digest_hex(&in->package->digest, sha256);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_kint(&w, "id", in->out_id);
    jw_ktext(&w, "plugin", in->package->manifest.id);
    jw_ktext(&w, "versi", in->package->manifest.version);
    jw_ktext(&w, "sha256", sha256);
    jw_ktext(&w, "status", text_of_status(status));
    jw_ktext(&w, "alasan", alasan);
    jw_key(&w, "galat");
    if (status == RILIS_UPLOADED)
        pasang_galat(&w, code_row(in->galat.code)->name, in->galat.file, in->galat.line);
    else
        jw_null(&w);
    jw_close(&w);
    p->reply.status = in->out_baru ? 201 : 200;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/plugin/%lld", (long long)in->out_id);
}

/* Why its gate refuses it: also of one that was refused before. */
static enum status keep_reason(struct db *db, const struct pasang_install *in, struct err *e)
{
    return db_exec(db, NULL, e,
                   "UPDATE release SET alasan = $2, alasan_kode = $3, alasan_berkas = $4, alasan_baris = $5"
                   " WHERE id = $1",
                   "ittti", in->out_id, in->alasan, code_row(in->galat.code)->name, in->galat.file,
                   (int64_t)in->galat.line);
}

static enum status note(struct perintah *p, struct db *db, const struct pasang_install *in,
                        const struct rilis *r, struct err *e)
{
    struct audit_entry entry = { .objek = rilis_machine.nama,
                                 .objek_id = in->out_id,
                                 .peristiwa = "install",
                                 .dari = in->out_baru ? "" : text_of_status(r->status),
                                 .ke = text_of_status(r->status),
                                 .catatan = in->alasan,
                                 .dokumen = r->sha256 };

    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status pasang_install(struct perintah *p, struct db *db, struct err *e)
{
    struct pasang_install *in = p->input;
    struct rilis_uji uji = { .lulus = in->lulus, .galat = in->galat };
    struct rilis_langkah step = { .peristiwa = "lulus", .uji = &uji };
    struct rilis r;
    enum status st;

    if (!right_possible(&p->who, AKSI_PLUGIN_UBAH))
        return err_set(e, E_TIDAK_BERHAK, NULL);
    if ((st = release_add(db, in->package, in->daftar, text_of_status(RILIS_UPLOADED), in->alasan,
                          &in->out_id, &in->out_baru, e)) != ST_OK ||
        (st = rilis_load(db, in->out_id, &r, e)) != ST_OK || (st = note(p, db, in, &r, e)) != ST_OK)
        return st;
    step.id = in->out_id;
    if (r.status == RILIS_UPLOADED)
        st = in->lulus ? rilis_langkah(db, &p->who, &step, e) : keep_reason(db, in, e);
    if (st == ST_OK && (st = rilis_load(db, in->out_id, &r, e)) == ST_OK)
        answer(p, in, r.status, r.alasan);
    return st;
}
