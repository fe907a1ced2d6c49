/* Commands on events, and their machine. The seats are counted here, in the writer, and nowhere else. */
#include "domain/acara.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/pelatihan_bagian.h"
#include "domain/perintah_baca.h"

/* Machine --------------------------------------------------------------------------------------------------
 */

static const char *const states[] = { "terbuka", "selesai", "batal" };

/* Everybody who took the invitation was noted as there or not there. */
static enum status dicatat(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e, "SELECT count(*) FROM pelatihan WHERE acara_id = $1 AND status = 'terdaftar'", "i", o->id);

    (void)who;
    return st == ST_OK && n
               ? err_set(e, E_ACARA_BELUM_DICATAT, "Kehadiran %lld peserta belum dicatat.", (long long)n)
               : st;
}

static enum status open_records(struct db *db, int64_t acara_id, struct buf *ids, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT id FROM pelatihan WHERE acara_id = $1 AND status IN ('diundang', 'terdaftar')"
                " ORDER BY id",
                "i", acara_id);

    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(ids, &id, sizeof(id));
    }
    return rows_end(&r, st, e);
}

/* The server cancels what is still open, on the participants' behalf: whoever manages the event need not have
 * a right on everybody who was invited. */
static enum status release_seats(struct db *db, const struct flow_object *o, const struct who *who,
                                 const char *why, struct err *e)
{
    struct arena *a = arena_new();
    struct buf ids = BUF_NONE;
    struct who server;
    enum status st = open_records(db, o->id, &ids, e);

    who_system(&server);
    snprintf(server.hari, sizeof(server.hari), "%s", who->hari);
    for (size_t i = 0; st == ST_OK && i < ids.len / sizeof(int64_t); i++) {
        struct audit_entry audit = { .objek = NULL };
        struct pelatihan x;
        struct pelatihan_jalan l = { .p = &x };
        int64_t id;

        memcpy(&id, ids.p + i * sizeof(id), sizeof(id));
        st = pelatihan_muat(db, id, who->hari, a, &x, e);
        audit.atas_nama = x.pegawai_id;
        if (st == ST_OK)
            st = pelatihan_terapkan(db, &server, &l, "keluarkan", why, &audit, e);
    }
    buf_free(&ids);
    arena_free(a);
    return st;
}

static enum status bubar(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    enum status st =
        db_exec(db, NULL, e, "UPDATE acara SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);

    return st == ST_OK ? release_seats(db, o, who, "Acara dibatalkan.", e) : st;
}

static enum status tutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return release_seats(db, o, who, "Undangan tidak dijawab.", e);
}

#define OFFICES (WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT | WHO_SISTEM)
static const struct transition rows[] = {
    { ACARA_TERBUKA, "ubah", ACARA_TERBUKA, OFFICES, false, NULL, NULL, DL_NONE },
    { ACARA_TERBUKA, "undang", ACARA_TERBUKA, OFFICES, false, NULL, NULL, DL_NONE },
    { ACARA_TERBUKA, "hadir", ACARA_TERBUKA, OFFICES, false, NULL, NULL, DL_NONE },
    { ACARA_TERBUKA, "selesaikan", ACARA_SELESAI, OFFICES, false, dicatat, tutup, DL_NONE },
    { ACARA_TERBUKA, "batalkan", ACARA_BATAL, OFFICES, true, NULL, bubar, DL_NONE },
};
const struct machine acara_machine = {
    "acara", "acara", states, COUNT(states), rows, COUNT(rows), "acara", "status",
};

/* Shared ---------------------------------------------------------------------------------------------------
 */

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct acara v;
    struct jw w;
    enum status st = acara_muat(db, id, a, &v, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = v.versi;
    jw_start(&w, &p->reply.body);
    return acara_json(db, &p->who, &v, &w, e);
}

/* As the actor may see it, in the version that he saw, with the right to manage it. */
static enum status open_event(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct acara *v,
                              struct err *e)
{
    int64_t peserta;
    enum status st = acara_load(db, &p->who, id, a, v, &peserta, e);

    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_PELATIHAN_KELOLA, &v->subject, e);
    return st == ST_OK ? perintah_versi(p, v->versi, e) : st;
}

