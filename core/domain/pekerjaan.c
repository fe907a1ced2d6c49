/* What waits for one person: a table of kinds, each a query over indexes that begin with the person. */
#include "domain/pekerjaan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/batas.h"
#include "domain/tanggal.h"

/* Columns of every query: unit, person whose exceptions count, period (0 none), its kind, day counted from
 * (NULL: the step has no limit), deadline of the object itself or NULL, id, code of the period for the path
 * or NULL, label, how many. Parameters: $1 person, $2 day, $3 a month before it. */
#define ORANG_PERIODE " || ', ' || p.kode"
#define PERIODE_DARI(first) first ", p.id, p.jenis, p.selesai, NULL"
#define VERSI_AKHIR                                                                                          \
    " JOIN skp_versi v ON v.skp_id = s.id AND v.n = (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = "     \
    "s.id)"

/* A plan is late only the first time, as the flow engine has it. */
#define SQL_SKP(label, whose, states)                                                                        \
    "SELECT s.unit_id, s.pegawai_id, CASE WHEN p.mulai = s.mulai THEN p.id ELSE 0 END, 'tahunan',"           \
    " CASE WHEN v.n = 1 THEN s.mulai END, NULL, s.id, NULL, " label ", 1 FROM skp s" VERSI_AKHIR             \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"                       \
    " JOIN jabatan j ON j.id = t.jabatan_id LEFT JOIN periode p ON p.kode = substr(s.mulai, 1, 4)"           \
    " WHERE s." whose " = $1 AND s.selesai >= substr($2, 1, 4) AND v.status IN (" states                     \
    ") ORDER BY s.mulai, s.id"

#define SQL_EVALUASI(state)                                                                                  \
    "SELECT " PERIODE_DARI("s.unit_id, s.pegawai_id") ", x.id, NULL, g.nama" ORANG_PERIODE ", 1"             \
                                                      " FROM skp s JOIN pegawai g ON g.id = s.pegawai_id "   \
                                                      "JOIN skp_versi v ON v.skp_id = s.id"                  \
                                                      " JOIN evaluasi x ON x.skp_versi_id = v.id JOIN "      \
                                                      "periode p ON p.id = x.periode_id"                     \
                                                      " WHERE s.penilai_id = $1 AND x.status = '" state      \
                                                      "' AND p.selesai < $2 AND p.status <> 'ditutup'"       \
                                                      " ORDER BY p.selesai, x.id"

#define SQL_KEBERATAN(day, label, where)                                                                     \
    "SELECT s.unit_id, s.pegawai_id, 0, '', NULL, " day ", b.id, NULL, " label ", 1 FROM skp s"              \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN skp_versi v ON v.skp_id = s.id"                             \
    " JOIN evaluasi x ON x.skp_versi_id = v.id JOIN keberatan b ON b.evaluasi_id = x.id"                     \
    " JOIN periode p ON p.id = x.periode_id WHERE " where " ORDER BY b.id"

#define SQL_NASKAH(whose, states)                                                                            \
    "SELECT 0, n.pegawai_id, 0, '', NULL, n.batas, n.id, NULL, n.jenis, 1 FROM naskah n WHERE n." whose      \
    " = $1 AND n.status IN (" states ") AND n.batas >= $2 ORDER BY n.batas, n.id"

