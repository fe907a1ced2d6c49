#include "http/jobs.h"

#include <stddef.h>

static struct {
    void (*wake)(void *arg);
    void *arg;
} hook;

void jobs_on_wake(void (*wake)(void *arg), void *arg)
{
    hook.wake = wake;
    hook.arg = arg;
}

void jobs_wake(void)
{
    if (hook.wake)
        hook.wake(hook.arg);
}
