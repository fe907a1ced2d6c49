/* Commands on feedback. What was said stands in its own tables, never in the audit, which more people read.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/perintah_baca.h"
#include "domain/progres.h"
#include "domain/realisasi.h"
#include "domain/tanggal.h"
#include "domain/umpan_balik.h"
#include "domain/umpan_minta.h"

#define HOUR_US INT64_C(3600000000)

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct umpan_balik u;
    struct jw w;
    enum status st = umpan_balik_load(db, &p->who, id, a, &u, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = u.versi;
    jw_start(&w, &p->reply.body);
    return umpan_balik_json(db, &p->who, &u, &w, e);
}

/* Give ----------------------------------------------------------------------------------------------------
 */

enum status umpan_beri_baca(const json_t *body, struct arena *a, struct umpan_beri *out, struct err *e)
{
#define F(field) offsetof(struct umpan_beri, field)
    static const char *const sifat[] = { "positif", "perbaikan", NULL };
    static const struct baca_medan medan[] = {
        { "rhk_id", BACA_BULAT, F(rhk_id), false, 0, NULL },
        { "nilai", BACA_BULAT, F(nilai), false, 0, NULL },
        { "sifat", BACA_KODE, F(sifat), true, 0, sifat },
        { "teks", BACA_TEKS, F(teks), true, 2000, NULL },
        { "tanggal", BACA_TANGGAL, F(tanggal), false, 0, NULL },
        { "progres_id", BACA_BULAT, F(progres_id), false, 0, NULL },
        { "bukti_id", BACA_BULAT, F(bukti_id), false, 0, NULL },
    };
#undef F

    *out = (struct umpan_beri){ .skp_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!e->nfaults && (out->rhk_id == 0) == (out->nilai == 0))
        err_fault(e, "/rhk_id", "Isi rhk_id atau nilai, salah satu.");
    if (out->nilai > PERILAKU_NILAI)
        err_fault(e, "/nilai", "Nilai perilaku bernomor 1 sampai %d.", PERILAKU_NILAI);
    if (out->teks && out->teks[strspn(out->teks, " \t\r\n")] == '\0')
        err_fault(e, "/teks", "Wajib diisi.");
    return baca_akhir(e);
}

/* The day is within the plan, not to come, and not too long ago. */
static enum status day_fits(struct db *db, const struct who *who, const struct umpan_rencana *plan,
                            const char *tanggal, struct err *e)
{
    char last[DATE_TEXT], first[DATE_TEXT];
    int64_t back = 0;
    enum status st = aturan_batas(db, "umpan_balik.setelah_hari", plan->selesai, last, e);

    if (st != ST_OK)
        return st;
    if (!plan->berlaku || strcmp(who->hari, last) > 0)
        return err_set(e, E_UMPAN_RENCANA, NULL);
    if ((st = aturan_nilai(db, "umpan_balik.mundur_hari", who->hari, &back, e)) != ST_OK)
        return st;
    tanggal_geser(who->hari, -(int)back, first);
    if (strcmp(tanggal, plan->mulai) < 0 || strcmp(tanggal, plan->selesai) > 0)
        err_fault(e, "/tanggal", "Di luar masa SKP: %s sampai %s.", plan->mulai, plan->selesai);
    else if (strcmp(tanggal, who->hari) > 0)
        err_fault(e, "/tanggal", "Belum tiba.");
    else if (strcmp(tanggal, first) < 0)
        err_fault(e, "/tanggal", "Paling lama %lld hari yang lalu.", (long long)back);
    return baca_akhir(e);
}

/* A fixed evaluation shows what it showed. */
static enum status not_fixed(struct db *db, int64_t skp_id, const char *tanggal, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id"
                            " JOIN periode p ON p.id = v.periode_id WHERE k.skp_id = $1 AND v.status NOT IN"
                            " ('belum', 'dinilai', 'tidak_dinilai') AND $2 BETWEEN p.mulai AND p.selesai",
                            "it", skp_id, tanggal);

    return st == ST_OK && n ? err_set(e, E_UMPAN_DITETAPKAN, NULL) : st;
}

