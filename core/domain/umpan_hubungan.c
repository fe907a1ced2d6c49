/* Who may speak about whose work, and as what; and whom a reader sees named. */
#include <stdio.h>
#include <string.h>

#include "domain/aturan.h"
#include "domain/umpan_balik.h"

static const struct {
    const char *kode, *sebut;
} peran[UMPAN_PERAN] = {
    [UMPAN_BUKAN] = { "", "" },
    [UMPAN_PIMPINAN] = { "pimpinan", "Pimpinan" },
    [UMPAN_KETUA_TIM] = { "ketua_tim", "Ketua tim" },
    [UMPAN_REKAN] = { "rekan", "Rekan kerja" },
    [UMPAN_BAWAHAN] = { "bawahan", "Bawahan" },
};

const char *umpan_peran_kode(enum umpan_peran p)
{
    return peran[p].kode;
}

const char *umpan_peran_sebut(enum umpan_peran p)
{
    return peran[p].sebut;
}

bool umpan_peran_parse(const char *kode, enum umpan_peran *out)
{
    for (int p = UMPAN_PIMPINAN; p < UMPAN_PERAN; p++)
        if (strcmp(kode, peran[p].kode) == 0) {
            *out = (enum umpan_peran)p;
            return true;
        }
    return false;
}

enum status umpan_rencana(struct db *db, int64_t skp_id, struct umpan_rencana *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e,
                             "SELECT pegawai_id, penilai_id, atasan_penilai_id, unit_id, mulai, selesai,"
                             " versi_berlaku FROM skp WHERE id = $1",
                             "i", skp_id);

    *out = (struct umpan_rencana){ .id = skp_id };
    found = st == ST_OK && rows_next(&r);
    if (found) {
        out->subject = (struct subject){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2), row_int(&r, 3) };
        snprintf(out->mulai, sizeof(out->mulai), "%s", row_text(&r, 4));
        snprintf(out->selesai, sizeof(out->selesai), "%s", row_text(&r, 5));
        out->berlaku = row_int(&r, 6) != 0;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
}

#define ON_DAY(t) " AND " #t ".mulai <= $3 AND (" #t ".selesai IS NULL OR " #t ".selesai >= $3)"

/* In the order of the rule: 1 subordinate, 2 peer, 0 neither. */
static enum status by_work(struct db *db, int64_t me, int64_t owner, const char *hari, int64_t *out,
                           struct err *e)
{
    return db_int(
        db, out, e,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM skp x WHERE x.pegawai_id = $1 AND x.penilai_id = $2" ON_DAY(
            x) ") OR EXISTS (SELECT 1 FROM penugasan a JOIN jabatan ja ON ja.id = a.jabatan_id"
               " JOIN penugasan b ON b.jabatan_id = ja.atasan_id WHERE a.pegawai_id = $1"
               " AND b.pegawai_id = $2" ON_DAY(a) ON_DAY(
                   b) ") THEN 1 WHEN EXISTS (SELECT 1 FROM penugasan a JOIN jabatan ja"
                      " ON ja.id = a.jabatan_id JOIN jabatan jb ON jb.unit_id = ja.unit_id"
                      " JOIN penugasan b ON b.jabatan_id = jb.id WHERE a.pegawai_id = $1"
                      " AND b.pegawai_id = $2" ON_DAY(a) ON_DAY(
                          b) ") OR EXISTS (SELECT 1 FROM skp x JOIN skp y ON y.penilai_id = x.penilai_id"
                             " WHERE x.pegawai_id = $1 AND y.pegawai_id = $2" ON_DAY(x) ON_DAY(y) ") THEN 2"
                                                                                                  " ELSE 0 "
                                                                                                  "END",
        "iit", me, owner, hari);
}

static enum status asked(struct db *db, int64_t me, int64_t skp_id, int64_t *id, enum umpan_peran *as,
                         struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, sebagai FROM minta_umpan_balik WHERE skp_id = $1"
                             " AND kepada_id = $2 AND status = 'diminta' ORDER BY id LIMIT 1",
                             "ii", skp_id, me);

    *id = 0;
    if (st == ST_OK && rows_next(&r) && umpan_peran_parse(row_text(&r, 1), as))
        *id = row_int(&r, 0);
    return rows_end(&r, st, e);
}

enum status umpan_hubungan(struct db *db, int64_t pegawai_id, const struct umpan_rencana *r, const char *hari,
                           enum umpan_peran *out, int64_t *permintaan_id, struct err *e)
{
    enum umpan_peran as = UMPAN_BUKAN;
    int64_t work = 0;
    enum status st;

    *out = UMPAN_BUKAN;
    *permintaan_id = 0;
    if (!pegawai_id || pegawai_id == r->subject.pegawai_id)
        return ST_OK;
    if ((st = asked(db, pegawai_id, r->id, permintaan_id, &as, e)) != ST_OK)
        return st;
    if (pegawai_id == r->subject.penilai_id) {
        *out = UMPAN_PIMPINAN;
        return ST_OK;
    }
    if (*permintaan_id && as != UMPAN_REKAN) {
        *out = as;
        return ST_OK;
    }
    if ((st = by_work(db, pegawai_id, r->subject.pegawai_id, hari, &work, e)) != ST_OK)
        return st;
    if (work == 1)
        *out = UMPAN_BAWAHAN;
    else if (work == 2 || *permintaan_id)
        *out = UMPAN_REKAN;
    return ST_OK;
}

enum status umpan_sebut(struct db *db, enum umpan_peran p, const char *pembaca, const char *hari,
                        enum umpan_cara *out, struct err *e)
{
    char kode[64];
    int64_t n = 0;
    enum status st;

    snprintf(kode, sizeof(kode), "umpan_balik.sebut.%s.%s", umpan_peran_kode(p), pembaca);
    st = aturan_nilai(db, kode, hari, &n, e);
    *out = n <= 0 ? UMPAN_SEMBUNYI : n == 1 ? UMPAN_SEBUT_PERAN : UMPAN_SEBUT_NAMA;
    return st;
}
