/* plain_score DATABASE PERIODE: what `tenayan score run` does, with SQLite, Lua and libsodium alone. Prints
 * {"dinilai":N,"digest":"…"}; the rows that it leaves equal those of the server but for ids and times. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score.h"

enum { BATCH = 500, CHUNK = 500 }; /* evaluations read at once; rows in one transaction */

/* A row of `hasil` to be; texts are offsets into `texts`. */
struct result {
    int64_t evaluasi_id;
    const struct rule *rule;
    size_t kode, masukan, nilai;
    char hash[HEX];
};

struct score {
    sqlite3 *db;
    struct lua_State *lua;
    struct period period;
    struct reader *reader;
    struct rule *rules; /* by unit through `holds`, each release with settings once */
    sqlite3_stmt *insert, *find, *link;
    int64_t run_id, done;
    struct result *result; /* of this batch */
    size_t n, cap;
    struct text texts;
    struct text lines; /* the digest's, each with its NUL */
    size_t nlines;
};

/* Activations ---------------------------------------------------------------------------------------- */

static struct rule *rule_of(struct score *s, int64_t release_id, const char *setelan_hash)
{
    struct rule *r = s->rules;

    while (r && (r->release_id != release_id || strcmp(r->setelan_hash, setelan_hash) != 0))
        r = r->next;
    if (r)
        return r;
    if (!(r = calloc(1, sizeof(*r))))
        die("out of memory");
    r->release_id = release_id;
    snprintf(r->setelan_hash, sizeof(r->setelan_hash), "%s", setelan_hash);
    rule_load(s->lua, s->db, r);
    r->next = s->rules;
    return s->rules = r;
}

/* What the nearest unit upward has; units and their answers are few, so they are kept. */
static const struct rule *holds(struct score *s, int64_t unit_id, const char *plugin)
{
    static struct known {
        int64_t unit_id;
        char plugin[64];
        const struct rule *rule;
    } * known;
    static size_t n, cap;
    static sqlite3_stmt *q;
    size_t i = n;

    while (i > 0 && (known[i - 1].unit_id != unit_id || strcmp(known[i - 1].plugin, plugin) != 0))
        i--;
    if (i > 0)
        return known[i - 1].rule;
    if (!q)
        q = db_prepare(s->db,
                       "WITH RECURSIVE up(id, depth) AS (SELECT ?1, 0 UNION SELECT i.induk_id, up.depth + 1"
                       " FROM unit_induk i JOIN up ON i.unit_id = up.id WHERE i.mulai <= ?2"
                       " AND (i.selesai IS NULL OR i.selesai >= ?2))"
                       " SELECT a.release_id, a.setelan_hash FROM up JOIN aktivasi a ON a.unit_id = up.id"
                       " JOIN release r ON r.id = a.release_id WHERE a.mulai <= ?2"
                       " AND (a.selesai IS NULL OR a.selesai >= ?2)"
                       " AND CASE WHEN ?3 = '' THEN r.skema IS NOT NULL ELSE r.plugin = ?3 END"
                       " ORDER BY up.depth, a.mulai DESC, a.id DESC LIMIT 1");
    sqlite3_bind_int64(q, 1, unit_id);
    bind_text(q, 2, s->period.mulai);
    bind_text(q, 3, plugin);
    if (!db_row(q))
        die("nothing holds for unit %lld", (long long)unit_id);
    if (n == cap && !(known = realloc(known, (cap = 2 * cap + 64) * sizeof(*known))))
        die("out of memory");
    known[n].unit_id = unit_id;
    snprintf(known[n].plugin, sizeof(known[n].plugin), "%s", plugin);
    known[n].rule = rule_of(s, sqlite3_column_int64(q, 0), col_text(q, 1));
    sqlite3_reset(q);
    return known[n++].rule;
}

/* Computing ------------------------------------------------------------------------------------------ */

