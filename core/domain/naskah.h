/* A prepared step (naskah): what the holder of an authorisation has drafted for somebody, word for word as
 * the ordinary address takes it, and which has no effect until that person says so.
 *
 * disiapkan → dikonfirmasi (the person, own account), or → lembar_diunggah (the signed sheet, number and
 * date) → diperiksa (a second officer has compared it); back and out: dikembalikan, ditolak, ditarik,
 * kedaluwarsa. When it takes effect, the ordinary command runs as the person, with all its checks of that
 * day: nobody gets a right by drafting. It is bound by a hash to kind, object, version, person and body: what
 * is confirmed is what was shown. Where the object has moved meanwhile nothing happens (E_NASKAH_USANG) and
 * the draft can be renewed. An authorisation that has ended takes its drafts with it. How long a draft waits
 * is a rule
 * (`naskah.hari`, aturan.h).
 *
 * Not among the kinds: progres, whose receipt says when the person himself has reported his day; objections,
 * which are heard from the sides themselves; and granting (kuasa.h), so that nothing is passed on.
 */
#ifndef DOMAIN_NASKAH_H
#define DOMAIN_NASKAH_H

#include "domain/bukti.h"
#include "domain/flow.h"
#include "domain/kuasa.h"

enum naskah_status {
    NASKAH_DISIAPKAN,
    NASKAH_DIKONFIRMASI,
    NASKAH_DIKEMBALIKAN,
    NASKAH_DITOLAK,
    NASKAH_DITARIK,
    NASKAH_KEDALUWARSA,
    NASKAH_LEMBAR_DIUNGGAH,
    NASKAH_DIPERIKSA,
};
extern const struct machine naskah_machine;

/* What a kind is about, and so what stands in its address. */
enum naskah_objek { OBJEK_BARU, OBJEK_SKP, OBJEK_REALISASI, OBJEK_EVALUASI, OBJEK_CAPAIAN };

/* One row a kind. */
struct naskah_jenis {
    const char *kode; /* "skp.simpan" */
    enum kuasa_jenis kuasa;
    enum naskah_objek objek;
    const char *metode, *path; /* of the ordinary operation: its handler, schema and command are used */
    const char *aksi;          /* `aksi` that the body must name; NULL: it names none */
    bool penilai;              /* it is about somebody whom the person judges, never about the drafter */
};
extern const struct naskah_jenis naskah_jenis_table[];     /* ends with a row whose kode is NULL */
const struct naskah_jenis *naskah_jenis(const char *kode); /* NULL: unknown */

struct naskah_sasaran {
    int64_t skp_id, periode_id, unit_id, evaluasi_id; /* 0 where the kind has none */
};

struct naskah {
    int64_t id, versi, kuasa_id, pegawai_id, penyiap_id, objek_versi;
    int64_t objek_pegawai_id; /* whom the object is about, 0 a unit */
    const struct naskah_jenis *jenis;
    struct naskah_sasaran sasaran;
    enum naskah_status status;
    struct subject subject; /* the person, in the unit of today */
    const char *nip, *nama, *penyiap_nip, *penyiap_nama, *periode, *objek_nama;
    const char *isi, *hash, *sebelum, *sesudah; /* canonical JSON; hex */
    const char *disiapkan, *batas, *catatan, *diputus;
    const char *lembar_nomor, *lembar_tanggal, *lembar_sha256, *lembar_nama, *lembar_tipe;
    int64_t lembar_ukuran;
    int64_t pemeriksa_id;       /* account, 0 */
    const char *pemeriksa_nama; /* NULL */
    struct kuasa kuasa;
};
MUST_USE enum status naskah_muat(struct db *db, int64_t id, const char *hari, struct arena *a,
                                 struct naskah *out, struct err *e);
/* As `who` may see it: the person, who prepared it, the auditor; and once a sheet is there, the officers who
 * may check it. E_NASKAH_TIDAK_ADA. */
MUST_USE enum status naskah_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                 struct naskah *out, struct err *e);
/* With the body, the difference between the object of now and what the step makes of it, what has moved
 * meanwhile, and `aksi`. Whoever prepared it sees these only while his authorisation holds. */
MUST_USE enum status naskah_json(struct db *db, const struct who *who, const struct naskah *n, struct jw *w,
                                 struct err *e);

