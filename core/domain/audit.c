/* The chain: row n is hashed over the digest of row n-1 and its own canonical JSON; the single head row names
 * the last one and is signed with a key that the database does not hold. */
#include "domain/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kunci.h"
#include "domain/tanda_terima.h"

/* The key --------------------------------------------------------------------------------------------------
 */

/* Set once at start-up, before threads; read only afterwards. */
static struct {
    bool loaded;
    uint8_t secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
} key;

enum { SIGN_HEX = 2 * crypto_sign_BYTES + 1 };
_Static_assert(KUNCI_BYTES == crypto_sign_SEEDBYTES, "a key is a seed");

static void key_from_seed(const uint8_t *seed)
{
    crypto_sign_seed_keypair(key.public, key.secret, seed);
    key.loaded = true;
}

enum status audit_key_load(const char *path, struct err *e)
{
    uint8_t seed[KUNCI_BYTES];
    enum status st = kunci_baca(path, "Kunci audit", E_KUNCI_AUDIT, seed, e);

    if (st == ST_OK)
        key_from_seed(seed);
    sodium_memzero(seed, sizeof(seed));
    return st;
}

bool audit_key_loaded(void)
{
    return key.loaded;
}

void audit_key_drop(void)
{
    sodium_memzero(&key, sizeof(key));
}

/* "n hash": what the signature stands under. */
static int head_text(int64_t n, const char *hash, char *out, size_t size)
{
    return snprintf(out, size, "%lld %s", (long long)n, hash);
}

static void head_sign(int64_t n, const char *hash, char tanda[SIGN_HEX])
{
    uint8_t sig[crypto_sign_BYTES];
    char text[96];
    int len = head_text(n, hash, text, sizeof(text));

    crypto_sign_detached(sig, NULL, (const uint8_t *)text, (unsigned long long)len, key.secret);
    sodium_bin2hex(tanda, SIGN_HEX, sig, sizeof(sig));
}

static bool head_verify(int64_t n, const char *hash, const char *tanda)
{
    uint8_t sig[crypto_sign_BYTES];
    char text[96];
    size_t got = 0;
    int len = head_text(n, hash, text, sizeof(text));

    return sodium_hex2bin(sig, sizeof(sig), tanda, strlen(tanda), NULL, &got, NULL) == 0 &&
           got == sizeof(sig) &&
           crypto_sign_verify_detached(sig, (const uint8_t *)text, (unsigned long long)len, key.public) == 0;
}

/* Rows -----------------------------------------------------------------------------------------------------
 */

static const char zero_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

struct row {
    int64_t n, akun_id, atas_nama, objek_id; /* akun_id, atas_nama: 0 is NULL */
    const char *waktu, *objek, *peristiwa, *dari, *ke, *catatan, *dokumen, *peran, *isi;
};

static void id_or_null(struct jw *w, const char *k, int64_t id)
{
    jw_key(w, k);
    if (id)
        jw_int(w, id);
    else
        jw_null(w);
}

/* Keys sorted bytewise, as json_canonical writes them; `isi` goes in as its text, byte for byte. */
static void row_canonical(const struct row *r, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    id_or_null(&w, "akun_id", r->akun_id);
    id_or_null(&w, "atas_nama", r->atas_nama);
    jw_ktext(&w, "catatan", r->catatan);
    jw_ktext(&w, "dari", r->dari);
    jw_ktext(&w, "dokumen", r->dokumen);
    jw_ktext(&w, "isi", r->isi);
    jw_ktext(&w, "ke", r->ke);
    jw_kint(&w, "n", r->n);
    jw_ktext(&w, "objek", r->objek);
    jw_kint(&w, "objek_id", r->objek_id);
    jw_ktext(&w, "peran", r->peran);
    jw_ktext(&w, "peristiwa", r->peristiwa);
    jw_ktext(&w, "waktu", r->waktu);
    jw_close(&w);
}

