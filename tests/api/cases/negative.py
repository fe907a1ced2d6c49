"""What must be refused, each with its own code and a sentence, and nothing changed by it."""
import json
import socket

from lib.suite import case, suite

SKP = {"mulai": "2025-01-01", "selesai": "2025-12-31", "form": "B", "pendekatan": "kuantitatif"}


def row(name, reply, status, code=None):
    ok = reply.status == status and (code is None or reply.code == code)
    suite.row(name, ok, f"expected {status} {code or ''}, got {reply!r}")


@case
def bodies_that_are_no_json(server):
    c = server.role("pegawai")
    good = json.dumps(SKP).encode()
    for name, raw in (
            ("empty object cut", good[:-1]), ("rubbish behind", good + b"x"), ("two values", good + b" {}"),
            ("comment", b"/* a */" + good), ("trailing comma", good[:-1] + b",}"), ("single quotes", b"{'mulai':1}"),
            ("duplicate key", b'{"mulai":"2025-01-01",' + good[1:]), ("NaN", b'{"mulai":NaN}'),
            ("plain text", b"halo"), ("bad UTF-8", good.replace(b"kuantitatif", b"kuantita\xff")),
            ("lone surrogate", good.replace(b"kuantitatif", b"\\ud800")),
            ("overlong UTF-8", good.replace(b"kuantitatif", b"\xc0\xaf")), ("NUL in a text", good.replace(b"kuantitatif", b"a\\u0000b")),
            ("NUL byte", good + b"\0"), ("UTF-16", json.dumps(SKP).encode("utf-16")), ("BOM", b"\xef\xbb\xbf" + good),
            ("nesting 40", b'{"mulai":' + b"[" * 40 + b"]" * 40 + b"}"),
            ("nesting 20000", b"[" * 20000), ("huge exponent", b'{"mulai":1e999}'),
            ("raw newline in a text", b'{"mulai":"a\nb"}')):
        row(name, c.send("POST", "/api/v1/skp", raw=raw), 400, "umum.json")
    row("no body", c.send("POST", "/api/v1/skp"), 415, "http.jenis_isi")
    row("empty body", c.send("POST", "/api/v1/skp", raw=b""), 400, "http.tanpa_isi")
    for name, raw in (("a list", b"[]"), ("a number", b"1"), ("null", b"null"), ("a text", b'"halo"')):
        row(name, c.send("POST", "/api/v1/skp", raw=raw), 422, "umum.masukan")


@case
def media_types(server):
    c = server.role("pegawai")
    good = json.dumps(SKP).encode()
    for ctype in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
                  "application/jsonx"):
        row(ctype, c.send("POST", "/api/v1/skp", raw=good, ctype=ctype), 415, "http.jenis_isi")
    row("charset is fine", c.send("POST", "/api/v1/skp", raw=good, ctype="application/json; charset=utf-8"), 409)


@case
def sizes(server):
    c = server.role("pegawai")
    row("70 KiB to a small route", c.send("POST", "/api/v1/skp", raw=b" " * 70000), 413, "umum.terlalu_besar")
    anonymous = server.anonymous()
    r = anonymous.send("POST", "/api/v1/skp", raw=b" " * 70000)
    suite.row("70 KiB from a stranger", r.status in (401, 413), repr(r))
    # A large draft is taken from her for her own plan, and from nobody else.
    mine = c.get("/api/v1/skp?lingkup=diri&tahun=2027").json["data"][0]["id"]
    big = {"rhk": [{"jenis": "utama", "klasifikasi": "individu", "teks": "x" * 2000, "indikator": []}] * 40}
    row("a large draft of her own", c.put(f"/api/v1/skp/{mine}", big, etag='"1"'), 412)
    row("the same from the camat", server.role("camat").put(f"/api/v1/skp/{mine}", big, etag='"1"'), 404)
    anonymous.close()


