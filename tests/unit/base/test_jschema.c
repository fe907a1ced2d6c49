/* The JSON-Schema subset: rows of (schema, value, faults). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/jschema.h"
#include "base/json.h"

static json_t *parse(const char *text)
{
    struct err e = ERR_NONE;
    json_t *v;

    if (json_read(text, strlen(text), &v, &e) != ST_OK)
        fail_msg("%s: %s", text, e.msg);
    return v;
}

static const struct {
    const char *schema, *value;
    const char *at, *word; /* NULL: sound */
} rows[] = {
    { "{}", "1", NULL, NULL },
    { "{'type':'integer'}", "3", NULL, NULL },
    { "{'type':'integer'}", "3.0", NULL, NULL },
    { "{'type':'integer'}", "3.5", "", "bilangan bulat" },
    { "{'type':'integer'}", "9007199254740992", NULL, NULL },
    { "{'type':'integer'}", "9007199254740993", "", "di luar" },
    { "{'type':'integer'}", "-9007199254740993", "", "di luar" },
    { "{'type':'number'}", "9007199254740993", "", "di luar" },
    { "{'type':'number'}", "1e300", "", "di luar" },
    { "{'type':'integer'}", "'3'", "", "bukan teks" },
    { "{'type':'integer'}", "true", "", "bukan true atau false" },
    { "{'type':['integer','null']}", "null", NULL, NULL },
    { "{'type':['integer','null']}", "[]", "", "bilangan bulat atau null" },
    { "{'type':'number','minimum':0,'maximum':10}", "10", NULL, NULL },
    { "{'type':'number','minimum':0}", "-0.5", "", "paling kecil 0" },
    { "{'type':'number','maximum':10}", "10.5", "", "paling besar 10" },
    { "{'type':'number','exclusiveMinimum':0}", "0", "", "lebih dari 0" },
    { "{'type':'number','exclusiveMaximum':1.5}", "1.5", "", "kurang dari 1.5" },
    { "{'type':'string','minLength':1}", "''", "", "kosong" },
    { "{'type':'string','maxLength':3}", "'äöü'", NULL, NULL },
    { "{'type':'string','maxLength':3}", "'äöüx'", "", "banyak 3" },
    { "{'type':'string','format':'date'}", "'2024-02-29'", NULL, NULL },
    { "{'type':'string','format':'date'}", "'2026-02-29'", "", "tanggal" },
    { "{'type':'string','format':'date-time'}", "'2026-02-28T10:00:00Z'", NULL, NULL },
    { "{'type':'string','format':'date-time'}", "'2026-02-28'", "", "waktu" },
    { "{'type':'string','pattern':'^[0-9]{3}$'}", "'123'", NULL, NULL },
    { "{'type':'string','pattern':'^[0-9]{3}$'}", "'12'", "", "berbentuk" },
    { "{'enum':['a','b']}", "'b'", NULL, NULL },
    { "{'enum':['a','b']}", "'c'", "", "a, b" },
    { "{'enum':[1,2]}", "2.0", NULL, NULL },
    { "{'const':1}", "2", "", "Harus 1" },
    { "{'type':'array','items':{'type':'integer'}}", "[1,'x',3]", "/1", "bilangan bulat" },
    { "{'type':'array','minItems':1}", "[]", "", "sedikit 1" },
    { "{'type':'array','maxItems':1}", "[1,2]", "", "banyak 1" },
    { "{'type':'array','uniqueItems':true,'items':{}}", "[1,2,1.0]", "/2", "ke-1" },
    { "{'type':'object','required':['a']}", "{}", "/a", "wajib" },
    { "{'properties':{'pasien':{}},'additionalProperties':false}", "{'pasein':1}", "/pasein", "\"pasien\"" },
    { "{'properties':{'pasien':{}},'additionalProperties':false}", "{'x/y~':1}", "/x~1y~0", "tidak dikenal" },
    { "{'properties':{'a':{}},'additionalProperties':{'type':'integer'}}", "{'b':'x'}", "/b", "bilangan" },
    { "{'properties':{'a':{'properties':{'b':{'type':'string'}}}}}", "{'a':{'b':1}}", "/a/b", "teks" },
    { "{'oneOf':[{'type':'string'},{'type':'integer'}]}", "1", NULL, NULL },
    { "{'oneOf':[{'type':'number'},{'type':'integer'}]}", "1", "", "lebih dari satu" },
    { "{'anyOf':[{'type':'number'},{'type':'integer'}]}", "1", NULL, NULL },
    { "{'anyOf':[{'type':'string'},{'type':'null'}]}", "1", "", "satu pun" },
    { "{'allOf':[{'required':['a']},{'required':['b']}]}", "{'a':1}", "/b", "wajib" },
    { "{'$ref':'#/$defs/x','$defs':{'x':{'type':'string'}}}", "1", "", "teks" },
    { "{'$ref':'#/$defs/x','$defs':{'x':{'type':'string'}}}", "'s'", NULL, NULL },
    { "{'$ref':'#/$defs/x','$defs':{'x':{'$ref':'#/$defs/x'}}}", "1", "", "acuan" },
    { "{'$ref':'#/nowhere'}", "1", "", "acuan" },
    { "{'$ref':'http://example.org/x'}", "1", "", "acuan" },
};

