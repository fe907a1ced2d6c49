/* The rights table walked: every role, action and relation against what the law of the house says, and the
 * two readings of it (one object, many rows) against each other. */
#include "kerja.h"

/* What every row must be, written apart from the code: role initials with relations. d diri, p penilai,
 * a atasan penilai, u unit, w wilayah, s semua. */
static const struct {
    const char *aksi, *peg, *pengelola, *unit, *pusat, *auditor;
} expected[] = {
    { "unit.lihat", "s", "s", "s", "s", "s" },
    { "unit.angka", "uw", "u", "u", "u", "u" },
    { "unit.ubah", "", "", "u", "u", "" },
    { "pegawai.lihat", "dpau", "u", "u", "u", "u" },
    { "pegawai.ubah", "", "", "u", "u", "" },
    { "periode.lihat", "s", "s", "s", "s", "s" },
    { "periode.ubah", "", "", "", "u", "" },
    { "skp.lihat", "dpau", "u", "u", "u", "u" },
    { "skp.susun", "d", "", "", "", "" },
    { "skp.setujui", "p", "", "", "", "" },
    { "dialog.isi", "dp", "", "", "", "" },
    { "templat.kelola", "pu", "u", "u", "u", "" },
    { "realisasi.lihat", "dpau", "u", "", "u", "u" },
    { "realisasi.isi", "d", "", "", "", "" },
    { "realisasi.terima", "p", "", "", "", "" },
    { "bukti.lihat", "dpa", "u", "", "", "u" },
    { "progres.lihat", "dpau", "u", "", "u", "u" },
    { "progres.isi", "d", "", "", "", "" },
    { "progres.setujui", "p", "", "", "", "" },
    { "evaluasi.lihat", "dpau", "u", "", "u", "u" },
    { "evaluasi.nilai", "p", "", "", "", "" },
    { "keberatan.lihat", "dpa", "u", "", "", "u" },
    { "keberatan.putus", "a", "", "", "", "" },
    { "umpan_balik.lihat", "dpa", "u", "", "", "" },
    { "umpan_balik.beri", "s", "", "", "", "" },
    { "bimbingan.lihat", "dpa", "", "", "", "" },
    { "bimbingan.catat", "p", "", "", "", "" },
    { "konseling.lihat", "dp", "", "", "", "" },
    { "capaian_organisasi.ubah", "u", "", "", "u", "" },
    { "konsolidasi.lihat", "u", "u", "", "u", "u" },
    { "konsolidasi.periksa", "", "u", "", "", "" },
    { "kalibrasi.kelola", "u", "u", "", "", "" },
    { "pelatihan.lihat", "dpau", "u", "u", "u", "u" },
    { "pelatihan.ikuti", "d", "", "", "", "" },
    { "pelatihan.verifikasi", "", "u", "u", "u", "" },
    { "pelatihan.kelola", "", "u", "u", "u", "" },
    { "plugin.lihat", "s", "s", "s", "s", "s" },
    { "plugin.ubah", "", "", "u", "u", "" },
    { "plugin.telaah", "", "", "u", "u", "u" },
    { "scoring.jalankan", "", "", "", "u", "" },
    { "scoring.lihat", "", "u", "", "u", "u" },
    { "audit.lihat", "", "", "", "u", "u" },
    { "akun.ubah", "", "", "u", "u", "" },
    { "kuasa.lihat", "d", "u", "u", "u", "u" },
    { "kuasa.beri", "d", "", "u", "u", "" },
    { "naskah.lihat", "d", "", "", "", "u" },
    { "naskah.periksa", "", "u", "u", "u", "" },
    { "batas.ubah", "", "", "u", "u", "" },
    { "batas.kecualikan", "", "u", "u", "u", "" },
};

static const struct {
    enum relasi relasi;
    char letter;
    struct subject s; /* a subject to which account `akun`'s owner has this relation only */
    int64_t hub;      /* unit that must be the scope for it to hold */
} relations[] = {
    /* Seen by the camat (CAMAT): himself, one whom he evaluates in a unit that is not his, and so on. */
    { REL_DIRI, 'd', { CAMAT, 0, 0, DINKES }, 0 },
    { REL_PENILAI, 'p', { KADIS, CAMAT, 0, DINKES }, 0 },
    { REL_ATASAN_PENILAI, 'a', { KADIS, 0, CAMAT, DINKES }, 0 },
    { REL_UNIT, 'u', { STAF, 0, 0, KELURAHAN }, 0 },
    { REL_WILAYAH, 'w', { BIDAN, 0, 0, PUSTU }, 0 },
    { REL_SEMUA, 's', { KADIS, 0, 0, DINKES }, 0 },
};

