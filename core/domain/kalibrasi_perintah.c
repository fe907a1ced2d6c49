/* Commands on calibration sessions: call, open, close with minutes. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kalibrasi_bagian.h"
#include "domain/sebaran.h"
#include "domain/unit.h"

struct jalan {
    const struct kalibrasi *k;
    struct arena *a;
    struct audit_entry audit;
    char hash[DIGEST_HEX];
};

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct kalibrasi k;
    struct jw w;
    enum status st = kalibrasi_load(db, &p->who, id, a, &k, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = k.versi;
    jw_start(&w, &p->reply.body);
    return kalibrasi_json(db, &p->who, &k, &w, e);
}

/* Call
 * ------------------------------------------------------------------------------------------------------- */

static enum status add_participant(struct db *db, int64_t id, int64_t pegawai_id, const char *sebagai,
                                   struct err *e)
{
    if (!pegawai_id)
        return ST_OK;
    return db_exec(db, NULL, e,
                   "INSERT INTO kalibrasi_peserta (kalibrasi_id, pegawai_id, sebagai) VALUES ($1, $2, $3)"
                   " ON CONFLICT (kalibrasi_id, pegawai_id) DO NOTHING",
                   "iit", id, pegawai_id, sebagai);
}

/* The leader and everybody who evaluates somebody that counts in the unit, as of now. */
static enum status invite(struct db *db, const char *hari, int64_t id, int64_t unit_id, int64_t periode_id,
                          struct err *e)
{
    struct arena *a = arena_new();
    struct sebaran_orang *o = NULL;
    struct sebaran s;
    int64_t leader = 0;
    size_t n = 0;
    enum status st = unit_kepala(db, unit_id, hari, &leader, e);

    if (st == ST_OK)
        st = add_participant(db, id, leader, "pimpinan", e);
    if (st == ST_OK)
        st = sebaran_muat(db, unit_id, periode_id, a, &s, &o, &n, e);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        if (!o[i].tidak_dinilai)
            st = add_participant(db, id, o[i].penilai_id, "penilai", e);
    arena_free(a);
    return st;
}

static enum status may_call(struct perintah *p, struct db *db, const struct kalibrasi_buat *in, struct err *e)
{
    struct subject s = { .unit_id = in->unit_id };
    struct periode per;
    int64_t counts = 0, open = 0;
    int32_t day;
    enum status st = right_check(db, &p->who, AKSI_KALIBRASI_KELOLA, &s, e);

    if (st != ST_OK || (st = periode_belum_ditutup(db, in->periode_id, e)) != ST_OK ||
        (st = periode_load(db, in->periode_id, &per, e)) != ST_OK ||
        (st = unit_hitung(db, in->unit_id, per.selesai, &counts, e)) != ST_OK)
        return st;
    if (counts != in->unit_id)
        return err_set(e, E_KALIBRASI_UNIT, NULL);
    if (!date_parse(in->tanggal, &day) || strcmp(in->tanggal, p->who.hari) < 0) {
        err_fault(e, "/tanggal", "Hari ini atau sesudahnya.");
        return err_set(e, E_KALIBRASI_TANGGAL, NULL);
    }
    st = db_int(db, &open, e,
                "SELECT count(*) FROM kalibrasi WHERE unit_id = $1 AND periode_id = $2"
                " AND status IN ('dijadwalkan', 'dibuka')",
                "ii", in->unit_id, in->periode_id);
    return st == ST_OK && open ? err_set(e, E_KALIBRASI_ADA, NULL) : st;
}

enum status kalibrasi_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct kalibrasi_buat *in = p->input;
    struct audit_entry entry = { .objek = "kalibrasi", .peristiwa = "panggil", .ke = "dijadwalkan" };
    struct arena *a = arena_new();
    char isi[64];
    enum status st = may_call(p, db, in, e);

    if (st == ST_OK)
        st = db_int(db, &in->out_id, e,
                    "INSERT INTO kalibrasi (unit_id, periode_id, status, tanggal, tempat, agenda, akun_id)"
                    " VALUES ($1, $2, 'dijadwalkan', $3, $4, $5, $6) RETURNING id",
                    "iitttI", in->unit_id, in->periode_id, in->tanggal, in->tempat, in->agenda,
                    p->who.akun_id ? &p->who.akun_id : NULL);
    if (st == ST_OK)
        st = invite(db, p->who.hari, in->out_id, in->unit_id, in->periode_id, e);
    if (st != ST_OK)
        goto out;
    snprintf(isi, sizeof(isi), "{\"periode\":%lld,\"unit\":%lld}", (long long)in->periode_id,
             (long long)in->unit_id);
    entry.objek_id = in->out_id;
    entry.isi = isi;
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK ||
        (st = reply(p, db, in->out_id, a, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/kalibrasi/%lld", (long long)in->out_id);
out:
    arena_free(a);
    return st;
}

/* Open and close
 * ---------------------------------------------------------------------------------------------- */

enum status kalibrasi_dibuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct jalan *j = o->data;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE kalibrasi SET dibuka = $2 WHERE id = $1", "it", o->id, now);
    /* Whoever became an evaluator since it was called takes part too. */
    return st == ST_OK ? invite(db, who->hari, o->id, j->k->unit_id, j->k->periode.id, e) : st;
}

