/* diundang → terdaftar → berjalan → lulus | tidak_lulus; lulus → diverifikasi | ditolak; open ones may be
 * cancelled. Passing and failing are the server's steps: what the plugin answered, on the person's behalf. */
#include "domain/pelatihan.h"

#include <stdio.h>
#include <string.h>

#include "domain/acara.h"
#include "domain/pelatihan_bagian.h"
#include "domain/tanggal.h"

static const char *const states[] = { "diundang", "terdaftar",    "berjalan", "tidak_lulus",
                                      "lulus",    "diverifikasi", "ditolak",  "dibatalkan" };

static const struct pelatihan *record(const struct flow_object *o)
{
    return ((const struct pelatihan_jalan *)o->data)->p;
}

static bool is_cara(const struct flow_object *o, const char *cara)
{
    return strcmp(record(o)->cara, cara) == 0;
}

static enum status now_into(struct db *db, const char *sql, int64_t id, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e, sql, "ti", now, id);
}

/* Guards ---------------------------------------------------------------------------------------------------
 */

static enum status acara_terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t open = 0;
    enum status st = db_int(db, &open, e, "SELECT count(*) FROM acara WHERE id = $1 AND status = 'terbuka'",
                            "i", record(o)->acara_id);

    (void)who;
    return st == ST_OK && !open ? err_set(e, E_ACARA_TERKUNCI, NULL) : st;
}

/* Lessons of an event may be read once it was attended. */
static enum status boleh_baca(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)db;
    (void)who;
    if (!record(o)->plugin || (o->state == PELATIHAN_TERDAFTAR && !is_cara(o, "modul")))
        return err_set(e, E_PELATIHAN_CARA, NULL);
    return ST_OK;
}

static enum status too_early(const char *waktu, int64_t jam, struct err *e)
{
    char hari[DATE_TEXT], tanggal[TANGGAL_TEXT];
    int64_t last, next;

    if (!jam || !time_parse(waktu, &last))
        return ST_OK;
    next = last + jam * 3600 * 1000000;
    if (clock_now() >= next)
        return ST_OK;
    time_date(next, hari);
    return err_set(e, E_PELATIHAN_JEDA,
                   "Percobaan berikutnya baru boleh %lld jam sesudah yang terakhir (%s).", (long long)jam,
                   tanggal_tulis(hari, tanggal));
}

/* Attempts left, the pause over, nothing waiting for its grade. */
static enum status boleh_kirim(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct pelatihan *p = record(o);
    struct arena *a = arena_new();
    struct percobaan *list;
    struct modul m;
    size_t n;
    enum status st;

    (void)who;
    if (!p->plugin) {
        st = err_set(e, E_PELATIHAN_CARA, NULL);
        goto out;
    }
    if ((st = modul_muat(db, p->release_id, p->kode, a, &m, e)) != ST_OK ||
        (st = percobaan_list(db, p->id, a, &list, &n, e)) != ST_OK)
        goto out;
    if (!m.ada_lulus)
        st = err_set(e, E_MODUL_TANPA_ATURAN, NULL);
    else if (n && !list[n - 1].nilai)
        st = err_set(e, E_PELATIHAN_MENUNGGU, NULL);
    else if (m.percobaan && n >= (size_t)m.percobaan)
        st = err_set(e, E_PELATIHAN_PERCOBAAN, "Modul ini hanya boleh dicoba %lld kali.",
                     (long long)m.percobaan);
    else if (n)
        st = too_early(list[n - 1].waktu, m.jeda_jam, e);
out:
    arena_free(a);
    return st;
}

static enum status not_self(const struct who *who, const struct flow_object *o, struct err *e)
{
    if (who->pegawai_id && who->pegawai_id == o->subject.pegawai_id)
        return err_set(e, E_PELATIHAN_SENDIRI, NULL);
    return ST_OK;
}

static enum status orang_lain(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)db;
    return not_self(who, o, e);
}

static enum status peserta(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)db;
    (void)who;
    return is_cara(o, "acara") ? ST_OK : err_set(e, E_PELATIHAN_CARA, NULL);
}

/* Attendance: of an event that is open and has begun, noted by somebody else. */
static enum status acara_berlangsung(struct db *db, const struct who *who, struct flow_object *o,
                                     struct err *e)
{
    enum status st = peserta(db, who, o, e);

    if (st != ST_OK || (st = not_self(who, o, e)) != ST_OK || (st = acara_terbuka(db, who, o, e)) != ST_OK)
        return st;
    return record(o)->mulai && strcmp(record(o)->mulai, who->hari) > 0 ? err_set(e, E_ACARA_BELUM_MULAI, NULL)
                                                                       : ST_OK;
}

/* Effects --------------------------------------------------------------------------------------------------
 */

static enum status diikuti(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return now_into(db, "UPDATE pelatihan SET diikuti = $1 WHERE id = $2", o->id, e);
}

