#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Registrations of a release, by id; a release never changes. */
struct listing {
    int64_t release_id;
    json_t *daftar;
};

struct saves {
    struct plans *plans;
    struct audit *audit;
    sqlite3_stmt *known, *remember, *period, *active, *daftar, *parent, *linked, *circle;
    sqlite3_stmt *aside_indikator, *aside_rhk, *rhk, *rhk_new, *indikator, *indikator_new, *rest_indikator,
        *rest_rhk;
    sqlite3_stmt *perilaku, *lampiran_none, *lampiran, *raise;
    struct listing listing[8];
};

static const struct {
    size_t at;
    const char *sql;
} statements[] = {
#define S(name) offsetof(struct saves, name)
    { S(known), "SELECT permintaan, status, etag, isi FROM idempotensi WHERE akun_id = ? AND kunci = ?" },
    { S(remember), "INSERT INTO idempotensi (akun_id, kunci, permintaan, status, etag, isi, waktu)"
                   " VALUES (?, ?, ?, 200, ?, ?, ?)" },
    { S(period),
      "SELECT mulai FROM periode WHERE mulai <= ?1 AND selesai >= ?1 ORDER BY mulai DESC, selesai LIMIT 1" },
    { S(active),
      "WITH RECURSIVE up(id, depth) AS (SELECT ?1, 0 UNION SELECT i.induk_id, up.depth + 1"
      " FROM unit_induk i JOIN up ON i.unit_id = up.id WHERE i.mulai <= ?2"
      " AND (i.selesai IS NULL OR i.selesai >= ?2)) SELECT a.release_id FROM up JOIN aktivasi a"
      " ON a.unit_id = up.id AND a.plugin = ?3 WHERE a.mulai <= ?2 AND (a.selesai IS NULL OR a.selesai >= ?2)"
      " ORDER BY up.depth, a.mulai DESC, a.id DESC LIMIT 1" },
    { S(daftar), "SELECT daftar FROM release WHERE id = ?" },
    { S(parent), "SELECT s.pegawai_id FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                 " JOIN skp s ON s.id = v.skp_id WHERE r.id = ? AND v.status <> 'batal'" },
    { S(linked), "SELECT 1 FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                 " WHERE v.skp_id = ? AND r.induk_rhk_id = ?" },
    { S(circle),
      "WITH RECURSIVE naik(id) AS (SELECT ?2 UNION SELECT r.induk_rhk_id FROM rhk r JOIN naik"
      " ON r.id = naik.id WHERE r.induk_rhk_id IS NOT NULL) SELECT 1 FROM naik JOIN rhk r ON r.id = naik.id"
      " JOIN skp_versi v ON v.id = r.skp_versi_id WHERE v.skp_id = ?1" },
    { S(aside_indikator),
      "UPDATE indikator SET no = -no WHERE rhk_id IN (SELECT id FROM rhk WHERE skp_versi_id = ?)" },
    { S(aside_rhk), "UPDATE rhk SET no = -no WHERE skp_versi_id = ?" },
    { S(rhk),
      "UPDATE rhk SET no = ?, jenis = ?, klasifikasi = ?, teks = ?, induk_rhk_id = ?, penugasan_dari = ?,"
      " perspektif = ?, metode = ? WHERE id = ? AND skp_versi_id = ? AND no < 0" },
    { S(rhk_new),
      "INSERT INTO rhk (no, jenis, klasifikasi, teks, induk_rhk_id, penugasan_dari, perspektif, metode,"
      " skp_versi_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10)" },
    { S(indikator),
      "UPDATE indikator SET rhk_id = ?, no = ?, aspek = ?, teks = ?, target_teks = ?, bawah = ?, atas = ?,"
      " satuan = ?, arah = ?, per = ?, konsolidasi = ?, target_maksimal = ?, plugin = ?, kode = ?"
      " WHERE id = ? AND no < 0 AND EXISTS (SELECT 1 FROM rhk h WHERE h.id = indikator.rhk_id"
      " AND h.skp_versi_id = ?)" },
    { S(indikator_new),
      "INSERT INTO indikator (rhk_id, no, aspek, teks, target_teks, bawah, atas, satuan, arah, per,"
      " konsolidasi, target_maksimal, plugin, kode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
    { S(rest_indikator),
      "DELETE FROM indikator WHERE no < 0 AND rhk_id IN (SELECT id FROM rhk WHERE skp_versi_id = ?)" },
    { S(rest_rhk), "DELETE FROM rhk WHERE no < 0 AND skp_versi_id = ?" },
    { S(perilaku), "INSERT INTO perilaku (skp_versi_id, nilai, ekspektasi) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT (skp_versi_id, nilai) DO UPDATE SET ekspektasi = ?3" },
    { S(lampiran_none), "DELETE FROM lampiran WHERE skp_versi_id = ?" },
    { S(lampiran), "INSERT INTO lampiran (skp_versi_id, jenis, no, teks) VALUES (?, ?, ?, ?)" },
    { S(raise), "UPDATE skp SET versi = versi + 1 WHERE id = ?" },
#undef S
};

struct saves *saves_open(sqlite3 *db, struct plans *plans, struct audit *audit)
{
    struct saves *s = calloc(1, sizeof(*s));

    if (!s)
        die("out of memory");
    s->plans = plans;
    s->audit = audit;
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
        *(sqlite3_stmt **)(void *)((char *)s + statements[i].at) = db_prepare(db, statements[i].sql);
    return s;
}

static void with_id(sqlite3_stmt *s, int64_t id)
{
    sqlite3_bind_int64(s, 1, id);
    db_run(s);
}

/* Whether the query has a row; two ids are its parameters. */
static bool any(sqlite3_stmt *s, int64_t a, int64_t b)
{
    bool yes;

    sqlite3_bind_int64(s, 1, a);
    sqlite3_bind_int64(s, 2, b);
    yes = db_row(s);
    sqlite3_reset(s);
    return yes;
}

/* Checks --------------------------------------------------------------------------------------------- */

static const char *member(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static int64_t member_id(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

static const json_t *daftar_of(struct saves *s, int64_t release_id)
{
    size_t i = 0;

    while (s->listing[i].daftar && s->listing[i].release_id != release_id)
        if (++i == sizeof(s->listing) / sizeof(s->listing[0]))
            die("too many releases");
    if (!s->listing[i].daftar) {
        sqlite3_bind_int64(s->daftar, 1, release_id);
        if (db_row(s->daftar))
            s->listing[i].daftar = json_loads(col_text(s->daftar, 0), 0, NULL);
        s->listing[i].release_id = release_id;
        sqlite3_reset(s->daftar);
    }
    return s->listing[i].daftar;
}

static bool plugin_fits(struct saves *s, const struct plan *x, const char *day, const json_t *i)
{
    const char *plugin = member(i, "plugin"), *kode = member(i, "kode");
    int64_t release_id = 0;
    size_t n;
    json_t *reg;

    if (!plugin)
        return true;
    sqlite3_bind_int64(s->active, 1, x->unit_id);
    bind_text(s->active, 2, day);
    bind_text(s->active, 3, plugin);
    if (db_row(s->active))
        release_id = sqlite3_column_int64(s->active, 0);
    sqlite3_reset(s->active);
    if (!release_id)
        return false;
    json_array_foreach(json_object_get(daftar_of(s, release_id), "indikator"), n, reg)
    {
        if (strcmp(member(reg, "kode"), kode) == 0)
            return strcmp(member(reg, "arah"), member(i, "arah")) == 0 &&
                   strcmp(member(reg, "konsolidasi"), member(i, "konsolidasi")) == 0;
    }
    return false;
}

/* The superior's RHK is somebody else's, the evaluator's or already linked, and does not depend on this plan.
 */
static bool parent_fits(struct saves *s, const struct plan *x, int64_t induk)
{
    int64_t owner = 0;
    bool linked;

    if (!induk)
        return true;
    sqlite3_bind_int64(s->parent, 1, induk);
    if (db_row(s->parent))
        owner = sqlite3_column_int64(s->parent, 0);
    sqlite3_reset(s->parent);
    linked = any(s->linked, x->id, induk);
    return owner && owner != x->pegawai_id && (owner == x->penilai_id || linked) &&
           !any(s->circle, x->id, induk);
}

static bool fits(struct saves *s, const struct plan *x, const struct who *who, const json_t *body)
{
    const char *hari = strcmp(who->today, x->mulai) < 0     ? x->mulai
                       : strcmp(who->today, x->selesai) > 0 ? x->selesai
                                                            : who->today;
    char day[12] = "";
    size_t i, k;
    json_t *r, *v;

    bind_text(s->period, 1, hari);
    if (db_row(s->period))
        snprintf(day, sizeof(day), "%s", col_text(s->period, 0));
    sqlite3_reset(s->period);
    json_array_foreach(json_object_get(body, "rhk"), i, r)
    {
        if (!parent_fits(s, x, member_id(r, "induk_rhk_id")))
            return false;
        json_array_foreach(json_object_get(r, "indikator"), k,
                           v) if (!plugin_fits(s, x, day, v)) return false;
    }
    return true;
}

/* Writing -------------------------------------------------------------------------------------------- */

static void bind_json(sqlite3_stmt *s, int i, const json_t *v)
{
    if (json_is_string(v))
        sqlite3_bind_text(s, i, json_string_value(v), (int)json_string_length(v), SQLITE_STATIC);
    else if (json_is_number(v))
        sqlite3_bind_double(s, i, json_number_value(v));
    else if (json_is_boolean(v))
        sqlite3_bind_int(s, i, json_is_true(v));
    else
        sqlite3_bind_null(s, i);
}

static void write_indikator(struct saves *s, const struct plan *x, int64_t rhk_id, int no, const json_t *v)
{
    static const char *const keys[] = { "aspek", "teks", "target_teks", "bawah",           "atas",   "satuan",
                                        "arah",  "per",  "konsolidasi", "target_maksimal", "plugin", "kode" };
    sqlite3_stmt *q = member_id(v, "id") ? s->indikator : s->indikator_new;

    sqlite3_bind_int64(q, 1, rhk_id);
    sqlite3_bind_int(q, 2, no);
    for (int i = 0; i < 12; i++)
        bind_json(q, 3 + i, json_object_get(v, keys[i]));
    if (q == s->indikator) {
        sqlite3_bind_int64(q, 15, member_id(v, "id"));
        sqlite3_bind_int64(q, 16, x->versi_id);
    }
    db_run(q);
}

static void write_rhk(struct saves *s, const struct plan *x, int no, const json_t *r)
{
    int64_t id = member_id(r, "id");
    sqlite3_stmt *q = id ? s->rhk : s->rhk_new;
    size_t i;
    json_t *v;

    sqlite3_bind_int(q, 1, no);
    bind_json(q, 2, json_object_get(r, "jenis"));
    bind_json(q, 3, json_object_get(r, "klasifikasi"));
    bind_json(q, 4, json_object_get(r, "teks"));
    bind_id(q, 5, member_id(r, "induk_rhk_id"));
    bind_json(q, 6, json_object_get(r, "penugasan_dari"));
    bind_json(q, 7, json_object_get(r, "perspektif"));
    bind_json(q, 8, json_object_get(r, "metode"));
    sqlite3_bind_int64(q, 10, x->versi_id);
    if (id)
        sqlite3_bind_int64(q, 9, id);
    db_run(q);
    if (!id)
        id = sqlite3_last_insert_rowid(sqlite3_db_handle(q));
    json_array_foreach(json_object_get(r, "indikator"), i, v) write_indikator(s, x, id, (int)i + 1, v);
}

static void write_rest(struct saves *s, const struct plan *x, const json_t *body)
{
    static const char *const jenis[] = { "dukungan", "pertanggungjawaban", "konsekuensi" };
    const char *text[7] = { "", "", "", "", "", "", "" };
    size_t i;
    json_t *v;

    json_array_foreach(json_object_get(body, "perilaku"), i, v) text[(member_id(v, "nilai") - 1) % 7] =
        member(v, "ekspektasi");
    for (int k = 0; k < 7; k++) {
        sqlite3_bind_int64(s->perilaku, 1, x->versi_id);
        sqlite3_bind_int(s->perilaku, 2, k + 1);
        bind_text(s->perilaku, 3, text[k]);
        db_run(s->perilaku);
    }
    with_id(s->lampiran_none, x->versi_id);
    for (int j = 0; j < 3; j++)
        json_array_foreach(json_object_get(json_object_get(body, "lampiran"), jenis[j]), i, v)
        {
            sqlite3_bind_int64(s->lampiran, 1, x->versi_id);
            bind_text(s->lampiran, 2, jenis[j]);
            sqlite3_bind_int64(s->lampiran, 3, (int64_t)i + 1);
            bind_json(s->lampiran, 4, v);
            db_run(s->lampiran);
        }
}

static void write_content(struct saves *s, const struct plan *x, const json_t *body)
{
    size_t i;
    json_t *r;

    /* Rows that stay take their place again; the others keep a negative number and go. */
    with_id(s->aside_indikator, x->versi_id);
    with_id(s->aside_rhk, x->versi_id);
    json_array_foreach(json_object_get(body, "rhk"), i, r) write_rhk(s, x, (int)i + 1, r);
    with_id(s->rest_indikator, x->versi_id);
    with_id(s->rest_rhk, x->versi_id);
    write_rest(s, x, body);
    with_id(s->raise, x->id);
}

/* The command ---------------------------------------------------------------------------------------- */

static bool repeated(struct saves *s, const struct who *who, const char *key, const char *fingerprint,
                     int *status, char **reply, int64_t *etag)
{
    bool yes;

    sqlite3_bind_int64(s->known, 1, who->akun_id);
    bind_text(s->known, 2, key);
    yes = db_row(s->known);
    if (yes) {
        *status = strcmp(col_text(s->known, 0), fingerprint) == 0 ? sqlite3_column_int(s->known, 1) : 422;
        *etag = sqlite3_column_int64(s->known, 2);
        *reply = strdup(col_text(s->known, 3));
    }
    sqlite3_reset(s->known);
    return yes;
}

static void remember(struct saves *s, const struct who *who, const char *key, const char *fingerprint,
                     int64_t etag, const char *reply)
{
    char now[NOW], tag[24];

    now_text(now);
    snprintf(tag, sizeof(tag), "%lld", (long long)etag);
    sqlite3_bind_int64(s->remember, 1, who->akun_id);
    bind_text(s->remember, 2, key);
    bind_text(s->remember, 3, fingerprint);
    bind_text(s->remember, 4, tag);
    bind_text(s->remember, 5, reply);
    bind_text(s->remember, 6, now);
    db_run(s->remember);
}

int save(struct saves *s, const struct who *who, int64_t id, int64_t if_match, const char *key,
         const char *fingerprint, const json_t *body, char **reply, int64_t *etag)
{
    struct audit_row row = {
        .akun_id = who->akun_id, .objek = "skp", .peristiwa = "simpan", .peran = "pemilik", .isi = "{}"
    };
    struct plan x;
    char hash[HEX];
    int status = 200;

    if (repeated(s, who, key, fingerprint, &status, reply, etag))
        return status;
    if (!plan_head(s->plans, who, id, &x))
        return 404;
    if (x.pegawai_id != who->pegawai_id)
        status = 403;
    else if (x.versi != if_match)
        status = 412;
    else if (!strstr("draf dikembalikan", x.status))
        status = 409;
    else if (!fits(s, &x, who, body))
        status = 422;
    if (status == 200) {
        write_content(s, &x, body);
        *etag = x.versi + 1;
        json_object_set_new_nocheck(x.json, "versi", json_integer(*etag));
        plan_body(s->plans, who, &x);
        plan_hash(&x, hash);
        row.objek_id = x.versi_id;
        row.dari = row.ke = x.status;
        row.dokumen = hash;
        audit_add(s->audit, &row);
        *reply = json_text(x.json, 0);
        remember(s, who, key, fingerprint, *etag, *reply);
    }
    json_decref(x.json);
    return status;
}
