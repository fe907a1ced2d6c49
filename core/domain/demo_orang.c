/* Invented people. Nobody real is meant: names are drawn from two lists by number, NIP from the number alone.
 */
#include <stdio.h>
#include <string.h>

#include "domain/demo_bagian.h"

static const char *const male[] = {
    "Ahmad",  "Andi",  "Arif",   "Bambang",  "Budi",  "Dedi",   "Deni",     "Eko",      "Fajar",   "Feri",
    "Hendra", "Heri",  "Ilham",  "Indra",    "Irwan", "Joko",   "Khairul",  "Lukman",   "Marzuki", "Muslim",
    "Nanda",  "Nofri", "Rahmat", "Ramadhan", "Rendi", "Riki",   "Rizal",    "Rudi",     "Syafri",  "Syahrul",
    "Taufik", "Wahyu", "Yanto",  "Yudi",     "Yusuf", "Zainal", "Zulfikar", "Zulkifli", "Hamdan",  "Iskandar",
};
static const char *const female[] = {
    "Aisyah",  "Anita",    "Ayu",     "Citra", "Desi",  "Dewi",      "Elvi",   "Erni",
    "Fatimah", "Fitri",    "Hafizah", "Indah", "Intan", "Kartika",   "Laila",  "Lestari",
    "Linda",   "Mardiana", "Maya",    "Mega",  "Nadia", "Nila",      "Novita", "Nurul",
    "Puspita", "Putri",    "Rahmi",   "Ratna", "Rina",  "Rosmawati", "Sari",   "Siska",
    "Siti",    "Sri",      "Suryani", "Tuti",  "Wulan", "Yanti",     "Yulia",  "Zahra",
};
static const char *const second[] = {
    "Abdullah", "Anwar",   "Azhari",   "Daulay",   "Effendi",  "Fauzi",      "Firmansyah", "Gunawan",
    "Hakim",    "Harahap", "Hasibuan", "Hidayat",  "Ibrahim",  "Ismail",     "Kurniawan",  "Lubis",
    "Mahendra", "Maulana", "Nasution", "Nugraha",  "Pratama",  "Prasetyo",   "Ramli",      "Saputra",
    "Setiawan", "Siregar", "Sitorus",  "Suhendra", "Sulaiman", "Syahputra",  "Tanjung",    "Utama",
    "Wibowo",   "Wijaya",  "Yunus",    "Yulianto", "Zakaria",  "Simatupang", "Marpaung",   "Rangkuti",
};

uint64_t demo_acak(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    uint64_t z = a * 0x9E3779B97F4A7C15u + b * 0xBF58476D1CE4E5B9u + c * 0x94D049BB133111EBu + d + 1;

    /* the finaliser of splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Birthdays of one working life, walked by a step that is prime to their number: i and i + BIRTHS share a
 * birthday and get different serials, so no two people share a NIP. */
enum { BIRTHS = 10950, STEP = 7919 };

void demo_orang(int64_t i, const char *status, struct demo_orang *out)
{
    bool pppk = strncmp(status, "pppk", 4) == 0, cpns = strcmp(status, "cpns") == 0;
    uint64_t r = demo_acak((uint64_t)i, 1, 0, 0);
    int32_t birth = date_day(1969, 1, 1) + (int32_t)((i % BIRTHS) * STEP % BIRTHS);
    int serial = (int)(i / BIRTHS % 999) + 1, y, m, d, ty, tm = (int)(r >> 8 & 7) + 1;
    bool woman = r >> 16 & 1;
    const char *first = woman ? female[(r >> 24) % COUNT(female)] : male[(r >> 24) % COUNT(male)];

    date_civil(birth, &y, &m, &d);
    ty = y + 22 + (int)(r >> 12 & 7);
    if (pppk)
        ty = 2021 + (int)(r >> 12 & 3);
    else if (cpns)
        ty = 2025;
    else if (ty > 2023)
        ty = 2023;
    if (cpns)
        tm = 3;
    snprintf(out->nama, sizeof(out->nama), "%s %s", first, second[(r >> 40) % COUNT(second)]);
    date_format(birth, out->lahir);
    date_format(date_day(ty, tm, 1), out->tmt);
    out->kelamin = woman ? 'P' : 'L';
    snprintf(out->nip, sizeof(out->nip), "%04u%02u%02u%04u%02u%c%03u", (unsigned)y % 10000, (unsigned)m % 100,
             (unsigned)d % 100, (unsigned)ty % 10000, pppk ? 21u : (unsigned)tm % 100, woman ? '2' : '1',
             (unsigned)serial % 1000);
}
