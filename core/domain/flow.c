#include "domain/flow.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/acara.h"
#include "domain/bimbingan.h"
#include "domain/capaian_organisasi.h"
#include "domain/batas.h"
#include "domain/dialog.h"
#include "domain/evaluasi.h"
#include "domain/kalibrasi.h"
#include "domain/keberatan.h"
#include "domain/naskah.h"
#include "domain/pemeriksaan.h"
#include "domain/periode.h"
#include "domain/progres.h"
#include "domain/realisasi.h"
#include "domain/rilis.h"
#include "domain/skp.h"
#include "domain/umpan_balik.h"
#include "domain/umpan_minta.h"
#include "domain/usulan.h"

const struct machine *const machines[] = {
    &periode_machine,     &skp_machine,         &dialog_machine,         &realisasi_machine,
    &progres_machine,     &evaluasi_machine,    &keberatan_machine,      &capaian_organisasi_machine,
    &pemeriksaan_machine, &kalibrasi_machine,   &usul_kalibrasi_machine, &rilis_machine,
    &usulan_machine,      &pelatihan_machine,   &acara_machine,          &naskah_machine,
    &umpan_balik_machine, &umpan_minta_machine, &bimbingan_machine,      NULL,
};

const struct machine *machine_find(const char *nama)
{
    for (size_t i = 0; machines[i]; i++)
        if (strcmp(machines[i]->nama, nama) == 0)
            return machines[i];
    return NULL;
}

bool flow_state(const struct machine *m, const char *nama, int *state)
{
    for (size_t i = 0; i < m->nstates; i++)
        if (strcmp(m->states[i], nama) == 0) {
            *state = (int)i;
            return true;
        }
    return false;
}

/* Who ---------------------------------------------------------------------------------------------------- */

static const struct {
    unsigned bit;
    const char *kode;
    enum peran peran; /* PERAN_PEGAWAI: a relation, not a role */
} bits[] = {
    { WHO_PEMILIK, "pemilik", PERAN_PEGAWAI },
    { WHO_PENILAI, "penilai", PERAN_PEGAWAI },
    { WHO_ATASAN_PENILAI, "atasan_penilai", PERAN_PEGAWAI },
    { WHO_PIHAK, "pihak", PERAN_PEGAWAI },
    { WHO_PENGELOLA, "pengelola", PERAN_PENGELOLA },
    { WHO_ADMIN_UNIT, "admin_unit", PERAN_ADMIN_UNIT },
    { WHO_ADMIN_PUSAT, "admin_pusat", PERAN_ADMIN_PUSAT },
    { WHO_SISTEM, "sistem", PERAN_SISTEM },
    { WHO_PENYIAP, "penyiap", PERAN_PEGAWAI },
};

const char *flow_who_kode(unsigned bit)
{
    for (size_t i = 0; i < COUNT(bits); i++)
        if (bits[i].bit == bit)
            return bits[i].kode;
    return "";
}

static unsigned personal_bits(const struct who *who, const struct subject *s)
{
    int64_t me = who->pegawai_id;
    unsigned mask = 0;

    if (me && s->pegawai_id == me)
        return WHO_PEMILIK; /* nobody acts as the evaluator of his own plan */
    if (me && s->penilai_id == me)
        mask |= WHO_PENILAI;
    if (me && s->atasan_penilai_id == me)
        mask |= WHO_ATASAN_PENILAI;
    return mask;
}

enum status flow_bits(struct db *db, const struct who *who, const struct subject *s, unsigned wanted,
                      unsigned *out, struct err *e)
{
    enum status st = ST_OK;

    *out = who->mantan ? 0 : personal_bits(who, s) & wanted;
    for (size_t i = 0; i < COUNT(bits) && st == ST_OK; i++) {
        bool yes = false;

        if (bits[i].peran == PERAN_PEGAWAI || !(wanted & bits[i].bit))
            continue;
        if (who_has(who, PERAN_SISTEM))
            yes = true;
        else
            st = right_role(db, who, bits[i].peran, s->unit_id, &yes, e);
        if (yes)
            *out |= bits[i].bit;
    }
    if (st == ST_OK && *out && who->token.unit_id) {
        bool yes;

        st = right_unit_in_scope(db, who, s->unit_id, &yes, e);
        if (!yes)
            *out = 0;
    }
    return st;
}

