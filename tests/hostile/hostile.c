/* Runs kasus/NAME.lua against a real plugin host: every attack must end within its CPU time with its own
 * code, and afterwards the same host must give another plugin's exact value. See README.md for the first
 * line's fields. */
#include "hostile.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "script/gate.h"

#ifdef TENAYAN_SANITIZER
#define CPU_LIMIT 3.0
#else
#define CPU_LIMIT 1.0
#endif

const char *exe_path;
static const char *export_to; /* a folder: cases are written there instead of run */
static int passed, failed;

void verdict(const char *name, bool good, const char *why)
{
    if (good)
        passed++;
    else
        failed++;
    if (!good)
        printf("GAGAL %s: %s\n", name, why);
}

char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct buf b = BUF_NONE;
    char block[4096];
    size_t n;

    if (!f)
        return NULL;
    while ((n = fread(block, 1, sizeof(block), f)) > 0)
        buf_add(&b, block, n);
    fclose(f);
    buf_add(&b, "", 0);
    return b.p;
}

/* --- a package by hand --- */

void pack_begin(struct hand *h)
{
    memset(h, 0, sizeof(*h));
    h->p.files = h->files;
    h->p.manifest.id = "serang";
    h->p.manifest.api = 1;
    h->p.manifest.limits = LIMITS_CALL;
}

void pack_add(struct hand *h, const char *path, const char *data, size_t len)
{
    if (h->p.nfiles < COUNT(h->files))
        h->files[h->p.nfiles++] = (struct package_file){ path, (const uint8_t *)data, len };
}

void pack_end(struct hand *h)
{
    struct hash_state s;

    hash_start_sha256(&s);
    for (size_t i = 0; i < h->p.nfiles; i++) {
        hash_add(&s, h->files[i].path, strlen(h->files[i].path) + 1);
        hash_add(&s, h->files[i].data, h->files[i].len);
    }
    hash_finish(&s, &h->p.digest);
}

enum status run_rows(struct host *host, const struct package *p, const char *function, const char *args,
                     bool trace, struct arena *a, struct host_row *rows, struct err *e)
{
    struct buf body = BUF_NONE;
    json_t *v = NULL;
    enum status st;

    *e = ERR_NONE;
    if (json_read(args, strlen(args), &v, e) != ST_OK)
        abort();
    wire_json(&body, v);
    st = host_run(
        host,
        &(struct host_request){
            .release = p, .function = function, .rows = &body, .nrows = json_array_size(v), .trace = trace },
        a, rows, e);
    json_decref(v);
    buf_free(&body);
    return st;
}

/* Another plugin through the same host: its exact value. */
bool neighbour_fine(struct host *host)
{
    static const char source[] =
        "fungsi { nama = 'tetangga', hitung = function(isian, setelan)\n"
        "  local s = 0\n"
        "  for _, v in ipairs(isian.nilai) do s = s + num.round(v, 2, 'half_up') end\n"
        "  return { jumlah = s, teks = text.upper('rapi') }\n"
        "end }";
    struct hand h;
    struct host_row row;
    struct err e;
    struct arena *a = arena_new();
    bool good;

    pack_begin(&h);
    pack_add(&h, "init.lua", source, sizeof(source) - 1);
    pack_end(&h);
    good = run_rows(host, &h.p, "fungsi.tetangga", "[{\"nilai\":[1.005,2.5,40]}]", false, a, &row, &e) ==
               ST_OK &&
           row.code == E_NONE && strcmp(row.value, "{\"jumlah\":43.51,\"teks\":\"RAPI\"}") == 0;
    arena_free(a);
    return good;
}

/* --- cases --- */

struct attack {
    char name[80], fase[16], bentuk[16], kode[64], muat[64], hasil[512], jejak[8], buang[8];
    int baris, isi, ulang;
    char *text; /* what follows the first line */
};

static void field(char *line, const char *key, char *out, size_t size)
{
    char mark[32];
    char *at, *end;

    snprintf(mark, sizeof(mark), "%s: ", key);
    at = strstr(line, mark);
    if (!at)
        return;
    at += strlen(mark);
    end = strstr(at, " | ");
    snprintf(out, size, "%.*s", (int)(end ? end - at : (long)strlen(at)), at);
}

