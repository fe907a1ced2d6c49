#include "script/chunk.h"

#include <string.h>

enum {
    DEPTH = 200,    /* functions within functions: Lua's own parser stops there */
    ABSOLUTE = -128 /* a line that stands in the second table */
};

struct reader {
    const uint8_t *p, *end;
    struct arena *a;
    bool bad;
};

static size_t left(const struct reader *r)
{
    return (size_t)(r->end - r->p);
}

static const uint8_t *bytes(struct reader *r, size_t n)
{
    const uint8_t *p = r->p;

    if (r->bad || left(r) < n) {
        r->bad = true;
        return NULL;
    }
    r->p += n;
    return p;
}

static unsigned byte(struct reader *r)
{
    const uint8_t *p = bytes(r, 1);

    return p ? *p : 0;
}

/* Seven bits a byte, the highest first; the last byte has its top bit set. */
static uint64_t number(struct reader *r)
{
    uint64_t n = 0;
    unsigned b = 0;

    for (int i = 0; i < 9 && !r->bad; i++) {
        b = byte(r);
        n = n << 7 | (b & 0x7F);
        if (b & 0x80)
            return n;
    }
    r->bad = true;
    return 0;
}

/* How many things of at least `least` bytes each follow. */
static uint32_t count(struct reader *r, size_t least)
{
    uint64_t n = number(r);

    if (n > left(r) / least) {
        r->bad = true;
        return 0;
    }
    return (uint32_t)n;
}

static int line_number(struct reader *r)
{
    uint64_t n = number(r);

    if (n > INT32_MAX)
        r->bad = true;
    return r->bad ? 0 : (int)n;
}

/* NULL where there is none. */
static const char *string(struct reader *r, size_t *len)
{
    uint64_t n = number(r);
    const uint8_t *p;

    *len = 0;
    if (n == 0 || n - 1 > left(r)) {
        r->bad = r->bad || n != 0;
        return NULL;
    }
    if (!(p = bytes(r, (size_t)n - 1)))
        return NULL;
    *len = (size_t)n - 1;
    return arena_strndup(r->a, (const char *)p, *len);
}

static bool header(struct reader *r)
{
    /* Signature, version 5.4, format 0, a check for changed line ends, then three sizes. */
    static const uint8_t head[] = {
        0x1B, 'L', 'u', 'a', 0x54, 0, 0x19, 0x93, '\r', '\n', 0x1A, '\n', 4, 8, 8
    };
    const int64_t integer = 0x5678;
    const double real = 370.5;
    const uint8_t *p = bytes(r, sizeof(head)), *i = bytes(r, sizeof(integer)), *d = bytes(r, sizeof(real));

    return !r->bad && memcmp(p, head, sizeof(head)) == 0 && memcmp(i, &integer, sizeof(integer)) == 0 &&
           memcmp(d, &real, sizeof(real)) == 0;
}

static void read_code(struct reader *r, struct chunk *f)
{
    const uint8_t *p;

    f->ncode = count(r, sizeof(*f->code));
    p = bytes(r, f->ncode * sizeof(*f->code));
    f->code = arena_array(r->a, uint32_t, f->ncode + 1);
    f->lines = arena_array(r->a, int, f->ncode + 1);
    if (p)
        memcpy(f->code, p, f->ncode * sizeof(*f->code));
    for (uint32_t i = 0; i < f->ncode; i++)
        r->bad = r->bad || op_of(f->code[i]) >= OP_COUNT;
}

static void read_value(struct reader *r, struct chunk_value *v)
{
    const uint8_t *p;

    switch (byte(r)) {
    case 0x00:
        v->type = CHUNK_NIL;
        break;
    case 0x01:
        v->type = CHUNK_FALSE;
        break;
    case 0x11:
        v->type = CHUNK_TRUE;
        break;
    case 0x03:
        v->type = CHUNK_INTEGER;
        if ((p = bytes(r, sizeof(v->i))))
            memcpy(&v->i, p, sizeof(v->i));
        break;
    case 0x13:
        v->type = CHUNK_REAL;
        if ((p = bytes(r, sizeof(v->r))))
            memcpy(&v->r, p, sizeof(v->r));
        break;
    case 0x04:
    case 0x14:
        v->type = CHUNK_TEXT;
        v->s = string(r, &v->len);
        r->bad = r->bad || !v->s;
        break;
    default:
        r->bad = true;
    }
}

