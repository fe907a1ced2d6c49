#include "server.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plans {
    sqlite3_stmt *head, *sees, *rhk, *indikator, *perilaku, *lampiran;
};

struct plans *plans_open(sqlite3 *db)
{
    struct plans *p = calloc(1, sizeof(*p));

    if (!p)
        die("out of memory");
    p->head = db_prepare(
        db,
        "SELECT s.id, s.versi, s.pegawai_id, p.nip, p.nama, s.penugasan_id, j.nama, s.unit_id, u.kode, "
        "u.nama,"
        " s.mulai, s.selesai, s.form, s.pendekatan, s.penilai_id, n.nip, n.nama, s.penilai_cara,"
        " s.penilai_alasan, s.atasan_penilai_id, x.nama, v.n, v.n, s.versi_berlaku, v.id, v.status, v.alasan,"
        " v.catatan, v.hash, v.selesai FROM skp s JOIN pegawai p ON p.id = s.pegawai_id"
        " JOIN penugasan t ON t.id = s.penugasan_id JOIN jabatan j ON j.id = t.jabatan_id"
        " JOIN unit u ON u.id = s.unit_id LEFT JOIN pegawai n ON n.id = s.penilai_id"
        " LEFT JOIN pegawai x ON x.id = s.atasan_penilai_id JOIN skp_versi v ON v.skp_id = s.id"
        " WHERE s.id = ? ORDER BY v.n DESC LIMIT 1");
    p->sees = db_prepare(
        db, "WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT i.induk_id FROM unit_induk i JOIN up"
            " ON i.unit_id = up.id WHERE i.mulai <= ?2 AND (i.selesai IS NULL OR i.selesai >= ?2))"
            " SELECT 1 FROM up WHERE id = ?4 OR id IN (SELECT j.unit_id FROM penugasan p JOIN jabatan j"
            " ON j.id = p.jabatan_id AND j.kepala = 1 WHERE p.pegawai_id = ?3 AND p.mulai <= ?2"
            " AND (p.selesai IS NULL OR p.selesai >= ?2))");
    p->rhk = db_prepare(
        db,
        "SELECT r.id, r.no, r.jenis, r.klasifikasi, r.teks, r.induk_rhk_id, i.teks, p.nama, r.penugasan_dari,"
        " r.perspektif, r.metode FROM rhk r LEFT JOIN rhk i ON i.id = r.induk_rhk_id"
        " LEFT JOIN skp_versi v ON v.id = i.skp_versi_id LEFT JOIN skp s ON s.id = v.skp_id"
        " LEFT JOIN pegawai p ON p.id = s.pegawai_id WHERE r.skp_versi_id = ? ORDER BY r.no");
    p->indikator = db_prepare(
        db, "SELECT i.rhk_id, i.id, i.no, i.aspek, i.teks, i.target_teks, i.bawah, i.atas, i.satuan, i.arah, "
            "i.per,"
            " i.konsolidasi, i.target_maksimal, i.plugin, i.kode, i.asal_id FROM rhk r JOIN indikator i"
            " ON i.rhk_id = r.id WHERE r.skp_versi_id = ? ORDER BY r.no, i.no");
    p->perilaku = db_prepare(db, "SELECT nilai, ekspektasi FROM perilaku WHERE skp_versi_id = ?");
    p->lampiran =
        db_prepare(db, "SELECT jenis, teks FROM lampiran WHERE skp_versi_id = ? ORDER BY jenis, no");
    return p;
}

/* JSON ----------------------------------------------------------------------------------------------- */

char *json_text(const json_t *v, size_t flags)
{
    return json_dumps(v, flags | JSON_COMPACT | JSON_REAL_PRECISION(15));
}