static bool read_attack(const char *path, const char *name, struct attack *c)
{
    char *all = slurp(path), *end = all ? strchr(all, '\n') : NULL;
    char number[16] = "";

    memset(c, 0, sizeof(*c));
    if (!end)
        return false;
    *end = '\0';
    snprintf(c->name, sizeof(c->name), "%s", name);
    field(all, "fase", c->fase, sizeof(c->fase));
    field(all, "bentuk", c->bentuk, sizeof(c->bentuk));
    field(all, "kode", c->kode, sizeof(c->kode));
    snprintf(c->muat, sizeof(c->muat), "%s", c->kode);
    field(all, "muat", c->muat, sizeof(c->muat));
    field(all, "hasil", c->hasil, sizeof(c->hasil));
    field(all, "jejak", c->jejak, sizeof(c->jejak));
    field(all, "buang", c->buang, sizeof(c->buang));
    field(all, "baris", number, sizeof(number));
    c->baris = number[0] ? atoi(number) : 3;
    number[0] = '\0';
    field(all, "isi", number, sizeof(number));
    c->isi = atoi(number);
    number[0] = '\0';
    field(all, "ulang", number, sizeof(number));
    c->ulang = atoi(number);
    c->text = mem_strdup(end + 1);
    *end = '\n';
    if (!c->buang[0] && !c->ulang) { /* keep the line, so that line numbers in messages are the file's */
        free(c->text);
        c->text = mem_strdup(all);
    }
    free(all);
    return c->fase[0] && c->kode[0];
}

/* "--== name.lua" starts another file; `ulang` repeats the body with a counter; `isi` pads with a comment. */
static void build(struct hand *h, const struct attack *c, const char *before, const char *after,
                  struct buf *own)
{
    char *part = strstr(c->text, "--== ");
    size_t len = part ? (size_t)(part - c->text) : strlen(c->text);

    buf_str(own, before);
    if (c->ulang) {
        for (int i = 1; i <= c->ulang; i++)
            for (const char *s = c->text; *s;) {
                if (s[0] == '%' && s[1] == 'd') {
                    buf_printf(own, "%d", i);
                    s += 2;
                } else {
                    buf_char(own, *s++);
                }
            }
    } else {
        buf_add(own, c->text, len);
    }
    buf_str(own, after);
    if (c->isi) {
        buf_str(own, "--");
        while (own->len < (size_t)c->isi)
            buf_char(own, ' ');
    }
    pack_begin(h);
    pack_add(h, "init.lua", own->p, own->len);
    while (part) {
        char *name = part + 5, *text = strchr(name, '\n'), *next;

        *text++ = '\0';
        next = strstr(text, "--== ");
        pack_add(h, name, text, next ? (size_t)(next - text) : strlen(text));
        part = next;
    }
    pack_end(h);
}

