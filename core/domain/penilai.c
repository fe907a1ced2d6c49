/* Evaluator resolution, DOMAIN.md 2.1: delegation → Plh → holder → Plt → the next superior post. */
#include <stdio.h>
#include <string.h>

#include "domain/jabatan.h"
#include "domain/penugasan.h"
#include "domain/tanggal.h"

/* No line of command is longer; a loop in the data ends here too. */
enum { CLIMB_MAX = 32 };

static const char *const ways[] = { "delegasi", "plh", "definitif", "plt", "naik" };

const char *penilai_cara_kode(enum penilai_cara c)
{
    return ways[c];
}

/* Who holds a post, as read from one row. */
struct holder {
    int64_t penugasan_id, pegawai_id;
    enum penugasan_jenis jenis;
    char nama[201], mulai[DATE_TEXT], selesai[DATE_TEXT], nomor[128], tanggal[DATE_TEXT];
};

struct walk {
    struct db *db;
    const char *hari;
    char akhir[DATE_TEXT]; /* last day of the assignment where it has ended before `hari`; else `hari` */
    const char *pada;      /* the day on which the one who was found held the post */
    int64_t refused[2];    /* people who may not be the answer */
    struct buf why;        /* what was passed over, as half sentences */
};

static void copy(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text ? text : "");
}

static void read_holder(const struct rows *r, struct holder *h)
{
    h->penugasan_id = row_int(r, 0);
    h->pegawai_id = row_int(r, 1);
    (void)penugasan_jenis_parse(row_text(r, 2), &h->jenis);
    copy(h->nama, sizeof(h->nama), row_text(r, 3));
    copy(h->mulai, sizeof(h->mulai), row_text(r, 4));
    copy(h->selesai, sizeof(h->selesai), row_text(r, 5));
    copy(h->nomor, sizeof(h->nomor), row_text(r, 6));
    copy(h->tanggal, sizeof(h->tanggal), row_text(r, 7));
}

/* A post below pengawas gives no authority by itself; a decree that names the person head or acting head of
 * such a post delegates it. */
static bool has_authority(const struct jabatan *post, const struct holder *h)
{
    return jabatan_struktural(post->jenis) || (h->jenis != TUGAS_DEFINITIF && h->nomor[0] && h->tanggal[0]);
}

/* The one who acted in `post` on the day `pada` and is in service on w->hari, in the order of the rule; found
 * is false if nobody may. */
static enum status pick_on(struct walk *w, const struct jabatan *post, const char *pada, struct holder *out,
                           bool *found, const char **passed, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(w->db, &r, e,
                "SELECT t.id, t.pegawai_id, t.jenis, p.nama, t.mulai, t.selesai, t.dasar_nomor, "
                "t.dasar_tanggal FROM penugasan t JOIN pegawai p ON p.id = t.pegawai_id "
                "WHERE t.jabatan_id = $1 AND t.mulai <= $2 AND (t.selesai IS NULL OR t.selesai >= $2) "
                "AND p.aktif_mulai <= $2 AND (p.aktif_selesai IS NULL OR p.aktif_selesai >= $3) "
                "ORDER BY CASE t.jenis WHEN 'plh' THEN 0 WHEN 'plt' THEN 2 ELSE 1 END, "
                "t.mulai DESC, t.id",
                "itt", post->id, pada, w->hari);

    *found = false;
    while (st == ST_OK && !*found && rows_next(&r)) {
        read_holder(&r, out);
        if (out->pegawai_id == w->refused[0] || out->pegawai_id == w->refused[1])
            *passed = "dipangku oleh yang bersangkutan sendiri";
        else if (!has_authority(post, out))
            *passed = "di bawah pengawas dan tanpa delegasi";
        else
            *found = true;
    }
    return rows_end(&r, st, e);
}

/* Of a post that stands vacant since: who held it when an assignment under it ended still judges that time.
 */
static enum status pick(struct walk *w, const struct jabatan *post, struct holder *out, bool *found,
                        struct err *e)
{
    const char *passed = "lowong";
    enum status st = pick_on(w, post, w->hari, out, found, &passed, e);

    w->pada = w->hari;
    if (st == ST_OK && !*found && strcmp(w->akhir, w->hari) < 0) {
        st = pick_on(w, post, w->akhir, out, found, &passed, e);
        if (st == ST_OK && *found)
            w->pada = w->akhir;
    }
    if (st == ST_OK && !*found)
        buf_printf(&w->why, "%s%s %s", w->why.len ? ", " : "", post->nama, passed);
    return st;
}