static const char *letters_of(size_t row, enum peran p)
{
    switch (p) {
    case PERAN_PEGAWAI:
        return expected[row].peg;
    case PERAN_PENGELOLA:
        return expected[row].pengelola;
    case PERAN_ADMIN_UNIT:
        return expected[row].unit;
    case PERAN_ADMIN_PUSAT:
        return expected[row].pusat;
    case PERAN_AUDITOR:
        return expected[row].auditor;
    default:
        return "s";
    }
}

static bool has_row(enum peran p, enum aksi a, enum relasi r)
{
    for (size_t i = 0; i < hak_count; i++)
        if (hak_table[i].peran == p && hak_table[i].aksi == a && hak_table[i].relasi == r)
            return true;
    return false;
}

static void every_row_is_meant(void **state)
{
    size_t rows = 0;

    (void)state;
    assert_int_equal(COUNT(expected), AKSI_COUNT);
    for (int a = 0; a < AKSI_COUNT; a++) {
        assert_string_equal(aksi_nama((enum aksi)a), expected[a].aksi);
        for (int p = 0; p < PERAN_SISTEM; p++)
            for (size_t r = 0; r < COUNT(relations); r++) {
                bool want = strchr(letters_of((size_t)a, (enum peran)p), relations[r].letter) != NULL;

                rows += want;
                if (has_row((enum peran)p, (enum aksi)a, relations[r].relasi) != want)
                    fail_msg("%s, %s, %c: %s", expected[a].aksi, peran_kode((enum peran)p),
                             relations[r].letter, want ? "missing" : "too much");
            }
    }
    assert_int_equal(rows, hak_count); /* no row twice */
}

/* Role × action × relation, decided by right_check: a camat by his relations, an officer by a scope that does
 * or does not cover the unit. */
static void each_role_action_and_relation(void **state)
{
    (void)state;
    for (int a = 0; a < AKSI_COUNT; a++)
        for (int p = 0; p <= PERAN_SISTEM; p++)
            for (size_t r = 0; r < COUNT(relations); r++) {
                struct who w = { .akun_id = 99, .nperan = 1, .hari = HARI };
                const char *letters = letters_of((size_t)a, (enum peran)p);
                enum relasi rel = relations[r].relasi;
                struct err e = ERR_NONE;
                bool want = strchr(letters, 's') != NULL, got;

                w.peran[0].peran = (enum peran)p;
                if (p == PERAN_PEGAWAI) {
                    w.pegawai_id = CAMAT;
                    want |= strchr(letters, relations[r].letter) != NULL && rel != REL_SEMUA;
                } else {
                    /* Its scope covers exactly the subject of the row "unit". */
                    w.peran[0].unit_id = p == PERAN_SISTEM ? 0 : KECAMATAN;
                    want |= strchr(letters, 'u') != NULL && rel == REL_UNIT;
                }
                got = right_check(db, &w, (enum aksi)a, &relations[r].s, &e) == ST_OK;
                if (got != want)
                    fail_msg("%s as %s by relation %c: %s", expected[a].aksi, peran_kode((enum peran)p),
                             relations[r].letter, got ? "allowed" : e.msg);
                if (!got)
                    assert_true(e.code == E_TIDAK_BERHAK || e.code == E_TIDAK_ADA);
                assert_int_equal(right_possible(&w, (enum aksi)a), p == PERAN_SISTEM || letters[0] != '\0');
            }
}

static void relations_are_what_they_say(void **state)
{
    struct who camat = { .akun_id = CAMAT, .pegawai_id = CAMAT, .nperan = 1, .hari = HARI };

    (void)state;
    for (size_t r = 0; r < COUNT(relations); r++) {
        unsigned mask;

        OK(right_relations(db, &camat, &relations[r].s, &mask, e));
        assert_int_equal(mask & ~(unsigned)REL_SEMUA,
                         relations[r].relasi == REL_SEMUA ? 0 : (unsigned)relations[r].relasi);
        assert_true(mask & REL_SEMUA);
    }
}

