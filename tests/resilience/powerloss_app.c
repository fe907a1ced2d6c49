/* Cuts the power under domain commands again and again, and looks whether what was acknowledged is there.
 *
 *   powerloss_app DATABASE [--rounds N] [--seed S] [--lie]
 *
 * DATABASE is a demonstration city; copies of it are used. Eight employees change each his own plan through
 * the writer: save, submit, take back, in this order, every command with its Idempotency-Key. After each loss
 * the audit chain must be whole, every acknowledged command must be there with its audit row and its stored
 * reply, and the command that was in flight, repeated with its key, must have happened exactly once. --lie:
 * the disk ignores syncs; succeeds only if a loss is noticed.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/audit.h"
#include "domain/penugasan.h"
#include "domain/skp.h"
#include "powerloss_vfs.h"
#include "store/writer.h"

enum { ACTORS = 8, COMMANDS = 15, CHECKPOINT = 150, ROUNDS_PER_DB = 10, PATH = 512 };
enum kind { TARIK, SIMPAN, AJUKAN, KINDS }; /* command n is of kind n % KINDS */
static const char *const events_of[KINDS] = { "tarik", "simpan", "ajukan" };

struct actor {
    struct who who;
    int64_t pegawai_id, skp_id, versi_id;
    int64_t n;    /* commands that are known to have happened */
    int64_t etag; /* after them */
};

static struct actor actors[ACTORS], fresh[ACTORS];
static char folder[] = "/tmp/tenayan-powerloss-app-XXXXXX";
static char base[PATH], copy[PATH], url[PATH + 8];
static uint64_t random_state;
static struct {
    int64_t acked, cut, killed, finished, repeated;
} total;

