/* Applying the rows, and the command around it. */
#include "domain/impor.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "domain/impor_bagian.h"
#include "domain/peristiwa.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

/* Runs one step of a row in a savepoint; a refusal by a rule of the law becomes the row's fault. */
typedef enum status row_step(struct impor_kerja *k, struct impor_baris *b, struct err *e);

static enum status guarded(struct impor_kerja *k, struct impor_baris *b, row_step *step, int kolom,
                           struct err *e)
{
    enum status st;

    if (b->salah)
        return ST_OK;
    if ((st = db_savepoint(k->db, e)) != ST_OK)
        return st;
    st = step(k, b, e);
    if (st == ST_CONFLICT || st == ST_INVALID || st == ST_NOT_FOUND) {
        db_rollback_savepoint(k->db);
        impor_tolak(k, b, kolom, e->code, "%s", e->msg);
        err_clear(e);
        return ST_OK;
    }
    return st == ST_OK ? db_release(k->db, e) : st;
}

static bool same_name(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

/* The row brings a post that its person does not hold yet. */
static bool moves(const struct impor_baris *b)
{
    return b->jabatan &&
           (!b->pegawai_id || b->lama.unit_id != b->unit_id || !same_name(b->lama.jabatan, b->jabatan));
}

/* Ends what somebody held who goes to another post. */
static enum status end_old(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct penugasan t;
    char before[DATE_TEXT], day[TANGGAL_TEXT];
    enum status st;

    if (!b->pegawai_id || !moves(b))
        return ST_OK;
    if (!b->tmt[0])
        return err_set(e, E_PENUGASAN_TANGGAL, "TMT Jabatan kosong, padahal jabatannya berganti dari %s.",
                       b->lama.jabatan ? b->lama.jabatan : "tanpa jabatan");
    st = penugasan_of(k->db, b->pegawai_id, b->tmt, &t, e);
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        return ST_OK;
    }
    if (st != ST_OK)
        return st;
    if (strcmp(t.mulai, b->tmt) >= 0)
        return err_set(e, E_PENUGASAN_TANGGAL, "TMT Jabatan harus sesudah TMT jabatan sekarang, %s.",
                       tanggal_tulis(t.mulai, day));
    tanggal_geser(b->tmt, -1, before);
    return penugasan_tutup(k->db, t.id, before, e);
}

/* The post of that name in that unit, made if there is none; superiors come later. */
static enum status ensure_post(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct jabatan j = { .nama = (char *)(uintptr_t)b->jabatan,
                         .unit_id = b->unit_id,
                         .jenis = b->jenis,
                         .jenjang = (char *)(uintptr_t)b->jenjang,
                         .eselon = (char *)(uintptr_t)b->eselon,
                         .kelas = b->kelas };
    enum status st = jabatan_find(k->db, b->unit_id, b->jabatan, &b->jabatan_id, e);

    if (st != ST_NOT_FOUND)
        return st;
    err_clear(e);
    st = jabatan_add(k->db, &j, e);
    b->jabatan_id = j.id;
    return st;
}

static enum status audit_row(struct impor_kerja *k, const struct impor_baris *b, const char *isi,
                             struct err *e)
{
    struct audit_entry a = {
        .objek = "pegawai", .objek_id = b->pegawai_id, .peristiwa = "impor", .isi = isi, .peran = "admin"
    };

    return audit_add(k->db, k->who, &a, NULL, e);
}

/* The person himself. */
static enum status put_person(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct buf isi = BUF_NONE;
    bool changed = false;
    enum status st;

    if (b->pegawai_id) {
        st = pegawai_set(k->db, b->pegawai_id, &b->isi, b->tmt[0] ? b->tmt : k->who->hari, &isi, &changed, e);
        if (st == ST_OK && (changed || moves(b)))
            st = audit_row(k, b, changed ? isi.p : NULL, e);
    } else {
        b->isi.nip = b->nip.teks;
        st = pegawai_add(k->db, &b->isi, e);
        b->pegawai_id = b->isi.id;
        if (st == ST_OK)
            st = audit_row(k, b, NULL, e);
    }
    buf_free(&isi);
    return st;
}