static void row_hash(const char *before, const struct row *r, struct buf *scratch, char out[DIGEST_HEX])
{
    struct hash_state h;
    struct digest prev = { { 0 } }, d;

    if (!digest_parse(before, &prev))
        memset(prev.b, 0xff, sizeof(prev.b)); /* no row follows from a damaged digest */
    buf_clear(scratch);
    row_canonical(r, scratch);
    hash_start_blake2b(&h);
    hash_add(&h, prev.b, sizeof(prev.b));
    hash_add(&h, scratch->p, scratch->len);
    hash_finish(&h, &d);
    digest_hex(&d, out);
}

/* A damaged file may hold NULL where the schema forbids it; the walk must say so, not fall over it. */
static const char *text_of(const struct rows *q, int col)
{
    const char *s = row_text(q, col);

    return s ? s : "";
}

static enum status head_read(struct db *db, int64_t *n, char hash[DIGEST_HEX], char tanda[SIGN_HEX],
                             struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT n, hash, tanda FROM kepala_audit WHERE satu = 1", "");

    *n = 0;
    snprintf(hash, DIGEST_HEX, "%s", zero_hash);
    tanda[0] = '\0';
    if (st == ST_OK && rows_next(&r)) {
        *n = row_int(&r, 0);
        snprintf(hash, DIGEST_HEX, "%s", text_of(&r, 1));
        snprintf(tanda, SIGN_HEX, "%s", text_of(&r, 2));
    }
    return rows_end(&r, st, e);
}

/* A signature costs as much as the rest of a small command, and only the one that is committed counts: a
 * group of commands signs its last head. */
static enum status seal(struct db *db, struct err *e)
{
    char hash[DIGEST_HEX], tanda[SIGN_HEX];
    int64_t n;
    enum status st = head_read(db, &n, hash, tanda, e);

    if (st != ST_OK || n == 0 || tanda[0] || !key.loaded)
        return st;
    head_sign(n, hash, tanda);
    return db_exec(db, NULL, e, "UPDATE kepala_audit SET tanda = $1 WHERE satu = 1", "t", tanda);
}

static const char *text_or(const char *s, const char *otherwise)
{
    return s ? s : otherwise;
}

/* What a machine token did is its owner's act; the row names the token as well. Canonical like every isi. */
static void name_token(const struct lingkup *t, const char *isi, struct buf *out)
{
    struct err ignored = ERR_NONE;
    json_t *o = NULL;

    if (!isi || json_read(isi, strlen(isi), &o, &ignored) != ST_OK || !json_is_object(o)) {
        json_decref(o);
        o = json_object();
    }
    json_object_set_new(
        o, "lewat_token",
        json_pack("{s:I,s:s,s:s}", "id", (json_int_t)t->id, "nama", t->nama, "sidik", t->sidik));
    json_canonical(o, out);
    json_decref(o);
}

/* A step that another prepared: the row names him, and the sheet where one was signed. */
static void name_wakil(const struct wakil *k, const char *isi, struct buf *out)
{
    struct err ignored = ERR_NONE;
    json_t *o = NULL, *naskah = NULL;

    if (!isi || json_read(isi, strlen(isi), &o, &ignored) != ST_OK || !json_is_object(o)) {
        json_decref(o);
        o = json_object();
    }
    if (json_read(k->isi, strlen(k->isi), &naskah, &ignored) == ST_OK)
        json_object_set_new(o, "naskah", naskah);
    json_canonical(o, out);
    json_decref(o);
}

enum status audit_add(struct db *db, const struct who *who, const struct audit_entry *a, int64_t *n,
                      struct err *e)
{
    const struct wakil *k = &who->wakil;
    char before[DIGEST_HEX], hash[DIGEST_HEX], tanda[SIGN_HEX], now[TIME_TEXT];
    struct buf scratch = BUF_NONE, isi = BUF_NONE;
    struct row r = {
        .akun_id = k->pegawai_id ? k->akun_id : who->akun_id,
        .atas_nama = k->pegawai_id ? k->pegawai_id : a->atas_nama,
        .waktu = now,
        .objek = a->objek,
        .objek_id = a->objek_id,
        .peristiwa = text_or(a->peristiwa, ""),
        .dari = text_or(a->dari, ""),
        .ke = text_or(a->ke, ""),
        .catatan = text_or(a->catatan, ""),
        .dokumen = text_or(a->dokumen, ""),
        .peran = text_or(a->peran, ""),
        .isi = text_or(a->isi, "{}"),
    };
    enum status st = head_read(db, &r.n, before, tanda, e);

