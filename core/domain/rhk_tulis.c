/* Content of a plan: what it refers to, writing its rows, copying them into a revision. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/rhk.h"

/* What it refers to ---------------------------------------------------------------------------------------
 */

static enum status is_any(struct db *db, bool *yes, struct err *e, const char *sql, int64_t a, int64_t b)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, sql, "ii", a, b);

    *yes = st == ST_OK && rows_next(&r);
    return rows_end(&r, st, e);
}

/* Whose RHK it is; 0 if there is none, or its version was given up. */
static enum status owner_of(struct db *db, int64_t rhk_id, int64_t *pegawai_id, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT s.pegawai_id FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                             " JOIN skp s ON s.id = v.skp_id WHERE r.id = $1 AND v.status <> 'batal'",
                             "i", rhk_id);

    *pegawai_id = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    return rows_end(&r, st, e);
}

/* Up from $2, over every version of each RHK that is met. */
#define NAIK                                                                                                 \
    "WITH RECURSIVE naik(id) AS (SELECT $2 UNION SELECT coalesce(b.taut_rhk_id, b.induk_rhk_id) FROM naik"   \
    " JOIN rhk a ON a.id = naik.id JOIN rhk b ON b.id = a.id OR b.id = a.pokok_id"                           \
    " OR b.pokok_id = coalesce(a.pokok_id, a.id)"                                                            \
    " WHERE coalesce(b.taut_rhk_id, b.induk_rhk_id) IS NOT NULL)"

enum status rhk_induk_periksa(struct db *db, const struct skp_rujukan *q, int64_t induk, const char *at,
                              struct err *e)
{
    int64_t owner;
    bool linked, circle;
    enum status st = owner_of(db, induk, &owner, e);

    if (st != ST_OK)
        return st;
    if (owner == 0 || owner == q->pegawai_id) {
        err_fault(e, at, "Rencana hasil kerja pimpinan itu tidak ada.");
        return ST_OK;
    }
    /* A link that stands in a version of this plan stays good when the evaluator changes. */
    st = is_any(db, &linked, e,
                "SELECT 1 FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                " WHERE v.skp_id = $1 AND (r.induk_rhk_id = $2 OR r.taut_rhk_id = $2)",
                q->skp_id, induk);
    if (st == ST_OK && owner != q->penilai_id && !linked)
        err_fault(e, at, "Rencana hasil kerja itu bukan milik pejabat penilai kinerja Anda.");
    if (st != ST_OK)
        return st;
    st = is_any(db, &circle, e,
                NAIK
                " SELECT 1 FROM naik JOIN rhk r ON r.id = naik.id JOIN skp_versi v ON v.id = r.skp_versi_id"
                " WHERE v.skp_id = $1",
                q->skp_id, induk);
    if (st == ST_OK && circle) {
        err_fault(e, at, "Rencana hasil kerja itu sendiri bergantung pada SKP ini.");
        st = err_set(e, E_RHK_BERPUTAR, NULL);
    }
    return st;
}

/* One plugin's registrations, kept while its indicators are checked. */
struct listing {
    const char *plugin;
    json_t *daftar; /* NULL: not active for the unit */
};

/* What a release registers, parsed once: the last few are kept by their SHA-256, whose content never changes.
 */
static struct {
    pthread_mutex_t lock;
    size_t next;
    struct {
        char sha256[DIGEST_HEX];
        json_t *daftar;
    } kept[8];
} parsed = { .lock = PTHREAD_MUTEX_INITIALIZER };

static json_t *parsed_find(const char *sha256)
{
    json_t *found = NULL;

    pthread_mutex_lock(&parsed.lock);
    for (size_t i = 0; i < COUNT(parsed.kept) && !found; i++)
        if (strcmp(parsed.kept[i].sha256, sha256) == 0)
            found = json_incref(parsed.kept[i].daftar);
    pthread_mutex_unlock(&parsed.lock);
    return found;
}

static void parsed_keep(const char *sha256, json_t *daftar)
{
    size_t at;

    pthread_mutex_lock(&parsed.lock);
    at = parsed.next++ % COUNT(parsed.kept);
    json_decref(parsed.kept[at].daftar);
    parsed.kept[at].daftar = json_incref(daftar);
    snprintf(parsed.kept[at].sha256, DIGEST_HEX, "%s", sha256);
    pthread_mutex_unlock(&parsed.lock);
}

static enum status read_daftar(struct db *db, int64_t release_id, struct arena *a, json_t **out,
                               struct err *e)
{
    char *sha256, *text;
    enum status st = db_text(db, &sha256, a, e, "SELECT sha256 FROM release WHERE id = $1", "i", release_id);

