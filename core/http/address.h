/* Addresses of clients and networks of trusted proxies. IPv4 stands as ::ffff:a.b.c.d. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

enum { ADDRESS_TEXT = 46, NETWORKS = 32 };

struct address {
    unsigned char b[16];
};
bool address_of(const struct sockaddr *sa, struct address *out);
bool address_parse(const char *text, struct address *out);
/* "127.0.0.1:8080", "[::1]:0", "localhost:8080" as a socket address. */
bool address_listen(const char *text, struct sockaddr_storage *out, int *len);
void address_text(const struct address *a, char out[ADDRESS_TEXT]);
bool address_loopback(const struct address *a);
/* What caps and throttles count by: the whole of IPv4, the first 64 bits of IPv6, which one client owns. */
struct address address_client(const struct address *a);
bool address_equal(const struct address *a, const struct address *b);

struct networks {
    size_t n;
    struct {
        struct address base;
        int bits;
    } net[NETWORKS];
};
/* "127.0.0.1, 10.1.0.0/16, fd00::/8"; E_KONFIGURASI. */
MUST_USE enum status networks_parse(const char *text, struct networks *out, struct err *e);
bool networks_have(const struct networks *n, const struct address *a);
/* The client behind the proxies: from the right of X-Forwarded-For the first address that is not a trusted
 * proxy; `peer` itself where that is not trusted, or the field is missing or not to be read. */
struct address address_behind(const struct networks *trusted, const struct address *peer,
                              const char *forwarded_for);

/* How many connections each address has. Belongs to one thread. */
struct census;
struct census *census_new(void);
void census_free(struct census *c);
int census_enter(struct census *c, const struct address *a); /* the number with this one */
void census_leave(struct census *c, const struct address *a);

#endif
