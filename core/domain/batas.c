/* Which limit holds: exceptions, days of a period, rules of the nearest unit; and the flow engine's guard. */
#include "domain/batas.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/gangguan.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

static const struct {
    const char *kode, *judul;
} langkah[LB_JUMLAH] = {
    [LB_SKP_AJUKAN] = { "skp_ajukan", "pengajuan SKP" },
    [LB_SKP_SETUJUI] = { "skp_setujui", "penetapan SKP" },
    [LB_REALISASI_AJUKAN] = { "realisasi_ajukan", "pengajuan realisasi" },
    [LB_REALISASI_TERIMA] = { "realisasi_terima", "penerimaan realisasi" },
    [LB_EVALUASI_NILAI] = { "evaluasi_nilai", "penilaian" },
    [LB_EVALUASI_TETAPKAN] = { "evaluasi_tetapkan", "penetapan evaluasi" },
    [LB_PROGRES] = { "progres", "progres harian" },
};

const char *batas_langkah_kode(enum langkah_batas l)
{
    return langkah[l].kode;
}

const char *batas_langkah_judul(enum langkah_batas l)
{
    return langkah[l].judul;
}

bool batas_langkah_parse(const char *kode, enum langkah_batas *out)
{
    for (size_t i = 0; i < LB_JUMLAH; i++)
        if (strcmp(langkah[i].kode, kode) == 0) {
            *out = (enum langkah_batas)i;
            return true;
        }
    return false;
}

const char *batas_keadaan_kode(enum batas_keadaan k)
{
    static const char *const kode[] = { "tepat", "toleransi", "ditutup" };

    return kode[k];
}

/* Which limit holds ---------------------------------------------------------------------------------------
 */

static void day_or_none(const char *acuan, const struct rows *r, int col, char out[DATE_TEXT])
{
    out[0] = '\0';
    if (!row_null(r, col))
        tanggal_geser(acuan, (int)row_int(r, col), out);
}

/* unit_id 0: the shipped rule. */
static enum status from_rule(struct db *db, const struct batas_soal *s, int64_t unit_id, struct batas *out,
                             bool *found, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT batas_hari, tutup_hari, kunci FROM batas_aturan WHERE coalesce(unit_id, 0) = $1"
        " AND langkah = $2 AND jenis IN ('', $3) AND mulai <= $4 ORDER BY mulai DESC, jenis DESC LIMIT 1",
        "ittt", unit_id, langkah[s->langkah].kode, s->jenis, s->acuan);

    if (st == ST_OK && rows_next(&r)) {
        *found = true;
        *out = (struct batas){ .unit_id = unit_id, .asal = "aturan", .kunci = row_int(&r, 2) != 0 };
        day_or_none(s->acuan, &r, 0, out->batas);
        day_or_none(s->acuan, &r, 1, out->tutup);
    }
    return rows_end(&r, st, e);
}

static enum status from_period(struct db *db, const struct batas_soal *s, int64_t unit_id, struct batas *out,
                               bool *found, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT batas, tutup FROM batas_periode WHERE unit_id = $1 AND periode_id = $2"
                             " AND langkah = $3",
                             "iit", unit_id, s->periode_id, langkah[s->langkah].kode);

    if (st == ST_OK && rows_next(&r)) {
        *found = true;
        out->unit_id = unit_id;
        out->asal = "periode";
        snprintf(out->batas, DATE_TEXT, "%s", row_text(&r, 0));
        snprintf(out->tutup, DATE_TEXT, "%s", row_null(&r, 1) ? "" : row_text(&r, 1));
    }
    return rows_end(&r, st, e);
}

static void later(char day[DATE_TEXT], const char *than)
{
    if (day[0] && strcmp(day, than) < 0)
        snprintf(day, DATE_TEXT, "%s", than);
}

/* More time also means not late until then. */
static enum status from_exception(struct db *db, const struct batas_soal *s, const struct unit_ids *line,
                                  struct batas *out, struct err *e)
{
    struct buf sql = BUF_NONE;
    char until[DATE_TEXT] = "";
    struct rows r;
    enum status st;

