/* Reorganisation: units begin, merge, split, change their parent and end from one day on, by one decree.
 *
 * {"jenis":"buat","kode","nama","jenis_unit","induk","opd"} · {"jenis":"pindah","unit","induk"} ·
 * {"jenis":"gabung","unit","ke"}: posts, people and units of `unit` go to `ke`, and it ends ·
 * {"jenis":"pindah_jabatan","unit","ke","jabatan":[…]}: a part of it · {"jenis":"akhiri","unit"}; units by
 * kode. A post that moves is a new post in the new unit, and its people come to it as by a transfer: their
 * plans end the day before, and what was remains readable as it was.
 */
#ifndef DOMAIN_REORGANISASI_H
#define DOMAIN_REORGANISASI_H

#include <jansson.h>

#include "domain/perintah.h"

struct reorganisasi {
    const char *mulai, *nomor, *tanggal;
    const json_t *langkah; /* borrowed */
    bool pratinjau;        /* does all of it and takes it back: the reply says what would happen */
};
MUST_USE enum status reorganisasi_baca(const json_t *body, struct arena *a, struct reorganisasi *out,
                                       struct err *e);
/* By unit.ubah on every unit in it. Reply {"pratinjau","mulai","unit":[…],"pegawai":[…]}. E_UNIT_BERPUTAR,
 * E_UNIT_BERISI, E_UNIT_BERAKHIR, E_PERISTIWA_PERIODE and what a transfer may answer. */
MUST_USE enum status reorganisasi(struct perintah *p, struct db *db, struct err *e);

#endif
