/* Plans: creating, content and its faults, expectations, versions that never change, the evaluator by date.
 */
#include "kerja.h"

static json_t *resource(int64_t akun, int64_t skp, int64_t n)
{
    struct who w = who_of(akun);
    struct buf b = BUF_NONE;
    struct skp s;
    struct jw out;
    json_t *v;

    OK(skp_load(db, &w, skp, n, arena, &s, e));
    jw_start(&out, &b);
    OK(skp_json(db, &w, &s, &out, e));
    v = json_of(b.p);
    buf_free(&b);
    return v;
}

static const char *text_at(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));

    return s ? s : "(null)";
}

/* Create ---------------------------------------------------------------------------------------------------
 */

static void a_new_plan_knows_its_evaluator(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    json_t *v;

    (void)state;
    assert_int_equal(last.status, 201);
    assert_int_equal(last.etag, skp_versi(skp));
    assert_string_equal(last.lokasi, arena_printf(arena, "/api/v1/skp/%lld", (long long)skp));
    v = json_of(last_body);
    assert_string_equal(text_at(v, "status"), "draf");
    assert_string_equal(text_at(json_object_get(v, "penilai"), "nama"), "Kapus");
    assert_string_equal(text_at(json_object_get(v, "atasan_penilai"), "nama"), "Kadis");
    assert_string_equal(text_at(v, "penilai_cara"), "definitif");
    assert_true(strlen(text_at(v, "penilai_alasan")) > 10);
    assert_string_equal(text_at(json_object_get(v, "unit"), "kode"), "pusk");
    json_decref(v);
    assert_int_equal(audit_rows(), 1);
}

static const struct {
    const char *id;
    int64_t akun;
    struct skp_buat in;
    enum code code;
} refused[] = {
    { "for another",
      KAPUS,
      { PERAWAT, PERAWAT, "2026-01-01", "2026-12-31", "B", "kuantitatif", 0 },
      E_TIDAK_ADA },
    { "another's post",
      PERAWAT,
      { PERAWAT, BIDAN, "2026-01-01", "2026-12-31", "B", "kuantitatif", 0 },
      E_MASUKAN },
    { "no such post",
      PERAWAT,
      { PERAWAT, 99, "2026-01-01", "2026-12-31", "B", "kuantitatif", 0 },
      E_PENUGASAN_TIDAK_ADA },
    { "before the post",
      PERAWAT,
      { PERAWAT, PERAWAT, "2024-12-31", "2026-12-31", "B", "kuantitatif", 0 },
      E_SKP_RENTANG },
    { "backwards",
      PERAWAT,
      { PERAWAT, PERAWAT, "2026-12-31", "2026-01-01", "B", "kuantitatif", 0 },
      E_SKP_RENTANG },
    { "the same again",
      PERAWAT,
      { PERAWAT, PERAWAT, "2026-01-01", "2026-12-31", "B", "kuantitatif", 0 },
      E_SKP_TUMPANG },
    { "last day overlaps",
      PERAWAT,
      { PERAWAT, PERAWAT, "2026-12-31", "2027-06-30", "B", "kuantitatif", 0 },
      E_SKP_TUMPANG },
    { "no form",
      PERAWAT,
      { PERAWAT, PERAWAT, "2027-01-01", "2027-12-31", "C", "kuantitatif", 0 },
      E_DB_BATASAN },
};

static void what_a_new_plan_may_not_be(void **state)
{
    (void)state;
    buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct skp_buat in = refused[i].in;
        struct err e = ERR_NONE;

        if (run(refused[i].akun, skp_buat, &in, 0, &e) == ST_OK || e.code != refused[i].code)
            fail_msg("%s: %s (%s)", refused[i].id, e.msg, code_row(e.code)->name);
    }
    assert_int_equal(number("SELECT count(*) FROM skp"), 1);
    buat_skp(PERAWAT, "2027-01-01", "2027-12-31"); /* the day after is free */
    sql("UPDATE skp_versi SET status = 'batal' WHERE skp_id = 1");
    buat_skp(PERAWAT, "2026-03-01", "2026-12-31"); /* and so is what was given up */
}

