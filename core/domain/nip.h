/* NIP, the number of a civil servant, 18 digits: birth YYYYMMDD, appointment YYYYMM (PPPK: YYYY and "21"),
 * sex 1 or 2, serial 001..999. It has no check digit. Rules: DOMAIN.md 8.1. */
#ifndef DOMAIN_NIP_H
#define DOMAIN_NIP_H

#include "base/clock.h"

enum nip_jenis { NIP_TAK_DIKENAL, NIP_PNS, NIP_PPPK };
const char *nip_jenis_kode(enum nip_jenis j); /* "pns", "pppk", NULL */

enum { NIP_TEXT = 19, NIP_FAULTS = 8 };

struct nip {
    bool valid;          /* no galat */
    char teks[NIP_TEXT]; /* digits alone; "" if not 18 digits */
    enum nip_jenis jenis;
    char lahir[DATE_TEXT]; /* "" if unknown */
    char tmt[8];           /* "2010-01", PPPK "2023", "" if unknown */
    char kelamin;          /* 'L', 'P', 0 */
    int urut;
    int ngalat, nperingatan;
    enum code galat[NIP_FAULTS], peringatan[NIP_FAULTS]; /* each with its sentence in code_row */
};

struct nip_acuan {         /* what the number is compared with; all may be NULL or 0 */
    const char *hari;      /* today; NULL: clock_today */
    const char *kode_pppk; /* digits 13–14 of PPPK, comma separated; NULL: "21" */
    const char *lahir;     /* stored birth date */
    char kelamin;          /* stored sex */
};
/* Spaces are ignored. Reports every fault that can be seen, not only the first. */
void nip_check(const char *text, const struct nip_acuan *ref, struct nip *out);
/* "19850101 201001 1 001"; out has 22 bytes. */
void nip_display(const char *nip, char out[22]);

#endif
