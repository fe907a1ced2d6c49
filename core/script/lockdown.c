#include "script/lockdown.h"

#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    CHILD_MEMORY = 160 * 1024 * 1024, /* address space beyond what the program itself takes */
    CHILD_CPU = 900,                  /* seconds in all; the parent replaces a child long before */
};

bool lockdown_parent(int fd)
{
    struct ucred peer;
    socklen_t n = sizeof(peer);

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0)
        return false;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return false;
    /* The parent may have died before the line above; then nothing would ever end us. */
    if (getppid() != peer.pid)
        return false;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

static bool limit(int what, rlim_t most)
{
    struct rlimit r = { most, most };

    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

#ifndef TENAYAN_SANITIZER
static rlim_t address_space(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (f) {
        if (fscanf(f, "%lu", &pages) != 1)
            pages = 0;
        fclose(f);
    }
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}
#endif

static bool limits(void)
{
#ifndef TENAYAN_SANITIZER
    rlim_t now = address_space();

    if (!now || !limit(RLIMIT_AS, now + CHILD_MEMORY) || !limit(RLIMIT_NOFILE, 4))
        return false;
#endif
    return limit(RLIMIT_CPU, CHILD_CPU) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_CORE, 0);
}

struct rule {
    int call;
    unsigned n;
    struct scmp_arg_cmp arg[2];
};

static bool allow(scmp_filter_ctx ctx, const struct rule *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, r[i].call, r[i].n, r[i].arg) != 0)
            return false;
    return true;
}

bool lockdown_enter(int fd)
{
    const scmp_datum_t socket_fd = (scmp_datum_t)fd;
    const struct rule table[] = {
        { SCMP_SYS(read), 1, { { 0, SCMP_CMP_EQ, socket_fd, 0 } } },
        { SCMP_SYS(writev), 1, { { 0, SCMP_CMP_EQ, socket_fd, 0 } } },
        /* Memory: anonymous and never executable. */
        { SCMP_SYS(brk), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(mmap),
          2,
          { { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 },
            { 3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS } } },
        { SCMP_SYS(mprotect), 1, { { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } } },
        { SCMP_SYS(munmap), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(mremap), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(madvise), 0, { { 0, 0, 0, 0 } } },
        /* The budget's timer. */
        { SCMP_SYS(clock_gettime), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(setitimer), 1, { { 0, SCMP_CMP_EQ, ITIMER_PROF, 0 } } },
        { SCMP_SYS(rt_sigreturn), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(restart_syscall), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(exit_group), 0, { { 0, 0, 0, 0 } } },
#ifdef TENAYAN_SANITIZER
        /* What the sanitizers' own runtime needs to count leaks and to report. */
        { SCMP_SYS(read), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(write), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(open), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(openat), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(close), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(fstat), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(newfstatat), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(readlink), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(getpid), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(gettid), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(getrusage), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(futex), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(sched_yield), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(sigaltstack), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(rt_sigprocmask), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(rt_sigaction), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(mmap), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(mprotect), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(prctl), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(tgkill), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(getrlimit), 0, { { 0, 0, 0, 0 } } },
        { SCMP_SYS(prlimit64), 0, { { 0, 0, 0, 0 } } },
#endif
    };
    scmp_filter_ctx ctx;
    bool good;

    if (!limits())
        return false;
    ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
    good = ctx && allow(ctx, table, COUNT(table)) && seccomp_load(ctx) == 0;
    if (ctx)
        seccomp_release(ctx);
    return good;
}
