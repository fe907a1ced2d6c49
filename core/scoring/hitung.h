/* One batch of evaluations computed: indicators that have to be computed again, then each scheme, function by
 * function in as few host calls as there are functions. Suggestions, runs and replays all go through here, so
 * that what an evaluator sees and what a run stores cannot differ.
 */
#ifndef SCORING_HITUNG_H
#define SCORING_HITUNG_H

#include "domain/hasil.h"
#include "scoring/masukan.h"

/* One call's outcome: a row of `hasil` to be. */
struct hitung_hasil {
    size_t sheet;     /* index in sheets.sheet */
    size_t indikator; /* index in sheets.indikator; SIZE_MAX: the scheme */
    const struct rule *rule;
    const struct hitung_call *call;
    const char *kode;
    const char *masukan; /* canonical JSON */
    size_t nmasukan;
    struct digest masukan_hash;
    enum code code; /* E_NONE: `nilai` */
    const char *nilai, *pesan, *jejak;
    const char *berkas; /* where the plugin failed; NULL: not in its source */
    int baris;
    bool tertunda; /* out of time: not stored, outside the digest */
};

struct hitung_call;
struct hitung {
    const struct kalender *kalender;
    const struct aktivasi_peta *peta; /* NULL: each look-up asks the store */
    struct host *host;                /* NULL: hitung_baca only */
    struct rules *rules;
    bool trace;
    uint64_t tambahan; /* fields to be read beside those of the scheme */
    struct sheets sheets;
    struct arena *a; /* everything of this batch */
    struct hitung_hasil *hasil;
    size_t n, cap;
    struct hitung_call *calls;
};
void hitung_init(struct hitung *h, const struct kalender *k, const struct aktivasi_peta *peta,
                 struct host *host);
void hitung_clear(struct hitung *h);

/* Reads `n` evaluations of the period; the inputs of indicators that have to be computed again are in `hasil`
 * then, without values. Sheets that are not evaluated stay in the batch with `tidak_dinilai`. */
MUST_USE enum status hitung_baca(struct hitung *h, struct db *db, const int64_t *ids, size_t n,
                                 struct err *e);
/* Computes what was read. A sheet that cannot be computed has `gagal` or `tertunda`; an error means that no
 * plugin can be run at all. */
MUST_USE enum status hitung_jalan(struct hitung *h, struct err *e);
/* What was read, as a digest: releases, settings and inputs. After hitung_baca, for a batch of one. */
void hitung_keadaan(const struct hitung *h, char out[DIGEST_HEX]);
/* As hasil_add wants it; borrowed from the batch. */
void hitung_baris(const struct hitung *h, const struct hitung_hasil *x, struct hasil_baru *out);

/* The function of a row ("indikator.K2.realisasi"); lives as long as `h`. */
const char *hitung_fungsi(const struct hitung_hasil *x);

/* What a host's row comes to: its own code, or E_PLUGIN_BATAS_HASIL where the value is larger than a score
 * may be (the host's limit is meant for all functions). Runs, verification and replay ask here, so they
 * agree. */
enum { HASIL_MAX = 16 * 1024 };
enum code hitung_code(const struct host_row *row);

/* Does `st` speak of the plugin (then it is every row's verdict), or of the machine? */
bool hitung_vonis(const struct err *e);

#endif
