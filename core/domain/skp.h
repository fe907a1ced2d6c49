/* Sasaran Kinerja Pegawai (SKP): what one employee is expected to achieve in one assignment and span.
 *
 * A plan has versions. What both sides agreed to never changes; a revision is version n+1, and n stays in
 * force until it is approved. The plan's `versi` is the row version of everything under it (ETag).
 * Rules: PermenPANRB 6/2022 on planning; DOMAIN.md 2.1, 2.4 and 3.
 */
#ifndef DOMAIN_SKP_H
#define DOMAIN_SKP_H

#include "domain/flow.h"
#include "domain/rhk.h"

enum skp_status {
    SKP_DRAF,
    SKP_DIAJUKAN,
    SKP_DIKEMBALIKAN,
    SKP_DISETUJUI,
    SKP_BERJALAN,
    SKP_SELESAI,
    SKP_REVISI,
    SKP_DIGANTIKAN,
    SKP_BATAL,
};
extern const struct machine skp_machine; /* object id, also in the audit: skp_versi.id */

struct skp {
    int64_t id, versi, pegawai_id, penugasan_id, unit_id, penilai_id, atasan_penilai_id;
    const char *nip, *nama, *jabatan, *unit_kode, *unit;
    const char *mulai, *selesai, *form, *pendekatan;
    const char *penilai_nip, *penilai_nama, *penilai_cara, *penilai_alasan, *atasan_penilai_nama;
    int64_t versi_berlaku; /* n in force, 0 none yet */
    /* the version that was asked for */
    int64_t versi_id, n, n_terakhir;
    enum skp_status status;
    const char *alasan, *alasan_kode, *catatan, *hash;
    const char *peringatan; /* JSON list: the warnings with which it was approved; NULL before */
    /* Signatures over `hash`; NULL where there is none, or an edit has voided it. */
    const char *ttd_pegawai, *ttd_penilai, *ttd_penilai_nama;
    const char *selesai_disetujui; /* last day as agreed; a transfer may end the plan earlier */
    struct skp_isi isi;
};
/* n 0: the newest version. Without rights: for the server's own use. E_SKP_TIDAK_ADA. */
MUST_USE enum status skp_muat(struct db *db, int64_t id, int64_t n, struct arena *a, struct skp *out,
                              struct err *e);
/* As `who` may see it; ST_NOT_FOUND also where it exists but `who` may not know that. */
MUST_USE enum status skp_load(struct db *db, const struct who *who, int64_t id, int64_t n, struct arena *a,
                              struct skp *out, struct err *e);
void skp_subject(const struct skp *s, struct subject *out);
/* The resource: head, version, content and what `who` may do now (`aksi`). */
MUST_USE enum status skp_json(struct db *db, const struct who *who, const struct skp *s, struct jw *w,
                              struct err *e);
/* Canonical document of a version, the one that is signed, and its hash. */
void skp_dokumen(const struct skp *s, struct buf *out);
void skp_dokumen_hash(const struct skp *s, char out[DIGEST_HEX]);

/* Lists -------------------------------------------------------------------------------------------------- */

enum skp_lingkup { SKP_DIRI, SKP_TIM, SKP_SEMUA }; /* mine; those that I evaluate; all that I may see */
struct skp_saring {
    enum skp_lingkup lingkup;
    int64_t unit_id;    /* and the units below it; 0 all */
    int64_t pegawai_id; /* 0 all */
    const char *status; /* of the newest version; NULL all */
    int tahun;          /* plans that touch this year; 0 all */
    int64_t sesudah;    /* cursor: the last id of the page before, 0 */
    int batas;          /* 1..200 */
};
/* Parts of the WHERE of lists over plans (alias s): also of realisations and evaluations. */
extern const struct right_columns skp_kolom_hak;
/* "+" where the list is about few people, so that the engine starts from them and not from the order of the
 * list or its period; "" where it walks. To be written before such a column. */
const char *skp_cari(const struct who *who, enum aksi a, enum skp_lingkup lingkup, int64_t pegawai_id);
void skp_where_id(const char *column, int64_t id, struct buf *sql); /* nothing for 0 */
void skp_where_lingkup(const struct who *who, enum skp_lingkup lingkup, struct buf *sql);
void skp_where_unit(const struct who *who, int64_t unit_id, struct buf *sql);

struct skp_baris {
    int64_t id, versi, n, versi_berlaku, pegawai_id;
    const char *nip, *nama, *jabatan, *unit_kode, *unit, *mulai, *selesai, *form, *status, *penilai_nama;
};
/* By id; *lagi: there are more behind the page. */
MUST_USE enum status skp_list(struct db *db, const struct who *who, const struct skp_saring *f,
                              struct arena *a, struct skp_baris **out, size_t *n, bool *lagi, struct err *e);
void skp_baris_json(const struct skp_baris *b, struct jw *w);

/* Commands; each replies with the resource, its etag is skp.versi. -----------------------------------------
 */

/* A draft for (pegawai, penugasan, span). The evaluator is resolved as of today, or of `mulai` if that is
 * later; a draft may be written before one can be found, with the reason. E_SKP_TUMPANG, E_SKP_RENTANG. */
