/* Training in the demonstration data: modules that were passed, failed, verified or just begun; certificates;
 * one event that is over. Grades are the plugin's own, so that they can be computed again like any other. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/pelatihan.h"
#include "domain/pelatihan_bagian.h"
#include "domain/unit.h"

static const struct {
    const char *pos;
    int nth;
    const char *ikut, *gagal, *lulus, *sah; /* days; NULL: not (yet) */
} modules[] = {
    { "perawat-terampil", 1, "2026-02-02", "2026-02-10", "2026-02-12", "2026-02-20" },
    { "bidan-terampil", 0, "2026-02-09", NULL, "2026-03-04", NULL },
    { "dokter-pertama", 0, "2026-03-16", NULL, NULL, NULL },
    { "perawat-pertama", 1, "2026-03-02", "2026-03-18", NULL, NULL },
    { "staf-pelayanan-1", 0, "2026-02-03", NULL, "2026-02-17", "2026-02-27" },
};

static const struct {
    const char *pos;
    int nth;
    const char *judul, *jenis, *nomor, *penyelenggara, *mulai, *selesai;
    int jp;
    const char *sah;
} certificates[] = {
    { "perawat-terampil", 0, "Pelatihan bantuan hidup dasar", "klasikal", "440/BHD/118/2025",
      "Balai Pelatihan Kesehatan", "2025-05-12", "2025-05-14", 24, "2025-06-03" },
    { "perawat-terampil", 0, "Seminar keperawatan komunitas", "klasikal", "PPNI/021/2026",
      "Persatuan Perawat", "2026-02-18", "2026-02-18", 4, NULL },
    { "staf-tu-pkm", 0, "Pengelolaan arsip dinamis", "elearning", "ARS/0774/2026",
      "Dinas Perpustakaan dan Kearsipan", "2026-01-19", "2026-01-23", 10, "2026-02-05" },
    { "camat", 0, "Pelatihan kepemimpinan administrator", "klasikal", "PKA/XII/33/2025",
      "BPSDM Provinsi Riau", "2025-08-04", "2025-08-29", 120, "2025-09-15" },
};

enum { TIDAK_HADIR, HADIR, SAH };
static const struct {
    const char *pos;
    int nth;
    const char *alasan;
    int akhir;
} guests[] = {
    { "perawat-terampil", 2, "Mengisi kohort ibu di Pustu", SAH },
    { "bidan-terampil", 1, "Penanggung jawab kohort bayi", HADIR },
    { "perawat-pertama", 0, "Pengganti bidan koordinator", TIDAK_HADIR },
};

#define AT(out, day) snprintf(out, TIME_TEXT, "%sT03:00:00.000Z", day)

static enum status person(struct db *db, const char *pos, int nth, int64_t *pegawai_id, int64_t *unit_id,
                          struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT t.pegawai_id, j.unit_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id"
                " WHERE j.kode = $1 AND t.jenis = 'definitif' ORDER BY t.id LIMIT 1 OFFSET $2",
                "ti", pos, (int64_t)nth);

    *pegawai_id = 0;
    if (st == ST_OK && rows_next(&r)) {
        *pegawai_id = row_int(&r, 0);
        *unit_id = row_int(&r, 1);
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !*pegawai_id ? err_set(e, E_PEGAWAI_TIDAK_ADA, NULL) : st;
}

static enum status account(struct db *db, const char *peran, int64_t *id, struct err *e)
{
    return db_int(db, id, e, "SELECT akun_id FROM peran WHERE peran = $1 ORDER BY id LIMIT 1", "t", peran);
}

/* Recognised as it was proposed. */
static enum status verify(struct db *db, int64_t id, const char *day, int64_t by, struct err *e)
{
    char at[TIME_TEXT];

    AT(at, day);
    return db_exec(db, NULL, e,
                   "UPDATE pelatihan SET status = 'diverifikasi', diverifikasi = $1, verifikator = $2,"
                   " jp_diakui = jp_usulan WHERE id = $3",
                   "tii", at, by, id);
}

/* Modules --------------------------------------------------------------------------------------------------
 */

static enum status read_lessons(struct db *db, int64_t id, size_t n, const char *day, struct err *e)
{
    char at[TIME_TEXT];
    enum status st = ST_OK;

    AT(at, day);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO pelatihan_materi (pelatihan_id, no, dibaca) VALUES ($1, $2, $3)", "iit", id,
                     (int64_t)i + 1, at);
    return st;
}

/* All right, or all but the first half. */
static void choose(const struct modul *m, bool right, int64_t *out)
{
    for (size_t i = 0; i < m->nkuis; i++) {
        int64_t good = m->kuis[i].jawaban, last = (int64_t)m->kuis[i].npilihan;

        out[i] = right || i >= (m->nkuis + 1) / 2 ? good : good % last + 1;
    }
}

