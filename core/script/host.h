/* The parent side of a plugin host: one child process, `tenayan plugin-host`, per owning thread.
 *
 * The child runs a release's Lua in the sandbox of DESIGN 5; parent and child exchange msgpack frames over a
 * socketpair on the child's fd 3. host_run hides the whole policy: a timed batch first; if it ran into time,
 * memory, a kill or impurity, row by row in fresh states with the counting hook, and only that verdict
 * counts. A host belongs to the thread that made it.
 */
#ifndef SCRIPT_HOST_H
#define SCRIPT_HOST_H

#include "script/package.h"

struct host;

/* `exe` NULL: /proc/self/exe (or $TENAYAN_HOST in test builds). Starts the child lazily on first use. */
struct host *host_new(const char *exe);
void host_free(struct host *h); /* NULL is fine; kills and reaps the child */
/* What host_new was given, for those who start further hosts alike. */
const char *host_exe(const struct host *h);
/* The child's process id, 0 if none runs. For tests and metrics. */
int host_pid(const struct host *h);

/* Runs the load phase of `p` (unless this child holds it already) and returns what it registered:
 * {"indikator":[…],"skema":[…],"pelatihan":[…],"fungsi":[…]}, functions replaced by true. *listing is owned
 * by the host until the next host_load of the same package or host_free; may be NULL. */
MUST_USE enum status host_load(struct host *h, const struct package *p, const json_t **listing,
                               struct err *e);

/* What the .lua files of `p` do with names (fact.h); they need not be loadable. The list lives in `a`. */
struct fact;
MUST_USE enum status host_inspect(struct host *h, const struct package *p, struct arena *a,
                                  struct fact **list, size_t *n, struct err *e);

/* What to call: "fungsi.NAMA" · "indikator.KODE.realisasi" · "skema.KODE.capaian|saran|predikat|distribusi" ·
 * "skema.KODE.nilai" (capaian of each of evaluasi.indikator[], then saran: {"hasil","perilaku","nilai",
 * "capaian":[…]}) · "pelatihan.KODE.lulus|jp_diakui|sarankan". */
struct host_request {
    const struct package *release;
    const char *function;
    const struct buf *settings; /* msgpack map, or NULL for none */
    /* msgpack array of `nrows` argument objects; field order does not matter. */
    const struct buf *rows;
    size_t nrows;
    bool counted; /* the counting hook from the start (tests, replay of a verdict) */
    bool trace;   /* collect `catat` steps */
    /* Names of fields that may be absent (they read as nil); reading any other absent field is
     * E_PLUGIN_MEDAN. A field that is there with the value nil reads as nil by itself. */
    const char *const *optional;
    size_t noptional;
};

struct host_row {
    enum code code;    /* E_NONE: a value */
    const char *value; /* canonical JSON of the result */
    size_t value_len;
    struct err *err;      /* where code is set; E_PLUGIN_GAGAL with the plugin's words for its own error{} */
    char plugin_code[64]; /* its `code` there, "" otherwise */
    const char *trace;    /* JSON array of {"label","nilai","rumus"} when asked for, else NULL */
    int64_t instructions, peak; /* only with `counted` */
    bool undecided;             /* ran out of time even alone: "belum dihitung", outside the digest */
};

/* `rows` has nrows elements; everything in them lives in `a`. Returns an error only where no row could be
 * run at all (the release does not load, no child can be started): a failing row is a row's matter. */
MUST_USE enum status host_run(struct host *h, const struct host_request *q, struct arena *a,
                              struct host_row *rows, struct err *e);

/* A call that ended its process by its own doing (a kill at the deadline, SIGSYS, SIGSEGV) and did it again
 * alone: what counts towards the quarantine of a release. Deaths from outside never come here. */
struct host_kill {
    struct digest release; /* the package's SHA-256 */
    char function[112];
    struct digest input; /* BLAKE2b of the argument as canonical JSON, as results store it */
    enum code code;      /* E_PLUGIN_BATAS_WAKTU, E_PLUGIN_MATI */
};
enum { HOST_KILLS = 32 };
/* Takes those since the last time, at most HOST_KILLS of them. */
size_t host_kills(struct host *h, struct host_kill out[HOST_KILLS]);

/* msgpack from JSON: numbers go as float64 unless the JSON is an integer. */
void wire_json(struct buf *out, const json_t *v);
/* msgpack pieces for callers that build rows themselves. */
void wire_map(struct buf *out, uint32_t n);
void wire_array(struct buf *out, uint32_t n);
void wire_text(struct buf *out, const char *s, size_t len);
void wire_int(struct buf *out, int64_t v);
void wire_real(struct buf *out, double v);
void wire_bool(struct buf *out, bool v);
void wire_nil(struct buf *out);

#endif
