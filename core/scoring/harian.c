#include "scoring/harian.h"

#include "base/jschema.h"
#include "domain/aktivasi.h"
#include "script/release.h"

/* The shortest period that the day lies in. */
static enum status period_of(struct db *db, const char *tanggal, int64_t *id, struct err *e)
{
    enum status st = db_int(db, id, e,
                            "SELECT id FROM periode WHERE mulai <= $1 AND selesai >= $1"
                            " ORDER BY mulai DESC, selesai LIMIT 1",
                            "t", tanggal);

    if (st == ST_NOT_FOUND) {
        err_clear(e);
        return err_set(e, E_PERIODE_TIDAK_ADA, "Belum ada periode yang memuat %s.", tanggal);
    }
    return st;
}

static enum status check(const struct release *r, const char *plugin, const char *kode, json_t *isian,
                         const char *at, struct err *e)
{
    const json_t *entry = release_indikator(r, kode);
    json_t *schema;
    struct jschema s = { .flags = JSCHEMA_STRICT, .at = at };
    enum status st;

    if (!entry)
        return err_set(e, E_PLUGIN_FUNGSI, "Plugin %s tidak mempunyai indikator %s.", plugin, kode);
    s.schema = schema = jschema_object(json_object_get(entry, "isian"));
    json_object_del(schema, "required");
    st = jschema_check(&s, isian, E_PLUGIN_ISIAN, e);
    json_decref(schema);
    return st;
}

enum status harian_periksa(struct db *db, int64_t unit_id, const char *tanggal, const char *plugin,
                           const char *kode, json_t *isian, const char *at, struct err *e)
{
    const struct release *r;
    struct aktivasi akt;
    int64_t periode = 0;
    enum status st;

    if ((st = period_of(db, tanggal, &periode, e)) != ST_OK ||
        (st = aktivasi_find(db, unit_id, plugin, periode, &akt, e)) != ST_OK ||
        (st = release_get(db, akt.release_id, &r, e)) != ST_OK)
        return st;
    st = check(r, plugin, kode, isian, at, e);
    release_put(r);
    return st;
}
