/* The walker: every machine × state × event × actor, through the commands, against a list that is written
 * apart from the tables. What is in the list must happen with its effect; everything else must be refused
 * with the right code and change nothing. */
#include "kerja.h"

/* The actors by the letter that the list uses. */
static const struct actor {
    char letter;
    int64_t akun;
    const char *nama;
} actors[] = {
    { 'P', PERAWAT, "pemilik" },
    { 'N', KAPUS, "penilai" },
    { 'A', KADIS, "atasan_penilai" },
    { 'K', AKUN_PENGELOLA, "pengelola" },
    { 'U', AKUN_ADMIN_UNIT, "admin_unit" },
    { 'C', AKUN_PUSAT, "admin_pusat" },
    { 'S', 0, "sistem" },
    { 'R', AKUN_AUDITOR, "auditor" },
    { 'L', LURAH, "orang lain" },
};

static const struct allowed {
    const char *machine, *from, *event, *to, *who;
    bool note;
} list[] = {
    { "periode", "terbuka", "kunci", "dikunci", "CS", false },
    { "periode", "dikunci", "buka", "terbuka", "CS", true },
    { "periode", "dikunci", "tutup", "ditutup", "CS", false },

    { "skp", "draf", "ajukan", "diajukan", "P", false },
    { "skp", "dikembalikan", "ajukan", "diajukan", "P", false },
    { "skp", "diajukan", "tarik", "draf", "P", false },
    { "skp", "diajukan", "kembalikan", "dikembalikan", "N", true },
    { "skp", "diajukan", "setujui", "disetujui", "N", false },
    { "skp", "disetujui", "mulai", "berjalan", "S", false },
    { "skp", "berjalan", "selesai", "selesai", "S", false },
    { "skp", "disetujui", "revisi", "revisi", "PN", true },
    { "skp", "berjalan", "revisi", "revisi", "PN", true },
    { "skp", "revisi", "ganti", "digantikan", "S", false },
    { "skp", "revisi", "lanjut", "berjalan", "S", false },
    { "skp", "disetujui", "gantikan", "digantikan", "KUCS", true },
    { "skp", "berjalan", "gantikan", "digantikan", "KUCS", true },
    { "skp", "draf", "batal", "batal", "P", false },
    { "skp", "dikembalikan", "batal", "batal", "P", false },

    { "realisasi", "draf", "ajukan", "diajukan", "P", false },
    { "realisasi", "dikembalikan", "ajukan", "diajukan", "P", false },
    { "realisasi", "diajukan", "tarik", "draf", "P", false },
    { "realisasi", "diajukan", "terima", "diterima", "N", false },
    { "realisasi", "diajukan", "kembalikan", "dikembalikan", "N", true },

    { "evaluasi", "belum", "nilai", "dinilai", "N", false },
    { "evaluasi", "dinilai", "nilai", "dinilai", "N", false },
    { "evaluasi", "dinilai", "tetapkan", "ditetapkan", "N", false },
    { "evaluasi", "belum", "lewati", "tidak_dinilai", "NKS", true },
    { "evaluasi", "tidak_dinilai", "pulihkan", "belum", "NKS", true },
};

static const char *const events[] = { "ajukan", "tarik",     "kembalikan", "setujui",  "mulai", "selesai",
                                      "revisi", "ganti",     "lanjut",     "gantikan", "batal", "terima",
                                      "nilai",  "tetapkan",  "lewati",     "pulihkan", "kunci", "buka",
                                      "tutup",  "keberatan", "putus",      "finalkan", "hapus", "" };

static int64_t skp_id, realisasi_id, evaluasi_id;

/* An approved plan with a realisation that has a value, and a rated evaluation. */
static int prepare(void **state)
{
    if (setup(state) != 0)
        return -1;
    skp_id = skp_disetujui();
    sql("INSERT INTO realisasi (id, skp_versi_id, periode_id) SELECT 1, id, 3 FROM skp_versi WHERE skp_id = "
        "1;"
        "INSERT INTO realisasi_nilai (realisasi_id, indikator_id, nilai) SELECT 1, min(id), 5 FROM indikator;"
        "INSERT INTO evaluasi (id, skp_versi_id, periode_id, rating_hasil, rating_perilaku, predikat)"
        " SELECT 1, id, 2, 'sesuai', 'sesuai', 'baik' FROM skp_versi WHERE skp_id = 1;");
    assert_int_equal(skp_id, 1);
    realisasi_id = evaluasi_id = 1;
    return 0;
}

static enum status same_input(struct db *d, int64_t id, char hash[DIGEST_HEX], struct err *e)
{
    (void)d;
    (void)id;
    (void)e;
    snprintf(hash, DIGEST_HEX, "%s", HASH64);
    return ST_OK;
}

