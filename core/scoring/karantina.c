#include "scoring/karantina.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/rilis.h"
#include "domain/unit.h"

static void ago(int menit, char out[TIME_TEXT])
{
    time_format(clock_now() - (int64_t)menit * 60 * 1000000, out);
}

/* Counting ------------------------------------------------------------------------------------------------
 */

/* The release of a stored package that may run; 0 for any other (a candidate, one that is stopped already).
 */
static enum status release_of(struct db *db, const struct host_kill *k, int64_t *id, struct err *e)
{
    char sha256[DIGEST_HEX];
    struct rows r;
    enum status st;

    digest_hex(&k->release, sha256);
    *id = 0;
    st =
        db_rows(db, &r, e,
                "SELECT id FROM release WHERE sha256 = $1 AND status IN ('validated', 'enabled', 'disabled')",
                "t", sha256);
    if (st == ST_OK && rows_next(&r))
        *id = row_int(&r, 0);
    return rows_end(&r, st, e);
}

/* The same call within the time counts once, and is told once. */
static enum status is_known(struct db *db, int64_t release_id, const char *masukan, const char *since,
                            bool *yes, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM kejadian_plugin WHERE release_id = $1 AND masukan_hash = $2"
                            " AND waktu >= $3",
                            "itt", release_id, masukan, since);

    *yes = n > 0;
    return st;
}

static enum status store(struct perintah *p, struct db *db, const struct host_kill *k, int64_t release_id,
                         const char *asal, const char *masukan, struct err *e)
{
    struct audit_entry entry = { .objek = rilis_machine.nama,
                                 .objek_id = release_id,
                                 .peristiwa = "mati",
                                 .dokumen = masukan,
                                 .peran = "sistem" };
    const char *galat = code_row(k->code)->name;
    char note[256], now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    snprintf(note, sizeof(note), "Panggilan %s menghentikan prosesnya dua kali (%s, dari %s).", k->function,
             galat, asal);
    entry.catatan = note;
    st = db_exec(db, NULL, e,
                 "INSERT INTO kejadian_plugin (release_id, fungsi, masukan_hash, galat, asal, waktu)"
                 " VALUES ($1, $2, $3, $4, $5, $6)",
                 "ittttt", release_id, k->function, masukan, galat, asal, now);
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

/* What happened before somebody let it out of quarantine is settled. */
static enum status since_when(struct db *db, int64_t release_id, char since[TIME_TEXT], struct err *e)
{
    struct arena *a = arena_new();
    char *out = NULL;
    enum status st =
        db_text(db, &out, a, e,
                "SELECT COALESCE(max(waktu), '') FROM audit WHERE objek = 'release' AND objek_id = $1"
                " AND peristiwa = 'pulihkan'",
                "i", release_id);

    ago(KARANTINA_MENIT, since);
    if (st == ST_OK && strcmp(out, since) > 0)
        snprintf(since, TIME_TEXT, "%s", out);
    arena_free(a);
    return st;
}

/* The calls as a sentence; *n how many distinct ones there are. */
static enum status name_calls(struct db *db, int64_t release_id, const char *since, struct buf *out, int *n,
                              struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT min(fungsi), masukan_hash, min(galat) FROM kejadian_plugin WHERE release_id = $1"
                " AND waktu >= $2 GROUP BY masukan_hash ORDER BY min(id) LIMIT 3",
                "it", release_id, since);

    *n = 0;
    while (st == ST_OK && rows_next(&r))
        buf_printf(out, "%s%.60s dengan masukan %.12s… (%s)", (*n)++ ? "; " : "", row_text(&r, 0),
                   row_text(&r, 1), row_text(&r, 2));
    return rows_end(&r, st, e);
}

/* Taking effect -------------------------------------------------------------------------------------------
 */

static enum status run_goes_on(struct db *db, bool *yes, struct err *e)
{
    char alive[TIME_TEXT];
    int64_t n = 0;
    enum status st;

    ago(KARANTINA_HIDUP_MENIT, alive);
    st = db_int(db, &n, e, "SELECT count(*) FROM run WHERE selesai IS NULL AND denyut >= $1", "t", alive);
    *yes = n > 0;
    return st;
}

static enum status quarantine(struct perintah *p, struct db *db, int64_t release_id, const char *why,
                              struct err *e)
{
    struct rilis_langkah step = { .id = release_id, .peristiwa = "karantina", .catatan = why };
    enum status st = rilis_langkah(db, &p->who, &step, e);

    return st == ST_OK ? generasi_naik(db, "aktivasi", e) : st;
}

static enum status judge(struct perintah *p, struct db *db, int64_t release_id, struct err *e)
{
    struct buf why = BUF_NONE;
    char since[TIME_TEXT];
    bool waits = false;
    int n = 0;
    enum status st = since_when(db, release_id, since, e);

    buf_printf(&why, "%d panggilan menghentikan prosesnya dalam %d menit: ", KARANTINA_PANGGILAN,
               KARANTINA_MENIT);
    if (st == ST_OK)
        st = name_calls(db, release_id, since, &why, &n, e);
    if (st == ST_OK && n >= KARANTINA_PANGGILAN)
        st = run_goes_on(db, &waits, e);
    if (st != ST_OK || n < KARANTINA_PANGGILAN)
        goto out;
    if (waits)
        st = db_exec(db, NULL, e, "UPDATE release SET tunda = $2, versi = versi + 1 WHERE id = $1", "it",
                     release_id, why.p);
    else
        st = quarantine(p, db, release_id, why.p, e);
out:
    buf_free(&why);
    return st;
}

