/* Reading plans: one, as a resource, as the signed document, and lists. */
#include "domain/skp.h"
#include "domain/tanda_terima.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* One -----------------------------------------------------------------------------------------------------
 */

/* The newest version for n = 0. */
static enum status load_head(struct db *db, int64_t id, int64_t n, struct arena *a, struct skp *out,
                             struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(
        db, &r, e,
        "SELECT s.versi, s.pegawai_id, s.penugasan_id, s.unit_id, s.penilai_id, s.atasan_penilai_id, p.nip,"
        " p.nama, j.nama, u.kode, u.nama, s.mulai, s.selesai, s.form, s.pendekatan, n.nip, n.nama,"
        " s.penilai_cara, s.penilai_alasan, x.nama, s.versi_berlaku, v.id, v.n, v.status, v.alasan, "
        "v.catatan,"
        " v.hash, v.selesai, (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = s.id), v.alasan_kode,"
        " v.peringatan, v.ttd_pegawai, v.ttd_penilai, tt.nama"
        " FROM skp s JOIN pegawai p ON p.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"
        " JOIN jabatan j ON j.id = t.jabatan_id JOIN unit u ON u.id = s.unit_id"
        " LEFT JOIN pegawai n ON n.id = s.penilai_id LEFT JOIN pegawai x ON x.id = s.atasan_penilai_id"
        " JOIN skp_versi v ON v.skp_id = s.id AND v.n = CASE WHEN $2 > 0 THEN $2 ELSE"
        " (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = s.id) END"
        " LEFT JOIN pegawai tt ON tt.id = v.ttd_penilai_id WHERE s.id = $1",
        "ii", id, n);

    found = st == ST_OK && rows_next(&r);
    if (found) {
        int status = 0;

        flow_state(&skp_machine, row_text(&r, 23), &status); /* the table's CHECK knows the same codes */
        *out = (struct skp){
            .id = id,
            .versi = row_int(&r, 0),
            .pegawai_id = row_int(&r, 1),
            .penugasan_id = row_int(&r, 2),
            .unit_id = row_int(&r, 3),
            .penilai_id = row_int(&r, 4),
            .atasan_penilai_id = row_int(&r, 5),
            .nip = row_dup(&r, 6, a),
            .nama = row_dup(&r, 7, a),
            .jabatan = row_dup(&r, 8, a),
            .unit_kode = row_dup(&r, 9, a),
            .unit = row_dup(&r, 10, a),
            .mulai = row_dup(&r, 11, a),
            .selesai = row_dup(&r, 12, a),
            .form = row_dup(&r, 13, a),
            .pendekatan = row_dup(&r, 14, a),
            .penilai_nip = row_dup(&r, 15, a),
            .penilai_nama = row_dup(&r, 16, a),
            .penilai_cara = row_dup(&r, 17, a),
            .penilai_alasan = row_dup(&r, 18, a),
            .atasan_penilai_nama = row_dup(&r, 19, a),
            .versi_berlaku = row_int(&r, 20),
            .versi_id = row_int(&r, 21),
            .n = row_int(&r, 22),
            .status = (enum skp_status)status,
            .alasan = row_dup(&r, 24, a),
            .catatan = row_dup(&r, 25, a),
            .hash = row_dup(&r, 26, a),
            .selesai_disetujui = row_dup(&r, 27, a),
            .n_terakhir = row_int(&r, 28),
            .alasan_kode = row_dup(&r, 29, a),
            .peringatan = row_dup(&r, 30, a),
            .ttd_pegawai = row_dup(&r, 31, a),
            .ttd_penilai = row_dup(&r, 32, a),
            .ttd_penilai_nama = row_dup(&r, 33, a),
        };
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
}

enum status skp_muat(struct db *db, int64_t id, int64_t n, struct arena *a, struct skp *out, struct err *e)
{
    enum status st = load_head(db, id, n, a, out, e);

    return st == ST_OK ? skp_isi_muat(db, out->versi_id, a, &out->isi, e) : st;
}

void skp_subject(const struct skp *s, struct subject *out)
{
    *out = (struct subject){ s->pegawai_id, s->penilai_id, s->atasan_penilai_id, s->unit_id };
}

enum status skp_load(struct db *db, const struct who *who, int64_t id, int64_t n, struct arena *a,
                     struct skp *out, struct err *e)
{
    struct subject s;
    enum status st = load_head(db, id, n, a, out, e);

    if (st != ST_OK)
        return st;
    skp_subject(out, &s);
    if ((st = right_check(db, who, AKSI_SKP_LIHAT, &s, e)) != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_SKP_TIDAK_ADA, NULL) : st;
    return skp_isi_muat(db, out->versi_id, a, &out->isi, e);
}

/* Resource ------------------------------------------------------------------------------------------------
 */

static void person(struct jw *w, const char *key, int64_t id, const char *nip, const char *nama)
{
    jw_key(w, key);
    if (!id) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_kint(w, "id", id);
    if (nip)
        jw_ktext(w, "nip", nip);
    jw_ktext(w, "nama", nama);
    jw_close(w);
}

static void head_json(const struct skp *s, struct jw *w)
{
    jw_kint(w, "id", s->id);
    jw_kint(w, "versi", s->versi);
    person(w, "pegawai", s->pegawai_id, s->nip, s->nama);
    jw_kint(w, "penugasan_id", s->penugasan_id);
    jw_ktext(w, "jabatan", s->jabatan);
    jw_key(w, "unit");
    jw_open(w, '{');
    jw_kint(w, "id", s->unit_id);
    jw_ktext(w, "kode", s->unit_kode);
    jw_ktext(w, "nama", s->unit);
    jw_close(w);
    jw_ktext(w, "mulai", s->mulai);
    jw_ktext(w, "selesai", s->selesai);
    jw_ktext(w, "form", s->form);
    jw_ktext(w, "pendekatan", s->pendekatan);
    person(w, "penilai", s->penilai_id, s->penilai_nip, s->penilai_nama);
    jw_ktext(w, "penilai_cara", s->penilai_cara);
    jw_ktext(w, "penilai_alasan", s->penilai_alasan);
    person(w, "atasan_penilai", s->atasan_penilai_id, NULL, s->atasan_penilai_nama);
}

/* Whether the content may be edited now, in the form of the other actions: the application asks one list. */
static void edit_aksi(const struct who *who, const struct skp *s, struct jw *w)
{
    bool owner = who->pegawai_id && who->pegawai_id == s->pegawai_id;
    bool leader = !owner && who->pegawai_id && who->pegawai_id == s->penilai_id;
    bool ok = owner ? s->status == SKP_DRAF || s->status == SKP_DIKEMBALIKAN : s->status == SKP_DIAJUKAN;
    struct err why = ERR_NONE;
    bool may;

    if (!owner && !leader)
        return;
    may = right_in_scope(who, owner ? AKSI_SKP_SUSUN : AKSI_SKP_SETUJUI);
    if (!may)
        (void)err_set(&why, E_TIDAK_BERHAK, NULL);
    else if (!ok)
        (void)err_set(&why, E_SKP_TERKUNCI,
                      owner ? NULL : "Ekspektasi hanya dapat diisi selama SKP diajukan.");
    flow_aksi_baris(w, owner ? "simpan" : "ekspektasi", false, &why);
    err_clear(&why);
    if (!may)
        (void)err_set(&why, E_TIDAK_BERHAK, NULL);
    else if (s->status == SKP_BATAL || s->status == SKP_DIGANTIKAN || s->status == SKP_SELESAI)
        (void)err_set(&why, E_SKP_TERKUNCI, "SKP berstatus %s tidak ditautkan lagi.",
                      skp_machine.states[s->status]);
    flow_aksi_baris(w, "tautkan", false, &why);
}

static enum status aksi_json(struct db *db, const struct who *who, const struct skp *s, struct jw *w,
                             struct err *e)
{
    struct flow_object o = { .id = s->versi_id, .state = (int)s->status };
    enum status st;

    skp_subject(s, &o.subject);
    jw_open(w, '[');
    edit_aksi(who, s, w);
    st = flow_aksi_isi(db, &skp_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

static void signature(struct jw *w, const char *key, const char *waktu, const char *nama)
{
    jw_key(w, key);
    if (!waktu) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_ktext(w, "waktu", waktu);
    jw_ktext(w, "nama", nama);
    jw_close(w);
}

/* Those of the moment while the plan is made, those of its approval afterwards. */
static enum status warnings(struct db *db, const struct skp *s, struct jw *w, struct err *e)
{
    bool open = s->status == SKP_DRAF || s->status == SKP_DIAJUKAN || s->status == SKP_DIKEMBALIKAN;
    struct arena *a;
    struct peringatan *list;
    size_t n;
    enum status st;

    if (!open || s->n != s->n_terakhir) {
        const char *kept = s->peringatan ? s->peringatan : "[]";

        jw_raw(w, kept, strlen(kept));
        return ST_OK;
    }
    a = arena_new();
    if ((st = skp_peringatan(db, s, a, &list, &n, e)) == ST_OK)
        peringatan_json(list, n, w);
    arena_free(a);
    return st;
}

enum status skp_json(struct db *db, const struct who *who, const struct skp *s, struct jw *w, struct err *e)
{
    enum status st = ST_OK;

    jw_open(w, '{');
    head_json(s, w);
    jw_kint(w, "n", s->n);
    jw_kint(w, "n_terakhir", s->n_terakhir);
    jw_kid(w, "n_berlaku", s->versi_berlaku);
    jw_kint(w, "versi_id", s->versi_id);
    jw_ktext(w, "status", skp_machine.states[s->status]);
    jw_ktext(w, "alasan", s->alasan);
    jw_ktext(w, "alasan_kode", s->alasan_kode);
    jw_ktext(w, "catatan", s->catatan);
    jw_ktext(w, "hash", s->hash);
    jw_key(w, "tanda_tangan");
    jw_open(w, '{');
    signature(w, "pegawai", s->ttd_pegawai, s->nama);
    signature(w, "penilai", s->ttd_penilai, s->ttd_penilai_nama);
    jw_close(w);
    skp_isi_json(&s->isi, w);
    if ((st = tanda_terima_member(db, "skp", s->versi_id, w, e)) != ST_OK)
        return st;
    jw_key(w, "peringatan");
    if ((st = warnings(db, s, w, e)) != ST_OK)
        return st;
    jw_key(w, "aksi");
    if (s->n == s->n_terakhir) { /* older versions are history */
        st = aksi_json(db, who, s, w, e);
    } else {
        jw_open(w, '[');
        jw_close(w);
    }
    jw_close(w);
    return st;
}

/* Document ------------------------------------------------------------------------------------------------
 */

static json_t *text(const char *s)
{
    return s ? json_string(s) : json_null();
}

static json_t *real(const double *v)
{
    return v ? json_real(*v) : json_null();
}

static json_t *indikator_doc(const struct indikator *i)
{
    json_t *o = json_object();

    json_object_set_new(o, "aspek", text(i->aspek));
    json_object_set_new(o, "teks", text(i->teks));
    json_object_set_new(o, "target_teks", text(i->target_teks));
    json_object_set_new(o, "bawah", real(i->bawah));
    json_object_set_new(o, "atas", real(i->atas));
    json_object_set_new(o, "satuan", text(i->satuan));
    json_object_set_new(o, "arah", text(i->arah));
    json_object_set_new(o, "per", text(i->per));
    json_object_set_new(o, "konsolidasi", text(i->konsolidasi));
    json_object_set_new(o, "target_maksimal", json_boolean(i->target_maksimal));
    json_object_set_new(o, "plugin", text(i->plugin));
    json_object_set_new(o, "kode", text(i->kode));
    return o;
}

static json_t *rhk_doc(const struct rhk *r)
{
    json_t *o = json_object(), *list = json_array();

    json_object_set_new(o, "jenis", text(r->jenis));
    json_object_set_new(o, "klasifikasi", text(r->klasifikasi));
    json_object_set_new(o, "teks", text(r->teks));
    json_object_set_new(o, "induk_rhk_id", r->induk_rhk_id ? json_integer(r->induk_rhk_id) : json_null());
    /* Members of later years only where they say something: older documents keep their digest. */
    if (r->induk_sementara[0])
        json_object_set_new(o, "induk_sementara", text(r->induk_sementara));
    if (r->dikerjakan_sendiri)
        json_object_set_new(o, "dikerjakan_sendiri", json_true());
    json_object_set_new(o, "penugasan_dari", text(r->penugasan_dari));
    json_object_set_new(o, "perspektif", text(r->perspektif));
    json_object_set_new(o, "metode", text(r->metode));
    for (size_t i = 0; i < r->nindikator; i++)
        json_array_append_new(list, indikator_doc(&r->indikator[i]));
    json_object_set_new(o, "indikator", list);
    return o;
}

static json_t *isi_doc(const struct skp_isi *isi, json_t *o)
{
    json_t *rhk = json_array(), *perilaku = json_array(), *lampiran = json_object();

    for (size_t i = 0; i < isi->nrhk; i++)
        json_array_append_new(rhk, rhk_doc(&isi->rhk[i]));
    for (int i = 0; i < PERILAKU_NILAI; i++)
        json_array_append_new(perilaku, json_string(isi->ekspektasi[i]));
    for (int j = 0; j < LAMPIRAN_JENIS; j++) {
        json_t *list = json_array();

        for (size_t i = 0; i < isi->lampiran[j].n; i++)
            json_array_append_new(list, json_string(isi->lampiran[j].teks[i]));
        json_object_set_new(lampiran, lampiran_kode[j], list);
    }
    json_object_set_new(o, "rhk", rhk);
    json_object_set_new(o, "perilaku", perilaku);
    json_object_set_new(o, "lampiran", lampiran);
    return o;
}

/* Only what the two agree on: names and states may change without touching what was signed. */
void skp_dokumen(const struct skp *s, struct buf *out)
{
    json_t *o = json_object();

    json_object_set_new(o, "dokumen", json_string("skp"));
    json_object_set_new(o, "id", json_integer(s->id));
    json_object_set_new(o, "n", json_integer(s->n));
    json_object_set_new(o, "nip", text(s->nip));
    json_object_set_new(o, "penugasan_id", json_integer(s->penugasan_id));
    json_object_set_new(o, "mulai", text(s->mulai));
    json_object_set_new(o, "selesai", text(s->selesai_disetujui ? s->selesai_disetujui : s->selesai));
    json_object_set_new(o, "form", text(s->form));
    json_object_set_new(o, "pendekatan", text(s->pendekatan));
    json_object_set_new(o, "alasan", text(s->alasan));
    if (s->alasan_kode)
        json_object_set_new(o, "alasan_kode", text(s->alasan_kode));
    json_canonical(isi_doc(&s->isi, o), out);
    json_decref(o);
}

void skp_dokumen_hash(const struct skp *s, char out[DIGEST_HEX])
{
    struct buf b = BUF_NONE;
    struct digest d;

    skp_dokumen(s, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, out);
    buf_free(&b);
}

/* Lists ---------------------------------------------------------------------------------------------------
 */

const char *skp_cari(const struct who *who, enum aksi a, enum skp_lingkup lingkup, int64_t pegawai_id)
{
    return lingkup == SKP_SEMUA && !pegawai_id && right_unlimited(who, a) ? "" : "+";
}

/* As a number in the text: a parameter that may be "all" would keep the engine from using an index. */
void skp_where_id(const char *column, int64_t id, struct buf *sql)
{
    if (id)
        buf_printf(sql, " AND %s = %lld", column, (long long)id);
}

void skp_where_lingkup(const struct who *who, enum skp_lingkup lingkup, struct buf *sql)
{
    if (lingkup == SKP_DIRI)
        buf_printf(sql, " AND s.pegawai_id = %lld", (long long)who->pegawai_id);
    else if (lingkup == SKP_TIM)
        buf_printf(sql, " AND s.penilai_id = %lld", (long long)who->pegawai_id);
}

void skp_where_unit(const struct who *who, int64_t unit_id, struct buf *sql)
{
    struct who below = { .nperan = 1 };

    if (!unit_id)
        return;
    /* The subtree is the same as that of a role with this scope. */
    below.peran[0].peran = PERAN_PENGELOLA;
    below.peran[0].unit_id = unit_id;
    snprintf(below.hari, sizeof(below.hari), "%s", who->hari);
    buf_str(sql, " AND ");
    right_where(&below, AKSI_UNIT_ANGKA, &(struct right_columns){ .unit = "s.unit_id" }, sql);
}

const struct right_columns skp_kolom_hak = { "s.pegawai_id", "s.penilai_id", "s.atasan_penilai_id",
                                             "s.unit_id" };

enum status skp_list(struct db *db, const struct who *who, const struct skp_saring *f, struct arena *a,
                     struct skp_baris **out, size_t *n, bool *lagi, struct err *e)
{
    char from[DATE_TEXT] = "0000", to[DATE_TEXT] = "9999";
    const char *plus = skp_cari(who, AKSI_SKP_LIHAT, f->lingkup, f->pegawai_id);
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    if (f->tahun) {
        date_format(date_day(f->tahun, 1, 1), from);
        date_format(date_day(f->tahun, 12, 31), to);
    }
    buf_str(&sql, "SELECT s.id, s.versi, v.n, s.versi_berlaku, s.pegawai_id, p.nip, p.nama, j.nama, u.kode,"
                  " u.nama, s.mulai, s.selesai, s.form, v.status, n.nama FROM skp s"
                  " JOIN pegawai p ON p.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"
                  " JOIN jabatan j ON j.id = t.jabatan_id JOIN unit u ON u.id = s.unit_id"
                  " JOIN skp_versi v ON v.skp_id = s.id AND v.n ="
                  " (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = s.id)"
                  " LEFT JOIN pegawai n ON n.id = s.penilai_id"
                  " WHERE s.selesai >= $3 AND s.mulai <= $4 AND ($5 IS NULL OR v.status = $5)");
    buf_printf(&sql, " AND %ss.id > $1", plus);
    skp_where_id("s.pegawai_id", f->pegawai_id, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_SKP_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    skp_where_unit(who, f->unit_id, &sql);
    buf_printf(&sql, " ORDER BY %ss.id LIMIT $2", plus);
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct skp_baris, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iittt", f->sesudah, (int64_t)f->batas + 1, from, to, f->status);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas) {
            *lagi = true;
            continue;
        }
        (*out)[(*n)++] = (struct skp_baris){
            .id = row_int(&r, 0),
            .versi = row_int(&r, 1),
            .n = row_int(&r, 2),
            .versi_berlaku = row_int(&r, 3),
            .pegawai_id = row_int(&r, 4),
            .nip = row_dup(&r, 5, a),
            .nama = row_dup(&r, 6, a),
            .jabatan = row_dup(&r, 7, a),
            .unit_kode = row_dup(&r, 8, a),
            .unit = row_dup(&r, 9, a),
            .mulai = row_dup(&r, 10, a),
            .selesai = row_dup(&r, 11, a),
            .form = row_dup(&r, 12, a),
            .status = row_dup(&r, 13, a),
            .penilai_nama = row_dup(&r, 14, a),
        };
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

void skp_baris_json(const struct skp_baris *b, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", b->id);
    jw_kint(w, "versi", b->versi);
    jw_kint(w, "n", b->n);
    jw_kid(w, "n_berlaku", b->versi_berlaku);
    person(w, "pegawai", b->pegawai_id, b->nip, b->nama);
    jw_ktext(w, "jabatan", b->jabatan);
    jw_ktext(w, "unit_kode", b->unit_kode);
    jw_ktext(w, "unit", b->unit);
    jw_ktext(w, "mulai", b->mulai);
    jw_ktext(w, "selesai", b->selesai);
    jw_ktext(w, "form", b->form);
    jw_ktext(w, "status", b->status);
    jw_ktext(w, "penilai", b->penilai_nama);
    jw_close(w);
}
