/* Memory that does not fail, a request's arena, and a growing byte buffer.
 *
 * Every size here is bounded by a limit of the caller, so an exhausted heap is a fault of the machine,
 * not of a request: the process logs it and aborts, and the next start recovers from the store.
 * An arena belongs to one thread at a time; what lies in it lives until arena_reset or arena_free.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void *mem_alloc(size_t n); /* zeroed */
void *mem_grow(void *p, size_t n);
char *mem_strdup(const char *s);

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t n);       /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

/* Always NUL-terminated once anything was added; the NUL does not count in len. BUF_NONE is valid. */
struct buf {
    char *p;
    size_t len, cap;
};
#define BUF_NONE ((struct buf){ NULL, 0, 0 })
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_free(struct buf *b);

#endif
