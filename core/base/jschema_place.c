/* Where in a JSON text a JSON Pointer leads, so that a fault can name its line. */
#include "base/jschema.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct scan {
    const char *p, *end;
    int line;
};

static void blank(struct scan *s)
{
    for (; s->p < s->end && isspace((unsigned char)*s->p); s->p++)
        s->line += *s->p == '\n';
}

static void string(struct scan *s)
{
    for (s->p++; s->p < s->end && *s->p != '"'; s->p++)
        if (*s->p == '\\' && s->p + 1 < s->end)
            s->p++;
    if (s->p < s->end)
        s->p++;
}

static void value(struct scan *s)
{
    int depth = 0;

    do {
        blank(s);
        if (s->p >= s->end)
            return;
        if (*s->p == '"') {
            string(s);
        } else if (*s->p == '{' || *s->p == '[') {
            depth++;
            s->p++;
        } else if (*s->p == '}' || *s->p == ']') {
            depth--;
            s->p++;
        } else if (*s->p == ',' || *s->p == ':') {
            s->p++;
        } else {
            while (s->p < s->end && !strchr(",:]} \t\r\n", *s->p))
                s->p++;
        }
    } while (depth > 0);
}

static bool key_is(const char *key, const char *end, const char *token, size_t n)
{
    for (size_t i = 0; i < n; i++, key++) {
        char c = token[i];

        if (c == '~' && i + 1 < n)
            c = token[++i] == '0' ? '~' : '/';
        if (key >= end || *key != c)
            return false;
    }
    return key < end && *key == '"';
}

/* Steps into the member or item that `token` names; false if there is none. */
static bool step(struct scan *s, const char *token, size_t n, int *line, const char **at)
{
    bool object = *s->p == '{';
    long want = strtol(token, NULL, 10);

    if (!object && *s->p != '[')
        return false;
    s->p++;
    for (long i = 0;; i++) {
        bool hit = !object && i == want;

        blank(s);
        if (s->p >= s->end || *s->p == '}' || *s->p == ']')
            return false;
        *line = s->line;
        *at = s->p;
        if (object) {
            hit = *s->p == '"' && key_is(s->p + 1, s->end, token, n);
            value(s);
            blank(s);
            s->p++;
        }
        blank(s);
        if (hit)
            return s->p < s->end;
        value(s);
        blank(s);
        if (s->p < s->end && *s->p == ',')
            s->p++;
    }
}

/* Characters of the line before `at`, and one. */
static int column_of(const char *text, const char *at)
{
    int column = 1;

    for (; at > text && at[-1] != '\n'; at--)
        column += ((unsigned char)at[-1] & 0xC0) != 0x80;
    return column;
}

int json_place(const char *text, size_t len, const char *pointer, int *column)
{
    size_t mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct scan s = { text + mark, text + len, 1 };
    const char *at = text + mark, *deeper_at;
    int line = 1, deeper;

    blank(&s);
    while (*pointer == '/' && s.p < s.end) {
        size_t n = strcspn(++pointer, "/");

        if (!step(&s, pointer, n, &deeper, &deeper_at))
            break;
        line = deeper;
        at = deeper_at;
        pointer += n;
    }
    *column = column_of(text + mark, at);
    return line;
}

int json_line(const char *text, size_t len, const char *pointer)
{
    int column;

    return json_place(text, len, pointer, &column);
}
