/* Files that the binary carries, sent as they are: with a type by their name, an ETag by their content, and
 * 304 where the client has them already. Files with .br or .gz beside them are sent compressed to those who
 * take that. */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include "http/request.h"

/* The compressed forms of a file, best first. */
enum coding { CODING_BR, CODING_GZIP, CODING_PLAIN };

/* The coding to use for an Accept-Encoding field (RFC 9110 12.5.3): the highest weight, the earlier of this
 * list where weights are equal; never one with q=0. NULL, and what refuses everything, is CODING_PLAIN. */
enum coding static_coding(const char *accept);

/* `path` as in base/assets.h; ST_NOT_FOUND E_ALAMAT_TIDAK_ADA if the binary has no such file. `fixed`: the
 * name changes with the content, so it is never asked for again; otherwise it is asked about each time. */
MUST_USE enum status static_reply(struct request *rq, const char *path, bool fixed);
/* Bytes that are copied into the reply, with ETag and 304 as above. */
void static_bytes(struct request *rq, const char *type, const char *p, size_t n);

#endif
