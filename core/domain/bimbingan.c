/* Reading sessions, the form B.1.8, and counts. */
#include "domain/bimbingan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/umpan_balik.h"
#include "domain/view.h"

#define KOLOM                                                                                                \
    "SELECT b.id, b.versi, b.skp_id, b.jenis, b.status, b.pegawai_id, b.penilai_id, b.atasan_id, b.unit_id," \
    " g.nip, g.nama, n.nip, n.nama, b.tanggal, b.topik, b.langkah, b.berikutnya, b.dijawab, b.dokumen"       \
    " FROM bimbingan b JOIN pegawai g ON g.id = b.pegawai_id JOIN pegawai n ON n.id = b.penilai_id"

static void from_row(const struct rows *r, struct arena *a, struct bimbingan *out)
{
    int status = 0;

    flow_state(&bimbingan_machine, row_text(r, 4), &status);
    *out = (struct bimbingan){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .skp_id = row_int(r, 2),
        .konseling = strcmp(row_text(r, 3), "konseling") == 0,
        .status = (enum bimbingan_status)status,
        .subject = { row_int(r, 5), row_int(r, 6), row_int(r, 7), row_int(r, 8) },
        .nip = row_dup(r, 9, a),
        .nama = row_dup(r, 10, a),
        .penilai_nip = row_dup(r, 11, a),
        .penilai_nama = row_dup(r, 12, a),
        .tanggal = row_dup(r, 13, a),
        .topik = row_dup(r, 14, a),
        .langkah = row_dup(r, 15, a),
        .berikutnya = row_dup(r, 16, a),
        .dijawab = row_dup(r, 17, a),
        .dokumen = row_dup(r, 18, a),
    };
}

enum aksi bimbingan_aksi(const struct bimbingan *b)
{
    return b->konseling ? AKSI_KONSELING_LIHAT : AKSI_BIMBINGAN_LIHAT;
}

enum status bimbingan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                           struct bimbingan *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE b.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!found)
        return err_set(e, E_BIMBINGAN_TIDAK_ADA, NULL);
    st = right_check(db, who, bimbingan_aksi(out), &out->subject, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_BIMBINGAN_TIDAK_ADA, NULL) : st;
}

static void members(const struct bimbingan *b, struct jw *w)
{
    jw_kint(w, "id", b->id);
    jw_kint(w, "versi", b->versi);
    jw_kint(w, "skp_id", b->skp_id);
    jw_ktext(w, "jenis", b->konseling ? "konseling" : "bimbingan");
    view_orang(w, "pegawai", b->subject.pegawai_id, b->nip, b->nama);
    view_orang(w, "penilai", b->subject.penilai_id, b->penilai_nip, b->penilai_nama);
    jw_ktext(w, "tanggal", b->tanggal);
    jw_ktext(w, "topik", b->topik);
    jw_ktext(w, "langkah", b->langkah);
    jw_ktext(w, "berikutnya", b->berikutnya);
    jw_ktext(w, "dijawab", b->dijawab);
    jw_ktext(w, "status", bimbingan_machine.states[b->status]);
}

enum status bimbingan_json(struct db *db, const struct who *who, const struct bimbingan *b, struct jw *w,
                           struct err *e)
{
    struct flow_object o = { .id = b->id, .state = (int)b->status, .subject = b->subject };
    enum status st;

