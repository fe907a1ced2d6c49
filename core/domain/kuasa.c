/* Authorisations: reading, giving, revoking. */
#include "domain/kuasa.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/flow.h"
#include "domain/pegawai.h"
#include "domain/perintah_baca.h"
#include "domain/view.h"

static const struct {
    enum kuasa_jenis jenis;
    const char *kode;
} kinds[] = {
    { KUASA_SKP, "skp" },
    { KUASA_REALISASI, "realisasi" },
    { KUASA_CAPAIAN, "capaian_organisasi" },
    { KUASA_PUTUSAN_SKP, "putusan_skp" },
    { KUASA_PUTUSAN_REALISASI, "putusan_realisasi" },
    { KUASA_EVALUASI, "evaluasi" },
};

const char *kuasa_jenis_kode(enum kuasa_jenis j)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].jenis == j)
            return kinds[i].kode;
    return "";
}

static unsigned kind_of(const char *kode)
{
    for (size_t i = 0; kode && i < COUNT(kinds); i++)
        if (strcmp(kinds[i].kode, kode) == 0)
            return kinds[i].jenis;
    return 0;
}

void kuasa_jenis_json(unsigned jenis, struct jw *w)
{
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (jenis & kinds[i].jenis)
            jw_text(w, kinds[i].kode);
    jw_close(w);
}

/* Reading -------------------------------------------------------------------------------------------------
 */

/* $1 is the day: the unit is where the person stands then. */
/* The numbers are those of enum kuasa_jenis. */
#define BITS                                                                                                 \
    "(SELECT sum(CASE x.jenis WHEN 'skp' THEN 1 WHEN 'realisasi' THEN 2 WHEN 'capaian_organisasi' THEN 4"    \
    " WHEN 'putusan_skp' THEN 8 WHEN 'putusan_realisasi' THEN 16 WHEN 'evaluasi' THEN 32 END)"               \
    " FROM kuasa_jenis x WHERE x.kuasa_id = k.id)"
#define KOLOM                                                                                                \
    "SELECT k.id, k.versi, k.pegawai_id, k.penerima_id, j.unit_id, k.akun_id, g.nip, g.nama, t.nip, t.nama," \
    " k.mulai, k.selesai, k.nomor, k.tanggal, k.dibuat, k.dicabut, k.alasan, " BITS " FROM kuasa k"          \
    " JOIN pegawai g ON g.id = k.pegawai_id JOIN pegawai t ON t.id = k.penerima_id"                          \
    " LEFT JOIN penugasan n ON n.pegawai_id = k.pegawai_id AND n.jenis = 'definitif' AND n.mulai <= $1"      \
    " AND (n.selesai IS NULL OR n.selesai >= $1) LEFT JOIN jabatan j ON j.id = n.jabatan_id"

static void from_row(const struct rows *r, struct arena *a, struct kuasa *out)
{
    *out = (struct kuasa){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .pegawai_id = row_int(r, 2),
        .penerima_id = row_int(r, 3),
        .unit_id = row_int(r, 4),
        .akun_id = row_int(r, 5),
        .nip = row_dup(r, 6, a),
        .nama = row_dup(r, 7, a),
        .penerima_nip = row_dup(r, 8, a),
        .penerima_nama = row_dup(r, 9, a),
        .mulai = row_dup(r, 10, a),
        .selesai = row_dup(r, 11, a),
        .nomor = row_dup(r, 12, a),
        .tanggal = row_dup(r, 13, a),
        .dibuat = row_dup(r, 14, a),
        .dicabut = row_dup(r, 15, a),
        .alasan = row_dup(r, 16, a),
        .jenis = (unsigned)row_int(r, 17),
    };
}

enum status kuasa_muat(struct db *db, int64_t id, const char *hari, struct arena *a, struct kuasa *out,
                       struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE k.id = $2", "ti", hari, id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_KUASA_TIDAK_ADA, NULL) : st;
}

/* Its holder sees it without a row of the rights' table: it is his. */
static bool holds(const struct who *who, int64_t penerima_id)
{
    return who->pegawai_id && who->pegawai_id == penerima_id && right_in_scope(who, AKSI_KUASA_LIHAT) &&
           !who->token.unit_id;
}

enum status kuasa_load(struct db *db, const struct who *who, int64_t id, struct arena *a, struct kuasa *out,
                       struct err *e)
{
    struct subject s = { 0 };
    enum status st = kuasa_muat(db, id, who->hari, a, out, e);

