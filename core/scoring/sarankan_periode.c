/* Recommendations of a whole period. */
#include <string.h>

#include "domain/periode.h"
#include "scoring/sarankan.h"

struct walk {
    struct db *db;
    struct host *host;
    char hari[DATE_TEXT];
    sarankan_lapor *lapor;
    void *arg;
    struct sarankan_jumlah *n;
};

static void tell(const struct walk *w, int64_t id, const char *kode, const char *pesan)
{
    if (w->lapor)
        w->lapor(w->arg, w->n, id, kode, pesan);
}

static enum status evaluations(struct db *db, const char *kode, struct buf *ids, struct err *e)
{
    struct periode p;
    struct rows r;
    enum status st = periode_find(db, kode, &p, e);

    if (st != ST_OK)
        return st;
    st = db_rows(db, &r, e,
                 "SELECT id FROM evaluasi WHERE periode_id = $1 AND status <> 'tidak_dinilai' ORDER BY id",
                 "i", p.id);
    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(ids, &id, sizeof(id));
    }
    return rows_end(&r, st, e);
}

static enum status store(struct db *db, int64_t id, const struct sarankan *found, struct err *e)
{
    struct anjuran_simpan in = { .evaluasi_id = id,
                                 .n = found->n,
                                 .baru = found->baru,
                                 .gagal = "[]",
                                 .hitung_keadaan = sarankan_keadaan };

    memcpy(in.keadaan, found->keadaan, sizeof(in.keadaan));
    return perintah_sistem(db, anjuran_simpan, &in, e);
}

static enum status one(struct walk *w, int64_t id, struct err *e)
{
    struct arena *a = arena_new();
    struct sarankan found;
    enum status st = sarankan_hitung(w->db, w->host, id, w->hari, a, &found, e);

    if (st == ST_OK)
        st = store(w->db, id, &found, e);
    for (size_t i = 0; st == ST_OK && i < found.n; i++)
        w->n->dianjurkan += found.baru[i].sarankan;
    for (size_t i = 0; st == ST_OK && i < found.ngagal; i++) {
        w->n->gagal++;
        tell(w, id, found.gagal[i].kode, found.gagal[i].pesan);
    }
    /* Not the machine's fault: the next one may do better. */
    if (st != ST_OK && st != ST_FAIL && st != ST_UNREACHABLE) {
        w->n->gagal++;
        tell(w, id, NULL, e->msg);
        err_clear(e);
        st = ST_OK;
    }
    w->n->diperiksa++;
    tell(w, id, NULL, NULL);
    arena_free(a);
    return st;
}

enum status sarankan_periode(struct db *db, struct host *host, const char *periode, sarankan_lapor *lapor,
                             void *arg, struct sarankan_jumlah *out, struct err *e)
{
    struct walk w = { .db = db, .host = host, .lapor = lapor, .arg = arg, .n = out };
    struct buf ids = BUF_NONE;
    enum status st = evaluations(db, periode, &ids, e);

    *out = (struct sarankan_jumlah){ .total = (int64_t)(ids.len / sizeof(int64_t)) };
    clock_today(w.hari);
    for (int64_t i = 0; st == ST_OK && i < out->total; i++) {
        int64_t id;

        memcpy(&id, ids.p + (size_t)i * sizeof(id), sizeof(id));
        st = one(&w, id, e);
    }
    buf_free(&ids);
    return st;
}