static enum status rate(const struct who *w, int64_t versi, struct err *e)
{
    struct hasil_baru h = { .kode = "skema.permenpanrb-6-2022.predikat",
                            .release_id = RELEASE_SKEMA,
                            .setelan_hash = HASH64,
                            .masukan_hash = HASH64,
                            .masukan = "{}",
                            .api = 1,
                            .nilai = "\"baik\"" };
    struct evaluasi_nilai in = { .id = evaluasi_id,
                                 .rating_hasil = "sesuai",
                                 .rating_perilaku = "sesuai",
                                 .alasan = "",
                                 .catatan = "",
                                 .predikat = "baik",
                                 .nhasil = 1,
                                 .hasil = &h,
                                 .saran = -1,
                                 .predikat_hasil = 0,
                                 .masukan_hash = HASH64,
                                 .masukan = same_input };

    return run_as(w, evaluasi_nilai, &in, versi, e);
}

/* The row version of the object, of the plan for a plan. */
static int64_t version_of(const struct machine *m)
{
    char text[96];

    if (m == &skp_machine)
        return skp_versi(skp_id);
    snprintf(text, sizeof(text), "SELECT versi FROM %s WHERE id = %d", m->table,
             m == &periode_machine ? 4 : 1);
    return number(text);
}

static enum status send(const struct machine *m, const struct who *w, const char *event, const char *note,
                        struct err *e)
{
    int64_t versi = version_of(m);

    if (m == &periode_machine) {
        struct periode_langkah in = { 4, event, note };

        return run_as(w, periode_langkah, &in, versi, e);
    }
    if (m == &skp_machine) {
        struct skp_langkah in = { skp_id, event, note, "2026-06-30" };

        return run_as(w, skp_langkah, &in, versi, e);
    }
    if (m == &realisasi_machine) {
        struct realisasi_langkah in = { skp_id, 3, event, note };

        return run_as(w, realisasi_langkah, &in, versi, e);
    }
    if (strcmp(event, "nilai") == 0)
        return rate(w, versi, e);
    return run_as(w, evaluasi_langkah, &(struct evaluasi_langkah){ evaluasi_id, event, note }, versi, e);
}

static void put_state(const struct machine *m, const char *state)
{
    struct buf b = BUF_NONE;

    buf_printf(&b, "UPDATE %s SET %s = '%s' WHERE id = %d", m->table, m->column, state,
               m == &periode_machine ? 4 : 1);
    sql(b.p);
    buf_free(&b);
}

static const char *state_of(const struct machine *m)
{
    char text[96];

    snprintf(text, sizeof(text), "SELECT %s FROM %s WHERE id = %d", m->column, m->table,
             m == &periode_machine ? 4 : 1);
    return string(text);
}

static const struct allowed *find(const struct machine *m, const char *state, const char *event, char letter)
{
    for (size_t i = 0; i < COUNT(list); i++)
        if (strcmp(list[i].machine, m->nama) == 0 && strcmp(list[i].from, state) == 0 &&
            strcmp(list[i].event, event) == 0 && strchr(list[i].who, letter))
            return &list[i];
    return NULL;
}

/* Has the actor this event in any state; has the state this event for anybody? */
static bool known(const struct machine *m, const char *state, const char *event, char letter)
{
    for (size_t i = 0; i < COUNT(list); i++)
        if (strcmp(list[i].machine, m->nama) == 0 && strcmp(list[i].event, event) == 0 &&
            (!state || strcmp(list[i].from, state) == 0) && (!letter || strchr(list[i].who, letter)))
            return true;
    return false;
}

/* May the actor see the object at all? Otherwise it does not exist for him. */
static bool sees(const struct machine *m, char letter)
{
    if (m == &periode_machine)
        return true;
    if (letter == 'L')
        return false;
    return m == &skp_machine || letter != 'U';
}

static bool is_code(enum code got, const enum code *want)
{
    for (; *want; want++)
        if (got == *want)
            return true;
    return false;
}

static void expect_refused(const struct machine *m, const char *state, const char *event,
                           const struct actor *a, enum code got)
{
    enum code hidden[] = { E_SKP_TIDAK_ADA, E_EVALUASI_TIDAK_ADA, E_NONE };
    enum code denied[] = { E_TIDAK_BERHAK, E_NILAI_DIRI, E_NONE };
    enum code state_[] = { E_ALUR_PERISTIWA, E_NONE };
    const enum code *want = state_;

    if (!sees(m, a->letter))
        want = hidden;
    else if (m == &periode_machine && !strchr("CS", a->letter))
        want = denied;
    else if (m == &evaluasi_machine && a->letter == 'P')
        want = denied; /* about himself he does nothing here, whatever the state */
    else if (known(m, NULL, event, '\0') && !known(m, NULL, event, a->letter))
        want = denied;
    else if (known(m, state, event, '\0'))
        want = denied; /* this state has it, for somebody else */
    if (!is_code(got, want))
        fail_msg("%s %s --%s--> by %s: %s", m->nama, state, event, a->nama, code_row(got)->name);
}

