"""A client that behaves like ours: cookie, CSRF, ETag, key; every response goes through the contract."""
import http.client
import json
import socket

CONNECT_TIMEOUT = 60


class Reply:
    def __init__(self, status, headers, raw, body):
        self.status, self.headers, self.raw, self.json = status, headers, raw, body

    @property
    def etag(self):
        return self.headers.get("etag")

    @property
    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) and self.status >= 400 else None

    def __repr__(self):
        return f"<{self.status} {self.code or ''} {self.raw[:300]!r}>"

    def expect(self, status, code=None):
        if self.status != status or (code and self.code != code):
            raise AssertionError(f"expected {status} {code or ''}, got {self!r}")
        return self

    def aksi(self, name):
        """The entry of `aksi` by that name, or None."""
        return next((a for a in self.json["aksi"] if a["aksi"] == name), None)


class Client:
    """One person's browser. `who` is only for messages."""

    def __init__(self, server, who="anonim"):
        self.server, self.who = server, who
        self.cookies, self.csrf, self.bearer = {}, None, None
        self.conn = None

    def close(self):
        if self.conn:
            self.conn.close()
            self.conn = None

    def login(self, nama, sandi):
        self.nama = nama
        r = self.post("/api/v1/sesi", {"nama": nama, "sandi": sandi}).expect(200)
        if r.json["langkah"] == "ganti_sandi":
            baru = f"{sandi}-baru-Xq7"
            r = self.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": baru}).expect(200)
            self.server.passwords[nama] = baru
        assert r.json["langkah"] == "selesai", r
        return self

    def get(self, path, **kw):
        return self.send("GET", path, **kw)

    def post(self, path, body=None, **kw):
        return self.send("POST", path, body=body, **kw)

    def put(self, path, body=None, **kw):
        return self.send("PUT", path, body=body, **kw)

    def delete(self, path, **kw):
        return self.send("DELETE", path, **kw)

    def headers(self, method, etag=None, key=None, csrf=True):
        h = {}
        if self.cookies:
            h["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.bearer:
            h["Authorization"] = f"Bearer {self.bearer}"
        if self.csrf and csrf and method not in ("GET", "HEAD"):
            h["X-CSRF-Token"] = self.csrf
        if etag:
            h["If-Match"] = etag
        if key:
            h["Idempotency-Key"] = key
        return h

    def send(self, method, path, body=None, raw=None, ctype=None, etag=None, key=None, csrf=True, headers=None,
             learn=True):
        """`body` goes as JSON, `raw` as it is. `learn` False: cookies of the answer are ignored."""
        h = self.headers(method, etag, key, csrf)
        data = raw
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            h["Content-Type"] = "application/json"
        elif raw is not None:
            h["Content-Type"] = ctype or "application/json"
        h.update(headers or {})
        status, rh, rb = self.exchange(method, path, data, h)
        parsed = self.server.contract.check(method, path, status, rh, rb)
        if learn:
            self.learn(rh, parsed, path, status)
        return Reply(status, rh, rb, parsed)

    def exchange(self, method, path, data, headers):
        for attempt in (1, 2):
            fresh = self.conn is None
            if fresh:
                self.conn = http.client.HTTPConnection(self.server.host, self.server.port, timeout=CONNECT_TIMEOUT)
            try:
                self.conn.request(method, path, body=data, headers=headers)
                r = self.conn.getresponse()
                rb = r.read()
                rh = {}
                for k, v in r.getheaders():
                    rh[k.lower()] = v if k.lower() not in rh else rh[k.lower()] + "\n" + v
                if r.will_close:
                    self.close()
                return r.status, rh, rb
            except (http.client.BadStatusLine, ConnectionError, BrokenPipeError):
                # A kept connection may have been closed by the server meanwhile: that is no fault, once.
                self.close()
                if fresh or attempt == 2:
                    raise

    def learn(self, headers, parsed, path, status):
        for line in headers.get("set-cookie", "").split("\n"):
            if "=" in line:
                name, value = line.split(";")[0].split("=", 1)
                if value and "max-age=0" not in line.lower():
                    self.cookies[name] = value
                else:
                    self.cookies.pop(name, None)
        if path == "/api/v1/sesi" and status == 200 and parsed:
            self.csrf = parsed["csrf"]

    def raw_request(self, method, path, data, headers):
        """The bytes of a request, for tests that hang up or send half."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.server.host}:{self.server.port}"]
        lines += [f"{k}: {v}" for k, v in headers.items()]
        if data is not None:
            lines.append(f"Content-Length: {len(data)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + (data or b"")

    def raw_socket(self):
        return socket.create_connection((self.server.host, self.server.port), timeout=CONNECT_TIMEOUT)
