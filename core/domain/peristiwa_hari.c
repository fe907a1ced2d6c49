/* What an event does on its day: plans end, what is open is passed on or is not evaluated, evaluators are
 * resolved anew. */
#include <stdio.h>
#include <string.h>

#include "domain/evaluasi.h"
#include "domain/peristiwa_bagian.h"
#include "domain/skp_jalan.h"
#include "domain/tanggal.h"

/* The machines' office steps are the system's; who recorded the event stands in the audit. */
static void as_system(const struct who *who, struct who *out)
{
    *out = *who;
    out->nperan = 1;
    out->peran[0].peran = PERAN_SISTEM;
    out->peran[0].unit_id = 0;
    out->pegawai_id = 0;
    out->token = (struct lingkup){ .id = 0 };
}

static const char *reason(const struct kerja_peristiwa *k)
{
    if (!k->p.id)
        return k->p.nama;
    return arena_printf(k->a, "%s menurut keputusan nomor %s tanggal %s", k->p.nama, k->p.nomor,
                        k->p.tanggal);
}

/* Ids of a query's first column. */
static enum status collect(struct kerja_peristiwa *k, const char *sql, int64_t id, const char *hari,
                           int64_t **out, size_t *n, struct err *e)
{
    struct buf b = BUF_NONE;
    struct rows r;
    enum status st = db_rows(k->db, &r, e, sql, "it", id, hari);

    while (st == ST_OK && rows_next(&r)) {
        int64_t v = row_int(&r, 0);

        buf_add(&b, &v, sizeof(v));
    }
    st = rows_end(&r, st, e);
    *n = b.len / sizeof(int64_t);
    *out = arena_array(k->a, int64_t, *n + 1);
    if (b.len)
        memcpy(*out, b.p, b.len);
    buf_free(&b);
    return st;
}

/* Plans ---------------------------------------------------------------------------------------------------
 */

static enum status plan_step(struct kerja_peristiwa *k, const struct skp *s, const char *event,
                             const char *akhir, struct err *e)
{
    struct skp_jalan j = { .skp = s, .selesai = akhir, .a = k->a };
    struct flow_object o = { .id = s->versi_id, .state = (int)s->status, .catatan = reason(k), .data = &j };
    struct who sys;
    enum status st;

    as_system(k->who, &sys);
    skp_subject(s, &o.subject);
    st = flow_apply(k->db, &skp_machine, &o, event, &sys, &j.audit, e);
    return st == ST_OK ? db_exec(k->db, NULL, e, "UPDATE skp SET versi = versi + 1 WHERE id = $1", "i", s->id)
                       : st;
}

/* A revision that was under way ends with the plan: the version in force is what is evaluated. */
static enum status drop_revision(struct kerja_peristiwa *k, struct skp *s, struct err *e)
{
    enum status st = plan_step(k, s, "batal", NULL, e);

    return st == ST_OK ? skp_muat(k->db, s->id, s->versi_berlaku, k->a, s, e) : st;
}

enum status peristiwa_tutup_skp(struct kerja_peristiwa *k, int64_t skp_id, const char *akhir, struct err *e)
{
    struct skp s;
    bool open;
    enum status st = skp_muat(k->db, skp_id, 0, k->a, &s, e);

    if (st != ST_OK)
        return st;
    open = s.status == SKP_DRAF || s.status == SKP_DIAJUKAN || s.status == SKP_DIKEMBALIKAN;
    if (open && s.versi_berlaku && (st = drop_revision(k, &s, e)) != ST_OK)
        return st;
    if (s.status == SKP_BATAL || s.status == SKP_DIGANTIKAN)
        return ST_OK;
    /* It would begin only after the person is gone from the post. */
    if (strcmp(s.mulai, akhir) > 0)
        return plan_step(k, &s, "batal", NULL, e);
    if (!s.versi_berlaku)
        return peristiwa_setel(k, "skp", s.id, "selesai", akhir, e);
    st = peristiwa_tulis(k, "skp_versi", s.versi_id, "status", skp_machine.states[s.status], "digantikan", e);
    if (st == ST_OK)
        st = plan_step(k, &s, "gantikan", akhir, e);
    return st == ST_OK ? peristiwa_tulis(k, "skp", s.id, "selesai", s.selesai, akhir, e) : st;
}

/* Evaluations of days on which the plan no longer held. */
static enum status skip(struct kerja_peristiwa *k, const int64_t *ids, size_t n, const char *why,
                        struct err *e)
{
    struct who sys;
    enum status st = ST_OK;

    as_system(k->who, &sys);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct flow_object o = { .id = ids[i], .catatan = why };
        char *status = NULL;

        st = db_text(k->db, &status, k->a, e, "SELECT status FROM evaluasi WHERE id = $1", "i", ids[i]);
        if (st == ST_OK && flow_state(&evaluasi_machine, status, &o.state))
            st = flow_apply(k->db, &evaluasi_machine, &o, "lewati", &sys, NULL, e);
        if (st == ST_OK)
            st = peristiwa_tulis(k, "evaluasi", ids[i], "status", status, "tidak_dinilai", e);
    }
    return st;
}

static enum status skip_after(struct kerja_peristiwa *k, int64_t skp_id, const char *akhir, struct err *e)
{
    int64_t *ids;
    size_t n;
    enum status st =
        collect(k,
                "SELECT v.id FROM evaluasi v JOIN skp_versi y ON y.id = v.skp_versi_id JOIN periode p"
                " ON p.id = v.periode_id WHERE y.skp_id = $1 AND v.status IN ('belum', 'dinilai')"
                " AND p.mulai > $2",
                skp_id, akhir, &ids, &n, e);

