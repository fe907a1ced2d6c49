#include "app/impor_cetak.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "domain/csv.h"

enum status impor_berkas(const char *path, struct buf *out, struct err *e)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = 0;

    if (fd < 0)
        return err_set(e, E_IO, "Berkas %s tidak dapat dibaca: %s.", path, strerror(errno));
    while (out->len <= CSV_BYTES_MAX) {
        buf_reserve(out, 65536);
        n = read(fd, out->p + out->len, 65536);
        if (n <= 0)
            break;
        out->len += (size_t)n;
    }
    close(fd);
    return n < 0 ? err_set(e, E_IO, "Berkas %s tidak dapat dibaca: %s.", path, strerror(errno)) : ST_OK;
}

static void json_notes(struct jw *w, const char *key, const struct impor_catatan *c, size_t n)
{
    jw_key(w, key);
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        jw_open(w, '{');
        jw_kint(w, "baris", c[i].baris);
        jw_ktext(w, "kolom", c[i].kolom);
        jw_ktext(w, "code", code_row(c[i].code)->name);
        jw_ktext(w, "pesan", c[i].pesan);
        jw_ktext(w, "tindakan", code_row(c[i].code)->tindakan);
        jw_close(w);
    }
    jw_close(w);
}

static void print_json(const struct impor *in)
{
    struct buf b = BUF_NONE;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_kbool(&w, "diterapkan", in->diterapkan);
    jw_kbool(&w, "coba", in->coba);
    jw_kint(&w, "dibaca", in->dibaca);
    jw_kint(&w, "baru", in->baru);
    jw_kint(&w, "diubah", in->diubah);
    jw_kint(&w, "tetap", in->tetap);
    jw_kint(&w, "salah", in->salah);
    json_notes(&w, "kesalahan", in->galat, in->ngalat);
    json_notes(&w, "peringatan", in->peringatan, in->nperingatan);
    jw_key(&w, "perbedaan");
    jw_open(&w, '[');
    for (size_t i = 0; i < in->nbeda; i++) {
        const struct impor_beda *d = &in->beda[i];

        jw_open(&w, '{');
        jw_kint(&w, "baris", d->baris);
        jw_ktext(&w, "nip", d->nip);
        jw_ktext(&w, "nama", d->nama);
        jw_ktext(&w, "kolom", d->kolom);
        jw_ktext(&w, "lama", d->lama);
        jw_ktext(&w, "baru", d->baru);
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static void print_notes(const char *kind, const struct impor_catatan *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        printf("%s baris %d%s%s: %s\n", kind, c[i].baris, c[i].kolom[0] ? ", kolom " : "", c[i].kolom,
               c[i].pesan);
}

static void print_text(const struct impor *in)
{
    print_notes("SALAH", in->galat, in->ngalat);
    print_notes("PERIKSA", in->peringatan, in->nperingatan);
    for (size_t i = 0; i < in->nbeda; i++)
        printf("UBAH baris %d, %s: %s: \"%s\" -> \"%s\"\n", in->beda[i].baris, in->beda[i].nama,
               in->beda[i].kolom, in->beda[i].lama, in->beda[i].baru);
    printf("%lld baris: %lld baru, %lld diubah, %lld tetap, %lld salah. ", (long long)in->dibaca,
           (long long)in->baru, (long long)in->diubah, (long long)in->tetap, (long long)in->salah);
    if (in->diterapkan)
        printf("Sudah diterapkan.\n");
    else if (in->coba)
        printf("Hanya percobaan; tidak ada yang diterapkan.\n");
    else
        printf("Tidak ada yang diterapkan: perbaiki baris yang salah, atau pakai --skip-bad.\n");
}

void impor_cetak(struct cli *c, const struct impor *in)
{
    if (c->json)
        print_json(in);
    else
        print_text(in);
    if (in->salah)
        c->exit = code_row(E_IMPOR_BARIS)->exit;
}
