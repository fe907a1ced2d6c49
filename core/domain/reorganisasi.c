#include "domain/reorganisasi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/jabatan.h"
#include "domain/penugasan.h"
#include "domain/perintah_baca.h"
#include "domain/peristiwa.h"
#include "domain/tanggal.h"
#include "domain/unit.h"
#include "domain/view.h"

enum { LANGKAH_MAX = 50, JABATAN_MAX = 500 };

struct kerja {
    struct perintah *p;
    struct db *db;
    const struct reorganisasi *in;
    struct arena *a;
    struct jw unit, pegawai; /* lists of what happens */
    struct buf unit_text, pegawai_text;
    int no; /* of the step, from 0 */
};

enum status reorganisasi_baca(const json_t *body, struct arena *a, struct reorganisasi *out, struct err *e)
{
#define F(field) offsetof(struct reorganisasi, field)
    static const struct baca_medan medan[] = {
        { "mulai", BACA_TANGGAL, F(mulai), true, 0, NULL },
        { "nomor", BACA_TEKS, F(nomor), true, 100, NULL },
        { "tanggal", BACA_TANGGAL, F(tanggal), true, 0, NULL },
        { "pratinjau", BACA_YA, F(pratinjau), false, 0, NULL },
        { "langkah", BACA_LAIN, 0, true, 0, NULL },
    };
#undef F

    *out = (struct reorganisasi){ .pratinjau = false };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    out->langkah = baca_daftar(body, "", "langkah", true, LANGKAH_MAX, e);
    if (out->nomor && !out->nomor[strspn(out->nomor, " ")])
        err_fault(e, "/nomor", "Wajib diisi: nomor keputusan.");
    return baca_akhir(e);
}

/* Units of a step -----------------------------------------------------------------------------------------
 */

static enum status fault(const struct kerja *k, struct err *e, const char *key, const char *text)
{
    char at[64];

    snprintf(at, sizeof(at), "/langkah/%d/%s", k->no, key);
    err_fault(e, at, "%s", text);
    return err_set(e, E_MASUKAN, "Langkah %d, %s: %s", k->no + 1, key, text);
}

static const char *text_of(const json_t *step, const char *key)
{
    return json_string_value(json_object_get(step, key));
}

/* The unit that the member names, which the actor may change and which stands on that day. */
static enum status unit_of(struct kerja *k, const json_t *step, const char *key, int64_t *id, struct err *e)
{
    const char *kode = text_of(step, key);
    int64_t gone = 0;
    enum status st;

    if (!kode)
        return fault(k, e, key, "Wajib diisi: kode unit.");
    st = unit_find(k->db, kode, id, e);
    if (st == ST_OK)
        st = right_check(k->db, &k->p->who, AKSI_UNIT_UBAH, &(struct subject){ .unit_id = *id }, e);
    if (st == ST_OK)
        st = db_int(k->db, &gone, e, "SELECT count(*) FROM unit WHERE id = $1 AND berakhir < $2", "it", *id,
                    k->in->mulai);
    return st == ST_OK && gone ? err_set(e, E_UNIT_BERAKHIR, "Unit %s sudah berakhir.", kode) : st;
}

static enum status note_unit(struct kerja *k, int64_t id, const char *what, struct err *e)
{
    struct audit_entry entry = {
        .objek = "unit", .objek_id = id, .peristiwa = what, .catatan = k->in->nomor, .peran = "admin"
    };
    enum status st;

    jw_open(&k->unit, '{');
    st = view_unit(k->db, &k->unit, "unit", id, e);
    jw_ktext(&k->unit, "peristiwa", what);
    jw_close(&k->unit);
    return st == ST_OK ? audit_add(k->db, &k->p->who, &entry, NULL, e) : st;
}

static enum status buat(struct kerja *k, const json_t *step, struct err *e)
{
    struct unit_baru u = { .kode = text_of(step, "kode"),
                           .nama = text_of(step, "nama"),
                           .jenis = text_of(step, "jenis_unit"),
                           .opd = json_is_true(json_object_get(step, "opd")),
                           .mulai = k->in->mulai };
    enum status st;

    if (!u.kode || !*u.kode || strlen(u.kode) > 64)
        return fault(k, e, "kode", "Isi 1 sampai 64 huruf.");
    if (!u.nama || !*u.nama || strlen(u.nama) > 200)
        return fault(k, e, "nama", "Isi 1 sampai 200 huruf.");
    if (!u.jenis || !*u.jenis || strlen(u.jenis) > 40)
        return fault(k, e, "jenis_unit", "Isi 1 sampai 40 huruf.");
    if ((st = unit_of(k, step, "induk", &u.induk_id, e)) == ST_OK)
        st = unit_add(k->db, &u, e);
    return st == ST_OK ? note_unit(k, u.out_id, "buat", e) : st;
}