/* "Siti memangku jabatan Camat pada 17 Maret 2025" and the like, without its full stop. */
static void describe(const struct walk *w, const struct jabatan *post, const struct holder *h, struct buf *b)
{
    char d1[TANGGAL_TEXT], d2[TANGGAL_TEXT];

    switch (h->jenis) {
    case TUGAS_DEFINITIF:
        buf_printf(b, "%s memangku jabatan %s pada %s", h->nama, post->nama, tanggal_tulis(w->pada, d1));
        break;
    case TUGAS_TAMBAHAN:
        buf_printf(b,
                   "%s memimpin sebagai %s dengan tugas tambahan menurut keputusan nomor %s tanggal %s, yang "
                   "membawa kewenangan menilai",
                   h->nama, post->nama, h->nomor, tanggal_tulis(h->tanggal, d1));
        break;
    case TUGAS_PLH:
        buf_printf(b, "%s adalah Plh. %s dari %s sampai %s karena pejabatnya berhalangan sementara", h->nama,
                   post->nama, tanggal_tulis(h->mulai, d1), tanggal_tulis(h->selesai, d2));
        break;
    case TUGAS_PLT:
        buf_printf(b, "%s adalah Plt. %s pada %s karena jabatan itu lowong", h->nama, post->nama,
                   tanggal_tulis(w->hari, d1));
        break;
    }
}

static enum penilai_cara way_of(const struct holder *h)
{
    return h->jenis == TUGAS_PLH ? CARA_PLH : h->jenis == TUGAS_PLT ? CARA_PLT : CARA_DEFINITIF;
}

static void found_one(const struct walk *w, const struct jabatan *post, const struct holder *h, bool climbed,
                      struct penilai *out)
{
    struct buf b = BUF_NONE;

    if (climbed)
        buf_printf(&b, "%s; atasan berikutnya menilai: ", w->why.p);
    describe(w, post, h, &b);
    buf_char(&b, '.');
    out->penilai_id = h->pegawai_id;
    out->penilai_penugasan_id = h->penugasan_id;
    out->jabatan_id = post->id;
    out->cara = climbed ? CARA_NAIK : way_of(h);
    copy(out->alasan, sizeof(out->alasan), b.p);
    buf_free(&b);
}

/* From `jabatan_id` upward. ST_NOT_FOUND if the climb ends (e is not set: the caller knows for whom). */
static enum status climb(struct walk *w, int64_t jabatan_id, struct penilai *out, struct err *e)
{
    struct arena *a = arena_new();
    struct holder *h = arena_new_of(a, struct holder);
    enum status st = ST_OK;
    bool found = false;

    for (int n = 0; st == ST_OK && !found && jabatan_id && n < CLIMB_MAX; n++) {
        struct jabatan post;

        if ((st = jabatan_load(w->db, jabatan_id, a, &post, e)) != ST_OK)
            break;
        st = pick(w, &post, h, &found, e);
        if (st == ST_OK && found)
            found_one(w, &post, h, n > 0, out);
        else if (st == ST_OK)
            st = jabatan_atasan(w->db, post.id, w->akhir, &jabatan_id, e);
    }
    arena_free(a);
    return st == ST_OK && !found ? ST_NOT_FOUND : st;
}

/* A delegation of the authority to evaluate `pegawai_id`; ST_NOT_FOUND if there is none. */
static enum status delegated(struct walk *w, int64_t pegawai_id, struct penilai *out, struct err *e)
{
    struct rows r;
    char day[TANGGAL_TEXT];
    bool found = false;
    enum status st =
        db_rows(w->db, &r, e,
                "SELECT d.penilai_id, p.nama, d.dasar_nomor, d.dasar_tanggal FROM delegasi d "
                "JOIN pegawai p ON p.id = d.penilai_id WHERE d.pegawai_id = $1 AND d.mulai <= $2 "
                "AND (d.selesai IS NULL OR d.selesai >= $2) AND p.aktif_mulai <= $2 "
                "AND (p.aktif_selesai IS NULL OR p.aktif_selesai >= $3) "
                "ORDER BY d.mulai DESC, d.id DESC LIMIT 1",
                "itt", pegawai_id, w->akhir, w->hari);

