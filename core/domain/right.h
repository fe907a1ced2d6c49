/* Who may do what: rights are rows (role, action, relation), and one function turns them into a WHERE clause.
 *
 * Route table, flow engine and lists ask here and nowhere else, so that a list never shows what a look-up
 * refuses. Relations hold as of a date (`who.hari`): superior, unit and delegation are effective-dated.
 */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include "base/clock.h"
#include "store/db.h"

enum peran {
    PERAN_PEGAWAI,     /* every account that belongs to an employee */
    PERAN_PENGELOLA,   /* pengelola kinerja of a unit: reviews, monitors, never rates */
    PERAN_ADMIN_UNIT,  /* people, assignments and plugins of a unit */
    PERAN_ADMIN_PUSAT, /* periods, scoring, plugins of the whole institution */
    PERAN_AUDITOR,     /* inspektorat: reads everything, changes nothing */
    PERAN_SISTEM,      /* the command line and the server's own jobs */
    PERAN_COUNT
};
const char *peran_kode(enum peran p); /* "admin_unit" */
bool peran_parse(const char *kode, enum peran *out);

enum relasi {
    REL_DIRI = 1,           /* the object is about me */
    REL_PENILAI = 2,        /* I am the pejabat penilai kinerja of its SKP */
    REL_ATASAN_PENILAI = 4, /* I am the superior of that evaluator */
    REL_UNIT = 8,           /* its unit lies in the scope of my role (line of command); for PERAN_PEGAWAI
                               that is what lies under the units that he heads */
    REL_WILAYAH = 16, /* its unit lies in the territory of the unit that I head: figures only, never people */
    REL_SEMUA = 32,
    REL_KUASA = 64, /* by an authorisation (kuasa.h): never a row of the table, only of the log of reads */
};

/* One row a kind of action; names are "skp.lihat", "evaluasi.nilai", … */
/* clang-format off */
#define AKSI_TABLE(X) \
    X(UNIT_LIHAT, "unit.lihat") \
    X(UNIT_ANGKA, "unit.angka") \
    X(UNIT_UBAH, "unit.ubah") \
    X(PEGAWAI_LIHAT, "pegawai.lihat") \
    X(PEGAWAI_UBAH, "pegawai.ubah") \
    X(PERIODE_LIHAT, "periode.lihat") \
    X(PERIODE_UBAH, "periode.ubah") \
    X(SKP_LIHAT, "skp.lihat") \
    X(SKP_SUSUN, "skp.susun") \
    X(SKP_SETUJUI, "skp.setujui") \
    X(DIALOG_ISI, "dialog.isi") \
    X(TEMPLAT_KELOLA, "templat.kelola") \
    X(REALISASI_LIHAT, "realisasi.lihat") \
    X(REALISASI_ISI, "realisasi.isi") \
    X(REALISASI_TERIMA, "realisasi.terima") \
    X(BUKTI_LIHAT, "bukti.lihat") \
    X(PROGRES_LIHAT, "progres.lihat") \
    X(PROGRES_ISI, "progres.isi") \
    X(PROGRES_SETUJUI, "progres.setujui") \
    X(EVALUASI_LIHAT, "evaluasi.lihat") \
    X(EVALUASI_NILAI, "evaluasi.nilai") \
    X(KEBERATAN_LIHAT, "keberatan.lihat") \
    X(KEBERATAN_PUTUS, "keberatan.putus") \
    X(UMPAN_LIHAT, "umpan_balik.lihat") \
    X(UMPAN_BERI, "umpan_balik.beri") \
    X(BIMBINGAN_LIHAT, "bimbingan.lihat") \
    X(BIMBINGAN_CATAT, "bimbingan.catat") \
    X(KONSELING_LIHAT, "konseling.lihat") \
    X(CAPAIAN_ORGANISASI_UBAH, "capaian_organisasi.ubah") \
    X(KONSOLIDASI_LIHAT, "konsolidasi.lihat") \
    X(KONSOLIDASI_PERIKSA, "konsolidasi.periksa") \
    X(KALIBRASI_KELOLA, "kalibrasi.kelola") \
    X(PELATIHAN_LIHAT, "pelatihan.lihat") \
    X(PELATIHAN_IKUTI, "pelatihan.ikuti") \
    X(PELATIHAN_VERIFIKASI, "pelatihan.verifikasi") \
    X(PELATIHAN_KELOLA, "pelatihan.kelola") \
    X(PLUGIN_LIHAT, "plugin.lihat") \
    X(PLUGIN_UBAH, "plugin.ubah") \
    X(PLUGIN_TELAAH, "plugin.telaah") \
    X(SCORING_JALANKAN, "scoring.jalankan") \
    X(SCORING_LIHAT, "scoring.lihat") \
    X(AUDIT_LIHAT, "audit.lihat") \
    X(AKUN_UBAH, "akun.ubah") \
    X(KUASA_LIHAT, "kuasa.lihat") \
    X(KUASA_BERI, "kuasa.beri") \
    X(NASKAH_LIHAT, "naskah.lihat") \
    X(NASKAH_PERIKSA, "naskah.periksa") \
    X(BATAS_UBAH, "batas.ubah") \
    X(BATAS_KECUALIKAN, "batas.kecualikan")
