/* Batas waktu: until when a step may be taken, for whom, and what a late one is.
 *
 * A limit comes from a dated rule (so many days after the end of the period, or after the plan begins) of the
 * nearest unit that has one, or from a day that was set for this very period; an exception gives one person
 * or one unit more time, and an outage of the service prolongs the day itself (gangguan.h). Up to `batas` a
 * step is in time; then it is late, marked so in audit and receipt, up to `tutup`; after that it is refused,
 * by HTTP and command line alike, with the sentence whom to ask. What evaluators decide has its own limit.
 * Days are those of the institution's zone and end at its midnight.
 * Source: PermenPANRB 6/2022 (SKP by the end of January), Batas Pengisian per period as in e-Kinerja; the
 * shipped numbers and how sure they are: rows of batas_aturan (DOMAIN.md 2.3).
 */
#ifndef DOMAIN_BATAS_H
#define DOMAIN_BATAS_H

#include <jansson.h>

#include "domain/flow.h"
#include "domain/periode.h"

enum langkah_batas {
    LB_SKP_AJUKAN,
    LB_SKP_SETUJUI,
    LB_REALISASI_AJUKAN,
    LB_REALISASI_TERIMA,
    LB_EVALUASI_NILAI,
    LB_EVALUASI_TETAPKAN,
    LB_PROGRES,
    LB_JUMLAH
};
const char *batas_langkah_kode(enum langkah_batas l);  /* "realisasi_ajukan" */
const char *batas_langkah_judul(enum langkah_batas l); /* "pengajuan realisasi" */
bool batas_langkah_parse(const char *kode, enum langkah_batas *out);

enum batas_keadaan { BATAS_TEPAT, BATAS_TOLERANSI, BATAS_DITUTUP };
const char *batas_keadaan_kode(enum batas_keadaan k);

/* What a limit is asked for. */
struct batas_soal {
    enum langkah_batas langkah;
    int64_t unit_id, pegawai_id; /* pegawai 0: of the unit as such, without anybody's exception */
    int64_t periode_id;          /* 0 none */
    const char *jenis;           /* of the period: "bulanan"; "" none */
    const char *acuan;           /* the day counted from; rules are those of that day */
};
struct batas {
    char batas[DATE_TEXT], tutup[DATE_TEXT]; /* last day in time; last day at all; "" none */
    int64_t unit_id;                         /* whose rule or day it is; 0: as shipped */
    const char *asal;                        /* "aturan", "periode", "pengecualian"; "" without a limit */
    bool kunci;
    enum batas_keadaan keadaan; /* on the day of the asker */
    int hari_lewat;             /* days after `batas` */
};
/* `hari`: who.hari. */
MUST_USE enum status batas_hitung(struct db *db, const struct batas_soal *s, const char *hari,
                                  struct batas *out, struct err *e);
/* The facts of an object of a machine; false in *ada where this step has no limit (a revision, a result not
 * yet saved, an event without one). */
MUST_USE enum status batas_soal_dari(struct db *db, const char *machine, const char *event, int64_t id,
                                     struct arena *a, struct batas_soal *out, bool *ada, struct err *e);
/* The guard of the flow engine: ST_OK with the limit (asal "" without one), or E_BATAS_LEWAT. */
MUST_USE enum status batas_periksa(struct db *db, const struct who *who, const char *machine,
                                   const char *event, int64_t id, struct batas *out, struct err *e);
/* E_BATAS_LEWAT with the sentence: which limit, since when closed, whom to ask. */
enum status batas_tolak(struct db *db, const struct batas_soal *s, const struct batas *b, const char *hari,
                        struct err *e);
/* "batas","tutup","berakhir" (moment, with what outages added),"perpanjangan","keadaan","hari_lewat",
 * "sisa_hari","asal" into the open object. */
MUST_USE enum status batas_isi_json(struct db *db, const struct batas *b, const char *hari, struct jw *w,
                                    struct err *e);

/* What holds for a unit in a period, every step: {"unit","periode","langkah":[…],"pengecualian":[…]|null,
 * "aksi"}; exceptions for who may make them. */
MUST_USE enum status batas_unit_json(struct db *db, const struct who *who, int64_t unit_id,
                                     const struct periode *p, struct jw *w, struct err *e);

/* Commands ------------------------------------------------------------------------------------------------
 */

/* A rule of a unit from a day on, by right batas.ubah; 201. */
struct batas_aturan {
    int64_t unit_id;
    const char *langkah, *jenis, *mulai, *dasar;
    const double *batas_hari, *toleransi_hari; /* NULL: none; toleransi NULL: never closes */
    bool kunci;                                /* periods may lock by themselves */
};
MUST_USE enum status batas_aturan_baca(const json_t *body, struct arena *a, struct batas_aturan *out,
                                       struct err *e);
MUST_USE enum status batas_aturan_pasang(struct perintah *p, struct db *db, struct err *e);

/* The rule itself, without right and audit: shared with the limits of daily entries (harikerja.h). */
MUST_USE enum status batas_aturan_simpan(struct db *db, int64_t unit_id, const char *langkah,
                                         const char *jenis, const char *mulai, const int64_t *batas_hari,
                                         const int64_t *tutup_hari, bool kunci, const char *dasar,
                                         struct err *e);

/* A day for one period, by right batas.ubah; `batas` NULL takes it back. 200. */
struct batas_periode {
    int64_t unit_id, periode_id;
    const char *langkah, *batas, *alasan;
    const double *toleransi_hari;
};
MUST_USE enum status batas_periode_baca(const json_t *body, struct arena *a, struct batas_periode *out,
                                        struct err *e);
MUST_USE enum status batas_periode_pasang(struct perintah *p, struct db *db, struct err *e);

/* More time for a person or a unit, by right batas.kecualikan in scope, never for oneself. 201. */
struct batas_kecualikan {
    int64_t unit_id, pegawai_id; /* one of them */
    const char *langkah;         /* "" every step */
    const char *periode;         /* code; NULL every period */
    const char *sampai, *alasan;
    int64_t out_id;
};
MUST_USE enum status batas_kecualikan_baca(const json_t *body, struct arena *a, struct batas_kecualikan *out,
                                           struct err *e);
MUST_USE enum status batas_kecualikan(struct perintah *p, struct db *db, struct err *e);
/* Ends it; what was submitted under it stands. 204. */
struct batas_cabut {
    int64_t id;
    const char *alasan;
};
MUST_USE enum status batas_cabut(struct perintah *p, struct db *db, struct err *e);

/* What time brings, by the system: an open period locks when nobody may submit its realisation any more. */
struct batas_berkala {
    int64_t out_dikunci;
};
MUST_USE enum status batas_berkala(struct perintah *p, struct db *db, struct err *e);

#endif