    if (st != ST_OK)
        return st;
    if (who->token.id) {
        name_token(&who->token, a->isi, &isi);
        r.isi = isi.p;
    } else if (k->pegawai_id) {
        name_wakil(k, a->isi, &isi);
        r.isi = isi.p;
    }
    r.n++;
    time_format(clock_now(), now);
    row_hash(before, &r, &scratch, hash);
    buf_free(&scratch);
    st = db_exec(db, NULL, e,
                 "INSERT INTO audit (n, waktu, akun_id, atas_nama, objek, objek_id, peristiwa, dari, ke,"
                 " catatan, dokumen, peran, isi, hash)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                 "itIItitttttttt", r.n, r.waktu, r.akun_id ? &r.akun_id : NULL,
                 r.atas_nama ? &r.atas_nama : NULL, r.objek, r.objek_id, r.peristiwa, r.dari, r.ke, r.catatan,
                 r.dokumen, r.peran, r.isi, hash);
    buf_free(&isi);
    if (st != ST_OK)
        return st;
    st = db_exec(db, NULL, e,
                 "INSERT INTO kepala_audit (satu, n, hash, waktu) VALUES (1, $1, $2, $3)"
                 " ON CONFLICT (satu) DO UPDATE SET n = $1, hash = $2, tanda = '', waktu = $3",
                 "itt", r.n, hash, now);
    if (st == ST_OK)
        st = tanda_terima_dari_audit(db, who, a, now, e);
    if (st != ST_OK)
        return st;
    if (n)
        *n = r.n;
    if (!db_in_transaction(db))
        return seal(db, e);
    db_before_commit(db, seal);
    return ST_OK;
}

/* Verification ---------------------------------------------------------------------------------------------
 */

static void broken(struct audit_report *out, int64_t n, int64_t count, const char *fmt, ...) PRINTF(4, 5);

/* The first fault gives number and sentence; later ones only count. */
static void broken(struct audit_report *out, int64_t n, int64_t count, const char *fmt, ...)
{
    va_list ap;

    if (out->rusak == 0) {
        out->pertama_rusak = n;
        va_start(ap, fmt);
        vsnprintf(out->masalah, sizeof(out->masalah), fmt, ap);
        va_end(ap);
    }
    out->rusak += count;
}

/* Accounts come by commands, and every command leaves a row: accounts without any row are a chain that was
 * taken away as a whole. */
static enum status check_empty(struct db *db, struct audit_report *out, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e, "SELECT count(*) FROM akun", "");

    if (st == ST_OK && n > 0)
        broken(out, 1, 1, "Rantai audit kosong, padahal basis data berisi akun.");
    return st;
}

static void check_head(const struct audit_report *walked, int64_t last, int64_t n, const char *hash,
                       const char *tanda, struct audit_report *out)
{
    if (n > last)
        broken(out, last + 1, n - last,
               "Ekor rantai terpotong: kepala menyebut baris %lld, yang ada sampai %lld.", (long long)n,
               (long long)last);
    else if (n < last)
        broken(out, n + 1, last - n, "Ada baris sesudah kepala rantai (baris %lld).", (long long)n);
    else if (strcmp(hash, walked->hash_akhir) != 0)
        broken(out, n, 1, "Kepala rantai tidak sama dengan hash baris terakhir.");
    if (key.loaded && n > 0 && !tanda[0])
        broken(out, n, 1, "Kepala rantai tidak bertanda tangan.");
    else if (key.loaded && n > 0 && !head_verify(n, hash, tanda))
        broken(out, n, 1, "Tanda tangan kepala rantai tidak sah untuk kunci ini.");
    if (out->rusak == 0 && !key.loaded && n > 0)
        snprintf(out->masalah, sizeof(out->masalah),
                 "Tanda tangan kepala tidak diperiksa: kunci audit tidak ada.");
}

