/* plugin-api.json as definitions for the Lua language server. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "script/api_text.h"
#include "script/fields.h"

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static const json_t *section(const char *name)
{
    return json_object_get(plugin_api(), name);
}

static void add(struct buf *out, const char *s, size_t n)
{
    buf_add(out, s, n);
}

/* One type of plugin-api.json, n bytes of it, as LuaCATS writes it; "" says nothing. */
static void put_type(struct buf *out, const char *s, size_t n)
{
    static const struct {
        const char *ours, *lua;
    } plain[] = {
        { "teks", "string" },      { "tanggal", "string" }, { "bulat", "integer" },
        { "bilangan", "number" },  { "angka", "number" },   { "tabel", "table" },
        { "ya_tidak", "boolean" }, { "apa_saja", "any" },   { "fungsi", "function" },
    };

    if (n > 7 && strncmp(s, "daftar ", 7) == 0) {
        put_type(out, s + 7, n - 7);
        buf_str(out, "[]");
        return;
    }
    for (size_t i = 0; i < COUNT(plain); i++)
        if (strlen(plain[i].ours) == n && memcmp(plain[i].ours, s, n) == 0) {
            buf_str(out, plain[i].lua);
            return;
        }
    buf_str(out, "tenayan.");
    add(out, s, n);
}

static void put_signature(struct buf *out, const char *s);

/* A whole type: perhaps a function, perhaps with "?" at its end. */
static void put_whole(struct buf *out, const char *s, bool nil)
{
    size_t n = strlen(s);
    bool maybe = n && s[n - 1] == '?';

    if (strncmp(s, "fungsi(", 7) == 0) {
        put_signature(out, s);
        return;
    }
    put_type(out, s, n - maybe);
    if (maybe && nil)
        buf_str(out, "|nil");
}

/* "fungsi(a: teks, b: bulat): bilangan" */
static void put_signature(struct buf *out, const char *s)
{
    const char *p = s + 7;

    buf_str(out, "fun(");
    while (*p && *p != ')') {
        size_t name = strcspn(p, ":)"), type;

        add(out, p, name);
        p += name;
        p += strspn(p, ": ");
        type = strcspn(p, ",)");
        buf_str(out, ": ");
        put_type(out, p, type);
        p += type;
        if (*p == ',') {
            buf_str(out, ", ");
            p += 1 + strspn(p + 1, " ");
        }
    }
    if (strncmp(p, "): ", 3) == 0) {
        buf_str(out, "): ");
        put_whole(out, p + 3, true);
    } else {
        buf_char(out, ')');
    }
}

static void put_choices(struct buf *out, const json_t *choices)
{
    for (size_t i = 0; i < json_array_size(choices); i++)
        buf_printf(out, "%s\"%s\"", i ? "|" : "", json_string_value(json_array_get(choices, i)));
}

static void put_field(struct buf *out, const json_t *f, const char *type)
{
    buf_printf(out, "---@field %s%s ", text(f, "nama"), json_is_true(json_object_get(f, "wajib")) ? "" : "?");
    if (type)
        buf_str(out, type);
    else if (json_object_get(f, "pilihan"))
        put_choices(out, json_object_get(f, "pilihan"));
    else
        put_whole(out, text(f, "tipe"), true);
    buf_printf(out, " # %s\n", text(f, "keterangan"));
}

static void put_objects(struct buf *out)
{
    const char *name;
    json_t *o;

    json_object_foreach((json_t *)section("objek"), name, o)
    {
        const json_t *list = json_object_get(o, "medan");

        buf_printf(out, "\n---%s\n---@class tenayan.%s\n", text(o, "keterangan"), name);
        for (size_t i = 0; i < json_array_size(list); i++)
            put_field(out, json_array_get(list, i), NULL);
    }
}

/* "fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.saran" of a registration's function. */
static void put_function_type(struct buf *out, const char *kind, const char *member)
{
    const json_t *f = json_object_get(json_object_get(section("fungsi"), kind), member);

    if (!f) {
        buf_printf(out, "fun(isian: table, setelan: table): %s",
                   strcmp(kind, "indikator") == 0 ? "number" : "any");
        return;
    }
    buf_printf(out, "fun(%s: ", text(f, "isian"));
    put_whole(out, text(f, "isian"), false);
    buf_str(out, ", setelan: table): ");
    if (json_object_get(f, "pilihan"))
        put_choices(out, json_object_get(f, "pilihan"));
    else
        put_whole(out, text(f, "hasil"), true);
}

static void put_registrations(struct buf *out)
{
    const char *kind;
    json_t *list;

    json_object_foreach((json_t *)section("daftar"), kind, list)
    {
        buf_printf(out, "\n---@class tenayan.daftar.%s\n", kind);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *f = json_array_get(list, i);
            struct buf type = BUF_NONE;

            if (strcmp(text(f, "tipe"), "fungsi") == 0)
                put_function_type(&type, kind, text(f, "nama"));
            put_field(out, f, type.p);
            buf_free(&type);
        }
    }
}