@case
def paths_and_queries(server):
    c = server.role("auditor")
    for path, status in (("/api/v1/skp/0", 404), ("/api/v1/skp/-1", 404), ("/api/v1/skp/abc", 404),
                         ("/api/v1/skp/1.5", 404), ("/api/v1/skp/01", 404), ("/api/v1/skp/9223372036854775808", 404),
                         ("/api/v1/skp/9007199254740993", 404), ("/api/v1/skp/%31", 404), ("/api/v1/skp/1%20", 404),
                         ("/api/v1/periode/2031", 404), ("/api/v1/periode/%27%20OR%201", 404),
                         ("/api/v1/skp/999999/realisasi/2027-01", 404), ("/api/v1/jobs/999999", 404),
                         ("/api/v1/bukti/999999", 404), ("/api/v1/evaluasi/999999", 404), ("/api/v1/unit/999999", 404),
                         ("/api/v1/pegawai/999999", 404), ("/api/v1/plugin/999999", 404)):
        r = c.get(path)
        suite.row(path, r.status == status or (path.endswith("%31") and r.status == 200), repr(r))
    for query in ("batas=0", "batas=201", "batas=-1", "batas=abc", "batas=", "batas=1e2", "batas=99999999999999999999",
                  "kursor=", "kursor=abc", "kursor=-5", "kursor=1;2", "kursor=" + "9" * 300, "tahun=1", "tahun=20260",
                  "unit=0", "unit=x", "status=kosong", "status=", "lingkup=dunia", "pegawai=0"):
        r = c.get(f"/api/v1/skp?{query}")
        suite.row(f"?{query}", r.status in (400, 422), repr(r))
    for query in ("batas=1&batas=2", "%zz=1", "a=%00", "cari=%ff"):
        r = c.get(f"/api/v1/pegawai?{query}")
        suite.row(f"?{query}", r.status in (400, 422), repr(r))
    row("figures without a period", c.get("/api/v1/unit/1/angka"), 422, "umum.masukan")
    row("indicators without a unit", c.get("/api/v1/indikator?periode=2026"), 422, "umum.masukan")
    row("an evil search", c.get("/api/v1/pegawai?cari=%27%3B%20DROP%20TABLE%20pegawai%3B--"), 200)
    row("a search of wildcards", c.get("/api/v1/pegawai?cari=%25"), 200)
    assert c.get("/api/v1/pegawai?cari=%25").json["data"] == [], "% is a letter, not a pattern"


@case
def ids_of_other_units(server):
    """What she may not know is not there: the same answer as for what never was."""
    c, a = server.role("pegawai"), server.role("auditor")
    units = {u["kode"]: u["id"] for u in a.get("/api/v1/unit?batas=200").json["data"]}
    other = a.get(f"/api/v1/skp?unit={units['kel-rejosari']}&tahun=2026").json["data"][0]
    ev = a.get(f"/api/v1/evaluasi?unit={units['kel-rejosari']}&periode=2025").json["data"][0]
    for path in (f"/api/v1/skp/{other['id']}", f"/api/v1/skp/{other['id']}/realisasi/2027-01",
                 f"/api/v1/pegawai/{other['pegawai']['id']}", f"/api/v1/evaluasi/{ev['id']}"):
        hidden = c.get(path)
        never = c.get(path.replace(path.split("/")[4], "8888888", 1))
        same = (hidden.status, hidden.code, hidden.json.get("detail")) == (never.status, never.code, never.json.get("detail"))
        suite.row(f"hidden {path}", hidden.status == 404 and same, f"{hidden!r} {never!r}")
    mine = c.get("/api/v1/skp?lingkup=diri&tahun=2025").json["data"][0]["id"]
    theirs = a.get(f"/api/v1/skp/{other['id']}").json["rhk"][0]["indikator"][0]["id"]
    r = c.put(f"/api/v1/skp/{mine}/realisasi/2026-12", {"nilai": [{"indikator_id": theirs, "nilai": 1}]})
    suite.row("an indicator of another plan", r.status in (404, 409, 422), repr(r))


