/* Packages as JSON, for editors: read and written, pictures as Base64. */
#include <string.h>

#include "base/base64.h"
#include "base/json.h"
#include "script/package_build.h"

/* Reading -------------------------------------------------------------------------------------------------
 */

static enum status add_base64(struct build *b, const char *path, const json_t *isi, struct err *e)
{
    struct buf bytes = BUF_NONE;
    enum status st;

    if (base64_decode(&bytes, json_string_value(isi), json_string_length(isi)))
        st = build_add(b, path, bytes.p, bytes.len, e);
    else
        st = err_set(e, E_PLUGIN_PAKET, "%.100s: isinya bukan Base64 yang sah.", path);
    buf_free(&bytes);
    return st;
}

static enum status add_text(struct build *b, const char *path, const json_t *isi, struct err *e)
{
    if (!json_is_string(isi))
        return err_set(e, E_PLUGIN_PAKET, "%.100s: isinya bukan teks.", path);
    return build_add(b, path, json_string_value(isi), json_string_length(isi), e);
}

/* {"path","isi","base64"?} */
static enum status add_entry(struct build *b, const json_t *entry, struct err *e)
{
    const json_t *path = json_object_get(entry, "path"), *isi = json_object_get(entry, "isi"),
                 *base64 = json_object_get(entry, "base64");

    if (!json_is_string(path) || !json_is_string(isi) || (base64 && !json_is_boolean(base64)))
        return err_set(e, E_PLUGIN_PAKET, "Setiap berkas paket berbentuk {path, isi, base64}.");
    return json_is_true(base64) ? add_base64(b, json_string_value(path), isi, e)
                                : add_text(b, json_string_value(path), isi, e);
}

enum status package_note_texts(const json_t *files, struct findings *notes, struct package *out,
                               struct err *e)
{
    struct build b;
    const char *path;
    json_t *one;
    size_t i;
    enum status st = ST_OK;

    build_start(&b, false, notes);
    json_array_foreach(files, i, one)
    {
        if ((st = build_note(&b, add_entry(&b, one, e), e)) != ST_OK)
            break;
    }
    json_object_foreach((json_t *)files, path, one)
    {
        if ((st = build_note(&b, add_text(&b, path, one, e), e)) != ST_OK)
            break;
    }
    return build_close(&b, st, out, e);
}

/* Writing -------------------------------------------------------------------------------------------------
 */

bool package_own(const struct package_file *f)
{
    return strncmp(f->path, "lib/", 4) != 0;
}

bool package_is_text(const struct package_file *f)
{
    static const char *const suffixes[] = { ".lua", ".json", ".md" };
    const char *dot = strrchr(f->path, '.');

    for (size_t i = 0; dot && i < COUNT(suffixes); i++)
        if (strcmp(dot, suffixes[i]) == 0)
            return utf8_valid((const char *)f->data, f->len) && !memchr(f->data, '\0', f->len);
    return false;
}

void package_json(struct jw *w, const struct package_file *files, size_t n)
{
    struct buf text = BUF_NONE;

    jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        bool plain = package_is_text(&files[i]);

        if (!package_own(&files[i]))
            continue;
        jw_open(w, '{');
        jw_ktext(w, "path", files[i].path);
        buf_clear(&text);
        if (plain)
            json_quote(&text, (const char *)files[i].data, files[i].len);
        else {
            buf_char(&text, '"');
            base64_encode(&text, files[i].data, files[i].len);
            buf_char(&text, '"');
        }
        jw_key(w, "isi");
        jw_raw(w, text.p, text.len);
        if (!plain)
            jw_kbool(w, "base64", true);
        jw_close(w);
    }
    jw_close(w);
    buf_free(&text);
}
