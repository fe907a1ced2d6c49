/* Reads a package's folder. Nothing is followed out of it: no links, no devices, one level of folders. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "script/package_build.h"

static enum status read_file(struct build *b, int dir, const char *name, const char *path, struct err *e)
{
    struct stat s;
    uint8_t *data;
    size_t len, have = 0;
    ssize_t got = 1;
    enum status st = ST_OK;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return err_set(e, E_PLUGIN_PAKET, "%s: tidak dapat dibuka: %s.", path, strerror(errno));
    /* Looked at again through the descriptor: the name may mean something else by now. */
    if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) {
        st = err_set(e, E_PLUGIN_PAKET, "%s: bukan berkas biasa.", path);
        goto out;
    }
    len = (size_t)s.st_size;
    if ((st = build_reserve(b, path, len, &data, e)) != ST_OK)
        goto out;
    while (have < len && (got = read(fd, data + have, len - have)) > 0)
        have += (size_t)got;
    if (have < len)
        st = err_set(e, E_PLUGIN_PAKET, "%s: berubah atau tidak terbaca selagi dibaca.", path);
out:
    close(fd);
    return st;
}

/* `prefix` is "" for the package's own folder, else the name of a folder in it. */
static enum status read_folder(struct build *b, int fd, const char *prefix, int *entries, struct err *e)
{
    DIR *d = fdopendir(fd);
    struct dirent *entry;
    enum status st = ST_OK;

    if (!d) {
        close(fd);
        return err_set(e, E_PLUGIN_PAKET, "%s: folder tidak dapat dibaca: %s.", prefix, strerror(errno));
    }
    while (st == ST_OK && (entry = readdir(d))) {
        const char *name = entry->d_name;
        char path[600];
        struct stat s;

        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        snprintf(path, sizeof(path), "%s%s%s", prefix, prefix[0] ? "/" : "", name);
        if (++*entries > PACKAGE_FILES + 1)
            break; /* said once */
        if (*entries > PACKAGE_FILES)
            st = err_set(e, E_PLUGIN_BESAR, "Paket memuat lebih dari %d berkas.", PACKAGE_FILES);
        else if (fstatat(dirfd(d), name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            st = err_set(e, E_PLUGIN_PAKET, "%s: tidak dapat dibaca: %s.", path, strerror(errno));
        else if (S_ISLNK(s.st_mode))
            st = err_set(e, E_PLUGIN_PAKET, "%s: tautan tidak diperbolehkan dalam paket.", path);
        else if (S_ISREG(s.st_mode))
            st = read_file(b, dirfd(d), name, path, e);
        else if (!S_ISDIR(s.st_mode))
            st = err_set(e, E_PLUGIN_PAKET, "%s: bukan berkas biasa.", path);
        else if (prefix[0] || name[0] == '.')
            st = err_set(e, E_PLUGIN_PAKET, "%s: %s.", path,
                         prefix[0] ? "folder hanya boleh satu tingkat"
                                   : "folder tersembunyi tidak diperbolehkan");
        else {
            int sub = openat(dirfd(d), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

            st = sub < 0
                     ? err_set(e, E_PLUGIN_PAKET, "%s: folder tidak dapat dibuka: %s.", path, strerror(errno))
                     : read_folder(b, sub, name, entries, e);
        }
        st = build_note(b, st, e);
    }
    closedir(d);
    return st;
}

enum status package_note_dir(const char *dir, struct findings *notes, struct package *out, struct err *e)
{
    struct build b;
    int entries = 0, fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status st;

    if (fd < 0) {
        *out = (struct package){ .notes = notes };
        return err_set(e, E_PLUGIN_TIDAK_ADA, "Folder plugin %s tidak dapat dibuka: %s.", dir,
                       strerror(errno));
    }
    build_start(&b, false, notes);
    st = read_folder(&b, fd, "", &entries, e);
    return build_close(&b, st, out, e);
}
