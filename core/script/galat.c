/* From Lua's errors to sentences for people: what to say, in Indonesian, and where it happened. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "script/lib.h"

/* What Lua says, with `*` for a word or name that goes into the Indonesian sentence at %s in its order.
 * Longer rules first where one begins like another. */
static const struct {
    const char *lua, *id;
} rules[] = {
    { "attempt to perform arithmetic on a * value (*)", "Operasi hitung pada nilai %s (%s)" },
    { "attempt to perform arithmetic on a * value", "Operasi hitung pada nilai %s" },
    { "attempt to perform bitwise operation on a * value (*)", "Operasi bit pada nilai %s (%s)" },
    { "attempt to perform bitwise operation on a * value", "Operasi bit pada nilai %s" },
    { "attempt to concatenate a * value (*)", "Penggabungan teks dengan nilai %s (%s)" },
    { "attempt to concatenate a * value", "Penggabungan teks dengan nilai %s" },
    { "attempt to call a * value (*)", "Pemanggilan nilai %s sebagai fungsi (%s)" },
    { "attempt to call a * value", "Pemanggilan nilai %s sebagai fungsi" },
    { "attempt to index a * value (*)", "Pembacaan medan dari nilai %s (%s)" },
    { "attempt to index a * value", "Pembacaan medan dari nilai %s" },
    { "attempt to get length of a * value (*)", "Panjang (#) dari nilai %s (%s)" },
    { "attempt to get length of a * value", "Panjang (#) dari nilai %s" },
    { "attempt to compare two * values", "Perbandingan dua nilai %s" },
    { "attempt to compare * with *", "Perbandingan %s dengan %s" },
    { "attempt to perform 'n//0'", "Pembagian bulat dengan nol" },
    { "attempt to divide by zero", "Pembagian bulat dengan nol" },
    { "attempt to perform 'n%%0'", "Sisa bagi dengan nol" },
    { "number* has no integer representation", "Angka%s bukan bilangan bulat" },
    { "'for' initial value must be a number", "Nilai awal 'for' harus angka" },
    { "'for' limit must be a number", "Batas 'for' harus angka" },
    { "'for' step must be a number", "Langkah 'for' harus angka" },
    { "bad 'for' * (number expected, got *)", "Pada 'for', %s harus angka, bukan %s" },
    { "'for' step is zero", "Langkah 'for' tidak boleh nol" },
    { "index is nil", "Kunci tabel bernilai nil" },
    { "index is NaN", "Kunci tabel bukan angka (NaN)" },
    { "variable * got a non-closable value", "Variabel %s <close> tidak didukung" },
    { "unexpected symbol near *", "Simbol yang tidak diharapkan di dekat %s" },
    { "unfinished string near *", "Teks tanpa tanda kutip penutup di dekat %s" },
    { "unfinished long string (starting at line *) near *",
      "Teks panjang yang dimulai pada baris %s belum ditutup, di dekat %s" },
    { "unfinished long comment (starting at line *) near *",
      "Komentar panjang yang dimulai pada baris %s belum ditutup, di dekat %s" },
    { "unfinished long string* near *", "Teks panjang tanpa penutup%s di dekat %s" },
    { "unfinished long comment* near *", "Komentar panjang tanpa penutup%s di dekat %s" },
    { "malformed number near *", "Penulisan angka keliru di dekat %s" },
    { "invalid escape sequence near *", "Urutan '\\' yang tidak dikenal di dekat %s" },
    { "hexadecimal digit expected near *", "Diharapkan angka heksadesimal di dekat %s" },
    { "missing * near *", "Kurang %s di dekat %s" },
    { "UTF-8 value too large near *", "Nomor huruf \\u terlalu besar di dekat %s" },
    { "decimal escape too large near *", "Angka di belakang '\\' lebih dari 255 di dekat %s" },
    { "invalid long string delimiter near *", "Pembuka teks panjang yang keliru di dekat %s" },
    { "* expected (to close * at line *) near *", "Diharapkan %s (penutup %s pada baris %s) di dekat %s" },
    { "* expected near *", "Diharapkan %s di dekat %s" },
    { "syntax error near *", "Kesalahan penulisan di dekat %s" },
    /* Lua names no place where it met a NUL byte. */
    { "unexpected symbol", "Byte NUL yang tidak diharapkan" },
    { "* expected (to close * at line *)", "Diharapkan %s (penutup %s pada baris %s), ditemukan byte NUL" },
    { "* expected", "Diharapkan %s, ditemukan byte NUL" },
    { "syntax error", "Kesalahan penulisan di dekat byte NUL" },
    { "cannot use '...' outside a vararg function near *",
      "'...' hanya boleh di fungsi yang menerimanya, di dekat %s" },
    { "attempt to assign to const variable *", "Pengisian variabel tetap (const) %s" },
    { "unknown attribute *", "Atribut tidak dikenal %s" },
    { "multiple to-be-closed variables in local list*", "Lebih dari satu variabel <close>%s" },
    { "break outside a loop at line * near *", "break di luar perulangan pada baris %s di dekat %s" },
    { "no visible label * for goto at line *", "Tidak ada label %s untuk goto pada baris %s" },
    { "label * already defined on line *", "Label %s sudah ada pada baris %s" },
    { "<goto *> at line * jumps into the scope of local *", "goto %s pada baris %s melompati local %s" },
    { "too many * (limit is *) in * near *", "Terlalu banyak %s (batas %s) di %s, di dekat %s" },
    { "function or expression needs too many registers*", "Fungsi atau ungkapan terlalu rumit%s" },
    { "lexical element too long*", "Satu kata atau teks terlalu panjang%s" },
    { "chunk has too many lines*", "Berkas terlalu banyak barisnya%s" },
    { "control structure too long*", "Struktur kendali terlalu panjang%s" },
    { "chunk has too many syntax levels*", "Bersarang terlalu dalam%s" },
    { "string length overflow", "Teks terlalu panjang" },
    { "*C stack overflow*", "%sBersarang atau rekursi terlalu dalam%s" },
    { "*stack overflow*", "%sRekursi terlalu dalam%s" },
};

