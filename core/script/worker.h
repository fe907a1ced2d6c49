/* The child side of a plugin host: `tenayan plugin-host`, started by host.c and by nobody else. */
#ifndef SCRIPT_WORKER_H
#define SCRIPT_WORKER_H

/* Locks the process down, then serves frames on the socket `fd` until the parent closes it. Returns the exit
 * status. Called first thing in main. */
int worker_main(int fd);

#endif
