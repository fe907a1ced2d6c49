/* Who heads a unit is rated by it: the unit's capaian kinerja organisasi is his result rating.
 *
 * Source: SE MenPANRB 3/2023 (DOMAIN.md 2.5, 4.3). Which achievement makes which rating is the scheme's
 * function rating_hasil_kepala_unit with its settings; a scheme without that function leaves the rating free.
 */
#ifndef DOMAIN_KEPALA_H
#define DOMAIN_KEPALA_H

#include "domain/aktivasi.h"
#include "domain/evaluasi.h"

/* SQL truth of "the person of plan s heads the unit of that plan": by the post j of the plan, or by
 * tugas_tambahan or as Plt on the last day on which both plan and period (`akhir`: its last day) hold. A Plh
 * of some days is not the head who is judged. */
#define KEPALA_UNIT(akhir)                                                                                   \
    "CASE WHEN j.kepala = 1 OR EXISTS (SELECT 1 FROM penugasan t2 JOIN jabatan j2 ON j2.id = t2.jabatan_id"  \
    " WHERE t2.pegawai_id = s.pegawai_id AND t2.jenis IN ('tugas_tambahan', 'plt') AND j2.kepala = 1"        \
    " AND j2.unit_id = s.unit_id AND t2.mulai <= CASE WHEN s.selesai < " akhir " THEN s.selesai ELSE " akhir \
    " END AND (t2.selesai IS NULL OR t2.selesai >= CASE WHEN s.selesai < " akhir                             \
    " THEN s.selesai ELSE " akhir " END)) THEN 1 ELSE 0 END"

#define KEPALA_FUNGSI "rating_hasil_kepala_unit"
#define KEPALA_KODE "fungsi." KEPALA_FUNGSI /* hasil.kode */

struct kepala {
    bool ya;               /* the person heads the unit of the plan */
    bool berlaku;          /* … and the scheme in force says what that means */
    char capaian[24];      /* of that unit in the period; "" not fixed yet */
    struct aktivasi skema; /* where `berlaku` */
};
MUST_USE enum status kepala_muat(struct db *db, const struct evaluasi *v, struct kepala *out, struct err *e);
/* E_KEPALA_MENUNGGU with a sentence that names unit and period, while the achievement is not fixed. */
MUST_USE enum status kepala_menunggu(const struct evaluasi *v, const struct kepala *k, struct err *e);
/* The input of the function: {"organisasi":"baik"}. */
void kepala_masukan(const struct kepala *k, struct buf *out);
/* In the writer: `h` (NULL: none) is the function's answer on what holds now, and `rating` is that answer.
 * ST_OK where the person heads no unit. E_KEPALA_MENUNGGU, E_KEPALA_RATING, E_MASUKAN_BERUBAH. */
MUST_USE enum status kepala_cocok(struct db *db, const struct evaluasi *v, const struct hasil_baru *h,
                                  const char *rating, struct err *e);
/* Before fixing: the stored rating is still that of the achievement as it is now. E_KEPALA_BERUBAH. */
MUST_USE enum status kepala_masih(struct db *db, const struct evaluasi *v, struct err *e);
/* A decision on an objection leaves a head's result rating where the achievement has put it. E_KEPALA_RATING.
 */
MUST_USE enum status kepala_tetap(struct db *db, const struct evaluasi *v, const char *rating, struct err *e);
/* Member "kepala_unit": null, or {"capaian"|null,"menunggu"|null,"hasil_id"|null}. */
MUST_USE enum status kepala_json(struct db *db, const struct evaluasi *v, struct jw *w, struct err *e);

#endif
