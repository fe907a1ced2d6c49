/* The memory of one Lua state: the same requests get the same addresses in every process and on every
 * machine.
 *
 * Lua hashes tables and functions by their address and strings with a random seed. Where a table has holes,
 * its length (#t) depends on when it was rehashed, and so on both: a plugin could draw lots with it. Here the
 * lower 32 bits of an address, all that Lua looks at, follow from the requests alone, and the seed is fixed.
 * It is also faster than malloc, and a state is dropped whole. One state at a time; plugin child only.
 */
#ifndef SCRIPT_HEAP_H
#define SCRIPT_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* Reserves the region, once a process, before the sandbox of the process is up. */
bool heap_init(void);
/* Forgets everything; large remains go back to the kernel. */
void heap_reset(void);

/* Sizes are Lua's: `old_size` is what the block was asked for. NULL where the region is full. */
void *heap_alloc(size_t n);
void heap_free(void *p, size_t n);
void *heap_realloc(void *p, size_t old_size, size_t new_size);

#endif
