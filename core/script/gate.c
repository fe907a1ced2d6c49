#include "script/gate.h"

#include <stdio.h>
#include <string.h>

#include "base/jschema.h"
#include "base/json.h"
#include "base/markdown.h"
#include "script/check.h"
#include "script/manifest.h"

enum { QUESTIONS = 200, CHOICES = 10 }; /* of a quiz: domain/modul.h */

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

/* The wrapper's place is not the author's: /isian/properties/x is his /isian/x. */
static void unwrap(struct err *e, const char *at)
{
    size_t n = strlen(at);

    for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
        char *place = e->faults[i].at;

        if (strncmp(place, at, n) == 0 && strncmp(place + n, "/properties", 11) == 0)
            memmove(place + n, place + n + 11, strlen(place + n + 11) + 1);
    }
}

/* `isian` of indikator and fungsi, written by a stranger. */
static enum status check_inputs(const json_t *listing, struct err *e)
{
    static const struct {
        const char *kind, *key;
    } kinds[] = { { "indikator", "kode" }, { "fungsi", "nama" } };
    enum status bad = ST_OK;

    for (size_t k = 0; k < COUNT(kinds); k++) {
        const json_t *list = json_object_get(listing, kinds[k].kind);

        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *item = json_array_get(list, i);
            json_t *schema = jschema_object(json_object_get(item, "isian"));
            char at[128];
            enum status st;

            snprintf(at, sizeof(at), "/%s/%.64s/isian", kinds[k].kind, text(item, kinds[k].key));
            st = jschema_check_schema(schema, at, E_PLUGIN_SKEMA, e);
            json_decref(schema);
            unwrap(e, at);
            if (st != ST_OK)
                bad = st;
        }
    }
    if (bad != ST_OK)
        snprintf(e->file, sizeof(e->file), "init.lua");
    return bad;
}

/* Is `path` a lesson or a picture? */
static bool is_material(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot && strcmp(dot, ".lua") != 0 && strcmp(dot, ".json") != 0 && strcmp(path, "README.md") != 0;
}

static bool names_file(const json_t *lesson, const char *path)
{
    const json_t *pictures = json_object_get(lesson, "gambar");

    if (strcmp(text(lesson, "berkas"), path) == 0)
        return true;
    for (size_t i = 0; i < json_array_size(pictures); i++) {
        const char *s = json_string_value(json_array_get(pictures, i));

        if (s && strcmp(s, path) == 0)
            return true;
    }
    return false;
}

static bool is_named(const json_t *trainings, const char *path)
{
    for (size_t i = 0; i < json_array_size(trainings); i++) {
        const json_t *lessons = json_object_get(json_array_get(trainings, i), "materi");

        for (size_t j = 0; j < json_array_size(lessons); j++)
            if (names_file(json_array_get(lessons, j), path))
                return true;
    }
    return false;
}

/* Pictures are what their names say: a browser must never be given something else. */
static bool is_picture(const struct package_file *f)
{
    const char *dot = strrchr(f->path, '.');

    if (strcmp(dot, ".png") == 0)
        return f->len > 8 && memcmp(f->data, "\x89PNG\r\n\x1a\n", 8) == 0;
    return f->len > 3 && memcmp(f->data, "\xff\xd8\xff", 3) == 0;
}

static void check_exists(const struct package *p, const char *at, const char *path, bool picture,
                         struct err *e)
{
    const struct package_file *f = package_file(p, path);

    if (!f || !is_material(path))
        err_fault(e, at, "materi menyebut \"%s\", yang tidak ada dalam paket.", path);
    else if (picture == (strstr(path, ".md") != NULL))
        err_fault(e, at, "\"%s\" bukan %s.", path, picture ? "gambar" : "berkas Markdown (.md)");
}

static bool is_words(const json_t *v)
{
    const char *s = json_string_value(v);

    return s && s[strspn(s, " \t\r\n")] != '\0';
}

