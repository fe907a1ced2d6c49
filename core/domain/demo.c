/* Loading the story: organisation, people, special assignments, accounts; then their plans and work. */
#include "domain/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/pegawai.h"
#include "domain/penugasan.h"
#include "domain/periode.h"
#include "domain/skp.h"
#include "domain/unit.h"

enum { YEAR_DONE = 2025, YEAR_NOW = 2026, MONTHS_NOW = 3, HOLDERS_MAX = 4 };

enum status demo_kosong(struct db *db, struct err *e)
{
    static const char *const tables[] = { "unit", "pegawai", "akun", "periode" };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(tables); i++) {
        struct buf sql = BUF_NONE;
        int64_t n = 0;

        buf_printf(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s LIMIT 1) x", tables[i]);
        st = db_int(db, &n, e, sql.p, "");
        buf_free(&sql);
        if (st == ST_OK && n > 0)
            st = err_set(e, E_DB_BERISI, "Basis data itu sudah berisi data (tabel %s).", tables[i]);
    }
    return st;
}

/* Steps ----------------------------------------------------------------------------------------------- */

static enum status step_apply(struct command *c, struct db *db, struct err *e)
{
    struct demo_langkah *l = (struct demo_langkah *)c;
    struct audit_entry a = { .objek = "demo", .peristiwa = "muat", .catatan = l->apa };
    struct buf isi = BUF_NONE;
    struct who who;
    enum status st = l->apply(db, l, e);

    who_system(&who);
    buf_printf(&isi, "{\"jumlah\":%lld}", (long long)l->n);
    a.isi = isi.p;
    if (st == ST_OK)
        st = audit_add(db, &who, &a, NULL, e);
    buf_free(&isi);
    return st;
}

enum status demo_langkah(struct db *db, struct demo_langkah *l, struct err *e)
{
    l->cmd.apply = step_apply;
    return command_run(db, &l->cmd, e);
}

/* Organisation ---------------------------------------------------------------------------------------- */

static enum status load_units(struct db *db, struct demo_langkah *l, struct err *e)
{
    enum status st =
        db_exec(db, NULL, e,
                "INSERT INTO meta (kunci, nilai) VALUES ('data_contoh', '1'), "
                "('instansi.nama', 'Pemerintah Kota Pekanbaru'), ('instansi.zona', 'Asia/Jakarta')",
                "");

    for (size_t i = 0; st == ST_OK && i < demo_units_n; i++) {
        const struct demo_unit *d = &demo_units[i];
        struct unit_baru u = {
            .kode = d->kode, .nama = d->nama, .jenis = d->jenis, .opd = d->opd, .mulai = "2020-01-01"
        };
        int64_t area = 0;

        if (d->induk)
            st = unit_find(db, d->induk, &u.induk_id, e);
        if (st == ST_OK)
            st = unit_add(db, &u, e);
        if (st == ST_OK && d->wilayah)
            st = unit_find(db, d->wilayah, &area, e);
        if (st == ST_OK && d->wilayah)
            st = unit_set_wilayah(db, u.out_id, area, "2020-01-01", e);
        l->n++;
    }
    return st;
}

static enum status post_id(struct db *db, const char *kode, int64_t *id, struct err *e)
{
    return db_int(db, id, e, "SELECT id FROM jabatan WHERE kode = $1", "t", kode);
}

static enum status load_post(struct db *db, const struct demo_pos *d, int64_t *id, struct err *e)
{
    struct jabatan j = { .kode = (char *)(uintptr_t)d->kode,
                         .nama = (char *)(uintptr_t)d->nama,
                         .jenis = d->jenis,
                         .jenjang = (char *)(uintptr_t)d->jenjang,
                         .eselon = (char *)(uintptr_t)d->eselon,
                         .kelas = d->kelas,
                         .kepala = d->kepala };
    enum status st = unit_find(db, d->unit, &j.unit_id, e);

    if (st == ST_OK && d->atasan)
        st = post_id(db, d->atasan, &j.atasan_id, e);
    if (st == ST_OK)
        st = jabatan_add(db, &j, e);
    *id = j.id;
    return st;
}

