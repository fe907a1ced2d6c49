/* What is wrong in the text of a source although Lua can read it: a decimal comma, an encoding that is not
 * UTF-8. */
#include <stdio.h>
#include <string.h>

#include "script/check_names.h"
#include "script/lex.h"

enum { DEPTH = 200 };

/* What a bracket or a block of statements holds at the moment. */
struct nest {
    char bracket; /* '{', '(', '[', or 0 for a block */
    bool single;  /* one value follows: '{' an item with a name, a block one name that is assigned */
    bool several; /* a block: local a, b = … */
    bool loop;    /* a block: for i = 1,5 do */
};

struct scan {
    struct names *n;
    const struct package_file *f;
    struct nest nest[DEPTH], prior; /* prior: the innermost one before the last token */
    int depth;
    struct token ahead, before, last, t; /* three behind, two behind, one behind, the current one */
};

static struct nest *top(struct scan *s)
{
    return &s->nest[s->depth < DEPTH ? s->depth : DEPTH - 1];
}

static void push(struct scan *s, char bracket)
{
    s->depth++;
    *top(s) = (struct nest){ .bracket = bracket };
}

static bool one_of(const struct token *t, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (token_is(t, words[i]))
            return true;
    return false;
}

static void follow_block(struct scan *s, struct nest *o)
{
    static const char *const fresh[] = { "then", "else", "return", "local" };

    if (token_is(&s->t, "for"))
        *o = (struct nest){ .loop = true };
    else if (one_of(&s->t, fresh, COUNT(fresh)))
        *o = (struct nest){ .loop = false };
    else if (token_is(&s->t, ",") && !o->single)
        o->several = true;
    else if (token_is(&s->t, "=") && s->last.type == TOKEN_NAME && !o->loop)
        o->single = !token_is(&s->before, ",");
}

static void follow_nest(struct scan *s)
{
    static const char *const blocks[] = { "function", "if", "do", "repeat" };
    static const char *const ends[] = { "end", "until", "}", ")", "]" };
    struct nest *o = top(s);

    if (token_is(&s->t, "do"))
        o->loop = false;
    if (s->t.type == TOKEN_SYMBOL && strchr("{([", s->t.s[0]))
        push(s, s->t.s[0]);
    else if (one_of(&s->t, blocks, COUNT(blocks)))
        push(s, 0);
    else if (one_of(&s->t, ends, COUNT(ends)) && s->depth)
        s->depth--;
    else if (!o->bracket)
        follow_block(s, o);
    else if (o->bracket == '{' && token_is(&s->t, "=") && s->last.type == TOKEN_NAME)
        o->single = true;
    else if (o->bracket == '{' && (token_is(&s->t, ",") || token_is(&s->t, ";")))
        o->single = false;
}

static bool digits(const struct token *t)
{
    return t->type == TOKEN_NUMBER && strspn(t->s, "0123456789") >= t->len;
}

/* Is a second value out of place here? 2: certainly, 1: probably. */
static int decimal_comma(const struct scan *s)
{
    static const char *const operators[] = { "*", "/", "+", "-", "^", "%", ">", "<", "return" };

    if (!token_is(&s->last, ",") || s->last.apart || s->t.apart || !digits(&s->t) ||
        s->before.type != TOKEN_NUMBER)
        return 0;
    if (s->prior.single)
        return 2;
    return one_of(&s->ahead, operators, COUNT(operators)) && !s->prior.loop && !s->prior.several;
}

static void scan_commas(struct scan *s)
{
    struct lex l;

    lex_start(&l, (const char *)s->f->data, s->f->len);
    while (lex_next(&l, &s->t)) {
        int sure = decimal_comma(s);

        if (sure)
            finding_add(
                s->n->findings,
                &(struct finding){ .code = E_PLUGIN_SINTAKS,
                                   .warning = sure == 1,
                                   .file = s->f->path,
                                   .line = s->before.line,
                                   .column = s->before.column },
                "%.*s,%.*s adalah dua nilai bagi Lua; angka desimal ditulis dengan titik: %.*s.%.*s.%s",
                (int)s->before.len, s->before.s, (int)s->t.len, s->t.s, (int)s->before.len, s->before.s,
                (int)s->t.len, s->t.s, sure == 1 ? " Bila memang dua nilai, beri spasi setelah koma." : "");
        s->prior = *top(s);
        follow_nest(s);
        s->ahead = s->before;
        s->before = s->last;
        s->last = s->t;
    }
}

/* The line of the first character that is not UTF-8, 0 if there is none. */
static int foreign_line(const struct package_file *f)
{
    const char *at = (const char *)f->data, *end = at + f->len;

    /* A line end is never part of a longer character. */
    for (int line = 1; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((stop ? stop + 1 : end) - at);

        if (!utf8_valid(at, n))
            return line;
        at += n;
    }
    return 0;
}

bool check_is_utf16(const struct package_file *f)
{
    return f->len >= 2 && (memcmp(f->data, "\xFF\xFE", 2) == 0 || memcmp(f->data, "\xFE\xFF", 2) == 0);
}

static void check_encoding(struct names *n, const struct package_file *f)
{
    struct finding at = { .code = E_PLUGIN_PAKET, .file = f->path, .line = 1 };

    if (check_is_utf16(f)) {
        finding_add(n->findings, &at, "Berkas ini tersimpan sebagai UTF-16. Simpan sebagai UTF-8.");
    } else if ((at.line = foreign_line(f))) {
        finding_add(n->findings, &at,
                    "Ada huruf di baris ini yang bukan UTF-8. Simpan berkas sebagai UTF-8, lalu ketik ulang "
                    "huruf itu.");
    }
}

void check_sources(struct names *n)
{
    for (size_t i = 0; i < n->p->nfiles; i++) {
        const struct package_file *f = &n->p->files[i];
        size_t len = strlen(f->path);

        if (len < 4 || strcmp(f->path + len - 4, ".lua") != 0 || strncmp(f->path, "lib/", 4) == 0)
            continue;
        check_encoding(n, f);
        if (!check_is_utf16(f)) {
            struct scan s = { .n = n, .f = f };

            scan_commas(&s);
        }
    }
}
