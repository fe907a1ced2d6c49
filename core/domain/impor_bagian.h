/* Shared by impor*.c. Private to them. */
#ifndef DOMAIN_IMPOR_BAGIAN_H
#define DOMAIN_IMPOR_BAGIAN_H

#include "domain/csv.h"
#include "domain/impor.h"
#include "domain/jabatan.h"
#include "domain/nip.h"
#include "domain/pegawai.h"
#include "domain/penugasan.h"

enum impor_kolom {
    KOL_NIP,
    KOL_NAMA,
    KOL_GELAR_DEPAN,
    KOL_GELAR_BELAKANG,
    KOL_TEMPAT_LAHIR,
    KOL_TANGGAL_LAHIR,
    KOL_KELAMIN,
    KOL_GOL,
    KOL_TMT_GOL,
    KOL_JENIS_JABATAN,
    KOL_JABATAN,
    KOL_TMT_JABATAN,
    KOL_ESELON,
    KOL_KELAS,
    KOL_UNOR,
    KOL_UNOR_INDUK,
    KOL_PENDIDIKAN,
    KOL_STATUS,
    KOL_NIP_ATASAN,
    KOL_COUNT,
};
extern const char *const impor_judul[KOL_COUNT]; /* "NIP Atasan" */

struct impor_baris {
    int nomor;
    bool salah, berubah;
    char *sel[KOL_COUNT]; /* cleaned; "" where empty or where the column is missing */
    struct nip nip;
    char atasan[NIP_TEXT]; /* "" none given */
    struct pegawai isi;    /* NULL fields: leave alone */
    int64_t pegawai_id;    /* 0: new */
    struct pegawai lama;   /* what is stored, if known */
    /* the post, where the row names one */
    int64_t unit_id;
    const char *jabatan;
    enum jabatan_jenis jenis;
    const char *jenjang, *eselon;
    int64_t kelas;
    char tmt[DATE_TEXT]; /* "" if not given */
    /* while applying */
    int64_t jabatan_id, penugasan_id;
};

struct impor_unit {
    int64_t id, induk;
    const char *kode, *nama; /* folded */
};

struct impor_kerja {
    struct impor *in;
    struct db *db;
    const struct who *who;
    struct impor_baris *baris;
    size_t n;
    size_t *urut; /* indexes of rows with a NIP, by NIP */
    size_t nurut;
    struct impor_unit *unit;
    size_t nunit;
    struct buf galat, peringatan, beda; /* arrays of the structs of impor.h */
};

void impor_tolak(struct impor_kerja *k, struct impor_baris *b, int kolom, enum code code, const char *fmt,
                 ...) PRINTF(5, 6);
void impor_ingatkan(struct impor_kerja *k, struct impor_baris *b, int kolom, enum code code, const char *fmt,
                    ...) PRINTF(5, 6);
void impor_catat_beda(struct impor_kerja *k, struct impor_baris *b, const char *kolom, const char *lama,
                      const char *baru);
/* The row of a NIP in the file, NULL if there is none. */
struct impor_baris *impor_cari(struct impor_kerja *k, const char *nip);

/* Lower case; blanks, points and underscores as one space. */
char *impor_lipat(const char *s, struct arena *a);
MUST_USE enum status impor_muat_unit(struct impor_kerja *k, struct err *e);
/* Cells into b->isi, and into the post's fields. */
void impor_baca_orang(struct impor_kerja *k, struct impor_baris *b);
void impor_baca_jabatan(struct impor_kerja *k, struct impor_baris *b);

/* Reads the table into rows and checks every cell, against the database and against each other. */
MUST_USE enum status impor_periksa(struct impor_kerja *k, struct err *e);
/* Writes the sound rows; what the database refuses becomes a fault of its row. */
MUST_USE enum status impor_terapkan(struct impor_kerja *k, struct err *e);

#endif
