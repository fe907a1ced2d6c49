/* A package as a stranger uploads it: any bytes as a .tar, and any text as the manifest of an otherwise sound
 * package. Either is read into something whole or refused with a code; nothing else. */
#include <stdlib.h>
#include <string.h>

#include "script/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void settle(struct package *p, enum status st, const struct err *e)
{
    if ((st == ST_OK) != (e->code == E_NONE) || (st == ST_OK && (p->nfiles == 0 || !p->manifest.id)))
        abort();
    package_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char init[] = "fungsi { nama = \"contoh\", hitung = function() return 1 end }\n";
    struct package_file files[] = { { "init.lua", (const uint8_t *)init, sizeof(init) - 1 },
                                    { "plugin.json", data, size } };
    struct package p = { 0 };
    struct err e = ERR_NONE;

    settle(&p, package_read_tar(data, size, &p, &e), &e);
    p = (struct package){ 0 };
    err_clear(&e);
    settle(&p, package_from_files(files, COUNT(files), &p, &e), &e);
    return 0;
}
