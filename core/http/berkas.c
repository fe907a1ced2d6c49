#include "http/berkas.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

enum status berkas_simpan(struct request *rq, struct bukti_berkas *out)
{
    const char *nama = request_query(rq, "nama");

    if (!nama || !*nama || strlen(nama) > 200)
        return api_fault(rq, "nama", "Nama berkas wajib diisi, paling panjang 200.");
    if (!rq->upload)
        return err_set(&rq->err, E_TANPA_ISI, NULL);
    request_unpin(rq);
    return keep(rq, nama, out);
}

enum status berkas_kirim(struct request *rq, const char *sha256, const char *tipe, const char *nama)
{
    char dir[PATH], path[PATH + 80];
    struct stat s;
    int fd;
    enum status st = folder(rq, dir);

    if (st != ST_OK)
        return st;
    bukti_path(dir, sha256, path, sizeof(path));
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &s) != 0) {
        if (fd >= 0)
            close(fd);
        return err_set(&rq->err, E_IO, "Berkas bukti tidak dapat dibaca dari penyimpanan.");
    }
    reply_file(rq, fd, s.st_size, arena_strdup(rq->a, tipe), arena_strdup(rq->a, nama));
    rq->reply.etag_text = arena_strdup(rq->a, sha256);
    return ST_OK;
}