static const struct jenis {
    const char *kode, *judul;
    enum aksi aksi;            /* whose sight a token must have been left */
    int langkah;               /* enum langkah_batas, or -1 */
    const char *satu, *daftar; /* path of one, before its id and period; where all of them are */
    const char *sql;
} jenis_table[] = {
    { "skp_susun", "Susun SKP", AKSI_SKP_LIHAT, LB_SKP_AJUKAN, NULL, "/api/v1/skp?lingkup=diri",
      "SELECT j.unit_id, t.pegawai_id, CASE WHEN t.mulai > substr($2, 1, 4) || '-01-01' THEN 0 ELSE "
      "coalesce((SELECT p.id FROM periode "
      "p"
      " WHERE p.kode = substr($2, 1, 4)), 0) END, 'tahunan', CASE WHEN t.mulai > substr($2, 1, 4) || "
      "'-01-01' THEN t.mulai ELSE substr($2, 1, 4) || '-01-01' END,"
      " NULL, t.id, NULL, j.nama, 1 FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id"
      " WHERE t.pegawai_id = $1 AND t.mulai <= $2 AND (t.selesai IS NULL OR t.selesai >= $2)"
      " AND NOT EXISTS (SELECT 1 FROM skp s WHERE s.pegawai_id = $1 AND s.mulai <= $2 AND s.selesai >= $2"
      " AND (s.versi_berlaku IS NOT NULL OR NOT EXISTS (SELECT 1 FROM skp_versi v WHERE v.skp_id = s.id"
      " AND v.status = 'batal'))) ORDER BY CASE t.jenis WHEN 'definitif' THEN 0 ELSE 1 END, t.id LIMIT 1" },
    { "skp_ajukan", "Lengkapi dan ajukan SKP", AKSI_SKP_LIHAT, LB_SKP_AJUKAN, "/api/v1/skp/",
      "/api/v1/skp?lingkup=diri", SQL_SKP("j.nama", "pegawai_id", "'draf', 'dikembalikan'") },
    /* Months; other periods where the office has prepared an evaluation, or something was already entered. */
    { "realisasi_ajukan", "Ajukan realisasi", AKSI_REALISASI_LIHAT, LB_REALISASI_AJUKAN, "/api/v1/skp/",
      "/api/v1/skp?lingkup=diri",
      "SELECT " PERIODE_DARI(
          "s.unit_id, s.pegawai_id") ", s.id, p.kode, p.kode, 1 FROM skp s JOIN periode p"
                                     " ON p.mulai <= s.selesai AND p.selesai >= s.mulai AND p.selesai < $2 "
                                     "AND p.status = 'terbuka'"
                                     " WHERE s.pegawai_id = $1 AND s.versi_berlaku IS NOT NULL AND NOT "
                                     "EXISTS (SELECT 1 FROM skp_versi v"
                                     " JOIN realisasi r ON r.skp_versi_id = v.id AND r.periode_id = p.id "
                                     "WHERE v.skp_id = s.id"
                                     " AND r.status IN ('diajukan', 'diterima')) AND (p.jenis = 'bulanan' OR "
                                     "EXISTS (SELECT 1 FROM skp_versi v"
                                     " JOIN evaluasi x ON x.skp_versi_id = v.id AND x.periode_id = p.id "
                                     "WHERE v.skp_id = s.id AND x.status ="
                                     " 'belum') OR EXISTS (SELECT 1 FROM skp_versi v JOIN realisasi r ON "
                                     "r.skp_versi_id = v.id"
                                     " AND r.periode_id = p.id WHERE v.skp_id = s.id)) ORDER BY p.selesai, "
                                     "s.id" },
    { "progres_ajukan", "Ajukan progres harian", AKSI_PROGRES_LIHAT, LB_PROGRES, NULL,
      "/api/v1/progres?lingkup=diri",
      "SELECT s.unit_id, g.pegawai_id, 0, '', g.tanggal, NULL, s.id, NULL, g.tanggal, count(*) FROM progres g"
      " JOIN skp s ON s.id = g.skp_id WHERE g.pegawai_id = $1 AND g.tanggal >= $3 AND g.tanggal <= $2"
      " AND g.status IN ('draf', 'dikembalikan') GROUP BY s.unit_id, g.pegawai_id, g.tanggal, s.id"
      " ORDER BY g.tanggal" },
    { "evaluasi_tanggapi", "Terima atau tolak hasil evaluasi", AKSI_EVALUASI_LIHAT, -1, "/api/v1/evaluasi/",
      "/api/v1/evaluasi?lingkup=diri",
      "SELECT s.unit_id, s.pegawai_id, 0, '', NULL, x.batas_keberatan, x.id, NULL, p.kode, 1 FROM skp s"
      " JOIN skp_versi v ON v.skp_id = s.id JOIN evaluasi x ON x.skp_versi_id = v.id JOIN periode p"
      " ON p.id = x.periode_id WHERE s.pegawai_id = $1 AND x.status = 'ditetapkan' AND x.tanggapan = ''"
      " ORDER BY p.selesai, x.id" },
    { "keberatan_ajukan", "Keberatan masih dapat diajukan", AKSI_EVALUASI_LIHAT, -1, "/api/v1/evaluasi/",
      "/api/v1/evaluasi?lingkup=diri",
      "SELECT s.unit_id, s.pegawai_id, 0, '', NULL, x.batas_keberatan, x.id, NULL, p.kode, 1 FROM skp s"
      " JOIN skp_versi v ON v.skp_id = s.id JOIN evaluasi x ON x.skp_versi_id = v.id JOIN periode p"
      " ON p.id = x.periode_id WHERE s.pegawai_id = $1 AND x.status = 'ditetapkan' AND x.tanggapan = "
      "'menolak'"
      " AND x.batas_keberatan >= $2 AND NOT EXISTS (SELECT 1 FROM keberatan b WHERE b.evaluasi_id = x.id)"
      " ORDER BY x.id" },
    { "keberatan_jelaskan_pegawai", "Beri penjelasan atas keberatan Anda", AKSI_KEBERATAN_LIHAT, -1,
      "/api/v1/keberatan/", "/api/v1/keberatan?lingkup=diri",
      SQL_KEBERATAN("b.batas_penjelasan", "p.kode",
                    "s.pegawai_id = $1 AND b.status = 'pemeriksaan' AND b.penjelasan_pegawai = ''") },
    { "naskah_konfirmasi", "Periksa naskah yang disiapkan atas nama Anda", AKSI_NASKAH_LIHAT, -1,
      "/api/v1/naskah/", "/api/v1/naskah", SQL_NASKAH("pegawai_id", "'disiapkan'") },
    { "naskah_perbaiki", "Perbaiki naskah yang dikembalikan", AKSI_NASKAH_LIHAT, -1, "/api/v1/naskah/",
      "/api/v1/naskah", SQL_NASKAH("penyiap_id", "'dikembalikan'") },
    { "pelatihan_tanggapi", "Jawab undangan pelatihan", AKSI_PELATIHAN_LIHAT, -1, "/api/v1/pelatihan/",
      "/api/v1/pelatihan?lingkup=diri",
      "SELECT 0, l.pegawai_id, 0, '', NULL, l.mulai, l.id, NULL, l.judul, 1 FROM pelatihan l"
      " WHERE l.pegawai_id = $1 AND l.status = 'diundang' ORDER BY l.mulai, l.id" },

    { "skp_setujui", "Putuskan SKP yang diajukan", AKSI_SKP_LIHAT, LB_SKP_SETUJUI, "/api/v1/skp/",
      "/api/v1/skp?lingkup=tim", SQL_SKP("g.nama", "penilai_id", "'diajukan'") },
    { "realisasi_terima", "Putuskan realisasi yang diajukan", AKSI_REALISASI_LIHAT, LB_REALISASI_TERIMA,
      "/api/v1/skp/", "/api/v1/skp?lingkup=tim",
      "SELECT " PERIODE_DARI(
          "s.unit_id, s.pegawai_id") ", s.id, p.kode, g.nama" ORANG_PERIODE ", 1"
                                     " FROM skp s JOIN pegawai g ON g.id = s.pegawai_id JOIN skp_versi v ON "
                                     "v.skp_id = s.id"
                                     " JOIN realisasi r ON r.skp_versi_id = v.id JOIN periode p ON p.id = "
                                     "r.periode_id"
                                     " WHERE s.penilai_id = $1 AND r.status = 'diajukan' AND p.status <> "
                                     "'ditutup' ORDER BY p.selesai, s.id" },
    { "progres_setujui", "Putuskan progres harian", AKSI_PROGRES_LIHAT, -1, NULL,
      "/api/v1/progres?lingkup=tim",
      "SELECT s.unit_id, s.pegawai_id, 0, '', NULL, NULL, s.id, NULL, g.nama, count(*) FROM skp s"
      " JOIN pegawai g ON g.id = s.pegawai_id JOIN progres x ON x.skp_id = s.id WHERE s.penilai_id = $1"
      " AND x.status = 'diajukan' GROUP BY s.unit_id, s.pegawai_id, s.id, g.nama"
      " ORDER BY g.nama, s.id" },
    { "evaluasi_nilai", "Nilai evaluasi", AKSI_EVALUASI_LIHAT, LB_EVALUASI_NILAI, "/api/v1/evaluasi/",
      "/api/v1/evaluasi?lingkup=tim", SQL_EVALUASI("belum") },
    { "evaluasi_tetapkan", "Tetapkan evaluasi yang sudah dinilai", AKSI_EVALUASI_LIHAT, LB_EVALUASI_TETAPKAN,
      "/api/v1/evaluasi/", "/api/v1/evaluasi?lingkup=tim", SQL_EVALUASI("dinilai") },
    { "keberatan_jelaskan", "Beri penjelasan atas keberatan bawahan", AKSI_KEBERATAN_LIHAT, -1,
      "/api/v1/keberatan/", "/api/v1/keberatan?lingkup=tim",
      SQL_KEBERATAN("b.batas_penjelasan", "g.nama" ORANG_PERIODE,
                    "s.penilai_id = $1 AND b.status = 'pemeriksaan' AND b.penjelasan_penilai = ''") },
    { "umpan_balik_beri", "Beri umpan balik sebelum pindah", AKSI_SKP_LIHAT, -1, "/api/v1/skp/",
      "/api/v1/skp?lingkup=tim",
      "SELECT s.unit_id, s.pegawai_id, 0, '', NULL, m.batas, s.id, NULL, g.nama, 1"
      " FROM permintaan_umpan_balik m JOIN skp s ON s.id = m.skp_id JOIN pegawai g ON g.id = s.pegawai_id"
      " WHERE m.dari_id = $1 AND m.selesai IS NULL AND m.batas >= $2 ORDER BY m.batas, m.id" },
    { "keberatan_putus", "Putuskan keberatan", AKSI_KEBERATAN_LIHAT, -1, "/api/v1/keberatan/",
      "/api/v1/keberatan",
      SQL_KEBERATAN("b.batas_putusan", "g.nama" ORANG_PERIODE,
                    "s.atasan_penilai_id = $1 AND b.status IN ('diajukan', 'pemeriksaan')") },
};

