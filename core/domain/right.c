/* The two readings of the hak rows (right_hak.c): a question about one object (right_check climbs from its
 * unit upward) and a condition over many (right_where goes down from the scopes). A unit test walks both
 * against each other. */
#include "domain/right.h"

#include <stdio.h>
#include <string.h>

/* Without this right the object does not exist for the asker. */
static const enum aksi lihat_of[AKSI_COUNT] = {
    [AKSI_UNIT_LIHAT] = AKSI_UNIT_LIHAT,
    [AKSI_UNIT_ANGKA] = AKSI_UNIT_LIHAT,
    [AKSI_UNIT_UBAH] = AKSI_UNIT_LIHAT,
    [AKSI_PEGAWAI_LIHAT] = AKSI_PEGAWAI_LIHAT,
    [AKSI_PEGAWAI_UBAH] = AKSI_PEGAWAI_LIHAT,
    [AKSI_PERIODE_LIHAT] = AKSI_PERIODE_LIHAT,
    [AKSI_PERIODE_UBAH] = AKSI_PERIODE_LIHAT,
    [AKSI_SKP_LIHAT] = AKSI_SKP_LIHAT,
    [AKSI_SKP_SUSUN] = AKSI_SKP_LIHAT,
    [AKSI_SKP_SETUJUI] = AKSI_SKP_LIHAT,
    [AKSI_DIALOG_ISI] = AKSI_SKP_LIHAT,
    [AKSI_TEMPLAT_KELOLA] = AKSI_SKP_LIHAT,
    [AKSI_REALISASI_LIHAT] = AKSI_REALISASI_LIHAT,
    [AKSI_REALISASI_ISI] = AKSI_REALISASI_LIHAT,
    [AKSI_REALISASI_TERIMA] = AKSI_REALISASI_LIHAT,
    [AKSI_BUKTI_LIHAT] = AKSI_BUKTI_LIHAT,
    [AKSI_PROGRES_LIHAT] = AKSI_PROGRES_LIHAT,
    [AKSI_PROGRES_ISI] = AKSI_PROGRES_LIHAT,
    [AKSI_PROGRES_SETUJUI] = AKSI_PROGRES_LIHAT,
    [AKSI_EVALUASI_LIHAT] = AKSI_EVALUASI_LIHAT,
    [AKSI_EVALUASI_NILAI] = AKSI_EVALUASI_LIHAT,
    [AKSI_KEBERATAN_LIHAT] = AKSI_KEBERATAN_LIHAT,
    [AKSI_KEBERATAN_PUTUS] = AKSI_KEBERATAN_LIHAT,
    [AKSI_UMPAN_LIHAT] = AKSI_UMPAN_LIHAT,
    [AKSI_UMPAN_BERI] = AKSI_UMPAN_BERI,
    [AKSI_BIMBINGAN_LIHAT] = AKSI_BIMBINGAN_LIHAT,
    [AKSI_BIMBINGAN_CATAT] = AKSI_BIMBINGAN_LIHAT,
    [AKSI_KONSELING_LIHAT] = AKSI_KONSELING_LIHAT,
    [AKSI_CAPAIAN_ORGANISASI_UBAH] = AKSI_UNIT_LIHAT,
    [AKSI_KONSOLIDASI_LIHAT] = AKSI_UNIT_LIHAT,
    [AKSI_KONSOLIDASI_PERIKSA] = AKSI_UNIT_LIHAT,
    [AKSI_KALIBRASI_KELOLA] = AKSI_UNIT_LIHAT,
    [AKSI_PELATIHAN_LIHAT] = AKSI_PELATIHAN_LIHAT,
    [AKSI_PELATIHAN_IKUTI] = AKSI_PELATIHAN_LIHAT,
    [AKSI_PELATIHAN_VERIFIKASI] = AKSI_PELATIHAN_LIHAT,
    [AKSI_PELATIHAN_KELOLA] = AKSI_UNIT_LIHAT,
    [AKSI_PLUGIN_LIHAT] = AKSI_PLUGIN_LIHAT,
    [AKSI_PLUGIN_UBAH] = AKSI_PLUGIN_LIHAT,
    [AKSI_PLUGIN_TELAAH] = AKSI_PLUGIN_TELAAH,
    [AKSI_SCORING_JALANKAN] = AKSI_PERIODE_LIHAT, /* a run is about a period; asking is no secret */
    [AKSI_SCORING_LIHAT] = AKSI_SCORING_LIHAT,
    [AKSI_AUDIT_LIHAT] = AKSI_PERIODE_LIHAT,
    [AKSI_AKUN_UBAH] = AKSI_PEGAWAI_LIHAT,
};

