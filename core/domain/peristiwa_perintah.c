/* Commands on personnel events: record, cancel, correct; and what the day brings. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/jabatan.h"
#include "domain/pegawai.h"
#include "domain/peristiwa_bagian.h"
#include "domain/perintah_baca.h"
#include "domain/unit.h"

enum { SEKALI_BERKALA = 50 };

/* Reading -------------------------------------------------------------------------------------------------
 */

enum status peristiwa_catat_baca(const json_t *body, bool baru, struct arena *a, struct peristiwa_catat *out,
                                 struct err *e)
{
#define F(field) offsetof(struct peristiwa_catat, field)
    static const char *const status[] = { "pns", "cpns", "pppk", "pppk_paruh_waktu", NULL };
    static const struct baca_medan medan[] = {
        { "jenis", BACA_TEKS, F(jenis), true, 64, NULL },
        { "tmt", BACA_TANGGAL, F(tmt), true, 0, NULL },
        { "sampai", BACA_TANGGAL, F(sampai), false, 0, NULL },
        { "nomor", BACA_TEKS, F(nomor), true, 100, NULL },
        { "tanggal", BACA_TANGGAL, F(tanggal), true, 0, NULL },
        { "jabatan_id", BACA_BULAT, F(jabatan_id), false, 0, NULL },
        { "penilai_id", BACA_BULAT, F(penilai_id), false, 0, NULL },
        { "instansi", BACA_TEKS, F(instansi), false, 200, NULL },
        { "keterangan", BACA_TEKS, F(keterangan), false, 2000, NULL },
        { "nip", BACA_TEKS, F(nip), true, 40, NULL },
        { "nama", BACA_TEKS, F(nama), true, 200, NULL },
        { "golongan", BACA_TEKS, F(golongan), false, 20, NULL },
        { "pendidikan", BACA_TEKS, F(pendidikan), false, 60, NULL },
        { "status", BACA_KODE, F(status), false, 0, status },
    };
#undef F
    enum { OF_EVENT = 9 };

    *out = (struct peristiwa_catat){ .instansi = "", .keterangan = "" };
    baca_objek(body, "", medan, baru ? COUNT(medan) : OF_EVENT, out, a, e);
    if (out->tmt && out->sampai && strcmp(out->sampai, out->tmt) < 0)
        err_fault(e, "/sampai", "Tidak boleh sebelum tmt.");
    if (out->nomor && !out->nomor[strspn(out->nomor, " ")])
        err_fault(e, "/nomor", "Wajib diisi: nomor keputusan.");
    return baca_akhir(e);
}

/* Checks --------------------------------------------------------------------------------------------------
 */

/* What a group of kinds needs and does not take. */
static enum status check_form(const struct kerja_peristiwa *k, struct err *e)
{
    static const struct {
        bool jabatan, penilai, sampai, boleh_sampai;
    } needs[KEL_COUNT] = {
        [KEL_MASUK] = { .jabatan = true, .boleh_sampai = true },
        [KEL_PINDAH] = { .jabatan = true },
        [KEL_TUGAS] = { .jabatan = true, .boleh_sampai = true },
        [KEL_DELEGASI] = { .penilai = true, .boleh_sampai = true },
        [KEL_CUTI] = { .sampai = true, .boleh_sampai = true },
    };

    if (needs[k->kelompok].jabatan != (k->p.jabatan_id != 0))
        err_fault(e, "/jabatan_id", needs[k->kelompok].jabatan ? "Wajib diisi." : "Tidak dipakai di sini.");
    if (needs[k->kelompok].penilai != (k->p.penilai_id != 0))
        err_fault(e, "/penilai_id", needs[k->kelompok].penilai ? "Wajib diisi." : "Tidak dipakai di sini.");
    if (needs[k->kelompok].sampai && !k->p.sampai)
        err_fault(e, "/sampai", "Wajib diisi.");
    if (k->p.sampai && !needs[k->kelompok].boleh_sampai)
        err_fault(e, "/sampai", "Tidak dipakai di sini.");
    return baca_akhir(e);
}

