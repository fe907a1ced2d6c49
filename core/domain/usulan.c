#include "domain/usulan.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

static const char *const states[] = { "diajukan", "disetujui", "ditolak", "dibatalkan" };

/* Who decides ---------------------------------------------------------------------------------------------
 */

/* $1 unit, $2 day. Only the offices hold plugin.ubah, and each by its scope (hak_table). */
enum status usulan_pemegang(struct db *db, int64_t unit_id, const char *hari, int64_t *n, struct err *e)
{
    struct buf sql = BUF_NONE;
    bool first = true;
    enum status st;

    buf_str(&sql, "WITH RECURSIVE up(id) AS (SELECT $1 UNION SELECT i.induk_id FROM unit_induk i JOIN up ON"
                  " i.unit_id = up.id WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
                  " SELECT count(DISTINCT p.akun_id) FROM peran p JOIN akun k ON k.id = p.akun_id"
                  " WHERE k.aktif = 1 AND p.mulai <= $2 AND (p.selesai IS NULL OR p.selesai >= $2)"
                  " AND (p.unit_id IS NULL OR p.unit_id IN (SELECT id FROM up)) AND p.peran IN (");
    for (size_t i = 0; i < hak_count; i++)
        if (hak_table[i].aksi == AKSI_PLUGIN_UBAH && hak_table[i].relasi == REL_UNIT) {
            buf_printf(&sql, "%s'%s'", first ? "" : ", ", peran_kode(hak_table[i].peran));
            first = false;
        }
    buf_str(&sql, ")");
    st = db_int(db, n, e, sql.p, "it", unit_id, hari);
    buf_free(&sql);
    return st;
}

static enum status another(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct usulan *u = o->data;

    (void)db;
    return who->akun_id == u->akun_id ? err_set(e, E_USULAN_SENDIRI, NULL) : ST_OK;
}

static enum status proposer(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct usulan *u = o->data;

    (void)db;
    return who->akun_id == u->akun_id ? ST_OK : err_set(e, E_USULAN_BUKAN_PENGUSUL, NULL);
}

static enum status conditions(struct db *db, struct usulan *u, struct err *e)
{
    return u->syarat ? u->syarat(db, u, e) : ST_OK;
}

static enum status another_and_sound(struct db *db, const struct who *who, struct flow_object *o,
                                     struct err *e)
{
    enum status st = another(db, who, o, e);

    return st == ST_OK ? conditions(db, o->data, e) : st;
}

/* The proposer alone: nobody else may, or it is the operator at the command line. */
static enum status alone_and_sound(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct usulan *u = o->data;
    int64_t n = 0;
    enum status st = proposer(db, who, o, e);

    if (st == ST_OK && !who_has(who, PERAN_SISTEM))
        st = usulan_pemegang(db, u->unit_id, who->hari, &n, e);
    if (st == ST_OK && n > 1)
        st = err_set(e, E_USULAN_ORANG_KEDUA, NULL);
    return st == ST_OK ? conditions(db, u, e) : st;
}

/* Ends ----------------------------------------------------------------------------------------------------
 */

static enum status decided(struct db *db, const struct who *who, struct flow_object *o, const char *cara,
                           struct err *e)
{
    struct usulan *u = o->data;
    int64_t akun = who->akun_id;
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    u->cara = cara;
    return db_exec(db, NULL, e,
                   "UPDATE usulan_aktivasi SET cara = $2, pemutus_id = $3, diputus = $4, catatan = $5"
                   " WHERE id = $1",
                   "itItt", o->id, cara, akun ? &akun : NULL, now, o->catatan ? o->catatan : "");
}

static enum status refused(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return decided(db, who, o, NULL, e);
}

static enum status approved(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return decided(db, who, o, "persetujuan", e);
}

static enum status confirmed(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return decided(db, who, o, who_has(who, PERAN_SISTEM) ? "operator" : "konfirmasi", e);
}

