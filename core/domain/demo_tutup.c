/* The end of the finished year: suggestions beside the ratings, reasons where they differ, periods closed. */
#include <string.h>

#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/periode.h"

struct beside {
    int64_t evaluasi_id, hasil_id;
    bool differs;
};

/* The newest result of the scheme for each evaluation of 2025. */
static enum status collect(struct db *db, struct buf *out, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT e.id, h.id, e.rating_hasil, h.nilai FROM evaluasi e "
                "JOIN periode p ON p.id = e.periode_id AND p.mulai LIKE '2025-%' "
                "JOIN hasil h ON h.id = (SELECT max(x.id) FROM hasil x WHERE x.evaluasi_id = e.id "
                "AND x.kode LIKE 'skema.%.nilai' AND x.nilai IS NOT NULL) ORDER BY e.id",
                "");

    while (st == ST_OK && rows_next(&r)) {
        struct beside b = { .evaluasi_id = row_int(&r, 0), .hasil_id = row_int(&r, 1) };
        const char *rating = row_text(&r, 2), *text = row_text(&r, 3), *suggested;
        json_t *v = NULL;

        if ((st = json_read(text, strlen(text), &v, e)) != ST_OK)
            break;
        suggested = json_string_value(json_object_get(v, "hasil"));
        b.differs = suggested && rating && strcmp(suggested, rating) != 0;
        json_decref(v);
        buf_add(out, &b, sizeof(b));
    }
    return rows_end(&r, st, e);
}

static enum status link_all(struct db *db, struct demo_langkah *l, struct err *e)
{
    static const char *const reasons[] = {
        "Capaian sudah dibahas dalam dialog kinerja; bukti dukung dan kesulitan tugas menjadi pertimbangan.",
        "Sebagian target bergantung pada unit lain; kontribusi pegawai dinilai dari bukti dukungnya.",
        "Umpan balik pimpinan dan rekan kerja menjadi pertimbangan di luar angka capaian.",
    };
    struct buf list = BUF_NONE;
    const struct beside *b;
    enum status st = collect(db, &list, e);

    for (size_t i = 0; st == ST_OK && i < list.len / sizeof(*b); i++) {
        b = (const struct beside *)(const void *)list.p + i;
        st = db_exec(db, NULL, e, "UPDATE evaluasi SET saran_hasil_id = $1, alasan = $2 WHERE id = $3", "iti",
                     b->hasil_id, b->differs ? reasons[(size_t)b->evaluasi_id % COUNT(reasons)] : "",
                     b->evaluasi_id);
        l->n++;
    }
    buf_free(&list);
    return st;
}

struct matrix_calls {
    const struct hasil_baru *hasil;
    size_t n;
};

static enum status store_calls(struct db *db, struct demo_langkah *l, struct err *e)
{
    const struct matrix_calls *m = l->data;
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < m->n; i++, l->n++) {
        int64_t id = 0;

        st = hasil_add(db, &m->hasil[i], &id, e);
        if (st == ST_OK)
            st = db_exec(db, NULL, e, "UPDATE evaluasi SET predikat_hasil_id = $1 WHERE id = $2", "ii", id,
                         m->hasil[i].evaluasi_id);
    }
    return st;
}

enum status demo_predikat(struct db *db, const struct hasil_baru *hasil, size_t n, struct err *e)
{
    struct matrix_calls m = { hasil, n };
    struct demo_langkah l = { .apply = store_calls, .apa = "predikat", .data = &m };

    return demo_langkah(db, &l, e);
}

static enum status step(struct db *db, struct periode *p, const char *event, struct err *e)
{
    struct periode_langkah in = { .id = p->id, .peristiwa = event, .catatan = "Data contoh" };

    return perintah_sistem(db, periode_langkah, &in, e);
}

enum status demo_tutup(struct db *db, struct err *e)
{
    struct arena *a = arena_new();
    struct periode *p = NULL;
    size_t n = 0;
    struct demo_langkah l = { .apply = link_all, .apa = "saran" };
    enum status st = demo_langkah(db, &l, e);

    if (st == ST_OK)
        st = periode_list(db, 2025, NULL, a, &p, &n, e);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        st = step(db, &p[i], "kunci", e);
        if (st == ST_OK)
            st = step(db, &p[i], "tutup", e);
    }
    arena_free(a);
    return st;
}
