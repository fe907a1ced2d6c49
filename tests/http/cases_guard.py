"""What must be refused, row by row: bytes in, status and code out, and the connection ends."""
import gzip
import re

from wire import Closed, Server

H = "Host: uji\r\n"
LONG = "x" * 9000

# id, bytes, status, code
REFUSED = [
    ("no-host", "GET /echo HTTP/1.1\r\n\r\n", 400, "http.host"),
    ("two-hosts", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "http.host"),
    ("empty-host", "GET /echo HTTP/1.1\r\nHost:\r\n\r\n", 400, "http.host"),
    ("host-slash", "GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "http.host"),
    ("host-user", "GET /echo HTTP/1.1\r\nHost: a@b\r\n\r\n", 400, "http.host"),
    ("host-1.0", "GET /echo HTTP/1.0\r\n\r\n", 400, "http.host"),
    ("absolute", f"GET http://uji/echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("asterisk", f"OPTIONS * HTTP/1.1\r\n{H}\r\n", 501, "http.metode_tidak_dikenal"),
    ("connect", f"CONNECT uji:443 HTTP/1.1\r\n{H}\r\n", 501, "http.metode_tidak_dikenal"),
    ("trace", f"TRACE /echo HTTP/1.1\r\n{H}\r\n", 501, "http.metode_tidak_dikenal"),
    ("lower-method", f"get /echo HTTP/1.1\r\n{H}\r\n", 400, "http.rusak"),
    ("no-method", f" /echo HTTP/1.1\r\n{H}\r\n", 400, "http.rusak"),
    ("dot", f"GET /./echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("dot-dot", f"GET /a/../echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("dot-dot-end", f"GET /echo/.. HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("dot-encoded", f"GET /a/%2e%2E/echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("dot-half", f"GET /a/.%2e/echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("dot-twice", f"GET /a/%252e%252e/echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("nul-encoded", f"GET /echo%00 HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("slash-encoded", f"GET /a%2Fb HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("backslash-encoded", f"GET /a%5cb HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("backslash", f"GET /a\\b HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("slash-twice", f"GET //echo HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("newline-encoded", f"GET /echo%0d%0aX HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("escape-cut", f"GET /echo%2 HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("escape-bad", f"GET /echo%zz HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("utf8-bad", f"GET /echo/%ff HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("utf8-overlong", f"GET /echo/%c0%af HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("utf8-surrogate", f"GET /echo/%ed%a0%80 HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("raw-high", f"GET /echo/é HTTP/1.1\r\n{H}\r\n".encode(), 400, "http.alamat"),
    ("fragment", f"GET /echo#a HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("fragment-query", f"GET /echo?a=1#b HTTP/1.1\r\n{H}\r\n", 400, "http.alamat"),
    ("query-nul", f"GET /echo?a=%00 HTTP/1.1\r\n{H}\r\n", 400, "http.parameter"),
    ("query-twice", f"GET /echo?a=1&a=2 HTTP/1.1\r\n{H}\r\n", 400, "http.parameter"),
    ("query-utf8", f"GET /echo?a=%ff HTTP/1.1\r\n{H}\r\n", 400, "http.parameter"),
    ("query-nameless", f"GET /echo?=1 HTTP/1.1\r\n{H}\r\n", 400, "http.parameter"),
    ("query-many", "GET /echo?" + "&".join(f"p{i}=1" for i in range(40)) + f" HTTP/1.1\r\n{H}\r\n", 400, "http.parameter"),
    ("version-0.9", f"GET /echo HTTP/0.9\r\n{H}\r\n", 505, "http.versi"),
    ("version-2", f"GET /echo HTTP/2.0\r\n{H}\r\n", 505, "http.versi"),
    ("version-1.2", f"GET /echo HTTP/1.2\r\n{H}\r\n", 505, "http.versi"),
    ("version-none", f"GET /echo\r\n{H}\r\n", 505, "http.versi"),
    ("version-name", f"GET /echo XTTP/1.1\r\n{H}\r\n", 400, "http.rusak"),
    ("preface-2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http.versi"),
    ("tls-hello", b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03" + b"\x00" * 40 + b"\r\n", 400, "http.rusak"),
    ("target-long", f"GET /{'a' * 5000} HTTP/1.1\r\n{H}\r\n", 414, "http.alamat_panjang"),
    ("target-endless", f"GET /{'a' * 20000}", 414, "http.alamat_panjang"),
    ("header-long", f"GET /echo HTTP/1.1\r\n{H}X: {LONG}\r\n\r\n", 431, "http.kepala_besar"),
    ("header-endless", f"GET /echo HTTP/1.1\r\n{H}X: {LONG}{LONG}", 431, "http.kepala_besar"),
    ("head-long", f"GET /echo HTTP/1.1\r\n{H}" + f"X: {'y' * 4000}\r\n" * 5 + "\r\n", 431, "http.kepala_besar"),
    ("header-many", f"GET /echo HTTP/1.1\r\n{H}" + "X: y\r\n" * 101 + "\r\n", 431, "http.kepala_besar"),
    ("blank-lines-endless", "\r\n" * 9000, 431, "http.kepala_besar"),
    ("header-no-colon", f"GET /echo HTTP/1.1\r\n{H}X\r\n\r\n", 400, "http.rusak"),
    ("header-space-name", f"GET /echo HTTP/1.1\r\n{H}X Y: z\r\n\r\n", 400, "http.rusak"),
    ("header-space-colon", f"GET /echo HTTP/1.1\r\n{H}Content-Length : 0\r\n\r\n", 400, "http.rusak"),
    ("header-empty-name", f"GET /echo HTTP/1.1\r\n{H}: z\r\n\r\n", 400, "http.rusak"),
    ("header-folded", f"GET /echo HTTP/1.1\r\n{H}X: a\r\n b\r\n\r\n", 400, "http.rusak"),
    ("header-folded-tab", f"GET /echo HTTP/1.1\r\n{H}X: a\r\n\tb\r\n\r\n", 400, "http.rusak"),
    ("header-first-space", f"GET /echo HTTP/1.1\r\n {H}\r\n", 400, "http.rusak"),
    ("header-nul", f"GET /echo HTTP/1.1\r\n{H}X: a\0b\r\n\r\n", 400, "http.rusak"),
    ("header-nul-host", "GET /echo HTTP/1.1\r\nHost: uji\0evil\r\n\r\n", 400, "http.rusak"),
    ("header-control", f"GET /echo HTTP/1.1\r\n{H}X: a\x01b\r\n\r\n", 400, "http.rusak"),
    ("header-del", f"GET /echo HTTP/1.1\r\n{H}X: a\x7fb\r\n\r\n", 400, "http.rusak"),
    ("header-cr", f"GET /echo HTTP/1.1\r\n{H}X: a\rY: b\r\n\r\n", 400, "http.rusak"),
    ("bare-lf", "GET /echo HTTP/1.1\nHost: uji\n\n", 400, "http.rusak"),
    ("bare-lf-one", f"GET /echo HTTP/1.1\r\n{H}X: a\nY: b\r\n\r\n", 400, "http.rusak"),
    ("bare-lf-end", f"GET /echo HTTP/1.1\r\n{H}\n", 400, "http.rusak"),
    ("cr-cr-lf", f"GET /echo HTTP/1.1\r\r\n{H}\r\n", 400, "http.rusak"),
    ("cl-twice", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400, "http.panjang"),
    ("cl-differ", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 1\r\nContent-Length: 2\r\n\r\na", 400, "http.panjang"),
    ("cl-list", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 1, 1\r\n\r\na", 400, "http.panjang"),
    ("cl-plus", f"POST /echo HTTP/1.1\r\n{H}Content-Length: +1\r\n\r\na", 400, "http.panjang"),
    ("cl-minus", f"POST /echo HTTP/1.1\r\n{H}Content-Length: -1\r\n\r\na", 400, "http.panjang"),
    ("cl-hex", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 0x1\r\n\r\na", 400, "http.panjang"),
    ("cl-space", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 1 1\r\n\r\na", 400, "http.panjang"),
    ("cl-empty", f"POST /echo HTTP/1.1\r\n{H}Content-Length:\r\n\r\n", 400, "http.panjang"),
    ("cl-overflow", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 18446744073709551617\r\n\r\na", 400, "http.panjang"),
    ("cl-large", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 9999999999999999\r\n\r\na", 413, "umum.terlalu_besar"),
    ("cl-te", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "http.panjang"),
    ("te-cl", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400, "http.panjang"),
    ("te-identity", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: identity\r\n\r\n", 400, "http.pengodean"),
    ("te-gzip", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-case", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-trailing", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-quoted", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-prefix", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-twice", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-then-identity", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-1.0", f"POST /echo HTTP/1.0\r\n{H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "http.pengodean"),
    ("te-vertical-tab", f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", 400, "http.rusak"),
    ("expect-other", f"POST /echo HTTP/1.1\r\n{H}Expect: 200-ok\r\nContent-Length: 1\r\n\r\n", 417, "http.harapan"),
    ("if-match-bare", f"GET /echo HTTP/1.1\r\n{H}If-Match: 7\r\n\r\n", 400, "http.if_match"),
    ("if-match-weak", f"GET /echo HTTP/1.1\r\n{H}If-Match: W/\"7\"\r\n\r\n", 400, "http.if_match"),
    ("if-match-star", f"GET /echo HTTP/1.1\r\n{H}If-Match: *\r\n\r\n", 400, "http.if_match"),
    ("key-empty", f"GET /echo HTTP/1.1\r\n{H}Idempotency-Key:\r\n\r\n", 400, "http.kunci"),
    ("key-long", f"GET /echo HTTP/1.1\r\n{H}Idempotency-Key: {'k' * 129}\r\n\r\n", 400, "http.kunci"),
    ("key-space", f"GET /echo HTTP/1.1\r\n{H}Idempotency-Key: a b\r\n\r\n", 400, "http.kunci"),
    ("key-twice", f"GET /echo HTTP/1.1\r\n{H}Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n", 400, "http.rusak"),
    ("auth-twice", f"GET /echo HTTP/1.1\r\n{H}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400, "http.rusak"),
    ("body-on-get", f"GET /echo HTTP/1.1\r\n{H}Content-Length: 3\r\n\r\nabc", 413, "umum.terlalu_besar"),
]

# Chunked bodies that must not be read otherwise than we read them.
CHUNKED = [
    ("extension", "1;a=b\r\nx\r\n0\r\n\r\n"),
    ("extension-bare", "1;\r\nx\r\n0\r\n\r\n"),
    ("extension-lf", "1;a\nx\r\n0\r\n\r\n"),
    ("size-signed", "+1\r\nx\r\n0\r\n\r\n"),
    ("size-minus", "-1\r\nx\r\n0\r\n\r\n"),
    ("size-0x", "0x1\r\nx\r\n0\r\n\r\n"),
    ("size-empty", "\r\nx\r\n0\r\n\r\n"),
    ("size-space", " 1\r\nx\r\n0\r\n\r\n"),
    ("size-overflow", "fffffffffffffffff\r\nx\r\n0\r\n\r\n"),
    ("bare-lf-size", "1\nx\r\n0\r\n\r\n"),
    ("bare-lf-data", "1\r\nx\n0\r\n\r\n"),
    ("data-long", "1\r\nxy\r\n0\r\n\r\n"),
    ("trailer", "1\r\nx\r\n0\r\nX: y\r\n\r\n"),
    ("trailer-cl", "1\r\nx\r\n0\r\nContent-Length: 5\r\n\r\n"),
    ("trailer-host", "0\r\nHost: evil\r\n\r\n"),
]


def test_refused(build):
    with Server(build) as s:
        for name, data, status, code in REFUSED:
            # A second request behind the bad one must never be answered: that is what smuggling is.
            data = data.encode("latin-1") if isinstance(data, str) else data
            with s.connect() as c:
                c.send(data + b"GET /echo?a=selundup HTTP/1.1\r\nHost: uji\r\n\r\n")
                r = c.reply()
                assert (r.status, r.code()) == (status, code), f"{name}: {r.status} {r.body}"
                problem = r.json()
                assert problem["status"] == status and problem["detail"] and problem["tindakan"], name
                assert problem["instance"] == r.headers["x-request-id"], name
                # Where the message could be told apart (its grammar was sound and it had no body) the
                # connection goes on and the second request is a second request.
                if "connection" in r.headers:
                    assert b"selundup" not in c.rest(), name
                else:
                    assert c.reply().status == 200, name
        assert s.request("GET", "/healthz").status == 200
    return len(REFUSED)


def test_refused_in_pieces(build):
    """The same verdict when each byte comes alone (the guard looks at bytes, not at packets)."""
    with Server(build) as s:
        for name, data, status, code in REFUSED:
            data = data.encode("latin-1") if isinstance(data, str) else data
            if len(data) > 400:
                continue
            with s.connect() as c:
                try:
                    for i in range(len(data)):
                        c.send(data[i:i + 1])
                except (BrokenPipeError, ConnectionResetError):
                    pass
                try:
                    r = c.reply()
                except Closed:
                    raise AssertionError(name)
                assert (r.status, r.code()) == (status, code), f"{name}: {r.status} {r.body}"
    return len(REFUSED)


def test_chunked_refused(build):
    with Server(build) as s:
        for name, body in CHUNKED:
            with s.connect() as c:
                c.send(f"POST /echo HTTP/1.1\r\n{H}Transfer-Encoding: chunked\r\n\r\n{body}"
                       f"GET /echo?a=selundup HTTP/1.1\r\n{H}\r\n")
                r = c.reply()
                assert (r.status, r.code()) == (400, "http.rusak"), f"{name}: {r.status} {r.body}"
                assert b"selundup" not in c.rest(), name
    return len(CHUNKED)


def test_chunked_accepted(build):
    body = "5\r\n{\"nam\r\n6\r\na\":\"x\"\r\n0001\r\n}\r\n0\r\n\r\n"
    request = f"PUT /json HTTP/1.1\r\n{H}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
    with Server(build) as s:
        r = s.raw(request)
        assert (r.status, r.json()) == (200, {"nama": "x", "n": 7}), r.body
        with s.connect() as c:  # byte by byte, and another one behind it
            for b in (request + request).encode():
                c.send(bytes([b]))
            assert c.reply().json() == {"nama": "x", "n": 7}
            assert c.reply().json() == {"nama": "x", "n": 7}
    return 2


def test_accepted_edges(build):
    rows = [
        ("leading-crlf", f"\r\nGET /echo HTTP/1.1\r\n{H}\r\n", 200),
        ("utf8-path", f"GET /echo/%C3%A9 HTTP/1.1\r\n{H}\r\n", 200),
        ("space-path", f"GET /echo/a%20b HTTP/1.1\r\n{H}\r\n", 200),
        ("percent-path", f"GET /echo/100%25 HTTP/1.1\r\n{H}\r\n", 200),
        ("dots-inside", f"GET /echo/a..b HTTP/1.1\r\n{H}\r\n", 200),
        ("query-slash", f"GET /echo?a=%2F%5C HTTP/1.1\r\n{H}\r\n", 200),
        ("query-empty", f"GET /echo? HTTP/1.1\r\n{H}\r\n", 200),
        ("http-1.0", f"GET /echo HTTP/1.0\r\n{H}\r\n", 200),
        ("upgrade-ignored", f"GET /echo HTTP/1.1\r\n{H}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200),
        ("trailing-slash", f"GET /api/v1/echo/ HTTP/1.1\r\n{H}\r\n", 404),
        ("ipv6-host", "GET /echo HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
        ("tab-value", f"GET /echo HTTP/1.1\r\n{H}X:\ta\tb\t\r\n\r\n", 200),
        ("high-value", f"GET /echo HTTP/1.1\r\n{H}X: \xe9\r\n\r\n", 200),
        ("post-empty", f"POST /echo HTTP/1.1\r\n{H}Content-Length: 0\r\n\r\n", 200),
    ]
    with Server(build) as s:
        for name, data, status in rows:
            r = s.raw(data.encode("latin-1"))
            assert r.status == status, f"{name}: {r.status} {r.body}"
        assert s.request("GET", "/echo/%C3%A9%20b?a=%2Fx+y").json()["path"] == "/echo/é b"
        assert s.request("GET", "/echo?a=%2Fx+y").json()["a"] == "/x y"
        assert s.request("GET", "/echo", If_Match='"12"', Idempotency_Key="k-1").json()["if_match"] == 12
    return len(rows) + 3


def test_routes(build):
    with Server(build) as s:
        r = s.request("GET", "/item/12/abc")
        assert (r.status, r.json(), r.headers["etag"]) == (200, {"id": 12, "nama": "abc"}, '"12"')
        for bad in ("0", "-1", "01", "x", "9007199254740993", "1.0", "%20"):
            assert s.request("GET", f"/item/{bad}/abc").code() == "umum.tidak_ada", bad
        r = s.request("DELETE", "/echo")
        assert (r.status, r.code(), r.headers["allow"]) == (405, "http.metode", "GET, HEAD, POST")
        assert s.request("GET", "/api/v1/tidak-ada").code() == "http.alamat_tidak_ada"
        assert s.request("POST", "/item/1").code() == "http.alamat_tidak_ada"
    return 11


JSON = [
    ("no-body", b"", 400, "http.tanpa_isi"),
    ("rubbish", b"x", 400, "umum.json"),
    ("cut", b'{"nama":', 400, "umum.json"),
    ("behind", b'{"nama":"x"}}', 400, "umum.json"),
    ("key-twice", b'{"nama":"x","nama":"y"}', 400, "umum.json"),
    ("key-twice-deep", b'{"nama":"x","anak":{"a":1,"a":2}}', 400, "umum.json"),
    ("utf8-bad", b'{"nama":"\xff"}', 400, "umum.json"),
    ("utf8-cut", b'{"nama":"\xe2\x82"}', 400, "umum.json"),
    ("utf8-surrogate", b'{"nama":"\xed\xa0\x80"}', 400, "umum.json"),
    ("escape-surrogate", b'{"nama":"\\ud800"}', 400, "umum.json"),
    ("nul", b'{"nama":"a\\u0000b"}', 400, "umum.json"),
    ("utf16", '{"nama":"x"}'.encode("utf-16"), 400, "umum.json"),
    ("bom", b'\xef\xbb\xbf{"nama":"x"}', 400, "umum.json"),
    ("comment", b'{"nama":"x"/* */}', 400, "umum.json"),
    ("nan", b'{"nama":"x","n":NaN}', 400, "umum.json"),
    ("huge-number", b'{"nama":"x","n":1e999}', 400, "umum.json"),
    ("deep-list", b'{"nama":"x","anak":' + b"[" * 20000 + b"]" * 20000 + b"}", 400, "umum.json"),
    ("deep-object", b'{"nama":"x","anak":' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"}", 400, "umum.json"),
    ("unknown-field", b'{"nama":"x","lain":1}', 422, "umum.masukan"),
    ("missing-field", b'{"n":1}', 422, "umum.masukan"),
    ("wrong-type", b'{"nama":5}', 422, "umum.masukan"),
    ("too-long", b'{"nama":"' + b"x" * 41 + b'"}', 422, "umum.masukan"),
    ("negative", b'{"nama":"x","n":-1}', 422, "umum.masukan"),
    ("fraction", b'{"nama":"x","n":1.5}', 422, "umum.masukan"),
    ("not-object", b"[]", 422, "umum.masukan"),
    ("null", b"null", 422, "umum.masukan"),
    ("too-large", b'{"nama":"' + b"x" * 66000 + b'"}', 413, "umum.terlalu_besar"),
]


def test_json(build):
    with Server(build) as s:
        for name, body, status, code in JSON:
            r = s.request("PUT", "/json", body)
            assert (r.status, r.code()) == (status, code), f"{name}: {r.status} {r.body[:300]}"
            if status == 422:
                assert r.json()["isian"][0]["pesan"], name
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x"):
            assert s.request("PUT", "/json", b'{"nama":"x"}', Content_Type=kind).code() == "http.jenis_isi", kind
        for kind in ("application/json", "Application/JSON; charset=utf-8", "application/json ;x=y"):
            assert s.request("PUT", "/json", b'{"nama":"x"}', Content_Type=kind).status == 200, kind
        assert s.raw(f"PUT /json HTTP/1.1\r\n{H}Content-Length: 12\r\n\r\n{{\"nama\":\"x\"}}").code() == "http.jenis_isi"
    return len(JSON) + 8


def test_security_headers(build):
    with Server(build) as s:
        for target, status in (("/echo", 200), ("/aset/tidak-ada.js", 404), ("/broken", 500), ("/healthz", 200)):
            r = s.request("GET", target)
            assert r.status == status
            assert "default-src 'self'" in r.headers["content-security-policy"], target
            assert "frame-ancestors 'none'" in r.headers["content-security-policy"]
            assert r.headers["x-content-type-options"] == "nosniff"
            assert r.headers["x-frame-options"] == "DENY"
            assert r.headers["cache-control"] == "no-store"
            assert r.headers["x-request-id"] and r.headers["date"]
        # A handler that lets a line break through: the header is left out, nothing is planted.
        r = s.request("GET", "/injected")
        assert r.status == 200 and "location" not in r.headers and "set-cookie" not in r.headers
        r = s.request("GET", "/broken")
        assert "location" not in r.headers and r.code() == "umum.gagal"
        r = s.request("GET", "/big", Authorization="Bearer user-1")
        assert r.status == 405
        r = s.request("POST", "/big", b"x")
        assert (r.status, r.code(), r.headers["www-authenticate"]) == (401, "http.belum_masuk", "Bearer")
    return 8


def test_application(build):
    """The files of the application: shell for every page, hashed names kept for ever, compressed as the client takes it."""
    with Server(build) as s:
        r = s.request("GET", "/")
        assert r.headers["content-type"] == "text/html; charset=utf-8" and r.headers["cache-control"] == "no-cache"
        policy = r.headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "base-uri 'none'" in policy, policy
        assert b"style=" not in r.body and b"<style" not in r.body and b"<script>" not in r.body  # the policy forbids them
        tag, shell = r.headers["etag"], r.body
        assert s.request("GET", "/", If_None_Match=tag).status == 304
        for page in ("/skp/12", "/tidak/ada", "/healthzz"):
            assert s.request("GET", page).body == shell, page
        for none in ("/api/v1/tidak-ada", "/api", "/aset/tidak-ada.js", "/aset/", "/aset", "/rahasia.txt", "/skp/12.json"):
            assert s.request("GET", none).status == 404, none
        assert s.request("POST", "/skp/12", b"{}").status == 404
        h = s.request("HEAD", "/skp/12")
        assert h.status == 200 and h.body == b"" and int(h.headers["content-length"]) == len(shell)
        names = [n.decode() for n in re.findall(rb'"(/aset/[^"]+)"', shell)]
        assert len(names) >= 2
        for name in names:
            plain = s.request("GET", name)
            assert plain.headers["cache-control"] == "public, max-age=31536000, immutable", name
            assert plain.headers["vary"] == "Accept-Encoding" and "content-encoding" not in plain.headers
            assert plain.headers["content-type"].split(";")[0] in ("text/javascript", "text/css")
            assert s.request("GET", name + ".gz").status == s.request("GET", name + ".br").status == 404
            for accept, coding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0.5, gzip;q=0.9", "gzip"),
                                   ("br;q=0,gzip;q=0", None), ("identity", None), ("*", "br"), ("*;q=0", None), ("brx", None)):
                r = s.request("GET", name, Accept_Encoding=accept)
                assert r.headers.get("content-encoding") == coding, (name, accept, r.headers)
                if coding:
                    assert len(r.body) < len(plain.body) and r.headers["etag"] != plain.headers["etag"]
                if coding == "gzip":
                    assert gzip.decompress(r.body) == plain.body
        assert s.request("GET", "/sw.js").headers["content-type"].startswith("text/javascript")
        assert s.request("GET", "/tema.css").headers["content-type"].startswith("text/css")
    return 20 + 12 * len(names)


def test_description(build):
    with Server(build) as s:
        r = s.request("GET", "/api/v1/openapi.json")
        assert r.status == 200 and r.json()["openapi"].startswith("3.1")
        tag = r.headers["etag"]
        r = s.request("GET", "/api/v1/openapi.json", If_None_Match=tag)
        assert r.status == 304 and r.body == b"" and r.headers["etag"] == tag
        assert s.request("GET", "/readyz").body == b"siap\n"
    return 4


def test_proxies(build):
    """X-Forwarded-* counts only from configured proxies, and only the part that they wrote."""
    with Server(build) as s:
        r = s.request("GET", "/echo", X_Forwarded_For="9.9.9.9", X_Forwarded_Proto="https").json()
        assert (r["peer"], r["secure"]) == ("127.0.0.1", False)
    with Server(build, server_proxies="127.0.0.0/8, 10.0.0.1") as s:
        r = s.request("GET", "/echo", X_Forwarded_For="1.1.1.1, 9.9.9.9", X_Forwarded_Proto="https").json()
        assert (r["peer"], r["secure"]) == ("9.9.9.9", True)
        assert s.request("GET", "/echo", X_Forwarded_For="9.9.9.9, 10.0.0.1").json()["peer"] == "9.9.9.9"
        assert s.request("GET", "/echo", X_Forwarded_For="rubbish").json()["peer"] == "127.0.0.1"
        assert s.request("GET", "/echo", X_Forwarded_For="2001:db8::1").json()["peer"] == "2001:db8::1"
        # Cookies: the prefixed name over TLS only, the plain one from this machine only.
        both = "__Host-tenayan=rahasia; tenayan=polos"
        assert s.request("GET", "/echo", Cookie=both, X_Forwarded_Proto="https",
                         X_Forwarded_For="9.9.9.9").json()["token"] == "rahasia"
        assert s.request("GET", "/echo", Cookie=both, X_Forwarded_For="9.9.9.9").json()["token"] is None
        assert s.request("GET", "/echo", Cookie=both).json()["token"] == "polos"
        assert s.request("GET", "/echo", Cookie="tenayan=a; tenayan=b").json()["token"] is None
        assert s.request("GET", "/metrics", X_Forwarded_For="9.9.9.9").code() == "http.hanya_lokal"
    with Server(build, server_proxies="127.0.0.1", server_plain_cookie="ya", server_metrics_open="ya") as s:
        assert s.request("GET", "/echo", Cookie=both, X_Forwarded_For="9.9.9.9").json()["token"] == "polos"
        assert s.request("GET", "/metrics", X_Forwarded_For="9.9.9.9").status == 200
    return 12