    if (st != ST_OK || (*out = parsed_find(sha256)) != NULL)
        return st;
    st = db_text(db, &text, a, e, "SELECT daftar FROM release WHERE id = $1", "i", release_id);
    if (st == ST_OK)
        st = json_read(text, strlen(text), out, e);
    if (st == ST_OK)
        parsed_keep(sha256, *out);
    return st;
}

static enum status load_listing(struct db *db, const struct skp_rujukan *q, int64_t periode_id,
                                const char *plugin, struct listing *out, struct err *e)
{
    struct err why = ERR_NONE;
    struct arena *a = arena_new();
    struct aktivasi akt;
    enum status st = ST_NOT_FOUND;

    json_decref(out->daftar);
    *out = (struct listing){ .plugin = plugin };
    if (periode_id)
        st = aktivasi_find(db, q->unit_id, plugin, periode_id, &akt, &why);
    if (st == ST_OK)
        st = read_daftar(db, akt.release_id, a, &out->daftar, &why);
    if (st != ST_OK && st != ST_NOT_FOUND)
        *e = why;
    arena_free(a);
    return st == ST_NOT_FOUND ? ST_OK : st;
}

static const json_t *registration(const json_t *daftar, const char *kode)
{
    const json_t *list = json_object_get(daftar, "indikator");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);
        const char *k = json_string_value(json_object_get(v, "kode"));

        if (k && strcmp(k, kode) == 0)
            return v;
    }
    return NULL;
}

/* Direction and consolidation belong to the formula: a plan cannot turn it round. */
static void check_same(const json_t *reg, const char *key, const char *value, const char *at, struct err *e)
{
    const char *registered = json_string_value(json_object_get(reg, key));
    char here[160];

    if (!registered || strcmp(registered, value) == 0)
        return;
    snprintf(here, sizeof(here), "%s/%s", at, key);
    err_fault(e, here, "Ditetapkan oleh plugin: %s.", registered);
}

static enum status check_plugin(struct db *db, const struct skp_rujukan *q, int64_t periode_id,
                                const struct indikator *i, const char *at, struct listing *l, struct err *e)
{
    const json_t *reg;
    char here[192];
    enum status st = ST_OK;

    if (!l->plugin || strcmp(l->plugin, i->plugin) != 0)
        st = load_listing(db, q, periode_id, i->plugin, l, e);
    if (st != ST_OK)
        return st;
    if (!l->daftar) {
        snprintf(here, sizeof(here), "%s/plugin", at);
        err_fault(e, here, "Plugin %s tidak aktif bagi unit ini.", i->plugin);
        return ST_OK;
    }
    reg = registration(l->daftar, i->kode);
    if (!reg) {
        snprintf(here, sizeof(here), "%s/kode", at);
        err_fault(e, here, "Plugin %s tidak mempunyai indikator %s.", i->plugin, i->kode);
        return ST_OK;
    }
    check_same(reg, "arah", i->arah, at, e);
    check_same(reg, "konsolidasi", i->konsolidasi, at, e);
    return ST_OK;
}

/* The shortest period that contains the day: activations hold from the first day of a period on. */
static enum status period_at(struct db *db, const char *hari, int64_t *id, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT id FROM periode WHERE mulai <= $1 AND selesai >= $1 ORDER BY mulai DESC, selesai LIMIT 1",
        "t", hari);

    *id = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    return rows_end(&r, st, e);
}

enum status skp_isi_periksa(struct db *db, const struct skp_rujukan *q, const struct skp_isi *isi,
                            struct err *e)
{
    struct listing l = { NULL, NULL };
    int64_t periode_id;
    char at[128];
    enum status st = period_at(db, q->hari, &periode_id, e);

    for (size_t i = 0; i < isi->nrhk && st == ST_OK; i++) {
        const struct rhk *r = &isi->rhk[i];

        snprintf(at, sizeof(at), "/rhk/%zu/induk_rhk_id", i);
        if (r->induk_rhk_id)
            st = rhk_induk_periksa(db, q, r->induk_rhk_id, at, e);
        for (size_t j = 0; j < r->nindikator && st == ST_OK; j++) {
            snprintf(at, sizeof(at), "/rhk/%zu/indikator/%zu", i, j);
            if (r->indikator[j].plugin)
                st = check_plugin(db, q, periode_id, &r->indikator[j], at, &l, e);
        }
    }
    json_decref(l.daftar);
    if (st == ST_OK && e->nfaults)
        st = err_set(e, E_MASUKAN, "Isian belum benar: %s %s", e->faults[0].at, e->faults[0].msg);
    return st;
}

