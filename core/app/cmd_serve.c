/* serve: everything that runs as long as the server does, in the order in which it starts and, backwards,
 * stops: lock, audit key, what an earlier server left, writer, jobs, upkeep, and the HTTP server itself. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/denyut.h"
#include "app/tulis.h"
#include "app/upkeep.h"
#include "base/conf.h"
#include "base/log.h"
#include "domain/bukti.h"
#include "domain/faktor.h"
#include "domain/job.h"
#include "domain/segel.h"
#include "http/jobs.h"
#include "http/metrics.h"
#include "http/reads.h"
#include "http/server.h"
#include "http/session.h"
#include "scoring/karantina.h"
#include "scoring/run.h"
#include "scoring/simulate_job.h"
#include "scoring/verify_job.h"
#include "script/host.h"

enum { WRITER_QUEUE = 1024 };

struct serve {
    struct cli *cli;
    struct conf *conf;
    struct tulis tulis;
    struct writer *writer;
    struct job_runner *runs;
    struct job_thread *verifies, *simulations;
    struct upkeep *upkeep;
    struct denyut *denyut;
    char *pulse; /* the file beside the database */
    struct server_conf server;
};

/* Settings ------------------------------------------------------------------------------------------------
 */

/* "127.0.0.1:0", "[::1]:8080", several with commas. */
static bool only_loopback(const char *listen)
{
    while (*listen) {
        if (strncmp(listen, "127.", 4) != 0 && strncmp(listen, "[::1]:", 6) != 0)
            return false;
        listen += strcspn(listen, ",");
        listen += strspn(listen, ", ");
    }
    return true;
}

static enum status levels(const struct conf *c, struct err *e)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    const char *level = conf_text(c, "log.level");

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(level, names[i]) == 0) {
            log_level_set((enum log_level)i);
            return ST_OK;
        }
    return err_set(e, E_KONFIGURASI, "%s: log.level harus debug, info, warn atau error.",
                   conf_origin(c, "log.level"));
}

/* The command line goes before the environment, that before the file. */
static enum status settings(struct serve *s, struct err *e)
{
    struct cli *c = s->cli;
    const char *listen = cli_option(c, "--listen"), *clock = cli_option(c, "--test-clock");
    enum status st;

    if ((st = conf_load(cli_option(c, "--config"), &s->conf, e)) != ST_OK ||
        (st = levels(s->conf, e)) != ST_OK ||
        (st = clock_zone_set(conf_text(s->conf, "instansi.zona"), e)) != ST_OK ||
        (st = server_conf_read(&s->server, s->conf, e)) != ST_OK)
        return st;
    if (!c->db && strcmp(c->data, "data") == 0) {
        st = db_url(conf_text(s->conf, "data.db"), conf_text(s->conf, "data.dir"), c->url, sizeof(c->url), e);
        if (st != ST_OK)
            return st;
    }
    if (listen && strlen(listen) >= sizeof(s->server.listen))
        return err_set(e, E_PENGGUNAAN, "--listen terlalu panjang.");
    if (listen)
        strcpy(s->server.listen, listen);
    if (!clock)
        return ST_OK;
    if (!only_loopback(s->server.listen))
        return err_set(e, E_JAM_UJI, NULL);
    return clock_test_file(clock, e);
}

/* Start ---------------------------------------------------------------------------------------------------
 */

/* The first row of this server: a test clock is never a secret. */
static enum status started(struct perintah *p, struct db *db, struct err *e)
{
    struct audit_entry a = { .objek = "server", .objek_id = 1, .peristiwa = "mulai", .peran = "sistem" };

    a.isi = clock_is_test() ? "{\"jam_uji\":true,\"versi\":\"" TENAYAN_VERSION "\"}"
                            : "{\"jam_uji\":false,\"versi\":\"" TENAYAN_VERSION "\"}";
    return audit_add(db, &p->who, &a, NULL, e);
}

static enum status requeue(struct perintah *p, struct db *db, struct err *e)
{
    (void)p;
    return job_requeue(db, e);
}

/* What an earlier server left: strays of uploads, jobs that it was running. The write connection is not kept:
 * from here on the writer has its own. */
static enum status recover(struct serve *s, struct err *e)
{
    char *bukti = tulis_beside(s->tulis.db, "bukti", s->cli->a);
    int64_t removed = 0;
    enum status st;

    s->pulse = tulis_beside(s->tulis.db, "denyut", s->cli->a);
    s->server.tmp = arena_printf(s->cli->a, "%s/tmp", bukti);
    s->server.tema = tulis_beside(s->tulis.db, "tema.css", s->cli->a);
    if ((st = tulis_run(&s->tulis, started, NULL, e)) != ST_OK ||
        (st = tulis_run(&s->tulis, requeue, NULL, e)) != ST_OK ||
        (st = bukti_sweep(s->tulis.db, bukti, &removed, e)) != ST_OK)
        return st;
    if (removed)
        log_event(LOG_INFO, "serve.sapu", "%lld berkas bukti tanpa acuan dihapus", (long long)removed);
    db_close(s->tulis.db);
    s->tulis.db = NULL;
    return ST_OK;
}

