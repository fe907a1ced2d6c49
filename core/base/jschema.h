/* One small subset of JSON Schema for everything that comes from outside: manifests, plugin settings, inputs
 * of plugin functions, HTTP bodies (the components of openapi.yaml).
 *
 * Keywords: type (one or several), properties, required, additionalProperties, items, enum, const, minimum,
 * maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength (code points), minItems, maxItems,
 * uniqueItems, format (date, date-time), default, oneOf, anyOf, allOf; in trusted schemas also pattern (POSIX
 * ERE) and $ref "#/…". Numbers beyond ±2^53 fit no type. All faults are reported, each with its JSON Pointer.
 */
#ifndef BASE_JSCHEMA_H
#define BASE_JSCHEMA_H

#include <jansson.h>

#include "base/err.h"

enum {
    JSCHEMA_TRUSTED = 1, /* pattern and $ref hold; without it they are a fault of the schema */
    JSCHEMA_STRICT = 2,  /* where additionalProperties is not given, unknown fields are faults */
};

struct jschema {
    const json_t *schema;
    const json_t *root; /* what $ref starts from; NULL: `schema` */
    unsigned flags;
    const char *at; /* prefix of every pointer, such as "/setelan"; NULL: none */
};

/* Validates `value`; the only change to it: 1500.0 becomes 1500 where the schema wants an integer, and 1500
 * becomes 1500.0 where it wants a number. On faults: their list in `e`, and `code` with its row's sentence,
 * completed by the first fault. */
MUST_USE enum status jschema_check(const struct jschema *s, json_t *value, enum code code, struct err *e);

/* Adds the defaults of missing properties, also inside objects and lists that are there. */
void jschema_defaults(const json_t *schema, json_t *value);

/* Is `schema`, written by a stranger, within the subset: known keywords only, every level with a type, sane
 * bounds, limited depth and size, no pattern, no $ref, a default that fits? Faults as above. */
MUST_USE enum status jschema_check_schema(const json_t *schema, const char *at, enum code code,
                                          struct err *e);

/* The object schema of a map {name: schema} as plugins write inputs and settings: closed, and every field is
 * required that has no default and may not be null. The caller owns the result. */
json_t *jschema_object(const json_t *fields);

/* The line of `text` (valid JSON) on which the value at `pointer` begins, or as much of it as exists. */
int json_line(const char *text, size_t len, const char *pointer);
/* And its column, in characters from 1; a byte order mark at the start does not count. */
int json_place(const char *text, size_t len, const char *pointer, int *column);

/* Edit distance (a swap of neighbours counts once), or `limit` if it is at least that. */
int text_distance(const char *a, const char *b, int limit);
/* The key of `object` that is closest to `word`, NULL if none is near. */
const char *text_nearest(const char *word, const json_t *object);

#endif
