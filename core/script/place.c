#include "script/place.h"

#include <stdlib.h>
#include <string.h>

#include "script/lex.h"

enum { DEPTH = 32 };

struct search {
    struct lex lex;
    struct token t, next; /* the current token, and the one behind it */
    int line, column;     /* the deepest part found so far */
};

static bool advance(struct search *s)
{
    s->t = s->next;
    lex_next(&s->lex, &s->next);
    return s->t.type != TOKEN_END;
}

static bool opens(const struct token *t)
{
    static const char *const words[] = { "{", "(", "[", "function", "if", "do", "repeat" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (token_is(t, words[i]))
            return true;
    return false;
}

static bool closes(const struct token *t)
{
    return token_is(t, "}") || token_is(t, ")") || token_is(t, "]") || token_is(t, "end") ||
           token_is(t, "until");
}

/* Behind the item that begins at the current token: at the comma, or at the table's end. */
static void skip_item(struct search *s)
{
    for (int depth = 0; s->t.type != TOKEN_END; advance(s)) {
        if (depth == 0 && (token_is(&s->t, ",") || token_is(&s->t, ";") || token_is(&s->t, "}")))
            return;
        depth += opens(&s->t) - closes(&s->t);
    }
}

/* The first step of a pointer: its text and length; NULL at the end. */
static const char *first(const char *pointer, size_t *n)
{
    if (pointer[0] != '/')
        return NULL;
    *n = strcspn(pointer + 1, "/");
    return pointer + 1;
}

static bool same(const struct token *t, const char *key, size_t n)
{
    return t->len == n && memcmp(t->s, key, n) == 0;
}

/* At the token behind "{". */
static void inside(struct search *s, const char *pointer, int depth)
{
    size_t n, index = 0;
    const char *key = first(pointer, &n);

    if (!key || depth > DEPTH)
        return;
    while (s->t.type != TOKEN_END && !token_is(&s->t, "}")) {
        struct token item = s->t;
        bool hit;

        if (s->t.type == TOKEN_NAME && token_is(&s->next, "=")) {
            hit = same(&s->t, key, n);
            advance(s);
            advance(s);
        } else if (token_is(&s->t, "[") && s->next.type == TOKEN_TEXT) {
            advance(s);
            item = s->t;
            hit = same(&s->t, key, n);
            while (advance(s) && !token_is(&s->t, "="))
                ;
            advance(s);
        } else {
            hit = n > 0 && strspn(key, "0123456789") == n && strtoul(key, NULL, 10) == index;
            index++;
        }
        if (hit) {
            s->line = item.line;
            s->column = item.column;
            if (token_is(&s->t, "{") && advance(s))
                inside(s, key + n, depth + 1);
            return;
        }
        skip_item(s);
        if (!token_is(&s->t, "}"))
            advance(s);
    }
}

bool place_find(const char *source, size_t len, int line, const char *word, const char *pointer, int *at_line,
                int *at_column)
{
    struct search s;
    bool found = word[0] == '\0';

    lex_start(&s.lex, source, len);
    lex_next(&s.lex, &s.next);
    while (advance(&s)) {
        if (s.t.line < line)
            continue;
        found = found || token_is(&s.t, word);
        if (found && token_is(&s.t, "{"))
            break;
    }
    if (s.t.type == TOKEN_END)
        return false;
    s.line = s.t.line;
    s.column = s.t.column;
    if (advance(&s))
        inside(&s, pointer, 0);
    *at_line = s.line;
    *at_column = s.column;
    return true;
}
