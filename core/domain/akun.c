#include "domain/akun.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "domain/sesi.h"
#include "domain/unit.h"

static const char *const steps[] = { "sandi", "kode", "ganti_sandi", "daftar_faktor", "selesai" };

const char *langkah_kode(enum langkah l)
{
    return steps[l];
}

bool langkah_parse(const char *kode, enum langkah *out)
{
    for (size_t i = 0; i < COUNT(steps); i++)
        if (strcmp(steps[i], kode) == 0) {
            *out = (enum langkah)i;
            return true;
        }
    return false;
}

int64_t akun_tunda(int64_t gagal, int64_t gagal_pada, int64_t now)
{
    int64_t seconds, until;

    if (gagal < 5 || gagal_pada == 0)
        return 0;
    seconds = gagal - 5 >= 5 ? 30 : (int64_t)1 << (gagal - 5);
    until = gagal_pada + seconds * 1000000;
    /* A clock that was set back must not make it longer. */
    return until <= now ? 0 : until - now > seconds * 1000000 ? seconds * 1000000 : until - now;
}

/* Reading --------------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                              \
    "SELECT id, pegawai_id, nama, sandi, ganti_sandi, aktif, gagal, gagal_pada, versi, faktor, kode_sampai " \
    "FROM akun "

static enum status read_one(struct rows *r, enum status st, struct akun *out, struct err *e)
{
    bool found = false;

    if (st == ST_OK && rows_next(r)) {
        found = true;
        *out = (struct akun){
            .id = row_int(r, 0),
            .pegawai_id = row_int(r, 1),
            .ganti_sandi = row_int(r, 4) != 0,
            .aktif = row_int(r, 5) != 0,
            .gagal = row_int(r, 6),
            .versi = row_int(r, 8),
            .faktor = row_int(r, 9) != 0,
        };
        snprintf(out->nama, sizeof(out->nama), "%s", row_text(r, 2));
        snprintf(out->sandi, sizeof(out->sandi), "%s", row_text(r, 3));
        if (!row_null(r, 7))
            (void)time_parse(row_text(r, 7), &out->gagal_pada);
        if (!row_null(r, 10))
            (void)time_parse(row_text(r, 10), &out->kode_sampai);
    }
    st = rows_end(r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_AKUN_TIDAK_ADA, NULL);
}

enum status akun_find(struct db *db, const char *nama, struct akun *out, struct err *e)
{
    struct rows r;
    char plain[65];
    size_t n = 0;
    enum status st;

    for (; *nama && n < sizeof(plain) - 1; nama++)
        if (*nama != ' ')
            plain[n++] = (char)tolower((unsigned char)*nama);
    plain[n] = '\0';
    st = db_rows(db, &r, e, COLUMNS "WHERE nama = $1", "t", plain);
    return read_one(&r, st, out, e);
}

enum status akun_load(struct db *db, int64_t id, struct akun *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE id = $1", "i", id);

    return read_one(&r, st, out, e);
}

enum status akun_nip(struct db *db, const struct akun *k, struct arena *a, char **out, struct err *e)
{
    *out = NULL;
    return k->pegawai_id ? db_text(db, out, a, e, "SELECT nip FROM pegawai WHERE id = $1", "i", k->pegawai_id)
                         : ST_OK;
}

/* Commands -------------------------------------------------------------------------------------------- */

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *event, const char *isi,
                         struct err *e)
{
    struct audit_entry a = { .objek = "akun",
                             .objek_id = id,
                             .peristiwa = event,
                             .isi = isi,
                             .peran = p->who.akun_id == id ? "pemilik" : "admin" };

    return audit_add(db, &p->who, &a, NULL, e);
}

static enum status audit_note(struct perintah *p, struct db *db, int64_t id, const char *event,
                              const char *note, struct err *e)
{
    struct audit_entry a = {
        .objek = "akun", .objek_id = id, .peristiwa = event, .catatan = note, .peran = "admin"
    };

    return audit_add(db, &p->who, &a, NULL, e);
}

/* Whom an account belongs to, as a right asks: the unit of its person's post, or none. */
static enum status may_change(struct db *db, const struct who *who, int64_t pegawai_id, struct err *e)
{
    struct subject s = { .pegawai_id = pegawai_id };
    enum status st = ST_OK;

