/* Working days and four weeks of daily work of the demonstration data. The calendars are the example files of
 * etc/kalender; people, days and figures follow from the person's number, so that two loads give the same
 * rows. */
#include <stdio.h>
#include <string.h>

#include "base/assets.h"
#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/harikerja.h"
#include "domain/impor_tabel.h"
#include "domain/progres.h"
#include "domain/unit.h"

/* The month whose days are filled: the one after the last realisation that was handed in. */
#define BULAN "2026-05"
#define SAMPAI "2026-05-29"
#define DIAJUKAN_SEJAK "2026-05-21"

/* Calendars ------------------------------------------------------------------------------------------- */

static const struct {
    const char *berkas, *unit;
} hours[] = {
    { "etc/kalender/jam-5-hari.json", "pekanbaru" },
    { "etc/kalender/jam-6-hari.json", "pkm-tenayan-raya" },
    { "etc/kalender/ramadan-2026-5-hari.json", "pekanbaru" },
    { "etc/kalender/ramadan-2026-6-hari.json", "pekanbaru" },
};

static enum status find_asset(const char *path, const struct asset **out, struct err *e)
{
    *out = asset_find(path);
    return *out ? ST_OK : err_set(e, E_GAGAL, "Program ini tidak membawa berkas %s.", path);
}

static enum status load_hours(struct db *db, const char *path, const char *unit, struct arena *a,
                              struct err *e)
{
    struct kalender_pasang in = { .unit_id = 0 };
    const struct asset *file;
    json_t *v = NULL;
    enum status st = find_asset(path, &file, e);

    if (st == ST_OK)
        st = json_read((const char *)file->data, file->len, &v, e);
    if (st == ST_OK)
        st = kalender_pasang_baca(v, a, &in, e);
    if (st == ST_OK)
        st = unit_find(db, unit, &in.unit_id, e);
    if (st == ST_OK)
        st = perintah_sistem(db, kalender_pasang, &in, e);
    json_decref(v);
    return st;
}

static enum status load_holidays(struct db *db, struct arena *a, struct err *e)
{
    const struct asset *file;
    struct tabel t = { .jenis = &tabel_libur, .in = { .nama = "libur-2026.csv", .a = a } };
    struct who who;
    int64_t unit = 0;
    enum status st = find_asset("etc/kalender/libur-2026.csv", &file, e);

    who_system(&who);
    if (st == ST_OK)
        st = unit_find(db, "pekanbaru", &unit, e);
    if (st != ST_OK)
        return st;
    t.in.bytes = (const char *)file->data;
    t.in.len = file->len;
    t.arg = &unit;
    if ((st = tabel_baca(&t, db, &who, e)) == ST_OK)
        st = perintah_sistem(db, tabel_terapkan, &t, e);
    if (st == ST_OK && t.in.salah)
        st = err_set(e, E_GAGAL, "libur-2026.csv baris %d: %s", t.in.galat[0].baris, t.in.galat[0].pesan);
    buf_free(&t.galat);
    return st;
}

static enum status load_limits(struct db *db, struct err *e)
{
    static const double late = 3, closed = 31;
    struct aturan_progres in = {
        .mulai = "2026-01-01", .batas_hari = &late, .tutup_hari = &closed, .dasar = "Surat edaran contoh"
    };
    enum status st = unit_find(db, "pekanbaru", &in.unit_id, e);

    return st == ST_OK ? perintah_sistem(db, aturan_progres_pasang, &in, e) : st;
}

/* Four nurses of the puskesmas' emergency room take turns: early, late, night, off. */
static enum status load_rosters(struct db *db, struct arena *a, struct err *e)
{
    static const struct shift turns[] = { { NULL, "P", "07:30", "14:00", 0 },
                                          { NULL, "S", "14:00", "21:00", 30 },
                                          { NULL, "M", "21:00", "07:30", 60 },
                                          { NULL, "L", NULL, NULL, 0 } };
    int64_t ids[4] = { 0 };
    struct rows r;
    size_t n = 0;
    enum status st =
        db_rows(db, &r, e,
                "SELECT t.pegawai_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE j.kode IN"
                " ('perawat-pertama', 'perawat-pppk') AND t.jenis = 'definitif' ORDER BY t.id LIMIT 4",
                "");

    while (st == ST_OK && n < COUNT(ids) && rows_next(&r))
        ids[n++] = row_int(&r, 0);
    st = rows_end(&r, st, e);
    for (size_t k = 0; st == ST_OK && k < n; k++) {
        struct shift rows[31];
        struct roster_pasang in = { .pegawai_id = ids[k], .bulan = BULAN, .n = COUNT(rows), .shift = rows };

        for (int d = 0; d < 31; d++) {
            rows[d] = turns[((size_t)d + k) % COUNT(turns)];
            rows[d].tanggal = arena_printf(a, BULAN "-%02d", d + 1);
        }
        st = perintah_sistem(db, roster_pasang, &in, e);
    }
    return st;
}