static enum status pindah(struct kerja *k, const json_t *step, struct err *e)
{
    int64_t unit = 0, induk = 0;
    enum status st = unit_of(k, step, "unit", &unit, e);

    if (st == ST_OK)
        st = unit_of(k, step, "induk", &induk, e);
    if (st == ST_OK)
        st = unit_pindah(k->db, unit, induk, k->in->mulai, e);
    return st == ST_OK ? note_unit(k, unit, "pindah", e) : st;
}

/* Posts ---------------------------------------------------------------------------------------------------
 */

struct pos {
    int64_t lama, baru, atasan; /* atasan: of the old post on that day */
    bool kepala;
};

/* Posts of a unit that somebody holds from that day on, or that `pilih` (may be NULL) names. */
static enum status list_posts(struct kerja *k, int64_t unit, const json_t *pilih, struct pos *out, size_t *n,
                              struct err *e)
{
    struct jabatan *all;
    size_t found = 0;
    enum status st = jabatan_list(k->db, unit, k->a, &all, &found, e);

    *n = 0;
    for (size_t i = 0; st == ST_OK && i < found && *n < JABATAN_MAX; i++) {
        bool wanted = !pilih;

        for (size_t x = 0; pilih && x < json_array_size(pilih); x++)
            wanted |= json_integer_value(json_array_get(pilih, x)) == all[i].id;
        if (!wanted)
            continue;
        out[*n] = (struct pos){ .lama = all[i].id, .kepala = all[i].kepala };
        st = jabatan_atasan(k->db, all[i].id, k->in->mulai, &out[(*n)++].atasan, e);
    }
    if (st == ST_OK && pilih && *n != json_array_size(pilih))
        return fault(k, e, "jabatan", "Ada jabatan yang bukan milik unit itu.");
    return st;
}

static enum status head_post(struct kerja *k, int64_t unit, int64_t *id, struct err *e)
{
    enum status st =
        db_int(k->db, id, e, "SELECT id FROM jabatan WHERE unit_id = $1 AND kepala = 1 LIMIT 1", "i", unit);

    if (st == ST_NOT_FOUND) {
        *id = 0;
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

static enum status make_posts(struct kerja *k, int64_t ke, struct pos *p, size_t n, struct err *e)
{
    int64_t head = 0;
    enum status st = head_post(k, ke, &head, e);

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct jabatan j;

        if ((st = jabatan_load(k->db, p[i].lama, k->a, &j, e)) != ST_OK)
            break;
        j.kode = NULL;
        j.unit_id = ke;
        j.kepala = j.kepala && !head;
        j.atasan_id = 0;
        st = jabatan_add(k->db, &j, e);
        p[i].baru = j.id;
        if (j.kepala)
            head = j.id;
    }
    /* The line of command moves with the posts; a former head stands under the head of the new unit. */
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        int64_t up = p[i].atasan;

        for (size_t x = 0; x < n; x++)
            if (p[x].lama == p[i].atasan)
                up = p[x].baru;
        if (p[i].kepala && head && head != p[i].baru)
            up = head;
        if (up)
            st = jabatan_set_atasan(k->db, p[i].baru, up, k->in->mulai, e);
    }
    return st;
}

static enum status note_person(struct kerja *k, int64_t pegawai, int64_t dari, int64_t ke, struct err *e)
{
    enum status st;

    jw_open(&k->pegawai, '{');
    st = view_pegawai(k->db, &k->pegawai, "pegawai", pegawai, e);
    jw_kint(&k->pegawai, "jabatan_lama", dari);
    jw_kint(&k->pegawai, "jabatan_baru", ke);
    jw_close(&k->pegawai);
    return st;
}

/* Acting heads go on in the new post until the end that they had. */
static enum status move_acting(struct kerja *k, const struct pos *p, const struct penugasan *old,
                               struct err *e)
{
    struct penugasan t = *old;
    char last[DATE_TEXT];
    enum status st;

    tanggal_geser(k->in->mulai, -1, last);
    t.id = 0;
    t.jabatan_id = p->baru;
    snprintf(t.mulai, sizeof(t.mulai), "%s", k->in->mulai);
    snprintf(t.dasar_nomor, sizeof(t.dasar_nomor), "%s", k->in->nomor);
    snprintf(t.dasar_tanggal, sizeof(t.dasar_tanggal), "%s", k->in->tanggal);
    st = penugasan_tutup(k->db, old->id, last, e);
    return st == ST_OK ? penugasan_add(k->db, &t, e) : st;
}

