/* Reports of imports on the command line, and reading their files. */
#ifndef APP_IMPOR_CETAK_H
#define APP_IMPOR_CETAK_H

#include "app/cli.h"
#include "domain/impor.h"

/* A file, or standard input for "-"; one byte more than CSV_BYTES_MAX is what csv_baca refuses. */
MUST_USE enum status impor_berkas(const char *path, struct buf *out, struct err *e);
/* The report as text or JSON on stdout; sets the exit code where rows are bad. */
void impor_cetak(struct cli *c, const struct impor *in);

#endif
