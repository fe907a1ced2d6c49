#include "script/lex.h"

#include <ctype.h>
#include <string.h>

void lex_start(struct lex *l, const char *source, size_t len)
{
    *l = (struct lex){ source, source + len, source, 1 };
    if (len >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0)
        l->p = l->line_start = source + 3;
}

int lex_column(const char *start, const char *at)
{
    int column = 1;

    for (; start < at; start++)
        column += ((unsigned char)*start & 0xC0) != 0x80;
    return column;
}

static void step(struct lex *l)
{
    if (*l->p++ == '\n') {
        l->line++;
        l->line_start = l->p;
    }
}

/* At "[": the level of a long bracket, -1 if it is none. */
static int long_level(const struct lex *l)
{
    const char *q = l->p + 1;

    while (q < l->end && *q == '=')
        q++;
    return q < l->end && *q == '[' ? (int)(q - l->p - 1) : -1;
}

/* Behind the long bracket; what was in it goes to *s and *len. */
static void skip_long(struct lex *l, int level, const char **s, size_t *len)
{
    l->p += level + 2;
    *s = l->p;
    for (; l->p < l->end; step(l)) {
        const char *q = l->p + 1;

        if (*l->p != ']')
            continue;
        while (q < l->end && *q == '=')
            q++;
        if (q < l->end && *q == ']' && q - l->p - 1 == level) {
            *len = (size_t)(l->p - *s);
            l->p = q + 1;
            return;
        }
    }
    *len = (size_t)(l->p - *s);
}

static void skip_comment(struct lex *l)
{
    const char *s;
    size_t len;
    int level;

    l->p += 2;
    if (l->p < l->end && *l->p == '[' && (level = long_level(l)) >= 0) {
        skip_long(l, level, &s, &len);
        return;
    }
    while (l->p < l->end && *l->p != '\n')
        l->p++;
}

static void read_quoted(struct lex *l, struct token *t)
{
    char quote = *l->p++;

    t->s = l->p;
    while (l->p < l->end && *l->p != quote && *l->p != '\n') {
        if (*l->p == '\\' && l->p + 1 < l->end)
            l->p++;
        step(l);
    }
    t->len = (size_t)(l->p - t->s);
    if (l->p < l->end && *l->p == quote)
        l->p++;
}

static bool word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* "1.5", "0x10", "1e-3"; not a point that belongs to "..". */
static void read_number(struct lex *l)
{
    for (; l->p < l->end; l->p++) {
        bool sign = (*l->p == '-' || *l->p == '+') && (l->p[-1] == 'e' || l->p[-1] == 'E');

        if (!word(*l->p) && !sign && (*l->p != '.' || (l->p + 1 < l->end && l->p[1] == '.')))
            return;
    }
}

static bool skip_blank(struct lex *l)
{
    const char *start = l->p;

    while (l->p < l->end) {
        if (isspace((unsigned char)*l->p))
            step(l);
        else if (l->end - l->p >= 2 && l->p[0] == '-' && l->p[1] == '-')
            skip_comment(l);
        else
            break;
    }
    return l->p > start;
}

bool lex_next(struct lex *l, struct token *t)
{
    bool first = l->p == l->line_start && l->line == 1;
    int level;

    *t = (struct token){ .apart = skip_blank(l) || first };
    t->s = l->p;
    t->line = l->line;
    t->column = lex_column(l->line_start, l->p);
    if (l->p >= l->end)
        return false;
    if (*l->p == '"' || *l->p == '\'') {
        t->type = TOKEN_TEXT;
        read_quoted(l, t);
        return true;
    }
    if (*l->p == '[' && (level = long_level(l)) >= 0) {
        t->type = TOKEN_TEXT;
        skip_long(l, level, &t->s, &t->len);
        return true;
    }
    if (isdigit((unsigned char)*l->p)) {
        t->type = TOKEN_NUMBER;
        read_number(l);
    } else if (word(*l->p)) {
        t->type = TOKEN_NAME;
        while (l->p < l->end && word(*l->p))
            l->p++;
    } else {
        t->type = TOKEN_SYMBOL;
        l->p++;
    }
    t->len = (size_t)(l->p - t->s);
    return true;
}

bool token_is(const struct token *t, const char *w)
{
    return t->type != TOKEN_TEXT && strlen(w) == t->len && memcmp(t->s, w, t->len) == 0;
}
