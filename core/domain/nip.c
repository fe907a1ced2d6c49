#include "domain/nip.h"

#include <stdio.h>
#include <string.h>

const char *nip_jenis_kode(enum nip_jenis j)
{
    static const char *const names[] = { NULL, "pns", "pppk" };

    return names[j];
}

static void add(enum code list[NIP_FAULTS], int *n, enum code c)
{
    if (*n < NIP_FAULTS)
        list[(*n)++] = c;
}

static int number(const char *s, int n)
{
    int v = 0;

    while (n-- > 0)
        v = v * 10 + (*s++ - '0');
    return v;
}

static bool strip(const char *text, char out[NIP_TEXT])
{
    size_t n = 0;

    for (; *text; text++) {
        if (*text == ' ')
            continue;
        if (*text < '0' || *text > '9' || n == NIP_TEXT - 1)
            return false;
        out[n++] = *text;
    }
    out[n] = '\0';
    return n == NIP_TEXT - 1;
}

/* `list` is "21" or "21,22". */
static bool in_list(const char *two, const char *list)
{
    for (; strlen(list) >= 2; list += list[2] == ',' ? 3 : strlen(list))
        if (strncmp(two, list, 2) == 0)
            return true;
    return false;
}

static void read_birth(struct nip *n, int32_t today)
{
    int y = number(n->teks, 4), m = number(n->teks + 4, 2), d = number(n->teks + 6, 2);
    char text[DATE_TEXT];
    int32_t day;

    snprintf(text, sizeof(text), "%.4s-%.2s-%.2s", n->teks, n->teks + 4, n->teks + 6);
    if (y < 1900 || m < 1 || m > 12 || d < 1 || !date_parse(text, &day) || day >= today)
        add(n->galat, &n->ngalat, E_NIP_LAHIR);
    else
        memcpy(n->lahir, text, sizeof(text));
}

/* Full years between two dates. */
static int years_between(int32_t from, int32_t to)
{
    int y1, m1, d1, y2, m2, d2;

    date_civil(from, &y1, &m1, &d1);
    date_civil(to, &y2, &m2, &d2);
    return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1));
}

/* The age at appointment; a PPPK number names the year only, so its last day is the charitable reading. */
static void check_age(struct nip *n, int32_t today)
{
    int y = number(n->teks + 8, 4), m = n->jenis == NIP_PNS ? number(n->teks + 12, 2) : 12, age;
    int32_t birth, start = date_day(y, m, n->jenis == NIP_PNS ? 1 : 31);

    if (date_day(y, n->jenis == NIP_PNS ? m : 1, 1) > today)
        add(n->peringatan, &n->nperingatan, E_NIP_TMT_DEPAN);
    if (!n->lahir[0] || !date_parse(n->lahir, &birth))
        return;
    age = years_between(birth, start);
    if (age < 16)
        add(n->galat, &n->ngalat, E_NIP_USIA);
    else if (age < 18)
        add(n->peringatan, &n->nperingatan, E_NIP_USIA_MUDA);
}

static void read_appointment(struct nip *n, const char *kode_pppk, int32_t today)
{
    int m = number(n->teks + 12, 2);

    if (m >= 1 && m <= 12) {
        n->jenis = NIP_PNS;
        snprintf(n->tmt, sizeof(n->tmt), "%.4s-%.2s", n->teks + 8, n->teks + 12);
    } else if (in_list(n->teks + 12, kode_pppk)) {
        n->jenis = NIP_PPPK;
        snprintf(n->tmt, sizeof(n->tmt), "%.4s", n->teks + 8);
    } else {
        add(n->galat, &n->ngalat, E_NIP_TMT);
        return;
    }
    check_age(n, today);
}

void nip_check(const char *text, const struct nip_acuan *ref, struct nip *out)
{
    static const struct nip_acuan none;
    char now[DATE_TEXT];
    int32_t today = 0;

    *out = (struct nip){ .jenis = NIP_TAK_DIKENAL };
    if (!ref)
        ref = &none;
    clock_today(now);
    if (!date_parse(ref->hari ? ref->hari : now, &today))
        (void)date_parse(now, &today);
    if (!strip(text, out->teks)) {
        out->teks[0] = '\0';
        add(out->galat, &out->ngalat, text[strspn(text, " ")] ? E_NIP_BENTUK : E_NIP_KOSONG);
        return;
    }
    read_birth(out, today);
    read_appointment(out, ref->kode_pppk ? ref->kode_pppk : "21", today);
    if (out->teks[14] == '1' || out->teks[14] == '2')
        out->kelamin = out->teks[14] == '1' ? 'L' : 'P';
    else
        add(out->galat, &out->ngalat, E_NIP_KELAMIN);
    out->urut = number(out->teks + 15, 3);
    if (out->urut == 0)
        add(out->galat, &out->ngalat, E_NIP_URUT);
    if (ref->lahir && out->lahir[0] && strcmp(ref->lahir, out->lahir) != 0)
        add(out->peringatan, &out->nperingatan, E_NIP_LAHIR_BEDA);
    if (ref->kelamin && out->kelamin && ref->kelamin != out->kelamin)
        add(out->peringatan, &out->nperingatan, E_NIP_KELAMIN_BEDA);
    out->valid = out->ngalat == 0;
}

void nip_display(const char *nip, char out[22])
{
    if (strlen(nip) == 18)
        snprintf(out, 22, "%.8s %.6s %.1s %.3s", nip, nip + 8, nip + 14, nip + 15);
    else
        snprintf(out, 22, "%.21s", nip);
}
