#include "domain/faktor.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/segel.h"
#include "domain/sesi.h"

/* Policy --------------------------------------------------------------------------------------------------
 */

/* Set once at start-up, before threads; read only afterwards. */
static bool must_have[PERAN_COUNT];

enum status faktor_wajib_peran(const char *roles, struct err *e)
{
    memset(must_have, 0, sizeof(must_have));
    while (*(roles += strspn(roles, ", "))) {
        char name[32];
        size_t n = strcspn(roles, ", ");
        enum peran p;

        snprintf(name, sizeof(name), "%.*s", (int)(n < sizeof(name) ? n : sizeof(name) - 1), roles);
        if (!peran_parse(name, &p) || p == PERAN_SISTEM)
            return err_set(e, E_KONFIGURASI, "Peran \"%s\" tidak dikenal dalam akses.faktor_kedua.", name);
        must_have[p] = true;
        roles += n;
    }
    return ST_OK;
}

bool faktor_wajib(const struct who *who)
{
    for (int i = 0; i < who->nperan; i++)
        if (must_have[who->peran[i].peran])
            return true;
    return false;
}

enum langkah faktor_langkah_sesi(const struct who *who, enum langkah l)
{
    return l == LANGKAH_SELESAI && faktor_wajib(who) && !who->faktor ? LANGKAH_DAFTAR_FAKTOR : l;
}

int64_t faktor_tunda(int64_t gagal, int64_t gagal_pada, int64_t now)
{
    const int64_t free_tries = 5, day = 86400;
    int64_t seconds, until;

    if (gagal < free_tries || gagal_pada == 0)
        return 0;
    seconds = gagal - free_tries > 10 ? day : (int64_t)60 << (gagal - free_tries);
    seconds = seconds > day ? day : seconds;
    until = gagal_pada + seconds * 1000000;
    /* A clock that was set back must not make it longer. */
    return until <= now ? 0 : until - now > seconds * 1000000 ? seconds * 1000000 : until - now;
}

/* Reading -------------------------------------------------------------------------------------------------
 */

enum status faktor_load(struct db *db, int64_t akun_id, struct faktor *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT sejak FROM faktor WHERE akun_id = $1", "i", akun_id);

    *out = (struct faktor){ .ada = false };
    if (st == ST_OK && rows_next(&r)) {
        out->ada = true;
        out->aktif = !row_null(&r, 0);
        snprintf(out->sejak, sizeof(out->sejak), "%s", out->aktif ? row_text(&r, 0) : "");
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK)
        st = db_int(db, &out->sisa, e,
                    "SELECT count(*) FROM kode_pemulihan WHERE akun_id = $1 AND dipakai IS NULL", "i",
                    akun_id);
    return st;
}

struct secret {
    uint8_t bytes[TOTP_RAHASIA];
    int64_t used; /* last step whose code was taken */
    int64_t failed, failed_at;
    bool found, confirmed;
};

static void purpose(int64_t akun_id, char out[40])
{
    snprintf(out, 40, "faktor %lld", (long long)akun_id);
}

static enum status secret_load(struct db *db, int64_t akun_id, struct secret *s, struct err *e)
{
    char text[SEGEL_TEXT] = "", what[40];
    struct rows r;
    size_t n = 0;
    enum status st =
        db_rows(db, &r, e, "SELECT rahasia, langkah, gagal, gagal_pada, sejak FROM faktor WHERE akun_id = $1",
                "i", akun_id);

    *s = (struct secret){ .found = false };
    if (st == ST_OK && rows_next(&r)) {
        s->found = true;
        s->used = row_int(&r, 1);
        s->failed = row_int(&r, 2);
        if (!row_null(&r, 3))
            (void)time_parse(row_text(&r, 3), &s->failed_at);
        s->confirmed = !row_null(&r, 4);
        snprintf(text, sizeof(text), "%s", row_text(&r, 0));
    }
    st = rows_end(&r, st, e);
    purpose(akun_id, what);
    if (st == ST_OK && s->found)
        st = segel_buka(what, text, s->bytes, sizeof(s->bytes), &n, e);
    return st;
}

