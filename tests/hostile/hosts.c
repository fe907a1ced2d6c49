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

/* A child that lies costs its own row and never more. */
static void lying_hosts(void)
{
    static const char *const lies[] = {
        "kosong",           "bukan_msgpack", "selesai_tanpa_baris",  "putusan_aneh",
        "putusan_negatif",  "jenis_aneh",    "dua_baris_untuk_satu", "jumlah_baris_raksasa",
        "teks_raksasa",     "nan",           "tak_hingga",           "bilangan_raksasa",
        "bukan_utf8",       "nul",           "kunci_ganda",          "kunci_tak_urut",
        "kunci_angka",      "biner",         "terlalu_dalam",        "kode_server",
        "kode_tak_dikenal", "baris_negatif", "jejak_tak_diminta",    "instruksi_negatif",
        "jenis_baris_aneh", "muat_dua_kali", "panjang_bohong",       "terpotong",
    };
    char exe[1024], *slash;

    snprintf(exe, sizeof(exe), "%s", exe_path);
    slash = strrchr(exe, '/');
    snprintf(slash ? slash + 1 : exe, 16, "fakechild");
    for (size_t i = 0; i < COUNT(lies); i++) {
        struct host *host = host_new(exe);
        struct arena *a = arena_new();
        struct host_row row = { 0 };
        struct err e = ERR_NONE;
        struct hand h;
        char name[80], function[80];
        bool good;

        pack_begin(&h);
        pack_add(&h, "init.lua", "", 0);
        pack_end(&h);
        snprintf(name, sizeof(name), "liar_%s", lies[i]);
        snprintf(function, sizeof(function), "fungsi.%s", lies[i]);
        good = run_rows(host, &h.p, function, "[{}]", false, a, &row, &e) == ST_OK &&
               (row.code == E_PLUGIN_MATI || row.code == E_PLUGIN_HOST);
        verdict(name, good, row.code ? row.err->msg : e.code ? e.msg : row.value);
        host_free(host);
        arena_free(a);
    }
}

void killed_hosts(void)
{
    lying_hosts();
    killed("host_killed_in_a_batch", SIGKILL);
    killed("host_terminated_in_a_batch", SIGTERM);
    killed("host_crashes_in_a_batch", SIGSEGV);
    killed("host_breaks_seccomp_in_a_batch", SIGSYS);
}
