/* The generated rest of a city of N: units of fifty people in a repeating pattern, written in chunks, so that
 * memory does not grow with N. */
#include <stdio.h>
#include <string.h>

#include "domain/demo_bagian.h"
#include "domain/penugasan.h"
#include "domain/unit.h"

enum { UNIT_PEOPLE = 50, CHUNK_UNITS = 10 };

/* Five kinds in turn; `induk` NULL: under the kecamatan generated before. */
static const struct kind {
    const char *jenis, *nama, *induk, *atasan, *kepala, *staf;
    enum jabatan_jenis kepala_jenis, staf_jenis;
    const char *jenjang, *eselon;
    enum demo_templat templat;
    bool opd, tambahan; /* tambahan: the head is a functional official with tugas tambahan */
} kinds[] = {
    { "dinas", "Dinas", "pekanbaru", "sekda", "Kepala Dinas", "Pengelola Kegiatan", JAB_JPT, JAB_PELAKSANA,
      NULL, "II.b", TPL_UMUM, true, false },
    { "puskesmas", "UPT Puskesmas", "dinkes", "kadinkes", "Kepala UPT Puskesmas", "Perawat Terampil",
      JAB_FUNGSIONAL, JAB_FUNGSIONAL, "terampil", NULL, TPL_PERAWAT, false, true },
    { "puskesmas", "UPT Puskesmas", "dinkes", "kadinkes", "Kepala UPT Puskesmas", "Bidan Terampil",
      JAB_FUNGSIONAL, JAB_FUNGSIONAL, "terampil", NULL, TPL_BIDAN, false, true },
    { "kecamatan", "Kecamatan", "pekanbaru", "sekda", "Camat", "Pengelola Pelayanan", JAB_ADMINISTRATOR,
      JAB_PELAKSANA, NULL, "III.a", TPL_KECAMATAN, true, false },
    { "kelurahan", "Kelurahan", NULL, NULL, "Lurah", "Pengadministrasi Pemerintahan", JAB_PENGAWAS,
      JAB_PELAKSANA, NULL, "IV.a", TPL_KELURAHAN, false, false },
};

static const struct kind *kind_of(int64_t u)
{
    return &kinds[u % (int64_t)COUNT(kinds)];
}

static int64_t units_of(const struct demo *d)
{
    return (d->pegawai - d->out_pegawai + UNIT_PEOPLE - 1) / UNIT_PEOPLE;
}

static void unit_code(int64_t u, char out[32])
{
    snprintf(out, 32, "contoh-%05lld", (long long)u + 1);
}

/* Units and posts ------------------------------------------------------------------------------------- */

static enum status add_post(struct db *db, const struct kind *k, int64_t unit, const char *kode,
                            const char *nama, bool head, int64_t atasan, int64_t *id, struct err *e)
{
    enum jabatan_jenis jenis = head ? k->kepala_jenis : k->staf_jenis;

    return db_int(
        db, id, e,
        "INSERT INTO jabatan (kode, nama, unit_id, jenis, jenjang, eselon, kelas, kepala, atasan_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        "ttitttiiI", kode, nama, unit, jabatan_jenis_kode(jenis), head ? NULL : k->jenjang,
        head ? k->eselon : NULL, (int64_t)(head ? 11 : 6), (int64_t)head, atasan ? &atasan : NULL);
}

static enum status add_unit(struct db *db, int64_t u, struct err *e)
{
    const struct kind *k = kind_of(u);
    char kode[32], before[32], head[48], staff[48], nama[96];
    struct unit_baru b = {
        .kode = kode, .nama = nama, .jenis = k->jenis, .opd = k->opd, .mulai = "2020-01-01"
    };
    int64_t up = 0, chief = 0, post = 0;
    enum status st;

    unit_code(u, kode);
    unit_code(u - 1, before);
    snprintf(nama, sizeof(nama), "%s Contoh %lld", k->nama, (long long)u + 1);
    st = unit_find(db, k->induk ? k->induk : before, &b.induk_id, e);
    if (st == ST_OK)
        st = unit_add(db, &b, e);
    snprintf(head, sizeof(head), "%s-kepala", k->atasan ? kode : before);
    if (st == ST_OK)
        st = db_int(db, &up, e, "SELECT id FROM jabatan WHERE kode = $1", "t", k->atasan ? k->atasan : head);
    snprintf(head, sizeof(head), "%s-kepala", kode);
    snprintf(staff, sizeof(staff), "%s-staf", kode);
    snprintf(nama, sizeof(nama), "%s Contoh %lld", k->kepala, (long long)u + 1);
    if (st == ST_OK)
        st = add_post(db, k, b.out_id, head, nama, true, up, &chief, e);
    return st == ST_OK ? add_post(db, k, b.out_id, staff, k->staf, false, chief, &post, e) : st;
}

static enum status add_units(struct db *db, struct demo_langkah *l, struct err *e)
{
    int64_t all = units_of(l->d);
    enum status st = ST_OK;

    for (int64_t u = 0; st == ST_OK && u < all; u++, l->n++)
        st = add_unit(db, u, e);
    return st;
}

enum status demo_kota_susun(struct db *db, struct demo *d, struct err *e)
{
    struct demo_langkah l = { .d = d, .apply = add_units, .apa = "unit" };

    return demo_langkah(db, &l, e);
}

/* People and, where there is one, their year
 * ------------------------------------------------------------------------------- */

struct post_pair {
    int64_t unit, head, staff;
};

static enum status posts_of(struct db *db, int64_t u, struct post_pair *out, struct err *e)
{
    char kode[32], post[48];
    enum status st;

