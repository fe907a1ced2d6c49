#include "base/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

static _Atomic int least = LOG_INFO;
static const char *const names[] = { "debug", "info", "warn", "error" };

void log_level_set(enum log_level l)
{
    atomic_store(&least, (int)l);
}

static void put(enum log_level level, const char *event, const char *request, const char *fmt, va_list ap)
{
    struct buf b = BUF_NONE;
    char t[TIME_TEXT], msg[1024];

    if ((int)level < atomic_load(&least))
        return;
    time_format(clock_now(), t);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    buf_printf(&b, "{\"t\":\"%s\",\"level\":\"%s\",\"event\":", t, names[level]);
    json_quote(&b, event, SIZE_MAX);
    if (request) {
        buf_str(&b, ",\"request\":");
        json_quote(&b, request, SIZE_MAX);
    }
    buf_str(&b, ",\"msg\":");
    json_quote(&b, msg, SIZE_MAX);
    buf_str(&b, "}\n");
    /* One write per line, so that lines of several threads and processes do not mix. */
    if (write(STDERR_FILENO, b.p, b.len) < 0) {
        /* Nothing is left to tell it to. */
    }
    buf_free(&b);
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(level, event, NULL, fmt, ap);
    va_end(ap);
}

void log_request(enum log_level level, const char *event, const char *request, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(level, event, request, fmt, ap);
    va_end(ap);
}