static enum status load_person(struct db *db, const struct demo_pos *d, int64_t post, int64_t no,
                               struct err *e)
{
    struct demo_orang o;
    struct pegawai p = { .status = (char *)(uintptr_t)d->status,
                         .golongan = (char *)(uintptr_t)d->golongan,
                         .pendidikan = (char *)(uintptr_t)d->pendidikan,
                         .gelar_belakang = (char *)(uintptr_t)d->gelar };
    struct penugasan t = { .jabatan_id = post, .jenis = TUGAS_DEFINITIF };
    char sex[2] = "";
    enum status st;

    demo_orang(no, d->status, &o);
    sex[0] = o.kelamin;
    p.nip = o.nip;
    p.nama = o.nama;
    p.kelamin = sex;
    p.tanggal_lahir = o.lahir;
    p.tempat_lahir = (char *)(uintptr_t) "Pekanbaru";
    p.aktif_mulai = o.tmt;
    p.gelar_depan = (char *)(uintptr_t)(strncmp(d->nama, "Dokter", 6) == 0 ? "dr." : "");
    st = pegawai_add(db, &p, e);
    t.pegawai_id = p.id;
    /* Posts of the present organisation begin with it, younger people with their appointment. */
    snprintf(t.mulai, sizeof(t.mulai), "%s", strcmp(o.tmt, "2022-01-03") > 0 ? o.tmt : "2022-01-03");
    if (st == ST_OK)
        st = penugasan_add(db, &t, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "INSERT INTO akun (nama, pegawai_id, sandi, dibuat) VALUES ($1, $2, '!', $3)", "tit",
                     o.nip, p.id, DEMO_DIBUAT);
    return st;
}

static enum status load_people(struct db *db, struct demo_langkah *l, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < demo_pos_n; i++) {
        int64_t post = 0;

        st = load_post(db, &demo_pos[i], &post, e);
        for (int k = 0; st == ST_OK && k < demo_pos[i].jumlah; k++)
            st = load_person(db, &demo_pos[i], post, l->n++, e);
    }
    return st;
}

/* The n-th holder (from 0) of a post. */
static enum status holder(struct db *db, const char *pos, int nth, int64_t *pegawai_id, struct err *e)
{
    return db_int(
        db, pegawai_id, e,
        "SELECT t.pegawai_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE j.kode = $1 "
        "AND t.jenis = 'definitif' ORDER BY t.id LIMIT 1 OFFSET $2",
        "ti", pos, (int64_t)nth);
}

static const struct {
    const char *pos, *untuk; /* the holder of `pos` gets an assignment to `untuk` */
    enum penugasan_jenis jenis;
    const char *mulai, *selesai, *nomor, *tanggal;
} specials[] = {
    { "dokter-madya", "kapus", TUGAS_TAMBAHAN, "2022-01-03", "", "800/SK-PKM/012/2022", "2021-12-27" },
    { "sekcam", "camat", TUGAS_PLH, "2025-03-03", "2025-03-14", "800/ST-SEKDA/045/2025", "2025-02-28" },
    { "seklur-melebung", "lurah-melebung", TUGAS_PLT, "2024-11-01", "", "821/SK-PLT/118/2024", "2024-10-29" },
};

static enum status load_specials(struct db *db, struct demo_langkah *l, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(specials); i++) {
        struct penugasan t = { .jenis = specials[i].jenis };

        snprintf(t.mulai, sizeof(t.mulai), "%s", specials[i].mulai);
        snprintf(t.selesai, sizeof(t.selesai), "%s", specials[i].selesai);
        snprintf(t.dasar_nomor, sizeof(t.dasar_nomor), "%s", specials[i].nomor);
        snprintf(t.dasar_tanggal, sizeof(t.dasar_tanggal), "%s", specials[i].tanggal);
        st = holder(db, specials[i].pos, 0, &t.pegawai_id, e);
        if (st == ST_OK)
            st = post_id(db, specials[i].untuk, &t.jabatan_id, e);
        if (st == ST_OK)
            st = penugasan_add(db, &t, e);
        l->n++;
    }
    return st;
}

