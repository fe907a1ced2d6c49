/* Minutes of a performance dialogue (dialog kinerja) about one version of a plan.
 *
 * Leader and employee fix and clarify expectations; the dialogue determines (a) the plan with its indicators,
 * targets and expected behaviour, (b) the resources that it needs, (c) the accountability scheme, (d) the
 * consequences (DOMAIN 2.2(1)). Where they do not agree, both views are written down and the leader's
 * decision stands (DOMAIN 2.5). Either side writes; each confirms with the own account: draf → menunggu (one
 * has) → sah (both have). An edit after a confirmation voids both.
 */
#ifndef DOMAIN_DIALOG_H
#define DOMAIN_DIALOG_H

#include "domain/skp.h"

enum dialog_status { DIALOG_DRAF, DIALOG_MENUNGGU, DIALOG_SAH };
extern const struct machine dialog_machine;

enum { DIALOG_PESERTA_MAX = 30, DIALOG_TINDAK_MAX = 30 };

struct dialog_peserta {
    int64_t pegawai_id; /* 0: from outside */
    const char *nama, *peran;
};
struct dialog_tindak {
    const char *teks, *penanggung_jawab, *batas; /* batas: date or NULL */
};
/* What a form of minutes holds. */
struct dialog_isi {
    const char *tanggal, *pukul, *cara, *tempat; /* cara: tatap_muka, daring, telepon, tertulis */
    const char *rencana, *sumber_daya, *pertanggungjawaban, *konsekuensi;
    const char *kesepakatan; /* sepakat or tidak_sepakat, then with the two below */
    const char *keberatan_pegawai, *keputusan_pimpinan, *catatan;
    size_t npeserta, ntindak;
    struct dialog_peserta *peserta;
    struct dialog_tindak *tindak;
};
struct dialog {
    int64_t id, versi, skp_id, skp_versi_id, n; /* n: of the plan's version */
    enum dialog_status status;
    struct subject subject; /* of the plan */
    struct dialog_isi isi;
    const char *hash, *sah_pegawai, *sah_penilai, *pegawai_nama, *penilai_nama, *dibuat;
};
/* {"tanggal","cara",…,"peserta":[{"pegawai_id"?,"nama"?,"peran"?}],"tindak_lanjut":[…]}; faults carry JSON
 * Pointers. */
MUST_USE enum status dialog_baca(const json_t *body, struct arena *a, struct dialog_isi *out, struct err *e);

/* Readers are the plan's; E_DIALOG_TIDAK_ADA also where the plan may not be seen. */
MUST_USE enum status dialog_load(struct db *db, const struct who *who, int64_t skp_id, int64_t id,
                                 struct arena *a, struct dialog *out, struct err *e);
/* Of all versions of the plan, newest first; at most 200. The caller has asked for the right. */
MUST_USE enum status dialog_list(struct db *db, int64_t skp_id, struct arena *a, struct dialog **out,
                                 size_t *n, struct err *e);
MUST_USE enum status dialog_json(struct db *db, const struct who *who, const struct dialog *d, struct jw *w,
                                 struct err *e);
void dialog_baris_json(const struct dialog *d, struct jw *w);
/* Canonical document that both confirm. */
void dialog_dokumen(const struct dialog *d, struct buf *out);

/* Commands: by owner or evaluator of the plan (resolved as of today). -------------------------------------
 */

/* About the newest version. 201. */
struct dialog_simpan {
    int64_t skp_id, id; /* id 0: new */
    struct dialog_isi isi;
    int64_t out_id;
};
MUST_USE enum status dialog_buat(struct perintah *p, struct db *db, struct err *e);
/* All of it; confirmations are void. E_DIALOG_TERKUNCI once the version that it is about is closed. */
MUST_USE enum status dialog_simpan(struct perintah *p, struct db *db, struct err *e);

/* `sahkan`: E_DIALOG_SUDAH_DISAHKAN where this side has. */
struct dialog_langkah {
    int64_t skp_id, id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status dialog_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
