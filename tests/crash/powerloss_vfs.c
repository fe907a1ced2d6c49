#include "powerloss_vfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512, CHUNK = 64 * 1024 /* the system's VFS takes less than 128 KiB at once */ };

/* One path: as this process sees it, and how that differs from the real file. Entries are never removed. */
struct disk {
    struct disk *next;
    char *path;
    unsigned char *now;
    bool *dirty; /* by sector: differs from the real file */
    int64_t size, cap;
    bool exists; /* false after a delete; the real file stays until the folder is synced */
    bool fresh;  /* created since the folder was synced: the real name may be gone or lead to the old file */
    bool ghost;  /* fresh, and there is an old file */
};

struct file {
    sqlite3_file base;
    struct disk *disk; /* NULL: a temporary file, passed through */
    sqlite3_file *real;
};

static struct {
    pthread_mutex_t lock;
    struct powerloss o;
    struct disk *disks;
    int64_t events;
    uint64_t random;
    sqlite3_vfs *real;
    sqlite3_vfs vfs;
} g = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void die(const char *what)
{
    fprintf(stderr, "powerloss: %s\n", what);
    abort();
}

/* splitmix64 */
static uint64_t next_random(void)
{
    uint64_t z = g.random += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static bool coin(unsigned percent)
{
    return next_random() % 100 < percent;
}

/* The image --------------------------------------------------------------------------------------------- */

static void reserve(struct disk *d, int64_t size)
{
    int64_t cap = d->cap ? d->cap : 64 * 1024;

    if (size <= d->cap)
        return;
    while (cap < size)
        cap *= 2;
    d->now = realloc(d->now, (size_t)cap);
    d->dirty = realloc(d->dirty, (size_t)(cap / SECTOR) * sizeof(bool));
    if (!d->now || !d->dirty)
        die("out of memory");
    memset(d->now + d->cap, 0, (size_t)(cap - d->cap));
    memset(d->dirty + d->cap / SECTOR, 0, (size_t)((cap - d->cap) / SECTOR) * sizeof(bool));
    d->cap = cap;
}

static void touch(struct disk *d, int64_t from, int64_t to)
{
    for (int64_t s = from / SECTOR; s * SECTOR < to; s++)
        d->dirty[s] = true;
}

static void resize(struct disk *d, int64_t size)
{
    reserve(d, size);
    if (size > d->size) {
        memset(d->now + d->size, 0, (size_t)(size - d->size));
        touch(d, d->size, size);
    }
    d->size = size;
}

static struct disk *find(const char *path)
{
    struct disk *d = g.disks;

    while (d && strcmp(d->path, path) != 0)
        d = d->next;
    return d;
}

static struct disk *load(const char *path, sqlite3_file *real, bool existed)
{
    struct disk *d = calloc(1, sizeof(*d));
    sqlite3_int64 size = 0;

    if (!d || !(d->path = strdup(path)))
        die("out of memory");
    if (real->pMethods->xFileSize(real, &size) != SQLITE_OK)
        die("file size");
    reserve(d, size);
    for (int64_t at = 0; at < size; at += CHUNK)
        if (real->pMethods->xRead(real, d->now + at, (int)(size - at < CHUNK ? size - at : CHUNK), at) !=
            SQLITE_OK)
            die("read");
    d->size = size;
    d->exists = true;
    d->fresh = !existed;
    d->next = g.disks;
    g.disks = d;
    return d;
}

/* The power cut ---------------------------------------------------------------------------------------- */

static int64_t sector_end(const struct disk *d, int64_t s)
{
    return (s + 1) * SECTOR < d->size ? (s + 1) * SECTOR : d->size;
}

static void survive(struct disk *d)
{
    static const unsigned chance[] = { 0, 5, 50, 95, 100 };
    unsigned percent = chance[next_random() % 5];
    struct stat st;
    int fd;

    if (!d->exists) {
        if (coin(50))
            unlink(d->path);
        return;
    }
    if (d->fresh && coin(50)) {
        if (!d->ghost)
            unlink(d->path);
        return;
    }
    /* Straight to the file: closing or locking no longer matters. */
    fd = open(d->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || fstat(fd, &st) != 0 || (d->fresh && ftruncate(fd, 0) != 0))
        die("cut");
    if (d->size < st.st_size && coin(50) && ftruncate(fd, d->size) != 0)
        die("cut");
    for (int64_t s = 0; s * SECTOR < d->size; s++)
        if ((d->dirty[s] || d->fresh) && coin(percent)) {
            size_t n = (size_t)(sector_end(d, s) - s * SECTOR);

            if (pwrite(fd, d->now + s * SECTOR, n, s * SECTOR) != (ssize_t)n)
                die("cut");
        }
}

static _Noreturn void cut_locked(void)
{
    for (struct disk *d = g.disks; d; d = d->next)
        survive(d);
    _exit(POWERLOSS_EXIT); /* with the lock: no other thread gets anything written */
}

static void event(void)
{
    if (++g.events == g.o.cut_at)
        cut_locked();
}

_Noreturn void powerloss_cut(void)
{
    pthread_mutex_lock(&g.lock);
    cut_locked();
}

int64_t powerloss_events(void)
{
    int64_t n;

    pthread_mutex_lock(&g.lock);
    n = g.events;
    pthread_mutex_unlock(&g.lock);
    return n;
}

/* Files ------------------------------------------------------------------------------------------------- */

#define REAL(f) (((struct file *)(f))->real)
#define DISK(f) (((struct file *)(f))->disk)

static int f_close(sqlite3_file *f)
{
    int rc = REAL(f)->pMethods ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK;

    f->pMethods = NULL;
    return rc;
}

static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    struct disk *d = DISK(f);
    int64_t have;

    if (!d)
        return REAL(f)->pMethods->xRead(REAL(f), p, n, at);
    pthread_mutex_lock(&g.lock);
    have = d->size - at;
    have = have < 0 ? 0 : have > n ? n : have;
    if (have)
        memcpy(p, d->now + at, (size_t)have);
    pthread_mutex_unlock(&g.lock);
    memset((char *)p + have, 0, (size_t)(n - have));
    return have == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    struct disk *d = DISK(f);
    int rc = SQLITE_OK;

    if (!d)
        return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
    pthread_mutex_lock(&g.lock);
    event();
    if (at + n > d->size && g.events >= g.o.full_from && g.events < g.o.full_from + g.o.full) {
        rc = SQLITE_FULL;
    } else {
        if (at + n > d->size)
            resize(d, at + n);
        memcpy(d->now + at, p, (size_t)n);
        touch(d, at, at + n);
    }
    pthread_mutex_unlock(&g.lock);
    return rc;
}

