/* Progres harian: what somebody did on a day, activity by activity (DOMAIN.md 2.6).
 *
 * An entry hangs on one RHK of the plan (or a butir of its rencana aksi), or is tambahan. It may carry the
 * day's inputs of one indicator, from which the period's realisation is proposed (realisasi_asal.h). The
 * evaluator of the plan decides, as of that day. What is submitted has a receipt: the server's time and a
 * hash, which the audit chain holds too. Entries of a shift belong to the day on which it begins.
 */
#ifndef DOMAIN_PROGRES_H
#define DOMAIN_PROGRES_H

#include <jansson.h>

#include "domain/bukti.h"
#include "domain/flow.h"
#include "domain/harikerja.h"
#include "domain/skp.h"

enum progres_status { PROGRES_DRAF, PROGRES_DIAJUKAN, PROGRES_DIKEMBALIKAN, PROGRES_DISETUJUI };
extern const struct machine progres_machine;

enum {
    PROGRES_BUKTI_MAX = 10,
    PROGRES_HARI_MAX = 40,
    PROGRES_SEKALI_MAX = 200
}; /* entries of a day; of one bulk step */

/* What the person writes. */
struct progres_isi {
    const char *tanggal;
    int64_t skp_id;           /* 0: the plan that holds on that day */
    int64_t rhk_id, butir_id; /* 0: tambahan; the butir's RHK */
    const char *uraian, *hasil, *satuan;
    const double *volume; /* NULL none */
    const double *menit;  /* NULL none; whole */
    bool shift;           /* one entry for the whole shift: its minutes */
    int64_t indikator_id; /* 0 none */
    const char *isian;    /* canonical JSON, checked by the caller against the plugin's schema */
    const double *nilai;  /* of a free indicator */
};

struct progres {
    int64_t id, versi, pegawai_id;
    struct progres_isi isi;
    enum progres_status status;
    const char *nip, *nama, *rhk, *butir, *indikator; /* texts; NULL none */
    const char *catatan, *diajukan, *hash, *diputus, *penilai;
    const char *kode; /* of the receipt; NULL where it is older than codes */
    int64_t hari_lewat, jumlah_bukti;
    const char *bukti; /* digests of the evidence in order, comma separated; "" none */
    struct subject subject;
    struct arena *a; /* where its texts live */
    char *tanda;     /* DIGEST_HEX bytes: `ajukan` leaves the receipt's hash here, for the audit row … */
    struct audit_entry *catat; /* … which also gets how late it was */
};
/* E_PROGRES_TIDAK_ADA, also where `who` may not know it. */
MUST_USE enum status progres_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                  struct progres *out, struct err *e);
/* The resource with `peringatan` (minutes against the calendar, free day, lateness) and `aksi`. */
MUST_USE enum status progres_json(struct db *db, const struct who *who, const struct progres *p, struct jw *w,
                                  struct err *e);
/* What was submitted, canonically, and its hash: the receipt. */
void progres_hash(const struct progres *p, const char *diajukan, char out[DIGEST_HEX]);

struct progres_saring {
    enum skp_lingkup lingkup;
    int64_t pegawai_id;        /* 0 all */
    const char *dari, *sampai; /* days; NULL open */
    const char *status;        /* NULL all */
    int64_t sesudah;           /* cursor: the last id of the page before */
    int batas;
};
/* By id; *lagi: there are more. */
MUST_USE enum status progres_list(struct db *db, const struct who *who, const struct progres_saring *f,
                                  struct arena *a, struct progres **out, size_t *n, bool *lagi,
                                  struct err *e);
void progres_baris_json(const struct progres *p, struct jw *w);

/* A month of a person: every day with its kind, due minutes and one of the four states, or null where `who`
 * may not see the work: {"pegawai","bulan","hari_dinas","hari":[…],"jumlah":{…}}. */
MUST_USE enum status progres_bulan_json(struct db *db, const struct who *who, int64_t pegawai_id,
                                        const char *bulan, struct jw *w, struct err *e);
/* The people whom `who` evaluates on a day, with the day's state: {"data":[…],"berikut"}. */
MUST_USE enum status progres_papan_json(struct db *db, const struct who *who, const char *tanggal,
                                        int64_t sesudah, int batas, struct jw *w, struct err *e);

/* Commands; the reply is the entry, its etag progres.versi. -----------------------------------------------
 */

/* {"tanggal","uraian",…} as the client sends it; isian becomes canonical text. */
MUST_USE enum status progres_isi_baca(const json_t *body, struct arena *a, struct progres_isi *out,
                                      struct err *e);