static enum status move_holder(struct kerja *k, const struct pos *p, const struct penugasan *old,
                               struct err *e)
{
    struct peristiwa_catat in = { .pegawai_id = old->pegawai_id,
                                  .jenis = "mutasi",
                                  .tmt = k->in->mulai,
                                  .nomor = k->in->nomor,
                                  .tanggal = k->in->tanggal,
                                  .instansi = "",
                                  .keterangan = "Reorganisasi",
                                  .jabatan_id = p->baru };
    struct perintah sub = { .who = k->p->who, .input = &in };
    enum status st = peristiwa_catat(&sub, k->db, e);

    buf_free(&sub.reply.body);
    return st == ST_OK ? note_person(k, old->pegawai_id, p->lama, p->baru, e) : st;
}

static enum status move_people(struct kerja *k, const struct pos *p, bool acting, struct err *e)
{
    struct buf ids = BUF_NONE;
    struct rows r;
    enum status st =
        db_rows(k->db, &r, e,
                "SELECT id FROM penugasan WHERE jabatan_id = $1 AND mulai < $2 AND (selesai IS NULL OR"
                " selesai >= $2) AND (jenis = 'definitif') = ($3 = 0) ORDER BY id",
                "iti", p->lama, k->in->mulai, (int64_t)acting);

    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(&ids, &id, sizeof(id));
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < ids.len / sizeof(int64_t); i++) {
        struct penugasan t;

        st = penugasan_load(k->db, ((const int64_t *)(const void *)ids.p)[i], &t, e);
        if (st == ST_OK)
            st = acting ? move_acting(k, p, &t, e) : move_holder(k, p, &t, e);
    }
    buf_free(&ids);
    return st;
}

static enum status move_posts(struct kerja *k, int64_t unit, int64_t ke, const json_t *pilih, struct err *e)
{
    struct pos *p = arena_array(k->a, struct pos, JABATAN_MAX);
    size_t n = 0;
    enum status st;

    if (unit == ke)
        return fault(k, e, "ke", "Harus unit lain.");
    if ((st = list_posts(k, unit, pilih, p, &n, e)) == ST_OK)
        st = make_posts(k, ke, p, n, e);
    /* First who acts, then who holds: a transfer ends additional duties of the old unit. */
    for (int pass = 1; pass >= 0; pass--)
        for (size_t i = 0; st == ST_OK && i < n; i++)
            st = move_people(k, &p[i], pass == 1, e);
    return st;
}

static enum status end_unit(struct kerja *k, int64_t unit, struct err *e)
{
    char last[DATE_TEXT];
    int64_t people = 0, units = 0;
    enum status st = db_int(k->db, &people, e,
                            "SELECT count(*) FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE"
                            " j.unit_id = $1 AND (t.selesai IS NULL OR t.selesai >= $2)",
                            "it", unit, k->in->mulai);

    if (st == ST_OK)
        st = db_int(
            k->db, &units, e,
            "SELECT count(*) FROM unit_induk WHERE induk_id = $1 AND (selesai IS NULL OR selesai >= $2)",
            "it", unit, k->in->mulai);
    if (st == ST_OK && (people || units))
        return err_set(e, E_UNIT_BERISI, "Unit itu masih mempunyai %lld penugasan dan %lld unit di bawahnya.",
                       (long long)people, (long long)units);
    tanggal_geser(k->in->mulai, -1, last);
    if (st == ST_OK)
        st = unit_pindah(k->db, unit, 0, k->in->mulai, e);
    if (st == ST_OK)
        st = db_exec(k->db, NULL, e, "UPDATE unit SET berakhir = $2, versi = versi + 1 WHERE id = $1", "it",
                     unit, last);
    return st == ST_OK ? note_unit(k, unit, "akhiri", e) : st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

static enum status move_children(struct kerja *k, int64_t unit, int64_t ke, struct err *e)
{
    struct buf ids = BUF_NONE;
    struct rows r;
    enum status st = db_rows(k->db, &r, e,
                             "SELECT unit_id FROM unit_induk WHERE induk_id = $1 AND (selesai IS NULL OR"
                             " selesai >= $2) ORDER BY unit_id",
                             "it", unit, k->in->mulai);

    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(&ids, &id, sizeof(id));
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < ids.len / sizeof(int64_t); i++) {
        int64_t id = ((const int64_t *)(const void *)ids.p)[i];

        st = unit_pindah(k->db, id, ke, k->in->mulai, e);
        if (st == ST_OK)
            st = note_unit(k, id, "pindah", e);
    }
    buf_free(&ids);
    return st;
}

static enum status gabung(struct kerja *k, const json_t *step, struct err *e)
{
    int64_t unit = 0, ke = 0;
    enum status st = unit_of(k, step, "unit", &unit, e);

    if (st == ST_OK)
        st = unit_of(k, step, "ke", &ke, e);
    if (st == ST_OK)
        st = move_posts(k, unit, ke, NULL, e);
    if (st == ST_OK)
        st = move_children(k, unit, ke, e);
    return st == ST_OK ? end_unit(k, unit, e) : st;
}