struct skp_buat {
    int64_t pegawai_id, penugasan_id;
    const char *mulai, *selesai, *form, *pendekatan;
    int64_t out_id;
};
MUST_USE enum status skp_buat_baca(const json_t *body, struct arena *a, struct skp_buat *out, struct err *e);
MUST_USE enum status skp_buat(struct perintah *p, struct db *db, struct err *e);

/* The whole content of the draft at once, by its owner. E_SKP_TERKUNCI where the version is no draft. */
struct skp_simpan {
    int64_t id;
    struct skp_isi isi;
};
MUST_USE enum status skp_simpan(struct perintah *p, struct db *db, struct err *e);

/* The leader's special expectations, by the evaluator while the plan is submitted. The document changes, so
 * the owner's signature is void and he signs anew (tandatangani) before it can be approved. */
struct skp_ekspektasi {
    int64_t id;
    const char *ekspektasi[PERILAKU_NILAI];
};
/* {"perilaku":[{"nilai","ekspektasi"}]} */
MUST_USE enum status skp_ekspektasi_baca(const json_t *body, struct arena *a, struct skp_ekspektasi *out,
                                         struct err *e);
MUST_USE enum status skp_ekspektasi(struct perintah *p, struct db *db, struct err *e);

/* ajukan, tandatangani, tarik, kembalikan, setujui, revisi, gantikan, batal: of the newest version. Before an
 * evaluator's event his authority is resolved anew as of today. `selesai`: new last day, for gantikan (a
 * transfer). */
struct skp_langkah {
    int64_t id;
    const char *peristiwa, *catatan, *selesai;
};
MUST_USE enum status skp_langkah(struct perintah *p, struct db *db, struct err *e);

/* `revisi` with the code of its reason (strategi, jabatan, penugasan, anggaran; NULL none) beside the text.
 */
struct skp_revisi {
    int64_t id;
    const char *alasan, *kode;
};
MUST_USE enum status skp_revisi(struct perintah *p, struct db *db, struct err *e);

/* Ties an RHK of the newest version, or of the one in force, to an RHK of the evaluator, or unties it
 * (induk_rhk_id 0); by either side. What was signed stays as it is: the tie is beside it. E_RHK_BERPUTAR. */
struct skp_tautkan {
    int64_t id, rhk_id, induk_rhk_id;
};
MUST_USE enum status skp_tautkan(struct perintah *p, struct db *db, struct err *e);
/* RHK whose parent is provisional, has left the superior's plan or is not the present evaluator's, each with
 * the RHK of the evaluator that has the same text, if any. {"data":[{"rhk_id","teks","induk_sementara",
 * "sebab","usul":{"id","teks"}|null}]} */
MUST_USE enum status skp_tautan_json(struct db *db, const struct skp *s, struct arena *a, struct jw *w,
                                     struct err *e);

/* For commands that write into a plan. The plan as the actor may see it, with the evaluator of today where
 * `resolve`, and the version that he saw; then the end of a change of content: signatures are void, the row
 * version rises, document and event go into the audit, the resource into the reply. */
MUST_USE enum status skp_buka(struct perintah *p, struct db *db, int64_t id, bool resolve, struct arena *a,
                              struct skp *s, struct err *e);
MUST_USE enum status skp_isi_selesai(struct perintah *p, struct db *db, const struct skp *s,
                                     const char *peristiwa, const char *peran, struct arena *a,
                                     struct err *e);
/* The owner may change the content now; else E_TIDAK_BERHAK, E_SKP_TERKUNCI. */
MUST_USE enum status skp_boleh_isi(struct perintah *p, struct db *db, const struct skp *s, struct err *e);
/* Checks and replaces the content of the newest version. */
MUST_USE enum status skp_isi_ganti(struct db *db, const struct who *who, const struct skp *s,
                                   const struct skp_isi *isi, struct err *e);

/* Warnings: never in the way of anything, shown while a plan is made and kept with what was approved.
 * Kinds and their source: skp_peringatan.c. */
struct peringatan {
    const char *kode, *letak, *pesan; /* letak: JSON Pointer into the plan, "" for the whole */
};
MUST_USE enum status skp_peringatan(struct db *db, const struct skp *s, struct arena *a,
                                    struct peringatan **out, size_t *n, struct err *e);
void peringatan_json(const struct peringatan *list, size_t n, struct jw *w);

/* What time brings, at most 500 plans a command (bulk), by the system or the central administrator: approved
 * → running → finished, and evaluators whose authority began or ended. Once a day and after changes of posts:
 * repeat with sampai = out_sampai while out_sisa. No reply body. */
struct skp_berkala {
    int64_t sampai; /* start with 0 */
    int64_t out_sampai, out_berubah;
    bool out_sisa;
};
MUST_USE enum status skp_berkala(struct perintah *p, struct db *db, struct err *e);

/* Resolves the evaluator as of `hari` and stores him with manner and reason if he has changed; keeps the
 * stored one if nobody can be found. Writer only. */
MUST_USE enum status skp_penilai_segarkan(struct db *db, const struct who *who, int64_t skp_id,
                                          struct err *e);
/* The same for the live plans of those whose superior post is that one or who hold it. Writer only. */
MUST_USE enum status skp_segarkan_bawahan(struct db *db, const struct who *who, int64_t jabatan_id,
                                          struct err *e);

#endif
