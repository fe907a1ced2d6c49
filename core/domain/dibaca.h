/* Who may see what is about a person and why, and who did: the log of reads.
 *
 * A read of somebody else's plan, realisation, evaluation or evidence over HTTP leaves one row for reader,
 * object and hour, with the role and relation by which it was allowed. The person himself reads the log.
 * Reads change nothing and answer before their row is written (http/reads.h), so the rows stand beside the
 * audit chain, not in it; the command line and whoever holds the database file leave none.
 */
#ifndef DOMAIN_DIBACA_H
#define DOMAIN_DIBACA_H

#include "base/json.h"
#include "domain/evaluasi.h"

enum dibaca_objek {
    DIBACA_SKP,
    DIBACA_REALISASI,
    DIBACA_EVALUASI,
    DIBACA_BUKTI,
    DIBACA_UMPAN_BALIK,   /* id: of the plan */
    DIBACA_BIMBINGAN,     /* also counselling */
    DIBACA_BUKTI_PROGRES, /* id: of the daily entry */
};

enum { DIBACA_JAM = 14 }; /* "2026-11-24T02" */

struct dibaca {
    int64_t pegawai_id; /* whom it is about */
    int64_t akun_id;    /* who read it */
    int64_t token_id;   /* with which machine token, 0 none */
    enum dibaca_objek objek;
    int64_t objek_id;
    enum peran peran;
    enum relasi relasi;
    char jam[DIBACA_JAM];
};
/* Writer only; a row that is there stays. */
MUST_USE enum status dibaca_simpan(struct db *db, const struct dibaca *rows, size_t n, struct err *e);

/* Removes what is older than the rule `dibaca.simpan_hari` of today, at most 5 000 rows: repeat while
 * out_sisa. By the system. */
struct dibaca_bersih {
    int64_t out_dihapus;
    bool out_sisa;
};
MUST_USE enum status dibaca_bersih(struct perintah *p, struct db *db, struct err *e);

struct dibaca_saring {
    const char *kursor; /* of the page before; E_MASUKAN at "kursor" if it is none */
    int batas;
    char out_kursor[96]; /* "" at the end */
};
/* Reads of what is about this person, newest first, into the open list. */
MUST_USE enum status dibaca_list(struct db *db, int64_t pegawai_id, struct dibaca_saring *f, struct jw *w,
                                 struct err *e);

/* Everybody who may see this evaluation, or the plan, figures and evidence behind it, today: one object a
 * person and reason, from the rows of the rights' table, into the open list. */
MUST_USE enum status terlihat_json(struct db *db, const struct evaluasi *v, const char *hari, struct jw *w,
                                   struct err *e);

#endif
