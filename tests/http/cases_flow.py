"""Connections over time: order, keep-alive, deadlines, bodies in two phases, clients that leave."""
import hashlib
import os
import socket
import time

from wire import Closed, Server, wait_for

H = "Host: uji\r\n"
USER = "Authorization: Bearer user-7\r\n"


def get(target, extra=""):
    return f"GET {target} HTTP/1.1\r\n{H}{extra}\r\n"


def test_pipelining_keeps_order(build):
    with Server(build, server_workers=8) as s, s.connect() as c:
        # The first is the slowest: with one request at a time the order cannot turn round.
        c.send("".join(get(f"/slow?n={i}&ms={60 - 3 * i if i < 20 else 0}") for i in range(40)))
        assert [c.reply().json() for _ in range(40)] == list(range(40))
        # Refusals, replies from workers and from the writer in one row.
        body = '{"nama":"urut"}'
        save = f"POST /save HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        c.send((get("/api/v1/tidak-ada") + save + get("/slow?n=1&ms=20") + f"HEAD /echo HTTP/1.1\r\n{H}\r\n" + get("/saved/urut")) * 5)
        for _ in range(5):
            assert c.reply().status == 404
            assert c.reply().status == 201
            assert c.reply().json() == 1
            assert c.reply(head=True).status == 200
            assert c.reply().json() == 1
    return 2


def test_pipelined_flood_is_bounded(build):
    """A client that sends thousands of requests and reads nothing neither grows the server nor stops it."""
    with Server(build) as s, s.connect() as c:
        c.s.settimeout(2)
        request = get("/large?bytes=100000").encode() * 50
        sent = 0
        try:
            for _ in range(2000):
                sent += c.s.send(request)
        except (socket.timeout, BrokenPipeError, ConnectionResetError):
            pass
        rss = int(open(f"/proc/{s.p.pid}/statm").read().split()[1]) * 4096
        assert sent < 30 << 20, sent
        limit = 400 << 20 if "san" in build else 120 << 20
        assert rss < limit, rss
        assert s.request("GET", "/healthz").status == 200
    return 1


def test_keep_alive(build):
    with Server(build) as s:
        with s.connect() as c:
            for i in range(100):
                r = c.send(get(f"/slow?n={i}")).reply()
                assert r.json() == i and "connection" not in r.headers
            r = c.send(get("/echo", "Connection: close\r\n")).reply()
            assert r.headers["connection"] == "close" and c.closed()
        with s.connect() as c:
            r = c.send(f"GET /echo HTTP/1.0\r\n{H}\r\n").reply()
            assert r.headers["connection"] == "close" and c.closed()
    return 3


def test_head(build):
    with Server(build) as s, s.connect() as c:
        want = c.send(get("/large?bytes=5000")).reply()
        got = c.send(f"HEAD /large?bytes=5000 HTTP/1.1\r\n{H}\r\n").reply(head=True)
        assert got.headers["content-length"] == want.headers["content-length"] == "5000"
        got = c.send(f"HEAD /file HTTP/1.1\r\n{H}\r\n").reply(head=True)
        assert got.headers["content-length"] == str(3 << 20)
        got = c.send(f"HEAD /api/v1/tidak-ada HTTP/1.1\r\n{H}\r\n").reply(head=True)
        assert got.status == 404
        got = c.send(f"HEAD /save HTTP/1.1\r\n{H}\r\n").reply(head=True)
        assert got.status == 405
        assert c.send(get("/slow?n=3")).reply().json() == 3  # nothing was left between
    return 5


