/* The plugins' own sources in one plain Lua state: standard functions, and shims for what is Tenayan's. */
#include "score.h"

#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shims ---------------------------------------------------------------------------------------------- */

static int nothing(lua_State *L)
{
    (void)L;
    return 0;
}

static int new_list(lua_State *L)
{
    lua_newtable(L);
    return 1;
}

/* Two decimals, half up, as a person rounds what is written: near a boundary the shortest decimal text
 * decides, everywhere else plain arithmetic. */
static double round2(double v)
{
    double y = fabs(v) * 100, low = floor(y), part = y - low, doubt = 1e-9 + y * 4.5e-16;
    char text[40];
    const char *dot;
    int digits = 15;

    if (y < 8e12 && part > doubt && part < 1 - doubt && fabs(part - 0.5) > doubt)
        return copysign((low + (part > 0.5)) / 100, v);
    do
        snprintf(text, sizeof(text), "%.*g", digits, fabs(v));
    while (strtod(text, NULL) != fabs(v) && ++digits <= 17);
    dot = strchr(text, '.');
    if (!dot || strlen(dot) <= 3)
        return v;
    low = floor(strtod(text, NULL)) * 100 + (dot[1] - '0') * 10 + (dot[2] - '0');
    return copysign((low + (dot[3] >= '5')) / 100, v);
}

static int num_round(lua_State *L)
{
    if (luaL_checkinteger(L, 2) != 2 || strcmp(luaL_checkstring(L, 3), "half_up") != 0)
        return luaL_error(L, "only two decimals, half up");
    lua_pushnumber(L, round2(luaL_checknumber(L, 1)) + 0.0);
    return 1;
}

/* use "name": upvalues are the files {name = source}, the values so far, and the environment. */
static int use(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1), *source;
    size_t n;
    char chunk[80];

    lua_getfield(L, lua_upvalueindex(2), name);
    if (!lua_isnil(L, -1))
        return 1;
    lua_getfield(L, lua_upvalueindex(1), name);
    source = luaL_checklstring(L, -1, &n);
    snprintf(chunk, sizeof(chunk), "@%s", name);
    if (luaL_loadbufferx(L, source, n, chunk, "t") != LUA_OK)
        return lua_error(L);
    lua_pushvalue(L, lua_upvalueindex(3));
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, lua_upvalueindex(2), name);
    return 1;
}

/* indikator { … } and skema { … }: upvalue is the rule's table; [kode] = the indicator, skema = the scheme.
 */
static int registers_indikator(lua_State *L)
{
    lua_getfield(L, 1, "kode");
    lua_pushvalue(L, 1);
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
}

static int registers_skema(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_setfield(L, lua_upvalueindex(1), "skema");
    return 0;
}

lua_State *rules_open(void)
{
    lua_State *L = luaL_newstate();

    luaL_openlibs(L);
    return L;
}

/* Loading -------------------------------------------------------------------------------------------- */

/* The files at the top: {name = source}; the shared library lies in lib/. */
static void read_files(lua_State *L, sqlite3 *db, int64_t release_id)
{
    sqlite3_stmt *s = db_prepare(db, "SELECT path, isi FROM release_berkas WHERE release_id = ?");

    lua_newtable(L);
    sqlite3_bind_int64(s, 1, release_id);
    while (db_row(s)) {
        const char *path = col_text(s, 0), *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
        size_t n = strlen(name);

        if (n <= 4 || strcmp(name + n - 4, ".lua") != 0)
            continue;
        lua_pushlstring(L, name, n - 4);
        lua_pushlstring(L, sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1));
        lua_rawset(L, -3);
    }
    sqlite3_finalize(s);
}

static void library(lua_State *L, const char *name, const char *member, lua_CFunction f)
{
    lua_newtable(L);
    lua_pushcfunction(L, f);
    lua_setfield(L, -2, member);
    lua_setfield(L, -2, name);
}