static enum status minutes(struct db *db, const struct jalan *j, const char *risalah, struct buf *out,
                           struct err *e)
{
    const struct kalibrasi *k = j->k;
    json_t *o = json_pack("{s:s, s:I, s:I, s:s, s:s, s:s, s:s}", "dokumen", "kalibrasi", "id",
                          (json_int_t)k->id, "unit_id", (json_int_t)k->unit_id, "periode", k->periode.kode,
                          "tanggal", k->tanggal, "agenda", k->agenda, "risalah", risalah);
    json_t *people = json_array(), *list = json_array();
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT g.nip, p.sebagai FROM kalibrasi_peserta p JOIN pegawai g ON g.id = p.pegawai_id"
                " WHERE p.kalibrasi_id = $1 ORDER BY g.nip",
                "i", k->id);

    while (st == ST_OK && rows_next(&r))
        json_array_append_new(people, json_pack("[s, s]", row_text(&r, 0), row_text(&r, 1)));
    st = rows_end(&r, st, e);
    if (st == ST_OK) {
        st = db_rows(
            db, &r, e,
            "SELECT g.nip, x.status, x.alasan, x.semula_hasil, x.semula_perilaku, x.semula_predikat,"
            " x.menjadi_hasil, x.menjadi_perilaku, x.menjadi_predikat, x.kata_pimpinan, x.tanggapan"
            " FROM kalibrasi_usul x JOIN evaluasi v ON v.id = x.evaluasi_id JOIN skp_versi k"
            " ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id JOIN pegawai g ON g.id = s.pegawai_id"
            " WHERE x.kalibrasi_id = $1 ORDER BY x.id",
            "i", k->id);
        while (st == ST_OK && rows_next(&r)) {
            json_t *row = json_array();

            for (int i = 0; i < 11; i++)
                json_array_append_new(row, row_null(&r, i) ? json_null() : json_string(row_text(&r, i)));
            json_array_append_new(list, row);
        }
        st = rows_end(&r, st, e);
    }
    json_object_set_new(o, "peserta", people);
    json_object_set_new(o, "usul", list);
    json_canonical(o, out);
    json_decref(o);
    return st;
}

enum status kalibrasi_ditutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct jalan *j = o->data;
    struct buf b = BUF_NONE;
    char now[TIME_TEXT];
    struct digest d;
    enum status st = minutes(db, j, o->catatan, &b, e);

    (void)who;
    if (st == ST_OK) {
        hash_blake2b(b.p, b.len, &d);
        digest_hex(&d, j->hash);
        j->audit.dokumen = j->hash;
        time_format(clock_now(), now);
        st = db_exec(db, NULL, e, "UPDATE kalibrasi SET risalah = $2, ditutup = $3, hash = $4 WHERE id = $1",
                     "ittt", o->id, o->catatan, now, j->hash);
    }
    buf_free(&b);
    return st;
}

enum status kalibrasi_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct kalibrasi_langkah *in = p->input;
    struct arena *a = arena_new();
    struct kalibrasi k;
    struct jalan j = { .k = &k, .a = a };
    struct flow_object o = { .catatan = in->catatan, .data = &j };
    enum status st = kalibrasi_load(db, &p->who, in->id, a, &k, e);

    if (st != ST_OK || (st = perintah_versi(p, k.versi, e)) != ST_OK)
        goto out;
    o.id = k.id;
    o.state = (int)k.status;
    o.subject = k.subject;
    st = flow_apply(db, &kalibrasi_machine, &o, in->peristiwa, &p->who, &j.audit, e);
    if (st == ST_OK)
        st = reply(p, db, k.id, a, e);
out:
    arena_free(a);
    return st;
}