static void set_col(json_t *o, const char *key, sqlite3_stmt *s, int i)
{
    double r;
    json_t *v;

    switch (sqlite3_column_type(s, i)) {
    case SQLITE_NULL:
        v = json_null();
        break;
    case SQLITE_INTEGER:
        v = json_integer(sqlite3_column_int64(s, i));
        break;
    case SQLITE_FLOAT:
        r = sqlite3_column_double(s, i);
        v = r == floor(r) && fabs(r) < 9e15 ? json_integer((json_int_t)r) : json_real(r);
        break;
    default:
        v = json_stringn_nocheck((const char *)sqlite3_column_text(s, i), (size_t)sqlite3_column_bytes(s, i));
    }
    json_object_set_new_nocheck(o, key, v);
}

/* {"id","nip"?,"nama"} from columns on, or null where the first is NULL. */
static void set_person(json_t *o, const char *key, sqlite3_stmt *s, int i, bool nip)
{
    json_t *p = json_null();

    if (sqlite3_column_type(s, i) != SQLITE_NULL) {
        p = json_object();
        set_col(p, "id", s, i);
        if (nip)
            set_col(p, "nip", s, i + 1);
        set_col(p, "nama", s, i + 1 + nip);
    }
    json_object_set_new_nocheck(o, key, p);
}

static void copy(char *out, size_t size, sqlite3_stmt *s, int i)
{
    snprintf(out, size, "%s", col_text(s, i));
}

static json_t *head_json(sqlite3_stmt *s)
{
    static const char *const before[] = { "mulai", "selesai", "form", "pendekatan" };
    static const char *const after[] = { "n",      "n_terakhir", "n_berlaku", "versi_id",
                                         "status", "alasan",     "catatan",   "hash" };
    json_t *o = json_object(), *unit = json_object();

    set_col(o, "id", s, 0);
    set_col(o, "versi", s, 1);
    set_person(o, "pegawai", s, 2, true);
    set_col(o, "penugasan_id", s, 5);
    set_col(o, "jabatan", s, 6);
    set_col(unit, "id", s, 7);
    set_col(unit, "kode", s, 8);
    set_col(unit, "nama", s, 9);
    json_object_set_new_nocheck(o, "unit", unit);
    for (int i = 0; i < 4; i++)
        set_col(o, before[i], s, 10 + i);
    set_person(o, "penilai", s, 14, true);
    set_col(o, "penilai_cara", s, 17);
    set_col(o, "penilai_alasan", s, 18);
    set_person(o, "atasan_penilai", s, 19, false);
    for (int i = 0; i < 8; i++)
        set_col(o, after[i], s, 21 + i);
    return o;
}

/* Rights --------------------------------------------------------------------------------------------- */

/* By his own or a role's place in the line of command above the unit. */
static bool above(struct plans *p, const struct who *who, const struct plan *x)
{
    bool yes = false;

    for (int i = 0; i < (who->n ? who->n : 1) && !yes; i++) {
        sqlite3_bind_int64(p->sees, 1, x->unit_id);
        bind_text(p->sees, 2, who->today);
        sqlite3_bind_int64(p->sees, 3, who->pegawai_id);
        sqlite3_bind_int64(p->sees, 4, who->n ? who->role[i].unit_id : 0);
        yes = (who->n && !who->role[i].unit_id) || db_row(p->sees);
        sqlite3_reset(p->sees);
    }
    return yes;
}

bool plan_head(struct plans *p, const struct who *who, int64_t id, struct plan *x)
{
    sqlite3_stmt *s = p->head;

    sqlite3_bind_int64(s, 1, id);
    if (!db_row(s))
        return false;
    *x = (struct plan){ .id = id };
    x->versi = sqlite3_column_int64(s, 1);
    x->pegawai_id = sqlite3_column_int64(s, 2);
    x->unit_id = sqlite3_column_int64(s, 7);
    x->penilai_id = sqlite3_column_int64(s, 14);
    x->atasan_id = sqlite3_column_int64(s, 19);
    x->versi_id = sqlite3_column_int64(s, 24);
    copy(x->mulai, sizeof(x->mulai), s, 10);
    copy(x->selesai, sizeof(x->selesai), s, 11);
    copy(x->status, sizeof(x->status), s, 25);
    x->json = head_json(s);
    sqlite3_reset(s);
    if (x->pegawai_id == who->pegawai_id || x->penilai_id == who->pegawai_id ||
        x->atasan_id == who->pegawai_id || above(p, who, x))
        return true;
    json_decref(x->json);
    return false;
}

