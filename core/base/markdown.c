#include "base/markdown.h"

#include <md4c.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"

struct render {
    const struct markdown_picture *pictures;
    size_t n;
    struct buf *out;
    size_t limit;  /* length of `out` beyond which we stop */
    int alt;       /* depth of pictures: only words within */
    bool picture;  /* the outermost one is shown */
    bool link[16]; /* is the link at this depth shown? */
    int depth;
};

/* Text -----------------------------------------------------------------------------------------------------
 */

/* Characters that are not shown: controls, marks of direction, the byte order mark. */
static bool hidden(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e ||
           c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb);
}

static void put_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_char(b, (char)c);
    } else if (c < 0x800) {
        buf_char(b, (char)(0xc0 | c >> 6));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        buf_char(b, (char)(0xe0 | c >> 12));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_char(b, (char)(0xf0 | c >> 18));
        buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    }
}

static void put_escaped(struct buf *b, uint32_t c)
{
    switch (c) {
    case '<':
        buf_str(b, "&lt;");
        break;
    case '>':
        buf_str(b, "&gt;");
        break;
    case '&':
        buf_str(b, "&amp;");
        break;
    case '"':
        buf_str(b, "&quot;");
        break;
    case '\'':
        buf_str(b, "&#39;");
        break;
    default:
        put_utf8(b, c);
    }
}

/* The next character of valid UTF-8. */
static uint32_t next_char(const char *s, size_t n, size_t *at)
{
    const unsigned char *u = (const unsigned char *)s + *at;
    int more = *u < 0x80 ? 0 : *u < 0xe0 ? 1 : *u < 0xf0 ? 2 : 3;
    uint32_t c = more == 0 ? *u : more == 1 ? *u & 0x1fU : more == 2 ? *u & 0x0fU : *u & 0x07U;

    ++*at;
    for (int i = 0; i < more && *at < n; i++, ++*at)
        c = c << 6 | ((unsigned char)s[*at] & 0x3fU);
    return c;
}

static void put_text(struct buf *b, const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        uint32_t c = next_char(s, n, &at);

        if (!hidden(c))
            put_escaped(b, c);
    }
}

/* "&#106;" "&#x6a;" "&amp;": the character; 0 for a name that we do not know, which then stays as written. */
static uint32_t entity(const char *s, size_t n)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = {
        { "&amp;", '&' },     { "&lt;", '<' },        { "&gt;", '>' },       { "&quot;", '"' },
        { "&apos;", '\'' },   { "&nbsp;", 0xa0 },     { "&ndash;", 0x2013 }, { "&mdash;", 0x2014 },
        { "&times;", 0xd7 },  { "&divide;", 0xf7 },   { "&le;", 0x2264 },    { "&ge;", 0x2265 },
        { "&rarr;", 0x2192 }, { "&hellip;", 0x2026 },
    };
    uint32_t c = 0;

    if (n > 2 && s[1] == '#') {
        bool hex = s[2] == 'x' || s[2] == 'X';

        for (size_t i = hex ? 3 : 2; i + 1 < n; i++) {
            int digit = s[i] <= '9' ? s[i] - '0' : (s[i] | 0x20) - 'a' + 10;

            c = c * (hex ? 16U : 10U) + (uint32_t)digit;
            if (c > 0x10ffff)
                return 0xfffd;
        }
        return c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c;
    }
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i].name) == n && memcmp(names[i].name, s, n) == 0)
            return names[i].c;
    return 0;
}

static void put_entity(struct buf *b, const char *s, size_t n)
{
    uint32_t c = entity(s, n);

    if (!c)
        put_text(b, s, n);
    else if (!hidden(c))
        put_escaped(b, c);
}

/* Addresses ------------------------------------------------------------------------------------------------
 */

/* What the attribute stands for, entities resolved, so that "&#106;avascript:" hides nothing. */
static void plain(const MD_ATTRIBUTE *a, struct buf *out)
{
    for (size_t i = 0; a->text && a->substr_offsets[i] < a->size; i++) {
        const char *s = a->text + a->substr_offsets[i];
        size_t n = a->substr_offsets[i + 1] - a->substr_offsets[i];
        uint32_t c = a->substr_types[i] == MD_TEXT_ENTITY ? entity(s, n) : 0;

        if (c)
            put_utf8(out, c);
        else
            buf_add(out, s, n);
    }
    buf_char(out, '\0');
}

/* No address that we pass on has spaces, controls or quotes in it, or another scheme. */
static bool safe_address(const char *s)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:" };
    size_t n = strlen(s), head = 0;

    for (size_t i = 0; i < COUNT(schemes); i++)
        if (strncasecmp(s, schemes[i], strlen(schemes[i])) == 0)
            head = strlen(schemes[i]);
    if (!head || n == head || n > 2000)
        return false;
    for (size_t at = 0; at < n;) {
        uint32_t c = next_char(s, n, &at);

        if (c <= ' ' || hidden(c) || c == 0xa0 || c == 0x3000 || c == '\\' || c == '"' || c == '<' ||
            c == '>')
            return false;
    }
    return true;
}

static const char *picture_url(const struct render *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->pictures[i].name, name) == 0)
            return r->pictures[i].url;
    return NULL;
}

/* Tags -----------------------------------------------------------------------------------------------------
 */

static int done(const struct render *r)
{
    return r->out->len > r->limit; /* not 0 ends the parsing */
}

static const char *align(const void *detail)
{
    switch (((const MD_BLOCK_TD_DETAIL *)detail)->align) {
    case MD_ALIGN_CENTER:
        return " class=\"tengah\"";
    case MD_ALIGN_RIGHT:
        return " class=\"kanan\"";
    default:
        return "";
    }
}

