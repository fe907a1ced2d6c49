#include "script/wire.h"

#include <errno.h>
#include <jansson.h>
#include <msgpack.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "script/host.h"

static int to_buf(void *data, const char *p, size_t n)
{
    buf_add(data, p, n);
    return 0;
}

static msgpack_packer packer(struct buf *out)
{
    msgpack_packer pk;

    msgpack_packer_init(&pk, out, to_buf);
    return pk;
}

void wire_map(struct buf *out, uint32_t n)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_map(&pk, n);
}

void wire_array(struct buf *out, uint32_t n)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_array(&pk, n);
}

void wire_text(struct buf *out, const char *s, size_t len)
{
    msgpack_packer pk = packer(out);

    if (len == SIZE_MAX)
        len = strlen(s);
    msgpack_pack_str(&pk, len);
    msgpack_pack_str_body(&pk, s, len);
}

void wire_bin(struct buf *out, const void *p, size_t n)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_bin(&pk, n);
    msgpack_pack_bin_body(&pk, p, n);
}

void wire_int(struct buf *out, int64_t v)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_int64(&pk, v);
}

void wire_real(struct buf *out, double v)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_double(&pk, v);
}

void wire_bool(struct buf *out, bool v)
{
    msgpack_packer pk = packer(out);

    if (v)
        msgpack_pack_true(&pk);
    else
        msgpack_pack_false(&pk);
}

void wire_nil(struct buf *out)
{
    msgpack_packer pk = packer(out);

    msgpack_pack_nil(&pk);
}

void wire_json(struct buf *out, const json_t *v)
{
    const char *key;
    json_t *item;

    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_OBJECT:
        wire_map(out, (uint32_t)json_object_size(v));
        json_object_foreach((json_t *)v, key, item)
        {
            wire_text(out, key, SIZE_MAX);
            wire_json(out, item);
        }
        break;
    case JSON_ARRAY:
        wire_array(out, (uint32_t)json_array_size(v));
        for (size_t i = 0; i < json_array_size(v); i++)
            wire_json(out, json_array_get(v, i));
        break;
    case JSON_STRING:
        wire_text(out, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER:
        wire_int(out, json_integer_value(v));
        break;
    case JSON_REAL:
        wire_real(out, json_real_value(v));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        wire_bool(out, json_is_true(v));
        break;
    case JSON_NULL:
        wire_nil(out);
        break;
    }
}

static uint64_t big(const uint8_t *p, size_t n)
{
    uint64_t v = 0;

    while (n--)
        v = v << 8 | *p++;
    return v;
}

/* What the first byte announces: a type, and either a value in the byte or the width of what follows. */
static enum wire_type sized(struct wire *w, struct wire_item *out, enum wire_type type, size_t width)
{
    uint64_t n;

    if ((size_t)(w->end - w->p) < width)
        return WIRE_BAD;
    n = big(w->p, width);
    w->p += width;
    out->n = (uint32_t)n;
    /* One byte at least stands for each element, so a count beyond the bytes left is a lie. */
    if (n > (uint64_t)(w->end - w->p))
        return WIRE_BAD;
    if (type == WIRE_TEXT || type == WIRE_BIN) {
        out->s = (const char *)w->p;
        w->p += n;
    }
    return type;
}

static enum wire_type fixed(struct wire *w, struct wire_item *out, enum wire_type type, uint32_t n)
{
    out->n = n;
    if (n > (size_t)(w->end - w->p))
        return WIRE_BAD;
    if (type == WIRE_TEXT) {
        out->s = (const char *)w->p;
        w->p += n;
    }
    return type;
}

static enum wire_type integer(struct wire *w, struct wire_item *out, size_t width, bool with_sign)
{
    uint64_t v;

    if ((size_t)(w->end - w->p) < width)
        return WIRE_BAD;
    v = big(w->p, width);
    w->p += width;
    if (with_sign && width < 8 && v >> (width * 8 - 1))
        v |= ~(uint64_t)0 << (width * 8);
    if (!with_sign && v > INT64_MAX)
        return WIRE_BAD;
    out->i = (int64_t)v;
    return WIRE_INT;
}

static enum wire_type real(struct wire *w, struct wire_item *out, size_t width)
{
    uint64_t v;

