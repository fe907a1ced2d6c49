/* Commands on minutes: write, change, confirm. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/dialog.h"

static enum status reply(struct perintah *p, struct db *db, int64_t skp_id, int64_t id, struct arena *a,
                         struct err *e)
{
    struct dialog d;
    struct jw w;
    enum status st = dialog_load(db, &p->who, skp_id, id, a, &d, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = d.versi;
    jw_start(&w, &p->reply.body);
    return dialog_json(db, &p->who, &d, &w, e);
}

/* People of the institution by their names, so that the minutes read the same whatever was typed. */
static enum status write_people(struct db *db, int64_t id, const struct dialog_isi *x, struct err *e)
{
    enum status st = db_exec(db, NULL, e, "DELETE FROM dialog_peserta WHERE dialog_id = $1", "i", id);

    for (size_t i = 0; i < x->npeserta && st == ST_OK; i++) {
        const struct dialog_peserta *p = &x->peserta[i];
        int64_t written = 0;
        char at[64];

        if (!p->pegawai_id)
            st = db_exec(db, &written, e,
                         "INSERT INTO dialog_peserta (dialog_id, no, nama, peran) VALUES ($1, $2, $3, $4)",
                         "iitt", id, (int64_t)i + 1, p->nama, p->peran);
        else
            st = db_exec(db, &written, e,
                         "INSERT INTO dialog_peserta (dialog_id, no, pegawai_id, nama, peran)"
                         " SELECT $1, $2, g.id, g.nama, $4 FROM pegawai g WHERE g.id = $3",
                         "iiit", id, (int64_t)i + 1, p->pegawai_id, p->peran);
        if (st == ST_OK && !written) {
            snprintf(at, sizeof(at), "/peserta/%zu/pegawai_id", i);
            err_fault(e, at, "Pegawai itu tidak ada.");
            st = err_set(e, E_MASUKAN, "Pegawai itu tidak ada.");
        }
    }
    return st;
}

static enum status write_actions(struct db *db, int64_t id, const struct dialog_isi *x, struct err *e)
{
    enum status st = db_exec(db, NULL, e, "DELETE FROM dialog_tindak_lanjut WHERE dialog_id = $1", "i", id);

    for (size_t i = 0; i < x->ntindak && st == ST_OK; i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO dialog_tindak_lanjut (dialog_id, no, teks, penanggung_jawab, batas)"
                     " VALUES ($1, $2, $3, $4, $5)",
                     "iittt", id, (int64_t)i + 1, x->tindak[i].teks, x->tindak[i].penanggung_jawab,
                     x->tindak[i].batas);
    return st;
}

static enum status write_isi(struct db *db, int64_t id, const struct dialog_isi *x, struct err *e)
{
    enum status st = db_exec(
        db, NULL, e,
        "UPDATE dialog SET tanggal = $1, pukul = $2, cara = $3, tempat = $4, rencana = $5, sumber_daya = $6,"
        " pertanggungjawaban = $7, konsekuensi = $8, kesepakatan = $9, keberatan_pegawai = $10,"
        " keputusan_pimpinan = $11, catatan = $12 WHERE id = $13",
        "tttttttttttti", x->tanggal, x->pukul, x->cara, x->tempat, x->rencana, x->sumber_daya,
        x->pertanggungjawaban, x->konsekuensi, x->kesepakatan, x->keberatan_pegawai, x->keputusan_pimpinan,
        x->catatan, id);

    if (st == ST_OK)
        st = write_people(db, id, x, e);
    return st == ST_OK ? write_actions(db, id, x, e) : st;
}

/* A dialogue has been held when it is written down. */
static enum status held(const struct who *who, const struct dialog_isi *x, struct err *e)
{
    if (strcmp(x->tanggal, who->hari) <= 0)
        return ST_OK;
    err_fault(e, "/tanggal", "Risalah dibuat sesudah dialognya; tanggal tidak boleh sesudah hari ini.");
    return err_set(e, E_MASUKAN, "Tanggal dialog tidak boleh sesudah hari ini.");
}

/* Either side of the plan, as of today. */
static enum status may_write(struct perintah *p, struct db *db, const struct skp *s, const char **peran,
                             struct err *e)
{
    struct subject sub;

    skp_subject(s, &sub);
    *peran = sub.pegawai_id == p->who.pegawai_id ? "pemilik" : "penilai";
    return right_check(db, &p->who, AKSI_DIALOG_ISI, &sub, e);
}

