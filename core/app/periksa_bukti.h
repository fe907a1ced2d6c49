/* Are the evidence files that a database names there, and are they what their names say? */
#ifndef APP_PERIKSA_BUKTI_H
#define APP_PERIKSA_BUKTI_H

#include "store/db.h"

struct periksa_bukti {
    int64_t n, hilang, berubah; /* files named, missing, of other content */
    char contoh[65];            /* SHA-256 of the first that is missing or changed, "" if none */
};
/* Reads every file of daily entries, months and training records under `dir`. */
MUST_USE enum status periksa_bukti(struct db *db, const char *dir, struct periksa_bukti *out, struct err *e);

#endif
