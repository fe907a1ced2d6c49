#include "domain/rencana_aksi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"

/* Reading --------------------------------------------------------------------------------------------- */

static enum status load_head(struct db *db, int64_t skp_id, int64_t periode_id, struct rencana_aksi *out,
                             struct err *e)
{
    struct rows r;
    bool found, touches = false;
    enum status st =
        db_rows(db, &r, e,
                "SELECT r.id, r.versi, s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id,"
                " s.mulai <= p.selesai AND s.selesai >= p.mulai FROM skp s LEFT JOIN periode p ON p.id = $2"
                " LEFT JOIN rencana_aksi r ON r.skp_id = s.id AND r.periode_id = p.id WHERE s.id = $1",
                "ii", skp_id, periode_id);

    *out = (struct rencana_aksi){ .skp_id = skp_id };
    found = st == ST_OK && rows_next(&r);
    if (found) {
        out->id = row_int(&r, 0);
        out->versi = row_int(&r, 1);
        out->pegawai_id = row_int(&r, 2);
        out->subject = (struct subject){ row_int(&r, 2), row_int(&r, 3), row_int(&r, 4), row_int(&r, 5) };
        touches = row_int(&r, 6) != 0;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_SKP_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = periode_load(db, periode_id, &out->periode, e);
    return st == ST_OK && !touches ? err_set(e, E_PERIODE_LUAR, NULL) : st;
}

static enum status load_rows(struct db *db, struct arena *a, struct rencana_aksi *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT b.id, b.rhk_id, h.teks, b.teks, b.target, b.mulai, b.selesai,"
                             " (SELECT count(*) FROM progres g WHERE g.butir_id = b.id)"
                             " FROM rencana_aksi_butir b JOIN rhk h ON h.id = b.rhk_id"
                             " WHERE b.rencana_aksi_id = $1 ORDER BY b.no",
                             "i", out->id);

    out->butir = arena_array(a, struct rencana_butir, RENCANA_AKSI_MAX);
    while (st == ST_OK && out->n < RENCANA_AKSI_MAX && rows_next(&r))
        out->butir[out->n++] = (struct rencana_butir){
            .id = row_int(&r, 0),
            .rhk_id = row_int(&r, 1),
            .rhk = row_dup(&r, 2, a),
            .teks = row_dup(&r, 3, a),
            .target = row_dup(&r, 4, a),
            .mulai = row_dup(&r, 5, a),
            .selesai = row_dup(&r, 6, a),
            .progres = row_int(&r, 7),
        };
    return rows_end(&r, st, e);
}

enum status rencana_aksi_load(struct db *db, const struct who *who, int64_t skp_id, int64_t periode_id,
                              struct arena *a, struct rencana_aksi *out, struct err *e)
{
    struct err head = ERR_NONE;
    enum status st = load_head(db, skp_id, periode_id, out, &head);

    /* First whether the plan exists for the asker at all. */
    if (st == ST_OK || head.code == E_PERIODE_LUAR || head.code == E_PERIODE_TIDAK_ADA) {
        enum status seen = right_check(db, who, AKSI_REALISASI_LIHAT, &out->subject, e);

        if (seen != ST_OK)
            return e->code == E_TIDAK_ADA ? err_set(e, E_SKP_TIDAK_ADA, NULL) : seen;
    }
    if (st != ST_OK) {
        *e = head;
        return st;
    }
    return load_rows(db, a, out, e);
}

static void own_aksi(const struct who *who, const struct rencana_aksi *r, struct jw *w)
{
    struct err why = ERR_NONE;

    if (r->periode.status != PERIODE_TERBUKA)
        (void)err_set(&why, E_PERIODE_DITUTUP, NULL);
    jw_key(w, "aksi");
    jw_open(w, '[');
    if (who->pegawai_id && who->pegawai_id == r->pegawai_id)
        flow_aksi_baris(w, "simpan", false, &why);
    jw_close(w);
}

