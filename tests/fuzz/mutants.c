/* Packages as a stranger would spoil them, through the path of a real upload: read in the parent, loaded and
 * let through the gate by a real plugin host, a function called, sometimes the package's own tests run.
 *
 *   mutants HOST [--count N] [--seed S] [--only N [--keep FILE]]
 *
 * Whatever the bytes are, the parent lives, each refusal has a code and a sentence for people, no child dies
 * of a signal of its own, and nothing (descriptors, processes, memory) stays behind. Mutant N of seed S is
 * always the same one; workers die and start again behind the mutant that killed them.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "mutate.h"
#include "script/gate.h"
#include "script/template.h"

enum { WORKERS = 2, BASES = 24, FRESH_HOST = 100, TEST_EACH = 20, PATIENCE_S = 60, ROOM_KIB = 48 * 1024 };

enum way { BY_TAR, BY_TEXTS, BY_FILES, WAYS };
enum stage { REFUSED_READING, REFUSED_LOADING, REFUSED_TESTS, REFUSED_CALL, SOUND, STAGES };
static const char *const stage_names[] = { "refused when read", "refused when loaded", "refused by tests",
                                           "refused a call", "still sound" };

/* Written by a worker, read by the parent when it is gone. */
struct record {
    uint64_t now; /* the mutant that it works on, or has just ended with */
    int64_t since;
    uint64_t stages[STAGES], done, faults;
};

static const char *exe;
static uint64_t seed = 20261124;
static struct mutant bases[BASES];
static size_t nbases;
static struct record *mine;
static FILE *keep;

static void fault(uint64_t n, const char *what, const char *detail)
{
    mine->faults++;
    printf("GAGAL seed %llu mutant %llu: %s: %.400s\n", (unsigned long long)seed, (unsigned long long)n, what,
           detail);
    fflush(stdout);
}

/* What packages are made of ---------------------------------------------------------------------------- */

static void add_base(const struct package *p, struct arena *a)
{
    struct mutant *m = &bases[nbases++];

    for (size_t i = 0; i < p->nfiles; i++) {
        const struct package_file *f = &p->files[i];

        if (strncmp(f->path, "lib/", 4) == 0)
            continue; /* comes from the server, not from the author */
        m->f[m->n] = (struct mutant_file){ arena_strdup(a, f->path), arena_alloc(a, f->len + 1), f->len };
        memcpy(m->f[m->n++].data, f->data, f->len);
    }
}

static void add_folder(const char *dir, struct arena *a)
{
    struct package p;
    struct err e = ERR_NONE;

    if (package_read_dir(dir, &p, &e) != ST_OK) {
        fprintf(stderr, "%s: %s\n", dir, e.msg);
        exit(2);
    }
    add_base(&p, a);
    package_free(&p);
}

static void add_templates(struct arena *a)
{
    static const char *const kinds[] = { "indikator", "skema", "pelatihan", "fungsi" };
    char dir[] = "/tmp/mutants-XXXXXX", command[64];

    if (!mkdtemp(dir))
        exit(2);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct err e = ERR_NONE;
        const char *path = arena_printf(a, "%s/dinas-%s", dir, kinds[i]);

        if (template_write(kinds[i], path, &e) != ST_OK) {
            fprintf(stderr, "%s\n", e.msg);
            exit(2);
        }
        add_folder(path, a);
    }
    snprintf(command, sizeof(command), "rm -rf %s", dir);
    if (system(command) != 0)
        exit(2);
}

static void read_bases(const char *plugins, struct arena *a)
{
    struct dirent **list = NULL;
    int n = scandir(plugins, &list, NULL, alphasort);

    for (int i = 0; i < n; i++) {
        if (list[i]->d_name[0] != '.' && list[i]->d_name[0] != '_' && nbases < BASES - 4)
            add_folder(arena_printf(a, "%s/%s", plugins, list[i]->d_name), a);
        free(list[i]);
    }
    free(list);
    add_templates(a);
}

/* What must hold --------------------------------------------------------------------------------------- */

