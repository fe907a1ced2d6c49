/* The state-machine engine. A machine is a table; API, rights, `aksi` lists, diagram and tests read the same
 * one. */
#ifndef DOMAIN_FLOW_H
#define DOMAIN_FLOW_H

#include "domain/audit.h"

/* Bit mask in a transition. The system stands in for the offices (pengelola, admins), never for a person:
 * what owner and evaluator do is their signature. */
enum flow_who {
    WHO_PEMILIK = 1,        /* REL_DIRI */
    WHO_PENILAI = 2,        /* REL_PENILAI */
    WHO_ATASAN_PENILAI = 4, /* REL_ATASAN_PENILAI */
    WHO_PENGELOLA = 8,      /* PERAN_PENGELOLA with REL_UNIT */
    WHO_ADMIN_UNIT = 16,
    WHO_ADMIN_PUSAT = 32,
    WHO_SISTEM = 64,
    WHO_PENYIAP = 128, /* who prepared it for the owner: struct flow_object.penyiap_id */
    WHO_PIHAK = 256,   /* the other side of the case: flow_object.pihak_id */
};
const char *flow_who_kode(unsigned bit); /* "penilai" */

enum flow_deadline { DL_NONE, DL_SKP, DL_REALISASI, DL_EVALUASI, DL_KEBERATAN };

struct flow_object {
    int64_t id;
    int state;
    struct subject subject;
    int64_t penyiap_id;  /* pegawai, 0 none */
    int64_t pihak_id;    /* author of a feedback, who was asked for one; 0: the case has none */
    const char *catatan; /* note given with the event, may be NULL */
    void *data;          /* the noun's struct, for guard and effect */
};
typedef enum status flow_fn(struct db *db, const struct who *who, struct flow_object *o, struct err *e);

struct transition {
    int from;
    const char *event;
    int to;
    unsigned who;
    bool catatan;    /* a note must come with it: E_TANPA_CATATAN */
    flow_fn *guard;  /* NULL: none. Only reads; refuses with its own code and sentence */
    flow_fn *effect; /* NULL: none. Runs after the state was written, same transaction */
    enum flow_deadline deadline;
};

struct machine {
    const char *nama;  /* "skp": also the object's name in the audit */
    const char *sebut; /* "SKP": in sentences */
    const char *const *states;
    size_t nstates;
    const struct transition *rows;
    size_t nrows;
    const char *table, *column; /* where the state is stored: "skp_versi", "status" */
};
extern const struct machine *const machines[]; /* ends with NULL */
const struct machine *machine_find(const char *nama);
/* False if the machine has no such state. */
bool flow_state(const struct machine *m, const char *nama, int *state);
/* Which of the relations in `wanted` (enum flow_who) the actor has to the subject. */
MUST_USE enum status flow_bits(struct db *db, const struct who *who, const struct subject *s, unsigned wanted,
                               unsigned *bits, struct err *e);

/* Checks who, state, note and guard, writes the new state (also into `o`) and raises `versi`, runs the
 * effect, adds the audit row, for which `extra` (may be NULL) gives dokumen, isi, atas_nama, and gets peran.
 * A row with a deadline is asked for its limit (batas.h): a late step says so in the audit. Refuses with
 * E_TIDAK_BERHAK (the event is nobody's or another's), E_ALUR_PERISTIWA (not in this state: 409),
 * E_TANPA_CATATAN, the guard's code, or E_BATAS_LEWAT. Writer only. */
MUST_USE enum status flow_apply(struct db *db, const struct machine *m, struct flow_object *o,
                                const char *event, const struct who *who, struct audit_entry *extra,
                                struct err *e);
/* The same checks, without the note, and without a change: E_TIDAK_BERHAK, E_ALUR_PERISTIWA, the guard's
 * code. */
MUST_USE enum status flow_boleh(struct db *db, const struct machine *m, struct flow_object *o,
                                const char *event, const struct who *who, struct err *e);
/* `aksi` of a resource: [{"aksi":"ajukan","boleh":true,"catatan":false}|{"aksi","boleh":false,"code",
 * "alasan"}] — what this person may do now and why not; catatan: a note is required. Events that are not this
 * person's in any state are left out. */
struct jw;
MUST_USE enum status flow_aksi(struct db *db, const struct machine *m, struct flow_object *o,
                               const struct who *who, struct jw *out, struct err *e);
/* The same rows into a list that is open, for a resource that has actions beside its machine's … */
MUST_USE enum status flow_aksi_isi(struct db *db, const struct machine *m, struct flow_object *o,
                                   const struct who *who, struct jw *out, struct err *e);
/* … and one such row: allowed where `why` holds no code. `catatan`: a note is required. */
void flow_aksi_baris(struct jw *w, const char *aksi, bool catatan, const struct err *why);
/* Graphviz text, and the same as a Mermaid state diagram. */
void flow_dot(const struct machine *m, struct buf *out);
void flow_mermaid(const struct machine *m, struct buf *out);
/* All machines as one Markdown page with diagram and table of steps: docs/internals/alur.md is this text. */
void flow_halaman(struct buf *out);

#endif
