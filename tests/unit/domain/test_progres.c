/* Daily entries: what they may hang on, limits, copies, many at once, and what a period's numbers make of
 * them. */
#include "kerja.h"

#include "domain/progres.h"
#include "domain/realisasi_asal.h"
#include "domain/rencana_aksi.h"

static int64_t skp, rhk, plugin_ik, free_ik;

static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    skp = skp_disetujui();
    rhk = number("SELECT id FROM rhk");
    plugin_ik = number("SELECT id FROM indikator WHERE plugin IS NOT NULL");
    free_ik = number("SELECT id FROM indikator WHERE plugin IS NULL");
    return 0;
}
#define P(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static const double m30 = 30, v2 = 2, v3 = 3, v5 = 5;

static struct progres_isi entry(const char *tanggal)
{
    return (struct progres_isi){
        .tanggal = tanggal, .uraian = "Melayani", .hasil = "", .satuan = "", .menit = &m30
    };
}

static enum status write_as(int64_t akun, struct progres_isi isi, int64_t *id, struct err *e)
{
    struct progres_tulis in = { .isi = isi };
    enum status st = run(akun, progres_tulis, &in, 0, e);

    if (id)
        *id = in.out_id;
    return st;
}

static int64_t written(struct progres_isi isi)
{
    int64_t id = 0;

    OK(write_as(PERAWAT, isi, &id, e));
    return id;
}

static enum status step(int64_t akun, int64_t id, const char *event, const char *note, struct err *e)
{
    struct progres_langkah in = { id, event, note };
    int64_t versi = number(arena_printf(arena, "SELECT versi FROM progres WHERE id = %d", (int)id));

    return run(akun, progres_langkah, &in, versi, e);
}

static void approve(int64_t id)
{
    OK(step(PERAWAT, id, "ajukan", NULL, e));
    OK(step(KAPUS, id, "setujui", NULL, e));
}

static void what_an_entry_hangs_on(void **state)
{
    struct progres_isi x = entry("2026-02-02");

    (void)state;
    assert_int_equal(number("SELECT count(*) FROM progres"), 0);
    (void)written(x);
    assert_string_equal(string("SELECT status || coalesce(rhk_id, '-') || skp_id FROM progres"), "draf-1");
    x.indikator_id = plugin_ik;
    x.isian = "{\"pasien\":3}";
    (void)written(x); /* the indicator brings its RHK */
    assert_int_equal(number("SELECT rhk_id FROM progres WHERE indikator_id IS NOT NULL"), rhk);
    x.nilai = &v2;
    REFUSED(E_MASUKAN, write_as(PERAWAT, x, NULL, e)); /* a plugin's number by hand */
    x = entry("2026-02-02");
    x.indikator_id = free_ik;
    x.isian = "{}";
    REFUSED(E_MASUKAN, write_as(PERAWAT, x, NULL, e));
    x = entry("2026-02-02");
    x.rhk_id = 999;
    REFUSED(E_MASUKAN, write_as(PERAWAT, x, NULL, e));
    x.rhk_id = rhk;
    REFUSED(E_PROGRES_TANPA_SKP, write_as(BIDAN, x, NULL, e));
    REFUSED(E_TIDAK_BERHAK, write_as(AKUN_PUSAT, x, NULL, e));
    REFUSED(E_PROGRES_MENDATANG, write_as(PERAWAT, entry("2026-02-03"), NULL, e));
    REFUSED(E_PROGRES_TANPA_SKP, write_as(PERAWAT, entry("2025-12-31"), NULL, e));
    x = entry("2026-02-02");
    x.skp_id = 99;
    REFUSED(E_PROGRES_TANPA_SKP, write_as(PERAWAT, x, NULL, e));
    x = entry("2026-02-02");
    x.shift = true;
    REFUSED(E_MASUKAN, write_as(PERAWAT, x, NULL, e)); /* no roster */
}

static void a_draft_plan_is_enough_for_other_work(void **state)
{
    struct progres_isi x = entry("2026-02-02");
    int64_t id, other = buat_skp(BIDAN, "2026-01-01", "2026-12-31");

    (void)state;
    OK(write_as(BIDAN, x, &id, e));
    OK(simpan_skp(BIDAN, other, isi_baik, skp_versi(other), e));
    x.rhk_id = number("SELECT max(id) FROM rhk");
    REFUSED(E_MASUKAN, write_as(BIDAN, x, NULL, e)); /* nobody agreed to it yet */
    OK(step(BIDAN, id, "ajukan", NULL, e));
    OK(step(KAPUS, id, "setujui", NULL, e));
}

