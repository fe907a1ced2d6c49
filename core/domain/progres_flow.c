/* draf → diajukan → disetujui | dikembalikan; a day without entries is "belum mulai". */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/batas.h"
#include "domain/periode.h"
#include "domain/progres.h"
#include "domain/tanggal.h"

static const char *const states[] = { "draf", "diajukan", "dikembalikan", "disetujui" };

/* The month of the day; where periods were not made yet, nothing is closed. */
static enum status month_open(struct db *db, const char *tanggal, bool decide, struct err *e)
{
    int64_t id = 0;
    char kode[8];
    enum status st;

    snprintf(kode, sizeof(kode), "%.7s", tanggal);
    st = db_int(db, &id, e, "SELECT coalesce(max(id), 0) FROM periode WHERE kode = $1", "t", kode);
    if (st != ST_OK || !id)
        return st;
    return decide ? periode_belum_ditutup(db, id, e) : periode_terbuka(db, id, e);
}

/* The limit of the unit, counted from the end of the day's duty. */
static enum status limit_of(struct db *db, const struct who *who, const struct progres *p, struct batas *out,
                            struct err *e)
{
    struct arena *a = arena_new();
    struct batas_soal s = { .langkah = LB_PROGRES, .pegawai_id = p->pegawai_id, .jenis = "" };
    char last[DATE_TEXT];
    struct harikerja h;
    enum status st = harikerja_satu(db, p->pegawai_id, p->isi.tanggal, a, &h, e);

    if (st == ST_OK) {
        harikerja_akhir(&h, last);
        s.unit_id = h.unit_id ? h.unit_id : p->subject.unit_id;
        s.acuan = last;
        st = batas_hitung(db, &s, who->hari, out, e);
    }
    arena_free(a);
    return st;
}

enum status progres_terbuka(struct db *db, const struct who *who, const struct progres *p,
                            int64_t *hari_lewat, struct err *e)
{
    char day[TANGGAL_TEXT], closed[TANGGAL_TEXT];
    struct batas limit;
    enum status st;

    *hari_lewat = p->hari_lewat;
    if (strcmp(p->isi.tanggal, who->hari) > 0)
        return err_set(e, E_PROGRES_MENDATANG, NULL);
    if ((st = month_open(db, p->isi.tanggal, false, e)) != ST_OK || p->diajukan)
        return st;
    if ((st = limit_of(db, who, p, &limit, e)) != ST_OK)
        return st;
    if (limit.keadaan == BATAS_DITUTUP)
        return err_set(e, E_PROGRES_DITUTUP, "Progres %s sudah ditutup sesudah %s.",
                       tanggal_tulis(p->isi.tanggal, day), tanggal_tulis(limit.tutup, closed));
    *hari_lewat = limit.hari_lewat;
    return ST_OK;
}

static enum status terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct progres *p = o->data;
    int64_t late;

    return progres_terbuka(db, who, p, &late, e);
}

static enum status bulan_terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct progres *p = o->data;

    (void)who;
    return month_open(db, p->isi.tanggal, false, e);
}

static enum status belum_ditutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct progres *p = o->data;

    (void)who;
    return month_open(db, p->isi.tanggal, true, e);
}

/* The receipt: the time is ours, the hash covers what was sent with it. */
static enum status tanda_terima(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct progres *p = o->data;
    char now[TIME_TEXT];
    enum status st = progres_terbuka(db, who, p, &p->hari_lewat, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    progres_hash(p, now, p->tanda);
    if (p->catat)
        p->catat->hari_lewat = p->hari_lewat;
    return db_exec(db, NULL, e,
                   "UPDATE progres SET diajukan = $1, hash = $2, hari_lewat = $3, diputus = NULL,"
                   " penilai_id = NULL WHERE id = $4",
                   "ttii", now, p->tanda, p->hari_lewat, o->id);
}

static enum status ditarik(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e,
                   "UPDATE progres SET diajukan = NULL, hash = NULL, hari_lewat = 0 WHERE id = $1", "i",
                   o->id);
}

static enum status diputus(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e,
                   "UPDATE progres SET diputus = $1, penilai_id = $2, catatan = $3 WHERE id = $4", "tIti",
                   now, who->pegawai_id ? &who->pegawai_id : NULL, o->catatan ? o->catatan : "", o->id);
}

/* An approval by mistake is taken back by returning; that needs a month in which the owner can still write.
 */
static const struct transition rows[] = {
    { PROGRES_DRAF, "ajukan", PROGRES_DIAJUKAN, WHO_PEMILIK, false, terbuka, tanda_terima, DL_NONE },
    { PROGRES_DIKEMBALIKAN, "ajukan", PROGRES_DIAJUKAN, WHO_PEMILIK, false, terbuka, tanda_terima, DL_NONE },
    { PROGRES_DIAJUKAN, "tarik", PROGRES_DRAF, WHO_PEMILIK, false, terbuka, ditarik, DL_NONE },
    { PROGRES_DIAJUKAN, "setujui", PROGRES_DISETUJUI, WHO_PENILAI, false, belum_ditutup, diputus, DL_NONE },
    { PROGRES_DIAJUKAN, "kembalikan", PROGRES_DIKEMBALIKAN, WHO_PENILAI, true, bulan_terbuka, diputus,
      DL_NONE },
    { PROGRES_DISETUJUI, "kembalikan", PROGRES_DIKEMBALIKAN, WHO_PENILAI, true, bulan_terbuka, diputus,
      DL_NONE },
};
const struct machine progres_machine = {
    "progres", "progres", states, COUNT(states), rows, COUNT(rows), "progres", "status",
};
