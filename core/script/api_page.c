/* plugin-api.json as a reference page and as a list of completions. */
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

/* --- the page --- */

/* A cell of a table: "|" would end it. */
static void put_cell(struct buf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '|')
            buf_char(out, '\\');
        buf_char(out, *s);
    }
}

static void put_choices(struct buf *out, const json_t *choices)
{
    for (size_t i = 0; i < json_array_size(choices); i++)
        buf_printf(out, "%s`%s`", i ? ", " : " Salah satu: ", json_string_value(json_array_get(choices, i)));
    if (json_array_size(choices))
        buf_char(out, '.');
}

/* `must` heads the column of what is always there, or has to be given. */
static void put_fields(struct buf *out, const json_t *list, const char *must)
{
    buf_printf(out, "\n| Medan | Tipe | %s | Keterangan |\n|---|---|---|---|\n", must);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);

        buf_printf(out, "| `%s` | %s | %s | ", text(f, "nama"), text(f, "tipe"),
                   json_is_true(json_object_get(f, "wajib")) ? "ya" : "tidak");
        put_cell(out, text(f, "keterangan"));
        put_choices(out, json_object_get(f, "pilihan"));
        buf_str(out, " |\n");
    }
}

static void put_functions(struct buf *out, const json_t *list)
{
    buf_str(out, "\n| Bentuk | Hasil | Keterangan |\n|---|---|---|\n");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);
        const char *result = text(f, "hasil");

        buf_str(out, "| `");
        put_cell(out, text(f, "bentuk"));
        buf_str(out, "` | ");
        put_cell(out, strcmp(result, "kosong") == 0 ? "–" : result);
        buf_str(out, " | ");
        put_cell(out, text(f, "keterangan"));
        buf_str(out, " |\n");
    }
}

static void put_globals(struct buf *out)
{
    const json_t *global = section("global"), *list = json_object_get(global, "selalu");
    const char *name;
    json_t *library;

    buf_str(out, "\n## Nama yang tersedia\n\nHanya ini; nama baku Lua yang lain tidak ada, dan pesan "
                 "galatnya menyebut "
                 "penggantinya.\n");
    put_functions(out, list);
    buf_str(out, "\n### Pendaftaran, hanya saat plugin dimuat\n");
    put_functions(out, json_object_get(global, "muat"));
    json_object_foreach((json_t *)section("pustaka"), name, library)
    {
        buf_printf(out, "\n### Pustaka %s\n\n%s\n", name, text(library, "keterangan"));
        put_functions(out, json_object_get(library, "fungsi"));
    }
}

static void put_modules(struct buf *out)
{
    const json_t *modules = section("pustaka_bersama");

    buf_str(out, "\n## Pustaka bersama\n\nDipanggil dengan `use \"nama\"`; yang dipakai ikut disalin ke "
                 "dalam rilis.\n\n"
                 "| Nama | Bentuk | Hasil | Keterangan |\n|---|---|---|---|\n");
    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *m = json_array_get(modules, i), *members = json_object_get(m, "anggota");

        buf_printf(out, "| `%s` | `", text(m, "nama"));
        put_cell(out, members ? "use \"" : text(m, "bentuk"));
        if (members)
            buf_printf(out, "%s\"", text(m, "nama"));
        buf_str(out, "` | ");
        put_cell(out, members ? "tabel fungsi" : text(m, "hasil"));
        buf_str(out, " | ");
        put_cell(out, text(m, "keterangan"));
        buf_str(out, " |\n");
    }
    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *m = json_array_get(modules, i), *members = json_object_get(m, "anggota");

        if (!members)
            continue;
        buf_printf(out, "\n### use \"%s\"\n", text(m, "nama"));
        put_functions(out, members);
    }
}

static void put_registrations(struct buf *out)
{
    const char *kind, *member;
    json_t *list, *f;

    buf_str(out, "\n## Pendaftaran\n");
    json_object_foreach((json_t *)section("daftar"), kind, list)
    {
        buf_printf(out, "\n### %s { … }\n", kind);
        put_fields(out, list, "Wajib");
    }
    buf_str(out, "\n### Fungsi yang dipanggil server\n\nSetiap fungsi menerima satu objek dan setelan.\n\n"
                 "| Fungsi | Menerima | Mengembalikan | Keterangan |\n|---|---|---|---|\n");
    json_object_foreach((json_t *)section("fungsi"), kind, list)
    {
        json_object_foreach(list, member, f)
        {
            buf_printf(out, "| `%s.%s` | %s | %s | ", kind, member, text(f, "isian"), text(f, "hasil"));
            put_cell(out, text(f, "keterangan"));
            put_choices(out, json_object_get(f, "pilihan"));
            buf_str(out, " |\n");
        }
    }
}