    buf_str(&sql, "SELECT coalesce(max(sampai), '') FROM batas_pengecualian WHERE dicabut IS NULL"
                  " AND langkah IN ('', $1) AND (periode_id IS NULL OR periode_id = $2)"
                  " AND (pegawai_id = $3 OR unit_id IN (0");
    for (size_t i = 0; i < line->n; i++)
        buf_printf(&sql, ",%lld", (long long)line->id[i]);
    buf_str(&sql, "))");
    st = db_rows(db, &r, e, sql.p, "tii", langkah[s->langkah].kode, s->periode_id, s->pegawai_id);
    if (st == ST_OK && rows_next(&r))
        snprintf(until, sizeof(until), "%s", row_text(&r, 0));
    st = rows_end(&r, st, e);
    buf_free(&sql);
    if (st == ST_OK && until[0] && out->batas[0] && strcmp(out->batas, until) < 0)
        out->asal = "pengecualian";
    if (st == ST_OK && until[0]) {
        later(out->batas, until);
        later(out->tutup, until);
    }
    return st;
}

static void judge(struct batas *b, const char *hari)
{
    int32_t now = 0, last = 0;

    b->keadaan = BATAS_TEPAT;
    b->hari_lewat = 0;
    if (b->batas[0] && strcmp(hari, b->batas) > 0) {
        (void)date_parse(hari, &now);
        (void)date_parse(b->batas, &last);
        b->keadaan = BATAS_TOLERANSI;
        b->hari_lewat = (int)(now - last);
    }
    if (b->tutup[0] && strcmp(hari, b->tutup) > 0)
        b->keadaan = BATAS_DITUTUP;
}

enum status batas_hitung(struct db *db, const struct batas_soal *s, const char *hari, struct batas *out,
                         struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids line = { NULL, 0 };
    char day[DATE_TEXT];
    bool found = false;
    enum status st = ST_OK;

    *out = (struct batas){ .asal = "", .kunci = true };
    if (s->unit_id)
        st = unit_ancestors(db, s->unit_id, s->acuan, a, &line, e);
    for (size_t i = 0; st == ST_OK && !found && i < line.n; i++)
        st = from_rule(db, s, line.id[i], out, &found, e);
    if (st == ST_OK && !found)
        st = from_rule(db, s, 0, out, &found, e);
    /* A day that somebody set for this period stands over what rules derive, also over a nearer unit's. */
    found = false;
    for (size_t i = 0; st == ST_OK && s->periode_id && !found && i < line.n; i++)
        st = from_period(db, s, line.id[i], out, &found, e);
    if (st == ST_OK && (out->batas[0] || out->tutup[0]))
        st = from_exception(db, s, &line, out, e);
    if (st == ST_OK && (st = gangguan_hari(db, hari, day, e)) == ST_OK)
        judge(out, day);
    arena_free(a);
    return st;
}

/* The flow engine's guard ---------------------------------------------------------------------------------
 */

#define SQL_SKP                                                                                              \
    "SELECT s.unit_id, s.pegawai_id, CASE WHEN p.mulai = s.mulai THEN p.id ELSE 0 END, 'tahunan', s.mulai"   \
    " FROM skp_versi v JOIN skp s ON s.id = v.skp_id LEFT JOIN periode p ON p.kode = substr(s.mulai, 1, 4)"  \
    " WHERE v.id = $1 AND v.n = 1"
#define SQL_PERIODE(table)                                                                                   \
    "SELECT s.unit_id, s.pegawai_id, p.id, p.jenis, p.selesai FROM " table " x JOIN skp_versi v"             \
    " ON v.id = x.skp_versi_id JOIN skp s ON s.id = v.skp_id JOIN periode p ON p.id = x.periode_id"          \
    " WHERE x.id = $1"

/* Steps of the machines that have a limit, and where the facts of their objects are. Daily entries ask in
 * their own guard, because their day counts from the end of the shift. A plan is late only the first time:
 * a revision comes when its reason does. */
