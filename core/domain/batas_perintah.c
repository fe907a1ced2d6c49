/* Commands on limits: rules of units, days of periods, exceptions; and the lock that time brings. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/batas.h"
#include "domain/gangguan.h"
#include "domain/pegawai.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

enum { HARI_MAKS = 366 };
#define OR_NULL(id) ((id) ? &(id) : NULL)

static const char *const langkah_kode[] = { "skp_ajukan",       "skp_setujui",
                                            "realisasi_ajukan", "realisasi_terima",
                                            "evaluasi_nilai",   "evaluasi_tetapkan",
                                            "progres",          NULL };

static bool is_days(const double *d)
{
    return !d || (*d >= 0 && *d <= HARI_MAKS && *d == (double)(int)*d);
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

static enum status unit_right(const struct perintah *p, struct db *db, enum aksi a, int64_t unit_id,
                              struct err *e)
{
    struct subject s = { .unit_id = unit_id };
    int64_t there = 0;
    enum status st = db_int(db, &there, e, "SELECT count(*) FROM unit WHERE id = $1", "i", unit_id);

    if (st == ST_OK && !there)
        return err_set(e, E_UNIT_TIDAK_ADA, NULL);
    return st == ST_OK ? right_check(db, &p->who, a, &s, e) : st;
}

static enum status audit(struct perintah *p, struct db *db, const char *objek, int64_t id, const char *event,
                         const char *isi, const char *note, struct err *e)
{
    struct audit_entry a = { .objek = objek,
                             .objek_id = id,
                             .peristiwa = event,
                             .isi = isi,
                             .catatan = note,
                             .peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "pengelola" };

    return audit_add(db, &p->who, &a, NULL, e);
}

/* Rules ---------------------------------------------------------------------------------------------------
 */

enum status batas_aturan_baca(const json_t *body, struct arena *a, struct batas_aturan *out, struct err *e)
{
#define F(field) offsetof(struct batas_aturan, field)
    static const char *const jenis[] = { "tahunan", "triwulanan", "bulanan", NULL };
    static const struct baca_medan medan[] = {
        { "langkah", BACA_KODE, F(langkah), true, 0, langkah_kode },
        { "jenis", BACA_KODE, F(jenis), false, 0, jenis },
        { "mulai", BACA_TANGGAL, F(mulai), true, 0, NULL },
        { "batas_hari", BACA_BILANGAN, F(batas_hari), false, 0, NULL },
        { "toleransi_hari", BACA_BILANGAN, F(toleransi_hari), false, 0, NULL },
        { "kunci", BACA_YA, F(kunci), false, 0, NULL },
        { "dasar", BACA_TEKS, F(dasar), true, 400, NULL },
    };
#undef F

    *out = (struct batas_aturan){ .jenis = "", .kunci = true, .dasar = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!is_days(out->batas_hari))
        err_fault(e, "/batas_hari", "Hari 0 sampai %d.", HARI_MAKS);
    if (!is_days(out->toleransi_hari))
        err_fault(e, "/toleransi_hari", "Hari 0 sampai %d.", HARI_MAKS);
    if (out->toleransi_hari && !out->batas_hari)
        err_fault(e, "/batas_hari", "Toleransi dihitung dari batas.");
    if (blank(out->dasar))
        err_fault(e, "/dasar", "Wajib diisi: nomor dan tanggal keputusan.");
    return baca_akhir(e);
}

enum status batas_aturan_simpan(struct db *db, int64_t unit_id, const char *langkah, const char *jenis,
                                const char *mulai, const int64_t *batas_hari, const int64_t *tutup_hari,
                                bool kunci, const char *dasar, struct err *e)
{
    return db_exec(db, NULL, e,
                   "INSERT INTO batas_aturan (unit_id, langkah, jenis, mulai, batas_hari, tutup_hari, kunci,"
                   " dasar) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                   " ON CONFLICT (unit_id, langkah, jenis, mulai) DO UPDATE SET batas_hari = $5,"
                   " tutup_hari = $6, kunci = $7, dasar = $8",
                   "itttIIit", unit_id, langkah, jenis, mulai, batas_hari, tutup_hari, (int64_t)kunci, dasar);
}

