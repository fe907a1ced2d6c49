#include "domain/dibaca.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/aturan.h"
#include "domain/tanggal.h"
#include "domain/view.h"

static const char *const kinds[] = { "skp",         "realisasi", "evaluasi",     "bukti",
                                     "umpan_balik", "bimbingan", "bukti_progres" };

static const struct {
    enum relasi relasi;
    const char *kode;
} relations[] = {
    { REL_PENILAI, "penilai" }, { REL_ATASAN_PENILAI, "atasan_penilai" },
    { REL_UNIT, "unit" },       { REL_WILAYAH, "wilayah" },
    { REL_SEMUA, "semua" },     { REL_DIRI, "diri" },
    { REL_KUASA, "kuasa" },
};

static const char *relasi_kode(enum relasi r)
{
    for (size_t i = 0; i < COUNT(relations); i++)
        if (relations[i].relasi == r)
            return relations[i].kode;
    return "";
}

/* The log -------------------------------------------------------------------------------------------------
 */

enum status dibaca_simpan(struct db *db, const struct dibaca *rows, size_t n, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = db_exec(
            db, NULL, e,
            "INSERT INTO dibaca (pegawai_id, jam, akun_id, objek, objek_id, token_id, peran, relasi) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pegawai_id, jam, akun_id, objek, "
            "objek_id, token_id) DO NOTHING",
            "ititiitt", rows[i].pegawai_id, rows[i].jam, rows[i].akun_id, kinds[rows[i].objek],
            rows[i].objek_id, rows[i].token_id, peran_kode(rows[i].peran), relasi_kode(rows[i].relasi));
    return st;
}

enum status dibaca_bersih(struct perintah *p, struct db *db, struct err *e)
{
    enum { SEKALI = 5000 };
    struct dibaca_bersih *in = p->input;
    char first[DATE_TEXT];
    int64_t days = 0;
    enum status st = aturan_nilai(db, "dibaca.simpan_hari", p->who.hari, &days, e);

    if (st != ST_OK)
        return st;
    tanggal_geser(p->who.hari, -(int)days, first);
    st = db_exec(db, &in->out_dihapus, e,
                 "DELETE FROM dibaca WHERE (pegawai_id, jam, akun_id, objek, objek_id, token_id) IN"
                 " (SELECT pegawai_id, jam, akun_id, objek, objek_id, token_id FROM dibaca WHERE jam < $1"
                 " ORDER BY jam LIMIT $2)",
                 "ti", first, (int64_t)SEKALI);
    in->out_sisa = in->out_dihapus == SEKALI;
    return st;
}

/* Where a page begins: just below this row. */
struct place {
    char jam[DIBACA_JAM], objek[16];
    long long akun_id, objek_id, token_id;
};

static bool place_read(const char *s, struct place *p)
{
    int end = 0;

    return sscanf(s, "%13[-0-9T].%lld.%15[a-z_].%lld.%lld%n", p->jam, &p->akun_id, p->objek, &p->objek_id,
                  &p->token_id, &end) == 5 &&
           s[end] == '\0';
}

/* By what right it was read, in a sentence. */
static const char *why(const char *peran, const char *relasi)
{
    static const struct {
        const char *peran, *relasi, *text;
    } rows[] = {
        { "pegawai", "penilai", "Sebagai pejabat penilai kinerja." },
        { "pegawai", "atasan_penilai", "Sebagai atasan pejabat penilai." },
        { "pegawai", "unit", "Sebagai pimpinan unit di atasnya." },
        { "pegawai", "kuasa", "Sebagai penyiap naskah dengan surat kuasa." },
        { "pengelola", "unit", "Sebagai pengelola kinerja unit." },
        { "admin_unit", "unit", "Sebagai administrator unit." },
        { "admin_pusat", "unit", "Sebagai administrator pusat." },
        { "auditor", "unit", "Sebagai auditor." },
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(rows[i].peran, peran) == 0 && strcmp(rows[i].relasi, relasi) == 0)
            return rows[i].text;
    return "Menurut tabel hak.";
}

static enum status log_row(struct db *db, const struct rows *r, struct jw *w, struct err *e)
{
    char hour[TIME_TEXT];
    enum status st;

    snprintf(hour, sizeof(hour), "%s:00:00.000Z", row_text(r, 0));
    jw_open(w, '{');
    jw_ktext(w, "jam", hour);
    jw_ktext(w, "akun", row_text(r, 7));
    st = view_pegawai(db, w, "oleh", row_int(r, 8), e);
    jw_ktext(w, "objek", row_text(r, 2));
    jw_kint(w, "objek_id", row_int(r, 3));
    jw_ktext(w, "peran", row_text(r, 5));
    jw_ktext(w, "relasi", row_text(r, 6));
    jw_ktext(w, "alasan", why(row_text(r, 5), row_text(r, 6)));
    jw_kbool(w, "token", row_int(r, 4) != 0);
    jw_close(w);
    return st;
}

