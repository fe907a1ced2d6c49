/* Writes the attacks as files, for those who send them to a server instead of a host. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void put(const char *folder, const char *name, const void *data, size_t len)
{
    char path[1024];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "wb");
    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0) {
        perror(path);
        exit(2);
    }
}

/* code LF values LF */
static void put_expect(const char *folder, const char *want, const char *results)
{
    char text[700];
    int n = snprintf(text, sizeof(text), "%s\n%s\n", want, results);

    put(folder, "expect", text, (size_t)n);
}

static void folder_of(const char *to, const char *name, const char *variant, char out[900])
{
    snprintf(out, 900, "%s/%s.%s", to, name, variant);
    if (mkdir(out, 0700) != 0) {
        perror(out);
        exit(2);
    }
}

void export_case(const char *to, const char *name, const char *variant, const char *want, const char *results,
                 const struct hand *h)
{
    char folder[900];

    folder_of(to, name, variant, folder);
    put_expect(folder, want, results);
    for (size_t i = 0; i < h->p.nfiles; i++)
        put(folder, h->files[i].path, h->files[i].data, h->files[i].len);
}

void export_test(const char *to, const char *name, const char *want, const char *text)
{
    const char *cases = strstr(text, "-- uji: "), *end = cases ? strchr(cases, '\n') : NULL;
    char folder[900];

    if (!end)
        return;
    folder_of(to, name, "test", folder);
    put_expect(folder, want, "");
    put(folder, "init.lua", text, strlen(text));
    put(folder, "tests.json", cases + 8, (size_t)(end - cases - 8));
}