static void rule_json(const struct batas_aturan *in, struct jw *w)
{
    jw_open(w, '{');
    jw_kreal_or_null(w, "batas_hari", in->batas_hari);
    jw_ktext(w, "dasar", in->dasar);
    jw_ktext(w, "jenis", in->jenis[0] ? in->jenis : NULL);
    jw_kbool(w, "kunci", in->kunci);
    jw_ktext(w, "langkah", in->langkah);
    jw_ktext(w, "mulai", in->mulai);
    jw_kreal_or_null(w, "toleransi_hari", in->toleransi_hari);
    jw_kint(w, "unit", in->unit_id);
    jw_close(w);
}

enum status batas_aturan_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct batas_aturan *in = p->input;
    int64_t batas = in->batas_hari ? (int64_t)*in->batas_hari : 0;
    int64_t tutup = batas + (in->toleransi_hari ? (int64_t)*in->toleransi_hari : 0);
    struct jw w;
    enum status st = unit_right(p, db, AKSI_BATAS_UBAH, in->unit_id, e);

    if (st != ST_OK)
        return st;
    /* Days that have begun are not ruled anew; the operator sets up what holds from the start. */
    if (!who_has(&p->who, PERAN_SISTEM) && strcmp(in->mulai, p->who.hari) <= 0)
        return err_set(e, E_ATURAN_MULAI, NULL);
    st = batas_aturan_simpan(db, in->unit_id, in->langkah, in->jenis, in->mulai,
                             in->batas_hari ? &batas : NULL, in->toleransi_hari ? &tutup : NULL, in->kunci,
                             in->dasar, e);
    if (st != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    rule_json(in, &w);
    p->reply.status = 201;
    return audit(p, db, "batas_aturan", in->unit_id, "pasang", p->reply.body.p, in->dasar, e);
}

/* A day for one period ------------------------------------------------------------------------------------
 */

enum status batas_periode_baca(const json_t *body, struct arena *a, struct batas_periode *out, struct err *e)
{
#define F(field) offsetof(struct batas_periode, field)
    static const struct baca_medan medan[] = {
        { "langkah", BACA_KODE, F(langkah), true, 0, langkah_kode },
        { "batas", BACA_TANGGAL, F(batas), false, 0, NULL },
        { "toleransi_hari", BACA_BILANGAN, F(toleransi_hari), false, 0, NULL },
        { "alasan", BACA_TEKS, F(alasan), true, 1000, NULL },
    };
#undef F

    *out = (struct batas_periode){ .alasan = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!is_days(out->toleransi_hari))
        err_fault(e, "/toleransi_hari", "Hari 0 sampai %d.", HARI_MAKS);
    if (blank(out->alasan))
        err_fault(e, "/alasan", "Wajib diisi.");
    return baca_akhir(e);
}

static enum status set_day(struct perintah *p, struct db *db, const struct batas_periode *in, struct err *e)
{
    char close[DATE_TEXT] = "", now[TIME_TEXT];
    int64_t akun = p->who.akun_id;

    if (!who_has(&p->who, PERAN_SISTEM) && strcmp(in->batas, p->who.hari) < 0) {
        err_fault(e, "/batas", "Batas tidak dapat ditetapkan pada hari yang sudah lewat.");
        return err_set(e, E_MASUKAN, NULL);
    }
    if (in->toleransi_hari)
        tanggal_geser(in->batas, (int)*in->toleransi_hari, close);
    time_format(clock_now(), now);
    return db_exec(
        db, NULL, e,
        "INSERT INTO batas_periode (unit_id, periode_id, langkah, batas, tutup, alasan, akun_id,"
        " waktu) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (unit_id, periode_id, langkah)"
        " DO UPDATE SET batas = $4, tutup = $5, alasan = $6, akun_id = $7, waktu = $8,"
        " versi = batas_periode.versi + 1",
        "iitttt"
        "It",
        in->unit_id, in->periode_id, in->langkah, in->batas, close[0] ? close : NULL, in->alasan,
        OR_NULL(akun), now);
}

