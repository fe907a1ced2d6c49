/* The child process as its parent sees it: spawn, whole frames with a deadline, and how it ended. */
#ifndef SCRIPT_CHILD_H
#define SCRIPT_CHILD_H

#include <sys/types.h>

#include "script/wire.h"

enum child_end {
    CHILD_FINE,
    CHILD_DEADLINE, /* we killed it, or it ended itself as stuck */
    CHILD_CRASHED,  /* SIGSYS, SIGSEGV, ... or rubbish on the wire: what it ran is to blame */
    CHILD_KILLED,   /* from outside (SIGKILL, SIGTERM), or it could not start: nobody's fault */
};

struct child {
    pid_t pid; /* 0: none */
    int fd;
    int64_t cpu_end;  /* of the child, in microseconds of its CPU clock */
    int64_t deadline; /* when to look at it */
    int64_t last;     /* when it is over whatever the CPU clock says */
    bool blame;       /* the last end was a kill at the deadline, or by SIGSYS or SIGSEGV: the plugin's own */
    struct buf in;
};

/* posix_spawn of `exe` with the socket on fd 3, /dev/null on 0 to 2, every other descriptor closed and an
 * empty environment. */
MUST_USE enum status child_start(struct child *c, const char *exe, struct err *e);
/* Kills and reaps. */
void child_stop(struct child *c);

/* Sends one frame; the replies to it must be complete before the child has used `us` microseconds of CPU.
 * Waiting for its turn on a busy machine does not count, up to ten times as long. */
enum child_end child_send(struct child *c, int64_t us, const struct buf *const *pieces, size_t n);
/* The next frame, valid until the next call. Anything but CHILD_FINE has already reaped the child. */
enum child_end child_receive(struct child *c, struct wire *out);
/* The reply made no sense: kills and reaps; CHILD_CRASHED. */
enum child_end child_distrust(struct child *c);

#endif
