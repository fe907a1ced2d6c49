#include "domain/sesi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/token.h"
#include "domain/view.h"

void sesi_token_hash(const char *token, char out[DIGEST_HEX])
{
    struct digest d;

    hash_blake2b(token, strlen(token), &d);
    digest_hex(&d, out);
}

static bool fill(const struct rows *r, struct sesi *out)
{
    out->akun_id = row_int(r, 0);
    out->bearer = strcmp(row_text(r, 1), "token") == 0;
    snprintf(out->csrf, sizeof(out->csrf), "%s", row_text(r, 2));
    out->id = row_int(r, 6);
    if (!row_null(r, 8) && !time_parse(row_text(r, 8), &out->terakhir))
        return false;
    if (out->bearer) {
        out->baca = row_int(r, 9) != 0;
        out->lingkup = (struct lingkup){ .id = out->id, .unit_id = row_int(r, 11) };
        snprintf(out->lingkup.nama, sizeof(out->lingkup.nama), "%s", row_text(r, 7));
        snprintf(out->lingkup.sidik, sizeof(out->lingkup.sidik), "%.8s", out->token);
        token_lingkup(row_text(r, 10), &out->lingkup);
    }
    return langkah_parse(row_text(r, 3), &out->langkah) && time_parse(row_text(r, 4), &out->dibuat) &&
           time_parse(row_text(r, 5), &out->berakhir);
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
                 "SELECT s.akun_id, s.jenis, s.csrf, s.langkah, s.dibuat, s.berakhir, s.id, s.nama, "
                 "s.terakhir, s.baca, s.aksi, s.unit_id FROM sesi s "
                 "JOIN akun a ON a.id = s.akun_id AND a.aktif = 1 WHERE s.token = $1 AND s.berakhir > $2",
                 "tt", out->token, text);
    if (st == ST_OK && rows_next(&r))
        found = fill(&r, out);
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
    int64_t now = clock_now(), minutes = s->langkah == LANGKAH_KODE ? SESI_KODE_MENIT : SESI_JAM * 60;
    char hash[DIGEST_HEX], from[TIME_TEXT], until[TIME_TEXT];

    random_hex(s->out_token, 32);
    random_hex(s->out_csrf, 32);
    s->out_berakhir = s->berakhir ? s->berakhir : now + minutes * 60 * 1000000;
    sesi_token_hash(s->out_token, hash);
    time_format(now, from);
    time_format(s->out_berakhir, until);
    return db_int(db, &s->out_id, e,
                  "INSERT INTO sesi (token, akun_id, jenis, csrf, langkah, dibuat, berakhir, alamat, agen, "
                  "nama, baca, aksi, unit_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                  "$13) RETURNING id",
                  "titttttttt"
                  "itI",
                  hash, s->akun_id, s->bearer ? "token" : "kuki", s->out_csrf, langkah_kode(s->langkah), from,
                  until, s->alamat ? s->alamat : "", s->agen ? s->agen : "", s->nama ? s->nama : "",
                  (int64_t)s->baca, s->aksi, s->unit_id ? &s->unit_id : NULL);
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

enum status sesi_pakai(struct db *db, const int64_t *id, size_t n, int64_t now, struct err *e)
{
    char text[TIME_TEXT];
    enum status st = ST_OK;

    time_format(now, text);
    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = db_exec(db, NULL, e, "UPDATE sesi SET terakhir = $1 WHERE id = $2", "ti", text, id[i]);
    return st;
}

/* Commands ------------------------------------------------------------------------------------------------
 */

enum status sesi_keluar(struct perintah *p, struct db *db, struct err *e)
{
    struct audit_entry a = {
        .objek = "akun", .objek_id = p->who.akun_id, .peristiwa = "keluar", .peran = "pemilik"
    };
    int64_t gone = 0;
    enum status st = db_exec(db, &gone, e, "DELETE FROM sesi WHERE token = $1 AND akun_id = $2", "ti",
                             (const char *)p->input, p->who.akun_id);