static enum status put_post(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct penugasan t = { .jenis = TUGAS_DEFINITIF };
    enum status st;

    if ((st = ensure_post(k, b, e)) != ST_OK)
        return st;
    t.pegawai_id = b->pegawai_id;
    t.jabatan_id = b->jabatan_id;
    memcpy(t.mulai, b->tmt, sizeof(t.mulai));
    st = penugasan_add(k->db, &t, e);
    b->penugasan_id = t.id;
    return st;
}

/* The post through which a superior leads on that day: the head post that he fills by tugas tambahan, else
 * his own. */
static enum status superior_post(struct impor_kerja *k, const char *nip, const char *hari, int64_t *post,
                                 struct err *e)
{
    return db_int(
        k->db, post, e,
        "SELECT j.id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id JOIN pegawai p ON p.id = "
        "t.pegawai_id WHERE p.nip = $1 AND t.mulai <= $2 AND (t.selesai IS NULL OR t.selesai >= $2) AND "
        "(t.jenis = 'definitif' OR (t.jenis = 'tugas_tambahan' AND j.kepala = 1)) "
        "ORDER BY CASE t.jenis WHEN 'tugas_tambahan' THEN 0 ELSE 1 END, t.mulai DESC LIMIT 1",
        "tt", nip, hari);
}

/* A functional or pelaksana post is shared; people of one post with another superior need its twin. */
static enum status twin_post(struct impor_kerja *k, struct impor_baris *b, int64_t atasan, const char *hari,
                             struct err *e)
{
    struct jabatan j;
    int64_t twin = 0;
    enum status st = jabatan_load(k->db, b->jabatan_id, k->in->a, &j, e);

    if (st == ST_OK)
        st = db_int(k->db, &twin, e,
                    "SELECT j.id FROM jabatan j WHERE j.unit_id = $1 AND lower(j.nama) = lower($2) "
                    "AND " JABATAN_ATASAN("j", "$4") " = $3 ORDER BY j.id LIMIT 1",
                    "itit", j.unit_id, j.nama, atasan, hari);
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        j.kode = NULL;
        j.kepala = false;
        j.atasan_id = atasan;
        st = jabatan_add(k->db, &j, e);
        twin = j.id;
    }
    b->jabatan_id = twin;
    return st == ST_OK ? db_exec(k->db, NULL, e,
                                 "UPDATE penugasan SET jabatan_id = $1, versi = versi + 1 WHERE id = $2",
                                 "ii", twin, b->penugasan_id)
                       : st;
}

static enum status name_of_holder(struct impor_kerja *k, int64_t post, char **out, struct err *e)
{
    enum status st = db_text(k->db, out, k->in->a, e, "SELECT nama FROM jabatan WHERE id = $1", "i", post);

    return st;
}

static enum status note_superior(struct impor_kerja *k, struct impor_baris *b, int64_t was, int64_t now,
                                 struct err *e)
{
    char *from = NULL, *to = NULL;
    enum status st = was ? name_of_holder(k, was, &from, e) : ST_OK;

    if (st == ST_OK)
        st = name_of_holder(k, now, &to, e);
    if (st == ST_OK)
        impor_catat_beda(k, b, "jabatan_atasan", from, to);
    return st;
}

static enum status no_superior(struct impor_kerja *k, const struct impor_baris *b, const char *hari,
                               struct err *e)
{
    const struct impor_baris *up = impor_cari(k, b->atasan);

    if (up && up->salah)
        return err_set(e, E_PEGAWAI_TIDAK_ADA, "Baris atasan %s (baris %d) salah.", b->atasan, up->nomor);
    return err_set(e, E_PENUGASAN_TIDAK_ADA, "Atasan %s tidak memangku jabatan pada %s.", b->atasan, hari);
}

