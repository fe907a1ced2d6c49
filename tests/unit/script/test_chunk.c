/* The reader of compiled chunks: what Lua dumps comes out as it is, and what is damaged is refused, never
 * believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/chunk.h"
#include "script/sandbox.h"

static int append(lua_State *L, const void *p, size_t n, void *ud)
{
    (void)L;
    buf_add(ud, p, n);
    return 0;
}

static void dump(const char *source, bool strip, struct buf *out)
{
    lua_State *L = luaL_newstate();

    if (luaL_loadbuffer(L, source, strlen(source), "@a.lua") != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
    buf_clear(out);
    assert_int_equal(lua_dump(L, append, out, strip), 0);
    lua_close(L);
}

static void says_what_lua_compiled(void **state)
{
    struct arena *a = arena_new();
    struct buf b = BUF_NONE;
    struct chunk *f;
    bool integer = false, real = false, text = false;

    (void)state;
    dump("return function(...) return 1 end", false, &b);
    assert_true(chunk_read(b.p, b.len, a, &f));
    assert_string_equal(f->source, "a.lua");
    assert_int_equal(f->nfunctions, 1);
    assert_true(f->functions[0].vararg);
    assert_ptr_equal(f->functions[0].parent, f);
    assert_string_equal(f->functions[0].source, "a.lua");

    dump(
        "local angka, teks = 12345678, 'teks yang lebih panjang daripada empat puluh huruf, sehingga lain'\n"
        "local pecah = 1.5e300\n\n\n\n\n\nlocal function luar(a, b)\n  local function dalam() angka = a end\n"
        "  return dalam, global_x\nend\nreturn luar, teks, pecah, true\n",
        false, &b);
    assert_true(chunk_read(b.p, b.len, a, &f));
    for (uint32_t i = 0; i < f->nvalues; i++) {
        integer |= f->values[i].type == CHUNK_INTEGER && f->values[i].i == 12345678;
        real |= f->values[i].type == CHUNK_REAL && f->values[i].r == 1.5e300;
        text |= f->values[i].type == CHUNK_TEXT && f->values[i].len > 60;
    }
    assert_true(integer && real && text);
    assert_int_equal(f->nupvalues, 1);
    assert_string_equal(f->upvalues[0].name, "_ENV");
    assert_int_equal(f->functions[0].line, 8);
    assert_int_equal(f->functions[0].last_line, 11);
    assert_int_equal(f->functions[0].nparams, 2);
    assert_int_equal(f->functions[0].functions[0].nupvalues, 2);
    assert_int_equal(f->lines[f->ncode - 1], 12);
    arena_free(a);
    buf_free(&b);
}

/* Lines far apart stand in the second table of lines. */
static void keeps_distant_lines(void **state)
{
    struct arena *a = arena_new();
    struct buf source = BUF_NONE, b = BUF_NONE;
    struct chunk *f;
    int last = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        buf_printf(&source, "f()%*s", 1, "");
        for (int k = 0; k < (i % 3 ? 1 : 200); k++)
            buf_char(&source, '\n');
    }
    dump(source.p, false, &b);
    assert_true(chunk_read(b.p, b.len, a, &f));
    for (uint32_t i = 0; i < f->ncode; i++) {
        assert_true(f->lines[i] >= last);
        last = f->lines[i];
    }
    assert_true(last > 20000);
    arena_free(a);
    buf_free(&source);
    buf_free(&b);
}

static void refuses_the_stripped_and_the_cut(void **state)
{
    struct arena *a = arena_new();
    struct buf b = BUF_NONE;
    struct chunk *f;

    (void)state;
    dump("local x = 1 return function() return x, y end", true, &b);
    assert_true(chunk_read(b.p, b.len, a, &f)); /* readable, only without names */
    assert_string_equal(f->source, "");
    dump("local x = 1 return function() return x, y end", false, &b);
    for (size_t n = 0; n < b.len; n++) {
        assert_false(chunk_read(b.p, n, a, &f));
        assert_null(f);
    }
    buf_char(&b, 'x');
    assert_false(chunk_read(b.p, b.len, a, &f));
    arena_free(a);
    buf_free(&b);
}

/* Every byte of a chunk replaced by a few others: read or refused, never read beyond. */
static void survives_damage(void **state)
{
    static const int others[] = { 0x00, 0x7F, 0x80, 0xFF, 0x01 };
    struct buf b = BUF_NONE;

    (void)state;
    dump("local t = { 1, 2.5, 'tiga', k = nilai } for i, v in ipairs(t) do t[i] = function() return v, t.k "
         "end end",
         false, &b);
    for (size_t i = 0; i < b.len; i++)
        for (size_t k = 0; k < COUNT(others); k++) {
            struct arena *a = arena_new();
            char *copy = mem_alloc(b.len); /* of exactly that size, for the sanitizers */
            struct chunk *f;

            memcpy(copy, b.p, b.len);
            copy[i] = (char)others[k];
            if (chunk_read(copy, b.len, a, &f))
                assert_non_null(f);
            free(copy);
            arena_free(a);
        }
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_lua_compiled),
        cmocka_unit_test(keeps_distant_lines),
        cmocka_unit_test(refuses_the_stripped_and_the_cut),
        cmocka_unit_test(survives_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
