#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

enum { WORK = 20000000 }; /* steps before the answer becomes rough: a tenth of a second */

struct text {
    uint64_t *line; /* a hash each */
    size_t n;
};

/* FNV-1a, 64 bits: two lines of one file that clash make a count wrong by one, nothing else. */
static uint64_t hash_line(const uint8_t *p, size_t n)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(1099511628211);
    return h;
}

static void split(const uint8_t *p, size_t n, struct text *out)
{
    size_t count = 1, at = 0;

    for (size_t i = 0; i < n; i++)
        count += p[i] == '\n';
    *out = (struct text){ .line = mem_alloc(count * sizeof(uint64_t)) };
    while (at < n) {
        const uint8_t *end = memchr(p + at, '\n', n - at);
        size_t len = end ? (size_t)(end - (p + at)) : n - at;

        out->line[out->n++] = hash_line(p + at, len);
        at += len + 1;
    }
}

/* Equal lines at both ends need no search. */
static void trim(const struct text *a, const struct text *b, size_t *head, size_t *na, size_t *nb)
{
    *head = 0;
    *na = a->n;
    *nb = b->n;
    while (*head < *na && *head < *nb && a->line[*head] == b->line[*head])
        ++*head;
    while (*na > *head && *nb > *head && a->line[*na - 1] == b->line[*nb - 1]) {
        --*na;
        --*nb;
    }
    *na -= *head;
    *nb -= *head;
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return a < b ? -1 : a > b;
}

static void rough(uint64_t *a, size_t na, uint64_t *b, size_t nb, struct lines_diff *out)
{
    size_t i = 0, k = 0, same = 0;

    qsort(a, na, sizeof(*a), by_value);
    qsort(b, nb, sizeof(*b), by_value);
    while (i < na && k < nb) {
        if (a[i] == b[k]) {
            same++;
            i++;
            k++;
        } else if (a[i] < b[k]) {
            i++;
        } else {
            k++;
        }
    }
    *out =
        (struct lines_diff){ .added = (int64_t)(nb - same), .removed = (int64_t)(na - same), .rough = true };
}

/* Length of the shortest edit script; -1 where the work ran out. v[k] is how far the best way on diagonal k
 * has come. */
static int64_t distance(const uint64_t *a, int64_t na, const uint64_t *b, int64_t nb)
{
    int64_t most = na + nb, work = 0, found = -1;
    int64_t *room = mem_alloc((size_t)(2 * most + 3) * sizeof(int64_t)), *v = room + most + 1;

    for (int64_t d = 0; d <= most && found < 0 && work < WORK; d++)
        for (int64_t k = -d; k <= d && found < 0; k += 2) {
            int64_t x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1, y = x - k,
                    from = x;

            while (x < na && y < nb && a[x] == b[y]) {
                x++;
                y++;
            }
            work += x - from + 1;
            v[k] = x;
            if (x >= na && y >= nb)
                found = d;
        }
    free(room);
    return found;
}

void lines_diff(const void *a, size_t na, const void *b, size_t nb, struct lines_diff *out)
{
    struct text x, y;
    size_t head, n, m;
    int64_t d;

    split(a, na, &x);
    split(b, nb, &y);
    trim(&x, &y, &head, &n, &m);
    d = distance(x.line + head, (int64_t)n, y.line + head, (int64_t)m);
    if (d < 0) {
        rough(x.line + head, n, y.line + head, m, out);
    } else {
        /* added + removed = d, added - removed = m - n */
        int64_t added = (d + (int64_t)m - (int64_t)n) / 2;

        *out = (struct lines_diff){ .added = added, .removed = d - added };
    }
    free(x.line);
    free(y.line);
}