static const struct {
    const char *lua, *id;
} words[] = {
    { "<eof>", "akhir berkas" }, { "<name>", "nama" },
    { "nil", "nil (kosong)" },   { "number", "angka" },
    { "string", "teks" },        { "boolean", "boolean" },
    { "table", "tabel" },        { "function", "fungsi" },
    { "userdata", "galat" },     { "initial value", "nilai awal" },
    { "limit", "batas" },        { "step", "langkah" },
};
/* Lua's "local 'x'" and the like. */
static const struct {
    const char *lua, *id;
} places[] = {
    { "local ", "variabel lokal " },  { "upvalue ", "variabel luar " }, { "field ", "medan " },
    { "global ", "nama global " },    { "method ", "metode " },         { "constant ", "tetapan " },
    { "metamethod ", "metametode " },
};

const char *type_words(int type)
{
    switch (type) {
    case LUA_TNONE:
    case LUA_TNIL:
        return "nil (kosong)";
    case LUA_TNUMBER:
        return "angka";
    case LUA_TSTRING:
        return "teks";
    case LUA_TBOOLEAN:
        return "boolean";
    case LUA_TTABLE:
        return "tabel";
    case LUA_TFUNCTION:
        return "fungsi";
    default:
        return "galat";
    }
}

struct piece {
    const char *s;
    size_t n;
};

/* Whether `text` fits the rule; what each `*` took is in `got`. The first literal behind a `*` ends it. */
static bool fits(const char *rule, const char *text, struct piece *got)
{
    int k = 0;

    while (*rule) {
        const char *next, *end;
        size_t n;

        if (*rule != '*') {
            if (*rule++ != *text++)
                return false;
            continue;
        }
        next = ++rule;
        n = strcspn(next, "*");
        if (n == 0) {
            end = text + strlen(text);
        } else {
            char literal[64];

            snprintf(literal, sizeof(literal), "%.*s", (int)n, next);
            if (!(end = strstr(text, literal)))
                return false;
        }
        got[k++] = (struct piece){ text, (size_t)(end - text) };
        text = end;
    }
    return !*text;
}

