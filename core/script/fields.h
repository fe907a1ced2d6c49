/* The fields of `evaluasi`, the object that skema and pelatihan functions are given, as a compiled-in table.
 *
 * schema/plugin-api.json describes them for people and tools; a unit test proves that both say the same. The
 * table stands in the order of canonical JSON (keys sorted bytewise inside each object), so that a caller who
 * walks it writes inputs in their canonical form. A manifest's `reads` names single fields, never a whole
 * object: a field that a later server adds must not change the input of an old release.
 */
#ifndef SCRIPT_FIELDS_H
#define SCRIPT_FIELDS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"

enum field {
    F_BELAJAR_JP,
    F_BELAJAR_JP_TAHUN,
    F_BELAJAR_JP_USULAN,
    F_BELAJAR_MODUL_BERJALAN,
    F_BELAJAR_MODUL_SELESAI,
    F_BULAN_BERTUGAS,
    F_CAPAIAN_ORGANISASI,
    F_FORM,
    F_INDIKATOR_ARAH,
    F_INDIKATOR_ASPEK,
    F_INDIKATOR_BUKTI,
    F_INDIKATOR_CAPAIAN,
    F_INDIKATOR_JENIS,
    F_INDIKATOR_JUDUL,
    F_INDIKATOR_KODE,
    F_INDIKATOR_REALISASI,
    F_INDIKATOR_RHK,
    F_INDIKATOR_SATUAN,
    F_INDIKATOR_TARGET,
    F_INDIKATOR_TARGET_ATAS,
    F_INDIKATOR_TARGET_MAKSIMAL,
    F_JENIS_JABATAN,
    F_JENJANG,
    F_KEPALA_UNIT,
    F_PENDEKATAN,
    F_PERIODE_JENIS,
    F_PERIODE_KODE,
    F_PERIODE_MULAI,
    F_PERIODE_SELESAI,
    F_STATUS_PEGAWAI,
    FIELD_COUNT
};

enum field_type { FT_TEXT, FT_INTEGER, FT_NUMBER, FT_BOOLEAN };
enum field_group { FG_EVALUASI, FG_BELAJAR, FG_INDIKATOR, FG_PERIODE };

struct field_row {
    const char *path; /* "indikator.realisasi", as `reads` names it */
    const char *name; /* "realisasi", the key inside its object */
    enum field_group group;
    enum field_type type;
    bool required; /* always present where it is read */
    bool derived;  /* filled by the host from the skema's `capaian`, never by whoever builds the input */
};
extern const struct field_row field_rows[FIELD_COUNT];

#define FIELD_BIT(f) ((uint64_t)1 << (f))
#define FIELDS_BELAJAR (FIELD_BIT(F_BULAN_BERTUGAS) - FIELD_BIT(F_BELAJAR_JP))
#define FIELDS_INDIKATOR (FIELD_BIT(F_JENIS_JABATAN) - FIELD_BIT(F_INDIKATOR_ARAH))
#define FIELDS_PERIODE (FIELD_BIT(F_STATUS_PEGAWAI) - FIELD_BIT(F_PERIODE_JENIS))

/* FIELD_COUNT if there is no such path. */
enum field field_find(const char *path);
/* A manifest's `reads` (array of paths, NULL for none) as a mask. Faults name the place: E_PLUGIN_MANIFES. */
MUST_USE enum status fields_parse(const json_t *reads, uint64_t *mask, struct err *e);

/* schema/plugin-api.json, read once; never changed, so every thread may look. */
const json_t *plugin_api(void);

#endif