static void bodies_are_read_with_pointers(void **state)
{
    static const struct {
        const char *body, *at;
    } rows[] = {
        { "{}", "/pegawai_id" },
        { "[]", "" },
        { "{\"pegawai_id\":7,\"penugasan_id\":7,\"mulai\":\"2026-02-30\",\"selesai\":\"2026-12-31\",\"form\":"
          "\"B\","
          "\"pendekatan\":\"kualitatif\"}",
          "/mulai" },
        { "{\"pegawai_id\":7,\"penugasan_id\":7,\"mulai\":\"2026-02-01\",\"selesai\":\"2026-01-31\",\"form\":"
          "\"B\","
          "\"pendekatan\":\"kualitatif\"}",
          "/selesai" },
        { "{\"pegawai_id\":7.5,\"penugasan_id\":7,\"mulai\":\"2026-02-01\",\"selesai\":\"2026-03-31\","
          "\"form\":\"B\","
          "\"pendekatan\":\"kualitatif\"}",
          "/pegawai_id" },
        { "{\"pegawai_id\":7,\"penugasan_id\":7,\"mulai\":\"2026-02-01\",\"selesai\":\"2026-03-31\",\"form\":"
          "\"X\","
          "\"pendekatan\":\"kualitatif\"}",
          "/form" },
        { "{\"pegawai_id\":7,\"penugasan_id\":7,\"mulai\":\"2026-02-01\",\"selesai\":\"2026-03-31\",\"form\":"
          "\"A\","
          "\"pendekatan\":\"kualitatif\",\"penilai_id\":7}",
          "/penilai_id" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err e = ERR_NONE;
        struct skp_buat in;
        json_t *v = json_of(rows[i].body);

        if (skp_buat_baca(v, arena, &in, &e) != ST_INVALID || e.code != E_MASUKAN)
            fail_msg("row %zu was accepted", i);
        if (strcmp(e.faults[0].at, rows[i].at) != 0)
            fail_msg("row %zu: fault at %s", i, e.faults[0].at);
        json_decref(v);
    }
}

/* Content --------------------------------------------------------------------------------------------------
 */

static void content_comes_back_as_it_was_sent(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    int64_t first, second;
    json_t *v, *rhk, *ik;

    (void)state;
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    v = json_of(last_body);
    rhk = json_array_get(json_object_get(v, "rhk"), 0);
    ik = json_array_get(json_object_get(rhk, "indikator"), 0);
    assert_string_equal(text_at(rhk, "teks"), "Pasien terlayani");
    assert_string_equal(text_at(ik, "kode"), "K1");
    assert_int_equal(json_integer_value(json_object_get(ik, "bawah")), 1500);
    assert_true(json_is_null(json_object_get(ik, "atas")));
    assert_string_equal(text_at(json_array_get(json_object_get(v, "perilaku"), 1), "ekspektasi"),
                        "Laporan tepat waktu");
    assert_string_equal(text_at(json_array_get(json_object_get(v, "perilaku"), 0), "nama"),
                        "Berorientasi Pelayanan");
    assert_int_equal(json_array_size(json_object_get(json_object_get(v, "lampiran"), "dukungan")), 1);
    first = json_integer_value(json_object_get(ik, "id"));

    /* Sent back in another order and with a new row, known rows stay the same rows. */
    {
        json_t *list = json_object_get(v, "rhk"), *more = json_deep_copy(rhk), *body = json_object();
        struct skp_simpan in = { .id = skp };

        json_object_del(more, "id");
        json_object_del(json_array_get(json_object_get(more, "indikator"), 0), "id");
        json_object_del(json_array_get(json_object_get(more, "indikator"), 1), "id");
        json_object_set_new(more, "teks", json_string("Baru"));
        json_array_insert_new(list, 0, more);
        json_object_set(body, "rhk", list);
        json_object_set(body, "perilaku", json_object_get(v, "perilaku"));
        json_object_set(body, "lampiran", json_object_get(v, "lampiran"));
        OK(skp_isi_baca(body, arena, &in.isi, e));
        OK(run(PERAWAT, skp_simpan, &in, skp_versi(skp), e));
        json_decref(body);
    }
    json_decref(v);
    v = json_of(last_body);
    rhk = json_array_get(json_object_get(v, "rhk"), 1);
    ik = json_array_get(json_object_get(rhk, "indikator"), 0);
    second = json_integer_value(json_object_get(ik, "id"));
    assert_int_equal(first, second);
    assert_int_equal(json_integer_value(json_object_get(rhk, "no")), 2);
    json_decref(v);
    assert_int_equal(number("SELECT count(*) FROM indikator"), 4);
    /* And what is left out is gone. */
    OK(simpan_skp(PERAWAT, skp, "{\"rhk\":[]}", skp_versi(skp), e));
    assert_int_equal(number("SELECT count(*) FROM indikator") + number("SELECT count(*) FROM rhk") +
                         number("SELECT count(*) FROM lampiran"),
                     0);
}

#define RHK(rest) "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"x\"," rest "}]}"
#define IK(rest) RHK("\"indikator\":[{\"teks\":\"t\"" rest "}]")

static const struct {
    const char *body, *at;
} faults[] = {
    { "{}", "/rhk" },
    { "{\"rhk\":{}}", "/rhk" },
    { "{\"rhk\":[],\"lain\":1}", "/lain" },
    { "{\"rhk\":[7]}", "/rhk/0" },
    { RHK("\"indikator\":[{}]"), "/rhk/0/indikator/0/teks" },
    { RHK("\"indikator\":null"), "/rhk/0/indikator" },
    { RHK("\"indikator\":[],\"jenis2\":1"), "/rhk/0/jenis2" },
    { RHK("\"indikator\":[],\"perspektif\":\"langit\""), "/rhk/0/perspektif" },
    { "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\" \",\"indikator\":[]}]}",
      "/rhk/0/teks" },
    { IK(",\"bawah\":\"banyak\""), "/rhk/0/indikator/0/bawah" },
    { IK(",\"bawah\":5,\"atas\":3"), "/rhk/0/indikator/0/atas" },
    { IK(",\"atas\":3"), "/rhk/0/indikator/0/bawah" },
    { IK(",\"plugin\":\"puskesmas\""), "/rhk/0/indikator/0/kode" },
    { IK(",\"konsolidasi\":\"hitung_ulang\""), "/rhk/0/indikator/0/konsolidasi" },
    { IK(",\"arah\":\"samping\""), "/rhk/0/indikator/0/arah" },
    { IK(",\"target_maksimal\":1"), "/rhk/0/indikator/0/target_maksimal" },
    { "{\"rhk\":[],\"perilaku\":[{\"nilai\":8,\"ekspektasi\":\"x\"}]}", "/perilaku/0/nilai" },
    { "{\"rhk\":[],\"perilaku\":[{\"nilai\":1},{\"nilai\":1}]}", "/perilaku/1/nilai" },
    { "{\"rhk\":[],\"lampiran\":{\"dukungan\":[\"\"]}}", "/lampiran/dukungan/0" },
    { "{\"rhk\":[],\"lampiran\":{\"hadiah\":[]}}", "/lampiran/hadiah" },
    /* Only the database knows these. */
    { IK(",\"plugin\":\"sekolah\",\"kode\":\"K1\",\"konsolidasi\":\"jumlah\""), "/rhk/0/indikator/0/plugin" },
    { IK(",\"plugin\":\"puskesmas\",\"kode\":\"K9\",\"konsolidasi\":\"jumlah\""), "/rhk/0/indikator/0/kode" },
    { IK(",\"plugin\":\"puskesmas\",\"kode\":\"K1\",\"konsolidasi\":\"jumlah\",\"arah\":\"turun\""),
      "/rhk/0/indikator/0/arah" },
    { IK(",\"plugin\":\"puskesmas\",\"kode\":\"K1\",\"konsolidasi\":\"terakhir\""),
      "/rhk/0/indikator/0/konsolidasi" },
    { RHK("\"indikator\":[],\"induk_rhk_id\":99"), "/rhk/0/induk_rhk_id" },
};

static void faults_name_their_place(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31"), versi = skp_versi(skp);
    char *many;
    struct buf b = BUF_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct err e = ERR_NONE;

        if (simpan_skp(PERAWAT, skp, faults[i].body, versi, &e) == ST_OK || e.code != E_MASUKAN ||
            e.nfaults < 1)
            fail_msg("%s: %s", faults[i].body, code_row(e.code)->name);
        if (strcmp(e.faults[0].at, faults[i].at) != 0)
            fail_msg("%s: fault at %s, not %s", faults[i].body, e.faults[0].at, faults[i].at);
    }
    assert_int_equal(skp_versi(skp), versi);
    assert_int_equal(audit_rows(), 1);
    /* Limits. */
    buf_str(&b, "{\"rhk\":[");
    for (int i = 0; i <= SKP_RHK_MAX; i++)
        buf_printf(&b, "%s{}", i ? "," : "");
    buf_str(&b, "]}");
    REFUSED(E_MASUKAN, simpan_skp(PERAWAT, skp, b.p, versi, e));
    buf_clear(&b);
    many = mem_alloc(2003);
    memset(many, 'x', 2001);
    buf_printf(
        &b, "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"%s\",\"indikator\":[]}]}",
        many);
    REFUSED(E_MASUKAN, simpan_skp(PERAWAT, skp, b.p, versi, e));
    free(many);
    buf_free(&b);
}

