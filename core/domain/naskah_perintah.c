/* Commands on prepared steps: prepare, confirm, upload, return; and what time brings. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/naskah.h"

enum { SEKALI_BERKALA = 500 };

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct naskah n;
    struct jw w;
    enum status st = naskah_muat(db, id, p->who.hari, a, &n, e);

    if (st != ST_OK)
        return st;
    buf_clear(&p->reply.body);
    p->reply.status = 200;
    p->reply.lokasi[0] = '\0';
    p->reply.etag = n.versi;
    jw_start(&w, &p->reply.body);
    return naskah_json(db, &p->who, &n, &w, e);
}

static enum status step(struct perintah *p, struct db *db, struct naskah *n, const char *event,
                        const char *catatan, struct audit_entry *extra, struct err *e)
{
    struct flow_object o = { .id = n->id,
                             .state = (int)n->status,
                             .subject = n->subject,
                             .penyiap_id = n->penyiap_id,
                             .catatan = catatan,
                             .data = n };

    return flow_apply(db, &naskah_machine, &o, event, &p->who, extra, e);
}

/* Hash ----------------------------------------------------------------------------------------------------
 */

/* What is confirmed: kind, object, its version, for whom, and the body, as one canonical document. */
static enum status hash_of(const char *jenis, const struct naskah_sasaran *s, int64_t pegawai_id,
                           int64_t versi, const char *isi, char out[DIGEST_HEX], struct err *e)
{
    json_t *body = NULL, *o;
    struct buf b = BUF_NONE;
    struct digest d;
    enum status st = json_read(isi, strlen(isi), &body, e);

    if (st != ST_OK)
        return st;
    o = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "dokumen", "naskah", "jenis", jenis,
                  "pegawai_id", (json_int_t)pegawai_id, "versi", (json_int_t)versi, "skp_id",
                  (json_int_t)s->skp_id, "periode_id", (json_int_t)s->periode_id, "unit_id",
                  (json_int_t)s->unit_id, "evaluasi_id", (json_int_t)s->evaluasi_id, "isi", body);
    json_canonical(o, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, out);
    json_decref(o);
    buf_free(&b);
    return ST_OK;
}

/* Prepare -------------------------------------------------------------------------------------------------
 */

struct siap { /* what a preparation has found out */
    struct kuasa kuasa;
    struct who orang;
    struct naskah_keadaan k;
    struct buf sebelum, sesudah;
    char hash[DIGEST_HEX];
    struct arena *a;
};

/* The step as the person would do it, taken back at once: what it refuses is told to the drafter now, and
 * what it leaves is what the person will be shown. */
static enum status try_it(struct perintah *p, struct db *db, const struct naskah_siapkan *in, struct siap *x,
                          struct err *e)
{
    enum status st = db_savepoint(db, e);

    if (st != ST_OK)
        return st;
    st = perintah_dalam(p, &in->dalam, &x->orang, in->objek_versi, db, e);
    if (db_in_transaction(db))
        db_rollback_savepoint(db);
    if (st == ST_OK)
        st = naskah_bersih(p->reply.body.p, p->reply.body.len, &x->sesudah, e);
    buf_clear(&p->reply.body);
    return st;
}

static enum status look(struct perintah *p, struct db *db, const struct naskah_siapkan *in, struct siap *x,
                        struct err *e)
{
    enum status st = kuasa_pegang(db, &p->who, in->kuasa_id, in->jenis->kuasa, x->a, &x->kuasa, e);

    if (st != ST_OK || (st = naskah_orang(db, x->kuasa.pegawai_id, &x->orang, e)) != ST_OK ||
        (st = naskah_objek(db, &x->orang, in->jenis, &in->sasaran, x->a, &x->k, &x->sebelum, e)) != ST_OK ||
        (st = naskah_bukan_sendiri(db, in->jenis, &in->sasaran, x->k.pegawai_id, p->who.pegawai_id,
                                   p->who.hari, e)) != ST_OK)
        return st;
    if (x->k.versi && !in->objek_versi)
        return err_set(e, E_TANPA_VERSI, "Sebutkan `versi` objeknya seperti yang Anda lihat.");
    if (x->k.versi != in->objek_versi)
        return err_set(e, E_VERSI, NULL);
    if ((st = try_it(p, db, in, x, e)) != ST_OK)
        return st;
    return hash_of(in->jenis->kode, &in->sasaran, x->kuasa.pegawai_id, in->objek_versi, in->isi, x->hash, e);
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status insert(struct perintah *p, struct db *db, struct naskah_siapkan *in, const struct siap *x,
                          struct err *e)
{
    const struct naskah_sasaran *s = &in->sasaran;
    struct audit_entry entry = { .objek = "naskah",
                                 .peristiwa = "siapkan",
                                 .ke = "disiapkan",
                                 .catatan = in->jenis->kode,
                                 .dokumen = x->hash,
                                 .peran = "penyiap",
                                 .atas_nama = x->kuasa.pegawai_id };
    char now[TIME_TEXT], last[DATE_TEXT];
    enum status st = aturan_batas(db, "naskah.hari", p->who.hari, last, e);