static const char *const block_tags[] = {
    [MD_BLOCK_QUOTE] = "blockquote",
    [MD_BLOCK_UL] = "ul",
    [MD_BLOCK_OL] = "ol",
    [MD_BLOCK_LI] = "li",
    [MD_BLOCK_P] = "p",
    [MD_BLOCK_TABLE] = "table",
    [MD_BLOCK_THEAD] = "thead",
    [MD_BLOCK_TBODY] = "tbody",
    [MD_BLOCK_TR] = "tr",
    [MD_BLOCK_TH] = "th",
    [MD_BLOCK_TD] = "td",
};

static const char *block_tag(MD_BLOCKTYPE type)
{
    return (size_t)type < COUNT(block_tags) ? block_tags[type] : NULL;
}

/* One deeper than written, h6 at most. */
static unsigned level(const void *detail)
{
    unsigned n = ((const MD_BLOCK_H_DETAIL *)detail)->level + 1;

    return n > 6 ? 6 : n;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
    struct render *r = arg;
    const char *tag = block_tag(type);

    if (type == MD_BLOCK_H)
        buf_printf(r->out, "<h%u>", level(detail));
    else if (type == MD_BLOCK_CODE)
        buf_str(r->out, "<pre><code>");
    else if (type == MD_BLOCK_HR)
        buf_str(r->out, "<hr>\n");
    else if (type == MD_BLOCK_OL && ((MD_BLOCK_OL_DETAIL *)detail)->start != 1)
        buf_printf(r->out, "<ol start=\"%u\">", ((MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (tag)
        buf_printf(r->out, "<%s%s>", tag, type == MD_BLOCK_TH || type == MD_BLOCK_TD ? align(detail) : "");
    return done(r);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
    struct render *r = arg;
    const char *tag = block_tag(type);

    if (type == MD_BLOCK_H)
        buf_printf(r->out, "</h%u>\n", level(detail));
    else if (type == MD_BLOCK_CODE)
        buf_str(r->out, "</code></pre>\n");
    else if (tag)
        buf_printf(r->out, "</%s>\n", tag);
    return done(r);
}

static void enter_link(struct render *r, const MD_SPAN_A_DETAIL *a)
{
    struct buf address = BUF_NONE;
    bool shown;

    plain(&a->href, &address);
    shown = safe_address(address.p) && (size_t)r->depth < COUNT(r->link);
    if (shown) {
        buf_str(r->out, "<a href=\"");
        put_text(r->out, address.p, strlen(address.p));
        buf_str(r->out, "\" rel=\"noopener noreferrer nofollow\">");
    }
    if ((size_t)r->depth < COUNT(r->link))
        r->link[r->depth] = shown;
    r->depth++;
    buf_free(&address);
}

static void leave_link(struct render *r)
{
    r->depth--;
    if ((size_t)r->depth < COUNT(r->link) && r->link[r->depth])
        buf_str(r->out, "</a>");
}

static void enter_picture(struct render *r, const MD_SPAN_IMG_DETAIL *img)
{
    struct buf name = BUF_NONE;
    const char *url;

    if (r->alt++)
        return;
    plain(&img->src, &name);
    url = picture_url(r, name.p);
    r->picture = url != NULL;
    if (url) {
        buf_str(r->out, "<img src=\"");
        put_text(r->out, url, strlen(url));
        buf_str(r->out, "\" alt=\"");
    }
    buf_free(&name);
}

static void leave_picture(struct render *r)
{
    if (--r->alt == 0 && r->picture)
        buf_str(r->out, "\">");
}

static const char *span_tag(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return "em";
    case MD_SPAN_STRONG:
        return "strong";
    case MD_SPAN_CODE:
        return "code";
    case MD_SPAN_DEL:
        return "del";
    default:
        return NULL;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
    struct render *r = arg;

    if (type == MD_SPAN_IMG)
        enter_picture(r, detail);
    else if (!r->alt && type == MD_SPAN_A)
        enter_link(r, detail);
    else if (!r->alt && span_tag(type))
        buf_printf(r->out, "<%s>", span_tag(type));
    return done(r);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
    struct render *r = arg;

    (void)detail;
    if (type == MD_SPAN_IMG)
        leave_picture(r);
    else if (!r->alt && type == MD_SPAN_A)
        leave_link(r);
    else if (!r->alt && span_tag(type))
        buf_printf(r->out, "</%s>", span_tag(type));
    return done(r);
}

static int text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *arg)
{
    struct render *r = arg;

    if (type == MD_TEXT_BR)
        buf_str(r->out, r->alt ? " " : "<br>\n");
    else if (type == MD_TEXT_SOFTBR)
        buf_char(r->out, r->alt ? ' ' : '\n');
    else if (type == MD_TEXT_ENTITY)
        put_entity(r->out, s, n);
    else if (type != MD_TEXT_NULLCHAR)
        put_text(r->out, s, n);
    return done(r);
}

enum status markdown_html(const char *source, size_t len, const struct markdown_picture *pictures, size_t n,
                          struct buf *out, struct err *e)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = text,
    };
    struct render r = { .pictures = pictures, .n = n, .out = out, .limit = out->len + MARKDOWN_HTML };
    size_t start = out->len;

    if (len > MARKDOWN_MAX)
        return err_set(e, E_MARKDOWN, "Materi melebihi %d KiB.", MARKDOWN_MAX / 1024);
    if (!utf8_valid(source, len))
        return err_set(e, E_MARKDOWN, "Materi bukan teks UTF-8.");
    buf_reserve(out, len + 1);
    if (md_parse(source, (MD_SIZE)len, &parser, &r) == 0)
        return ST_OK;
    out->len = start;
    return err_set(e, E_MARKDOWN, "Materi menjadi terlalu besar bila ditampilkan.");
}