static enum status attempt(struct db *db, const struct demo_latih *d, int64_t id, const struct modul *m,
                           int64_t n, bool right, const char *day, struct arena *a, struct err *e)
{
    int64_t *answers = arena_array(a, int64_t, m->nkuis + 1);
    struct buf json = BUF_NONE;
    char hash[DIGEST_HEX], at[TIME_TEXT];
    struct penilaian h;
    struct pelatihan x;
    enum status st = pelatihan_muat(db, id, day, a, &x, e);

    AT(at, day);
    choose(m, right, answers);
    if (st == ST_OK) {
        pelatihan_catatan(&x, m, m->nkuis ? kuis_benar(m, answers) : -1, day, &json, hash);
        st = d->nilai(d->arg, db, m, x.setelan_hash, json.p, a, &h, e);
    }
    if (st == ST_OK && !h.nilai)
        st = err_set(e, E_GAGAL, "Modul %s tidak dapat menilai data contoh: %s", m->kode, h.pesan);
    if (st == ST_OK)
        st = percobaan_tambah(db, &x, m, n, answers, &json, hash, &h, e);
    if (st == ST_OK)
        st = db_exec(
            db, NULL, e,
            "UPDATE pelatihan_percobaan SET waktu = $1, dinilai = $1 WHERE pelatihan_id = $2 AND n = $3",
            "tii", at, id, n);
    if (st == ST_OK && h.lulus)
        st = db_exec(db, NULL, e,
                     "UPDATE pelatihan SET status = 'lulus', jp_usulan = $1, selesai = $2, diusulkan = $3 "
                     "WHERE id = $4",
                     "itti", h.jp, day, at, id);
    else if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE pelatihan SET status = 'tidak_lulus' WHERE id = $1", "i", id);
    buf_free(&json);
    return st;
}

/* The first module with a rule that holds for the unit; *out stays NULL where there is none. */
static enum status module_of(struct db *db, int64_t unit_id, const char *day, struct arena *a,
                             const struct modul **out, struct err *e)
{
    struct modul *list;
    size_t n;
    enum status st = modul_katalog(db, unit_id, day, a, &list, &n, e);

    *out = NULL;
    for (size_t i = 0; st == ST_OK && i < n && !*out; i++)
        if (list[i].ada_lulus && list[i].nkuis && list[i].nmateri)
            *out = &list[i];
    return st;
}

static enum status load_module(struct db *db, const struct demo_latih *d, size_t i, struct arena *a,
                               struct err *e)
{
    int64_t pegawai_id, unit_id, id, by, n = 1;
    const struct modul *m;
    char at[TIME_TEXT];
    enum status st = person(db, modules[i].pos, modules[i].nth, &pegawai_id, &unit_id, e);

    if (st != ST_OK || (st = module_of(db, unit_id, modules[i].ikut, a, &m, e)) != ST_OK || !m)
        return st;
    AT(at, modules[i].ikut);
    st = db_int(
        db, &id, e,
        "INSERT INTO pelatihan (pegawai_id, cara, plugin, kode, release_id, setelan_hash, judul, jenis, jp,"
        " mulai, status, dibuat, diikuti) VALUES ($1, 'modul', $2, $3, $4, $5, $6, $7, $8, $9, 'berjalan', "
        "$10,"
        " $10) RETURNING id",
        "ittitttitt", pegawai_id, m->plugin, m->kode, m->release_id, m->setelan_hash, m->judul, m->jenis,
        m->jp, modules[i].ikut, at);
    if (st == ST_OK)
        st = read_lessons(db, id, modules[i].gagal || modules[i].lulus ? m->nmateri : 1, modules[i].ikut, e);
    if (st == ST_OK && modules[i].gagal)
        st = attempt(db, d, id, m, n++, false, modules[i].gagal, a, e);
    if (st == ST_OK && modules[i].lulus)
        st = attempt(db, d, id, m, n, true, modules[i].lulus, a, e);
    if (st == ST_OK && modules[i].sah && (st = account(db, "admin_pusat", &by, e)) == ST_OK)
        st = verify(db, id, modules[i].sah, by, e);
    return st;
}

static enum status load_modules(struct db *db, struct demo_langkah *l, struct err *e)
{
    struct arena *a = arena_new();
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(modules); i++, l->n++)
        st = load_module(db, l->data, i, a, e);
    arena_free(a);
    return st;
}

/* Certificates ---------------------------------------------------------------------------------------------
 */

static enum status load_certificates(struct db *db, struct demo_langkah *l, struct err *e)
{
    int64_t by, id, pegawai_id, unit_id;
    enum status st = account(db, "pengelola", &by, e);