static unsigned count_entries(const char *path)
{
    DIR *d = opendir(path);
    unsigned n = 0;

    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

static bool has_children(void)
{
    return waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD;
}

static long resident_kib(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long total = 0, resident = 0;

    if (f && fscanf(f, "%ld %ld", &total, &resident) != 2)
        resident = 0;
    if (f)
        fclose(f);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* English that our libraries speak must not reach people, other than in brackets behind our own sentence or
 * as a quotation of what the author wrote. */
static bool is_sentence(const char *msg)
{
    static const char *const english[] = { "attempt to ",    " expected",  "expected ",   "unexpected ",
                                           "bad argument",   "malformed ", "unfinished ", "not enough memory",
                                           "stack overflow", "too many ",  "invalid " };
    const char *lua = strstr(msg, ". ("); /* behind our own sentence stands what Lua said */
    char own[512];
    size_t n = 0, len = strlen(msg), end = lua ? (size_t)(lua - msg) : len;
    bool quoted = false;

    if (len < 8 || !utf8_valid(msg, len) || !strchr(msg, ' '))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)msg[i] < ' ' || msg[i] == 0x7f)
            return false;
    for (size_t i = 0; i < end; i++) {
        quoted ^= msg[i] == '"';
        if (!quoted)
            own[n++] = msg[i];
    }
    own[n] = '\0';
    for (size_t i = 0; i < COUNT(english); i++)
        if (strstr(own, english[i]))
            return false;
    return true;
}

static void check_refusal(uint64_t n, const char *stage, enum status st, const struct err *e)
{
    char detail[700];

    snprintf(detail, sizeof(detail), "%s (%s:%d): %s", e->code ? code_row(e->code)->name : "no code", e->file,
             e->line, e->msg);
    if (!e->code || st != code_row(e->code)->status)
        fault(n, stage, detail);
    else if (st != ST_INVALID && st != ST_LIMIT)
        fault(n, "not the package's own fault", detail);
    else if (!is_sentence(e->msg))
        fault(n, "no sentence for people", detail);
}

/* One mutant ------------------------------------------------------------------------------------------- */

static enum status read_texts(const struct mutant *m, struct package *p, struct err *e)
{
    json_t *texts = json_object();
    enum status st;

    for (size_t i = 0; i < m->n; i++) {
        json_t *text = json_stringn((const char *)m->f[i].data, m->f[i].len);

        /* What is no text cannot stand in a request's JSON. */
        if (text && utf8_valid(m->f[i].path, strlen(m->f[i].path)))
            json_object_set(texts, m->f[i].path, text);
        json_decref(text);
    }
    st = package_read_texts(texts, p, e);
    json_decref(texts);
    return st;
}

static enum status read_files(const struct mutant *m, struct package *p, struct err *e)
{
    struct package_file *f = mem_alloc(sizeof(*f) * MUTANT_FILES);
    enum status st;

    for (size_t i = 0; i < m->n; i++)
        f[i] = (struct package_file){ m->f[i].path, m->f[i].data, m->f[i].len };
    st = package_from_files(f, m->n, p, e);
    free(f);
    return st;
}

static enum status read_mutant(uint64_t n, struct rng *r, const struct mutant *m, struct package *p,
                               struct err *e)
{
    struct buf tar = BUF_NONE;
    struct package again;
    struct err e2 = ERR_NONE;
    enum status st;

    switch (n % 8 < 6 ? BY_TAR : n % 8 == 6 ? BY_TEXTS : BY_FILES) {
    case BY_TEXTS:
        return read_texts(m, p, e);
    case BY_FILES:
        return read_files(m, p, e);
    default:
        break;
    }
    mutate_tar(r, m, &tar);
    if (keep)
        fwrite(tar.p, 1, tar.len, keep);
    st = package_read_tar(tar.p, tar.len, p, e);
    if (n % 16 == 0) { /* reading is a function of the bytes */
        if (package_read_tar(tar.p, tar.len, &again, &e2) != st || e2.code != e->code ||
            strcmp(e2.msg, e->msg) != 0 || !digest_equal(&again.digest, &p->digest))
            fault(n, "read twice, two answers", e2.msg);
        package_free(&again);
    }
    buf_free(&tar);
    return st;
}