@case
def versions(server):
    c = server.role("pegawai")
    mine = c.get("/api/v1/skp?lingkup=diri&tahun=2027").json["data"][0]["id"]
    path, body = f"/api/v1/skp/{mine}/aksi", {"aksi": "ajukan"}
    row("without If-Match", c.post(path, body), 428, "umum.tanpa_versi")
    row("an old version", c.post(path, body, etag='"999999"'), 412, "umum.versi")
    for bad in ("1", '"x"', "*", '"1","2"', 'W/"1"', '"-1"', '"1" ', '""'):
        r = c.post(path, body, etag=bad)
        suite.row(f"If-Match {bad}", r.status in (400, 412, 428), repr(r))


@case
def keys(server):
    c = server.role("admin_pusat")
    path = "/api/v1/scoring/run"
    first = c.post(path, {"periode": "2025-TW3"}, key="kunci-sama").expect(202)
    again = c.post(path, {"periode": "2025-TW3"}, key="kunci-sama").expect(202)
    suite.row("the same key gives the same bytes", first.raw == again.raw and
              first.headers["location"] == again.headers["location"], f"{first!r} {again!r}")
    row("the same key with another body", c.post(path, {"periode": "2025-TW4"}, key="kunci-sama"), 422, "umum.kunci_beda")
    row("the same key on another path", c.post("/api/v1/scoring/verify", key="kunci-sama"), 422, "umum.kunci_beda")
    other = server.role("auditor").post("/api/v1/scoring/verify", key="kunci-sama").expect(202)
    suite.row("another person's equal key is another key", other.raw != first.raw, repr(other))
    for bad in ("", " ", "x" * 129, "a b", "ключ".encode().decode("latin-1")):
        r = c.send("POST", path, body={"periode": "2025-TW3"}, headers={"Idempotency-Key": bad})
        suite.row(f"key {bad!r}", r.status == 400 or (bad.strip() == "" and r.status == 202), repr(r))
    # A refused command stores nothing: its key is free for the corrected request.
    row("refused", c.post(path, {"periode": "1999"}, key="kunci-gagal"), 404)
    row("corrected", c.post(path, {"periode": "2025-TW3"}, key="kunci-gagal"), 202)


@case
def cross_site(server):
    c = server.role("pegawai")
    mine = c.get("/api/v1/skp?lingkup=diri&tahun=2027").json["data"][0]["id"]
    path, body = f"/api/v1/skp/{mine}/aksi", {"aksi": "ajukan"}
    row("no CSRF header", c.post(path, body, etag='"1"', csrf=False), 403, "http.csrf")
    for bad in ("", "x", c.csrf[:-1], c.csrf + "0", c.csrf.upper() if c.csrf.upper() != c.csrf else "0" * 64):
        r = c.post(path, body, etag='"1"', csrf=False, headers={"X-CSRF-Token": bad})
        row(f"CSRF {bad[:6]}…", r, 403, "http.csrf")
    row("no CSRF on leaving", c.delete("/api/v1/sesi", csrf=False), 403, "http.csrf")
    row("still there", c.get("/api/v1/saya"), 200)


@case
def sessions_end(server):
    nip = server.roles["pegawai"]
    c = server.fresh(nip)
    kept = dict(c.cookies)
    for bad in ("x", "0" * 64, "'" * 64, ""):
        c.cookies = {k: bad for k in kept}
        r = c.get("/api/v1/saya", learn=False)
        suite.row(f"cookie {bad[:4]}…", r.status == 401, repr(r))
    c.cookies = dict(kept)
    c.get("/api/v1/saya").expect(200)
    c.delete("/api/v1/sesi").expect(204)
    c.cookies = dict(kept)
    row("after leaving", c.get("/api/v1/saya", learn=False), 401, "sesi.tidak_sah")
    c.close()


@case
def a_session_of_twelve_hours(server):
    nip = server.roles["pegawai"]
    c = server.fresh(nip)
    now = server.clock.read_text().strip()
    day, hour = now[:10], int(now[11:13])
    server.set_time(f"{day}T{hour + 11:02}:30:00Z")
    row("eleven hours later", c.get("/api/v1/saya"), 200)
    server.set_time(f"{day}T{hour + 12:02}:30:00Z")
    row("twelve hours later", c.get("/api/v1/saya", learn=False), 401, "sesi.tidak_sah")
    server.set_time(now)
    c.close()