static struct result *new_result(struct score *s, const struct sheet *x, const struct rule *rule)
{
    if (s->n == s->cap &&
        !(s->result = realloc(s->result, (s->cap = 2 * s->cap + 1024) * sizeof(*s->result))))
        die("out of memory");
    s->result[s->n].evaluasi_id = x->id;
    s->result[s->n].rule = rule;
    s->result[s->n].kode = s->texts.len;
    return &s->result[s->n++];
}

static void close_text(struct text *t)
{
    text_char(t, '\0');
}

static void hash_input(struct score *s, struct result *r)
{
    r->nilai = s->texts.len + 1;
    blake2b_hex(s->texts.p + r->masukan, s->texts.len - r->masukan, r->hash);
    close_text(&s->texts);
}

static void add_line(struct score *s, const struct sheet *x, const struct result *r)
{
    struct text *t = &s->lines;

    text_str(t, x->nip);
    text_char(t, '\t');
    text_str(t, s->period.kode);
    text_char(t, '\t');
    text_int(t, x->segmen);
    text_char(t, '\t');
    text_str(t, s->texts.p + r->kode);
    text_char(t, '\t');
    text_str(t, r->rule->sha256);
    text_char(t, '\t');
    text_str(t, r->rule->setelan_hash);
    text_char(t, '\t');
    text_str(t, r->hash);
    text_char(t, '\t');
    text_str(t, s->texts.p + r->nilai);
    text_char(t, '\n');
    close_text(t);
    s->nlines++;
}

static void recompute(struct score *s, const struct sheet *x, struct indikator *i)
{
    const struct rule *rule = holds(s, x->unit_id, i->plugin);
    struct result *r = new_result(s, x, rule);
    struct sum sum;

    text_str(&s->texts, "indikator.");
    text_str(&s->texts, i->kode);
    text_str(&s->texts, ".realisasi#");
    text_int(&s->texts, i->rhk);
    text_char(&s->texts, '.');
    text_int(&s->texts, i->no);
    close_text(&s->texts);
    r->masukan = s->texts.len;
    sheet_sum(x, i, &sum);
    sum_json(&sum, &s->texts);
    hash_input(s, r);
    i->realisasi = rule_indikator(s->lua, rule, i->kode, &sum, &s->texts);
    i->known = true;
    close_text(&s->texts);
    add_line(s, x, r);
}

static void evaluate(struct score *s, struct sheet *x)
{
    const struct rule *rule = holds(s, x->unit_id, "");
    struct result *r;

    for (int k = 0; k < x->n; k++)
        if (x->indikator[k].recompute)
            recompute(s, x, &x->indikator[k]);
    r = new_result(s, x, rule);
    text_str(&s->texts, rule->nilai);
    close_text(&s->texts);
    r->masukan = s->texts.len;
    sheet_json(x, &s->texts);
    hash_input(s, r);
    rule_nilai(s->lua, rule, x, &s->texts);
    close_text(&s->texts);
    add_line(s, x, r);
    s->done++;
}

/* Writing -------------------------------------------------------------------------------------------- */

static int64_t add_result(struct score *s, const struct result *r)
{
    const char *t = s->texts.p;
    char now[NOW];
    int64_t id = 0;

    now_text(now);
    sqlite3_bind_int64(s->insert, 1, r->evaluasi_id);
    bind_text(s->insert, 2, t + r->kode);
    sqlite3_bind_int64(s->insert, 3, r->rule->release_id);
    bind_text(s->insert, 4, r->rule->setelan_hash);
    bind_text(s->insert, 5, r->hash);
    bind_text(s->insert, 6, t + r->masukan);
    sqlite3_bind_int64(s->insert, 7, r->rule->api);
    bind_text(s->insert, 8, t + r->nilai);
    bind_text(s->insert, 9, now);
    db_run(s->insert);
    if (sqlite3_changes(s->db))
        return sqlite3_last_insert_rowid(s->db);
    sqlite3_bind_int64(s->find, 1, r->evaluasi_id);
    bind_text(s->find, 2, t + r->kode);
    sqlite3_bind_int64(s->find, 3, r->rule->release_id);
    bind_text(s->find, 4, r->rule->setelan_hash);
    bind_text(s->find, 5, r->hash);
    while (db_row(s->find))
        id = sqlite3_column_int64(s->find, 0);
    return id;
}

