/* Replays the stored result of one evaluation with its trace: a person can redo it on paper.
 *
 * The plugins are called again with the input, settings and release that are stored with the result, so the
 * steps are those of the number that was seen, whatever has happened since. Consolidation is told from
 * today's rows; if they have moved since, that is said.
 */
#ifndef SCORING_REPLAY_H
#define SCORING_REPLAY_H

#include "script/host.h"
#include "store/db.h"

struct replay_sumber {
    const char *aturan, *tanggal, *catatan;
};

/* One stored row, computed again. */
struct replay_baris {
    int64_t hasil_id;
    const char *kode, *plugin, *label, *sha256, *setelan, *masukan, *nilai, *pesan, *waktu;
    bool sama;         /* what came out now is what is stored */
    const char *jejak; /* JSON array */
    size_t nsumber;
    struct replay_sumber *sumber; /* the manifest's `source` */
};

struct replay {
    int64_t evaluasi_id;
    const char *nip, *nama, *unit, *periode, *status;
    int segmen;
    const char *rating_hasil, *rating_perilaku, *predikat; /* NULL: not rated */
    const char *konsolidasi;                               /* JSON array of steps */
    bool data_sama;                                        /* today's rows still give the stored input */
    size_t n;
    struct replay_baris *baris; /* indicators, the scheme, the predikat */
};
/* The suggestion that the evaluator saw, else the newest stored one. E_SCORE_EVALUASI, E_SCORE_BELUM.
 * Everything lives in `a`. */
MUST_USE enum status replay_load(struct db *db, struct host *host, int64_t evaluasi_id, struct arena *a,
                                 struct replay *out, struct err *e);
struct jw;
void replay_json(const struct replay *r, struct jw *w);
/* The same for a reader; `jejak` with every step. */
void replay_text(const struct replay *r, bool jejak, struct buf *out);

#endif
