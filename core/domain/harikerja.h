/* Working days: what each day is for a person (work, holiday, leave, shift …) and how many minutes are due.
 *
 * Everything is rows: calendars of units (the nearest ancestor's hold), other hours for a while (Ramadan),
 * holidays, rosters of shifts, absence. A person with a roster in a month works by it alone in that month; a
 * shift belongs to the day on which it begins, also over midnight and over the end of the month. Absence
 * excuses days on which something would be due, and leaves free days what they are. Days are those of the
 * institution's zone.
 */
#ifndef DOMAIN_HARIKERJA_H
#define DOMAIN_HARIKERJA_H

#include <jansson.h>

#include "domain/perintah.h"

enum hari_jenis {
    HARI_KERJA,
    HARI_LIBUR,
    HARI_CUTI,
    HARI_SAKIT,
    HARI_DINAS_LUAR,
    HARI_TUGAS_BELAJAR,
    HARI_SHIFT,
    HARI_LEPAS,          /* off duty by the roster */
    HARI_TANPA_KALENDER, /* no calendar holds: nothing is known */
    HARI_DI_LUAR,        /* not in service, or without a post */
    HARI_JENIS
};
const char *hari_jenis_kode(enum hari_jenis j); /* "dinas_luar" */

struct harikerja {
    char tanggal[DATE_TEXT];
    enum hari_jenis jenis;
    int menit;              /* due; 0 on excused and free days */
    int masuk, pulang;      /* minutes of the day, -1 none; pulang over 1440 lies on the next day */
    int64_t unit_id;        /* of the post, 0 none */
    const char *keterangan; /* holiday, kind of leave, codes of shifts, name of the calendar */
};
enum { HARIKERJA_MAX = 62 };
/* The days from `mulai` to `selesai`, at most HARIKERJA_MAX. */
MUST_USE enum status harikerja_rentang(struct db *db, int64_t pegawai_id, const char *mulai,
                                       const char *selesai, struct arena *a, struct harikerja **out,
                                       size_t *n, struct err *e);
MUST_USE enum status harikerja_satu(struct db *db, int64_t pegawai_id, const char *tanggal, struct arena *a,
                                    struct harikerja *out, struct err *e);
/* The day to which work at this moment belongs: yesterday while a shift that began then still runs. */
MUST_USE enum status harikerja_dinas(struct db *db, int64_t pegawai_id, int64_t us, char out[DATE_TEXT],
                                     struct err *e);
/* The last day of the duty that began on that day: the next one for a shift over midnight. */
void harikerja_akhir(const struct harikerja *h, char out[DATE_TEXT]);
/* {"tanggal","jenis","menit","masuk","pulang","keterangan", …: the object stays open. */
void harikerja_json(const struct harikerja *h, struct jw *w);

/* "07:30" → 450; -1 if it is no time. */
int jam_baca(const char *text);
void jam_tulis(int menit, char out[6]);

/* Calendars ------------------------------------------------------------------------------------------- */

struct kalender_jam {
    int64_t hari; /* 1: Monday … 7: Sunday */
    const char *masuk, *pulang;
    int64_t istirahat;
};
/* A calendar for a unit and those below it, by right unit.ubah. One that begins on the same day is replaced;
 * a new `biasa` ends the one before it. */
struct kalender_pasang {
    int64_t unit_id;
    const char *jenis, *nama, *mulai, *selesai, *dasar;
    int64_t hari_kerja;
    size_t njam;
    struct kalender_jam *jam;
};
MUST_USE enum status kalender_pasang_baca(const json_t *body, struct arena *a, struct kalender_pasang *out,
                                          struct err *e);
MUST_USE enum status kalender_pasang(struct perintah *p, struct db *db, struct err *e);

struct libur {
    const char *tanggal, *jenis, *nama, *dasar;
};
/* All holidays that a unit itself has in a year, at once. */
struct libur_pasang {
    int64_t unit_id;
    int tahun;
    const char *dasar; /* of those that name none */
    size_t n;
    struct libur *libur;
};
MUST_USE enum status libur_pasang_baca(const json_t *body, struct arena *a, struct libur_pasang *out,
                                       struct err *e);
MUST_USE enum status libur_pasang(struct perintah *p, struct db *db, struct err *e);

/* Limits for daily entries from a day on. */
struct aturan_progres {
    int64_t unit_id;
    const char *mulai;
    const double *batas_hari, *tutup_hari; /* NULL: no limit */
    const char *dasar;
};
MUST_USE enum status aturan_progres_baca(const json_t *body, struct arena *a, struct aturan_progres *out,
                                         struct err *e);
MUST_USE enum status aturan_progres_pasang(struct perintah *p, struct db *db, struct err *e);

/* What holds for a unit in a year: {"unit","tahun","kalender":[…],"libur":[…],"aturan_progres":[…]}, each
 * with the unit that it comes from. */
MUST_USE enum status kalender_json(struct db *db, int64_t unit_id, int tahun, struct jw *w, struct err *e);

/* People ---------------------------------------------------------------------------------------------- */

struct shift {
    const char *tanggal, *kode, *masuk, *pulang; /* masuk NULL: off duty */
    int64_t istirahat;
};
/* The whole roster of one person in one month, by right pegawai.ubah. E_ROSTER_TUMPANG. */
struct roster_pasang {
    int64_t pegawai_id;
    const char *bulan; /* "2026-11" */
    size_t n;
    struct shift *shift;
};
MUST_USE enum status roster_pasang_baca(const json_t *body, struct arena *a, struct roster_pasang *out,
                                        struct err *e);
MUST_USE enum status roster_pasang(struct perintah *p, struct db *db, struct err *e);

/* A dated absence, by right pegawai.ubah. E_KETIDAKHADIRAN_TUMPANG. Reply: the row (201). */
struct ketidakhadiran_buat {
    int64_t pegawai_id;
    const char *jenis, *mulai, *selesai, *dasar;
    int64_t out_id;
};
MUST_USE enum status ketidakhadiran_buat_baca(const json_t *body, struct arena *a,
                                              struct ketidakhadiran_buat *out, struct err *e);
MUST_USE enum status ketidakhadiran_buat(struct perintah *p, struct db *db, struct err *e);
struct ketidakhadiran_hapus {
    int64_t id;
};
MUST_USE enum status ketidakhadiran_hapus(struct perintah *p, struct db *db, struct err *e);
/* {"data":[…]} of a person, newest first. */
MUST_USE enum status ketidakhadiran_json(struct db *db, int64_t pegawai_id, struct jw *w, struct err *e);

#endif