/* A test case of the package whose input may be spoilt, as a user would type it. */
static json_t *some_case(struct rng *r, const struct package *p)
{
    size_t from = rng_below(r, p->nfiles);
    json_t *v = NULL, *one;

    for (size_t i = 0; i < p->nfiles && !v; i++) {
        const struct package_file *f = &p->files[(from + i) % p->nfiles];

        if (strncmp(f->path, "tests/", 6) == 0)
            v = json_loadb((const char *)f->data, f->len, 0, NULL);
    }
    if (!json_is_array(v))
        return v;
    one = json_incref(json_array_get(v, rng_below(r, json_array_size(v))));
    json_decref(v);
    return one;
}

static enum status call_mutant(struct rng *r, struct host *host, const struct package *p, struct err *e)
{
    static const char *const kinds[] = { "fungsi", "indikator", "skema", "pelatihan" };
    json_t *one = some_case(r, p), *input;
    const char *name = NULL;
    struct buf out = BUF_NONE;
    enum status st;

    for (size_t i = 0; i < COUNT(kinds) && !name; i++)
        name = json_string_value(json_object_get(one, kinds[i]));
    input = json_object_get(one, "isian");
    input = json_is_object(input) ? json_incref(input) : json_object();
    if (rng_below(r, 2))
        input = mutate_json(r, input);
    st = plugin_call(host, p, name ? name : "contoh", input, NULL, &out, e);
    json_decref(input);
    json_decref(one);
    buf_free(&out);
    return st;
}

static enum stage judge(uint64_t n, struct rng *r, struct host *host, const struct mutant *m, struct arena *a)
{
    struct package p = { 0 };
    struct err e = ERR_NONE;
    struct test_report report = { 0 };
    const json_t *listing;
    enum stage stage = SOUND;
    enum status st = read_mutant(n, r, m, &p, &e);

    if (st != ST_OK) {
        check_refusal(n, "reading", st, &e);
        stage = REFUSED_READING;
    } else if ((st = gate_load(host, &p, &listing, &e)) != ST_OK) {
        check_refusal(n, "loading", st, &e);
        stage = REFUSED_LOADING;
    } else if (n % TEST_EACH == 0 && (st = package_test(exe, &p, a, &report, &e)) != ST_OK) {
        check_refusal(n, "tests", st, &e);
        stage = REFUSED_TESTS;
    } else {
        err_clear(&e);
        if ((st = call_mutant(r, host, &p, &e)) != ST_OK) {
            check_refusal(n, "a call", st, &e);
            stage = REFUSED_CALL;
        }
    }
    package_free(&p);
    return stage;
}

/* Its tests are the greater part of a package, and each of them runs ten times: few mutants keep many. */
static void thin(struct rng *r, struct mutant *m, size_t most)
{
    size_t tests = 0;

    for (size_t i = 0; i < m->n;) {
        if (strncmp(m->f[i].path, "tests/", 6) != 0 || (tests++ < most && m->f[i].len < 16384)) {
            i++;
            continue;
        }
        m->f[i] = m->f[--m->n];
        (void)rng_next(r);
    }
}

static enum stage one_mutant(uint64_t n, struct host *host)
{
    struct rng r = rng_of(seed, n);
    struct arena *a = arena_new();
    struct mutant *m = mem_alloc(sizeof(*m));
    enum stage stage;

    *m = bases[rng_below(&r, nbases)];
    thin(&r, m, n % TEST_EACH ? 1 : 2);
    mutate(&r, m, &bases[rng_below(&r, nbases)], a);
    stage = judge(n, &r, host, m, a);
    free(m);
    arena_free(a);
    return stage;
}

/* Workers ---------------------------------------------------------------------------------------------- */

static void check_nothing_stays(uint64_t n, unsigned fds, long resident)
{
    char detail[80];
    long now = resident_kib();

    snprintf(detail, sizeof(detail), "%u descriptors, before %u", count_entries("/proc/self/fd"), fds);
    if (count_entries("/proc/self/fd") != fds)
        fault(n, "descriptors stay", detail);
    if (has_children())
        fault(n, "children stay", "");
    snprintf(detail, sizeof(detail), "%ld KiB, before %ld", now, resident);
#ifdef TENAYAN_SANITIZER
    (void)now;
#else
    if (resident && now > resident + ROOM_KIB)
        fault(n, "memory stays", detail);
#endif
}

