/* The working sheet of one evaluation: its rows, read once, and what consolidation makes of them.
 *
 * A batch of sheets shares its memory and is reused. Reading is three statements an evaluation, one number or
 * text a row, because a year of a large city is ten million rows of realisation.
 * Realisations count from `diajukan` on; those of earlier versions of the same plan count through
 * indikator.asal_id, and where two versions have the same period the later one.
 */
#ifndef SCORING_SHEET_H
#define SCORING_SHEET_H

#include "domain/belajar.h"
#include "scoring/konsolidasi.h"
#include "scoring/rule.h"

struct sheet_indikator {
    int64_t id;
    int rhk, no;
    const char *jenis, *arah, *aspek; /* aspek may be NULL */
    enum per per;
    enum konsolidasi konsolidasi;
    bool bebas, target_maksimal, ada_bawah, ada_atas;
    double bawah, atas;        /* as agreed */
    const char *plugin, *kode; /* plugin NULL and kode "1.2" for a free one */
    uint32_t kode_hash;
    const char *judul, *satuan; /* NULL unless asked for */
    int64_t bukti;
    uint32_t ada; /* slots that hold a number */
    int32_t versi[SLOTS];
    double nilai[SLOTS];
    const char *isian[SLOTS]; /* only of hitung_ulang; NULL where nothing was entered */
    size_t nisian[SLOTS];
    /* consolidated */
    size_t nbagian;
    int8_t bagian[SLOTS];
    double target, target_atas;
    bool ada_realisasi, hitung; /* hitung: the plugin has to compute `realisasi` from `jumlah` */
    double realisasi;
};

struct sheet {
    int64_t evaluasi_id, skp_versi_id, skp_id, unit_id;
    int n, segmen;
    char nip[24];
    char mulai[DATE_TEXT], selesai[DATE_TEXT]; /* of the plan */
    const char *form, *pendekatan, *status_pegawai, *jenis_jabatan, *jenjang, *capaian_organisasi;
    bool kepala_unit, tidak_dinilai;
    int bulan;
    struct belajar belajar;   /* where `reads` needs it */
    const struct rule *rule;  /* its scheme; NULL: `gagal` says why */
    size_t first, nindikator; /* within sheets.indikator */
    enum code gagal;          /* not computed */
    const char *pesan;
    bool tertunda;
};

struct sheets {
    struct arena *a; /* texts, until sheets_reset */
    size_t n, cap, nindikator, cindikator;
    struct sheet *sheet;
    struct sheet_indikator *indikator;
};
void sheets_init(struct sheets *s);
void sheets_reset(struct sheets *s);
void sheets_clear(struct sheets *s);

/* Adds the head of evaluation `id` (of the period of `k`) to the batch; E_SCORE_EVALUASI. Pointers into
 * s->sheet hold until the next one is added. */
MUST_USE enum status sheet_head(struct db *db, struct sheets *s, const struct kalender *k, int64_t id,
                                struct err *e);
/* Indicators and realisations of the last sheet, as far as `reads` needs them, and consolidates. */
MUST_USE enum status sheet_body(struct db *db, struct sheets *s, const struct kalender *k, uint64_t reads,
                                struct err *e);
void sheet_fail(struct sheets *s, struct sheet *x, enum code c, const char *fmt, ...) PRINTF(4, 5);

#endif