enum status dialog_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct dialog_simpan *in = p->input;
    struct audit_entry entry = { .objek = "dialog", .peristiwa = "buat", .ke = "draf" };
    struct arena *a = arena_new();
    char now[TIME_TEXT];
    struct skp s;
    enum status st = skp_penilai_segarkan(db, &p->who, in->skp_id, e);

    if (st != ST_OK || (st = skp_load(db, &p->who, in->skp_id, 0, a, &s, e)) != ST_OK ||
        (st = may_write(p, db, &s, &entry.peran, e)) != ST_OK || (st = held(&p->who, &in->isi, e)) != ST_OK)
        goto out;
    if (s.status == SKP_SELESAI || s.status == SKP_DIGANTIKAN || s.status == SKP_BATAL) {
        st = err_set(e, E_DIALOG_TERKUNCI, NULL);
        goto out;
    }
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO dialog (skp_versi_id, tanggal, cara, kesepakatan, keberatan_pegawai,"
                " keputusan_pimpinan, dibuat) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                "itttttt", s.versi_id, in->isi.tanggal, in->isi.cara, in->isi.kesepakatan,
                in->isi.keberatan_pegawai, in->isi.keputusan_pimpinan, now);
    entry.objek_id = in->out_id;
    entry.isi = arena_printf(a, "{\"skp\":%lld}", (long long)s.id);
    if (st != ST_OK || (st = write_isi(db, in->out_id, &in->isi, e)) != ST_OK ||
        (st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/skp/%lld/dialog/%lld", (long long)s.id,
             (long long)in->out_id);
    st = reply(p, db, s.id, in->out_id, a, e);
out:
    arena_free(a);
    return st;
}

/* The minutes with the plan's evaluator of today, and the version that the actor saw. */
static enum status open_minutes(struct perintah *p, struct db *db, int64_t skp_id, int64_t id,
                                struct arena *a, struct dialog *d, struct err *e)
{
    enum status st = dialog_load(db, &p->who, skp_id, id, a, d, e);

    if (st != ST_OK || (st = skp_penilai_segarkan(db, &p->who, d->skp_id, e)) != ST_OK ||
        (st = dialog_load(db, &p->who, skp_id, id, a, d, e)) != ST_OK)
        return st;
    return perintah_versi(p, d->versi, e);
}

static void digest(const struct dialog *d, char out[DIGEST_HEX])
{
    struct buf b = BUF_NONE;
    struct digest x;

    dialog_dokumen(d, &b);
    hash_blake2b(b.p, b.len, &x);
    digest_hex(&x, out);
    buf_free(&b);
}

enum status dialog_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct dialog_simpan *in = p->input;
    struct audit_entry entry = { .dokumen = NULL };
    struct arena *a = arena_new();
    char hash[DIGEST_HEX];
    struct flow_object o;
    struct dialog d, next;
    enum status st = open_minutes(p, db, in->skp_id, in->id, a, &d, e);

    if (st != ST_OK || (st = held(&p->who, &in->isi, e)) != ST_OK)
        goto out;
    next = d;
    next.isi = in->isi;
    digest(&next, hash);
    entry.dokumen = hash;
    o = (struct flow_object){ .id = d.id, .state = (int)d.status, .subject = d.subject };
    if ((st = flow_apply(db, &dialog_machine, &o, "ubah", &p->who, &entry, e)) != ST_OK ||
        (st = write_isi(db, d.id, &in->isi, e)) != ST_OK)
        goto out;
    st = reply(p, db, d.skp_id, d.id, a, e);
out:
    arena_free(a);
    return st;
}

enum status dialog_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct dialog_langkah *in = p->input;
    struct audit_entry entry = { .dokumen = NULL };
    struct arena *a = arena_new();
    char hash[DIGEST_HEX];
    struct flow_object o;
    struct dialog d;
    enum status st = open_minutes(p, db, in->skp_id, in->id, a, &d, e);

    if (st == ST_OK && strcmp(in->peristiwa, "ubah") == 0) /* the new content comes with it */
        st = err_set(e, E_ALUR_PERISTIWA, "Perubahan risalah dikirim beserta isinya.");
    if (st != ST_OK)
        goto out;
    digest(&d, hash);
    entry.dokumen = hash;
    o = (struct flow_object){
        .id = d.id, .state = (int)d.status, .subject = d.subject, .catatan = in->catatan, .data = hash
    };
    if ((st = flow_apply(db, &dialog_machine, &o, in->peristiwa, &p->who, &entry, e)) == ST_OK)
        st = reply(p, db, d.skp_id, d.id, a, e);
out:
    arena_free(a);
    return st;
}
