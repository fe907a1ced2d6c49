/* Commands on posts: a new one in a unit, another superior from a day on. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/jabatan_perintah.h"
#include "domain/perintah_baca.h"
#include "domain/skp.h"

static enum status may_change(struct perintah *p, struct db *db, int64_t unit_id, struct err *e)
{
    return right_check(db, &p->who, AKSI_UNIT_UBAH, &(struct subject){ .unit_id = unit_id }, e);
}

enum status jabatan_json(struct db *db, const struct jabatan *j, const char *hari, struct jw *w,
                         struct err *e)
{
    int64_t atasan = 0;
    enum status st = jabatan_atasan(db, j->id, hari, &atasan, e);

    jw_open(w, '{');
    jw_kint(w, "id", j->id);
    jw_kint(w, "versi", j->versi);
    jw_ktext(w, "kode", j->kode);
    jw_ktext(w, "nama", j->nama);
    jw_kint(w, "unit_id", j->unit_id);
    jw_ktext(w, "jenis", jabatan_jenis_kode(j->jenis));
    jw_ktext(w, "jenjang", j->jenjang);
    jw_ktext(w, "eselon", j->eselon);
    jw_kbool(w, "kepala", j->kepala);
    jw_kid(w, "atasan_id", atasan);
    jw_close(w);
    return st;
}

static enum status reply(struct perintah *p, struct db *db, int64_t id, const char *what, const char *isi,
                         struct err *e)
{
    struct audit_entry entry = {
        .objek = "jabatan", .objek_id = id, .peristiwa = what, .isi = isi, .peran = "admin"
    };
    struct arena *a = arena_new();
    struct jabatan j;
    struct jw w;
    enum status st = audit_add(db, &p->who, &entry, NULL, e);

    if (st == ST_OK)
        st = jabatan_load(db, id, a, &j, e);
    jw_start(&w, &p->reply.body);
    if (st == ST_OK) {
        p->reply.etag = j.versi;
        st = jabatan_json(db, &j, p->who.hari, &w, e);
    }
    arena_free(a);
    return st;
}

enum status jabatan_buat_baca(const json_t *body, struct arena *a, struct jabatan_buat *out, struct err *e)
{
#define F(field) offsetof(struct jabatan_buat, field)
    static const char *const jenis[] = {
        "pelaksana", "fungsional", "pengawas", "administrator", "jpt", NULL
    };
    static const char *const jenjang[] = { "pemula",     "terampil",     "mahir",
                                           "penyelia",   "ahli_pertama", "ahli_muda",
                                           "ahli_madya", "ahli_utama",   NULL };
    static const struct baca_medan medan[] = {
        { "nama", BACA_TEKS, F(nama), true, 200, NULL },
        { "jenis", BACA_KODE, F(jenis), true, 0, jenis },
        { "jenjang", BACA_KODE, F(jenjang), false, 0, jenjang },
        { "eselon", BACA_TEKS, F(eselon), false, 20, NULL },
        { "kepala", BACA_YA, F(kepala), false, 0, NULL },
        { "atasan_id", BACA_BULAT, F(atasan_id), false, 0, NULL },
    };
#undef F

    *out = (struct jabatan_buat){ .unit_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->nama && !out->nama[strspn(out->nama, " ")])
        err_fault(e, "/nama", "Wajib diisi.");
    return baca_akhir(e);
}

enum status jabatan_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct jabatan_buat *in = p->input;
    struct jabatan j = { .nama = (char *)(uintptr_t)in->nama,
                         .unit_id = in->unit_id,
                         .jenjang = (char *)(uintptr_t)in->jenjang,
                         .eselon = (char *)(uintptr_t)in->eselon,
                         .kepala = in->kepala,
                         .atasan_id = in->atasan_id };
    struct arena *a = arena_new();
    struct jabatan up;
    int64_t n = 0;
    enum status st = may_change(p, db, in->unit_id, e);

    (void)jabatan_jenis_parse(in->jenis, &j.jenis);
    if (st == ST_OK && in->atasan_id)
        st = jabatan_load(db, in->atasan_id, a, &up, e);
    if (st == ST_OK && in->kepala)
        st = db_int(db, &n, e, "SELECT count(*) FROM jabatan WHERE unit_id = $1 AND kepala = 1", "i",
                    in->unit_id);
    if (st == ST_OK && n) {
        err_fault(e, "/kepala", "Unit itu sudah mempunyai jabatan kepala.");
        st = baca_akhir(e);
    }
    if (st == ST_OK)
        st = jabatan_add(db, &j, e);
    in->out_id = j.id;
    p->reply.status = 201;
    arena_free(a);
    return st == ST_OK ? reply(p, db, j.id, "buat", NULL, e) : st;
}

enum status jabatan_ubah_atasan(struct perintah *p, struct db *db, struct err *e)
{
    const struct jabatan_ubah_atasan *in = p->input;
    struct arena *a = arena_new();
    struct jabatan j, up;
    char *kode = NULL, isi[80];
    enum status st = jabatan_load(db, in->id, a, &j, e);

    if (st == ST_OK)
        st = may_change(p, db, j.unit_id, e);
    if (st == ST_OK)
        st = perintah_versi(p, j.versi, e);
    if (st == ST_OK && in->atasan_id)
        st = jabatan_load(db, in->atasan_id, a, &up, e);
    if (st == ST_OK) {
        st = db_text(db, &kode, a, e,
                     "SELECT kode FROM periode WHERE status = 'ditutup' AND selesai >= $1 ORDER BY selesai"
                     " DESC LIMIT 1",
                     "t", in->mulai);
        if (st == ST_OK)
            st =
                err_set(e, E_PERISTIWA_PERIODE, "Tanggal itu menyentuh periode %s yang sudah ditutup.", kode);
        else if (st == ST_NOT_FOUND) {
            err_clear(e);
            st = ST_OK;
        }
    }
    if (st == ST_OK)
        st = jabatan_set_atasan(db, in->id, in->atasan_id, in->mulai, e);
    if (st == ST_OK && strcmp(in->mulai, p->who.hari) <= 0)
        st = skp_segarkan_bawahan(db, &p->who, in->id, e);
    snprintf(isi, sizeof(isi), "{\"atasan\":%lld,\"mulai\":\"%s\"}", (long long)in->atasan_id, in->mulai);
    arena_free(a);
    return st == ST_OK ? reply(p, db, in->id, "atasan", isi, e) : st;
}