static enum status not_too_often(struct db *db, const struct who *who, int64_t skp_id, struct err *e)
{
    int64_t all = 0, one = 0, max_all = 0, max_one = 0;
    enum status st = aturan_nilai(db, "umpan_balik.maks_hari", who->hari, &max_all, e);

    if (st == ST_OK)
        st = aturan_nilai(db, "umpan_balik.maks_orang_hari", who->hari, &max_one, e);
    if (st == ST_OK)
        st = db_int(db, &all, e, "SELECT count(*) FROM umpan_balik WHERE oleh_id = $1 AND diberikan = $2",
                    "it", who->pegawai_id, who->hari);
    if (st == ST_OK)
        st = db_int(db, &one, e,
                    "SELECT count(*) FROM umpan_balik WHERE oleh_id = $1 AND diberikan = $2 AND skp_id = $3",
                    "iti", who->pegawai_id, who->hari, skp_id);
    if (st != ST_OK)
        return st;
    if (all >= max_all)
        return err_set(e, E_UMPAN_SERING, "Batas %lld umpan balik sehari sudah tercapai.",
                       (long long)max_all);
    if (one >= max_one)
        return err_set(e, E_UMPAN_SERING, "Batas %lld umpan balik sehari bagi satu orang sudah tercapai.",
                       (long long)max_one);
    return ST_OK;
}

/* Result and links are of that plan; a link names only what its author may see himself. */
static enum status links_fit(struct db *db, const struct who *who, const struct umpan_beri *in,
                             struct arena *a, struct err *e)
{
    struct progres x;
    struct bukti b;
    int64_t n = 1;
    enum status st = ST_OK;

