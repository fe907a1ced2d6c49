/* Units: a dated tree (line of command) and, beside it, territory. A puskesmas stands under its dinas and
 * lies in a kecamatan: the camat sees its figures, never its people. The root has no row in unit_induk. */
#ifndef DOMAIN_UNIT_H
#define DOMAIN_UNIT_H

#include "domain/right.h"

struct unit {
    int64_t id;
    char *kode, *nama, *jenis;
    bool opd;           /* unor induk */
    int64_t induk_id;   /* on the day asked for; 0: root */
    int64_t wilayah_id; /* the unit in whose territory it lies; 0: none */
    int64_t versi;
};
/* As of `hari`. E_UNIT_TIDAK_ADA. */
MUST_USE enum status unit_load(struct db *db, int64_t id, const char *hari, struct arena *a, struct unit *out,
                               struct err *e);
MUST_USE enum status unit_find(struct db *db, const char *kode, int64_t *id, struct err *e);
/* The units that `who` may look at on who->hari, by kode; `after` (kode, NULL at first) and `limit` page. */
MUST_USE enum status unit_list(struct db *db, const struct who *who, const char *after, int limit,
                               struct arena *a, struct unit **out, size_t *n, struct err *e);

/* The unit and all below it; the unit and all above it, nearest first; the unit's direct children. */
struct unit_ids {
    int64_t *id;
    size_t n;
};
MUST_USE enum status unit_subtree(struct db *db, int64_t id, const char *hari, struct arena *a,
                                  struct unit_ids *out, struct err *e);
MUST_USE enum status unit_ancestors(struct db *db, int64_t id, const char *hari, struct arena *a,
                                    struct unit_ids *out, struct err *e);
/* The units that lie in the territory of `id` or of a unit below it, without those under its command. */
MUST_USE enum status unit_territory(struct db *db, int64_t id, const char *hari, struct arena *a,
                                    struct unit_ids *out, struct err *e);
/* The person who heads the unit on that day: holder of its head post, else Plh before, Plt after, as in
 * penilai_resolve. 0 if nobody does. */
MUST_USE enum status unit_kepala(struct db *db, int64_t id, const char *hari, int64_t *pegawai_id,
                                 struct err *e);

/* For writers; each raises the generation counter `unit`. --------------------------------------------- */
struct unit_baru {
    const char *kode, *nama, *jenis; /* kode NULL: made from the name */
    bool opd;
    int64_t induk_id; /* 0: a root */
    const char *mulai;
    int64_t out_id;
};
MUST_USE enum status unit_add(struct db *db, struct unit_baru *u, struct err *e);
/* From `mulai` on the unit stands under `induk_id`; ends what held before. E_UNIT_BERPUTAR if on any day from
 * then on it would stand under itself. */
MUST_USE enum status unit_pindah(struct db *db, int64_t id, int64_t induk_id, const char *mulai,
                                 struct err *e);
MUST_USE enum status unit_set_wilayah(struct db *db, int64_t id, int64_t wilayah_id, const char *mulai,
                                      struct err *e);
/* Raises a generation counter: "unit", "hak" or "aktivasi". */
MUST_USE enum status generasi_naik(struct db *db, const char *nama, struct err *e);

#endif
