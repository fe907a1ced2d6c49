#include "domain/periode.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/perintah_baca.h"

static const char *const jenis_kode[] = { "tahunan", "triwulanan", "bulanan" };
static const char *const status_kode[] = { "terbuka", "dikunci", "ditutup" };

const char *periode_jenis_kode(enum periode_jenis j)
{
    return jenis_kode[j];
}

bool periode_jenis_parse(const char *kode, enum periode_jenis *out)
{
    for (size_t i = 0; i < COUNT(jenis_kode); i++)
        if (strcmp(kode, jenis_kode[i]) == 0) {
            *out = (enum periode_jenis)i;
            return true;
        }
    return false;
}

/* Codes -------------------------------------------------------------------------------------------------- */

static void span(struct periode *p, int year, int from, int to)
{
    date_format(date_day(year, from, 1), p->mulai);
    date_format(date_day(year, to, date_days_in_month(year, to)), p->selesai);
}

static int two(const char *s)
{
    return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

enum status periode_parse(const char *kode, struct periode *out, struct err *e)
{
    size_t len = strlen(kode);
    int hi = len >= 4 ? two(kode) : -1, lo = hi >= 0 ? two(kode + 2) : -1, year = hi * 100 + lo, part;

    *out = (struct periode){ .status = PERIODE_TERBUKA, .versi = 1 };
    if (lo < 0 || year < 1990 || year > 2199)
        goto bad;
    if (len == 4) {
        out->jenis = PERIODE_TAHUNAN;
        span(out, year, 1, 12);
    } else if (len == 8 && strncmp(kode + 4, "-TW", 3) == 0 && kode[7] >= '1' && kode[7] <= '4') {
        part = kode[7] - '0';
        out->jenis = PERIODE_TRIWULANAN;
        span(out, year, 3 * part - 2, 3 * part);
    } else if (len == 7 && kode[4] == '-' && (part = two(kode + 5)) >= 1 && part <= 12) {
        out->jenis = PERIODE_BULANAN;
        span(out, year, part, part);
    } else {
        goto bad;
    }
    snprintf(out->kode, sizeof(out->kode), "%s", kode);
    return ST_OK;
bad:
    return err_set(e, E_PERIODE_KODE, "\"%.20s\" bukan kode periode.", kode);
}

/* Reading -------------------------------------------------------------------------------------------------
 */

#define KOLOM "SELECT id, kode, jenis, mulai, selesai, status, versi FROM periode"

static void from_row(const struct rows *r, struct periode *out)
{
    const char *status = row_text(r, 5);

    *out = (struct periode){ .id = row_int(r, 0), .versi = row_int(r, 6) };
    snprintf(out->kode, sizeof(out->kode), "%s", row_text(r, 1));
    snprintf(out->mulai, sizeof(out->mulai), "%s", row_text(r, 3));
    snprintf(out->selesai, sizeof(out->selesai), "%s", row_text(r, 4));
    periode_jenis_parse(row_text(r, 2), &out->jenis); /* the table's CHECK knows the same codes */
    for (size_t i = 0; i < COUNT(status_kode); i++)
        if (strcmp(status, status_kode[i]) == 0)
            out->status = (enum periode_status)i;
}

static enum status one(struct rows *r, enum status st, struct periode *out, struct err *e)
{
    bool found = st == ST_OK && rows_next(r);

    if (found)
        from_row(r, out);
    st = rows_end(r, st, e);
    return st == ST_OK && !found ? err_set(e, E_PERIODE_TIDAK_ADA, NULL) : st;
}

enum status periode_load(struct db *db, int64_t id, struct periode *out, struct err *e)
{
    struct rows r;

    return one(&r, db_rows(db, &r, e, KOLOM " WHERE id = $1", "i", id), out, e);
}

enum status periode_find(struct db *db, const char *kode, struct periode *out, struct err *e)
{
    struct rows r;

    return one(&r, db_rows(db, &r, e, KOLOM " WHERE kode = $1", "t", kode), out, e);
}

enum status periode_list(struct db *db, int tahun, const enum periode_jenis *jenis, struct arena *a,
                         struct periode **out, size_t *n, struct err *e)
{
    char from[DATE_TEXT] = "0000", to[DATE_TEXT] = "9999";
    struct rows r;
    size_t cap = 32;
    enum status st;

    if (tahun) {
        date_format(date_day(tahun, 1, 1), from);
        date_format(date_day(tahun, 12, 31), to);
    }
    *n = 0;
    *out = arena_array(a, struct periode, cap);
    st = db_rows(db, &r, e,
                 KOLOM " WHERE mulai >= $1 AND mulai <= $2 AND ($3 IS NULL OR jenis = $3)"
                       " ORDER BY mulai, selesai DESC",
                 "ttt", from, to, jenis ? jenis_kode[*jenis] : NULL);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == cap) {
            struct periode *more = arena_array(a, struct periode, cap * 2);

            memcpy(more, *out, cap * sizeof(*more));
            *out = more;
            cap *= 2;
        }
        from_row(&r, &(*out)[(*n)++]);
    }
    return rows_end(&r, st, e);
}