/* clang-format on */

enum aksi {
#define X(symbol, name) AKSI_##symbol,
    AKSI_TABLE(X)
#undef X
        AKSI_COUNT
};
const char *aksi_nama(enum aksi a);

/* What a machine token leaves of its owner's rights: never more than he has on that day. */
struct lingkup {
    int64_t id;      /* of the token; 0: a person acts himself, nothing is narrowed */
    char nama[65];   /* its label, for the audit */
    bool terbatas;   /* only the actions in `aksi` */
    uint64_t aksi;   /* right_bit of each, with what has to be seen for it */
    char sidik[9];   /* its digest begins so: ids of what was removed may come back */
    int64_t unit_id; /* only objects of this unit and those below it; 0: no limit */
};

/* A step that was prepared by another (naskah.h) and now runs as the person for whom: what the audit adds. */
struct wakil {
    int64_t pegawai_id; /* on whose behalf; 0: nobody's but his own */
    int64_t akun_id;    /* who has confirmed it */
    const char *isi;    /* JSON object with who prepared it and how it was confirmed; outlives the command */
};

enum { WHO_ROLES = 16 };
struct who {
    int64_t akun_id;      /* 0: the system (CLI, jobs) */
    int64_t pegawai_id;   /* 0: an account without an employee */
    char nama[64];        /* login name, for logs */
    char hari[DATE_TEXT]; /* the day as of which relations are looked at */
    int nperan;
    struct {
        enum peran peran;
        int64_t unit_id; /* 0: the whole institution */
    } peran[WHO_ROLES];  /* those valid on `hari`; PERAN_PEGAWAI included */
    struct lingkup token;
    bool faktor; /* the account has a second factor */
    struct wakil wakil;
    bool mantan; /* has left the service: may read what is his own, until baca_sampai, and nothing else */
    char baca_sampai[DATE_TEXT];
};
/* The command line: may do everything, is named so in the audit. */
void who_system(struct who *out);
/* Reads employee and roles of an account as of today. E_TIDAK_ADA, or inactive: E_TIDAK_BERHAK. */
MUST_USE enum status who_load(struct db *db, int64_t akun_id, struct who *out, struct err *e);
bool who_has(const struct who *w, enum peran p);

/* What an object is about; 0 where it does not apply. */
struct subject {
    int64_t pegawai_id, penilai_id, atasan_penilai_id, unit_id;
};
/* The relations that `who` has to `s` (bit mask of enum relasi), REL_UNIT through any of the roles. */
MUST_USE enum status right_relations(struct db *db, const struct who *who, const struct subject *s,
                                     unsigned *mask, struct err *e);
/* `who` holds role `p` with a scope that covers the unit (0: an object without one, then only a role for the
 * whole institution). */
MUST_USE enum status right_role(struct db *db, const struct who *who, enum peran p, int64_t unit_id,
                                bool *yes, struct err *e);
/* ST_OK if a row allows it; else E_TIDAK_BERHAK, or E_TIDAK_ADA where `who` may not even see the object. */
MUST_USE enum status right_check(struct db *db, const struct who *who, enum aksi a, const struct subject *s,
                                 struct err *e);
/* The row that allows it, or NULL where none does; the nearest relation comes first. */
struct hak;
MUST_USE enum status right_why(struct db *db, const struct who *who, enum aksi a, const struct subject *s,
                               const struct hak **row, struct err *e);
/* Some row allows the action to some relation: what a route asks before it knows the object. */
bool right_possible(const struct who *who, enum aksi a);

/* The action's bit in a token's scope, with that of seeing its objects. */
uint64_t right_bit(enum aksi a);
/* The token, if there is one, leaves the action. */
bool right_in_scope(const struct who *who, enum aksi a);
/* The token, if there is one, leaves objects of that unit (0: without a unit, then it does not). */
MUST_USE enum status right_unit_in_scope(struct db *db, const struct who *who, int64_t unit_id, bool *yes,
                                         struct err *e);

/* Some row allows the action to every object: a list of them is a walk, not a search. */
bool right_unlimited(const struct who *who, enum aksi a);

/* SQL columns that hold the subject in a query; NULL where the query has none. */
struct right_columns {
    const char *pegawai, *penilai, *atasan_penilai, *unit;
};
/* Appends "(…)" : the same rows as a condition over those columns. Ids are inlined as numbers. */
void right_where(const struct who *who, enum aksi a, const struct right_columns *c, struct buf *sql);

/* All rows, for tests, docs and "who can see my evaluation and why". */
struct hak {
    enum peran peran;
    enum aksi aksi;
    enum relasi relasi;
};
extern const struct hak hak_table[];
extern const size_t hak_count;

#endif
