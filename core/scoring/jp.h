/* JP of a year by the plugin jp-asn that holds for the person's unit (DESIGN 5: its `hitung`): what was
 * verified counts; what waits is counted beside it, as it would come to. */
#ifndef SCORING_JP_H
#define SCORING_JP_H

#include "script/host.h"
#include "store/db.h"

struct jp_tahun {
    const char *plugin, *label, *sha256, *setelan_hash;
    char masukan_hash[DIGEST_HEX];
    const char *hasil; /* canonical JSON {jp,target,terpenuhi,rincian,peringatan} of verified records */
    const char *jejak; /* JSON array */
    const char *bersama_usulan; /* the same function with the proposals added; NULL where there are none */
    size_t ndiverifikasi, nusulan;
    int64_t *diverifikasi, *usulan; /* record ids in the order of `rincian` */
};
/* Everything lives in `a`. E_AKTIVASI_TIDAK_ADA where no jp-asn holds; the plugin's own failure is the error.
 */
MUST_USE enum status jp_hitung(struct db *db, struct host *host, int64_t pegawai_id, int tahun,
                               const char *hari, struct arena *a, struct jp_tahun *out, struct err *e);

#endif