    if (st == ST_OK && rows_next(&r)) {
        found = row_int(&r, 0) != w->refused[0] && row_int(&r, 0) != w->refused[1];
        if (found) {
            *out = (struct penilai){ .penilai_id = row_int(&r, 0), .cara = CARA_DELEGASI };
            snprintf(out->alasan, sizeof(out->alasan),
                     "%s menilai dengan delegasi menurut keputusan nomor %s tanggal %s.", row_text(&r, 1),
                     row_text(&r, 2), tanggal_tulis(row_text(&r, 3), day));
        }
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? ST_NOT_FOUND : st;
}

/* The assignment in question: the one that is named, else the definitif one on that day. One that has ended
 * by then is looked at as of its last day: what was delegated or rearranged later is not about it. */
static enum status assignment(struct walk *w, int64_t pegawai_id, int64_t penugasan_id, int64_t *jabatan_id,
                              struct err *e)
{
    struct penugasan t;
    enum status st = penugasan_id ? penugasan_load(w->db, penugasan_id, &t, e)
                                  : penugasan_of(w->db, pegawai_id, w->hari, &t, e);

    *jabatan_id = 0;
    if (st != ST_OK)
        return st;
    if (t.pegawai_id != pegawai_id)
        return err_set(e, E_PENUGASAN_TIDAK_ADA, "Penugasan itu milik pegawai lain.");
    *jabatan_id = t.jabatan_id;
    if (t.selesai[0] && strcmp(t.selesai, w->hari) < 0)
        memcpy(w->akhir, t.selesai, sizeof(w->akhir));
    return ST_OK;
}

static enum status nobody(struct walk *w, int64_t pegawai_id, struct err *e)
{
    struct arena *a = arena_new();
    char *nama = NULL, day[TANGGAL_TEXT];
    enum status st = db_text(w->db, &nama, a, e, "SELECT nama FROM pegawai WHERE id = $1", "i", pegawai_id);

    if (st == ST_OK)
        st = err_set(e, E_PENILAI_TIDAK_ADA, "Tidak ada pejabat penilai kinerja bagi %s pada %s: %s.", nama,
                     tanggal_tulis(w->hari, day),
                     w->why.len ? w->why.p : "jabatannya tidak mempunyai jabatan atasan");
    arena_free(a);
    return st;
}

/* The same rule once more, for the evaluator; nobody above is no error. */
static enum status resolve_above(struct walk *w, struct penilai *out, struct err *e)
{
    struct penilai above = { .penilai_id = 0 };
    int64_t post = out->jabatan_id;
    enum status st;

    w->refused[1] = out->penilai_id;
    buf_clear(&w->why);
    copy(w->akhir, sizeof(w->akhir), w->hari);
    st = delegated(w, out->penilai_id, &above, e);
    if (st == ST_NOT_FOUND) {
        st = post ? ST_OK : assignment(w, out->penilai_id, 0, &post, e);
        if (st == ST_OK)
            st = jabatan_atasan(w->db, post, w->hari, &post, e);
        if (st == ST_OK)
            st = climb(w, post, &above, e);
    }
    out->atasan_penilai_id = above.penilai_id;
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

enum status penilai_resolve(struct db *db, int64_t pegawai_id, int64_t penugasan_id, const char *hari,
                            struct penilai *out, struct err *e)
{
    struct walk w = { .db = db, .hari = hari, .refused = { pegawai_id, 0 }, .why = BUF_NONE };
    struct err none = ERR_NONE;
    int64_t post = 0;
    enum status st, had;

    *out = (struct penilai){ .penilai_id = 0 };
    copy(w.akhir, sizeof(w.akhir), hari);
    /* A delegation holds also for who has no post that day. */
    had = assignment(&w, pegawai_id, penugasan_id, &post, &none);
    st = delegated(&w, pegawai_id, out, e);
    if (st == ST_NOT_FOUND) {
        if ((st = had) != ST_OK)
            *e = none;
        if (st == ST_OK)
            st = jabatan_atasan(db, post, w.akhir, &post, e);
        if (st == ST_OK && (st = climb(&w, post, out, e)) == ST_NOT_FOUND && e->code == E_NONE)
            st = nobody(&w, pegawai_id, e);
    }
    if (st == ST_OK)
        st = resolve_above(&w, out, e);
    buf_free(&w.why);
    return st;
}
