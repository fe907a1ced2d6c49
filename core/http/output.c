#include "http/output.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum { COPY = 16 * 1024 /* a smaller rest of a body is copied, a larger one handed over */ };

size_t output_unsent(struct bufferevent *be)
{
    return evbuffer_get_length(bufferevent_get_output(be));
}

/* How much of the two parts the socket takes at once: nothing while earlier output waits. -1: broken. */
static ssize_t send_now(struct bufferevent *be, const void *a, size_t an, const void *b, size_t bn)
{
    struct iovec v[2] = { { (void *)(uintptr_t)a, an }, { (void *)(uintptr_t)b, bn } };
    struct msghdr m = { .msg_iov = v, .msg_iovlen = bn > 0 ? 2 : 1 };
    ssize_t n;

    if (output_unsent(be) > 0)
        return 0;
    do
        n = sendmsg(bufferevent_getfd(be), &m, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n < 0 && errno == EAGAIN ? 0 : n;
}

bool output_bytes(struct bufferevent *be, const void *p, size_t n)
{
    ssize_t sent = send_now(be, p, n, NULL, 0);

    if (sent < 0)
        return false;
    return (size_t)sent == n ||
           evbuffer_add(bufferevent_get_output(be), (const char *)p + sent, n - (size_t)sent) == 0;
}

static void free_bytes(const void *data, size_t len, void *arg)
{
    (void)data;
    (void)len;
    free(arg);
}

/* The rest of a body, from `p`. */
static bool keep_body(struct bufferevent *be, struct reply *r, const char *p, size_t n)
{
    struct evbuffer *out = bufferevent_get_output(be);

    if (n == 0)
        return true;
    if (r->fixed)
        return evbuffer_add_reference(out, p, n, NULL, NULL) == 0;
    if (n < COPY)
        return evbuffer_add(out, p, n) == 0;
    if (evbuffer_add_reference(out, p, n, free_bytes, r->body.p) != 0)
        return false;
    r->body = BUF_NONE;
    return true;
}

static bool send_file(struct bufferevent *be, const struct buf *head, struct reply *r)
{
    if (!output_bytes(be, head->p, head->len) ||
        evbuffer_add_file(bufferevent_get_output(be), r->file, 0, r->file_len) != 0)
        return false;
    r->file = 0; /* the buffer closes it */
    return true;
}

bool output_reply(struct bufferevent *be, const struct buf *head, struct reply *r, bool body)
{
    const char *p = r->fixed ? r->fixed : r->body.p;
    size_t n = r->fixed ? r->fixed_len : r->body.len;
    ssize_t sent;

    if (!body || r->status == 204 || r->status == 304)
        n = 0;
    else if (r->file > 0 && r->file_len > 0)
        return send_file(be, head, r);
    if (head->len + n == 0)
        return true;
    sent = head->len > 0 ? send_now(be, head->p, head->len, p, n) : send_now(be, p, n, NULL, 0);
    if (sent < 0)
        return false;
    if ((size_t)sent == head->len + n)
        return true;
    if ((size_t)sent >= head->len)
        return keep_body(be, r, p + ((size_t)sent - head->len), n - ((size_t)sent - head->len));
    return evbuffer_add(bufferevent_get_output(be), head->p + sent, head->len - (size_t)sent) == 0 &&
           keep_body(be, r, p, n);
}
