/* Working days on the command line: calendars, holidays, rosters, absence. */
#include <stdlib.h>
#include <string.h>

#include "app/impor_cetak.h"
#include "app/tulis.h"
#include "base/json.h"
#include "domain/harikerja.h"
#include "domain/impor_tabel.h"
#include "domain/pegawai.h"
#include "domain/progres.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

/* Import ----------------------------------------------------------------------------------------------- */

static enum status run_table(struct cli *c, const struct tabel_jenis *kind, struct err *e)
{
    const char *kode = kind == &tabel_libur ? cli_option(c, "--unit") : NULL;
    struct buf file = BUF_NONE;
    struct tabel t = { .jenis = kind,
                       .in = { .nama = c->args[0],
                               .coba = cli_flag(c, "--dry-run"),
                               .lewati_salah = cli_flag(c, "--skip-bad"),
                               .a = c->a } };
    struct tulis w = TULIS_NONE;
    int64_t unit = 0;
    struct who who;
    enum status st = impor_berkas(c->args[0], &file, e);

    if (st == ST_OK)
        st = tulis_open(c, &w, e);
    if (st == ST_OK && kode)
        st = unit_find(w.db, kode, &unit, e);
    who_system(&who);
    t.in.bytes = file.p ? file.p : "";
    t.in.len = file.len;
    t.arg = &unit;
    if (st == ST_OK)
        st = tabel_baca(&t, w.db, &who, e);
    if (st == ST_OK)
        st = tulis_run(&w, tabel_terapkan, &t, e);
    tulis_close(&w);
    if (st != ST_OK && e->line)
        snprintf(e->file, sizeof(e->file), "%s", c->args[0]);
    if (st == ST_OK)
        impor_cetak(c, &t.in);
    buf_free(&t.galat);
    buf_free(&file);
    return st;
}

static enum status import_libur(struct cli *c, struct err *e)
{
    return run_table(c, &tabel_libur, e);
}

static enum status import_roster(struct cli *c, struct err *e)
{
    return run_table(c, &tabel_roster, e);
}

static enum status import_absen(struct cli *c, struct err *e)
{
    return run_table(c, &tabel_ketidakhadiran, e);
}