    if (st != ST_OK || holds(who, out->penerima_id))
        return st;
    s.pegawai_id = out->pegawai_id;
    s.unit_id = out->unit_id;
    st = right_check(db, who, AKSI_KUASA_LIHAT, &s, e);
    return st == ST_DENIED || st == ST_NOT_FOUND ? err_set(e, E_KUASA_TIDAK_ADA, NULL) : st;
}

enum status kuasa_berlaku(const struct kuasa *k, const char *hari, struct err *e)
{
    if (k->dicabut)
        return err_set(e, E_KUASA_TIDAK_BERLAKU, "Kuasa %s sudah dicabut.", k->nomor);
    if (strcmp(hari, k->mulai) < 0 || strcmp(hari, k->selesai) > 0)
        return err_set(e, E_KUASA_TIDAK_BERLAKU, "Kuasa %s berlaku %s sampai %s.", k->nomor, k->mulai,
                       k->selesai);
    return ST_OK;
}

enum status kuasa_pegang(struct db *db, const struct who *who, int64_t id, enum kuasa_jenis jenis,
                         struct arena *a, struct kuasa *out, struct err *e)
{
    enum status st = kuasa_muat(db, id, who->hari, a, out, e);

    if (st != ST_OK)
        return st;
    if (!holds(who, out->penerima_id))
        return err_set(e, E_KUASA_TIDAK_ADA, NULL);
    if ((st = kuasa_berlaku(out, who->hari, e)) != ST_OK)
        return st;
    if (!(out->jenis & jenis))
        return err_set(e, E_KUASA_JENIS, "Kuasa %s tidak mencakup %s.", out->nomor, kuasa_jenis_kode(jenis));
    return ST_OK;
}

static void members(const struct kuasa *k, struct jw *w)
{
    jw_kint(w, "id", k->id);
    jw_kint(w, "versi", k->versi);
    view_orang(w, "pegawai", k->pegawai_id, k->nip, k->nama);
    view_orang(w, "penerima", k->penerima_id, k->penerima_nip, k->penerima_nama);
    jw_key(w, "jenis");
    kuasa_jenis_json(k->jenis, w);
    jw_ktext(w, "mulai", k->mulai);
    jw_ktext(w, "selesai", k->selesai);
    jw_ktext(w, "nomor", k->nomor);
    jw_ktext(w, "tanggal", k->tanggal);
    jw_ktext(w, "dibuat", k->dibuat);
    jw_ktext(w, "dicabut", k->dicabut);
    jw_ktext(w, "alasan", k->alasan);
}

void kuasa_baris_json(const struct kuasa *k, struct jw *w)
{
    jw_open(w, '{');
    members(k, w);
    jw_close(w);
}

/* May `who` revoke it? `why` says why not. */
static enum status may_revoke(struct db *db, const struct who *who, const struct kuasa *k, struct err *why)
{
    struct subject s = { .pegawai_id = k->pegawai_id, .unit_id = k->unit_id };
    enum status st = right_check(db, who, AKSI_KUASA_BERI, &s, why);

    if (st == ST_NOT_FOUND)
        return err_set(why, E_TIDAK_BERHAK, NULL);
    if (st == ST_OK && k->dicabut)
        return err_set(why, E_KUASA_TIDAK_BERLAKU, "Kuasa %s sudah dicabut.", k->nomor);
    return st;
}

enum status kuasa_json(struct db *db, const struct who *who, const struct kuasa *k, struct jw *w,
                       struct err *e)
{
    struct err why = ERR_NONE;
    enum status st = may_revoke(db, who, k, &why);

    if (st == ST_FAIL || st == ST_UNREACHABLE) {
        *e = why;
        return st;
    }
    jw_open(w, '{');
    members(k, w);
    jw_kbool(w, "berlaku", kuasa_berlaku(k, who->hari, &(struct err){ .code = E_NONE }) == ST_OK);
    jw_key(w, "aksi");
    jw_open(w, '[');
    flow_aksi_baris(w, "cabut", true, &why);
    jw_close(w);
    jw_close(w);
    return ST_OK;
}