/* One plan for everybody, with evaluators as they are. */
static void plans(void)
{
    sql("INSERT INTO skp (id, pegawai_id, penugasan_id, unit_id, mulai, selesai, form, pendekatan, "
        "penilai_id,"
        " atasan_penilai_id, dibuat) SELECT p.id, p.id, p.id, j.unit_id, '2026-01-01', '2026-12-31', 'B',"
        " 'kuantitatif', j.atasan_id, (SELECT b.atasan_id FROM jabatan b WHERE b.id = j.atasan_id),"
        " '2026-01-01T00:00:00.000Z' FROM pegawai p JOIN jabatan j ON j.id = p.id;"
        /* The data may say that somebody evaluates himself; the rights may not. */
        "UPDATE skp SET penilai_id = 4 WHERE id = 4;");
}

static bool listed(const struct who *w, enum aksi a, int64_t id)
{
    static const struct right_columns c = { "s.pegawai_id", "s.penilai_id", "s.atasan_penilai_id",
                                            "s.unit_id" };
    struct buf text = BUF_NONE;
    int64_t n = 0;

    buf_printf(&text, "SELECT count(*) FROM skp s WHERE s.id = %lld AND ", (long long)id);
    right_where(w, a, &c, &text);
    OK(db_int(db, &n, e, text.p, ""));
    buf_free(&text);
    return n == 1;
}

static bool unit_listed(const struct who *w, enum aksi a, int64_t id)
{
    static const struct right_columns c = { NULL, NULL, NULL, "u.id" };
    struct buf text = BUF_NONE;
    int64_t n = 0;

    buf_printf(&text, "SELECT count(*) FROM unit u WHERE u.id = %lld AND ", (long long)id);
    right_where(w, a, &c, &text);
    OK(db_int(db, &n, e, text.p, ""));
    buf_free(&text);
    return n == 1;
}

static void compare(const struct who *w, const char *name)
{
    for (int a = 0; a < AKSI_COUNT; a++) {
        for (int64_t id = 1; id <= BIDAN; id++) {
            struct subject s = { 0 };
            struct err no = ERR_NONE;
            struct rows r;
            bool one;

            OK(db_rows(db, &r, e,
                       "SELECT pegawai_id, penilai_id, atasan_penilai_id, unit_id FROM skp WHERE id = $1",
                       "i", id));
            assert_true(rows_next(&r));
            s = (struct subject){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2), row_int(&r, 3) };
            OK(rows_end(&r, ST_OK, e));
            one = right_check(db, w, (enum aksi)a, &s, &no) == ST_OK;
            if (one != listed(w, (enum aksi)a, id))
                fail_msg("%s, %s, plan %lld: check %d, list %d", name, aksi_nama((enum aksi)a), (long long)id,
                         one, !one);
        }
        for (int64_t id = KOTA; id <= PUSTU; id++) {
            struct subject s = { .unit_id = id };
            struct err no = ERR_NONE;
            bool one = right_check(db, w, (enum aksi)a, &s, &no) == ST_OK;

            if (one != unit_listed(w, (enum aksi)a, id))
                fail_msg("%s, %s, unit %lld: check %d, list %d", name, aksi_nama((enum aksi)a), (long long)id,
                         one, !one);
        }
    }
}

static void a_list_never_shows_what_a_look_up_refuses(void **state)
{
    (void)state;
    plans();
    for (int64_t akun = 0; akun <= AKUN_ADMIN_UNIT; akun++) {
        struct who w = who_of(akun);
        char name[32];

        snprintf(name, sizeof(name), "account %lld", (long long)akun);
        compare(&w, name);
        /* Two scopes at once, and a role beside the employee. */
        if (w.nperan < WHO_ROLES) {
            w.peran[w.nperan].peran = PERAN_PENGELOLA;
            w.peran[w.nperan++].unit_id = KELURAHAN;
            w.peran[w.nperan].peran = PERAN_PENGELOLA;
            w.peran[w.nperan++].unit_id = PUSTU;
            compare(&w, name);
        }
    }
}

/* What a token may about a plan, its owner may; and it lies within the token's scope. */
static void narrower(const struct who *owner, const struct who *token, const char *name)
{
    for (int a = 0; a < AKSI_COUNT; a++)
        for (int64_t id = 1; id <= BIDAN; id++) {
            bool own = listed(owner, (enum aksi)a, id), its = listed(token, (enum aksi)a, id);
            bool asked = !token->token.terbatas || (token->token.aksi >> a & 1);
            int64_t unit, n = 1;

            OK(db_int(db, &unit, e, "SELECT unit_id FROM skp WHERE id = $1", "i", id));
            if (token->token.unit_id)
                OK(db_int(
                    db, &n, e,
                    "WITH RECURSIVE up(id) AS (SELECT $1 UNION SELECT i.induk_id FROM unit_induk i JOIN "
                    "up ON i.unit_id = up.id WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= "
                    "$2)) SELECT count(*) FROM up WHERE id = $3",
                    "iti", unit, token->hari, token->token.unit_id));
            if (its != (own && asked && n == 1))
                fail_msg("%s, %s, plan %lld: owner %d, token %d", name, aksi_nama((enum aksi)a),
                         (long long)id, own, its);
        }
}

