/* Working calendars of units; days, rosters and absence of people. */
#include <stdlib.h>
#include <string.h>

#include "domain/harikerja.h"
#include "domain/pegawai.h"
#include "domain/progres.h"
#include "domain/unit.h"
#include "http/api.h"

enum { YEAR_MIN = 2000, YEAR_MAX = 2200, ROSTER_BYTES = 128 * 1024 };

/* Units ----------------------------------------------------------------------------------------------- */

static enum status the_unit(struct request *rq, enum aksi a, int64_t *id)
{
    struct subject s = { .unit_id = 0 };
    struct unit u;
    enum status st = request_id(rq, "id", id);

    if (st != ST_OK || (st = unit_load(rq->db, *id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK)
        return st;
    s.unit_id = *id;
    return right_check(rq->db, &rq->who, a, &s, &rq->err);
}

static enum status unit_baca(struct request *rq)
{
    int64_t id, year;
    struct jw w;
    enum status st = the_unit(rq, AKSI_UNIT_LIHAT, &id);

    if (st != ST_OK ||
        (st = request_query_int(rq, "tahun", YEAR_MIN, YEAR_MAX, atoi(rq->who.hari), &year)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return kalender_json(rq->db, id, (int)year, &w, &rq->err);
}

static enum status unit_pasang(struct request *rq)
{
    struct kalender_pasang *in = arena_new_of(rq->a, struct kalender_pasang);
    enum status st = kalender_pasang_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, AKSI_UNIT_UBAH, &in->unit_id)) != ST_OK)
        return st;
    return request_command(rq, kalender_pasang, in, NULL);
}

static enum status year_of(struct request *rq, int *out)
{
    const char *text = request_param(rq, "tahun");

    *out = strlen(text) == 4 && strspn(text, "0123456789") == 4 ? atoi(text) : 0;
    if (*out < YEAR_MIN || *out > YEAR_MAX)
        return err_set(&rq->err, E_TIDAK_ADA, NULL);
    return ST_OK;
}

static enum status unit_libur(struct request *rq)
{
    struct libur_pasang *in = arena_new_of(rq->a, struct libur_pasang);
    enum status st = libur_pasang_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = year_of(rq, &in->tahun)) != ST_OK ||
        (st = the_unit(rq, AKSI_UNIT_UBAH, &in->unit_id)) != ST_OK)
        return st;
    return request_command(rq, libur_pasang, in, NULL);
}

static enum status unit_aturan(struct request *rq)
{
    struct aturan_progres *in = arena_new_of(rq->a, struct aturan_progres);
    enum status st = aturan_progres_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, AKSI_UNIT_UBAH, &in->unit_id)) != ST_OK)
        return st;
    return request_command(rq, aturan_progres_pasang, in, NULL);
}

/* People ---------------------------------------------------------------------------------------------- */

/* Who may not be known is answered like who never was. */
static enum status the_person(struct request *rq, enum aksi a, int64_t *id)
{
    struct subject s;
    enum status st = request_id(rq, "id", id);

    if (st != ST_OK || (st = pegawai_subject(rq->db, *id, rq->who.hari, &s, &rq->err)) != ST_OK)
        return st;
    st = right_check(rq->db, &rq->who, a, &s, &rq->err);
    return st == ST_NOT_FOUND ? err_set(&rq->err, E_PEGAWAI_TIDAK_ADA, NULL) : st;
}

static enum status orang_baca(struct request *rq)
{
    const char *month = request_query(rq, "bulan");
    struct jw w;
    int64_t id;
    enum status st = the_person(rq, AKSI_PEGAWAI_LIHAT, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return progres_bulan_json(rq->db, &rq->who, id, month ? month : arena_strndup(rq->a, rq->who.hari, 7), &w,
                              &rq->err);
}

static enum status orang_roster(struct request *rq)
{
    struct roster_pasang *in = arena_new_of(rq->a, struct roster_pasang);
    enum status st = roster_pasang_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_person(rq, AKSI_PEGAWAI_UBAH, &in->pegawai_id)) != ST_OK)
        return st;
    in->bulan = request_param(rq, "bulan");
    return request_command(rq, roster_pasang, in, NULL);
}

static enum status orang_absen(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = the_person(rq, AKSI_PEGAWAI_LIHAT, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return ketidakhadiran_json(rq->db, id, &w, &rq->err);
}

static enum status orang_absen_buat(struct request *rq)
{
    struct ketidakhadiran_buat *in = arena_new_of(rq->a, struct ketidakhadiran_buat);
    enum status st = ketidakhadiran_buat_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_person(rq, AKSI_PEGAWAI_UBAH, &in->pegawai_id)) != ST_OK)
        return st;
    return request_command(rq, ketidakhadiran_buat, in, NULL);
}

static enum status absen_hapus(struct request *rq)
{
    struct ketidakhadiran_hapus *in = arena_new_of(rq->a, struct ketidakhadiran_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, ketidakhadiran_hapus, in, NULL) : st;
}

static enum status admit_unit(struct request *rq)
{
    int64_t id;

    return the_unit(rq, AKSI_UNIT_UBAH, &id);
}

static enum status admit_person(struct request *rq)
{
    int64_t id;

    return the_person(rq, AKSI_PEGAWAI_UBAH, &id);
}

const struct route routes_kalender[] = {
    { METHOD_GET, "/api/v1/unit/{id}/kalender", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, unit_baca, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/kalender", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "KalenderBaru", unit_pasang,
      NULL },
    { METHOD_PUT, "/api/v1/unit/{id}/libur/{tahun}", LANE_SAVE, 0, AKSI_UNIT_UBAH, ROSTER_BYTES, "LiburTahun",
      unit_libur, admit_unit },
    { METHOD_POST, "/api/v1/unit/{id}/aturan-progres", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "AturanProgresBaru",
      unit_aturan, NULL },
    { METHOD_GET, "/api/v1/pegawai/{id}/kalender", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL, orang_baca,
      NULL },
    { METHOD_PUT, "/api/v1/pegawai/{id}/roster/{bulan}", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, ROSTER_BYTES,
      "RosterBulan", orang_roster, admit_person },
    { METHOD_GET, "/api/v1/pegawai/{id}/ketidakhadiran", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL,
      orang_absen, NULL },
    { METHOD_POST, "/api/v1/pegawai/{id}/ketidakhadiran", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0,
      "KetidakhadiranBaru", orang_absen_buat, NULL },
    { METHOD_DELETE, "/api/v1/ketidakhadiran/{id}", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, NULL, absen_hapus,
      NULL },
    { .path = NULL },
};