/* On the person, and on the unit to which a post takes him. */
static enum status check_rights(const struct kerja_peristiwa *k, bool baru, struct err *e)
{
    struct subject s = { .pegawai_id = 0 };
    struct jabatan j;
    struct pegawai who;
    enum status st = ST_OK;

    if (!baru) {
        st = pegawai_subject(k->db, k->p.pegawai_id, k->who->hari, &s, e);
        /* Who has no post yet or any more is judged by the post that he gets. */
        if (st == ST_OK && (s.unit_id || !k->p.jabatan_id)) {
            st = right_check(k->db, k->who, AKSI_PEGAWAI_UBAH, &s, e);
            if (st == ST_NOT_FOUND)
                st = err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
        }
    }
    if (st == ST_OK && k->p.jabatan_id) {
        st = jabatan_load(k->db, k->p.jabatan_id, k->a, &j, e);
        if (st == ST_OK)
            st = right_check(k->db, k->who, AKSI_PEGAWAI_UBAH, &(struct subject){ .unit_id = j.unit_id }, e);
        if (st == ST_NOT_FOUND && e->code == E_TIDAK_ADA)
            st = err_set(e, E_TIDAK_BERHAK, "Jabatan itu berada di unit di luar kewenangan Anda.");
    }
    if (st == ST_OK && k->p.penilai_id)
        st = pegawai_load(k->db, k->p.penilai_id, k->p.tmt, k->a, &who, e);
    return st;
}

/* History never moves: no closed period, and no evaluation that has been fixed, lies on the days that the
 * event changes. */
static enum status check_closed(const struct kerja_peristiwa *k, struct err *e)
{
    const char *until = k->kelompok == KEL_CUTI && !k->tutup_skp ? k->p.sampai : "9999-12-31";
    char *kode = NULL;
    enum status st = db_text(k->db, &kode, k->a, e,
                             "SELECT kode FROM periode WHERE status = 'ditutup' AND selesai >= $1"
                             " AND mulai <= $2 ORDER BY selesai DESC LIMIT 1",
                             "tt", k->p.tmt, until);

    if (st == ST_OK)
        return err_set(e, E_PERISTIWA_PERIODE, "TMT %s menyentuh periode %s yang sudah ditutup.", k->p.tmt,
                       kode);
    if (st != ST_NOT_FOUND)
        return st;
    err_clear(e);
    if (!k->tutup_skp)
        return ST_OK;
    st = db_text(
        k->db, &kode, k->a, e,
        "SELECT p.kode FROM evaluasi v JOIN periode p ON p.id = v.periode_id JOIN skp_versi y"
        " ON y.id = v.skp_versi_id JOIN skp s ON s.id = y.skp_id WHERE s.pegawai_id = $1"
        " AND p.mulai >= $2 AND v.status NOT IN ('belum', 'dinilai', 'tidak_dinilai') AND s.mulai < $2"
        " ORDER BY p.mulai LIMIT 1",
        "it", k->p.pegawai_id, k->p.tmt);
    if (st == ST_OK)
        return err_set(e, E_PERISTIWA_DINILAI, "Evaluasi %s sesudah TMT itu sudah ditetapkan.", kode);
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

/* Writing -------------------------------------------------------------------------------------------------
 */

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct peristiwa x;
    struct jw w;
    enum status st = peristiwa_muat(db, id, a, &x, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = x.versi;
    jw_start(&w, &p->reply.body);
    return peristiwa_json(db, &p->who, &x, &w, e);
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

static enum status audit(const struct kerja_peristiwa *k, const char *what, const char *note, struct err *e)
{
    struct audit_entry entry = { .objek = "peristiwa",
                                 .objek_id = k->p.id,
                                 .peristiwa = what,
                                 .catatan = note,
                                 .peran = who_has(k->who, PERAN_SISTEM) ? "sistem" : "admin" };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "jenis", k->p.jenis);
    jw_ktext(&w, "nomor", k->p.nomor);
    jw_kint(&w, "pegawai", k->p.pegawai_id);
    jw_ktext(&w, "sampai", k->p.sampai);
    jw_ktext(&w, "tanggal", k->p.tanggal);
    jw_ktext(&w, "tmt", k->p.tmt);
    jw_close(&w);
    entry.isi = isi.p;
    st = audit_add(k->db, k->who, &entry, NULL, e);
    buf_free(&isi);
    return st;
}

static enum status do_it(struct kerja_peristiwa *k, struct err *e)
{
    enum status st = peristiwa_efek(k, e);

