/* What a plugin child answers, should an attacker own it: any bytes as row replies and as a listing. The
 * parent either gets a checked value in canonical JSON or stops trusting the child. */
#include <stdlib.h>

#include "base/json.h"
#include "script/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever was accepted reads back as JSON and is canonical already. */
static void check_json(const char *text, size_t len)
{
    struct err e = ERR_NONE;
    struct buf again = BUF_NONE;
    json_t *v;

    if (json_read(text, len, &v, &e) != ST_OK)
        abort();
    json_canonical(v, &again);
    if (again.len != len)
        abort();
    json_decref(v);
    buf_free(&again);
}

static void row(const uint8_t *data, size_t size, bool trace, bool counted)
{
    struct wire w;
    struct host_row out = { .code = E_NONE };
    struct arena *a = arena_new();
    bool recount = false;

    w = (struct wire){ data, data + size };
    if (reply_row(&w, a, trace, counted, &out, &recount) && !recount && out.code == E_NONE)
        check_json(out.value, out.value_len);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire w;
    struct buf json = BUF_NONE;

    row(data, size, true, true);
    row(data, size, false, false);
    w = (struct wire){ data, data + size };
    if (reply_value(&w, true, &json))
        check_json(json.p, json.len);
    buf_free(&json);
    return 0;
}
