#include "app/periksa_bukti.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/bukti.h"

/* False: there is no such file. */
static bool digest_of(const char *path, char hex[DIGEST_HEX])
{
    static char chunk[65536];
    struct hash_state h;
    struct digest d;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return false;
    hash_start_sha256(&h);
    while ((n = read(fd, chunk, sizeof(chunk))) > 0)
        hash_add(&h, chunk, (size_t)n);
    close(fd);
    hash_finish(&h, &d);
    digest_hex(&d, hex);
    return n == 0;
}

static void look(const char *dir, const char *sha256, struct periksa_bukti *out)
{
    char path[4096], found[DIGEST_HEX] = "";
    bool there, same;

    bukti_path(dir, sha256, path, sizeof(path));
    there = digest_of(path, found);
    same = there && strcmp(found, sha256) == 0;
    out->n++;
    out->hilang += !there;
    out->berubah += there && !same;
    if (!same && !out->contoh[0])
        snprintf(out->contoh, sizeof(out->contoh), "%s", sha256);
}

enum status periksa_bukti(struct db *db, const char *dir, struct periksa_bukti *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT sha256 FROM bukti UNION SELECT sha256 FROM progres_bukti UNION"
                             " SELECT bukti_sha256 FROM pelatihan WHERE bukti_sha256 IS NOT NULL ORDER BY 1",
                             "");

    *out = (struct periksa_bukti){ 0 };
    while (st == ST_OK && rows_next(&r))
        look(dir, row_text(&r, 0), out);
    return rows_end(&r, st, e);
}
