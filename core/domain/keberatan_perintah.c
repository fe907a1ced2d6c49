/* Commands on objections: raise, hear, decide; and what time brings. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/gangguan.h"
#include "domain/keberatan.h"
#include "domain/kepala.h"
#include "domain/perintah_baca.h"

enum { SEKALI_BERKALA = 500 };

/* What a step carries to its effect, and the audit row that comes of it. */
struct langkah {
    const struct keberatan *k;
    const struct evaluasi_nilai *nilai; /* NULL: the ratings stay */
    struct arena *a;
    struct audit_entry audit;
    char hash[DIGEST_HEX];
};

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct keberatan k;
    struct jw w;
    enum status st = keberatan_load(db, &p->who, id, a, &k, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = k.versi;
    jw_start(&w, &p->reply.body);
    return keberatan_json(db, &p->who, &k, &w, e);
}

/* Raise ---------------------------------------------------------------------------------------------------
 */

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

static enum status insert(struct perintah *p, struct db *db, struct keberatan_ajukan *in,
                          const struct evaluasi *v, const char *status, struct err *e)
{
    struct audit_entry entry = {
        .objek = "keberatan", .peristiwa = "ajukan", .ke = status, .catatan = in->alasan, .peran = "pemilik"
    };
    char now[TIME_TEXT], last[DATE_TEXT];
    enum status st = aturan_batas(db, "keberatan.putusan_hari", p->who.hari, last, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO keberatan (evaluasi_id, status, alasan, diajukan, batas_putusan, semula_hasil,"
                " semula_perilaku, semula_predikat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                "ittttttt", v->id, status, in->alasan, now, last, v->rating_hasil, v->rating_perilaku,
                v->predikat);
    if (st != ST_OK)
        return e->code == E_DB_GANDA ? err_set(e, E_KEBERATAN_ADA, NULL) : st;
    entry.objek_id = in->out_id;
    return audit_add(db, &p->who, &entry, NULL, e);
}

static enum status raise_it(struct perintah *p, struct db *db, struct keberatan_ajukan *in,
                            const struct evaluasi *v, struct err *e)
{
    struct flow_object o = {
        .id = v->id, .state = (int)v->status, .subject = v->subject, .catatan = in->alasan
    };
    enum status st = flow_apply(db, &evaluasi_machine, &o, "keberatan", &p->who, NULL, e);

    /* The clock has run out: the objection is kept as it came, and the evaluation stands. */
    if (st == ST_CONFLICT && !v->keberatan_id &&
        (e->code == E_KEBERATAN_TERLAMBAT || v->status == EVALUASI_FINAL)) {
        err_clear(e);
        return insert(p, db, in, v, keberatan_machine.states[KEBERATAN_TIDAK_DITERIMA], e);
    }
    if (st != ST_OK)
        return st;
    /* Who objects has the result: the receipt is recorded where it was not. */
    if (!v->diterima)
        st =
            db_exec(db, NULL, e, "UPDATE evaluasi SET diterima = $2 WHERE id = $1", "it", v->id, p->who.hari);
    return st == ST_OK ? insert(p, db, in, v, keberatan_machine.states[KEBERATAN_DIAJUKAN], e) : st;
}

enum status keberatan_ajukan(struct perintah *p, struct db *db, struct err *e)
{
    struct keberatan_ajukan *in = p->input;
    struct arena *a = arena_new();
    struct evaluasi v;
    enum status st = evaluasi_load(db, &p->who, in->evaluasi_id, a, &v, e);

    if (st != ST_OK || (st = perintah_versi(p, v.versi, e)) != ST_OK)
        goto out;
    if (blank(in->alasan)) {
        err_fault(e, "/alasan", "Wajib diisi: keberatan disertai alasan.");
        st = err_set(e, E_TANPA_CATATAN, NULL);
        goto out;
    }
    if ((st = raise_it(p, db, in, &v, e)) != ST_OK || (st = reply(p, db, in->out_id, a, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/keberatan/%lld", (long long)in->out_id);
out:
    arena_free(a);
    return st;
}

/* Decide --------------------------------------------------------------------------------------------------
 */

/* The new ratings with the matrix's answer, in the evaluation and beside the old ones in the objection. */
static enum status change_ratings(struct db *db, const struct keberatan *k, const struct evaluasi_nilai *n,
                                  struct err *e)
{
    struct hasil_baru h = n->hasil[n->predikat_hasil];
    int64_t hasil_id = 0;
    enum status st;

    h.evaluasi_id = k->evaluasi_id;
    if ((st = hasil_add(db, &h, &hasil_id, e)) != ST_OK)
        return st;
    st = db_exec(db, NULL, e,
                 "UPDATE evaluasi SET rating_hasil = $2, rating_perilaku = $3, predikat = $4,"
                 " predikat_hasil_id = $5 WHERE id = $1",
                 "ittti", k->evaluasi_id, n->rating_hasil, n->rating_perilaku, n->predikat, hasil_id);
    if (st != ST_OK)
        return st;
    return db_exec(db, NULL, e,
                   "UPDATE keberatan SET menjadi_hasil = $2, menjadi_perilaku = $3, menjadi_predikat = $4"
                   " WHERE id = $1",
                   "ittt", k->id, n->rating_hasil, n->rating_perilaku, n->predikat);
}

/* The decision's signature: the digest of what now stands in the row. */
static enum status sign(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct langkah *l = o->data;
    struct buf b = BUF_NONE;
    char now[TIME_TEXT];
    struct keberatan k;
    struct digest d;
    enum status st;

    time_format(clock_now(), now);
    st =
        db_exec(db, NULL, e, "UPDATE keberatan SET putusan = $2, diputus = $3, pemutus_id = $4 WHERE id = $1",
                "itti", o->id, o->catatan, now, who->pegawai_id);
    if (st != ST_OK || (st = keberatan_load(db, who, o->id, l->a, &k, e)) != ST_OK)
        return st;
    keberatan_dokumen(&k, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, l->hash);
    buf_free(&b);
    l->audit.dokumen = l->hash;
    return ST_OK;
}

enum status keberatan_ditutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct langkah *l = o->data;
    struct flow_object evaluation = { .id = l->k->evaluasi_id,
                                      .state = EVALUASI_KEBERATAN,
                                      .subject = o->subject };
    bool withdrawn = o->state == KEBERATAN_DICABUT;
    enum status st = ST_OK;

    if (l->nilai)
        st = change_ratings(db, l->k, l->nilai, e);
    if (st == ST_OK && !withdrawn)
        st = sign(db, who, o, e);
    return st == ST_OK
               ? flow_apply(db, &evaluasi_machine, &evaluation, withdrawn ? "cabut" : "putus", who, NULL, e)
               : st;
}

/* The objection as the actor may see it, with evaluator and superior of today. */
static enum status open_objection(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                  struct keberatan *k, struct err *e)
{
    struct evaluasi v;
    enum status st = keberatan_load(db, &p->who, id, a, k, e);

    if (st != ST_OK || (st = evaluasi_muat(db, k->evaluasi_id, a, &v, e)) != ST_OK ||
        (st = skp_penilai_segarkan(db, &p->who, v.skp_id, e)) != ST_OK ||
        (st = keberatan_load(db, &p->who, id, a, k, e)) != ST_OK)
        return st;
    return perintah_versi(p, k->versi, e);
}

static enum status step(struct perintah *p, struct db *db, const char *event, const char *catatan,
                        struct langkah *l, struct err *e)
{
    struct flow_object o = {
        .id = l->k->id, .state = (int)l->k->status, .subject = l->k->subject, .catatan = catatan, .data = l
    };
    enum status st = flow_apply(db, &keberatan_machine, &o, event, &p->who, &l->audit, e);

    return st == ST_OK ? reply(p, db, l->k->id, l->a, e) : st;
}

enum status keberatan_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct keberatan_langkah *in = p->input;
    struct arena *a = arena_new();
    struct keberatan k;
    struct langkah l = { .k = &k, .a = a };
    enum status st = open_objection(p, db, in->id, a, &k, e);

    if (st == ST_OK && strcmp(in->peristiwa, "ubah") == 0) /* new ratings come with it */
        st = err_set(e, E_ALUR_PERISTIWA, "Putusan yang mengubah penilaian memerlukan kedua rating.");
    if (st == ST_OK)
        st = step(p, db, in->peristiwa, in->catatan, &l, e);
    arena_free(a);
    return st;
}

enum status keberatan_putus_baca(const json_t *body, struct arena *a, struct keberatan_putus *out,
                                 struct err *e)
{
    enum status st = evaluasi_nilai_baca(body, a, &out->nilai, e);

    if (st == ST_OK && blank(out->nilai.alasan)) {
        err_fault(e, "/alasan", "Wajib diisi: alasan putusan.");
        st = err_set(e, E_MASUKAN, NULL);
    }
    return st;
}

enum status keberatan_putus(struct perintah *p, struct db *db, struct err *e)
{
    struct keberatan_putus *in = p->input;
    struct arena *a = arena_new();
    struct keberatan k;
    struct evaluasi v;
    struct langkah l = { .k = &k, .nilai = &in->nilai, .a = a };
    enum status st = open_objection(p, db, in->id, a, &k, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_KEBERATAN_PUTUS, &k.subject, e)) != ST_OK ||
        (st = evaluasi_muat(db, k.evaluasi_id, a, &v, e)) != ST_OK)
        goto out;
    if (k.status == KEBERATAN_PEMERIKSAAN) {
        if (strcmp(in->nilai.rating_hasil, k.semula[0]) == 0 &&
            strcmp(in->nilai.rating_perilaku, k.semula[1]) == 0) {
            st = err_set(e, E_KEBERATAN_SAMA, NULL);
            goto out;
        }
        if ((st = evaluasi_predikat_cocok(db, &v, &in->nilai, e)) != ST_OK ||
            (st = kepala_tetap(db, &v, in->nilai.rating_hasil, e)) != ST_OK)
            goto out;
    }
    st = step(p, db, "ubah", in->nilai.alasan, &l, e);
out:
    arena_free(a);
    return st;
}