/* The environment at the top; the rule's table at `rule`. */
static void environment(lua_State *L, int rule)
{
    static const char *const base[] = { "assert", "error", "ipairs", "pairs",    "pcall",
                                        "select", "type",  "math",   "tonumber", "tostring" };

    lua_newtable(L);
    for (size_t i = 0; i < sizeof(base) / sizeof(base[0]); i++) {
        lua_getglobal(L, base[i]);
        lua_setfield(L, -2, base[i]);
    }
    library(L, "num", "round", num_round);
    library(L, "list", "new", new_list);
    library(L, "text", "fold", nothing);
    lua_getfield(L, -1, "text");
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "lower");
    lua_setfield(L, -3, "lower");
    lua_getfield(L, -1, "sub");
    lua_setfield(L, -3, "sub");
    lua_pop(L, 2);
    lua_pushcfunction(L, nothing);
    lua_setfield(L, -2, "catat");
    lua_pushcfunction(L, nothing);
    lua_setfield(L, -2, "fungsi");
    lua_pushcfunction(L, nothing);
    lua_setfield(L, -2, "pelatihan");
    lua_pushvalue(L, rule);
    lua_pushcclosure(L, registers_indikator, 1);
    lua_setfield(L, -2, "indikator");
    lua_pushvalue(L, rule);
    lua_pushcclosure(L, registers_skema, 1);
    lua_setfield(L, -2, "skema");
}

/* Settings are numbers and texts in all that is shipped; `10` is a float where it is compared with
 * percentages, which Lua does not tell apart. */
static void settings(lua_State *L, sqlite3 *db, const char *hash)
{
    sqlite3_stmt *s =
        db_prepare(db, "SELECT e.key, e.value FROM setelan, json_each(setelan.isi) e WHERE hash = ?");

    lua_newtable(L);
    bind_text(s, 1, hash);
    while (db_row(s)) {
        if (sqlite3_column_type(s, 1) == SQLITE_TEXT)
            lua_pushstring(L, col_text(s, 1));
        else
            lua_pushnumber(L, sqlite3_column_double(s, 1));
        lua_setfield(L, -2, col_text(s, 0));
    }
    sqlite3_finalize(s);
}

