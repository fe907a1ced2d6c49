/* Markdown of a stranger as HTML that is safe to put into a page.
 *
 * md4c parses; what is written is ours: a short list of tags without attributes of the author's choosing,
 * every text escaped. Raw HTML is text. Links go to http, https and mailto only, pictures are those that the
 * caller names; anything else stays as its words. Marks that turn the direction of writing, and control
 * characters, are left out: what one reads is what is there.
 */
#ifndef BASE_MARKDOWN_H
#define BASE_MARKDOWN_H

#include "base/err.h"

enum {
    MARKDOWN_MAX = 256 * 1024,       /* bytes of a text */
    MARKDOWN_HTML = 2 * 1024 * 1024, /* of what it becomes: references can grow a short text without end */
};
struct markdown_picture {
    const char *name; /* as the text writes it */
    const char *url;
};
/* Appends. Headings begin at h2: the page has its own title. E_MARKDOWN: too large, or no UTF-8. */
MUST_USE enum status markdown_html(const char *text, size_t len, const struct markdown_picture *pictures,
                                   size_t n, struct buf *out, struct err *e);

#endif
