/* Bytes to a client: at once by one system call where the socket takes them, the rest through the buffer of
 * its bufferevent; large bodies by reference, files by sendfile. Belongs to the loop. */
#ifndef HTTP_OUTPUT_H
#define HTTP_OUTPUT_H

#include "http/reply.h"

struct bufferevent;
/* What waits to be sent. */
size_t output_unsent(struct bufferevent *be);
/* False: the connection is broken. */
bool output_bytes(struct bufferevent *be, const void *p, size_t n);
/* `head` (may be empty) and, unless `body` is false or the status has none, the body, which may be taken out
 * of the reply. */
bool output_reply(struct bufferevent *be, const struct buf *head, struct reply *r, bool body);

#endif
