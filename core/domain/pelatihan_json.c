/* Training records as the interface shows them. */
#include <string.h>

#include "base/json.h"
#include "domain/pelatihan.h"
#include "domain/pelatihan_bagian.h"
#include "domain/tanda_terima.h"
#include "domain/view.h"

static void kint(struct jw *w, const char *key, const int64_t *v)
{
    jw_key(w, key);
    if (v)
        jw_int(w, *v);
    else
        jw_null(w);
}

static void bukti(struct jw *w, const struct bukti_berkas *b)
{
    jw_key(w, "bukti");
    if (!b->sha256[0]) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_ktext(w, "nama", b->nama);
    jw_ktext(w, "tipe", b->tipe);
    jw_kint(w, "ukuran", b->ukuran);
    jw_ktext(w, "sha256", b->sha256);
    jw_close(w);
}

/* Into the open object. */
static void members(const struct pelatihan *p, struct jw *w)
{
    jw_kint(w, "id", p->id);
    jw_kint(w, "versi", p->versi);
    view_orang(w, "pegawai", p->pegawai_id, p->nip, p->nama);
    jw_ktext(w, "cara", p->cara);
    jw_ktext(w, "plugin", p->plugin);
    jw_ktext(w, "kode", p->kode);
    kint(w, "acara_id", p->acara_id ? &p->acara_id : NULL);
    jw_ktext(w, "judul", p->judul);
    jw_ktext(w, "jenis", p->jenis);
    kint(w, "jp", p->jp);
    jw_key(w, "jam");
    if (p->jam)
        jw_real(w, *p->jam);
    else
        jw_null(w);
    kint(w, "sesi", p->sesi);
    kint(w, "jp_usulan", p->jp_usulan);
    kint(w, "jp_diakui", p->jp_diakui);
    jw_ktext(w, "alasan", p->alasan);
    jw_ktext(w, "mulai", p->mulai);
    jw_ktext(w, "selesai", p->selesai);
    jw_ktext(w, "nomor", p->nomor);
    jw_ktext(w, "penyelenggara", p->penyelenggara);
    jw_ktext(w, "status", pelatihan_machine.states[p->status]);
    jw_ktext(w, "catatan", p->catatan);
    bukti(w, &p->bukti);
    jw_ktext(w, "dibuat", p->dibuat);
    jw_ktext(w, "diusulkan", p->diusulkan);
    jw_ktext(w, "diverifikasi", p->diverifikasi);
    jw_ktext(w, "verifikator", p->verifikator);
}

void pelatihan_baris_json(const struct pelatihan *p, struct jw *w)
{
    jw_open(w, '{');
    members(p, w);
    jw_close(w);
}

/* The module as it was pinned ------------------------------------------------------------------------------
 */

static enum status read_marks(struct db *db, int64_t id, const char **dibaca, size_t n, struct arena *a,
                              struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT no, dibaca FROM pelatihan_materi WHERE pelatihan_id = $1", "i", id);

    while (st == ST_OK && rows_next(&r)) {
        int64_t no = row_int(&r, 0);

        if (no >= 1 && (size_t)no <= n)
            dibaca[no - 1] = row_dup(&r, 1, a);
    }
    return rows_end(&r, st, e);
}

static void put_materi(const struct modul *m, const char **dibaca, struct jw *w)
{
    jw_key(w, "materi");
    jw_open(w, '[');
    for (size_t i = 0; i < m->nmateri; i++) {
        jw_open(w, '{');
        jw_kint(w, "no", (int64_t)i + 1);
        jw_ktext(w, "judul", m->materi[i].judul);
        jw_kint(w, "menit", m->materi[i].menit);
        jw_ktext(w, "dibaca", dibaca[i]);
        jw_close(w);
    }
    jw_close(w);
}

static void put_limit(struct jw *w, const char *key, int64_t v)
{
    kint(w, key, v ? &v : NULL);
}

static enum status put_modul(struct db *db, const struct pelatihan *p, struct arena *a, struct jw *w,
                             struct err *e)
{
    const char **dibaca;
    struct modul m;
    enum status st;

    jw_key(w, "modul");
    if (!p->plugin) {
        jw_null(w);
        return ST_OK;
    }
    if ((st = modul_muat(db, p->release_id, p->kode, a, &m, e)) != ST_OK)
        return st;
    dibaca = arena_array(a, const char *, m.nmateri + 1);
    if ((st = read_marks(db, p->id, dibaca, m.nmateri, a, e)) != ST_OK)
        return st;
    jw_open(w, '{');
    jw_ktext(w, "versi", m.label);
    jw_ktext(w, "release", m.sha256);
    jw_ktext(w, "setelan", p->setelan_hash);
    jw_kbool(w, "karantina", m.karantina);
    jw_kint(w, "soal", (int64_t)m.nkuis);
    put_limit(w, "percobaan", m.percobaan);
    put_limit(w, "jeda_jam", m.jeda_jam);
    put_materi(&m, dibaca, w);
    jw_close(w);
    return ST_OK;
}

/* Attempts -------------------------------------------------------------------------------------------------
 */

/* `alasan` of the plugin's answer. */
static void put_reason(const char *nilai, struct jw *w)
{
    struct err ignored = ERR_NONE;
    json_t *v = NULL;

    if (nilai && json_read(nilai, strlen(nilai), &v, &ignored) != ST_OK)
        v = NULL;
    jw_ktext(w, "alasan", json_string_value(json_object_get(v, "alasan")));
    json_decref(v);
}

static void put_attempt(const struct percobaan *x, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "n", x->n);
    jw_ktext(w, "waktu", x->waktu);
    kint(w, "benar", x->benar >= 0 ? &x->benar : NULL);
    jw_kint(w, "jumlah", x->jumlah);
    jw_key(w, "lulus");
    if (x->nilai)
        jw_bool(w, x->lulus);
    else
        jw_null(w);
    put_reason(x->nilai, w);
    kint(w, "jp", x->jp);
    jw_ktext(w, "dinilai", x->dinilai);
    jw_kraw(w, "jejak", x->jejak);
    jw_ktext(w, "masukan", x->masukan_hash);
    jw_key(w, "galat");
    if (x->galat) {
        jw_open(w, '{');
        jw_ktext(w, "code", x->galat);
        jw_ktext(w, "pesan", x->pesan);
        jw_close(w);
    } else {
        jw_null(w);
    }
    jw_close(w);
}

static enum status put_attempts(struct db *db, int64_t id, struct arena *a, struct jw *w, struct err *e)
{
    struct percobaan *list;
    size_t n;
    enum status st = percobaan_list(db, id, a, &list, &n, e);

    jw_key(w, "percobaan");
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        put_attempt(&list[i], w);
    jw_close(w);
    return st;
}

enum status pelatihan_json(struct db *db, const struct who *who, const struct pelatihan *p, struct jw *w,
                           struct err *e)
{
    struct arena *a = arena_new();
    struct pelatihan_jalan l = { .p = p };
    struct flow_object o = { .id = p->id, .state = (int)p->status, .subject = p->subject, .data = &l };
    enum status st;

    jw_open(w, '{');
    members(p, w);
    st = put_modul(db, p, a, w, e);
    if (st == ST_OK)
        st = put_attempts(db, p->id, a, w, e);
    if (st == ST_OK)
        st = tanda_terima_member(db, "pelatihan", p->id, w, e);
    jw_key(w, "aksi");
    if (st == ST_OK)
        st = flow_aksi(db, &pelatihan_machine, &o, who, w, e);
    jw_close(w);
    arena_free(a);
    return st;
}