static void read_upvalues(struct reader *r, struct chunk *f)
{
    f->nupvalues = count(r, 3);
    r->bad = r->bad || f->nupvalues > 255;
    if (r->bad)
        return;
    f->upvalues = arena_array(r->a, struct chunk_upvalue, f->nupvalues + 1);
    for (uint32_t i = 0; i < f->nupvalues; i++) {
        f->upvalues[i].name = "";
        f->upvalues[i].in_stack = byte(r) != 0;
        f->upvalues[i].index = (uint8_t)byte(r);
        byte(r); /* its kind: local, const, to be closed */
    }
}

/* Each instruction has its distance from the line before; where that does not fit, an entry of the second
 * table has the line itself. */
static void read_lines(struct reader *r, struct chunk *f)
{
    uint32_t n = count(r, 1), absolute, k = 0;
    const uint8_t *steps = bytes(r, n);
    int line = f->line;

    r->bad = r->bad || (n && n != f->ncode);
    absolute = count(r, 2);
    for (uint32_t i = 0; i < n && !r->bad; i++) {
        int step = (int8_t)steps[i];

        if (step == ABSOLUTE) {
            if (k++ >= absolute || number(r) != i) {
                r->bad = true;
                return;
            }
            line = line_number(r);
        } else {
            line += step;
        }
        r->bad = r->bad || line < 0;
        f->lines[i] = line;
    }
    r->bad = r->bad || k != absolute;
}

static void read_debug(struct reader *r, struct chunk *f)
{
    uint32_t n;
    size_t len;

    read_lines(r, f);
    for (n = count(r, 3); n && !r->bad; n--) { /* names of locals, and where they live: not needed */
        (void)string(r, &len);
        number(r);
        number(r);
    }
    n = count(r, 1);
    r->bad = r->bad || n > f->nupvalues;
    for (uint32_t i = 0; i < n && !r->bad; i++) {
        const char *name = string(r, &len);

        f->upvalues[i].name = name ? name : "";
    }
}

static void read_function(struct reader *r, struct chunk *f, const struct chunk *parent, int depth)
{
    size_t len;
    const char *source = string(r, &len);

    f->parent = parent;
    f->source = source ? source + (source[0] == '@') : parent ? parent->source : "";
    f->line = line_number(r);
    f->last_line = line_number(r);
    f->nparams = byte(r);
    f->vararg = byte(r) != 0;
    f->nregs = byte(r);
    r->bad = r->bad || depth > DEPTH || f->nparams > f->nregs;
    read_code(r, f);
    f->nvalues = count(r, 1);
    if (r->bad)
        return;
    f->values = arena_array(r->a, struct chunk_value, f->nvalues + 1);
    for (uint32_t i = 0; i < f->nvalues && !r->bad; i++)
        read_value(r, &f->values[i]);
    read_upvalues(r, f);
    f->nfunctions = count(r, 10);
    if (r->bad)
        return;
    f->functions = arena_array(r->a, struct chunk, f->nfunctions + 1);
    for (uint32_t i = 0; i < f->nfunctions && !r->bad; i++)
        read_function(r, &f->functions[i], f, depth + 1);
    if (!r->bad)
        read_debug(r, f);
}

bool chunk_read(const void *data, size_t len, struct arena *a, struct chunk **out)
{
    struct reader r = { data, (const uint8_t *)data + len, a, false };
    struct chunk *f = arena_new_of(a, struct chunk);

    *out = NULL;
    if (!header(&r))
        return false;
    byte(&r); /* how many upvalues the outermost function has; it says so again */
    read_function(&r, f, NULL, 0);
    if (r.bad || left(&r))
        return false;
    *out = f;
    return true;
}

int64_t chunk_target(const struct chunk *f, uint32_t pc)
{
    uint32_t i = f->code[pc];
    int64_t at = pc;

    switch (op_of(i)) {
    case OP_JMP:
        return at + 1 + op_sj(i);
    case OP_LFALSESKIP:
        return at + 2;
    case OP_FORLOOP:
    case OP_TFORLOOP:
        return at + 1 - (int64_t)op_bx(i);
    case OP_FORPREP:
        return at + 2 + (int64_t)op_bx(i);
    case OP_TFORPREP:
        return at + 1 + (int64_t)op_bx(i);
    default:
        return -1;
    }
}