void rencana_aksi_json(const struct who *who, const struct rencana_aksi *r, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "skp_id", r->skp_id);
    jw_ktext(w, "periode", r->periode.kode);
    jw_kint(w, "versi", r->versi);
    jw_key(w, "butir");
    jw_open(w, '[');
    for (size_t i = 0; i < r->n; i++) {
        const struct rencana_butir *b = &r->butir[i];

        jw_open(w, '{');
        jw_kint(w, "id", b->id);
        jw_kint(w, "rhk_id", b->rhk_id);
        jw_ktext(w, "rhk", b->rhk);
        jw_ktext(w, "teks", b->teks);
        jw_ktext(w, "target", b->target);
        jw_ktext(w, "mulai", b->mulai);
        jw_ktext(w, "selesai", b->selesai);
        jw_kint(w, "progres", b->progres);
        jw_close(w);
    }
    jw_close(w);
    own_aksi(who, r, w);
    jw_close(w);
}

/* Writing --------------------------------------------------------------------------------------------- */

enum status rencana_aksi_baca(const json_t *body, struct arena *a, struct rencana_aksi_simpan *out,
                              struct err *e)
{
#define B(field) offsetof(struct rencana_butir, field)
    static const struct baca_medan top[] = { { "butir", BACA_LAIN, 0, true, 0, NULL } };
    static const struct baca_medan medan[] = {
        { "id", BACA_BULAT, B(id), false, 0, NULL },
        { "rhk_id", BACA_BULAT, B(rhk_id), true, 0, NULL },
        { "teks", BACA_TEKS, B(teks), true, 2000, NULL },
        { "target", BACA_TEKS, B(target), false, 400, NULL },
        { "mulai", BACA_TANGGAL, B(mulai), false, 0, NULL },
        { "selesai", BACA_TANGGAL, B(selesai), false, 0, NULL },
    };
#undef B
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "butir", true, RENCANA_AKSI_MAX, e);
    out->n = json_array_size(list);
    out->butir = arena_array(a, struct rencana_butir, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        struct rencana_butir *b = &out->butir[i];
        char at[32];

        snprintf(at, sizeof(at), "/butir/%zu", i);
        b->target = "";
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), b, a, e);
        if (b->mulai && b->selesai && strcmp(b->selesai, b->mulai) < 0)
            err_fault(e, at, "Selesai tidak boleh sebelum mulai.");
    }
    return baca_akhir(e);
}

static const struct rencana_butir *find(const struct rencana_butir *b, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (id && b[i].id == id)
            return &b[i];
    return NULL;
}

/* Rows hang on RHK of a version that is or was in force, lie within the period, and are known by their id. */
static enum status check_row(struct db *db, const struct rencana_aksi *r,
                             const struct rencana_aksi_simpan *in, size_t i, struct err *e)
{
    const struct rencana_butir *b = &in->butir[i];
    int64_t ok = 0;
    char at[32];
    enum status st = db_int(db, &ok, e,
                            "SELECT count(*) FROM rhk h JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s"
                            " ON s.id = v.skp_id WHERE h.id = $1 AND s.id = $2 AND v.n <= s.versi_berlaku",
                            "ii", b->rhk_id, in->skp_id);

    snprintf(at, sizeof(at), "/butir/%zu", i);
    if (st == ST_OK && !ok)
        err_fault(e, at, "RHK itu bukan bagian SKP yang disetujui.");
    if ((b->mulai && (strcmp(b->mulai, r->periode.mulai) < 0 || strcmp(b->mulai, r->periode.selesai) > 0)) ||
        (b->selesai &&
         (strcmp(b->selesai, r->periode.mulai) < 0 || strcmp(b->selesai, r->periode.selesai) > 0)))
        err_fault(e, at, "Tanggalnya harus di dalam periode %s.", r->periode.kode);
    if (b->id && (!find(r->butir, r->n, b->id) || find(in->butir, i, b->id)))
        err_fault(e, at, "Butir itu tidak ada pada rencana ini, atau disebut dua kali.");
    return st;
}