/* Test rows write ' for ". */
static json_t *quoted(const char *text)
{
    char copy[400];

    snprintf(copy, sizeof(copy), "%s", text);
    for (char *p = copy; *p; p++)
        if (*p == '\'')
            *p = '"';
    return parse(copy);
}

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        json_t *schema = quoted(rows[i].schema), *v = quoted(rows[i].value);
        struct jschema s = { .schema = schema, .flags = JSCHEMA_TRUSTED };
        struct err e = ERR_NONE;
        enum status st = jschema_check(&s, v, E_MASUKAN, &e);

        if (!rows[i].word && st != ST_OK)
            fail_msg("%s on %s: %s", rows[i].schema, rows[i].value, e.msg);
        if (rows[i].word &&
            (st != ST_INVALID || e.code != E_MASUKAN || e.nfaults != 1 ||
             strcmp(e.faults[0].at, rows[i].at) != 0 || !strstr(e.faults[0].msg, rows[i].word)))
            fail_msg("%s on %s: %d faults, %s: %s", rows[i].schema, rows[i].value, e.nfaults, e.faults[0].at,
                     e.faults[0].msg);
        json_decref(schema);
        json_decref(v);
    }
}

static void all_faults_are_reported(void **state)
{
    json_t *schema = quoted("{'type':'object','additionalProperties':false,'required':['a','b'],"
                            "'properties':{'a':{'type':'integer'},'b':{},'c':{'enum':['x']}}}");
    json_t *v = quoted("{'a':'1','c':'y','d':0}");
    struct jschema s = { .schema = schema, .at = "/isian" };
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_INVALID);
    assert_int_equal(e.nfaults, 4);
    assert_string_equal(e.faults[0].at, "/isian/a");
    assert_string_equal(e.faults[3].at, "/isian/b");
    json_decref(schema);
    json_decref(v);
}

static void numbers_take_the_kind_of_the_schema(void **state)
{
    json_t *schema = quoted("{'properties':{'a':{'type':'integer'},'b':{'type':'number'},"
                            "'c':{'type':'array','items':{'type':'integer'}},'d':{'type':'number'},"
                            "'e':{'type':['number','integer']}}}");
    json_t *v = quoted("{'a':1500.0,'b':2.0,'c':[1.0,2],'d':1500,'e':7}");
    struct jschema s = { .schema = schema };
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_OK);
    assert_true(json_is_integer(json_object_get(v, "a")));
    assert_int_equal(json_integer_value(json_object_get(v, "a")), 1500);
    assert_true(json_is_real(json_object_get(v, "b")));
    assert_true(json_is_integer(json_array_get(json_object_get(v, "c"), 0)));
    assert_true(json_is_real(json_object_get(v, "d")) && json_real_value(json_object_get(v, "d")) == 1500);
    assert_true(json_is_integer(json_object_get(v, "e")));
    json_decref(schema);
    json_decref(v);
}

static void untrusted_schemas_have_no_pattern(void **state)
{
    json_t *schema = quoted("{'type':'string','pattern':'(a+)+$'}"), *v = quoted("'aaaa'");
    struct jschema s = { .schema = schema };
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_INVALID);
    json_decref(schema);
    json_decref(v);
}

static void strict_refuses_what_is_not_named(void **state)
{
    json_t *schema = quoted("{'properties':{'a':{'properties':{}}}}"), *v = quoted("{'a':{'b':1}}");
    struct jschema s = { .schema = schema, .flags = JSCHEMA_STRICT };
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_INVALID);
    assert_string_equal(e.faults[0].at, "/a/b");
    json_decref(schema);
    json_decref(v);
}

static void defaults_fill_what_is_missing(void **state)
{
    json_t *schema = quoted("{'properties':{'a':{'default':1},'b':{'default':2},"
                            "'c':{'properties':{'d':{'default':[3]}}},"
                            "'l':{'items':{'properties':{'m':{'default':4}}}}}}");
    json_t *v = quoted("{'b':0,'c':{},'l':[{},{'m':9}]}");
    struct buf out = BUF_NONE;

    (void)state;
    jschema_defaults(schema, v);
    json_canonical(v, &out);
    assert_string_equal(out.p, "{\"a\":1,\"b\":0,\"c\":{\"d\":[3]},\"l\":[{\"m\":4},{\"m\":9}]}");
    buf_free(&out);
    json_decref(schema);
    json_decref(v);
}