static int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct disk *d = DISK(f);

    if (!d)
        return REAL(f)->pMethods->xTruncate(REAL(f), size);
    pthread_mutex_lock(&g.lock);
    event();
    resize(d, size);
    pthread_mutex_unlock(&g.lock);
    return SQLITE_OK;
}

/* Deletions in the folder of `path` become lasting. */
static void sync_folder(const char *path)
{
    size_t n = (size_t)(strrchr(path, '/') - path) + 1;

    for (struct disk *d = g.disks; d; d = d->next)
        if (!d->exists && strncmp(d->path, path, n) == 0 && !strchr(d->path + n, '/'))
            unlink(d->path);
}

/* The real file becomes what this process sees. */
static int flush(struct disk *d, sqlite3_file *real)
{
    int rc = d->fresh ? real->pMethods->xTruncate(real, 0) : SQLITE_OK;

    for (int64_t s = 0; s * SECTOR < d->size && rc == SQLITE_OK; s++)
        if (d->dirty[s] || d->fresh) {
            int64_t from = s;

            while ((s + 1) * SECTOR < d->size && (d->dirty[s + 1] || d->fresh) &&
                   (s + 1 - from) * SECTOR < CHUNK)
                s++;
            rc = real->pMethods->xWrite(real, d->now + from * SECTOR, (int)(sector_end(d, s) - from * SECTOR),
                                        from * SECTOR);
        }
    if (rc == SQLITE_OK)
        rc = real->pMethods->xTruncate(real, d->size);
    if (rc == SQLITE_OK && d->fresh)
        sync_folder(d->path); /* as SQLite does at the first sync of a new WAL or journal */
    if (rc == SQLITE_OK) {
        memset(d->dirty, 0, (size_t)(d->cap / SECTOR) * sizeof(bool));
        d->fresh = d->ghost = false;
    }
    return rc;
}

static int f_sync(sqlite3_file *f, int flags)
{
    struct disk *d = DISK(f);
    int rc = SQLITE_OK;

    if (!d)
        return REAL(f)->pMethods->xSync(REAL(f), flags);
    pthread_mutex_lock(&g.lock);
    event();
    if (!g.o.sync_lies)
        rc = flush(d, REAL(f));
    pthread_mutex_unlock(&g.lock);
    return rc;
}

static int f_size(sqlite3_file *f, sqlite3_int64 *size)
{
    struct disk *d = DISK(f);

    if (!d)
        return REAL(f)->pMethods->xFileSize(REAL(f), size);
    pthread_mutex_lock(&g.lock);
    *size = d->size;
    pthread_mutex_unlock(&g.lock);
    return SQLITE_OK;
}