/* Showing ---------------------------------------------------------------------------------------------- */

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static void print_unit(const json_t *v)
{
    const json_t *row, *hour;
    size_t i, k;

    json_array_foreach(json_object_get(v, "kalender"), i, row)
    {
        printf("%s%s, %d hari kerja, sejak %s%s%s (%s)\n", text(row, "nama"),
               strcmp(text(row, "jenis"), "khusus") == 0 ? " (khusus)" : "",
               (int)json_integer_value(json_object_get(row, "hari_kerja")), text(row, "mulai"),
               text(row, "selesai")[0] ? " sampai " : "", text(row, "selesai"),
               text(json_object_get(row, "unit"), "kode"));
        if (text(row, "dasar")[0])
            printf("  dasar: %s\n", text(row, "dasar"));
        json_array_foreach(json_object_get(row, "jam"), k, hour)
        {
            static const char *const days[] = { "", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min" };

            printf("  %s %s-%s, istirahat %d menit\n",
                   days[json_integer_value(json_object_get(hour, "hari")) & 7], text(hour, "masuk"),
                   text(hour, "pulang"), (int)json_integer_value(json_object_get(hour, "istirahat")));
        }
    }
    json_array_foreach(json_object_get(v, "libur"), i, row)
    {
        printf("%s %s: %s (%s)\n", text(row, "tanggal"), text(row, "jenis"), text(row, "nama"),
               text(json_object_get(row, "unit"), "kode"));
    }
    json_array_foreach(json_object_get(v, "aturan_progres"), i, row)
    {
        const json_t *batas = json_object_get(row, "batas_hari"), *tutup = json_object_get(row, "tutup_hari");

        printf("progres sejak %s (%s): ", text(row, "mulai"), text(json_object_get(row, "unit"), "kode"));
        if (json_is_integer(batas))
            printf("terlambat sesudah %d hari; ", (int)json_integer_value(batas));
        if (json_is_integer(tutup))
            printf("ditutup sesudah %d hari", (int)json_integer_value(tutup));
        printf("\n");
    }
}

static void print_month(const json_t *v)
{
    const json_t *day, *sum = json_object_get(v, "jumlah");
    size_t i;

    json_array_foreach(json_object_get(v, "hari"), i, day)
    {
        const json_t *work = json_object_get(day, "progres");

        printf("%s  %-14s %5d menit  %5s-%-5s  %-12s %s\n", text(day, "tanggal"), text(day, "jenis"),
               (int)json_integer_value(json_object_get(day, "menit_wajib")), text(day, "masuk"),
               text(day, "pulang"), json_is_object(work) ? text(work, "status") : "",
               text(day, "keterangan"));
    }
    printf("%d hari kerja, %d menit\n", (int)json_integer_value(json_object_get(sum, "hari_kerja")),
           (int)json_integer_value(json_object_get(sum, "menit_wajib")));
}

static enum status show_json(struct cli *c, struct db *db, const struct who *who, struct buf *out,
                             struct err *e)
{
    const char *nip = cli_option(c, "--pegawai"), *month = cli_option(c, "--bulan"),
               *year = cli_option(c, "--tahun");
    struct jw w;
    int64_t id = 0;
    enum status st;

    jw_start(&w, out);
    if (nip) {
        if ((st = pegawai_find(db, nip, &id, e)) != ST_OK)
            return st;
        return progres_bulan_json(db, who, id, month ? month : arena_strndup(c->a, who->hari, 7), &w, e);
    }
    if (!c->nargs)
        return err_set(e, E_PENGGUNAAN, "Sebutkan kode unit, atau --pegawai NIP.");
    if ((st = unit_find(db, c->args[0], &id, e)) != ST_OK)
        return st;
    if (year && (strlen(year) != 4 || strspn(year, "0123456789") != 4))
        return err_set(e, E_PENGGUNAAN, "Tahun ditulis empat angka.");
    return kalender_json(db, id, atoi(year ? year : who->hari), &w, e);
}

static enum status show(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    json_t *v = NULL;
    struct who who;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    if (st == ST_OK)
        st = show_json(c, db, &who, &b, e);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK && (st = json_read(b.p, b.len, &v, e)) == ST_OK)
        (cli_option(c, "--pegawai") ? print_month : print_unit)(v);
    json_decref(v);
    buf_free(&b);
    db_close(db);
    return st;
}

/* Setting ---------------------------------------------------------------------------------------------- */

static enum status set(struct cli *c, struct err *e)
{
    struct kalender_pasang in = { .unit_id = 0 };
    struct buf file = BUF_NONE;
    struct tulis w = TULIS_NONE;
    json_t *v = NULL;
    enum status st = impor_berkas(c->args[1], &file, e);

    if (st == ST_OK)
        st = json_read(file.p ? file.p : "", file.len, &v, e);
    if (st == ST_OK)
        st = kalender_pasang_baca(v, c->a, &in, e);
    if (st == ST_OK)
        st = tulis_open(c, &w, e);
    if (st == ST_OK)
        st = unit_find(w.db, c->args[0], &in.unit_id, e);
    if (st == ST_OK)
        st = tulis_run(&w, kalender_pasang, &in, e);
    tulis_close(&w);
    json_decref(v);
    buf_free(&file);
    return st;
}

static bool days(const char *text, double *out, const double **field)
{
    if (!text)
        return true;
    if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 3 || atoi(text) > 366)
        return false;
    *out = atoi(text);
    *field = out;
    return true;
}

static enum status limit(struct cli *c, struct err *e)
{
    const char *from = cli_option(c, "--mulai"), *basis = cli_option(c, "--dasar");
    struct aturan_progres in = { .dasar = basis ? basis : "" };
    struct tulis w = TULIS_NONE;
    char date[DATE_TEXT];
    double late, closed;
    enum status st = ST_OK;