/* One question: words, two to ten choices, and the number of the right one. */
static void check_question(const char *kode, size_t i, const json_t *q, struct err *e)
{
    const json_t *choices = json_object_get(q, "pilihan"), *right = json_object_get(q, "jawaban");
    size_t n = json_array_size(choices);
    double d = json_number_value(right);
    char at[160];

    snprintf(at, sizeof(at), "/pelatihan/%.64s/kuis/%zu/soal", kode, i);
    if (!is_words(json_object_get(q, "soal")))
        err_fault(e, at, "Soal ke-%zu belum mempunyai teks soal.", i + 1);
    snprintf(at, sizeof(at), "/pelatihan/%.64s/kuis/%zu/pilihan", kode, i);
    if (n < 2 || n > CHOICES)
        err_fault(e, at, "Soal ke-%zu harus mempunyai 2 sampai %d pilihan.", i + 1, CHOICES);
    for (size_t k = 0; k < n; k++)
        if (!is_words(json_array_get(choices, k)))
            err_fault(e, at, "Pilihan ke-%zu dari soal ke-%zu harus teks.", k + 1, i + 1);
    snprintf(at, sizeof(at), "/pelatihan/%.64s/kuis/%zu/jawaban", kode, i);
    if (!json_is_number(right) || d < 1 || d > (double)n || d != (double)(int)d)
        err_fault(e, at, "Jawaban soal ke-%zu harus nomor pilihan, 1 sampai %zu.", i + 1, n);
}

static void check_quiz(const json_t *training, struct err *e)
{
    const json_t *quiz = json_object_get(training, "kuis");
    const char *kode = text(training, "kode");
    char at[160];

    snprintf(at, sizeof(at), "/pelatihan/%.64s/kuis", kode);
    if (json_array_size(quiz) > QUESTIONS)
        err_fault(e, at, "Kuis paling banyak %d soal.", QUESTIONS);
    for (size_t i = 0; i < json_array_size(quiz); i++)
        check_question(kode, i, json_array_get(quiz, i), e);
}

static enum status check_material(const struct package *p, const json_t *listing, struct err *e)
{
    const json_t *trainings = json_object_get(listing, "pelatihan");
    char at[160];

    for (size_t i = 0; i < json_array_size(trainings); i++) {
        const json_t *training = json_array_get(trainings, i), *lessons = json_object_get(training, "materi");

        check_quiz(training, e);
        for (size_t j = 0; j < json_array_size(lessons); j++) {
            const json_t *lesson = json_array_get(lessons, j), *pictures = json_object_get(lesson, "gambar");

            snprintf(at, sizeof(at), "/pelatihan/%.64s/materi/%zu/judul", text(training, "kode"), j);
            if (!is_words(json_object_get(lesson, "judul")))
                err_fault(e, at, "Materi ke-%zu belum mempunyai judul.", j + 1);
            snprintf(at, sizeof(at), "/pelatihan/%.64s/materi/%zu/berkas", text(training, "kode"), j);
            check_exists(p, at, text(lesson, "berkas"), false, e);
            for (size_t k = 0; k < json_array_size(pictures); k++) {
                const char *picture = json_string_value(json_array_get(pictures, k));

                snprintf(at, sizeof(at), "/pelatihan/%.64s/materi/%zu/gambar/%zu", text(training, "kode"), j,
                         k);
                check_exists(p, at, picture ? picture : "", true, e);
            }
        }
    }
    for (size_t i = 0; i < p->nfiles; i++) {
        const struct package_file *f = &p->files[i];

        if (!is_material(f->path))
            continue;
        if (!is_named(trainings, f->path))
            err_fault(e, f->path, "%s tidak disebut dalam materi mana pun.", f->path);
        else if (strstr(f->path, ".md") && f->len > MARKDOWN_MAX)
            err_fault(e, f->path, "%s melebihi %d KiB; bagi menjadi beberapa materi.", f->path,
                      MARKDOWN_MAX / 1024);
        else if (!strstr(f->path, ".md") && !is_picture(f))
            err_fault(e, f->path, "%s bukan gambar PNG atau JPEG.", f->path);
    }
    return e->nfaults ? err_set(e, E_PLUGIN_MATERI, "%s", e->faults[0].msg) : ST_OK;
}