enum status batas_periode_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct batas_periode *in = p->input;
    struct buf isi = BUF_NONE;
    struct periode x;
    struct jw w;
    enum status st = unit_right(p, db, AKSI_BATAS_UBAH, in->unit_id, e);

    if (st != ST_OK || (st = periode_load(db, in->periode_id, &x, e)) != ST_OK ||
        (st = periode_belum_ditutup(db, x.id, e)) != ST_OK)
        return st;
    st = in->batas ? set_day(p, db, in, e)
                   : db_exec(db, NULL, e,
                             "DELETE FROM batas_periode WHERE unit_id = $1 AND periode_id = $2"
                             " AND langkah = $3",
                             "iit", in->unit_id, in->periode_id, in->langkah);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "batas", in->batas);
    jw_ktext(&w, "langkah", in->langkah);
    jw_ktext(&w, "periode", x.kode);
    jw_kreal_or_null(&w, "toleransi_hari", in->toleransi_hari);
    jw_close(&w);
    st = audit(p, db, "batas_periode", in->unit_id, in->batas ? "tetapkan" : "hapus", isi.p, in->alasan, e);
    buf_free(&isi);
    jw_start(&w, &p->reply.body);
    return st == ST_OK ? batas_unit_json(db, &p->who, in->unit_id, &x, &w, e) : st;
}

/* Exceptions ----------------------------------------------------------------------------------------------
 */

enum status batas_kecualikan_baca(const json_t *body, struct arena *a, struct batas_kecualikan *out,
                                  struct err *e)
{
#define F(field) offsetof(struct batas_kecualikan, field)
    static const struct baca_medan medan[] = {
        { "pegawai", BACA_BULAT, F(pegawai_id), false, 0, NULL },
        { "langkah", BACA_KODE, F(langkah), false, 0, langkah_kode },
        { "periode", BACA_TEKS, F(periode), false, 16, NULL },
        { "sampai", BACA_TANGGAL, F(sampai), true, 0, NULL },
        { "alasan", BACA_TEKS, F(alasan), true, 1000, NULL },
    };
#undef F

    *out = (struct batas_kecualikan){ .langkah = "", .alasan = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (blank(out->alasan))
        err_fault(e, "/alasan", "Wajib diisi.");
    return baca_akhir(e);
}

/* The unit of the route must be the person's, or above it; a person's own more time is somebody else's to
 * give. */
static enum status whom(struct perintah *p, struct db *db, struct batas_kecualikan *in, struct err *e)
{
    struct subject s = { .unit_id = 0 };
    struct arena *a;
    struct unit_ids tree = { NULL, 0 };
    bool below = false;
    enum status st = unit_right(p, db, AKSI_BATAS_KECUALIKAN, in->unit_id, e);

