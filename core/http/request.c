/* What handlers call on their request: parameters, and handing the request on. */
#include "http/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jschema.h"
#include "http/loop.h"

static struct exchange *exchange_of(struct request *rq)
{
    return (struct exchange *)rq;
}

const char *request_param(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->nparams; i++)
        if (strcmp(rq->params[i].name, name) == 0)
            return rq->params[i].value;
    fprintf(stderr, "route %s has no parameter %s\n", rq->route->path, name);
    abort();
}

/* Digits alone, no leading zero, within 2^53. */
static bool parse_int(const char *s, int64_t *out)
{
    bool minus = *s == '-';
    size_t n = strlen(s += minus);

    if (n == 0 || n > 16 || strspn(s, "0123456789") != n || (n > 1 && *s == '0'))
        return false;
    *out = strtoll(s, NULL, 10);
    if (minus)
        *out = -*out;
    return *out <= (INT64_C(1) << 53) && *out >= -(INT64_C(1) << 53);
}

enum status request_id(struct request *rq, const char *name, int64_t *out)
{
    if (!parse_int(request_param(rq, name), out) || *out < 1)
        return err_set(&rq->err, E_TIDAK_ADA, NULL);
    return ST_OK;
}

const char *request_query(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->nquery; i++)
        if (strcmp(rq->query[i].name, name) == 0)
            return rq->query[i].value;
    return NULL;
}

enum status request_query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t absent,
                              int64_t *out)
{
    const char *s = request_query(rq, name);

    *out = absent;
    if (!s || (parse_int(s, out) && *out >= min && *out <= max))
        return ST_OK;
    err_fault(&rq->err, name, "harus bilangan %lld sampai %lld", (long long)min, (long long)max);
    return err_set(&rq->err, E_MASUKAN, "Parameter %s harus bilangan %lld sampai %lld.", name, (long long)min,
                   (long long)max);
}

void request_unpin(struct request *rq)
{
    db_snapshot_end(rq->db);
}

bool request_login_failed(struct request *rq)
{
    struct exchange *x = exchange_of(rq);
    struct address a = address_client(&x->address);

    atomic_fetch_add_explicit(&x->server->metrics.login_failed, 1, memory_order_relaxed);
    return throttle_failed(x->server->throttle, &a, clock_monotonic());
}

bool request_looked_up(struct request *rq)
{
    struct exchange *x = exchange_of(rq);
    struct address a = address_client(&x->address);

    return throttle_failed(x->server->lookups, &a, clock_monotonic());
}

enum status request_again(struct request *rq, int64_t us)
{
    struct exchange *x = exchange_of(rq);

    x->again_us = us < 0 ? 0 : us;
    server_post(x, HAND_AGAIN);
    return ST_END;
}

/* Commands -------------------------------------------------------------------------------------------- */

static void command_done(struct command *c)
{
    server_post(((struct order *)c)->x, HAND_COMMAND);
}

/* What a repeated key is compared by. */
static void fingerprint(const struct request *rq, struct digest *out)
{
    struct hash_state h;
    const char *method = method_name(rq->method);

    hash_start_blake2b(&h);
    hash_add(&h, method, strlen(method) + 1);
    hash_add(&h, rq->path, strlen(rq->path) + 1);
    for (size_t i = 0; i < rq->nquery; i++) {
        hash_add(&h, rq->query[i].name, strlen(rq->query[i].name) + 1);
        hash_add(&h, rq->query[i].value, strlen(rq->query[i].value) + 1);
    }
    hash_add(&h, &rq->if_match, sizeof(rq->if_match));
    if (rq->upload)
        hash_add(&h, rq->upload->sha256.b, sizeof(rq->upload->sha256.b));
    else
        hash_add(&h, rq->body ? rq->body : "", rq->body_len);
    hash_finish(&h, out);
}

static enum status submit(struct request *rq, const struct who *who, const char *key, perintah_fn *run,
                          void *input, void (*after)(struct request *rq, struct perintah *p))
{
    struct exchange *x = exchange_of(rq);
    struct order *o = arena_new_of(rq->a, struct order);
    const struct titipan *t = rq->titipan;

    if (t) {
        *t->dalam = (struct perintah_dalam){ run, input };
        run = t->bungkus;
        input = t->masukan;
        who = &t->aktor;
        after = NULL;
    }
    perintah_init(&o->p, who, run, input);
    o->p.if_match = rq->if_match;
    o->p.kunci = key;
    if (key)
        fingerprint(rq, &o->p.permintaan);
    o->p.cmd.done = command_done;
    o->p.cmd.firm = rq->route->lane == LANE_SUBMIT;
    o->x = x;
    o->after = after;
    x->order = o;
    if (!writer_submit(rq->writer, &o->p.cmd)) {
        x->order = NULL;
        return err_set(&rq->err, E_SIBUK, NULL);
    }
    return ST_END;
}

/* The body of the other operation, as its own address would take it. */
static enum status check_body(struct request *rq, const struct titipan *t)
{
    const json_t *root = exchange_of(rq)->server->api;
    const json_t *all = json_object_get(json_object_get(root, "components"), "schemas");
    struct jschema js = { .schema = json_object_get(all, t->row->schema),
                          .root = root,
                          .flags = JSCHEMA_TRUSTED | JSCHEMA_STRICT };
    enum status st = jschema_check(&js, t->isi, E_MASUKAN, &rq->err);

    for (int i = 0; st != ST_OK && i < rq->err.nfaults && i < ERR_FAULTS; i++) {
        struct fault f = rq->err.faults[i];

        snprintf(rq->err.faults[i].at, sizeof(f.at), "/isi%.*s", (int)sizeof(f.at) - 5, f.at);
    }
    if (st == ST_OK)
        jschema_defaults(js.schema, t->isi);
    return st;
}

enum status request_titip(struct request *rq, struct titipan *t)
{
    enum status st = check_body(rq, t);

    if (st != ST_OK)
        return st;
    json_incref(t->isi);
    json_decref(rq->json);
    rq->json = t->isi;
    memcpy(rq->params, t->params, sizeof(rq->params));
    rq->nparams = t->nparams;
    t->aktor = rq->who;
    rq->who = t->who;
    rq->titipan = t;
    st = t->row->handler(rq);
    if (st == ST_END) /* it is the writer's now */
        return st;
    rq->who = t->aktor;
    rq->titipan = NULL;
    return st;
}

enum status request_command(struct request *rq, perintah_fn *run, void *input,
                            void (*after)(struct request *rq, struct perintah *p))
{
    return submit(rq, &rq->who, rq->kunci, run, input, after);
}

enum status request_command_as(struct request *rq, const struct who *who, perintah_fn *run, void *input,
                               void (*after)(struct request *rq, struct perintah *p))
{
    return submit(rq, who, NULL, run, input, after);
}