/* Accounts -------------------------------------------------------------------------------------------- */

static const struct {
    const char *peran, *pos, *tabel, *unit; /* tabel: the role's row, NULL none; unit NULL: everything */
} accounts[DEMO_AKUN] = {
    { "pegawai", "perawat-terampil", NULL, NULL },
    { "penilai", "dokter-madya", NULL, NULL },
    { "atasan_penilai", "kadinkes", NULL, NULL },
    { "pengelola", "kasubbag-umum-dinkes", "pengelola", "dinkes" },
    { "admin_unit", "staf-umum-dinkes", "admin_unit", "dinkes" },
    { "admin_pusat", "analis-kinerja", "admin_pusat", NULL },
    { "auditor", "auditor", "auditor", NULL },
    { "camat", "camat", NULL, NULL },
};

static enum status load_account(struct db *db, int i, struct demo_akun *out, struct err *e)
{
    struct arena *a = arena_new();
    char hash[SANDI_TEXT];
    struct pegawai p;
    int64_t person = 0, unit = 0;
    enum status st = holder(db, accounts[i].pos, 0, &person, e);

    if (st == ST_OK)
        st = pegawai_load(db, person, "2026-01-01", a, &p, e);
    if (st == ST_OK && accounts[i].unit)
        st = unit_find(db, accounts[i].unit, &unit, e);
    if (st != ST_OK)
        goto out;
    out->peran = accounts[i].peran;
    snprintf(out->nip, sizeof(out->nip), "%s", p.nip);
    snprintf(out->nama, sizeof(out->nama), "%s", pegawai_nama_lengkap(&p, a));
    sandi_acak(out->kata_sandi);
    sandi_hash(out->kata_sandi, hash);
    st = db_exec(db, NULL, e, "UPDATE akun SET sandi = $1 WHERE pegawai_id = $2", "ti", hash, person);
    if (st == ST_OK && accounts[i].tabel)
        st = db_exec(
            db, NULL, e,
            "INSERT INTO peran (akun_id, peran, unit_id, mulai) SELECT id, $1, $2, '2025-01-01' FROM akun "
            "WHERE pegawai_id = $3",
            "tIi", accounts[i].tabel, unit ? &unit : NULL, person);
out:
    arena_free(a);
    return st;
}

static enum status load_accounts(struct db *db, struct demo_langkah *l, struct err *e)
{
    enum status st = ST_OK;

    for (int i = 0; st == ST_OK && i < DEMO_AKUN; i++, l->n++)
        st = load_account(db, i, &l->d->akun[i], e);
    return st;
}

enum status demo_susun(struct db *db, struct demo *d, struct err *e)
{
    static const struct {
        const char *apa;
        enum status (*apply)(struct db *, struct demo_langkah *, struct err *);
    } steps[] = {
        { "unit", load_units },
        { "pegawai", load_people },
        { "penugasan", load_specials },
        { "akun", load_accounts },
    };
    enum status st = demo_kosong(db, e);

    for (size_t i = 0; st == ST_OK && i < COUNT(steps); i++) {
        struct demo_langkah l = { .d = d, .apply = steps[i].apply, .apa = steps[i].apa };

        st = demo_langkah(db, &l, e);
        if (steps[i].apply == load_people)
            d->out_pegawai = l.n;
    }
    for (int year = YEAR_DONE; st == ST_OK && year <= YEAR_NOW; year++) {
        struct periode_buat in = { .tahun = year };

        st = perintah_sistem(db, periode_buat, &in, e);
    }
    if (st == ST_OK)
        st = demo_hari(db, e);
    return st == ST_OK && d->pegawai ? demo_kota_susun(db, d, e) : st;
}

/* Work ------------------------------------------------------------------------------------------------ */

