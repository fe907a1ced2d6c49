/* Commands of the person: enrol, read, hand in; and every plain step. Certificates: pelatihan_luar.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/anjuran.h"
#include "domain/pegawai.h"
#include "domain/pelatihan.h"
#include "domain/pelatihan_bagian.h"
#include "domain/perintah_baca.h"

/* Shared ---------------------------------------------------------------------------------------------------
 */

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct pelatihan x;
    struct jw w;
    enum status st = pelatihan_muat(db, id, p->who.hari, a, &x, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = x.versi;
    jw_start(&w, &p->reply.body);
    return pelatihan_json(db, &p->who, &x, &w, e);
}

enum status pelatihan_balas_baru(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                 struct err *e)
{
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/pelatihan/%lld", (long long)id);
    return reply(p, db, id, a, e);
}

enum status pelatihan_terapkan(struct db *db, const struct who *who, const struct pelatihan_jalan *l,
                               const char *peristiwa, const char *catatan, struct audit_entry *audit,
                               struct err *e)
{
    struct flow_object o = { .id = l->p->id,
                             .state = (int)l->p->status,
                             .subject = l->p->subject,
                             .catatan = catatan,
                             .data = (void *)(uintptr_t)l };

    return flow_apply(db, &pelatihan_machine, &o, peristiwa, who, audit, e);
}

enum status pelatihan_putuskan(struct db *db, const struct who *who, int64_t id,
                               const struct penilaian *hasil, const char *hari, struct err *e)
{
    struct arena *a = arena_new();
    struct who server;
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x, .jp = &hasil->jp };
    struct audit_entry audit = { .objek = NULL };
    enum status st = pelatihan_muat(db, id, who->hari, a, &x, e);

    who_system(&server);
    snprintf(server.hari, sizeof(server.hari), "%s", who->hari);
    if (st == ST_OK) {
        l.hari = pelatihan_hari(&x, hari);
        audit.atas_nama = x.pegawai_id;
        st = pelatihan_terapkan(db, &server, &l, hasil->lulus ? "luluskan" : "gagalkan", NULL, &audit, e);
    }
    arena_free(a);
    return st;
}

/* Enrolment ------------------------------------------------------------------------------------------------
 */

/* Was it recommended to this person? Then that is why. */
static enum status insert_enrolment(struct db *db, const struct who *who, const struct modul *m,
                                    const char *alasan, int64_t *id, struct err *e)
{
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_int(
        db, id, e,
        "INSERT INTO pelatihan (pegawai_id, cara, plugin, kode, release_id, setelan_hash, judul, jenis, jp,"
        " alasan, mulai, status, dibuat, diikuti) VALUES ($1, 'modul', $2, $3, $4, $5, $6, $7, $8, $9,"
        " $10, $11, $12, $12) RETURNING id",
        "ittitttitttt", who->pegawai_id, m->plugin, m->kode, m->release_id, m->setelan_hash, m->judul,
        m->jenis, m->jp, alasan, who->hari, m->nmateri ? "terdaftar" : "berjalan", now);
    return st != ST_OK && e->code == E_DB_GANDA ? err_set(e, E_PELATIHAN_ADA, NULL) : st;
}

enum status pelatihan_daftar(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_daftar *in = p->input;
    struct arena *a = arena_new();
    struct audit_entry entry = { .objek = "pelatihan", .peristiwa = "daftar", .peran = "pemilik" };
    const char *alasan = "";
    struct subject s;
    struct modul m;
    enum status st;

    if (!p->who.pegawai_id) {
        st = err_set(e, E_TIDAK_BERHAK, NULL);
        goto out;
    }
    if ((st = pegawai_subject(db, p->who.pegawai_id, p->who.hari, &s, e)) != ST_OK ||
        (st = right_check(db, &p->who, AKSI_PELATIHAN_IKUTI, &s, e)) != ST_OK)
        goto out;
    if (!s.unit_id)
        st = err_set(e, E_PELATIHAN_TANPA_UNIT, NULL);
    else
        st = modul_cari(db, s.unit_id, in->plugin, in->kode, p->who.hari, a, &m, e);
    if (st == ST_OK && m.karantina)
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", m.plugin);
    else if (st == ST_OK && !m.ada_lulus)
        st = err_set(e, E_MODUL_TANPA_ATURAN, NULL);
    if (st != ST_OK ||
        (st = anjuran_alasan(db, p->who.pegawai_id, m.plugin, m.kode, a, &alasan, e)) != ST_OK ||
        (st = insert_enrolment(db, &p->who, &m, alasan, &entry.objek_id, e)) != ST_OK)
        goto out;
    entry.ke = m.nmateri ? "terdaftar" : "berjalan";
    entry.dokumen = m.sha256;
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) == ST_OK)
        st = pelatihan_balas_baru(p, db, entry.objek_id, a, e);