static void a_token_never_reaches_further_than_its_owner(void **state)
{
    static const struct lingkup scopes[] = {
        { .id = 1, .unit_id = PUSKESMAS },
        { .id = 1, .unit_id = DINKES },
        { .id = 1, .terbatas = true },
        { .id = 1, .terbatas = true, .aksi = 1 },
        { .id = 1, .terbatas = true, .aksi = 2, .unit_id = KELURAHAN },
    };

    (void)state;
    plans();
    for (int64_t akun = 1; akun <= AKUN_ADMIN_UNIT; akun++)
        for (size_t i = 0; i < COUNT(scopes); i++) {
            struct who owner = who_of(akun), t = owner;
            char name[48];

            t.token = scopes[i];
            /* 1 and 2 stand for actions, with what must be seen for them. */
            t.token.aksi = scopes[i].aksi == 1   ? right_bit(AKSI_SKP_LIHAT)
                           : scopes[i].aksi == 2 ? right_bit(AKSI_REALISASI_ISI) | right_bit(AKSI_UNIT_ANGKA)
                                                 : 0;
            snprintf(name, sizeof(name), "account %lld, scope %zu", (long long)akun, i);
            compare(&t, name);
            narrower(&owner, &t, name);
        }
}

/* An object without a unit (a period) is no unit's: a token for one unit only sees it. */
static void a_token_of_a_unit_and_the_institution(void **state)
{
    struct who w = who_of(AKUN_PUSAT);
    struct subject none = { 0 };

    (void)state;
    OK(right_check(db, &w, AKSI_PERIODE_UBAH, &none, e));
    w.token = (struct lingkup){ .id = 1, .unit_id = DINKES };
    REFUSED(E_TIDAK_BERHAK, right_check(db, &w, AKSI_PERIODE_UBAH, &none, e));
    OK(right_check(db, &w, AKSI_PERIODE_LIHAT, &none, e));
    REFUSED(E_TIDAK_BERHAK, right_check(db, &w, AKSI_AUDIT_LIHAT, &none, e));
}

static void the_camat_sees_figures_of_his_territory_and_nobody_there(void **state)
{
    struct who camat = who_of(CAMAT), lurah = who_of(LURAH), kadis = who_of(KADIS);
    struct subject perawat = { PERAWAT, KAPUS, KADIS, PUSKESMAS }, pusk = { .unit_id = PUSKESMAS };
    struct subject pustu = { .unit_id = PUSTU }, dinkes = { .unit_id = DINKES };

    (void)state;
    OK(right_check(db, &camat, AKSI_UNIT_ANGKA, &pusk, e));
    OK(right_check(db, &camat, AKSI_UNIT_ANGKA, &pustu, e)); /* below it, without a territory of its own */
    REFUSED(E_TIDAK_BERHAK, right_check(db, &camat, AKSI_UNIT_ANGKA, &dinkes, e));
    REFUSED(E_TIDAK_BERHAK, right_check(db, &lurah, AKSI_UNIT_ANGKA, &pusk, e));
    for (int a = 0; a < AKSI_COUNT; a++) {
        struct err e = ERR_NONE;

        if (a == AKSI_UNIT_ANGKA || strchr(expected[a].peg, 's') || expected[a].peg[0] == '\0')
            continue;
        if (right_check(db, &camat, (enum aksi)a, &perawat, &e) == ST_OK)
            fail_msg("the camat may %s about a nurse of the puskesmas", expected[a].aksi);
    }
    OK(right_check(db, &kadis, AKSI_SKP_LIHAT, &perawat, e));
    /* Unknown and forbidden look the same. */
    REFUSED(E_TIDAK_ADA, right_check(db, &camat, AKSI_SKP_LIHAT, &perawat, e));
    REFUSED(E_TIDAK_ADA, right_check(db, &camat, AKSI_SKP_SETUJUI, &perawat, e));
    REFUSED(E_TIDAK_BERHAK, right_check(db, &kadis, AKSI_SKP_SETUJUI, &perawat, e));
}

