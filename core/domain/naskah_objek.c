/* What a prepared step is about: as whom it would run, the object as that person sees it, and differences. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/capaian_organisasi.h"
#include "domain/evaluasi.h"
#include "domain/naskah.h"
#include "domain/realisasi.h"
#include "domain/unit.h"

enum status naskah_orang(struct db *db, int64_t pegawai_id, struct who *out, struct err *e)
{
    int64_t akun_id = 0;
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT id FROM akun WHERE pegawai_id = $1", "i", pegawai_id);

    if (st == ST_OK && rows_next(&r))
        akun_id = row_int(&r, 0);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (akun_id)
        return who_load(db, akun_id, out, e);
    *out = (struct who){ .pegawai_id = pegawai_id, .nperan = 1 };
    out->peran[0].peran = PERAN_PEGAWAI;
    clock_today(out->hari);
    return ST_OK;
}

/* The object ----------------------------------------------------------------------------------------------
 */

struct reading {
    struct db *db;
    const struct who *who;
    const struct naskah_sasaran *s;
    struct arena *a;
    struct naskah_keadaan *k;
    struct subject subject;
    struct jw w;
};

static enum status read_skp(struct reading *x, struct err *e)
{
    struct skp s;
    enum status st = skp_load(x->db, x->who, x->s->skp_id, 0, x->a, &s, e);

    if (st != ST_OK)
        return st;
    x->k->versi = s.versi;
    skp_subject(&s, &x->subject);
    return skp_json(x->db, x->who, &s, &x->w, e);
}

static enum status read_realisasi(struct reading *x, struct err *e)
{
    struct realisasi r;
    enum status st = realisasi_load(x->db, x->who, x->s->skp_id, x->s->periode_id, x->a, &r, e);

    if (st != ST_OK)
        return st;
    x->k->versi = r.id ? r.versi : 0;
    x->k->id = r.id;
    x->subject = r.subject;
    return realisasi_json(x->db, x->who, &r, &x->w, e);
}

static enum status read_evaluasi(struct reading *x, struct err *e)
{
    struct evaluasi v;
    enum status st = evaluasi_load(x->db, x->who, x->s->evaluasi_id, x->a, &v, e);

    if (st != ST_OK)
        return st;
    x->k->versi = v.versi;
    x->subject = v.subject;
    return evaluasi_json(x->db, x->who, &v, &x->w, e);
}

static enum status read_capaian(struct reading *x, struct err *e)
{
    struct capaian_organisasi c;
    struct unit u;
    enum status st = unit_load(x->db, x->s->unit_id, x->who->hari, x->a, &u, e);

    if (st != ST_OK)
        return st;
    x->subject.unit_id = u.id;
    if ((st = right_check(x->db, x->who, AKSI_UNIT_ANGKA, &x->subject, e)) != ST_OK ||
        (st = capaian_organisasi_muat(x->db, u.id, x->s->periode_id, &c, e)) != ST_OK ||
        (st = capaian_organisasi_subjek(x->db, x->who->hari, &c, e)) != ST_OK)
        return st;
    x->k->versi = c.versi;
    x->subject = c.subject; /* about the unit's head, whose rating it is */
    return capaian_organisasi_json(x->db, x->who, &c, &x->w, e);
}

static enum status read_new(struct reading *x, struct err *e)
{
    (void)e;
    x->subject.pegawai_id = x->who->pegawai_id;
    jw_open(&x->w, '{');
    jw_close(&x->w);
    return ST_OK;
}

enum status naskah_bersih(const char *json, size_t len, struct buf *out, struct err *e)
{
    /* Evidence may show patients, and buttons are the reader's own: neither belongs to a draft. */
    static const char *const left_out[] = { "aksi", "bukti", "peringatan" };
    json_t *o = NULL;
    enum status st = json_read(json, len, &o, e);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < COUNT(left_out); i++)
        json_object_del(o, left_out[i]);
    json_canonical(o, out);
    json_decref(o);
    return ST_OK;
}

enum status naskah_objek(struct db *db, const struct who *who, const struct naskah_jenis *j,
                         const struct naskah_sasaran *s, struct arena *a, struct naskah_keadaan *keadaan,
                         struct buf *out, struct err *e)
{
    static enum status (*const read[])(struct reading * x, struct err * e) = {
        [OBJEK_BARU] = read_new,          [OBJEK_SKP] = read_skp,         [OBJEK_REALISASI] = read_realisasi,
        [OBJEK_EVALUASI] = read_evaluasi, [OBJEK_CAPAIAN] = read_capaian,
    };
    struct reading x = { .db = db, .who = who, .s = s, .a = a, .k = keadaan };
    struct buf b = BUF_NONE;
    enum status st;