static double cpu_of_children(void)
{
    struct rusage r;

    getrusage(RUSAGE_CHILDREN, &r);
    return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
           (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* What came back of row i: the expected words are split by blanks where the rows differ. */
static bool row_expected(const struct attack *c, const char *want, const struct host_row *row, int i,
                         char *why, size_t size)
{
    const char *got = code_row(row->code)->name, *from = c->hasil;
    size_t n;

    if (row->code) {
        bool text_ok = row->err && utf8_valid(row->err->msg, strlen(row->err->msg)) && row->err->msg[0];

        snprintf(why, size, "baris %d: %s (%s), diharapkan %s", i + 1, got, row->err->msg, want);
        return strcmp(got, want) == 0 && text_ok && row->undecided == (row->code == E_PLUGIN_BATAS_WAKTU);
    }
    snprintf(why, size, "baris %d: %.200s, diharapkan %s %s", i + 1, row->value, want, c->hasil);
    if (strcmp(want, "ok") != 0)
        return false;
    if (!c->hasil[0])
        return true;
    for (int k = 0; k < i && strchr(from, ' '); k++)
        from = strchr(from, ' ') + 1;
    n = strcspn(from, " ");
    return strlen(row->value) == n && memcmp(row->value, from, n) == 0;
}

/* One variant in a host of its own; `want` is the code, at load or of every row. */
static void attack_run(const struct attack *c, const char *variant, struct hand *h, bool call,
                       const char *want)
{
    char name[120], why[900] = "";
    struct host *host = host_new(exe_path);
    struct arena *a = arena_new();
    struct host_row rows[3];
    struct err e = ERR_NONE;
    double before = cpu_of_children(), spent;
    bool good, next;

    snprintf(name, sizeof(name), "%s/%s", c->name, variant);
    if (export_to) {
        export_case(export_to, c->name, variant, want, c->hasil, h);
        goto out;
    }
    if (call) {
        good = run_rows(host, &h->p, "fungsi.serang",
                        c->baris == 1 ? "[{\"x\":1}]" : "[{\"x\":1},{\"x\":2},{\"x\":3}]", c->jejak[0], a,
                        rows, &e) == ST_OK;
        if (!good)
            snprintf(why, sizeof(why), "tidak dapat dijalankan: %s %s:%d", e.msg, e.file, e.line);
        for (int i = 0; good && i < c->baris; i++)
            good = row_expected(c, want, &rows[i], i, why, sizeof(why));
    } else {
        const char *got;

        (void)!host_load(host, &h->p, NULL, &e);
        got = e.code ? code_row(e.code)->name : "ok";
        good = strcmp(got, want) == 0 && (!e.code || (e.msg[0] && utf8_valid(e.msg, strlen(e.msg))));
        snprintf(why, sizeof(why), "%s (%s %s:%d), diharapkan %s", got, e.msg, e.file, e.line, want);
    }
    next = neighbour_fine(host);
    host_free(host);
    spent = cpu_of_children() - before;
    verdict(name, good, why);
    snprintf(why, sizeof(why), "%.3f s CPU%s", spent, next ? "" : "; plugin tetangga tidak terlayani");
    snprintf(name, sizeof(name), "%s/%s/sesudahnya", c->name, variant);
    verdict(name, next && spent < CPU_LIMIT, why);
    if (getenv("HOSTILE_TIMES"))
        printf("%-40s %-6s %.3f\n", c->name, variant, spent);
    host = NULL;
out:
    host_free(host);
    arena_free(a);
}

static void attack(const char *dir, const char *file)
{
    char path[1024], name[80];
    struct attack c;
    struct hand h;
    struct buf own = BUF_NONE;

    snprintf(path, sizeof(path), "%s/kasus/%s", dir, file);
    snprintf(name, sizeof(name), "%.*s", (int)strlen(file) - 4, file);
    if (!read_attack(path, name, &c)) {
        verdict(name, false, "baris pertama tidak menyebut fase dan kode");
        return;
    }
    if (strcmp(c.fase, "test") == 0) {
        if (export_to)
            export_test(export_to, name, c.kode, c.text);
        else
            test_case(name, c.text, c.kode);
    } else if (strcmp(c.fase, "load") == 0) {
        build(&h, &c, "", "", &own);
        attack_run(&c, "load", &h, false, c.kode);
    } else if (strcmp(c.bentuk, "paket") == 0) {
        build(&h, &c, "", "", &own);
        attack_run(&c, "call", &h, true, c.kode);
    } else {
        static const char before[] = "local function serang(isian, setelan) ";

        build(&h, &c, before, "\nend\nfungsi { nama = 'serang', hitung = serang }\n", &own);
        attack_run(&c, "call", &h, true, c.kode);
        buf_clear(&own);
        if (strcmp(c.fase, "call") == 0 && strcmp(c.muat, "lewat") != 0) {
            build(&h, &c, before,
                  "\nend\nserang({ x = 1 }, {})\nfungsi { nama = 'serang', hitung = serang }\n", &own);
            attack_run(&c, "load", &h, false, c.muat);
        }
    }
    buf_free(&own);
    free(c.text);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_case(const struct dirent *d)
{
    size_t n = strlen(d->d_name);

    return n > 4 && strcmp(d->d_name + n - 4, ".lua") == 0;
}

int main(int argc, char **argv)
{
    struct dirent **list = NULL;
    char kasus[1024];
    int n;

    if (argc < 3 || sodium_init() < 0) {
        fprintf(stderr, "hostile FOLDER HOST [KASUS]\nhostile FOLDER --export FOLDER\n");
        return 2;
    }
    exe_path = argv[2];
    if (argc == 4 && strcmp(argv[2], "--export") == 0)
        export_to = argv[3];
    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(kasus, sizeof(kasus), "%s/kasus", argv[1]);
    n = scandir(kasus, &list, is_case, by_name);
    for (int i = 0; i < n; i++) {
        if (argc == 3 || export_to || strstr(list[i]->d_name, argv[3]))
            attack(argv[1], list[i]->d_name);
        free(list[i]);
    }
    free(list);
    if (export_to)
        return 0;
    if (argc == 3) {
        killed_hosts();
        packages();
    }
    printf("hostile: %d passed, %d failed\n", passed, failed);
    return failed || !passed;
}
