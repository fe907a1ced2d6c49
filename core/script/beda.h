/* What differs between two packages, for whoever has to approve the second. */
#ifndef SCRIPT_BEDA_H
#define SCRIPT_BEDA_H

#include "base/json.h"
#include "script/package.h"

/* Members into the open object:
 * "berkas":[{"path","perubahan":"tambah|hapus|ubah","baris_tambah","baris_hapus","kira","pustaka"}] (lines
 * null where a file is no text),
 * "setelan":[{"nama","perubahan","dari"|null,"ke"|null}] with both schemas,
 * "daftar":[{"jenis","nama","perubahan":"tambah|hapus"}] of `provides`,
 * "manifes":[{"nama","dari","ke"}] of everything else in plugin.json. */
void beda_json(struct jw *w, const struct package *dari, const struct package *ke);

#endif