/* Time ----------------------------------------------------------------------------------------------------
 */

static enum status due(struct db *db, const char *hari, int64_t after, int64_t *ids, int *states, size_t *n,
                       struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT v.id, v.status FROM evaluasi v WHERE v.id > $1 AND (v.status = 'diputus'"
                " OR (v.status = 'ditetapkan' AND v.batas_keberatan < $2)) ORDER BY v.id LIMIT $3",
                "iti", after, hari, (int64_t)SEKALI_BERKALA);

    *n = 0;
    while (st == ST_OK && *n < SEKALI_BERKALA && rows_next(&r)) {
        ids[*n] = row_int(&r, 0);
        states[(*n)++] = strcmp(row_text(&r, 1), "diputus") == 0 ? EVALUASI_DIPUTUS : EVALUASI_DITETAPKAN;
    }
    return rows_end(&r, st, e);
}

enum status keberatan_berkala(struct perintah *p, struct db *db, struct err *e)
{
    struct keberatan_berkala *in = p->input;
    int64_t ids[SEKALI_BERKALA];
    int states[SEKALI_BERKALA];
    size_t n;
    char day[DATE_TEXT];
    enum status st = gangguan_hari(db, p->who.hari, day, e);

    n = 0;
    if (st == ST_OK)
        st = due(db, day, in->sampai, ids, states, &n, e);
    in->out_final = 0;
    in->out_sampai = in->sampai;
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct flow_object o = { .id = ids[i], .state = states[i] };

        st = flow_apply(db, &evaluasi_machine, &o, "finalkan", &p->who, NULL, e);
        in->out_final++;
        in->out_sampai = ids[i];
    }
    in->out_sisa = n == SEKALI_BERKALA;
    return st;
}