    if (st != ST_OK || !in->pegawai_id)
        return st;
    if ((st = pegawai_subject(db, in->pegawai_id, p->who.hari, &s, e)) != ST_OK)
        return st;
    if (in->pegawai_id == p->who.pegawai_id)
        return err_set(e, E_TIDAK_BERHAK, "Pengecualian bagi diri sendiri diberikan oleh orang lain.");
    a = arena_new();
    st = unit_subtree(db, in->unit_id, p->who.hari, a, &tree, e);
    for (size_t i = 0; i < tree.n; i++)
        below |= tree.id[i] == s.unit_id;
    arena_free(a);
    if (st == ST_OK && !below)
        st = err_set(e, E_PEGAWAI_TIDAK_ADA, "Pegawai itu tidak bertugas di unit ini.");
    in->unit_id = st == ST_OK ? 0 : in->unit_id;
    return st;
}

static enum status of_period(struct perintah *p, struct db *db, const struct batas_kecualikan *in,
                             int64_t *periode_id, struct err *e)
{
    struct periode x;
    enum status st = ST_OK;

    *periode_id = 0;
    if (strcmp(in->sampai, p->who.hari) < 0) {
        err_fault(e, "/sampai", "Hari itu sudah lewat.");
        return err_set(e, E_MASUKAN, NULL);
    }
    if (!in->periode)
        return ST_OK;
    if ((st = periode_find(db, in->periode, &x, e)) != ST_OK)
        return st;
    *periode_id = x.id;
    /* A locked period has to be opened first: the exception would be a promise that nobody keeps. */
    return strcmp(in->langkah, "realisasi_ajukan") == 0 ? periode_terbuka(db, x.id, e)
                                                        : periode_belum_ditutup(db, x.id, e);
}

enum status batas_kecualikan(struct perintah *p, struct db *db, struct err *e)
{
    struct batas_kecualikan in = *(struct batas_kecualikan *)p->input;
    int64_t periode_id = 0, akun = p->who.akun_id;
    char now[TIME_TEXT];
    struct jw w;
    enum status st = whom(p, db, &in, e);

    if (st != ST_OK || (st = of_period(p, db, &in, &periode_id, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(db, &in.out_id, e,
                "INSERT INTO batas_pengecualian (unit_id, pegawai_id, langkah, periode_id, sampai, alasan,"
                " akun_id, waktu) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                "IItIttIt", OR_NULL(in.unit_id), OR_NULL(in.pegawai_id), in.langkah, OR_NULL(periode_id),
                in.sampai, in.alasan, OR_NULL(akun), now);
    if (st != ST_OK)
        return st;
    ((struct batas_kecualikan *)p->input)->out_id = in.out_id;
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_ktext(&w, "alasan", in.alasan);
    jw_kint(&w, "id", in.out_id);
    jw_ktext(&w, "langkah", in.langkah[0] ? in.langkah : NULL);
    jw_kid(&w, "pegawai_id", in.pegawai_id);
    jw_ktext(&w, "periode", in.periode);
    jw_ktext(&w, "sampai", in.sampai);
    jw_kid(&w, "unit_id", in.unit_id);
    jw_kint(&w, "versi", 1);
    jw_ktext(&w, "waktu", now);
    jw_close(&w);
    p->reply.status = 201;
    p->reply.etag = 1;
    return audit(p, db, "pengecualian", in.out_id, "beri", p->reply.body.p, in.alasan, e);
}

enum status batas_cabut(struct perintah *p, struct db *db, struct err *e)
{
    const struct batas_cabut *in = p->input;
    int64_t unit_id = 0, pegawai_id = 0, versi = 0;
    struct subject s = { .unit_id = 0 };
    char now[TIME_TEXT];
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT unit_id, pegawai_id, versi FROM batas_pengecualian WHERE id = $1"
                             " AND dicabut IS NULL",
                             "i", in->id);

    if (st == ST_OK && rows_next(&r)) {
        unit_id = row_int(&r, 0);
        pegawai_id = row_int(&r, 1);
        versi = row_int(&r, 2);
    }
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!versi)
        return err_set(e, E_TIDAK_ADA, NULL);
    s.unit_id = unit_id;
    if (pegawai_id && (st = pegawai_subject(db, pegawai_id, p->who.hari, &s, e)) != ST_OK)
        return st;
    st = right_check(db, &p->who, AKSI_BATAS_KECUALIKAN, &(struct subject){ .unit_id = s.unit_id }, e);
    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE batas_pengecualian SET dicabut = $1, versi = versi + 1 WHERE id = $2",
                 "ti", now, in->id);
    p->reply.status = 204;
    return st == ST_OK ? audit(p, db, "pengecualian", in->id, "cabut", NULL, in->alasan, e) : st;
}

/* What time brings ----------------------------------------------------------------------------------------
 */

/* Every unit whose limit may differ from that of the unit above it; the roots stand for all the rest. */
#define UNIT_BEDA                                                                                            \
    "SELECT u.id FROM unit u WHERE NOT EXISTS (SELECT 1 FROM unit_induk i WHERE i.unit_id = u.id"            \
    " AND i.mulai <= $1 AND (i.selesai IS NULL OR i.selesai >= $1))"                                         \
    " UNION SELECT unit_id FROM batas_aturan WHERE langkah = 'realisasi_ajukan' AND unit_id IS NOT NULL"     \
    " UNION SELECT unit_id FROM batas_periode WHERE langkah = 'realisasi_ajukan' AND periode_id = $2"        \
    " UNION SELECT unit_id FROM batas_pengecualian WHERE unit_id IS NOT NULL AND dicabut IS NULL"

/* Nobody may submit any more: no unit by its limit, no person by an exception, and the rule wants it. */
static enum status all_closed(struct db *db, const struct periode *x, const char *hari, bool *yes,
                              struct err *e)
{
    struct batas_soal s = { .langkah = LB_REALISASI_AJUKAN,
                            .periode_id = x->id,
                            .jenis = periode_jenis_kode(x->jenis),
                            .acuan = x->selesai };
    char day[DATE_TEXT];
    int64_t open = 0, ids[512];
    size_t n = 0;
    struct rows r;
    enum status st = gangguan_hari(db, hari, day, e);