out:
    arena_free(a);
    return st;
}

/* Lessons --------------------------------------------------------------------------------------------------
 */

enum status pelatihan_baca(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_baca *in = p->input;
    struct arena *a = arena_new();
    struct audit_entry audit = { .objek = NULL };
    char now[TIME_TEXT], isi[40];
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x };
    struct modul m = { .nmateri = 0 };
    int64_t fresh = 0;
    enum status st = pelatihan_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PELATIHAN_IKUTI, &x.subject, e)) != ST_OK)
        goto out;
    if (p->if_match && (st = perintah_versi(p, x.versi, e)) != ST_OK)
        goto out;
    if (x.plugin && (st = modul_muat(db, x.release_id, x.kode, a, &m, e)) != ST_OK)
        goto out;
    if (in->no < 1 || (size_t)in->no > m.nmateri) {
        st = err_set(e, E_PELATIHAN_MATERI, NULL);
        goto out;
    }
    time_format(clock_now(), now);
    st = db_exec(db, &fresh, e,
                 "INSERT INTO pelatihan_materi (pelatihan_id, no, dibaca) VALUES ($1, $2, $3)"
                 " ON CONFLICT DO NOTHING",
                 "iit", x.id, in->no, now);
    snprintf(isi, sizeof(isi), "{\"materi\":%lld}", (long long)in->no);
    audit.isi = isi;
    /* Read before: nothing changes, whatever the state. */
    if (st == ST_OK && fresh)
        st = pelatihan_terapkan(db, &p->who, &l, "baca", NULL, &audit, e);
    if (st == ST_OK)
        st = reply(p, db, x.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Answers --------------------------------------------------------------------------------------------------
 */

enum status pelatihan_kirim_baca(const json_t *body, const struct pelatihan *p, const struct modul *m,
                                 struct arena *a, struct pelatihan_kirim *out, struct err *e)
{
    static const struct baca_medan top[] = {
        { "percobaan", BACA_BULAT, offsetof(struct pelatihan_kirim, n), true, 0, NULL },
        { "jawaban", BACA_LAIN, 0, true, 0, NULL },
    };
    size_t *order = arena_array(a, size_t, m->nkuis + 1);
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "jawaban", true, MODUL_SOAL, e);
    if (list && json_array_size(list) != m->nkuis)
        err_fault(e, "/jawaban", "Modul ini mempunyai %zu soal.", m->nkuis);
    out->njawaban = m->nkuis;
    out->jawaban = arena_array(a, int64_t, m->nkuis + 1);
    kuis_urutan(p->id, out->n, m->nkuis, order);
    for (size_t i = 0; list && i < m->nkuis && i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);
        int64_t choice = json_is_null(v) ? 0 : json_is_integer(v) ? json_integer_value(v) : -1;
        char at[40];

        snprintf(at, sizeof(at), "/jawaban/%zu", i);
        if (choice < 0 || (!json_is_null(v) && choice < 1) || (size_t)choice > m->kuis[order[i]].npilihan)
            err_fault(e, at, "Pilih nomor 1 sampai %zu, atau kosongkan.", m->kuis[order[i]].npilihan);
        else
            out->jawaban[order[i]] = choice;
    }
    return baca_akhir(e);
}

static void answers_json(const struct modul *m, const int64_t *jawaban, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '[');
    for (size_t i = 0; i < m->nkuis; i++)
        if (jawaban[i])
            jw_int(&w, jawaban[i]);
        else
            jw_null(&w);
    jw_close(&w);
}