/* The same of an object that somebody has prepared for its owner. Nobody is both. */
static enum status object_bits(struct db *db, const struct who *who, const struct flow_object *o,
                               unsigned wanted, unsigned *out, struct err *e)
{
    enum status st = flow_bits(db, who, &o->subject, wanted, out, e);
    bool his = o->penyiap_id && o->penyiap_id == who->pegawai_id && !who->token.unit_id;

    if (st == ST_OK && his && !(*out & WHO_PEMILIK))
        *out |= wanted & WHO_PENYIAP;
    if (st == ST_OK && o->pihak_id && o->pihak_id == who->pegawai_id && !who->token.unit_id)
        *out |= wanted & WHO_PIHAK;
    return st;
}

/* Which action of the rights' table a step is, for tokens that may do chosen actions only. What is not here
 * such a token never does. */
static const struct {
    const char *machine;
    unsigned who;
    enum aksi aksi;
} steps[] = {
    { "skp", WHO_PEMILIK, AKSI_SKP_SUSUN },
    { "skp", WHO_PENILAI, AKSI_SKP_SETUJUI },
    { "dialog", WHO_PEMILIK | WHO_PENILAI, AKSI_DIALOG_ISI },
    { "realisasi", WHO_PEMILIK, AKSI_REALISASI_ISI },
    { "realisasi", WHO_PENILAI, AKSI_REALISASI_TERIMA },
    { "progres", WHO_PEMILIK, AKSI_PROGRES_ISI },
    { "progres", WHO_PENILAI, AKSI_PROGRES_SETUJUI },
    { "evaluasi", WHO_PENILAI, AKSI_EVALUASI_NILAI },
    { "pemeriksaan", WHO_PENGELOLA, AKSI_KONSOLIDASI_PERIKSA },
    { "pemeriksaan", WHO_PENILAI, AKSI_EVALUASI_NILAI },
    { "kalibrasi", WHO_PEMILIK | WHO_PENGELOLA, AKSI_KALIBRASI_KELOLA },
    { "usul_kalibrasi", WHO_PENILAI, AKSI_EVALUASI_NILAI },
    { "usul_kalibrasi", WHO_ATASAN_PENILAI | WHO_PENGELOLA, AKSI_KALIBRASI_KELOLA },
    { "capaian_organisasi", WHO_PENILAI | WHO_ADMIN_PUSAT, AKSI_CAPAIAN_ORGANISASI_UBAH },
    { "periode", WHO_ADMIN_PUSAT, AKSI_PERIODE_UBAH },
    { "release", WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT, AKSI_PLUGIN_UBAH },
    { "aktivasi", WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT, AKSI_PLUGIN_UBAH },
    { "pelatihan", WHO_PEMILIK, AKSI_PELATIHAN_IKUTI },
    { "pelatihan", WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT, AKSI_PELATIHAN_VERIFIKASI },
    { "acara", WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT, AKSI_PELATIHAN_KELOLA },
    { "umpan_balik", WHO_PIHAK | WHO_PEMILIK, AKSI_UMPAN_BERI },
    { "minta_umpan_balik", WHO_PIHAK | WHO_PEMILIK | WHO_PENILAI, AKSI_UMPAN_BERI },
    { "bimbingan", WHO_PENILAI, AKSI_BIMBINGAN_CATAT },
};