    if (st != ST_OK)
        return st;
    if (strcmp(last, x->kuasa.selesai) > 0)
        snprintf(last, sizeof(last), "%s", x->kuasa.selesai);
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO naskah (kuasa_id, pegawai_id, penyiap_id, jenis, skp_id, periode_id, unit_id,"
                " evaluasi_id, objek_pegawai_id, objek_versi, isi, hash, sebelum, sesudah, status, disiapkan,"
                " batas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'disiapkan',"
                " $15, $16) RETURNING id",
                "iiitIIIIIitttttt", x->kuasa.id, x->kuasa.pegawai_id, p->who.pegawai_id, in->jenis->kode,
                OR_NULL(s->skp_id), OR_NULL(s->periode_id), OR_NULL(s->unit_id), OR_NULL(s->evaluasi_id),
                OR_NULL(x->k.pegawai_id), in->objek_versi, in->isi, x->hash, x->sebelum.p, x->sesudah.p, now,
                last);
    entry.objek_id = in->out_id;
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

/* A new text for the same kind and object; a sheet that was signed under the old one is gone with it. */
static enum status renew(struct perintah *p, struct db *db, struct naskah_siapkan *in, const struct siap *x,
                         struct err *e)
{
    struct audit_entry extra = { .dokumen = x->hash, .atas_nama = x->kuasa.pegawai_id };
    struct naskah n;
    char now[TIME_TEXT];
    enum status st = naskah_load(db, &p->who, in->id, x->a, &n, e);