/* Codes ---------------------------------------------------------------------------------------------------
 */

/* Without spaces and dashes, in lower case; "" if it is no code of any kind. */
static void plain_code(const char *kode, char out[32])
{
    size_t n = 0;

    for (; *kode; kode++) {
        if (*kode == ' ' || *kode == '-')
            continue;
        if (n == 31) {
            n = 0;
            break;
        }
        out[n++] = (char)tolower((unsigned char)*kode);
    }
    out[n] = '\0';
}

/* A stored hash is taken or not taken by one statement. */
static enum status take_recovery(struct db *db, int64_t akun_id, const char *plain, bool *taken,
                                 struct err *e)
{
    char what[40], hash[DIGEST_HEX], now[TIME_TEXT];
    int64_t changed = 0;
    enum status st;

    purpose(akun_id, what);
    time_format(clock_now(), now);
    if ((st = segel_hash(what, plain, hash, e)) == ST_OK)
        st = db_exec(
            db, &changed, e,
            "UPDATE kode_pemulihan SET dipakai = $1 WHERE akun_id = $2 AND hash = $3 AND dipakai IS NULL",
            "tit", now, akun_id, hash);
    *taken = changed == 1;
    return st;
}

static enum status count_failure(struct db *db, int64_t akun_id, int64_t failed, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e, "UPDATE faktor SET gagal = $1, gagal_pada = $2 WHERE akun_id = $3", "iti",
                   failed, now, akun_id);
}

static enum status compare(struct db *db, int64_t akun_id, const struct secret *s, const char *kode,
                           enum faktor_hasil *out, struct err *e)
{
    char plain[32];
    int64_t step = 0;
    bool taken = false;
    enum status st;

    *out = FAKTOR_SALAH;
    plain_code(kode, plain);
    if (totp_cocok(s->bytes, plain, clock_now(), s->used, &step)) {
        *out = FAKTOR_TOTP;
        return db_exec(db, NULL, e,
                       "UPDATE faktor SET langkah = $1, gagal = 0, gagal_pada = NULL WHERE akun_id = $2",
                       "ii", step, akun_id);
    }
    if (!s->confirmed || strlen(plain) == TOTP_ANGKA)
        return ST_OK;
    st = take_recovery(db, akun_id, plain, &taken, e);
    if (st != ST_OK || !taken)
        return st;
    *out = FAKTOR_PEMULIHAN;
    return db_exec(db, NULL, e, "UPDATE faktor SET gagal = 0, gagal_pada = NULL WHERE akun_id = $1", "i",
                   akun_id);
}

enum status faktor_periksa(struct db *db, int64_t akun_id, const char *kode, enum faktor_hasil *out,
                           int64_t *tunda, struct err *e)
{
    struct secret s;
    int64_t now = clock_now();
    enum status st = secret_load(db, akun_id, &s, e);

    *tunda = 0;
    *out = FAKTOR_SALAH;
    if (st == ST_OK && !s.found)
        st = err_set(e, E_FAKTOR_BELUM, NULL);
    if (st != ST_OK)
        return st;
    if ((*tunda = faktor_tunda(s.failed, s.failed_at, now)) > 0) {
        *out = FAKTOR_DITAHAN;
    } else {
        st = compare(db, akun_id, &s, kode, out, e);
        if (st == ST_OK && *out == FAKTOR_SALAH) {
            st = count_failure(db, akun_id, s.failed + 1, e);
            *tunda = faktor_tunda(s.failed + 1, now, now);
        }
    }
    sodium_memzero(&s, sizeof(s));
    return st;
}

static void percent(const char *s, struct buf *out)
{
    for (; *s; s++)
        if (isalnum((unsigned char)*s) || strchr("-._~", *s))
            buf_char(out, *s);
        else
            buf_printf(out, "%%%02X", (unsigned char)*s);
}

