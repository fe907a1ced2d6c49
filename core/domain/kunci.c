#include "domain/kunci.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

enum { KEY_HEX = 2 * KUNCI_BYTES };

static enum status key_read(int fd, const char *path, const char *sebut, enum code code,
                            uint8_t out[KUNCI_BYTES], struct err *e)
{
    char text[KEY_HEX + 2] = "";
    struct stat s;
    ssize_t n;
    size_t len = 0;
    enum status st = ST_OK;

    if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
        return err_set(e, code, "%s %s bukan berkas biasa.", sebut, path);
    if (s.st_mode & 077)
        return err_set(e, code, "%s %s dapat dibaca pengguna lain; jalankan chmod 600.", sebut, path);
    n = read(fd, text, sizeof(text) - 1);
    if (n < KEY_HEX || sodium_hex2bin(out, KUNCI_BYTES, text, KEY_HEX, NULL, &len, NULL) != 0 ||
        len != KUNCI_BYTES)
        st = err_set(e, code, "Isi %s rusak.", path);
    sodium_memzero(text, sizeof(text));
    return st;
}

/* Durable before its first use: what was made with a key that was lost would look forged, or stay closed. */
static bool write_all(int fd, const char *text, size_t n)
{
    return write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
}

static void sync_parent(const char *path)
{
    char folder[512];
    const char *slash = strrchr(path, '/');
    int fd;

    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    fd = open(folder[0] ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* Under a name of its own until it is whole, then linked: of two first starts at once, one key wins. */
static enum status key_create(const char *path, const char *sebut, enum code code, struct err *e)
{
    uint8_t key[KUNCI_BYTES];
    char text[KEY_HEX + 2], part[512], tail[17];
    enum status st = ST_OK;
    int fd;

    random_hex(tail, 8);
    snprintf(part, sizeof(part), "%s.%s", path, tail);
    fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(e, code, "%s %s tidak dapat dibuat: %s.", sebut, path, strerror(errno));
    randombytes_buf(key, sizeof(key));
    sodium_bin2hex(text, sizeof(text), key, sizeof(key));
    text[KEY_HEX] = '\n';
    if (!write_all(fd, text, KEY_HEX + 1) || (link(part, path) != 0 && errno != EEXIST))
        st = err_set(e, code, "%s %s tidak dapat ditulis: %s.", sebut, path, strerror(errno));
    close(fd);
    unlink(part);
    sync_parent(path);
    sodium_memzero(key, sizeof(key));
    sodium_memzero(text, sizeof(text));
    return st;
}

enum status kunci_baca(const char *path, const char *sebut, enum code code, uint8_t out[KUNCI_BYTES],
                       struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    enum status st = ST_OK;

    if (fd < 0 && errno == ENOENT) {
        if ((st = key_create(path, sebut, code, e)) != ST_OK)
            return st;
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    }
    if (fd < 0)
        return err_set(e, code, "%s %s tidak dapat dibaca: %s.", sebut, path, strerror(errno));
    st = key_read(fd, path, sebut, code, out, e);
    close(fd);
    return st;
}