    *keadaan = (struct naskah_keadaan){ 0 };
    jw_start(&x.w, &b);
    st = read[j->objek](&x, e);
    keadaan->pegawai_id = x.subject.pegawai_id;
    /* Of all that the person may see, only what is his own, or his to judge. */
    if (st == ST_OK && j->objek != OBJEK_CAPAIAN &&
        (j->penilai ? x.subject.penilai_id : x.subject.pegawai_id) != who->pegawai_id)
        st = err_set(e, E_NASKAH_SASARAN, NULL);
    if (st == ST_OK)
        st = naskah_bersih(b.p, b.len, out, e);
    buf_free(&b);
    return st;
}

/* Not about oneself ---------------------------------------------------------------------------------------
 */

/* The achievement of a unit is the rating of its head. */
static enum status heads(struct db *db, int64_t pegawai_id, int64_t unit_id, const char *hari, bool *yes,
                         struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e,
        "SELECT count(*) FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id WHERE t.pegawai_id = $1"
        " AND j.unit_id = $2 AND j.kepala = 1 AND t.mulai <= $3"
        " AND (t.selesai IS NULL OR t.selesai >= $3)",
        "iit", pegawai_id, unit_id, hari);

    *yes = n > 0;
    return st;
}

enum status naskah_bukan_sendiri(struct db *db, const struct naskah_jenis *j, const struct naskah_sasaran *s,
                                 int64_t objek_pegawai_id, int64_t pegawai_id, const char *hari,
                                 struct err *e)
{
    bool his = j->penilai && pegawai_id && objek_pegawai_id == pegawai_id;
    enum status st = ST_OK;

    if (j->objek == OBJEK_CAPAIAN && pegawai_id)
        st = heads(db, pegawai_id, s->unit_id, hari, &his, e);
    return st == ST_OK && his ? err_set(e, E_NASKAH_SENDIRI, NULL) : st;
}

/* Differences ---------------------------------------------------------------------------------------------
 */

struct beda {
    struct jw *w;
    int n;
    char at[256];
};

static void put_side(struct jw *w, const char *key, const json_t *v)
{
    jw_key(w, key);
    if (v)
        jw_json(w, v);
    else
        jw_null(w);
}

static void put(struct beda *d, const json_t *old, const json_t *new)
{
    if (d->n++ >= NASKAH_BEDA)
        return;
    jw_open(d->w, '{');
    jw_ktext(d->w, "letak", d->at);
    put_side(d->w, "semula", old);
    put_side(d->w, "menjadi", new);
    jw_close(d->w);
}

/* Numbers of rows and versions say nothing to a reader. */
static bool told(const char *key)
{
    static const char *const silent[] = { "id", "versi", "versi_id", "waktu", NULL };

    for (size_t i = 0; silent[i]; i++)
        if (strcmp(silent[i], key) == 0)
            return false;
    return true;
}

static void compare(struct beda *d, const json_t *old, const json_t *new);

static void step_into(struct beda *d, const char *key, const json_t *old, const json_t *new)
{
    size_t len = strlen(d->at);

    snprintf(d->at + len, sizeof(d->at) - len, "/%s", key);
    compare(d, old, new);
    d->at[len] = '\0';
}

static void compare_objects(struct beda *d, const json_t *old, const json_t *new)
{
    const char *key;
    json_t *v;

    json_object_foreach((json_t *)(uintptr_t)old, key, v) if (told(key))
        step_into(d, key, v, json_object_get(new, key));
    json_object_foreach((json_t *)(uintptr_t) new, key, v) if (told(key) && !json_object_get(old, key))
        step_into(d, key, NULL, v);
}

static void compare_lists(struct beda *d, const json_t *old, const json_t *new)
{
    size_t n = json_array_size(old), m = json_array_size(new);
    char index[24];

    for (size_t i = 0; i < n || i < m; i++) {
        snprintf(index, sizeof(index), "%zu", i);
        step_into(d, index, json_array_get(old, i), json_array_get(new, i));
    }
}

static void compare(struct beda *d, const json_t *old, const json_t *new)
{
    if (json_is_object(old) && json_is_object(new))
        compare_objects(d, old, new);
    else if (json_is_array(old) && json_is_array(new))
        compare_lists(d, old, new);
    else if (!(old && new ? json_equal(old, new) : old == new))
        put(d, old, new);
}

enum status naskah_beda(const char *lama, const char *baru, struct jw *w, struct err *e)
{
    struct beda d = { .w = w };
    json_t *old = NULL, *new = NULL;
    enum status st = json_read(lama, strlen(lama), &old, e);

    if (st == ST_OK)
        st = json_read(baru, strlen(baru), &new, e);
    jw_open(w, '[');
    if (st == ST_OK)
        compare(&d, old, new);
    jw_close(w);
    json_decref(old);
    json_decref(new);
    return st;
}