enum status periode_terbuka(struct db *db, int64_t id, struct err *e)
{
    struct periode p;
    enum status st = periode_load(db, id, &p, e);

    if (st == ST_OK && p.status != PERIODE_TERBUKA)
        st = err_set(e, E_PERIODE_DITUTUP, "Periode %s sudah %s; data tidak dapat diisi lagi.", p.kode,
                     status_kode[p.status]);
    return st;
}

enum status periode_belum_ditutup(struct db *db, int64_t id, struct err *e)
{
    struct periode p;
    enum status st = periode_load(db, id, &p, e);

    if (st == ST_OK && p.status == PERIODE_DITUTUP)
        st = err_set(e, E_PERIODE_DITUTUP, "Periode %s sudah ditutup.", p.kode);
    return st;
}

static void flow_object_of(const struct periode *p, const char *catatan, struct flow_object *o)
{
    *o = (struct flow_object){ .id = p->id, .state = (int)p->status, .catatan = catatan };
}

enum status periode_json(struct db *db, const struct periode *p, const struct who *who, struct jw *w,
                         struct err *e)
{
    enum status st = ST_OK;

    jw_open(w, '{');
    jw_kint(w, "id", p->id);
    jw_ktext(w, "kode", p->kode);
    jw_ktext(w, "jenis", jenis_kode[p->jenis]);
    jw_ktext(w, "mulai", p->mulai);
    jw_ktext(w, "selesai", p->selesai);
    jw_ktext(w, "status", status_kode[p->status]);
    jw_kint(w, "versi", p->versi);
    if (who) {
        struct flow_object o;

        flow_object_of(p, NULL, &o);
        jw_key(w, "aksi");
        st = flow_aksi(db, &periode_machine, &o, who, w, e);
    }
    jw_close(w);
    return st;
}

/* States --------------------------------------------------------------------------------------------------
 */

/* After closing nobody can rate or object any more: what is open must be decided or marked as not evaluated
 * first, and the time that somebody has for an objection must have passed. */
static enum status semua_dinilai(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t open = 0, waiting = 0;
    enum status st = db_int(db, &open, e,
                            "SELECT count(*) FROM evaluasi WHERE periode_id = $1"
                            " AND status IN ('belum', 'dinilai', 'keberatan')",
                            "i", o->id);

    if (st == ST_OK && open > 0)
        return err_set(
            e, E_PERIODE_BELUM_SELESAI,
            "Masih ada %lld evaluasi yang belum ditetapkan atau belum diputus; periode belum dapat "
            "ditutup.",
            (long long)open);
    if (st == ST_OK)
        st = db_int(db, &waiting, e,
                    "SELECT count(*) FROM evaluasi v WHERE v.periode_id = $1 AND v.status = 'ditetapkan'"
                    " AND v.batas_keberatan >= $2"
                    " AND NOT EXISTS (SELECT 1 FROM keberatan k WHERE k.evaluasi_id = v.id)",
                    "it", o->id, who->hari);
    if (st == ST_OK && waiting > 0)
        st = err_set(e, E_PERIODE_BELUM_SELESAI,
                     "Waktu keberatan %lld evaluasi masih berjalan; periode belum dapat ditutup.",
                     (long long)waiting);
    return st;
}

