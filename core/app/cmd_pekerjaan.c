/* tenayan unit pekerjaan: what waits in a unit, in figures. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/clock.h"
#include "base/json.h"
#include "domain/pekerjaan.h"
#include "domain/unit.h"

static void line(const json_t *step, const char *indent)
{
    const char *batas = json_string_value(json_object_get(step, "batas"));

    printf("%s%6lld  %6lld  %-10s  %s\n", indent,
           (long long)json_integer_value(json_object_get(step, "jumlah")),
           (long long)json_integer_value(json_object_get(step, "terlambat")), batas ? batas : "-",
           json_string_value(json_object_get(step, "judul")));
}

static void print(const json_t *o)
{
    size_t i, k;
    json_t *part, *step;

    printf("%s, per %s\njumlah  lambat  batas       langkah\n",
           json_string_value(json_object_get(json_object_get(o, "unit"), "nama")),
           json_string_value(json_object_get(o, "hari")));
    json_array_foreach(json_object_get(o, "langkah"), i, step) line(step, "");
    json_array_foreach(json_object_get(o, "bawahan"), i, part)
    {
        printf("%s\n", json_string_value(json_object_get(json_object_get(part, "unit"), "nama")));
        json_array_foreach(json_object_get(part, "langkah"), k, step) line(step, "");
    }
}

static enum status run(struct cli *c, struct err *e)
{
    char today[DATE_TEXT];
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    json_t *o = NULL;
    struct jw w;
    int64_t id = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK)
        return st;
    clock_today(today);
    jw_start(&w, &b);
    if ((st = unit_find(db, c->args[0], &id, e)) == ST_OK)
        st = pekerjaan_unit_json(db, id, today, &w, e);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK && (st = json_read(b.p, b.len, &o, e)) == ST_OK)
        print(o);
    json_decref(o);
    buf_free(&b);
    db_close(db);
    return st;
}

const struct cli_command cmds_pekerjaan[] = {
    { "unit pekerjaan", "KODE", 1, 1,
      "What waits in a unit and below it: steps, how many, how many are late.",
      "tenayan unit pekerjaan dinkes --json", NULL, run, false },
    { .name = NULL },
};
