/* Personnel events and reorganisation from the command line. */
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/peristiwa.h"
#include "domain/reorganisasi.h"

static void print_reply(struct perintah *p)
{
    printf("%s\n", p->reply.body.p ? p->reply.body.p : "{}");
}

/* As the system, with the reply on stdout. */
static enum status run_and_print(struct tulis *t, perintah_fn *run, void *input, struct err *e)
{
    struct who who;
    struct perintah p;
    enum status st;

    who_system(&who);
    perintah_init(&p, &who, run, input);
    st = command_run(t->db, &p.cmd, e);
    if (st == ST_OK)
        print_reply(&p);
    perintah_clear(&p);
    return st;
}

static enum status event_add(struct cli *c, struct err *e)
{
    const char *jabatan = cli_option(c, "--jabatan"), *penilai = cli_option(c, "--penilai");
    struct peristiwa_catat in = { .jenis = c->args[1],
                                  .tmt = cli_option(c, "--tmt"),
                                  .sampai = cli_option(c, "--sampai"),
                                  .nomor = cli_option(c, "--nomor"),
                                  .tanggal = cli_option(c, "--tanggal"),
                                  .instansi = "",
                                  .keterangan = "" };
    const char *const dates[] = { in.tmt, in.tanggal, in.sampai };
    struct tulis t = TULIS_NONE;
    int32_t day;
    enum status st;

    if (!in.tmt || !in.nomor || !*in.nomor || !in.tanggal)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --tmt, --nomor dan --tanggal keputusan.");
    for (size_t i = 0; i < COUNT(dates); i++)
        if (dates[i] && !date_parse(dates[i], &day))
            return err_set(e, E_TANGGAL, NULL);
    if (in.sampai && strcmp(in.sampai, in.tmt) < 0)
        return err_set(e, E_PENGGUNAAN, "--sampai tidak boleh sebelum --tmt.");
    in.jabatan_id = jabatan ? strtoll(jabatan, NULL, 10) : 0;
    st = tulis_open(c, &t, e);
    if (st == ST_OK)
        st = pegawai_find(t.db, c->args[0], &in.pegawai_id, e);
    if (st == ST_OK && penilai)
        st = pegawai_find(t.db, penilai, &in.penilai_id, e);
    if (st == ST_OK)
        st = run_and_print(&t, peristiwa_catat, &in, e);
    tulis_close(&t);
    return st;
}

static enum status event_list(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    struct jw w;
    struct who who;
    int64_t id = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    jw_start(&w, &b);
    if (st == ST_OK)
        st = pegawai_find(db, c->args[0], &id, e);
    if (st == ST_OK)
        st = peristiwa_daftar(db, &who, id, &w, e);
    if (st == ST_OK)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status read_plan(const char *path, json_t **out, struct err *e)
{
    enum { MOST = 1 << 20 };
    char *text = mem_alloc(MOST + 1);
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, MOST + 1, f) : 0;
    enum status st;

    if (f)
        fclose(f);
    st = f && n <= MOST ? json_read(text, n, out, e)
                        : err_set(e, E_PENGGUNAAN, "Berkas %s tidak dapat dibaca.", path);
    free(text);
    return st;
}

static enum status reorganise(struct cli *c, struct err *e)
{
    struct reorganisasi in;
    struct tulis t = TULIS_NONE;
    json_t *plan = NULL;
    enum status st = read_plan(c->args[0], &plan, e);

    if (st == ST_OK)
        st = reorganisasi_baca(plan, c->a, &in, e);
    if (st == ST_OK) {
        in.pratinjau = !cli_flag(c, "--terapkan");
        st = tulis_open(c, &t, e);
    }
    if (st == ST_OK)
        st = run_and_print(&t, reorganisasi, &in, e);
    tulis_close(&t);
    json_decref(plan);
    return st;
}

static const struct cli_option event_options[] = {
    { "--tmt", "TANGGAL", "first day of its effect" },
    { "--sampai", "TANGGAL", "last day, for leave and acting posts" },
    { "--nomor", "NOMOR", "number of the decree" },
    { "--tanggal", "TANGGAL", "date of the decree" },
    { "--jabatan", "ID", "the post that the person gets" },
    { "--penilai", "NIP", "to whom a delegation is given" },
    { NULL, NULL, NULL },
};
static const struct cli_option reorganise_options[] = {
    { "--terapkan", NULL, "does it; without this it is only tried" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_mutasi[] = {
    { .name = "pegawai peristiwa",
      .args = "NIP JENIS",
      .min = 2,
      .max = 2,
      .help = "records a personnel event: mutasi, plh, cuti_melahirkan, pensiun, …",
      .example = "tenayan pegawai peristiwa 198501012010011001 pensiun --tmt 2026-08-01 --nomor 882/7 "
                 "--tanggal 2026-05-02",
      .options = event_options,
      .run = event_add },
    { .name = "pegawai riwayat",
      .args = "NIP",
      .min = 1,
      .max = 1,
      .help = "lists the personnel events of an employee, as JSON",
      .example = "tenayan pegawai riwayat 198501012010011001",
      .run = event_list },
    { .name = "unit reorganisasi",
      .args = "BERKAS.json",
      .min = 1,
      .max = 1,
      .help = "tries a reorganisation and says who moves; with --terapkan does it",
      .example = "tenayan unit reorganisasi penggabungan.json --terapkan",
      .options = reorganise_options,
      .run = reorganise },
    { .name = NULL },
};
