#include "domain/csv.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/nip.h"

/* The state of libcsv's parser within a cell (FIELD_BEGUN in its source, unchanged since 3.0). */
enum { IN_CELL = 2 };

/* Reading --------------------------------------------------------------------------------------------- */

struct reader {
    struct arena *a;
    char *cells[CSV_CELLS_MAX];
    size_t ncells;
    int row;
    bool title_seen;
    struct csv_tabel *out;
    struct buf rows;
    int bad_row;
    const char *bad; /* first fault, NULL none */
};

static void fault(struct reader *r, const char *what)
{
    if (!r->bad) {
        r->bad = what;
        r->bad_row = r->row;
    }
}

static void on_cell(void *s, size_t n, void *arg)
{
    struct reader *r = arg;

    if (r->ncells == CSV_CELLS_MAX) {
        fault(r, "terlalu banyak kolom");
        return;
    }
    if (n > CSV_CELL_MAX)
        fault(r, "ada sel yang terlalu panjang");
    if (n && memchr(s, '\0', n))
        fault(r, "ada byte nol di dalam sel");
    r->cells[r->ncells++] = n && n <= CSV_CELL_MAX ? arena_strndup(r->a, s, n) : arena_strdup(r->a, "");
}

static void on_row(int c, void *arg)
{
    struct reader *r = arg;
    struct csv_baris b = { .nomor = r->row, .n = r->ncells };
    bool content = false;

    (void)c;
    for (size_t i = 0; i < r->ncells; i++)
        content = content || r->cells[i][strspn(r->cells[i], " \t")];
    if (content && !r->bad) {
        b.sel = arena_array(r->a, char *, r->ncells);
        memcpy(b.sel, r->cells, r->ncells * sizeof(char *));
        if (!r->title_seen)
            r->out->judul = b;
        else if (r->out->nbaris == CSV_ROWS_MAX)
            fault(r, "terlalu banyak baris");
        else
            buf_add(&r->rows, &b, sizeof(b));
        r->out->nbaris += r->title_seen;
        r->title_seen = true;
    }
    r->ncells = 0;
    r->row++;
}

/* The separator that stands more often in the title row, outside quotes. */
static char separator(const char *s, size_t len)
{
    size_t semicolons = 0, commas = 0;
    bool quoted = false;

    for (size_t i = 0; i < len && (quoted || s[i] != '\n'); i++) {
        quoted ^= s[i] == '"';
        semicolons += !quoted && s[i] == ';';
        commas += !quoted && s[i] == ',';
    }
    return commas > semicolons ? ',' : ';';
}

/* Without the mark, with every line end as one '\n', so that rows are counted as a spreadsheet does. */
static char *normalise(const char *bytes, size_t *len, struct arena *a)
{
    char *out = arena_alloc(a, *len + 1), *t = out;
    size_t i = *len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    for (; i < *len; i++) {
        if (bytes[i] == '\r')
            *t++ = '\n';
        else if (bytes[i] != '\n' || i == 0 || bytes[i - 1] != '\r')
            *t++ = bytes[i];
    }
    *len = (size_t)(t - out);
    return out;
}

static enum status check_bytes(const char *bytes, size_t len, struct err *e)
{
    if (len > CSV_BYTES_MAX)
        return err_set(e, E_TERLALU_BESAR, "Berkas CSV melebihi %d MiB.", CSV_BYTES_MAX >> 20);
    if (len >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
        return err_set(e, E_IMPOR_BENTUK, "Berkas ini XLSX, bukan CSV: pakai Simpan Sebagai CSV UTF-8.");
    if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return err_set(e, E_IMPOR_BENTUK, "Berkas ini UTF-16: pakai Simpan Sebagai CSV UTF-8.");
    if (!utf8_valid(bytes, len))
        return err_set(e, E_IMPOR_BENTUK, "Berkas bukan UTF-8: pakai Simpan Sebagai CSV UTF-8.");
    return ST_OK;
}

static void finish(struct reader *r)
{
    r->out->baris = arena_array(r->a, struct csv_baris, r->out->nbaris + 1);
    if (r->rows.len)
        memcpy(r->out->baris, r->rows.p, r->rows.len);
}

enum status csv_baca(const char *bytes, size_t len, struct arena *a, struct csv_tabel *out, struct err *e)
{
    struct csv_parser p;
    struct reader *r = arena_new_of(a, struct reader);
    char *text;
    enum status st = check_bytes(bytes, len, e);