    if (in->rhk_id)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM rhk k JOIN skp_versi v ON v.id = k.skp_versi_id JOIN skp s"
                    " ON s.id = v.skp_id AND v.n <= s.versi_berlaku WHERE k.id = $1 AND s.id = $2",
                    "ii", in->rhk_id, in->skp_id);
    if (st == ST_OK && !n)
        err_fault(e, "/rhk_id", "Bukan RHK dari SKP itu.");
    if (st == ST_OK && in->progres_id) {
        st = progres_load(db, who, in->progres_id, a, &x, e);
        if (st == ST_OK)
            st = db_int(db, &n, e, "SELECT count(*) FROM progres WHERE id = $1 AND skp_id = $2", "ii",
                        in->progres_id, in->skp_id);
        if (st == ST_OK && !n)
            err_fault(e, "/progres_id", "Bukan progres dari SKP itu.");
    }
    if (st == ST_OK && in->bukti_id) {
        st = bukti_load(db, who, in->bukti_id, a, &b, e);
        if (st == ST_OK)
            st = db_int(db, &n, e,
                        "SELECT count(*) FROM bukti b JOIN realisasi r ON r.id = b.realisasi_id"
                        " JOIN skp_versi v ON v.id = r.skp_versi_id WHERE b.id = $1 AND v.skp_id = $2",
                        "ii", in->bukti_id, in->skp_id);
        if (st == ST_OK && !n)
            err_fault(e, "/bukti_id", "Bukan bukti dari SKP itu.");
    }
    return st == ST_OK ? baca_akhir(e) : st;
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status insert(struct db *db, const struct who *who, struct umpan_beri *in, enum umpan_peran as,
                          int64_t request, const char *tanggal, struct err *e)
{
    char now[TIME_TEXT], last[TIME_TEXT];
    int64_t hours = 0;
    enum status st = aturan_nilai(db, "umpan_balik.koreksi_jam", who->hari, &hours, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    time_format(clock_now() + hours * HOUR_US, last);
    return db_int(db, &in->out_id, e,
                  "INSERT INTO umpan_balik (skp_id, rhk_id, nilai, sifat, teks, tanggal, diberikan, dibuat,"
                  " oleh_id, peran, progres_id, bukti_id, permintaan_id, batas_koreksi) VALUES ($1, $2, $3,"
                  " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
                  "iIIttttti"
                  "tIIIt",
                  in->skp_id, OR_NULL(in->rhk_id), OR_NULL(in->nilai), in->sifat, in->teks, tanggal,
                  who->hari, now, who->pegawai_id, umpan_peran_kode(as), OR_NULL(in->progres_id),
                  OR_NULL(in->bukti_id), OR_NULL(request), last);
}

static enum status may_give(struct db *db, const struct who *who, const struct umpan_rencana *plan,
                            const char *tanggal, enum umpan_peran *as, int64_t *request, struct err *e)
{
    enum status st;

    if (!who->pegawai_id)
        return err_set(e, E_UMPAN_BUKAN_PIHAK, NULL);
    if (who->pegawai_id == plan->subject.pegawai_id)
        return err_set(e, E_UMPAN_DIRI, NULL);
    st = umpan_hubungan(db, who->pegawai_id, plan, tanggal, as, request, e);
    return st == ST_OK && *as == UMPAN_BUKAN ? err_set(e, E_UMPAN_BUKAN_PIHAK, NULL) : st;
}

enum status umpan_beri(struct perintah *p, struct db *db, struct err *e)
{
    struct umpan_beri *in = p->input;
    struct audit_entry entry = { .objek = "umpan_balik", .peristiwa = "beri", .ke = "tercatat" };
    struct arena *a = arena_new();
    struct umpan_rencana plan;
    const char *tanggal = in->tanggal ? in->tanggal : p->who.hari;
    enum umpan_peran as = UMPAN_BUKAN;
    int64_t request = 0;
    enum status st = umpan_rencana(db, in->skp_id, &plan, e);

    if (st == ST_NOT_FOUND)
        st = err_set(e, E_UMPAN_BUKAN_PIHAK, NULL);
    if (st != ST_OK || (st = may_give(db, &p->who, &plan, tanggal, &as, &request, e)) != ST_OK ||
        (st = day_fits(db, &p->who, &plan, tanggal, e)) != ST_OK ||
        (st = links_fit(db, &p->who, in, a, e)) != ST_OK ||
        (st = not_fixed(db, in->skp_id, tanggal, e)) != ST_OK ||
        (st = not_too_often(db, &p->who, in->skp_id, e)) != ST_OK ||
        (st = insert(db, &p->who, in, as, request, tanggal, e)) != ST_OK ||
        (request && (st = umpan_minta_dipenuhi(db, &p->who, request, e)) != ST_OK))
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/umpan-balik/%lld", (long long)in->out_id);
    entry.objek_id = in->out_id;
    entry.peran = umpan_peran_kode(as);
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) == ST_OK)
        st = reply(p, db, in->out_id, a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

enum status umpan_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct umpan_langkah *in = p->input;
    struct audit_entry entry = { .catatan = "" }; /* the words are not the audit's */
    struct arena *a = arena_new();
    struct flow_object o;
    struct umpan_balik u;
    enum status st = umpan_balik_load(db, &p->who, in->id, a, &u, e);

    if (st != ST_OK || (st = perintah_versi(p, u.versi, e)) != ST_OK)
        goto out;
    o = (struct flow_object){ .id = u.id,
                              .state = (int)u.status,
                              .subject = u.subject,
                              .pihak_id = u.oleh_id,
                              .catatan = in->catatan };
    st = flow_apply(db, &umpan_balik_machine, &o, in->peristiwa, &p->who, &entry, e);
    if (st == ST_OK)
        st = reply(p, db, u.id, a, e);
out:
    arena_free(a);
    return st;
}
