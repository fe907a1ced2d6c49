/* The distribution of predikat (pola distribusi): in which unit it is counted, and who counts there.
 *
 * A unit counts in itself or in the ancestor that it names, dated (unit_hitung); by default in its OPD: the
 * nearest unit at or above it that is an unor induk (unit.opd), but not the institution's root unless it is
 * asked for itself; where none is marked, the topmost unit under the root. All as of the period's last day.
 *
 * A person counts once, by the plan that came last and was evaluated; who was not evaluated in the whole
 * period is outside the count. Who heads a counting unit belongs to the level above it. Sources: SE MenPANRB
 * 3/2023; DOMAIN.md 4.4 (flag I for the rounding, which is the scheme's).
 */
#ifndef DOMAIN_SEBARAN_H
#define DOMAIN_SEBARAN_H

#include "base/hash.h"
#include "domain/periode.h"

enum { PREDIKAT_N = 5 };
extern const char *const sebaran_predikat[PREDIKAT_N]; /* sangat_baik … sangat_kurang */

/* The unit in which `unit_id` counts on `hari`. */
MUST_USE enum status unit_hitung(struct db *db, int64_t unit_id, const char *hari, int64_t *out,
                                 struct err *e);

struct sebaran {
    int64_t unit_id, periode_id; /* the counting unit */
    int64_t jumlah[PREDIKAT_N];  /* rated ones, also before they are fixed */
    int64_t n;                   /* their sum */
    int64_t belum, tidak_dinilai;
    char organisasi[24]; /* achievement of the counting unit; "" not fixed */
};
struct sebaran_orang {
    int64_t evaluasi_id, pegawai_id, unit_id, penilai_id;
    bool kepala;
    int predikat;              /* index, -1 not rated */
    bool tidak_dinilai, tetap; /* tetap: ditetapkan or later */
};
/* Of the unit in which `unit_id` counts at the end of the period. `orang` (may be NULL): who is in it, in
 * `a`. */
MUST_USE enum status sebaran_muat(struct db *db, int64_t unit_id, int64_t periode_id, struct arena *a,
                                  struct sebaran *out, struct sebaran_orang **orang, size_t *n,
                                  struct err *e);
/* Input of the scheme's distribusi, canonical: {"jumlah":{…},"organisasi":"baik"}. */
void sebaran_masukan(const struct sebaran *s, struct buf *out);

/* What the scheme of the counting unit says of it; computed by scoring/pola.h, carried by commands. */
struct pola_hasil {
    struct sebaran sebaran;
    int64_t release_id; /* 0: no scheme, no pattern, or no achievement to hold it against */
    char setelan_hash[DIGEST_HEX];
    const char *masukan; /* as of sebaran_masukan */
    const char
        *nilai; /* canonical JSON {"memenuhi_pola","informasi","catatan"}, NULL: `sebab` says why not */
    bool memenuhi, informasi;
    const char *sebab;
};
/* Members "unit_hitung", "jumlah"|null, "n", "belum", "tidak_dinilai", "capaian_organisasi", "memenuhi",
 * "informasi", "catatan", "sebab" into the open object. `angka` false: figures of a group that is too small
 * for a pattern are left out, for a reader who has no right to them could tell who is who. */
MUST_USE enum status pola_json(struct db *db, const struct pola_hasil *p, bool angka, struct jw *w,
                               struct err *e);

/* Where a unit counts, dated. ---------------------------------------------------------------------------- */

/* {"unit_hitung":UNIT,"bawaan":bool,"riwayat":[{"unit","mulai","dasar"}]} as of `hari`. */
MUST_USE enum status unit_hitung_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w,
                                      struct err *e);
/* Right UNIT_UBAH. E_UNIT_HITUNG where `hitung_id` is not the unit and not above it on `mulai`, or a closed
 * period ends on or after that day. 201. */
struct unit_hitung_pasang {
    int64_t unit_id, hitung_id;
    const char *mulai, *dasar;
};
MUST_USE enum status unit_hitung_pasang(struct perintah *p, struct db *db, struct err *e);

#endif