static unsigned in_scope(const struct machine *m, const struct who *who)
{
    unsigned mask = 0;

    if (!who->token.terbatas)
        return ~0u;
    for (size_t i = 0; i < COUNT(steps); i++)
        if (strcmp(steps[i].machine, m->nama) == 0 && right_in_scope(who, steps[i].aksi))
            mask |= steps[i].who;
    return mask;
}

/* Applying ------------------------------------------------------------------------------------------------
 */

/* Everybody whose event it is in some state. */
static unsigned event_who(const struct machine *m, const char *event)
{
    unsigned who = 0;

    for (size_t i = 0; i < m->nrows; i++)
        if (strcmp(m->rows[i].event, event) == 0)
            who |= m->rows[i].who;
    return who;
}

/* The row of (state, event) that one of `have` may use; *in_state says whether the state has the event. */
static const struct transition *row_for(const struct machine *m, int state, const char *event, unsigned have,
                                        bool *in_state)
{
    *in_state = false;
    for (size_t i = 0; i < m->nrows; i++) {
        const struct transition *t = &m->rows[i];

        if (t->from != state || strcmp(t->event, event) != 0)
            continue;
        *in_state = true;
        if (t->who & have)
            return t;
    }
    return NULL;
}

static enum status refuse_state(const struct machine *m, int state, const char *event, struct err *e)
{
    return err_set(e, E_ALUR_PERISTIWA, "Langkah \"%s\" tidak tersedia bagi %s yang berstatus %s.", event,
                   m->sebut, m->states[state]);
}

static enum status find_row(struct db *db, const struct machine *m, const struct flow_object *o,
                            const char *event, const struct who *who, const struct transition **row,
                            const char **peran, struct err *e)
{
    unsigned wanted = event_who(m, event), have;
    bool in_state;
    enum status st;

    if (!wanted)
        return refuse_state(m, o->state, event, e);
    if ((st = object_bits(db, who, o, wanted, &have, e)) != ST_OK)
        return st;
    have &= in_scope(m, who);
    if (!have)
        return err_set(e, E_TIDAK_BERHAK, NULL);
    *row = row_for(m, o->state, event, have, &in_state);
    if (!*row)
        return in_state ? err_set(e, E_TIDAK_BERHAK, NULL) : refuse_state(m, o->state, event, e);
    have &= (*row)->who;
    /* The nearest relation comes first; the system is never written down as an office. */
    *peran = flow_who_kode(who_has(who, PERAN_SISTEM) ? WHO_SISTEM : have & (~have + 1u));
    return ST_OK;
}

