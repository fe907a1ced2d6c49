/* Files that the binary carries, sent as they are: with a type by their name, an ETag by their content, and
 * 304 where the client has them already. */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include "http/request.h"

/* `path` as in base/assets.h; ST_NOT_FOUND E_ALAMAT_TIDAK_ADA if the binary has no such file. */
MUST_USE enum status static_reply(struct request *rq, const char *path);

#endif