/* One row of a query: keeps the earliest deadline, counts what is late. */
static void take(struct pekerjaan *p, const char *batas, const char *hari, int64_t n)
{
    p->jumlah += n;
    if (!batas || !batas[0])
        return;
    if (strcmp(batas, hari) < 0)
        p->terlambat += n;
    if (!p->batas[0] || strcmp(batas, p->batas) < 0)
        snprintf(p->batas, DATE_TEXT, "%.10s", batas);
}

static enum status deadline(struct db *db, const struct rows *r, int langkah, const char *hari,
                            char out[DATE_TEXT], struct arena *a, struct err *e)
{
    struct batas_soal s = { .langkah = (enum langkah_batas)langkah,
                            .unit_id = row_int(r, 0),
                            .pegawai_id = row_int(r, 1),
                            .periode_id = row_int(r, 2),
                            .jenis = row_dup(r, 3, a) };
    struct batas b;
    enum status st;

    out[0] = '\0';
    if (!row_null(r, 5))
        snprintf(out, DATE_TEXT, "%.10s", row_text(r, 5));
    if (langkah < 0 || row_null(r, 4))
        return ST_OK;
    s.acuan = row_dup(r, 4, a);
    if ((st = batas_hitung(db, &s, hari, &b, e)) == ST_OK)
        snprintf(out, DATE_TEXT, "%s", b.batas);
    return st;
}