enum status dibaca_list(struct db *db, int64_t pegawai_id, struct dibaca_saring *f, struct jw *w,
                        struct err *e)
{
    struct place from = { .jam = "9999", .akun_id = 0 };
    struct rows r;
    int shown = 0;
    enum status st;

    if (f->kursor && !place_read(f->kursor, &from)) {
        err_fault(e, "kursor", "Kursor tidak dikenal.");
        return err_set(e, E_MASUKAN, NULL);
    }
    f->out_kursor[0] = '\0';
    st = db_rows(
        db, &r, e,
        "SELECT d.jam, d.akun_id, d.objek, d.objek_id, d.token_id, d.peran, d.relasi, a.nama, "
        "a.pegawai_id FROM dibaca d JOIN akun a ON a.id = d.akun_id WHERE d.pegawai_id = $1 AND "
        "(d.jam, d.akun_id, d.objek, d.objek_id, d.token_id) < ($2, $3, $4, $5, $6) "
        "ORDER BY d.jam DESC, d.akun_id DESC, d.objek DESC, d.objek_id DESC, d.token_id DESC LIMIT $7",
        "ititiii", pegawai_id, from.jam, (int64_t)from.akun_id, from.objek, (int64_t)from.objek_id,
        (int64_t)from.token_id, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (shown++ == f->batas)
            break;
        st = log_row(db, &r, w, e);
        snprintf(f->out_kursor, sizeof(f->out_kursor), "%s.%lld.%s.%lld.%lld", row_text(&r, 0),
                 (long long)row_int(&r, 1), row_text(&r, 2), (long long)row_int(&r, 3),
                 (long long)row_int(&r, 4));
    }
    st = rows_end(&r, st, e);
    if (shown <= f->batas)
        f->out_kursor[0] = '\0';
    return st;
}

/* Who may -------------------------------------------------------------------------------------------------
 */

/* What one evaluation rests on, with the action that shows it. */
static const struct {
    const char *kode;
    enum aksi aksi;
} behind[] = {
    { "skp", AKSI_SKP_LIHAT },
    { "realisasi", AKSI_REALISASI_LIHAT },
    { "bukti", AKSI_BUKTI_LIHAT },
    { "evaluasi", AKSI_EVALUASI_LIHAT },
};

static bool allowed(enum peran p, enum aksi a, enum relasi r)
{
    for (size_t h = 0; h < hak_count; h++)
        if (hak_table[h].peran == p && hak_table[h].aksi == a && hak_table[h].relasi == r)
            return true;
    return false;
}

static bool sees_something(enum peran p, enum relasi r)
{
    for (size_t i = 0; i < COUNT(behind); i++)
        if (allowed(p, behind[i].aksi, r))
            return true;
    return false;
}

struct seer {
    int64_t pegawai_id;
    const char *akun; /* login name where there is no person; NULL otherwise */
    enum peran peran;
    enum relasi relasi;
    int64_t unit_id; /* scope of the role, or the unit that is headed; 0 none */
    const char *alasan;
};

static enum status seer_json(struct db *db, const struct seer *s, struct jw *w, struct err *e)
{
    enum status st;

    if (!sees_something(s->peran, s->relasi))
        return ST_OK;
    jw_open(w, '{');
    st = view_pegawai(db, w, "pegawai", s->pegawai_id, e);
    jw_ktext(w, "akun", s->akun);
    jw_ktext(w, "peran", peran_kode(s->peran));
    jw_ktext(w, "relasi", relasi_kode(s->relasi));
    if (st == ST_OK)
        st = view_unit(db, w, "unit", s->unit_id, e);
    jw_ktext(w, "alasan", s->alasan);
    jw_key(w, "melihat");
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(behind); i++)
        if (allowed(s->peran, behind[i].aksi, s->relasi))
            jw_text(w, behind[i].kode);
    jw_close(w);
    jw_close(w);
    return st;
}

/* Evaluator and his superior, as stored on the plan with the reason why they are. */
static enum status by_plan(struct db *db, const struct evaluasi *v, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct seer s = { .peran = PERAN_PEGAWAI };
    char *reason = NULL;
    enum status st =
        db_text(db, &reason, a, e, "SELECT penilai_alasan FROM skp WHERE id = $1", "i", v->skp_id);

    if (st == ST_OK && v->subject.penilai_id) {
        s.pegawai_id = v->subject.penilai_id;
        s.relasi = REL_PENILAI;
        s.alasan = arena_printf(a, "Pejabat penilai kinerja. %s", reason);
        st = seer_json(db, &s, w, e);
    }
    if (st == ST_OK && v->subject.atasan_penilai_id) {
        s.pegawai_id = v->subject.atasan_penilai_id;
        s.relasi = REL_ATASAN_PENILAI;
        s.alasan = "Atasan pejabat penilai, yang memutus keberatan.";
        st = seer_json(db, &s, w, e);
    }
    arena_free(a);
    return st;
}

