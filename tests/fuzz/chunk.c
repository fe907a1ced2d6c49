/* The author's kit on any bytes: as a compiled chunk, as the facts that a child sends, as a source in which
 * words and tables are looked for. Read or refused, never read beyond. */
#include <stdlib.h>
#include <string.h>

#include "script/chunk.h"
#include "script/fact.h"
#include "script/lex.h"
#include "script/place.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_chunk(const struct chunk *f)
{
    for (uint32_t i = 0; i < f->ncode; i++)
        if (op_of(f->code[i]) >= OP_COUNT || f->lines[i] < 0)
            abort();
    for (uint32_t i = 0; i < f->nvalues; i++)
        if (f->values[i].type == CHUNK_TEXT && f->values[i].s[f->values[i].len] != '\0')
            abort();
    for (uint32_t i = 0; i < f->nfunctions; i++)
        check_chunk(&f->functions[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* The head of a chunk is fixed: given, so that the rest is reached. */
    static const uint8_t head[] = { 0x1B, 'L', 'u', 'a', 0x54, 0,    0x19, 0x93, '\r', '\n', 0x1A,
                                    '\n', 4,   8,   8,   0x78, 0x56, 0,    0,    0,    0,    0,
                                    0,    0,   0,   0,   0,    0,    0x28, 0x77, 0x40, 1 };
    struct arena *a = arena_new();
    char *whole = malloc(sizeof(head) + size);
    struct chunk *f;
    struct fact *list;
    struct wire w = { data, data + size };
    struct lex l;
    struct token t;
    size_t n;
    int line, column;

    memcpy(whole, head, sizeof(head));
    memcpy(whole + sizeof(head), data, size);
    if (chunk_read(whole, sizeof(head) + size, a, &f))
        check_chunk(f);
    if (facts_unpack(&w, a, &list, &n))
        for (size_t i = 0; i < n; i++)
            if (list[i].kind >= FACT_KINDS || strlen(list[i].a) > size || strlen(list[i].b) > size)
                abort();
    lex_start(&l, (const char *)data, size);
    while (lex_next(&l, &t))
        if (t.s < (const char *)data || t.s + t.len > (const char *)data + size || t.line < 1 || t.column < 1)
            abort();
    if (place_find((const char *)data, size, 1, "", "/a/0/b", &line, &column) && (line < 1 || column < 1))
        abort();
    free(whole);
    arena_free(a);
    return 0;
}
