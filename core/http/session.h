/* Login of a request and the cookie that carries it.
 *
 * Over TLS the cookie is `__Host-tenayan` (Secure), on plain HTTP `tenayan`; that one is only set and
 * believed from this machine or where the administrator asked for it. Each request is looked up in the
 * database, so a closed account or a left session ends with the next request.
 */
#ifndef HTTP_SESSION_H
#define HTTP_SESSION_H

#include "http/request.h"

/* The server's login hook: fills rq->sesi, rq->who and rq->csrf_ok from bearer token or cookie. On routes
 * that are not public: E_BELUM_MASUK (401), E_SESI_TIDAK_SAH (401), E_MASUK_LANGKAH (403), E_CSRF (403) on
 * a write with a cookie and without its header. */
MUST_USE enum status session_login(struct request *rq);

/* The password of the session's account, asked for again before something that an open session alone must not
 * do. For ROUTE_HASH; ends the snapshot. ST_OK and the account, or ST_END: the attempt is held back like a
 * login and run again, or it was wrong, is being counted, and will be answered. */
MUST_USE enum status session_password(struct request *rq, const char *sandi, struct akun **out);

/* Where the request comes from, coarsely, for the list of sessions: its network ("10.1.2.0/24",
 * "2001:db8::/64") and its program ("Firefox di Windows"). In rq->a. */
const char *session_place(struct request *rq);
const char *session_agent(struct request *rq);

/* E_TANPA_TLS where no cookie may be given on this connection. Ask it before a password is looked at. */
MUST_USE enum status session_allowed(struct request *rq);
/* Set-Cookie with the token for `seconds`. */
void session_give(struct request *rq, const char *token, int64_t seconds);
/* Takes the cookie away. */
void session_take(struct request *rq);

#endif
