/* Words and places of a Lua source, for what is looked for in the text itself: names that `use` reaches,
 * where a field stands, a decimal comma. Knows Lua's comments, strings and numbers; it is no parser.
 */
#ifndef SCRIPT_LEX_H
#define SCRIPT_LEX_H

#include <stdbool.h>
#include <stddef.h>

struct lex {
    const char *p, *end, *line_start;
    int line;
};

enum token_type { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_SYMBOL };

struct token {
    enum token_type type;
    const char *s; /* as written; a text without its quotes, escapes as they stand */
    size_t len;
    int line, column; /* where it begins; columns count characters, from 1 */
    bool apart;       /* a blank, a comment or the start stands before it */
};

/* A byte order mark at the start is passed over. */
void lex_start(struct lex *l, const char *source, size_t len);
/* false at the end: a token of type TOKEN_END. Symbols are single characters. */
bool lex_next(struct lex *l, struct token *t);
bool token_is(const struct token *t, const char *word);

/* The column of character `at` in the line that begins at `start`. */
int lex_column(const char *start, const char *at);

#endif