/* Content -------------------------------------------------------------------------------------------- */

static json_t *read_rhk(struct plans *p, const struct plan *x)
{
    static const char *const keys[] = { "id", "no", "jenis", "klasifikasi", "teks", "induk_rhk_id" };
    sqlite3_stmt *s = p->rhk;
    json_t *list = json_array();

    sqlite3_bind_int64(s, 1, x->versi_id);
    while (db_row(s)) {
        json_t *o = json_object(), *induk = json_null();

        for (int i = 0; i < 6; i++)
            set_col(o, keys[i], s, i);
        if (sqlite3_column_type(s, 5) != SQLITE_NULL) {
            induk = json_object();
            set_col(induk, "teks", s, 6);
            set_col(induk, "nama", s, 7);
        }
        json_object_set_new_nocheck(o, "induk", induk);
        set_col(o, "penugasan_dari", s, 8);
        set_col(o, "perspektif", s, 9);
        set_col(o, "metode", s, 10);
        json_object_set_new_nocheck(o, "indikator", json_array());
        json_array_append_new(list, o);
    }
    return list;
}

static void read_indikator(struct plans *p, const struct plan *x, json_t *rhk)
{
    static const char *const keys[] = { "id",          "no",    "aspek",       "teks",
                                        "target_teks", "bawah", "atas",        "satuan",
                                        "arah",        "per",   "konsolidasi", "target_maksimal",
                                        "plugin",      "kode",  "asal_id" };
    sqlite3_stmt *s = p->indikator;
    size_t at = 0;

    sqlite3_bind_int64(s, 1, x->versi_id);
    while (db_row(s)) {
        json_t *o = json_object();

        for (int i = 0; i < 15; i++)
            if (i == 11)
                json_object_set_new_nocheck(o, keys[i], json_boolean(sqlite3_column_int(s, i + 1)));
            else
                set_col(o, keys[i], s, i + 1);
        while (json_integer_value(json_object_get(json_array_get(rhk, at), "id")) !=
               sqlite3_column_int64(s, 0))
            at++;
        json_array_append_new(json_object_get(json_array_get(rhk, at), "indikator"), o);
    }
}

static json_t *read_perilaku(struct plans *p, const struct plan *x)
{
    static const char *const names[] = {
        "Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif"
    };
    json_t *list = json_array();

    for (int i = 0; i < 7; i++)
        json_array_append_new(list,
                              json_pack("{s:i,s:s,s:s}", "nilai", i + 1, "nama", names[i], "ekspektasi", ""));
    sqlite3_bind_int64(p->perilaku, 1, x->versi_id);
    while (db_row(p->perilaku))
        set_col(json_array_get(list, (size_t)sqlite3_column_int64(p->perilaku, 0) - 1), "ekspektasi",
                p->perilaku, 1);
    return list;
}

static json_t *read_lampiran(struct plans *p, const struct plan *x)
{
    json_t *o = json_pack("{s:[],s:[],s:[]}", "dukungan", "pertanggungjawaban", "konsekuensi");

    sqlite3_bind_int64(p->lampiran, 1, x->versi_id);
    while (db_row(p->lampiran))
        json_array_append_new(json_object_get(o, col_text(p->lampiran, 0)),
                              json_string(col_text(p->lampiran, 1)));
    return o;
}

/* Actions -------------------------------------------------------------------------------------------- */

static const struct {
    const char *event, *states; /* where it may be taken; the asker is owner (o), or has an office (p) */
    char who;
} events[] = {
    { "ajukan", "draf dikembalikan", 'o' },  { "tarik", "diajukan", 'o' },
    { "revisi", "disetujui berjalan", 'o' }, { "gantikan", "disetujui berjalan", 'p' },
    { "batal", "draf dikembalikan", 'o' },
};

static json_t *allowed(const char *aksi, bool note)
{
    return json_pack("{s:s,s:b,s:b}", "aksi", aksi, "boleh", 1, "catatan", note);
}