const char *peran_kode(enum peran p)
{
    static const char *const kode[PERAN_COUNT] = { "pegawai",     "pengelola", "admin_unit",
                                                   "admin_pusat", "auditor",   "sistem" };

    return kode[p];
}

bool peran_parse(const char *kode, enum peran *out)
{
    for (int p = 0; p < PERAN_COUNT; p++)
        if (strcmp(kode, peran_kode((enum peran)p)) == 0) {
            *out = (enum peran)p;
            return true;
        }
    return false;
}

const char *aksi_nama(enum aksi a)
{
    static const char *const nama[AKSI_COUNT] = {
#define X(symbol, name) name,
        AKSI_TABLE(X)
#undef X
    };

    return nama[a];
}

/* Who ---------------------------------------------------------------------------------------------------- */

void who_system(struct who *out)
{
    *out = (struct who){ .nperan = 1, .peran[0].peran = PERAN_SISTEM };
    snprintf(out->nama, sizeof(out->nama), "sistem");
    clock_today(out->hari);
}

bool who_has(const struct who *w, enum peran p)
{
    for (int i = 0; i < w->nperan; i++)
        if (w->peran[i].peran == p)
            return true;
    return false;
}

/* The date goes into SQL text: nothing else than a date may. */
static const char *day_of(const struct who *who)
{
    int32_t day;

    return date_parse(who->hari, &day) ? who->hari : "0001-01-01";
}

/* One object --------------------------------------------------------------------------------------------- */

/* Does the row hold for him? Who has left keeps the reading of what is his own, and of what is everybody's.
 */
static bool holds_for(const struct who *who, const struct hak *row)
{
    return !who->mantan ||
           (lihat_of[row->aksi] == row->aksi && (row->relasi == REL_DIRI || row->relasi == REL_SEMUA));
}

/* What the table gives to everybody, whatever the object. */
static bool for_all(enum aksi a)
{
    for (size_t h = 0; h < hak_count; h++)
        if (hak_table[h].aksi == a && hak_table[h].relasi == REL_SEMUA)
            return true;
    return false;
}

_Static_assert(AKSI_COUNT <= 64, "a token's actions are one word");

uint64_t right_bit(enum aksi a)
{
    return UINT64_C(1) << a | UINT64_C(1) << lihat_of[a];
}

bool right_in_scope(const struct who *who, enum aksi a)
{
    return !who->token.terbatas || (who->token.aksi >> a & 1);
}

/* Climbs from the unit to the root; $2 is the day. */
#define UP                                                                                                   \
    "up(id) AS (SELECT $1 UNION SELECT i.induk_id FROM unit_induk i JOIN up ON i.unit_id = up.id"            \
    " WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
#define HEADS                                                                                                \
    "SELECT j.unit_id FROM penugasan p JOIN jabatan j ON j.id = p.jabatan_id AND j.kepala = 1"               \
    " WHERE p.pegawai_id = $3 AND p.mulai <= $2 AND (p.selesai IS NULL OR p.selesai >= $2)"

static enum status exists(struct db *db, bool *yes, const char *sql, int64_t unit, const char *hari,
                          int64_t id, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, sql, "iti", unit, hari, id);

    *yes = st == ST_OK && rows_next(&r);
    return rows_end(&r, st, e);
}

static enum status unit_below(struct db *db, int64_t unit, int64_t scope, const char *hari, bool *yes,
                              struct err *e)
{
    *yes = unit == scope;
    if (*yes)
        return ST_OK;
    return exists(db, yes, "WITH RECURSIVE " UP " SELECT 1 FROM up WHERE id = $3", unit, hari, scope, e);
}

enum status right_unit_in_scope(struct db *db, const struct who *who, int64_t unit_id, bool *yes,
                                struct err *e)
{
    *yes = who->token.unit_id == 0;
    if (*yes || unit_id == 0)
        return ST_OK;
    return unit_below(db, unit_id, who->token.unit_id, day_of(who), yes, e);
}

