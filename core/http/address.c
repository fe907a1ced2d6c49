#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

static bool is_v4(const struct address *a)
{
    return memcmp(a->b, mapped, sizeof(mapped)) == 0;
}

bool address_of(const struct sockaddr *sa, struct address *out)
{
    if (sa->sa_family == AF_INET) {
        memcpy(out->b, mapped, sizeof(mapped));
        memcpy(out->b + 12, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, 4);
    } else if (sa->sa_family == AF_INET6) {
        memcpy(out->b, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, 16);
    } else {
        return false;
    }
    return true;
}

bool address_parse(const char *text, struct address *out)
{
    memcpy(out->b, mapped, sizeof(mapped));
    return inet_pton(AF_INET, text, out->b + 12) == 1 || inet_pton(AF_INET6, text, out->b) == 1;
}

static bool port_parse(const char *s, in_port_t *out)
{
    size_t n = strlen(s);
    long port = n > 0 && n <= 5 && strspn(s, "0123456789") == n ? strtol(s, NULL, 10) : -1;

    *out = htons((uint16_t)port);
    return port >= 0 && port <= 65535;
}

bool address_listen(const char *text, struct sockaddr_storage *out, int *len)
{
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;
    const char *colon = strrchr(text, ':');
    char host[ADDRESS_TEXT];
    size_t n = colon ? (size_t)(colon - text) : 0;
    bool bracket = n > 2 && text[0] == '[' && text[n - 1] == ']';

    memset(out, 0, sizeof(*out));
    if (bracket)
        text++, n -= 2;
    if (n == 0 || n >= sizeof(host))
        return false;
    memcpy(host, text, n);
    host[n] = '\0';
    if (bracket) {
        six->sin6_family = AF_INET6;
        *len = sizeof(*six);
        return inet_pton(AF_INET6, host, &six->sin6_addr) == 1 && port_parse(colon + 1, &six->sin6_port);
    }
    four->sin_family = AF_INET;
    *len = sizeof(*four);
    return inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &four->sin_addr) == 1 &&
           port_parse(colon + 1, &four->sin_port);
}

void address_text(const struct address *a, char out[ADDRESS_TEXT])
{
    if (is_v4(a))
        inet_ntop(AF_INET, a->b + 12, out, ADDRESS_TEXT);
    else
        inet_ntop(AF_INET6, a->b, out, ADDRESS_TEXT);
}

bool address_loopback(const struct address *a)
{
    static const unsigned char six[16] = { [15] = 1 };

    return is_v4(a) ? a->b[12] == 127 : memcmp(a->b, six, 16) == 0;
}

struct address address_client(const struct address *a)
{
    struct address c = *a;

    if (!is_v4(a))
        memset(c.b + 8, 0, 8);
    return c;
}

bool address_equal(const struct address *a, const struct address *b)
{
    return memcmp(a->b, b->b, 16) == 0;
}

static bool network_parse(char *word, struct address *base, int *bits)
{
    char *slash = strchr(word, '/'), *end;
    bool four;
    long n;

    if (slash)
        *slash = '\0';
    if (!address_parse(word, base))
        return false;
    four = is_v4(base);
    *bits = 128;
    if (slash) {
        n = strtol(slash + 1, &end, 10);
        if (end == slash + 1 || *end || n < 0 || n > (four ? 32 : 128))
            return false;
        *bits = (int)n + (four ? 96 : 0);
    }
    return true;
}

enum status networks_parse(const char *text, struct networks *out, struct err *e)
{
    char *copy = mem_strdup(text), *save = NULL;
    enum status st = ST_OK;

    out->n = 0;
    for (char *w = strtok_r(copy, ", \t", &save); w && st == ST_OK; w = strtok_r(NULL, ", \t", &save)) {
        if (out->n == NETWORKS)
            st = err_set(e, E_KONFIGURASI, "server.proxies: paling banyak %d alamat.", NETWORKS);
        else if (!network_parse(w, &out->net[out->n].base, &out->net[out->n].bits))
            st = err_set(e, E_KONFIGURASI, "server.proxies: \"%s\" bukan alamat atau jaringan.", w);
        else
            out->n++;
    }
    free(copy);
    return st;
}

static bool within(const struct address *base, int bits, const struct address *a)
{
    int whole = bits / 8, rest = bits % 8;

    if (memcmp(base->b, a->b, (size_t)whole) != 0)
        return false;
    return rest == 0 || ((base->b[whole] ^ a->b[whole]) >> (8 - rest)) == 0;
}

bool networks_have(const struct networks *n, const struct address *a)
{
    for (size_t i = 0; i < n->n; i++)
        if (within(&n->net[i].base, n->net[i].bits, a))
            return true;
    return false;
}

struct address address_behind(const struct networks *trusted, const struct address *peer,
                              const char *forwarded_for)
{
    struct address at = *peer;
    size_t end = forwarded_for ? strlen(forwarded_for) : 0;

    while (end > 0 && networks_have(trusted, &at)) {
        size_t start = end, n;
        char word[ADDRESS_TEXT];
        struct address next;

        while (start > 0 && forwarded_for[start - 1] != ',')
            start--;
        n = end - start;
        end = start > 0 ? start - 1 : 0;
        while (n > 0 && (forwarded_for[start] == ' ' || forwarded_for[start] == '\t'))
            start++, n--;
        while (n > 0 && (forwarded_for[start + n - 1] == ' ' || forwarded_for[start + n - 1] == '\t'))
            n--;
        if (n == 0 || n >= sizeof(word))
            break;
        memcpy(word, forwarded_for + start, n);
        word[n] = '\0';
        if (!address_parse(word, &next))
            break;
        at = next;
    }
    return at;
}

/* Chains of addresses that have a connection; the caller's cap on connections bounds them. */
enum { CENSUS_BUCKETS = 1024 };

struct resident {
    struct address a;
    int n;
    struct resident *next;
};

struct census {
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can aim at one chain */
    struct resident *bucket[CENSUS_BUCKETS];
};

struct census *census_new(void)
{
    struct census *c = mem_alloc(sizeof(*c));

    randombytes_buf(c->key, sizeof(c->key));
    return c;
}

void census_free(struct census *c)
{
    for (int i = 0; c && i < CENSUS_BUCKETS; i++)
        for (struct resident *r = c->bucket[i], *next; r; r = next) {
            next = r->next;
            free(r);
        }
    free(c);
}

static struct resident **place(struct census *c, const struct address *a)
{
    unsigned char h[crypto_shorthash_BYTES];
    struct resident **at;
    uint32_t n;

    crypto_shorthash(h, a->b, sizeof(a->b), c->key);
    memcpy(&n, h, sizeof(n));
    at = &c->bucket[n % CENSUS_BUCKETS];
    while (*at && !address_equal(&(*at)->a, a))
        at = &(*at)->next;
    return at;
}

int census_enter(struct census *c, const struct address *a)
{
    struct resident **at = place(c, a);

    if (!*at) {
        *at = mem_alloc(sizeof(**at));
        (*at)->a = *a;
    }
    return ++(*at)->n;
}

void census_leave(struct census *c, const struct address *a)
{
    struct resident **at = place(c, a), *r = *at;

    if (r && --r->n == 0) {
        *at = r->next;
        free(r);
    }
}
