/* Certificates from elsewhere: recorded by the person, verified like a pass. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/pelatihan.h"
#include "domain/pelatihan_bagian.h"
#include "domain/perintah_baca.h"

static void check_number(const char *at, const double *v, double most, bool whole, struct err *e)
{
    if (!v)
        return;
    if (*v < 0 || *v > most || (whole && *v != (double)(int64_t)*v))
        err_fault(e, at, "Harus %s 0 sampai %.0f.", whole ? "bilangan bulat" : "bilangan", most);
}

enum status pelatihan_luar_baca(const json_t *body, struct arena *a, struct pelatihan_luar *out,
                                struct err *e)
{
#define L(field) offsetof(struct pelatihan_luar, field)
    static const struct baca_medan medan[] = {
        { "judul", BACA_TEKS, L(judul), true, 200, NULL },
        { "jenis", BACA_KODE, L(jenis), true, 0, pelatihan_jenis },
        { "nomor", BACA_TEKS, L(nomor), true, 100, NULL },
        { "penyelenggara", BACA_TEKS, L(penyelenggara), true, 200, NULL },
        { "mulai", BACA_TANGGAL, L(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, L(selesai), true, 0, NULL },
        { "jp", BACA_BILANGAN, L(jp), false, 0, NULL },
        { "jam", BACA_BILANGAN, L(jam), false, 0, NULL },
        { "sesi", BACA_BILANGAN, L(sesi), false, 0, NULL },
    };
#undef L
    char today[DATE_TEXT];

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    check_number("/jp", out->jp, JP_MAX, true, e);
    check_number("/jam", out->jam, JP_MAX, false, e);
    check_number("/sesi", out->sesi, 100, true, e);
    if (!out->jp && !out->jam && !out->sesi)
        err_fault(e, "/jp", "Isi JP, jam, atau banyaknya sesi menurut sertifikat.");
    clock_today(today);
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum tanggal mulai.");
    else if (out->selesai && strcmp(out->selesai, today) > 0)
        err_fault(e, "/selesai", "Pelatihan ini belum selesai.");
    return baca_akhir(e);
}

static enum status insert(struct db *db, const struct who *who, const struct pelatihan_luar *in, int64_t *id,
                          struct err *e)
{
    int64_t jp = in->jp ? (int64_t)*in->jp : 0, sesi = in->sesi ? (int64_t)*in->sesi : 0;
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_int(
        db, id, e,
        "INSERT INTO pelatihan (pegawai_id, cara, judul, jenis, jp, jam, sesi, mulai, selesai, nomor,"
        " penyelenggara, status, jp_usulan, dibuat, diikuti, diusulkan) VALUES ($1, 'luar', $2, $3, $4,"
        " $5, $6, $7, $8, $9, $10, 'lulus', $4, $11, $11, $11) RETURNING id",
        "ittIRIttttt", who->pegawai_id, in->judul, in->jenis, in->jp ? &jp : NULL, in->jam,
        in->sesi ? &sesi : NULL, in->mulai, in->selesai, in->nomor, in->penyelenggara, now);
}

/* The same certificate twice would count twice. */
static enum status check_double(struct db *db, const struct who *who, const struct pelatihan_luar *in,
                                struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e,
               "SELECT count(*) FROM pelatihan WHERE pegawai_id = $1 AND cara = 'luar' AND nomor = $2"
               " AND penyelenggara = $3 AND status IN ('lulus', 'diverifikasi')",
               "itt", who->pegawai_id, in->nomor, in->penyelenggara);

    return st == ST_OK && n ? err_set(e, E_PELATIHAN_ADA, "Sertifikat dengan nomor itu sudah dicatat.") : st;
}

enum status pelatihan_luar(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_luar *in = p->input;
    struct arena *a = arena_new();
    struct audit_entry entry = {
        .objek = "pelatihan", .peristiwa = "catat", .ke = "lulus", .peran = "pemilik"
    };
    struct subject s;
    enum status st;

    if (!p->who.pegawai_id)
        st = err_set(e, E_TIDAK_BERHAK, NULL);
    else
        st = pegawai_subject(db, p->who.pegawai_id, p->who.hari, &s, e);
    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PELATIHAN_IKUTI, &s, e)) != ST_OK ||
        (st = check_double(db, &p->who, in, e)) != ST_OK ||
        (st = insert(db, &p->who, in, &entry.objek_id, e)) != ST_OK ||
        (st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        goto out;
    st = pelatihan_balas_baru(p, db, entry.objek_id, a, e);
out:
    arena_free(a);
    return st;
}

/* The file -------------------------------------------------------------------------------------------------
 */

enum status pelatihan_bukti(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_bukti *in = p->input;
    const struct bukti_berkas *f = &in->berkas;
    struct arena *a = arena_new();
    struct audit_entry entry = {
        .objek = "pelatihan", .objek_id = in->id, .peristiwa = "unggah_bukti", .peran = "pemilik"
    };
    struct buf isi = BUF_NONE;
    struct pelatihan x;
    enum status st = pelatihan_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PELATIHAN_IKUTI, &x.subject, e)) != ST_OK)
        goto out;
    if (strcmp(x.cara, "luar") != 0 || x.status != PELATIHAN_LULUS) {
        st = err_set(e, E_PELATIHAN_TERKUNCI, NULL);
        goto out;
    }
    st =
        db_exec(db, NULL, e,
                "UPDATE pelatihan SET bukti_sha256 = $1, bukti_nama = $2, bukti_tipe = $3, bukti_ukuran = $4,"
                " versi = versi + 1 WHERE id = $5",
                "tttii", f->sha256, f->nama, f->tipe, f->ukuran, x.id);
    buf_str(&isi, "{\"berkas\":");
    json_quote(&isi, f->nama, SIZE_MAX);
    buf_char(&isi, '}');
    entry.isi = isi.p;
    entry.dokumen = f->sha256;
    if (st == ST_OK && (st = audit_add(db, &p->who, &entry, NULL, e)) == ST_OK)
        st = pelatihan_balas_baru(p, db, x.id, a, e);
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/pelatihan/%lld/bukti", (long long)x.id);
out:
    buf_free(&isi);
    arena_free(a);
    return st;
}