static enum status unit_headed(struct db *db, int64_t unit, int64_t pegawai, const char *hari, bool *yes,
                               struct err *e)
{
    return exists(db, yes,
                  "WITH RECURSIVE " UP ", kepala(id) AS (" HEADS ")"
                  " SELECT 1 FROM up WHERE id IN (SELECT id FROM kepala)",
                  unit, hari, pegawai, e);
}

/* Some unit above it, or itself, lies in the territory of a unit on the line of command under one that the
 * person heads: a school in a kelurahan is the camat's territory too. */
static enum status unit_in_wilayah(struct db *db, int64_t unit, int64_t pegawai, const char *hari, bool *yes,
                                   struct err *e)
{
    return exists(db, yes,
                  "WITH RECURSIVE " UP ", kepala(id) AS (" HEADS "),"
                  " letak(id) AS (SELECT w.wilayah_id FROM unit_wilayah w JOIN up ON w.unit_id = up.id"
                  " WHERE w.mulai <= $2 AND (w.selesai IS NULL OR w.selesai >= $2)"
                  " UNION SELECT i.induk_id FROM unit_induk i JOIN letak ON i.unit_id = letak.id"
                  " WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
                  " SELECT 1 FROM letak WHERE id IN (SELECT id FROM kepala)",
                  unit, hari, pegawai, e);
}

/* Relations that need no query. */
static bool related_at_once(const struct who *who, enum relasi r, int64_t scope, enum peran p,
                            const struct subject *s)
{
    int64_t me = who->pegawai_id;

    switch (r) {
    case REL_DIRI:
        return me != 0 && s->pegawai_id == me;
    case REL_PENILAI: /* nobody evaluates himself, whatever the data say */
        return me != 0 && s->penilai_id == me && s->pegawai_id != me;
    case REL_ATASAN_PENILAI:
        return me != 0 && s->atasan_penilai_id == me && s->pegawai_id != me;
    case REL_UNIT:
        return p != PERAN_PEGAWAI && scope == 0;
    case REL_WILAYAH:
    case REL_KUASA: /* in no row of the table */
        return false;
    case REL_SEMUA:
        return true;
    }
    return false;
}

static enum status related(struct db *db, const struct who *who, enum relasi r, int64_t scope, enum peran p,
                           const struct subject *s, bool *yes, struct err *e)
{
    const char *hari = day_of(who);

    *yes = related_at_once(who, r, scope, p, s);
    if (*yes || s->unit_id == 0)
        return ST_OK;
    if (r == REL_UNIT && p != PERAN_PEGAWAI)
        return unit_below(db, s->unit_id, scope, hari, yes, e);
    if (r == REL_UNIT && who->pegawai_id)
        return unit_headed(db, s->unit_id, who->pegawai_id, hari, yes, e);
    if (r == REL_WILAYAH && who->pegawai_id)
        return unit_in_wilayah(db, s->unit_id, who->pegawai_id, hari, yes, e);
    return ST_OK;
}