struct naskah_saring {
    const char *sebagai; /* "pemilik", "penyiap", "pemeriksa" (sheets to check); NULL: all that may be seen */
    const char *status;
    int64_t sesudah;
    int batas;
};
MUST_USE enum status naskah_list(struct db *db, const struct who *who, const struct naskah_saring *f,
                                 struct arena *a, struct naskah **out, size_t *n, bool *lagi, struct err *e);
void naskah_baris_json(const struct naskah *n, struct jw *w);

/* The person's own rights today, as if he had logged in; also of one who has no account (he signs sheets).
 * E_TIDAK_BERHAK for a closed account. */
MUST_USE enum status naskah_orang(struct db *db, int64_t pegawai_id, struct who *out, struct err *e);

/* The object as `who` sees it, without `aksi`: its row version (0: not there yet), whom it is about, and its
 * JSON appended to `out`. */
struct naskah_keadaan {
    int64_t versi, pegawai_id;
    int64_t id; /* of the realisation; 0 where nothing was entered, and for other kinds */
};
MUST_USE enum status naskah_objek(struct db *db, const struct who *who, const struct naskah_jenis *j,
                                  const struct naskah_sasaran *s, struct arena *a,
                                  struct naskah_keadaan *keadaan, struct buf *out, struct err *e);
/* A resource without what is no part of its content, canonical, appended to `out`. */
MUST_USE enum status naskah_bersih(const char *json, size_t len, struct buf *out, struct err *e);
/* May this drafter prepare this? E_NASKAH_SENDIRI where it judges him, or the unit that he heads. */
MUST_USE enum status naskah_bukan_sendiri(struct db *db, const struct naskah_jenis *j,
                                          const struct naskah_sasaran *s, int64_t objek_pegawai_id,
                                          int64_t pegawai_id, const char *hari, struct err *e);
/* [{"letak","semula","menjadi"}] between two JSON texts; at most NASKAH_BEDA places. */
enum { NASKAH_BEDA = 200 };
MUST_USE enum status naskah_beda(const char *lama, const char *baru, struct jw *w, struct err *e);

/* Commands; the reply is the resource. ---------------------------------------------------------------------
 */

/* Prepares one (201), or with `id` makes an open one anew (If-Match: its version). The ordinary command runs
 * as the person and is taken back: what it refuses is refused here. `dalam` is that command with its input.
 */
struct naskah_siapkan {
    struct perintah_dalam dalam;
    int64_t id, kuasa_id;
    const struct naskah_jenis *jenis;
    struct naskah_sasaran sasaran;
    int64_t objek_versi;
    const char *isi; /* canonical */
    int64_t out_id;
};
MUST_USE enum status naskah_siapkan(struct perintah *p, struct db *db, struct err *e);

/* `konfirmasi` by the person, `periksa` by the second officer. `hash` is what he was shown: E_NASKAH_HASH. */
struct naskah_terapkan {
    struct perintah_dalam dalam;
    int64_t id;
    const char *peristiwa, *hash;
};
MUST_USE enum status naskah_terapkan(struct perintah *p, struct db *db, struct err *e);
/* The same checks without a change, before a worker asks plugins. */
MUST_USE enum status naskah_siap(struct db *db, const struct who *who, struct naskah *n,
                                 const char *peristiwa, const char *hash, struct err *e);

/* The signed sheet, by whoever prepared it. */
struct naskah_unggah {
    int64_t id;
    const char *nomor, *tanggal;
    struct bukti_berkas berkas;
};
MUST_USE enum status naskah_unggah(struct perintah *p, struct db *db, struct err *e);

/* kembalikan, tolak, tarik. */
struct naskah_langkah {
    int64_t id;
    const char *peristiwa, *catatan;
};
MUST_USE enum status naskah_langkah(struct perintah *p, struct db *db, struct err *e);

/* What time brings, by the system: drafts whose last day has passed or whose authorisation has ended; at most
 * 500 a command. Repeat while out_sisa. */
struct naskah_berkala {
    int64_t sampai; /* start with 0 */
    int64_t out_sampai, out_akhir;
    bool out_sisa;
};
MUST_USE enum status naskah_berkala(struct perintah *p, struct db *db, struct err *e);

#endif
