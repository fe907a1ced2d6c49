/* The states of a plan's version: DOMAIN.md 2.4. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/jabatan.h"
#include "base/json.h"
#include "domain/penugasan.h"
#include "domain/skp.h"
#include "domain/skp_jalan.h"
#include "domain/umpan_minta.h"

static const char *const states[] = { "draf",    "diajukan", "dikembalikan", "disetujui", "berjalan",
                                      "selesai", "revisi",   "digantikan",   "batal" };

/* Guards --------------------------------------------------------------------------------------------------
 */

static enum status lengkap(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct rows r;
    int64_t rhk = 0, bare = 0, penilai = 0;
    char why[400] = "";
    enum status st =
        db_rows(db, &r, e,
                "SELECT (SELECT count(*) FROM rhk WHERE skp_versi_id = v.id),"
                " (SELECT count(*) FROM rhk h WHERE h.skp_versi_id = v.id AND NOT EXISTS"
                " (SELECT 1 FROM indikator i WHERE i.rhk_id = h.id)), s.penilai_id, s.penilai_alasan"
                " FROM skp_versi v JOIN skp s ON s.id = v.skp_id WHERE v.id = $1",
                "i", o->id);

    (void)who;
    if (st == ST_OK && rows_next(&r)) {
        rhk = row_int(&r, 0);
        bare = row_int(&r, 1);
        penilai = row_int(&r, 2);
        snprintf(why, sizeof(why), "%s", row_text(&r, 3));
    }
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (rhk == 0)
        return err_set(e, E_SKP_TANPA_INDIKATOR, "SKP belum memuat rencana hasil kerja.");
    if (bare > 0)
        return err_set(e, E_SKP_TANPA_INDIKATOR, "%lld rencana hasil kerja belum mempunyai indikator.",
                       (long long)bare);
    if (penilai == 0)
        return err_set(e, E_PENILAI_TIDAK_ADA, why[0] ? "%s" : NULL, why);
    return ST_OK;
}

/* The owner has signed what now stands there: an edit after his signature took it off. */
static enum status ditandatangani(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = lengkap(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e, "SELECT count(*) FROM skp_versi WHERE id = $1 AND ttd_pegawai_hash = hash",
                    "i", o->id);
    return st == ST_OK && !n ? err_set(e, E_SKP_TANDA_TANGAN, NULL) : st;
}

static enum status belum_ditandatangani(struct db *db, const struct who *who, struct flow_object *o,
                                        struct err *e)
{
    int64_t n = 0;
    enum status st = lengkap(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e, "SELECT count(*) FROM skp_versi WHERE id = $1 AND ttd_pegawai_hash = hash",
                    "i", o->id);
    return st == ST_OK && n ? err_set(e, E_SKP_SUDAH_DITANDATANGANI, NULL) : st;
}

/* Effects: `data` is a struct skp_jalan. ------------------------------------------------------------------
 */

enum status skp_ttd_hapus(struct db *db, int64_t skp_versi_id, struct err *e)
{
    return db_exec(db, NULL, e,
                   "UPDATE skp_versi SET hash = NULL, ttd_pegawai = NULL, ttd_pegawai_hash = NULL,"
                   " ttd_penilai = NULL, ttd_penilai_hash = NULL, ttd_penilai_id = NULL WHERE id = $1",
                   "i", skp_versi_id);
}

/* Both signatures, the owner's under `ajukan` (or `tandatangani`) and the evaluator's under `setujui`, are
 * under the document as it then stands. */
static enum status sign(struct db *db, struct flow_object *o, struct err *e)
{
    struct skp_jalan *j = o->data;
    struct skp s;
    enum status st = skp_muat(db, j->skp->id, j->skp->n, j->a, &s, e);

    if (st != ST_OK)
        return st;
    skp_dokumen_hash(&s, j->hash);
    j->audit.dokumen = j->hash;
    return db_exec(db, NULL, e, "UPDATE skp_versi SET hash = $1 WHERE id = $2", "ti", j->hash, o->id);
}

static enum status diajukan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp_jalan *j = o->data;
    char now[TIME_TEXT];
    enum status st = sign(db, o, e);

    (void)who;
    time_format(clock_now(), now);
    return st == ST_OK ? db_exec(db, NULL, e,
                                 "UPDATE skp_versi SET ttd_pegawai = $1, ttd_pegawai_hash = $2 WHERE id = $3",
                                 "tti", now, j->hash, o->id)
                       : st;
}

static enum status ditarik(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return skp_ttd_hapus(db, o->id, e);
}