/* `why` (may be NULL): the row that does. */
static enum status allowed(struct db *db, const struct who *who, enum aksi a, const struct subject *s,
                           bool *yes, const struct hak **why, struct err *e)
{
    enum status st = ST_OK;

    *yes = who_has(who, PERAN_SISTEM);
    if (!right_in_scope(who, a))
        return ST_OK;
    /* First what costs nothing: owner and evaluator ask most often. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t h = 0; h < hak_count && !*yes && st == ST_OK; h++)
            for (int i = 0; hak_table[h].aksi == a && i < who->nperan && !*yes && st == ST_OK; i++) {
                const struct hak *row = &hak_table[h];

                if (who->peran[i].peran != row->peran || !holds_for(who, row))
                    continue;
                if (pass == 0)
                    *yes = related_at_once(who, row->relasi, who->peran[i].unit_id, row->peran, s);
                else
                    st = related(db, who, row->relasi, who->peran[i].unit_id, row->peran, s, yes, e);
                if (*yes && why)
                    *why = row;
            }
    if (st == ST_OK && *yes && who->token.unit_id && (s->unit_id || !for_all(a)))
        st = right_unit_in_scope(db, who, s->unit_id, yes, e);
    return st;
}

enum status right_relations(struct db *db, const struct who *who, const struct subject *s, unsigned *mask,
                            struct err *e)
{
    static const enum relasi all[] = { REL_DIRI, REL_PENILAI, REL_ATASAN_PENILAI,
                                       REL_UNIT, REL_WILAYAH, REL_SEMUA };
    enum status st = ST_OK;

    bool in_scope;

    *mask = 0;
    if ((st = right_unit_in_scope(db, who, s->unit_id, &in_scope, e)) != ST_OK || !in_scope)
        return st;
    for (size_t r = 0; r < COUNT(all); r++)
        for (int i = 0; i < who->nperan && st == ST_OK; i++) {
            bool yes;

            st = related(db, who, all[r], who->peran[i].unit_id, who->peran[i].peran, s, &yes, e);
            if (st == ST_OK && yes)
                *mask |= (unsigned)all[r];
        }
    return st;
}

enum status right_role(struct db *db, const struct who *who, enum peran p, int64_t unit_id, bool *yes,
                       struct err *e)
{
    struct subject s = { .unit_id = unit_id };
    enum status st = ST_OK;

    *yes = false;
    for (int i = 0; i < who->nperan && !*yes && st == ST_OK; i++)
        if (who->peran[i].peran == p)
            st = related(db, who, REL_UNIT, who->peran[i].unit_id, p, &s, yes, e);
    if (st == ST_OK && *yes)
        st = right_unit_in_scope(db, who, unit_id, yes, e);
    return st;
}

enum status right_check(struct db *db, const struct who *who, enum aksi a, const struct subject *s,
                        struct err *e)
{
    bool yes, sees;
    enum status st = allowed(db, who, a, s, &yes, NULL, e);

    if (st != ST_OK || yes)
        return st;
    if ((st = allowed(db, who, lihat_of[a], s, &sees, NULL, e)) != ST_OK)
        return st;
    return err_set(e, sees ? E_TIDAK_BERHAK : E_TIDAK_ADA, NULL);
}

enum status right_why(struct db *db, const struct who *who, enum aksi a, const struct subject *s,
                      const struct hak **row, struct err *e)
{
    bool yes;
    enum status st;

    *row = NULL;
    st = allowed(db, who, a, s, &yes, row, e);
    if (st != ST_OK || !yes)
        *row = NULL;
    return st;
}

bool right_possible(const struct who *who, enum aksi a)
{
    if (!right_in_scope(who, a))
        return false;
    if (who_has(who, PERAN_SISTEM))
        return true;
    for (size_t h = 0; h < hak_count; h++)
        if (hak_table[h].aksi == a && who_has(who, hak_table[h].peran) && holds_for(who, &hak_table[h]))
            return true;
    return false;
}

/* Many rows ---------------------------------------------------------------------------------------------- */

static void or_next(struct buf *sql, bool *first)
{
    buf_str(sql, *first ? "(" : " OR ");
    *first = false;
}

/* "VALID(x)" for a dated row under alias `t`. */
static void valid(struct buf *sql, const char *t, const char *hari)
{
    buf_printf(sql, "%s.mulai <= '%s' AND (%s.selesai IS NULL OR %s.selesai >= '%s')", t, hari, t, t, hari);
}

/* The units that the person heads. */
static void heads(struct buf *sql, const struct who *who)
{
    buf_printf(sql,
               "SELECT j.unit_id FROM penugasan p JOIN jabatan j ON j.id = p.jabatan_id AND j.kepala = 1"
               " WHERE p.pegawai_id = %lld AND ",
               (long long)who->pegawai_id);
    valid(sql, "p", day_of(who));
}

/* "name(id) AS (START UNION its children)": the start is already written. */
static void descend(struct buf *sql, const char *name, const char *hari)
{
    buf_printf(sql, " UNION SELECT i.unit_id FROM unit_induk i JOIN %s ON i.induk_id = %s.id WHERE ", name,
               name);
    valid(sql, "i", hari);
    buf_char(sql, ')');
}

/* Column in the subtree of the scopes of role `p`; false if the role has none (then nothing is written). */
static bool where_unit(const struct who *who, enum peran p, const char *column, struct buf *sql, bool *first)
{
    bool any = false;

    if (!column || (p == PERAN_PEGAWAI && !who->pegawai_id))
        return false;
    for (int i = 0; i < who->nperan; i++) {
        if (who->peran[i].peran != p || (any && p == PERAN_PEGAWAI))
            continue;
        if (!any) {
            or_next(sql, first);
            buf_printf(sql, "%s IN (WITH RECURSIVE garis(id) AS (", column);
        }
        if (p == PERAN_PEGAWAI)
            heads(sql, who);
        else
            buf_printf(sql, "%sSELECT %lld", any ? " UNION " : "", (long long)who->peran[i].unit_id);
        any = true;
    }
    if (any) {
        descend(sql, "garis", day_of(who));
        buf_str(sql, " SELECT id FROM garis)");
    }
    return any;
}

static void where_wilayah(const struct who *who, const char *column, struct buf *sql, bool *first)
{
    if (!column || !who->pegawai_id)
        return;
    or_next(sql, first);
    buf_printf(sql, "%s IN (WITH RECURSIVE garis(id) AS (", column);
    heads(sql, who);
    descend(sql, "garis", day_of(who));
    buf_str(sql,
            ", wilayah(id) AS (SELECT w.unit_id FROM unit_wilayah w JOIN garis ON w.wilayah_id = garis.id"
            " WHERE ");
    valid(sql, "w", day_of(who));
    descend(sql, "wilayah", day_of(who));
    buf_str(sql, " SELECT id FROM wilayah)");
}

static void where_me(const struct who *who, const char *column, const char *not_me, struct buf *sql,
                     bool *first)
{
    if (!column || !who->pegawai_id)
        return;
    or_next(sql, first);
    if (not_me)
        buf_printf(sql, "(%s = %lld AND %s <> %lld)", column, (long long)who->pegawai_id, not_me,
                   (long long)who->pegawai_id);
    else
        buf_printf(sql, "%s = %lld", column, (long long)who->pegawai_id);
}

/* Everything: by relation, or by a role whose scope is the whole institution. */
bool right_unlimited(const struct who *who, enum aksi a)
{
    static const struct subject nobody;

    if (!right_in_scope(who, a) || who->token.unit_id)
        return false;
    if (who_has(who, PERAN_SISTEM))
        return true;
    for (size_t h = 0; h < hak_count; h++)
        for (int i = 0; hak_table[h].aksi == a && i < who->nperan; i++)
            if (who->peran[i].peran == hak_table[h].peran && holds_for(who, &hak_table[h]) &&
                related_at_once(who, hak_table[h].relasi, who->peran[i].unit_id, hak_table[h].peran, &nobody))
                return true;
    return false;
}

/* The rows without a token's scope. */
static void where_rows(const struct who *who, enum aksi a, const struct right_columns *c, struct buf *sql)
{
    bool first = true;

    if (right_unlimited(who, a)) {
        buf_str(sql, "(1=1)");
        return;
    }
    for (size_t h = 0; h < hak_count; h++) {
        const struct hak *row = &hak_table[h];

        if (row->aksi != a || !who_has(who, row->peran) || !holds_for(who, row))
            continue;
        if (row->relasi == REL_DIRI)
            where_me(who, c->pegawai, NULL, sql, &first);
        else if (row->relasi == REL_PENILAI)
            where_me(who, c->penilai, c->pegawai, sql, &first);
        else if (row->relasi == REL_ATASAN_PENILAI)
            where_me(who, c->atasan_penilai, c->pegawai, sql, &first);
        else if (row->relasi == REL_UNIT)
            where_unit(who, row->peran, c->unit, sql, &first);
        else if (row->relasi == REL_WILAYAH)
            where_wilayah(who, c->unit, sql, &first);
    }
    buf_str(sql, first ? "(0=1)" : ")");
}

void right_where(const struct who *who, enum aksi a, const struct right_columns *c, struct buf *sql)
{
    struct who own = *who;

    if (!right_in_scope(who, a)) {
        buf_str(sql, "(0=1)");
        return;
    }
    own.token = (struct lingkup){ .id = 0 };
    if (!who->token.unit_id) {
        where_rows(&own, a, c, sql);
        return;
    }
    if (!c->unit) {
        buf_str(sql, "(0=1)");
        return;
    }
    buf_str(sql, "(");
    where_rows(&own, a, c, sql);
    buf_printf(sql, " AND %s IN (WITH RECURSIVE lingkup(id) AS (SELECT %lld", c->unit,
               (long long)who->token.unit_id);
    descend(sql, "lingkup", day_of(who));
    buf_str(sql, " SELECT id FROM lingkup))");
}