#define ADMINS (WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT | WHO_SISTEM)
static const struct transition rows[] = {
    { USULAN_DIAJUKAN, "setujui", USULAN_DISETUJUI, ADMINS, false, another_and_sound, approved, DL_NONE },
    { USULAN_DIAJUKAN, "konfirmasi", USULAN_DISETUJUI, ADMINS, true, alone_and_sound, confirmed, DL_NONE },
    { USULAN_DIAJUKAN, "tolak", USULAN_DITOLAK, ADMINS, true, another, refused, DL_NONE },
    { USULAN_DIAJUKAN, "tarik", USULAN_DIBATALKAN, ADMINS, false, proposer, refused, DL_NONE },
};
const struct machine usulan_machine = {
    "aktivasi", "usulan", states, COUNT(states), rows, COUNT(rows), "usulan_aktivasi", "status",
};

/* Reading one ---------------------------------------------------------------------------------------------
 */

static void fill(const struct rows *r, struct arena *a, struct usulan *out)
{
    int state = 0;

    *out = (struct usulan){ .id = row_int(r, 0),
                            .versi = row_int(r, 1),
                            .unit_id = row_int(r, 2),
                            .release_id = row_int(r, 3),
                            .periode_id = row_int(r, 4),
                            .simulasi_id = row_int(r, 5),
                            .akun_id = row_int(r, 6),
                            .aktivasi_id = row_int(r, 7),
                            .plugin = row_dup(r, 8, a),
                            .setelan_hash = row_dup(r, 9, a),
                            .mulai = row_dup(r, 10, a),
                            .dasar_nomor = row_dup(r, 11, a),
                            .dasar_tanggal = row_dup(r, 12, a),
                            .dasar_berkas = row_dup(r, 13, a),
                            .simulasi_hash = row_dup(r, 14, a),
                            .tanpa_simulasi = row_dup(r, 15, a),
                            .alasan = row_dup(r, 16, a),
                            .cara = row_dup(r, 17, a),
                            .setelan = row_dup(r, 19, a) };
    flow_state(&usulan_machine, row_text(r, 18), &state); /* the table's CHECK knows the same codes */
    out->status = (enum usulan_status)state;
}

enum status usulan_load(struct db *db, const struct who *who, int64_t id, struct arena *a, struct usulan *out,
                        struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st =
        db_rows(db, &r, e,
                "SELECT q.id, q.versi, q.unit_id, q.release_id, COALESCE(q.periode_id, 0),"
                " COALESCE(q.simulasi_id, 0), COALESCE(q.akun_id, 0), COALESCE(q.aktivasi_id, 0), q.plugin,"
                " q.setelan_hash, q.mulai, q.dasar_nomor, q.dasar_tanggal, q.dasar_berkas, q.simulasi_hash,"
                " q.tanpa_simulasi, q.alasan, q.cara, q.status, s.isi FROM usulan_aktivasi q"
                " JOIN setelan s ON s.hash = q.setelan_hash WHERE q.id = $1",
                "i", id);

    if (st == ST_OK && rows_next(&r)) {
        fill(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && found)
        st = right_check(db, who, AKSI_PLUGIN_TELAAH, &(struct subject){ .unit_id = out->unit_id }, e);
    if ((st == ST_OK && !found) || st == ST_NOT_FOUND)
        st = err_set(e, E_USULAN_TIDAK_ADA, NULL);
    return st;
}

/* Writing -------------------------------------------------------------------------------------------------
 */

/* What the audit keeps of a proposal. Keys in bytewise order, so it is canonical. */
static void put_pins(struct buf *out, const struct usulan *u)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_ktext(&w, "dasar_berkas", u->dasar_berkas);
    jw_ktext(&w, "dasar_nomor", u->dasar_nomor ? u->dasar_nomor : "");
    jw_ktext(&w, "dasar_tanggal", u->dasar_tanggal);
    jw_ktext(&w, "mulai", u->mulai);
    jw_ktext(&w, "plugin", u->plugin);
    jw_kint(&w, "release_id", u->release_id);
    jw_ktext(&w, "setelan_hash", u->setelan_hash);
    jw_ktext(&w, "simulasi_hash", u->simulasi_hash);
    jw_kint(&w, "simulasi_id", u->simulasi_id);
    jw_ktext(&w, "tanpa_simulasi", u->tanpa_simulasi ? u->tanpa_simulasi : "");
    jw_kint(&w, "unit_id", u->unit_id);
    jw_close(&w);
}

