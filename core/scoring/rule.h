/* A rule in force: a release together with settings, ready to be called. Also the only place that knows how
 * JSON becomes msgpack with the types that a schema gives: a "number" that happens to be whole stays a float
 * in Lua, so a result never depends on how its input was written down.
 */
#ifndef SCORING_RULE_H
#define SCORING_RULE_H

#include "domain/aktivasi.h"
#include "script/host.h"
#include "script/release.h"

struct rule {
    const struct release *release;
    char setelan_hash[DIGEST_HEX];
    struct buf settings;               /* msgpack map */
    const char *optional[FIELD_COUNT]; /* fields of `evaluasi` that may be absent */
    size_t noptional;
    char nilai[96], predikat[96]; /* "skema.KODE.nilai"; "" without a scheme */
    uint64_t seq;                 /* 1, 2, … within its set: a short name for it */
};

/* The rules that one thread uses; valid until rules_free. */
struct rules;
struct rules *rules_new(void);
void rules_free(struct rules *s);
/* E_RELEASE_TIDAK_ADA, E_RELEASE_RUSAK. Reads the store only the first time. */
MUST_USE enum status rules_get(struct rules *s, struct db *db, int64_t release_id, const char *setelan_hash,
                               const struct rule **out, struct err *e);

/* A rule that the store does not hold (a simulation's candidate): rules_get answers with it for r->id and
 * the settings' hash. `r` is borrowed and must outlive the set; `setelan` as package_settings gives it. */
void rules_add(struct rules *s, const struct release *r, const json_t *setelan, const char *setelan_hash);

/* The map of inputs of an indicator's function ("indikator.K2.realisasi", also with "#1.2" behind it); NULL
 * for any other function. */
const json_t *rule_isian(const struct release *r, const char *function);

/* What a call of `function` may leave out, for host_request. Valid as long as the rule, until cleared. */
struct rule_optional {
    const char *const *nama;
    size_t n;
    const char **own;
    json_t *schema;
};
void rule_optional(const struct rule *r, const char *function, struct rule_optional *out);
void rule_optional_clear(struct rule_optional *o);

/* `value` as msgpack, numbers by `schema` (the subset of package.h; NULL: whole numbers as integers). */
void wire_typed(struct buf *out, const json_t *value, const json_t *schema);
/* The members of an object by a map {name: schema}, as plugins write inputs and settings. */
void wire_fields(struct buf *out, const json_t *object, const json_t *fields);
bool schema_integer(const json_t *schema);

#endif