/* Every WORKERS-th mutant from `n` on, below `count`. A host serves some hundred of them. */
static void work(uint64_t n, uint64_t count)
{
    unsigned fds = count_entries("/proc/self/fd");
    long resident = 0;
    struct host *host = NULL;

    for (uint64_t done = 0; n < count; n += WORKERS) {
        if (!host)
            host = host_new(exe);
        mine->since = clock_monotonic();
        mine->now = n;
        mine->stages[one_mutant(n, host)]++;
        mine->done++;
        if (++done % FRESH_HOST == 0) {
            host_free(host);
            host = NULL;
            check_nothing_stays(n, fds, resident);
            if (done == 10 * (uint64_t)FRESH_HOST) /* by then every base and every way was there */
                resident = resident_kib();
        }
    }
    host_free(host);
    check_nothing_stays(n, fds, 0);
    exit(0);
}

static pid_t start(struct record *r, uint64_t n, uint64_t count)
{
    pid_t pid;

    fflush(stdout);
    r->since = clock_monotonic();
    pid = fork();
    if (pid == 0) {
        mine = r;
        work(n, count);
    }
    return pid;
}

/* A worker that died or hangs: which mutant did it? */
static void blame(struct record *r, int status)
{
    char detail[80];

    snprintf(detail, sizeof(detail), "signal %d, exit %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0,
             WIFEXITED(status) ? WEXITSTATUS(status) : 0);
    mine = r;
    fault(r->now, WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? "does not end" : "the parent died",
          detail);
}

static void run_workers(struct record *records, uint64_t count)
{
    pid_t pids[WORKERS];
    int alive = WORKERS;

    for (int i = 0; i < WORKERS; i++)
        pids[i] = start(&records[i], (uint64_t)i, count);
    while (alive) {
        for (int i = 0; i < WORKERS; i++) {
            int status;

            if (!pids[i])
                continue;
            if (clock_monotonic() - records[i].since > PATIENCE_S * INT64_C(1000000))
                kill(pids[i], SIGKILL);
            if (waitpid(pids[i], &status, WNOHANG) != pids[i])
                continue;
            pids[i] = 0;
            if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
                alive--;
                continue;
            }
            blame(&records[i], status);
            if (records[i].faults > 20) /* enough to read */
                alive--;
            else
                pids[i] = start(&records[i], records[i].now + WORKERS, count);
        }
        usleep(20000);
    }
}

static int summary(const struct record *records, uint64_t count)
{
    uint64_t done = 0, faults = 0;

    for (int i = 0; i < WORKERS; i++) {
        done += records[i].done;
        faults += records[i].faults;
    }
    printf("mutants: seed %llu, %llu of %llu:", (unsigned long long)seed, (unsigned long long)done,
           (unsigned long long)count);
    for (int k = 0; k < STAGES; k++) {
        uint64_t n = 0;

        for (int i = 0; i < WORKERS; i++)
            n += records[i].stages[k];
        printf("%s %llu %s", k ? "," : "", (unsigned long long)n, stage_names[k]);
        /* A mutator that never gets behind the first door, or never spoils anything, proves nothing. */
        if (count >= 2000 && n == 0) {
            faults++;
            printf(" (GAGAL: none)");
        }
    }
    printf("\nmutants: %llu faults\n", (unsigned long long)faults);
    return faults || done < count ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    uint64_t count = 10000, only = UINT64_MAX;
    struct record *records =
        mmap(NULL, sizeof(*records) * WORKERS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (argc < 3 || records == MAP_FAILED || sodium_init() < 0) {
        fprintf(stderr, "mutants HOST PLUGINS [--count N] [--seed S] [--only N [--keep FILE]]\n");
        return 2;
    }
    exe = argv[1];
    for (int i = 3; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--count") == 0)
            count = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            only = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--keep") == 0)
            keep = fopen(argv[i + 1], "wb");
    }
    log_level_set(LOG_ERROR);
    read_bases(argv[2], a);
    if (only != UINT64_MAX) {
        struct host *host = host_new(exe);

        mine = records;
        printf("%s\n", stage_names[one_mutant(only, host)]);
        host_free(host);
        if (keep)
            fclose(keep);
    } else {
        run_workers(records, count);
    }
    arena_free(a);
    return only != UINT64_MAX ? records->faults > 0 : summary(records, count);
}
