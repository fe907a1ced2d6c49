/* Authorisation (kuasa): who may draft for whom, which kinds of steps, from when until when, by which letter.
 *
 * It gives no right to do anything: what its holder prepares (naskah.h) takes effect only by the word of the
 * person, with the own account or on a signed sheet that a second officer has compared. Given by the person,
 * or by an administrator of the person's unit, never to oneself, and not to be passed on. The longest span is
 * a rule (`kuasa.hari`, aturan.h). Its holder reads the objects of its kinds through it and nothing else.
 */
#ifndef DOMAIN_KUASA_H
#define DOMAIN_KUASA_H

#include <jansson.h>

#include "domain/perintah.h"

/* Kinds, as bits. */
enum kuasa_jenis {
    KUASA_SKP = 1,         /* one's own plan */
    KUASA_REALISASI = 2,   /* one's own realisations */
    KUASA_CAPAIAN = 4,     /* achievement of a unit, by who heads the one above */
    KUASA_PUTUSAN_SKP = 8, /* as evaluator: expectations, approve, return */
    KUASA_PUTUSAN_REALISASI = 16,
    KUASA_EVALUASI = 32, /* as evaluator: rate, fix */
};
const char *kuasa_jenis_kode(enum kuasa_jenis j);
void kuasa_jenis_json(unsigned jenis, struct jw *w); /* a list of codes */

struct kuasa {
    int64_t id, versi, pegawai_id, penerima_id, unit_id; /* unit_id: of the person today, 0 none */
    int64_t akun_id;                                     /* who entered it, 0 the command line */
    unsigned jenis;
    const char *nip, *nama, *penerima_nip, *penerima_nama;
    const char *mulai, *selesai, *nomor, *tanggal, *dibuat, *dicabut, *alasan; /* dicabut NULL: stands */
};
/* As `who` may see it: the person, the holder, administrators and pengelola of the unit, the auditor.
 * E_KUASA_TIDAK_ADA. */
MUST_USE enum status kuasa_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                struct kuasa *out, struct err *e);
MUST_USE enum status kuasa_muat(struct db *db, int64_t id, const char *hari, struct arena *a,
                                struct kuasa *out, struct err *e);
MUST_USE enum status kuasa_json(struct db *db, const struct who *who, const struct kuasa *k, struct jw *w,
                                struct err *e);
/* E_KUASA_TIDAK_BERLAKU unless it stands on that day. */
MUST_USE enum status kuasa_berlaku(const struct kuasa *k, const char *hari, struct err *e);
/* `who` holds it, it stands today and covers the kind: E_KUASA_TIDAK_ADA, E_KUASA_TIDAK_BERLAKU,
 * E_KUASA_JENIS. */
MUST_USE enum status kuasa_pegang(struct db *db, const struct who *who, int64_t id, enum kuasa_jenis jenis,
                                  struct arena *a, struct kuasa *out, struct err *e);

struct kuasa_saring {
    const char *sebagai; /* "pemberi", "penerima"; NULL: all that may be seen */
    bool berlaku;        /* only those that stand today */
    int64_t sesudah;
    int batas;
};
MUST_USE enum status kuasa_list(struct db *db, const struct who *who, const struct kuasa_saring *f,
                                struct arena *a, struct kuasa **out, size_t *n, bool *lagi, struct err *e);
void kuasa_baris_json(const struct kuasa *k, struct jw *w);

/* Commands; the reply is the resource. ---------------------------------------------------------------------
 */

/* pegawai_id 0: the actor himself. E_KUASA_DIRI (to oneself, or by an administrator to himself),
 * E_KUASA_RENTANG. 201. */
struct kuasa_beri {
    int64_t pegawai_id;
    const char *penerima; /* NIP */
    unsigned jenis;
    const char *mulai, *selesai, *nomor, *tanggal;
    int64_t out_id;
};
/* {"pegawai"?:id,"penerima":NIP,"jenis":[…],"mulai","selesai","nomor","tanggal"} */
MUST_USE enum status kuasa_beri_baca(const json_t *body, struct arena *a, struct kuasa_beri *out,
                                     struct err *e);
MUST_USE enum status kuasa_beri(struct perintah *p, struct db *db, struct err *e);

/* `cabut`, with a reason; what was prepared under it can no longer take effect. */
struct kuasa_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status kuasa_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
