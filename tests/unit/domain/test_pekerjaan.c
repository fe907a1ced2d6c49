/* Pending work: each step appears for whoever has to take it, with its deadline, and goes when it is taken.
 */
#include "kerja.h"

#include "domain/pekerjaan.h"

static struct pekerjaan *rows;
static size_t nrows;

static const struct pekerjaan *of(int64_t pegawai, const char *hari, const char *kode)
{
    OK(pekerjaan_orang(db, pegawai, hari, NULL, arena, &rows, &nrows, e));
    for (size_t i = 0; i < nrows; i++)
        if (strcmp(rows[i].kode, kode) == 0)
            return &rows[i];
    return NULL;
}

static void from_no_plan_to_the_first_realisation(void **state)
{
    const struct pekerjaan *p = of(PERAWAT, "2026-01-20", "skp_susun");
    int64_t skp;

    (void)state;
    assert_non_null(p);
    assert_string_equal(p->batas, "2026-01-31");
    assert_int_equal(p->sisa_hari, 11);
    assert_int_equal(p->terlambat, 0);
    assert_int_equal(of(PERAWAT, "2026-02-02", "skp_susun")->terlambat, 1);
    skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    assert_null(of(PERAWAT, HARI, "skp_susun"));
    assert_string_equal(of(PERAWAT, HARI, "skp_ajukan")->tautan,
                        arena_printf(arena, "/api/v1/skp/%lld", (long long)skp));
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    assert_null(of(KAPUS, HARI, "skp_setujui"));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    assert_null(of(PERAWAT, HARI, "skp_ajukan"));
    assert_string_equal(of(KAPUS, HARI, "skp_setujui")->contoh[0], "Perawat");
    assert_null(of(KADIS, HARI, "skp_setujui"));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    assert_null(of(KAPUS, HARI, "skp_setujui"));
    assert_null(of(PERAWAT, "2026-01-31", "realisasi_ajukan")); /* the month has not ended */
    p = of(PERAWAT, HARI, "realisasi_ajukan");
    assert_non_null(p);
    assert_int_equal(p->jumlah, 1);
    assert_string_equal(p->batas, "2026-02-05");
    assert_string_equal(p->contoh[0], "2026-01");
    assert_null(p->contoh[1]);
    sql("UPDATE periode SET status = 'dikunci' WHERE id = 3;"); /* nobody can do it any more */
    assert_null(of(PERAWAT, HARI, "realisasi_ajukan"));
}

static void deadlines_order_and_exceptions_move_them(void **state)
{
    int64_t skp = skp_disetujui();

    (void)state;
    sql(arena_printf(arena,
                     "INSERT INTO progres (id, pegawai_id, skp_id, tanggal, status, uraian) VALUES"
                     "(1,7,%lld,'2026-02-01','draf','a'),(2,7,%lld,'2026-02-01','dikembalikan','b'),"
                     "(3,7,%lld,'2025-12-01','draf','old'),(4,7,%lld,'2026-02-02','diajukan','c');",
                     (long long)skp, (long long)skp, (long long)skp, (long long)skp));
    assert_int_equal(of(PERAWAT, HARI, "progres_ajukan")->jumlah, 2);
    assert_string_equal(rows[0].kode, "realisasi_ajukan"); /* what has a deadline stands first */
    assert_string_equal(rows[1].kode, "progres_ajukan");
    assert_int_equal(of(KAPUS, HARI, "progres_setujui")->jumlah, 1);
    assert_int_equal(of(PERAWAT, "2026-02-10", "realisasi_ajukan")->terlambat, 1);
    sql("INSERT INTO batas_pengecualian (pegawai_id, langkah, sampai, alasan, waktu) VALUES"
        "(7,'realisasi_ajukan','2026-02-20','Sakit','2026-02-01T00:00:00.000Z');");
    assert_int_equal(of(PERAWAT, "2026-02-10", "realisasi_ajukan")->terlambat, 0);
    assert_int_equal(of(PERAWAT, "2026-02-10", "realisasi_ajukan")->sisa_hari, 10);
}

