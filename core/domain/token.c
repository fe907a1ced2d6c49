#include "domain/token.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

static bool find_aksi(const char *name, size_t n, enum aksi *out)
{
    for (int a = 0; a < AKSI_COUNT; a++)
        if (strlen(aksi_nama((enum aksi)a)) == n && memcmp(aksi_nama((enum aksi)a), name, n) == 0) {
            *out = (enum aksi)a;
            return true;
        }
    return false;
}

/* The next name of the list, or NULL; *n its length. */
static const char *next_name(const char **rest, size_t *n)
{
    const char *s = *rest + strspn(*rest, " ");

    *n = strcspn(s, " ");
    *rest = s + *n;
    return *n ? s : NULL;
}

void token_lingkup(const char *aksi, struct lingkup *out)
{
    const char *name;
    enum aksi a;
    size_t n;

    out->terbatas = aksi != NULL;
    out->aksi = 0;
    while (aksi && (name = next_name(&aksi, &n)))
        if (find_aksi(name, n, &a))
            out->aksi |= right_bit(a);
}

void token_aksi_json(const char *aksi, struct jw *w)
{
    const char *name;
    char text[64];
    size_t n;

    if (!aksi) {
        jw_null(w);
        return;
    }
    jw_open(w, '[');
    while ((name = next_name(&aksi, &n))) {
        snprintf(text, sizeof(text), "%.*s", (int)n, name);
        jw_text(w, text);
    }
    jw_close(w);
}

static void sebut(int64_t id, const char *nama, const char *digest, struct buf *out)
{
    struct jw w;
    char sidik[9];

    snprintf(sidik, sizeof(sidik), "%.8s", digest);
    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "id", id);
    jw_ktext(&w, "nama", nama);
    jw_ktext(&w, "sidik", sidik);
    jw_close(&w);
}

enum status token_sebut(struct db *db, int64_t id, struct arena *a, char **out, struct err *e)
{
    struct buf b = BUF_NONE;
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT id, nama, token FROM sesi WHERE id = $1 AND jenis = 'token'", "i", id);

    if (st == ST_OK && rows_next(&r))
        sebut(row_int(&r, 0), row_text(&r, 1), row_text(&r, 2), &b);
    st = rows_end(&r, st, e);
    *out = b.len ? arena_printf(a, "{\"token\":%s}", b.p) : NULL;
    buf_free(&b);
    return st;
}

/* Making one ----------------------------------------------------------------------------------------------
 */

static enum status check(const struct token_buat *in, const struct who *owner, struct buf *names,
                         struct err *e)
{
    if (!in->nama || !in->nama[strspn(in->nama, " ")] || strlen(in->nama) > 64)
        err_fault(e, "/nama", "1 sampai 64 huruf.");
    if (in->hari < 1 || in->hari > TOKEN_HARI_MAX)
        err_fault(e, "/hari", "1 sampai %d.", TOKEN_HARI_MAX);
    for (size_t i = 0; i < in->naksi; i++) {
        char at[32];
        enum aksi a;

        snprintf(at, sizeof(at), "/aksi/%zu", i);
        if (!find_aksi(in->aksi[i], strlen(in->aksi[i]), &a))
            err_fault(e, at, "Aksi ini tidak dikenal.");
        else if (!right_possible(owner, a))
            err_fault(e, at, "Anda sendiri tidak mempunyai hak ini.");
        buf_printf(names, "%s%s", names->len ? " " : "", in->aksi[i]);
    }
    return e->nfaults ? err_set(e, E_MASUKAN, NULL) : ST_OK;
}

static enum status room(struct db *db, int64_t akun_id, struct err *e)
{
    char now[TIME_TEXT];
    int64_t n = 0;
    enum status st;

    time_format(clock_now(), now);
    st = db_int(db, &n, e,
                "SELECT count(*) FROM sesi WHERE akun_id = $1 AND jenis = 'token' AND berakhir > $2", "it",
                akun_id, now);
    return st == ST_OK && n >= TOKEN_BANYAK ? err_set(e, E_TOKEN_BANYAK, NULL) : st;
}

static void scope_json(const struct token_buat *in, const char *names, struct buf *out)
{
    char digest[DIGEST_HEX];
    struct buf token = BUF_NONE;
    struct jw w;

    sesi_token_hash(in->out.out_token, digest);
    sebut(in->out.out_id, in->nama, digest, &token);
    jw_start(&w, out);
    jw_open(&w, '{');
    jw_key(&w, "aksi");
    token_aksi_json(names, &w);
    jw_kbool(&w, "baca", in->baca);
    jw_kint(&w, "hari", in->hari);
    jw_key(&w, "token");
    jw_raw(&w, token.p, token.len);
    jw_kint(&w, "unit_id", in->unit_id);
    jw_close(&w);
    buf_free(&token);
}

enum status token_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct token_buat *in = p->input;
    struct buf names = BUF_NONE, isi = BUF_NONE;
    struct audit_entry entry = { .objek = "akun", .objek_id = in->akun_id, .peristiwa = "buat_token" };
    struct who owner;
    int64_t unit = 0;
    enum status st = who_load(db, in->akun_id, &owner, e);

    if (st == ST_OK && (p->who.token.id || (p->who.akun_id && p->who.akun_id != in->akun_id)))
        st = err_set(e, E_TIDAK_BERHAK, NULL);
    if (st == ST_OK)
        st = check(in, &owner, &names, e);
    if (st == ST_OK && in->unit_id)
        st = db_int(db, &unit, e, "SELECT id FROM unit WHERE id = $1", "i", in->unit_id);
    if (st == ST_NOT_FOUND && in->unit_id)
        st = err_set(e, E_UNIT_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = room(db, in->akun_id, e);
    if (st != ST_OK)
        goto out;
    in->out = (struct sesi_baru){ .akun_id = in->akun_id,
                                  .bearer = true,
                                  .langkah = LANGKAH_SELESAI,
                                  .nama = in->nama,
                                  .baca = in->baca,
                                  .aksi = in->naksi ? names.p : NULL,
                                  .unit_id = in->unit_id,
                                  .berakhir = clock_now() + (int64_t)in->hari * 86400 * 1000000 };
    if ((st = sesi_add(db, &in->out, e)) != ST_OK)
        goto out;
    in->out.aksi = NULL;
    scope_json(in, in->naksi ? names.p : NULL, &isi);
    entry.isi = isi.p;
    entry.peran = p->who.akun_id ? "pemilik" : "admin";
    st = audit_add(db, &p->who, &entry, NULL, e);
out:
    buf_free(&names);
    buf_free(&isi);
    return st;
}