static void the_auditor_reads_everything_and_changes_nothing(void **state)
{
    static const char *const lihat[] = { "unit.lihat",        "unit.angka",   "pegawai.lihat",
                                         "periode.lihat",     "skp.lihat",    "realisasi.lihat",
                                         "pelatihan.lihat",   "bukti.lihat",  "progres.lihat",
                                         "evaluasi.lihat",    "plugin.lihat", "plugin.telaah",
                                         "scoring.lihat",     "audit.lihat",  "keberatan.lihat",
                                         "konsolidasi.lihat", "kuasa.lihat",  "naskah.lihat" };
    struct who w = who_of(AKUN_AUDITOR);
    struct subject s = { PERAWAT, KAPUS, KADIS, PUSKESMAS };

    (void)state;
    for (int a = 0; a < AKSI_COUNT; a++) {
        struct err e = ERR_NONE;
        bool reads = false;

        for (size_t i = 0; i < COUNT(lihat); i++)
            reads |= strcmp(lihat[i], aksi_nama((enum aksi)a)) == 0;
        if ((right_check(db, &w, (enum aksi)a, &s, &e) == ST_OK) != reads)
            fail_msg("auditor: %s", aksi_nama((enum aksi)a));
    }
}

/* Relations hold as of a day: a unit that moved, a head that left. */
static void rights_follow_the_date(void **state)
{
    struct subject kel = { STAF, 0, 0, KELURAHAN };
    struct who before, after;

    (void)state;
    sql("UPDATE unit_induk SET selesai = '2026-06-30' WHERE unit_id = 3;"
        "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (3, 4, '2026-07-01');"
        "UPDATE penugasan SET selesai = '2026-09-30' WHERE id = 5;");
    before = who_on(CAMAT, "2026-06-30");
    after = who_on(CAMAT, "2026-07-01");
    OK(right_check(db, &before, AKSI_SKP_LIHAT, &kel, e));
    REFUSED(E_TIDAK_ADA, right_check(db, &after, AKSI_SKP_LIHAT, &kel, e));
    after = who_on(KADIS, "2026-07-01");
    OK(right_check(db, &after, AKSI_SKP_LIHAT, &kel, e));
    after = who_on(KADIS, "2026-10-01"); /* heads nothing any more */
    REFUSED(E_TIDAK_ADA, right_check(db, &after, AKSI_SKP_LIHAT, &kel, e));
    /* A territory that is no longer one. */
    sql("UPDATE unit_wilayah SET selesai = '2026-03-31' WHERE unit_id = 5");
    after = who_on(CAMAT, "2026-03-31");
    OK(right_check(db, &after, AKSI_UNIT_ANGKA, &(struct subject){ .unit_id = PUSTU }, e));
    assert_true(unit_listed(&after, AKSI_UNIT_ANGKA, PUSTU));
    after = who_on(CAMAT, "2026-04-01");
    REFUSED(E_TIDAK_BERHAK,
            right_check(db, &after, AKSI_UNIT_ANGKA, &(struct subject){ .unit_id = PUSTU }, e));
    assert_false(unit_listed(&after, AKSI_UNIT_ANGKA, PUSTU));
    /* A day that is none opens nothing. */
    after = who_on(KADIS, "2026-10-01");
    after = who_on(KADIS, "x'); DROP");
    REFUSED(E_TIDAK_ADA, right_check(db, &after, AKSI_SKP_LIHAT, &kel, e));
    assert_false(unit_listed(&after, AKSI_UNIT_ANGKA, KELURAHAN));
}

static void nobody_is_his_own_evaluator(void **state)
{
    struct who staf = who_of(STAF);
    struct subject s = { STAF, STAF, STAF, KELURAHAN };

    (void)state;
    REFUSED(E_TIDAK_BERHAK, right_check(db, &staf, AKSI_SKP_SETUJUI, &s, e));
    REFUSED(E_TIDAK_BERHAK, right_check(db, &staf, AKSI_EVALUASI_NILAI, &s, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_row_is_meant, setup, teardown),
        cmocka_unit_test_setup_teardown(each_role_action_and_relation, setup, teardown),
        cmocka_unit_test_setup_teardown(relations_are_what_they_say, setup, teardown),
        cmocka_unit_test_setup_teardown(a_list_never_shows_what_a_look_up_refuses, setup, teardown),
        cmocka_unit_test_setup_teardown(a_token_never_reaches_further_than_its_owner, setup, teardown),
        cmocka_unit_test_setup_teardown(a_token_of_a_unit_and_the_institution, setup, teardown),
        cmocka_unit_test_setup_teardown(the_camat_sees_figures_of_his_territory_and_nobody_there, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_auditor_reads_everything_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(rights_follow_the_date, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_is_his_own_evaluator, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