static enum status dikembalikan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    enum status st = skp_ttd_hapus(db, o->id, e);

    (void)who;
    if (st != ST_OK)
        return st;
    return db_exec(db, NULL, e, "UPDATE skp_versi SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);
}

/* The version before this one follows from what happens to this one: the system acts, the actor's account
 * stands in the audit. */
static enum status move_previous(struct db *db, const struct who *who, const struct skp *s, const char *event,
                                 struct err *e)
{
    struct who sys = *who;
    struct flow_object o = { .state = SKP_REVISI };
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT id FROM skp_versi WHERE skp_id = $1 AND n < $2 AND status = 'revisi'",
                "ii", s->id, s->n);

    o.id = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    if ((st = rows_end(&r, st, e)) != ST_OK || !o.id)
        return st;
    sys.nperan = 1;
    sys.peran[0].peran = PERAN_SISTEM;
    sys.peran[0].unit_id = 0;
    sys.pegawai_id = 0;
    skp_subject(s, &o.subject);
    return flow_apply(db, &skp_machine, &o, event, &sys, NULL, e);
}

/* The evaluator saw the warnings and approved with them: they stay with the version. */
static enum status keep_warnings(struct db *db, struct flow_object *o, struct err *e)
{
    struct skp_jalan *j = o->data;
    struct buf b = BUF_NONE;
    struct peringatan *list;
    struct jw w;
    size_t n;
    enum status st = skp_peringatan(db, j->skp, j->a, &list, &n, e);

    if (st != ST_OK)
        return st;
    jw_start(&w, &b);
    peringatan_json(list, n, &w);
    if (n)
        j->audit.isi = arena_printf(j->a, "{\"peringatan\":%zu}", n);
    st = db_exec(db, NULL, e, "UPDATE skp_versi SET peringatan = $1 WHERE id = $2", "ti", b.p, o->id);
    buf_free(&b);
    return st;
}

static enum status evaluator_signs(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp_jalan *j = o->data;
    char now[TIME_TEXT];
    int64_t same = 0;
    enum status st = sign(db, o, e);

    /* Both under one document, whatever way it took. */
    if (st == ST_OK)
        st = db_exec(db, &same, e, "UPDATE skp_versi SET hash = $1 WHERE id = $2 AND ttd_pegawai_hash = $1",
                     "ti", j->hash, o->id);
    if (st == ST_OK && !same)
        st = err_set(e, E_SKP_TANDA_TANGAN, NULL);
    time_format(clock_now(), now);
    return st == ST_OK ? db_exec(db, NULL, e,
                                 "UPDATE skp_versi SET ttd_penilai = $1, ttd_penilai_hash = hash,"
                                 " ttd_penilai_id = $2 WHERE id = $3",
                                 "tIi", now, who->pegawai_id ? &who->pegawai_id : NULL, o->id)
                       : st;
}

static enum status disetujui(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp *s = ((struct skp_jalan *)o->data)->skp;
    enum status st =
        db_exec(db, NULL, e, "UPDATE skp_versi SET selesai = $1 WHERE id = $2", "ti", s->selesai, o->id);

    if (st == ST_OK)
        st = evaluator_signs(db, who, o, e);
    if (st == ST_OK)
        st = keep_warnings(db, o, e);
    if (st == ST_OK)
        st = move_previous(db, who, s, "ganti", e);
    return st == ST_OK
               ? db_exec(db, NULL, e, "UPDATE skp SET versi_berlaku = $1 WHERE id = $2", "ii", s->n, s->id)
               : st;
}

/* Version n+1 begins as a copy; n stays in force until the copy is approved. */
static enum status direvisi(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp_jalan *j = o->data;
    const struct skp *s = j->skp;
    int64_t id;
    enum status st = db_int(db, &id, e,
                            "INSERT INTO skp_versi (skp_id, n, status, alasan, alasan_kode)"
                            " VALUES ($1, $2, 'draf', $3, $4) RETURNING id",
                            "iitt", s->id, s->n + 1, o->catatan, j->kode);

    (void)who;
    return st == ST_OK ? skp_isi_salin(db, o->id, id, e) : st;
}

static enum status dibatalkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp *s = ((struct skp_jalan *)o->data)->skp;
    enum status st = move_previous(db, who, s, "lanjut", e);

    /* An agreed plan that its day never reached. */
    return st == ST_OK && s->versi_berlaku == s->n
               ? db_exec(db, NULL, e, "UPDATE skp SET versi_berlaku = NULL WHERE id = $1", "i", s->id)
               : st;
}

