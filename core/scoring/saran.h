/* Plugin calls about one evaluation, for a worker that has a read connection and a host: the suggestion that
 * the evaluator sees, the predikat of his two ratings, and the number of a realisation.
 *
 * Nothing is written here. What came out carries rows for hasil_add; the writer stores them in the command
 * that uses them, after it has seen by saran_masukan_hash that what was read still stands (else 409).
 * Everything that is returned lives in `a`.
 */
#ifndef SCORING_SARAN_H
#define SCORING_SARAN_H

#include "domain/hasil.h"
#include "script/host.h"

struct saran {
    int64_t evaluasi_id;
    /* Rows to store: first those of indicators that were computed again (hitung_ulang), the scheme's last. */
    struct hasil_baru *hasil;
    size_t nhasil;
    /* The scheme's row: nilai {"hasil","perilaku","nilai","capaian":[…]} or galat. Where an indicator could
     * not be computed again the scheme was not called: the row says so, but it is no result and not among
     * `hasil`. NULL only with `tertunda`. */
    const struct hasil_baru *skema;
    int indeks;      /* of the scheme's row in `hasil`; -1: there is none to store */
    enum code gagal; /* E_NONE, or why there is no suggestion; `pesan` is the sentence */
    const char *pesan;
    char rating_hasil[16];               /* "di_atas", … or "" where the scheme suggests none */
    char rating_perilaku[16];            /* the shipped scheme suggests none */
    char plugin[64], sha256[DIGEST_HEX]; /* of the scheme */
    char keadaan[DIGEST_HEX];            /* compare with saran_masukan_hash later */
    const char *jejak;                   /* JSON array of {"label","nilai","rumus"}, NULL unless asked for */
    bool tertunda;                       /* out of time: nothing to store for the scheme, try again later */
};
/* A failing plugin is ST_OK with `gagal` set (and skema->galat, if it was the scheme): "not computed" with a
 * reason. E_AKTIVASI_TIDAK_ADA where no scheme holds for the unit, E_SCORE_EVALUASI. `db` must not be within
 * db_snapshot. */
MUST_USE enum status saran_hitung(struct db *db, struct host *host, int64_t evaluasi_id, bool trace,
                                  struct arena *a, struct saran *out, struct err *e);

/* Digest over all that saran_hitung would read now: activations with settings, and the inputs of the scheme
 * and of the indicators. Calls no plugin; also in the writer. */
MUST_USE enum status saran_masukan_hash(struct db *db, int64_t evaluasi_id, char out[DIGEST_HEX],
                                        struct err *e);

struct predikat_hasil {
    struct hasil_baru hasil; /* kode skema.KODE.predikat; nilai "\"baik\"" or galat */
    char predikat[24];       /* "baik"; "" where it failed */
    const char *jejak;       /* NULL unless asked for */
    bool tertunda;
};
/* The scheme's predikat for two ratings ("sesuai", "di_atas"). */
MUST_USE enum status predikat_hitung(struct db *db, struct host *host, int64_t evaluasi_id,
                                     const char *rating_hasil, const char *rating_perilaku, bool trace,
                                     struct arena *a, struct predikat_hasil *out, struct err *e);

/* The same for a rule at hand. Where the plugin answers with no predikat: E_PLUGIN_HASIL. */
struct rule;
MUST_USE enum status predikat_aturan(struct host *host, const struct rule *rule, const char *hasil,
                                     const char *perilaku, bool trace, struct arena *a,
                                     struct predikat_hasil *out, struct err *e);

/* Calls one function of a rule with one row (msgpack); what comes back lives in `a`. */
struct host_row;
MUST_USE enum status rule_call_one(struct host *host, const struct rule *rule, const char *function,
                                   const struct buf *wire, bool trace, struct arena *a, struct host_row *row,
                                   struct err *e);

/* The steps of a computed batch of one, with trace: JSON array of {"label","nilai","rumus"}, in `a`. */
struct hitung;
const char *saran_jejak(const struct hitung *h, struct arena *a);

struct realisasi_hasil {
    double nilai;
    int64_t release_id;
    const char *isian; /* canonical, as to be stored */
    const char *jejak; /* NULL unless asked for */
};
/* The number of an indicator from one period's inputs. The inputs are validated against the indicator's
 * schema: E_PLUGIN_ISIAN with a pointer for each fault (prefix `at`, may be NULL). A plugin's own refusal or
 * failure is the error of this call; `at` names the field then, too. `isian` may be changed (1500.0 → 1500).
 */
MUST_USE enum status realisasi_hitung(struct db *db, struct host *host, int64_t unit_id, int64_t periode_id,
                                      const char *plugin, const char *kode, json_t *isian, const char *at,
                                      bool trace, struct arena *a, struct realisasi_hasil *out,
                                      struct err *e);

/* The registrations of the indicators that hold for a unit in a period (for the SKP form and GET indikator):
 * [{"plugin","release_id","kode","judul","aspek","definisi","rumus","sumber_data","satuan","arah","isian",
 * "target","konsolidasi"}], by plugin and kode. */
struct jw;
MUST_USE enum status indikator_tersedia(struct db *db, int64_t unit_id, int64_t periode_id, struct jw *out,
                                        struct err *e);

#endif