/* Writing -------------------------------------------------------------------------------------------------
 */

#define OR_NULL(id) ((id) ? &(id) : NULL)

/* Rows of the version get negative numbers first; what still has one at the end is no longer wanted. */
static enum status put_aside(struct db *db, int64_t versi_id, struct err *e)
{
    enum status st = db_exec(db, NULL, e,
                             "UPDATE indikator SET no = -no WHERE rhk_id IN"
                             " (SELECT id FROM rhk WHERE skp_versi_id = $1)",
                             "i", versi_id);

    return st == ST_OK
               ? db_exec(db, NULL, e, "UPDATE rhk SET no = -no WHERE skp_versi_id = $1", "i", versi_id)
               : st;
}

static enum status remove_rest(struct db *db, int64_t versi_id, struct err *e)
{
    enum status st = db_exec(db, NULL, e,
                             "DELETE FROM indikator WHERE no < 0 AND rhk_id IN"
                             " (SELECT id FROM rhk WHERE skp_versi_id = $1)",
                             "i", versi_id);

    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM rhk WHERE no < 0 AND skp_versi_id = $1", "i", versi_id);
    return st != ST_OK && e->code == E_DB_ACUAN ? err_set(e, E_RHK_DIACU, NULL) : st;
}

static enum status write_indikator(struct db *db, int64_t versi_id, int64_t rhk_id, int64_t no,
                                   const struct indikator *i, struct err *e)
{
    int64_t changed = 0;
    enum status st = ST_OK;

    if (i->id)
        st = db_exec(
            db, &changed, e,
            "UPDATE indikator SET rhk_id = $1, no = $2, aspek = $3, teks = $4, target_teks = $5,"
            " bawah = $6, atas = $7, satuan = $8, arah = $9, per = $10, konsolidasi = $11,"
            " target_maksimal = $12, plugin = $13, kode = $14 WHERE id = $15 AND no < 0"
            " AND EXISTS (SELECT 1 FROM rhk h WHERE h.id = indikator.rhk_id AND h.skp_versi_id = $16)",
            "iitttRRttttittii", rhk_id, no, i->aspek, i->teks, i->target_teks, i->bawah, i->atas, i->satuan,
            i->arah, i->per, i->konsolidasi, (int64_t)i->target_maksimal, i->plugin, i->kode, i->id,
            versi_id);
    if (st != ST_OK || changed)
        return st;
    return db_exec(
        db, NULL, e,
        "INSERT INTO indikator (rhk_id, no, aspek, teks, target_teks, bawah, atas, satuan, arah, per,"
        " konsolidasi, target_maksimal, plugin, kode, asal_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        "iitttRRttttittI", rhk_id, no, i->aspek, i->teks, i->target_teks, i->bawah, i->atas, i->satuan,
        i->arah, i->per, i->konsolidasi, (int64_t)i->target_maksimal, i->plugin, i->kode,
        OR_NULL(i->asal_id));
}

static enum status write_rhk(struct db *db, int64_t versi_id, int64_t no, const struct rhk *r, struct err *e)
{
    int64_t id = r->id, changed = 0;
    enum status st = ST_OK;

    if (id)
        st = db_exec(db, &changed, e,
                     "UPDATE rhk SET no = $1, jenis = $2, klasifikasi = $3, teks = $4, induk_rhk_id = $5,"
                     " penugasan_dari = $6, perspektif = $7, metode = $8, induk_sementara = $11,"
                     " dikerjakan_sendiri = $12, taut_rhk_id = CASE WHEN $5 IS NULL THEN taut_rhk_id END"
                     " WHERE id = $9 AND skp_versi_id = $10 AND no < 0",
                     "itttItttiiti", no, r->jenis, r->klasifikasi, r->teks, OR_NULL(r->induk_rhk_id),
                     r->penugasan_dari, r->perspektif, r->metode, id, versi_id, r->induk_sementara,
                     (int64_t)r->dikerjakan_sendiri);
    if (st == ST_OK && !changed)
        st = db_int(
            db, &id, e,
            "INSERT INTO rhk (skp_versi_id, no, jenis, klasifikasi, teks, induk_rhk_id, penugasan_dari,"
            " perspektif, metode, induk_sementara, dikerjakan_sendiri, pokok_id, dari_rhk_id)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
            "iitttIttttiII", versi_id, no, r->jenis, r->klasifikasi, r->teks, OR_NULL(r->induk_rhk_id),
            r->penugasan_dari, r->perspektif, r->metode, r->induk_sementara, (int64_t)r->dikerjakan_sendiri,
            OR_NULL(r->pokok_id), OR_NULL(r->dari_rhk_id));
    for (size_t i = 0; i < r->nindikator && st == ST_OK; i++)
        st = write_indikator(db, versi_id, id, (int64_t)i + 1, &r->indikator[i], e);
    return st;
}