static void put_objects(struct buf *out)
{
    const char *name;
    json_t *o;

    buf_str(out, "\n## Objek\n\nMedan `evaluasi`, `indikator` dan `periode` hanya terlihat bila disebut "
                 "dalam `reads`: "
                 "`kepala_unit`, `indikator.realisasi`, `periode.kode`.\n");
    json_object_foreach((json_t *)section("objek"), name, o)
    {
        buf_printf(out, "\n### %s\n\n%s\n", name, text(o, "keterangan"));
        put_fields(out, json_object_get(o, "medan"), "Selalu ada");
    }
}

void api_markdown(struct buf *out)
{
    const char *kind;
    json_t *title;

    buf_str(out, "# Acuan plugin\n\n<!-- Dibuat dari schema/plugin-api.json oleh `tenayan plugin api "
                 "--format markdown`; "
                 "jangan disunting. -->\n\nSemua yang dilihat kode plugin. Cara memakainya: "
                 "[Menulis plugin](penulis-plugin.md).\n");
    put_registrations(out);
    put_globals(out);
    put_modules(out);
    put_objects(out);
    buf_str(out, "\n## Jenis unit\n\nUntuk `units` di plugin.json; daerah dapat memakai jenis lain.\n\n| "
                 "Jenis | Unit |\n"
                 "|---|---|\n");
    json_object_foreach((json_t *)section("jenis_unit"), kind, title)
        buf_printf(out, "| `%s` | %s |\n", kind, json_string_value(title));
}

/* --- completions --- */

static void put_completion(struct jw *w, const char *label, const char *kind, const json_t *o)
{
    jw_open(w, '{');
    jw_ktext(w, "label", label);
    jw_ktext(w, "jenis", kind);
    jw_ktext(w, "bentuk", text(o, "bentuk")[0] ? text(o, "bentuk") : label);
    jw_ktext(w, "keterangan", text(o, "keterangan"));
    jw_close(w);
}

static void complete_functions(struct jw *w, const char *library, const json_t *list)
{
    char label[96];

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);

        snprintf(label, sizeof(label), "%s%s%s", library, *library ? "." : "", text(f, "nama"));
        put_completion(w, label, json_object_get(f, "parameter") ? "fungsi" : "nilai", f);
        if (strcmp(library, "text") != 0)
            continue;
        snprintf(label, sizeof(label), ":%s", text(f, "nama"));
        put_completion(w, label, "metode", f);
    }
}

static void complete_registrations(struct jw *w)
{
    const char *kind;
    json_t *list;
    char words[40];

    json_object_foreach((json_t *)section("daftar"), kind, list)
    {
        snprintf(words, sizeof(words), "medan %.30s", kind);
        for (size_t i = 0; i < json_array_size(list); i++)
            put_completion(w, text(json_array_get(list, i), "nama"), words, json_array_get(list, i));
    }
}

static void complete_modules(struct jw *w)
{
    const json_t *modules = section("pustaka_bersama");

    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *m = json_array_get(modules, i), *members = json_object_get(m, "anggota");

        put_completion(w, text(m, "nama"), "modul", m);
        complete_functions(w, text(m, "nama"), members);
    }
}

/* Paths as `reads` names them. */
static void complete_reads(struct jw *w)
{
    const json_t *objects = section("objek");

    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field_row *row = &field_rows[f];
        const char *object = strchr(row->path, '.') ? row->path : "evaluasi.";
        char name[64];
        const json_t *list;

        snprintf(name, sizeof(name), "%.*s", (int)strcspn(object, "."), object);
        list = json_object_get(json_object_get(objects, name), "medan");
        for (size_t i = 0; i < json_array_size(list); i++)
            if (strcmp(text(json_array_get(list, i), "nama"), row->name) == 0)
                put_completion(w, row->path, "reads", json_array_get(list, i));
    }
}

void api_completion(struct buf *out)
{
    const char *name, *phase;
    json_t *o;
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '[');
    json_object_foreach((json_t *)section("global"), phase, o) complete_functions(&w, "", o);
    json_object_foreach((json_t *)section("pustaka"), name, o)
    {
        put_completion(&w, name, "pustaka", o);
        complete_functions(&w, name, json_object_get(o, "fungsi"));
    }
    complete_modules(&w);
    complete_registrations(&w);
    complete_reads(&w);
    json_object_foreach((json_t *)section("jenis_unit"), name, o)
    {
        json_t *about = json_pack("{s:O}", "keterangan", o);

        put_completion(&w, name, "unit", about);
        json_decref(about);
    }
    jw_close(&w);
}
