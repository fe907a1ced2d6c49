/* Evidence: uploads below a realisation, downloads and removal by id. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/realisasi.h"
#include "http/api.h"

enum { CHUNK = 128 * 1024, PATH = 4096 };

/* The folder `bukti` is the one that holds the server's uploads in progress: DIR/bukti/tmp/FILE. */
static enum status folder(struct request *rq, char out[PATH])
{
    const char *db = db_path(rq->db), *slash = strrchr(db, '/');
    int n = slash ? snprintf(out, PATH, "%.*s/bukti", (int)(slash - db), db) : snprintf(out, PATH, "bukti");

    return n < PATH ? ST_OK : err_set(&rq->err, E_IO, "Jalur folder bukti terlalu panjang.");
}

/* Copies what came in to its place under the name of its content. */
static enum status keep(struct request *rq, const char *nama, struct bukti_berkas *out)
{
    struct bukti_tulis *w = NULL;
    char dir[PATH], *chunk = arena_alloc(rq->a, CHUNK);
    ssize_t n = 0;
    int fd = -1;
    enum status st = folder(rq, dir);

    if (st != ST_OK)
        goto out;
    fd = open(rq->upload->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        st = err_set(&rq->err, E_IO, NULL);
        goto out;
    }
    if ((st = bukti_mulai(dir, nama, &w, &rq->err)) != ST_OK)
        goto out;
    while (st == ST_OK && (n = read(fd, chunk, CHUNK)) > 0)
        st = bukti_isi(w, chunk, (size_t)n, &rq->err);
    if (st == ST_OK && n < 0)
        st = err_set(&rq->err, E_IO, NULL);
    if (st == ST_OK && (st = bukti_selesai(w, out, &rq->err)) == ST_OK)
        w = NULL;
out:
    bukti_batal(w);
    if (fd >= 0)
        close(fd);
    return st;
}

static enum status unggah(struct request *rq)
{
    struct bukti_tambah *in = arena_new_of(rq->a, struct bukti_tambah);
    const char *nama = request_query(rq, "nama");
    struct periode p;
    enum status st;

    if ((st = request_id(rq, "id", &in->skp_id)) != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = request_query_int(rq, "indikator", 1, INT64_MAX, 0, &in->indikator_id)) != ST_OK)
        return st;
    in->periode_id = p.id;
    if (!nama || !*nama || strlen(nama) > 200)
        return api_fault(rq, "nama", "Nama berkas wajib diisi, paling panjang 200.");
    if (!rq->upload)
        return err_set(&rq->err, E_TANPA_ISI, NULL);
    request_unpin(rq);
    if ((st = keep(rq, nama, &in->berkas)) != ST_OK)
        return st;
    return request_command(rq, bukti_tambah, in, NULL);
}

/* Before a byte of the file is taken. */
static enum status admit(struct request *rq)
{
    struct realisasi r;
    struct periode p;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK)
        return st;
    return right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err);
}

static enum status unduh(struct request *rq)
{
    char dir[PATH], path[PATH + 80];
    struct bukti b;
    struct stat s;
    int64_t id;
    int fd;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = bukti_load(rq->db, &rq->who, id, rq->a, &b, &rq->err)) != ST_OK ||
        (st = folder(rq, dir)) != ST_OK)
        return st;
    bukti_path(dir, b.sha256, path, sizeof(path));
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &s) != 0) {
        if (fd >= 0)
            close(fd);
        return err_set(&rq->err, E_IO, "Berkas bukti tidak dapat dibaca dari penyimpanan.");
    }
    reply_file(rq, fd, s.st_size, b.tipe, b.nama);
    rq->reply.etag_text = b.sha256;
    return ST_OK;
}

static enum status hapus(struct request *rq)
{
    struct bukti_hapus *in = arena_new_of(rq->a, struct bukti_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, bukti_hapus, in, NULL) : st;
}

enum { EVIDENCE_BYTES = 20 * 1024 * 1024 }; /* bukti_batas(): the largest row of its table */

const struct route routes_bukti[] = {
    { METHOD_POST, "/api/v1/skp/{id}/realisasi/{periode}/bukti", LANE_SAVE, ROUTE_UPLOAD, ROUTE_ANYONE,
      EVIDENCE_BYTES, NULL, unggah, admit },
    { METHOD_GET, "/api/v1/bukti/{id}", LANE_READ, 0, AKSI_BUKTI_LIHAT, 0, NULL, unduh, NULL },
    { METHOD_DELETE, "/api/v1/bukti/{id}", LANE_SAVE, 0, ROUTE_ANYONE, 0, NULL, hapus, NULL },
    { .path = NULL },
};
