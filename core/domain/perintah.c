/* Idempotency around a command: the stored reply of a repeated key, or the command and its reply's row. */
#include "domain/perintah.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_HOURS = 72 };

/* Keys stored before this moment are forgotten. */
static void horizon(char out[TIME_TEXT])
{
    time_format(clock_now() - (int64_t)KEY_HOURS * 3600 * 1000000, out);
}

static void reply_reset(struct reply_data *r)
{
    r->status = 200;
    r->etag = 0;
    r->lokasi[0] = '\0';
    buf_clear(&r->body);
}

/* ST_END: the key is new. */
static enum status look_up(struct perintah *p, struct db *db, struct err *e)
{
    char hex[DIGEST_HEX], oldest[TIME_TEXT];
    struct rows r;
    enum status st;
    bool found = false;

    digest_hex(&p->permintaan, hex);
    horizon(oldest);
    st = db_rows(db, &r, e,
                 "SELECT permintaan, status, etag, lokasi, isi FROM idempotensi"
                 " WHERE akun_id = $1 AND kunci = $2 AND waktu >= $3",
                 "itt", p->who.akun_id, p->kunci, oldest);
    if (st == ST_OK && rows_next(&r)) {
        found = true;
        if (strcmp(row_text(&r, 0), hex) != 0) {
            st = err_set(e, E_KUNCI_BEDA, NULL);
        } else {
            p->reply.status = (int)row_int(&r, 1);
            p->reply.etag = row_null(&r, 2) ? 0 : strtoll(row_text(&r, 2), NULL, 10);
            snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "%s", row_null(&r, 3) ? "" : row_text(&r, 3));
            buf_str(&p->reply.body, row_text(&r, 4));
            p->ulang = true;
        }
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? ST_END : st;
}

/* In the command's own savepoint: a failing command leaves no row, and a reply that was lost is repeated. */
static enum status remember(struct perintah *p, struct db *db, struct err *e)
{
    char hex[DIGEST_HEX], now[TIME_TEXT], etag[24];

    digest_hex(&p->permintaan, hex);
    time_format(clock_now(), now);
    snprintf(etag, sizeof(etag), "%lld", (long long)p->reply.etag);
    return db_exec(db, NULL, e,
                   "INSERT INTO idempotensi (akun_id, kunci, permintaan, status, etag, lokasi, isi, waktu)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (akun_id, kunci) DO UPDATE SET"
                   " permintaan = $3, status = $4, etag = $5, lokasi = $6, isi = $7, waktu = $8",
                   "ittitttt", p->who.akun_id, p->kunci, hex, (int64_t)p->reply.status,
                   p->reply.etag ? etag : NULL, p->reply.lokasi[0] ? p->reply.lokasi : NULL,
                   p->reply.body.p ? p->reply.body.p : "", now);
}

static enum status apply(struct command *c, struct db *db, struct err *e)
{
    struct perintah *p = (struct perintah *)c;
    bool keyed = p->kunci && p->who.akun_id;
    enum status st;

    reply_reset(&p->reply); /* apply may run a second time */
    p->ulang = false;
    if (keyed && (st = look_up(p, db, e)) != ST_END)
        return st;
    st = p->run(p, db, e);
    if (st == ST_OK && keyed)
        st = remember(p, db, e);
    return st;
}

enum status perintah_dalam(struct perintah *p, const struct perintah_dalam *d, const struct who *who,
                           int64_t versi, struct db *db, struct err *e)
{
    struct who outer = p->who;
    void *input = p->input;
    int64_t seen = p->if_match;
    enum status st;

    if (!d->run) /* a repeated request whose key is not known any more */
        return err_set(e, E_KONFLIK, NULL);
    reply_reset(&p->reply);
    p->who = *who;
    p->input = d->input;
    p->if_match = versi;
    st = d->run(p, db, e);
    p->who = outer;
    p->input = input;
    p->if_match = seen;
    return st;
}

void perintah_init(struct perintah *p, const struct who *who, perintah_fn *run, void *input)
{
    *p = (struct perintah){ .cmd = { .apply = apply }, .who = *who, .run = run, .input = input };
    p->reply.status = 200;
}

void perintah_clear(struct perintah *p)
{
    buf_free(&p->reply.body);
}

/* Exactly one of `db` and `w`. */
static enum status as_system(struct db *db, struct writer *w, perintah_fn *run, void *input, struct err *e)
{
    struct perintah p;
    struct who who;
    enum status st;

    who_system(&who);
    perintah_init(&p, &who, run, input);
    st = db ? command_run(db, &p.cmd, e) : writer_run(w, &p.cmd, e);
    perintah_clear(&p);
    return st;
}

enum status perintah_sistem(struct db *db, perintah_fn *run, void *input, struct err *e)
{
    return as_system(db, NULL, run, input, e);
}

enum status perintah_sistem_antre(struct writer *w, perintah_fn *run, void *input, struct err *e)
{
    return as_system(NULL, w, run, input, e);
}

enum status perintah_versi(const struct perintah *p, int64_t versi, struct err *e)
{
    if (p->if_match == 0)
        return who_has(&p->who, PERAN_SISTEM) ? ST_OK : err_set(e, E_TANPA_VERSI, NULL);
    return p->if_match == versi ? ST_OK : err_set(e, E_VERSI, NULL);
}

enum status perintah_sweep(struct db *db, struct err *e)
{
    char oldest[TIME_TEXT];

    horizon(oldest);
    return db_exec(db, NULL, e, "DELETE FROM idempotensi WHERE waktu < $1", "t", oldest);
}