void rule_load(lua_State *L, sqlite3 *db, struct rule *r)
{
    sqlite3_stmt *s =
        db_prepare(db, "SELECT plugin, sha256, api, coalesce(skema, '') FROM release WHERE id = ?");

    sqlite3_bind_int64(s, 1, r->release_id);
    if (!db_row(s))
        die("no release %lld", (long long)r->release_id);
    snprintf(r->sha256, sizeof(r->sha256), "%s", col_text(s, 1));
    r->api = sqlite3_column_int64(s, 2);
    snprintf(r->nilai, sizeof(r->nilai), "skema.%s.nilai", col_text(s, 3));
    sqlite3_finalize(s);
    lua_settop(L, 0);
    lua_newtable(L); /* 1: the rule */
    read_files(L, db, r->release_id);
    lua_newtable(L); /* values of use */
    environment(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_pushvalue(L, 4);
    lua_pushcclosure(L, use, 3);
    lua_pushvalue(L, -1);
    lua_setfield(L, 4, "use");
    lua_pushliteral(L, "init");
    if (lua_pcall(L, 1, 0, 0) != LUA_OK)
        die("%s: %s", r->sha256, lua_tostring(L, -1));
    settings(L, db, r->setelan_hash);
    lua_setfield(L, 1, "setelan");
    lua_settop(L, 1);
    r->ref = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Calling -------------------------------------------------------------------------------------------- */

static void call(lua_State *L, const char *what)
{
    if (lua_pcall(L, 2, 1, 0) != LUA_OK)
        die("%s: %s", what, lua_tostring(L, -1));
}

/* 1: the rule, 2: the indicator, 3: its schema of inputs. */
double rule_indikator(lua_State *L, const struct rule *r, const char *kode, const struct sum *in,
                      struct text *out)
{
    double v;

    lua_settop(L, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, r->ref);
    if (lua_getfield(L, 1, kode) != LUA_TTABLE)
        die("no indicator %s", kode);
    lua_getfield(L, 2, "isian");
    lua_getfield(L, 2, "realisasi");
    lua_createtable(L, 0, in->n);
    for (int i = 0; i < in->n; i++) {
        lua_getfield(L, 3, in->member[i].key);
        lua_getfield(L, -1, "type");
        if (strcmp(lua_tostring(L, -1), "integer") == 0)
            lua_pushinteger(L, (lua_Integer)in->member[i].v);
        else
            lua_pushnumber(L, in->member[i].v);
        lua_setfield(L, 5, in->member[i].key);
        lua_settop(L, 5);
    }
    lua_getfield(L, 1, "setelan");
    call(L, kode);
    v = lua_tonumber(L, -1);
    text_number(out, v);
    return v;
}

static void push_indikator(lua_State *L, const struct indikator *i)
{
    lua_createtable(L, 0, 8);
    lua_pushstring(L, i->arah);
    lua_setfield(L, -2, "arah");
    lua_pushstring(L, i->jenis);
    lua_setfield(L, -2, "jenis");
    lua_pushinteger(L, i->rhk);
    lua_setfield(L, -2, "rhk");
    lua_pushboolean(L, i->maksimal);
    lua_setfield(L, -2, "target_maksimal");
    if (i->known) {
        lua_pushnumber(L, i->realisasi);
        lua_setfield(L, -2, "realisasi");
    }
    if (i->has_target) {
        lua_pushnumber(L, i->target);
        lua_setfield(L, -2, "target");
    }
    if (i->has_upper) {
        lua_pushnumber(L, i->upper);
        lua_setfield(L, -2, "target_atas");
    }
}

static void member(lua_State *L, const char *key, struct text *out)
{
    text_key(out, key);
    if (lua_getfield(L, -1, key) == LUA_TSTRING)
        text_quote(out, lua_tostring(L, -1));
    else if (lua_type(L, -1) == LUA_TNUMBER)
        text_number(out, lua_tonumber(L, -1));
    else
        text_str(out, "null");
    lua_pop(L, 1);
}

/* 1: the rule, 2: its settings, 3: the scheme, 4: evaluasi, 5: its list. */
void rule_nilai(lua_State *L, const struct rule *r, const struct sheet *x, struct text *out)
{
    lua_settop(L, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, r->ref);
    lua_getfield(L, 1, "setelan");
    lua_getfield(L, 1, "skema");
    lua_createtable(L, 0, 3);
    lua_createtable(L, x->n, 0);
    text_str(out, "{\"capaian\":[");
    for (int k = 0; k < x->n; k++) {
        push_indikator(L, &x->indikator[k]);
        if (k)
            text_char(out, ',');
        if (x->indikator[k].known) {
            lua_getfield(L, 3, "capaian");
            lua_pushvalue(L, 6);
            lua_pushvalue(L, 2);
            call(L, "capaian");
            text_number(out, lua_tonumber(L, -1));
            lua_setfield(L, 6, "capaian");
        } else {
            text_str(out, "null");
        }
        lua_rawseti(L, 5, k + 1);
    }
    text_char(out, ']');
    lua_setfield(L, 4, "indikator");
    lua_pushboolean(L, x->head);
    lua_setfield(L, 4, "kepala_unit");
    if (x->capaian[0]) {
        lua_pushstring(L, x->capaian);
        lua_setfield(L, 4, "capaian_organisasi");
    }
    lua_getfield(L, 3, "saran");
    lua_pushvalue(L, 4);
    lua_pushvalue(L, 2);
    call(L, "saran");
    member(L, "hasil", out);
    member(L, "nilai", out);
    member(L, "perilaku", out);
    text_char(out, '}');
}