static uint64_t next_random(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* Files ---------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static bool copy_file(const char *from, const char *to)
{
    static char chunk[1 << 16];
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t n = -1;

    while (in >= 0 && out >= 0 && (n = read(in, chunk, sizeof(chunk))) > 0)
        if (write(out, chunk, (size_t)n) != n) {
            n = -1;
            break;
        }
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return n == 0;
}

static bool new_database(void)
{
    static const char *const beside[] = { "-wal", "-shm", "-journal" };
    char path[PATH + 16];

    for (size_t i = 0; i < COUNT(beside); i++) {
        snprintf(path, sizeof(path), "%s%s", copy, beside[i]);
        unlink(path);
    }
    memcpy(actors, fresh, sizeof(actors));
    return copy_file(base, copy);
}

/* Commands ------------------------------------------------------------------------------------------- */

static void marker(const struct actor *a, int64_t n, char out[64])
{
    snprintf(out, 64, "Pegawai %lld simpan %lld", (long long)a->pegawai_id, (long long)n);
}

struct op {
    struct perintah p;
    struct arena *a;
    struct skp_simpan simpan;
    struct skp_langkah langkah;
    char kunci[64];
};

/* Command n of the actor: the same bytes whenever it is asked for. */
static enum status op_make(struct op *o, const struct actor *a, int64_t n, struct err *e)
{
    static const char body[] =
        "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"%s\",\"indikator\":["
        "{\"aspek\":\"kuantitas\",\"teks\":\"Kunjungan\",\"target_teks\":\"10 pasien\",\"bawah\":10,"
        "\"satuan\":\"pasien\",\"arah\":\"naik\",\"per\":\"bulan\",\"konsolidasi\":\"jumlah\"}]}]}";
    enum kind kind = (enum kind)(n % KINDS);
    char teks[64];
    json_t *v = NULL;
    const char *text;
    enum status st = ST_OK;

    o->a = arena_new();
    marker(a, n, teks);
    if (kind == SIMPAN) {
        text = arena_printf(o->a, body, teks);
        if ((st = json_read(text, strlen(text), &v, e)) == ST_OK)
            st = skp_isi_baca(v, o->a, &o->simpan.isi, e);
        json_decref(v);
        o->simpan.id = a->skp_id;
        perintah_init(&o->p, &a->who, skp_simpan, &o->simpan);
    } else {
        o->langkah = (struct skp_langkah){ .id = a->skp_id, .peristiwa = events_of[kind] };
        perintah_init(&o->p, &a->who, skp_langkah, &o->langkah);
    }
    snprintf(o->kunci, sizeof(o->kunci), "kunci-%lld", (long long)n);
    o->p.kunci = o->kunci;
    o->p.if_match = a->etag;
    hash_blake2b(teks, strlen(teks), &o->p.permintaan);
    return st;
}

static void op_clear(struct op *o)
{
    perintah_clear(&o->p);
    arena_free(o->a);
}

/* The child ------------------------------------------------------------------------------------------ */

struct load {
    struct writer *w;
    int fd;
    struct actor *actor;
    pthread_t thread;
};

static void line(int fd, const char *text)
{
    size_t len = strlen(text);

    if (write(fd, text, len) != (ssize_t)len)
        _exit(3);
}

static void *act(void *arg)
{
    struct load *l = arg;
    struct actor *a = l->actor;
    char text[640];

    for (int i = 0; i < COMMANDS; i++) {
        struct err e = ERR_NONE;
        struct op o = { 0 };
        enum status st = op_make(&o, a, a->n + 1, &e);

        if (st == ST_OK)
            st = writer_run(l->w, &o.p.cmd, &e);
        if (st != ST_OK) {
            snprintf(text, sizeof(text), "bad %s: %s\n", code_row(e.code)->name, e.msg);
            line(l->fd, text);
            _exit(4);
        }
        a->n++;
        a->etag = o.p.reply.etag;
        snprintf(text, sizeof(text), "ack %td %lld %lld\n", a - actors, (long long)a->n, (long long)a->etag);
        line(l->fd, text);
        op_clear(&o);
    }
    return NULL;
}

static enum status often(struct command *c, struct db *db, struct err *e)
{
    char sql[64];

    (void)c;
    snprintf(sql, sizeof(sql), "PRAGMA wal_autocheckpoint = %d", CHECKPOINT);
    return db_script(db, sql, e);
}

static _Noreturn void child(const struct powerloss *o, int fd)
{
    struct command c = { .apply = often };
    struct load loads[ACTORS];
    struct err e = ERR_NONE;
    struct writer *w;
    char text[64];

    powerloss_install(o);
    if (writer_start(url, 64, &w, &e) != ST_OK || writer_run(w, &c, &e) != ST_OK) {
        line(fd, "bad start\n");
        _exit(4);
    }
    for (int i = 0; i < ACTORS; i++) {
        loads[i] = (struct load){ .w = w, .fd = fd, .actor = &actors[i] };
        if (pthread_create(&loads[i].thread, NULL, act, &loads[i]) != 0)
            _exit(5);
    }
    for (int i = 0; i < ACTORS; i++)
        pthread_join(loads[i].thread, NULL);
    writer_stop(w);
    snprintf(text, sizeof(text), "events %lld\n", (long long)powerloss_events());
    line(fd, text);
    _exit(0);
}

/* The parent ----------------------------------------------------------------------------------------- */

static bool understand(const char *text, int64_t *acks, int64_t *events, char *why, size_t size)
{
    long long i, n, etag;

    if (sscanf(text, "ack %lld %lld %lld", &i, &n, &etag) == 3 && i >= 0 && i < ACTORS) {
        if (n != actors[i].n + 1 || etag != actors[i].etag + 1) {
            snprintf(why, size, "actor %lld: after %lld came %s", i, (long long)actors[i].n, text);
            return false;
        }
        actors[i].n = n;
        actors[i].etag = etag;
        ++*acks;
        return true;
    }
    if (sscanf(text, "events %lld", &n) == 1) {
        *events = n;
        return true;
    }
    snprintf(why, size, "%s", text);
    return false;
}

/* Runs the load until the power goes, or until `kill_after` acknowledgements (0: never). */
static bool run(const struct powerloss *o, int64_t kill_after, int64_t *events, char *why, size_t size)
{
    int ends[2], status;
    int64_t acks = 0;
    bool ok = true, killed = false;
    char text[640];
    FILE *f;
    pid_t pid;

    fflush(NULL);
    if (pipe(ends) != 0 || (pid = fork()) < 0) {
        snprintf(why, size, "fork: %s", strerror(errno));
        return false;
    }
    if (pid == 0) {
        close(ends[0]);
        child(o, ends[1]);
    }
    close(ends[1]);
    f = fdopen(ends[0], "r");
    while (fgets(text, sizeof(text), f)) {
        ok = ok && understand(text, &acks, events, why, size);
        if (kill_after && acks >= kill_after && !killed)
            killed = kill(pid, SIGKILL) == 0;
    }
    fclose(f);
    waitpid(pid, &status, 0);
    total.acked += acks;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && killed)
        total.killed++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == POWERLOSS_EXIT)
        total.cut++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        total.finished++;
    else if (ok) {
        snprintf(why, size, "the program ended with status %x", (unsigned)status);
        ok = false;
    }
    return ok;
}

static bool wrong(char *why, size_t size, const struct actor *a, const char *what, int64_t want, int64_t got)
{
    if (want == got)
        return false;
    snprintf(why, size, "actor %td: %s: %lld expected, %lld there", a - actors, what, (long long)want,
             (long long)got);
    return true;
}

