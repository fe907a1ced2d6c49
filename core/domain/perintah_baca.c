#include "domain/perintah_baca.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

enum { AT_SIZE = 128 };

bool kode_ada(const char *const *kode, const char *s)
{
    for (; *kode; kode++)
        if (strcmp(*kode, s) == 0)
            return true;
    return false;
}

static size_t characters(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static bool blank(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

static void text(const json_t *v, const char *at, const struct baca_medan *m, const char **out,
                 struct arena *a, struct err *e)
{
    const char *s = json_string_value(v);

    if (!s)
        err_fault(e, at, "Harus berupa teks.");
    else if (m->wajib && blank(s))
        err_fault(e, at, "Wajib diisi.");
    else if (m->maks && characters(s) > (size_t)m->maks)
        err_fault(e, at, "Paling banyak %d karakter.", m->maks);
    else
        *out = arena_strdup(a, s);
}

static void code(const json_t *v, const char *at, const struct baca_medan *m, const char **out, struct err *e)
{
    const char *s = json_string_value(v);
    char list[160] = "";
    size_t len = 0;

    for (size_t i = 0; m->kode[i]; i++) {
        if (s && strcmp(s, m->kode[i]) == 0) {
            *out = m->kode[i];
            return;
        }
        if (len < sizeof(list))
            len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i ? ", " : "", m->kode[i]);
    }
    err_fault(e, at, "Pilih salah satu: %s.", list);
}

static void integer(const json_t *v, const char *at, int64_t *out, struct err *e)
{
    double d = json_number_value(v);

    if (!json_is_number(v) || d < 0 || d > 9007199254740992.0 || d != (double)(int64_t)d)
        err_fault(e, at, "Harus berupa bilangan bulat, tidak negatif.");
    else
        *out = (int64_t)d;
}

static void number(const json_t *v, const char *at, const double **out, struct arena *a, struct err *e)
{
    double d = json_number_value(v), *p;

    if (!json_is_number(v) || d > 9007199254740992.0 || d < -9007199254740992.0) {
        err_fault(e, at, "Harus berupa bilangan.");
        return;
    }
    p = arena_new_of(a, double);
    *p = d;
    *out = p;
}

static void date(const json_t *v, const char *at, const char **out, struct arena *a, struct err *e)
{
    const char *s = json_string_value(v);
    int32_t day;

    if (s && date_parse(s, &day))
        *out = arena_strdup(a, s);
    else
        err_fault(e, at, "Harus berupa tanggal, misalnya 2026-01-31.");
}

static void field(const json_t *v, const char *at, const struct baca_medan *m, void *out, struct arena *a,
                  struct err *e)
{
    void *p = (char *)out + m->offset;

    switch (m->jenis) {
    case BACA_TEKS:
        text(v, at, m, p, a, e);
        break;
    case BACA_KODE:
        code(v, at, m, p, e);
        break;
    case BACA_BULAT:
        integer(v, at, p, e);
        break;
    case BACA_BILANGAN:
        number(v, at, p, a, e);
        break;
    case BACA_YA:
        if (json_is_boolean(v))
            *(bool *)p = json_is_true(v);
        else
            err_fault(e, at, "Harus true atau false.");
        break;
    case BACA_TANGGAL:
        date(v, at, p, a, e);
        break;
    case BACA_LAIN:
        break;
    }
}

static const struct baca_medan *find(const struct baca_medan *m, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(m[i].key, key) == 0)
            return &m[i];
    return NULL;
}

void baca_objek(const json_t *v, const char *at, const struct baca_medan *m, size_t n, void *out,
                struct arena *a, struct err *e)
{
    char here[AT_SIZE];

    if (!json_is_object(v)) {
        err_fault(e, at, "Harus berupa objek.");
        return;
    }
    for (void *it = json_object_iter((json_t *)v); it; it = json_object_iter_next((json_t *)v, it)) {
        const char *key = json_object_iter_key(it);
        const struct baca_medan *row = find(m, n, key);

        snprintf(here, sizeof(here), "%s/%s", at, key);
        if (!row)
            err_fault(e, here, "Isian ini tidak dikenal.");
        else if (!json_is_null(json_object_iter_value(it)))
            field(json_object_iter_value(it), here, row, out, a, e);
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *have = json_object_get(v, m[i].key);

        snprintf(here, sizeof(here), "%s/%s", at, m[i].key);
        if (m[i].wajib && (!have || json_is_null(have)))
            err_fault(e, here, "Wajib diisi.");
    }
}

const json_t *baca_daftar(const json_t *v, const char *at, const char *key, bool wajib, size_t maks,
                          struct err *e)
{
    const json_t *list = json_object_get(v, key);
    char here[AT_SIZE];

    snprintf(here, sizeof(here), "%s/%s", at, key);
    if (!list || json_is_null(list)) {
        if (wajib)
            err_fault(e, here, "Wajib diisi.");
        return NULL;
    }
    if (!json_is_array(list)) {
        err_fault(e, here, "Harus berupa daftar.");
        return NULL;
    }
    if (json_array_size(list) > maks) {
        err_fault(e, here, "Paling banyak %zu.", maks);
        return NULL;
    }
    return list;
}

enum status baca_akhir(struct err *e)
{
    if (e->nfaults == 0)
        return ST_OK;
    return err_set(e, E_MASUKAN, "Isian belum benar: %s %s", e->faults[0].at, e->faults[0].msg);
}
