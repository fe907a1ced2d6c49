/* Lessons are a stranger's text: what comes out has only our tags and addresses, whatever went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/markdown.h"

static const struct markdown_picture pictures[] = { { "alur.png", "/gambar/1" },
                                                    { "materi/alur.png", "/gambar/1" } };

static const struct {
    const char *in, *out;
} rows[] = {
    { "# Judul\n\nSatu *dua* **tiga** `x < y`", "<h2>Judul</h2>\n<p>Satu <em>dua</em> <strong>tiga</strong>"
                                                " <code>x &lt; y</code></p>\n" },
    { "1. a\n2. b", "<ol><li>a</li>\n<li>b</li>\n</ol>\n" },
    { "| A | B |\n|---|--:|\n| 1 | 2 |",
      "<table><thead><tr><th>A</th>\n<th class=\"kanan\">B</th>\n</tr>\n</thead>\n"
      "<tbody><tr><td>1</td>\n<td class=\"kanan\">2</td>\n</tr>\n</tbody>\n"
      "</table>\n" },
    { "90 &divide; 100 &ge; 80%", "<p>90 \xc3\xb7 100 \xe2\x89\xa5 80%</p>\n" },
    { "```html\n<b onclick=x>\n```", "<pre><code>&lt;b onclick=x&gt;\n</code></pre>\n" },
    /* HTML, SVG, comments, CDATA: words. */
    { "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n" },
    { "a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n" },
    { "<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>\n" },
    { "<!-- x --><![CDATA[y]]>", "<p>&lt;!-- x --&gt;&lt;![CDATA[y]]&gt;</p>\n" },
    { "</p></div><iframe src=//jahat>", "<p>&lt;/p&gt;&lt;/div&gt;&lt;iframe src=//jahat&gt;</p>\n" },
    { "&lt;script&gt;", "<p>&lt;script&gt;</p>\n" },
    { "&#60;script&#x3e;", "<p>&lt;script&gt;</p>\n" },
    { "&colon;&jahat;", "<p>&amp;colon;&amp;jahat;</p>\n" },
    /* Links. */
    { "[JDIH](https://jdih.example/a?b=1&c=2)", "<p><a href=\"https://jdih.example/a?b=1&amp;c=2\""
                                                " rel=\"noopener noreferrer nofollow\">JDIH</a></p>\n" },
    { "[surat](mailto:a@b.id)",
      "<p><a href=\"mailto:a@b.id\" rel=\"noopener noreferrer nofollow\">surat</a></p>\n" },
    { "[x](javascript:alert(1))", "<p>x</p>\n" },
    { "[x](JaVaScRiPt:alert(1))", "<p>x</p>\n" },
    { "[x](&#106;avascript:alert(1))", "<p>x</p>\n" },
    { "[x](java&#10;script:alert(1))", "<p>x</p>\n" },
    { "[x](<java\tscript:alert(1)>)", "<p>x</p>\n" },
    { "[x](\x01javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n" },
    { "[x](data:text/html;base64,PHNjcmlwdD4=)", "<p>x</p>\n" },
    { "[x](vbscript:x) [y](file:///etc/passwd)", "<p>x y</p>\n" },
    { "[x](//jahat.example) [y](/api/v1/sesi) [z](\\\\jahat)", "<p>x y z</p>\n" },
    { "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n" },
    { "[x](https://a/\"onmouseover=\"alert)", "<p>x</p>\n" },
    { "[x](<https://a/ onmouseover=alert>)", "<p>x</p>\n" },
    { "[x](https://a 'judul\"onclick=alert(1)')",
      "<p><a href=\"https://a\" rel=\"noopener noreferrer nofollow\">x"
      "</a></p>\n" },
    { "[r]\n\n[r]: javascript:alert(1)", "<p>r</p>\n" },
    /* Pictures. */
    { "![Alur <layanan>](alur.png)", "<p><img src=\"/gambar/1\" alt=\"Alur &lt;layanan&gt;\"></p>\n" },
    { "![*a* \"b](materi/alur.png \"t\")", "<p><img src=\"/gambar/1\" alt=\"a &quot;b\"></p>\n" },
    { "![luar](https://jahat.example/lacak.png)", "<p>luar</p>\n" },
    { "![svg](lain.svg) ![naik](../alur.png)", "<p>svg naik</p>\n" },
    { "![a ![b](alur.png) c](alur.png)", "<p><img src=\"/gambar/1\" alt=\"a b c\"></p>\n" },
    { "[![a](alur.png)](https://x)", "<p><a href=\"https://x\" rel=\"noopener noreferrer nofollow\"><img"
                                     " src=\"/gambar/1\" alt=\"a\"></a></p>\n" },
    /* Marks of direction and controls; also written as entities. */
    { "lulus\xe2\x80\xae kadit", "<p>lulus kadit</p>\n" },
    { "a\xe2\x81\xa6"
      "b\xe2\x81\xa9\xe2\x80\x8f"
      "c\xef\xbb\xbf",
      "<p>abc</p>\n" },
    { "a&#x202e;b&#8238;c", "<p>abc</p>\n" },
    { "a\x1b[31mb\x08", "<p>a[31mb</p>\n" },
    { "[a\xe2\x80\xae](https://x/\xe2\x80\xae)", "<p>a</p>\n" },
};

