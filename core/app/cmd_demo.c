/* tenayan demo: demonstration data, from an empty database to a scored and closed year. */
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/capaian_organisasi.h"
#include "domain/demo.h"
#include "domain/unit.h"
#include "script/host.h"
#include "scoring/kelulusan.h"
#include "scoring/pasang.h"
#include "scoring/pola.h"
#include "scoring/run.h"
#include "scoring/saran.h"
#include "scoring/sarankan.h"

static void progress(void *arg, const char *what, int64_t done, int64_t total)
{
    (void)arg;
    cli_progress(what, done, total);
}

/* The shipped plugins, in force since before the first period. */
static enum status plugins(struct db *db, struct err *e)
{
    struct host *host = host_new(NULL);
    enum status st = pasang_bawaan(db, host, "2025-01-01", e);

    host_free(host);
    return st;
}

/* Suggestions for the quarters and the year, so that the closed year can be verified and replayed. */
static enum status score(const char *url, struct err *e)
{
    static const char *const periods[] = { "2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4", "2025" };
    struct writer *w = NULL;
    enum status st = writer_start(url, 64, &w, e);

    for (size_t i = 0; st == ST_OK && i < COUNT(periods); i++) {
        struct run_options o = { .periode = periods[i] };
        struct run_result r = { .run_id = 0 };

        st = run_score(url, w, &o, &r, e);
        run_result_free(&r);
    }
    if (w)
        writer_stop(w);
    return st;
}

struct rated {
    int64_t id;
    char *hasil, *perilaku, *predikat;
};

static enum status rated_rows(struct db *db, struct arena *a, struct buf *out, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT e.id, e.rating_hasil, e.rating_perilaku, e.predikat FROM evaluasi e JOIN "
                "periode p ON p.id = e.periode_id WHERE p.mulai LIKE '2025-%' ORDER BY e.id",
                "");

    while (st == ST_OK && rows_next(&r)) {
        struct rated v = { row_int(&r, 0), row_dup(&r, 1, a), row_dup(&r, 2, a), row_dup(&r, 3, a) };

        buf_add(out, &v, sizeof(v));
    }
    return rows_end(&r, st, e);
}

/* Asks the scheme's matrix for every pair of ratings that was given; it must say what the data say. */
static enum status matrix(struct db *db, struct arena *a, struct err *e)
{
    struct host *host = host_new(NULL);
    struct buf list = BUF_NONE;
    enum status st = rated_rows(db, a, &list, e);
    size_t n = list.len / sizeof(struct rated);
    const struct rated *v = (const struct rated *)(const void *)list.p;
    struct hasil_baru *hasil = arena_array(a, struct hasil_baru, n + 1);

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct predikat_hasil p;

        st = predikat_hitung(db, host, v[i].id, v[i].hasil, v[i].perilaku, false, a, &p, e);
        if (st == ST_OK && strcmp(p.predikat, v[i].predikat) != 0)
            st =
                err_set(e, E_GAGAL, "Predikat data contoh (%s) berbeda dari matriks plugin (%s) untuk %s/%s.",
                        v[i].predikat, p.predikat, v[i].hasil, v[i].perilaku);
        hasil[i] = p.hasil;
        hasil[i].evaluasi_id = v[i].id;
    }
    host_free(host);
    if (st == ST_OK)
        st = demo_predikat(db, hasil, n, e);
    buf_free(&list);
    return st;
}

/* The dinas fixes its predikat of the year although the pattern is not met, and says why. */
static enum status pattern(struct db *db, struct arena *a, struct err *e)
{
    static const char *const steps[] = { "setel_pola", "tetapkan_predikat" };
    struct host *host = host_new(NULL);
    struct capaian_langkah in = { .isi = { .alasan = "Capaian merata pada semua bidang; yang di bawah "
                                                     "ekspektasi sudah dibina pada triwulan III." } };
    struct periode p;
    enum status st = unit_find(db, "dinkes", &in.isi.unit_id, e);

    if (st == ST_OK)
        st = periode_find(db, "2025", &p, e);
    in.isi.periode_id = p.id;
    for (size_t i = 0; st == ST_OK && i < COUNT(steps); i++) {
        struct pola_hasil pola;

        st = pola_hitung(db, host, in.isi.unit_id, p.id, a, &pola, e);
        in.peristiwa = steps[i];
        in.pola = &pola;
        if (st == ST_OK)
            st = perintah_sistem(db, capaian_langkah, &in, e);
    }
    host_free(host);
    return st;
}

static enum status grade(void *arg, struct db *db, const struct modul *m, const char *setelan_hash,
                         const char *masukan, struct arena *a, struct penilaian *out, struct err *e)
{
    return kelulusan_hitung(db, arg, m, setelan_hash, masukan, a, out, e);
}

