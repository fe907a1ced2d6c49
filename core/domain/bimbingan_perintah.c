/* Commands on sessions, and the form B.1.9. What was said is not the audit's. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/bimbingan.h"
#include "domain/perintah_baca.h"
#include "domain/umpan_balik.h"
#include "domain/view.h"

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct bimbingan b;
    struct jw w;
    enum status st = bimbingan_load(db, &p->who, id, a, &b, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = b.versi;
    jw_start(&w, &p->reply.body);
    return bimbingan_json(db, &p->who, &b, &w, e);
}

/* Record --------------------------------------------------------------------------------------------------
 */

enum status bimbingan_buat_baca(const json_t *body, struct arena *a, struct bimbingan_buat *out,
                                struct err *e)
{
#define F(field) offsetof(struct bimbingan_buat, field)
    static const char *const jenis[] = { "bimbingan", "konseling", NULL };
    static const struct baca_medan medan[] = {
        { "jenis", BACA_KODE, F(jenis), true, 0, jenis },
        { "tanggal", BACA_TANGGAL, F(tanggal), true, 0, NULL },
        { "topik", BACA_TEKS, F(topik), true, 500, NULL },
        { "langkah", BACA_TEKS, F(langkah), false, 4000, NULL },
        { "berikutnya", BACA_TANGGAL, F(berikutnya), false, 0, NULL },
    };
#undef F

    *out = (struct bimbingan_buat){ .langkah = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->topik && blank(out->topik))
        err_fault(e, "/topik", "Wajib diisi.");
    if (out->tanggal && out->berikutnya && strcmp(out->berikutnya, out->tanggal) < 0)
        err_fault(e, "/berikutnya", "Tidak sebelum tanggal pertemuan.");
    return baca_akhir(e);
}

/* The evaluator records; the plan is approved, and the day within it. */
static enum status may_record(struct db *db, const struct who *who, int64_t skp_id, const char *tanggal,
                              struct umpan_rencana *plan, struct err *e)
{
    enum status st = umpan_rencana(db, skp_id, plan, e);

    if (st != ST_OK)
        return st;
    if ((st = right_check(db, who, AKSI_BIMBINGAN_CATAT, &plan->subject, e)) != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
    if (!plan->berlaku)
        return err_set(e, E_UMPAN_RENCANA, NULL);
    if (strcmp(tanggal, plan->mulai) < 0 || strcmp(tanggal, plan->selesai) > 0)
        err_fault(e, "/tanggal", "Di luar masa SKP: %s sampai %s.", plan->mulai, plan->selesai);
    return baca_akhir(e);
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

enum status bimbingan_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct bimbingan_buat *in = p->input;
    struct audit_entry entry = { .objek = "bimbingan", .peristiwa = "catat", .peran = "penilai" };
    struct arena *a = arena_new();
    struct umpan_rencana plan = { .id = 0 };
    const char *status;
    enum status st = may_record(db, &p->who, in->skp_id, in->tanggal, &plan, e);

    if (st != ST_OK)
        goto out;
    status = strcmp(in->tanggal, p->who.hari) > 0 ? "dijadwalkan" : "dilaksanakan";
    if (strcmp(status, "dilaksanakan") == 0 && blank(in->langkah)) {
        err_fault(e, "/langkah", "Wajib diisi untuk pertemuan yang sudah dilaksanakan.");
        st = baca_akhir(e);
        goto out;
    }
    st = db_int(db, &in->out_id, e,
                "INSERT INTO bimbingan (skp_id, jenis, tanggal, topik, langkah, berikutnya, pegawai_id,"
                " penilai_id, atasan_id, unit_id, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                " $11) RETURNING id",
                "ittttt"
                "iiIit",
                in->skp_id, in->jenis, in->tanggal, in->topik, in->langkah, in->berikutnya,
                plan.subject.pegawai_id, plan.subject.penilai_id, OR_NULL(plan.subject.atasan_penilai_id),
                plan.subject.unit_id, status);
    if (st != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/bimbingan/%lld", (long long)in->out_id);
    entry.objek_id = in->out_id;
    entry.ke = status;
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) == ST_OK)
        st = reply(p, db, in->out_id, a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

static enum status step(struct perintah *p, struct db *db, const struct bimbingan *b, const char *event,
                        const char *note, struct audit_entry *entry, struct err *e)
{
    struct flow_object o = { .id = b->id, .state = (int)b->status, .subject = b->subject, .catatan = note };

    entry->catatan = "";
    return flow_apply(db, &bimbingan_machine, &o, event, &p->who, entry, e);
}

enum status bimbingan_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct bimbingan_langkah *in = p->input;
    struct audit_entry entry = { .catatan = "" };
    struct arena *a = arena_new();
    struct bimbingan b;
    enum status st = bimbingan_load(db, &p->who, in->id, a, &b, e);

    if (st == ST_OK && strcmp(in->peristiwa, "jawab") == 0) /* the answers come with it */
        st = err_set(e, E_ALUR_PERISTIWA, "Jawaban dikirim bersama isian formulir B.1.8.");
    if (st == ST_OK)
        st = perintah_versi(p, b.versi, e);
    if (st == ST_OK)
        st = step(p, db, &b, in->peristiwa, in->catatan, &entry, e);
    if (st == ST_OK)
        st = reply(p, db, b.id, a, e);
    arena_free(a);
    return st;
}