static void first_of(const struct jenis *j, const struct rows *r, struct arena *a, struct pekerjaan *p)
{
    const char *periode = row_null(r, 7) ? NULL : row_text(r, 7);

    if (j->satu)
        p->tautan = arena_printf(a, "%s%lld%s%s", j->satu, (long long)row_int(r, 6),
                                 periode ? "/realisasi/" : "", periode ? periode : "");
}

/* Statements take exactly the parameters that they name: the highest number counts. */
static const char *format_of(const char *sql)
{
    static const char *const formats[] = { "", "i", "it", "itt" };
    size_t most = 0;

    for (const char *p = strchr(sql, '$'); p; p = strchr(p + 1, '$'))
        if (p[1] > '0' && (size_t)(p[1] - '0') > most)
            most = (size_t)(p[1] - '0');
    return formats[most < COUNT(formats) ? most : COUNT(formats) - 1];
}

static enum status ask(struct db *db, const struct jenis *j, int64_t pegawai_id, const char *hari,
                       const struct who *who, struct arena *a, struct pekerjaan *p, struct err *e)
{
    char month[DATE_TEXT], day[DATE_TEXT];
    int rows = 0;
    struct rows r;
    bool yes = true;
    enum status st;

    *p = (struct pekerjaan){ .kode = j->kode, .judul = j->judul, .tautan = j->daftar };
    tanggal_geser(hari, -31, month);
    st = db_rows(db, &r, e, j->sql, format_of(j->sql), pegawai_id, hari, month);
    while (st == ST_OK && rows_next(&r)) {
        if (who && (st = right_unit_in_scope(db, who, row_int(&r, 0), &yes, e)) != ST_OK)
            break;
        if (!yes)
            continue;
        if ((st = deadline(db, &r, j->langkah, hari, day, a, e)) != ST_OK)
            break;
        if (rows == 0)
            first_of(j, &r, a, p);
        if (rows < PEKERJAAN_CONTOH)
            p->contoh[rows] = row_dup(&r, 8, a);
        rows++;
        take(p, day, hari, row_int(&r, 9));
    }
    if (rows > 1)
        p->tautan = j->daftar;
    return rows_end(&r, st, e);
}