static void a_plan_hangs_on_the_evaluators_plan(void **state)
{
    int64_t parent = buat_skp(KAPUS, "2026-01-01", "2026-12-31");
    int64_t child = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    int64_t other = buat_skp(LURAH, "2026-01-01", "2026-12-31"), rhk, foreign;
    const char *own = RHK("\"indikator\":[]");
    struct rhk_pilihan *choice;
    json_t *v;
    size_t n;

    (void)state;
    OK(simpan_skp(KAPUS, parent, own, skp_versi(parent), e));
    OK(simpan_skp(LURAH, other, own, skp_versi(other), e));
    rhk = number("SELECT r.id FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id WHERE v.skp_id = 1");
    foreign = number("SELECT r.id FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id WHERE v.skp_id = 3");
    OK(rhk_pilihan(db, KAPUS, "2026-01-01", "2026-12-31", arena, &choice, &n, e));
    assert_int_equal(n, 1);
    assert_int_equal(choice[0].id, rhk);
    /* Also of a plan that is still a draft: nobody has to wait for his superior. */
    assert_string_equal(choice[0].status, "draf");
    OK(simpan_skp(PERAWAT, child,
                  arena_printf(arena, RHK("\"indikator\":[],\"induk_rhk_id\":%lld"), (long long)rhk),
                  skp_versi(child), e));
    v = json_of(last_body);
    assert_string_equal(
        text_at(json_object_get(json_array_get(json_object_get(v, "rhk"), 0), "induk"), "nama"), "Kapus");
    json_decref(v);
    REFUSED(E_MASUKAN,
            simpan_skp(PERAWAT, child,
                       arena_printf(arena, RHK("\"indikator\":[],\"induk_rhk_id\":%lld"), (long long)foreign),
                       skp_versi(child), e));
    /* The superior cannot pull it away from under the subordinate. */
    REFUSED(E_RHK_DIACU, simpan_skp(KAPUS, parent, "{\"rhk\":[]}", skp_versi(parent), e));
}