    *yes = false;
    /* Who opened it again had a reason: from then on people lock it. */
    if (st == ST_OK)
        st = db_int(db, &open, e,
                    "SELECT (SELECT count(*) FROM batas_pengecualian WHERE pegawai_id IS NOT NULL"
                    " AND dicabut IS NULL AND langkah IN ('', 'realisasi_ajukan') AND sampai >= $2"
                    " AND (periode_id IS NULL OR periode_id = $1))"
                    " + (SELECT count(*) FROM audit WHERE objek = 'periode' AND objek_id = $1"
                    " AND peristiwa = 'buka')",
                    "it", x->id, day);
    if (st != ST_OK || open)
        return st;
    st = db_rows(db, &r, e, UNIT_BEDA, "ti", hari, x->id);
    while (st == ST_OK && rows_next(&r)) {
        if (n == COUNT(ids)) /* more than can be judged at once: people lock it */
            return rows_end(&r, st, e);
        ids[n++] = row_int(&r, 0);
    }
    st = rows_end(&r, st, e);
    *yes = n > 0;
    for (size_t i = 0; st == ST_OK && *yes && i < n; i++) {
        struct batas b;

        s.unit_id = ids[i];
        st = batas_hitung(db, &s, hari, &b, e);
        *yes = st == ST_OK && b.kunci && b.keadaan == BATAS_DITUTUP;
    }
    return st;
}

enum status batas_berkala(struct perintah *p, struct db *db, struct err *e)
{
    static const char note[] = "Batas pengajuan realisasi dan toleransinya sudah lewat";
    struct batas_berkala *in = p->input;
    struct arena *a = arena_new();
    struct periode *rows;
    size_t n;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    in->out_dikunci = 0;
    p->reply.status = 204;
    if (st == ST_OK)
        st = periode_list(db, 0, NULL, a, &rows, &n, e);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct flow_object o = { .id = rows[i].id, .state = PERIODE_TERBUKA, .catatan = note };
        bool yes = false;

        if (rows[i].status != PERIODE_TERBUKA || strcmp(rows[i].selesai, p->who.hari) >= 0)
            continue;
        st = all_closed(db, &rows[i], p->who.hari, &yes, e);
        if (st == ST_OK && yes) {
            st = flow_apply(db, &periode_machine, &o, "kunci", &p->who, NULL, e);
            in->out_dikunci++;
        }
    }
    arena_free(a);
    return st;
}
