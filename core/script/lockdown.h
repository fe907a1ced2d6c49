/* What the kernel refuses to the plugin child. */
#ifndef SCRIPT_LOCKDOWN_H
#define SCRIPT_LOCKDOWN_H

#include <stdbool.h>

/* Dies with its parent, is not dumpable, cannot gain rights. false: this is not a child of the process that
 * made the socket. */
bool lockdown_parent(int fd);
/* Limits and the seccomp table; after this only memory, the clock, the timer and `fd` are left. Any other
 * system call kills the process. false: the kernel did not take it. */
bool lockdown_enter(int fd);

#endif