static enum status put_superior(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct penugasan t;
    int64_t post = 0, others = 0, was = 0;
    const char *hari = strcmp(b->tmt, k->who->hari) > 0 ? b->tmt : k->who->hari;
    enum status st;

    if (!b->atasan[0])
        return ST_OK;
    st = superior_post(k, b->atasan, hari, &post, e);
    if (st == ST_NOT_FOUND)
        return no_superior(k, b, hari, e);
    if (st == ST_OK)
        st = penugasan_of(k->db, b->pegawai_id, hari, &t, e);
    if (st != ST_OK)
        return st;
    b->jabatan_id = t.jabatan_id;
    b->penugasan_id = t.id;
    st = jabatan_atasan(k->db, t.jabatan_id, hari, &was, e);
    if (st != ST_OK || was == post)
        return st;
    if (b->lama.nama)
        st = note_superior(k, b, was, post, e);
    if (st == ST_OK)
        st = db_int(k->db, &others, e,
                    "SELECT count(*) FROM penugasan WHERE jabatan_id = $1 AND pegawai_id <> $2 "
                    "AND (selesai IS NULL OR selesai >= $3)",
                    "iit", t.jabatan_id, b->pegawai_id, hari);
    if (st != ST_OK)
        return st;
    return was && others ? twin_post(k, b, post, hari, e)
                         : jabatan_set_atasan(k->db, t.jabatan_id, post, hari, e);
}

/* A unit without a head post: its one structural post whose superior stands outside the unit heads it. */
static enum status name_heads(struct impor_kerja *k, struct err *e)
{
    return db_exec(
        k->db, NULL, e,
        "UPDATE jabatan SET kepala = 1, versi = versi + 1 WHERE id IN (SELECT min(j.id) FROM jabatan j "
        "LEFT JOIN jabatan a ON a.id = " JABATAN_ATASAN(
            "j", "$1") " WHERE j.jenis IN ('jpt', 'administrator', 'pengawas') "
                       "AND (a.id IS NULL OR a.unit_id <> j.unit_id) AND NOT EXISTS (SELECT 1 FROM jabatan h "
                       "WHERE "
                       "h.unit_id = j.unit_id AND h.kepala = 1) GROUP BY j.unit_id HAVING count(*) = 1)",
        "t", k->who->hari);
}

/* A row that moves a person is a transfer: his old plan ends with the post, evaluators follow. */
static enum status follow(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    return strcmp(b->tmt, k->who->hari) <= 0
               ? peristiwa_ikuti(k->db, k->who, b->pegawai_id, "Mutasi menurut impor data pegawai", e)
               : ST_OK;
}

static void note_move(struct impor_kerja *k, struct impor_baris *b)
{
    if (!b->lama.nama || !moves(b))
        return;
    if (!same_name(b->lama.jabatan, b->jabatan))
        impor_catat_beda(k, b, "jabatan", b->lama.jabatan, b->jabatan);
    if (b->lama.unit_id != b->unit_id)
        impor_catat_beda(k, b, "unit", b->lama.unit, b->sel[KOL_UNOR]);
}

/* Steps over all rows: first everybody leaves, then everybody arrives, so that people may change places. */
static enum status all_rows(struct impor_kerja *k, struct err *e)
{
    static const struct {
        row_step *step;
        int kolom;
        bool movers;
    } steps[] = {
        { end_old, KOL_TMT_JABATAN, true }, { put_person, KOL_NIP, false },
        { put_post, KOL_JABATAN, true },    { put_superior, KOL_NIP_ATASAN, false },
        { follow, KOL_TMT_JABATAN, true },
    };
    enum status st = ST_OK;

    for (size_t s = 0; st == ST_OK && s < COUNT(steps); s++)
        for (size_t i = 0; st == ST_OK && i < k->n; i++) {
            struct impor_baris *b = &k->baris[i];
            bool known = b->lama.nama != NULL;
            /* put_person has given a new one his id: `moves` would see no new person any more. */
            bool mover = b->jabatan && (!known || moves(b));

            if (!steps[s].movers || mover)
                st = guarded(k, b, steps[s].step, steps[s].kolom, e);
        }
    return st;
}

enum status impor_terapkan(struct impor_kerja *k, struct err *e)
{
    size_t beda = k->beda.len;
    enum status st;

