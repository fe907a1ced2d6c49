/* A disk that fills up on command, for a program that knows nothing of it: LD_PRELOAD=libfulldisk.so with
 * FULLDISK="FOLDER SWITCH". While the file SWITCH exists, no file below FOLDER grows: ENOSPC, as from a full
 * file system. What lies within a file's size can still be overwritten. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[1024], mark[1024];

__attribute__((constructor)) static void install(void)
{
    const char *text = getenv("FULLDISK");

    if (!text || sscanf(text, "%1023s %1023s", folder, mark) != 2)
        *folder = '\0';
}

static int full_for(int fd, off_t end)
{
    char link[64], path[1024];
    struct stat s;
    ssize_t n;

    if (!*folder || access(mark, F_OK) != 0 || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || end <= s.st_size)
        return 0;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof(path) - 1);
    return n > 0 && strncmp(path, folder, strlen(folder)) == 0;
}

/* The next function of that name: POSIX lets an object pointer carry it. */
static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);

    if (!real)
        *(void **)&real = next("pwrite64");
    if (full_for(fd, at + (off_t)n)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite64(fd, p, n, at);
}

ssize_t write(int fd, const void *p, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    off_t at;

    if (!real)
        *(void **)&real = next("write");
    at = *folder ? lseek(fd, 0, SEEK_CUR) : -1;
    if (at >= 0 && full_for(fd, at + (off_t)n)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, p, n);
}

int ftruncate64(int fd, off_t size)
{
    static int (*real)(int, off_t);

    if (!real)
        *(void **)&real = next("ftruncate64");
    if (full_for(fd, size)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, size);
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}