enum status percobaan_tambah(struct db *db, const struct pelatihan *p, const struct modul *m, int64_t n,
                             const int64_t *jawaban, const struct buf *masukan, const char *masukan_hash,
                             const struct penilaian *hasil, struct err *e)
{
    int64_t benar = m->nkuis ? kuis_benar(m, jawaban) : 0, lulus = hasil->lulus;
    bool graded = hasil->nilai != NULL;
    struct buf answers = BUF_NONE;
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    answers_json(m, jawaban, &answers);
    st =
        db_exec(db, NULL, e,
                "INSERT INTO pelatihan_percobaan (pelatihan_id, n, waktu, jawaban, benar, jumlah, release_id,"
                " setelan_hash, api, masukan, masukan_hash, nilai, lulus, jp, jejak, galat, pesan, dinilai)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
                "iittIiititttIItttt", p->id, n, now, answers.p, m->nkuis ? &benar : NULL, (int64_t)m->nkuis,
                p->release_id, p->setelan_hash, (int64_t)m->api, masukan->p, masukan_hash, hasil->nilai,
                graded ? &lulus : NULL, graded && lulus ? &hasil->jp : NULL, hasil->jejak, hasil->galat,
                hasil->pesan, graded ? now : NULL);
    buf_free(&answers);
    return st;
}

/* What the worker graded from must be what stands here now. */
static enum status check_input(const struct pelatihan_kirim *in, const struct pelatihan *x,
                               const struct modul *m, struct buf *json, char hash[DIGEST_HEX], struct err *e)
{
    int64_t benar = m->nkuis ? kuis_benar(m, in->jawaban) : -1;

    pelatihan_catatan(x, m, benar, in->hari, json, hash);
    return strcmp(hash, in->masukan_hash) == 0 ? ST_OK : err_set(e, E_MASUKAN_BERUBAH, NULL);
}

static enum status count_attempts(struct db *db, int64_t id, int64_t *n, struct err *e)
{
    return db_int(db, n, e, "SELECT count(*) FROM pelatihan_percobaan WHERE pelatihan_id = $1", "i", id);
}

enum status pelatihan_kirim(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_kirim *in = p->input;
    struct arena *a = arena_new();
    struct buf json = BUF_NONE;
    struct audit_entry audit = { .objek = NULL };
    char hash[DIGEST_HEX], isi[64];
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x };
    struct modul m;
    int64_t n = 0;
    enum status st = pelatihan_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PELATIHAN_IKUTI, &x.subject, e)) != ST_OK ||
        (st = perintah_versi(p, x.versi, e)) != ST_OK)
        goto out;
    if (!x.plugin)
        st = err_set(e, E_PELATIHAN_CARA, NULL);
    else
        st = modul_muat(db, x.release_id, x.kode, a, &m, e);
    if (st != ST_OK || (st = count_attempts(db, x.id, &n, e)) != ST_OK)
        goto out;
    snprintf(isi, sizeof(isi), "{\"percobaan\":%lld}", (long long)in->n);
    audit.isi = isi;
    audit.dokumen = in->masukan_hash;
    if ((st = pelatihan_terapkan(db, &p->who, &l, "kirim", NULL, &audit, e)) != ST_OK)
        goto out;
    if (in->n != n + 1)
        st = err_set(e, E_PELATIHAN_URUTAN, NULL);
    else
        st = check_input(in, &x, &m, &json, hash, e);
    if (st == ST_OK)
        st = percobaan_tambah(db, &x, &m, in->n, in->jawaban, &json, hash, &in->hasil, e);
    if (st == ST_OK && in->hasil.nilai)
        st = pelatihan_putuskan(db, &p->who, x.id, &in->hasil, in->hari, e);
    if (st == ST_OK)
        st = reply(p, db, x.id, a, e);
out:
    buf_free(&json);
    arena_free(a);
    return st;
}

/* Grading again --------------------------------------------------------------------------------------------
 */

static enum status store_grade(struct db *db, const struct percobaan *x, const struct penilaian *h,
                               struct err *e)
{
    int64_t lulus = h->lulus;
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    if (!h->nilai)
        return db_exec(db, NULL, e, "UPDATE pelatihan_percobaan SET galat = $1, pesan = $2 WHERE id = $3",
                       "tti", h->galat, h->pesan, x->id);
    return db_exec(db, NULL, e,
                   "UPDATE pelatihan_percobaan SET nilai = $1, lulus = $2, jp = $3, jejak = $4, galat = NULL,"
                   " pesan = NULL, dinilai = $5 WHERE id = $6 AND nilai IS NULL",
                   "tiItti", h->nilai, lulus, h->lulus ? &h->jp : NULL, h->jejak, now, x->id);
}

