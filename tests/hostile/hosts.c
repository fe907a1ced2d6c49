/* A host that is killed, or that crashes, in the middle of a batch: no row is lost, none is wrong. */
#include "hostile.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 400 };

struct killer {
    struct host *host;
    int sig;
};

static void *kill_later(void *arg)
{
    const struct killer *k = arg;
    int pid = 0;

    while (!(pid = host_pid(k->host)))
        usleep(200);
    usleep(15000);
    kill(pid, k->sig);
    return NULL;
}

static void killed(const char *name, int sig)
{
    static const char source[] = "fungsi { nama = 'serang', hitung = function(isian, setelan)\n"
                                 "  local s = 0\n"
                                 "  for i = 1, 20000 do s = s + i * isian.x end\n"
                                 "  return s\n"
                                 "end }";
    struct killer k = { host_new(exe_path), sig };
    struct arena *a = arena_new();
    struct host_row *rows = arena_array(a, struct host_row, ROWS);
    struct buf args = BUF_NONE;
    struct err e = ERR_NONE;
    struct hand h;
    pthread_t t;
    char why[200] = "";
    bool good;

    pack_begin(&h);
    pack_add(&h, "init.lua", source, sizeof(source) - 1);
    pack_end(&h);
    for (int i = 0; i < ROWS; i++)
        buf_printf(&args, "%s{\"x\":%d}", i ? "," : "[", i);
    buf_str(&args, "]");
    good = host_load(k.host, &h.p, NULL, &e) == ST_OK;
    pthread_create(&t, NULL, kill_later, &k);
    good = good && run_rows(k.host, &h.p, "fungsi.serang", args.p, false, a, rows, &e) == ST_OK;
    pthread_join(t, NULL);
    if (!good)
        snprintf(why, sizeof(why), "%.180s", e.msg);
    for (int i = 0; good && i < ROWS; i++) {
        char want[32];

        snprintf(want, sizeof(want), "%lld", 200010000LL * i);
        good = !rows[i].code && strcmp(rows[i].value, want) == 0;
        if (!good)
            snprintf(why, sizeof(why), "baris %d: %.150s", i,
                     rows[i].code ? rows[i].err->msg : rows[i].value);
    }
    verdict(name, good && neighbour_fine(k.host), why);
    host_free(k.host);
    arena_free(a);
    buf_free(&args);
}

void killed_hosts(void)
{
    killed("host_killed_in_a_batch", SIGKILL);
    killed("host_terminated_in_a_batch", SIGTERM);
    killed("host_crashes_in_a_batch", SIGSEGV);
    killed("host_breaks_seccomp_in_a_batch", SIGSYS);
}