static enum status remove_others(struct db *db, const struct rencana_aksi *r,
                                 const struct rencana_aksi_simpan *in, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < r->n && st == ST_OK; i++) {
        if (find(in->butir, in->n, r->butir[i].id))
            continue;
        if (r->butir[i].progres)
            return err_set(e, E_RENCANA_DIACU, "Rencana \"%.80s\" sudah diacu %lld progres harian.",
                           r->butir[i].teks, (long long)r->butir[i].progres);
        st = db_exec(db, NULL, e, "DELETE FROM rencana_aksi_butir WHERE id = $1", "i", r->butir[i].id);
    }
    return st;
}

/* Numbers are unique, so they first step out of each other's way. */
static enum status write_rows(struct db *db, int64_t id, const struct rencana_aksi_simpan *in, struct err *e)
{
    enum status st =
        db_exec(db, NULL, e, "UPDATE rencana_aksi_butir SET no = -no WHERE rencana_aksi_id = $1", "i", id);

    for (size_t i = 0; i < in->n && st == ST_OK; i++) {
        const struct rencana_butir *b = &in->butir[i];

        if (b->id)
            st = db_exec(
                db, NULL, e,
                "UPDATE rencana_aksi_butir SET no = $1, rhk_id = $2, teks = $3, target = $4, mulai = $5,"
                " selesai = $6 WHERE id = $7",
                "iitttti", (int64_t)i + 1, b->rhk_id, b->teks, b->target, b->mulai, b->selesai, b->id);
        else
            st = db_exec(
                db, NULL, e,
                "INSERT INTO rencana_aksi_butir (rencana_aksi_id, no, rhk_id, teks, target, mulai, selesai)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                "iiitttt", id, (int64_t)i + 1, b->rhk_id, b->teks, b->target, b->mulai, b->selesai);
    }
    return st;
}

static enum status settle(struct perintah *p, struct db *db, struct rencana_aksi *r, struct err *e)
{
    struct audit_entry entry = {
        .objek = "rencana_aksi", .objek_id = r->id, .peristiwa = "simpan", .peran = "pemilik"
    };
    char hash[DIGEST_HEX];
    struct buf b = BUF_NONE;
    struct digest d;
    struct jw w;
    enum status st;

    jw_start(&w, &b);
    rencana_aksi_json(&p->who, r, &w);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, hash);
    entry.dokumen = hash;
    p->reply.etag = r->versi;
    buf_add(&p->reply.body, b.p, b.len);
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&b);
    return st;
}

enum status rencana_aksi_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct rencana_aksi_simpan *in = p->input;
    struct arena *a = arena_new();
    struct rencana_aksi r;
    enum status st = rencana_aksi_load(db, &p->who, in->skp_id, in->periode_id, a, &r, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_REALISASI_ISI, &r.subject, e)) != ST_OK ||
        (r.id && (st = perintah_versi(p, r.versi, e)) != ST_OK) ||
        (st = periode_terbuka(db, in->periode_id, e)) != ST_OK)
        goto out;
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = check_row(db, &r, in, i, e);
    if (st != ST_OK || (st = baca_akhir(e)) != ST_OK || (st = remove_others(db, &r, in, e)) != ST_OK)
        goto out;
    st = db_int(
        db, &r.id, e,
        "INSERT INTO rencana_aksi (skp_id, periode_id) VALUES ($1, $2) ON CONFLICT (skp_id, periode_id)"
        " DO UPDATE SET versi = rencana_aksi.versi + 1 RETURNING id",
        "ii", in->skp_id, in->periode_id);
    if (st != ST_OK || (st = write_rows(db, r.id, in, e)) != ST_OK ||
        (st = rencana_aksi_load(db, &p->who, in->skp_id, in->periode_id, a, &r, e)) != ST_OK)
        goto out;
    st = settle(p, db, &r, e);
out:
    arena_free(a);
    return st;
}
