/* Drafting for somebody else: the camat has authorised the head of his general affairs, and a draft waits. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/naskah.h"
#include "domain/realisasi.h"
#include "domain/tanggal.h"

enum { HARI_KUASA = 300 };

/* Who holds a post today, as his own account. */
static enum status holder(struct db *db, const char *jabatan, struct who *out, struct err *e)
{
    int64_t akun = 0;
    char today[DATE_TEXT];
    enum status st;

    clock_today(today);
    st = db_int(db, &akun, e,
                "SELECT a.id FROM akun a JOIN penugasan t ON t.pegawai_id = a.pegawai_id"
                " JOIN jabatan j ON j.id = t.jabatan_id WHERE j.kode = $1 AND t.mulai <= $2"
                " AND (t.selesai IS NULL OR t.selesai >= $2) ORDER BY t.id LIMIT 1",
                "tt", jabatan, today);
    return st == ST_OK ? who_load(db, akun, out, e) : st;
}

static enum status as(struct db *db, const struct who *who, perintah_fn *run, void *input, struct err *e)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, who, run, input);
    st = command_run(db, &p.cmd, e);
    perintah_clear(&p);
    return st;
}

static enum status letter(struct db *db, const struct who *camat, const struct who *clerk, int64_t *id,
                          struct err *e)
{
    struct arena *a = arena_new();
    char last[DATE_TEXT];
    struct kuasa_beri in = { .jenis = KUASA_REALISASI | KUASA_PUTUSAN_REALISASI | KUASA_EVALUASI,
                             .mulai = camat->hari,
                             .selesai = last,
                             .nomor = "800/118/KEC-TR/2026",
                             .tanggal = camat->hari };
    char *nip = NULL;
    enum status st = db_text(db, &nip, a, e, "SELECT nip FROM pegawai WHERE id = $1", "i", clerk->pegawai_id);

    tanggal_geser(camat->hari, HARI_KUASA, last);
    in.penerima = nip;
    if (st == ST_OK)
        st = as(db, camat, kuasa_beri, &in, e);
    *id = in.out_id;
    arena_free(a);
    return st;
}

/* December of the camat's running plan: the note of one indicator, word for word as he would send it. */
static enum status draft(struct db *db, const struct who *camat, const struct who *clerk, int64_t kuasa_id,
                         struct err *e)
{
    static const char teks[] = "Rapat koordinasi kelurahan, menunggu berita acara";
    struct realisasi_nilai value = { .teks = teks, .sumber = "", .asal = "isian", .alasan = "" };
    struct realisasi_simpan inner = { .n = 1, .nilai = &value };
    struct naskah_siapkan in = { .dalam = { realisasi_simpan, &inner },
                                 .kuasa_id = kuasa_id,
                                 .jenis = naskah_jenis("realisasi.simpan") };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st = db_int(db, &inner.skp_id, e,
                            "SELECT max(id) FROM skp WHERE pegawai_id = $1 AND versi_berlaku IS NOT NULL",
                            "i", camat->pegawai_id);

    if (st == ST_OK)
        st = db_int(db, &inner.periode_id, e, "SELECT id FROM periode WHERE kode = '2026-12'", "");
    if (st == ST_OK)
        st = db_int(db, &value.indikator_id, e,
                    "SELECT i.id FROM indikator i JOIN rhk h ON h.id = i.rhk_id JOIN skp_versi v"
                    " ON v.id = h.skp_versi_id WHERE v.skp_id = $1 ORDER BY h.no, i.no LIMIT 1",
                    "i", inner.skp_id);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_key(&w, "nilai");
    jw_open(&w, '[');
    jw_open(&w, '{');
    jw_kint(&w, "indikator_id", value.indikator_id);
    jw_ktext(&w, "teks", teks);
    jw_close(&w);
    jw_close(&w);
    jw_close(&w);
    in.sasaran = (struct naskah_sasaran){ .skp_id = inner.skp_id, .periode_id = inner.periode_id };
    in.isi = isi.p;
    st = as(db, clerk, naskah_siapkan, &in, e);
    buf_free(&isi);
    return st;
}

enum status demo_kuasa(struct db *db, struct err *e)
{
    struct who camat, clerk;
    int64_t id = 0;
    enum status st = holder(db, "camat", &camat, e);

    if (st == ST_OK && (st = holder(db, "kasubbag-umum-kec", &clerk, e)) == ST_OK &&
        (st = letter(db, &camat, &clerk, &id, e)) == ST_OK)
        st = draft(db, &camat, &clerk, id, e);
    return st;
}
