/* Who holds which post, dated, and who therefore evaluates whom.
 *
 * Kinds: definitif (holder), plt (acting, the post is vacant), plh (acting, the holder is away for some
 * days), tugas_tambahan (a functional official who heads a unit; the assignment's decree carries the
 * authority to evaluate). Rules: DOMAIN.md 2.1; PP 30/2019 art 1(8); SE Kepala BKN 1/SE/I/2021.
 */
#ifndef DOMAIN_PENUGASAN_H
#define DOMAIN_PENUGASAN_H

#include "domain/perintah.h"

enum penugasan_jenis { TUGAS_DEFINITIF, TUGAS_PLT, TUGAS_PLH, TUGAS_TAMBAHAN };
const char *penugasan_jenis_kode(enum penugasan_jenis j);
bool penugasan_jenis_parse(const char *kode, enum penugasan_jenis *out);

struct penugasan {
    int64_t id, pegawai_id, jabatan_id;
    enum penugasan_jenis jenis;
    char mulai[DATE_TEXT], selesai[DATE_TEXT]; /* selesai "": open */
    char dasar_nomor[128], dasar_tanggal[DATE_TEXT];
    int64_t versi;
    int64_t unit_id; /* of the post */
};
MUST_USE enum status penugasan_load(struct db *db, int64_t id, struct penugasan *out, struct err *e);
/* The definitif assignment of a person on a day; ST_NOT_FOUND E_PENUGASAN_TIDAK_ADA. */
MUST_USE enum status penugasan_of(struct db *db, int64_t pegawai_id, const char *hari, struct penugasan *out,
                                  struct err *e);

/* Checked insert (writer only): E_PENUGASAN_TUMPANG where two definitif holders of a structural post or two
 * definitif posts of one person would overlap; E_PENUGASAN_DASAR where plt, plh or tugas_tambahan has no
 * decree (number and date), or plh no last day. Fills id; one that is there is written anew with the same
 * checks. */
MUST_USE enum status penugasan_add(struct db *db, struct penugasan *t, struct err *e);
/* Sets the last day of an assignment (writer only). */
MUST_USE enum status penugasan_tutup(struct db *db, int64_t id, const char *selesai, struct err *e);

enum penilai_cara { CARA_DELEGASI, CARA_PLH, CARA_DEFINITIF, CARA_PLT, CARA_NAIK };
const char *penilai_cara_kode(enum penilai_cara c); /* "definitif" */

struct penilai {
    int64_t penilai_id;           /* pegawai */
    int64_t penilai_penugasan_id; /* his assignment to the superior post; 0 with a delegation */
    int64_t jabatan_id;           /* the post through which he evaluates; 0 with a delegation */
    enum penilai_cara cara;
    char alasan[512];          /* one Indonesian sentence that says why it is he */
    int64_t atasan_penilai_id; /* superior of the evaluator, resolved alike; 0 if there is none */
};
/* Evaluator of a person on a day. The post is that of `penugasan_id`; with 0 that of his definitif
 * assignment on that day. E_PENILAI_TIDAK_ADA if the climb ends without anybody, with the way taken in the
 * sentence. */
MUST_USE enum status penilai_resolve(struct db *db, int64_t pegawai_id, int64_t penugasan_id,
                                     const char *hari, struct penilai *out, struct err *e);

/* Authority to evaluate one person, given to another official (writer only). */
struct delegasi {
    int64_t id, pegawai_id, penilai_id;
    const char *mulai, *selesai; /* selesai NULL: open */
    const char *dasar_nomor, *dasar_tanggal;
};
/* E_DELEGASI_DIRI, E_PENUGASAN_DASAR without decree, E_DELEGASI_TUMPANG. */
MUST_USE enum status delegasi_add(struct db *db, struct delegasi *d, struct err *e);

#endif
