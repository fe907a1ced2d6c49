#include "domain/tanda_terima.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/tanggal.h"

/* Submissions, by object and event of their audit rows. */
static const struct {
    const char *objek, *peristiwa, *jenis, *judul;
} submissions[] = {
    { "skp", "ajukan", "skp_ajukan", "Pengajuan SKP" },
    { "skp", "setujui", "skp_setujui", "Penetapan SKP" },
    { "realisasi", "ajukan", "realisasi_ajukan", "Pengajuan realisasi" },
    { "progres", "ajukan", "progres_ajukan", "Pengajuan progres harian" },
    { "evaluasi", "tetapkan", "evaluasi_tetapkan", "Penetapan evaluasi" },
    { "evaluasi", "terima", "evaluasi_terima", "Penerimaan hasil evaluasi" },
    { "evaluasi", "tolak", "evaluasi_tolak", "Penolakan menandatangani evaluasi" },
    { "keberatan", "ajukan", "keberatan_ajukan", "Pengajuan keberatan" },
    { "keberatan", "jelaskan", "keberatan_jelaskan", "Penjelasan dalam keberatan" },
    { "data_indikator", "isi", "data_indikator", "Data indikator dari petugas data" },
    { "pelatihan", "catat", "pelatihan_catat", "Pencatatan pelatihan" },
    { "pelatihan", "unggah_bukti", "pelatihan_bukti", "Bukti pelatihan" },
};

static const char *judul_of(const char *jenis)
{
    for (size_t i = 0; i < COUNT(submissions); i++)
        if (strcmp(submissions[i].jenis, jenis) == 0)
            return submissions[i].judul;
    return jenis;
}

/* Codes ---------------------------------------------------------------------------------------------------
 */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { RANDOM = 13, PRIME = 1021 };

static int value_of(char c)
{
    const char *at;

    c = (char)toupper((unsigned char)c);
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* The number of the random part modulo a prime above 32^2 - 3: a wrong character and a swap change it, since
 * neither 32^k nor 31·32^k has a common divisor with the prime. */
static int check_of(const char *kode)
{
    int n = 0;

    for (int i = 0; i < RANDOM; i++)
        n = (n * 32 + value_of(kode[i])) % PRIME;
    return n;
}

static void make_code(char out[TANDA_KODE + 1])
{
    unsigned char raw[RANDOM];
    int check;

    randombytes_buf(raw, sizeof(raw));
    for (int i = 0; i < RANDOM; i++)
        out[i] = alphabet[raw[i] & 31];
    check = check_of(out);
    out[RANDOM] = alphabet[check / 32];
    out[RANDOM + 1] = alphabet[check % 32];
    out[TANDA_KODE] = '\0';
}

bool tanda_terima_kode(const char *text, char out[TANDA_KODE + 1])
{
    int n = 0;

    for (; *text; text++) {
        int v = value_of(*text);

        if (*text == '-' || *text == ' ')
            continue;
        if (v < 0 || n == TANDA_KODE)
            return false;
        out[n++] = alphabet[v];
    }
    out[n] = '\0';
    return n == TANDA_KODE && check_of(out) == value_of(out[RANDOM]) * 32 + value_of(out[RANDOM + 1]);
}

void tanda_terima_cetak(const char *kode, char out[TANDA_CETAK + 1])
{
    snprintf(out, TANDA_CETAK + 1, "%.5s-%.5s-%.5s", kode, kode + 5, kode + 10);
}

/* Rows ----------------------------------------------------------------------------------------------------
 */

/* Where the noun has no document of its own, what the audit keeps of the submission is it. */
static void document_hash(const struct audit_entry *a, const char *jenis, const char *waktu,
                          char out[DIGEST_HEX])
{
    struct buf b = BUF_NONE;
    struct digest d;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_ktext(&w, "catatan", a->catatan);
    jw_kraw(&w, "isi", a->isi);
    jw_ktext(&w, "jenis", jenis);
    jw_ktext(&w, "ke", a->ke);
    jw_kint(&w, "objek_id", a->objek_id);
    jw_ktext(&w, "waktu", waktu);
    jw_close(&w);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, out);
    buf_free(&b);
}

