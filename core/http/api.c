#include "http/api.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/package.h"

enum status api_page(struct request *rq, struct api_page *out)
{
    int64_t batas;
    enum status st = request_query_int(rq, "batas", 1, API_BATAS_MAX, API_BATAS, &batas);

    *out = (struct api_page){ .batas = API_BATAS };
    if (st != ST_OK)
        return st;
    out->batas = (int)batas;
    out->kursor = request_query(rq, "kursor");
    if (out->kursor && (!*out->kursor || strlen(out->kursor) > 200))
        return api_fault(rq, "kursor", "Kursor tidak dikenal.");
    return ST_OK;
}

enum status api_page_int(struct request *rq, const struct api_page *p, int64_t absent, int64_t *out)
{
    char *end;

    *out = absent;
    if (!p->kursor)
        return ST_OK;
    errno = 0;
    *out = strtoll(p->kursor, &end, 10);
    if (errno || *end || *out < 0 || p->kursor[0] < '0' || p->kursor[0] > '9')
        return api_fault(rq, "kursor", "Kursor tidak dikenal.");
    return ST_OK;
}

struct jw api_list_open(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    return w;
}

void api_list_close(struct jw *w, const char *next)
{
    jw_close(w);
    jw_ktext(w, "berikut", next);
    jw_close(w);
}

void api_list_close_int(struct jw *w, int64_t next)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)next);
    api_list_close(w, next ? text : NULL);
}

enum status api_query_word(struct request *rq, const char *name, const char *const *words, const char **out)
{
    *out = request_query(rq, name);
    if (!*out)
        return ST_OK;
    for (; *words; words++)
        if (strcmp(*out, *words) == 0)
            return ST_OK;
    return api_fault(rq, name, "Nilai ini tidak dikenal.");
}

enum status api_fault(struct request *rq, const char *at, const char *fmt, ...)
{
    char msg[192];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    err_fault(&rq->err, at, "%s", msg);
    return err_set(&rq->err, E_MASUKAN, NULL);
}

const char *api_text(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

int64_t api_int(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

enum status api_periode(struct request *rq, const char *name, struct periode *out)
{
    return periode_find(rq->db, request_param(rq, name), out, &rq->err);
}

enum status api_periode_query(struct request *rq, const char *name, struct periode *out)
{
    const char *kode = request_query(rq, name);

    *out = (struct periode){ .id = 0 };
    return kode ? periode_find(rq->db, kode, out, &rq->err) : ST_OK;
}

enum status api_lingkup(struct request *rq, enum skp_lingkup *out)
{
    static const char *const words[] = { "diri", "tim", "semua", NULL };
    static const enum skp_lingkup values[] = { SKP_DIRI, SKP_TIM, SKP_SEMUA };
    const char *word;
    enum status st = api_query_word(rq, "lingkup", words, &word);

    *out = SKP_SEMUA;
    for (size_t i = 0; st == ST_OK && word && words[i]; i++)
        if (strcmp(word, words[i]) == 0)
            *out = values[i];
    return st;
}

enum status api_institution(struct request *rq, enum aksi a)
{
    struct subject whole = { .unit_id = 0 };
    enum status st = right_check(rq->db, &rq->who, a, &whole, &rq->err);

    return st == ST_NOT_FOUND ? err_set(&rq->err, E_TIDAK_BERHAK, NULL) : st;
}

void api_kode_salah(struct request *rq, bool ditahan, int64_t us)
{
    long long minutes = (us + 59999999) / 60000000;

    err_clear(&rq->err);
    if (!ditahan && us == 0)
        (void)err_set(&rq->err, request_login_failed(rq) ? E_TERLALU_SERING : E_KODE_SALAH, NULL);
    else
        (void)err_set(&rq->err, E_KODE_DITAHAN, "Terlalu banyak kode salah. Coba lagi dalam %lld menit.",
                      minutes);
    reply_problem(rq, &rq->err);
    if (us > 0)
        rq->reply.retry_after = (int)(us / 1000000) + 1;
}

void api_no_aksi(struct jw *w)
{
    jw_key(w, "aksi");
    jw_open(w, '[');
    jw_close(w);
}

void api_ktext_or_null(struct jw *w, const char *key, const char *s)
{
    jw_ktext(w, key, s && *s ? s : NULL);
}

enum status api_package(struct request *rq, struct findings *notes, struct package *out)
{
    return rq->upload ? package_note_tar_file(rq->upload->path, notes, out, &rq->err)
                      : package_note_texts(json_object_get(rq->json, "berkas"), notes, out, &rq->err);
}
