/* JSON at the edges: strict reading, canonical writing, and a direct writer for replies.
 *
 * Reading refuses duplicate keys, bad UTF-8, NUL in strings, nesting over JSON_DEPTH and rubbish behind
 * the value. Canonical form, the one that is hashed and signed: keys sorted bytewise, no spaces, integral
 * numbers within 2^53 without a fraction, other numbers as the shortest text that reads back the same.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"

enum { JSON_DEPTH = 32 };

/* The caller owns *out (json_decref). */
MUST_USE enum status json_read(const char *text, size_t len, json_t **out, struct err *e);
/* An upper bound of how many values a text holds, without reading it. */
size_t json_weight(const char *text, size_t len);
void json_canonical(const json_t *v, struct buf *out);
/* The canonical text of a number. */
void json_number(struct buf *out, double v);
/* Quotes UTF-8; `len` SIZE_MAX means up to the NUL. Invalid bytes become U+FFFD. */
void json_quote(struct buf *out, const char *s, size_t len);
bool utf8_valid(const char *s, size_t len);

/* Direct writer: commas and colons come by themselves; depth up to 60.
 *   jw_open(w, '{'); jw_key(w, "nama"); jw_text(w, nama); jw_close(w); */
struct jw {
    struct buf *out;
    uint64_t comma, array; /* one bit a level */
    int depth;
};
void jw_start(struct jw *w, struct buf *out);
void jw_open(struct jw *w, char bracket); /* '{' or '[' */
void jw_close(struct jw *w);
void jw_key(struct jw *w, const char *key);
void jw_text(struct jw *w, const char *s); /* NULL writes null */
void jw_int(struct jw *w, int64_t v);
void jw_real(struct jw *w, double v);
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);
void jw_raw(struct jw *w, const char *json, size_t len); /* a finished value */
void jw_json(struct jw *w, const json_t *v);
/* key and value in one go; text NULL writes null */
void jw_ktext(struct jw *w, const char *key, const char *s);
void jw_kint(struct jw *w, const char *key, int64_t v);
void jw_kid(struct jw *w, const char *key, int64_t id);                /* 0 writes null */
void jw_kreal_or_null(struct jw *w, const char *key, const double *v); /* NULL writes null */
void jw_kraw(struct jw *w, const char *key, const char *json); /* a finished value; NULL writes null */
void jw_kreal(struct jw *w, const char *key, double v);
void jw_kbool(struct jw *w, const char *key, bool v);

/* {"galat":{"code","pesan","tindakan","berkas"?,"baris"?,"isian"?:[{"letak","pesan"}]}} — what every CLI
 * prints. */
void json_galat(const struct err *e, struct buf *out);

#endif