/* Form B.1.8 ----------------------------------------------------------------------------------------------
 */

enum status bimbingan_jawab_baca(const json_t *body, struct arena *a, struct bimbingan_jawab *out,
                                 struct err *e)
{
    static const struct baca_medan medan[] = { { "jawaban", BACA_LAIN, 0, true, 0, NULL } };
    const json_t *list;

    *out = (struct bimbingan_jawab){ .n = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    list = baca_daftar(body, "", "jawaban", true, PERNYATAAN_MAKS, e);
    for (size_t i = 0; list && i < json_array_size(list); i++) {
        struct satu {
            int64_t no, nilai;
            const char *catatan;
        } x = { .catatan = "" };
        static const struct baca_medan isi[] = {
            { "no", BACA_BULAT, offsetof(struct satu, no), true, 0, NULL },
            { "nilai", BACA_BULAT, offsetof(struct satu, nilai), true, 0, NULL },
            { "catatan", BACA_TEKS, offsetof(struct satu, catatan), false, 1000, NULL },
        };
        char at[40];

        snprintf(at, sizeof(at), "/jawaban/%zu", i);
        baca_objek(json_array_get(list, i), at, isi, COUNT(isi), &x, a, e);
        if (x.nilai < 1 || x.nilai > 5)
            err_fault(e, at, "Nilai antara 1 dan 5.");
        out->butir[i].no = x.no;
        out->butir[i].nilai = x.nilai;
        out->butir[i].catatan = x.catatan;
        out->n = i + 1;
    }
    return baca_akhir(e);
}

/* Each statement of the session's day, once. */
static enum status write_answers(struct db *db, const struct bimbingan *b, const struct bimbingan_jawab *in,
                                 struct err *e)
{
    struct arena *a = arena_new();
    char *mulai = NULL;
    int64_t all = 0, known;
    enum status st = db_text(
        db, &mulai, a, e, "SELECT max(mulai) FROM pernyataan_bimbingan WHERE mulai <= $1", "t", b->tanggal);