static void add_piece(struct buf *out, struct piece p)
{
    for (size_t i = 0; i < COUNT(words); i++)
        if (strlen(words[i].lua) == p.n && memcmp(words[i].lua, p.s, p.n) == 0) {
            buf_str(out, words[i].id);
            return;
        }
    for (size_t i = 0; i < COUNT(places); i++) {
        size_t n = strlen(places[i].lua);

        if (p.n > n && memcmp(places[i].lua, p.s, n) == 0) {
            buf_str(out, places[i].id);
            p.s += n;
            p.n -= n;
            break;
        }
    }
    buf_add(out, p.s, p.n);
}

void galat_translate(const char *lua, struct buf *out)
{
    struct piece got[6];

    for (size_t i = 0; i < COUNT(rules); i++) {
        const char *id = rules[i].id;
        int k = 0;

        if (!fits(rules[i].lua, lua, got))
            continue;
        while (*id) {
            if (id[0] == '%' && id[1] == 's') {
                add_piece(out, got[k++]);
                id += 2;
            } else {
                buf_char(out, *id++);
            }
        }
        buf_printf(out, ". (%s)", lua);
        return;
    }
    buf_str(out, lua);
}

/* Copies as UTF-8: a byte that is none becomes '?', and a cut falls between characters. */
static void set_msg(char *out, size_t size, const char *s)
{
    size_t n = strlen(s);

    if (n >= size)
        for (n = size - 1; n && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
            ;
    memcpy(out, s, n);
    out[n] = '\0';
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)out[i] < 0x20 || out[i] == 0x7F)
            out[i] = ' ';
    if (!utf8_valid(out, n))
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)out[i] >= 0x80)
                out[i] = '?';
}

/* "lib/" begins the name of a file of the shared library. */
static bool is_shared(const char *file)
{
    return strncmp(file, "lib/", 4) == 0;
}

void l_where(lua_State *L, char file[96], int *line)
{
    lua_Debug ar;

    file[0] = '\0';
    *line = 0;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline <= 0 || ar.source[0] != '@' || (file[0] && is_shared(ar.source + 1)))
            continue;
        snprintf(file, 96, "%.90s", ar.source + 1); /* short_src cuts long names */
        *line = ar.currentline;
        if (!is_shared(file))
            return;
    }
}

int l_raise_coded(lua_State *L, const struct coded *e)
{
    struct coded *raised = lua_newuserdatauv(L, sizeof(*raised), 0);

    *raised = *e;
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ERROR_MT);
    lua_setmetatable(L, -2);
    return lua_error(L);
}

int l_raise(lua_State *L, enum code c, const char *fmt, ...)
{
    struct coded e = { .code = c };
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(e.msg, sizeof(e.msg), fmt, ap);
    va_end(ap);
    l_where(L, e.file, &e.line);
    return l_raise_coded(L, &e);
}

const struct coded *coded_at(lua_State *L, int idx)
{
    bool ours = false;

    if (lua_type(L, idx) == LUA_TUSERDATA && lua_getmetatable(L, idx)) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, R_ERROR_MT);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    return ours ? lua_touserdata(L, idx) : NULL;
}

void galat_of_stop(const struct budget *b, struct failure *f)
{
    static const enum code codes[] = {
        [STOP_INSTRUCTIONS] = E_PLUGIN_BATAS_INSTRUKSI, [STOP_MEMORY] = E_PLUGIN_BATAS_MEMORI,
        [STOP_STACK] = E_PLUGIN_BATAS_REKURSI,          [STOP_TIME] = E_PLUGIN_BATAS_WAKTU,
        [STOP_RECOUNT] = E_PLUGIN_BATAS_WAKTU,
    };
    int line = f->err.line;
    char file[sizeof(f->err.file)];

    memcpy(file, f->err.file, sizeof(file));
    *f = (struct failure){ 0 };
    memcpy(f->err.file, file, sizeof(file));
    f->err.line = line;
    switch (b->stop) {
    case STOP_INSTRUCTIONS:
        (void)err_set(&f->err, codes[b->stop], "Plugin melewati batas %lld instruksi.",
                      (long long)b->limits.instructions);
        break;
    case STOP_MEMORY:
        (void)err_set(&f->err, codes[b->stop], "Plugin melewati batas memori %lld KiB (satu blok 512 KiB).",
                      (long long)b->limits.memory / 1024);
        break;
    default:
        (void)err_set(&f->err, codes[b->stop], NULL);
    }
}