static void wake_jobs(void *arg)
{
    struct serve *s = arg;

    job_runner_wake(s->runs);
    job_thread_wake(s->verifies);
    job_thread_wake(s->simulations);
}

static void ready(void *arg, const char *address)
{
    struct serve *s = arg;

    if (s->cli->json)
        printf("{\"alamat\":\"http://%s\"}\n", address);
    else
        printf("Tenayan melayani di http://%s\n", address);
    fflush(stdout);
    if (clock_is_test())
        log_event(LOG_WARN, "serve.jam_uji", "waktu dibaca dari berkas, hanya untuk uji");
}

/* A settings file of its own may name another key than the one that tulis_open took. */
static enum status signing_key(struct serve *s, struct err *e)
{
    const char *path = conf_text(s->conf, "audit.kunci");

    if (!path || !*path)
        return ST_OK;
    audit_key_drop();
    return audit_key_load(path, e);
}

/* The key of second factors, and who must have one. Demonstration data asks nobody by itself: its passwords
 * are printed anyway, and the first steps should be short. */
static enum status access_rules(struct serve *s, struct err *e)
{
    const char *path = conf_text(s->conf, "akses.kunci"), *roles = conf_text(s->conf, "akses.faktor_kedua");
    bool said = strcmp(conf_origin(s->conf, "akses.faktor_kedua"), "bawaan") != 0;
    int64_t demo = 0;
    enum status st =
        db_int(s->tulis.db, &demo, e, "SELECT count(*) FROM meta WHERE kunci = 'data_contoh'", "");

    if (st == ST_OK)
        st = segel_kunci(path && *path ? path : tulis_beside(s->tulis.db, "kunci-akses", s->cli->a), e);
    return st == ST_OK ? faktor_wajib_peran(demo && !said ? "" : roles, e) : st;
}

static enum status start(struct serve *s, struct err *e)
{
    struct cli *c = s->cli;
    enum status st;

    if ((st = writer_start(c->url, WRITER_QUEUE, &s->writer, e)) != ST_OK ||
        (st = job_runner_start(c->url, s->writer, NULL, &s->runs, e)) != ST_OK ||
        (st = job_thread_start(&verify_jobs, c->url, s->writer, NULL, &s->verifies, e)) != ST_OK ||
        (st = job_thread_start(&simulate_jobs, c->url, s->writer, NULL, &s->simulations, e)) != ST_OK ||
        /* Before upkeep: what ended meanwhile may have been prolonged. */
        (st = denyut_start(s->writer, s->pulse, metrics_shed_total, &s->denyut, e)) != ST_OK ||
        (st = upkeep_start(s->writer, &s->upkeep, e)) != ST_OK || (st = reads_start(s->writer, e)) != ST_OK)
        return st;
    jobs_on_wake(wake_jobs, s);
    s->server.url = c->url;
    s->server.writer = s->writer;
    s->server.routes = routes_all;
    s->server.login = session_login;
    s->server.host_new = host_new;
    s->server.host_free = host_free;
    s->server.host_pid = host_pid;
    s->server.host_report = karantina_lapor_nanti;
    s->server.ready = ready;
    s->server.arg = s;
    return ST_OK;
}

static void stop(struct serve *s)
{
    jobs_on_wake(NULL, NULL);
    reads_stop();
    upkeep_stop(s->upkeep);
    denyut_stop(s->denyut);
    job_thread_stop(s->simulations);
    job_thread_stop(s->verifies);
    job_runner_stop(s->runs);
    if (s->writer)
        writer_stop(s->writer);
    tulis_close(&s->tulis);
    segel_lepas();
    conf_free(s->conf);
}

static void print_routes(void)
{
    for (size_t i = 0; routes_all[i]; i++)
        for (const struct route *r = routes_all[i]; r->path; r++)
            printf("%s %s\n", method_name(r->method), r->path);
}

static enum status serve_run(struct cli *c, struct err *e)
{
    struct serve s = { .cli = c, .tulis = TULIS_NONE };
    enum status st;

    if (cli_flag(c, "--routes")) {
        print_routes();
        return ST_OK;
    }
    if ((st = settings(&s, e)) != ST_OK || (st = tulis_open(c, &s.tulis, e)) != ST_OK ||
        (st = signing_key(&s, e)) != ST_OK || (st = access_rules(&s, e)) != ST_OK ||
        (st = recover(&s, e)) != ST_OK || (st = start(&s, e)) != ST_OK)
        goto out;
    st = server_run(&s.server, e);
out:
    stop(&s);
    return st;
}

static const struct cli_option serve_options[] = {
    { "--listen", "ADDR:PORT", "where to listen, several with commas (default 127.0.0.1:8080; port 0: any)" },
    { "--config", "FILE", "settings (default /etc/tenayan/tenayan.conf if it is there)" },
    { "--test-clock", "FILE", "reads the time from FILE at each use; loopback only" },
    { "--routes", NULL, "prints method and path of everything that is answered, and ends" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_serve[] = {
    { .name = "serve",
      .args = "",
      .help = "answers over HTTP until SIGTERM, then finishes what it has accepted",
      .example = "tenayan serve --listen 127.0.0.1:8080 --data /var/lib/tenayan",
      .options = serve_options,
      .run = serve_run },
    { .name = NULL },
};