@case
def the_guard(server):
    """Malformed HTTP: refused before it is a request, always with a problem, never with silence or a crash."""
    good = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
    cases = {
        "no Host": b"GET /healthz HTTP/1.1\r\n\r\n", "two Hosts": good + b"Host: b\r\n\r\n",
        "two lengths": good + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "length and chunked": good + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "other coding": good + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "absolute form": b"GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "dot segments": b"GET /api/../healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "encoded slash": b"GET /api%2fv1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "encoded NUL": b"GET /healthz%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "backslash": b"GET /api\\v1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "NUL in a header": good + b"X-A: a\0b\r\n\r\n", "space before the colon": good + b"X-A : b\r\n\r\n",
        "folded header": good + b"X-A: b\r\n c\r\n\r\n", "signed chunk": good + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "long header": good + b"X-A: " + b"a" * 40000 + b"\r\n\r\n",
        "many headers": good + b"".join(b"X-%d: 1\r\n" % i for i in range(300)) + b"\r\n",
        "long path": b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        "unknown method": b"BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "rubbish": b"\x16\x03\x01\x02\x00\x01\x00",
        "old version": b"GET /healthz HTTP/0.9\r\nHost: a\r\n\r\n",
    }
    for name, raw in cases.items():
        s = socket.create_connection((server.host, server.port), timeout=20)
        s.sendall(raw)
        if name == "rubbish":
            s.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := s.recv(65536):
                answer += part
        except (TimeoutError, ConnectionError):
            pass
        s.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        status = head.split(b" ")[1] if head.startswith(b"HTTP/1.") else b""
        ok = status[:1] == b"4" or status in (b"501", b"505")
        if ok and body:
            try:
                server.contract.check_problem(name, int(status), "application/problem+json" if
                                              b"application/problem+json" in head.lower() else "?", json.loads(body))
            except AssertionError as e:
                ok, answer = False, str(e).encode()
        suite.row(f"guard: {name}", ok, repr(answer[:300]))
    server.anonymous().get("/healthz").expect(200)


@case
def evidence(server):
    """Files that are not what they say, too large, without a name, or for somebody else."""
    c, a = server.role("pegawai"), server.role("auditor")
    year = max(p["kode"] for p in c.get("/api/v1/periode?jenis=tahunan").json["data"])
    plans = [p for p in c.get(f"/api/v1/skp?lingkup=diri&tahun={year}").json["data"] if p["n_berlaku"]]
    path = f"/api/v1/skp/{plans[-1]['id']}/realisasi/{year}-09/bukti"
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    send = lambda query, raw: c.send("POST", f"{path}?{query}", raw=raw, ctype="application/octet-stream")
    row("no name", send("", png), 422, "umum.masukan")
    row("a program", send("nama=virus.exe", b"MZ"), 422)
    row("HTML that calls itself a picture", send("nama=a.png", b"<html><script>"), 422)
    row("empty", send("nama=a.png", b""), 400 if send("nama=a.png", b"").status == 400 else 422)
    row("a text of 6 MiB", send("nama=a.txt", b"a" * (6 << 20)), 413)
    row("an indicator that is not in the plan", send("nama=a.png&indikator=999999", png), 422)
    got = send("nama=..%2F..%2Fetc%2Fpasswd%0a.png", png)
    if suite.row("a name with folders", got.status == 201, repr(got)):
        suite.row("is only a name", "/" not in got.json["nama"] and "\n" not in got.json["nama"], got.json["nama"])
        down = c.get(got.headers["location"]).expect(200)
        suite.row("a download never opens as a page", down.headers["content-disposition"].startswith("attachment") and
                  down.headers.get("x-content-type-options") == "nosniff", repr(down.headers))
        row("hers to remove while it is a draft", c.delete(got.headers["location"]), 204)
        row("and then it is gone", c.get(got.headers["location"]), 404)
    row("a stranger's upload", server.role("camat").send("POST", f"{path}?nama=a.png", raw=png,
                                                         ctype="application/octet-stream"), 404)
    row("the auditor's upload", a.send("POST", f"{path}?nama=a.png", raw=png, ctype="application/octet-stream"), 403)