    if (st == ST_OK)
        st = db_int(db, &all, e, "SELECT count(*) FROM pernyataan_bimbingan WHERE mulai = $1", "t", mulai);
    if (st == ST_OK && (size_t)all != in->n)
        st = err_set(e, E_BIMBINGAN_JAWABAN, NULL);
    for (size_t i = 0; st == ST_OK && i < in->n; i++) {
        st = db_int(db, &known, e, "SELECT count(*) FROM pernyataan_bimbingan WHERE mulai = $1 AND no = $2",
                    "ti", mulai, in->butir[i].no);
        if (st == ST_OK && !known)
            st = err_set(e, E_BIMBINGAN_JAWABAN, NULL);
        if (st == ST_OK)
            st = db_exec(db, NULL, e,
                         "INSERT INTO jawaban_bimbingan (bimbingan_id, no, mulai, nilai, catatan)"
                         " VALUES ($1, $2, $3, $4, $5)",
                         "iitit", b->id, in->butir[i].no, mulai, in->butir[i].nilai, in->butir[i].catatan);
        if (st != ST_OK && e->code == E_DB_GANDA)
            st = err_set(e, E_BIMBINGAN_JAWABAN, NULL);
    }
    arena_free(a);
    return st;
}

/* What the signature is about. */
static void document(const struct bimbingan *b, const struct bimbingan_jawab *in, char hash[DIGEST_HEX])
{
    json_t *o = json_pack("{s:s, s:I, s:s, s:s}", "dokumen", "bimbingan_b18", "id", (json_int_t)b->id, "nip",
                          b->nip, "tanggal", b->tanggal),
           *list = json_array();
    struct buf text = BUF_NONE;
    struct digest d;

    for (size_t i = 0; i < in->n; i++)
        json_array_append_new(list, json_pack("[I, I, s]", (json_int_t)in->butir[i].no,
                                              (json_int_t)in->butir[i].nilai, in->butir[i].catatan));
    json_object_set_new(o, "jawaban", list);
    json_canonical(o, &text);
    hash_blake2b(text.p, text.len, &d);
    digest_hex(&d, hash);
    buf_free(&text);
    json_decref(o);
}

enum status bimbingan_jawab(struct perintah *p, struct db *db, struct err *e)
{
    const struct bimbingan_jawab *in = p->input;
    struct audit_entry entry = { .catatan = "" };
    char hash[DIGEST_HEX], now[TIME_TEXT];
    struct arena *a = arena_new();
    struct bimbingan b;
    struct jw w;
    enum status st = bimbingan_load(db, &p->who, in->id, a, &b, e);

    if (st != ST_OK || (st = perintah_versi(p, b.versi, e)) != ST_OK)
        goto out;
    document(&b, in, hash);
    entry.dokumen = hash;
    if ((st = step(p, db, &b, "jawab", NULL, &entry, e)) != ST_OK ||
        (st = write_answers(db, &b, in, e)) != ST_OK)
        goto out;
    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE bimbingan SET dijawab = $1, dokumen = $2 WHERE id = $3", "tti", now,
                 hash, b.id);
    if (st != ST_OK || (st = bimbingan_load(db, &p->who, in->id, a, &b, e)) != ST_OK)
        goto out;
    p->reply.etag = b.versi;
    jw_start(&w, &p->reply.body);
    st = bimbingan_jawaban_json(db, &p->who, &b, &w, e);
out:
    arena_free(a);
    return st;
}

/* Form B.1.9 ----------------------------------------------------------------------------------------------
 */

enum status kompetensi_baca(const json_t *body, struct arena *a, struct kompetensi_isi *out, struct err *e)
{
#define F(field) offsetof(struct kompetensi_butir, field)
    static const struct baca_medan medan[] = { { "butir", BACA_LAIN, 0, true, 0, NULL } };
    static const struct baca_medan isi[] = {
        { "kompetensi", BACA_TEKS, F(kompetensi), true, 200, NULL },
        { "nilai", BACA_BULAT, F(nilai), true, 0, NULL },
        { "alasan", BACA_TEKS, F(alasan), true, 1000, NULL },
        { "saran", BACA_TEKS, F(saran), false, 1000, NULL },
    };
#undef F
    const json_t *list;

