/* The store of evidence files. Rows: bukti_tambah and bukti_hapus in realisasi_bukti.c. */
#include "domain/bukti.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "domain/bukti_isi.h"

/* Types ---------------------------------------------------------------------------------------------------
 */

#define MIB (1024 * 1024)
static const struct bukti_tipe types[] = {
    { "pdf", "application/pdf", 20 * MIB, "%PDF-", 5, ISI_MAGIC },
    { "jpg", "image/jpeg", 10 * MIB, "\xFF\xD8\xFF", 3, ISI_MAGIC },
    { "jpeg", "image/jpeg", 10 * MIB, "\xFF\xD8\xFF", 3, ISI_MAGIC },
    { "png", "image/png", 10 * MIB, "\x89PNG\r\n\x1A\n", 8, ISI_MAGIC },
    { "webp", "image/webp", 10 * MIB, "RIFF", 4, ISI_WEBP },
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 20 * MIB, "PK\3\4",
      4, ISI_DOCX },
    { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 20 * MIB, "PK\3\4", 4,
      ISI_XLSX },
    { "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", 20 * MIB, "PK\3\4",
      4, ISI_PPTX },
    { "odt", "application/vnd.oasis.opendocument.text", 20 * MIB, "PK\3\4", 4, ISI_ODF },
    { "ods", "application/vnd.oasis.opendocument.spreadsheet", 20 * MIB, "PK\3\4", 4, ISI_ODF },
    { "csv", "text/csv", 5 * MIB, "", 0, ISI_TEKS },
    { "txt", "text/plain", 5 * MIB, "", 0, ISI_TEKS },
};

int64_t bukti_batas(void)
{
    int64_t most = 0;

    for (size_t i = 0; i < COUNT(types); i++)
        most = types[i].maks > most ? types[i].maks : most;
    return most;
}

void bukti_jenis(struct buf *out)
{
    for (size_t i = 0; i < COUNT(types); i++)
        buf_printf(out, "%s%s", i ? ", " : "", types[i].ekor);
}

static const struct bukti_tipe *type_of(const char *nama)
{
    const char *dot = strrchr(nama, '.');

    for (size_t i = 0; dot && i < COUNT(types); i++)
        if (strcasecmp(dot + 1, types[i].ekor) == 0)
            return &types[i];
    return NULL;
}

/* Names ---------------------------------------------------------------------------------------------------
 */

/* The last component, without control characters, cut at a character's boundary but with its ending. */
static void clean_name(const char *given, char *out, size_t size)
{
    const char *from = given, *dot;
    size_t n = 0, tail;

    for (const char *s = given; *s; s++)
        if (*s == '/' || *s == '\\')
            from = s + 1;
    dot = strrchr(from, '.');
    tail = dot ? strlen(dot) : 0;
    if (tail >= size / 2)
        dot = NULL, tail = 0;
    for (; *from && from != dot; from++) {
        if ((unsigned char)*from < 0x20 || *from == 0x7F)
            continue;
        if (n + tail + 1 >= size)
            break;
        out[n++] = *from;
    }
    while (n > 0 && *from && from != dot && ((unsigned char)*from & 0xC0) == 0x80) {
        /* the cut fell into a character: drop its beginning too */
        bool lead = ((unsigned char)out[n - 1] & 0xC0) == 0xC0;

        n--;
        if (lead)
            break;
    }
    memcpy(out + n, dot ? dot : "", tail + 1);
    if (!utf8_valid(out, strlen(out)))
        snprintf(out, size, "berkas%s", dot && utf8_valid(dot, tail) ? dot : "");
}

void bukti_path(const char *dir, const char *sha256, char *out, size_t size)
{
    snprintf(out, size, "%s/%.2s/%s", dir, sha256, sha256 + 2);
}

/* Writing -------------------------------------------------------------------------------------------------
 */

struct bukti_tulis {
    const struct bukti_tipe *tipe;
    struct hash_state hash;
    struct isi_periksa periksa;
    int fd;
    char dir[400], part[464];
    char nama[200];
    int64_t ukuran;
};