/* The unit of the plan and what stands above it on day $2. */
#define ABOVE                                                                                                \
    "WITH RECURSIVE up(id) AS (SELECT $1 UNION SELECT i.induk_id FROM unit_induk i JOIN up ON i.unit_id = "  \
    "up.id WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2)) "

static enum status by_command(struct db *db, const struct evaluasi *v, const char *hari, struct jw *w,
                              struct err *e)
{
    struct arena *a = arena_new();
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                ABOVE "SELECT t.pegawai_id, j.unit_id, j.nama FROM up JOIN jabatan j ON j.unit_id "
                      "= up.id AND j.kepala = 1 JOIN penugasan t ON t.jabatan_id = j.id JOIN akun k "
                      "ON k.pegawai_id = t.pegawai_id AND k.aktif = 1 WHERE t.mulai <= $2 AND "
                      "(t.selesai IS NULL OR t.selesai >= $2) AND t.pegawai_id <> $3 "
                      "ORDER BY j.unit_id, t.id",
                "iti", v->subject.unit_id, hari, v->subject.pegawai_id);

    while (st == ST_OK && rows_next(&r)) {
        struct seer s = { .pegawai_id = row_int(&r, 0),
                          .peran = PERAN_PEGAWAI,
                          .relasi = REL_UNIT,
                          .unit_id = row_int(&r, 1) };

        s.alasan = arena_printf(a, "Pimpinan unit dalam garis komando: %s.", row_text(&r, 2));
        st = seer_json(db, &s, w, e);
    }
    st = rows_end(&r, st, e);
    arena_free(a);
    return st;
}

static const char *role_reason(enum peran p)
{
    static const char *const text[PERAN_COUNT] = {
        [PERAN_PENGELOLA] = "Pengelola kinerja unit ini atau unit di atasnya.",
        [PERAN_ADMIN_UNIT] = "Administrator unit ini atau unit di atasnya.",
        [PERAN_ADMIN_PUSAT] = "Administrator pusat.",
        [PERAN_AUDITOR] = "Auditor (inspektorat).",
    };

    return text[p] ? text[p] : "Peran pada unit ini atau unit di atasnya.";
}

static enum status by_role(struct db *db, const struct evaluasi *v, const char *hari, struct jw *w,
                           struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                ABOVE "SELECT q.peran, q.unit_id, k.nama, k.pegawai_id FROM peran q JOIN akun k ON "
                      "k.id = q.akun_id AND k.aktif = 1 WHERE q.mulai <= $2 AND (q.selesai IS NULL "
                      "OR q.selesai >= $2) AND (q.unit_id IS NULL OR q.unit_id IN (SELECT id FROM "
                      "up)) ORDER BY q.peran DESC, q.id",
                "it", v->subject.unit_id, hari);

    while (st == ST_OK && rows_next(&r)) {
        struct seer s = { .pegawai_id = row_int(&r, 3), .relasi = REL_UNIT, .unit_id = row_int(&r, 1) };

        if (!peran_parse(row_text(&r, 0), &s.peran))
            continue;
        s.akun = s.pegawai_id ? NULL : row_text(&r, 2);
        s.alasan = role_reason(s.peran);
        st = seer_json(db, &s, w, e);
    }
    return rows_end(&r, st, e);
}

/* Rows of the table that hold for everybody: none now, but the list must not hide one that comes. */
static enum status by_everybody(struct db *db, struct jw *w, struct err *e)
{
    enum status st = ST_OK;

    for (int p = 0; p < PERAN_SISTEM && st == ST_OK; p++) {
        struct seer s = { .peran = (enum peran)p,
                          .relasi = REL_SEMUA,
                          .alasan = "Semua akun dengan peran ini." };

        st = seer_json(db, &s, w, e);
    }
    return st;
}

enum status terlihat_json(struct db *db, const struct evaluasi *v, const char *hari, struct jw *w,
                          struct err *e)
{
    enum status st = by_plan(db, v, w, e);

    if (st == ST_OK)
        st = by_command(db, v, hari, w, e);
    if (st == ST_OK)
        st = by_role(db, v, hari, w, e);
    return st == ST_OK ? by_everybody(db, w, e) : st;
}