enum status tanda_terima_dari_audit(struct db *db, const struct who *who, const struct audit_entry *a,
                                    const char *waktu, struct err *e)
{
    char kode[TANDA_KODE + 1], hash[DIGEST_HEX];
    size_t i = 0;

    while (i < COUNT(submissions) && (strcmp(submissions[i].objek, a->objek) != 0 ||
                                      strcmp(submissions[i].peristiwa, a->peristiwa) != 0))
        i++;
    if (i == COUNT(submissions))
        return ST_OK;
    if (a->dokumen)
        snprintf(hash, sizeof(hash), "%s", a->dokumen);
    else
        document_hash(a, submissions[i].jenis, waktu, hash);
    make_code(kode);
    return db_exec(db, NULL, e,
                   "INSERT INTO tanda_terima (kode, jenis, objek, objek_id, pegawai_id, waktu, hash, batas,"
                   " hari_lewat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   "tttiItt"
                   "ti",
                   kode, submissions[i].jenis, a->objek, a->objek_id,
                   who->pegawai_id ? &who->pegawai_id : NULL, waktu, hash, a->batas, a->hari_lewat);
}

/* Reading -------------------------------------------------------------------------------------------------
 */

enum status tanda_terima_cari(struct db *db, const char *text, struct tanda_terima *out, struct err *e)
{
    char kode[TANDA_KODE + 1];
    bool found = false;
    struct rows r;
    enum status st;

    if (!tanda_terima_kode(text, kode))
        return err_set(e, E_TANDA_TERIMA_KODE, NULL);
    st = db_rows(db, &r, e, "SELECT jenis, waktu, hash FROM tanda_terima WHERE kode = $1", "t", kode);
    if (st == ST_OK && rows_next(&r)) {
        found = true;
        *out = (struct tanda_terima){ .judul = "" };
        for (size_t i = 0; i < COUNT(submissions); i++)
            if (strcmp(submissions[i].jenis, row_text(&r, 0)) == 0) {
                out->jenis = submissions[i].jenis;
                out->judul = submissions[i].judul;
            }
        snprintf(out->waktu, sizeof(out->waktu), "%s", row_text(&r, 1));
        snprintf(out->hash, sizeof(out->hash), "%s", row_text(&r, 2));
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_TIDAK_ADA, "Tanda terima tidak ditemukan.") : st;
}

static void local_time(const char *waktu, char *out, size_t size)
{
    char date[DATE_TEXT], day[TANGGAL_TEXT];
    int64_t us = 0;

    (void)time_parse(waktu, &us);
    time_date(us, date);
    snprintf(out, size, "%s pukul %02d.%02d", tanggal_tulis(date, day), time_minute(us) / 60,
             time_minute(us) % 60);
}

void tanda_terima_json(const struct tanda_terima *t, struct jw *w)
{
    char local[48] = "";

    if (t)
        local_time(t->waktu, local, sizeof(local));
    jw_open(w, '{');
    jw_kbool(w, "sah", t != NULL);
    jw_ktext(w, "jenis", t ? t->jenis : NULL);
    jw_ktext(w, "judul", t ? t->judul : NULL);
    jw_ktext(w, "waktu", t ? t->waktu : NULL);
    jw_ktext(w, "waktu_setempat", t ? local : NULL);
    jw_ktext(w, "zona", t ? clock_zone() : NULL);
    jw_ktext(w, "hash", t ? t->hash : NULL);
    jw_close(w);
}

enum status tanda_terima_member(struct db *db, const char *objek, int64_t objek_id, struct jw *w,
                                struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT kode, jenis, waktu, hash, batas, hari_lewat FROM tanda_terima"
                             " WHERE objek = $1 AND objek_id = $2 ORDER BY waktu DESC LIMIT 1",
                             "ti", objek, objek_id);

    jw_key(w, "tanda_terima");
    if (st == ST_OK && rows_next(&r)) {
        char printed[TANDA_CETAK + 1], local[48];

        tanda_terima_cetak(row_text(&r, 0), printed);
        local_time(row_text(&r, 2), local, sizeof(local));
        jw_open(w, '{');
        jw_ktext(w, "kode", printed);
        jw_ktext(w, "jenis", row_text(&r, 1));
        jw_ktext(w, "judul", judul_of(row_text(&r, 1)));
        jw_ktext(w, "waktu", row_text(&r, 2));
        jw_ktext(w, "waktu_setempat", local);
        jw_ktext(w, "hash", row_text(&r, 3));
        jw_ktext(w, "batas", row_null(&r, 4) ? NULL : row_text(&r, 4));
        jw_kint(w, "hari_lewat", row_int(&r, 5));
        jw_close(w);
    } else {
        jw_null(w);
    }
    return rows_end(&r, st, e);
}