static enum status pindah_jabatan(struct kerja *k, const json_t *step, struct err *e)
{
    const json_t *pilih = json_object_get(step, "jabatan");
    int64_t unit = 0, ke = 0;
    enum status st;

    if (!json_is_array(pilih) || !json_array_size(pilih) || json_array_size(pilih) > JABATAN_MAX)
        return fault(k, e, "jabatan", "Isi daftar id jabatan.");
    st = unit_of(k, step, "unit", &unit, e);
    if (st == ST_OK)
        st = unit_of(k, step, "ke", &ke, e);
    return st == ST_OK ? move_posts(k, unit, ke, pilih, e) : st;
}

static enum status akhiri(struct kerja *k, const json_t *step, struct err *e)
{
    int64_t unit = 0;
    enum status st = unit_of(k, step, "unit", &unit, e);

    return st == ST_OK ? end_unit(k, unit, e) : st;
}

static const struct {
    const char *jenis;
    enum status (*run)(struct kerja *k, const json_t *step, struct err *e);
} steps[] = { { "buat", buat },
              { "pindah", pindah },
              { "gabung", gabung },
              { "pindah_jabatan", pindah_jabatan },
              { "akhiri", akhiri } };

static enum status one_step(struct kerja *k, const json_t *step, struct err *e)
{
    const char *jenis = text_of(step, "jenis");

    for (size_t i = 0; jenis && i < COUNT(steps); i++)
        if (strcmp(jenis, steps[i].jenis) == 0)
            return steps[i].run(k, step, e);
    return fault(k, e, "jenis", "buat, pindah, gabung, pindah_jabatan atau akhiri.");
}

static enum status not_closed(struct kerja *k, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(k->db, &n, e, "SELECT count(*) FROM periode WHERE status = 'ditutup' AND selesai >= $1", "t",
               k->in->mulai);

    return st == ST_OK && n ? err_set(e, E_PERISTIWA_PERIODE, NULL) : st;
}

static enum status store(struct kerja *k, struct err *e)
{
    struct audit_entry entry = {
        .objek = "reorganisasi", .peristiwa = "terapkan", .catatan = k->in->nomor, .peran = "admin"
    };
    struct buf isi = BUF_NONE;
    char now[TIME_TEXT];
    int64_t akun = k->p->who.akun_id;
    enum status st;

    json_canonical(k->in->langkah, &isi);
    time_format(clock_now(), now);
    st = db_int(k->db, &entry.objek_id, e,
                "INSERT INTO reorganisasi (mulai, nomor, tanggal, isi, akun_id, waktu)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                "ttttIt", k->in->mulai, k->in->nomor, k->in->tanggal, isi.p, akun ? &akun : NULL, now);
    buf_free(&isi);
    return st == ST_OK ? audit_add(k->db, &k->p->who, &entry, NULL, e) : st;
}

static void reply(struct kerja *k)
{
    struct jw w;

    jw_start(&w, &k->p->reply.body);
    jw_open(&w, '{');
    jw_kbool(&w, "pratinjau", k->in->pratinjau);
    jw_ktext(&w, "mulai", k->in->mulai);
    jw_kraw(&w, "unit", k->unit_text.p);
    jw_kraw(&w, "pegawai", k->pegawai_text.p);
    jw_close(&w);
}

enum status reorganisasi(struct perintah *p, struct db *db, struct err *e)
{
    struct kerja k = { .p = p, .db = db, .in = p->input, .a = arena_new() };
    size_t n = json_array_size(k.in->langkah);
    enum status st = not_closed(&k, e);

    jw_start(&k.unit, &k.unit_text);
    jw_open(&k.unit, '[');
    jw_start(&k.pegawai, &k.pegawai_text);
    jw_open(&k.pegawai, '[');
    if (st == ST_OK && !n)
        st = err_set(e, E_MASUKAN, "Sebutkan sekurang-kurangnya satu langkah.");
    if (st == ST_OK)
        st = db_savepoint(db, e);
    for (k.no = 0; st == ST_OK && (size_t)k.no < n; k.no++)
        st = one_step(&k, json_array_get(k.in->langkah, (size_t)k.no), e);
    jw_close(&k.unit);
    jw_close(&k.pegawai);
    if (st == ST_OK && !k.in->pratinjau)
        st = store(&k, e);
    if (st == ST_OK) {
        reply(&k);
        /* A preview went through everything that the real thing does. */
        if (k.in->pratinjau)
            db_rollback_savepoint(db);
        else
            st = db_release(db, e);
    }
    buf_free(&k.unit_text);
    buf_free(&k.pegawai_text);
    arena_free(k.a);
    return st;
}
