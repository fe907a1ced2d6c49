/* Notes beside requests: who read what of whom (domain/dibaca.h), and when a session was last used.
 *
 * A reply never waits for them. A handler's note goes into memory; one thread writes what has come together,
 * at most once a second, as bulk commands. What was noted already (the same reader, object and hour) costs a
 * look into a table. reads_stop writes the rest; a process that is killed loses what its last second held.
 * Without reads_start nothing is noted (suites with handlers of their own).
 */
#ifndef HTTP_READS_H
#define HTTP_READS_H

#include "domain/dibaca.h"
#include "http/request.h"

/* One a process; `w` outlives it. */
MUST_USE enum status reads_start(struct writer *w, struct err *e);
/* After the server has ended, before writer_stop. */
void reads_stop(void);

/* Any worker, after the right was checked and while rq->db can be asked: `rq` shows that object. Reads about
 * oneself are nobody's business and leave nothing. */
MUST_USE enum status reads_note(struct request *rq, enum dibaca_objek objek, int64_t id, enum aksi aksi,
                                const struct subject *s);
/* The same for what the holder of an authorisation reads through it: `pegawai_id` is whom the object is
 * about. */
void reads_note_kuasa(struct request *rq, enum dibaca_objek objek, int64_t id, int64_t pegawai_id);
/* The request's session was used. Any worker. */
void reads_session(const struct sesi *s);

#endif
