/* Commands on daily entries: write, remove, copy. Steps: progres_langkah.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/progres.h"

#define OR_NULL(id) ((id) ? &(id) : NULL)

/* From the client ------------------------------------------------------------------------------------- */

enum status progres_isi_baca(const json_t *body, struct arena *a, struct progres_isi *out, struct err *e)
{
#define P(field) offsetof(struct progres_isi, field)
    static const struct baca_medan medan[] = {
        { "tanggal", BACA_TANGGAL, P(tanggal), true, 0, NULL },
        { "skp_id", BACA_BULAT, P(skp_id), false, 0, NULL },
        { "rhk_id", BACA_BULAT, P(rhk_id), false, 0, NULL },
        { "butir_id", BACA_BULAT, P(butir_id), false, 0, NULL },
        { "uraian", BACA_TEKS, P(uraian), true, 2000, NULL },
        { "hasil", BACA_TEKS, P(hasil), false, 2000, NULL },
        { "satuan", BACA_TEKS, P(satuan), false, 60, NULL },
        { "volume", BACA_BILANGAN, P(volume), false, 0, NULL },
        { "menit", BACA_BILANGAN, P(menit), false, 0, NULL },
        { "shift", BACA_YA, P(shift), false, 0, NULL },
        { "indikator_id", BACA_BULAT, P(indikator_id), false, 0, NULL },
        { "isian", BACA_LAIN, 0, false, 0, NULL },
        { "nilai", BACA_BILANGAN, P(nilai), false, 0, NULL },
    };
#undef P
    const json_t *isian = json_object_get(body, "isian");

    *out = (struct progres_isi){ .hasil = "", .satuan = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (isian && !json_is_null(isian)) {
        struct buf b = BUF_NONE;

        if (!json_is_object(isian)) {
            err_fault(e, "/isian", "Harus berupa objek.");
        } else {
            json_canonical(isian, &b);
            out->isian = arena_strndup(a, b.p, b.len);
        }
        buf_free(&b);
    }
    if (out->volume && *out->volume < 0)
        err_fault(e, "/volume", "Tidak boleh negatif.");
    if (out->menit && (*out->menit < 0 || *out->menit > 2880 || *out->menit != (double)(int)*out->menit))
        err_fault(e, "/menit", "Bilangan bulat 0 sampai 2880.");
    if ((out->isian || out->nilai) && !out->indikator_id)
        err_fault(e, "/indikator_id", "Angka memerlukan indikatornya.");
    return baca_akhir(e);
}

/* What an entry hangs on ------------------------------------------------------------------------------ */

/* ST_OK with *out 0 where no row fits. */
static enum status maybe(struct db *db, int64_t *out, const char *sql, int64_t a, int64_t b, struct err *e)
{
    enum status st = db_int(db, out, e, sql, "ii", a, b);

    if (st == ST_NOT_FOUND) {
        err_clear(e);
        *out = 0;
        return ST_OK;
    }
    return st;
}

/* The plan of that day: the one that the RHK or indicator belongs to, else one in force, else the oldest. */
static enum status find_plan(struct db *db, int64_t pegawai_id, struct progres_isi *x, struct err *e)
{
    int64_t found = 0;
    enum status st = db_int(
        db, &found, e,
        "SELECT s.id FROM skp s WHERE s.pegawai_id = $1 AND s.mulai <= $2 AND s.selesai >= $2"
        " AND ($3 = 0 OR s.id = $3)"
        " AND EXISTS (SELECT 1 FROM skp_versi v WHERE v.skp_id = s.id AND v.status <> 'batal')"
        " ORDER BY CASE WHEN EXISTS (SELECT 1 FROM skp_versi v JOIN rhk h ON h.skp_versi_id = v.id"
        " LEFT JOIN indikator i ON i.rhk_id = h.id WHERE v.skp_id = s.id AND (h.id = $4 OR i.id = $5)) THEN 0"
        " WHEN s.versi_berlaku IS NOT NULL THEN 1 ELSE 2 END, s.id LIMIT 1",
        "itiii", pegawai_id, x->tanggal, x->skp_id, x->rhk_id, x->indikator_id);

