#include "domain/sandi.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ARGON_OPS = 2, ARGON_MEM = 19456 * 1024 };
_Static_assert(SANDI_TEXT >= crypto_pwhash_argon2id_STRBYTES, "room for an argon2id string");

void sandi_hash(const char *sandi, char out[SANDI_TEXT])
{
    memset(out, 0, SANDI_TEXT);
    if (crypto_pwhash_argon2id_str(out, sandi, strlen(sandi), ARGON_OPS, ARGON_MEM) != 0)
        abort(); /* only an exhausted heap makes it fail: the same end as everywhere (base/mem.h) */
}

/* The hash of a random password, with the same costs as every other. */
static const char no_password[] = "$argon2id$v=19$m=19456,t=2,p=1$7pUyFAc7v5RNyuoQBQGuyQ$"
                                  "0vGfXyCkQqV9bYjEqn0ofb1sRH4Yw7rp4cMl0sGq1TA";

bool sandi_verify(const char *hash, const char *sandi)
{
    bool usable = hash && hash[0] == '$';
    bool same = crypto_pwhash_argon2id_str_verify(usable ? hash : no_password, sandi, strlen(sandi)) == 0;

    return usable && same;
}

static bool contains_fold(const char *text, const char *part)
{
    size_t n = strlen(part);

    for (; *text; text++)
        if (strncasecmp(text, part, n) == 0)
            return true;
    return false;
}

/* What people write first when a password is asked for: words, names of the place and the office, rows of the
 * keyboard. In lower case, letters only; digits and signs around them make them no better. */
static const char *const common[] = {
    "abc",       "abcd",       "abcdef",    "admin",    "administrator", "akun",      "asdf",
    "asdfgh",    "asdfghjkl",  "asn",       "baru",     "bismillah",     "bkn",       "camat",
    "cinta",     "dan",        "default",   "dinas",    "ganti",         "garuda",    "guest",
    "hallo",     "halo",       "indonesia", "iloveyou", "jakarta",       "jaya",      "kantor",
    "kata",      "kecamatan",  "kelurahan", "kinerja",  "kota",          "letmein",   "login",
    "lurah",     "masuk",      "melayu",    "merdeka",  "monkey",        "negara",    "nip",
    "pancasila", "pas",        "pass",      "passw",    "password",      "passwd",    "pegawai",
    "pekanbaru", "pemerintah", "pemko",     "pns",      "pppk",          "puskesmas", "qazwsx",
    "qwe",       "qwer",       "qwert",     "qwerty",   "qwertyuiop",    "rahasia",   "raya",
    "riau",      "root",       "saya",      "sayang",   "sandi",         "secret",    "selamat",
    "sistem",    "skp",        "superman",  "tenayan",  "test",          "uji",       "user",
    "welcome",   "zxcv",       "zxcvbnm",
};

/* The letters are nothing but common words behind one another. */
static bool all_common(const char *letters)
{
    if (!*letters)
        return true;
    for (size_t i = 0; i < COUNT(common); i++) {
        size_t n = strlen(common[i]);

        if (strncmp(letters, common[i], n) == 0 && all_common(letters + n))
            return true;
    }
    return false;
}

static bool is_common(const char *sandi)
{
    char letters[64];
    size_t n = 0;

    for (; *sandi; sandi++) {
        unsigned char c = (unsigned char)*sandi;

        if (c >= 0x80 || n == sizeof(letters) - 1)
            return false; /* other scripts, or long enough */
        if (isalpha(c))
            letters[n++] = (char)tolower(c);
    }
    letters[n] = '\0';
    return all_common(letters);
}

enum status sandi_check(const char *sandi, const char *nama, const char *nip, struct err *e)
{
    size_t n = strlen(sandi), kinds = 0;

    if (n < SANDI_MIN || n > SANDI_MAX)
        return err_set(e, E_SANDI_LEMAH, "Kata sandi harus %d sampai %d karakter.", SANDI_MIN, SANDI_MAX);
    for (size_t i = 1; i < n; i++)
        kinds += strchr(sandi, sandi[i]) == sandi + i; /* first time that this byte is seen */
    if (kinds < 3)
        return err_set(e, E_SANDI_LEMAH, "Kata sandi memakai terlalu sedikit karakter yang berbeda.");
    if (nama && nama[0] && contains_fold(sandi, nama))
        return err_set(e, E_SANDI_LEMAH, "Kata sandi tidak boleh memuat nama akun.");
    if (nip && nip[0] && contains_fold(sandi, nip))
        return err_set(e, E_SANDI_LEMAH, "Kata sandi tidak boleh memuat NIP.");
    if (is_common(sandi))
        return err_set(e, E_SANDI_LEMAH,
                       "Kata sandi terlalu mudah ditebak: hanya angka, atau kata yang umum.");
    return ST_OK;
}

void sandi_acak(char out[KODE_SEKALI])
{
    /* Letters and digits that nobody mistakes for another; 16 of them are 79 bits. */
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    size_t n = 0;

    for (int i = 0; i < 16; i++) {
        if (i && i % 4 == 0)
            out[n++] = '-';
        out[n++] = letters[randombytes_uniform(sizeof(letters) - 1)];
    }
    out[n] = '\0';
}