    for (;;) {
        size_t bad = 0, before = 0;

        for (size_t i = 0; i < k->n; i++)
            before += k->baris[i].salah;
        if ((st = db_savepoint(k->db, e)) != ST_OK)
            return st;
        k->beda.len = beda;
        for (size_t i = 0; i < k->n; i++)
            if (!k->baris[i].salah)
                note_move(k, &k->baris[i]);
        if ((st = all_rows(k, e)) != ST_OK)
            return st;
        for (size_t i = 0; i < k->n; i++)
            bad += k->baris[i].salah;
        /* A row that failed late has left traces of its earlier steps, and others may lean on it: all of it
         * is undone, and what is still sound is done again. */
        if (bad == before)
            break;
        db_rollback_savepoint(k->db);
        for (size_t i = 0; i < k->n; i++)
            if (!k->baris[i].lama.nama)
                k->baris[i].pegawai_id = 0;
    }
    st = name_heads(k, e);
    return st == ST_OK ? db_release(k->db, e) : st;
}

/* The whole ------------------------------------------------------------------------------------------- */

static void finish(struct impor_kerja *k)
{
    struct impor *in = k->in;
    struct {
        struct buf *from;
        void **to;
        size_t *n, size;
    } lists[] = {
        { &k->galat, (void **)&in->galat, &in->ngalat, sizeof(*in->galat) },
        { &k->peringatan, (void **)&in->peringatan, &in->nperingatan, sizeof(*in->peringatan) },
        { &k->beda, (void **)&in->beda, &in->nbeda, sizeof(*in->beda) },
    };

    for (size_t i = 0; i < COUNT(lists); i++) {
        *lists[i].n = lists[i].from->len / lists[i].size;
        *lists[i].to = arena_alloc(in->a, lists[i].from->len + 1);
        if (lists[i].from->len)
            memcpy(*lists[i].to, lists[i].from->p, lists[i].from->len);
        buf_free(lists[i].from);
    }
    in->dibaca = (int64_t)k->n;
    in->baru = in->diubah = in->tetap = in->salah = 0;
    for (size_t i = 0; i < k->n; i++) {
        const struct impor_baris *b = &k->baris[i];

        if (b->salah)
            in->salah++;
        else if (!b->lama.nama)
            in->baru++;
        else if (b->berubah)
            in->diubah++;
        else
            in->tetap++;
    }
}

static enum status audit_file(struct impor_kerja *k, struct err *e)
{
    struct impor *in = k->in;
    struct digest d;
    char hex[DIGEST_HEX];
    struct audit_entry a = {
        .objek = "impor", .peristiwa = "terapkan", .catatan = in->nama, .peran = "admin"
    };
    struct buf isi = BUF_NONE;
    enum status st;

    hash_sha256(in->bytes, in->len, &d);
    digest_hex(&d, hex);
    buf_printf(&isi, "{\"baru\":%lld,\"dibaca\":%lld,\"diubah\":%lld,\"salah\":%lld,\"sha256\":\"%s\"}",
               (long long)in->baru, (long long)in->dibaca, (long long)in->diubah, (long long)in->salah, hex);
    a.isi = isi.p;
    st = audit_add(k->db, k->who, &a, NULL, e);
    buf_free(&isi);
    return st;
}

static enum status whole(struct impor *in, const struct who *who, struct db *db, struct err *e)
{
    struct impor_kerja k = { .in = in, .db = db, .who = who };
    enum status st = impor_periksa(&k, e);

    in->diterapkan = false;
    if (st == ST_OK)
        st = impor_terapkan(&k, e);
    if (st == ST_OK)
        finish(&k);
    in->diterapkan = st == ST_OK && !in->coba && (in->salah == 0 || in->lewati_salah);
    if (in->diterapkan)
        st = audit_file(&k, e);
    buf_free(&k.galat);
    buf_free(&k.peringatan);
    buf_free(&k.beda);
    return st;
}

/* What is not to be applied is undone here, so that the command itself ends well and carries its report. */
enum status impor_pegawai(struct perintah *p, struct db *db, struct err *e)
{
    struct impor *in = p->input;
    enum status st = db_savepoint(db, e);

    if (st == ST_OK)
        st = whole(in, &p->who, db, e);
    if (st != ST_OK)
        return st;
    if (in->diterapkan)
        return db_release(db, e);
    db_rollback_savepoint(db);
    return ST_OK;
}

enum status impor_jalankan(struct db *db, const struct who *who, struct impor *in, struct err *e)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, who, impor_pegawai, in);
    st = command_run(db, &p.cmd, e);
    perintah_clear(&p);
    return st;
}