    if (st == ST_NOT_FOUND) {
        err_clear(e);
        return err_set(e, E_PROGRES_TANPA_SKP, NULL);
    }
    x->skp_id = found;
    return st;
}

enum status rhk_terkini(struct db *db, int64_t rhk_id, int64_t *out, struct err *e)
{
    int64_t found = 0;
    /* The version in force holds copies of the indicators; they say which of their RHK it is. */
    enum status st = maybe(
        db, &found,
        "WITH RECURSIVE turun(id) AS (SELECT id FROM indikator WHERE rhk_id = $1 UNION"
        " SELECT i.id FROM indikator i JOIN turun t ON i.asal_id = t.id)"
        " SELECT h.id FROM turun t JOIN indikator i ON i.id = t.id JOIN rhk h ON h.id = i.rhk_id"
        " JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s ON s.id = v.skp_id AND v.n = s.versi_berlaku"
        " WHERE $2 = 0 ORDER BY h.no LIMIT 1",
        rhk_id, 0, e);

    *out = found ? found : rhk_id;
    return st;
}

/* Only what was agreed: of a version that is or was in force. */
static enum status check_rhk(struct db *db, struct progres_isi *x, struct err *e)
{
    int64_t rhk = 0, ok = 0;
    enum status st = ST_OK;

    if (x->butir_id) {
        st = maybe(db, &rhk,
                   "SELECT b.rhk_id FROM rencana_aksi_butir b JOIN rencana_aksi r ON r.id = b.rencana_aksi_id"
                   " WHERE b.id = $1 AND r.skp_id = $2",
                   x->butir_id, x->skp_id, e);
        if (st == ST_OK && (!rhk || (x->rhk_id && x->rhk_id != rhk)))
            err_fault(e, "/butir_id", "Rencana aksi itu bukan bagian SKP atau RHK ini.");
        x->rhk_id = rhk ? rhk : x->rhk_id;
    }
    if (st != ST_OK || !x->rhk_id)
        return st;
    st = maybe(db, &ok,
               "SELECT 1 FROM rhk h JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s ON s.id = v.skp_id"
               " WHERE h.id = $1 AND s.id = $2 AND v.n <= s.versi_berlaku",
               x->rhk_id, x->skp_id, e);
    if (st == ST_OK && !ok)
        err_fault(e, "/rhk_id", "RHK itu bukan bagian SKP Anda yang disetujui.");
    return st;
}

static enum status check_indicator(struct db *db, struct progres_isi *x, struct err *e)
{
    int64_t rhk = 0, plugin = 0, mine = 0, theirs = 0;
    struct rows r;
    enum status st;

    if (!x->indikator_id)
        return ST_OK;
    st = db_rows(db, &r, e,
                 "SELECT i.rhk_id, i.plugin IS NOT NULL FROM indikator i JOIN rhk h ON h.id = i.rhk_id"
                 " JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                 " WHERE i.id = $1 AND s.id = $2 AND v.n <= s.versi_berlaku",
                 "ii", x->indikator_id, x->skp_id);
    if (st == ST_OK && rows_next(&r)) {
        rhk = row_int(&r, 0);
        plugin = row_int(&r, 1);
    }
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!rhk) {
        err_fault(e, "/indikator_id", "Indikator itu bukan bagian SKP Anda yang disetujui.");
        return ST_OK;
    }
    if (plugin && x->nilai)
        err_fault(e, "/nilai", "Indikator plugin diisi melalui isiannya.");
    if (!plugin && x->isian)
        err_fault(e, "/isian", "Indikator ini diisi dengan angka, tanpa isian.");
    if (!x->rhk_id)
        x->rhk_id = rhk;
    if ((st = rhk_terkini(db, rhk, &mine, e)) == ST_OK &&
        (st = rhk_terkini(db, x->rhk_id, &theirs, e)) == ST_OK && mine != theirs)
        err_fault(e, "/indikator_id", "Indikator itu milik RHK lain.");
    return st;
}

