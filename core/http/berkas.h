/* Files that people hand in: from the server's upload to the folder `bukti`, and out again. */
#ifndef HTTP_BERKAS_H
#define HTTP_BERKAS_H

#include "domain/bukti.h"
#include "http/request.h"

/* Keeps rq->upload under the name of its content; `?nama=` names it for people. Ends the snapshot: the
 * command that names the file comes next. */
MUST_USE enum status berkas_simpan(struct request *rq, struct bukti_berkas *out);
/* Answers with a stored file as a download. */
MUST_USE enum status berkas_kirim(struct request *rq, const char *sha256, const char *tipe, const char *nama);

#endif
