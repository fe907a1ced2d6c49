/* A plugin host in an attacker's hands: loads like any other, then answers a call of "fungsi.LIE" with that
 * lie. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "script/host.h"
#include "script/wire.h"

static const struct {
    const char *name;
    const char *frame; /* after the length */
    size_t len;
} lies[] = {
#define LIE(name, bytes)                                                                                     \
    {                                                                                                        \
        name, bytes, sizeof(bytes) - 1                                                                       \
    }
    LIE("kosong", ""),
    LIE("bukan_msgpack", "\xC1\xC1\xC1"),
    LIE("selesai_tanpa_baris", "\x92\x06\x00"),
    LIE("putusan_aneh", "\x92\x06\x63"),
    LIE("putusan_negatif", "\x92\x06\xFF"),
    LIE("jenis_aneh", "\x92\x2A\x00"),
    LIE("dua_baris_untuk_satu", "\x92\x05\x92\x95\x00\x01\xC0\x01\x01\x95\x00\x01\xC0\x01\x01"),
    LIE("jumlah_baris_raksasa", "\x92\x05\xDD\xFF\xFF\xFF\xFF"),
    LIE("teks_raksasa", "\x92\x05\x91\x95\x00\xDB\xFF\xFF\xFF\xFFx"),
    LIE("nan", "\x92\x05\x91\x95\x00\xCB\x7F\xF8\x00\x00\x00\x00\x00\x00\xC0\x01\x01"),
    LIE("tak_hingga", "\x92\x05\x91\x95\x00\xCB\x7F\xF0\x00\x00\x00\x00\x00\x00\xC0\x01\x01"),
    LIE("bilangan_raksasa", "\x92\x05\x91\x95\x00\xCF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xC0\x01\x01"),
    LIE("bukan_utf8", "\x92\x05\x91\x95\x00\xA2\xFF\xFE\xC0\x01\x01"),
    LIE("nul", "\x92\x05\x91\x95\x00\xA2x\x00\xC0\x01\x01"),
    LIE("kunci_ganda", "\x92\x05\x91\x95\x00\x82\xA1x\x01\xA1x\x02\xC0\x01\x01"),
    LIE("kunci_tak_urut", "\x92\x05\x91\x95\x00\x82\xA1y\x01\xA1x\x02\xC0\x01\x01"),
    LIE("kunci_angka", "\x92\x05\x91\x95\x00\x81\x01\x02\xC0\x01\x01"),
    LIE("biner", "\x92\x05\x91\x95\x00\xC4\x01x\xC0\x01\x01"),
    LIE("terlalu_dalam", "\x92\x05\x91\x95\x00\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x01\xC0\x01\x01"),
    LIE("kode_server", "\x92\x05\x91\x95\x01\x95\xADumum.berhasil\xA1x\xA1x\x01\xA0\xC0\x01\x01"),
    LIE("kode_tak_dikenal", "\x92\x05\x91\x95\x01\x95\xA9plugin.xx\xA1x\xA1x\x01\xA0\xC0\x01\x01"),
    LIE("baris_negatif", "\x92\x05\x91\x95\x01\x95\xACplugin.galat\xA1x\xA1x\xFF\xA0\xC0\x01\x01"),
    LIE("jejak_tak_diminta", "\x92\x05\x91\x95\x00\x01\x90\x01\x01"),
    LIE("instruksi_negatif", "\x92\x05\x91\x95\x00\x01\xC0\xFF\x01"),
    LIE("jenis_baris_aneh", "\x92\x05\x91\x95\x09\x01\xC0\x01\x01"),
    LIE("muat_dua_kali", "\x92\x03\x80"),
};

static bool read_all(void *to, size_t n)
{
    for (char *p = to; n;) {
        ssize_t k = read(3, p, n);

        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static void answer(const void *p, size_t n)
{
    struct buf b = { (char *)(uintptr_t)p, n, n };
    const struct buf *piece = &b;

    if (!wire_write(3, false, &piece, 1))
        _exit(0);
}

static const char *find(const struct buf *in, const char *what)
{
    return memmem(in->p, in->len, what, strlen(what));
}

int main(void)
{
    struct buf in = BUF_NONE;
    uint8_t len[4];

    while (read_all(len, sizeof(len))) {
        in.len = len[0] | (size_t)len[1] << 8 | (size_t)len[2] << 16 | (size_t)len[3] << 24;
        buf_reserve(&in, in.len);
        if (!read_all(in.p, in.len))
            break;
        if (in.p[1] == FRAME_LOAD) {
            answer("\x92\x03\x80", 3);
            continue;
        }
        if (find(&in, "fungsi.panjang_bohong") && write(3, "\xFF\xFF\xFF\x7F", 4) == 4)
            continue;
        if (find(&in, "fungsi.terpotong") && write(3, "\x20\0\0\0\x92", 5) == 5)
            break;
        for (size_t i = 0; i < COUNT(lies); i++) {
            char name[64];

            snprintf(name, sizeof(name), "fungsi.%s", lies[i].name);
            if (find(&in, name))
                answer(lies[i].frame, lies[i].len);
        }
    }
    buf_free(&in);
    return 0;
}
