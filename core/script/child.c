#include "script/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "script/budget.h"

/* Signals that a server thread blocks or ignores must not be inherited: the child lives by SIGPROF. */
static void default_signals(posix_spawnattr_t *at)
{
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(at, &none);
    posix_spawnattr_setsigdefault(at, &all);
    posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

enum status child_start(struct child *c, const char *exe, struct err *e)
{
    char *argv[] = { (char *)(uintptr_t) "tenayan", (char *)(uintptr_t) "plugin-host", NULL };
    char *envp[] = { NULL };
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    int fds[2], rc;
    enum status st = ST_OK;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return err_set(e, E_PLUGIN_HOST, "Proses plugin tidak dapat dijalankan: %s.", strerror(errno));
    posix_spawn_file_actions_init(&fa);
    posix_spawnattr_init(&at);
    default_signals(&at);
    posix_spawn_file_actions_adddup2(&fa, fds[1], 3);
    posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
#ifndef TENAYAN_SANITIZER
    posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
#endif
    posix_spawn_file_actions_addclosefrom_np(&fa, 4);
    rc = posix_spawn(&c->pid, exe, &fa, &at, argv, envp);
    c->fd = -1;
    if (rc) {
        c->pid = 0;
        close(fds[0]);
        st = err_set(e, E_PLUGIN_HOST, "Proses plugin tidak dapat dijalankan: %s.", strerror(rc));
    } else {
        c->fd = fds[0];
    }
    close(fds[1]);
    posix_spawnattr_destroy(&at);
    posix_spawn_file_actions_destroy(&fa);
    return st;
}

static int reap(struct child *c)
{
    int status = 0;

    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        ;
    c->pid = 0;
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    return status;
}

void child_stop(struct child *c)
{
    if (c->pid) {
        kill(c->pid, SIGKILL);
        reap(c);
    }
    buf_free(&c->in);
}

static enum child_end over(struct child *c)
{
    kill(c->pid, SIGKILL);
    reap(c);
    c->blame = true;
    return CHILD_DEADLINE;
}

enum child_end child_distrust(struct child *c)
{
    if (c->pid) {
        kill(c->pid, SIGKILL);
        reap(c);
    }
    c->blame = false;
    log_event(LOG_WARN, "plugin.host.protokol", "reply of a plugin host makes no sense; the host was killed");
    return CHILD_CRASHED;
}

/* The socket is closed: why? */
static enum child_end ended(struct child *c)
{
    pid_t pid = c->pid;
    int status = reap(c), sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    /* The child's own watch keeps the parent's deadline: it is the same kill, only nearer. */
    c->blame = (WIFEXITED(status) && WEXITSTATUS(status) == BUDGET_STUCK) || sig == SIGXCPU;
    if (c->blame)
        return CHILD_DEADLINE;
    c->blame = sig == SIGSYS || sig == SIGSEGV;
    log_event(LOG_WARN, "plugin.host.mati", "plugin host %d ended: status %d, signal %d", (int)pid,
              WIFEXITED(status) ? WEXITSTATUS(status) : -1, sig);
    /* Status 1 to 4 is a child that could not start; a signal that only others send is no one's verdict. */
    return WIFEXITED(status) || sig == SIGKILL || sig == SIGTERM || sig == SIGINT || sig == SIGHUP ||
                   sig == SIGQUIT
               ? CHILD_KILLED
               : CHILD_CRASHED;
}

static int64_t cpu_of(const struct child *c)
{
    struct timespec t;
    clockid_t id;

    if (clock_getcpuclockid(c->pid, &id) != 0 || clock_gettime(id, &t) != 0)
        return INT64_MAX / 2; /* then only c->last ends the wait */
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Waits until the socket is ready for `events`; false at the deadline. */
static bool wait_for(struct child *c, short events)
{
    struct pollfd p = { c->fd, events, 0 };

    for (;;) {
        int64_t now = clock_monotonic(), left = c->deadline - now, more;
        int n;

        if (left <= 0) {
            more = c->cpu_end - cpu_of(c);
            if (more <= 0 || now >= c->last)
                return false;
            c->deadline = now + (more < 10000 ? 10000 : more);
            continue;
        }
        n = poll(&p, 1, (int)(left / 1000) + 1);
        if (n > 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
    }
}

enum child_end child_send(struct child *c, int64_t us, const struct buf *const *pieces, size_t n)
{
    struct timeval tv = { us / 1000000, us % 1000000 };

    c->cpu_end = cpu_of(c) + us;
    c->deadline = clock_monotonic() + us;
    c->last = clock_monotonic() + 10 * us;
    /* A child that does not read must not hold its parent: the send itself has a limit. */
    setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv));
    if (wire_write(c->fd, true, pieces, n))
        return CHILD_FINE;
    return errno == EAGAIN || errno == EWOULDBLOCK ? over(c) : ended(c);
}

/* n bytes, or how it ended. */
static enum child_end read_all(struct child *c, char *to, size_t n)
{
    while (n) {
        ssize_t k = recv(c->fd, to, n, MSG_DONTWAIT);

        if (k > 0) {
            to += k;
            n -= (size_t)k;
        } else if (k < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!wait_for(c, POLLIN))
                return over(c);
        } else if (k == 0 || errno != EINTR) {
            return ended(c);
        }
    }
    return CHILD_FINE;
}

enum child_end child_receive(struct child *c, struct wire *out)
{
    unsigned char b[4];
    enum child_end end = read_all(c, (char *)b, sizeof(b));
    size_t n = b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;

    if (end != CHILD_FINE)
        return end;
    if (n > WIRE_REPLY)
        return child_distrust(c);
    buf_clear(&c->in);
    buf_reserve(&c->in, n);
    if ((end = read_all(c, c->in.p, n)) != CHILD_FINE)
        return end;
    c->in.len = n;
    *out = (struct wire){ (const uint8_t *)c->in.p, (const uint8_t *)c->in.p + n };
    return CHILD_FINE;
}
