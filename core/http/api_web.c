/* The application in the browser: its files out of the binary, the agency's theme, and what the login page
 * must know before anybody has logged in. The files are built by web/build (docs/internals/web.md). */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "domain/view.h"
#include "http/loop.h"
#include "http/static.h"

enum { TEMA_MAX = 64 * 1024 };

static const struct server_conf *conf_of(struct request *rq)
{
    return ((struct exchange *)rq)->server->conf;
}

static enum status shell(struct request *rq)
{
    return static_reply(rq, "web/index.html", false);
}

/* Names carry a hash of their content. */
static enum status aset(struct request *rq)
{
    const char *nama = request_param(rq, "nama");
    size_t n = strlen(nama);

    /* The compressed forms have no address of their own. */
    if (n > 3 && (strcmp(nama + n - 3, ".br") == 0 || strcmp(nama + n - 3, ".gz") == 0))
        return err_set(&rq->err, E_ALAMAT_TIDAK_ADA, NULL);
    return static_reply(rq, arena_printf(rq->a, "web/aset/%s", nama), true);
}

/* The route's own path is the file's. */
static enum status file(struct request *rq)
{
    return static_reply(rq, arena_printf(rq->a, "web%s", rq->route->path), false);
}

/* DIR/tema.css, loaded after our own style; empty where the agency has none. */
static enum status tema(struct request *rq)
{
    const char *path = conf_of(rq)->tema;
    char *text = arena_alloc(rq->a, TEMA_MAX);
    size_t n = 0;
    ssize_t got = 0;
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    while (fd >= 0 && n < TEMA_MAX && (got = read(fd, text + n, TEMA_MAX - n)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        n += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    if (got < 0 || n == TEMA_MAX) /* half a style would be worse than none */
        return err_set(&rq->err, E_GAGAL, "tema.css tidak terbaca atau melebihi %d KiB.", TEMA_MAX / 1024);
    static_bytes(rq, "text/css; charset=utf-8", text, n);
    return ST_OK;
}

static enum status instansi(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    enum status st;

    jw_open(&w, '{');
    if ((st = view_instansi(rq->db, &w, &rq->err)) != ST_OK)
        return st;
    jw_ktext(&w, "zona", clock_zone());
    jw_ktext(&w, "versi", TENAYAN_VERSION);
    jw_ktext(&w, "bantuan", conf_of(rq)->bantuan);
    jw_close(&w);
    return ST_OK;
}

#define PUBLIC_FILE(at, fn)                                                                                  \
    {                                                                                                        \
        METHOD_GET, at, LANE_READ, ROUTE_PUBLIC, ROUTE_ANYONE, 0, NULL, fn, NULL                             \
    }

const struct route routes_web[] = {
    { METHOD_GET, "/", LANE_READ, ROUTE_PUBLIC | ROUTE_SHELL, ROUTE_ANYONE, 0, NULL, shell, NULL },
    PUBLIC_FILE("/aset/{nama}", aset),
    PUBLIC_FILE("/tema.css", tema),
    PUBLIC_FILE("/sw.js", file),
    PUBLIC_FILE("/ikon.svg", file),
    PUBLIC_FILE("/manifest.webmanifest", file),
    PUBLIC_FILE("/api/v1/instansi", instansi),
    { .path = NULL },
};