static void walk_one(const struct machine *m, const char *state, const char *event, const struct actor *a)
{
    const struct allowed *row = find(m, state, event, a->letter);
    struct who w = who_of(a->akun);
    struct err e = ERR_NONE;
    enum status st;
    int64_t versi, rows;

    put_state(m, state);
    versi = version_of(m);
    rows = audit_rows();
    if (row && row->note) { /* first without the note that it needs */
        st = send(m, &w, event, " \n", &e);
        if (st == ST_OK || e.code != E_TANPA_CATATAN || e.nfaults != 1 ||
            strcmp(e.faults[0].at, "/catatan") != 0)
            fail_msg("%s %s --%s--> without a note: %s", m->nama, state, event, code_row(e.code)->name);
        err_clear(&e);
    }
    st = send(m, &w, event, "Karena diuji", &e);
    if (!row) {
        if (st == ST_OK)
            fail_msg("%s %s --%s--> by %s was allowed", m->nama, state, event, a->nama);
        expect_refused(m, state, event, a, e.code);
        assert_string_equal(state_of(m), state);
        assert_int_equal(version_of(m), versi);
        assert_int_equal(audit_rows(), rows);
        return;
    }
    if (st != ST_OK)
        fail_msg("%s %s --%s--> by %s: %s (%s)", m->nama, state, event, a->nama, e.msg,
                 code_row(e.code)->name);
    assert_string_equal(state_of(m), row->to);
    assert_true(version_of(m) > versi);
    assert_int_equal(audit_rows(), rows + 1);
    assert_string_equal(string("SELECT objek || ' ' || dari || ' ' || peristiwa || ' ' || ke FROM audit"
                               " ORDER BY n DESC LIMIT 1"),
                        arena_printf(arena, "%s %s %s %s", m->nama, state, event, row->to));
    assert_int_equal(number("SELECT coalesce(akun_id, 0) FROM audit ORDER BY n DESC LIMIT 1"), a->akun);
    assert_int_equal(last.etag, version_of(m));
}

/* A copy of the prepared database to come back to after every step. */
static void each_machine_state_event_and_actor(void **state)
{
    struct db *copy_from = db;
    char backup[96], used[128];
    size_t steps = 0, done = 0;
    bool hit[COUNT(list)] = { false };

    (void)state;
    snprintf(backup, sizeof(backup), "%s/awal.db", folder);
    OK(db_backup(db, backup, e));
    for (size_t i = 0; machines[i]; i++)
        for (size_t s = 0; s < machines[i]->nstates; s++)
            for (size_t v = 0; v < COUNT(events); v++)
                for (size_t a = 0; a < COUNT(actors); a++) {
                    const struct machine *m = machines[i];
                    const struct allowed *row = find(m, m->states[s], events[v], actors[a].letter);

                    /* A refused step changes nothing, so only after an allowed one is a fresh copy needed. */
                    walk_one(m, m->states[s], events[v], &actors[a]);
                    steps++;
                    if (!row)
                        continue;
                    hit[row - list] = true;
                    done++;
                    if (db != copy_from)
                        db_close(db);
                    snprintf(used, sizeof(used), "sqlite:%s/langkah.db", folder);
                    remove(used + 7);
                    {
                        struct db *fresh;
                        char source[112];

                        snprintf(source, sizeof(source), "sqlite:%s", backup);
                        OK(db_open_any(source, DB_WRITE, false, &fresh, e));
                        OK(db_backup(fresh, used + 7, e));
                        db_close(fresh);
                    }
                    OK(db_open_any(used, DB_WRITE, false, &db, e));
                    OK(db_exec(db, NULL, e, "PRAGMA synchronous=OFF", ""));
                }
    for (size_t i = 0; i < COUNT(list); i++)
        if (!hit[i])
            fail_msg("never walked: %s %s %s", list[i].machine, list[i].from, list[i].event);
    assert_int_equal(steps, (3 + 9 + 4 + 7) * COUNT(events) * COUNT(actors));
    assert_true(done > COUNT(list));
    if (db != copy_from)
        db_close(copy_from);
}

