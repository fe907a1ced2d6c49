/* Employees: PNS, CPNS and PPPK, known by their NIP. A change of a person's data leaves its before and after
 * in the audit row; posts and evaluators are dated rows of their own (penugasan.h). */
#ifndef DOMAIN_PEGAWAI_H
#define DOMAIN_PEGAWAI_H

#include "domain/perintah.h"

struct pegawai {
    int64_t id;
    char *nip, *nama, *gelar_depan, *gelar_belakang, *tempat_lahir, *tanggal_lahir; /* date may be NULL */
    char *kelamin;                                                                  /* "L", "P" or NULL */
    char *status;                               /* pns cpns pppk pppk_paruh_waktu */
    char *golongan, *tmt_golongan, *pendidikan; /* tmt_golongan may be NULL */
    char *aktif_mulai, *aktif_selesai;          /* aktif_selesai NULL: in service */
    int64_t versi;
    /* On the day asked for; 0 and NULL without a post. */
    int64_t jabatan_id, unit_id;
    char *jabatan, *unit;
};
/* As of `hari`. E_PEGAWAI_TIDAK_ADA. */
MUST_USE enum status pegawai_load(struct db *db, int64_t id, const char *hari, struct arena *a,
                                  struct pegawai *out, struct err *e);
MUST_USE enum status pegawai_find(struct db *db, const char *nip, int64_t *id, struct err *e);
/* "dr. Siti Aminah, M.Kes" */
char *pegawai_nama_lengkap(const struct pegawai *p, struct arena *a);
/* What a right on this person is asked with: himself, unit and evaluator on `hari`. */
MUST_USE enum status pegawai_subject(struct db *db, int64_t id, const char *hari, struct subject *out,
                                     struct err *e);

struct pegawai_cari {
    const char *teks;         /* part of the name (without case) or beginning of the NIP; NULL: all */
    int64_t unit_id;          /* this unit and those below; 0: all */
    const char *sesudah_nama; /* keyset: the last row of the page before; NULL: first page */
    int64_t sesudah_id;
    int limit;
};
/* Whom `who` may see on who->hari, by name. */
MUST_USE enum status pegawai_list(struct db *db, const struct who *who, const struct pegawai_cari *q,
                                  struct arena *a, struct pegawai **out, size_t *n, struct err *e);

/* For writers. E_PEGAWAI_GANDA, and the first fault of a NIP that is none. NULL texts are "". */
MUST_USE enum status pegawai_add(struct db *db, struct pegawai *p, struct err *e);

/* Command: changes what is not NULL. The caller's if_match is the person's versi. */
struct pegawai_ubah {
    int64_t id;
    struct pegawai baru; /* NULL fields stay; nip is never changed */
    const char *mulai;   /* date from which the change counts, for the audit; NULL: today */
    int64_t out_versi;
};
MUST_USE enum status pegawai_ubah(struct perintah *p, struct db *db, struct err *e);
/* The same without rights and version, within a larger command; `isi` gets
 * {"kolom":["lama","baru"],…,"mulai"} and `changed` whether anything differed. Adds no audit row. */
MUST_USE enum status pegawai_set(struct db *db, int64_t id, const struct pegawai *baru, const char *mulai,
                                 struct buf *isi, bool *changed, struct err *e);

/* The fields that an update may change, in the order of struct pegawai's columns: for differences. */
enum { PEGAWAI_FIELDS = 10 };
extern const char *const pegawai_kolom[PEGAWAI_FIELDS];
const char *pegawai_field(const struct pegawai *p, int i);

#endif
