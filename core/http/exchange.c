/* Requests under way: spare ones, and how the head of a request fills one. Everything here runs on the loop.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/loop.h"

enum { SPARE = 256 };

struct exchange *exchange_get(struct server *s)
{
    struct exchange *x = s->spare;

    if (x) {
        s->spare = x->next;
        s->nspare--;
    } else {
        x = mem_alloc(sizeof(*x));
        x->server = s;
        x->rq.a = arena_new();
    }
    snprintf(x->id, sizeof(x->id), "%s-%llx", s->boot, (unsigned long long)++s->serial);
    x->rq.id = x->id;
    return x;
}

void exchange_free(struct exchange *x)
{
    arena_free(x->rq.a);
    reply_drop(&x->rq.reply);
    buf_free(&x->rq.reply.body);
    buf_free(&x->body);
    if (x->timer)
        event_free(x->timer);
    free(x);
}

void exchange_put(struct exchange *x)
{
    struct server *s = x->server;
    struct arena *a = x->rq.a;
    struct buf body = x->body, reply;
    struct event *timer = x->timer;

    if (upload_drop(x)) /* comes back once more */
        return;
    if (x->order)
        perintah_clear(&x->order->p);
    if (x->rq.owned_free)
        x->rq.owned_free(x->rq.owned);
    json_decref(x->rq.json);
    reply_drop(&x->rq.reply);
    if (s->nspare >= SPARE) {
        exchange_free(x);
        return;
    }
    reply = x->rq.reply.body;
    if (body.cap > BODY_FREE * 2)
        buf_free(&body);
    buf_clear(&body);
    arena_reset(a);
    memset(x, 0, sizeof(*x));
    x->server = s;
    x->rq.a = a;
    x->rq.reply.body = reply;
    x->body = body;
    x->timer = timer;
    x->next = s->spare;
    s->spare = x;
    s->nspare++;
}

size_t exchange_body_limit(const struct request *rq)
{
    const struct route *row = rq->route;

    /* JSON grows by far when it is read; where a row takes files too, only those may be that large. */
    if ((row->flags & ROUTE_UPLOAD) && !route_streams(rq) && row->body_limit > ROUTE_JSON)
        return ROUTE_JSON;
    if (row->body_limit > 0)
        return row->body_limit;
    return row->schema || (row->flags & ROUTE_UPLOAD) ? ROUTE_BODY : 0;
}

static const char *bearer(const char *authorization)
{
    if (!authorization || strncasecmp(authorization, "Bearer ", 7) != 0)
        return NULL;
    authorization += 7;
    return authorization + strspn(authorization, " ");
}

/* Who asks, and how much of what the proxies say is believed. */
static void fill_peer(struct exchange *x, const struct address *peer, const struct head *h)
{
    struct request *rq = &x->rq;
    const char *proto = h->value[FIELD_FORWARDED_PROTO];

    x->address = address_behind(&x->server->proxies, peer, h->value[FIELD_FORWARDED_FOR]);
    address_text(&x->address, x->peer);
    rq->peer = x->peer;
    rq->secure = proto && strcasecmp(proto, "https") == 0 && networks_have(&x->server->proxies, peer);
    rq->loopback = address_loopback(&x->address);
    rq->cookie_ok = rq->secure || rq->loopback || x->server->conf->plain_cookie;
    if (rq->cookie_ok)
        rq->token = guard_cookie(h, rq->secure ? "__Host-tenayan" : "tenayan");
}

enum code exchange_fill(struct exchange *x, const struct address *peer, const struct head *h)
{
    struct request *rq = &x->rq;
    const char *match = h->value[FIELD_IF_MATCH];

    rq->method = h->method;
    x->is_head = h->is_head;
    x->started = clock_monotonic();
    rq->path = h->path;
    rq->host = h->value[FIELD_HOST];
    rq->type = h->value[FIELD_TYPE];
    rq->agent = h->value[FIELD_AGENT];
    rq->none_match = h->value[FIELD_NONE_MATCH];
    rq->codings = h->value[FIELD_ACCEPT_ENCODING];
    rq->csrf = h->value[FIELD_CSRF];
    rq->kunci = h->value[FIELD_KEY];
    rq->bearer = bearer(h->value[FIELD_AUTHORIZATION]);
    fill_peer(x, peer, h);
    if (match && !guard_etag(match, &rq->if_match))
        return E_IF_MATCH;
    if (rq->kunci && (strlen(rq->kunci) < 1 || strlen(rq->kunci) > 128))
        return E_KUNCI_BENTUK;
    for (const char *s = rq->kunci; s && *s; s++)
        if (*s <= ' ' || *s > '~')
            return E_KUNCI_BENTUK;
    return guard_query(h, &rq->query, &rq->nquery);
}
