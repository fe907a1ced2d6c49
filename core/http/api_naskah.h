/* Shared by api_naskah.c and api_kuasa.c: which object a request names. */
#ifndef HTTP_API_NASKAH_H
#define HTTP_API_NASKAH_H

#include "domain/naskah.h"
#include "http/api.h"

/* From ?skp= &periode= &unit= &evaluasi=, as the kind needs them; a fault names the parameter. */
MUST_USE enum status api_naskah_sasaran_query(struct request *rq, const struct naskah_jenis *j,
                                              struct naskah_sasaran *out);

#endif