static void limits_of_the_unit(void **state)
{
    int64_t id;

    (void)state;
    sql("INSERT INTO batas_aturan (unit_id, langkah, mulai, batas_hari, tutup_hari) VALUES"
        " (1, 'progres', '2026-01-01', 1, 5), (4, 'progres', '2026-01-29', 2, NULL);");
    REFUSED(E_PROGRES_DITUTUP,
            write_as(PERAWAT, entry("2026-01-27"), NULL, e)); /* six days ago, five allowed */
    id = written(entry("2026-01-28"));                        /* five days ago */
    OK(step(PERAWAT, id, "ajukan", NULL, e));
    assert_int_equal(number("SELECT hari_lewat FROM progres WHERE id = 1"), 4);
    id = written(entry("2026-01-30")); /* the dinas' own rule since the 29th: three days ago, two allowed */
    OK(step(PERAWAT, id, "ajukan", NULL, e));
    assert_int_equal(number("SELECT hari_lewat FROM progres WHERE id = 2"), 1);
    /* Returned, it may be corrected whatever the limit, and stays as late as it was. */
    OK(step(KAPUS, 1, "kembalikan", "Hasilnya?", e));
    sql("UPDATE batas_aturan SET tutup_hari = 1 WHERE unit_id = 1;");
    OK(step(PERAWAT, 1, "ajukan", NULL, e));
    assert_int_equal(number("SELECT hari_lewat FROM progres WHERE id = 1"), 4);
    sql("UPDATE periode SET status = 'dikunci' WHERE kode = '2026-01';");
    REFUSED(E_PERIODE_DITUTUP, write_as(PERAWAT, entry("2026-01-31"), NULL, e));
    REFUSED(E_PERIODE_DITUTUP, step(KAPUS, 1, "kembalikan", "Sekali lagi", e));
    OK(step(KAPUS, 1, "setujui", NULL, e)); /* who decides may still do so */
}

static void the_receipt_can_be_made_again(void **state)
{
    struct progres_isi isi = entry("2026-02-02");
    char hash[DIGEST_HEX];
    struct progres p;
    int64_t id;

    (void)state;
    isi.volume = &v3;
    id = written(isi);
    OK(step(PERAWAT, id, "ajukan", NULL, e));
    OK(progres_muat(db, id, arena, &p, e));
    progres_hash(&p, p.diajukan, hash);
    assert_string_equal(hash, p.hash);
    assert_string_equal(string("SELECT dokumen FROM audit WHERE objek = 'progres' AND peristiwa = 'ajukan'"),
                        hash);
    p.isi.uraian = "Lain";
    progres_hash(&p, p.diajukan, hash);
    assert_string_not_equal(hash, p.hash);
    OK(step(PERAWAT, id, "tarik", NULL, e));
    assert_int_equal(number("SELECT count(*) FROM progres WHERE hash IS NULL AND diajukan IS NULL"), 1);
}

static void many_at_once_each_on_its_own(void **state)
{
    struct progres_banyak in = { .peristiwa = "ajukan", .n = 3 };
    json_t *body = json_of("{\"aksi\":\"ajukan\",\"entri\":[{\"id\":1},{\"id\":2,\"versi\":9},{\"id\":77}]}");
    int64_t rows;

    (void)state;
    (void)written(entry("2026-02-02"));
    (void)written(entry("2026-02-02"));
    OK(progres_banyak_baca(body, arena, &in, e));
    json_decref(body);
    rows = audit_rows();
    OK(run(PERAWAT, progres_banyak, &in, 0, e));
    assert_non_null(strstr(last_body, "\"berhasil\":[{\"id\":1,\"versi\":2,\"status\":\"diajukan\""));
    assert_non_null(strstr(last_body, "{\"id\":2,\"code\":\"umum.versi\""));
    assert_non_null(strstr(last_body, "{\"id\":77,\"code\":\"progres.tidak_ada\""));
    assert_int_equal(audit_rows(), rows + 1); /* nothing of the refused ones stays */
    assert_string_equal(string("SELECT status FROM progres WHERE id = 2"), "draf");
}

