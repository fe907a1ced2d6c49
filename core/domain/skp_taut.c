/* Links of a plan's RHK to the superior's, made or mended after the plan was written: nobody waits for his
 * superior, and nothing that was signed changes. */
#include <string.h>

#include "base/json.h"
#include "domain/skp.h"
#include "domain/skp_jalan.h"

static bool closed(const struct skp *s)
{
    return s->status == SKP_BATAL || s->status == SKP_DIGANTIKAN || s->status == SKP_SELESAI;
}

/* Owner or evaluator of the plan: either may tie. */
static enum status either_side(struct perintah *p, struct db *db, const struct skp *s, const char **peran,
                               struct err *e)
{
    struct subject sub;
    bool mine;

    skp_subject(s, &sub);
    mine = sub.pegawai_id == p->who.pegawai_id;
    *peran = mine ? "pemilik" : "penilai";
    return right_check(db, &p->who, mine ? AKSI_SKP_SUSUN : AKSI_SKP_SETUJUI, &sub, e);
}

static enum status check_tie(struct db *db, const struct who *who, const struct skp *s,
                             const struct skp_tautkan *in, struct err *e)
{
    struct skp_rujukan q = { s->id, s->pegawai_id, s->penilai_id, s->unit_id, who->hari };
    int64_t there = 0;
    enum status st = db_int(db, &there, e,
                            "SELECT count(*) FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                            " WHERE r.id = $1 AND v.skp_id = $2 AND (v.n = $3 OR v.n = $4)",
                            "iiii", in->rhk_id, s->id, s->n_terakhir, s->versi_berlaku);

    if (st == ST_OK && !there)
        return err_set(e, E_RHK_TIDAK_ADA, NULL);
    if (st != ST_OK || !in->induk_rhk_id)
        return st;
    st = rhk_induk_periksa(db, &q, in->induk_rhk_id, "/induk_rhk_id", e);
    if (st == ST_OK && e->nfaults)
        st = err_set(e, E_MASUKAN, "%s", e->faults[0].msg);
    return st;
}

enum status skp_tautkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct skp_tautkan *in = p->input;
    struct audit_entry entry = { .objek = "skp", .peristiwa = "tautkan" };
    struct arena *a = arena_new();
    struct skp s;
    struct jw w;
    enum status st = skp_buka(p, db, in->id, true, a, &s, e);

    if (st != ST_OK || (st = either_side(p, db, &s, &entry.peran, e)) != ST_OK)
        goto out;
    if (closed(&s)) {
        st = err_set(e, E_SKP_TERKUNCI, "SKP berstatus %s tidak ditautkan lagi.",
                     skp_machine.states[s.status]);
        goto out;
    }
    if ((st = check_tie(db, &p->who, &s, in, e)) != ST_OK ||
        (st = db_exec(db, NULL, e, "UPDATE rhk SET taut_rhk_id = $1 WHERE id = $2", "Ii",
                      in->induk_rhk_id ? &in->induk_rhk_id : NULL, in->rhk_id)) != ST_OK ||
        (st = db_exec(db, NULL, e, "UPDATE skp SET versi = versi + 1 WHERE id = $1", "i", s.id)) != ST_OK)
        goto out;
    entry.objek_id = s.versi_id;
    entry.isi =
        arena_printf(a, "{\"induk\":%lld,\"rhk\":%lld}", (long long)in->induk_rhk_id, (long long)in->rhk_id);
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK ||
        (st = skp_muat(db, s.id, 0, a, &s, e)) != ST_OK)
        goto out;
    p->reply.etag = s.versi;
    jw_start(&w, &p->reply.body);
    st = skp_json(db, &p->who, &s, &w, e);
out:
    arena_free(a);
    return st;
}

/* Offers --------------------------------------------------------------------------------------------------
 */

/* Why the parent of an RHK should be looked at again; NULL if it need not. */
static const char *cause(const struct skp *s, const struct rhk *r)
{
    if (!r->induk_skp_id)
        return r->induk_sementara[0] ? "sementara" : NULL;
    if (!r->kini_id)
        return "dilepas";
    return s->penilai_id && r->induk_pegawai_id != s->penilai_id ? "penilai_lain" : NULL;
}

static const struct rhk_pilihan *same_text(const struct rhk *r, const struct rhk_pilihan *p, size_t n)
{
    const char *want = r->induk_skp_id ? r->induk_teks : r->induk_sementara;

    for (size_t i = 0; i < n; i++)
        if (strcmp(p[i].teks, want) == 0)
            return &p[i];
    return NULL;
}

enum status skp_tautan_json(struct db *db, const struct skp *s, struct arena *a, struct jw *w, struct err *e)
{
    struct rhk_pilihan *pilihan;
    size_t n;
    enum status st = rhk_pilihan(db, s->penilai_id, s->mulai, s->selesai, a, &pilihan, &n, e);

    if (st != ST_OK)
        return st;
    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    for (size_t i = 0; i < s->isi.nrhk; i++) {
        const struct rhk *r = &s->isi.rhk[i];
        const char *sebab = cause(s, r);
        const struct rhk_pilihan *usul = sebab ? same_text(r, pilihan, n) : NULL;

        if (!sebab)
            continue;
        jw_open(w, '{');
        jw_kint(w, "rhk_id", r->id);
        jw_ktext(w, "teks", r->teks);
        jw_ktext(w, "induk_sementara", r->induk_sementara);
        jw_ktext(w, "sebab", sebab);
        jw_key(w, "usul");
        if (usul) {
            jw_open(w, '{');
            jw_kint(w, "id", usul->id);
            jw_ktext(w, "teks", usul->teks);
            jw_close(w);
        } else {
            jw_null(w);
        }
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
    return ST_OK;
}