static enum status catat_satu(struct perintah *p, struct db *db, const struct host_kill *k, const char *asal,
                              struct err *e)
{
    char masukan[DIGEST_HEX], since[TIME_TEXT];
    int64_t id;
    bool known = false;
    enum status st = release_of(db, k, &id, e);

    if (st != ST_OK || !id)
        return st;
    digest_hex(&k->input, masukan);
    if ((st = since_when(db, id, since, e)) != ST_OK ||
        (st = is_known(db, id, masukan, since, &known, e)) != ST_OK || known ||
        (st = store(p, db, k, id, asal, masukan, e)) != ST_OK)
        return st;
    return judge(p, db, id, e);
}

enum status karantina_catat(struct perintah *p, struct db *db, struct err *e)
{
    const struct karantina_catat *in = p->input;
    enum status st = ST_OK;

    if (!who_has(&p->who, PERAN_SISTEM))
        return err_set(e, E_TIDAK_BERHAK, NULL);
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = catat_satu(p, db, &in->kill[i], in->asal, e);
    p->reply.status = 204;
    return st;
}

enum status karantina_terapkan(struct perintah *p, struct db *db, struct err *e)
{
    enum { MANY = 100 };
    struct karantina_terapkan *in = p->input;
    struct arena *a = arena_new();
    int64_t ids[MANY];
    char *why[MANY];
    bool waits = false;
    size_t n = 0;
    struct rows r;
    enum status st = in->paksa ? ST_OK : run_goes_on(db, &waits, e);

    in->out_n = 0;
    p->reply.status = 204;
    if (st == ST_OK && !who_has(&p->who, PERAN_SISTEM))
        st = err_set(e, E_TIDAK_BERHAK, NULL);
    if (st == ST_OK && !waits) {
        st = db_rows(db, &r, e,
                     "SELECT id, tunda FROM release WHERE tunda <> ''"
                     " AND status IN ('validated', 'enabled', 'disabled') ORDER BY id LIMIT 100",
                     "");
        while (st == ST_OK && n < MANY && rows_next(&r)) {
            ids[n] = row_int(&r, 0);
            why[n++] = row_dup(&r, 1, a);
        }
        st = rows_end(&r, st, e);
    }
    for (size_t i = 0; i < n && st == ST_OK; i++, in->out_n++)
        st = quarantine(p, db, ids[i], why[i], e);
    arena_free(a);
    return st;
}

/* Reporting -----------------------------------------------------------------------------------------------
 */

static void run_command(struct writer *w, perintah_fn *run, void *input)
{
    struct err e = ERR_NONE;

    if (perintah_sistem_antre(w, run, input, &e) != ST_OK)
        log_event(LOG_ERROR, "plugin.karantina", "%s: %s", code_row(e.code)->name, e.msg);
}

void karantina_lapor(struct host *host, const char *asal, struct writer *w)
{
    struct karantina_catat in = { .asal = asal };

    in.n = host_kills(host, in.kill);
    if (in.n)
        run_command(w, karantina_catat, &in);
}

/* On its way to the writer, which frees it. */
struct laporan {
    struct perintah p; /* first: the writer's */
    struct karantina_catat in;
};

static void stored(struct command *c)
{
    struct laporan *x = (struct laporan *)c;

    if (c->st != ST_OK)
        log_event(LOG_ERROR, "plugin.karantina", "%s: %s", code_row(c->err.code)->name, c->err.msg);
    perintah_clear(&x->p);
    free(x);
}

void karantina_lapor_nanti(struct host *host, const char *asal, struct writer *w)
{
    struct host_kill kill[HOST_KILLS];
    size_t n = host_kills(host, kill);
    struct laporan *x;
    struct who who;

    if (!n)
        return;
    x = mem_alloc(sizeof(*x));
    x->in.asal = asal;
    x->in.n = n;
    memcpy(x->in.kill, kill, sizeof(kill));
    who_system(&who);
    perintah_init(&x->p, &who, karantina_catat, &x->in);
    x->p.cmd.done = stored;
    if (!writer_submit(w, &x->p.cmd)) {
        log_event(LOG_ERROR, "plugin.karantina", "antrean penulis penuh: %zu kejadian tidak tercatat", n);
        perintah_clear(&x->p);
        free(x);
    }
}

void karantina_abaikan(struct host *host)
{
    struct host_kill kill[HOST_KILLS];

    (void)host_kills(host, kill);
}

void karantina_setelah_run(struct writer *w, bool paksa)
{
    struct karantina_terapkan in = { .paksa = paksa };

    run_command(w, karantina_terapkan, &in);
}

enum status karantina_periksa(struct db *db, int64_t release_id, struct err *e)
{
    struct rilis r;
    enum status st = rilis_load(db, release_id, &r, e);

    if (st == ST_OK && r.status == RILIS_QUARANTINED)
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina: %.380s", r.plugin, r.alasan);
    return st;
}