static enum status step(struct perintah *p, struct db *db, const struct acara *v, const char *event,
                        const char *catatan, const char *isi, struct err *e)
{
    struct flow_object o = {
        .id = v->id, .state = (int)v->status, .subject = v->subject, .catatan = catatan
    };
    struct audit_entry audit = { .isi = isi };

    return flow_apply(db, &acara_machine, &o, event, &p->who, &audit, e);
}

/* Make, change ---------------------------------------------------------------------------------------------
 */

static void check_values(struct acara_simpan *in, bool baru, struct err *e)
{
    if (in->mulai && in->selesai && strcmp(in->selesai, in->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum tanggal mulai.");
    if (in->kursi < 1 || in->kursi > ACARA_KURSI_MAX)
        err_fault(e, "/kursi", "Harus 1 sampai %d.", ACARA_KURSI_MAX);
    if (in->jp && (*in->jp < 0 || *in->jp > JP_MAX || *in->jp != (double)(int64_t)*in->jp))
        err_fault(e, "/jp", "Harus bilangan bulat 0 sampai %d.", JP_MAX);
    if (!in->plugin != !in->kode)
        err_fault(e, in->plugin ? "/kode" : "/plugin", "Isi plugin dan kode modul bersama-sama.");
    if (!in->plugin && !in->jp)
        err_fault(e, "/jp", "Wajib diisi untuk acara tanpa modul.");
    if (!in->plugin && baru && !in->jenis)
        err_fault(e, "/jenis", "Wajib diisi untuk acara tanpa modul.");
    if (!in->plugin && baru && !in->judul)
        err_fault(e, "/judul", "Wajib diisi untuk acara tanpa modul.");
}

enum status acara_simpan_baca(const json_t *body, struct arena *a, struct acara_simpan *out, struct err *e)
{
#define S(field) offsetof(struct acara_simpan, field)
    static const struct baca_medan medan[] = {
        { "unit_id", BACA_BULAT, S(unit_id), true, 0, NULL },
        { "plugin", BACA_TEKS, S(plugin), false, 64, NULL },
        { "kode", BACA_TEKS, S(kode), false, 64, NULL },
        { "judul", BACA_TEKS, S(judul), false, 200, NULL },
        { "bentuk", BACA_TEKS, S(bentuk), false, 60, NULL },
        { "jenis", BACA_KODE, S(jenis), false, 0, pelatihan_jenis },
        { "jp", BACA_BILANGAN, S(jp), false, 0, NULL },
        { "mulai", BACA_TANGGAL, S(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, S(selesai), true, 0, NULL },
        { "tempat", BACA_TEKS, S(tempat), true, 200, NULL },
        { "penyelenggara", BACA_TEKS, S(penyelenggara), false, 200, NULL },
        { "kursi", BACA_BULAT, S(kursi), true, 0, NULL },
        { "surat_nomor", BACA_TEKS, S(surat_nomor), false, 100, NULL },
        { "surat_tanggal", BACA_TANGGAL, S(surat_tanggal), false, 0, NULL },
    };
#undef S
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    check_values(out, out->id == 0, e);
    if (!out->bentuk)
        out->bentuk = "";
    if (!out->penyelenggara)
        out->penyelenggara = "";
    if (!out->surat_nomor)
        out->surat_nomor = "";
    return baca_akhir(e);
}

/* What the module says stands where nothing else was given. */
static enum status insert(struct db *db, const struct acara_simpan *in, const struct modul *m, int64_t *id,
                          struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_int(
        db, id, e,
        "INSERT INTO acara (unit_id, plugin, kode, release_id, setelan_hash, judul, bentuk, jenis, jp, mulai,"
        " selesai, tempat, penyelenggara, kursi, surat_nomor, surat_tanggal, dibuat) VALUES ($1, $2, $3, $4,"
        " $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id",
        "ittIttttittttittt", in->unit_id, in->plugin, in->kode, m ? &m->release_id : NULL,
        m ? m->setelan_hash : NULL,
        in->judul ? in->judul
        : m       ? m->judul
                  : "",
        in->bentuk, m ? m->jenis : in->jenis,
        in->jp ? (int64_t)*in->jp
        : m    ? m->jp
               : 0,
        in->mulai, in->selesai, in->tempat, in->penyelenggara, in->kursi, in->surat_nomor, in->surat_tanggal,
        now);
}

static enum status create(struct perintah *p, struct db *db, const struct acara_simpan *in, struct arena *a,
                          struct err *e)
{
    struct audit_entry entry = { .objek = "acara", .peristiwa = "buat", .ke = "terbuka" };
    struct subject s = { .unit_id = in->unit_id };
    struct modul m;
    int64_t n = 0;
    enum status st = db_int(db, &n, e, "SELECT count(*) FROM unit WHERE id = $1", "i", in->unit_id);

    if (st == ST_OK && !n)
        st = err_set(e, E_UNIT_TIDAK_ADA, NULL);
    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PELATIHAN_KELOLA, &s, e)) != ST_OK)
        return st;
    if (in->plugin &&
        (st = modul_cari(db, in->unit_id, in->plugin, in->kode, p->who.hari, a, &m, e)) != ST_OK)
        return st;
    if ((st = insert(db, in, in->plugin ? &m : NULL, &entry.objek_id, e)) != ST_OK ||
        (st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        return st;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/acara/%lld", (long long)entry.objek_id);
    return reply(p, db, entry.objek_id, a, e);
}

/* Those who are invited see the new dates. */
static enum status update(struct db *db, const struct acara *v, const struct acara_simpan *in, struct err *e)
{
    int64_t jp = in->jp ? (int64_t)*in->jp : v->jp;
    const char *judul = in->judul ? in->judul : v->judul;
    enum status st =
        db_exec(db, NULL, e,
                "UPDATE acara SET judul = $1, bentuk = $2, jp = $3, mulai = $4, selesai = $5, tempat = $6,"
                " penyelenggara = $7, kursi = $8, surat_nomor = $9, surat_tanggal = $10 WHERE id = $11",
                "ttittttitti", judul, in->bentuk, jp, in->mulai, in->selesai, in->tempat, in->penyelenggara,
                in->kursi, in->surat_nomor, in->surat_tanggal, v->id);

    if (st != ST_OK)
        return st;
    return db_exec(db, NULL, e,
                   "UPDATE pelatihan SET judul = $1, jp = $2, mulai = $3, selesai = $4, penyelenggara = $5,"
                   " versi = versi + 1 WHERE acara_id = $6 AND status IN ('diundang', 'terdaftar')",
                   "tittti", judul, jp, in->mulai, in->selesai, in->penyelenggara, v->id);
}

enum status acara_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct acara_simpan *in = p->input;
    struct arena *a = arena_new();
    struct acara v;
    enum status st;

    if (!in->id) {
        st = create(p, db, in, a, e);
        goto out;
    }
    if ((st = open_event(p, db, in->id, a, &v, e)) != ST_OK ||
        (st = step(p, db, &v, "ubah", NULL, NULL, e)) != ST_OK)
        goto out;
    if (in->kursi < v.terisi)
        st = err_set(e, E_ACARA_PENUH, "Sudah %lld kursi terisi; kursinya tidak dapat kurang dari itu.",
                     (long long)v.terisi);
    else
        st = update(db, &v, in, e);
    if (st == ST_OK)
        st = reply(p, db, v.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Invitations ----------------------------------------------------------------------------------------------
 */

enum status acara_undang_baca(const json_t *body, struct arena *a, struct acara_undang *out, struct err *e)
{
    struct one {
        int64_t pegawai_id;
        const char *alasan;
    };
    static const struct baca_medan top[] = { { "peserta", BACA_LAIN, 0, true, 0, NULL } };
    static const struct baca_medan medan[] = {
        { "pegawai_id", BACA_BULAT, offsetof(struct one, pegawai_id), true, 0, NULL },
        { "alasan", BACA_TEKS, offsetof(struct one, alasan), true, 400, NULL },
    };
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "peserta", true, ACARA_SEKALI, e);
    out->n = json_array_size(list);
    out->peserta = arena_alloc(a, (out->n + 1) * sizeof(*out->peserta));
    for (size_t i = 0; i < out->n; i++) {
        struct one x = { 0, NULL };
        char at[40];

        snprintf(at, sizeof(at), "/peserta/%zu", i);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), &x, a, e);
        out->peserta[i].pegawai_id = x.pegawai_id;
        out->peserta[i].alasan = x.alasan;
    }
    return baca_akhir(e);
}

