/* One source file into a Lua function, or a syntax error that says line, column and the likely slip. */
#include <stdio.h>
#include <string.h>

#include "script/lex.h"
#include "script/lib.h"

struct piece {
    const char *data;
    size_t len, step; /* handed over `step` bytes at a time */
};

static const char *read_piece(lua_State *L, void *ud, size_t *len)
{
    struct piece *p = ud;
    const char *data = p->data;

    (void)L;
    *len = p->step < p->len ? p->step : p->len;
    p->data += *len;
    p->len -= *len;
    return *len ? data : NULL;
}

/* Behind an editor's byte order mark. */
static struct piece start(const struct source_file *f)
{
    struct piece p = { f->data, f->len, SIZE_MAX };

    if (p.len >= 3 && memcmp(p.data, "\xEF\xBB\xBF", 3) == 0) {
        p.data += 3;
        p.len -= 3;
    }
    return p;
}

/* What the slip mostly is, by what Lua expected and what it found. NULL fits anything; the first row counts.
 */
static const struct {
    const char *expected, *near, *hint;
} hints[] = {
    { NULL, "near '!'", "Tidak sama dengan ditulis ~= dan bukan ditulis not." },
    { NULL, "near '&'", "Dan ditulis and." },
    { NULL, "near '|'", "Atau ditulis or." },
    { NULL, "near '<\\226>'",
      "Kutip dan tanda hubung dari pengolah kata tidak dikenal: ketik \" dan - biasa." },
    { NULL, "near '<\\194>'", "Ada spasi khusus dari pengolah kata: hapus dan ketik spasi biasa." },
    { "'then' expected", "near ','", "Angka desimal ditulis dengan titik, misalnya 1.5." },
    { "'then' expected", "near '='", "Perbandingan ditulis ==." },
    { "'do' expected", "near '='", "Perbandingan ditulis ==." },
    { "')' expected", "near '='", "Perbandingan ditulis ==." },
    { "'then' expected", NULL, "Setelah syarat if ditulis then." },
    { "'do' expected", NULL, "Setelah for … atau while … ditulis do." },
    { "'}' expected", "near ')'", "Kurung kurawal { belum ditutup dengan }." },
    { "'}' expected", "near <eof>", "Kurung kurawal { belum ditutup dengan }." },
    { "'}' expected", NULL, "Mungkin kurang koma di depannya." },
    { "')' expected", "near <eof>", "Kurung ( belum ditutup dengan )." },
    { "')' expected", NULL, "Mungkin kurang koma atau kurung tutup di depannya." },
    { "'end' expected", NULL, "Setiap function, if, for, dan while ditutup dengan satu end." },
    { "<eof> expected", "near 'end'", "Ada end yang berlebih, atau awal bloknya hilang." },
    { "<eof> expected", NULL,
      "return hanya boleh menjadi perintah terakhir; periksa end yang berlebih di atasnya." },
    { "malformed number", NULL,
      "Angka ditulis tanpa titik ribuan dan tanpa satuan, dengan titik desimal: 1500.25." },
    { "unfinished string", NULL, "Tutup teks dengan kutip yang sama di baris itu juga." },
    { "unexpected symbol", "near '//'", "Komentar diawali --, bukan //." },
    { "unexpected symbol", "near '#'", "Komentar diawali --, bukan #." },
    { "unexpected symbol", "near '/'", "Komentar diawali --, bukan /*." },
    { "syntax error", "near '+'", "Penambahan ditulis lengkap: x = x + 1." },
    { "syntax error", "near '-'", "Pengurangan ditulis lengkap: x = x - 1." },
    { "syntax error", NULL, "Ini bukan perintah: tulis local nama = … atau panggil fungsi dengan kurung." },
    { "unexpected symbol", "near '=='", "Pengisian ditulis dengan satu =." },
    { "unexpected symbol", "near ','", "Ada koma yang berlebih, atau nilai di depannya hilang." },
    { "unexpected symbol", "near <eof>", "Berkas berakhir di tengah ungkapan." },
};