enum status gate_match(const struct package *p, const json_t *listing, enum gate_part part, struct err *e)
{
    switch (part) {
    case GATE_PROVIDES:
        return manifest_match(p, listing, e);
    case GATE_INPUTS:
        return check_inputs(listing, e);
    default:
        return check_material(p, listing, e);
    }
}

/* A package that was refused is worth a second look: the check finds the exact line. */
static void find_line(struct host *h, const struct package *p, struct err *e)
{
    struct arena *a = arena_new();
    struct err exact = ERR_NONE;
    struct check k;

    if (package_check(h, p, a, &k, &exact) != ST_OK && k.findings)
        *e = exact;
    arena_free(a);
}

enum status gate_load(struct host *h, const struct package *p, const json_t **listing, struct err *e)
{
    const json_t *mine;
    enum status st;

    if ((st = host_load(h, p, &mine, e)) == ST_OK && listing)
        *listing = mine;
    for (int part = 0; part < GATE_PARTS && st == ST_OK; part++)
        st = gate_match(p, mine, (enum gate_part)part, e);
    if (st == ST_INVALID || st == ST_LIMIT) {
        find_line(h, p, e);
        st = err_status(e);
    }
    return st;
}

static int64_t limit(int64_t wish, int64_t most)
{
    return wish > 0 && wish < most ? wish : most;
}

static void put_cost(struct buf *out, const struct package *p, const struct host_row *row)
{
    const struct limits most = LIMITS_CALL;

    buf_printf(
        out, ",\"biaya\":{\"instruksi\":%lld,\"memori\":%lld,\"batas_instruksi\":%lld,\"batas_memori\":%lld}",
        (long long)row->instructions, (long long)row->peak,
        (long long)limit(p->manifest.limits.instructions, most.instructions),
        (long long)limit(p->manifest.limits.memory, most.memory));
}

static enum status call_once(struct host *h, const struct package *p, const char *name, json_t *input,
                             const json_t *settings, bool cost, struct buf *out, struct err *e)
{
    struct target t = { 0 };
    const json_t *listing = NULL;
    json_t *full = NULL;
    struct buf canonical = BUF_NONE, packed = BUF_NONE, rows = BUF_NONE;
    struct arena *a = arena_new();
    struct host_row row = { 0 };
    struct digest digest;
    enum status st;

    if ((st = gate_load(h, p, &listing, e)) != ST_OK ||
        (st = target_find(p, listing, name, &t, e)) != ST_OK || (st = target_input(&t, input, e)) != ST_OK ||
        (st = package_settings(p, settings, &full, &canonical, &digest, e)) != ST_OK)
        goto out;
    wire_json(&packed, full);
    wire_array(&rows, 1);
    wire_json(&rows, input);
    st = host_run(h,
                  &(struct host_request){ .release = p,
                                          .function = t.function,
                                          .settings = &packed,
                                          .rows = &rows,
                                          .nrows = 1,
                                          .counted = cost,
                                          .trace = true,
                                          .optional = t.optional,
                                          .noptional = t.noptional },
                  a, &row, e);
    if (st != ST_OK)
        goto out;
    if (row.code != E_NONE) {
        *e = *row.err;
        st = code_row(row.code)->status;
        goto out;
    }
    if ((st = target_result(&t, row.value, row.value_len, e)) != ST_OK)
        goto out;
    buf_str(out, "{\"hasil\":");
    buf_add(out, row.value, row.value_len);
    buf_printf(out, ",\"jejak\":%s", row.trace ? row.trace : "[]");
    if (cost)
        put_cost(out, p, &row);
    buf_char(out, '}');
out:
    target_free(&t);
    json_decref(full);
    buf_free(&canonical);
    buf_free(&packed);
    buf_free(&rows);
    arena_free(a);
    return st;
}

enum status plugin_call(struct host *h, const struct package *p, const char *name, json_t *input,
                        const json_t *settings, struct buf *out, struct err *e)
{
    return call_once(h, p, name, input, settings, false, out, e);
}

enum status plugin_call_cost(struct host *h, const struct package *p, const char *name, json_t *input,
                             const json_t *settings, struct buf *out, struct err *e)
{
    return call_once(h, p, name, input, settings, true, out, e);
}
