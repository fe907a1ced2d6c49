/* The segments of a person's year: what was evaluated here, plan by plan, and what another agency evaluated
 * before or after; and what the unit's policy suggests from them for the annual predikat. A suggestion only:
 * the evaluator at the year's end decides. DOMAIN.md 2.5 and 4.5. */
#ifndef DOMAIN_SEGMEN_H
#define DOMAIN_SEGMEN_H

#include "domain/evaluasi.h"

/* {"kebijakan":{…},"segmen":[…],"saran":{"predikat","langkah":[…]},"berkala":[…],"median","mendahului":[…]}
 * for an evaluation that `who` may see. Ratings that are not fixed yet are left out, as everywhere. */
MUST_USE enum status segmen_json(struct db *db, const struct who *who, const struct evaluasi *v, struct jw *w,
                                 struct err *e);

/* Elsewhere -----------------------------------------------------------------------------------------------
 */

/* {"data":[…]} of a person, newest first; the caller has asked for the right. */
MUST_USE enum status segmen_luar_json(struct db *db, int64_t pegawai_id, struct jw *w, struct err *e);
/* From a document or SIASN, by right pegawai.ubah: 201. E_SEGMEN_TUMPANG where it shares days with another
 * one or with a plan here; E_PERISTIWA_PERIODE in a closed year. */
struct segmen_luar_catat {
    int64_t pegawai_id;
    const char *mulai, *selesai, *instansi, *jabatan, *penilai, *rating_hasil, *rating_perilaku, *predikat;
    const char *sumber, *nomor, *tanggal;
    int64_t out_id;
};
MUST_USE enum status segmen_luar_baca(const json_t *body, struct arena *a, struct segmen_luar_catat *out,
                                      struct err *e);
MUST_USE enum status segmen_luar_catat(struct perintah *p, struct db *db, struct err *e);
struct segmen_luar_hapus {
    int64_t id;
};
MUST_USE enum status segmen_luar_hapus(struct perintah *p, struct db *db, struct err *e);

#endif
