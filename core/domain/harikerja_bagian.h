/* Shared by harikerja*.c. Private to them. */
#ifndef DOMAIN_HARIKERJA_BAGIAN_H
#define DOMAIN_HARIKERJA_BAGIAN_H

#include "domain/harikerja.h"

/* One audit row about a unit or a person; `isi` canonical JSON. */
MUST_USE enum status harikerja_audit(const struct perintah *p, struct db *db, const char *objek, int64_t id,
                                     const char *peristiwa, const char *isi, struct err *e);
/* "07:30", not NULL. */
bool harikerja_jam(const char *s);

#endif
