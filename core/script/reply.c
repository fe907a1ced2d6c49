#include "script/reply.h"

#include <math.h>
#include <string.h>

#include "base/json.h"

struct reading {
    struct wire *w;
    struct buf *json;
    unsigned nodes;
    int depth_max;
    unsigned nodes_max;
};

static bool text_ok(const struct wire_item *it)
{
    return utf8_valid(it->s, it->n) && !memchr(it->s, 0, it->n);
}

static bool value(struct reading *r, int depth);

static bool object(struct reading *r, uint32_t n, int depth)
{
    struct wire_item key, last = { .s = NULL };

    buf_char(r->json, '{');
    for (uint32_t i = 0; i < n; i++) {
        if (wire_next(r->w, &key) != WIRE_TEXT || !text_ok(&key))
            return false;
        if (last.s) {
            /* Strictly ascending: sorted as the canonical form wants it, and no key twice. */
            size_t most = key.n < last.n ? key.n : last.n;
            int c = memcmp(last.s, key.s, most);

            if (c > 0 || (c == 0 && last.n >= key.n))
                return false;
            buf_char(r->json, ',');
        }
        last = key;
        json_quote(r->json, key.s, key.n);
        buf_char(r->json, ':');
        if (!value(r, depth + 1))
            return false;
    }
    buf_char(r->json, '}');
    return true;
}

static bool array(struct reading *r, uint32_t n, int depth)
{
    buf_char(r->json, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            buf_char(r->json, ',');
        if (!value(r, depth + 1))
            return false;
    }
    buf_char(r->json, ']');
    return true;
}

static bool value(struct reading *r, int depth)
{
    struct wire_item it;

    if (depth > r->depth_max || ++r->nodes > r->nodes_max)
        return false;
    switch (wire_next(r->w, &it)) {
    case WIRE_NIL:
        buf_str(r->json, "null");
        return true;
    case WIRE_BOOL:
        buf_str(r->json, it.b ? "true" : "false");
        return true;
    case WIRE_INT:
        if (it.i > (int64_t)NUMBER_MAX || it.i < -(int64_t)NUMBER_MAX)
            return false;
        buf_printf(r->json, "%lld", (long long)it.i);
        return true;
    case WIRE_REAL:
        if (!isfinite(it.r) || fabs(it.r) > NUMBER_MAX)
            return false;
        json_number(r->json, it.r);
        return true;
    case WIRE_TEXT:
        if (!text_ok(&it))
            return false;
        json_quote(r->json, it.s, it.n);
        return true;
    case WIRE_ARRAY:
        return array(r, it.n, depth);
    case WIRE_MAP:
        return object(r, it.n, depth);
    default:
        return false;
    }
}

bool reply_value(struct wire *w, bool listing, struct buf *json)
{
    struct reading r = { w, json, 0, listing ? 2 * RESULT_DEPTH : RESULT_DEPTH, RESULT_NODES };

    return value(&r, 0);
}

static bool copy_text(struct wire *w, char *out, size_t size)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_TEXT || it.n >= size || !text_ok(&it))
        return false;
    memcpy(out, it.s, it.n);
    out[it.n] = '\0';
    return true;
}

bool reply_failure(struct wire *w, struct err *e, char plugin_code[64])
{
    struct wire_item it;
    char name[64];

    *e = ERR_NONE;
    if (wire_next(w, &it) != WIRE_ARRAY || it.n != 5 || !copy_text(w, name, sizeof(name)))
        return false;
    /* Only codes of plugins: a child cannot speak for the server. */
    if (strncmp(name, "plugin.", 7) != 0 || (e->code = code_find(name)) == E_NONE)
        return false;
    if (!copy_text(w, e->msg, sizeof(e->msg)) || !copy_text(w, e->file, sizeof(e->file)))
        return false;
    if (wire_next(w, &it) != WIRE_INT || it.i < 0 || it.i > INT32_MAX)
        return false;
    e->line = (int)it.i;
    return copy_text(w, plugin_code, 64);
}

static bool trace_of(struct wire *w, struct arena *a, bool wanted, const char **out)
{
    struct wire peek = *w;
    struct wire_item it;
    struct buf json = BUF_NONE;
    bool good;

    if (wire_next(&peek, &it) == WIRE_NIL) {
        *w = peek;
        return !wanted;
    }
    if (!wanted || it.type != WIRE_ARRAY || it.n > TRACE_STEPS)
        return false;
    buf_char(&json, '[');
    *w = peek;
    good = true;
    for (uint32_t i = 0; good && i < it.n; i++) {
        struct reading r = { w, &json, 0, 1, 4 };
        struct wire_item step;

        if (i)
            buf_char(&json, ',');
        peek = *w;
        good = wire_next(&peek, &step) == WIRE_MAP && step.n == 3;
        /* label, nilai, rumus happen to be sorted, so a step is an object like any other. */
        good = good && value(&r, 0);
    }
    buf_char(&json, ']');
    if (good)
        *out = arena_strndup(a, json.p, json.len);
    buf_free(&json);
    return good;
}

bool reply_row(struct wire *w, struct arena *a, bool trace, bool counted, struct host_row *out, bool *recount)
{
    struct wire_item it, peak;
    struct buf json = BUF_NONE;
    int64_t kind;
    bool good = false;

    *out = (struct host_row){ 0 };
    *recount = false;
    if (wire_next(w, &it) != WIRE_ARRAY || it.n != 5 || wire_next(w, &it) != WIRE_INT)
        return false;
    kind = it.i;
    if (kind == ROW_VALUE) {
        good = reply_value(w, false, &json) && json.len <= 2 * RESULT_BYTES;
        if (good) {
            out->value = arena_strndup(a, json.p, json.len);
            out->value_len = json.len;
        }
        buf_free(&json);
    } else if (kind == ROW_FAILURE) {
        out->err = arena_new_of(a, struct err);
        good = reply_failure(w, out->err, out->plugin_code);
        out->code = out->err->code;
    } else if (kind == ROW_RECOUNT) {
        *recount = good = wire_next(w, &it) == WIRE_NIL;
    }
    if (!good || !trace_of(w, a, trace, &out->trace))
        return false;
    if (wire_next(w, &it) != WIRE_INT || it.i < 0 || wire_next(w, &peak) != WIRE_INT || peak.i < 0)
        return false;
    if (counted) {
        out->instructions = it.i;
        out->peak = peak.i;
    }
    return true;
}
