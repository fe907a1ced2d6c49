/* Failed logins, counted by address. Only failures count, so an office behind one address may log in as it
 * likes. Once an address has THROTTLE_FAILURES within ten minutes, its attempts are let through one after
 * the other with a pause and behind everybody else's, and its failures are answered 429. Every attempt is
 * still compared: a right password gets in, from whatever address. Delays per account are akun_tunda's.
 * Safe from any thread. */
#ifndef HTTP_THROTTLE_H
#define HTTP_THROTTLE_H

#include <stdint.h>

#include "http/address.h"

enum { THROTTLE_FAILURES = 100, THROTTLE_MINUTES = 10, THROTTLE_PAUSE_MS = 1000, THROTTLE_HOLD_MS = 10000 };

struct throttle;
struct throttle *throttle_new(void);
void throttle_free(struct throttle *t);
/* An attempt comes in at `now` (monotonic µs): how long it is held. 0 for all who have not failed often. */
int64_t throttle_attempt(struct throttle *t, const struct address *client, int64_t now);
/* It failed. True: the address is over the limit. */
bool throttle_failed(struct throttle *t, const struct address *client, int64_t now);

#endif