enum status skp_ekspektasi_tulis(struct db *db, int64_t skp_versi_id,
                                 const char *const ekspektasi[PERILAKU_NILAI], struct err *e)
{
    enum status st = ST_OK;

    for (int64_t i = 0; i < PERILAKU_NILAI && st == ST_OK; i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO perilaku (skp_versi_id, nilai, ekspektasi) VALUES ($1, $2, $3)"
                     " ON CONFLICT (skp_versi_id, nilai) DO UPDATE SET ekspektasi = $3",
                     "iit", skp_versi_id, i + 1, ekspektasi[i]);
    return st;
}

static enum status write_lampiran(struct db *db, int64_t versi_id, const struct skp_isi *isi, struct err *e)
{
    enum status st = db_exec(db, NULL, e, "DELETE FROM lampiran WHERE skp_versi_id = $1", "i", versi_id);

    for (int j = 0; j < LAMPIRAN_JENIS; j++)
        for (size_t i = 0; i < isi->lampiran[j].n && st == ST_OK; i++)
            st = db_exec(db, NULL, e,
                         "INSERT INTO lampiran (skp_versi_id, jenis, no, teks) VALUES ($1, $2, $3, $4)",
                         "itit", versi_id, lampiran_kode[j], (int64_t)i + 1, isi->lampiran[j].teks[i]);
    return st;
}

enum status skp_isi_tulis(struct db *db, int64_t skp_versi_id, const struct skp_isi *isi, struct err *e)
{
    enum status st = put_aside(db, skp_versi_id, e);

    for (size_t i = 0; i < isi->nrhk && st == ST_OK; i++)
        st = write_rhk(db, skp_versi_id, (int64_t)i + 1, &isi->rhk[i], e);
    if (st == ST_OK)
        st = remove_rest(db, skp_versi_id, e);
    if (st == ST_OK)
        st = skp_ekspektasi_tulis(db, skp_versi_id, isi->ekspektasi, e);
    return st == ST_OK ? write_lampiran(db, skp_versi_id, isi, e) : st;
}

enum status skp_isi_salin(struct db *db, int64_t dari_versi_id, int64_t ke_versi_id, struct err *e)
{
    struct arena *a = arena_new();
    struct skp_isi isi;
    enum status st = skp_isi_muat(db, dari_versi_id, a, &isi, e);

    for (size_t i = 0; st == ST_OK && i < isi.nrhk; i++) {
        struct rhk *x = &isi.rhk[i];

        x->pokok_id = x->pokok_id ? x->pokok_id : x->id;
        if (x->taut_rhk_id) {
            x->induk_rhk_id = x->taut_rhk_id;
            x->induk_sementara = "";
        }
        x->id = 0;
        for (size_t j = 0; j < x->nindikator; j++) {
            struct indikator *y = &x->indikator[j];

            y->asal_id = y->id;
            y->id = 0;
        }
    }
    if (st == ST_OK)
        st = skp_isi_tulis(db, ke_versi_id, &isi, e);
    arena_free(a);
    return st;
}

/* Choice --------------------------------------------------------------------------------------------------
 */

enum status rhk_pilihan(struct db *db, int64_t penilai_id, const char *mulai, const char *selesai,
                        struct arena *a, struct rhk_pilihan **out, size_t *n, struct err *e)
{
    enum { MAX = 200 };
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT r.id, r.teks, p.nama, v.status FROM skp s JOIN pegawai p ON p.id = s.pegawai_id"
        " JOIN skp_versi v ON v.skp_id = s.id AND v.n = " SKP_VERSI_KINI(
            "s") " JOIN rhk r ON r.skp_versi_id = v.id"
                 " WHERE s.pegawai_id = $1 AND s.mulai <= $3 AND s.selesai >= $2 AND v.status <> 'batal'"
                 " ORDER BY s.mulai, s.id, r.no",
        "itt", penilai_id, mulai, selesai);

    *n = 0;
    *out = arena_array(a, struct rhk_pilihan, MAX);
    while (st == ST_OK && *n < MAX && rows_next(&r))
        (*out)[(*n)++] = (struct rhk_pilihan){
            .id = row_int(&r, 0),
            .teks = row_dup(&r, 1, a),
            .nama = row_dup(&r, 2, a),
            .status = row_dup(&r, 3, a),
        };
    return rows_end(&r, st, e);
}