    if (pegawai_id) {
        st = db_int(db, &s.unit_id, e,
                    "SELECT j.unit_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id "
                    "WHERE t.pegawai_id = $1 AND t.mulai <= $2 AND (t.selesai IS NULL OR t.selesai >= $2) "
                    "ORDER BY CASE t.jenis WHEN 'definitif' THEN 0 ELSE 1 END, t.mulai DESC LIMIT 1",
                    "it", pegawai_id, who->hari);
        if (st == ST_NOT_FOUND) {
            err_clear(e);
            st = ST_OK;
        }
    }
    return st == ST_OK ? right_check(db, who, AKSI_AKUN_UBAH, &s, e) : st;
}

/* Only a central administrator hands out roles without a unit; a unit's administrator those of his units. */
static enum status may_give(struct db *db, const struct who *who, const struct akun_peran *in, struct err *e)
{
    struct subject s = { .unit_id = in->unit_id };
    bool central = who_has(who, PERAN_SISTEM) || who_has(who, PERAN_ADMIN_PUSAT);
    enum status st;

    if (!central && (!in->unit_id || in->peran == PERAN_ADMIN_PUSAT || in->peran == PERAN_AUDITOR))
        return err_set(e, E_TIDAK_BERHAK, NULL);
    st = right_check(db, who, AKSI_AKUN_UBAH, &s, e);
    /* Units are known to everybody. */
    return st == ST_NOT_FOUND ? err_set(e, E_TIDAK_BERHAK, NULL) : st;
}

/* Every role that the account has, or will have, is one that the actor may give. */
static enum status may_give_all(struct db *db, const struct who *who, int64_t akun_id, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT peran, unit_id FROM peran WHERE akun_id = $1 AND "
                             "(selesai IS NULL OR selesai >= $2)",
                             "it", akun_id, who->hari);

    while (st == ST_OK && rows_next(&r)) {
        struct akun_peran role = { .akun_id = akun_id, .unit_id = row_int(&r, 1) };

        if (peran_parse(row_text(&r, 0), &role.peran))
            st = may_give(db, who, &role, e);
    }
    return rows_end(&r, st, e);
}

enum status akun_boleh_lihat(struct db *db, const struct who *who, int64_t akun_id, struct err *e)
{
    struct akun k;
    enum status st = akun_load(db, akun_id, &k, e);

    if (st == ST_OK)
        st = may_change(db, who, k.pegawai_id, e);
    /* The same sentence for what is not there and what may not be known. */
    return st == ST_NOT_FOUND ? err_set(e, E_AKUN_TIDAK_ADA, NULL) : st;
}

enum status akun_boleh_urus(struct db *db, const struct who *who, int64_t akun_id, struct err *e)
{
    enum status st = akun_boleh_lihat(db, who, akun_id, e);

    if (st == ST_OK && who->akun_id == akun_id)
        st = err_set(e, E_AKUN_SENDIRI, NULL);
    return st == ST_OK ? may_give_all(db, who, akun_id, e) : st;
}

/* When a one-time code ends. */
static enum status code_until(int jam, int64_t *moment, char text[TIME_TEXT], struct err *e)
{
    if (jam < 1 || jam > KODE_JAM_MAX) {
        err_fault(e, "/jam", "1 sampai %d.", KODE_JAM_MAX);
        return err_set(e, E_MASUKAN, NULL);
    }
    *moment = clock_now() + (int64_t)jam * 3600 * 1000000;
    time_format(*moment, text);
    return ST_OK;
}

enum status akun_setel_ulang(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_setel_ulang *in = p->input;
    char until[TIME_TEXT];
    struct akun k;
    enum status st = akun_boleh_urus(db, &p->who, in->akun_id, e);

    if (st == ST_OK)
        st = akun_load(db, in->akun_id, &k, e);
    if (st == ST_OK)
        st = perintah_versi(p, k.versi, e);
    if (st == ST_OK)
        st = code_until(in->jam, &in->out_sampai, until, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "UPDATE akun SET sandi = $1, ganti_sandi = 1, kode_sampai = $3, gagal = 0, "
                     "gagal_pada = NULL, versi = versi + 1 WHERE id = $2",
                     "tit", in->kode_hash, k.id, until);
    /* Who guessed at the codes had the old password. */
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE faktor SET gagal = 0, gagal_pada = NULL WHERE akun_id = $1", "i",
                     k.id);
    if (st == ST_OK)
        st = sesi_cabut_semua(db, k.id, NULL, e);
    in->out_versi = k.versi + 1;
    return st == ST_OK ? audit(p, db, k.id, "setel_ulang_sandi", NULL, e) : st;
}

