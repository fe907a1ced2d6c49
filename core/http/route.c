#include "http/route.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A node is one segment of a path: its literal children, and at most one child for any text. */
struct node {
    char *literal; /* NULL: the root, or a parameter */
    struct node *child, *next, *any;
    const struct route *row[METHOD_COUNT];
    size_t nnames; /* parameters on the way here, in order */
    char *names[REQUEST_PARAMS];
};

struct router {
    struct node root;
};

const char *method_name(enum method m)
{
    static const char *const names[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

    return names[m];
}

bool media_type_is(const char *type, const char *want)
{
    size_t n = strlen(want);

    if (!type || strncasecmp(type, want, n) != 0)
        return false;
    type += n;
    return type[strspn(type, " \t")] == '\0' || type[strspn(type, " \t")] == ';';
}

bool route_streams(const struct request *rq)
{
    return (rq->route->flags & ROUTE_UPLOAD) &&
           !(rq->route->schema && media_type_is(rq->type, "application/json"));
}

static struct node *literal_child(struct node *n, const char *s, size_t len)
{
    for (struct node *c = n->child; c; c = c->next)
        if (strncmp(c->literal, s, len) == 0 && c->literal[len] == '\0')
            return c;
    return NULL;
}

static struct node *node_below(struct node *parent, const char *s, size_t len)
{
    bool any = *s == '{';
    struct node *n = any ? parent->any : literal_child(parent, s, len);

    if (n)
        return n;
    n = mem_alloc(sizeof(*n));
    if (any) {
        parent->any = n;
    } else {
        n->literal = mem_alloc(len + 1);
        memcpy(n->literal, s, len);
        n->next = parent->child;
        parent->child = n;
    }
    return n;
}

/* The parameter at `s` ("{kode}") is number `i` of the node; two rows must call it alike. */
static bool name_param(struct node *n, size_t i, const char *s, size_t len)
{
    if (i >= REQUEST_PARAMS || len < 3 || s[len - 1] != '}')
        return false;
    if (i < n->nnames)
        return strlen(n->names[i]) == len - 2 && strncmp(n->names[i], s + 1, len - 2) == 0;
    n->names[i] = mem_alloc(len - 1);
    memcpy(n->names[i], s + 1, len - 2);
    n->nnames = i + 1;
    return true;
}

static bool add(struct router *r, const struct route *row)
{
    struct node *n = &r->root;
    const char *params[REQUEST_PARAMS];
    size_t lens[REQUEST_PARAMS], count = 0;

    if (row->path[0] != '/' || !row->handler)
        return false;
    for (const char *s = row->path + 1;; s++) {
        size_t len = strcspn(s, "/");

        if (*s == '{') {
            if (count == REQUEST_PARAMS)
                return false;
            params[count] = s;
            lens[count++] = len;
        }
        n = node_below(n, s, len);
        s += len;
        if (*s == '\0')
            break;
    }
    for (size_t i = 0; i < count; i++)
        if (!name_param(n, i, params[i], lens[i]))
            return false;
    if (n->row[row->method])
        return false;
    n->row[row->method] = row;
    return true;
}

enum status router_new(const struct route *const *sets, struct router **out, struct err *e)
{
    struct router *r = mem_alloc(sizeof(*r));

    *out = NULL;
    for (; *sets; sets++)
        for (const struct route *row = *sets; row->path; row++)
            if (!add(r, row)) {
                router_free(r);
                return err_set(e, E_GAGAL, "Baris rute %s %s tidak sah atau ganda.", method_name(row->method),
                               row->path);
            }
    *out = r;
    return ST_OK;
}

static void node_clear(struct node *n)
{
    for (struct node *c = n->child, *next; c; c = next) {
        next = c->next;
        node_clear(c);
        free(c);
    }
    if (n->any)
        node_clear(n->any);
    free(n->any);
    free(n->literal);
    for (size_t i = 0; i < n->nnames; i++)
        free(n->names[i]);
}

void router_free(struct router *r)
{
    if (!r)
        return;
    node_clear(&r->root);
    free(r);
}

static bool has_rows(const struct node *n)
{
    for (int m = 0; m < METHOD_COUNT; m++)
        if (n->row[m])
            return true;
    return false;
}

/* Literal before parameter, with a step back where the literal leads nowhere. The values are left in
 * `start` and `len`, by depth of parameter. */
static const struct node *match(const struct node *n, const char *s, size_t depth, const char **start,
                                size_t *len)
{
    size_t l = strcspn(s, "/");
    const char *rest = s[l] == '/' ? s + l + 1 : NULL;
    const struct node *c = literal_child((struct node *)n, s, l), *hit;

    if (c) {
        hit = rest ? match(c, rest, depth, start, len) : has_rows(c) ? c : NULL;
        if (hit)
            return hit;
    }
    if (!n->any || l == 0 || depth == REQUEST_PARAMS)
        return NULL;
    start[depth] = s;
    len[depth] = l;
    return rest ? match(n->any, rest, depth + 1, start, len) : has_rows(n->any) ? n->any : NULL;
}

static const char *allowed(const struct node *n, struct arena *a)
{
    const char *list = "";

    for (int m = 0; m < METHOD_COUNT; m++)
        if (n->row[m])
            list = arena_printf(a, "%s%s%s%s", list, *list ? ", " : "", method_name((enum method)m),
                                m == METHOD_GET ? ", HEAD" : "");
    return list;
}

/* The row of the application's shell where it answers for `path`, or NULL. */
static const struct route *shell(const struct router *r, enum method m, const char *path)
{
    static const char *const ours[] = { "api", "aset" };
    const struct node *n = literal_child((struct node *)&r->root, "", 0);
    const struct route *row = n ? n->row[METHOD_GET] : NULL;
    size_t first = strcspn(path + 1, "/");

    if (!row || !(row->flags & ROUTE_SHELL) || m != METHOD_GET || strchr(strrchr(path, '/'), '.'))
        return NULL;
    for (size_t i = 0; i < COUNT(ours); i++)
        if (strlen(ours[i]) == first && strncmp(path + 1, ours[i], first) == 0)
            return NULL;
    return row;
}

enum status router_find(const struct router *r, struct request *rq)
{
    const char *start[REQUEST_PARAMS];
    size_t len[REQUEST_PARAMS];
    const struct node *n = match(&r->root, rq->path + 1, 0, start, len);

    if (!n && (rq->route = shell(r, rq->method, rq->path)))
        return ST_OK;
    if (!n)
        return err_set(&rq->err, E_ALAMAT_TIDAK_ADA, NULL);
    if (!(rq->route = n->row[rq->method])) {
        rq->reply.allow = allowed(n, rq->a);
        return err_set(&rq->err, E_METODE, NULL);
    }
    rq->nparams = n->nnames;
    for (size_t i = 0; i < n->nnames; i++) {
        rq->params[i].name = n->names[i];
        rq->params[i].value = arena_strndup(rq->a, start[i], len[i]);
    }
    return ST_OK;
}
