/* draf → menunggu (one side has confirmed) → sah (both have); `ubah` goes back to draf from anywhere. */
#include "domain/dialog.h"

static const char *const states[] = { "draf", "menunggu", "sah" };

/* Minutes of a version that is closed are history. */
static enum status version_open(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t open = 0;
    enum status st = db_int(db, &open, e,
                            "SELECT count(*) FROM dialog d JOIN skp_versi v ON v.id = d.skp_versi_id"
                            " WHERE d.id = $1 AND v.status NOT IN ('selesai', 'digantikan', 'batal')",
                            "i", o->id);

    (void)who;
    return st == ST_OK && !open ? err_set(e, E_DIALOG_TERKUNCI, NULL) : st;
}

static bool owner(const struct who *who, const struct flow_object *o)
{
    return who->pegawai_id == o->subject.pegawai_id;
}

static enum status other_side(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t done = 0;
    enum status st = version_open(db, who, o, e);

    if (st == ST_OK && owner(who, o))
        st = db_int(db, &done, e, "SELECT count(*) FROM dialog WHERE id = $1 AND sah_pegawai IS NOT NULL",
                    "i", o->id);
    else if (st == ST_OK)
        st = db_int(db, &done, e, "SELECT count(*) FROM dialog WHERE id = $1 AND sah_penilai IS NOT NULL",
                    "i", o->id);
    return st == ST_OK && done ? err_set(e, E_DIALOG_SUDAH_DISAHKAN, NULL) : st;
}

/* `data` is the hash of the document. */
static enum status confirmed(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    if (owner(who, o))
        return db_exec(db, NULL, e, "UPDATE dialog SET sah_pegawai = $1, hash = $2 WHERE id = $3", "tti", now,
                       (const char *)o->data, o->id);
    return db_exec(db, NULL, e,
                   "UPDATE dialog SET sah_penilai = $1, hash = $2, sah_penilai_id = $4 WHERE id = $3", "ttii",
                   now, (const char *)o->data, o->id, who->pegawai_id);
}

static enum status voided(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e,
                   "UPDATE dialog SET hash = NULL, sah_pegawai = NULL, sah_penilai = NULL,"
                   " sah_penilai_id = NULL WHERE id = $1",
                   "i", o->id);
}

#define KEDUANYA (WHO_PEMILIK | WHO_PENILAI)
static const struct transition rows[] = {
    { DIALOG_DRAF, "ubah", DIALOG_DRAF, KEDUANYA, false, version_open, NULL, DL_NONE },
    { DIALOG_MENUNGGU, "ubah", DIALOG_DRAF, KEDUANYA, false, version_open, voided, DL_NONE },
    { DIALOG_SAH, "ubah", DIALOG_DRAF, KEDUANYA, false, version_open, voided, DL_NONE },
    { DIALOG_DRAF, "sahkan", DIALOG_MENUNGGU, KEDUANYA, false, other_side, confirmed, DL_NONE },
    { DIALOG_MENUNGGU, "sahkan", DIALOG_SAH, KEDUANYA, false, other_side, confirmed, DL_NONE },
};
const struct machine dialog_machine = {
    "dialog", "risalah dialog kinerja", states, COUNT(states), rows, COUNT(rows), "dialog", "status",
};