/* A table {code = "…", pesan = "…"}: the plugin's own refusal. */
static bool own_error(lua_State *L, int idx, struct failure *f)
{
    const char *code, *msg;
    size_t n;
    bool ok;

    lua_pushliteral(L, "code");
    lua_rawget(L, idx);
    lua_pushliteral(L, "pesan");
    lua_rawget(L, idx);
    ok = lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING;
    if (ok) {
        code = lua_tolstring(L, -2, &n);
        msg = lua_tostring(L, -1);
        ok = n > 0 && n < sizeof(f->plugin_code) &&
             strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == n;
        if (ok) {
            memcpy(f->plugin_code, code, n + 1);
            (void)err_set(&f->err, E_PLUGIN_GAGAL, NULL);
            set_msg(f->err.msg, sizeof(f->err.msg), msg);
        }
    }
    lua_pop(L, 2);
    return ok;
}

/* Lua puts "init.lua:12: " before its own messages and before error("text"). */
static const char *strip_place(const char *s, struct err *e)
{
    size_t n = strcspn(s, ":");
    char *end;
    long line;

    if (s[n] != ':' || n < 4 || n >= sizeof(e->file) || memcmp(s + n - 4, ".lua", 4) != 0)
        return s;
    line = strtol(s + n + 1, &end, 10);
    if (line <= 0 || end[0] != ':' || end[1] != ' ')
        return s;
    /* The shared library is not what the author can change: l_where found the line that called it. */
    if (!e->file[0] || (!is_shared(s) && strncmp(s, "...", 3) != 0)) {
        snprintf(e->file, sizeof(e->file), "%.*s", (int)n, s);
        e->line = (int)line;
    }
    return end + 2;
}

/* A result that nobody can use is found when the function has ended: its first line stands for it. */
static void where_called(lua_State *L, struct err *e)
{
    lua_Debug ar;

    if (e->file[0])
        return;
    if (lua_rawgeti(L, LUA_REGISTRYINDEX, R_CALL) == LUA_TFUNCTION && !lua_iscfunction(L, -1)) {
        lua_getinfo(L, ">S", &ar);
        snprintf(e->file, sizeof(e->file), "%.90s", ar.source + (ar.source[0] == '@'));
        e->line = ar.linedefined;
    } else {
        lua_pop(L, 1);
    }
}

int galat_handler(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    struct failure *f = &sb->failure;
    const struct coded *coded;

    if (sb->parsing)
        return 1;
    *f = (struct failure){ 0 };
    l_where(L, f->err.file, &f->err.line);
    if (lua_type(L, 1) == LUA_TLIGHTUSERDATA) /* budget_abort: galat_of_stop finds the words */
        return 1;
    if ((coded = coded_at(L, 1))) {
        (void)err_set(&f->err, coded->code, NULL);
        set_msg(f->err.msg, sizeof(f->err.msg), coded->msg);
        memcpy(f->err.file, coded->file, sizeof(coded->file));
        f->err.line = coded->line;
        f->column = coded->column;
        if (sb->phase == PHASE_RUN)
            where_called(L, &f->err);
    } else if (lua_type(L, 1) == LUA_TTABLE && own_error(L, 1, f)) {
        /* filled */
    } else if (lua_type(L, 1) == LUA_TSTRING) {
        struct buf words_out = BUF_NONE;
        const char *text = strip_place(lua_tostring(L, 1), &f->err);

        (void)err_set(&f->err, E_PLUGIN_GALAT, NULL);
        if (strstr(text, "stack overflow") && !sb->budget.stop)
            sb->budget.stop = STOP_STACK;
        if (strcmp(text, "not enough memory") == 0 && !sb->budget.stop)
            sb->budget.stop = STOP_MEMORY;
        galat_translate(text, &words_out);
        set_msg(f->err.msg, sizeof(f->err.msg), words_out.p ? words_out.p : "");
        buf_free(&words_out);
    } else {
        (void)err_set(&f->err, E_PLUGIN_GALAT, "Plugin memanggil error() dengan %s.",
                      type_words(lua_type(L, 1)));
    }
    return 1;
}