/* Whom one may see, and whose training one may manage. */
static enum status may_invite(struct db *db, const struct who *who, int64_t pegawai_id, struct err *e)
{
    struct subject s;
    enum status st = pegawai_subject(db, pegawai_id, who->hari, &s, e);

    if (st != ST_OK || (st = right_check(db, who, AKSI_PEGAWAI_LIHAT, &s, e)) != ST_OK)
        return st == ST_NOT_FOUND ? err_set(e, E_PEGAWAI_TIDAK_ADA, NULL) : st;
    return right_check(db, who, AKSI_PELATIHAN_KELOLA, &s, e);
}

static enum status invite(struct perintah *p, struct db *db, const struct acara *v, int64_t pegawai_id,
                          const char *alasan, struct err *e)
{
    struct audit_entry entry = { .objek = "pelatihan", .peristiwa = "undang", .ke = "diundang" };
    char now[TIME_TEXT], isi[64];
    enum status st = may_invite(db, &p->who, pegawai_id, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(db, &entry.objek_id, e,
                "INSERT INTO pelatihan (pegawai_id, cara, plugin, kode, release_id, setelan_hash, acara_id, "
                "judul, jenis,"
                " jp, alasan, mulai, selesai, penyelenggara, status, dibuat) VALUES ($1, 'acara', $2, $3, "
                "$4, $5, $6, $7,"
                " $8, $9, $10, $11, $12, $13, 'diundang', $14) RETURNING id",
                "ittItittittttt", pegawai_id, v->plugin, v->kode, v->release_id ? &v->release_id : NULL,
                v->setelan_hash, v->id, v->judul, v->jenis, v->jp, alasan, v->mulai, v->selesai,
                v->penyelenggara, now);
    if (st != ST_OK && e->code == E_DB_GANDA)
        return err_set(e, E_PELATIHAN_ADA, "Pegawai itu sudah diundang, atau sedang mengikuti modul ini.");
    snprintf(isi, sizeof(isi), "{\"acara\":%lld}", (long long)v->id);
    entry.isi = isi;
    entry.catatan = alasan;
    entry.atas_nama = pegawai_id;
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

enum status acara_undang(struct perintah *p, struct db *db, struct err *e)
{
    const struct acara_undang *in = p->input;
    struct arena *a = arena_new();
    char isi[40], at[48];
    struct acara v;
    enum status st = open_event(p, db, in->id, a, &v, e);

    snprintf(isi, sizeof(isi), "{\"diundang\":%zu}", in->n);
    if (st != ST_OK || (st = step(p, db, &v, "undang", NULL, isi, e)) != ST_OK)
        goto out;
    if (v.terisi + (int64_t)in->n > v.kursi) {
        st = err_set(e, E_ACARA_PENUH, "Tersisa %lld kursi untuk %zu undangan.",
                     (long long)(v.kursi - v.terisi), in->n);
        goto out;
    }
    for (size_t i = 0; st == ST_OK && i < in->n; i++) {
        st = invite(p, db, &v, in->peserta[i].pegawai_id, in->peserta[i].alasan, e);
        snprintf(at, sizeof(at), "/peserta/%zu/pegawai_id", i);
        if (st != ST_OK)
            err_fault(e, at, "%s", e->msg);
    }
    if (st == ST_OK)
        st = reply(p, db, v.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Attendance -----------------------------------------------------------------------------------------------
 */

static int64_t *read_ids(const json_t *body, const char *key, struct arena *a, size_t *n, struct err *e)
{
    const json_t *list = baca_daftar(body, "", key, false, ACARA_SEKALI, e);
    int64_t *out = arena_array(a, int64_t, json_array_size(list) + 1);

    *n = json_array_size(list);
    for (size_t i = 0; i < *n; i++) {
        const json_t *v = json_array_get(list, i);
        char at[48];

        snprintf(at, sizeof(at), "/%s/%zu", key, i);
        out[i] = json_integer_value(v);
        if (!json_is_integer(v) || out[i] < 1)
            err_fault(e, at, "Harus nomor catatan pelatihan.");
    }
    return out;
}

enum status acara_hadir_baca(const json_t *body, struct arena *a, struct acara_hadir *out, struct err *e)
{
    static const struct baca_medan top[] = {
        { "hadir", BACA_LAIN, 0, false, 0, NULL },
        { "tidak_hadir", BACA_LAIN, 0, false, 0, NULL },
    };

    baca_objek(body, "", top, COUNT(top), out, a, e);
    out->hadir = read_ids(body, "hadir", a, &out->nhadir, e);
    out->tidak = read_ids(body, "tidak_hadir", a, &out->ntidak, e);
    if (!e->nfaults && !out->nhadir && !out->ntidak)
        err_fault(e, "/hadir", "Sebut sekurangnya satu peserta.");
    return baca_akhir(e);
}

/* Attendance of a module without a quiz is all that its rule asks for: one grade serves everybody. */
static enum status grade_present(struct perintah *p, struct db *db, const struct acara *v,
                                 const struct modul *m, const struct pelatihan *x,
                                 const struct acara_hadir *in, struct err *e)
{
    struct penilaian free_standing = { .lulus = true, .jp = v->jp };
    struct buf json = BUF_NONE;
    char hash[DIGEST_HEX];
    enum status st = ST_OK;

    if (!v->plugin)
        return pelatihan_putuskan(db, &p->who, x->id, &free_standing, p->who.hari, e);
    if (m->nkuis)
        return ST_OK;
    if (!m->ada_lulus)
        return pelatihan_putuskan(db, &p->who, x->id, &free_standing, p->who.hari, e);
    acara_catatan(v, m, &json, hash);
    if (!in->dinilai || strcmp(hash, in->masukan_hash) != 0)
        st = err_set(e, E_MASUKAN_BERUBAH, NULL);
    if (st == ST_OK)
        st = percobaan_tambah(db, x, m, 1, NULL, &json, hash, &in->hasil, e);
    if (st == ST_OK && in->hasil.nilai)
        st = pelatihan_putuskan(db, &p->who, x->id, &in->hasil, p->who.hari, e);
    buf_free(&json);
    return st;
}

static enum status note_one(struct perintah *p, struct db *db, const struct acara *v, const struct modul *m,
                            int64_t id, bool present, const struct acara_hadir *in, struct arena *a,
                            struct err *e)
{
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x };
    enum status st = pelatihan_muat(db, id, p->who.hari, a, &x, e);

    if (st == ST_OK && x.acara_id != v->id)
        st = err_set(e, E_PELATIHAN_TIDAK_ADA, "Catatan %lld bukan peserta acara ini.", (long long)id);
    if (st == ST_OK)
        st = pelatihan_terapkan(db, &p->who, &l, present ? "hadir" : "tidak_hadir",
                                present ? NULL : "Tidak hadir.", NULL, e);
    return st == ST_OK && present ? grade_present(p, db, v, m, &x, in, e) : st;
}

enum status acara_hadir(struct perintah *p, struct db *db, struct err *e)
{
    const struct acara_hadir *in = p->input;
    struct arena *a = arena_new();
    struct modul m = { .nkuis = 0 };
    char isi[64];
    struct acara v;
    enum status st = open_event(p, db, in->id, a, &v, e);

    snprintf(isi, sizeof(isi), "{\"hadir\":%zu,\"tidak_hadir\":%zu}", in->nhadir, in->ntidak);
    if (st != ST_OK || (st = step(p, db, &v, "hadir", NULL, isi, e)) != ST_OK)
        goto out;
    if (v.plugin && (st = modul_muat(db, v.release_id, v.kode, a, &m, e)) != ST_OK)
        goto out;
    for (size_t i = 0; st == ST_OK && i < in->nhadir; i++)
        st = note_one(p, db, &v, &m, in->hadir[i], true, in, a, e);
    for (size_t i = 0; st == ST_OK && i < in->ntidak; i++)
        st = note_one(p, db, &v, &m, in->tidak[i], false, in, a, e);
    if (st == ST_OK)
        st = reply(p, db, v.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ----------------------------------------------------------------------------------------------------
 */

enum status acara_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct acara_langkah *in = p->input;
    static const char *const own[] = { "ubah", "undang", "hadir", NULL };
    struct arena *a = arena_new();
    struct acara v;
    enum status st = open_event(p, db, in->id, a, &v, e);

    if (st == ST_OK && kode_ada(own, in->peristiwa))
        st = err_set(e, E_ALUR_PERISTIWA, "Langkah \"%.40s\" mempunyai alamat sendiri.", in->peristiwa);
    if (st == ST_OK && (st = step(p, db, &v, in->peristiwa, in->catatan, NULL, e)) == ST_OK)
        st = reply(p, db, v.id, a, e);
    arena_free(a);
    return st;
}
