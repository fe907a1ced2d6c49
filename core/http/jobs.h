/* The bridge from a handler that has queued a job to whoever runs them: a nudge, nothing else. */
#ifndef HTTP_JOBS_H
#define HTTP_JOBS_H

/* Set once before the server starts; without it jobs wait until their runner looks by itself. */
void jobs_on_wake(void (*wake)(void *arg), void *arg);
/* Any thread. Must not block. */
void jobs_wake(void);

#endif
