#include "scoring/data_hitung.h"

#include "domain/aktivasi.h"
#include "script/release.h"
#include "scoring/saran.h"

static enum status find_plugin(struct db *db, int64_t unit, struct data_isi *in, struct arena *a,
                               struct err *e)
{
    struct aktivasi *list;
    size_t n;
    enum status st = aktivasi_list(db, unit, in->periode_id, a, &list, &n, e);

    for (size_t i = 0; i < n && st == ST_OK; i++) {
        const struct release *r;

        if (list[i].karantina || (st = release_get(db, list[i].release_id, &r, e)) != ST_OK)
            continue;
        if (release_indikator(r, in->kode) && in->plugin)
            st = err_set(e, E_PLUGIN_FUNGSI, "Indikator %s ada pada %s dan %s; sebutkan plugin-nya.",
                         in->kode, in->plugin, list[i].plugin);
        else if (release_indikator(r, in->kode))
            in->plugin = arena_strdup(a, list[i].plugin);
        release_put(r);
    }
    if (st == ST_OK && !in->plugin)
        st = err_set(e, E_PLUGIN_FUNGSI, "Tidak ada indikator %s yang berlaku bagi unit itu.", in->kode);
    return st;
}

enum status data_hitung(struct db *db, struct host *host, struct data_isi *in, json_t *isian, struct arena *a,
                        struct err *e)
{
    struct realisasi_hasil h;
    int64_t unit = 0;
    enum status st = data_unit(db, in, &unit, e);

    if (st == ST_OK && !in->plugin)
        st = find_plugin(db, unit, in, a, e);
    if (st == ST_OK)
        st = realisasi_hitung(db, host, unit, in->periode_id, in->plugin, in->kode, isian, "/isian", false, a,
                              &h, e);
    if (st != ST_OK)
        return st;
    in->isian = h.isian;
    in->nilai = h.nilai;
    in->release_id = h.release_id;
    return ST_OK;
}