static int by_deadline(const void *x, const void *y)
{
    const struct pekerjaan *p = x, *q = y;
    int c = (p->batas[0] == '\0') - (q->batas[0] == '\0');

    if (c == 0)
        c = strcmp(p->batas, q->batas);
    return c ? c : strcmp(p->kode, q->kode);
}

static void finish(struct pekerjaan *p, size_t n, const char *hari)
{
    int32_t now = 0, last = 0;

    for (size_t i = 0; i < n; i++)
        if (p[i].batas[0] && date_parse(p[i].batas, &last) && date_parse(hari, &now))
            p[i].sisa_hari = last - now;
    if (n)
        qsort(p, n, sizeof(*p), by_deadline);
}

static enum status gather(struct db *db, int64_t pegawai_id, const char *hari, const struct who *who,
                          struct arena *a, struct pekerjaan *out, size_t *n, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(jenis_table); i++) {
        if (who && !right_in_scope(who, jenis_table[i].aksi))
            continue;
        st = ask(db, &jenis_table[i], pegawai_id, hari, who, a, &out[*n], e);
        if (st == ST_OK && out[*n].jumlah > 0)
            (*n)++;
    }
    return st;
}

enum status pekerjaan_orang(struct db *db, int64_t pegawai_id, const char *hari, const struct who *who,
                            struct arena *a, struct pekerjaan **out, size_t *n, struct err *e)
{
    enum status st;

    *n = 0;
    *out = arena_array(a, struct pekerjaan, COUNT(jenis_table) + 1);
    st = gather(db, pegawai_id, hari, who, a, *out, n, e);
    finish(*out, *n, hari);
    return st;
}

/* The whole institution covers its units: one list, not one a role. */
static enum status offices(struct db *db, const struct who *who, struct arena *a, struct pekerjaan *out,
                           size_t *n, struct err *e)
{
    bool whole = false;
    enum status st = ST_OK;

    if (who->token.unit_id || !right_in_scope(who, AKSI_UNIT_ANGKA))
        return ST_OK;
    for (int i = 0; i < who->nperan; i++)
        whole = whole || (who->peran[i].unit_id == 0 && who->peran[i].peran != PERAN_PEGAWAI &&
                          who->peran[i].peran != PERAN_AUDITOR);
    if (whole)
        return pekerjaan_kantor(db, 0, who->hari, a, out, n, e);
    for (int i = 0; st == ST_OK && i < who->nperan; i++) {
        bool again = who->peran[i].peran != PERAN_PENGELOLA && who->peran[i].peran != PERAN_ADMIN_UNIT;

        for (int k = 0; k < i && !again; k++)
            again = who->peran[k].unit_id == who->peran[i].unit_id &&
                    (who->peran[k].peran == PERAN_PENGELOLA || who->peran[k].peran == PERAN_ADMIN_UNIT);
        if (!again)
            st = pekerjaan_kantor(db, who->peran[i].unit_id, who->hari, a, out, n, e);
    }
    return st;
}

enum status pekerjaan_saya(struct db *db, const struct who *who, struct arena *a, struct pekerjaan **out,
                           size_t *n, struct err *e)
{
    enum status st = ST_OK;

    *n = 0;
    *out = arena_array(a, struct pekerjaan, COUNT(jenis_table) + 1 + (size_t)WHO_ROLES * PEKERJAAN_KANTOR);
    if (who->mantan) /* reads what is his own, and has nothing to do any more */
        return ST_OK;
    if (who->pegawai_id)
        st = gather(db, who->pegawai_id, who->hari, who, a, *out, n, e);
    if (st == ST_OK)
        st = offices(db, who, a, *out, n, e);
    finish(*out, *n, who->hari);
    return st;
}

void pekerjaan_json(const struct pekerjaan *p, struct jw *w)
{
    jw_open(w, '{');
    jw_ktext(w, "kode", p->kode);
    jw_ktext(w, "judul", p->judul);
    jw_kint(w, "jumlah", p->jumlah);
    jw_ktext(w, "batas", p->batas[0] ? p->batas : NULL);
    jw_key(w, "sisa_hari");
    if (p->batas[0])
        jw_int(w, p->sisa_hari);
    else
        jw_null(w);
    jw_kint(w, "terlambat", p->terlambat);
    jw_ktext(w, "tautan", p->tautan);
    jw_key(w, "contoh");
    jw_open(w, '[');
    for (int i = 0; i < PEKERJAAN_CONTOH && p->contoh[i]; i++)
        jw_text(w, p->contoh[i]);
    jw_close(w);
    jw_close(w);
}
