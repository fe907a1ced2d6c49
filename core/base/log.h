/* One JSON object a line on standard error. Secrets (passwords, tokens, cookies, evidence) are never passed
 * in. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/mem.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_level_set(enum log_level least);
/* `event` is a stable dotted name; the message is free text. Safe from any thread. */
void log_event(enum log_level level, const char *event, const char *fmt, ...) PRINTF(3, 4);
/* The same for a request, whose id the reply carries as X-Request-Id. */
void log_request(enum log_level level, const char *event, const char *request, const char *fmt, ...)
    PRINTF(4, 5);

#endif
