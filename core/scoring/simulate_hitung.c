/* A simulation's batches: both sides read in one snapshot, then computed one after the other in the same
 * plugin host, which holds both releases. Threads write to places of their own, so nothing depends on them.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "scoring/saran.h"
#include "scoring/simulate_bagian.h"

enum { THREADS_MAX = 64 };

/* What a rule's matrix says for each pair of ratings, asked for once. */
struct matriks {
    const struct rule *rule;
    struct {
        bool ada, tertunda;
        int8_t predikat;
        enum code gagal;
        char pesan[SIM_PESAN];
    } sel[SIM_RATING][SIM_RATING];
    struct matriks *next;
};

struct jalan {
    struct sim *s;
    size_t batch, nbatches;
    pthread_mutex_t lock;
    size_t next, done;
    enum status st;
    struct err err;
};

struct worker {
    struct jalan *j;
    pthread_t thread;
    struct db *db;
    struct host *host;
    struct sim_calon calon;
    struct hitung h[SIM_SISI];
    struct matriks *matriks;
    struct arena *a;
};

/* Predikat ------------------------------------------------------------------------------------------- */

static struct matriks *matriks_of(struct worker *k, const struct rule *rule)
{
    struct matriks *m = k->matriks;

    while (m && m->rule != rule)
        m = m->next;
    if (m)
        return m;
    m = mem_alloc(sizeof(*m));
    m->rule = rule;
    m->next = k->matriks;
    k->matriks = m;
    return m;
}