def test_expect(build):
    body = '{"nama":"x"}'
    head = f"PUT /json HTTP/1.1\r\n{H}Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    with Server(build) as s:
        with s.connect() as c:
            c.send(head)
            assert c.reply().status == 100
            assert c.send(body).reply().status == 200
            c.send(head + body)  # came at once: no 100 needed
            assert c.reply().status == 200
        with s.connect() as c:  # refused before the body: the final status comes instead, and the end
            c.send(f"PUT /json HTTP/1.1\r\n{H}Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n")
            r = c.reply()
            assert (r.status, r.headers["connection"]) == (413, "close") and c.closed()
        with s.connect() as c:
            c.send(f"POST /upload HTTP/1.1\r\n{H}Content-Type: application/octet-stream\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
            assert c.reply().status == 401 and c.closed()
        with s.connect() as c:
            c.send(f"POST /upload HTTP/1.1\r\n{H}{USER}Content-Type: application/octet-stream\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
            assert c.reply().status == 100
            assert c.send("123456789").reply().json()["size"] == 9
    return 5


def test_413_before_reading(build):
    """The limit of the route holds when the head is complete; the client still gets the reply while it sends."""
    with Server(build) as s:
        for target, limit in (("/json", 65536), ("/big", 1 << 20), ("/upload", 8 << 20)):
            with s.connect() as c:
                method = "PUT" if target == "/json" else "POST"
                c.send(f"{method} {target} HTTP/1.1\r\n{H}{USER}Content-Length: {limit + 1}\r\n\r\n")
                r = c.reply()
                assert (r.status, r.code()) == (413, "umum.terlalu_besar"), target
        with s.connect() as c:
            c.send(f"POST /big HTTP/1.1\r\n{H}{USER}Content-Length: 50000000\r\n\r\n")
            try:
                for _ in range(300):
                    c.send(b"x" * 65536)
            except (BrokenPipeError, ConnectionResetError):
                pass
            assert s.request("GET", "/healthz").status == 200
        # Sends all of it before it looks: the connection lingers, so that the reply is not torn away.
        for _ in range(10):
            with s.connect() as c:
                c.send(f"PUT /json HTTP/1.1\r\n{H}Content-Length: 700000\r\n\r\n")
                for _ in range(70):
                    c.send(b"x" * 10000)
                    time.sleep(0.0005)
                assert c.reply().status == 413 and c.closed()
        # A chunked body has no length to look at: it ends where it passes the limit.
        with s.connect() as c:
            c.send(f"PUT /json HTTP/1.1\r\n{H}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            c.send(b"10000\r\n" + b" " * 65536 + b"\r\n10\r\n" + b" " * 16 + b"\r\n")
            assert c.reply().code() == "umum.terlalu_besar"
    return 6


def test_two_phases(build):
    """A body over 64 KiB is not read before login and right: nobody without them makes the server read it."""
    with Server(build) as s:
        with s.connect() as c:
            c.send(f"POST /big HTTP/1.1\r\n{H}Content-Length: 500000\r\n\r\n")
            r = c.reply()  # not one byte of the body was sent
            assert (r.status, r.code()) == (401, "http.belum_masuk") and r.headers["connection"] == "close"
        with s.connect() as c:
            c.send(f"POST /big HTTP/1.1\r\n{H}{USER}Content-Length: 500000\r\n\r\n")
            c.send(b"x" * 500000)
            assert c.reply().json() == 500000
            c.send(f"POST /big HTTP/1.1\r\n{H}{USER}Transfer-Encoding: chunked\r\n\r\n" + "7000\r\n" + "y" * 0x7000 + "\r\n")
            for _ in range(20):
                c.send("7000\r\n" + "y" * 0x7000 + "\r\n")
            c.send("0\r\n\r\n")
            assert c.reply().json() == 21 * 0x7000
            assert c.send(get("/slow?n=1")).reply().json() == 1
        with s.connect() as c:  # chunked without login: ends at 64 KiB
            c.send(f"POST /big HTTP/1.1\r\n{H}Transfer-Encoding: chunked\r\n\r\n")
            try:
                for _ in range(40):
                    c.send("7000\r\n" + "y" * 0x7000 + "\r\n")
            except (BrokenPipeError, ConnectionResetError):
                pass
            assert c.reply().status == 401
        # Up to 64 KiB comes in one go; then too the handler never sees it.
        assert s.request("POST", "/big", b"x" * 60000).status == 401
    return 5


def test_upload(build):
    data = os.urandom(3_000_000)
    with Server(build) as s:
        tmp = os.path.join(s.dir.name, "bukti", "tmp")
        head = f"POST /upload HTTP/1.1\r\n{H}{USER}Content-Type: application/octet-stream\r\n"
        with s.connect() as c:
            for size in (1, 65536, 1_000_000, 3_000_000):
                c.send(f"{head}Content-Length: {size}\r\n\r\n".encode() + data[:size])
                r = c.reply()
                assert r.status == 201 and r.json()["size"] == size and r.json()["there"], r.body
                assert r.json()["sha256"] == hashlib.sha256(data[:size]).hexdigest()
            c.send(head + "Transfer-Encoding: chunked\r\n\r\n")
            for i in range(0, 1_000_000, 10_000):
                c.send(b"2710\r\n" + data[i:i + 10_000] + b"\r\n")
            c.send("0\r\n\r\n")
            assert c.reply().json()["sha256"] == hashlib.sha256(data[:1_000_000]).hexdigest()
        assert wait_for(lambda: os.listdir(tmp) == []), os.listdir(tmp)  # what a handler left is removed
        with s.connect() as c:  # the right is looked at first
            c.send(f"POST /upload HTTP/1.1\r\n{H}Authorization: Bearer user-13\r\nContent-Type: application/octet-stream\r\nContent-Length: 9\r\n\r\n")
            assert c.reply().code() == "umum.tidak_berhak"
        with s.connect() as c:
            c.send(f"POST /upload HTTP/1.1\r\n{H}{USER}Content-Type: image/png\r\nContent-Length: 9\r\n\r\n")
            assert c.reply().code() == "http.jenis_isi"
        with s.connect() as c:
            c.send(f"POST /upload HTTP/1.1\r\n{H}{USER}Content-Type: application/octet-stream\r\nContent-Length: 0\r\n\r\n")
            assert c.reply().code() == "http.tanpa_isi"
        with s.connect() as c:  # leaves in the middle: the part is removed
            c.send(f"{head}Content-Length: 3000000\r\n\r\n".encode() + data[:1_000_000])
            assert wait_for(lambda: len(os.listdir(tmp)) == 1)
            c.reset()
        assert wait_for(lambda: os.listdir(tmp) == []), os.listdir(tmp)
        os.rmdir(tmp)  # the disk's trouble is a stable code, and the server goes on
        with s.connect() as c:
            c.send(f"{head}Content-Length: 100000\r\n\r\n".encode() + data[:100000])
            assert c.reply().code() == "http.unggah"
        assert s.request("GET", "/healthz").status == 200
    return 11


def test_old_uploads_are_swept(build):
    with Server(build) as s:
        tmp = os.path.join(s.dir.name, "bukti", "tmp")
        for name, age in (("lama", 90000), ("baru", 10)):
            path = os.path.join(tmp, name)
            open(path, "w").close()
            os.utime(path, (time.time() - age,) * 2)
        keep = s.dir.name
        # The same folder once more, as after a crash.
        import subprocess
        p = subprocess.Popen([os.path.join(build, "tests/http/http_test_server"), keep], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, env={**os.environ, "TENAYAN_SERVER_LISTEN": "127.0.0.1:0"})
        p.stdout.readline()
        p.terminate()
        assert p.wait(60) == 0
        p.stdout.close()
        assert os.listdir(tmp) == ["baru"]
    return 1


def test_deadlines(build):
    limits = dict(limits_header_ms=400, limits_body_ms=500, limits_idle_ms=600)
    with Server(build, **limits) as s:
        t = time.monotonic()
        with s.connect() as c:  # says nothing
            assert c.closed() and 0.4 < time.monotonic() - t < 3
        t = time.monotonic()
        with s.connect() as c:  # drips its head: the deadline does not move
            try:
                for b in get("/echo", "X: " + "y" * 200 + "\r\n").encode():
                    c.send(bytes([b]))
                    time.sleep(0.02)
            except (BrokenPipeError, ConnectionResetError):
                pass
            r = c.reply()
            assert (r.status, r.code(), r.headers["connection"]) == (408, "http.waktu", "close")
            assert time.monotonic() - t > 0.35
        with s.connect() as c:  # drips its body
            c.send(f"PUT /json HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
            t = time.monotonic()
            try:
                while time.monotonic() - t < 2:
                    c.send(" ")
                    time.sleep(0.02)
            except (BrokenPipeError, ConnectionResetError):
                pass
            assert c.reply().status == 408
        with s.connect() as c:  # idle after a request
            assert c.send(get("/echo")).reply().status == 200
            t = time.monotonic()
            assert c.closed() and 0.4 < time.monotonic() - t < 3
        with s.connect() as c:  # a slow handler is not an idle client
            assert c.send(get("/slow?ms=1500&n=4")).reply().json() == 4
        with s.connect() as c:  # nor is a client that asks now and then
            for i in range(5):
                assert c.send(get(f"/slow?n={i}")).reply().json() == i
                time.sleep(0.3)
    return 6


def test_slowloris(build):
    """Two hundred connections that drip do not keep one that asks from its answer, and all of them end."""
    with Server(build, limits_header_ms=1500, limits_clients_address=400) as s:
        drips = [s.connect() for _ in range(200)]
        for c in drips:
            c.send("GET /echo HTTP/1.1\r\nHost: u")
        for _ in range(5):
            t = time.monotonic()
            assert s.request("GET", "/echo").status == 200
            assert time.monotonic() - t < 0.5
            for c in drips:
                try:
                    c.send("x")
                except (BrokenPipeError, ConnectionResetError):
                    pass
            time.sleep(0.1)
        assert wait_for(lambda: s.metric("connections") <= 1, 10)
        for c in drips:
            c.close()
    return 1


def test_half_closed(build):
    with Server(build) as s:
        with s.connect() as c:  # asks, ends its half, waits
            c.send(get("/slow?ms=300&n=5") + get("/slow?n=6"))
            c.s.shutdown(socket.SHUT_WR)
            assert c.reply().json() == 5
            r = c.reply()
            assert r.json() == 6 and c.closed()
        with s.connect() as c:  # a save too
            body = '{"nama":"lambat"}'
            c.send(f"POST /save HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}")
            c.s.shutdown(socket.SHUT_WR)
            assert c.reply().status == 201 and c.closed()
        with s.connect() as c:  # half a request is none
            c.send("GET /echo HTTP/1.1\r\nHo")
            c.s.shutdown(socket.SHUT_WR)
            assert c.closed()
        with s.connect() as c:
            c.send(f"PUT /json HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: 100\r\n\r\nabc")
            c.s.shutdown(socket.SHUT_WR)
            assert c.closed()
        assert wait_for(lambda: s.metric("connections") == 1)
    return 5


def test_client_gone(build):
    """Clients that leave before their reply: at a worker, at the writer, held, in a queue, in a stream."""
    with Server(build, server_workers=2) as s:
        body = '{"nama":"lambat"}'
        save = f"POST /save HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        for _ in range(3):
            for request in (get("/slow?ms=150"), save, get("/held"), get("/stream"), get("/large?bytes=20000000")):
                for reset in (True, False):
                    c = s.connect().send(request)
                    time.sleep(0.01)
                    c.reset() if reset else c.close()
        # What was queued behind others when its client left is not run at all.
        for _ in range(30):
            s.connect().send(get("/slow?ms=1000")).reset()
        t = time.monotonic()
        assert s.request("GET", "/healthz").status == 200
        assert wait_for(lambda: s.metric("connections") == 1, 20)
        assert time.monotonic() - t < 15, "abandoned requests were run one by one"
        assert s.request("GET", "/saved/lambat").json() == 1  # accepted, so it was done
    return 3


def test_large_replies(build):
    with Server(build, limits_write_ms=800) as s:
        for size in (0, 1, 16000, 70000, 6_000_000):
            r = s.request("GET", f"/large?bytes={size}")
            assert len(r.body) == size and r.body.strip(b"x") == b"", size
        r = s.request("GET", "/file")
        assert len(r.body) == 3 << 20
        assert r.headers["content-disposition"] == "attachment; filename=\"bukti_____.pdf\"; filename*=UTF-8''bukti%20%22%C3%A9%22.pdf"
        # Reads slowly but steadily: gets everything. Reads nothing: is closed.
        with s.connect() as c:
            c.s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            c.send(get("/large?bytes=4000000"))
            got = 0
            while got < 4_000_000:
                got += len(c.s.recv(100000))
                time.sleep(0.01)
        with s.connect() as c:
            c.send(get("/large?bytes=60000000"))
            assert wait_for(lambda: s.metric("connections") == 1, 10)
    return 8


def test_stream(build):
    with Server(build) as s, s.connect() as c:
        t = time.monotonic()
        c.send(get("/stream"))
        status, headers = c.head()
        assert status == 200 and headers["content-type"] == "text/event-stream" and "content-length" not in headers
        assert time.monotonic() - t < 0.09
        while c.buf.count(b"\n\n") < 3:
            c.fill()
        assert c.buf == b"data: 0\n\ndata: 1\n\ndata: 2\n\n" and 0.15 < time.monotonic() - t
        c.buf = b""
        assert c.closed()
        t = time.monotonic()
        assert s.request("GET", "/held").json() == 1 and time.monotonic() - t > 0.28
        r = s.request("GET", "/private-stream", Authorization="Bearer user-7")
        assert r.body == b"data: 0\n\ndata: 1\n\ndata: 2\n\n"
        # Each part asks again who listens: a session that ends, ends its stream.
        r = s.request("GET", "/private-stream", Authorization="Bearer user-66")
        assert r.body == b"data: 0\n\ndata: 1\n\n", r.body
        assert s.request("GET", "/private-stream", Authorization="Bearer user-66").code() == "sesi.tidak_sah"
    return 5


def test_saves(build):
    with Server(build) as s:
        r = s.request("POST", "/save", {"nama": "satu"})
        assert (r.status, r.json(), r.headers["etag"], r.headers["location"]) == (201, "satu", '"1"', "/saved/satu")
        assert s.request("GET", "/saved/satu").json() == 1
        r = s.request("POST", "/save", {"nama": "gagal"})
        assert (r.status, r.code()) == (409, "umum.konflik")
        assert s.request("GET", "/saved/gagal").json() == 0
        # Sixty-four at once, each read back after its reply: a reply means that it is there.
        cs = [s.connect() for _ in range(64)]
        for i, c in enumerate(cs):
            body = '{"nama":"n%d"}' % i
            c.send(f"POST /save HTTP/1.1\r\n{H}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}")
        for i, c in enumerate(cs):
            assert c.reply().status == 201
            assert c.send(get(f"/saved/n{i}")).reply().json() == 1
            c.close()
        assert s.metric("writer_groups_total") < s.metric("writer_commands_total")
    return 4