static enum status load_absence(struct db *db, struct err *e)
{
    static const struct {
        const char *pos, *jenis, *mulai, *selesai, *dasar;
    } rows[] = {
        { "camat", "dinas_luar", "2026-05-12", "2026-05-13", "ST 090/114/2026" },
        { "bidan-terampil", "cuti_tahunan", "2026-05-18", "2026-05-20", "850/031/2026" },
        { "nutrisionis", "sakit", "2026-05-07", "2026-05-08", "Surat keterangan dokter" },
    };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(rows); i++) {
        struct ketidakhadiran_buat in = {
            .jenis = rows[i].jenis, .mulai = rows[i].mulai, .selesai = rows[i].selesai, .dasar = rows[i].dasar
        };

        st = db_int(
            db, &in.pegawai_id, e,
            "SELECT t.pegawai_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE j.kode = $1"
            " AND t.jenis = 'definitif' ORDER BY t.id LIMIT 1",
            "t", rows[i].pos);
        if (st == ST_OK)
            st = perintah_sistem(db, ketidakhadiran_buat, &in, e);
    }
    return st;
}

enum status demo_hari(struct db *db, struct err *e)
{
    struct arena *a = arena_new();
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(hours); i++)
        st = load_hours(db, hours[i].berkas, hours[i].unit, a, e);
    if (st == ST_OK)
        st = load_holidays(db, a, e);
    if (st == ST_OK)
        st = load_limits(db, e);
    if (st == ST_OK)
        st = load_rosters(db, a, e);
    if (st == ST_OK)
        st = load_absence(db, e);
    arena_free(a);
    return st;
}

/* Days ------------------------------------------------------------------------------------------------ */

/* One working day's part of a month's figure; a day is about a twentieth. */
static int64_t part(double month, uint64_t r)
{
    int64_t n = (int64_t)(month / 20 + 0.5);

    return n + (int64_t)(r % 3) > 0 ? n + (int64_t)(r % 3) : 1;
}

/* The day's inputs of an indicator as canonical JSON, or the value of a free one; nothing where a day has
 * none (a level that is measured once a month). */
static void figures(const struct demo_indikator *i, uint64_t r, struct arena *a, struct progres_isi *x)
{
    int64_t whole, some;
    double *v = arena_new_of(a, double);

    switch (i->isian) {
    case ISI_JUMLAH:
        x->isian = arena_printf(a, "{\"%s\":%lld}", i->f1, (long long)part(i->bawah, r));
        break;
    case ISI_RASIO:
        if (strcmp(i->konsolidasi, "hitung_ulang") != 0)
            break;
        whole = part(i->penuh, r);
        some = (int64_t)((double)whole * i->bawah / 100 + 0.5);
        some = some > whole ? whole : some;
        x->isian = strcmp(i->f1, i->f2) < 0 ? arena_printf(a, "{\"%s\":%lld,\"%s\":%lld}", i->f1,
                                                           (long long)some, i->f2, (long long)whole)
                                            : arena_printf(a, "{\"%s\":%lld,\"%s\":%lld}", i->f2,
                                                           (long long)whole, i->f1, (long long)some);
        break;
    case ISI_RATA:
        whole = part(i->penuh, r);
        some = whole * (int64_t)i->bawah + (int64_t)(r % 5) - 2;
        x->isian = strcmp(i->f1, i->f2) < 0 ? arena_printf(a, "{\"%s\":%lld,\"%s\":%lld}", i->f1,
                                                           (long long)some, i->f2, (long long)whole)
                                            : arena_printf(a, "{\"%s\":%lld,\"%s\":%lld}", i->f2,
                                                           (long long)whole, i->f1, (long long)some);
        break;
    case ISI_BEBAS:
        *v = 1;
        if (strcmp(i->konsolidasi, "jumlah") == 0 && r % 5 == 0)
            x->nilai = v;
        break;
    case ISI_NILAI:
    default:
        break;
    }
}

/* When somebody writes: in the late afternoon of the day's end, each at an own minute. */
static void moment(const struct harikerja *h, uint64_t r, int64_t more, char out[TIME_TEXT])
{
    int64_t minutes = (h->pulang > 0 ? h->pulang : 16 * 60) + (int64_t)(r % 50) + more - 7 * 60;
    int32_t day = 0;

    (void)date_parse(h->tanggal, &day);
    time_format(((int64_t)day * 1440 + minutes) * 60 * 1000000, out);
}

