/* What the Lua-visible libraries (lib_*.c) share. All of it may raise.
 *
 * Arguments are checked by these helpers, so that every message is Indonesian and names function and
 * argument; library work is charged by its elements.
 */
#ifndef SCRIPT_LIB_H
#define SCRIPT_LIB_H

#include "script/lib_names.h"
#include "script/sandbox.h"

/* Raises a coded error (a value that plugin code can catch, but not forge). Returns int for `return`. */
int l_raise(lua_State *L, enum code c, const char *fmt, ...) PRINTF(3, 4);
struct coded;
int l_raise_coded(lua_State *L, const struct coded *e);
struct coded {
    enum code code;
    int line, column; /* 0: not known */
    char file[96];
    char msg[480];
};
const struct coded *coded_at(lua_State *L, int idx); /* NULL if it is none */

/* Name and line of the innermost code that the author wrote: the shared library speaks for the line that
 * called it. */
void l_where(lua_State *L, char file[96], int *line);

/* `name` is "text.sub"; arguments count from 1. */
const char *l_text(lua_State *L, int arg, const char *name, size_t *len);
lua_Integer l_int(lua_State *L, int arg, const char *name, lua_Integer low, lua_Integer high);
lua_Integer l_int_or(lua_State *L, int arg, const char *name, lua_Integer low, lua_Integer high,
                     lua_Integer other);
double l_number(lua_State *L, int arg, const char *name);
void l_table(lua_State *L, int arg, const char *name);
/* A table that may be written: not a library or _ENV. */
void l_table_own(lua_State *L, int arg, const char *name);
void l_function(lua_State *L, int arg, const char *name);
int l_wrong(lua_State *L, int arg, const char *name, const char *wanted);
/* Length of a list; charges it. */
lua_Integer l_list_len(lua_State *L, int arg, const char *name);

/* A result of up to n bytes: fill what it returns, then l_result(L, used). */
char *l_room(lua_State *L, size_t n);
void l_result(lua_State *L, const char *room, size_t used);

/* Adds functions to the table at the top, as closures: a plain C function is hashed by its address, which
 * differs from process to process, where a plugin uses it as a key (see heap.h). */
void l_functions(lua_State *L, const luaL_Reg *functions);

/* Marks the table at idx as a list unless it has a metatable. */
void l_mark_list(lua_State *L, int idx);
/* Type names as authors read them: "teks", "angka", ... */
const char *type_words(int type);

/* Pushes the sorted keys of the table at idx as an array; returns their number. Keys other than text, number
 * and boolean have no order: an error. */
lua_Integer l_sorted_keys(lua_State *L, int idx, const char *name);

/* Stable; never calls malloc for small arrays and never asks the system for anything (qsort does). */
void sort_stable(void *base, size_t n, size_t width, int (*order)(const void *, const void *));

/* Each pushes its library table. */
void l_open_text(lua_State *L);
void l_open_list(lua_State *L);
void l_open_num(lua_State *L);
void l_open_date(lua_State *L);
void l_open_math(lua_State *L);
/* Each adds to the table on the top. */
void l_open_base(lua_State *L);
void l_open_use(lua_State *L);
void l_open_catat(lua_State *L);
void l_open_daftar(lua_State *L);

/* Rounds to `digits` decimals by a rule's name (lib_num.c), as a person reads the number. */
bool num_round(double x, int digits, const char *rule, double *out);

#endif