/* The line of the first `else if`, which opens a second block; 0: none. */
static int else_if(const struct source_file *f)
{
    struct token t, before = { .type = TOKEN_END };
    struct lex l;

    lex_start(&l, f->data, f->len);
    for (; lex_next(&l, &t); before = t)
        if (token_is(&t, "if") && token_is(&before, "else") && t.line == before.line)
            return t.line;
    return 0;
}

static const char *hint_for(const char *lua)
{
    for (size_t i = 0; i < COUNT(hints); i++)
        if ((!hints[i].expected || strstr(lua, hints[i].expected)) &&
            (!hints[i].near || strstr(lua, hints[i].near)))
            return hints[i].hint;
    return NULL;
}

/* Where the token that Lua stopped at begins: the same source again, byte by byte, so that how far Lua had
 * read says where it was. 0: not found. */
static int column_of(lua_State *L, const struct source_file *f, const char *lua)
{
    struct piece p = start(f);
    const char *begin = p.data, *at, *line, *near = strstr(lua, " near ");
    unsigned byte;
    char single;
    size_t n;

    p.step = 1;
    if (!near || lua_load(L, read_piece, &p, "=", "t") != LUA_ERRSYNTAX)
        return 0;
    lua_pop(L, 1);
    near += 6;
    at = p.data;
    if (strcmp(near, "<eof>") != 0) {
        n = strlen(near);
        if (n < 3 || near[0] != '\'')
            return 0;
        near++;
        n -= 2;
        if (sscanf(near, "<\\%u>", &byte) == 1) { /* one that cannot be printed */
            single = (char)byte;
            near = &single;
            n = 1;
        }
        for (at -= n; at > begin && memcmp(at, near, n) != 0;)
            at--;
        if (at < begin || memcmp(at, near, n) != 0)
            return 0;
    }
    for (line = at; line > begin && line[-1] != '\n';)
        line--;
    return lex_column(line, at);
}

/* The parser's message is at the top. */
static int syntax_error(lua_State *L, const struct source_file *f)
{
    const char *lua = lua_tostring(L, -1), *colon = strchr(lua, ':'), *hint;
    struct coded e = { .code = E_PLUGIN_SINTAKS };
    struct buf words = BUF_NONE;

    snprintf(e.file, sizeof(e.file), "%.90s", f->path);
    /* Lua shortens long names, so only the colons tell where its own words begin; a path holds none. */
    if (colon) {
        int used = 0;

        if (sscanf(colon, ":%d: %n", &e.line, &used) == 1 && used)
            lua = colon + used;
    }
    galat_translate(lua, &words);
    if ((strstr(lua, "'end' expected") || strstr(lua, "near ','") || strstr(lua, "near ')'")) && else_if(f))
        buf_printf(&words, " Pada baris %d, else if harus ditulis elseif.", else_if(f));
    else if ((hint = hint_for(lua)))
        buf_printf(&words, " %s", hint);
    snprintf(e.msg, sizeof(e.msg), "%s", words.p ? words.p : "");
    buf_free(&words);
    sandbox_of(L)->parsing = true;
    e.column = column_of(L, f, lua);
    sandbox_of(L)->parsing = false;
    return l_raise_coded(L, &e);
}

void l_source_load(lua_State *L, const struct source_file *f)
{
    struct piece p = start(f);
    char chunk[128];
    int status;

    if (f->len > PACKAGE_SOURCE)
        l_raise(L, E_PLUGIN_BATAS_SUMBER, "%s lebih dari %d KiB.", f->path, PACKAGE_SOURCE / 1024);
    if (p.len && p.data[0] == LUA_SIGNATURE[0])
        l_raise(L, E_PLUGIN_BYTECODE, "%s berisi bytecode, bukan teks.", f->path);
    budget_charge(L, (int64_t)p.len / 4);
    snprintf(chunk, sizeof(chunk), "@%s", f->path);
    sandbox_of(L)->parsing = true;
    status = lua_load(L, read_piece, &p, chunk, "t");
    sandbox_of(L)->parsing = false;
    if (status == LUA_ERRMEM) {
        struct budget *b = &sandbox_of(L)->budget;

        if (!b->stop)
            b->stop = STOP_MEMORY;
        budget_abort(L);
    }
    if (status != LUA_OK)
        syntax_error(L, f);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ENV);
    lua_setupvalue(L, -2, 1);
}
