/* indikator skema pelatihan fungsi: what a plugin registers while it loads. The shape of each is a table;
 * what is registered is a copy, so that later changes to the author's table do not reach it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/jschema.h"
#include "script/fact.h"
#include "script/lib.h"
#include "script/place.h"

enum need { MAY, MUST };
enum { T_TEXT, T_WORD, T_NUMBER, T_TABLE, T_FUNCTION, T_TARGET };

struct field {
    const char *name;
    int type;
    enum need need;
    const char *words; /* T_WORD: " naik turun tepat " */
};

static const struct field f_indikator[] = {
    { "kode", T_TEXT, MUST, NULL },
    { "judul", T_TEXT, MUST, NULL },
    { "definisi", T_TEXT, MUST, NULL },
    { "rumus", T_TEXT, MAY, NULL },
    { "sumber_data", T_TEXT, MUST, NULL },
    { "dasar", T_TEXT, MAY, NULL },
    { "aspek", T_WORD, MUST, " kuantitas kualitas waktu biaya " },
    { "satuan", T_TEXT, MUST, NULL },
    { "arah", T_WORD, MUST, " naik turun tepat " },
    { "isian", T_TABLE, MUST, NULL },
    { "target", T_TARGET, MAY, NULL },
    { "konsolidasi", T_WORD, MUST, " jumlah rata_rata terakhir hitung_ulang " },
    { "realisasi", T_FUNCTION, MUST, NULL },
    { NULL, 0, MAY, NULL },
};
static const struct field f_skema[] = {
    { "kode", T_TEXT, MUST, NULL },
    { "judul", T_TEXT, MUST, NULL },
    { "definisi", T_TEXT, MAY, NULL },
    { "rumus", T_TEXT, MAY, NULL },
    { "dasar", T_TEXT, MAY, NULL },
    { "isian", T_TABLE, MAY, NULL },
    { "capaian", T_FUNCTION, MAY, NULL },
    { "saran", T_FUNCTION, MAY, NULL },
    { "predikat", T_FUNCTION, MAY, NULL },
    { "distribusi", T_FUNCTION, MAY, NULL },
    { NULL, 0, MAY, NULL },
};
static const struct field f_pelatihan[] = {
    { "kode", T_TEXT, MUST, NULL },
    { "judul", T_TEXT, MUST, NULL },
    { "jenis", T_WORD, MUST,
      " klasikal elearning coaching mentoring belajar_mandiri komunitas_belajar magang detasering pertukaran "
      "patok_banding " },
    { "jp", T_NUMBER, MUST, NULL },
    { "definisi", T_TEXT, MAY, NULL },
    { "dasar", T_TEXT, MAY, NULL },
    { "kompetensi", T_TABLE, MAY, NULL },
    { "materi", T_TABLE, MAY, NULL },
    { "kuis", T_TABLE, MAY, NULL },
    { "percobaan", T_NUMBER, MAY, NULL },
    { "jeda_jam", T_NUMBER, MAY, NULL },
    { "isian", T_TABLE, MAY, NULL },
    { "lulus", T_FUNCTION, MAY, NULL },
    { "jp_diakui", T_FUNCTION, MAY, NULL },
    { "sarankan", T_FUNCTION, MAY, NULL },
    { NULL, 0, MAY, NULL },
};
static const struct field f_fungsi[] = {
    { "nama", T_TEXT, MUST, NULL },       { "judul", T_TEXT, MAY, NULL }, { "definisi", T_TEXT, MAY, NULL },
    { "rumus", T_TEXT, MAY, NULL },       { "dasar", T_TEXT, MAY, NULL }, { "isian", T_TABLE, MAY, NULL },
    { "hitung", T_FUNCTION, MUST, NULL }, { NULL, 0, MAY, NULL },
};

static const struct kind {
    const char *name, *key;
    const struct field *fields;
} kinds[] = {
    { "indikator", "kode", f_indikator },
    { "skema", "kode", f_skema },
    { "pelatihan", "kode", f_pelatihan },
    { "fungsi", "nama", f_fungsi },
};

enum { MOST = 500 }; /* registrations of one kind */