/* The command that was in flight, or the next one: it must now have happened, and once. */
static bool repeat(struct db *db, struct actor *a, char *why, size_t size)
{
    struct err e = ERR_NONE;
    struct op o = { 0 };
    bool ok = op_make(&o, a, a->n + 1, &e) == ST_OK && command_run(db, &o.p.cmd, &e) == ST_OK;

    if (!ok)
        snprintf(why, size, "actor %td: repeating command %lld: %s", a - actors, (long long)a->n + 1, e.msg);
    else if (wrong(why, size, a, "version of the reply", a->etag + 1, o.p.reply.etag))
        ok = false;
    total.repeated += ok && o.p.ulang;
    a->n++;
    a->etag++;
    op_clear(&o);
    return ok;
}

static bool check_actor(struct db *db, const struct actor *a, struct arena *arena, char *why, size_t size)
{
    static const char *const status_of[KINDS] = { "draf", "draf", "diajukan" };
    int64_t replies = 0, rows = 0, versi = 0, saved = a->n - (a->n + KINDS - SIMPAN) % KINDS;
    struct err e = ERR_NONE;
    char *status = NULL, *teks = NULL, want[64];

    if (db_int(db, &replies, &e,
               "SELECT count(*) FROM idempotensi WHERE akun_id = $1 AND kunci LIKE 'kunci-%'", "i",
               a->who.akun_id) != ST_OK ||
        db_int(db, &rows, &e,
               "SELECT count(*) FROM audit WHERE objek = 'skp' AND objek_id = $1"
               " AND peristiwa IN ('simpan', 'ajukan', 'tarik')",
               "i", a->versi_id) != ST_OK ||
        db_int(db, &versi, &e, "SELECT versi FROM skp WHERE id = $1", "i", a->skp_id) != ST_OK ||
        db_text(db, &status, arena, &e, "SELECT status FROM skp_versi WHERE id = $1", "i", a->versi_id) !=
            ST_OK ||
        db_text(db, &teks, arena, &e, "SELECT teks FROM rhk WHERE skp_versi_id = $1", "i", a->versi_id) !=
            ST_OK) {
        snprintf(why, size, "actor %td: %s", a - actors, e.msg);
        return false;
    }
    if (wrong(why, size, a, "stored replies", a->n, replies) ||
        wrong(why, size, a, "audit rows", a->n, rows) || wrong(why, size, a, "version", a->etag, versi))
        return false;
    marker(a, saved, want);
    if (strcmp(teks, want) == 0 && strcmp(status, status_of[a->n % KINDS]) == 0)
        return true;
    snprintf(why, size, "actor %td: after command %lld the plan is %s with \"%s\"", a - actors,
             (long long)a->n, status, teks);
    return false;
}

static bool check(char *why, size_t size)
{
    struct audit_report report = { 0 };
    struct err e = ERR_NONE;
    struct arena *arena = arena_new();
    struct db *db = NULL;
    char *sound = NULL;
    /* This process is not the one that dies. */
    bool ok = db_open(url, DB_WRITE, &db, &e) == ST_OK &&
              db_script(db, "PRAGMA synchronous = OFF", &e) == ST_OK &&
              db_text(db, &sound, arena, &e, "PRAGMA integrity_check", "") == ST_OK &&
              audit_verify(db, &report, &e) == ST_OK;

    if (!ok)
        snprintf(why, size, "%s", e.msg);
    else if (strcmp(sound, "ok") != 0 || report.rusak) {
        snprintf(why, size, "structure: %s; audit: %s", sound, report.masalah);
        ok = false;
    }
    for (int i = 0; ok && i < ACTORS; i++)
        ok = repeat(db, &actors[i], why, size) && check_actor(db, &actors[i], arena, why, size);
    if (ok && (audit_verify(db, &report, &e) != ST_OK || report.rusak)) {
        snprintf(why, size, "audit after the repetition: %s%s", e.msg, report.masalah);
        ok = false;
    }
    db_close(db);
    arena_free(arena);
    return ok;
}

/* Eight nurses with an empty plan each of a year far off. */
static enum status prepare(struct db *db, struct err *e)
{
    struct arena *arena = arena_new();
    struct rows r;
    int n = 0;
    enum status st = db_rows(db, &r, e,
                             "SELECT a.id, a.pegawai_id FROM akun a JOIN skp s ON s.pegawai_id = a.pegawai_id"
                             " WHERE s.mulai = '2026-01-01' AND s.penilai_id IS NOT NULL AND s.form = 'B'"
                             " ORDER BY a.id DESC LIMIT $1",
                             "i", (int64_t)ACTORS);

