/* JSON bodies: reading, the canonical form and its reading again, and validation against a schema with
 * everything in it. What is accepted is canonical after one pass, and pointers of faults exist. */
#include <stdlib.h>
#include <string.h>

#include "base/jschema.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char schema_text[] =
    "{\"$defs\":{\"daun\":{\"type\":[\"string\",\"null\"],\"maxLength\":5,\"pattern\":\"^[a-z]*$\"}},"
    "\"type\":\"object\",\"required\":[\"a\"],\"additionalProperties\":false,\"properties\":{"
    "\"a\":{\"type\":\"integer\",\"minimum\":-3,\"exclusiveMaximum\":9},"
    "\"b\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":4,\"uniqueItems\":true,\"items\":{\"$ref\":\"#/"
    "$defs/daun\"}},"
    "\"c\":{\"oneOf\":[{\"type\":\"number\"},{\"type\":\"string\",\"format\":\"date\"}]},"
    "\"d\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"boolean\"}},"
    "\"e\":{\"enum\":[1,\"dua\",null],\"default\":\"dua\"}}}";

static const json_t *schema(void)
{
    static json_t *s;
    struct err e = ERR_NONE;

    if (!s && json_read(schema_text, strlen(schema_text), &s, &e) != ST_OK)
        abort();
    return s;
}

static void check(json_t *v)
{
    struct buf one = BUF_NONE, two = BUF_NONE;
    struct err e = ERR_NONE;
    json_t *again;

    json_canonical(v, &one);
    if (json_read(one.p, one.len, &again, &e) != ST_OK || !utf8_valid(one.p, one.len))
        abort();
    json_canonical(again, &two);
    if (one.len != two.len || memcmp(one.p, two.p, one.len) != 0)
        abort();
    json_decref(again);
    buf_free(&one);
    buf_free(&two);
}

static void validate(json_t *v)
{
    struct jschema js = { .schema = schema(), .flags = JSCHEMA_TRUSTED | JSCHEMA_STRICT };
    struct err e = ERR_NONE;
    enum status st = jschema_check(&js, v, E_MASUKAN, &e);

    if ((st == ST_OK) != (e.nfaults == 0) || (st != ST_OK && e.code != E_MASUKAN))
        abort();
    if (st != ST_OK)
        return;
    jschema_defaults(schema(), v);
    if (jschema_check(&js, v, E_MASUKAN, &e) != ST_OK || !json_object_get(v, "e"))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = ERR_NONE;
    json_t *v;

    if (json_read((const char *)data, size, &v, &e) != ST_OK) {
        if (v || e.code != E_JSON || !e.msg[0])
            abort();
        return 0;
    }
    check(v);
    validate(v);
    json_decref(v);
    return 0;
}