    return st == ST_OK && gone ? audit_add(db, &p->who, &a, NULL, e) : st;
}

static enum status end_one(struct perintah *p, struct db *db, const struct sesi_cabut *in,
                           struct audit_entry *entry, struct arena *a, struct err *e)
{
    char *jenis = NULL, *isi = NULL;
    enum status st = db_text(db, &jenis, a, e, "SELECT jenis FROM sesi WHERE id = $1 AND akun_id = $2", "ii",
                             in->id, in->akun_id);

    if (st == ST_NOT_FOUND)
        st = err_set(e, E_SESI_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = token_sebut(db, in->id, a, &isi, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM sesi WHERE id = $1", "i", in->id);
    if (st != ST_OK)
        return st;
    p->reply.status = 204;
    entry->peristiwa = strcmp(jenis, "token") == 0 ? "cabut_token" : "akhiri_sesi";
    entry->isi = isi;
    return ST_OK;
}

enum status sesi_cabut(struct perintah *p, struct db *db, struct err *e)
{
    const struct sesi_cabut *in = p->input;
    bool own = in->id && p->who.akun_id && p->who.akun_id == in->akun_id;
    struct audit_entry entry = { .objek = "akun",
                                 .objek_id = in->akun_id,
                                 .peristiwa = "akhiri_semua_sesi",
                                 .peran = own ? "pemilik" : "admin" };
    struct arena *a = arena_new();
    struct akun k;
    enum status st = own ? ST_OK : akun_boleh_urus(db, &p->who, in->akun_id, e);

    if (st == ST_OK && !in->id && (st = akun_load(db, in->akun_id, &k, e)) == ST_OK)
        st = perintah_versi(p, k.versi, e);
    if (st == ST_OK)
        st = in->id ? end_one(p, db, in, &entry, a, e) : sesi_cabut_semua(db, in->akun_id, NULL, e);
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    arena_free(a);
    return st;
}

/* Lists -------------------------------------------------------------------------------------------------- */

static enum status row_json(struct db *db, const struct rows *r, int64_t ini, struct jw *w, struct err *e)
{
    bool token = strcmp(row_text(r, 1), "token") == 0;
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", row_int(r, 0));
    jw_ktext(w, "jenis", row_text(r, 1));
    jw_ktext(w, "nama", token ? row_text(r, 4) : NULL);
    jw_ktext(w, "langkah", row_text(r, 11));
    jw_ktext(w, "alamat", row_text(r, 2)[0] ? row_text(r, 2) : NULL);
    jw_ktext(w, "agen", row_text(r, 3)[0] ? row_text(r, 3) : NULL);
    jw_ktext(w, "dibuat", row_text(r, 5));
    jw_ktext(w, "terakhir", row_text(r, 7));
    jw_ktext(w, "berakhir", row_text(r, 6));
    jw_kbool(w, "ini", row_int(r, 0) == ini);
    jw_kbool(w, "baca", row_int(r, 8) != 0);
    jw_key(w, "lingkup");
    token_aksi_json(row_text(r, 9), w);
    st = view_unit(db, w, "unit", row_int(r, 10), e);
    jw_close(w);
    return st;
}

enum status sesi_list(struct db *db, int64_t akun_id, int64_t ini, struct jw *w, struct err *e)
{
    enum { SHOWN = 200 };
    struct rows r;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_rows(db, &r, e,
                 "SELECT id, jenis, alamat, agen, nama, dibuat, berakhir, terakhir, baca, aksi, unit_id, "
                 "langkah FROM sesi WHERE akun_id = $1 AND berakhir > $2 ORDER BY id DESC LIMIT $3",
                 "iti", akun_id, now, (int64_t)SHOWN);
    while (st == ST_OK && rows_next(&r))
        st = row_json(db, &r, ini, w, e);
    return rows_end(&r, st, e);
}