    *out = (struct kompetensi_isi){ .skp_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    list = baca_daftar(body, "", "butir", true, KOMPETENSI_MAKS, e);
    out->butir = arena_array(a, struct kompetensi_butir, KOMPETENSI_MAKS);
    for (size_t i = 0; list && i < json_array_size(list); i++) {
        struct kompetensi_butir *x = &out->butir[i];
        char at[40];

        *x = (struct kompetensi_butir){ .saran = "" };
        snprintf(at, sizeof(at), "/butir/%zu", i);
        baca_objek(json_array_get(list, i), at, isi, COUNT(isi), x, a, e);
        if (x->nilai < 1 || x->nilai > 5 || blank(x->kompetensi) || blank(x->alasan))
            err_fault(e, at, "Kompetensi dan alasan wajib diisi; nilai antara 1 dan 5.");
        out->n = i + 1;
    }
    if (list && out->n == 0)
        err_fault(e, "/butir", "Paling sedikit satu kompetensi.");
    return baca_akhir(e);
}

static void form_json(const struct kompetensi_isi *in, const char *tanggal, struct jw *w)
{
    jw_key(w, "butir");
    jw_open(w, '[');
    for (size_t i = 0; i < in->n; i++) {
        jw_open(w, '{');
        jw_kint(w, "no", (int64_t)i + 1);
        jw_ktext(w, "kompetensi", in->butir[i].kompetensi);
        jw_kint(w, "nilai", in->butir[i].nilai);
        jw_ktext(w, "alasan", in->butir[i].alasan);
        jw_ktext(w, "saran", in->butir[i].saran);
        jw_close(w);
    }
    jw_close(w);
    jw_ktext(w, "tanggal", tanggal);
}

enum status kompetensi_isi(struct perintah *p, struct db *db, struct err *e)
{
    struct kompetensi_isi *in = p->input;
    struct audit_entry entry = { .objek = "evaluasi_kompetensi", .peristiwa = "catat", .peran = "penilai" };
    struct umpan_rencana plan = { .id = 0 };
    char now[TIME_TEXT];
    struct jw w;
    enum status st = may_record(db, &p->who, in->skp_id, p->who.hari, &plan, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO evaluasi_kompetensi (skp_id, tanggal, oleh_id, dibuat) VALUES ($1, $2, $3, $4)"
                " RETURNING id",
                "itit", in->skp_id, p->who.hari, p->who.pegawai_id, now);
    for (size_t i = 0; st == ST_OK && i < in->n; i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO evaluasi_kompetensi_butir (evaluasi_kompetensi_id, no, kompetensi, nilai,"
                     " alasan, saran) VALUES ($1, $2, $3, $4, $5, $6)",
                     "iititt", in->out_id, (int64_t)i + 1, in->butir[i].kompetensi, in->butir[i].nilai,
                     in->butir[i].alasan, in->butir[i].saran);
    entry.objek_id = in->out_id;
    if (st != ST_OK || (st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        return st;
    p->reply.status = 201;
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_kint(&w, "id", in->out_id);
    jw_kint(&w, "skp_id", in->skp_id);
    jw_ktext(&w, "formulir", "B.1.9 Evaluasi Kompetensi Pegawai");
    if ((st = view_pegawai(db, &w, "oleh", p->who.pegawai_id, e)) == ST_OK)
        form_json(in, p->who.hari, &w);
    jw_close(&w);
    return st;
}

static enum status items(struct db *db, int64_t id, struct arena *a, struct kompetensi_isi *out,
                         struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT kompetensi, nilai, alasan, saran FROM evaluasi_kompetensi_butir"
                             " WHERE evaluasi_kompetensi_id = $1 ORDER BY no",
                             "i", id);

    out->n = 0;
    out->butir = arena_array(a, struct kompetensi_butir, KOMPETENSI_MAKS);
    while (st == ST_OK && out->n < KOMPETENSI_MAKS && rows_next(&r))
        out->butir[out->n++] = (struct kompetensi_butir){
            .kompetensi = row_dup(&r, 0, a),
            .nilai = row_int(&r, 1),
            .alasan = row_dup(&r, 2, a),
            .saran = row_dup(&r, 3, a),
        };
    return rows_end(&r, st, e);
}

enum status kompetensi_list(struct db *db, const struct who *who, int64_t skp_id, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct kompetensi_isi form = { .n = 0 };
    struct umpan_rencana plan;
    struct rows r;
    enum status st = umpan_rencana(db, skp_id, &plan, e);

    if (st == ST_OK && (st = right_check(db, who, AKSI_BIMBINGAN_LIHAT, &plan.subject, e)) != ST_OK &&
        e->code == E_TIDAK_ADA)
        st = err_set(e, E_SKP_TIDAK_ADA, NULL);
    if (st != ST_OK)
        goto out;
    st = db_rows(db, &r, e,
                 "SELECT id, oleh_id, tanggal FROM evaluasi_kompetensi WHERE skp_id = $1 ORDER BY id DESC",
                 "i", skp_id);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_kint(w, "skp_id", skp_id);
        jw_ktext(w, "formulir", "B.1.9 Evaluasi Kompetensi Pegawai");
        st = view_pegawai(db, w, "oleh", row_int(&r, 1), e);
        if (st == ST_OK && (st = items(db, row_int(&r, 0), a, &form, e)) == ST_OK)
            form_json(&form, row_text(&r, 2), w);
        jw_close(w);
    }
    st = rows_end(&r, st, e);
out:
    arena_free(a);
    return st;
}
