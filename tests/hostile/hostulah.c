/* A plugin host that misbehaves over certain numbers in what it is sent, as the real one would if a plugin
 * had found a way: 777001 never comes back, 777002 reads where nothing is, 777003 asks the kernel for what
 * its filter forbids. Everything else it computes like the real one. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "script/worker.h"

enum { HANG = 777001, SEGV, SYS };

/* As msgpack has it. */
static bool holds(const void *p, size_t n, uint32_t number)
{
    const unsigned char b[5] = { 0xce, (unsigned char)(number >> 24), (unsigned char)(number >> 16 & 0xff),
                                 (unsigned char)(number >> 8 & 0xff), (unsigned char)(number & 0xff) };

    return memmem(p, n, b, sizeof(b)) != NULL;
}

static volatile uintptr_t nowhere = 8;

/* In the place of libc's: the worker reads its frames with it. */
ssize_t read(int fd, void *to, size_t n)
{
    ssize_t k = syscall(SYS_read, fd, to, n);

    if (k <= 0 || fd != 3)
        return k;
    if (holds(to, (size_t)k, HANG))
        for (volatile int i = 0;; i++)
            continue;
    if (holds(to, (size_t)k, SEGV))
        *(volatile int *)nowhere = 0;
    if (holds(to, (size_t)k, SYS))
        (void)syscall(SYS_getppid);
    return k;
}

int main(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], "plugin-host") == 0 ? worker_main(3) : 2;
}