    if (st == ST_OK && strcmp(k->p.tmt, k->who->hari) <= 0)
        st = peristiwa_hari(k, e);
    /* Rights follow assignments. */
    return st == ST_OK ? generasi_naik(k->db, "hak", e) : st;
}

static void from_input(struct kerja_peristiwa *k, const struct peristiwa_catat *in)
{
    k->p.jenis = in->jenis;
    k->p.tmt = in->tmt;
    k->p.sampai = in->sampai;
    k->p.nomor = in->nomor;
    k->p.tanggal = in->tanggal;
    k->p.instansi = in->instansi;
    k->p.keterangan = in->keterangan;
    k->p.jabatan_id = in->jabatan_id;
    k->p.penilai_id = in->penilai_id;
}

static enum status new_person(struct kerja_peristiwa *k, const struct peristiwa_catat *in, struct err *e)
{
    struct pegawai g = { .nip = (char *)(uintptr_t)in->nip,
                         .nama = (char *)(uintptr_t)in->nama,
                         .golongan = (char *)(uintptr_t)in->golongan,
                         .pendidikan = (char *)(uintptr_t)in->pendidikan,
                         .status = (char *)(uintptr_t)(k->status ? k->status : in->status),
                         .aktif_mulai = (char *)(uintptr_t)in->tmt };
    struct audit_entry entry = { .objek = "pegawai", .peristiwa = "tambah", .peran = "admin" };
    enum status st;

    if (k->kelompok != KEL_MASUK) {
        err_fault(e, "/jenis", "Pegawai baru memerlukan peristiwa masuk.");
        return baca_akhir(e);
    }
    if (!g.status) {
        err_fault(e, "/status", "Wajib diisi.");
        return baca_akhir(e);
    }
    if ((st = pegawai_add(k->db, &g, e)) != ST_OK)
        return st;
    k->p.pegawai_id = entry.objek_id = g.id;
    return audit_add(k->db, k->who, &entry, NULL, e);
}

static enum status insert(struct kerja_peristiwa *k, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_int(k->db, &k->p.id, e,
                  "INSERT INTO peristiwa (pegawai_id, jenis, tmt, sampai, nomor, tanggal, jabatan_id,"
                  " penilai_id, instansi, keterangan, akun_id, waktu)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
                  "itttttIIttIt", k->p.pegawai_id, k->p.jenis, k->p.tmt, k->p.sampai, k->p.nomor,
                  k->p.tanggal, OR_NULL(k->p.jabatan_id), OR_NULL(k->p.penilai_id), k->p.instansi,
                  k->p.keterangan, OR_NULL(k->who->akun_id), now);
}

enum status peristiwa_catat(struct perintah *p, struct db *db, struct err *e)
{
    struct peristiwa_catat *in = p->input;
    struct kerja_peristiwa k = { .db = db, .who = &p->who, .a = arena_new() };
    enum status st;

