/* Training modules as plugins register them: title, kind, JP, competences, lessons, quiz.
 *
 * Read from what a release registered when it was installed (release.daftar), so nothing here calls a plugin,
 * and a module of a release never changes. Which modules a person may take follows from the activations that
 * hold for the unit on a day. What a plugin wrote into its quiz is a stranger's: it is checked when it is
 * read.
 */
#ifndef DOMAIN_MODUL_H
#define DOMAIN_MODUL_H

#include "domain/aktivasi.h"

enum { MODUL_MATERI = 100, MODUL_SOAL = 200, MODUL_PILIHAN = 10, JP_MAX = 2000 };

struct materi {
    const char *judul, *berkas; /* the Markdown file's path in the package */
    int64_t menit;              /* 0: not said */
    size_t ngambar;
    const char **gambar; /* paths in the package */
};
struct soal {
    const char *teks, *alasan; /* alasan: why that choice is right; "" */
    size_t npilihan;
    const char **pilihan;
    int jawaban; /* 1 … npilihan */
};
struct modul {
    const char *plugin, *kode, *judul, *jenis, *definisi, *dasar; /* the last two may be NULL */
    int64_t jp;
    size_t nkompetensi, nmateri, nkuis;
    const char **kompetensi;
    struct materi *materi;
    struct soal *kuis;
    int64_t percobaan, jeda_jam; /* most attempts, hours between two; 0: none */
    bool ada_lulus, ada_jp, ada_sarankan;
    int64_t release_id;
    const char *label, *sha256; /* of the release */
    int api;
    char setelan_hash[DIGEST_HEX]; /* of the activation; "" from modul_muat */
    bool karantina;                /* of the release: its functions must not run */
};

/* A module of a release. E_MODUL_TIDAK_ADA, E_MODUL_RUSAK. Everything lives in `a`. */
MUST_USE enum status modul_muat(struct db *db, int64_t release_id, const char *kode, struct arena *a,
                                struct modul *out, struct err *e);
/* The same by what holds for the unit on that day; also E_AKTIVASI_TIDAK_ADA. */
MUST_USE enum status modul_cari(struct db *db, int64_t unit_id, const char *plugin, const char *kode,
                                const char *hari, struct arena *a, struct modul *out, struct err *e);
/* All that hold for the unit on that day, by plugin, in the order of registration. A damaged module is left
 * out; those of a quarantined release are in the list and say so. */
MUST_USE enum status modul_katalog(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                                   struct modul **out, size_t *n, struct err *e);

/* Attempt `n` of a record sees the questions in an order of its own, always the same one: out[i] is the index
 * of the question at place i. */
void kuis_urutan(int64_t pelatihan_id, int64_t n, size_t nkuis, size_t *out);
/* How many of the answers (in the module's order; 0: none given) are right. */
int64_t kuis_benar(const struct modul *m, const int64_t *jawaban);

#endif