static enum status sematkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return aktivasi_pin(db, o->id, e);
}

#define ADMIN (WHO_ADMIN_PUSAT)
static const struct transition rows_[] = {
    { PERIODE_TERBUKA, "kunci", PERIODE_DIKUNCI, ADMIN, false, NULL, NULL, DL_NONE },
    { PERIODE_DIKUNCI, "buka", PERIODE_TERBUKA, ADMIN, true, NULL, NULL, DL_NONE },
    { PERIODE_DIKUNCI, "tutup", PERIODE_DITUTUP, ADMIN, false, semua_dinilai, sematkan, DL_NONE },
};
const struct machine periode_machine = {
    "periode", "periode", status_kode, COUNT(status_kode), rows_, COUNT(rows_), "periode", "status",
};

/* Commands ------------------------------------------------------------------------------------------------
 */

static enum status insert(struct perintah *p, struct db *db, const char *kode, struct periode *x,
                          struct err *e)
{
    struct audit_entry entry = { .objek = "periode", .peristiwa = "buat", .ke = "terbuka" };
    char isi[64];
    enum status st = periode_parse(kode, x, e);

    if (st != ST_OK)
        return st;
    st = db_int(db, &x->id, e,
                "INSERT INTO periode (kode, jenis, mulai, selesai) VALUES ($1, $2, $3, $4) RETURNING id",
                "tttt", x->kode, jenis_kode[x->jenis], x->mulai, x->selesai);
    if (st != ST_OK)
        return e->code == E_DB_GANDA ? err_set(e, E_PERIODE_ADA, "Periode %s sudah ada.", x->kode) : st;
    snprintf(isi, sizeof(isi), "{\"kode\":\"%s\"}", x->kode);
    entry.objek_id = x->id;
    entry.isi = isi;
    entry.peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "admin_pusat";
    return audit_add(db, &p->who, &entry, NULL, e);
}

/* The nth of a year: itself, four quarters, twelve months. */
static void year_code(int year, int n, char out[32])
{
    if (n == 0)
        snprintf(out, 32, "%04d", year);
    else if (n <= 4)
        snprintf(out, 32, "%04d-TW%d", year, n);
    else
        snprintf(out, 32, "%04d-%02d", year, n - 4);
}

enum status periode_buat(struct perintah *p, struct db *db, struct err *e)
{
    const struct periode_buat *in = p->input;
    struct jw w;
    int n = in->kode ? 1 : 17;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    jw_start(&w, &p->reply.body);
    if (!in->kode)
        jw_open(&w, '[');
    for (int i = 0; i < n && st == ST_OK; i++) {
        struct periode x;
        char kode[32];

        year_code(in->tahun, i, kode);
        st = insert(p, db, in->kode ? in->kode : kode, &x, e);
        if (st == ST_OK)
            st = periode_json(db, &x, &p->who, &w, e);
        if (st == ST_OK && in->kode) {
            p->reply.etag = x.versi;
            snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/periode/%s", x.kode);
        }
    }
    if (!in->kode)
        jw_close(&w);
    p->reply.status = 201;
    return st;
}

enum status periode_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct periode_langkah *in = p->input;
    struct flow_object o;
    struct periode x;
    struct jw w;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    if (st != ST_OK || (st = periode_load(db, in->id, &x, e)) != ST_OK ||
        (st = perintah_versi(p, x.versi, e)) != ST_OK)
        return st;
    flow_object_of(&x, in->catatan, &o);
    if ((st = flow_apply(db, &periode_machine, &o, in->peristiwa, &p->who, NULL, e)) != ST_OK ||
        (st = periode_load(db, in->id, &x, e)) != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    p->reply.etag = x.versi;
    return periode_json(db, &x, &p->who, &w, e);
}