static void an_evaluation_and_its_objection(void **state)
{
    int64_t skp = skp_disetujui();

    (void)state;
    sql(arena_printf(arena,
                     "INSERT INTO evaluasi (id, skp_versi_id, periode_id, status) SELECT 1, id, 3, 'belum'"
                     " FROM skp_versi WHERE skp_id = %lld;",
                     (long long)skp));
    assert_string_equal(of(KAPUS, HARI, "evaluasi_nilai")->batas, "2026-02-15");
    sql("UPDATE evaluasi SET status = 'dinilai', rating_hasil = 'sesuai', rating_perilaku = 'sesuai',"
        " predikat = 'baik';");
    assert_null(of(KAPUS, HARI, "evaluasi_nilai"));
    assert_non_null(of(KAPUS, HARI, "evaluasi_tetapkan"));
    sql("UPDATE evaluasi SET status = 'ditetapkan';");
    assert_non_null(of(PERAWAT, HARI, "evaluasi_tanggapi"));
    sql("UPDATE evaluasi SET tanggapan = 'menolak', batas_keberatan = '2026-02-16';");
    assert_null(of(PERAWAT, HARI, "evaluasi_tanggapi"));
    assert_string_equal(of(PERAWAT, HARI, "keberatan_ajukan")->batas, "2026-02-16");
    assert_null(of(PERAWAT, "2026-02-17", "keberatan_ajukan"));
    sql("INSERT INTO keberatan (evaluasi_id, status, alasan, diajukan, batas_penjelasan, batas_putusan,"
        " semula_hasil, semula_perilaku, semula_predikat) VALUES (1,'pemeriksaan','x',"
        "'2026-02-02T00:00:00.000Z','2026-02-07','2026-02-16','sesuai','sesuai','baik');");
    assert_string_equal(of(PERAWAT, HARI, "keberatan_jelaskan_pegawai")->batas, "2026-02-07");
    assert_string_equal(of(KAPUS, HARI, "keberatan_jelaskan")->batas, "2026-02-07");
    assert_string_equal(of(KADIS, HARI, "keberatan_putus")->batas, "2026-02-16");
    assert_null(of(SEKDA, HARI, "keberatan_putus"));
}

/* Of one step in a unit's figures. */
static int64_t figure(int64_t unit, const char *hari, const char *kode, const char *what)
{
    struct buf b = BUF_NONE;
    json_t *o, *row;
    int64_t n = -1;
    size_t i;
    struct jw w;

    jw_start(&w, &b);
    OK(pekerjaan_unit_json(db, unit, hari, &w, e));
    o = json_of(b.p);
    json_array_foreach(json_object_get(o, "langkah"), i,
                       row) if (strcmp(json_string_value(json_object_get(row, "kode")), kode) == 0) n =
        json_integer_value(json_object_get(row, what));
    json_decref(o);
    buf_free(&b);
    return n;
}

static void figures_of_units(void **state)
{
    (void)state;
    skp_disetujui();
    assert_int_equal(figure(KOTA, HARI, "realisasi_ajukan", "jumlah"), 1);
    assert_int_equal(figure(DINKES, HARI, "realisasi_ajukan", "jumlah"), 1);
    assert_int_equal(figure(KECAMATAN, HARI, "realisasi_ajukan", "jumlah"), 0);
    assert_int_equal(figure(DINKES, "2026-02-06", "realisasi_ajukan", "terlambat"), 1);
    assert_int_equal(figure(KOTA, HARI, "tanpa_skp", "jumlah"),
                     6); /* all but the nurse and who only has a task */
    sql("INSERT INTO batas_aturan (unit_id, langkah, jenis, mulai, batas_hari) VALUES"
        "(5,'realisasi_ajukan','bulanan','2026-01-01',20);"); /* the nearest unit's rule also holds from above
                                                               */
    assert_int_equal(figure(KOTA, "2026-02-06", "realisasi_ajukan", "terlambat"), 0);
}

static void offices_and_tokens(void **state)
{
    struct who w = who_of(AKUN_PENGELOLA);
    bool seen = false;

    (void)state;
    skp_disetujui();
    OK(pekerjaan_saya(db, &w, arena, &rows, &nrows, e));
    for (size_t i = 0; i < nrows; i++)
        seen = seen || (strcmp(rows[i].kode, "tanpa_skp") == 0 && rows[i].jumlah == 2); /* head and midwife */
    assert_true(seen);
    w = who_of(AKUN_AUDITOR);
    OK(pekerjaan_saya(db, &w, arena, &rows, &nrows, e));
    assert_int_equal(nrows, 0);
    w = who_of(PERAWAT);
    OK(pekerjaan_saya(db, &w, arena, &rows, &nrows, e));
    assert_int_equal(nrows, 1);
    w.token.terbatas = true; /* a token that was left nothing sees nothing */
    OK(pekerjaan_saya(db, &w, arena, &rows, &nrows, e));
    assert_int_equal(nrows, 0);
    w.token.terbatas = false;
    w.token.id = 1;
    w.token.unit_id = KELURAHAN;
    OK(pekerjaan_saya(db, &w, arena, &rows, &nrows, e));
    assert_int_equal(nrows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(from_no_plan_to_the_first_realisation),
        T(deadlines_order_and_exceptions_move_them),
        T(an_evaluation_and_its_objection),
        T(figures_of_units),
        T(offices_and_tokens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