static enum status put(struct db *db, const struct demo_skp *s, const struct harikerja *h, int k,
                       int64_t butir, int64_t indikator, int minutes, struct arena *a, struct err *e)
{
    static const char *const notes[] = { "Sesuai", "Baik, lanjutkan", "Hasil lengkap" };
    uint64_t r = demo_acak((uint64_t)s->no, 71, (uint64_t)(h->tanggal[8] * 10 + h->tanggal[9]), (uint64_t)k);
    const struct demo_rhk *rhk = &demo_rhk[s->templat][k];
    bool draft = strcmp(h->tanggal, SAMPAI) == 0, done = strcmp(h->tanggal, DIAJUKAN_SEJAK) < 0;
    char sent[TIME_TEXT], decided[TIME_TEXT], hash[DIGEST_HEX];
    double m = minutes;
    struct progres p = { .pegawai_id = s->pegawai_id,
                         .isi = { .tanggal = h->tanggal,
                                  .skp_id = s->out_skp,
                                  .rhk_id = s->out_rhk[k],
                                  .butir_id = butir,
                                  .uraian = rhk->iki[0].teks,
                                  .hasil = "",
                                  .satuan = rhk->iki[0].satuan,
                                  .menit = &m },
                         .bukti = "" };
    enum status st;

    figures(&rhk->iki[0], r, a, &p.isi);
    if (p.isi.isian || p.isi.nilai)
        p.isi.indikator_id = indikator;
    if (rhk->iki[0].isian != ISI_JUMLAH && !p.isi.nilai)
        p.isi.satuan = "";
    if ((st = db_text(db, (char **)(uintptr_t)&p.nip, a, e, "SELECT nip FROM pegawai WHERE id = $1", "i",
                      s->pegawai_id)) != ST_OK)
        return st;
    st = db_int(
        db, &p.id, e,
        "INSERT INTO progres (pegawai_id, skp_id, tanggal, status, rhk_id, butir_id, uraian, satuan, menit,"
        " indikator_id, isian, nilai) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " RETURNING id",
        "iittiittiItR", s->pegawai_id, s->out_skp, h->tanggal,
        draft  ? "draf"
        : done ? "disetujui"
               : "diajukan",
        p.isi.rhk_id, butir, p.isi.uraian, p.isi.satuan, (int64_t)minutes,
        p.isi.indikator_id ? &p.isi.indikator_id : NULL, p.isi.isian, p.isi.nilai);
    if (st != ST_OK || draft)
        return st;
    moment(h, r, 0, sent);
    moment(h, r, 1440, decided);
    progres_hash(&p, sent, hash);
    st = db_exec(db, NULL, e, "UPDATE progres SET diajukan = $1, hash = $2 WHERE id = $3", "tti", sent, hash,
                 p.id);
    if (st == ST_OK && done)
        st = db_exec(db, NULL, e,
                     "UPDATE progres SET diputus = $1, penilai_id = $2, catatan = $3 WHERE id = $4", "tIti",
                     decided, s->penilai_id ? &s->penilai_id : NULL, r % 9 ? "" : notes[r % COUNT(notes)],
                     p.id);
    return st;
}

/* One action for each RHK; their ids and those of the first indicators. */
static enum status plan(struct db *db, const struct demo_skp *s, int64_t butir[DEMO_RHK],
                        int64_t indikator[DEMO_RHK], struct err *e)
{
    int64_t id = 0;
    enum status st =
        db_int(db, &id, e,
               "INSERT INTO rencana_aksi (skp_id, periode_id) SELECT $1, id FROM periode WHERE kode = $2"
               " RETURNING id",
               "it", s->out_skp, BULAN);

    for (int k = 0; st == ST_OK && k < DEMO_RHK; k++) {
        const struct demo_indikator *i = &demo_rhk[s->templat][k].iki[0];

        st = db_int(db, &butir[k], e,
                    "INSERT INTO rencana_aksi_butir (rencana_aksi_id, no, rhk_id, teks, target) VALUES"
                    " ($1, $2, $3, $4, $5) RETURNING id",
                    "iiitt", id, (int64_t)k + 1, s->out_rhk[k], i->teks, i->target_teks);
        if (st == ST_OK)
            st = db_int(db, &indikator[k], e, "SELECT id FROM indikator WHERE rhk_id = $1 AND no = 1", "i",
                        s->out_rhk[k]);
    }
    return st;
}

/* Most days are filled, one in fourteen was forgotten; a day holds two activities. */
enum status demo_progres(struct db *db, const struct demo_skp *s, struct err *e)
{
    struct arena *a = arena_new();
    int64_t butir[DEMO_RHK], indikator[DEMO_RHK];
    struct harikerja *days = NULL;
    size_t n = 0;
    enum status st = plan(db, s, butir, indikator, e);

    if (st == ST_OK)
        st = harikerja_rentang(db, s->pegawai_id, BULAN "-04", SAMPAI, a, &days, &n, e);
    for (size_t d = 0; st == ST_OK && d < n; d++) {
        uint64_t r = demo_acak((uint64_t)s->no, 70, d, 0);
        int first = (int)(d % DEMO_RHK), second = (int)((d + 1 + r % 2) % DEMO_RHK);

        if (!days[d].menit || r % 14 == 0)
            continue;
        st = put(db, s, &days[d], first, butir[first], indikator[first], days[d].menit * 2 / 3, a, e);
        if (st == ST_OK && second != first)
            st = put(db, s, &days[d], second, butir[second], indikator[second], days[d].menit / 3, a, e);
    }
    arena_free(a);
    return st;
}