enum status audit_verify(struct db *db, struct audit_report *out, struct err *e)
{
    char head[DIGEST_HEX], tanda[SIGN_HEX], hash[DIGEST_HEX];
    struct buf scratch = BUF_NONE;
    int64_t head_n, last = 0;
    struct rows q;
    enum status st;

    *out = (struct audit_report){ .baris = 0 };
    snprintf(out->hash_akhir, sizeof(out->hash_akhir), "%s", zero_hash);
    /* Head and rows of one moment: a server may be writing. */
    if ((st = db_snapshot(db, e)) != ST_OK)
        return st;
    if ((st = head_read(db, &head_n, head, tanda, e)) != ST_OK)
        goto out;
    st =
        db_rows(db, &q, e,
                "SELECT n, waktu, akun_id, atas_nama, objek, objek_id, peristiwa, dari, ke, catatan, dokumen,"
                " peran, isi, hash FROM audit ORDER BY n",
                "");
    while (st == ST_OK && rows_next(&q)) {
        struct row r = {
            .n = row_int(&q, 0),
            .waktu = text_of(&q, 1),
            .akun_id = row_int(&q, 2),
            .atas_nama = row_int(&q, 3),
            .objek = text_of(&q, 4),
            .objek_id = row_int(&q, 5),
            .peristiwa = text_of(&q, 6),
            .dari = text_of(&q, 7),
            .ke = text_of(&q, 8),
            .catatan = text_of(&q, 9),
            .dokumen = text_of(&q, 10),
            .peran = text_of(&q, 11),
            .isi = text_of(&q, 12),
        };
        const char *stored = text_of(&q, 13);

        out->baris++;
        row_hash(out->hash_akhir, &r, &scratch, hash);
        if (r.n != last + 1)
            broken(out, last + 1, r.n > last + 1 ? r.n - last - 1 : 1, "Baris %lld hilang dari rantai.",
                   (long long)(last + 1));
        else if (strcmp(hash, stored) != 0)
            broken(out, r.n, 1, "Isi baris %lld tidak sesuai dengan hash-nya.", (long long)r.n);
        /* On with what is stored: one changed row counts once. */
        snprintf(out->hash_akhir, sizeof(out->hash_akhir), "%s", stored);
        last = r.n;
    }
    st = rows_end(&q, st, e);
    if (st == ST_OK)
        check_head(out, last, head_n, head, tanda, out);
    if (st == ST_OK && last == 0 && out->rusak == 0)
        st = check_empty(db, out, e);
out:
    db_snapshot_end(db);
    buf_free(&scratch);
    return st;
}

/* History of an object -------------------------------------------------------------------------------------
 */

enum status audit_history(struct db *db, const char *objek, int64_t objek_id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st;

    jw_open(w, '[');
    st = db_rows(
        db, &r, e,
        "SELECT a.n, a.waktu, a.peristiwa, a.dari, a.ke, a.catatan, a.dokumen, a.peran,"
        " coalesce(p.nama, k.nama, 'sistem'), a.hash"
        " FROM audit a LEFT JOIN akun k ON k.id = a.akun_id LEFT JOIN pegawai p ON p.id = k.pegawai_id"
        " WHERE a.objek = $1 AND a.objek_id = $2 ORDER BY a.n",
        "ti", objek, objek_id);
    while (st == ST_OK && rows_next(&r)) {
        static const char *const keys[] = { "waktu",   "peristiwa", "dari", "ke",  "catatan",
                                            "dokumen", "peran",     "oleh", "hash" };

        jw_open(w, '{');
        jw_kint(w, "n", row_int(&r, 0));
        for (size_t i = 0; i < COUNT(keys); i++)
            jw_ktext(w, keys[i], row_text(&r, (int)i + 1));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    jw_close(w);
    return st;
}
