/* Import of indicator values (data_indikator.h). Between reading and applying, the caller lets the plugins
 * compute each sound row's value: isi.plugin where it is NULL, isi.isian, isi.nilai and isi.release_id from
 * `mentah`. */
#ifndef DOMAIN_IMPOR_REALISASI_H
#define DOMAIN_IMPOR_REALISASI_H

#include "domain/data_indikator.h"
#include "domain/impor_tabel.h"

struct data_baris_impor {
    struct data_isi isi;
    const char *mentah; /* inputs as they stand in the file, JSON */
};
extern const struct tabel_jenis tabel_realisasi;

#endif