/* A draft of one's own (201), or its new content while draf or dikembalikan. Not for a day to come, not when
 * the limit of the unit or the month has closed it. */
struct progres_tulis {
    int64_t id; /* 0: new */
    struct progres_isi isi;
    int64_t out_id;
};
MUST_USE enum status progres_tulis(struct perintah *p, struct db *db, struct err *e);

/* A draft is removed; nothing that was submitted. 204. */
struct progres_hapus {
    int64_t id;
};
MUST_USE enum status progres_hapus(struct perintah *p, struct db *db, struct err *e);

/* Evidence of an entry while it is draf or dikembalikan: its digest is part of what is submitted. Reply: the
 * row (201). */
struct progres_bukti_tambah {
    int64_t id; /* of the entry */
    struct bukti_berkas berkas;
    int64_t out_id;
};
MUST_USE enum status progres_bukti_tambah(struct perintah *p, struct db *db, struct err *e);
struct progres_bukti_hapus {
    int64_t id, bukti_id;
};
MUST_USE enum status progres_bukti_hapus(struct perintah *p, struct db *db, struct err *e);
/* One file as `who` may see it (BUKTI_LIHAT); out->realisasi_id is 0. */
MUST_USE enum status progres_bukti_load(struct db *db, const struct who *who, int64_t id, int64_t bukti_id,
                                        struct arena *a, struct bukti *out, struct err *e);
/* Member "bukti" into the open object, where `who` may see it. */
MUST_USE enum status progres_bukti_json(struct db *db, const struct who *who, const struct progres *p,
                                        struct jw *w, struct err *e);

/* Drafts like the entries of an earlier day: texts, links and minutes, not the day's figures. Reply (201):
 * {"data":[…]}. E_PROGRES_KOSONG where there is nothing to copy. */
struct progres_salin {
    const char *dari, *ke;
    int64_t out_n;
};
MUST_USE enum status progres_salin(struct perintah *p, struct db *db, struct err *e);

/* ajukan, tarik (owner); setujui, kembalikan (evaluator). */
struct progres_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status progres_langkah(struct perintah *p, struct db *db, struct err *e);

/* The same for many: each on its own, reply {"berhasil":[{"id","versi","status"}],"gagal":[{"id","code",
 * "pesan"}]}. versi 0: whatever it is now. */
struct progres_banyak {
    const char *peristiwa, *catatan;
    size_t n;
    struct {
        int64_t id, versi;
    } * entri;
};
MUST_USE enum status progres_banyak_baca(const json_t *body, struct arena *a, struct progres_banyak *out,
                                         struct err *e);
MUST_USE enum status progres_banyak(struct perintah *p, struct db *db, struct err *e);

/* Favourites: templates of one's own. */
struct progres_favorit {
    const char *nama;
    const char *isi; /* canonical JSON of an entry without date and figures */
    int64_t out_id;
};
enum { FAVORIT_MAX = 100 };
MUST_USE enum status progres_favorit_baca(const json_t *body, struct arena *a, struct progres_favorit *out,
                                          struct err *e);
/* Makes or replaces the one of that name (201). */
MUST_USE enum status progres_favorit_simpan(struct perintah *p, struct db *db, struct err *e);
struct progres_favorit_hapus {
    int64_t id;
};
MUST_USE enum status progres_favorit_hapus(struct perintah *p, struct db *db, struct err *e);
MUST_USE enum status progres_favorit_json(struct db *db, const struct who *who, struct jw *w, struct err *e);

/* Shared by progres*.c ------------------------------------------------------------------------------------
 */

MUST_USE enum status progres_muat(struct db *db, int64_t id, struct arena *a, struct progres *out,
                                  struct err *e);
/* The entry as the command's reply. */
MUST_USE enum status progres_balas(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                   struct err *e);
/* May entries of that day still be written, and how many days beyond the limit is it? What was submitted in
 * time and then returned may be corrected as long as the month is open (`diajukan` not NULL).
 * E_PROGRES_MENDATANG, E_PROGRES_DITUTUP, E_PERIODE_DITUTUP. */
MUST_USE enum status progres_terbuka(struct db *db, const struct who *who, const struct progres *p,
                                     int64_t *hari_lewat, struct err *e);
/* The RHK that stands for an older version's in the version in force of the same plan; itself if none does.
 */
MUST_USE enum status rhk_terkini(struct db *db, int64_t rhk_id, int64_t *out, struct err *e);

#endif
