#include "script/heap.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef TENAYAN_SANITIZER

/* The sanitizer's malloc sees more; only addresses as keys are then not the same everywhere. */
bool heap_init(void)
{
    return true;
}

void heap_reset(void)
{
}

void *heap_alloc(size_t n)
{
    return malloc(n);
}

void heap_free(void *p, size_t n)
{
    (void)n;
    free(p);
}

void *heap_realloc(void *p, size_t old_size, size_t new_size)
{
    (void)old_size;
    return realloc(p, new_size);
}

#else

enum {
    REGION = 64 * 1024 * 1024,
    KEEP = 1024 * 1024, /* stays with the process between states */
    SMALL = 512,        /* up to here one class each 16 bytes, above four to a power of two */
    CLASSES = SMALL / 16 + 1 + 4 * 32,
};

static struct {
    char *base, *bump, *end;
    void *free[CLASSES]; /* each freed block holds the next */
} heap;

bool heap_init(void)
{
    /* Any multiple of 4 GiB will do; which one stays a secret. */
    for (int attempt = 0; attempt < 64; attempt++) {
        void *at = (void *)(((uintptr_t)randombytes_uniform(0x5000) + 0x100) << 32);
        void *p = mmap(at, REGION, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

        if (p == MAP_FAILED)
            continue;
        if (p != at) { /* a kernel that does not know the flag */
            munmap(p, REGION);
            continue;
        }
        heap.base = heap.bump = p;
        heap.end = heap.base + REGION;
        return true;
    }
    return false;
}

void heap_reset(void)
{
    if (heap.bump - heap.base > KEEP)
        madvise(heap.base + KEEP, (size_t)(heap.bump - heap.base) - KEEP, MADV_DONTNEED);
    heap.bump = heap.base;
    memset(heap.free, 0, sizeof(heap.free));
}

/* The class of a size, and the size of its blocks. */
static unsigned class_of(size_t n, size_t *size)
{
    unsigned e;
    size_t step;

    if (n <= SMALL) {
        *size = (n + 15) & ~(size_t)15;
        return (unsigned)(*size / 16);
    }
    e = 63 - (unsigned)__builtin_clzll(n - 1); /* 2^e < n <= 2^(e+1) */
    step = (size_t)1 << (e - 2);
    *size = (n + step - 1) & ~(step - 1);
    return SMALL / 16 + 1 + (e - 9) * 4 + (unsigned)((*size - ((size_t)1 << e)) / step) - 1;
}

void *heap_alloc(size_t n)
{
    size_t size;
    unsigned c = class_of(n, &size);
    void *p = heap.free[c];

    if (p) {
        memcpy(&heap.free[c], p, sizeof(p));
        return p;
    }
    if ((size_t)(heap.end - heap.bump) < size)
        return NULL;
    p = heap.bump;
    heap.bump += size;
    return p;
}

void heap_free(void *p, size_t n)
{
    size_t size;
    unsigned c;

    if (!p)
        return;
    c = class_of(n, &size);
    memcpy(p, &heap.free[c], sizeof(p));
    heap.free[c] = p;
}

void *heap_realloc(void *p, size_t old_size, size_t new_size)
{
    size_t a, b;
    void *q;

    if (!p)
        return heap_alloc(new_size);
    if (class_of(old_size, &a) == class_of(new_size, &b))
        return p;
    q = heap_alloc(new_size);
    if (!q)
        return new_size < old_size ? p : NULL; /* Lua relies on shrinking; the rest of the block is lost */
    memcpy(q, p, old_size < new_size ? old_size : new_size);
    heap_free(p, old_size);
    return q;
}

#endif
