/* indikator skema pelatihan fungsi: what a plugin registers while it loads. The shape of each is a table;
 * what is registered is a copy, so that later changes to the author's table do not reach it. */
#include <string.h>

#include "script/lib.h"

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

/* The value of field f is at the top of the stack. */
static void check_field(lua_State *L, const struct kind *k, const struct field *f)
{
    static const struct {
        int type;
        const char *words;
    } want[] = {
        [T_TEXT] = { LUA_TSTRING, "teks" },         [T_WORD] = { LUA_TSTRING, "teks" },
        [T_NUMBER] = { LUA_TNUMBER, "angka" },      [T_TABLE] = { LUA_TTABLE, "tabel" },
        [T_FUNCTION] = { LUA_TFUNCTION, "fungsi" }, [T_TARGET] = { LUA_TTABLE, "tabel" },
    };
    int type = lua_type(L, -1);
    size_t n;
    const char *s;

    if (type == LUA_TNIL) {
        if (f->need == MUST)
            l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%s' belum diisi.", k->name, f->name);
        return;
    }
    if (type != want[f->type].type)
        l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%s' harus %s, bukan %s.", k->name, f->name,
                want[f->type].words, type_words(type));
    if (f->type == T_NUMBER && !(lua_tonumber(L, -1) >= 0 && lua_tonumber(L, -1) <= 10000))
        l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%s' harus antara 0 dan 10000.", k->name, f->name);
    if (type != LUA_TSTRING)
        return;
    s = lua_tolstring(L, -1, &n);
    if (strlen(s) != n || blank(s))
        l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%s' tidak boleh kosong.", k->name, f->name);
    if (f->type == T_WORD && !is_word(f->words, s, n))
        l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%s' bernilai '%.40s'; yang dikenal:%s.", k->name, f->name, s,
                f->words);
}

/* target = { bawaan = angka atau {bawah, atas}, per = bulan | triwulan | tahun } */
static void check_target(lua_State *L, int idx)
{
    const char *s;

    lua_pushliteral(L, "per");
    lua_rawget(L, idx);
    s = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    if (!is_word(" bulan triwulan tahun ", s, strlen(s)))
        l_raise(L, E_PLUGIN_PENDAFTARAN, "indikator: target.per harus bulan, triwulan atau tahun.");
    lua_pushliteral(L, "bawaan");
    lua_rawget(L, idx);
    if (lua_type(L, -1) == LUA_TTABLE) {
        for (int i = 1; i <= 2; i++) {
            lua_rawgeti(L, -i, i);
            if (lua_type(L, -1) != LUA_TNUMBER)
                l_raise(L, E_PLUGIN_PENDAFTARAN, "indikator: target.bawaan harus angka atau {bawah, atas}.");
        }
        if (!lua_compare(L, -2, -1, LUA_OPLE))
            l_raise(L, E_PLUGIN_PENDAFTARAN, "indikator: target.bawaan: bawah melebihi atas.");
        lua_pop(L, 2);
    } else if (lua_type(L, -1) != LUA_TNUMBER && lua_type(L, -1) != LUA_TNIL) {
        l_raise(L, E_PLUGIN_PENDAFTARAN, "indikator: target.bawaan harus angka atau {bawah, atas}.");
    }
    lua_pop(L, 2);
}

static const struct field *field_of(const struct kind *k, const char *name)
{
    for (const struct field *f = k->fields; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static void check_unknown(lua_State *L, const struct kind *k)
{
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: setiap isi harus bernama, misalnya judul = \"…\".",
                    k->name);
        if (!field_of(k, lua_tostring(L, -1)))
            l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: '%.64s' tidak dikenal; periksa ejaannya.", k->name,
                    lua_tostring(L, -1));
    }
}

/* Names share one space where `plugin call` would not know which is meant: a fungsi and an indikator of one
 * name, a fungsi named like a scheme's function, two schemes in one package are fine, two of one code not. */
static void check_unique(lua_State *L, const struct kind *k, const char *code)
{
    static const char *const reserved[] = { "capaian", "saran", "predikat", "distribusi", "nilai" };
    bool callable = strcmp(k->name, "fungsi") == 0 || strcmp(k->name, "indikator") == 0;

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool other_callable = i == 0 || i == 3;

        if (&kinds[i] != k && !(callable && other_callable))
            continue;
        if (lua_getfield(L, -1, kinds[i].name) == LUA_TTABLE)
            for (lua_Integer n = 1; lua_rawgeti(L, -1, n) == LUA_TTABLE; n++) {
                lua_getfield(L, -1, kinds[i].key);
                if (strcmp(lua_tostring(L, -1), code) == 0)
                    l_raise(L, E_PLUGIN_BENTROK, "%s '%s' bentrok dengan %s yang sudah terdaftar.", k->name,
                            code, kinds[i].name);
                lua_pop(L, 2);
            }
        lua_settop(L, 3);
    }
    lua_settop(L, 2);
    for (size_t i = 0; callable && i < COUNT(reserved); i++)
        if (strcmp(code, reserved[i]) == 0)
            l_raise(L, E_PLUGIN_BENTROK, "%s '%s': nama itu milik fungsi skema.", k->name, code);
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

static int l_daftar(lua_State *L)
{
    const struct kind *k = lua_touserdata(L, lua_upvalueindex(1));
    const struct field *f;
    bool any = false;
    const char *code;
    lua_Integer n;

    if (sandbox_of(L)->phase != PHASE_LOAD)
        return l_raise(L, E_PLUGIN_FASE, "%s hanya boleh dipanggil saat plugin dimuat.", k->name);
    l_table(L, 1, k->name);
    lua_settop(L, 1);
    check_unknown(L, k);
    lua_newtable(L); /* 2: the copy */
    for (f = k->fields; f->name; f++) {
        lua_pushstring(L, f->name);
        lua_pushvalue(L, -1);
        lua_rawget(L, 1);
        check_field(L, k, f);
        if (f->type == T_TARGET && !lua_isnil(L, -1))
            check_target(L, lua_gettop(L));
        any = any || lua_type(L, -1) == LUA_TFUNCTION;
        lua_rawset(L, 2);
    }
    if (!any)
        return l_raise(L, E_PLUGIN_PENDAFTARAN, "%s: tidak ada satu fungsi pun di dalamnya.", k->name);
    lua_getfield(L, 2, k->key);
    code = lua_tostring(L, -1); /* anchored by the copy */
    lua_settop(L, 2);
    if (!code_ok(code, strcmp(k->name, "fungsi") == 0))
        return l_raise(L, E_PLUGIN_PENDAFTARAN,
                       "%s: %s '%.64s' hanya boleh huruf kecil, angka, - dan _, paling panjang 64.", k->name,
                       k->key, code);
    check_unique(L, k, code);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    if (lua_getfield(L, -1, k->name) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        l_mark_list(L, -1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, k->name);
    }
    n = (lua_Integer)lua_rawlen(L, -1) + 1;
    if (n > MOST)
        return l_raise(L, E_PLUGIN_PENDAFTARAN, "Lebih dari %d %s terdaftar.", MOST, k->name);
    budget_charge(L, 20 + n);
    if (sandbox_of(L)->inspecting)
        keep_place(L);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, n);
    return 0;
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