    if ((size_t)(w->end - w->p) < width)
        return WIRE_BAD;
    v = big(w->p, width);
    w->p += width;
    if (width == 4) {
        uint32_t half = (uint32_t)v;
        float f;

        memcpy(&f, &half, sizeof(f));
        out->r = (double)f;
    } else {
        memcpy(&out->r, &v, sizeof(v));
    }
    return WIRE_REAL;
}

enum wire_type wire_next(struct wire *w, struct wire_item *out)
{
    uint8_t c;

    if (w->p >= w->end)
        return out->type = WIRE_BAD;
    c = *w->p++;
    out->n = 0;
    if (c < 0x80 || c >= 0xE0) {
        out->i = (int8_t)c;
        return out->type = WIRE_INT;
    }
    if (c < 0x90)
        return out->type = fixed(w, out, WIRE_MAP, c & 0x0F);
    if (c < 0xA0)
        return out->type = fixed(w, out, WIRE_ARRAY, c & 0x0F);
    if (c < 0xC0)
        return out->type = fixed(w, out, WIRE_TEXT, c & 0x1F);
    switch (c) {
    case 0xC0:
        return out->type = WIRE_NIL;
    case 0xC2:
    case 0xC3:
        out->b = c == 0xC3;
        return out->type = WIRE_BOOL;
    case 0xC4:
    case 0xC5:
    case 0xC6:
        return out->type = sized(w, out, WIRE_BIN, (size_t)1 << (c - 0xC4));
    case 0xCA:
    case 0xCB:
        return out->type = real(w, out, c == 0xCA ? 4 : 8);
    case 0xCC:
    case 0xCD:
    case 0xCE:
    case 0xCF:
        return out->type = integer(w, out, (size_t)1 << (c - 0xCC), false);
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3:
        return out->type = integer(w, out, (size_t)1 << (c - 0xD0), true);
    case 0xD9:
    case 0xDA:
    case 0xDB:
        return out->type = sized(w, out, WIRE_TEXT, (size_t)1 << (c - 0xD9));
    case 0xDC:
    case 0xDD:
        return out->type = sized(w, out, WIRE_ARRAY, c == 0xDC ? 2 : 4);
    case 0xDE:
    case 0xDF:
        return out->type = sized(w, out, WIRE_MAP, c == 0xDE ? 2 : 4);
    default: /* 0xC1 and the extension types */
        return out->type = WIRE_BAD;
    }
}

bool wire_skip(struct wire *w)
{
    uint64_t left[64];
    int depth = 0;
    struct wire_item it;

    left[0] = 1;
    while (depth >= 0) {
        if (left[depth] == 0) {
            depth--;
            continue;
        }
        left[depth]--;
        switch (wire_next(w, &it)) {
        case WIRE_BAD:
            return false;
        case WIRE_ARRAY:
        case WIRE_MAP:
            if (++depth == COUNT(left))
                return false;
            left[depth] = it.type == WIRE_MAP ? (uint64_t)it.n * 2 : it.n;
            break;
        default:
            break;
        }
    }
    return true;
}

bool wire_write(int fd, bool no_signal, const struct buf *const *pieces, size_t n)
{
    uint8_t length[4];
    struct iovec iov[4] = { { length, sizeof(length) } };
    size_t total = 0, i = 0, left = n + 1;

    for (size_t k = 0; k < n; k++) {
        iov[k + 1] = (struct iovec){ pieces[k]->p, pieces[k]->len };
        total += pieces[k]->len;
    }
    for (size_t k = 0; k < sizeof(length); k++)
        length[k] = (uint8_t)(total >> (8 * k));
    while (left) {
        struct msghdr m = { .msg_iov = iov + i, .msg_iovlen = left };
        ssize_t w = no_signal ? sendmsg(fd, &m, MSG_NOSIGNAL) : writev(fd, iov + i, (int)left);

        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return false;
        while (left && (size_t)w >= iov[i].iov_len) {
            w -= (ssize_t)iov[i++].iov_len;
            left--;
        }
        if (left) {
            iov[i].iov_base = (char *)iov[i].iov_base + w;
            iov[i].iov_len -= (size_t)w;
        }
    }
    return true;
}
