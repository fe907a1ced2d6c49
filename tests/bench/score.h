/* Plain scoring: one evaluation read (score_read.c), its functions called (score_lua.c), rows written and the
 * digest taken (score.c). */
#ifndef BENCH_SCORE_H
#define BENCH_SCORE_H

#include "plain.h"

enum { SLOTS = 17, INDIKATOR_MAX = 64, MEMBER_MAX = 16 }; /* months 0..11, quarters 12..15, year 16 */

struct period {
    int64_t id;
    char kode[16], mulai[12], selesai[12];
    int year, first, months; /* first from 0 */
    int64_t id_min, id_max;
    int n;
    struct {
        int64_t id;
        int slot;
    } part[32];
};

enum kind { JUMLAH, RATA_RATA, TERAKHIR, HITUNG_ULANG };

struct indikator {
    int64_t id;
    int rhk, no, span; /* span: months of `per` */
    enum kind kind;
    char jenis[12], arah[8], plugin[64], kode[64];
    bool has_target, has_upper, maksimal, known, recompute;
    double target, upper, realisasi; /* consolidated */
    unsigned there;                  /* slots that hold a number */
    double nilai[SLOTS];
    size_t isian[SLOTS]; /* offset of the inputs' JSON in `texts` */
    int nparts, parts[SLOTS];
};

struct sheet {
    int64_t id, skp_id, versi_id, unit_id;
    int segmen, months;
    char nip[20], capaian[20]; /* capaian: of the organisation, "" unknown */
    bool head, skip;
    int n;
    struct indikator indikator[INDIKATOR_MAX];
    struct text texts;
};

/* Inputs added up over the parts that count. */
struct sum {
    int n;
    struct {
        char key[40];
        double v;
    } member[MEMBER_MAX];
};

void period_find(sqlite3 *db, const char *kode, struct period *out);
struct reader *reader_open(sqlite3 *db, const struct period *p);
void sheet_read(struct reader *r, int64_t id, struct sheet *out);
void sheet_sum(const struct sheet *s, const struct indikator *i, struct sum *out);
void sum_json(const struct sum *s, struct text *out);
/* Canonical JSON of the fields that the national scheme reads. */
void sheet_json(const struct sheet *s, struct text *out);

/* A release with settings, loaded into the one Lua state. */
struct rule {
    int64_t release_id;
    char plugin[64], skema[64], setelan_hash[HEX], sha256[HEX], nilai[96];
    int64_t api;
    int ref; /* of its table in the registry */
    struct rule *next;
};
struct lua_State;
struct lua_State *rules_open(void);
void rule_load(struct lua_State *L, sqlite3 *db, struct rule *r);
/* The function's number, and its JSON into `out`. */
double rule_indikator(struct lua_State *L, const struct rule *r, const char *kode, const struct sum *in,
                      struct text *out);
/* capaian of each indicator, then saran: {"capaian":[…],"hasil":…,"nilai":…,"perilaku":…}. */
void rule_nilai(struct lua_State *L, const struct rule *r, const struct sheet *s, struct text *out);

#endif
