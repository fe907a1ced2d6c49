/* Who an account is on a day: the employee behind it and the roles that hold. */
#include <stdio.h>
#include <string.h>

#include "domain/right.h"

static enum status load_account(struct db *db, int64_t akun_id, struct who *out, struct err *e)
{
    struct rows r;
    bool found = false, active = false;
    enum status st = db_rows(db, &r, e,
                             "SELECT a.nama, a.aktif, a.pegawai_id, a.faktor, a.baca_sampai, CASE WHEN"
                             " p.aktif_selesai < $2 THEN 1 ELSE 0 END FROM akun a"
                             " LEFT JOIN pegawai p ON p.id = a.pegawai_id WHERE a.id = $1",
                             "it", akun_id, out->hari);

    if (st == ST_OK && rows_next(&r)) {
        found = true;
        active = row_int(&r, 1) != 0;
        snprintf(out->nama, sizeof(out->nama), "%s", row_text(&r, 0));
        out->pegawai_id = row_int(&r, 2);
        out->faktor = row_int(&r, 3) != 0;
        out->mantan = row_int(&r, 5) != 0;
        if (out->mantan && !row_null(&r, 4))
            snprintf(out->baca_sampai, sizeof(out->baca_sampai), "%s", row_text(&r, 4));
        if (out->mantan)
            active = active && strcmp(out->hari, out->baca_sampai) <= 0;
    }
    st = rows_end(&r, st, e);
    if (st != ST_OK)
        return st;
    if (!found)
        return err_set(e, E_TIDAK_ADA, NULL);
    return active ? ST_OK : err_set(e, E_TIDAK_BERHAK, "Akun ini sudah ditutup.");
}

static enum status load_roles(struct db *db, struct who *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT peran, unit_id FROM peran WHERE akun_id = $1 AND mulai <= $2 "
                             "AND (selesai IS NULL OR selesai >= $2) ORDER BY id",
                             "it", out->akun_id, out->hari);

    while (st == ST_OK && out->nperan < WHO_ROLES && rows_next(&r))
        if (peran_parse(row_text(&r, 0), &out->peran[out->nperan].peran))
            out->peran[out->nperan++].unit_id = row_int(&r, 1);
    return rows_end(&r, st, e);
}

enum status who_load(struct db *db, int64_t akun_id, struct who *out, struct err *e)
{
    enum status st;

    *out = (struct who){ .akun_id = akun_id };
    clock_today(out->hari);
    if ((st = load_account(db, akun_id, out, e)) != ST_OK)
        return st;
    if (out->pegawai_id)
        out->peran[out->nperan++].peran = PERAN_PEGAWAI;
    return out->mantan ? ST_OK : load_roles(db, out, e);
}