/* A function with its parameters; `library` "" for a global. */
static void put_function(struct buf *out, const char *library, const json_t *f)
{
    const json_t *parameters = json_object_get(f, "parameter");
    const char *result = text(f, "hasil");

    buf_printf(out, "\n---%s\n---`%s`\n", text(f, "keterangan"), text(f, "bentuk"));
    if (!parameters) {
        buf_str(out, "---@type ");
        put_whole(out, result, true);
        buf_printf(out, "\n%s.%s = nil\n", library, text(f, "nama"));
        return;
    }
    for (size_t i = 0; i < json_array_size(parameters); i++) {
        const char *p = json_string_value(json_array_get(parameters, i)), *colon = strstr(p, ": ");
        bool maybe = p[strlen(p) - 1] == '?';

        buf_printf(out, "---@param %.*s%s ", (int)(colon - p), p, maybe ? "?" : "");
        put_whole(out, colon + 2, false);
        buf_char(out, '\n');
    }
    if (strcmp(result, "kosong") != 0) {
        buf_str(out, "---@return ");
        put_whole(out, result, true);
        buf_char(out, '\n');
    }
    buf_printf(out, "function %s%s%s(", library, *library ? "." : "", text(f, "nama"));
    for (size_t i = 0; i < json_array_size(parameters); i++) {
        const char *p = json_string_value(json_array_get(parameters, i));

        buf_printf(out, "%s%.*s", i ? ", " : "", (int)strcspn(p, ":"), p);
    }
    buf_str(out, ") end\n");
}

/* `use "matriks"` gives a function, `use "jp"` a table. */
static void put_modules(struct buf *out)
{
    const json_t *modules = section("pustaka_bersama");

    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *m = json_array_get(modules, i), *members = json_object_get(m, "anggota");

        if (!members)
            continue;
        buf_printf(out, "\n---@class tenayan.modul.%s\nlocal %s = {}\n", text(m, "nama"), text(m, "nama"));
        for (size_t k = 0; k < json_array_size(members); k++)
            put_function(out, text(m, "nama"), json_array_get(members, k));
    }
}

static void put_use(struct buf *out, const json_t *use)
{
    const json_t *modules = section("pustaka_bersama");

    buf_printf(out, "\n---%s\n", text(use, "keterangan"));
    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *m = json_array_get(modules, i), *parameters = json_object_get(m, "parameter");

        buf_printf(out, "---@overload fun(nama: \"%s\"): ", text(m, "nama"));
        if (json_object_get(m, "anggota")) {
            buf_printf(out, "tenayan.modul.%s\n", text(m, "nama"));
            continue;
        }
        buf_str(out, "fun(");
        for (size_t k = 0; k < json_array_size(parameters); k++) {
            const char *p = json_string_value(json_array_get(parameters, k)), *colon = strstr(p, ": ");

            buf_printf(out, "%s%.*s%s: ", k ? ", " : "", (int)(colon - p), p,
                       p[strlen(p) - 1] == '?' ? "?" : "");
            put_whole(out, colon + 2, false);
        }
        buf_str(out, "): ");
        put_whole(out, text(m, "hasil"), true);
        buf_char(out, '\n');
    }
    buf_str(out, "---@param nama string\n---@return any\nfunction use(nama) end\n");
}

static void put_globals(struct buf *out)
{
    const char *phase;
    json_t *list;

    json_object_foreach((json_t *)section("global"), phase, list)
    {
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *f = json_array_get(list, i);

            if (strcmp(text(f, "nama"), "use") == 0)
                put_use(out, f);
            else
                put_function(out, "", f);
        }
    }
}

void api_luacats(struct buf *out)
{
    const char *name;
    json_t *library;

    buf_str(out, "---@meta\n"
                 "-- Definisi untuk penyunting dengan Lua language server: pelengkapan dan pemeriksaan "
                 "plugin Tenayan.\n"
                 "-- Dibuat dari schema/plugin-api.json oleh `tenayan plugin api --format luacats`; jangan "
                 "disunting.\n"
                 "-- Nama baku Lua yang tidak ada di sini juga tidak ada bagi plugin.\n");
    put_objects(out);
    put_registrations(out);
    put_modules(out);
    put_globals(out);
    json_object_foreach((json_t *)section("pustaka"), name, library)
    {
        const json_t *list = json_object_get(library, "fungsi");

        buf_printf(out, "\n---%s\n%s = {}\n", text(library, "keterangan"), name);
        for (size_t i = 0; i < json_array_size(list); i++)
            put_function(out, name, json_array_get(list, i));
    }
}