static void write_batch(struct score *s)
{
    for (size_t from = 0; from < s->n; from += CHUNK) {
        db_exec(s->db, "BEGIN IMMEDIATE");
        for (size_t i = from; i < s->n && i < from + CHUNK; i++) {
            sqlite3_bind_int64(s->link, 1, s->run_id);
            sqlite3_bind_int64(s->link, 2, s->result[i].evaluasi_id);
            sqlite3_bind_int64(s->link, 3, add_result(s, &s->result[i]));
            db_run(s->link);
        }
        db_exec(s->db, "COMMIT");
    }
}

/* Evaluations that plans of the period still lack, and the audit row about them. */
static void prepare_period(struct score *s, const char *key)
{
    struct audit *audit = audit_open(s->db, key);
    struct audit_row row = { .objek = "periode",
                             .objek_id = s->period.id,
                             .peristiwa = "siapkan_evaluasi",
                             .dari = "",
                             .ke = "",
                             .dokumen = "",
                             .peran = "sistem" };
    sqlite3_stmt *move = db_prepare(
        s->db, "UPDATE evaluasi SET versi = versi + 1, skp_versi_id = (SELECT b.id FROM skp_versi a"
               " JOIN skp s ON s.id = a.skp_id JOIN skp_versi b ON b.skp_id = s.id AND b.n = s.versi_berlaku"
               " WHERE a.id = evaluasi.skp_versi_id) WHERE periode_id = ?1 AND status = 'belum'"
               " AND EXISTS (SELECT 1 FROM skp_versi a JOIN skp s ON s.id = a.skp_id"
               " WHERE a.id = evaluasi.skp_versi_id AND s.versi_berlaku <> a.n)");
    sqlite3_stmt *make = db_prepare(
        s->db, "INSERT INTO evaluasi (skp_versi_id, periode_id, segmen) SELECT x.versi_id, ?1, x.segmen"
               " FROM (SELECT s.id AS skp_id, k.id AS versi_id, row_number() OVER (PARTITION BY s.pegawai_id"
               " ORDER BY s.mulai, s.id) AS segmen FROM periode p JOIN skp s ON s.mulai <= p.selesai"
               " AND s.selesai >= p.mulai JOIN skp_versi k ON k.skp_id = s.id AND k.n = s.versi_berlaku"
               " WHERE p.id = ?1) x WHERE NOT EXISTS (SELECT 1 FROM evaluasi v JOIN skp_versi y"
               " ON y.id = v.skp_versi_id WHERE v.periode_id = ?1 AND y.skp_id = x.skp_id)");
    char isi[64];
    int moved, made;

    db_exec(s->db, "BEGIN IMMEDIATE");
    sqlite3_bind_int64(move, 1, s->period.id);
    db_run(move);
    moved = sqlite3_changes(s->db);
    sqlite3_bind_int64(make, 1, s->period.id);
    db_run(make);
    made = sqlite3_changes(s->db);
    snprintf(isi, sizeof(isi), "{\"dibuat\":%d,\"dipindah\":%d}", made, moved);
    row.isi = isi;
    audit_add(audit, &row);
    audit_seal(audit);
    db_exec(s->db, "COMMIT");
}