static bool nama_ok(const char *s)
{
    size_t n = strlen(s);

    return n >= 3 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == n;
}

enum status akun_tambah(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_tambah *in = p->input;
    struct arena *a = arena_new();
    char now[TIME_TEXT], until[TIME_TEXT], *nip = NULL;
    const char *nama = in->nama;
    enum status st = may_change(db, &p->who, in->pegawai_id, e);

    if (st == ST_NOT_FOUND)
        st = err_set(e, in->pegawai_id ? E_PEGAWAI_TIDAK_ADA : E_TIDAK_BERHAK, NULL);
    if (st == ST_OK && !nama) {
        st = db_text(db, &nip, a, e, "SELECT nip FROM pegawai WHERE id = $1", "i", in->pegawai_id);
        nama = nip;
        if (st == ST_NOT_FOUND)
            st = err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
    }
    if (st == ST_OK && !nama_ok(nama))
        st = err_set(e, E_AKUN_NAMA, NULL);
    if (st == ST_OK && in->jam)
        st = code_until(in->jam, &in->out_sampai, until, e);
    if (st != ST_OK)
        goto out;
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO akun (nama, pegawai_id, sandi, ganti_sandi, dibuat, kode_sampai) "
                "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                "tItitt", nama, in->pegawai_id ? &in->pegawai_id : NULL, in->sandi_hash,
                (int64_t)in->ganti_sandi, now, in->jam ? until : NULL);
    if (st == ST_CONFLICT && e->code == E_DB_GANDA)
        st = err_set(e, E_AKUN_GANDA, "Akun %s, atau akun bagi pegawai itu, sudah ada.", nama);
    if (st == ST_OK)
        st = audit(p, db, in->out_id, "tambah", NULL, e);
out:
    arena_free(a);
    return st;
}

enum status akun_setel_aktif(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_aktif *in = p->input;
    struct akun k;
    enum status st = akun_boleh_urus(db, &p->who, in->akun_id, e);

    if (st == ST_OK)
        st = akun_load(db, in->akun_id, &k, e);
    if (st == ST_OK)
        st = perintah_versi(p, k.versi, e);
    if (st == ST_OK && k.aktif == in->aktif)
        st = err_set(e, in->aktif ? E_AKUN_TERBUKA : E_AKUN_TERTUTUP, NULL);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE akun SET aktif = $1, versi = versi + 1 WHERE id = $2", "ii",
                     (int64_t)in->aktif, k.id);
    if (st == ST_OK && !in->aktif)
        st = sesi_cabut_semua(db, k.id, NULL, e);
    return st == ST_OK ? audit_note(p, db, k.id, in->aktif ? "buka" : "tutup", in->catatan, e) : st;
}

static enum status check_role(const struct akun_peran *in, struct err *e)
{
    if (in->peran == PERAN_PEGAWAI || in->peran == PERAN_SISTEM)
        return err_set(e, E_PERAN, "Peran %s tidak dapat diberikan.", peran_kode(in->peran));
    if (!in->unit_id && in->peran != PERAN_ADMIN_PUSAT && in->peran != PERAN_AUDITOR)
        return err_set(e, E_PERAN, "Peran %s memerlukan unit.", peran_kode(in->peran));
    return ST_OK;
}

/* How many rows of that role and scope touch the days from `mulai` to `selesai` (NULL: open). */
static enum status count_rows(struct db *db, const struct akun_peran *in, const char *selesai, int64_t *n,
                              struct err *e)
{
    return db_int(
        db, n, e,
        "SELECT count(*) FROM peran WHERE akun_id = $1 AND peran = $2 AND coalesce(unit_id, 0) = $3 "
        "AND (selesai IS NULL OR selesai >= $4) AND mulai <= $5",
        "ititt", in->akun_id, peran_kode(in->peran), in->unit_id, in->mulai,
        selesai ? selesai : "9999-12-31");
}