void faktor_uri(const char *instansi, const char *nama, const char *base32, struct buf *out)
{
    struct buf issuer = BUF_NONE;

    percent("Tenayan ", &issuer);
    percent(instansi, &issuer);
    buf_printf(out, "otpauth://totp/%s:", issuer.p);
    percent(nama, out);
    buf_printf(out, "?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d", base32, issuer.p, TOTP_ANGKA,
               TOTP_DETIK);
    buf_free(&issuer);
}

/* Commands ------------------------------------------------------------------------------------------------
 */

static enum status audit(struct perintah *p, struct db *db, int64_t akun_id, const char *event,
                         const char *isi, const char *note, struct err *e)
{
    struct audit_entry a = { .objek = "akun",
                             .objek_id = akun_id,
                             .peristiwa = event,
                             .isi = isi,
                             .catatan = note,
                             .peran = p->who.akun_id == akun_id ? "pemilik" : "admin" };

    return audit_add(db, &p->who, &a, NULL, e);
}

static enum status own(const struct perintah *p, int64_t akun_id, struct err *e)
{
    return p->who.akun_id == akun_id && !p->who.token.id ? ST_OK : err_set(e, E_TIDAK_BERHAK, NULL);
}

enum status faktor_mulai(struct perintah *p, struct db *db, struct err *e)
{
    struct faktor_mulai *in = p->input;
    char sealed[SEGEL_TEXT], what[40];
    struct faktor f;
    enum status st = own(p, in->akun_id, e);

    if (st == ST_OK)
        st = faktor_load(db, in->akun_id, &f, e);
    if (st == ST_OK && f.aktif)
        st = err_set(e, E_FAKTOR_ADA, NULL);
    purpose(in->akun_id, what);
    if (st == ST_OK)
        st = segel_tutup(what, in->rahasia, sizeof(in->rahasia), sealed, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "INSERT INTO faktor (akun_id, rahasia) VALUES ($1, $2) ON CONFLICT (akun_id) DO UPDATE "
                     "SET rahasia = $2, sejak = NULL, langkah = 0, gagal = 0, gagal_pada = NULL",
                     "it", in->akun_id, sealed);
    totp_base32(in->rahasia, in->base32);
    return st == ST_OK ? audit(p, db, in->akun_id, "faktor_mulai", NULL, NULL, e) : st;
}

static enum status new_codes(struct db *db, struct faktor_langkah *in, struct err *e)
{
    char what[40], plain[32], hash[DIGEST_HEX];
    enum status st = db_exec(db, NULL, e, "DELETE FROM kode_pemulihan WHERE akun_id = $1", "i", in->akun_id);

    purpose(in->akun_id, what);
    for (int i = 0; i < FAKTOR_KODE && st == ST_OK; i++) {
        sandi_acak(in->pemulihan[i]);
        plain_code(in->pemulihan[i], plain);
        if ((st = segel_hash(what, plain, hash, e)) == ST_OK)
            st = db_exec(db, NULL, e, "INSERT INTO kode_pemulihan (akun_id, hash) VALUES ($1, $2)", "it",
                         in->akun_id, hash);
    }
    return st;
}

static enum status refuse_code(struct perintah *p, struct db *db, const struct faktor_langkah *in,
                               struct err *e)
{
    return in->hasil == FAKTOR_SALAH ? audit(p, db, in->akun_id, "kode_gagal", NULL, NULL, e) : ST_OK;
}

enum status faktor_sahkan(struct perintah *p, struct db *db, struct err *e)
{
    struct faktor_langkah *in = p->input;
    char now[TIME_TEXT];
    struct faktor f;
    enum status st = own(p, in->akun_id, e);

    if (st == ST_OK)
        st = faktor_load(db, in->akun_id, &f, e);
    if (st == ST_OK && !f.ada)
        st = err_set(e, E_FAKTOR_BELUM, NULL);
    if (st == ST_OK && f.aktif)
        st = err_set(e, E_FAKTOR_ADA, NULL);
    if (st == ST_OK)
        st = faktor_periksa(db, in->akun_id, in->kode, &in->hasil, &in->tunda, e);
    if (st != ST_OK)
        return st;
    if (in->hasil != FAKTOR_TOTP)
        return refuse_code(p, db, in, e);
    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE faktor SET sejak = $1 WHERE akun_id = $2", "ti", now, in->akun_id);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE akun SET faktor = 1, versi = versi + 1 WHERE id = $1", "i",
                     in->akun_id);
    if (st == ST_OK)
        st = new_codes(db, in, e);
    if (st == ST_OK)
        st = sesi_cabut_semua(db, in->akun_id, in->sesi, e);
    return st == ST_OK ? audit(p, db, in->akun_id, "faktor_aktif", NULL, NULL, e) : st;
}