static enum status berakhir(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    enum status st = now_into(db, "UPDATE pelatihan SET berakhir = $1 WHERE id = $2", o->id, e);

    (void)who;
    if (st == ST_OK && o->catatan)
        st = db_exec(db, NULL, e, "UPDATE pelatihan SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);
    return st;
}

/* Being there counts as having read all lessons. */
static enum status dihadiri(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct pelatihan *p = record(o);
    struct arena *a = arena_new();
    struct modul m = { .nmateri = 0 };
    char now[TIME_TEXT];
    enum status st = p->plugin ? modul_muat(db, p->release_id, p->kode, a, &m, e) : ST_OK;

    (void)who;
    time_format(clock_now(), now);
    for (size_t i = 0; st == ST_OK && i < m.nmateri; i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO pelatihan_materi (pelatihan_id, no, dibaca) VALUES ($1, $2, $3)"
                     " ON CONFLICT DO NOTHING",
                     "iit", o->id, (int64_t)i + 1, now);
    arena_free(a);
    return st;
}

static enum status diusulkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct pelatihan_jalan *l = o->data;
    char now[TIME_TEXT];

    (void)who;
    time_format(clock_now(), now);
    return db_exec(db, NULL, e,
                   "UPDATE pelatihan SET jp_usulan = $1, selesai = $2, diusulkan = $3 WHERE id = $4", "Itti",
                   l->jp, l->hari, now, o->id);
}

static enum status diverifikasi(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct pelatihan_jalan *l = o->data;
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e,
                   "UPDATE pelatihan SET jp_diakui = COALESCE($1, jp_usulan), verifikator = $2, catatan = $3,"
                   " diverifikasi = $4 WHERE id = $5",
                   "IItti", l->jp, who->akun_id ? &who->akun_id : NULL, o->catatan ? o->catatan : "", now,
                   o->id);
}

#define OFFICES (WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT | WHO_SISTEM)
#define P(name) PELATIHAN_##name
static const struct transition rows[] = {
    { P(DIUNDANG), "terima", P(TERDAFTAR), WHO_PEMILIK, false, acara_terbuka, diikuti, DL_NONE },
    { P(DIUNDANG), "tolak_undangan", P(DIBATALKAN), WHO_PEMILIK, true, NULL, berakhir, DL_NONE },
    { P(DIUNDANG), "keluarkan", P(DIBATALKAN), OFFICES, true, peserta, berakhir, DL_NONE },
    { P(TERDAFTAR), "keluarkan", P(DIBATALKAN), OFFICES, true, peserta, berakhir, DL_NONE },
    { P(TERDAFTAR), "hadir", P(BERJALAN), OFFICES, false, acara_berlangsung, dihadiri, DL_NONE },
    { P(TERDAFTAR), "tidak_hadir", P(DIBATALKAN), OFFICES, false, acara_berlangsung, berakhir, DL_NONE },
    { P(TERDAFTAR), "baca", P(BERJALAN), WHO_PEMILIK, false, boleh_baca, NULL, DL_NONE },
    { P(BERJALAN), "baca", P(BERJALAN), WHO_PEMILIK, false, boleh_baca, NULL, DL_NONE },
    { P(TIDAK_LULUS), "baca", P(TIDAK_LULUS), WHO_PEMILIK, false, boleh_baca, NULL, DL_NONE },
    { P(BERJALAN), "kirim", P(BERJALAN), WHO_PEMILIK, false, boleh_kirim, NULL, DL_NONE },
    { P(TIDAK_LULUS), "kirim", P(BERJALAN), WHO_PEMILIK, false, boleh_kirim, NULL, DL_NONE },
    { P(BERJALAN), "luluskan", P(LULUS), WHO_SISTEM, false, NULL, diusulkan, DL_NONE },
    { P(BERJALAN), "gagalkan", P(TIDAK_LULUS), WHO_SISTEM, false, NULL, NULL, DL_NONE },
    { P(LULUS), "verifikasi", P(DIVERIFIKASI), OFFICES, false, orang_lain, diverifikasi, DL_NONE },
    { P(LULUS), "tolak", P(DITOLAK), OFFICES, true, orang_lain, berakhir, DL_NONE },
    { P(TERDAFTAR), "batalkan", P(DIBATALKAN), WHO_PEMILIK, false, NULL, berakhir, DL_NONE },
    { P(BERJALAN), "batalkan", P(DIBATALKAN), WHO_PEMILIK, false, NULL, berakhir, DL_NONE },
    { P(TIDAK_LULUS), "batalkan", P(DIBATALKAN), WHO_PEMILIK, false, NULL, berakhir, DL_NONE },
    { P(LULUS), "batalkan", P(DIBATALKAN), WHO_PEMILIK, false, NULL, berakhir, DL_NONE },
};
const struct machine pelatihan_machine = {
    "pelatihan", "pelatihan", states, COUNT(states), rows, COUNT(rows), "pelatihan", "status",
};