/* Only what a transfer ended comes back, never a version that another has replaced. */
static enum status versi_berlaku(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM skp_versi v JOIN skp s ON s.id = v.skp_id"
                            " WHERE v.id = $1 AND s.versi_berlaku = v.n",
                            "i", o->id);

    (void)who;
    return st == ST_OK && !n ? err_set(e, E_ALUR_PERISTIWA, "Versi itu sudah diganti oleh versi berikutnya.")
                             : st;
}

/* A transfer ends the plan the day before the new post; what was agreed until then is evaluated. */
static enum status digantikan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct skp_jalan *j = o->data;

    (void)who;
    if (!j->selesai || strcmp(j->selesai, j->skp->mulai) < 0 || strcmp(j->selesai, j->skp->selesai) > 0) {
        err_fault(e, "/selesai", "Wajib diisi, antara %s dan %s.", j->skp->mulai, j->skp->selesai);
        return err_set(e, E_MASUKAN, "Hari terakhir SKP harus antara %s dan %s.", j->skp->mulai,
                       j->skp->selesai);
    }
    return db_exec(db, NULL, e, "UPDATE skp SET selesai = $1 WHERE id = $2", "ti", j->selesai, j->skp->id);
}

#define ADMIN (WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT)
#define DUA_PIHAK (WHO_PEMILIK | WHO_PENILAI)
static const struct transition rows[] = {
    { SKP_DRAF, "ajukan", SKP_DIAJUKAN, WHO_PEMILIK, false, lengkap, diajukan, DL_SKP },
    { SKP_DIKEMBALIKAN, "ajukan", SKP_DIAJUKAN, WHO_PEMILIK, false, lengkap, diajukan, DL_SKP },
    { SKP_DIAJUKAN, "tandatangani", SKP_DIAJUKAN, WHO_PEMILIK, false, belum_ditandatangani, diajukan,
      DL_NONE },
    { SKP_DIAJUKAN, "tarik", SKP_DRAF, WHO_PEMILIK, false, NULL, ditarik, DL_NONE },
    { SKP_DIAJUKAN, "kembalikan", SKP_DIKEMBALIKAN, WHO_PENILAI, true, NULL, dikembalikan, DL_NONE },
    { SKP_DIAJUKAN, "setujui", SKP_DISETUJUI, WHO_PENILAI, false, ditandatangani, disetujui, DL_SKP },
    { SKP_DISETUJUI, "mulai", SKP_BERJALAN, WHO_SISTEM, false, NULL, NULL, DL_NONE },
    { SKP_BERJALAN, "selesai", SKP_SELESAI, WHO_SISTEM, false, NULL, NULL, DL_NONE },
    { SKP_DISETUJUI, "revisi", SKP_REVISI, DUA_PIHAK, true, NULL, direvisi, DL_NONE },
    { SKP_BERJALAN, "revisi", SKP_REVISI, DUA_PIHAK, true, NULL, direvisi, DL_NONE },
    { SKP_REVISI, "ganti", SKP_DIGANTIKAN, WHO_SISTEM, false, NULL, NULL, DL_NONE },
    { SKP_REVISI, "lanjut", SKP_BERJALAN, WHO_SISTEM, false, NULL, NULL, DL_NONE },
    { SKP_DISETUJUI, "gantikan", SKP_DIGANTIKAN, ADMIN, true, NULL, digantikan, DL_NONE },
    { SKP_BERJALAN, "gantikan", SKP_DIGANTIKAN, ADMIN, true, NULL, digantikan, DL_NONE },
    { SKP_SELESAI, "gantikan", SKP_DIGANTIKAN, ADMIN, true, NULL, digantikan, DL_NONE },
    { SKP_DIGANTIKAN, "pulihkan", SKP_BERJALAN, WHO_SISTEM, true, versi_berlaku, NULL, DL_NONE },
    { SKP_DRAF, "batal", SKP_BATAL, WHO_PEMILIK | WHO_SISTEM, false, NULL, dibatalkan, DL_NONE },
    { SKP_DIKEMBALIKAN, "batal", SKP_BATAL, WHO_PEMILIK | WHO_SISTEM, false, NULL, dibatalkan, DL_NONE },
    { SKP_DIAJUKAN, "batal", SKP_BATAL, WHO_SISTEM, false, NULL, dibatalkan, DL_NONE },
    { SKP_DISETUJUI, "batal", SKP_BATAL, WHO_SISTEM, false, NULL, dibatalkan, DL_NONE },
};
const struct machine skp_machine = {
    "skp", "SKP", states, COUNT(states), rows, COUNT(rows), "skp_versi", "status",
};

