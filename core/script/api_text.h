/* What is generated from schema/plugin-api.json for people and their editors. The same input gives the same
 * bytes; the files that are checked in (scripts/lua/luacats/tenayan.lua, docs/panduan/acuan-plugin.md) are
 * compared with it. */
#ifndef SCRIPT_API_TEXT_H
#define SCRIPT_API_TEXT_H

#include "base/mem.h"

/* Definitions for the Lua language server (LuaCATS). */
void api_luacats(struct buf *out);
/* The reference page, Markdown in Indonesian. */
void api_markdown(struct buf *out);
/* [{"label","jenis","bentuk","keterangan"}]: what an editor offers while one types. `jenis`: fungsi, nilai,
 * pustaka, metode, modul, reads, unit, "medan indikator" and the like. */
void api_completion(struct buf *out);

#endif
