#include "script/fields.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assets.h"
#include "base/jschema.h"
#include "base/json.h"

#define EVALUASI(n, type, required)                                                                          \
    {                                                                                                        \
        n, n, FG_EVALUASI, type, required, false                                                             \
    }
#define BELAJAR(n)                                                                                           \
    {                                                                                                        \
        "belajar." n, n, FG_BELAJAR, FT_INTEGER, true, false                                                 \
    }
#define INDIKATOR(n, type, required)                                                                         \
    {                                                                                                        \
        "indikator." n, n, FG_INDIKATOR, type, required, false                                               \
    }
#define PERIODE(n)                                                                                           \
    {                                                                                                        \
        "periode." n, n, FG_PERIODE, FT_TEXT, true, false                                                    \
    }

const struct field_row field_rows[FIELD_COUNT] = {
    [F_BELAJAR_JP] = BELAJAR("jp"),
    [F_BELAJAR_JP_TAHUN] = BELAJAR("jp_tahun"),
    [F_BELAJAR_JP_USULAN] = BELAJAR("jp_usulan"),
    [F_BELAJAR_MODUL_BERJALAN] = BELAJAR("modul_berjalan"),
    [F_BELAJAR_MODUL_SELESAI] = BELAJAR("modul_selesai"),
    [F_BULAN_BERTUGAS] = EVALUASI("bulan_bertugas", FT_INTEGER, true),
    [F_CAPAIAN_ORGANISASI] = EVALUASI("capaian_organisasi", FT_TEXT, false),
    [F_FORM] = EVALUASI("form", FT_TEXT, true),
    [F_INDIKATOR_ARAH] = INDIKATOR("arah", FT_TEXT, true),
    [F_INDIKATOR_ASPEK] = INDIKATOR("aspek", FT_TEXT, false),
    [F_INDIKATOR_BUKTI] = INDIKATOR("bukti", FT_INTEGER, true),
    [F_INDIKATOR_CAPAIAN] = { "indikator.capaian", "capaian", FG_INDIKATOR, FT_NUMBER, false, true },
    [F_INDIKATOR_JENIS] = INDIKATOR("jenis", FT_TEXT, true),
    [F_INDIKATOR_JUDUL] = INDIKATOR("judul", FT_TEXT, true),
    [F_INDIKATOR_KODE] = INDIKATOR("kode", FT_TEXT, true),
    [F_INDIKATOR_REALISASI] = INDIKATOR("realisasi", FT_NUMBER, false),
    [F_INDIKATOR_RHK] = INDIKATOR("rhk", FT_INTEGER, true),
    [F_INDIKATOR_SATUAN] = INDIKATOR("satuan", FT_TEXT, true),
    [F_INDIKATOR_TARGET] = INDIKATOR("target", FT_NUMBER, true),
    [F_INDIKATOR_TARGET_ATAS] = INDIKATOR("target_atas", FT_NUMBER, false),
    [F_INDIKATOR_TARGET_MAKSIMAL] = INDIKATOR("target_maksimal", FT_BOOLEAN, true),
    [F_JENIS_JABATAN] = EVALUASI("jenis_jabatan", FT_TEXT, true),
    [F_JENJANG] = EVALUASI("jenjang", FT_TEXT, false),
    [F_KEPALA_UNIT] = EVALUASI("kepala_unit", FT_BOOLEAN, true),
    [F_PENDEKATAN] = EVALUASI("pendekatan", FT_TEXT, true),
    [F_PERIODE_JENIS] = PERIODE("jenis"),
    [F_PERIODE_KODE] = PERIODE("kode"),
    [F_PERIODE_MULAI] = PERIODE("mulai"),
    [F_PERIODE_SELESAI] = PERIODE("selesai"),
    [F_STATUS_PEGAWAI] = EVALUASI("status_pegawai", FT_TEXT, true),
};

enum field field_find(const char *path)
{
    int f = 0;

    while (f < FIELD_COUNT && strcmp(field_rows[f].path, path) != 0)
        f++;
    return (enum field)f;
}

static const char *nearest(const char *path)
{
    const char *best = NULL;
    int distance = 4; /* further away than this it is another word */

    for (int f = 0; f < FIELD_COUNT; f++) {
        int d = text_distance(path, field_rows[f].path, distance);

        if (d < distance) {
            distance = d;
            best = field_rows[f].path;
        }
    }
    return best;
}

enum status fields_parse(const json_t *reads, uint64_t *mask, struct err *e)
{
    *mask = 0;
    for (size_t i = 0; i < json_array_size(reads); i++) {
        const char *path = json_string_value(json_array_get(reads, i));
        enum field f = field_find(path ? path : "");
        const char *near = path && f == FIELD_COUNT ? nearest(path) : NULL;
        char at[40];

        if (f != FIELD_COUNT) {
            *mask |= FIELD_BIT(f);
            continue;
        }
        snprintf(at, sizeof(at), "/reads/%zu", i);
        err_fault(e, at,
                  near ? "Medan \"%s\" tidak ada; mungkin maksudnya \"%s\"." : "Medan \"%s\" tidak ada.",
                  path ? path : "", near);
    }
    return e->nfaults ? err_set(e, E_PLUGIN_MANIFES, "plugin.json: %s", e->faults[0].msg) : ST_OK;
}

static json_t *api;
static pthread_once_t api_once = PTHREAD_ONCE_INIT;

static void api_load(void)
{
    const struct asset *asset = asset_find("schema/plugin-api.json");
    struct err e = ERR_NONE;

    if (!asset || json_read((const char *)asset->data, asset->len, &api, &e) != ST_OK) {
        fprintf(stderr, "schema/plugin-api.json: %s\n", asset ? e.msg : "missing");
        abort(); /* a fault of the build, which a unit test would have shown */
    }
}

const json_t *plugin_api(void)
{
    pthread_once(&api_once, api_load);
    return api;
}