static int post_index(const char *kode)
{
    for (size_t i = 0; kode && i < demo_pos_n; i++)
        if (strcmp(demo_pos[i].kode, kode) == 0)
            return (int)i;
    return -1;
}

static bool is_head(const char *pos)
{
    int i = post_index(pos);

    /* The doctor who leads the puskesmas by tugas tambahan, and the Plt. */
    for (size_t k = 0; k < COUNT(specials); k++)
        if (strcmp(specials[k].pos, pos) == 0 && specials[k].jenis != TUGAS_PLH)
            return true;
    return i >= 0 && demo_pos[i].kepala;
}

static enum status person_of(struct db *db, const char *pos, int nth, int year, struct demo_skp *s,
                             struct err *e)
{
    struct rows r;
    char start[DATE_TEXT] = "";
    int32_t day = 0;
    int y = 0, m = 1, d = 1;
    enum status st =
        db_rows(db, &r, e,
                "SELECT t.pegawai_id, t.id, j.unit_id, t.mulai FROM penugasan t JOIN jabatan j ON "
                "j.id = t.jabatan_id WHERE j.kode = $1 AND t.jenis = 'definitif' ORDER BY t.id "
                "LIMIT 1 OFFSET $2",
                "ti", pos, (int64_t)nth);

    if (st == ST_OK && rows_next(&r)) {
        s->pegawai_id = row_int(&r, 0);
        s->penugasan_id = row_int(&r, 1);
        s->unit_id = row_int(&r, 2);
        snprintf(start, sizeof(start), "%s", row_text(&r, 3));
    }
    st = rows_end(&r, st, e);
    if (date_parse(start, &day))
        date_civil(day, &y, &m, &d);
    s->mulai_bulan = y == year ? m : 1;
    return st;
}

static enum status evaluator(struct db *db, struct demo_skp *s, struct penilai *p, struct err *e)
{
    char day[DATE_TEXT];
    enum status st;

    date_format(date_day(s->tahun, s->mulai_bulan, 1), day);
    st = penilai_resolve(db, s->pegawai_id, s->penugasan_id, day, p, e);
    if (st != ST_OK && e->code == E_PENILAI_TIDAK_ADA) {
        /* The Sekda answers to the mayor, who is no employee. */
        snprintf(p->alasan, sizeof(p->alasan), "%.500s", e->msg);
        s->cara = "";
        s->alasan = p->alasan;
        err_clear(e);
        return ST_OK;
    }
    s->penilai_id = p->penilai_id;
    s->atasan_penilai_id = p->atasan_penilai_id;
    s->cara = penilai_cara_kode(p->cara);
    s->alasan = p->alasan;
    return st;
}

/* The agreed document's hash, and the evaluator's signature under it. */
static enum status sign(struct db *db, const struct demo_skp *s, struct err *e)
{
    struct arena *a = arena_new();
    struct skp doc;
    struct who who = { .pegawai_id = s->penilai_id };
    char hash[DIGEST_HEX];
    struct audit_entry entry = { .objek = "skp",
                                 .objek_id = s->out_versi,
                                 .peristiwa = "setujui",
                                 .dari = "diajukan",
                                 .ke = "disetujui",
                                 .catatan = "Data contoh",
                                 .dokumen = hash,
                                 .peran = "penilai" };
    enum status st = skp_muat(db, s->out_skp, 1, a, &doc, e);

    if (st == ST_OK) {
        skp_dokumen_hash(&doc, hash);
        st = db_exec(db, NULL, e, "UPDATE skp_versi SET hash = $1 WHERE id = $2", "ti", hash, s->out_versi);
    }
    if (st == ST_OK && s->penilai_id)
        st = db_int(db, &who.akun_id, e, "SELECT id FROM akun WHERE pegawai_id = $1", "i", s->penilai_id);
    if (st == ST_OK && s->penilai_id)
        st = audit_add(db, &who, &entry, NULL, e);
    arena_free(a);
    return st;
}

/* The nurse whose account is handed out has no plan for the running year: hers is there to be made. */
static bool left_out(const struct demo_pos *pos, int nth, int year)
{
    return year == YEAR_NOW && nth == 0 && strcmp(pos->kode, accounts[0].pos) == 0;
}

