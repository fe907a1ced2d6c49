#include "domain/sebaran.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kepala.h"
#include "domain/view.h"

const char *const sebaran_predikat[PREDIKAT_N] = { "sangat_baik", "baik", "butuh_perbaikan", "kurang",
                                                   "sangat_kurang" };

/* No tree is deeper; a loop in the data ends here too. */
enum { TINGGI = 64 };

/* One unit of the tree as of a day. */
struct simpul {
    int64_t id, induk_id, nama_id; /* nama_id: the counting unit that it names, 0 none */
    bool opd;
};
struct pohon {
    struct simpul *x; /* by id */
    size_t n;
};

static enum status read_tree(struct db *db, const char *hari, struct arena *a, struct pohon *out,
                             struct err *e)
{
    struct buf list = BUF_NONE;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT u.id, u.opd, coalesce(i.induk_id, 0), coalesce((SELECT h.hitung_id FROM unit_hitung h"
                " WHERE h.unit_id = u.id AND h.mulai <= $1 ORDER BY h.mulai DESC LIMIT 1), 0)"
                " FROM unit u LEFT JOIN unit_induk i ON i.unit_id = u.id AND i.mulai <= $1"
                " AND (i.selesai IS NULL OR i.selesai >= $1) ORDER BY u.id",
                "t", hari);

    while (st == ST_OK && rows_next(&r)) {
        struct simpul s = { row_int(&r, 0), row_int(&r, 2), row_int(&r, 3), row_int(&r, 1) != 0 };

        buf_add(&list, &s, sizeof(s));
    }
    st = rows_end(&r, st, e);
    out->n = list.len / sizeof(struct simpul);
    out->x = arena_array(a, struct simpul, out->n + 1);
    if (out->n)
        memcpy(out->x, list.p, list.len);
    buf_free(&list);
    return st;
}

static const struct simpul *at(const struct pohon *p, int64_t id)
{
    size_t lo = 0, hi = p->n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (p->x[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < p->n && p->x[lo].id == id ? &p->x[lo] : NULL;
}

/* What it names counts only while it is still above it: after a reorganisation the default holds again. */
static int64_t counted_in(const struct pohon *p, int64_t id)
{
    const struct simpul *u = at(p, id), *up = u;
    int64_t opd = 0, top = id;

    if (!u)
        return id;
    for (int i = 0; up && i < TINGGI; i++) {
        if (u->nama_id && up->id == u->nama_id)
            return up->id;
        if (up->induk_id || up == u) {
            if (!opd && up->opd && (up->induk_id || up == u))
                opd = up->id;
            top = up->id;
        }
        up = up->induk_id ? at(p, up->induk_id) : NULL;
    }
    return opd ? opd : top;
}

/* A head of a counting unit belongs to the level above; above the root is nothing: 0. */
static int64_t head_counted_in(const struct pohon *p, int64_t id)
{
    const struct simpul *u = at(p, id);
    int64_t own = counted_in(p, id);

    if (own != id)
        return own;
    return u && u->induk_id ? counted_in(p, u->induk_id) : 0;
}

enum status unit_hitung(struct db *db, int64_t unit_id, const char *hari, int64_t *out, struct err *e)
{
    struct arena *a = arena_new();
    struct pohon p;
    enum status st = read_tree(db, hari, a, &p, e);

    if (st == ST_OK && !at(&p, unit_id))
        st = err_set(e, E_UNIT_TIDAK_ADA, NULL);
    if (st == ST_OK)
        *out = counted_in(&p, unit_id);
    arena_free(a);
    return st;
}

/* Counting ------------------------------------------------------------------------------------------------
 */

/* Everybody's one evaluation of the period in the units at or below $2 on $3: the last one that was not
 * passed over, else the last. */
#define URUT(v) "CASE " v ".status WHEN 'tidak_dinilai' THEN 1 ELSE 0 END"
static const char people_sql[] =
    "WITH RECURSIVE garis(id) AS (SELECT $2 UNION SELECT i.unit_id FROM unit_induk i JOIN garis"
    " ON i.induk_id = garis.id WHERE i.mulai <= $3 AND (i.selesai IS NULL OR i.selesai >= $3))"
    " SELECT v.id, s.pegawai_id, s.unit_id, coalesce(s.penilai_id, 0), v.status, v.predikat, " KEPALA_UNIT(
        "$3") " FROM skp s JOIN skp_versi k ON k.skp_id = s.id JOIN evaluasi v ON v.skp_versi_id = k.id"
              " AND v.periode_id = $1 JOIN penugasan t ON t.id = s.penugasan_id JOIN jabatan j ON j.id = "
              "t.jabatan_id"
              " WHERE s.unit_id IN (SELECT id FROM garis) AND NOT EXISTS (SELECT 1 FROM skp s2 JOIN "
              "skp_versi k2"
              " ON k2.skp_id = s2.id JOIN evaluasi w ON w.skp_versi_id = k2.id AND w.periode_id = $1"
              " WHERE s2.pegawai_id = s.pegawai_id AND w.id <> v.id AND (" URUT("w") " < " URUT(
                  "v") " OR (" URUT("w") " = " URUT("v") " AND (w.segmen > v.segmen OR (w.segmen = v.segmen "
                                                         "AND w.id > v.id)))))"
                                                         " ORDER BY v.id";

static void person_from(const struct rows *r, struct sebaran_orang *o)
{
    const char *status = row_text(r, 4), *predikat = row_text(r, 5);

    *o = (struct sebaran_orang){
        .evaluasi_id = row_int(r, 0),
        .pegawai_id = row_int(r, 1),
        .unit_id = row_int(r, 2),
        .penilai_id = row_int(r, 3),
        .kepala = row_int(r, 6) != 0,
        .predikat = -1,
        .tidak_dinilai = strcmp(status, "tidak_dinilai") == 0,
    };
    o->tetap = !o->tidak_dinilai && strcmp(status, "belum") != 0 && strcmp(status, "dinilai") != 0;
    for (int i = 0; predikat && !o->tidak_dinilai && strcmp(status, "belum") != 0 && i < PREDIKAT_N; i++)
        if (strcmp(predikat, sebaran_predikat[i]) == 0)
            o->predikat = i;
}

static void count(struct sebaran *s, const struct sebaran_orang *o)
{
    if (o->tidak_dinilai) {
        s->tidak_dinilai++;
    } else if (o->predikat < 0) {
        s->belum++;
    } else {
        s->jumlah[o->predikat]++;
        s->n++;
    }
}

static enum status achievement(struct db *db, struct sebaran *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT predikat FROM capaian_organisasi WHERE unit_id = $1 AND periode_id = $2"
                             " AND predikat IS NOT NULL",
                             "ii", out->unit_id, out->periode_id);

    if (st == ST_OK && rows_next(&r))
        snprintf(out->organisasi, sizeof(out->organisasi), "%s", row_text(&r, 0));
    return rows_end(&r, st, e);
}

enum status sebaran_muat(struct db *db, int64_t unit_id, int64_t periode_id, struct arena *a,
                         struct sebaran *out, struct sebaran_orang **orang, size_t *n, struct err *e)
{
    struct buf list = BUF_NONE;
    struct pohon tree;
    struct periode per;
    struct rows r;
    enum status st;

    *out = (struct sebaran){ .periode_id = periode_id };
    if ((st = periode_load(db, periode_id, &per, e)) != ST_OK ||
        (st = read_tree(db, per.selesai, a, &tree, e)) != ST_OK)
        return st;
    if (!at(&tree, unit_id))
        return err_set(e, E_UNIT_TIDAK_ADA, NULL);
    out->unit_id = counted_in(&tree, unit_id);
    st = db_rows(db, &r, e, people_sql, "iit", periode_id, out->unit_id, per.selesai);
    while (st == ST_OK && rows_next(&r)) {
        struct sebaran_orang o;
        int64_t in;

        person_from(&r, &o);
        in = o.kepala ? head_counted_in(&tree, o.unit_id) : counted_in(&tree, o.unit_id);
        if (in != out->unit_id)
            continue;
        count(out, &o);
        if (orang)
            buf_add(&list, &o, sizeof(o));
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && orang) {
        *n = list.len / sizeof(struct sebaran_orang);
        *orang = arena_array(a, struct sebaran_orang, *n + 1);
        if (*n)
            memcpy(*orang, list.p, list.len);
    }
    buf_free(&list);
    return st == ST_OK ? achievement(db, out, e) : st;
}

void sebaran_masukan(const struct sebaran *s, struct buf *out)
{
    json_t *o = json_object(), *jumlah = json_object();

    for (int i = 0; i < PREDIKAT_N; i++)
        json_object_set_new(jumlah, sebaran_predikat[i], json_integer(s->jumlah[i]));
    json_object_set_new(o, "jumlah", jumlah);
    json_object_set_new(o, "organisasi", json_string(s->organisasi));
    json_canonical(o, out);
    json_decref(o);
}

enum status pola_json(struct db *db, const struct pola_hasil *p, bool angka, struct jw *w, struct err *e)
{
    const struct sebaran *s = &p->sebaran;
    bool show = angka || (p->nilai && !p->informasi);
    json_t *v = NULL;
    enum status st = view_unit(db, w, "unit_hitung", s->unit_id, e);

    if (st == ST_OK && p->nilai)
        st = json_read(p->nilai, strlen(p->nilai), &v, e);
    jw_key(w, "jumlah");
    if (show) {
        jw_open(w, '{');
        for (int i = 0; i < PREDIKAT_N; i++)
            jw_kint(w, sebaran_predikat[i], s->jumlah[i]);
        jw_close(w);
    } else {
        jw_null(w);
    }
    jw_kint(w, "n", s->n);
    jw_kint(w, "belum", s->belum);
    jw_kint(w, "tidak_dinilai", s->tidak_dinilai);
    jw_ktext(w, "capaian_organisasi", s->organisasi[0] ? s->organisasi : NULL);
    jw_key(w, "memenuhi");
    if (p->nilai && !p->informasi)
        jw_bool(w, p->memenuhi);
    else
        jw_null(w);
    jw_kbool(w, "informasi", p->informasi);
    jw_key(w, "catatan");
    if (show && json_is_array(json_object_get(v, "catatan"))) {
        jw_json(w, json_object_get(v, "catatan"));
    } else {
        jw_open(w, '[');
        jw_close(w);
    }
    jw_ktext(w, "sebab", p->sebab);
    json_decref(v);
    return st;
}

/* Where a unit counts -------------------------------------------------------------------------------------
 */

enum status unit_hitung_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    const struct simpul *u = NULL;
    struct pohon p;
    struct rows r;
    int64_t in = 0;
    enum status st = read_tree(db, hari, a, &p, e);

    if (st == ST_OK && !(u = at(&p, unit_id)))
        st = err_set(e, E_UNIT_TIDAK_ADA, NULL);
    if (st != ST_OK)
        goto out;
    in = counted_in(&p, unit_id);
    jw_open(w, '{');
    if ((st = view_unit(db, w, "unit_hitung", in, e)) != ST_OK)
        goto out;
    jw_kbool(w, "bawaan", u->nama_id != in);
    jw_key(w, "riwayat");
    jw_open(w, '[');
    st = db_rows(db, &r, e,
                 "SELECT h.hitung_id, h.mulai, h.dasar, u.kode, u.nama FROM unit_hitung h JOIN unit u"
                 " ON u.id = h.hitung_id WHERE h.unit_id = $1 ORDER BY h.mulai",
                 "i", unit_id);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "unit_id", row_int(&r, 0));
        jw_ktext(w, "kode", row_text(&r, 3));
        jw_ktext(w, "nama", row_text(&r, 4));
        jw_ktext(w, "mulai", row_text(&r, 1));
        jw_ktext(w, "dasar", row_text(&r, 2));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    jw_close(w);
    jw_close(w);
out:
    arena_free(a);
    return st;
}

