/* Steps of daily entries, one by one and many at once. The table: progres_flow.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/progres.h"
#include "domain/tanda_terima.h"

enum status progres_banyak_baca(const json_t *body, struct arena *a, struct progres_banyak *out,
                                struct err *e)
{
    struct entri {
        int64_t id, versi;
    };
    static const char *const events[] = { "ajukan", "tarik", "setujui", "kembalikan", NULL };
    static const struct baca_medan top[] = {
        { "aksi", BACA_KODE, offsetof(struct progres_banyak, peristiwa), true, 0, events },
        { "catatan", BACA_TEKS, offsetof(struct progres_banyak, catatan), false, 2000, NULL },
        { "entri", BACA_LAIN, 0, true, 0, NULL },
    };
    static const struct baca_medan medan[] = {
        { "id", BACA_BULAT, offsetof(struct entri, id), true, 0, NULL },
        { "versi", BACA_BULAT, offsetof(struct entri, versi), false, 0, NULL },
    };
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "entri", true, PROGRES_SEKALI_MAX, e);
    out->n = json_array_size(list);
    out->entri = arena_alloc(a, (out->n + 1) * sizeof(*out->entri));
    for (size_t i = 0; i < out->n; i++) {
        struct entri x = { 0, 0 };
        char at[32];

        snprintf(at, sizeof(at), "/entri/%zu", i);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), &x, a, e);
        out->entri[i].id = x.id;
        out->entri[i].versi = x.versi;
    }
    return baca_akhir(e);
}

/* Whoever has the authority today decides, also if the plan does not know him yet. */
static enum status refresh(const struct perintah *p, struct db *db, int64_t id, struct err *e)
{
    int64_t skp_id = 0;
    enum status st = db_int(db, &skp_id, e, "SELECT skp_id FROM progres WHERE id = $1 AND pegawai_id <> $2",
                            "ii", id, p->who.pegawai_id);

    if (st == ST_NOT_FOUND) { /* one's own, or none at all */
        err_clear(e);
        return ST_OK;
    }
    return st == ST_OK ? skp_penilai_segarkan(db, &p->who, skp_id, e) : st;
}

static enum status step(struct perintah *p, struct db *db, int64_t id, int64_t versi, bool strict,
                        const char *event, const char *note, struct arena *a, struct progres *x,
                        struct err *e)
{
    struct flow_object o = { .catatan = note, .data = x };
    struct audit_entry entry = { .objek = NULL };
    enum status st = refresh(p, db, id, e);

    if (st != ST_OK)
        return st;
    if ((st = progres_load(db, &p->who, id, a, x, e)) != ST_OK)
        return st;
    if (strict && (st = perintah_versi(p, x->versi, e)) != ST_OK)
        return st;
    if (!strict && versi && versi != x->versi)
        return err_set(e, E_VERSI, NULL);
    o.id = x->id;
    o.state = (int)x->status;
    o.subject = x->subject;
    if (strcmp(event, "ajukan") == 0)
        entry.dokumen = x->tanda = arena_alloc(a, DIGEST_HEX);
    x->catat = &entry;
    st = flow_apply(db, &progres_machine, &o, event, &p->who, &entry, e);
    x->catat = NULL;
    return st;
}

enum status progres_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct progres_langkah *in = p->input;
    struct arena *a = arena_new();
    struct progres x;
    enum status st = step(p, db, in->id, 0, true, in->peristiwa, in->catatan, a, &x, e);

    if (st == ST_OK)
        st = progres_balas(p, db, in->id, a, e);
    arena_free(a);
    return st;
}

static bool refusal(enum status st)
{
    return st == ST_DENIED || st == ST_NOT_FOUND || st == ST_CONFLICT || st == ST_INVALID;
}

static enum status one_of_many(struct perintah *p, struct db *db, size_t i, struct arena *a, struct jw *done,
                               struct jw *failed, struct err *e)
{
    const struct progres_banyak *in = p->input;
    char printed[TANDA_CETAK + 1] = "";
    struct progres x;
    enum status st = db_savepoint(db, e);

    if (st != ST_OK)
        return st;
    st = step(p, db, in->entri[i].id, in->entri[i].versi, false, in->peristiwa, in->catatan, a, &x, e);
    if (st == ST_OK)
        st = db_release(db, e);
    if (st == ST_OK)
        st = progres_muat(db, in->entri[i].id, a, &x, e);
    if (st == ST_OK) {
        jw_open(done, '{');
        jw_kint(done, "id", x.id);
        jw_kint(done, "versi", x.versi);
        jw_ktext(done, "status", progres_machine.states[x.status]);
        jw_ktext(done, "hash", x.hash);
        if (x.kode)
            tanda_terima_cetak(x.kode, printed);
        jw_ktext(done, "kode", x.kode ? printed : NULL);
        jw_close(done);
        return ST_OK;
    }
    if (!refusal(st))
        return st;
    db_rollback_savepoint(db);
    jw_open(failed, '{');
    jw_kint(failed, "id", in->entri[i].id);
    jw_ktext(failed, "code", code_row(e->code)->name);
    jw_ktext(failed, "pesan", e->msg);
    jw_close(failed);
    err_clear(e);
    return ST_OK;
}

enum status progres_banyak(struct perintah *p, struct db *db, struct err *e)
{
    const struct progres_banyak *in = p->input;
    struct arena *a = arena_new();
    struct buf good = BUF_NONE, bad = BUF_NONE;
    struct jw done, failed, w;
    enum status st = ST_OK;

    jw_start(&done, &good);
    jw_open(&done, '[');
    jw_start(&failed, &bad);
    jw_open(&failed, '[');
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = one_of_many(p, db, i, a, &done, &failed, e);
    jw_close(&done);
    jw_close(&failed);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_key(&w, "berhasil");
    jw_raw(&w, good.p, good.len);
    jw_key(&w, "gagal");
    jw_raw(&w, bad.p, bad.len);
    jw_close(&w);
    buf_free(&good);
    buf_free(&bad);
    arena_free(a);
    return st;
}