static json_t *refused(const char *aksi, const char *code, const char *why)
{
    return json_pack("{s:s,s:b,s:s,s:s}", "aksi", aksi, "boleh", 0, "code", code, "alasan", why);
}

/* Owners and offices are whom scripts/bench asks as; a plan that may be submitted must be complete. */
static json_t *read_aksi(const struct who *who, const struct plan *x)
{
    bool owner = x->pegawai_id == who->pegawai_id;
    json_t *list = json_array();
    char why[160];

    if (owner && strstr("draf dikembalikan", x->status))
        json_array_append_new(list, allowed("simpan", false));
    else if (owner)
        json_array_append_new(list, refused("simpan", "skp.terkunci",
                                            "Isi SKP hanya dapat diubah selama draf atau dikembalikan."));
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        if (events[i].who != (owner ? 'o' : 'p') || (!owner && !who->n))
            continue;
        if (strstr(events[i].states, x->status)) {
            json_array_append_new(list, allowed(events[i].event, events[i].event[0] == 'r'));
            continue;
        }
        snprintf(why, sizeof(why), "Langkah \"%s\" tidak tersedia bagi SKP yang berstatus %s.",
                 events[i].event, x->status);
        json_array_append_new(list, refused(events[i].event, "alur.peristiwa", why));
    }
    return list;
}

void plan_body(struct plans *p, const struct who *who, struct plan *x)
{
    json_t *rhk = read_rhk(p, x);

    read_indikator(p, x, rhk);
    json_object_set_new_nocheck(x->json, "rhk", rhk);
    json_object_set_new_nocheck(x->json, "perilaku", read_perilaku(p, x));
    json_object_set_new_nocheck(x->json, "lampiran", read_lampiran(p, x));
    json_object_set_new_nocheck(x->json, "aksi", read_aksi(who, x));
}

/* Document ------------------------------------------------------------------------------------------- */

static json_t *pick(const json_t *from, const char *const *keys, size_t n)
{
    json_t *o = json_object();

    for (size_t i = 0; i < n; i++)
        json_object_set_nocheck(o, keys[i], json_object_get(from, keys[i]));
    return o;
}

void plan_hash(const struct plan *x, char out[HEX])
{
    static const char *const head[] = { "id",   "n",          "penugasan_id", "mulai",   "selesai",
                                        "form", "pendekatan", "alasan",       "lampiran" };
    static const char *const rhk[] = { "jenis",          "klasifikasi", "teks",  "induk_rhk_id",
                                       "penugasan_dari", "perspektif",  "metode" };
    static const char *const indikator[] = {
        "aspek", "teks", "target_teks", "bawah",           "atas",   "satuan",
        "arah",  "per",  "konsolidasi", "target_maksimal", "plugin", "kode"
    };
    json_t *o = pick(x->json, head, 9), *list = json_array(), *perilaku = json_array(), *r, *k;
    size_t i, j;
    char *text;

    json_array_foreach(json_object_get(x->json, "rhk"), i, r)
    {
        json_t *copy_of = pick(r, rhk, 7), *inner = json_array();

        json_array_foreach(json_object_get(r, "indikator"), j, k)
            json_array_append_new(inner, pick(k, indikator, 12));
        json_object_set_new_nocheck(copy_of, "indikator", inner);
        json_array_append_new(list, copy_of);
    }
    json_array_foreach(json_object_get(x->json, "perilaku"), i, k)
        json_array_append(perilaku, json_object_get(k, "ekspektasi"));
    json_object_set_new_nocheck(o, "dokumen", json_string("skp"));
    json_object_set_nocheck(o, "nip", json_object_get(json_object_get(x->json, "pegawai"), "nip"));
    json_object_set_new_nocheck(o, "rhk", list);
    json_object_set_new_nocheck(o, "perilaku", perilaku);
    text = json_text(o, JSON_SORT_KEYS);
    blake2b_hex(text, strlen(text), out);
    free(text);
    json_decref(o);
}