    return st == ST_OK ? skip(k, ids, n, reason(k), e) : st;
}

static enum status skip_all(struct kerja_peristiwa *k, struct err *e)
{
    int64_t *ids;
    size_t n;
    enum status st =
        collect(k,
                "SELECT v.id FROM evaluasi v JOIN skp_versi y ON y.id = v.skp_versi_id JOIN skp s ON"
                " s.id = y.skp_id WHERE s.pegawai_id = $1 AND v.status = 'belum' AND $2 <> ''",
                k->p.pegawai_id, k->p.tmt, &ids, &n, e);

    return st == ST_OK ? skip(k, ids, n, reason(k), e) : st;
}

/* Plans that reach beyond their assignment; or all of the person's, where work stops without the post. */
static enum status close_plans(struct kerja_peristiwa *k, struct err *e)
{
    static const char beyond[] =
        "SELECT s.id FROM skp s JOIN penugasan t ON t.id = s.penugasan_id WHERE s.pegawai_id = $1"
        " AND t.selesai < s.selesai AND $2 <> '' AND EXISTS (SELECT 1 FROM skp_versi v WHERE v.skp_id = s.id"
        " AND v.status NOT IN ('batal', 'digantikan')) ORDER BY s.id";
    static const char all[] =
        "SELECT s.id FROM skp s WHERE s.pegawai_id = $1 AND s.mulai < $2 AND s.selesai >= $2 AND EXISTS"
        " (SELECT 1 FROM skp_versi v WHERE v.skp_id = s.id AND v.status NOT IN ('batal', 'digantikan'))"
        " ORDER BY s.id";
    int64_t *ids;
    size_t n;
    enum status st =
        collect(k, k->kelompok == KEL_CUTI ? all : beyond, k->p.pegawai_id, k->p.tmt, &ids, &n, e);

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        char last[DATE_TEXT];
        char *text = NULL;

        tanggal_geser(k->p.tmt, -1, last);
        if (k->kelompok != KEL_CUTI) {
            st = db_text(
                k->db, &text, k->a, e,
                "SELECT t.selesai FROM skp s JOIN penugasan t ON t.id = s.penugasan_id WHERE s.id = $1", "i",
                ids[i]);
            if (st == ST_OK)
                snprintf(last, sizeof(last), "%s", text);
        }
        if (st == ST_OK)
            st = peristiwa_tutup_skp(k, ids[i], last, e);
        if (st == ST_OK)
            st = skip_after(k, ids[i], last, e);
    }
    return st;
}

/* Evaluators ----------------------------------------------------------------------------------------------
 */

/* Plans that have begun and are not wholly behind us, and those with an evaluation that is still open. */
#define LIVE                                                                                                 \
    " (s.selesai >= $2 OR EXISTS (SELECT 1 FROM evaluasi x JOIN skp_versi y ON y.id = x.skp_versi_id WHERE"  \
    " y.skp_id = s.id AND x.status IN ('belum', 'dinilai', 'ditetapkan', 'keberatan')))"

enum status peristiwa_segarkan(struct kerja_peristiwa *k, struct err *e)
{
    /* Of the person, of his people and theirs, of people under a post that the event gave or took, and of
     * those for whom nobody, or somebody further up, was found. */
    static const char affected[] =
        "SELECT s.id FROM skp s JOIN penugasan t ON t.id = s.penugasan_id WHERE (s.pegawai_id = $1"
        " OR s.penilai_id = $1 OR s.atasan_penilai_id = $1 OR s.penilai_id IS NULL OR s.penilai_cara = 'naik'"
        " OR t.jabatan_id IN (SELECT j.id FROM jabatan j WHERE j.atasan_id IN (SELECT jabatan_id FROM"
        " penugasan WHERE pegawai_id = $1) OR EXISTS (SELECT 1 FROM jabatan_atasan x WHERE x.jabatan_id = "
        "j.id"
        " AND x.atasan_id IN (SELECT jabatan_id FROM penugasan WHERE pegawai_id = $1)))) AND" LIVE
        " ORDER BY s.id";
    /* The plan that has just ended is no longer live, and is his who led until then. */
    static const char ended[] =
        "SELECT s.id FROM skp s WHERE s.pegawai_id = $1 AND s.selesai >= $2 ORDER BY s.id";
    char last[DATE_TEXT];
    int64_t *ids;
    size_t n;
    enum status st = collect(k, affected, k->p.pegawai_id, k->who->hari, &ids, &n, e);

    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = skp_penilai_segarkan(k->db, k->who, ids[i], e);
    tanggal_geser(k->p.tmt, -1, last);
    if (st == ST_OK)
        st = collect(k, ended, k->p.pegawai_id, last, &ids, &n, e);

    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = skp_penilai_segarkan(k->db, k->who, ids[i], e);
    return st;
}

enum status peristiwa_hari(struct kerja_peristiwa *k, struct err *e)
{
    char now[TIME_TEXT];
    enum status st = ST_OK;

    if (k->tutup_skp)
        st = close_plans(k, e);
    if (st == ST_OK && !k->dinilai)
        st = skip_all(k, e);
    if (st == ST_OK && k->status)
        st = peristiwa_setel(k, "pegawai", k->p.pegawai_id, "status", k->status, e);
    if (st == ST_OK)
        st = peristiwa_segarkan(k, e);
    time_format(clock_now(), now);
    if (st == ST_OK && k->p.id)
        st =
            db_exec(k->db, NULL, e, "UPDATE peristiwa SET diterapkan = $2 WHERE id = $1", "it", k->p.id, now);
    return st;
}