static int f_control(sqlite3_file *f, int op, void *arg)
{
    /* These would resize or map the real file behind the image. */
    if (DISK(f) &&
        (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE || op == SQLITE_FCNTL_MMAP_SIZE))
        return op == SQLITE_FCNTL_MMAP_SIZE ? SQLITE_NOTFOUND : SQLITE_OK;
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}

/* Locks and the WAL's index live in the kernel and vanish with the process: passed through. */
static int f_lock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xLock(REAL(f), level);
}

static int f_unlock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), level);
}

static int f_reserved(sqlite3_file *f, int *out)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}

static int f_sector_size(sqlite3_file *f)
{
    return REAL(f)->pMethods->xSectorSize(REAL(f));
}

static int f_characteristics(sqlite3_file *f)
{
    return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f));
}

static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}

static int f_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags);
}

static void f_shm_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}

static int f_shm_unmap(sqlite3_file *f, int remove)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* no xFetch: nothing is mapped */
    .xClose = f_close,
    .xRead = f_read,
    .xWrite = f_write,
    .xTruncate = f_truncate,
    .xSync = f_sync,
    .xFileSize = f_size,
    .xLock = f_lock,
    .xUnlock = f_unlock,
    .xCheckReservedLock = f_reserved,
    .xFileControl = f_control,
    .xSectorSize = f_sector_size,
    .xDeviceCharacteristics = f_characteristics,
    .xShmMap = f_shm_map,
    .xShmLock = f_shm_lock,
    .xShmBarrier = f_shm_barrier,
    .xShmUnmap = f_shm_unmap,
};

/* The file system ---------------------------------------------------------------------------------------- */

static int v_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
    const int kept =
        SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
    struct file *me = (struct file *)f;
    struct disk *d = NULL;
    bool existed;
    int rc;

    (void)vfs;
    me->base.pMethods = NULL;
    me->disk = NULL;
    me->real = (sqlite3_file *)(me + 1);
    if (!path || !(flags & kept)) {
        rc = g.real->xOpen(g.real, path, me->real, flags, out);
        me->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
        return rc;
    }
    pthread_mutex_lock(&g.lock);
    d = find(path);
    if (d && !d->exists && !(flags & SQLITE_OPEN_CREATE)) {
        pthread_mutex_unlock(&g.lock);
        return SQLITE_CANTOPEN;
    }
    existed = access(path, F_OK) == 0;
    rc = g.real->xOpen(g.real, path, me->real, flags, out);
    if (rc == SQLITE_OK && !d) {
        d = load(path, me->real, existed);
    } else if (rc == SQLITE_OK && !d->exists) {
        d->exists = d->fresh = true;
        d->ghost = existed;
        d->size = 0;
    }
    me->disk = d;
    me->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
    pthread_mutex_unlock(&g.lock);
    return rc;
}

static int v_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct disk *d;
    int rc = SQLITE_OK;

    (void)vfs;
    pthread_mutex_lock(&g.lock);
    d = find(path);
    if (d && !d->exists) {
        rc = SQLITE_IOERR_DELETE_NOENT;
    } else if (d) {
        event();
        d->exists = false;
        d->size = 0;
        if (sync && !g.o.sync_lies)
            sync_folder(path);
    } else {
        rc = g.real->xDelete(g.real, path, sync);
    }
    pthread_mutex_unlock(&g.lock);
    return rc;
}

static int v_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    struct disk *d;
    int rc = SQLITE_OK;

    (void)vfs;
    pthread_mutex_lock(&g.lock);
    d = find(path);
    if (!d)
        rc = g.real->xAccess(g.real, path, flags, out);
    else /* an empty journal counts as none, as in the system's VFS */
        *out = d->exists && (flags != SQLITE_ACCESS_EXISTS || d->size > 0);
    pthread_mutex_unlock(&g.lock);
    return rc;
}

void powerloss_install(const struct powerloss *options)
{
    if (sqlite3_initialize() != SQLITE_OK || g.real)
        die("install");
    g.o = *options;
    g.random = options->seed;
    g.real = sqlite3_vfs_find(NULL);
    g.vfs = *g.real;
    g.vfs.iVersion = 2; /* no system call table */
    g.vfs.szOsFile = (int)sizeof(struct file) + g.real->szOsFile;
    g.vfs.zName = "powerloss";
    g.vfs.pNext = NULL;
    g.vfs.xOpen = v_open;
    g.vfs.xDelete = v_delete;
    g.vfs.xAccess = v_access;
    if (sqlite3_vfs_register(&g.vfs, 1) != SQLITE_OK)
        die("install");
}