/* Revision: version 2 is a copy; entries of both count for the month, each figure once. */
static void revise(void)
{
    OK(langkah_skp(PERAWAT, skp, "revisi", "Anggaran berubah", e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    assert_int_equal(number("SELECT versi_berlaku FROM skp WHERE id = 1"), 2);
}

static struct asal *origins(size_t *n)
{
    struct realisasi r;
    struct realisasi *kept = arena_new_of(arena, struct realisasi);
    struct asal *list;

    OK(realisasi_muat(db, skp, 4, arena, &r, e)); /* 2026-02 */
    *kept = r;
    OK(realisasi_asal(db, kept, arena, &list, n, e));
    return list;
}

static void numbers_follow_by_their_kind(void **state)
{
    static const struct {
        const char *kind, *isian;
        double nilai; /* of the free one with 2, 3 and 5; -1: nothing is proposed */
    } rows[] = {
        { "jumlah", "{\"a\":7,\"b\":10.5,\"cara\":\"baru\"}", 10 },
        { "hitung_ulang", "{\"a\":7,\"b\":10.5,\"cara\":\"baru\"}", -1 },
        { "rata_rata", "{\"a\":3.5,\"b\":3.5,\"cara\":\"baru\"}", 3.333333 },
        { "terakhir", "{\"a\":5,\"b\":4,\"cara\":\"baru\"}", 5 },
    };
    static const char *const isian[] = { "{\"a\":2,\"b\":3}", "{\"b\":3.5,\"cara\":\"lama\"}",
                                         "{\"a\":5,\"b\":4,\"cara\":\"baru\"}" };
    static const double *const nilai[] = { &v2, &v3, &v5 };
    struct asal *list;
    size_t n;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct progres_isi x = entry("2026-02-01");

        x.indikator_id = plugin_ik;
        x.isian = isian[i];
        approve(written(x));
        x = entry("2026-02-01");
        x.indikator_id = free_ik;
        x.nilai = nilai[i];
        approve(written(x));
        if (i == 1) {
            revise();
            plugin_ik = number("SELECT max(id) FROM indikator WHERE plugin IS NOT NULL");
            free_ik = number("SELECT max(id) FROM indikator WHERE plugin IS NULL");
        }
    }
    {
        struct progres_isi x = entry("2026-02-01");

        x.indikator_id = plugin_ik;
        x.isian = "{\"a\":1000}";
        (void)written(x); /* a draft counts for nothing */
    }
    for (size_t k = 0; k < COUNT(rows); k++) {
        const struct asal *p, *f;

        sql(arena_printf(arena, "UPDATE indikator SET konsolidasi = '%s'", rows[k].kind));
        list = origins(&n);
        assert_int_equal(n, 2);
        p = asal_cari(list, n, plugin_ik);
        f = asal_cari(list, n, free_ik);
        assert_non_null(p);
        assert_int_equal(p->n, 3);
        if (!p->isian || strcmp(p->isian, rows[k].isian) != 0)
            fail_msg("%s: %s", rows[k].kind, p->isian ? p->isian : "(null)");
        assert_int_equal(f->nilai == NULL, rows[k].nilai < 0);
        if (f->nilai && *f->nilai != rows[k].nilai)
            fail_msg("%s: %g", rows[k].kind, *f->nilai);
    }
}

static void a_correction_says_why(void **state)
{
    static const double v1400 = 1400, v1401 = 1401;
    struct progres_isi x = entry("2026-02-02");
    struct realisasi_nilai v = { .indikator_id = plugin_ik,
                                 .isian = "{\"pasien\":1401}",
                                 .nilai = &v1401,
                                 .release_id = RELEASE_PUSKESMAS,
                                 .teks = "",
                                 .sumber = "",
                                 .alasan = "  " };
    struct realisasi_simpan in = { skp, 4, 1, &v };

    (void)state;
    x.indikator_id = plugin_ik;
    x.isian = "{\"pasien\":1400}";
    approve(written(x));
    REFUSED(E_MASUKAN, run(PERAWAT, realisasi_simpan, &in, 0, e));
    v.alasan = "Satu pasien belum tercatat";
    OK(run(PERAWAT, realisasi_simpan, &in, 0, e));
    assert_string_equal(string("SELECT asal || ': ' || alasan FROM realisasi_nilai"),
                        "koreksi: Satu pasien belum tercatat");
    /* More than the days hold is no correction, and the reason goes. */
    v.isian = "{\"dirujuk\":2,\"pasien\":1400}";
    v.nilai = &v1400;
    OK(run(PERAWAT, realisasi_simpan, &in, 1, e));
    assert_string_equal(string("SELECT asal || alasan FROM realisasi_nilai"), "progres");
}

/* The nearest value of a unit, and the person's own before any unit's. */
static void data_officers_before_everything(void **state)
{
    struct realisasi_langkah send = { skp, 4, "ajukan", NULL };
    struct asal *list;
    size_t n;

    (void)state;
#define VALUE(id, unit, who, v)                                                                              \
    "INSERT INTO data_indikator (id, periode_id, plugin, kode, unit_id, pegawai_id, isian, nilai, "          \
    "release_id,"                                                                                            \
    " sumber, waktu) VALUES (" id ", 4, 'puskesmas', 'K1', " unit ", " who ", '{\"pasien\":" v "}', " v      \
    ", 2, 'SIMPUS', '2026-02-01T00:00:00.000Z');"
    sql(VALUE("1", "1", "NULL", "1") VALUE("2", "4", "NULL", "4") VALUE("3", "2", "NULL", "2"));
    list = origins(&n);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].data.id, 2); /* of the dinas, not of the kota, not of the kecamatan */
    sql(VALUE("4", "5", "NULL", "5"));
    assert_int_equal(origins(&n)[0].data.id, 4);
    sql(VALUE("5", "NULL", "7", "7") VALUE("6", "NULL", "8", "8"));
    list = origins(&n);
    assert_int_equal(list[0].data.id, 5);
    assert_string_equal(list[0].data.petugas, "sistem");
    OK(run(PERAWAT, realisasi_langkah, &send, 0, e));
    assert_string_equal(string("SELECT asal || nilai || sumber FROM realisasi_nilai"),
                        "sumber_data7.0SIMPUS");
    /* By another release than the one that holds for her: not silently. */
    sql("DELETE FROM realisasi_nilai; DELETE FROM realisasi; UPDATE data_indikator SET release_id = 1;");
    REFUSED(E_MASUKAN_BERUBAH, run(PERAWAT, realisasi_langkah, &send, 0, e));
}

