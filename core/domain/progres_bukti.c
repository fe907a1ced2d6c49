/* Evidence of daily entries. The files: bukti.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/progres.h"

static void row_json(const struct bukti *b, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", b->id);
    jw_ktext(w, "nama", b->nama);
    jw_ktext(w, "tipe", b->tipe);
    jw_kint(w, "ukuran", b->ukuran);
    jw_ktext(w, "sha256", b->sha256);
    jw_ktext(w, "diunggah", b->diunggah);
    jw_close(w);
}

/* ST_OK with *yes; other errors are errors. */
static enum status may_see(struct db *db, const struct who *who, const struct progres *p, bool *yes,
                           struct err *e)
{
    struct err no = ERR_NONE;
    enum status st = right_check(db, who, AKSI_BUKTI_LIHAT, &p->subject, &no);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    *e = no;
    return st;
}

static void fill(const struct rows *r, struct arena *a, struct bukti *out)
{
    *out = (struct bukti){
        .id = row_int(r, 0),
        .sha256 = row_dup(r, 1, a),
        .nama = row_dup(r, 2, a),
        .tipe = row_dup(r, 3, a),
        .ukuran = row_int(r, 4),
        .diunggah = row_dup(r, 5, a),
    };
}

enum status progres_bukti_json(struct db *db, const struct who *who, const struct progres *p, struct jw *w,
                               struct err *e)
{
    struct bukti b;
    struct rows r;
    bool yes;
    enum status st = may_see(db, who, p, &yes, e);

    if (st != ST_OK)
        return st;
    jw_key(w, "bukti");
    jw_open(w, '[');
    if (yes && p->jumlah_bukti) {
        st =
            db_rows(db, &r, e,
                    "SELECT id, sha256, nama, tipe, ukuran, diunggah FROM progres_bukti WHERE progres_id = $1"
                    " ORDER BY id",
                    "i", p->id);
        while (st == ST_OK && rows_next(&r)) {
            fill(&r, p->a, &b);
            row_json(&b, w);
        }
        st = rows_end(&r, st, e);
    }
    jw_close(w);
    return st;
}

enum status progres_bukti_load(struct db *db, const struct who *who, int64_t id, int64_t bukti_id,
                               struct arena *a, struct bukti *out, struct err *e)
{
    struct progres p;
    struct rows r;
    bool found, yes;
    enum status st = progres_load(db, who, id, a, &p, e);

    if (st != ST_OK || (st = may_see(db, who, &p, &yes, e)) != ST_OK)
        return st;
    st = db_rows(db, &r, e,
                 "SELECT id, sha256, nama, tipe, ukuran, diunggah FROM progres_bukti WHERE id = $1"
                 " AND progres_id = $2",
                 "ii", bukti_id, id);
    found = st == ST_OK && rows_next(&r);
    if (found)
        fill(&r, a, out);
    st = rows_end(&r, st, e);
    return st == ST_OK && (!found || !yes) ? err_set(e, E_BUKTI_TIDAK_ADA, NULL) : st;
}

/* Only what was not submitted yet changes: the receipt covers the evidence, too. */
static enum status editable(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct progres *x,
                            struct err *e)
{
    int64_t late;
    enum status st = progres_load(db, &p->who, id, a, x, e);

    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_PROGRES_ISI, &x->subject, e);
    if (st == ST_OK && x->status != PROGRES_DRAF && x->status != PROGRES_DIKEMBALIKAN)
        st = err_set(e, E_PROGRES_TERKUNCI, NULL);
    return st == ST_OK ? progres_terbuka(db, &p->who, x, &late, e) : st;
}

static enum status settle(struct perintah *p, struct db *db, int64_t id, const char *event, const char *nama,
                          const char *sha256, struct err *e)
{
    struct audit_entry entry = {
        .objek = "progres", .objek_id = id, .peristiwa = event, .dokumen = sha256, .peran = "pemilik"
    };
    struct buf b = BUF_NONE;
    enum status st = db_exec(db, NULL, e, "UPDATE progres SET versi = versi + 1 WHERE id = $1", "i", id);

    buf_str(&b, "{\"berkas\":");
    json_quote(&b, nama, SIZE_MAX);
    buf_char(&b, '}');
    entry.isi = b.p;
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&b);
    return st;
}

enum status progres_bukti_tambah(struct perintah *p, struct db *db, struct err *e)
{
    struct progres_bukti_tambah *in = p->input;
    const struct bukti_berkas *f = &in->berkas;
    struct bukti row = { .sha256 = f->sha256, .nama = f->nama, .tipe = f->tipe, .ukuran = f->ukuran };
    struct arena *a = arena_new();
    char now[TIME_TEXT];
    struct progres x;
    struct jw w;
    enum status st = editable(p, db, in->id, a, &x, e);

    if (st == ST_OK && x.jumlah_bukti >= PROGRES_BUKTI_MAX)
        st = err_set(e, E_BUKTI_BANYAK, "Satu progres memuat paling banyak %d bukti.", PROGRES_BUKTI_MAX);
    time_format(clock_now(), now);
    if (st == ST_OK)
        st = db_int(db, &in->out_id, e,
                    "INSERT INTO progres_bukti (progres_id, sha256, nama, tipe, ukuran, diunggah, akun_id)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    "itttiti", in->id, f->sha256, f->nama, f->tipe, f->ukuran, now, p->who.akun_id);
    if (st == ST_OK)
        st = settle(p, db, in->id, "unggah_bukti", f->nama, f->sha256, e);
    arena_free(a);
    if (st != ST_OK)
        return st;
    row.id = in->out_id;
    row.diunggah = now;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/progres/%lld/bukti/%lld", (long long)in->id,
             (long long)in->out_id);
    jw_start(&w, &p->reply.body);
    row_json(&row, &w);
    return ST_OK;
}

enum status progres_bukti_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct progres_bukti_hapus *in = p->input;
    struct arena *a = arena_new();
    struct progres x;
    struct bukti b;
    enum status st = editable(p, db, in->id, a, &x, e);

    if (st == ST_OK)
        st = progres_bukti_load(db, &p->who, in->id, in->bukti_id, a, &b, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM progres_bukti WHERE id = $1", "i", in->bukti_id);
    if (st == ST_OK)
        st = settle(p, db, in->id, "hapus_bukti", b.nama, b.sha256, e);
    p->reply.status = 204;
    arena_free(a);
    return st;
}