static enum status write_state(struct db *db, const struct machine *m, const struct flow_object *o,
                               const struct transition *t, struct err *e)
{
    struct buf sql = BUF_NONE;
    int64_t changed;
    enum status st;

    buf_printf(&sql, "UPDATE %s SET %s = $1, versi = versi + 1 WHERE id = $2 AND %s = $3", m->table,
               m->column, m->column);
    st = db_exec(db, &changed, e, sql.p, "tit", m->states[t->to], o->id, m->states[t->from]);
    buf_free(&sql);
    if (st == ST_OK && changed != 1)
        st = err_set(e, E_KONFLIK, NULL);
    return st;
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* The audit row, with how late it was; a submission's receipt says the same. */
static enum status add_audit(struct db *db, const struct who *who, struct audit_entry *a,
                             const struct batas *limit, struct err *e)
{
    char isi[64];
    enum status st;

    if (limit->batas[0]) {
        a->batas = limit->batas;
        a->hari_lewat = limit->hari_lewat;
    }
    snprintf(isi, sizeof(isi), "{\"batas\":\"%s\",\"hari_lewat\":%d}", limit->batas, limit->hari_lewat);
    if (limit->hari_lewat && !a->isi)
        a->isi = isi;
    st = audit_add(db, who, a, NULL, e);
    a->batas = NULL; /* both live no longer than this call */
    a->isi = a->isi == isi ? NULL : a->isi;
    return st;
}

enum status flow_apply(struct db *db, const struct machine *m, struct flow_object *o, const char *event,
                       const struct who *who, struct audit_entry *extra, struct err *e)
{
    struct audit_entry own = { .objek = NULL };
    const struct transition *t = NULL;
    struct batas limit = { .asal = "" };
    const char *peran = "";
    enum status st = find_row(db, m, o, event, who, &t, &peran, e);

    if (st != ST_OK)
        return st;
    if (t->catatan && blank(o->catatan)) {
        err_fault(e, "/catatan", "Wajib diisi untuk langkah \"%s\".", event);
        return err_set(e, E_TANPA_CATATAN, NULL);
    }
    if ((t->guard && (st = t->guard(db, who, o, e)) != ST_OK) ||
        (t->deadline && (st = batas_periksa(db, who, m->nama, event, o->id, &limit, e)) != ST_OK) ||
        (st = write_state(db, m, o, t, e)) != ST_OK)
        return st;
    o->state = t->to;
    if (t->effect && (st = t->effect(db, who, o, e)) != ST_OK)
        return st;
    if (!extra)
        extra = &own;
    extra->objek = m->nama;
    extra->objek_id = o->id;
    extra->peristiwa = event;
    extra->dari = m->states[t->from];
    extra->ke = m->states[t->to];
    extra->peran = peran;
    if (!extra->catatan)
        extra->catatan = o->catatan;
    return add_audit(db, who, extra, &limit, e);
}

enum status flow_boleh(struct db *db, const struct machine *m, struct flow_object *o, const char *event,
                       const struct who *who, struct err *e)
{
    const struct transition *t = NULL;
    const char *peran = "";
    enum status st = find_row(db, m, o, event, who, &t, &peran, e);

    return st == ST_OK && t->guard ? t->guard(db, who, o, e) : st;
}

/* What may I do -------------------------------------------------------------------------------------------
 */

void flow_aksi_baris(struct jw *w, const char *aksi, bool catatan, const struct err *why)
{
    jw_open(w, '{');
    jw_ktext(w, "aksi", aksi);
    jw_kbool(w, "boleh", why->code == E_NONE);
    if (why->code == E_NONE) {
        jw_kbool(w, "catatan", catatan);
    } else {
        jw_ktext(w, "code", code_row(why->code)->name);
        jw_ktext(w, "alasan", why->msg);
    }
    jw_close(w);
}

static enum status aksi_row(struct db *db, const struct machine *m, struct flow_object *o, const char *event,
                            unsigned have, const struct who *who, struct jw *w, struct err *e)
{
    struct err why = ERR_NONE;
    struct batas limit;
    bool in_state;
    const struct transition *t = row_for(m, o->state, event, have, &in_state);
    enum status st = ST_OK;

    if (!t)
        st = in_state ? err_set(&why, E_TIDAK_BERHAK, NULL) : refuse_state(m, o->state, event, &why);
    else if (t->guard)
        st = t->guard(db, who, o, &why);
    if (t && st == ST_OK && t->deadline)
        st = batas_periksa(db, who, m->nama, event, o->id, &limit, &why);
    if (st == ST_FAIL || st == ST_UNREACHABLE) { /* not a refusal: something broke */
        *e = why;
        return st;
    }
    flow_aksi_baris(w, event, t && t->catatan, &why);
    return ST_OK;
}

static bool seen_before(const struct machine *m, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(m->rows[j].event, m->rows[i].event) == 0)
            return true;
    return false;
}

enum status flow_aksi_isi(struct db *db, const struct machine *m, struct flow_object *o,
                          const struct who *who, struct jw *out, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < m->nrows && st == ST_OK; i++) {
        const char *event = m->rows[i].event;
        unsigned have;

        if (seen_before(m, i))
            continue;
        st = object_bits(db, who, o, event_who(m, event), &have, e);
        have &= in_scope(m, who);
        if (st == ST_OK && have)
            st = aksi_row(db, m, o, event, have, who, out, e);
    }
    return st;
}