/* As much of `text` as fits, never half a character. */
static void copy_text(char *out, size_t size, const char *head, const char *text)
{
    size_t n = strlen(head), len = strlen(text);

    memcpy(out, head, n);
    if (len > size - n - 1) {
        len = size - n - 1;
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(out + n, text, len);
    out[n + len] = '\0';
}

static void fail_side(struct sim_sisi *x, enum code code, bool later, const char *pesan)
{
    char text[SIM_PESAN];

    x->tertunda |= later;
    if (x->gagal || later)
        return;
    x->gagal = code;
    copy_text(text, sizeof(text), "", pesan ? pesan : code_row(code)->id);
    x->pesan = mem_strdup(text);
}

static enum status ask(struct worker *k, const struct rule *rule, int hasil, int perilaku, struct matriks *m,
                       struct err *e)
{
    struct predikat_hasil p = { .tertunda = false };
    struct arena *a = k->a;
    enum status st = predikat_aturan(k->host, rule, sim_rating[hasil], sim_rating[perilaku], false, a, &p, e);

    if (st != ST_OK && !hitung_vonis(e))
        return st;
    m->sel[hasil][perilaku].ada = true;
    m->sel[hasil][perilaku].tertunda = p.tertunda;
    m->sel[hasil][perilaku].predikat = sim_indeks(sim_predikat, SIM_PREDIKAT, p.predikat);
    if (m->sel[hasil][perilaku].predikat < 0) {
        enum code code = e->code ? e->code : E_PLUGIN_GAGAL;

        for (int c = 1; p.hasil.galat && c < E_COUNT; c++)
            if (strcmp(code_row((enum code)c)->name, p.hasil.galat) == 0)
                code = (enum code)c;
        m->sel[hasil][perilaku].gagal = code;
        copy_text(m->sel[hasil][perilaku].pesan, sizeof(m->sel[hasil][perilaku].pesan), "Predikat: ",
                  p.hasil.pesan ? p.hasil.pesan
                  : e->code     ? e->msg
                                : code_row(code)->id);
    }
    err_clear(e);
    arena_reset(a);
    return ST_OK;
}

static enum status predikat(struct worker *k, const struct rule *rule, int hasil, int perilaku,
                            struct sim_sisi *x, int8_t *out, struct err *e)
{
    struct matriks *m = matriks_of(k, rule);
    enum status st = ST_OK;

    if (hasil < 0 || perilaku < 0)
        return ST_OK;
    if (!m->sel[hasil][perilaku].ada)
        st = ask(k, rule, hasil, perilaku, m, e);
    if (st != ST_OK)
        return st;
    *out = m->sel[hasil][perilaku].predikat;
    if (*out < 0)
        fail_side(x, m->sel[hasil][perilaku].gagal, m->sel[hasil][perilaku].tertunda,
                  m->sel[hasil][perilaku].pesan);
    return ST_OK;
}

/* One evaluation ------------------------------------------------------------------------------------- */

static json_t *value_of(const struct hitung_hasil *x)
{
    struct err ignored = ERR_NONE;
    json_t *v = NULL;

    if (x && x->nilai && json_read(x->nilai, strlen(x->nilai), &v, &ignored) == ST_OK)
        return v;
    return NULL;
}

static enum status take_side(struct worker *k, enum sim_nama side, size_t at, const struct hitung_hasil *row,
                             const json_t *v, struct sim_orang *o, struct err *e)
{
    const struct sheet *x = &k->h[side].sheets.sheet[at];
    struct sim_sisi *t = &o->sisi[side];
    const json_t *nilai = json_object_get(v, "nilai");
    enum status st;

    *t = (struct sim_sisi){ .hasil = -1, .perilaku = -1, .predikat = -1, .predikat_saran = -1 };
    if (x->gagal || x->tertunda)
        fail_side(t, x->gagal, x->tertunda, x->pesan);
    if (t->gagal && row && row->berkas) {
        t->berkas = mem_strdup(row->berkas);
        t->baris = row->baris;
    }
    t->hasil = sim_indeks(sim_rating, SIM_RATING, json_string_value(json_object_get(v, "hasil")));
    t->perilaku = sim_indeks(sim_rating, SIM_RATING, json_string_value(json_object_get(v, "perilaku")));
    t->ada_nilai = json_is_number(nilai);
    t->nilai = t->ada_nilai ? json_number_value(nilai) : 0;
    if (!x->rule)
        return ST_OK;
    st = predikat(k, x->rule, o->hasil, o->perilaku, t, &t->predikat, e);
    if (st == ST_OK)
        st = predikat(k, x->rule, t->hasil, t->perilaku >= 0 ? t->perilaku : o->perilaku, t,
                      &t->predikat_saran, e);
    return st;
}

static void compare(struct sim_orang *o, const json_t *before, const json_t *after)
{
    const json_t *a = json_object_get(before, "capaian"), *b = json_object_get(after, "capaian");
    const struct sim_sisi *x = &o->sisi[SIM_BERLAKU], *y = &o->sisi[SIM_CALON];

    if (!before || !after)
        return;
    o->nilai_beda = !json_equal(json_object_get(before, "nilai"), json_object_get(after, "nilai")) ||
                    (a != b && !json_equal(a, b));
    if (x->ada_nilai && y->ada_nilai) {
        o->selisih = fabs(y->nilai - x->nilai);
        return;
    }
    for (size_t i = 0; i < json_array_size(a) && i < json_array_size(b); i++) {
        const json_t *p = json_array_get(a, i), *q = json_array_get(b, i);
        double d = fabs(json_number_value(q) - json_number_value(p));

        if (json_is_number(p) && json_is_number(q) && d > o->selisih)
            o->selisih = d;
    }
}

static void take_head(const struct sheet *x, struct sim_orang *o)
{
    memcpy(o->nip, x->nip, sizeof(o->nip));
    o->segmen = x->segmen;
    o->kepala = x->kepala_unit;
    o->tidak_dinilai = x->tidak_dinilai;
    o->organisasi = sim_indeks(sim_predikat, SIM_PREDIKAT, x->capaian_organisasi);
    if (x->capaian_organisasi && strcmp(x->capaian_organisasi, "istimewa") == 0)
        o->organisasi = SIM_PREDIKAT;
}

/* What a batch says about each of its sheets; NULL where there is no such row. */
struct rows_of {
    const struct hitung_hasil **scheme; /* that came to a value */
    const struct hitung_hasil **failed; /* the first that failed */
};

static struct rows_of rows_of(const struct hitung *h)
{
    struct rows_of out = { arena_array(h->a, const struct hitung_hasil *, h->sheets.n + 1),
                           arena_array(h->a, const struct hitung_hasil *, h->sheets.n + 1) };

    for (size_t i = 0; i < h->n; i++) {
        const struct hitung_hasil *x = &h->hasil[i];

        if (x->code == E_NONE && !x->tertunda && x->indikator == SIZE_MAX)
            out.scheme[x->sheet] = x;
        else if (x->code != E_NONE && !out.failed[x->sheet])
            out.failed[x->sheet] = x;
    }
    return out;
}

static enum status take_batch(struct worker *k, struct sim_orang *orang, size_t n, struct err *e)
{
    struct rows_of rows[SIM_SISI] = { rows_of(&k->h[SIM_BERLAKU]), rows_of(&k->h[SIM_CALON]) };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct sim_orang *o = &orang[i];
        json_t *v[SIM_SISI];

        take_head(&k->h[SIM_BERLAKU].sheets.sheet[i], o);
        if (o->tidak_dinilai)
            continue;
        for (int side = 0; side < SIM_SISI; side++) {
            v[side] = value_of(rows[side].scheme[i]);
            if (st == ST_OK)
                st = take_side(k, (enum sim_nama)side, i, rows[side].failed[i], v[side], o, e);
        }
        compare(o, v[SIM_BERLAKU], v[SIM_CALON]);
        for (int side = 0; side < SIM_SISI; side++)
            json_decref(v[side]);
    }
    return st;
}