/* The evaluator as of a day -------------------------------------------------------------------------------
 */

struct pair {
    int64_t pegawai_id, penugasan_id, versi_id, penilai_id, atasan_id;
    char mulai[DATE_TEXT], cara[24], alasan[512];
};

static enum status read_pair(struct db *db, int64_t skp_id, struct pair *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st =
        db_rows(db, &r, e,
                "SELECT s.pegawai_id, s.penugasan_id, s.penilai_id, s.atasan_penilai_id, s.mulai,"
                " s.penilai_cara, s.penilai_alasan, v.id FROM skp s JOIN skp_versi v"
                " ON v.skp_id = s.id WHERE s.id = $1 ORDER BY v.n DESC LIMIT 1",
                "i", skp_id);

    found = st == ST_OK && rows_next(&r);
    if (found) {
        *out = (struct pair){ .pegawai_id = row_int(&r, 0),
                              .penugasan_id = row_int(&r, 1),
                              .penilai_id = row_int(&r, 2),
                              .atasan_id = row_int(&r, 3),
                              .versi_id = row_int(&r, 7) };
        snprintf(out->mulai, sizeof(out->mulai), "%s", row_text(&r, 4));
        snprintf(out->cara, sizeof(out->cara), "%s", row_text(&r, 5));
        snprintf(out->alasan, sizeof(out->alasan), "%s", row_text(&r, 6));
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status store_pair(struct db *db, const struct who *who, int64_t skp_id, const struct pair *old,
                              const struct penilai *new, struct err *e)
{
    struct audit_entry a = { .objek = "skp",
                             .objek_id = old->versi_id,
                             .peristiwa = "penilai",
                             .catatan = new->alasan,
                             .peran = "sistem" };
    char isi[128];
    enum status st =
        db_exec(db, NULL, e,
                "UPDATE skp SET penilai_id = $1, penilai_cara = $2, penilai_alasan = $3,"
                " atasan_penilai_id = $4, versi = versi + 1 WHERE id = $5",
                "IttIi", OR_NULL(new->penilai_id), new->penilai_id ? penilai_cara_kode(new->cara) : "",
                new->alasan, OR_NULL(new->atasan_penilai_id), skp_id);

    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"dari\":%lld,\"ke\":%lld}", (long long)old->penilai_id,
             (long long)new->penilai_id);
    a.isi = isi;
    st = audit_add(db, who, &a, NULL, e);
    /* A Plh of some days leaves nothing behind, and takes nobody's place. */
    if (st != ST_OK || new->penilai_id == old->penilai_id || new->cara == CARA_PLH ||
        strcmp(old->cara, penilai_cara_kode(CARA_PLH)) == 0)
        return st;
    return umpan_minta_penilai_lama(db, who, skp_id, old->penilai_id, e);
}

enum status skp_penilai_segarkan(struct db *db, const struct who *who, int64_t skp_id, struct err *e)
{
    struct err none = ERR_NONE;
    struct penilai new;
    struct pair old;
    const char *hari;
    enum status st = read_pair(db, skp_id, &old, e);

    if (st != ST_OK)
        return st;
    hari = strcmp(who->hari, old.mulai) < 0 ? old.mulai : who->hari;
    st = penilai_resolve(db, old.pegawai_id, old.penugasan_id, hari, &new, &none);
    if (st != ST_OK && none.code == E_PENILAI_TIDAK_ADA) {
        if (old.penilai_id || strcmp(old.alasan, none.msg) == 0)
            return ST_OK;
        new = (struct penilai){ .penilai_id = 0 };
        snprintf(new.alasan, sizeof(new.alasan), "%s", none.msg);
    } else if (st != ST_OK) {
        *e = none;
        return st;
    }
    if (new.penilai_id == old.penilai_id &&new.atasan_penilai_id == old.atasan_id &&
        strcmp(old.cara, new.penilai_id ? penilai_cara_kode(new.cara) : "") == 0 &&
        (new.penilai_id || strcmp(old.alasan, new.alasan) == 0))
        return ST_OK;
    return store_pair(db, who, skp_id, &old, &new, e);
}

enum status skp_segarkan_bawahan(struct db *db, const struct who *who, int64_t jabatan_id, struct err *e)
{
    struct buf ids = BUF_NONE;
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT s.id FROM skp s JOIN penugasan t ON t.id = s.penugasan_id"
                             " JOIN jabatan j ON j.id = t.jabatan_id WHERE s.selesai >= $2 AND (j.id = $1"
                             " OR " JABATAN_ATASAN("j", "$2") " = $1) ORDER BY s.id",
                             "it", jabatan_id, who->hari);

    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(&ids, &id, sizeof(id));
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < ids.len / sizeof(int64_t); i++)
        st = skp_penilai_segarkan(db, who, ((const int64_t *)(const void *)ids.p)[i], e);
    buf_free(&ids);
    return st;
}