static const struct {
    const char *machine, *event;
    enum langkah_batas langkah;
    const char *sql;
} steps[] = {
    { "skp", "ajukan", LB_SKP_AJUKAN, SQL_SKP },
    { "skp", "setujui", LB_SKP_SETUJUI, SQL_SKP },
    { "realisasi", "ajukan", LB_REALISASI_AJUKAN, SQL_PERIODE("realisasi") },
    { "realisasi", "terima", LB_REALISASI_TERIMA, SQL_PERIODE("realisasi") },
    { "evaluasi", "nilai", LB_EVALUASI_NILAI, SQL_PERIODE("evaluasi") },
    { "evaluasi", "tetapkan", LB_EVALUASI_TETAPKAN, SQL_PERIODE("evaluasi") },
};

enum status batas_soal_dari(struct db *db, const char *machine, const char *event, int64_t id,
                            struct arena *a, struct batas_soal *out, bool *ada, struct err *e)
{
    struct rows r;
    size_t i = 0;
    enum status st;

    *ada = false;
    while (i < COUNT(steps) && (strcmp(steps[i].machine, machine) != 0 || strcmp(steps[i].event, event) != 0))
        i++;
    if (i == COUNT(steps) || !id)
        return ST_OK;
    st = db_rows(db, &r, e, steps[i].sql, "i", id);
    if (st == ST_OK && rows_next(&r)) {
        *ada = true;
        *out = (struct batas_soal){ .langkah = steps[i].langkah,
                                    .unit_id = row_int(&r, 0),
                                    .pegawai_id = row_int(&r, 1),
                                    .periode_id = row_int(&r, 2),
                                    .jenis = row_dup(&r, 3, a),
                                    .acuan = row_dup(&r, 4, a) };
    }
    return rows_end(&r, st, e);
}

/* The nearest unit above that has somebody who may make an exception. */
static enum status whom_to_ask(struct db *db, int64_t unit_id, const char *hari, char *out, size_t size,
                               struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids line = { NULL, 0 };
    char *name = NULL;
    enum status st = unit_id ? unit_ancestors(db, unit_id, hari, a, &line, e) : ST_OK;

    for (size_t i = 0; st == ST_OK && !name && i < line.n; i++) {
        st = db_text(db, &name, a, e,
                     "SELECT u.nama FROM unit u WHERE u.id = $1 AND EXISTS (SELECT 1 FROM peran p"
                     " WHERE p.unit_id = u.id AND p.peran IN ('pengelola', 'admin_unit') AND p.mulai <= $2"
                     " AND (p.selesai IS NULL OR p.selesai >= $2))",
                     "it", line.id[i], hari);
        if (st == ST_NOT_FOUND) {
            err_clear(e);
            st = ST_OK;
        }
    }
    if (name)
        snprintf(out, size, "pengelola kinerja atau administrator %s", name);
    else
        snprintf(out, size, "administrator pusat");
    arena_free(a);
    return st;
}

enum status batas_tolak(struct db *db, const struct batas_soal *s, const struct batas *b, const char *hari,
                        struct err *e)
{
    char last[TANGGAL_TEXT], closed[TANGGAL_TEXT], whom[280];
    enum status st = whom_to_ask(db, s->unit_id, hari, whom, sizeof(whom), e);

    if (st != ST_OK)
        return st;
    return err_set(e, E_BATAS_LEWAT, "Batas %s %s, ditutup sesudah %s. Pengecualian dapat diminta kepada %s.",
                   langkah[s->langkah].judul, tanggal_tulis(b->batas[0] ? b->batas : b->tutup, last),
                   tanggal_tulis(b->tutup, closed), whom);
}

enum status batas_periksa(struct db *db, const struct who *who, const char *machine, const char *event,
                          int64_t id, struct batas *out, struct err *e)
{
    struct arena *a = arena_new();
    struct batas_soal s = { .unit_id = 0 };
    bool limited = false;
    enum status st = batas_soal_dari(db, machine, event, id, a, &s, &limited, e);

    *out = (struct batas){ .asal = "" };
    if (st == ST_OK && limited)
        st = batas_hitung(db, &s, who->hari, out, e);
    if (st == ST_OK && out->keadaan == BATAS_DITUTUP)
        st = batas_tolak(db, &s, out, who->hari, e);
    arena_free(a);
    return st;
}