static const struct {
    const char *schema, *word; /* NULL: sound */
} strangers[] = {
    { "{'type':'integer','minimum':0,'maximum':9,'title':'Jumlah','default':3}", NULL },
    { "{'type':'array','items':{'type':'string'},'maxItems':10}", NULL },
    { "{'type':'object','properties':{'a':{'type':'number'}},'required':['a']}", NULL },
    { "{'type':['string','null'],'enum':['a','b',null]}", NULL },
    { "{'type':'string','pattern':'x'}", "\"pattern\"" },
    { "{'type':'string','$ref':'#/x'}", "\"$ref\"" },
    { "{'minimum':0}", "type belum ada" },
    { "{'type':'teks'}", "type harus" },
    { "{'type':'string','minimum':0}", "hanya untuk type number" },
    { "{'type':'integer','minimum':5,'maximum':4}", "lebih besar" },
    { "{'type':'integer','minimum':1e300}", "dalam" },
    { "{'type':'string','maxLength':99999999}", "maxLength" },
    { "{'type':'integer','default':'x'}", "default tidak cocok" },
    { "{'type':'integer','enum':[1,'x']}", "enum tidak cocok" },
    { "{'type':'string','format':'email'}", "format" },
    { "{'type':'array'}", "items" },
    { "{'type':'array','items':{'type':'integer'},'uniqueItems':true}", "maxItems" },
    { "{'type':'object','properties':{'A':{'type':'integer'}}}", "Nama isian" },
    { "{'type':'object','properties':{'a':{'type':'integer'}},'required':['b']}", "\"b\"" },
    { "{'type':'object','properties':[]}", "properties" },
    { "[]", "objek" },
};

static void strangers_stay_within_the_subset(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strangers); i++) {
        json_t *schema = quoted(strangers[i].schema);
        struct err e = ERR_NONE;
        enum status st = jschema_check_schema(schema, "/isian/x", E_MASUKAN, &e);

        if ((strangers[i].word == NULL) != (st == ST_OK) ||
            (strangers[i].word && !strstr(e.faults[0].msg, strangers[i].word)))
            fail_msg("%s: %s", strangers[i].schema, e.nfaults ? e.faults[0].msg : "no fault");
        json_decref(schema);
    }
}

static void deep_schemas_are_refused(void **state)
{
    json_t *schema = quoted("{'type':'integer'}");
    struct err e = ERR_NONE;

    (void)state;
    for (int i = 0; i < 20000; i++)
        schema = json_pack("{s:s,s:o}", "type", "array", "items", schema);
    assert_int_equal(jschema_check_schema(schema, "", E_MASUKAN, &e), ST_INVALID);
    assert_non_null(strstr(e.faults[0].msg, "terlalu dalam"));
    json_decref(schema);
}

static void fields_become_a_closed_object(void **state)
{
    json_t *fields =
        quoted("{'a':{'type':'integer'},'b':{'type':['integer','null']},'c':{'type':'integer','default':1}}");
    json_t *schema = jschema_object(fields), *empty = jschema_object(NULL), *v = quoted("{'a':1}"),
           *w = quoted("{}");
    struct jschema s = { .schema = schema };
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_OK);
    assert_int_equal(jschema_check(&s, w, E_MASUKAN, &e), ST_INVALID);
    s.schema = empty;
    e = ERR_NONE;
    assert_int_equal(jschema_check(&s, w, E_MASUKAN, &e), ST_OK);
    assert_int_equal(jschema_check(&s, v, E_MASUKAN, &e), ST_INVALID);
    json_decref(fields);
    json_decref(schema);
    json_decref(empty);
    json_decref(v);
    json_decref(w);
}

static void pointers_have_lines(void **state)
{
    static const char text[] =
        "{\n \"a\": [1,\n   2],\n \"b/c\": {\n   \"d\": \"x \\\" } y\",\n   \"e\": 1\n }\n}\n";

    (void)state;
    assert_int_equal(json_line(text, strlen(text), ""), 1);
    assert_int_equal(json_line(text, strlen(text), "/a/0"), 2);
    assert_int_equal(json_line(text, strlen(text), "/a/1"), 3);
    assert_int_equal(json_line(text, strlen(text), "/b~1c"), 4);
    assert_int_equal(json_line(text, strlen(text), "/b~1c/e"), 6);
    assert_int_equal(json_line(text, strlen(text), "/b~1c/zzz"), 4);
    assert_int_equal(json_line(text, strlen(text), "/none"), 1);
    for (size_t n = 0; n < sizeof(text); n++)
        json_line(text, n, "/b~1c/e");
}

static void words_have_distances(void **state)
{
    (void)state;
    assert_int_equal(text_distance("pasein", "pasien", 4), 1);
    assert_int_equal(text_distance("puskesmass", "puskesmas", 4), 1);
    assert_int_equal(text_distance("abc", "xyzw", 4), 4);
    assert_int_equal(text_distance("", "ab", 4), 2);
    assert_int_equal(text_distance("sama", "sama", 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(all_faults_are_reported),
        cmocka_unit_test(numbers_take_the_kind_of_the_schema),
        cmocka_unit_test(untrusted_schemas_have_no_pattern),
        cmocka_unit_test(strict_refuses_what_is_not_named),
        cmocka_unit_test(defaults_fill_what_is_missing),
        cmocka_unit_test(strangers_stay_within_the_subset),
        cmocka_unit_test(deep_schemas_are_refused),
        cmocka_unit_test(fields_become_a_closed_object),
        cmocka_unit_test(pointers_have_lines),
        cmocka_unit_test(words_have_distances),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