enum status pelatihan_boleh_nilai(struct db *db, const struct who *who, const struct subject *s,
                                  struct err *e)
{
    enum status st = right_check(db, who, AKSI_PELATIHAN_IKUTI, s, e);

    if (st != ST_DENIED)
        return st;
    err_clear(e);
    return right_check(db, who, AKSI_PELATIHAN_VERIFIKASI, s, e);
}

enum status pelatihan_nilai(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_nilai *in = p->input;
    struct arena *a = arena_new();
    struct audit_entry entry = { .objek = "pelatihan", .objek_id = in->id, .peristiwa = "nilai_ulang" };
    char hari[DATE_TEXT];
    struct percobaan waiting;
    struct pelatihan x;
    int64_t moment;
    enum status st = pelatihan_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = pelatihan_boleh_nilai(db, &p->who, &x.subject, e)) != ST_OK)
        goto out;
    if (x.status != PELATIHAN_BERJALAN)
        st = err_set(e, E_PELATIHAN_DINILAI, NULL);
    else
        st = percobaan_menunggu(db, x.id, a, &waiting, e);
    if (st == ST_OK && waiting.id != in->percobaan_id)
        st = err_set(e, E_PELATIHAN_URUTAN, NULL);
    if (st != ST_OK || (st = store_grade(db, &waiting, &in->hasil, e)) != ST_OK)
        goto out;
    entry.ke = in->hasil.nilai ? "dinilai" : "gagal";
    entry.catatan = in->hasil.pesan;
    if ((st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        goto out;
    /* It counts for the day on which it was handed in. */
    if (!time_parse(waiting.waktu, &moment))
        moment = clock_now();
    time_date(moment, hari);
    if (in->hasil.nilai)
        st = pelatihan_putuskan(db, &p->who, x.id, &in->hasil, hari, e);
    else
        st = db_exec(db, NULL, e, "UPDATE pelatihan SET versi = versi + 1 WHERE id = $1", "i", x.id);
    if (st == ST_OK)
        st = reply(p, db, x.id, a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ----------------------------------------------------------------------------------------------------
 */

/* These come with more than a note, each by its own command. */
static bool has_own_command(const char *event)
{
    static const char *const own[] = {
        "baca", "kirim", "luluskan", "gagalkan", "hadir", "tidak_hadir", NULL
    };

    return kode_ada(own, event);
}

static enum status check_jp(const struct pelatihan_langkah *in, const struct pelatihan *x, struct err *e)
{
    bool other = in->jp && (!x->jp_usulan || *in->jp != *x->jp_usulan);

    if (!in->jp)
        return ST_OK;
    if (strcmp(in->peristiwa, "verifikasi") != 0)
        err_fault(e, "/jp", "JP hanya disebut pada verifikasi.");
    else if (*in->jp < 0 || *in->jp > JP_MAX)
        err_fault(e, "/jp", "JP harus 0 sampai %d.", JP_MAX);
    else if (other && (!in->catatan || !in->catatan[strspn(in->catatan, " \t\r\n")]))
        err_fault(e, "/catatan", "Wajib diisi bila JP yang diakui berbeda dari usulan.");
    return baca_akhir(e);
}

enum status pelatihan_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct pelatihan_langkah *in = p->input;
    struct arena *a = arena_new();
    struct audit_entry audit = { .objek = NULL };
    struct buf isi = BUF_NONE;
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x, .jp = in->jp };
    enum status st = pelatihan_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = perintah_versi(p, x.versi, e)) != ST_OK)
        goto out;
    if (has_own_command(in->peristiwa))
        st = err_set(e, E_ALUR_PERISTIWA, "Langkah \"%.40s\" mempunyai alamat sendiri.", in->peristiwa);
    else
        st = check_jp(in, &x, e);
    if (st != ST_OK)
        goto out;
    if (in->jp) {
        buf_printf(&isi, "{\"jp\":%lld}", (long long)*in->jp);
        audit.isi = isi.p;
    }
    if ((st = pelatihan_terapkan(db, &p->who, &l, in->peristiwa, in->catatan, &audit, e)) == ST_OK)
        st = reply(p, db, x.id, a, e);
out:
    buf_free(&isi);
    arena_free(a);
    return st;
}
