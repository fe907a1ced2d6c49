/* Cuts the power under a loaded writer again and again, and looks whether what was acknowledged is there.
 *
 *   powerloss [--rounds N] [--seed S] [--lie | --full]
 *
 * --lie: the disk ignores syncs; succeeds only if a loss is noticed. --full: no cut, but the disk is full for
 * a while; what was refused must be absent, the rest present, and the writer must go on afterwards.
 */
#include <errno.h>
#include <ftw.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "load.h"
#include "powerloss_vfs.h"

enum {
    COMMANDS = 400,
    IN_FLIGHT = 24,
    CHECKPOINT = 120,
    ROUNDS_PER_DB = 10,
    LIMIT = 2 * ROUNDS_PER_DB * COMMANDS + 1
};

static char folder[64], url[128];
static bool acked[LIMIT], denied[LIMIT];
static int64_t next_n;
static bool full_in_run;
static uint64_t random_state;
static enum { CUT, LIE, FULL } mode;

static struct {
    int64_t acked, cut, killed, finished, refused_full, after_full;
} total;

static uint64_t next_random(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static void remove_database(void)
{
    if (*folder)
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    *folder = '\0';
}

static bool new_database(void)
{
    remove_database();
    snprintf(folder, sizeof(folder), "/tmp/tenayan-powerloss-XXXXXX");
    if (!mkdtemp(folder))
        return false;
    snprintf(url, sizeof(url), "sqlite:%s/uji.db", folder);
    memset(acked, 0, sizeof(acked));
    memset(denied, 0, sizeof(denied));
    next_n = 1;
    return load_prepare(url);
}

static _Noreturn void child(const struct powerloss *o, int fd)
{
    struct load l = { .url = url,
                      .first = next_n,
                      .count = COMMANDS,
                      .in_flight = IN_FLIGHT,
                      .checkpoint = CHECKPOINT,
                      .fd = fd };
    bool ok;

    powerloss_install(o);
    ok = load_run(&l);
    dprintf(fd, "events %lld\n", (long long)powerloss_events());
    _exit(ok ? 0 : 1);
}

/* One line of the child. */
static bool understand(const char *text, int64_t *acks, int64_t *events, char *why, size_t size)
{
    char code[64];
    long long n;

    if (sscanf(text, "ack %lld", &n) == 1 && n > 0 && n < LIMIT) {
        acked[n] = true;
        ++*acks;
        total.after_full += full_in_run;
    } else if (sscanf(text, "nak %lld %63s", &n, code) == 2 && n > 0 && n < LIMIT) {
        bool full = mode == FULL && strcmp(code, "umum.disk_penuh") == 0;

        denied[n] = true;
        total.refused_full += full;
        full_in_run = full_in_run || full;
        if (!full && strcmp(code, "umum.konflik") != 0) {
            snprintf(why, size, "command %lld failed with %s", n, code);
            return false;
        }
    } else if (sscanf(text, "events %lld", &n) == 1) {
        *events = n;
    } else {
        snprintf(why, size, "%s", text);
        return false;
    }
    return true;
}

/* Runs the load until the power goes, or until `kill_after` acknowledgements (0: never). */
static bool run(const struct powerloss *o, int64_t kill_after, int64_t *events, char *why, size_t size)
{
    int ends[2], status;
    int64_t acks = 0;
    bool ok = true, killed = false;
    char text[256];
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
    full_in_run = false;
    f = fdopen(ends[0], "r");
    while (fgets(text, sizeof(text), f)) {
        ok = ok && understand(text, &acks, events, why, size);
        if (kill_after && acks >= kill_after && !killed)
            killed = kill(pid, SIGKILL) == 0;
    }
    fclose(f);
    waitpid(pid, &status, 0);
    next_n += COMMANDS;
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

static bool round_(int64_t events, char *why, unsigned size)
{
    struct powerloss o = { .seed = next_random(), .sync_lies = mode == LIE };
    int64_t kill_after = 0, ignored;
    bool ok;

    if (mode == FULL) {
        o.full_from = 1 + (int64_t)(next_random() % (uint64_t)events);
        o.full = 1 + (int64_t)(next_random() % 60);
    } else if (next_random() % 5 == 0) {
        kill_after = 1 + (int64_t)(next_random() % COMMANDS);
    } else {
        o.cut_at = 1 + (int64_t)(next_random() % (uint64_t)events);
    }
    ok = run(&o, kill_after, &ignored, why, size);
    if (ok && mode == CUT && next_random() % 4 == 0) {
        /* Again at once, early: while the first loss is being recovered. */
        o.seed = next_random();
        o.cut_at = 1 + (int64_t)(next_random() % 60);
        ok = run(&o, 0, &ignored, why, size);
    }
    return ok && load_check(url, acked, denied, LIMIT, why, size);
}

static int test(int rounds)
{
    struct powerloss none = { .seed = 1 };
    int64_t events = 0;
    int noticed = 0, per_db = mode == CUT ? ROUNDS_PER_DB : 1;
    char why[640] = "";

    /* One undisturbed run tells how many events there are to choose from. */
    if (!new_database() || !run(&none, 0, &events, why, sizeof(why)) || events == 0 ||
        !load_check(url, acked, denied, LIMIT, why, sizeof(why))) {
        printf("undisturbed run: %s\n", why);
        return 1;
    }
    total.finished = 0;
    for (int i = 0; i < rounds; i++) {
        if (i % per_db == 0 && !new_database())
            return 1;
        if (!round_(events, why, sizeof(why))) {
            noticed++;
            if (mode != LIE) {
                printf("round %d: %s; the database stays in %s\n", i, why, folder);
                return 1;
            }
        }
    }
    remove_database();
    printf("%d rounds of %lld events: %lld power cuts, %lld kills, %lld ran through; %lld acknowledged\n",
           rounds, (long long)events, (long long)total.cut, (long long)total.killed,
           (long long)total.finished, (long long)total.acked);
    switch (mode) {
    case LIE:
        printf("%d losses noticed on a disk that lies\n", noticed);
        return noticed == 0;
    case FULL:
        printf("%lld refused for want of space, %lld acknowledged afterwards\n",
               (long long)total.refused_full, (long long)total.after_full);
        return total.refused_full == 0 || total.after_full == 0;
    default:
        printf("nothing lost\n");
        return total.cut < rounds / 2 || total.killed == 0;
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "rounds", required_argument, NULL, 'r' },
        { "seed", required_argument, NULL, 's' },
        { "lie", no_argument, NULL, 'l' },
        { "full", no_argument, NULL, 'f' },
        { 0 },
    };
    uint64_t seed = (uint64_t)time(NULL);
    int rounds = 200, c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
        switch (c) {
        case 'r':
            rounds = atoi(optarg);
            break;
        case 's':
            seed = strtoull(optarg, NULL, 10);
            break;
        case 'l':
            mode = LIE;
            break;
        case 'f':
            mode = FULL;
            break;
        default:
            return 2;
        }
    printf("seed %llu\n", (unsigned long long)seed);
    log_level_set(mode == CUT ? LOG_WARN : LOG_ERROR + 1); /* a full or lying disk fills the log on purpose */
    random_state = seed;
    return test(rounds);
}