enum status kuasa_list(struct db *db, const struct who *who, const struct kuasa_saring *f, struct arena *a,
                       struct kuasa **out, size_t *n, bool *lagi, struct err *e)
{
    static const struct right_columns columns = { "k.pegawai_id", NULL, NULL, "j.unit_id" };
    bool giver = f->sebagai && strcmp(f->sebagai, "pemberi") == 0;
    bool holder = f->sebagai && !giver;
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, KOLOM " WHERE k.id > $2 AND (");
    right_where(who, AKSI_KUASA_LIHAT, &columns, &sql);
    if (holds(who, who->pegawai_id))
        buf_printf(&sql, " OR k.penerima_id = %lld", (long long)who->pegawai_id);
    buf_str(&sql, ")");
    if (f->sebagai)
        buf_printf(&sql, " AND %s = %lld", holder ? "k.penerima_id" : "k.pegawai_id",
                   (long long)who->pegawai_id);
    if (f->berlaku)
        buf_str(&sql, " AND k.dicabut IS NULL AND k.mulai <= $1 AND k.selesai >= $1");
    buf_str(&sql, " ORDER BY k.id LIMIT $3");
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct kuasa, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "tii", who->hari, f->sesudah, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas)
            *lagi = true;
        else
            from_row(&r, a, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* Giving --------------------------------------------------------------------------------------------------
 */

enum status kuasa_beri_baca(const json_t *body, struct arena *a, struct kuasa_beri *out, struct err *e)
{
#define K(field) offsetof(struct kuasa_beri, field)
    static const struct baca_medan medan[] = {
        { "pegawai", BACA_BULAT, K(pegawai_id), false, 0, NULL },
        { "penerima", BACA_TEKS, K(penerima), true, 18, NULL },
        { "jenis", BACA_LAIN, 0, true, 0, NULL },
        { "mulai", BACA_TANGGAL, K(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, K(selesai), true, 0, NULL },
        { "nomor", BACA_TEKS, K(nomor), true, 100, NULL },
        { "tanggal", BACA_TANGGAL, K(tanggal), true, 0, NULL },
    };
#undef K
    const json_t *list, *v;
    size_t i;

    *out = (struct kuasa_beri){ .pegawai_id = 0 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    list = baca_daftar(body, "", "jenis", true, COUNT(kinds), e);
    json_array_foreach(list, i, v)
    {
        unsigned kind = kind_of(json_string_value(v));
        char at[32];

        snprintf(at, sizeof(at), "/jenis/%zu", i);
        if (!kind)
            err_fault(e, at, "Jenis ini tidak dikenal.");
        out->jenis |= kind;
    }
    if (list && !out->jenis)
        err_fault(e, "/jenis", "Sebutkan paling sedikit satu jenis.");
    if (out->nomor && !*out->nomor)
        err_fault(e, "/nomor", "Wajib diisi: nomor surat kuasa.");
    return baca_akhir(e);
}

/* No longer than the rule allows, not over already, and the letter is not of a later day than its beginning's
 * end. */
static enum status check_span(struct db *db, const struct who *who, const struct kuasa_beri *in,
                              struct err *e)
{
    int32_t from = 0, to = 0;
    int64_t most = 0;
    enum status st = aturan_nilai(db, "kuasa.hari", who->hari, &most, e);

    if (st != ST_OK)
        return st;
    if (!date_parse(in->mulai, &from) || !date_parse(in->selesai, &to) || to < from ||
        strcmp(in->selesai, who->hari) < 0 || strcmp(in->tanggal, who->hari) > 0) {
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai atau sebelum hari ini.");
        return err_set(e, E_KUASA_RENTANG, NULL);
    }
    if (to - from >= most) {
        err_fault(e, "/selesai", "Paling lama %lld hari.", (long long)most);
        return err_set(e, E_KUASA_RENTANG, "Kuasa berlaku paling lama %lld hari.", (long long)most);
    }
    return ST_OK;
}

static enum status insert(struct perintah *p, struct db *db, struct kuasa_beri *in, int64_t penerima_id,
                          struct err *e)
{
    struct audit_entry entry = { .objek = "kuasa", .peristiwa = "beri", .ke = "berlaku" };
    char now[TIME_TEXT];
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO kuasa (pegawai_id, penerima_id, mulai, selesai, nomor, tanggal, akun_id, dibuat)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                "iittttIt", in->pegawai_id, penerima_id, in->mulai, in->selesai, in->nomor, in->tanggal,
                p->who.akun_id ? &p->who.akun_id : NULL, now);
    for (size_t i = 0; st == ST_OK && i < COUNT(kinds); i++)
        if (in->jenis & kinds[i].jenis)
            st = db_exec(db, NULL, e, "INSERT INTO kuasa_jenis (kuasa_id, jenis) VALUES ($1, $2)", "it",
                         in->out_id, kinds[i].kode);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_key(&w, "jenis");
    kuasa_jenis_json(in->jenis, &w);
    jw_ktext(&w, "mulai", in->mulai);
    jw_ktext(&w, "nomor", in->nomor);
    jw_kint(&w, "penerima_id", penerima_id);
    jw_ktext(&w, "selesai", in->selesai);
    jw_ktext(&w, "tanggal", in->tanggal);
    jw_close(&w);
    entry.objek_id = in->out_id;
    entry.isi = isi.p;
    if (p->who.pegawai_id != in->pegawai_id)
        entry.atas_nama = in->pegawai_id;
    st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&isi);
    return st;
}

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct kuasa k;
    struct jw w;
    enum status st = kuasa_muat(db, id, p->who.hari, a, &k, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = k.versi;
    jw_start(&w, &p->reply.body);
    return kuasa_json(db, &p->who, &k, &w, e);
}

enum status kuasa_beri(struct perintah *p, struct db *db, struct err *e)
{
    struct kuasa_beri *in = p->input;
    struct arena *a = arena_new();
    struct subject s = { 0 };
    int64_t penerima = 0;
    enum status st;

    if (!in->pegawai_id)
        in->pegawai_id = p->who.pegawai_id;
    if (!in->pegawai_id) {
        err_fault(e, "/pegawai", "Wajib diisi: akun ini bukan milik seorang pegawai.");
        st = err_set(e, E_MASUKAN, NULL);
        goto out;
    }
    if ((st = pegawai_subject(db, in->pegawai_id, p->who.hari, &s, e)) != ST_OK ||
        (st = right_check(db, &p->who, AKSI_KUASA_BERI, &s, e)) != ST_OK ||
        (st = pegawai_find(db, in->penerima, &penerima, e)) != ST_OK)
        goto out;
    if (penerima == in->pegawai_id || penerima == p->who.pegawai_id)
        st = err_set(e, E_KUASA_DIRI, NULL);
    if (st != ST_OK || (st = check_span(db, &p->who, in, e)) != ST_OK ||
        (st = insert(p, db, in, penerima, e)) != ST_OK || (st = reply(p, db, in->out_id, a, e)) != ST_OK)
        goto out;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/kuasa/%lld", (long long)in->out_id);
out:
    arena_free(a);
    return st;
}

/* Revoking ------------------------------------------------------------------------------------------------
 */

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

static enum status revoke(struct perintah *p, struct db *db, const struct kuasa *k, const char *why,
                          struct err *e)
{
    struct audit_entry entry = { .objek = "kuasa",
                                 .objek_id = k->id,
                                 .peristiwa = "cabut",
                                 .dari = "berlaku",
                                 .ke = "dicabut",
                                 .catatan = why };
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE kuasa SET dicabut = $2, alasan = $3, versi = versi + 1 WHERE id = $1",
                 "itt", k->id, now, why);
    if (p->who.pegawai_id != k->pegawai_id)
        entry.atas_nama = k->pegawai_id;
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

enum status kuasa_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct kuasa_langkah *in = p->input;
    struct arena *a = arena_new();
    struct kuasa k;
    enum status st = kuasa_load(db, &p->who, in->id, a, &k, e);

    if (st != ST_OK || (st = perintah_versi(p, k.versi, e)) != ST_OK)
        goto out;
    if (strcmp(in->peristiwa, "cabut") != 0) {
        st = err_set(e, E_ALUR_PERISTIWA, "Langkah \"%s\" tidak dikenal bagi kuasa.", in->peristiwa);
        goto out;
    }
    if ((st = may_revoke(db, &p->who, &k, e)) != ST_OK)
        goto out;
    if (blank(in->catatan)) {
        err_fault(e, "/catatan", "Wajib diisi untuk langkah \"cabut\".");
        st = err_set(e, E_TANPA_CATATAN, NULL);
        goto out;
    }
    if ((st = revoke(p, db, &k, in->catatan, e)) == ST_OK)
        st = reply(p, db, k.id, a, e);
out:
    arena_free(a);
    return st;
}