static enum status check_active(struct perintah *p, struct db *db, struct faktor_langkah *in, struct err *e)
{
    struct faktor f;
    enum status st = own(p, in->akun_id, e);

    if (st == ST_OK)
        st = faktor_load(db, in->akun_id, &f, e);
    if (st == ST_OK && !f.aktif)
        st = err_set(e, E_FAKTOR_BELUM, NULL);
    return st == ST_OK ? faktor_periksa(db, in->akun_id, in->kode, &in->hasil, &in->tunda, e) : st;
}

enum status faktor_kode_baru(struct perintah *p, struct db *db, struct err *e)
{
    struct faktor_langkah *in = p->input;
    enum status st = check_active(p, db, in, e);

    if (st != ST_OK)
        return st;
    if (in->hasil != FAKTOR_TOTP && in->hasil != FAKTOR_PEMULIHAN)
        return refuse_code(p, db, in, e);
    st = new_codes(db, in, e);
    return st == ST_OK ? audit(p, db, in->akun_id, "kode_pemulihan_baru", NULL, NULL, e) : st;
}

/* Secret, codes and flag go together. */
static enum status erase(struct db *db, int64_t akun_id, struct err *e)
{
    enum status st = db_exec(db, NULL, e, "DELETE FROM kode_pemulihan WHERE akun_id = $1", "i", akun_id);

    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM faktor WHERE akun_id = $1", "i", akun_id);
    if (st == ST_OK)
        st =
            db_exec(db, NULL, e, "UPDATE akun SET faktor = 0, versi = versi + 1 WHERE id = $1", "i", akun_id);
    return st;
}

enum status faktor_matikan(struct perintah *p, struct db *db, struct err *e)
{
    struct faktor_langkah *in = p->input;
    enum status st = check_active(p, db, in, e);

    if (st != ST_OK)
        return st;
    if (in->hasil != FAKTOR_TOTP && in->hasil != FAKTOR_PEMULIHAN)
        return refuse_code(p, db, in, e);
    if ((st = erase(db, in->akun_id, e)) == ST_OK)
        st = sesi_cabut_semua(db, in->akun_id, in->sesi, e);
    return st == ST_OK
               ? audit(p, db, in->akun_id, "faktor_mati",
                       in->hasil == FAKTOR_TOTP ? "{\"dengan\":\"kode\"}" : "{\"dengan\":\"pemulihan\"}",
                       NULL, e)
               : st;
}

enum status faktor_cabut(struct perintah *p, struct db *db, struct err *e)
{
    const struct faktor_cabut *in = p->input;
    struct akun k;
    enum status st = akun_boleh_urus(db, &p->who, in->akun_id, e);

    if (st == ST_OK && (!in->alasan || !in->alasan[strspn(in->alasan, " \t\r\n")])) {
        err_fault(e, "/catatan", "Wajib diisi.");
        st = err_set(e, E_TANPA_CATATAN, NULL);
    }
    if (st == ST_OK)
        st = akun_load(db, in->akun_id, &k, e);
    if (st == ST_OK)
        st = perintah_versi(p, k.versi, e);
    if (st == ST_OK && !k.faktor)
        st = err_set(e, E_FAKTOR_BELUM, "Akun ini tidak memakai faktor kedua.");
    if (st == ST_OK)
        st = erase(db, in->akun_id, e);
    if (st == ST_OK)
        st = sesi_cabut_semua(db, in->akun_id, NULL, e);
    return st == ST_OK ? audit(p, db, in->akun_id, "faktor_dicabut", NULL, in->alasan, e) : st;
}