enum status flow_aksi(struct db *db, const struct machine *m, struct flow_object *o, const struct who *who,
                      struct jw *out, struct err *e)
{
    enum status st;

    jw_open(out, '[');
    st = flow_aksi_isi(db, m, o, who, out, e);
    jw_close(out);
    return st;
}

/* Diagram -------------------------------------------------------------------------------------------------
 */

static void dot_who(unsigned who, struct buf *out)
{
    bool first = true;

    for (size_t i = 0; i < COUNT(bits); i++)
        if (who & bits[i].bit) {
            buf_printf(out, "%s%s", first ? "" : ", ", bits[i].kode);
            first = false;
        }
}

static const char *const tenggat[] = { "", "tenggat SKP", "tenggat realisasi", "tenggat evaluasi",
                                       "tenggat keberatan" };

void flow_dot(const struct machine *m, struct buf *out)
{
    buf_printf(out, "digraph %s {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n", m->nama);
    for (size_t i = 0; i < m->nstates; i++)
        buf_printf(out, "    %s;\n", m->states[i]);
    for (size_t i = 0; i < m->nrows; i++) {
        const struct transition *t = &m->rows[i];

        buf_printf(out, "    %s -> %s [label=\"%s%s\\n", m->states[t->from], m->states[t->to], t->event,
                   t->catatan ? " (dengan catatan)" : "");
        dot_who(t->who, out);
        if (t->deadline)
            buf_printf(out, "\\n%s", tenggat[t->deadline]);
        buf_str(out, "\"];\n");
    }
    buf_str(out, "}\n");
}

/* Arrows between the same two states share one line, or the picture drowns in them. */
static void mermaid_arrow(const struct machine *m, size_t i, struct buf *out)
{
    const struct transition *t = &m->rows[i];

    for (size_t j = 0; j < i; j++)
        if (m->rows[j].from == t->from && m->rows[j].to == t->to)
            return;
    buf_printf(out, "    %s --> %s: %s", m->states[t->from], m->states[t->to], t->event);
    for (size_t j = i + 1; j < m->nrows; j++)
        if (m->rows[j].from == t->from && m->rows[j].to == t->to)
            buf_printf(out, ", %s", m->rows[j].event);
    buf_str(out, "\n");
}

void flow_mermaid(const struct machine *m, struct buf *out)
{
    buf_str(out, "stateDiagram-v2\n");
    for (size_t i = 0; i < m->nstates; i++)
        buf_printf(out, "    %s\n", m->states[i]);
    for (size_t i = 0; i < m->nrows; i++)
        mermaid_arrow(m, i, out);
}

static void put_machine(const struct machine *m, struct buf *out)
{
    buf_printf(out, "\n## %s\n\nStored in `%s.%s`.\n\n```mermaid\n", m->nama, m->table, m->column);
    flow_mermaid(m, out);
    buf_str(out, "```\n\n| from | event | to | who | note | guard | effect | deadline |\n"
                 "|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < m->nrows; i++) {
        const struct transition *t = &m->rows[i];

        buf_printf(out, "| %s | %s | %s | ", m->states[t->from], t->event, m->states[t->to]);
        dot_who(t->who, out);
        buf_printf(out, " | %s | %s | %s | %s |\n", t->catatan ? "yes" : "", t->guard ? "yes" : "",
                   t->effect ? "yes" : "", tenggat[t->deadline]);
    }
}

void flow_halaman(struct buf *out)
{
    buf_str(out, "# All machines\n\n"
                 "Written by `tenayan flow dot semua --format markdown` from the tables that the server "
                 "runs; the API\n"
                 "suite fails where this page differs. How a step is decided: flow.md.\n");
    for (size_t i = 0; machines[i]; i++)
        put_machine(machines[i], out);
}