static void the_tables_hold_nothing_else(void **state)
{
    size_t rows = 0;

    (void)state;
    for (size_t i = 0; machines[i]; i++) {
        rows += machines[i]->nrows;
        assert_ptr_equal(machine_find(machines[i]->nama), machines[i]);
        for (size_t r = 0; r < machines[i]->nrows; r++) {
            const struct transition *t = &machines[i]->rows[r];

            assert_true(t->from >= 0 && (size_t)t->from < machines[i]->nstates);
            assert_true(t->to >= 0 && (size_t)t->to < machines[i]->nstates);
            assert_int_not_equal(t->who, 0);
        }
    }
    assert_int_equal(rows, COUNT(list));
    assert_null(machine_find("tidak-ada"));
}

/* What the list of buttons says is what happens. */
static void buttons_tell_the_truth(void **state)
{
    (void)state;
    for (size_t i = 0; machines[i]; i++)
        for (size_t s = 0; s < machines[i]->nstates; s++)
            for (size_t a = 0; a < COUNT(actors); a++) {
                const struct machine *m = machines[i];
                struct flow_object o = { .id = m == &periode_machine ? 4 : 1, .state = (int)s };
                struct who w = who_of(actors[a].akun);
                struct buf b = BUF_NONE;
                struct jw out;
                json_t *v;

                if (m != &periode_machine)
                    o.subject = (struct subject){ PERAWAT, KAPUS, KADIS, PUSKESMAS };
                jw_start(&out, &b);
                OK(flow_aksi(db, m, &o, &w, &out, e));
                v = json_of(b.p);
                for (size_t k = 0; k < COUNT(events); k++) {
                    const struct allowed *row = find(m, m->states[s], events[k], actors[a].letter);
                    json_t *button = NULL;

                    for (size_t n = 0; n < json_array_size(v); n++)
                        if (strcmp(json_string_value(json_object_get(json_array_get(v, n), "aksi")),
                                   events[k]) == 0)
                            button = json_array_get(v, n);
                    /* Events that are never this person's are no buttons. */
                    if ((button != NULL) != known(m, NULL, events[k], actors[a].letter))
                        fail_msg("%s %s: button %s of %s", m->nama, m->states[s], events[k], actors[a].nama);
                    if (!button)
                        continue;
                    assert_int_equal(json_is_true(json_object_get(button, "boleh")), row != NULL);
                    if (row)
                        assert_int_equal(json_is_true(json_object_get(button, "catatan")), row->note);
                    else
                        assert_true(json_is_string(json_object_get(button, "code")) &&
                                    json_is_string(json_object_get(button, "alasan")));
                }
                json_decref(v);
                buf_free(&b);
            }
}

static void a_stale_version_stops_every_machine(void **state)
{
    static const char *const first[] = { "kunci", "ajukan", "ajukan", "lewati" };
    static const int64_t by[] = { AKUN_PUSAT, PERAWAT, PERAWAT, KAPUS };

    (void)state;
    put_state(&skp_machine, "draf");
    for (size_t i = 0; machines[i]; i++) {
        const struct machine *m = machines[i];
        struct who w = who_of(by[i]);
        int64_t versi = version_of(m);
        struct periode_langkah p = { 4, first[i], "x" };
        struct skp_langkah s = { skp_id, first[i], "x", NULL };
        struct realisasi_langkah r = { skp_id, 3, first[i], "x" };
        struct evaluasi_langkah v = { evaluasi_id, first[i], "x" };
        struct {
            run_fn *fn;
            void *in;
        } c[] = {
            { periode_langkah, &p }, { skp_langkah, &s }, { realisasi_langkah, &r }, { evaluasi_langkah, &v }
        };

        REFUSED(E_TANPA_VERSI, run_as(&w, c[i].fn, c[i].in, 0, e));
        REFUSED(E_VERSI, run_as(&w, c[i].fn, c[i].in, versi + 1, e));
        OK(run_as(&w, c[i].fn, c[i].in, versi, e));
        REFUSED(E_VERSI, run_as(&w, c[i].fn, c[i].in, versi, e));
    }
}

static void diagrams_show_every_row(void **state)
{
    (void)state;
    for (size_t i = 0; machines[i]; i++) {
        struct buf b = BUF_NONE;
        size_t arrows = 0;

        flow_dot(machines[i], &b);
        for (const char *s = b.p; (s = strstr(s, " -> ")); s++)
            arrows++;
        assert_int_equal(arrows, machines[i]->nrows);
        assert_int_equal(strncmp(b.p, "digraph ", 8), 0);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tables_hold_nothing_else, setup, teardown),
        cmocka_unit_test_setup_teardown(each_machine_state_event_and_actor, prepare, teardown),
        cmocka_unit_test_setup_teardown(buttons_tell_the_truth, prepare, teardown),
        cmocka_unit_test_setup_teardown(a_stale_version_stops_every_machine, prepare, teardown),
        cmocka_unit_test_setup_teardown(diagrams_show_every_row, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
