/* What the kernel does to a plugin child that asks for more than its table allows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "script/lockdown.h"

static void ask_socket(int fd)
{
    (void)!socket(AF_INET, SOCK_STREAM, 0);
    (void)fd;
}

static void ask_fork(int fd)
{
    (void)!fork();
    (void)fd;
}

static void ask_exec(int fd)
{
    execl("/bin/true", "true", (char *)NULL);
    (void)fd;
}

static void ask_trace(int fd)
{
    (void)!ptrace(PTRACE_TRACEME, 0, 0, 0);
    (void)fd;
}

static void ask_unlink(int fd)
{
    (void)!unlink("/tmp/tidak-ada");
    (void)fd;
}

static void ask_kill(int fd)
{
    kill(getppid(), 0);
    (void)fd;
}

#ifndef TENAYAN_SANITIZER
static void ask_open(int fd)
{
    (void)!open("/etc/passwd", O_RDONLY);
    (void)fd;
}

static void ask_write_elsewhere(int fd)
{
    (void)!write(2, "x", 1);
    (void)fd;
}

static void ask_read_elsewhere(int fd)
{
    char c;

    (void)!read(fd + 1, &c, 1);
}

static void ask_code_pages(int fd)
{
    (void)!mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)fd;
}

static void ask_code_protect(int fd)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    mprotect(p, 4096, PROT_READ | PROT_EXEC);
    (void)fd;
}

static void ask_file_pages(int fd)
{
    (void)!mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
}

static void ask_send_descriptor(int fd)
{
    struct msghdr m = { 0 };

    (void)!sendmsg(fd, &m, 0);
}
#endif

static void ask_nothing(int fd)
{
    char c = 'x';
    struct iovec v = { &c, 1 };

    free(malloc(1 << 20));
    if (writev(fd, &v, 1) != 1)
        abort();
}

static const struct {
    const char *name;
    void (*ask)(int fd);
    int signal; /* it dies of */
} rows[] = {
    { "socket", ask_socket, SIGSYS },
    { "fork", ask_fork, SIGSYS },
    { "exec", ask_exec, SIGSYS },
    { "ptrace", ask_trace, SIGSYS },
    { "unlink", ask_unlink, SIGSYS },
    { "kill", ask_kill, SIGSYS },
#ifndef TENAYAN_SANITIZER
    { "open", ask_open, SIGSYS },
    { "write elsewhere", ask_write_elsewhere, SIGSYS },
    { "read elsewhere", ask_read_elsewhere, SIGSYS },
    { "executable pages", ask_code_pages, SIGSYS },
    { "pages made executable", ask_code_protect, SIGSYS },
    { "pages of a file", ask_file_pages, SIGSYS },
    { "send a descriptor", ask_send_descriptor, SIGSYS },
#endif
    { "memory and its own socket", ask_nothing, 0 },
};

static int outcome(void (*ask)(int fd))
{
    int fds[2], status;
    pid_t pid;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    pid = fork();
    if (pid == 0) {
        /* The kernel's default for the signals that cmocka catches. */
        signal(SIGSYS, SIG_DFL);
        if (!lockdown_parent(fds[1]) || !lockdown_enter(fds[1]))
            _exit(9);
        ask(fds[1]);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    close(fds[0]);
    close(fds[1]);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void kills_what_is_not_allowed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int got = outcome(rows[i].ask);

        if (got != rows[i].signal)
            fail_msg("%s: %d", rows[i].name, got);
    }
}

static void belongs_to_the_maker_of_the_socket(void **state)
{
    int fds[2], status;
    pid_t pid;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    pid = fork();
    if (pid == 0) {
        /* A grandchild holds the socket, but its parent did not make it. */
        pid_t inner = fork();

        if (inner == 0)
            _exit(lockdown_parent(fds[1]) ? 0 : 5);
        waitpid(inner, &status, 0);
        _exit(WEXITSTATUS(status));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 5);
    assert_false(lockdown_parent(-1));
    close(fds[0]);
    close(fds[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kills_what_is_not_allowed),
        cmocka_unit_test(belongs_to_the_maker_of_the_socket),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