    from_input(&k, in);
    k.p.pegawai_id = in->pegawai_id;
    if ((st = peristiwa_jenis(&k, e)) == ST_OK && (st = check_form(&k, e)) == ST_OK &&
        (st = check_rights(&k, !in->pegawai_id, e)) == ST_OK && (st = check_closed(&k, e)) == ST_OK &&
        (in->pegawai_id || (st = new_person(&k, in, e)) == ST_OK) && (st = insert(&k, e)) == ST_OK &&
        (st = do_it(&k, e)) == ST_OK && (st = audit(&k, "catat", in->keterangan, e)) == ST_OK)
        st = reply(p, db, k.p.id, k.a, e);
    in->out_id = k.p.id;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/peristiwa/%lld", (long long)k.p.id);
    arena_free(k.a);
    return st;
}

/* The event as the actor saw it, with its right. */
static enum status open_event(struct perintah *p, struct kerja_peristiwa *k, int64_t id, const char *alasan,
                              struct err *e)
{
    enum status st = peristiwa_load(k->db, &p->who, id, k->a, &k->p, e);

    if (st == ST_OK)
        st = peristiwa_jenis(k, e);
    if (st == ST_OK)
        st = check_rights(k, false, e);
    if (st == ST_OK)
        st = perintah_versi(p, k->p.versi, e);
    if (st == ST_OK && k->p.dibatalkan)
        st = err_set(e, E_PERISTIWA_BATAL, NULL);
    if (st == ST_OK && (!alasan || !alasan[strspn(alasan, " \t\r\n")])) {
        err_fault(e, "/alasan", "Wajib diisi.");
        st = err_set(e, E_TANPA_CATATAN, NULL);
    }
    return st == ST_OK ? check_closed(k, e) : st;
}

enum status peristiwa_batal(struct perintah *p, struct db *db, struct err *e)
{
    const struct peristiwa_batal *in = p->input;
    struct kerja_peristiwa k = { .db = db, .who = &p->who, .a = arena_new() };
    char now[TIME_TEXT];
    enum status st = open_event(p, &k, in->id, in->alasan, e);

    time_format(clock_now(), now);
    if (st == ST_OK)
        st = peristiwa_urai(&k, false, e);
    if (st == ST_OK)
        st = db_exec(
            db, NULL, e,
            "UPDATE peristiwa SET dibatalkan = $2, alasan_batal = $3, versi = versi + 1 WHERE id = $1", "itt",
            k.p.id, now, in->alasan);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "DELETE FROM permintaan_umpan_balik WHERE peristiwa_id = $1 AND selesai IS NULL", "i",
                     k.p.id);
    if (st == ST_OK)
        st = peristiwa_segarkan(&k, e);
    if (st == ST_OK)
        st = generasi_naik(db, "hak", e);
    if (st == ST_OK)
        st = audit(&k, "batal", in->alasan, e);
    if (st == ST_OK)
        st = reply(p, db, k.p.id, k.a, e);
    arena_free(k.a);
    return st;
}

/* Plans that were written on the assignment follow its new first day; an agreed one does not move. */
static enum status shift_plans(struct kerja_peristiwa *k, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(k->db, &n, e,
                            "SELECT count(*) FROM skp s JOIN penugasan t ON t.id = s.penugasan_id WHERE"
                            " s.pegawai_id = $1 AND s.mulai < t.mulai AND s.versi_berlaku IS NOT NULL",
                            "i", k->p.pegawai_id);

    if (st == ST_OK && n)
        return err_set(e, E_PERISTIWA_DIPAKAI, "SKP yang sudah disetujui dimulai sebelum TMT yang baru.");
    return st == ST_OK ? db_exec(k->db, NULL, e,
                                 "UPDATE skp SET mulai = (SELECT t.mulai FROM penugasan t WHERE t.id ="
                                 " skp.penugasan_id), versi = versi + 1 WHERE pegawai_id = $1 AND mulai <"
                                 " (SELECT t.mulai FROM penugasan t WHERE t.id = skp.penugasan_id)",
                                 "i", k->p.pegawai_id)
                       : st;
}

static enum status again(struct kerja_peristiwa *k, const struct peristiwa_koreksi *in, struct err *e)
{
    const char *jenis = k->p.jenis;
    enum status st = peristiwa_urai(k, true, e);