static void each_text_becomes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_NONE;
        struct err e = ERR_NONE;

        assert_int_equal(markdown_html(rows[i].in, strlen(rows[i].in), pictures, COUNT(pictures), &out, &e),
                         ST_OK);
        if (strcmp(out.p ? out.p : "", rows[i].out) != 0)
            fail_msg("row %zu: %s\n  wanted %s\n  got    %s", i, rows[i].in, rows[i].out, out.p);
        buf_free(&out);
    }
}

static void nul_and_bad_bytes(void **state)
{
    struct buf out = BUF_NONE;
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(markdown_html("a\xff\xfe<b>", 6, NULL, 0, &out, &e), ST_INVALID);
    assert_int_equal(e.code, E_MARKDOWN);
    assert_int_equal(out.len, 0);
    assert_int_equal(markdown_html("", 0, NULL, 0, &out, &e), ST_OK);
    buf_free(&out);
}

/* References to one long title: a short text that would become gigabytes. */
static void growth_has_an_end(void **state)
{
    struct buf in = BUF_NONE, out = BUF_NONE;
    struct err e = ERR_NONE;

    (void)state;
    buf_str(&in, "[a]: https://");
    for (int i = 0; i < 1900; i++)
        buf_char(&in, 'x');
    buf_str(&in, "\n\n");
    while (in.len < MARKDOWN_MAX - 8)
        buf_str(&in, "[a] ");
    assert_int_equal(markdown_html(in.p, in.len, NULL, 0, &out, &e), ST_INVALID);
    assert_int_equal(out.len, 0);
    err_clear(&e);
    buf_str(&in, "[a] [a] ");
    assert_int_equal(markdown_html(in.p, MARKDOWN_MAX + 1, NULL, 0, &out, &e), ST_INVALID);
    buf_free(&in);
    buf_free(&out);
}

/* Whatever bytes come in, no tag leaves that is not ours. */
static void noise_never_opens_a_tag(void **state)
{
    static const char pieces[][12] = {
        "<",    ">",  "![",          "](",       ")",        "[",     "]",  "*",  "`",   "\n", "|", "&#",
        "x3c;", "\"", "javascript:", "https://", "alur.png", "<a b=", "- ", "> ", "1. ", "\t", "~~"
    };
    static const char *const tags[] = { "a href=\"",
                                        "/a>",
                                        "p>",
                                        "/p>",
                                        "em>",
                                        "/em>",
                                        "strong>",
                                        "/strong>",
                                        "code>",
                                        "/code>",
                                        "del>",
                                        "/del>",
                                        "img src=\"/gambar/1\" alt=\"",
                                        "br>",
                                        "hr>",
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
                                        "h3>",
                                        "/h3>",
                                        "/h2>",
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
                                        "/th>",
                                        "td>",
                                        "/td>" };

    (void)state;
    srand(7);
    for (int round = 0; round < 3000; round++) {
        struct buf in = BUF_NONE, out = BUF_NONE;
        struct err e = ERR_NONE;

        for (int i = 0; i < 40; i++)
            buf_str(&in, pieces[(size_t)rand() % COUNT(pieces)]);
        assert_int_equal(markdown_html(in.p, in.len, pictures, COUNT(pictures), &out, &e), ST_OK);
        for (const char *at = out.p ? strchr(out.p, '<') : NULL; at; at = strchr(at + 1, '<')) {
            bool ours = false;

            for (size_t t = 0; t < COUNT(tags); t++)
                ours |= strncmp(at + 1, tags[t], strlen(tags[t])) == 0;
            if (!ours)
                fail_msg("%s\nbecame %s", in.p, out.p);
        }
        buf_free(&in);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_becomes),
        cmocka_unit_test(nul_and_bad_bytes),
        cmocka_unit_test(growth_has_an_end),
        cmocka_unit_test(noise_never_opens_a_tag),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
