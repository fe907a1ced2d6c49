#include "scoring/simulate.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

static enum status allowed(const struct perintah *p, struct db *db, int64_t unit_id, struct err *e)
{
    if (!right_possible(&p->who, AKSI_PLUGIN_UBAH))
        return err_set(e, E_TIDAK_BERHAK, NULL);
    return right_check(db, &p->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = unit_id }, e);
}

static void answer(struct perintah *p, const struct simulasi *s)
{
    struct jw w;

    buf_clear(&p->reply.body);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_kint(&w, "berubah", s->berubah);
    jw_kint(&w, "evaluasi", s->evaluasi);
    jw_kint(&w, "gagal", s->gagal);
    jw_ktext(&w, "hash", s->hash);
    jw_kint(&w, "id", s->out_id);
    jw_kint(&w, "tertunda", s->tertunda);
    jw_close(&w);
    p->reply.status = 201;
}

/* What the audit keeps beside the report's hash: which candidate, where. Canonical. */
static enum status audit(const struct perintah *p, struct db *db, const struct simulasi *s, struct err *e)
{
    struct audit_entry entry = {
        .objek = "simulasi", .objek_id = s->out_id, .peristiwa = "simulasi", .dokumen = s->hash
    };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_kint(&w, "berubah", s->berubah);
    jw_kint(&w, "evaluasi", s->evaluasi);
    jw_kint(&w, "periode_id", s->periode_id);
    jw_ktext(&w, "plugin", s->plugin);
    jw_ktext(&w, "setelan_hash", s->setelan_hash);
    jw_ktext(&w, "sha256", s->sha256);
    jw_kint(&w, "tertunda", s->tertunda);
    jw_kint(&w, "unit_id", s->unit_id);
    jw_close(&w);
    entry.isi = isi.p;
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&isi);
    return st;
}

enum status simulasi_tulis(struct perintah *p, struct db *db, struct simulasi *s, struct err *e)
{
    int64_t akun = p->who.akun_id;
    char now[TIME_TEXT];
    enum status st = allowed(p, db, s->unit_id, e);

    time_format(clock_now(), now);
    if (st == ST_OK)
        st = db_int(
            db, &s->out_id, e,
            "INSERT INTO simulasi (periode_id, unit_id, plugin, label, sha256, setelan_hash, evaluasi,"
            " berubah, gagal, tertunda, laporan, hash, durasi_us, akun_id, waktu) VALUES ($1, $2, $3, $4, $5,"
            " $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id",
            "iIttttiiiittiIt", s->periode_id, s->unit_id ? &s->unit_id : NULL, s->plugin, s->label, s->sha256,
            s->setelan_hash, s->evaluasi, s->berubah, s->gagal, s->tertunda, s->laporan.p, s->hash,
            s->durasi_us, akun ? &akun : NULL, now);
    if (st == ST_OK)
        st = audit(p, db, s, e);
    return st;
}

enum status simulasi_simpan(struct perintah *p, struct db *db, struct err *e)
{
    enum status st = simulasi_tulis(p, db, p->input, e);

    if (st == ST_OK)
        answer(p, p->input);
    return st;
}

enum status simulasi_rilis(struct db *db, int64_t release_id, struct err *e)
{
    struct rows r;
    bool there = false, bad = false;
    enum status st = db_rows(db, &r, e, "SELECT status FROM release WHERE id = $1", "i", release_id);

    if (st == ST_OK && rows_next(&r)) {
        there = true;
        bad = strcmp(row_text(&r, 0), "quarantined") == 0;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && (!there || bad))
        st = err_set(e, there ? E_RELEASE_KARANTINA : E_RELEASE_TIDAK_ADA, NULL);
    return st;
}