static enum status may_count_there(struct db *db, const struct unit_hitung_pasang *in, struct err *e)
{
    struct arena *a = arena_new();
    const struct simpul *up = NULL;
    struct pohon p;
    bool found = false;
    int64_t closed = 0;
    enum status st = read_tree(db, in->mulai, a, &p, e);

    if (st == ST_OK && !(up = at(&p, in->unit_id)))
        st = err_set(e, E_UNIT_TIDAK_ADA, NULL);
    else if (st == ST_OK)
        for (int i = 0; up && i < TINGGI && !found; i++) {
            found = up->id == in->hitung_id;
            up = up->induk_id ? at(&p, up->induk_id) : NULL;
        }
    if (st == ST_OK && !found)
        st = err_set(e, E_UNIT_HITUNG, NULL);
    if (st == ST_OK) /* what was judged in a closed period does not move */
        st = db_int(db, &closed, e, "SELECT count(*) FROM periode WHERE status = 'ditutup' AND selesai >= $1",
                    "t", in->mulai);
    if (st == ST_OK && closed)
        st = err_set(e, E_UNIT_HITUNG, "Tanggal itu berada dalam periode yang sudah ditutup.");
    arena_free(a);
    return st;
}

enum status unit_hitung_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct unit_hitung_pasang *in = p->input;
    struct subject s = { .unit_id = in->unit_id };
    struct audit_entry entry = { .objek = "unit",
                                 .objek_id = in->unit_id,
                                 .peristiwa = "unit_hitung",
                                 .ke = in->mulai,
                                 .catatan = in->dasar };
    char isi[64];
    struct jw w;
    enum status st = right_check(db, &p->who, AKSI_UNIT_UBAH, &s, e);

    if (st != ST_OK || (st = may_count_there(db, in, e)) != ST_OK)
        return st;
    st = db_exec(db, NULL, e,
                 "INSERT INTO unit_hitung (unit_id, hitung_id, mulai, dasar) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (unit_id, mulai) DO UPDATE SET hitung_id = $2, dasar = $4",
                 "iitt", in->unit_id, in->hitung_id, in->mulai, in->dasar);
    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"hitung\":%lld}", (long long)in->hitung_id);
    entry.isi = isi;
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        return st;
    p->reply.status = 201;
    jw_start(&w, &p->reply.body);
    return unit_hitung_json(db, in->unit_id, p->who.hari, &w, e);
}
