/* Lessons: whatever bytes come in, what goes out is bounded, UTF-8, and has no tag or address that is not
 * ours. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct markdown_picture pictures[] = { { "a.png", "/gambar/1" } };
static const char *const tags[] = {
    "a href=\"https://",
    "a href=\"http://",
    "a href=\"mailto:",
    "/a>",
    "img src=\"/gambar/1\" alt=\"",
    "p>",
    "/p>",
    "br>",
    "hr>",
    "em>",
    "/em>",
    "strong>",
    "/strong>",
    "del>",
    "/del>",
    "code>",
    "/code>",
    "pre>",
    "/pre>",
    "ul>",
    "/ul>",
    "ol>",
    "ol start=\"",
    "/ol>",
    "li>",
    "/li>",
    "h2>",
    "/h2>",
    "h3>",
    "/h3>",
    "h4>",
    "/h4>",
    "h5>",
    "/h5>",
    "h6>",
    "/h6>",
    "blockquote>",
    "/blockquote>",
    "table>",
    "/table>",
    "thead>",
    "/thead>",
    "tbody>",
    "/tbody>",
    "tr>",
    "/tr>",
    "th>",
    "th class=\"",
    "/th>",
    "td>",
    "td class=\"",
    "/td>",
};

static bool ours(const char *s)
{
    for (size_t i = 0; i < COUNT(tags); i++)
        if (strncasecmp(s, tags[i], strlen(tags[i])) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf out = BUF_NONE;
    struct err e = ERR_NONE;
    enum status st = markdown_html((const char *)data, size, pictures, COUNT(pictures), &out, &e);

    if (st != ST_OK && e.code != E_MARKDOWN)
        abort();
    if (out.len > MARKDOWN_HTML + 8192 || (out.len && !utf8_valid(out.p, out.len)))
        abort();
    for (size_t i = 0; i < out.len; i++)
        if (out.p[i] == '\0' || (out.p[i] == '<' && !ours(out.p + i + 1)))
            abort();
    buf_free(&out);
    return 0;
}