/* What time brings ----------------------------------------------------------------------------------------
 */

struct due {
    int64_t skp_id;
    struct flow_object o;
    char mulai[DATE_TEXT], selesai[DATE_TEXT];
};

static enum status read_due(struct db *db, const struct skp_berkala *in, const char *hari, struct due *list,
                            size_t max, size_t *n, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT s.id, v.id, v.status, s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id,"
                " s.mulai, s.selesai FROM skp s JOIN skp_versi v ON v.skp_id = s.id AND v.n ="
                " (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = s.id)"
                " WHERE s.id > $1 AND v.status <> 'batal' AND (s.selesai >= $2"
                " OR v.status IN ('diajukan', 'disetujui', 'berjalan') OR EXISTS (SELECT 1 FROM evaluasi x"
                " JOIN skp_versi y ON y.id = x.skp_versi_id WHERE y.skp_id = s.id"
                " AND x.status IN ('belum', 'dinilai'))) ORDER BY s.id LIMIT $3",
                "iti", in->sampai, hari, (int64_t)max);

    *n = 0;
    while (st == ST_OK && rows_next(&r)) {
        struct due *d = &list[(*n)++];

        *d = (struct due){ .skp_id = row_int(&r, 0), .o = { .id = row_int(&r, 1) } };
        flow_state(&skp_machine, row_text(&r, 2), &d->o.state);
        d->o.subject = (struct subject){ row_int(&r, 3), row_int(&r, 4), row_int(&r, 5), row_int(&r, 6) };
        snprintf(d->mulai, sizeof(d->mulai), "%s", row_text(&r, 7));
        snprintf(d->selesai, sizeof(d->selesai), "%s", row_text(&r, 8));
    }
    return rows_end(&r, st, e);
}

static enum status advance(struct db *db, const struct who *sys, struct due *d, struct err *e)
{
    enum status st = ST_OK;

    if (d->o.state == SKP_DISETUJUI && strcmp(d->mulai, sys->hari) <= 0)
        st = flow_apply(db, &skp_machine, &d->o, "mulai", sys, NULL, e);
    if (st == ST_OK && d->o.state == SKP_BERJALAN && strcmp(d->selesai, sys->hari) < 0)
        st = flow_apply(db, &skp_machine, &d->o, "selesai", sys, NULL, e);
    return st;
}

static enum status versi_of(struct db *db, int64_t id, int64_t *versi, struct err *e)
{
    return db_int(db, versi, e, "SELECT versi FROM skp WHERE id = $1", "i", id);
}

enum status skp_berkala(struct perintah *p, struct db *db, struct err *e)
{
    enum { CHUNK = 500 };
    struct skp_berkala *in = p->input;
    struct due *list = mem_alloc(sizeof(*list) * CHUNK);
    struct who sys;
    size_t n = 0;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    who_system(&sys);
    snprintf(sys.hari, sizeof(sys.hari), "%s", p->who.hari);
    in->out_berubah = 0;
    in->out_sampai = in->sampai;
    if (st == ST_OK)
        st = read_due(db, in, sys.hari, list, CHUNK, &n, e);
    in->out_sisa = n == CHUNK;
    for (size_t i = 0; i < n && st == ST_OK; i++) {
        int64_t before = 0, after = 0;
        int state = list[i].o.state;

        if ((st = versi_of(db, list[i].skp_id, &before, e)) != ST_OK ||
            (st = skp_penilai_segarkan(db, &sys, list[i].skp_id, e)) != ST_OK ||
            (st = versi_of(db, list[i].skp_id, &after, e)) != ST_OK ||
            (st = advance(db, &sys, &list[i], e)) != ST_OK)
            break;
        if (list[i].o.state != state)
            st = db_exec(db, NULL, e, "UPDATE skp SET versi = versi + 1 WHERE id = $1", "i", list[i].skp_id);
        in->out_berubah += before != after || list[i].o.state != state;
        in->out_sampai = list[i].skp_id;
    }
    free(list);
    p->reply.status = 204;
    return st;
}
