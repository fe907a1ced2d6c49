/* Periods: 2025 (tahunan), 2025-TW1 (triwulanan), 2025-01 (bulanan). Kind and span follow from the code.
 *
 * terbuka ⇄ dikunci → ditutup. While a period is open people enter and evaluators rate; locked it can be read
 * and rated, nothing entered; closing pins releases and settings of every unit, and is final.
 */
#ifndef DOMAIN_PERIODE_H
#define DOMAIN_PERIODE_H

#include "domain/flow.h"
#include "domain/perintah.h"

enum periode_jenis { PERIODE_TAHUNAN, PERIODE_TRIWULANAN, PERIODE_BULANAN };
const char *periode_jenis_kode(enum periode_jenis j);
bool periode_jenis_parse(const char *kode, enum periode_jenis *out);

enum periode_status { PERIODE_TERBUKA, PERIODE_DIKUNCI, PERIODE_DITUTUP };
extern const struct machine periode_machine;

struct periode {
    int64_t id, versi;
    char kode[16];
    enum periode_jenis jenis;
    char mulai[DATE_TEXT], selesai[DATE_TEXT];
    enum periode_status status;
};
/* Fills kode, jenis, mulai and selesai; E_PERIODE_KODE. */
MUST_USE enum status periode_parse(const char *kode, struct periode *out, struct err *e);
/* E_PERIODE_TIDAK_ADA. */
MUST_USE enum status periode_load(struct db *db, int64_t id, struct periode *out, struct err *e);
MUST_USE enum status periode_find(struct db *db, const char *kode, struct periode *out, struct err *e);
/* By first day, longest first; tahun 0: all, jenis NULL: all kinds. */
MUST_USE enum status periode_list(struct db *db, int tahun, const enum periode_jenis *jenis, struct arena *a,
                                  struct periode **out, size_t *n, struct err *e);
/* ST_OK if data may be entered: terbuka. Otherwise E_PERIODE_DITUTUP, with the state in the sentence. */
MUST_USE enum status periode_terbuka(struct db *db, int64_t id, struct err *e);
/* ST_OK if evaluators may rate: not ditutup. */
MUST_USE enum status periode_belum_ditutup(struct db *db, int64_t id, struct err *e);
/* {id,kode,jenis,mulai,selesai,status,versi}, and aksi if `who` is given. */
MUST_USE enum status periode_json(struct db *db, const struct periode *p, const struct who *who, struct jw *w,
                                  struct err *e);

/* Commands; the reply is the period (201/200), for a whole year the list of its periods. -------------------
 */

/* One code, or a year with its quarters and months. E_PERIODE_ADA. */
struct periode_buat {
    const char *kode; /* "2026-01"; or NULL and … */
    int tahun;        /* … all seventeen periods of this year */
};
MUST_USE enum status periode_buat(struct perintah *p, struct db *db, struct err *e);

/* "kunci", "buka" (with a note), "tutup". if_match is the period's versi. */
struct periode_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status periode_langkah(struct perintah *p, struct db *db, struct err *e);

#endif