    if (st != ST_OK || (st = perintah_versi(p, n.versi, e)) != ST_OK ||
        (st = step(p, db, &n, "perbarui", NULL, &extra, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    in->out_id = in->id;
    return db_exec(db, NULL, e,
                   "UPDATE naskah SET objek_versi = $2, isi = $3, hash = $4, sebelum = $5, sesudah = $6,"
                   " disiapkan = $7, lembar_nomor = '', lembar_tanggal = NULL, lembar_sha256 = NULL,"
                   " lembar_nama = NULL, lembar_tipe = NULL, lembar_ukuran = NULL WHERE id = $1",
                   "iittttt", in->id, in->objek_versi, in->isi, x->hash, x->sebelum.p, x->sesudah.p, now);
}

/* The draft that is to be made anew decides about kind and object, not the request. */
static enum status same_object(struct perintah *p, struct db *db, struct naskah_siapkan *in, struct arena *a,
                               struct err *e)
{
    struct naskah n;
    enum status st = naskah_load(db, &p->who, in->id, a, &n, e);

    if (st != ST_OK)
        return st;
    if (n.penyiap_id != p->who.pegawai_id)
        return err_set(e, E_TIDAK_BERHAK, NULL);
    in->kuasa_id = n.kuasa_id;
    in->jenis = n.jenis;
    in->sasaran = n.sasaran;
    return ST_OK;
}

enum status naskah_siapkan(struct perintah *p, struct db *db, struct err *e)
{
    struct naskah_siapkan *in = p->input;
    struct siap x = { .sebelum = BUF_NONE, .sesudah = BUF_NONE, .a = arena_new() };
    enum status st = in->id ? same_object(p, db, in, x.a, e) : ST_OK;

    if (st != ST_OK || (st = look(p, db, in, &x, e)) != ST_OK)
        goto out;
    st = in->id ? renew(p, db, in, &x, e) : insert(p, db, in, &x, e);
    if (st != ST_OK || (st = reply(p, db, in->out_id, x.a, e)) != ST_OK)
        goto out;
    if (!in->id) {
        p->reply.status = 201;
        snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/naskah/%lld", (long long)in->out_id);
    }
out:
    buf_free(&x.sebelum);
    buf_free(&x.sesudah);
    arena_free(x.a);
    return st;
}

/* Take effect ---------------------------------------------------------------------------------------------
 */

/* At most as many as an error holds: what the object has become since, by its places. */
static enum status moved(struct db *db, const struct naskah *n, const struct buf *now, struct err *e)
{
    struct buf b = BUF_NONE;
    json_t *list = NULL, *v;
    struct jw w;
    size_t i;
    enum status st;

    (void)db;
    jw_start(&w, &b);
    if ((st = naskah_beda(n->sebelum, now->p, &w, e)) == ST_OK)
        st = json_read(b.p, b.len, &list, e);
    buf_free(&b);
    if (st != ST_OK)
        return st;
    json_array_foreach(list, i, v)
        err_fault(e, json_string_value(json_object_get(v, "letak")), "Berubah sesudah naskah disiapkan.");
    json_decref(list);
    return err_set(e, E_NASKAH_USANG, NULL);
}

static enum status still_there(struct db *db, const struct naskah *n, const struct who *orang,
                               struct arena *a, struct err *e)
{
    struct naskah_keadaan k = { 0 };
    struct buf now = BUF_NONE;
    enum status st = naskah_objek(db, orang, n->jenis, &n->sasaran, a, &k, &now, e);

    if (st == ST_OK && k.versi != n->objek_versi)
        st = moved(db, n, &now, e);
    buf_free(&now);
    return st;
}

/* The row's own hash is computed anew: a text that was changed in the file is not what anybody was shown. */
static enum status same_text(const struct naskah *n, const char *hash, struct err *e)
{
    char own[DIGEST_HEX];
    enum status st = hash_of(n->jenis->kode, &n->sasaran, n->pegawai_id, n->objek_versi, n->isi, own, e);

    if (st == ST_OK && (strcmp(own, n->hash) != 0 || !hash || strcmp(own, hash) != 0))
        st = err_set(e, E_NASKAH_HASH, NULL);
    return st;
}

enum status naskah_siap(struct db *db, const struct who *who, struct naskah *n, const char *peristiwa,
                        const char *hash, struct err *e)
{
    struct flow_object o = {
        .id = n->id, .state = (int)n->status, .subject = n->subject, .penyiap_id = n->penyiap_id, .data = n
    };
    struct arena *a = arena_new();
    struct who orang;
    enum status st = flow_boleh(db, &naskah_machine, &o, peristiwa, who, e);

    if (st == ST_OK && who->token.id)
        st = err_set(e, E_TIDAK_BERHAK, NULL);
    if (st == ST_OK && (st = same_text(n, hash, e)) == ST_OK &&
        (st = naskah_orang(db, n->pegawai_id, &orang, e)) == ST_OK)
        st = still_there(db, n, &orang, a, e);
    arena_free(a);
    return st;
}

/* What the audit rows of the step say about how it came about. */
static void tell(const struct naskah *n, const struct who *who, bool sheet, struct buf *out)
{
    json_t *o = json_pack("{s:I, s:s, s:I, s:s, s:I, s:s, s:s, s:s}", "id", (json_int_t)n->id, "hash",
                          n->hash, "penyiap_id", (json_int_t)n->penyiap_id, "disiapkan_oleh", n->penyiap_nama,
                          "kuasa_id", (json_int_t)n->kuasa_id, "kuasa", n->kuasa.nomor, "atas_nama", n->nama,
                          "cara", sheet ? "lembar" : "akun");

    if (sheet)
        json_object_set_new(o, "lembar",
                            json_pack("{s:s, s:s?, s:s?, s:s}", "nomor", n->lembar_nomor, "tanggal",
                                      n->lembar_tanggal, "sha256", n->lembar_sha256, "diperiksa_oleh",
                                      who->nama));
    json_canonical(o, out);
    json_decref(o);
}

static enum status take_effect(struct perintah *p, struct db *db, const struct naskah_terapkan *in,
                               struct naskah *n, struct err *e)
{
    bool sheet = strcmp(in->peristiwa, "periksa") == 0;
    struct audit_entry extra = { .dokumen = n->hash, .atas_nama = n->pegawai_id };
    struct buf how = BUF_NONE;
    char now[TIME_TEXT];
    struct who orang;
    enum status st = step(p, db, n, in->peristiwa, NULL, &extra, e);

    if (st != ST_OK || (st = naskah_orang(db, n->pegawai_id, &orang, e)) != ST_OK)
        return st;
    tell(n, &p->who, sheet, &how);
    orang.wakil = (struct wakil){ .pegawai_id = n->pegawai_id, .akun_id = p->who.akun_id, .isi = how.p };
    st = perintah_dalam(p, &in->dalam, &orang, n->objek_versi, db, e);
    buf_free(&how);
    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    return db_exec(db, NULL, e, "UPDATE naskah SET diputus = $2, pemeriksa_id = $3 WHERE id = $1", "itI",
                   n->id, now, sheet ? &p->who.akun_id : NULL);
}

enum status naskah_terapkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct naskah_terapkan *in = p->input;
    struct arena *a = arena_new();
    struct naskah n;
    enum status st = naskah_load(db, &p->who, in->id, a, &n, e);

    if (st != ST_OK || (st = perintah_versi(p, n.versi, e)) != ST_OK ||
        (st = naskah_siap(db, &p->who, &n, in->peristiwa, in->hash, e)) != ST_OK ||
        (st = take_effect(p, db, in, &n, e)) != ST_OK)
        goto out;
    st = reply(p, db, n.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Sheet and steps -----------------------------------------------------------------------------------------
 */

static bool sheet_type(const char *tipe)
{
    return strcmp(tipe, "application/pdf") == 0 || strncmp(tipe, "image/", 6) == 0;
}

static enum status check_sheet(const struct who *who, const struct naskah_unggah *in, struct err *e)
{
    int32_t day;

    if (!in->nomor || !*in->nomor || strlen(in->nomor) > 100)
        err_fault(e, "nomor", "Wajib diisi: nomor lembar, paling panjang 100.");
    if (!in->tanggal || !date_parse(in->tanggal, &day) || strcmp(in->tanggal, who->hari) > 0)
        err_fault(e, "tanggal", "Wajib diisi: tanggal lembar, tidak sesudah hari ini.");
    if (!sheet_type(in->berkas.tipe))
        err_fault(e, "nama", "Berkas harus PDF atau gambar.");
    return e->nfaults ? err_set(e, E_NASKAH_LEMBAR, NULL) : ST_OK;
}

enum status naskah_unggah(struct perintah *p, struct db *db, struct err *e)
{
    const struct naskah_unggah *in = p->input;
    const struct bukti_berkas *f = &in->berkas;
    struct arena *a = arena_new();
    struct audit_entry extra = { .dokumen = f->sha256 };
    struct naskah n;
    enum status st = naskah_load(db, &p->who, in->id, a, &n, e);

    if (st != ST_OK || (st = perintah_versi(p, n.versi, e)) != ST_OK ||
        (st = check_sheet(&p->who, in, e)) != ST_OK)
        goto out;
    extra.atas_nama = n.pegawai_id;
    if ((st = step(p, db, &n, "unggah", NULL, &extra, e)) != ST_OK)
        goto out;
    st = db_exec(db, NULL, e,
                 "UPDATE naskah SET lembar_nomor = $2, lembar_tanggal = $3, lembar_sha256 = $4,"
                 " lembar_nama = $5, lembar_tipe = $6, lembar_ukuran = $7 WHERE id = $1",
                 "ittttti", n.id, in->nomor, in->tanggal, f->sha256, f->nama, f->tipe, f->ukuran);
    if (st == ST_OK)
        st = reply(p, db, n.id, a, e);
out:
    arena_free(a);
    return st;
}

enum status naskah_langkah(struct perintah *p, struct db *db, struct err *e)
{
    static const char *const own[] = { "konfirmasi", "periksa", "perbarui", "unggah", NULL };
    const struct naskah_langkah *in = p->input;
    struct arena *a = arena_new();
    struct naskah n;
    enum status st = naskah_load(db, &p->who, in->id, a, &n, e);

    if (st != ST_OK || (st = perintah_versi(p, n.versi, e)) != ST_OK)
        goto out;
    /* These come with more than a note and have commands of their own. */
    for (size_t i = 0; own[i] && st == ST_OK; i++)
        if (strcmp(own[i], in->peristiwa) == 0)
            st = err_set(e, E_ALUR_PERISTIWA, "Langkah \"%s\" mempunyai alamatnya sendiri.", in->peristiwa);
    if (st == ST_OK && (st = step(p, db, &n, in->peristiwa, in->catatan, NULL, e)) == ST_OK)
        st = reply(p, db, n.id, a, e);
out:
    arena_free(a);
    return st;
}

/* What time brings ----------------------------------------------------------------------------------------
 */

enum status naskah_berkala(struct perintah *p, struct db *db, struct err *e)
{
    struct naskah_berkala *in = p->input;
    struct arena *a = arena_new();
    int64_t *ids = arena_array(a, int64_t, SEKALI_BERKALA);
    size_t count = 0;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT n.id FROM naskah n JOIN kuasa k ON k.id = n.kuasa_id WHERE n.id > $1"
                " AND n.status IN ('disiapkan', 'dikembalikan', 'lembar_diunggah')"
                " AND (n.batas < $2 OR k.dicabut IS NOT NULL OR k.selesai < $2) ORDER BY n.id LIMIT $3",
                "iti", in->sampai, p->who.hari, (int64_t)SEKALI_BERKALA);

    while (st == ST_OK && rows_next(&r))
        ids[count++] = row_int(&r, 0);
    st = rows_end(&r, st, e);
    in->out_akhir = 0;
    in->out_sampai = in->sampai;
    for (size_t i = 0; st == ST_OK && i < count; i++) {
        struct naskah n;

        in->out_sampai = ids[i];
        if ((st = naskah_muat(db, ids[i], p->who.hari, a, &n, e)) == ST_OK &&
            (st = step(p, db, &n, "kedaluwarsa", NULL, NULL, e)) == ST_OK)
            in->out_akhir++;
    }
    in->out_sisa = count == SEKALI_BERKALA;
    arena_free(a);
    return st;
}