    for (size_t i = 0; st == ST_OK && i < COUNT(certificates); i++, l->n++) {
        char at[TIME_TEXT];

        AT(at, certificates[i].selesai);
        st = person(db, certificates[i].pos, certificates[i].nth, &pegawai_id, &unit_id, e);
        if (st != ST_OK)
            break;
        st = db_int(
            db, &id, e,
            "INSERT INTO pelatihan (pegawai_id, cara, judul, jenis, jp, mulai, selesai, nomor, penyelenggara,"
            " status, jp_usulan, dibuat, diikuti, diusulkan) VALUES ($1, 'luar', $2, $3, $4, $5, $6, $7, $8,"
            " 'lulus', $4, $9, $9, $9) RETURNING id",
            "ittittttt", pegawai_id, certificates[i].judul, certificates[i].jenis,
            (int64_t)certificates[i].jp, certificates[i].mulai, certificates[i].selesai,
            certificates[i].nomor, certificates[i].penyelenggara, at);
        if (st == ST_OK && certificates[i].sah)
            st = verify(db, id, certificates[i].sah, by, e);
    }
    return st;
}

/* One event ------------------------------------------------------------------------------------------------
 */

enum { EVENT_JP = 8 };
#define EVENT_FROM "2026-03-10"
#define EVENT_TO "2026-03-11"
#define EVENT_TITLE "Bimbingan teknis pengisian kohort ibu dan bayi"

static enum status load_guest(struct db *db, size_t i, int64_t acara_id, int64_t by, struct err *e)
{
    static const char *const states[] = { "dibatalkan", "lulus", "lulus" };
    int64_t id, pegawai_id, unit_id, jp = EVENT_JP;
    bool there = guests[i].akhir != TIDAK_HADIR;
    char asked[TIME_TEXT], over[TIME_TEXT];
    enum status st = person(db, guests[i].pos, guests[i].nth, &pegawai_id, &unit_id, e);

    AT(asked, "2026-02-24");
    AT(over, EVENT_TO);
    if (st == ST_OK)
        st = db_int(
            db, &id, e,
            "INSERT INTO pelatihan (pegawai_id, cara, acara_id, judul, jenis, jp, alasan, mulai, selesai,"
            " penyelenggara, status, jp_usulan, catatan, dibuat, diikuti, diusulkan, berakhir) VALUES ($1,"
            " 'acara', $2, $3, 'klasikal', $4, $5, $6, $7, 'Dinas Kesehatan', $8, $9, $10, $11, $11, $12, "
            "$13)"
            " RETURNING id",
            "iitittttItttt", pegawai_id, acara_id, EVENT_TITLE, jp, guests[i].alasan, EVENT_FROM, EVENT_TO,
            states[guests[i].akhir], there ? &jp : NULL, there ? "" : "Tidak hadir.", asked,
            there ? over : NULL, there ? NULL : over);
    return st == ST_OK && guests[i].akhir == SAH ? verify(db, id, "2026-03-25", by, e) : st;
}

static enum status load_event(struct db *db, struct demo_langkah *l, struct err *e)
{
    int64_t by, unit_id, acara_id;
    char at[TIME_TEXT];
    enum status st = account(db, "pengelola", &by, e);

    AT(at, "2026-02-23");
    if (st == ST_OK)
        st = unit_find(db, "dinkes", &unit_id, e);
    if (st == ST_OK)
        st = db_int(
            db, &acara_id, e,
            "INSERT INTO acara (unit_id, judul, bentuk, jenis, jp, mulai, selesai, tempat, penyelenggara, "
            "kursi,"
            " surat_nomor, surat_tanggal, status, dibuat) VALUES ($1, $2, 'Bimbingan teknis', 'klasikal', $3,"
            " $4, $5, 'Aula Dinas Kesehatan', 'Dinas Kesehatan', 20, '005/DINKES/214/2026', '2026-02-23',"
            " 'selesai', $6) RETURNING id",
            "itittt", unit_id, EVENT_TITLE, (int64_t)EVENT_JP, EVENT_FROM, EVENT_TO, at);
    for (size_t i = 0; st == ST_OK && i < COUNT(guests); i++, l->n++)
        st = load_guest(db, i, acara_id, by, e);
    return st;
}

enum status demo_latih(struct db *db, const struct demo_latih *d, struct err *e)
{
    static const struct {
        const char *apa;
        enum status (*apply)(struct db *, struct demo_langkah *, struct err *);
    } steps[] = {
        { "pelatihan", load_modules },
        { "sertifikat", load_certificates },
        { "acara", load_event },
    };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(steps); i++) {
        struct demo_langkah l = { .apply = steps[i].apply,
                                  .apa = steps[i].apa,
                                  .data = (void *)(uintptr_t)d };

        st = demo_langkah(db, &l, e);
    }
    return st;
}
