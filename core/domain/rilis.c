#include "domain/rilis.h"

#include <stdio.h>
#include <string.h>

static const char *const states[] = { "uploaded", "validated", "enabled", "disabled", "quarantined" };

/* Guards and effects --------------------------------------------------------------------------------------
 */

static enum status gate(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct rilis_uji *uji = o->data;

    (void)db;
    (void)who;
    if (!uji || uji->lulus)
        return ST_OK;
    *e = uji->galat;
    return err_status(e);
}

/* A release may hold in units that a unit's administrator does not know: its end for all is the centre's. */
static enum status whole(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    bool yes = who_has(who, PERAN_SISTEM);
    enum status st = ST_OK;

    (void)o;
    if (!yes)
        st = right_role(db, who, PERAN_ADMIN_PUSAT, 0, &yes, e);
    return st == ST_OK && !yes ? err_set(e, E_TIDAK_BERHAK, NULL) : st;
}

static enum status whole_and_gate(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    enum status st = whole(db, who, o, e);

    return st == ST_OK ? gate(db, who, o, e) : st;
}

static enum status count_open(struct db *db, const struct flow_object *o, int64_t *n, struct err *e)
{
    return db_int(db, n, e, "SELECT count(*) FROM aktivasi WHERE release_id = $1 AND selesai IS NULL", "i",
                  o->id);
}

static enum status holds(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = count_open(db, o, &n, e);

    (void)who;
    return st == ST_OK && !n
               ? err_set(e, E_AKTIVASI_TIDAK_ADA, "Rilis ini tidak sedang berlaku di unit mana pun.")
               : st;
}

static enum status holds_nowhere(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = count_open(db, o, &n, e);

    (void)who;
    return st == ST_OK && n ? err_set(e, E_RELEASE_MASIH_BERLAKU, NULL) : st;
}

static enum status reason(struct db *db, const struct flow_object *o, const char *text, struct err *e)
{
    return db_exec(db, NULL, e,
                   "UPDATE release SET alasan = $2, alasan_kode = '', alasan_berkas = '', alasan_baris = 0,"
                   " tunda = '' WHERE id = $1",
                   "it", o->id, text);
}

static enum status keep_reason(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return reason(db, o, o->catatan, e);
}

static enum status drop_reason(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return reason(db, o, "", e);
}

/* The machine ---------------------------------------------------------------------------------------------
 */

#define ADMINS (WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT | WHO_SISTEM)
#define PUSAT (WHO_ADMIN_PUSAT | WHO_SISTEM)
static const struct transition rows[] = {
    { RILIS_UPLOADED, "lulus", RILIS_VALIDATED, ADMINS, false, gate, drop_reason, DL_NONE },
    { RILIS_VALIDATED, "aktivasi", RILIS_ENABLED, ADMINS, false, NULL, drop_reason, DL_NONE },
    { RILIS_ENABLED, "aktivasi", RILIS_ENABLED, ADMINS, false, NULL, drop_reason, DL_NONE },
    { RILIS_DISABLED, "aktivasi", RILIS_ENABLED, ADMINS, false, NULL, drop_reason, DL_NONE },
    { RILIS_ENABLED, "hentikan", RILIS_ENABLED, ADMINS, true, holds, NULL, DL_NONE },
    { RILIS_QUARANTINED, "hentikan", RILIS_QUARANTINED, ADMINS, true, holds, NULL, DL_NONE },
    { RILIS_ENABLED, "nonaktif", RILIS_DISABLED, WHO_SISTEM, true, holds_nowhere, keep_reason, DL_NONE },
    { RILIS_VALIDATED, "karantina", RILIS_QUARANTINED, PUSAT, true, whole, keep_reason, DL_NONE },
    { RILIS_ENABLED, "karantina", RILIS_QUARANTINED, PUSAT, true, whole, keep_reason, DL_NONE },
    { RILIS_DISABLED, "karantina", RILIS_QUARANTINED, PUSAT, true, whole, keep_reason, DL_NONE },
    { RILIS_QUARANTINED, "pulihkan", RILIS_VALIDATED, PUSAT, true, whole_and_gate, drop_reason, DL_NONE },
};
const struct machine rilis_machine = {
    "release", "rilis plugin", states, COUNT(states), rows, COUNT(rows), "release", "status",
};

/* Steps ---------------------------------------------------------------------------------------------------
 */

enum status rilis_load(struct db *db, int64_t id, struct rilis *out, struct err *e)
{
    struct rows r;
    int state = 0;
    bool found = false;
    enum status st = db_rows(
        db, &r, e, "SELECT id, versi, status, plugin, sha256, alasan FROM release WHERE id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        found = flow_state(&rilis_machine, row_text(&r, 2), &state);
        *out = (struct rilis){ .id = row_int(&r, 0),
                               .versi = row_int(&r, 1),
                               .status = (enum rilis_status)state };
        snprintf(out->plugin, sizeof(out->plugin), "%s", row_text(&r, 3));
        snprintf(out->sha256, sizeof(out->sha256), "%s", row_text(&r, 4));
        snprintf(out->alasan, sizeof(out->alasan), "%s", row_text(&r, 5));
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_RELEASE_TIDAK_ADA, NULL) : st;
}

/* A unit for which the actor may change plugins: a release itself belongs to none. */
static int64_t some_unit(const struct who *who)
{
    int64_t unit = 0;

    for (int i = 0; i < who->nperan; i++) {
        if (who->peran[i].peran != PERAN_ADMIN_UNIT && who->peran[i].peran != PERAN_ADMIN_PUSAT)
            continue;
        if (!who->peran[i].unit_id)
            return 0;
        unit = who->peran[i].unit_id;
    }
    return unit;
}

static struct flow_object object_of(const struct rilis *r, const struct who *who, int64_t unit_id)
{
    return (struct flow_object){ .id = r->id,
                                 .state = (int)r->status,
                                 .subject.unit_id = unit_id ? unit_id : some_unit(who) };
}

enum status rilis_langkah(struct db *db, const struct who *who, const struct rilis_langkah *in, struct err *e)
{
    struct audit_entry extra = { .isi = in->isi };
    struct rilis_uji uji;
    struct flow_object o;
    struct rilis r;
    enum status st = rilis_load(db, in->id, &r, e);

    if (st != ST_OK)
        return st;
    o = object_of(&r, who, in->unit_id);
    o.catatan = in->catatan;
    if (in->uji) {
        uji = *in->uji;
        o.data = &uji;
    }
    extra.dokumen = r.sha256;
    return flow_apply(db, &rilis_machine, &o, in->peristiwa, who, &extra, e);
}

enum status rilis_aksi(struct db *db, const struct who *who, const struct rilis *r, struct jw *w,
                       struct err *e)
{
    struct flow_object o = object_of(r, who, 0);

    return flow_aksi(db, &rilis_machine, &o, who, w, e);
}