static bool blank(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

static bool code_ok(const char *s, bool name)
{
    size_t n = strlen(s);
    const char *first = name ? "abcdefghijklmnopqrstuvwxyz" : "abcdefghijklmnopqrstuvwxyz0123456789";
    const char *rest =
        name ? "abcdefghijklmnopqrstuvwxyz0123456789_" : "abcdefghijklmnopqrstuvwxyz0123456789_-";

    return n > 0 && n <= 64 && strchr(first, s[0]) && strspn(s, rest) == n;
}

static bool is_word(const char *words, const char *s, size_t n)
{
    const char *at;

    if (!n || strlen(s) != n || strchr(s, ' '))
        return false;
    for (at = strstr(words, s); at; at = strstr(at + 1, s))
        if (at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

/* One call of indikator, skema, pelatihan or fungsi; its argument is at index 1. */
struct daftar {
    lua_State *L;
    const struct kind *k;
    const char *code; /* "" while it is not known */
    bool sound;
};

/* The line of `field` in the table that the author wrote, as far as it is written out there. */
static void refine(const struct daftar *d, const char *field, struct coded *e)
{
    const struct source *src = sandbox_of(d->L)->src;
    char pointer[80];

    snprintf(pointer, sizeof(pointer), "/%.70s", field);
    for (size_t i = 0; src && i < src->nfiles; i++)
        if (strcmp(src->files[i].path, e->file) == 0)
            (void)place_find(src->files[i].data, src->files[i].len, e->line, d->k->name,
                             field[0] ? pointer : "", &e->line, &e->column);
}

/* Raises, or during a check notes the fault, so that the author learns of all of them. */
PRINTF(4, 5)
static void l_fault(struct daftar *d, const char *field, enum code c, const char *fmt, ...)
{
    struct facts *facts = sandbox_of(d->L)->facts;
    struct coded e = { .code = c };
    int n = snprintf(e.msg, sizeof(e.msg), d->code[0] ? "%s \"%.64s\": " : "%s%s: ", d->k->name, d->code);
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(e.msg + n, sizeof(e.msg) - (size_t)n, fmt, ap);
    va_end(ap);
    l_where(d->L, e.file, &e.line);
    refine(d, field, &e);
    d->sound = false;
    if (!facts)
        (void)l_raise_coded(d->L, &e);
    fact_add(facts, FACT_FAILURE, e.file, e.line, code_row(c)->name, e.msg);
    fact_column(facts, e.column);
}

static const struct field *field_of(const struct kind *k, const char *name)
{
    for (const struct field *f = k->fields; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static const char *nearest(const struct kind *k, const char *name)
{
    const char *best = NULL;
    int distance = 4;

    for (const struct field *f = k->fields; f->name; f++) {
        int n = text_distance(name, f->name, distance);

        if (n < distance) {
            distance = n;
            best = f->name;
        }
    }
    return best;
}

/* Is there a key that was meant to be `name`? It is told so, once. */
static bool is_misspelt(struct daftar *d, const char *name)
{
    lua_State *L = d->L;
    bool found = false;

    lua_pushnil(L);
    while (lua_next(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL, *near;

        lua_pop(L, 1);
        near = key && !field_of(d->k, key) ? nearest(d->k, key) : NULL;
        found = found || (near && strcmp(near, name) == 0);
    }
    return found;
}

/* The value of field f is at the top of the stack. */
static void check_field(struct daftar *d, const struct field *f)
{
    static const struct {
        int type;
        const char *words;
    } want[] = {
        [T_TEXT] = { LUA_TSTRING, "teks" },         [T_WORD] = { LUA_TSTRING, "teks" },
        [T_NUMBER] = { LUA_TNUMBER, "angka" },      [T_TABLE] = { LUA_TTABLE, "tabel" },
        [T_FUNCTION] = { LUA_TFUNCTION, "fungsi" }, [T_TARGET] = { LUA_TTABLE, "tabel" },
    };
    int type = lua_type(d->L, -1);
    size_t n;
    const char *s;

    if (type == LUA_TNIL) {
        if (f->need == MUST && !is_misspelt(d, f->name))
            l_fault(d, "", E_PLUGIN_PENDAFTARAN, "'%s' belum diisi.", f->name);
        return;
    }
    if (type != want[f->type].type) {
        l_fault(d, f->name, E_PLUGIN_PENDAFTARAN, "'%s' harus %s, bukan %s.", f->name, want[f->type].words,
                type_words(type));
        return;
    }
    if (f->type == T_NUMBER && !(lua_tonumber(d->L, -1) >= 0 && lua_tonumber(d->L, -1) <= 10000))
        l_fault(d, f->name, E_PLUGIN_PENDAFTARAN, "'%s' harus antara 0 dan 10000.", f->name);
    if (type != LUA_TSTRING)
        return;
    s = lua_tolstring(d->L, -1, &n);
    if (strlen(s) != n || blank(s))
        l_fault(d, f->name, E_PLUGIN_PENDAFTARAN, "'%s' tidak boleh kosong.", f->name);
    else if (f->type == T_WORD && !is_word(f->words, s, n))
        l_fault(d, f->name, E_PLUGIN_PENDAFTARAN, "'%s' bernilai '%.40s'; yang dikenal:%s.", f->name, s,
                f->words);
}

/* bawaan: a number or {bawah, atas}, at the top of the stack. */
static void check_range(struct daftar *d)
{
    static const char wrong[] = "target.bawaan harus angka atau {bawah, atas}.";
    lua_State *L = d->L;

    if (lua_type(L, -1) == LUA_TNUMBER || lua_type(L, -1) == LUA_TNIL)
        return;
    if (lua_type(L, -1) != LUA_TTABLE) {
        l_fault(d, "target/bawaan", E_PLUGIN_PENDAFTARAN, "%s", wrong);
        return;
    }
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    if (lua_type(L, -2) != LUA_TNUMBER || lua_type(L, -1) != LUA_TNUMBER)
        l_fault(d, "target/bawaan", E_PLUGIN_PENDAFTARAN, "%s", wrong);
    else if (!lua_compare(L, -2, -1, LUA_OPLE))
        l_fault(d, "target/bawaan", E_PLUGIN_PENDAFTARAN, "target.bawaan: bawah melebihi atas.");
    lua_pop(L, 2);
}

/* target = { bawaan = angka atau {bawah, atas}, per = bulan | triwulan | tahun } */
static void check_target(struct daftar *d, int idx)
{
    const char *s;

    lua_pushliteral(d->L, "per");
    lua_rawget(d->L, idx);
    s = lua_type(d->L, -1) == LUA_TSTRING ? lua_tostring(d->L, -1) : "";
    if (!is_word(" bulan triwulan tahun ", s, strlen(s)))
        l_fault(d, "target/per", E_PLUGIN_PENDAFTARAN, "target.per harus bulan, triwulan atau tahun.");
    lua_pushliteral(d->L, "bawaan");
    lua_rawget(d->L, idx);
    check_range(d);
    lua_settop(d->L, idx);
}

static void check_unknown(struct daftar *d)
{
    lua_State *L = d->L;

    lua_pushnil(L);
    while (lua_next(L, 1)) {
        const char *name, *near;

        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            l_fault(d, "", E_PLUGIN_PENDAFTARAN, "setiap isi harus bernama, misalnya judul = \"…\".");
            continue;
        }
        name = lua_tostring(L, -1);
        if (field_of(d->k, name))
            continue;
        near = nearest(d->k, name);
        l_fault(d, name, E_PLUGIN_PENDAFTARAN,
                near ? "'%.64s' tidak dikenal; mungkin maksudnya '%s'."
                     : "'%.64s' tidak dikenal; periksa ejaannya.",
                name, near);
    }
}

/* The registration of that kind and code, if there is one, left at the top. */
static bool registered(lua_State *L, const struct kind *k, const char *code)
{
    int top = lua_gettop(L);

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    if (lua_getfield(L, -1, k->name) == LUA_TTABLE)
        for (lua_Integer n = 1; lua_rawgeti(L, top + 2, n) == LUA_TTABLE; n++) {
            lua_getfield(L, -1, k->key);
            if (strcmp(lua_tostring(L, -1), code) == 0) {
                lua_pop(L, 1);
                return true;
            }
            lua_pop(L, 2);
        }
    lua_settop(L, top);
    return false;
}

/* Names share one space where `plugin call` would not know which is meant: a fungsi and an indikator of one
 * name, a fungsi named like a scheme's function; two schemes in one package are fine, two of one code not. */
static void check_unique(struct daftar *d)
{
    static const char *const reserved[] = { "capaian", "saran", "predikat", "distribusi", "nilai" };
    bool callable = strcmp(d->k->name, "fungsi") == 0 || strcmp(d->k->name, "indikator") == 0;
    lua_State *L = d->L;
    int top = lua_gettop(L);

    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool other_callable = i == 0 || i == 3;

        if ((&kinds[i] != d->k && !(callable && other_callable)) || !registered(L, &kinds[i], d->code))
            continue;
        lua_rawgeti(L, LUA_REGISTRYINDEX, R_PLACES);
        lua_pushvalue(L, -2);
        if (lua_rawget(L, -2) == LUA_TSTRING)
            l_fault(d, d->k->key, E_PLUGIN_BENTROK, "bentrok dengan %s yang sudah terdaftar di %s.",
                    kinds[i].name, lua_tostring(L, -1));
        else
            l_fault(d, d->k->key, E_PLUGIN_BENTROK, "bentrok dengan %s yang sudah terdaftar.", kinds[i].name);
        lua_settop(L, top);
    }
    for (size_t i = 0; callable && i < COUNT(reserved); i++)
        if (strcmp(d->code, reserved[i]) == 0)
            l_fault(d, d->k->key, E_PLUGIN_BENTROK, "nama itu milik fungsi skema.");
}

/* Where the registration at index 2 was written. */
static void keep_place(lua_State *L)
{
    char file[96];
    int line;

    l_where(L, file, &line);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_PLACES);
    lua_pushvalue(L, 2);
    lua_pushfstring(L, "%s:%d", file, line);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* Copies the known fields of the table at 1 into a new one at 2, each checked. */
static void copy_fields(struct daftar *d)
{
    lua_State *L = d->L;
    bool any = false;

    lua_newtable(L);
    for (const struct field *f = d->k->fields; f->name; f++) {
        lua_pushstring(L, f->name);
        lua_pushvalue(L, -1);
        lua_rawget(L, 1);
        check_field(d, f);
        if (f->type == T_TARGET && lua_istable(L, -1))
            check_target(d, lua_gettop(L));
        any = any || lua_type(L, -1) == LUA_TFUNCTION;
        lua_rawset(L, 2);
    }
    if (!any)
        l_fault(d, "", E_PLUGIN_PENDAFTARAN, "tidak ada satu fungsi pun di dalamnya.");
}

static void check_code(struct daftar *d)
{
    if (!d->code[0])
        return; /* said already */
    if (code_ok(d->code, strcmp(d->k->name, "fungsi") == 0))
        check_unique(d);
    else
        l_fault(d, d->k->key, E_PLUGIN_PENDAFTARAN,
                "%s '%.64s' hanya boleh huruf kecil, angka, - dan _, paling panjang 64.", d->k->key, d->code);
}

static int l_daftar(lua_State *L)
{
    struct daftar d = { L, lua_touserdata(L, lua_upvalueindex(1)), "", true };
    lua_Integer n;

    if (sandbox_of(L)->phase != PHASE_LOAD)
        return l_raise(L, E_PLUGIN_FASE, "%s hanya boleh dipanggil saat plugin dimuat.", d.k->name);
    l_table(L, 1, d.k->name);
    lua_settop(L, 1);
    lua_pushstring(L, d.k->key);
    if (lua_rawget(L, 1) == LUA_TSTRING)
        d.code = lua_tostring(L, -1); /* anchored by the author's table */
    lua_settop(L, 1);
    check_unknown(&d);
    copy_fields(&d);
    check_code(&d);
    if (!d.sound)
        return 0;
    lua_settop(L, 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    if (lua_getfield(L, -1, d.k->name) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        l_mark_list(L, -1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, d.k->name);
    }
    n = (lua_Integer)lua_rawlen(L, -1) + 1;
    if (n > MOST)
        return l_raise(L, E_PLUGIN_PENDAFTARAN, "Lebih dari %d %s terdaftar.", MOST, d.k->name);
    budget_charge(L, 20 + n);
    if (sandbox_of(L)->facts)
        keep_place(L);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, n);
    return 0;
}

bool daftar_field(const char *kind, size_t i, struct daftar_field *out)
{
    static const char *const types[] = { [T_TEXT] = "teks",   [T_WORD] = "teks",       [T_NUMBER] = "angka",
                                         [T_TABLE] = "tabel", [T_FUNCTION] = "fungsi", [T_TARGET] = "tabel" };

    for (size_t k = 0; k < COUNT(kinds); k++) {
        const struct field *f = kinds[k].fields;

        if (strcmp(kinds[k].name, kind) != 0)
            continue;
        while (i && f->name) {
            f++;
            i--;
        }
        *out = (struct daftar_field){ f->name, types[f->type], f->words, f->need == MUST };
        return f->name != NULL;
    }
    return false;
}

void l_open_daftar(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        lua_newtable(L);
        l_mark_list(L, -1);
        lua_setfield(L, -2, kinds[i].name);
    }
    lua_pop(L, 1);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)&kinds[i]);
        lua_pushcclosure(L, l_daftar, 1);
        lua_setfield(L, -2, kinds[i].name);
    }
}