/* Training, and what the modules recommend after the finished year. */
static enum status training(struct db *db, struct err *e)
{
    struct demo_latih d = { .nilai = grade, .arg = host_new(NULL) };
    struct sarankan_jumlah n = { 0 };
    enum status st = demo_latih(db, &d, e);

    if (st == ST_OK)
        st = sarankan_periode(db, d.arg, "2025", NULL, NULL, &n, e);
    host_free(d.arg);
    return st;
}

static void print_json(const struct demo *d)
{
    struct buf b = BUF_NONE;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_key(&w, "akun");
    jw_open(&w, '[');
    for (int i = 0; i < DEMO_AKUN; i++) {
        jw_open(&w, '{');
        jw_ktext(&w, "peran", d->akun[i].peran);
        jw_ktext(&w, "nip", d->akun[i].nip);
        jw_ktext(&w, "nama", d->akun[i].nama);
        jw_ktext(&w, "kata_sandi", d->akun[i].kata_sandi);
        jw_close(&w);
    }
    jw_close(&w);
    jw_kint(&w, "pegawai", d->out_pegawai);
    jw_kint(&w, "nilai_realisasi", d->out_nilai);
    jw_ktext(&w, "keterangan", "Data contoh: semua orang dan NIP di dalamnya rekaan.");
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static void print_table(const struct demo *d)
{
    printf("%-16s %-20s %-22s %s\n", "PERAN", "NIP", "KATA SANDI", "NAMA");
    for (int i = 0; i < DEMO_AKUN; i++)
        printf("%-16s %-20s %-22s %s\n", d->akun[i].peran, d->akun[i].nip, d->akun[i].kata_sandi,
               d->akun[i].nama);
    printf("\n%lld pegawai, %lld nilai realisasi. Kata sandi hanya ditampilkan sekali.\n"
           "Data contoh: semua orang dan NIP di dalamnya rekaan.\n",
           (long long)d->out_pegawai, (long long)d->out_nilai);
}

static enum status number(const struct cli *c, int64_t *out, struct err *e)
{
    const char *s = cli_option(c, "--pegawai");
    char *end;

    *out = 0;
    if (!s)
        return ST_OK;
    *out = strtoll(s, &end, 10);
    if (*s == '\0' || *end != '\0' || *out < DEMO_TERKECIL || *out > DEMO_TERBESAR)
        return err_set(e, E_PENGGUNAAN, "--pegawai harus angka dari %d sampai %d.", DEMO_TERKECIL,
                       DEMO_TERBESAR);
    return ST_OK;
}

static enum status demo_run(struct cli *c, struct err *e)
{
    struct demo *d = arena_new_of(c->a, struct demo);
    struct tulis t = TULIS_NONE;
    enum status st = number(c, &d->pegawai, e);

    d->progress = progress;
    d->kosong = cli_flag(c, "--tanpa-kinerja");
    if (st == ST_OK && d->kosong && !d->pegawai)
        st = err_set(e, E_PENGGUNAAN, "--tanpa-kinerja memerlukan --pegawai N.");
    if (st == ST_OK)
        st = tulis_create(c, &t, e);
    if (st == ST_OK)
        st = demo_susun(t.db, d, e);
    if (st == ST_OK)
        st = plugins(t.db, e);
    if (st == ST_OK)
        st = demo_tahun(t.db, d, e);
    /* A city of N is there to be scored: its year stays open, and nothing is computed yet. */
    if (st == ST_OK && !d->pegawai)
        st = score(c->url, e);
    if (st == ST_OK && !d->pegawai)
        st = matrix(t.db, c->a, e);
    if (st == ST_OK && !d->pegawai)
        st = demo_kalibrasi(t.db, d->akun[0].nip, e);
    if (st == ST_OK && !d->pegawai)
        st = pattern(t.db, c->a, e);
    if (st == ST_OK && !d->pegawai)
        st = demo_tutup(t.db, e);
    if (st == ST_OK && !d->pegawai)
        st = training(t.db, e);
    if (st == ST_OK && !d->pegawai)
        st = demo_kuasa(t.db, e);
    cli_progress_end();
    tulis_close(&t);
    if (st == ST_OK && c->json)
        print_json(d);
    else if (st == ST_OK)
        print_table(d);
    return st;
}

static const struct cli_option demo_options[] = {
    { "--pegawai", "N", "a deterministic city of N employees with a full year" },
    { "--tanpa-kinerja", NULL,
      "with --pegawai: units, people and accounts alone, for a year that is still to be lived" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_demo[] = {
    { .name = "demo",
      .args = "",
      .help = "fills an empty database with demonstration data (invented people) and prints accounts once",
      .example = "tenayan demo --data contoh",
      .options = demo_options,
      .run = demo_run },
    { .name = NULL },
};