static enum status unit_there(struct db *db, int64_t id, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e, "SELECT count(*) FROM unit WHERE id = $1", "i", id);

    return st == ST_OK && !n ? err_set(e, E_UNIT_TIDAK_ADA, NULL) : st;
}

static enum status no_overlap(struct db *db, const struct akun_peran *in, struct err *e)
{
    int64_t n = 0;
    enum status st = count_rows(db, in, in->selesai, &n, e);

    return st == ST_OK && n ? err_set(e, E_PERAN_TUMPANG, NULL) : st;
}

static enum status held(struct db *db, const struct akun_peran *in, struct err *e)
{
    int64_t n = 0;
    enum status st = count_rows(db, in, NULL, &n, e);

    return st == ST_OK && !n ? err_set(e, E_PERAN_TIDAK_ADA, NULL) : st;
}

static enum status end_role(struct db *db, const struct akun_peran *in, struct err *e)
{
    int64_t n = 0;
    enum status st;

    /* Never valid is no history: such a row goes, one that held ends. */
    st = db_exec(db, NULL, e,
                 "DELETE FROM peran WHERE akun_id = $1 AND peran = $2 AND coalesce(unit_id, 0) = $3 "
                 "AND mulai >= $4",
                 "itit", in->akun_id, peran_kode(in->peran), in->unit_id, in->mulai);
    if (st == ST_OK)
        st = db_exec(db, &n, e,
                     "UPDATE peran SET selesai = $4 WHERE akun_id = $1 AND peran = $2 "
                     "AND coalesce(unit_id, 0) = $3 AND mulai < $5 AND (selesai IS NULL OR selesai >= $5)",
                     "ititt", in->akun_id, peran_kode(in->peran), in->unit_id, in->selesai, in->mulai);
    return st;
}

enum status akun_setel_peran(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_peran *in = p->input;
    struct buf isi = BUF_NONE;
    struct akun k;
    int32_t day;
    enum status st = check_role(in, e);

    if (st == ST_OK && (!date_parse(in->mulai, &day) || (in->selesai && !date_parse(in->selesai, &day))))
        st = err_set(e, E_TANGGAL, NULL);
    if (st == ST_OK && in->selesai && strcmp(in->selesai, in->mulai) < 0) {
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
        st = err_set(e, E_MASUKAN, NULL);
    }
    if (st == ST_OK)
        st = akun_load(db, in->akun_id, &k, e);
    if (st == ST_OK && p->who.akun_id == k.id)
        st = err_set(e, E_AKUN_SENDIRI, NULL);
    if (st == ST_OK)
        st = may_give(db, &p->who, in, e);
    if (st == ST_OK && in->unit_id)
        st = unit_there(db, in->unit_id, e);
    if (st == ST_OK)
        st = perintah_versi(p, k.versi, e);
    if (st == ST_OK)
        st = in->cabut ? held(db, in, e) : no_overlap(db, in, e);
    if (st != ST_OK)
        return st;
    if (in->cabut) {
        char before[DATE_TEXT];
        struct akun_peran end = *in;

        (void)date_parse(in->mulai, &day);
        date_format(day - 1, before);
        end.selesai = before;
        st = end_role(db, &end, e);
    } else {
        st =
            db_exec(db, NULL, e,
                    "INSERT INTO peran (akun_id, peran, unit_id, mulai, selesai) VALUES ($1, $2, $3, $4, $5)",
                    "itItt", in->akun_id, peran_kode(in->peran), in->unit_id ? &in->unit_id : NULL, in->mulai,
                    in->selesai);
    }
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE akun SET versi = versi + 1 WHERE id = $1", "i", k.id);
    if (st == ST_OK)
        st = generasi_naik(db, "hak", e);
    buf_printf(&isi, "{\"mulai\":\"%s\",\"peran\":\"%s\",\"unit_id\":%lld}", in->mulai, peran_kode(in->peran),
               (long long)in->unit_id);
    if (st == ST_OK)
        st = audit(p, db, k.id, in->cabut ? "cabut_peran" : "beri_peran", isi.p, e);
    buf_free(&isi);
    return st;
}