    *out = (struct csv_tabel){ .nbaris = 0 };
    if (st != ST_OK)
        return st;
    text = normalise(bytes, &len, a);
    out->pemisah = separator(text, len);
    r->a = a;
    r->out = out;
    r->row = 1;
    if (csv_init(&p, CSV_REPALL_NL) != 0)
        return err_set(e, E_GAGAL, NULL);
    csv_set_delim(&p, (unsigned char)out->pemisah);
    if (csv_parse(&p, text, len, on_cell, on_row, r) != len)
        fault(r, csv_strerror(csv_error(&p)));
    /* libcsv's strict mode would tell, but refuses ="…" as well. */
    if (p.quoted && p.pstate == IN_CELL)
        fault(r, "tanda petik tidak ditutup");
    (void)csv_fini(&p, on_cell, on_row, r);
    csv_free(&p);
    if (!r->bad && !r->title_seen)
        fault(r, "tidak ada baris judul");
    if (r->bad) {
        st = err_set(e, E_IMPOR_BENTUK, "Berkas CSV tidak dapat dibaca: %s.", r->bad);
        e->line = r->bad_row;
    } else {
        finish(r);
    }
    buf_free(&r->rows);
    return st;
}

/* Bytes of a blank at `s`: space, tab, line end, no-break space, zero-width mark; 0 if none. */
static size_t blank(const char *s)
{
    static const char *const wide[] = { "\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF", "\xE2\x80\x8B" };

    if (*s == ' ' || *s == '\t' || *s == '\n')
        return 1;
    for (size_t i = 0; i < COUNT(wide); i++)
        if (strncmp(s, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return 0;
}

char *csv_bersih(char *cell)
{
    char *end = NULL;
    size_t n;

    while ((n = blank(cell)) > 0)
        cell += n;
    for (char *s = cell; *s; s += n ? n : 1)
        if ((n = blank(s)) == 0)
            end = s + 1;
    if (end)
        *end = '\0';
    n = strlen(cell);
    if (n >= 3 && cell[0] == '=' && cell[1] == '"' && cell[n - 1] == '"') {
        cell[n - 1] = '\0';
        return cell + 2;
    }
    return cell[0] == '\'' ? cell + 1 : cell;
}

/* Writing --------------------------------------------------------------------------------------------- */

void csv_mulai(struct buf *out)
{
    buf_str(out, "\xEF\xBB\xBF");
}

static void next_cell(struct buf *out)
{
    if (out->len > 3 && out->p[out->len - 1] != '\n')
        buf_char(out, ';');
}

static void quoted(struct buf *out, const char *prefix, const char *text)
{
    /* An empty first cell is quoted too: next_cell must see that something stands there. */
    buf_char(out, '"');
    buf_str(out, prefix);
    for (; *text; text++) {
        if (*text == '"')
            buf_char(out, '"');
        if (*text != '\r')
            buf_char(out, *text);
    }
    buf_char(out, '"');
}

void csv_teks(struct buf *out, const char *text)
{
    bool guard = text && *text && strchr("=+-@' \t\n0123456789", *text);

    next_cell(out);
    quoted(out, guard ? "'" : "", text ? text : "");
}

void csv_nip(struct buf *out, const char *nip)
{
    char shown[22];

    nip_display(nip, shown);
    next_cell(out);
    quoted(out, "", shown);
}

void csv_angka(struct buf *out, int64_t v)
{
    next_cell(out);
    buf_printf(out, "%lld", (long long)v);
}

void csv_akhir(struct buf *out)
{
    buf_str(out, "\r\n");
}