/* One entry for the whole shift takes its minutes from the roster. */
static enum status check_shift(struct db *db, struct progres *p, struct err *e)
{
    struct harikerja h;
    double *minutes = arena_new_of(p->a, double);
    int64_t other = 0;
    enum status st;

    if (!p->isi.shift)
        return ST_OK;
    if ((st = harikerja_satu(db, p->pegawai_id, p->isi.tanggal, p->a, &h, e)) != ST_OK)
        return st;
    st = db_int(
        db, &other, e,
        "SELECT count(*) FROM progres WHERE pegawai_id = $1 AND tanggal = $2 AND shift = 1 AND id <> $3",
        "iti", p->pegawai_id, p->isi.tanggal, p->id);
    if (st == ST_OK && h.jenis != HARI_SHIFT)
        err_fault(e, "/shift", "Pada hari itu tidak ada jadwal jaga bagi Anda.");
    else if (st == ST_OK && other)
        err_fault(e, "/shift", "Sudah ada satu entri untuk seluruh shift hari itu.");
    *minutes = h.menit;
    p->isi.menit = minutes;
    return st;
}

static enum status check_room(struct db *db, const struct progres *p, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM progres WHERE pegawai_id = $1 AND tanggal = $2 AND id <> $3",
               "iti", p->pegawai_id, p->isi.tanggal, p->id);

    return st == ST_OK && n >= PROGRES_HARI_MAX ? err_set(e, E_PROGRES_BANYAK, NULL) : st;
}

/* Fills plan and RHK in, and refuses what does not hang together. */
static enum status check(struct db *db, const struct who *who, struct progres *p, struct err *e)
{
    int64_t late;
    enum status st = find_plan(db, p->pegawai_id, &p->isi, e);

    if (st == ST_OK)
        st = progres_terbuka(db, who, p, &late, e);
    if (st == ST_OK)
        st = check_rhk(db, &p->isi, e);
    if (st == ST_OK)
        st = check_indicator(db, &p->isi, e);
    if (st == ST_OK)
        st = check_shift(db, p, e);
    if (st == ST_OK)
        st = baca_akhir(e);
    return st == ST_OK ? check_room(db, p, e) : st;
}

/* Write ----------------------------------------------------------------------------------------------- */

static enum status insert(struct db *db, struct progres *p, struct err *e)
{
    const struct progres_isi *x = &p->isi;

    return db_int(db, &p->id, e,
                  "INSERT INTO progres (pegawai_id, skp_id, tanggal, rhk_id, butir_id, uraian, hasil, volume,"
                  " satuan, menit, shift, indikator_id, isian, nilai) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
                  " $9, CAST($10 AS BIGINT), $11, $12, $13, $14) RETURNING id",
                  "iitIIttRtRiItR", p->pegawai_id, x->skp_id, x->tanggal, OR_NULL(x->rhk_id),
                  OR_NULL(x->butir_id), x->uraian, x->hasil, x->volume, x->satuan, x->menit,
                  (int64_t)x->shift, OR_NULL(x->indikator_id), x->isian, x->nilai);
}

static enum status update(struct db *db, const struct progres *p, struct err *e)
{
    const struct progres_isi *x = &p->isi;