    unit_code(u, kode);
    st = unit_find(db, kode, &out->unit, e);
    snprintf(post, sizeof(post), "%s-kepala", kode);
    if (st == ST_OK)
        st = db_int(db, &out->head, e, "SELECT id FROM jabatan WHERE kode = $1", "t", post);
    snprintf(post, sizeof(post), "%s-staf", kode);
    return st == ST_OK ? db_int(db, &out->staff, e, "SELECT id FROM jabatan WHERE kode = $1", "t", post) : st;
}

static enum status add_assignment(struct db *db, int64_t person, int64_t post, const char *jenis,
                                  const char *from, bool decree, int64_t *id, struct err *e)
{
    return db_int(db, id, e,
                  "INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, dasar_nomor, dasar_tanggal) "
                  "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                  "iitttt", person, post, jenis, from, decree ? "800/SK-CONTOH/2022" : "",
                  decree ? "2021-12-27" : NULL);
}

static enum status add_person(struct db *db, const struct kind *k, const struct post_pair *posts, bool head,
                              int64_t no, struct demo_skp *s, struct err *e)
{
    struct demo_orang o;
    char sex[2] = "";
    const char *from;
    int64_t extra;
    bool definite = head && !k->tambahan;
    enum status st;

    demo_orang(no, "pns", &o);
    sex[0] = o.kelamin;
    from = strcmp(o.tmt, "2022-01-03") > 0 ? o.tmt : "2022-01-03";
    st = db_int(
        db, &s->pegawai_id, e,
        "INSERT INTO pegawai (nip, nama, tempat_lahir, tanggal_lahir, kelamin, status, golongan, pendidikan, "
        "aktif_mulai) VALUES ($1, $2, 'Pekanbaru', $3, $4, 'pns', $5, 's1', $6) RETURNING id",
        "tttttt", o.nip, o.nama, o.lahir, sex, head ? "IV/a" : "III/a", o.tmt);
    if (st == ST_OK)
        st = add_assignment(db, s->pegawai_id, definite ? posts->head : posts->staff, "definitif", from,
                            false, &s->penugasan_id, e);
    if (st == ST_OK && head && k->tambahan)
        st = add_assignment(db, s->pegawai_id, posts->head, "tugas_tambahan", from, true, &extra, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "INSERT INTO akun (nama, pegawai_id, sandi, dibuat) VALUES ($1, $2, '!', $3)", "tit",
                     o.nip, s->pegawai_id, DEMO_DIBUAT);
    return st;
}

/* Everybody of a unit but its head is evaluated by the head: one resolution serves them all. */
static enum status one_unit(struct db *db, struct demo_langkah *l, int64_t u, const struct demo_periode *per,
                            struct err *e)
{
    const struct kind *k = kind_of(u);
    struct post_pair posts;
    struct penilai p = { .penilai_id = 0 };
    int64_t induk[DEMO_RHK] = { 0 }, first = l->d->out_pegawai + u * UNIT_PEOPLE, resolved_for = -1;
    enum status st = posts_of(db, u, &posts, e);

    for (int i = 0; st == ST_OK && i < UNIT_PEOPLE && first + i < l->d->pegawai; i++) {
        struct demo_skp s = { .no = first + i,
                              .tahun = 2025,
                              .templat = k->templat,
                              .mulai_bulan = 1,
                              .sampai_bulan = 12,
                              .unit_id = posts.unit,
                              .kepala = i == 0 };

        s.form = i == 0 && (k->kepala_jenis == JAB_JPT || k->kepala_jenis == JAB_ADMINISTRATOR) ? "A" : "B";
        st = add_person(db, k, &posts, i == 0, s.no, &s, e);
        if (st == ST_OK && l->d->kosong) {
            l->n++;
            continue;
        }
        if (st == ST_OK && resolved_for < (i > 0)) {
            st = penilai_resolve(db, s.pegawai_id, s.penugasan_id, "2025-01-01", &p, e);
            resolved_for = i > 0;
        }
        s.penilai_id = p.penilai_id;
        s.atasan_penilai_id = p.atasan_penilai_id;
        s.cara = penilai_cara_kode(p.cara);
        s.alasan = p.alasan;
        memcpy(s.induk, induk, sizeof(induk));
        if (st == ST_OK)
            st = demo_skp(db, &s, per, true, &l->d->out_nilai, e);
        if (i == 0)
            memcpy(induk, s.out_rhk, sizeof(induk));
        l->n++;
    }
    return st;
}

static enum status unit_chunk(struct db *db, struct demo_langkah *l, struct err *e)
{
    const struct demo_periode *per = l->data;
    int64_t all = units_of(l->d);
    enum status st = ST_OK;

    for (int64_t u = l->dari; st == ST_OK && u < l->dari + CHUNK_UNITS && u < all; u++)
        st = one_unit(db, l, u, per, e);
    return st;
}

enum status demo_kota_tahun(struct db *db, struct demo *d, struct err *e)
{
    struct demo_periode per;
    int64_t all = units_of(d), written = 0;
    enum status st = demo_periode(db, 2025, &per, e);

    for (int64_t u = 0; st == ST_OK && u < all; u += CHUNK_UNITS) {
        struct demo_langkah l = {
            .d = d, .apply = unit_chunk, .apa = "pegawai dan kinerja", .dari = u, .data = &per
        };

        st = demo_langkah(db, &l, e);
        written += l.n;
        if (st == ST_OK && d->progress)
            d->progress(d->arg, "Pegawai", d->out_pegawai + written, d->pegawai);
    }
    d->out_pegawai += written;
    return st;
}
