/* The shipped plugins of the demonstration data: pasang.h. */
#include <stdlib.h>
#include <string.h>

#include "scoring/pasang.h"
#include "script/manifest.h"

static const char *const shipped[] = { "skp-permenpanrb-6-2022", "puskesmas", "kecamatan", "jp-asn" };

struct place {
    int64_t id, induk_id;
    char *kode, *jenis;
    bool fits;
};

static enum status read_places(struct db *db, const char *hari, struct arena *a, struct place **out,
                               size_t *n, struct err *e)
{
    int64_t count = 0;
    struct rows r;
    enum status st = db_int(db, &count, e, "SELECT count(*) FROM unit", "");

    *n = 0;
    if (st != ST_OK)
        return st;
    *out = arena_array(a, struct place, count + 1);
    st = db_rows(
        db, &r, e,
        "SELECT u.id, u.kode, u.jenis, COALESCE((SELECT i.induk_id FROM unit_induk i WHERE i.unit_id = u.id"
        " AND i.mulai <= $1 AND (i.selesai IS NULL OR i.selesai >= $1) ORDER BY i.mulai DESC LIMIT 1), 0)"
        " FROM unit u ORDER BY u.id",
        "t", hari);
    while (st == ST_OK && (int64_t)*n < count && rows_next(&r))
        (*out)[(*n)++] = (struct place){ .id = row_int(&r, 0),
                                         .kode = row_dup(&r, 1, a),
                                         .jenis = row_dup(&r, 2, a),
                                         .induk_id = row_int(&r, 3) };
    return rows_end(&r, st, e);
}

static const struct place *find(const struct place *p, size_t n, int64_t id)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (p[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && p[lo].id == id ? &p[lo] : NULL;
}

/* It fits, and nothing above it does. */
static bool is_topmost(const struct place *all, size_t n, const struct place *p)
{
    int64_t up = p->induk_id;

    for (int depth = 0; up && depth < 64; depth++) {
        const struct place *parent = find(all, n, up);

        if (!parent)
            break;
        if (parent->fits)
            return false;
        up = parent->induk_id;
    }
    return p->fits;
}

static enum status enable_at_top(struct db *db, const struct package *p, int64_t release_id,
                                 const char *mulai, struct place *all, size_t n, struct arena *a,
                                 struct err *e)
{
    struct pasang_enable in = { .unit_id = 0 };
    enum status st = pasang_setelan(db, release_id, NULL, a, &in, e);

    in.mulai = mulai;
    in.alasan = "Data contoh: plugin bawaan diberlakukan saat data dimuat.";
    for (size_t i = 0; i < n; i++)
        all[i].fits = manifest_fits(&p->manifest, all[i].jenis, all[i].kode);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        if (!is_topmost(all, n, &all[i]))
            continue;
        in.unit_id = all[i].id;
        st = perintah_sistem(db, pasang_enable, &in, e);
    }
    return st;
}

static enum status bring_in(struct db *db, struct host *host, const char *id, const char *mulai,
                            struct place *all, size_t n, struct arena *a, struct err *e)
{
    struct package p = { 0 };
    struct pasang_install in = { 0 };
    enum status st;

    if ((st = package_read_shipped(id, &p, e)) == ST_OK && (st = pasang_periksa(host, &p, &in, e)) == ST_OK &&
        (st = perintah_sistem(db, pasang_install, &in, e)) == ST_OK)
        st = enable_at_top(db, &p, in.out_id, mulai, all, n, a, e);
    pasang_install_clear(&in);
    package_free(&p);
    return st;
}

enum status pasang_bawaan(struct db *db, struct host *host, const char *mulai, struct err *e)
{
    struct arena *a = arena_new();
    struct place *all;
    size_t n;
    enum status st = read_places(db, mulai, a, &all, &n, e);

    for (size_t i = 0; st == ST_OK && i < COUNT(shipped); i++)
        st = bring_in(db, host, shipped[i], mulai, all, n, a, e);
    arena_free(a);
    return st;
}