    return db_exec(db, NULL, e,
                   "UPDATE progres SET skp_id = $1, tanggal = $2, rhk_id = $3, butir_id = $4, uraian = $5,"
                   " hasil = $6, volume = $7, satuan = $8, menit = CAST($9 AS BIGINT), shift = $10,"
                   " indikator_id = $11, isian = $12, nilai = $13, versi = versi + 1 WHERE id = $14",
                   "itIIttRtRiItRi", x->skp_id, x->tanggal, OR_NULL(x->rhk_id), OR_NULL(x->butir_id),
                   x->uraian, x->hasil, x->volume, x->satuan, x->menit, (int64_t)x->shift,
                   OR_NULL(x->indikator_id), x->isian, x->nilai, p->id);
}

static enum status audit(struct perintah *p, struct db *db, const struct progres *x, const char *event,
                         const char *from, const char *to, struct err *e)
{
    char hash[DIGEST_HEX];
    struct audit_entry entry = { .objek = "progres",
                                 .objek_id = x->id,
                                 .peristiwa = event,
                                 .dari = from,
                                 .ke = to,
                                 .dokumen = hash,
                                 .peran = "pemilik" };

    progres_hash(x, "", hash);
    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status progres_balas(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct progres x;
    struct jw w;
    enum status st = progres_muat(db, id, a, &x, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = x.versi;
    jw_start(&w, &p->reply.body);
    return progres_json(db, &p->who, &x, &w, e);
}

static enum status only_people(const struct perintah *p, struct err *e)
{
    if (p->who.pegawai_id && right_possible(&p->who, AKSI_PROGRES_ISI))
        return ST_OK;
    return err_set(e, E_TIDAK_BERHAK, "Akun ini bukan milik seorang pegawai.");
}

static enum status write_new(struct perintah *p, struct db *db, struct progres_tulis *in, struct arena *a,
                             struct err *e)
{
    struct progres x = { .pegawai_id = p->who.pegawai_id, .isi = in->isi, .a = a };
    enum status st = only_people(p, e);

    if (st != ST_OK || (st = check(db, &p->who, &x, e)) != ST_OK || (st = insert(db, &x, e)) != ST_OK)
        return st;
    in->out_id = x.id;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/progres/%lld", (long long)x.id);
    if ((st = progres_muat(db, in->out_id, a, &x, e)) != ST_OK)
        return st;
    return audit(p, db, &x, "buat", "", "draf", e);
}

static enum status write_old(struct perintah *p, struct db *db, struct progres_tulis *in, struct arena *a,
                             struct err *e)
{
    struct progres x;
    enum status st = progres_load(db, &p->who, in->id, a, &x, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_PROGRES_ISI, &x.subject, e)) != ST_OK ||
        (st = perintah_versi(p, x.versi, e)) != ST_OK)
        return st;
    if (x.status != PROGRES_DRAF && x.status != PROGRES_DIKEMBALIKAN)
        return err_set(e, E_PROGRES_TERKUNCI, "Progres berstatus %s tidak dapat diubah.",
                       progres_machine.states[x.status]);
    /* Its receipt is about that day: what was submitted once does not move to another. */
    if (x.diajukan && strcmp(x.isi.tanggal, in->isi.tanggal) != 0) {
        err_fault(e, "/tanggal", "Progres yang pernah diajukan tetap pada tanggalnya.");
        return baca_akhir(e);
    }
    in->out_id = x.id;
    x.isi = in->isi;
    if ((st = check(db, &p->who, &x, e)) != ST_OK || (st = update(db, &x, e)) != ST_OK)
        return st;
    return audit(p, db, &x, "simpan", progres_machine.states[x.status], progres_machine.states[x.status], e);
}

enum status progres_tulis(struct perintah *p, struct db *db, struct err *e)
{
    struct progres_tulis *in = p->input;
    struct arena *a = arena_new();
    enum status st = in->id ? write_old(p, db, in, a, e) : write_new(p, db, in, a, e);

    if (st == ST_OK)
        st = progres_balas(p, db, in->out_id, a, e);
    arena_free(a);
    return st;
}

