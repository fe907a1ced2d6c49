/* A plugin package: a folder (or a .tar of it) read whole into memory, its manifest validated in C before
 * any Lua runs, and closed into a release together with the shared library files that it reaches by `use`.
 *
 * Identity of a release: SHA-256 over its files sorted bytewise by path, each as u32 path length (little
 * endian), path, u64 length, bytes. DESIGN 5 "Releases".
 */
#ifndef SCRIPT_PACKAGE_H
#define SCRIPT_PACKAGE_H

#include <jansson.h>

#include <stdbool.h>

#include "base/hash.h"
#include "base/err.h"

enum {
    PACKAGE_FILES = 200,             /* files in a package */
    PACKAGE_BYTES = 4 * 1024 * 1024, /* all files together */
    PACKAGE_SOURCE = 128 * 1024,     /* one .lua file */
    PACKAGE_FILE = 1024 * 1024,      /* any other file */
    PACKAGE_TAR = 8 * 1024 * 1024,   /* a .tar of it, with heads and padding */
};

struct package_file {
    const char *path; /* "init.lua", "tests/predikat.json", "lib/matriks.lua" for the shared library */
    const uint8_t *data;
    size_t len;
};

struct limits {
    int64_t instructions; /* per call */
    int64_t memory;       /* bytes */
    int64_t cpu_us;       /* per call */
};
#define LIMITS_CALL ((struct limits){ 5000000, 8 * 1024 * 1024, 200000 })
#define LIMITS_LOAD ((struct limits){ 1000000, 8 * 1024 * 1024, 200000 })

struct manifest {
    const char *id, *version, *title, *description, *author;
    int api;
    const json_t *source, *units, *requires_, *provides, *reads, *settings; /* borrowed from `json` */
    struct limits limits;
    json_t *json; /* the whole plugin.json */
};

struct findings;

struct package {
    struct arena *a; /* owns everything here but manifest.json */
    size_t nfiles;
    struct package_file *files; /* sorted bytewise by path */
    struct digest digest;
    struct manifest manifest;
    struct findings *notes; /* as given to the reader */
};

/* Reads DIR (no links, devices, hidden files, `..`; only files that the format names), validates the
 * manifest, closes over the shared library. Errors name file and line. package_free also after an error.
 *
 * With `notes` (finding.h), for an author who wants to learn of everything at once: what is refused is noted
 * there and left out, and reading goes on; ST_OK then says only that something could be read. NULL: the first
 * fault ends it. */
MUST_USE enum status package_note_dir(const char *dir, struct findings *notes, struct package *out,
                                      struct err *e);
/* A .tar (ustar, pax names) in memory. */
MUST_USE enum status package_note_tar(const void *data, size_t len, struct findings *notes,
                                      struct package *out, struct err *e);
/* The same from a file, which is opened once and read whole. */
MUST_USE enum status package_note_tar_file(const char *path, struct findings *notes, struct package *out,
                                           struct err *e);
/* A package as an editor holds it: {"plugin.json":"…","init.lua":"…"}, or a list of {"path","isi","base64"?},
 * where files that are no text come as Base64. */
MUST_USE enum status package_note_texts(const json_t *files, struct findings *notes, struct package *out,
                                        struct err *e);
/* A shipped package carried by the binary ("puskesmas"), E_TIDAK_ADA if there is none. */
MUST_USE enum status package_note_shipped(const char *id, struct findings *notes, struct package *out,
                                          struct err *e);

MUST_USE static inline enum status package_read_dir(const char *dir, struct package *out, struct err *e)
{
    return package_note_dir(dir, NULL, out, e);
}
MUST_USE static inline enum status package_read_tar(const void *data, size_t len, struct package *out,
                                                    struct err *e)
{
    return package_note_tar(data, len, NULL, out, e);
}
MUST_USE static inline enum status package_read_tar_file(const char *path, struct package *out, struct err *e)
{
    return package_note_tar_file(path, NULL, out, e);
}
MUST_USE static inline enum status package_read_texts(const json_t *texts, struct package *out, struct err *e)
{
    return package_note_texts(texts, NULL, out, e);
}
MUST_USE static inline enum status package_read_shipped(const char *id, struct package *out, struct err *e)
{
    return package_note_shipped(id, NULL, out, e);
}

/* A closed release as stored: files are given, nothing is added. Copies them. */
MUST_USE enum status package_from_files(const struct package_file *files, size_t n, struct package *out,
                                        struct err *e);
const struct package_file *package_file(const struct package *p, const char *path);
/* json_read of a file, behind an editor's byte order mark. */
MUST_USE enum status package_read_json(const struct package_file *f, json_t **out, struct err *e);
/* Is it a file that its author wrote, or one that the release took in from the shared library? */
bool package_own(const struct package_file *f);
/* May an editor show it as text: by its name, and UTF-8 without NUL. */
bool package_is_text(const struct package_file *f);
/* Files as package_read_texts takes them: [{"path","isi","base64"?}], own files only. */
struct jw;
void package_json(struct jw *w, const struct package_file *files, size_t n);
/* The same as an archive (ustar), readable with package_read_tar; equal files give equal bytes. */
void package_tar(struct buf *out, const struct package_file *files, size_t n);
void package_free(struct package *p);

/* Settings: defaults of the manifest overlaid by `given` (may be NULL), validated; canonical text and its
 * BLAKE2b digest. The caller owns *out. */
MUST_USE enum status package_settings(const struct package *p, const json_t *given, json_t **out,
                                      struct buf *canonical, struct digest *digest, struct err *e);

#endif