    jw_open(w, '{');
    members(b, w);
    jw_key(w, "aksi");
    st = flow_aksi(db, &bimbingan_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

/* ST_OK with *yes; other errors are errors. */
static enum status may(struct db *db, const struct who *who, enum aksi aksi, const struct subject *s,
                       bool *yes, struct err *e)
{
    struct err no = ERR_NONE;
    enum status st = right_check(db, who, aksi, s, &no);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    *e = no;
    return st;
}

/* The plan's present people know that the list is there; each row is its own people's. */
enum status bimbingan_list(struct db *db, const struct who *who, int64_t skp_id, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct umpan_rencana plan;
    struct bimbingan b;
    struct rows r;
    bool yes;
    enum status st = umpan_rencana(db, skp_id, &plan, e);

    if (st == ST_OK && (st = right_check(db, who, AKSI_BIMBINGAN_LIHAT, &plan.subject, e)) != ST_OK &&
        e->code == E_TIDAK_ADA)
        st = err_set(e, E_SKP_TIDAK_ADA, NULL);
    if (st != ST_OK)
        goto out;
    st = db_rows(db, &r, e, KOLOM " WHERE b.skp_id = $1 ORDER BY b.id", "i", skp_id);
    while (st == ST_OK && rows_next(&r)) {
        from_row(&r, a, &b);
        st = may(db, who, bimbingan_aksi(&b), &b.subject, &yes, e);
        if (st == ST_OK && yes)
            st = bimbingan_json(db, who, &b, w, e);
    }
    st = rows_end(&r, st, e);
out:
    arena_free(a);
    return st;
}

enum status bimbingan_angka(struct db *db, int64_t unit_id, int tahun, const char *hari, struct jw *w,
                            struct err *e)
{
    int64_t n[4] = { 0 };
    char from[32], to[32];
    struct rows r;
    enum status st;

    snprintf(from, sizeof(from), "%04d-01-01", tahun);
    snprintf(to, sizeof(to), "%04d-12-31", tahun);
    st = db_rows(db, &r, e,
                 "WITH RECURSIVE garis(id) AS (SELECT $1 UNION SELECT i.unit_id FROM unit_induk i"
                 " JOIN garis ON i.induk_id = garis.id"
                 " WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
                 " SELECT count(CASE WHEN jenis = 'bimbingan' THEN 1 END),"
                 " count(DISTINCT CASE WHEN jenis = 'bimbingan' THEN pegawai_id END),"
                 " count(CASE WHEN status IN ('dijawab', 'diterima') THEN 1 END),"
                 " count(CASE WHEN jenis = 'konseling' THEN 1 END) FROM bimbingan"
                 " WHERE tanggal BETWEEN $3 AND $4 AND status NOT IN ('dijadwalkan', 'dibatalkan')"
                 " AND unit_id IN (SELECT id FROM garis)",
                 "ittt", unit_id, hari, from, to);
    if (st == ST_OK && rows_next(&r))
        for (int i = 0; i < 4; i++)
            n[i] = row_int(&r, i);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    jw_open(w, '{');
    jw_kint(w, "tahun", tahun);
    jw_key(w, "bimbingan");
    jw_open(w, '{');
    jw_kint(w, "jumlah", n[0]);
    jw_kint(w, "pegawai", n[1]);
    jw_kint(w, "dijawab", n[2]);
    jw_close(w);
    jw_key(w, "konseling");
    jw_open(w, '{');
    jw_kint(w, "jumlah", n[3]);
    jw_close(w);
    jw_close(w);
    return ST_OK;
}

/* Form B.1.8 ----------------------------------------------------------------------------------------------
 */

/* The person and the leader's superior; the leader where the rule of the day says so. */
static enum status reads_answers(struct db *db, const struct who *who, const struct bimbingan *b, bool *yes,
                                 struct err *e)
{
    int64_t rule = 0;
    enum status st = ST_OK;

    *yes = who_has(who, PERAN_SISTEM) ||
           (who->pegawai_id &&
            (who->pegawai_id == b->subject.pegawai_id || who->pegawai_id == b->subject.atasan_penilai_id));
    if (!*yes && who->pegawai_id && who->pegawai_id == b->subject.penilai_id) {
        st = aturan_nilai(db, "bimbingan.jawaban_penilai", b->tanggal, &rule, e);
        *yes = rule != 0;
    }
    return st;
}

enum status bimbingan_jawaban_json(struct db *db, const struct who *who, const struct bimbingan *b,
                                   struct jw *w, struct err *e)
{
    struct rows r;
    bool yes;
    enum status st = reads_answers(db, who, b, &yes, e);

    if (st != ST_OK)
        return st;
    jw_open(w, '{');
    jw_kint(w, "bimbingan_id", b->id);
    jw_ktext(w, "formulir", "B.1.8 Umpan Balik Pelaksanaan Bimbingan Kinerja");
    view_orang(w, "pegawai", b->subject.pegawai_id, b->nip, b->nama);
    view_orang(w, "pimpinan", b->subject.penilai_id, b->penilai_nip, b->penilai_nama);
    jw_ktext(w, "tanggal", b->tanggal);
    jw_ktext(w, "status", bimbingan_machine.states[b->status]);
    jw_ktext(w, "dijawab", b->dijawab);
    jw_ktext(w, "dokumen", yes ? b->dokumen : NULL);
    jw_kbool(w, "terlihat", yes);
    jw_key(w, "pernyataan");
    jw_open(w, '[');
    st = db_rows(db, &r, e,
                 "SELECT y.no, y.teks, y.sumber, y.keyakinan, j.nilai, j.catatan FROM pernyataan_bimbingan y"
                 " LEFT JOIN jawaban_bimbingan j ON j.bimbingan_id = $1 AND j.no = y.no AND j.mulai = y.mulai"
                 " WHERE y.mulai = (SELECT max(m.mulai) FROM pernyataan_bimbingan m WHERE m.mulai <= $2)"
                 " ORDER BY y.no",
                 "it", b->id, b->tanggal);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "no", row_int(&r, 0));
        jw_ktext(w, "teks", row_text(&r, 1));
        jw_ktext(w, "sumber", row_text(&r, 2));
        jw_ktext(w, "keyakinan", row_text(&r, 3));
        jw_kid(w, "nilai", yes ? row_int(&r, 4) : 0);
        jw_ktext(w, "catatan", yes ? row_text(&r, 5) : NULL);
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
    return rows_end(&r, st, e);
}