/* Steps ----------------------------------------------------------------------------------------------------
 */

static void an_incomplete_plan_is_not_submitted(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");

    (void)state;
    REFUSED(E_SKP_TANPA_INDIKATOR, langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(simpan_skp(PERAWAT, skp, RHK("\"indikator\":[]"), skp_versi(skp), e));
    REFUSED(E_SKP_TANPA_INDIKATOR, langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
}

static void a_plan_without_an_evaluator_waits(void **state)
{
    int64_t skp;
    json_t *v;

    (void)state;
    sql("UPDATE penugasan SET selesai = '2025-12-31' WHERE id IN (1, 5, 6)");
    skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    v = json_of(last_body);
    assert_true(json_is_null(json_object_get(v, "penilai")));
    assert_true(strlen(text_at(v, "penilai_alasan")) > 10); /* and why */
    json_decref(v);
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    REFUSED(E_PENILAI_TIDAK_ADA, langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    sql("UPDATE penugasan SET selesai = NULL WHERE id = 6");
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e)); /* found at the moment of the step */
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
}

static void returned_with_a_note_and_edited(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    json_t *v;

    (void)state;
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    REFUSED(E_SKP_TERKUNCI, simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    OK(langkah_skp(KAPUS, skp, "kembalikan", "Target terlalu rendah", e));
    v = resource(PERAWAT, skp, 0);
    assert_string_equal(text_at(v, "catatan"), "Target terlalu rendah");
    assert_string_equal(text_at(v, "status"), "dikembalikan");
    json_decref(v);
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
}

static void expectations_are_the_leaders_while_submitted(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    json_t *v = json_of("{\"perilaku\":[{\"nilai\":7,\"ekspektasi\":\"Bekerja dengan kelurahan\"}]}");
    struct skp_ekspektasi in = { .id = skp };

    (void)state;
    OK(skp_ekspektasi_baca(v, arena, &in, e));
    json_decref(v);
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    REFUSED(E_SKP_TERKUNCI, run(KAPUS, skp_ekspektasi, &in, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    REFUSED(E_TIDAK_BERHAK, run(PERAWAT, skp_ekspektasi, &in, skp_versi(skp), e));
    REFUSED(E_TIDAK_BERHAK, run(KADIS, skp_ekspektasi, &in, skp_versi(skp), e));
    REFUSED(E_SKP_TIDAK_ADA, run(CAMAT, skp_ekspektasi, &in, skp_versi(skp), e));
    OK(run(KAPUS, skp_ekspektasi, &in, skp_versi(skp), e));
    v = resource(PERAWAT, skp, 0);
    assert_string_equal(text_at(json_array_get(json_object_get(v, "perilaku"), 6), "ekspektasi"),
                        "Bekerja dengan kelurahan");
    json_decref(v);
    REFUSED(E_SKP_TANDA_TANGAN, langkah_skp(KAPUS, skp, "setujui", NULL, e));
    OK(langkah_skp(PERAWAT, skp, "tandatangani", NULL, e));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    REFUSED(E_SKP_TERKUNCI, run(KAPUS, skp_ekspektasi, &in, skp_versi(skp), e));
}

/* Both signatures are audit rows over the digest of one document. */
static void both_sign_the_same_document(void **state)
{
    int64_t skp = skp_disetujui();
    char hash[DIGEST_HEX];
    struct skp s;

    (void)state;
    OK(skp_muat(db, skp, 0, arena, &s, e));
    skp_dokumen_hash(&s, hash);
    assert_string_equal(hash, string("SELECT hash FROM skp_versi"));
    assert_int_equal(number(arena_printf(arena,
                                         "SELECT count(*) FROM audit WHERE dokumen = '%s'"
                                         " AND (peristiwa = 'ajukan' AND peran = 'pemilik' AND akun_id = 7"
                                         " OR peristiwa = 'setujui' AND peran = 'penilai' AND akun_id = 6)",
                                         hash)),
                     2);
    assert_int_equal(s.versi_berlaku, 1);
}

/* Everything under an approved version, in one text. */
static const char *fingerprint(int64_t versi_id)
{
    struct skp_isi isi;
    struct buf b = BUF_NONE;
    struct jw w;
    char *copy;

    OK(skp_isi_muat(db, versi_id, arena, &isi, e));
    jw_start(&w, &b);
    jw_open(&w, '{');
    skp_isi_json(&isi, &w);
    jw_close(&w);
    copy = arena_printf(
        arena, "%s %s", b.p,
        string(arena_printf(arena, "SELECT hash || selesai || alasan FROM skp_versi WHERE id = %lld",
                            (long long)versi_id)));
    buf_free(&b);
    return copy;
}

static void an_approved_version_never_changes(void **state)
{
    static const char *const locked[] = { "diajukan", "disetujui",  "berjalan", "selesai",
                                          "revisi",   "digantikan", "batal" };
    int64_t skp = skp_disetujui(), one = number("SELECT id FROM skp_versi");
    const char *before = fingerprint(one);
    struct skp_ekspektasi x = { .id = skp };
    json_t *v;

    (void)state;
    for (int i = 0; i < PERILAKU_NILAI; i++)
        x.ekspektasi[i] = "lain";
    for (size_t i = 0; i < COUNT(locked); i++) {
        OK(db_exec(db, NULL, e, "UPDATE skp_versi SET status = $1", "t", locked[i]));
        REFUSED(E_SKP_TERKUNCI, simpan_skp(PERAWAT, skp, "{\"rhk\":[]}", skp_versi(skp), e));
        if (i > 0)
            REFUSED(E_SKP_TERKUNCI, run(KAPUS, skp_ekspektasi, &x, skp_versi(skp), e));
    }
    sql("UPDATE skp_versi SET status = 'berjalan'");
    /* A revision is another version: content, submission and approval of it leave the first alone. */
    OK(langkah_skp(PERAWAT, skp, "revisi", "Perubahan anggaran", e));
    v = json_of(last_body);
    assert_int_equal(json_integer_value(json_object_get(v, "n")), 2);
    assert_int_equal(json_integer_value(json_object_get(v, "n_berlaku")), 1);
    assert_string_equal(text_at(v, "alasan"), "Perubahan anggaran");
    assert_string_equal(text_at(v, "status"), "draf");
    json_decref(v);
    assert_string_equal(string("SELECT status FROM skp_versi WHERE n = 1"), "revisi");
    assert_int_equal(
        number("SELECT count(*) FROM indikator b JOIN indikator a ON a.id = b.asal_id AND a.teks = b.teks"),
        2);
    OK(simpan_skp(PERAWAT, skp,
                  IK(",\"plugin\":\"puskesmas\",\"kode\":\"K1\",\"konsolidasi\":\"jumlah\",\"bawah\":900"),
                  skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(run(KAPUS, skp_ekspektasi, &x, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "tandatangani", NULL, e));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    assert_string_equal(fingerprint(one), before);
    assert_string_equal(string("SELECT status FROM skp_versi WHERE n = 1"), "digantikan");
    assert_int_equal(number("SELECT versi_berlaku FROM skp"), 2);
    /* Both can still be read. */
    v = resource(PERAWAT, skp, 1);
    assert_int_equal(json_array_size(json_object_get(v, "aksi")), 0);
    assert_int_equal(
        json_array_size(json_object_get(json_array_get(json_object_get(v, "rhk"), 0), "indikator")), 2);
    json_decref(v);
    {
        struct who w = who_of(PERAWAT);
        struct skp s;

        REFUSED(E_SKP_TIDAK_ADA, skp_load(db, &w, skp, 3, arena, &s, e));
    }
}

static void a_revision_that_is_given_up_leaves_the_old_version_in_force(void **state)
{
    int64_t skp = skp_disetujui();

    (void)state;
    OK(langkah_skp(KAPUS, skp, "revisi", "Strategi berubah", e));
    OK(langkah_skp(PERAWAT, skp, "batal", NULL, e));
    assert_string_equal(string("SELECT group_concat(status) FROM (SELECT status FROM skp_versi ORDER BY n)"),
                        "berjalan,batal");
    assert_int_equal(number("SELECT versi_berlaku FROM skp"), 1);
    assert_string_equal(string("SELECT peran FROM audit WHERE peristiwa = 'lanjut'"), "sistem");
}

static void a_transfer_ends_the_plan_and_keeps_it(void **state)
{
    int64_t skp = skp_disetujui();
    struct skp_langkah in = { skp, "gantikan", "Mutasi 1 Juli", NULL };
    struct skp_buat next = { PERAWAT, PERAWAT, "2026-07-01", "2026-12-31", "B", "kuantitatif", 0 };
    const char *hash = string("SELECT hash FROM skp_versi");
    struct skp s;
    char again[DIGEST_HEX];

    (void)state;
    REFUSED(E_MASUKAN, run(AKUN_ADMIN_UNIT, skp_langkah, &in, skp_versi(skp), e));
    in.selesai = "2027-01-01";
    REFUSED(E_MASUKAN, run(AKUN_ADMIN_UNIT, skp_langkah, &in, skp_versi(skp), e));
    in.selesai = "2026-06-30";
    OK(run(AKUN_ADMIN_UNIT, skp_langkah, &in, skp_versi(skp), e));
    OK(run(PERAWAT, skp_buat, &next, 0, e)); /* no overlap, both kept */
    OK(skp_muat(db, skp, 0, arena, &s, e));
    assert_string_equal(s.selesai, "2026-06-30");
    /* What was signed is still what was signed. */
    skp_dokumen_hash(&s, again);
    assert_string_equal(again, hash);
}

/* Lists ----------------------------------------------------------------------------------------------------
 */

static void lists_page_and_keep_to_the_rights(void **state)
{
    struct who kapus = who_of(KAPUS), camat = who_of(CAMAT), pusat = who_of(AKUN_PUSAT),
               perawat = who_of(PERAWAT);
    struct skp_saring f = { .lingkup = SKP_SEMUA, .batas = 2 };
    struct skp_baris *rows;
    size_t n, total = 0;
    bool more = true;

    (void)state;
    for (int i = 1; i <= BIDAN; i++)
        if (i != SEKDA)
            buat_skp(i, "2026-01-01", "2026-12-31");
    while (more) {
        OK(skp_list(db, &pusat, &f, arena, &rows, &n, &more, e));
        assert_true(n <= 2 && n > 0 && rows[0].id > f.sesudah);
        f.sesudah = rows[n - 1].id;
        total += n;
    }
    assert_int_equal(total, 7);
    f = (struct skp_saring){ .lingkup = SKP_TIM, .batas = 10 };
    OK(skp_list(db, &kapus, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 2); /* perawat and bidan */
    f.lingkup = SKP_DIRI;
    OK(skp_list(db, &perawat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].penilai_nama, "Kapus");
    f.lingkup = SKP_SEMUA;
    OK(skp_list(db, &camat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 3); /* himself, lurah, staf: nobody of the puskesmas */
    f.unit_id = DINKES;
    OK(skp_list(db, &pusat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 4);
    OK(skp_list(db, &camat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 0);
    f = (struct skp_saring){ .lingkup = SKP_SEMUA, .batas = 10, .tahun = 2025 };
    OK(skp_list(db, &pusat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 0);
    f = (struct skp_saring){ .lingkup = SKP_SEMUA, .batas = 10, .status = "diajukan" };
    OK(skp_list(db, &pusat, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_new_plan_knows_its_evaluator),
        T(what_a_new_plan_may_not_be),
        T(bodies_are_read_with_pointers),
        T(content_comes_back_as_it_was_sent),
        T(faults_name_their_place),
        T(a_plan_hangs_on_the_evaluators_plan),
        T(an_incomplete_plan_is_not_submitted),
        T(a_plan_without_an_evaluator_waits),
        T(returned_with_a_note_and_edited),
        T(expectations_are_the_leaders_while_submitted),
        T(both_sign_the_same_document),
        T(an_approved_version_never_changes),
        T(a_revision_that_is_given_up_leaves_the_old_version_in_force),
        T(a_transfer_ends_the_plan_and_keeps_it),
        T(lists_page_and_keep_to_the_rights),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