enum status progres_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct progres_hapus *in = p->input;
    struct arena *a = arena_new();
    struct progres x;
    enum status st = progres_load(db, &p->who, in->id, a, &x, e);

    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_PROGRES_ISI, &x.subject, e);
    if (st == ST_OK && x.status != PROGRES_DRAF)
        st = err_set(e, E_PROGRES_TERKUNCI, "Hanya draf yang dapat dihapus.");
    if (st == ST_OK)
        st = audit(p, db, &x, "hapus", "draf", "", e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM progres_bukti WHERE progres_id = $1", "i", in->id);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM progres WHERE id = $1", "i", in->id);
    p->reply.status = 204;
    arena_free(a);
    return st;
}

/* Copy ------------------------------------------------------------------------------------------------ */

static enum status entries_of(struct db *db, int64_t pegawai_id, const char *tanggal,
                              int64_t ids[PROGRES_HARI_MAX], size_t *n, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT id FROM progres WHERE pegawai_id = $1 AND tanggal = $2 ORDER BY id", "it",
                pegawai_id, tanggal);

    *n = 0;
    while (st == ST_OK && *n < PROGRES_HARI_MAX && rows_next(&r))
        ids[(*n)++] = row_int(&r, 0);
    return rows_end(&r, st, e);
}

/* Texts and links, not the figures: those are of the day itself. */
static enum status copy_one(struct perintah *p, struct db *db, int64_t id, const char *ke, struct arena *a,
                            struct jw *w, struct err *e)
{
    struct progres_tulis in = { .id = 0 };
    struct progres x;
    struct harikerja h;
    enum status st = progres_muat(db, id, a, &x, e);

    if (st != ST_OK || (st = harikerja_satu(db, x.pegawai_id, ke, a, &h, e)) != ST_OK)
        return st;
    in.isi = x.isi;
    in.isi.tanggal = ke;
    in.isi.skp_id = 0;
    in.isi.volume = in.isi.nilai = NULL;
    in.isi.isian = NULL;
    in.isi.shift = x.isi.shift && h.jenis == HARI_SHIFT;
    if (x.isi.rhk_id && (st = rhk_terkini(db, x.isi.rhk_id, &in.isi.rhk_id, e)) != ST_OK)
        return st;
    /* The plan may have ended meanwhile: what belonged to it stays behind. */
    if (x.isi.rhk_id) {
        int64_t holds = 0;

        st = db_int(db, &holds, e,
                    "SELECT count(*) FROM rhk h JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s"
                    " ON s.id = v.skp_id WHERE h.id = $1 AND s.mulai <= $2 AND s.selesai >= $2",
                    "it", in.isi.rhk_id, ke);
        if (!holds)
            in.isi.rhk_id = in.isi.indikator_id = in.isi.butir_id = 0;
        if (in.isi.rhk_id != x.isi.rhk_id)
            in.isi.butir_id = 0;
    }
    if (st == ST_OK)
        st = write_new(p, db, &in, a, e);
    if (st == ST_OK && (st = progres_muat(db, in.out_id, a, &x, e)) == ST_OK)
        progres_baris_json(&x, w);
    return st;
}

enum status progres_salin(struct perintah *p, struct db *db, struct err *e)
{
    struct progres_salin *in = p->input;
    struct arena *a = arena_new();
    int64_t ids[PROGRES_HARI_MAX];
    struct jw w;
    size_t n = 0;
    enum status st = only_people(p, e);

    if (st == ST_OK)
        st = entries_of(db, p->who.pegawai_id, in->dari, ids, &n, e);
    if (st == ST_OK && !n)
        st = err_set(e, E_PROGRES_KOSONG, NULL);
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = copy_one(p, db, ids[i], in->ke, a, &w, e);
    jw_close(&w);
    jw_close(&w);
    in->out_n = (int64_t)n;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/progres?lingkup=diri&dari=%s&sampai=%s",
             in->ke, in->ke);
    arena_free(a);
    return st;
}