static void action_plans(void **state)
{
    struct rencana_butir rows[2] = { { .rhk_id = rhk, .teks = "Satu", .target = "" },
                                     { .rhk_id = rhk, .teks = "Dua", .target = "", .mulai = "2026-02-09" } };
    struct rencana_aksi_simpan in = { skp, 4, 2, rows };
    struct progres_isi x = entry("2026-02-02");
    struct rencana_aksi r;

    (void)state;
    REFUSED(E_TIDAK_BERHAK, run(KAPUS, rencana_aksi_simpan, &in, 0, e));
    REFUSED(E_SKP_TIDAK_ADA, run(LURAH, rencana_aksi_simpan, &in, 0, e));
    OK(run(PERAWAT, rencana_aksi_simpan, &in, 0, e));
    {
        struct who w = who_of(KAPUS);

        OK(rencana_aksi_load(db, &w, skp, 4, arena, &r, e));
    }
    assert_int_equal(r.n, 2);
    x.butir_id = r.butir[1].id;
    (void)written(x);
    in.n = 0;
    REFUSED(E_RENCANA_DIACU, run(PERAWAT, rencana_aksi_simpan, &in, 1, e));
    rows[0].id = r.butir[1].id;
    in.n = 1;
    OK(run(PERAWAT, rencana_aksi_simpan, &in, 1, e));
    assert_string_equal(string("SELECT no || teks FROM rencana_aksi_butir"), "1Satu");
    rows[0].id = 99;
    REFUSED(E_MASUKAN, run(PERAWAT, rencana_aksi_simpan, &in, 2, e));
    rows[0].id = 0;
    rows[0].selesai = "2026-03-01";
    REFUSED(E_MASUKAN, run(PERAWAT, rencana_aksi_simpan, &in, 2, e));
    sql("UPDATE periode SET status = 'dikunci' WHERE id = 4;");
    REFUSED(E_PERIODE_DITUTUP, run(PERAWAT, rencana_aksi_simpan, &in, 2, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P(what_an_entry_hangs_on),
        P(a_draft_plan_is_enough_for_other_work),
        P(limits_of_the_unit),
        P(the_receipt_can_be_made_again),
        P(many_at_once_each_on_its_own),
        P(numbers_follow_by_their_kind),
        P(a_correction_says_why),
        P(data_officers_before_everything),
        P(action_plans),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
