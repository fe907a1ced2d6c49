/* Logging in: the steps that change something, and the new password. */
#include <string.h>

#include "domain/faktor.h"
#include "domain/sesi.h"

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *event, const char *isi,
                         struct err *e)
{
    struct audit_entry a = {
        .objek = "akun", .objek_id = id, .peristiwa = event, .isi = isi, .peran = "pemilik"
    };

    return audit_add(db, &p->who, &a, NULL, e);
}

static enum status count_failure(struct perintah *p, struct db *db, const struct akun *k, struct err *e)
{
    int64_t now = clock_now(), hour = (int64_t)3600 * 1000000;
    char text[TIME_TEXT];
    enum status st;

    time_format(now, text);
    /* A quiet hour forgets: what counts is a series. */
    st = db_exec(db, NULL, e, "UPDATE akun SET gagal = $1, gagal_pada = $2 WHERE id = $3", "iti",
                 k->gagal_pada && now - k->gagal_pada < hour ? k->gagal + 1 : 1, text, k->id);
    return st == ST_OK ? audit(p, db, k->id, "masuk_gagal", NULL, e) : st;
}

static enum status forget_failures(struct db *db, int64_t id, struct err *e)
{
    return db_exec(db, NULL, e, "UPDATE akun SET gagal = 0, gagal_pada = NULL WHERE id = $1", "i", id);
}

static enum langkah after_factor(const struct akun *k)
{
    return k->ganti_sandi ? LANGKAH_GANTI_SANDI : LANGKAH_SELESAI;
}

/* A log-in that is complete but for a factor that the person's roles must have. */
static enum status must_enrol(struct db *db, int64_t id, enum langkah *out, struct err *e)
{
    struct who who;
    enum status st = who_load(db, id, &who, e);

    if (st == ST_OK)
        *out = faktor_langkah_sesi(&who, LANGKAH_SELESAI);
    return st;
}

enum status akun_masuk(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_masuk *in = p->input;
    struct sesi_baru s = { .akun_id = in->akun_id, .alamat = in->alamat, .agen = in->agen };
    struct akun k;
    enum status st = akun_load(db, in->akun_id, &k, e);

    in->out_diterima = false;
    if (st != ST_OK)
        return st;
    if (!in->benar || !k.aktif || !in->sandi || strcmp(in->sandi, k.sandi) != 0)
        return count_failure(p, db, &k, e);
    if (k.ganti_sandi && k.kode_sampai && k.kode_sampai <= clock_now()) {
        in->out_kedaluwarsa = true;
        return audit(p, db, k.id, "kode_kedaluwarsa", NULL, e);
    }
    s.langkah = k.faktor ? LANGKAH_KODE : after_factor(&k);
    /* Between password and code nothing is forgotten: who has the one and guesses the other must not start
     * afresh each time. */
    if (!k.faktor && (st = forget_failures(db, k.id, e)) != ST_OK)
        return st;
    /* A one-time code opens one unfinished log-in at a time. */
    if (k.ganti_sandi && (st = sesi_cabut_semua(db, k.id, NULL, e)) != ST_OK)
        return st;
    if ((st = sesi_add(db, &s, e)) != ST_OK)
        return st;
    in->out_diterima = true;
    in->out_langkah = s.langkah;
    memcpy(in->out_token, s.out_token, sizeof(in->out_token));
    memcpy(in->out_csrf, s.out_csrf, sizeof(in->out_csrf));
    in->out_berakhir = s.out_berakhir;
    if (s.langkah == LANGKAH_KODE)
        return audit(p, db, k.id, "masuk_sandi", NULL, e);
    if ((st = audit(p, db, k.id, "masuk", NULL, e)) != ST_OK || s.langkah != LANGKAH_SELESAI)
        return st;
    return must_enrol(db, k.id, &in->out_langkah, e);
}

static enum status waiting(struct db *db, const struct akun_masuk_kode *in, struct err *e)
{
    int64_t id;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st =
        db_int(db, &id, e,
               "SELECT id FROM sesi WHERE token = $1 AND akun_id = $2 AND langkah = 'kode' AND berakhir > $3",
               "tit", in->sesi, in->akun_id, now);
    return st == ST_NOT_FOUND ? err_set(e, E_SESI_TIDAK_SAH, NULL) : st;
}

enum status akun_masuk_kode(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_masuk_kode *in = p->input;
    struct sesi_baru s = { .akun_id = in->akun_id, .alamat = in->alamat, .agen = in->agen };
    enum faktor_hasil found;
    struct akun k;
    enum status st = akun_load(db, in->akun_id, &k, e);

    in->out_diterima = in->out_ditahan = false;
    if (st == ST_OK && (!k.aktif || p->who.akun_id != k.id))
        st = err_set(e, E_SESI_TIDAK_SAH, NULL);
    if (st == ST_OK)
        st = waiting(db, in, e);
    if (st == ST_OK)
        st = faktor_periksa(db, k.id, in->kode, &found, &in->out_tunda, e);
    if (st != ST_OK)
        return st;
    if (found == FAKTOR_DITAHAN || found == FAKTOR_SALAH) {
        in->out_ditahan = found == FAKTOR_DITAHAN;
        return in->out_ditahan ? ST_OK : audit(p, db, k.id, "kode_gagal", NULL, e);
    }
    s.langkah = after_factor(&k);
    if ((st = forget_failures(db, k.id, e)) != ST_OK ||
        (st = db_exec(db, NULL, e, "DELETE FROM sesi WHERE token = $1", "t", in->sesi)) != ST_OK ||
        (st = sesi_add(db, &s, e)) != ST_OK)
        return st;
    in->out_diterima = true;
    in->out_langkah = s.langkah;
    memcpy(in->out_token, s.out_token, sizeof(in->out_token));
    memcpy(in->out_csrf, s.out_csrf, sizeof(in->out_csrf));
    in->out_berakhir = s.out_berakhir;
    return audit(p, db, k.id, "masuk",
                 found == FAKTOR_TOTP ? "{\"faktor\":\"kode\"}" : "{\"faktor\":\"pemulihan\"}", e);
}

enum status akun_ganti_sandi(struct perintah *p, struct db *db, struct err *e)
{
    struct akun_ganti_sandi *in = p->input;
    struct akun k;
    enum status st = akun_load(db, in->akun_id, &k, e);

    if (st != ST_OK)
        return st;
    if (p->who.akun_id && p->who.akun_id != k.id)
        return err_set(e, E_TIDAK_BERHAK, NULL);
    if (!k.aktif || (!k.ganti_sandi && (!in->lama || !in->lama_benar || strcmp(in->lama, k.sandi) != 0)))
        return err_set(e, E_MASUK_SALAH, "Kata sandi lama salah.");
    st = db_exec(db, NULL, e,
                 "UPDATE akun SET sandi = $1, ganti_sandi = 0, kode_sampai = NULL, gagal = 0, "
                 "gagal_pada = NULL, "
                 "versi = versi + 1 WHERE id = $2",
                 "ti", in->baru, k.id);
    if (st == ST_OK)
        st = sesi_cabut_semua(db, k.id, in->sesi, e);
    if (st == ST_OK && in->sesi)
        st = db_exec(db, NULL, e,
                     "UPDATE sesi SET langkah = 'selesai' WHERE token = $1 AND akun_id = $2 "
                     "AND langkah = 'ganti_sandi'",
                     "ti", in->sesi, k.id);
    in->out_versi = k.versi + 1;
    return st == ST_OK ? audit(p, db, k.id, "ganti_sandi", NULL, e) : st;
}