static void begin_run(struct score *s)
{
    sqlite3_stmt *q = db_prepare(s->db, "INSERT INTO run (periode_id, mulai) VALUES (?, ?)");
    char now[NOW];

    now_text(now);
    sqlite3_bind_int64(q, 1, s->period.id);
    bind_text(q, 2, now);
    db_run(q);
    s->run_id = sqlite3_last_insert_rowid(s->db);
    s->insert = db_prepare(
        s->db, "INSERT INTO hasil (evaluasi_id, kode, release_id, setelan_hash, masukan_hash, masukan,"
               " api, nilai, waktu) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (evaluasi_id, kode,"
               " release_id, setelan_hash, masukan_hash) DO NOTHING");
    s->find = db_prepare(s->db, "SELECT id FROM hasil WHERE evaluasi_id = ? AND kode = ? AND release_id = ?"
                                " AND setelan_hash = ? AND masukan_hash = ?");
    s->link = db_prepare(s->db, "INSERT INTO run_hasil (run_id, evaluasi_id, hasil_id) VALUES (?, ?, ?)"
                                " ON CONFLICT DO NOTHING");
}

/* The end -------------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void take_digest(struct score *s, char out[HEX])
{
    const char **line = malloc((s->nlines + 1) * sizeof(*line)), *p = s->lines.p;
    crypto_generichash_state h;
    uint8_t d[32];

    if (!line)
        die("out of memory");
    for (size_t i = 0; i < s->nlines; i++, p += strlen(p) + 1)
        line[i] = p;
    qsort(line, s->nlines, sizeof(*line), by_bytes);
    crypto_generichash_init(&h, NULL, 0, sizeof(d));
    for (size_t i = 0; i < s->nlines; i++)
        crypto_generichash_update(&h, (const uint8_t *)line[i], strlen(line[i]));
    crypto_generichash_final(&h, d, sizeof(d));
    sodium_bin2hex(out, HEX, d, sizeof(d));
}

static void end_run(struct score *s, int64_t last, const char *digest)
{
    sqlite3_stmt *q =
        db_prepare(s->db, "UPDATE run SET sampai = ?, dinilai = ?, selesai = ?, digest = ? WHERE id = ?");
    char now[NOW];

    now_text(now);
    sqlite3_bind_int64(q, 1, last);
    sqlite3_bind_int64(q, 2, s->done);
    bind_text(q, 3, now);
    bind_text(q, 4, digest);
    sqlite3_bind_int64(q, 5, s->run_id);
    db_run(q);
}

static int64_t *read_ids(struct score *s, size_t *n)
{
    sqlite3_stmt *q = db_prepare(s->db, "SELECT id FROM evaluasi WHERE periode_id = ? ORDER BY id");
    int64_t *ids = NULL;
    size_t cap = 0;

    sqlite3_bind_int64(q, 1, s->period.id);
    for (*n = 0; db_row(q); (*n)++) {
        if (*n == cap && !(ids = realloc(ids, (cap = 2 * cap + 1024) * sizeof(*ids))))
            die("out of memory");
        ids[*n] = sqlite3_column_int64(q, 0);
    }
    return ids;
}

int main(int argc, char **argv)
{
    static struct score s;
    static struct sheet sheet;
    char digest[HEX], key[4096];
    int64_t *ids;
    size_t n;

    if (argc != 3 || sodium_init() < 0)
        die("usage: plain_score DATABASE PERIODE");
    s.db = db_open(argv[1]);
    s.lua = rules_open();
    snprintf(key, sizeof(key), "%.*skunci-audit", (int)(strrchr(argv[1], '/') + 1 - argv[1]), argv[1]);
    period_find(s.db, argv[2], &s.period);
    prepare_period(&s, key);
    begin_run(&s);
    s.reader = reader_open(s.db, &s.period);
    ids = read_ids(&s, &n);
    for (size_t from = 0; from < n; from += BATCH) {
        s.n = s.texts.len = 0;
        db_exec(s.db, "BEGIN");
        for (size_t i = from; i < n && i < from + BATCH; i++) {
            sheet_read(s.reader, ids[i], &sheet);
            if (!sheet.skip)
                evaluate(&s, &sheet);
        }
        db_exec(s.db, "COMMIT");
        write_batch(&s);
    }
    take_digest(&s, digest);
    end_run(&s, n ? ids[n - 1] : 0, digest);
    printf("{\"dinilai\":%lld,\"digest\":\"%s\"}\n", (long long)s.done, digest);
    return 0;
}
