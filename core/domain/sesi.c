#include "domain/sesi.h"

#include <stdio.h>
#include <string.h>

void sesi_token_hash(const char *token, char out[DIGEST_HEX])
{
    struct digest d;

    hash_blake2b(token, strlen(token), &d);
    digest_hex(&d, out);
}

enum status sesi_find(struct db *db, const char *token, int64_t now, struct sesi *out, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st;
    char text[TIME_TEXT];

    *out = (struct sesi){ .akun_id = 0 };
    sesi_token_hash(token, out->token);
    time_format(now, text);
    st = db_rows(db, &r, e,
                 "SELECT s.akun_id, s.jenis, s.csrf, s.langkah, s.dibuat, s.berakhir, s.nama FROM sesi s "
                 "JOIN akun a ON a.id = s.akun_id AND a.aktif = 1 WHERE s.token = $1 AND s.berakhir > $2",
                 "tt", out->token, text);
    if (st == ST_OK && rows_next(&r)) {
        found = langkah_parse(row_text(&r, 3), &out->langkah) && time_parse(row_text(&r, 4), &out->dibuat) &&
                time_parse(row_text(&r, 5), &out->berakhir);
        out->akun_id = row_int(&r, 0);
        out->bearer = strcmp(row_text(&r, 1), "token") == 0;
        snprintf(out->csrf, sizeof(out->csrf), "%s", row_text(&r, 2));
        snprintf(out->nama, sizeof(out->nama), "%s", row_text(&r, 6));
    }
    st = rows_end(&r, st, e);
    return st != ST_OK || found ? st : err_set(e, E_SESI_TIDAK_SAH, NULL);
}

bool sesi_csrf_cocok(const struct sesi *s, const char *header)
{
    return header && strlen(header) == strlen(s->csrf) && s->csrf[0] &&
           sodium_memcmp(header, s->csrf, strlen(s->csrf)) == 0;
}

enum status sesi_add(struct db *db, struct sesi_baru *s, struct err *e)
{
    int64_t now = clock_now();
    char hash[DIGEST_HEX], from[TIME_TEXT], until[TIME_TEXT];

    random_hex(s->out_token, 32);
    random_hex(s->out_csrf, 32);
    s->out_berakhir = s->berakhir ? s->berakhir : now + (int64_t)SESI_JAM * 3600 * 1000000;
    sesi_token_hash(s->out_token, hash);
    time_format(now, from);
    time_format(s->out_berakhir, until);
    return db_exec(db, NULL, e,
                   "INSERT INTO sesi (token, akun_id, jenis, csrf, langkah, dibuat, berakhir, alamat, nama) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   "tittttttt", hash, s->akun_id, s->bearer ? "token" : "kuki", s->out_csrf,
                   langkah_kode(s->langkah), from, until, s->alamat ? s->alamat : "", s->nama ? s->nama : "");
}

enum status sesi_cabut_semua(struct db *db, int64_t akun_id, const char *kecuali, struct err *e)
{
    return db_exec(db, NULL, e, "DELETE FROM sesi WHERE akun_id = $1 AND token <> $2", "it", akun_id,
                   kecuali ? kecuali : "");
}

enum status sesi_sweep(struct db *db, int64_t now, struct err *e)
{
    char text[TIME_TEXT];

    time_format(now, text);
    return db_exec(db, NULL, e, "DELETE FROM sesi WHERE berakhir <= $1", "t", text);
}

static enum status audit_akun(struct perintah *p, struct db *db, int64_t akun_id, const char *event,
                              const char *note, struct err *e)
{
    struct audit_entry a = {
        .objek = "akun", .objek_id = akun_id, .peristiwa = event, .catatan = note, .peran = "pemilik"
    };

    return audit_add(db, &p->who, &a, NULL, e);
}

enum status sesi_keluar(struct perintah *p, struct db *db, struct err *e)
{
    int64_t gone = 0;
    enum status st = db_exec(db, &gone, e, "DELETE FROM sesi WHERE token = $1 AND akun_id = $2", "ti",
                             (const char *)p->input, p->who.akun_id);

    return st == ST_OK && gone ? audit_akun(p, db, p->who.akun_id, "keluar", NULL, e) : st;
}

enum status sesi_token_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct sesi_baru *s = p->input;
    enum status st;

    s->bearer = true;
    s->langkah = LANGKAH_SELESAI;
    st = sesi_add(db, s, e);
    return st == ST_OK ? audit_akun(p, db, s->akun_id, "buat_token", s->nama, e) : st;
}

enum { SESSIONS_SHOWN = 200 };

enum status sesi_list(struct db *db, int64_t akun_id, int64_t now, struct arena *a, struct sesi_baris **out,
                      size_t *n, struct err *e)
{
    struct rows r;
    char text[TIME_TEXT];
    enum status st;

    time_format(now, text);
    *out = arena_array(a, struct sesi_baris, SESSIONS_SHOWN);
    *n = 0;
    st = db_rows(db, &r, e,
                 "SELECT token, jenis, alamat, nama, dibuat, berakhir FROM sesi WHERE akun_id = $1 "
                 "AND berakhir > $2 ORDER BY dibuat DESC LIMIT $3",
                 "iti", akun_id, text, (int64_t)SESSIONS_SHOWN);
    while (st == ST_OK && *n < SESSIONS_SHOWN && rows_next(&r)) {
        struct sesi_baris *b = &(*out)[(*n)++];

        snprintf(b->token, sizeof(b->token), "%s", row_text(&r, 0));
        b->bearer = strcmp(row_text(&r, 1), "token") == 0;
        b->alamat = row_dup(&r, 2, a);
        b->nama = row_dup(&r, 3, a);
        b->dibuat = row_dup(&r, 4, a);
        b->berakhir = row_dup(&r, 5, a);
    }
    return rows_end(&r, st, e);
}