static enum status io_error(struct err *e, const char *what, const char *path)
{
    if (errno == ENOSPC || errno == EDQUOT)
        return err_set(e, E_DISK_PENUH, NULL);
    log_event(LOG_ERROR, "bukti.io", "%s %s: %s", what, path, strerror(errno));
    return err_set(e, E_IO, "Berkas bukti tidak dapat disimpan.");
}

static bool sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

/* A new folder must itself survive, so its parent is synced too. */
static bool make_folder(const char *path, const char *parent)
{
    if (mkdir(path, 0700) == 0)
        return sync_folder(parent);
    return errno == EEXIST;
}

static void parent_of(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        snprintf(out, size, ".");
    else
        snprintf(out, size, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

enum status bukti_mulai(const char *dir, const char *nama, struct bukti_tulis **out, struct err *e)
{
    struct bukti_tulis *w;
    const struct bukti_tipe *t = type_of(nama);
    char tail[33], parent[400];

    *out = NULL;
    if (!t) {
        struct buf b = BUF_NONE;
        enum status st;

        bukti_jenis(&b);
        st = err_set(e, E_BUKTI_JENIS, "Jenis berkas itu tidak diterima; yang diterima: %s.", b.p);
        buf_free(&b);
        return st;
    }
    w = mem_alloc(sizeof(*w));
    *w = (struct bukti_tulis){ .tipe = t, .fd = -1 };
    snprintf(w->dir, sizeof(w->dir), "%s", dir);
    clean_name(nama, w->nama, sizeof(w->nama));
    random_hex(tail, 16);
    snprintf(w->part, sizeof(w->part), "%s/sementara-%s", w->dir, tail);
    parent_of(w->dir, parent, sizeof(parent));
    if (!make_folder(w->dir, parent) ||
        (w->fd = open(w->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0) {
        enum status st = io_error(e, "create", w->part);

        free(w);
        return st;
    }
    hash_start_sha256(&w->hash);
    isi_mulai(&w->periksa, t);
    *out = w;
    return ST_OK;
}

/* Without a name the bytes are nobody's: called on every way out but the good one. */
static void discard(struct bukti_tulis *w)
{
    if (w->fd >= 0) {
        close(w->fd);
        unlink(w->part);
        w->fd = -1;
    }
}

enum status bukti_isi(struct bukti_tulis *w, const void *data, size_t n, struct err *e)
{
    const char *p = data;
    enum status st = ST_OK;

    if (w->ukuran + (int64_t)n > w->tipe->maks)
        st = err_set(e, E_BUKTI_BESAR, "Berkas %s paling besar %lld MiB.", w->tipe->ekor,
                     (long long)(w->tipe->maks / MIB));
    else if (!isi_lihat(&w->periksa, data, n))
        st = err_set(e, E_BUKTI_ISI, "Isi berkas bukan %s.", w->tipe->ekor);
    for (size_t left = n; st == ST_OK && left > 0;) {
        ssize_t k = write(w->fd, p, left);

        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            st = io_error(e, "write", w->part);
        else
            p += k, left -= (size_t)k;
    }
    if (st != ST_OK) {
        discard(w);
        return st;
    }
    hash_add(&w->hash, data, n);
    w->ukuran += (int64_t)n;
    return ST_OK;
}

/* Content decides the name: two people with one file share it. A file that is there already is made young, so
 * that a sweep leaves it to the row that is about to name it. */
static enum status put_in_place(struct bukti_tulis *w, const char *hex, struct err *e)
{
    char folder[408], path[480];
    struct stat s;

    snprintf(folder, sizeof(folder), "%s/%.2s", w->dir, hex);
    bukti_path(w->dir, hex, path, sizeof(path));
    /* Also where it was there: whoever made it a moment ago may not have synced its name yet. */
    if ((mkdir(folder, 0700) != 0 && errno != EEXIST) || !sync_folder(w->dir))
        return io_error(e, "mkdir", folder);
    if (stat(path, &s) == 0 && S_ISREG(s.st_mode) && s.st_size == w->ukuran) {
        unlink(w->part);
        if (utimensat(AT_FDCWD, path, NULL, 0) != 0)
            return io_error(e, "touch", path);
    } else if (rename(w->part, path) != 0) {
        return io_error(e, "rename", path);
    }
    /* Also for a file that was there: its upload may not have come so far. */
    return sync_folder(folder) ? ST_OK : io_error(e, "sync", folder);
}

enum status bukti_selesai(struct bukti_tulis *w, struct bukti_berkas *out, struct err *e)
{
    struct digest d;
    enum status st = ST_OK;

    if (w->ukuran == 0)
        st = err_set(e, E_BUKTI_KOSONG, NULL);
    else if (!isi_selesai(&w->periksa, w->part, w->ukuran))
        st = err_set(e, E_BUKTI_ISI, "Isi berkas bukan %s, atau memuat makro.", w->tipe->ekor);
    else if (fsync(w->fd) != 0)
        st = io_error(e, "sync", w->part);
    if (st != ST_OK)
        goto out;
    hash_finish(&w->hash, &d);
    digest_hex(&d, out->sha256);
    snprintf(out->nama, sizeof(out->nama), "%s", w->nama);
    snprintf(out->tipe, sizeof(out->tipe), "%s", w->tipe->tipe);
    out->ukuran = w->ukuran;
    st = put_in_place(w, out->sha256, e);
out:
    if (st != ST_OK) {
        discard(w);
        return st;
    }
    close(w->fd);
    free(w);
    return ST_OK;
}

void bukti_batal(struct bukti_tulis *w)
{
    if (!w)
        return;
    discard(w);
    free(w);
}

/* Sweep ---------------------------------------------------------------------------------------------------
 */

enum { DAY = 24 * 3600 };

static bool is_hex(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

/* By the file system's clock, not the institution's: a test clock moves no files. */
static bool old_file(const char *path)
{
    struct stat s;

    return lstat(path, &s) == 0 && S_ISREG(s.st_mode) && time(NULL) - s.st_mtime > DAY;
}

static enum status named(struct db *db, const char *sha256, bool *yes, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT 1 FROM bukti WHERE sha256 = $1 UNION ALL"
                             " SELECT 1 FROM progres_bukti WHERE sha256 = $1 UNION ALL"
                             " SELECT 1 FROM naskah WHERE lembar_sha256 = $1 UNION ALL"
                             " SELECT 1 FROM pelatihan WHERE bukti_sha256 = $1 LIMIT 1",
                             "t", sha256);

    *yes = st == ST_OK && rows_next(&r);
    return rows_end(&r, st, e);
}

static enum status sweep_folder(struct db *db, const char *dir, const char *two, int64_t *removed,
                                struct err *e)
{
    char folder[408], path[720], hex[DIGEST_HEX];
    struct dirent *x;
    enum status st = ST_OK;
    DIR *d;

    snprintf(folder, sizeof(folder), "%s/%s", dir, two);
    d = opendir(folder);
    while (d && st == ST_OK && (x = readdir(d))) {
        bool yes;

        if (!is_hex(x->d_name, 62))
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, x->d_name);
        snprintf(hex, sizeof(hex), "%.2s%.62s", two, x->d_name);
        if (!old_file(path) || (st = named(db, hex, &yes, e)) != ST_OK || yes)
            continue;
        if (unlink(path) == 0)
            ++*removed;
    }
    if (d)
        closedir(d);
    return st;
}

enum status bukti_sweep(struct db *db, const char *dir, int64_t *removed, struct err *e)
{
    char path[720];
    int64_t n = 0;
    struct dirent *x;
    enum status st = ST_OK;
    DIR *d = opendir(dir);

    while (d && st == ST_OK && (x = readdir(d))) {
        snprintf(path, sizeof(path), "%s/%s", dir, x->d_name);
        if (is_hex(x->d_name, 2))
            st = sweep_folder(db, dir, x->d_name, &n, e);
        else if (strncmp(x->d_name, "sementara-", 10) == 0 && old_file(path) && unlink(path) == 0)
            n++;
    }
    if (d)
        closedir(d);
    if (n)
        log_event(LOG_INFO, "bukti.sweep", "%lld strays removed", (long long)n);
    if (removed)
        *removed = n;
    return st;
}
