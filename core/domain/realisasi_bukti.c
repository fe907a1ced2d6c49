/* Evidence rows of a realisation. The files: bukti.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/realisasi.h"

static bool is_own(const struct realisasi *r, int64_t indikator_id)
{
    for (size_t i = 0; i < r->isi.nrhk; i++)
        for (size_t j = 0; j < r->isi.rhk[i].nindikator; j++)
            if (r->isi.rhk[i].indikator[j].id == indikator_id)
                return true;
    return false;
}

static enum status audit_file(struct perintah *p, struct db *db, const char *peristiwa, int64_t realisasi_id,
                              const char *nama, const char *sha256, struct err *e)
{
    struct audit_entry entry = { .objek = "realisasi",
                                 .objek_id = realisasi_id,
                                 .peristiwa = peristiwa,
                                 .dokumen = sha256,
                                 .peran = "pemilik" };
    struct buf b = BUF_NONE;
    enum status st;

    buf_str(&b, "{\"berkas\":");
    json_quote(&b, nama, SIZE_MAX);
    buf_char(&b, '}');
    entry.isi = b.p;
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&b);
    return st;
}

/* The list of evidence is part of the resource: its row version rises. */
static enum status raise(struct db *db, struct realisasi *r, struct err *e)
{
    return db_int(db, &r->versi, e, "UPDATE realisasi SET versi = versi + 1 WHERE id = $1 RETURNING versi",
                  "i", r->id);
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

enum status bukti_tambah(struct perintah *p, struct db *db, struct err *e)
{
    struct bukti_tambah *in = p->input;
    const struct bukti_berkas *f = &in->berkas;
    struct arena *a = arena_new();
    struct bukti row = { .indikator_id = in->indikator_id,
                         .sha256 = f->sha256,
                         .nama = f->nama,
                         .tipe = f->tipe,
                         .ukuran = f->ukuran };
    char now[TIME_TEXT];
    struct realisasi r;
    struct jw w;
    enum status st = realisasi_load(db, &p->who, in->skp_id, in->periode_id, a, &r, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_REALISASI_ISI, &r.subject, e)) != ST_OK ||
        (st = periode_terbuka(db, in->periode_id, e)) != ST_OK)
        goto out;
    if (in->indikator_id && !is_own(&r, in->indikator_id)) {
        err_fault(e, "/indikator_id", "Indikator itu bukan bagian SKP ini.");
        st = baca_akhir(e);
        goto out;
    }
    if (r.nbukti >= BUKTI_MAX) {
        st = err_set(e, E_BUKTI_BANYAK, NULL);
        goto out;
    }
    if ((st = realisasi_ada(db, &r, e)) != ST_OK)
        goto out;
    time_format(clock_now(), now);
    st =
        db_int(db, &in->out_id, e,
               "INSERT INTO bukti (realisasi_id, indikator_id, sha256, nama, tipe, ukuran, diunggah, akun_id)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
               "iItttiti", r.id, OR_NULL(in->indikator_id), f->sha256, f->nama, f->tipe, f->ukuran, now,
               p->who.akun_id);
    if (st != ST_OK || (st = raise(db, &r, e)) != ST_OK ||
        (st = audit_file(p, db, "unggah_bukti", r.id, f->nama, f->sha256, e)) != ST_OK)
        goto out;
    row.id = in->out_id;
    row.diunggah = now;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/bukti/%lld", (long long)in->out_id);
    jw_start(&w, &p->reply.body);
    bukti_json(&row, r.versi, &w);
out:
    arena_free(a);
    return st;
}

/* Row and whose it is. */
static enum status find(struct db *db, int64_t id, struct arena *a, struct bukti *out, int64_t *skp_id,
                        int64_t *periode_id, struct subject *s, struct err *e)
{
    struct rows r;
    bool found;
    enum status st =
        db_rows(db, &r, e,
                "SELECT b.realisasi_id, b.indikator_id, b.sha256, b.nama, b.tipe, b.ukuran, b.diunggah,"
                " s.id, r.periode_id, s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id"
                " FROM bukti b JOIN realisasi r ON r.id = b.realisasi_id"
                " JOIN skp_versi v ON v.id = r.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                " WHERE b.id = $1",
                "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found) {
        *out = (struct bukti){
            .id = id,
            .realisasi_id = row_int(&r, 0),
            .indikator_id = row_int(&r, 1),
            .sha256 = row_dup(&r, 2, a),
            .nama = row_dup(&r, 3, a),
            .tipe = row_dup(&r, 4, a),
            .ukuran = row_int(&r, 5),
            .diunggah = row_dup(&r, 6, a),
        };
        *skp_id = row_int(&r, 7);
        *periode_id = row_int(&r, 8);
        *s = (struct subject){ row_int(&r, 9), row_int(&r, 10), row_int(&r, 11), row_int(&r, 12) };
        out->subject = *s;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_BUKTI_TIDAK_ADA, NULL) : st;
}

enum status bukti_load(struct db *db, const struct who *who, int64_t id, struct arena *a, struct bukti *out,
                       struct err *e)
{
    int64_t skp_id, periode_id;
    struct subject s;
    enum status st = find(db, id, a, out, &skp_id, &periode_id, &s, e);

    if (st != ST_OK)
        return st;
    st = right_check(db, who, AKSI_BUKTI_LIHAT, &s, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_BUKTI_TIDAK_ADA, NULL) : st;
}

enum status bukti_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct bukti_hapus *in = p->input;
    struct arena *a = arena_new();
    int64_t skp_id, periode_id;
    struct realisasi r;
    struct subject s;
    struct bukti b;
    enum status st = bukti_load(db, &p->who, in->id, a, &b, e);

    if (st != ST_OK || (st = find(db, in->id, a, &b, &skp_id, &periode_id, &s, e)) != ST_OK ||
        (st = right_check(db, &p->who, AKSI_REALISASI_ISI, &s, e)) != ST_OK ||
        (st = realisasi_muat(db, skp_id, periode_id, a, &r, e)) != ST_OK ||
        (st = realisasi_boleh_isi(db, &r, e)) != ST_OK)
        goto out;
    if ((st = db_exec(db, NULL, e, "DELETE FROM bukti WHERE id = $1", "i", in->id)) != ST_OK ||
        (st = raise(db, &r, e)) != ST_OK)
        goto out;
    p->reply.status = 204;
    st = audit_file(p, db, "hapus_bukti", r.id, b.nama, b.sha256, e);
out:
    arena_free(a);
    return st;
}