/* Threads -------------------------------------------------------------------------------------------- */

static enum status run_batch(struct worker *k, size_t at, struct err *e)
{
    struct sim *s = k->j->s;
    size_t from = at * k->j->batch, n = s->n - from < k->j->batch ? s->n - from : k->j->batch;
    int64_t ids[SIM_BATCH];
    enum status st = db_snapshot(k->db, e);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        ids[i] = s->orang[from + i].evaluasi_id;
    for (int side = 0; st == ST_OK && side < SIM_SISI; side++)
        st = hitung_baca(&k->h[side], k->db, ids, n, e);
    db_snapshot_end(k->db);
    for (int side = 0; st == ST_OK && side < SIM_SISI; side++)
        st = hitung_jalan(&k->h[side], e);
    return st == ST_OK ? take_batch(k, s->orang + from, n, e) : st;
}

static bool next_batch(struct jalan *j, size_t *at)
{
    bool some;

    pthread_mutex_lock(&j->lock);
    if (j->st == ST_OK && j->s->m->cancel && atomic_load(j->s->m->cancel))
        j->st = err_set(&j->err, E_RUN_BATAL, NULL);
    some = j->st == ST_OK && j->next < j->nbatches;
    if (some)
        *at = j->next++;
    pthread_mutex_unlock(&j->lock);
    return some;
}

static void batch_done(struct jalan *j, enum status st, const struct err *e)
{
    const struct simulasi_minta *m = j->s->m;

    pthread_mutex_lock(&j->lock);
    j->done++;
    if (st != ST_OK && j->st == ST_OK) {
        j->st = st;
        j->err = *e;
    }
    if (m->progress && st == ST_OK) {
        size_t done = j->done * j->batch;

        m->progress(m->arg, (int64_t)(done < j->s->n ? done : j->s->n), (int64_t)j->s->n);
    }
    pthread_mutex_unlock(&j->lock);
}

static void worker_end(struct worker *k)
{
    while (k->matriks) {
        struct matriks *m = k->matriks;

        k->matriks = m->next;
        free(m);
    }
    for (int side = 0; side < SIM_SISI; side++)
        hitung_clear(&k->h[side]);
    sim_calon_clear(&k->calon);
    host_free(k->host);
    db_close(k->db);
    arena_free(k->a);
}

static void *work(void *arg)
{
    struct worker *k = arg;
    struct err e = ERR_NONE;
    size_t at;
    enum status st;

    k->a = arena_new();
    k->host = host_new(k->j->s->m->host);
    if ((st = sim_calon_make(k->j->s, &k->calon, &e)) == ST_OK)
        st = db_open(k->j->s->m->url, DB_READ, &k->db, &e);
    for (int side = 0; side < SIM_SISI; side++)
        sim_hitung_init(k->j->s, (enum sim_nama)side, &k->calon, k->host, &k->h[side]);
    if (st != ST_OK)
        batch_done(k->j, st, &e);
    while (st == ST_OK && next_batch(k->j, &at)) {
        st = run_batch(k, at, &e);
        batch_done(k->j, st, &e);
    }
    worker_end(k);
    return NULL;
}

enum status sim_jalan(struct sim *s, struct err *e)
{
    struct jalan j = { .s = s, .batch = SIM_BATCH, .lock = PTHREAD_MUTEX_INITIALIZER };
    long n = s->m->threads > 0 ? s->m->threads : sysconf(_SC_NPROCESSORS_ONLN);
    struct worker *workers;
    int started = 0;

    if (s->m->batch > 0 && s->m->batch < SIM_BATCH)
        j.batch = (size_t)s->m->batch;
    j.nbatches = (s->n + j.batch - 1) / j.batch;
    if (n > THREADS_MAX)
        n = THREADS_MAX;
    if ((size_t)n > j.nbatches)
        n = (long)j.nbatches;
    workers = mem_alloc((size_t)(n + 1) * sizeof(*workers));
    while (started < n) {
        workers[started].j = &j;
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
            break;
        started++;
    }
    for (int i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    free(workers);
    pthread_mutex_destroy(&j.lock);
    if (j.st != ST_OK)
        *e = j.err;
    else if (j.nbatches && !started)
        return err_set(e, E_GAGAL, "Benang kerja tidak dapat dibuat.");
    return j.st;
}
