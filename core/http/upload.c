/* Bodies that go to files while they come in. The loop collects what arrives; one thread writes it, hashes
 * it and hands the exchange back, so that a slow disk holds up only the uploads. While the thread has a part,
 * the loop fills the other buffer, up to FULL. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <dirent.h>
#include <unistd.h>

#include "base/log.h"
#include "http/loop.h"

enum { PART = 64 * 1024, FULL = 256 * 1024 };

struct upload_file {
    struct upload pub;
    struct work work;
    struct exchange *x;
    const char *path;          /* in the request's arena */
    struct buf filling;        /* loop */
    bool busy, ended, dropped; /* loop sets them while the thread has nothing of this one */
    /* The thread's while `busy`. */
    struct buf writing;
    bool last, drop;
    int fd; /* -1: not made yet */
    struct hash_state hash;
    enum code fault;
};

struct uploads {
    struct server *s;
    struct queue *q;
    struct pool *pool;
};

/* The thread ------------------------------------------------------------------------------------------ */

static enum code fault_of(int number)
{
    return number == ENOSPC || number == EDQUOT ? E_DISK_PENUH : E_UNGGAH;
}

static enum code write_part(struct upload_file *u)
{
    size_t done = 0;

    if (u->fd < 0 && (u->fd = open(u->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) < 0)
        return fault_of(errno);
    while (done < u->writing.len) {
        ssize_t n = write(u->fd, u->writing.p + done, u->writing.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_of(errno);
        done += (size_t)n;
    }
    hash_add(&u->hash, u->writing.p, u->writing.len);
    u->pub.size += (int64_t)u->writing.len;
    return E_NONE;
}

static void end_file(struct upload_file *u)
{
    if (u->fd >= 0)
        close(u->fd);
    u->fd = -1;
}

static void work_on(struct upload_file *u)
{
    if (u->drop) {
        end_file(u);
        unlink(u->path);
        return;
    }
    if (u->fault == E_NONE && (u->fault = write_part(u)) != E_NONE)
        log_event(LOG_ERROR, "http.upload", "%s: %s", u->path, strerror(errno));
    buf_clear(&u->writing);
    if (u->last) {
        end_file(u);
        hash_finish(&u->hash, &u->pub.sha256);
    }
}

static void uploads_run(void *arg, size_t i)
{
    struct uploads *us = arg;
    struct work *w;

    (void)i;
    while ((w = queue_pop(us->q))) {
        struct upload_file *u =
            (struct upload_file *)(void *)((char *)w - offsetof(struct upload_file, work));

        work_on(u);
        server_post(u->x, HAND_STORED);
    }
}

/* A crash leaves parts behind; a day later nobody can want them. */
static void sweep(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *entry;
    struct stat sb;

    while (d && (entry = readdir(d)))
        if (entry->d_name[0] != '.' && fstatat(dirfd(d), entry->d_name, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(sb.st_mode) && time(NULL) - sb.st_mtime > 86400)
            unlinkat(dirfd(d), entry->d_name, 0);
    if (d)
        closedir(d);
}

static bool sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

/* A folder that was made here will hold evidence: its name must survive as what lies in it does. */
static bool make_dir(const char *path, const char *parent)
{
    if (mkdir(path, 0700) == 0)
        return sync_dir(parent);
    return errno == EEXIST;
}

/* The folder and its parents, as far as they are missing. */
static bool make_dirs(const char *dir)
{
    char *copy = mem_strdup(dir), *parent = mem_strdup(dir);
    bool ok = true;

    strcpy(parent, *dir == '/' ? "/" : ".");
    for (char *s = copy + 1; ok && *s; s++)
        if (*s == '/') {
            *s = '\0';
            ok = make_dir(copy, parent);
            strcpy(parent, copy);
            *s = '/';
        }
    ok = ok && make_dir(copy, parent);
    free(parent);
    free(copy);
    return ok;
}

enum status uploads_new(struct server *s, struct uploads **out, struct err *e)
{
    struct uploads *us = mem_alloc(sizeof(*us));

    *out = us;
    us->s = s;
    us->q = queue_new((size_t)s->conf->clients + 16, (struct places){ 0 });
    if (!make_dirs(s->conf->tmp))
        return err_set(e, E_KONFIGURASI, "Folder %s tidak dapat dibuat: %s.", s->conf->tmp, strerror(errno));
    sweep(s->conf->tmp);
    return pool_start(1, uploads_run, us, &us->pool, e);
}

void uploads_free(struct uploads *us)
{
    if (!us)
        return;
    queue_close(us->q);
    pool_join(us->pool);
    queue_free(us->q);
    free(us);
}

/* The loop -------------------------------------------------------------------------------------------- */

void upload_start(struct exchange *x)
{
    struct upload_file *u = mem_alloc(sizeof(*u));

    u->x = x;
    u->fd = -1;
    hash_start_sha256(&u->hash);
    u->path = arena_printf(x->rq.a, "%s/%s", x->server->conf->tmp, x->id);
    u->pub.path = u->path;
    x->up = u;
}

/* Gives the thread what there is, if it has nothing of this one. */
static bool hand_over(struct upload_file *u)
{
    struct buf b = u->writing;

    u->writing = u->filling;
    u->filling = b;
    u->last = u->ended;
    u->drop = u->dropped;
    u->work = (struct work){ .lane = LANE_SAVE };
    u->busy = queue_push(u->x->server->uploads->q, &u->work);
    if (u->busy) {
        u->x->away = true;
        u->x->server->out++;
    } else {
        u->fault = E_SIBUK;
    }
    return u->busy;
}

void upload_add(struct exchange *x, const char *p, size_t n)
{
    buf_add(&x->up->filling, p, n);
    if (!x->up->busy && x->up->filling.len >= PART)
        hand_over(x->up);
}

void upload_end(struct exchange *x)
{
    x->up->ended = true;
    if (!x->up->busy)
        hand_over(x->up);
}

bool upload_full(const struct exchange *x)
{
    return x->up->filling.len >= FULL;
}

enum code upload_fault(const struct exchange *x)
{
    return x->up->fault;
}

void upload_returned(struct exchange *x)
{
    x->up->busy = false;
}

bool upload_next(struct exchange *x)
{
    struct upload_file *u = x->up;

    if (u->fault == E_NONE && ((u->ended && !u->last) || u->filling.len >= PART))
        return hand_over(u);
    if (u->fault == E_NONE && u->ended)
        x->rq.upload = &u->pub;
    return false;
}

bool upload_drop(struct exchange *x)
{
    struct upload_file *u = x->up;

    if (!u)
        return false;
    if (!u->dropped && !u->busy) {
        u->dropped = true;
        if (hand_over(u))
            return true;
    }
    if (u->fd >= 0) /* the thread could not be asked */
        end_file(u);
    buf_free(&u->filling);
    buf_free(&u->writing);
    free(u);
    x->up = NULL;
    return false;
}