    if (!from || !tanggal_baca(from, date))
        return err_set(e, E_PENGGUNAAN, "--mulai TANGGAL wajib, misalnya 2026-01-01.");
    if (!days(cli_option(c, "--batas"), &late, &in.batas_hari) ||
        !days(cli_option(c, "--tutup"), &closed, &in.tutup_hari))
        return err_set(e, E_PENGGUNAAN, "--batas dan --tutup berisi hari, 0 sampai 366.");
    if (in.batas_hari && in.tutup_hari && closed < late)
        return err_set(e, E_PENGGUNAAN, "--tutup tidak boleh lebih singkat daripada --batas.");
    in.mulai = date;
    if ((st = tulis_open(c, &w, e)) == ST_OK && (st = unit_find(w.db, c->args[0], &in.unit_id, e)) == ST_OK)
        st = tulis_run(&w, aturan_progres_pasang, &in, e);
    tulis_close(&w);
    return st;
}

static const struct cli_option import_options[] = {
    { "--dry-run", NULL, "does everything but keep it: shows faults" },
    { "--skip-bad", NULL, "applies the sound rows and reports the others" },
    { "--unit", "KODE", "unit of rows that name none (holidays)" },
    { NULL, NULL, NULL },
};
static const struct cli_option people_options[] = {
    { "--dry-run", NULL, "does everything but keep it: shows faults" },
    { "--skip-bad", NULL, "applies the sound rows and reports the others" },
    { NULL, NULL, NULL },
};
static const struct cli_option show_options[] = {
    { "--tahun", "TAHUN", "of a unit; this year by default" },
    { "--pegawai", "NIP", "the days of a person instead of a unit's calendar" },
    { "--bulan", "BULAN", "of a person, such as 2026-11; this month by default" },
    { NULL, NULL, NULL },
};
static const struct cli_option limit_options[] = {
    { "--mulai", "TANGGAL", "from this day on" },
    { "--batas", "HARI", "days after the end of duty; later is late" },
    { "--tutup", "HARI", "days after the end of duty; later is refused" },
    { "--dasar", "TEKS", "the decree" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_kalender[] = {
    { .name = "import kalender",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "holidays and cuti bersama: Tanggal;Nama;Jenis;Dasar;Unit, the whole list of each unit and "
              "year named",
      .example = "tenayan import kalender libur-2026.csv --unit pekanbaru",
      .options = import_options,
      .run = import_libur },
    { .name = "import roster",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "shifts: NIP;Tanggal;Kode;Masuk;Pulang;Istirahat, the whole month of each person named",
      .example = "tenayan import roster jaga-november.csv --dry-run",
      .options = people_options,
      .run = import_roster },
    { .name = "import ketidakhadiran",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "leave, sickness, dinas luar: NIP;Jenis;Mulai;Selesai;Dasar",
      .example = "tenayan import ketidakhadiran cuti.csv",
      .options = people_options,
      .run = import_absen },
    { .name = "kalender show",
      .args = "[UNIT]",
      .min = 0,
      .max = 1,
      .help = "hours, holidays and limits that hold for a unit, or the days of a person",
      .example = "tenayan kalender show pkm-tenayan-raya --tahun 2026",
      .options = show_options,
      .run = show },
    { .name = "kalender set",
      .args = "UNIT FILE.json",
      .min = 2,
      .max = 2,
      .help = "working hours from a day on; the file is as in POST /unit/{id}/kalender",
      .example = "tenayan kalender set pkm-tenayan-raya enam-hari.json",
      .run = set },
    { .name = "kalender limit",
      .args = "UNIT",
      .min = 1,
      .max = 1,
      .help = "how late daily entries may come",
      .example = "tenayan kalender limit pekanbaru --mulai 2026-01-01 --batas 1 --tutup 7",
      .options = limit_options,
      .run = limit },
    { .name = NULL },
};