    from_input(k, &in->baru);
    k->p.jenis = jenis;
    if (st == ST_OK && in->baru.jenis && strcmp(in->baru.jenis, jenis) != 0) {
        err_fault(e, "/jenis", "Jenis tidak dapat dikoreksi: batalkan, lalu catat yang benar.");
        st = baca_akhir(e);
    }
    if (st == ST_OK && (st = check_form(k, e)) == ST_OK && (st = check_rights(k, false, e)) == ST_OK &&
        (st = check_closed(k, e)) == ST_OK)
        st = db_exec(k->db, NULL, e,
                     "UPDATE peristiwa SET tmt = $2, sampai = $3, nomor = $4, tanggal = $5, jabatan_id = $6,"
                     " penilai_id = $7, instansi = $8, keterangan = $9, diterapkan = NULL, versi = versi + 1"
                     " WHERE id = $1",
                     "ittttIItt", k->p.id, k->p.tmt, k->p.sampai, k->p.nomor, k->p.tanggal,
                     OR_NULL(k->p.jabatan_id), OR_NULL(k->p.penilai_id), k->p.instansi, k->p.keterangan);
    if (st == ST_OK)
        st = do_it(k, e);
    return st == ST_OK ? shift_plans(k, e) : st;
}

enum status peristiwa_koreksi(struct perintah *p, struct db *db, struct err *e)
{
    const struct peristiwa_koreksi *in = p->input;
    struct kerja_peristiwa k = { .db = db, .who = &p->who, .a = arena_new() };
    enum status st = open_event(p, &k, in->id, in->alasan, e);

    if (st == ST_OK && (st = again(&k, in, e)) == ST_OK &&
        (st = audit(&k, "koreksi", in->alasan, e)) == ST_OK)
        st = reply(p, db, k.p.id, k.a, e);
    arena_free(k.a);
    return st;
}

/* Time ----------------------------------------------------------------------------------------------------
 */

enum status peristiwa_berkala(struct perintah *p, struct db *db, struct err *e)
{
    struct peristiwa_berkala *in = p->input;
    int64_t ids[SEKALI_BERKALA];
    size_t n = 0;
    struct rows r;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    if (st == ST_OK) {
        st = db_rows(db, &r, e,
                     "SELECT id FROM peristiwa WHERE tmt <= $1 AND diterapkan IS NULL AND dibatalkan IS NULL"
                     " ORDER BY tmt, id LIMIT $2",
                     "ti", p->who.hari, (int64_t)SEKALI_BERKALA);
        while (st == ST_OK && n < SEKALI_BERKALA && rows_next(&r))
            ids[n++] = row_int(&r, 0);
        st = rows_end(&r, st, e);
    }
    in->out_berlaku = 0;
    in->out_sisa = n == SEKALI_BERKALA;
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct kerja_peristiwa k = { .db = db, .who = &p->who, .a = arena_new() };

        st = peristiwa_muat(db, ids[i], k.a, &k.p, e);
        if (st == ST_OK && (st = peristiwa_jenis(&k, e)) == ST_OK && (st = peristiwa_hari(&k, e)) == ST_OK)
            st = audit(&k, "berlaku", "", e);
        in->out_berlaku++;
        arena_free(k.a);
    }
    p->reply.status = 204;
    return st;
}

enum status peristiwa_ikuti(struct db *db, const struct who *who, int64_t pegawai_id, const char *alasan,
                            struct err *e)
{
    struct kerja_peristiwa k = { .db = db, .who = who, .a = arena_new(), .tutup_skp = true, .dinilai = true };
    enum status st;

    k.p = (struct peristiwa){
        .pegawai_id = pegawai_id, .tmt = who->hari, .nama = alasan, .nomor = "-", .tanggal = who->hari
    };
    k.kelompok = KEL_PINDAH;
    st = peristiwa_hari(&k, e);
    arena_free(k.a);
    return st;
}