    for (; st == ST_OK && rows_next(&r); n++) {
        fresh[n].who.akun_id = row_int(&r, 0);
        fresh[n].pegawai_id = row_int(&r, 1);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && n < ACTORS)
        st = err_set(e, E_TIDAK_ADA, "The database has too few plans of 2026.");
    for (int i = 0; st == ST_OK && i < ACTORS; i++) {
        struct actor *a = &fresh[i];
        struct skp_buat in = { .pegawai_id = a->pegawai_id,
                               .mulai = "2030-01-01",
                               .selesai = "2030-12-31",
                               .form = "B",
                               .pendekatan = "kuantitatif" };
        struct penugasan t;
        struct perintah p;

        if ((st = who_load(db, a->who.akun_id, &a->who, e)) != ST_OK ||
            (st = penugasan_of(db, a->pegawai_id, in.mulai, &t, e)) != ST_OK)
            break;
        in.penugasan_id = t.id;
        perintah_init(&p, &a->who, skp_buat, &in);
        st = command_run(db, &p.cmd, e);
        a->skp_id = in.out_id;
        a->etag = p.reply.etag;
        perintah_clear(&p);
        if (st == ST_OK)
            st = db_int(db, &a->versi_id, e, "SELECT id FROM skp_versi WHERE skp_id = $1", "i", a->skp_id);
    }
    arena_free(arena);
    return st;
}

static bool set_up(const char *database)
{
    struct err e = ERR_NONE;
    char path[PATH], from[PATH + 8];
    struct db *db = NULL;
    bool ok;
    FILE *f;

    if (!mkdtemp(folder))
        return false;
    snprintf(path, sizeof(path), "%s/jam", folder);
    f = fopen(path, "w");
    if (!f || fputs("2026-11-24T02:00:00Z\n", f) < 0 || fclose(f) != 0 || clock_test_file(path, &e) != ST_OK)
        return false;
    snprintf(path, sizeof(path), "%s/kunci-audit", folder);
    snprintf(base, sizeof(base), "%s/asal.db", folder);
    snprintf(copy, sizeof(copy), "%s/uji.db", folder);
    snprintf(url, sizeof(url), "sqlite:%s", copy);
    snprintf(from, sizeof(from), "sqlite:%s", base);
    ok = copy_file(database, base) && audit_key_load(path, &e) == ST_OK &&
         db_open(from, DB_WRITE, &db, &e) == ST_OK &&
         db_exec(db, NULL, &e, "UPDATE kepala_audit SET tanda = ''", "") == ST_OK && prepare(db, &e) == ST_OK;
    db_close(db);
    if (!ok)
        printf("preparing %s: %s\n", database, e.msg);
    return ok;
}

static bool round_(int64_t events, bool lie, char *why, size_t size)
{
    struct powerloss o = { .seed = next_random(), .sync_lies = lie };
    int64_t kill_after = 0, ignored;

    if (!lie && next_random() % 5 == 0)
        kill_after = 1 + (int64_t)(next_random() % (ACTORS * COMMANDS));
    else
        o.cut_at = 1 + (int64_t)(next_random() % (uint64_t)events);
    return run(&o, kill_after, &ignored, why, size) && check(why, size);
}

static int test(int rounds, bool lie)
{
    struct powerloss none = { .seed = 1 };
    int64_t events = 0;
    int noticed = 0;
    char why[1024] = "";

    /* One undisturbed run tells how many events there are to choose from. */
    if (!new_database() || !run(&none, 0, &events, why, sizeof(why)) || events == 0 ||
        !check(why, sizeof(why))) {
        printf("undisturbed run: %s\n", why);
        return 1;
    }
    total.finished = 0;
    for (int i = 0; i < rounds; i++) {
        if (i % (lie ? 1 : ROUNDS_PER_DB) == 0 && !new_database())
            return 1;
        if (round_(events, lie, why, sizeof(why)))
            continue;
        noticed++;
        if (!lie) {
            printf("round %d: %s; the database stays in %s\n", i, why, folder);
            return 1;
        }
    }
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    printf("%d rounds of %lld events: %lld power cuts, %lld kills, %lld ran through; %lld acknowledged, "
           "%lld repeated had happened\n",
           rounds, (long long)events, (long long)total.cut, (long long)total.killed,
           (long long)total.finished, (long long)total.acked, (long long)total.repeated);
    if (lie) {
        printf("%d losses noticed on a disk that lies\n", noticed);
        return noticed == 0;
    }
    printf("nothing lost\n");
    return total.cut < rounds / 2 || total.killed == 0;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "rounds", required_argument, NULL, 'r' },
        { "seed", required_argument, NULL, 's' },
        { "lie", no_argument, NULL, 'l' },
        { 0 },
    };
    uint64_t seed = 1;
    int rounds = 200, c;
    bool lie = false;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
        switch (c) {
        case 'r':
            rounds = atoi(optarg);
            break;
        case 's':
            seed = strtoull(optarg, NULL, 10);
            break;
        case 'l':
            lie = true;
            break;
        default:
            return 2;
        }
    if (optind + 1 != argc)
        return 2;
    printf("seed %llu\n", (unsigned long long)seed);
    log_level_set(lie ? LOG_ERROR + 1 : LOG_WARN);
    random_state = seed;
    if (set_up(argv[optind]))
        return test(rounds, lie);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 1;
}