static enum status is_new(struct db *db, const struct usulan *u, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT COALESCE(max(id), 0) FROM usulan_aktivasi WHERE status = 'diajukan'"
                            " AND plugin = $1 AND unit_id = $2 AND release_id = $3 AND setelan_hash = $4"
                            " AND mulai = $5",
                            "tiitt", u->plugin, u->unit_id, u->release_id, u->setelan_hash, u->mulai);

    return st == ST_OK && n ? err_set(e, E_USULAN_ADA,
                                      "Usulan yang sama sudah menunggu keputusan: nomor %lld.", (long long)n)
                            : st;
}

enum status usulan_add(struct db *db, const struct who *who, struct usulan *u, struct err *e)
{
    struct audit_entry entry = {
        .objek = usulan_machine.nama, .peristiwa = "usulkan", .ke = "diajukan", .catatan = u->alasan
    };
    int64_t akun = who->akun_id;
    struct buf isi = BUF_NONE;
    char now[TIME_TEXT];
    enum status st = is_new(db, u, e);

    if (st != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(
        db, &u->id, e,
        "INSERT INTO usulan_aktivasi (unit_id, plugin, release_id, setelan_hash, mulai, periode_id,"
        " dasar_nomor, dasar_tanggal, dasar_berkas, simulasi_id, simulasi_hash, tanpa_simulasi, alasan,"
        " akun_id, waktu) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        " RETURNING id",
        "itittItttItttIt", u->unit_id, u->plugin, u->release_id, u->setelan_hash, u->mulai,
        u->periode_id ? &u->periode_id : NULL, u->dasar_nomor ? u->dasar_nomor : "", u->dasar_tanggal,
        u->dasar_berkas, u->simulasi_id ? &u->simulasi_id : NULL, u->simulasi_hash,
        u->tanpa_simulasi ? u->tanpa_simulasi : "", u->alasan ? u->alasan : "", akun ? &akun : NULL, now);
    u->akun_id = akun;
    u->versi = 1;
    u->status = USULAN_DIAJUKAN;
    if (st == ST_OK) {
        put_pins(&isi, u);
        entry.objek_id = u->id;
        entry.dokumen = u->simulasi_hash;
        entry.isi = isi.p;
        st = audit_add(db, who, &entry, NULL, e);
    }
    buf_free(&isi);
    return st;
}

enum status usulan_langkah(struct db *db, const struct who *who, struct usulan *u, const char *peristiwa,
                           const char *catatan, struct err *e)
{
    struct flow_object o = {
        .id = u->id, .state = (int)u->status, .subject.unit_id = u->unit_id, .catatan = catatan, .data = u
    };
    struct audit_entry extra = { .dokumen = u->simulasi_hash };
    enum status st = flow_apply(db, &usulan_machine, &o, peristiwa, who, &extra, e);

    u->status = (enum usulan_status)o.state;
    u->versi += st == ST_OK;
    return st;
}

enum status usulan_jadi(struct db *db, struct usulan *u, int64_t aktivasi_id, struct err *e)
{
    u->aktivasi_id = aktivasi_id;
    return db_exec(db, NULL, e, "UPDATE usulan_aktivasi SET aktivasi_id = $2 WHERE id = $1", "ii", u->id,
                   aktivasi_id);
}