static enum status load_year(struct db *db, struct demo_langkah *l, struct err *e)
{
    int year = (int)l->dari;
    /* the RHK of each post's first holder, for those below */
    int64_t(*parents)[DEMO_RHK] = mem_alloc(demo_pos_n * sizeof(*parents));
    struct demo_periode per;
    int64_t no = 0;
    enum status st = demo_periode(db, year, &per, e);

    for (size_t i = 0; st == ST_OK && i < demo_pos_n; i++) {
        const struct demo_pos *pos = &demo_pos[i];
        int up = post_index(pos->atasan);

        for (int k = 0; st == ST_OK && k < pos->jumlah; k++, no++) {
            struct demo_skp s = { .no = no, .tahun = year, .templat = pos->templat };
            struct penilai p;

            if (left_out(pos, k, year))
                continue;
            s.form = pos->jenis == JAB_JPT || (pos->kepala && pos->jenis == JAB_ADMINISTRATOR) ? "A" : "B";
            s.kepala = is_head(pos->kode);
            s.sampai_bulan = year == YEAR_NOW ? MONTHS_NOW : 12;
            if (up >= 0)
                memcpy(s.induk, parents[up], sizeof(s.induk));
            st = person_of(db, pos->kode, k, year, &s, e);
            if (st == ST_OK)
                st = evaluator(db, &s, &p, e);
            if (st == ST_OK)
                st = demo_skp(db, &s, &per, year == YEAR_DONE, &l->d->out_nilai, e);
            if (st == ST_OK)
                st = sign(db, &s, e);
            if (st == ST_OK && year == YEAR_NOW)
                st = demo_progres(db, &s, e);
            if (k == 0)
                memcpy(parents[i], s.out_rhk, sizeof(s.out_rhk));
            /* The doctor's plan is the plan of the puskesmas: its staff hangs on it. */
            if (strcmp(pos->kode, "dokter-madya") == 0)
                memcpy(parents[post_index("kapus")], s.out_rhk, sizeof(s.out_rhk));
            l->n++;
        }
    }
    free(parents);
    return st;
}

/* Every unit's achievement: the story keeps them at "baik". */
static enum status load_achievements(struct db *db, struct demo_langkah *l, struct err *e)
{
    int64_t admin = 0;
    enum status st =
        db_int(db, &admin, e, "SELECT akun_id FROM peran WHERE peran = 'admin_pusat' LIMIT 1", "");

    return st == ST_OK
               ? db_exec(db, &l->n, e,
                         "INSERT INTO capaian_organisasi (unit_id, periode_id, predikat, akun_id, waktu, "
                         "capaian_pk, "
                         "ekspektasi) SELECT u.id, p.id, 'baik', $1, $2, CASE p.jenis WHEN 'tahunan' THEN "
                         "'sesuai' END, "
                         "CASE p.jenis WHEN 'tahunan' THEN 'sesuai' END FROM unit u CROSS JOIN periode p "
                         "WHERE p.jenis <> 'bulanan' AND p.mulai >= '2025-01-01' AND p.mulai <= '2025-12-31'",
                         "it", admin, "2026-01-20T03:00:00.000Z")
               : st;
}

enum status demo_tahun(struct db *db, struct demo *d, struct err *e)
{
    enum status st = ST_OK;

    for (int year = YEAR_DONE; st == ST_OK && !d->kosong && year <= YEAR_NOW; year++) {
        struct demo_langkah l = { .d = d, .apply = load_year, .apa = "skp", .dari = year };

        st = demo_langkah(db, &l, e);
    }
    if (st == ST_OK && d->pegawai)
        st = demo_kota_tahun(db, d, e);
    if (st == ST_OK && !d->kosong) {
        struct demo_langkah l = { .d = d, .apply = load_achievements, .apa = "capaian_organisasi" };

        st = demo_langkah(db, &l, e);
    }
    return st;
}
