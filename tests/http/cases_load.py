"""More than the server can do: caps, shedding by urgency, plugins, logins, and the end of the process."""
import os
import re
import signal
import subprocess
import threading
import time

from wire import Connection, Server, wait_for

H = "Host: uji\r\n"


def get(target, extra=""):
    return f"GET {target} HTTP/1.1\r\n{H}{extra}\r\n"


def post(target, body, extra=""):
    return (f"POST {target} HTTP/1.1\r\n{H}Content-Type: application/json\r\n{extra}"
            f"Content-Length: {len(body)}\r\n\r\n{body}")


def test_caps(build):
    with Server(build, limits_clients_address=5, limits_clients=8, server_proxies="127.0.0.9") as s:
        mine = [s.connect() for _ in range(5)]
        for c in mine:
            assert c.send(get("/echo")).reply().status == 200
        with s.connect() as c:
            r = c.reply()  # unasked: there is no room to listen
            assert (r.status, r.code(), r.headers["retry-after"]) == (503, "http.sambungan", "5") and c.closed()
        other = [s.connect(source="127.0.0.2") for _ in range(2)]  # another address still gets in
        for c in other:
            assert c.send(get("/echo")).reply().status == 200
        proxy = s.connect(source="127.0.0.9")
        assert proxy.send(get("/echo")).reply().status == 200
        with s.connect(source="127.0.0.9") as c:  # the cap on all holds for a proxy too
            assert c.reply().code() == "http.sambungan"
        for c in other + [proxy]:
            c.close()
        mine[0].close()
        # A place that is given up can be taken again.
        assert wait_for(lambda: s.request("GET", "/echo").status == 200)
        for c in mine:
            c.close()
        assert wait_for(lambda: s.metric("connections") == 1)
        assert s.metric("connections_rejected_total") >= 2
    with Server(build, limits_clients_address=3, server_proxies="127.0.0.1") as s:
        cs = [s.connect() for _ in range(10)]  # a proxy stands for many
        for c in cs:
            assert c.send(get("/echo")).reply().status == 200
            c.close()
    return 8


def fill(s, target, n, **kw):
    """`n` connections with one request each, all under way."""
    return [s.connect(timeout=60, **kw).send(get(target)) for _ in range(n)]


def test_shedding(build):
    """A full queue: reports go first, then reads; then drafts; submissions and health are answered to the last."""
    with Server(build, server_workers=2, limits_queue=32, limits_clients_address=500) as s:
        busy = fill(s, "/slow?ms=1500", 2)
        time.sleep(0.2)
        waiting = fill(s, "/report?ms=0", 8)  # their share: a quarter of 32
        time.sleep(0.1)
        r = s.request("GET", "/report")
        assert (r.status, r.code(), r.headers["retry-after"]) == (503, "umum.sibuk", "5")
        waiting += fill(s, "/slow?ms=0", 16)  # reads fill three quarters
        time.sleep(0.1)
        assert s.request("GET", "/echo").code() == "umum.sibuk"
        saves = [s.connect(timeout=60).send(post("/save", '{"nama":"p%d"}' % i)) for i in range(6)]
        time.sleep(0.1)
        assert s.raw(post("/save", '{"nama":"lebih"}')).code() == "umum.sibuk"  # no draft any more,
        saves += [s.connect(timeout=60).send(post("/submit", '{"nama":"a%d"}' % i)) for i in range(2)]
        time.sleep(0.1)  # but what is submitted, until it is full
        assert s.raw(post("/submit", '{"nama":"lebih"}')).code() == "umum.sibuk"
        for c in saves:
            assert c.reply().status == 201
        for c in waiting + busy:
            assert c.reply().status == 200
        assert s.metric('refused_total{lane="report"}') == 1
        assert s.metric('refused_total{lane="read"}') == 1
        assert s.metric('refused_total{lane="save"}') == 1
        assert s.metric('refused_total{lane="submit"}') == 1
        for c in waiting + busy + saves:
            c.close()
    return 5


def test_urgent_first(build):
    """What waits is answered by urgency, not by arrival."""
    with Server(build, server_workers=2, limits_clients_address=500) as s:
        busy = fill(s, "/slow?ms=800", 2)
        time.sleep(0.2)
        order, lock, threads = [], threading.Lock(), []

        def ask(what, data):
            c = s.connect(timeout=60).send(data)
            c.reply()
            with lock:
                order.append(what)
            c.close()

        for what, data in (("report", get("/report?ms=60")), ("read", get("/slow?ms=60")),
                           ("save", f"POST /slow-save?ms=60 HTTP/1.1\r\n{H}Content-Length: 0\r\n\r\n"),
                           ("health", get("/healthz"))):
            for _ in range(2):
                threads.append(threading.Thread(target=ask, args=(what, data)))
                threads[-1].start()
            time.sleep(0.05)
        for t in threads:
            t.join()
        rank = {"health": 0, "save": 1, "read": 2, "report": 3}
        assert [rank[w] for w in order] == sorted(rank[w] for w in order), order
        for c in busy:
            c.close()
    return 1


def test_plugins_take_half(build):
    """Four workers: two plugin calls at once, one for a user; what is not a plugin call goes on beside them."""
    with Server(build, server_workers=4, limits_clients_address=500) as s:
        def plugin(user, ms):
            return s.connect(timeout=60).send(get(f"/plugin?ms={ms}", f"Authorization: Bearer user-{user}\r\n"))

        t = time.monotonic()
        cs = [plugin(u, 400) for u in range(1, 7)]
        time.sleep(0.1)
        for _ in range(10):  # the other two workers are free
            q = time.monotonic()
            assert s.request("GET", "/echo").status == 200 and s.raw(post("/save", '{"nama":"x"}')).status == 201
            assert time.monotonic() - q < 0.3
        for c in cs:
            assert c.reply().status == 200
        took = time.monotonic() - t
        assert 1.1 < took < 2.3, took  # three rounds of two
        t = time.monotonic()
        cs += [plugin(9, 300) for _ in range(3)]
        time.sleep(0.05)
        other = plugin(10, 0)
        assert other.reply().status == 200
        assert time.monotonic() - t < 0.28  # not behind the one user
        for c in cs[-3:]:
            assert c.reply().status == 200
        took = time.monotonic() - t
        assert took > 0.85, took  # one after the other
        for c in cs + [other]:
            c.close()
    with Server(build, server_workers=2) as s:  # two workers: one for plugins, one never
        cs = [s.connect(timeout=60).send(get("/plugin?ms=500", f"Authorization: Bearer user-{u}\r\n")) for u in (1, 2, 3)]
        time.sleep(0.1)
        t = time.monotonic()
        assert s.request("GET", "/echo").status == 200 and time.monotonic() - t < 0.3
        for c in cs:
            assert c.reply().status == 200
            c.close()
        assert s.request("GET", "/plugin").status == 401  # login is asked before a place is claimed
    return 5


def test_login_storm(build):
    """Logins hash on threads of their own: reads and saves go on, and what is too much is shed."""
    with Server(build, server_hash_threads=1, limits_clients_address=500) as s:
        cs = [s.connect(timeout=60).send(post("/login", '{"sandi":"benar"}')) for _ in range(200)]
        for _ in range(5):
            t = time.monotonic()
            assert s.request("GET", "/echo").status == 200
            assert s.raw(post("/save", '{"nama":"x"}')).status == 201
            assert time.monotonic() - t < 0.4
        got = [c.reply() for c in cs]
        for c in cs:
            c.close()
        ok = sum(r.status == 204 for r in got)
        shed = sum(r.status == 503 and r.headers["retry-after"] == "5" for r in got)
        assert ok + shed == 200 and ok >= 50, (ok, shed)
    return 3


def test_throttle(build):
    """An address that failed a hundred times waits and is told 429; a right password gets in all the same."""
    with Server(build, server_proxies="127.0.0.1", limits_clients_address=500) as s:
        def login(password, address):
            return s.raw(post("/login", '{"sandi":"%s"}' % password, f"X-Forwarded-For: {address}\r\n"))

        for i in range(99):
            assert login("salah", "9.9.9.9").code() == "masuk.salah", i
        r = login("salah", "9.9.9.9")
        assert (r.status, r.code(), r.headers["retry-after"]) == (429, "http.terlalu_sering", "60")
        t = time.monotonic()
        assert login("benar", "9.9.9.9").status == 204  # held a moment, then compared
        assert 0.9 < time.monotonic() - t < 5
        t = time.monotonic()
        assert login("benar", "9.9.9.8").status == 204 and login("salah", "9.9.9.8").code() == "masuk.salah"
        assert time.monotonic() - t < 0.5  # others feel nothing
        # An IPv6 client owns a whole network of addresses.
        for i in range(100):
            login("salah", f"2001:db8::{i + 1:x}")
        assert login("salah", "2001:db8::ffff").status == 429
        assert login("salah", "2001:db8:0:1::1").status == 401
        # Right passwords are not counted, however many.
        for _ in range(120):
            assert login("benar", "9.9.9.7").status == 204
        assert login("salah", "9.9.9.7").status == 401
        assert s.metric("login_failed_total") > 200
    return 7


def test_stop_with_work(build):
    """SIGTERM: no new connections, everything accepted is answered, exit 0."""
    s = Server(build, server_workers=2, limits_clients_address=500)
    cs = {
        "read": s.connect(timeout=60).send(get("/slow?ms=1200&n=3")),
        "save": s.connect(timeout=60).send(post("/save", '{"nama":"lambat"}')),
        "held": s.connect(timeout=60).send(get("/held?ms=20000")),
        "queued": s.connect(timeout=60).send(get("/slow?ms=100&n=4")),
        "idle": s.connect(timeout=60),
        "kept": s.connect(timeout=60).send(get("/echo")),
        "half": s.connect(timeout=60).send("PUT /json HTTP/1.1\r\nHost: uji\r\nContent-Type: application/json\r\n"),
        "stream": s.connect(timeout=60).send(get("/stream")),
    }
    cs["kept"].reply()
    time.sleep(0.1)
    t = time.monotonic()
    s.p.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    try:
        Connection(s.address, 1)
        raise AssertionError("still listening")
    except OSError:
        pass
    assert cs["idle"].closed() and cs["kept"].closed()
    cs["half"].send("Content-Length: 12\r\n\r\n{\"nama\":\"x\"}")  # had begun, so it may end
    r = cs["half"].reply()
    assert r.status == 200 and r.headers["connection"] == "close" and cs["half"].closed()
    r = cs["read"].reply()
    assert r.json() == 3 and r.headers["connection"] == "close" and cs["read"].closed()
    assert cs["save"].reply().status == 201
    assert cs["held"].reply().status == 200
    assert cs["queued"].reply().json() == 4
    s.p.wait(30)
    assert time.monotonic() - t < 10  # what was held did not have to be waited for
    assert "tenayan.db" in os.listdir(s.dir.name)
    wal = os.path.join(s.dir.name, "tenayan.db-wal")
    assert not os.path.exists(wal) or os.path.getsize(wal) == 0  # checkpointed
    code, text = s.stop()
    assert code == 0, text
    assert "ERROR: " not in text and "WARNING: ThreadSanitizer" not in text, text
    return 7


def test_stop_is_bounded(build):
    """A client that reads nothing or drips does not keep the server: the drain has an end."""
    s = Server(build, limits_drain_ms=1000)
    drip = s.connect().send("GET /echo HTTP/1.1\r\nHost: u")
    deaf = s.connect().send(get("/large?bytes=60000000"))
    time.sleep(0.3)
    t = time.monotonic()
    s.p.send_signal(signal.SIGTERM)
    s.p.wait(30)
    assert 0.8 < time.monotonic() - t < 10
    code, text = s.stop()
    assert code == 0 and "closed at the end of the drain" in text, text
    drip.close()
    deaf.close()
    # Asked twice: at once.
    s = Server(build, limits_drain_ms=20000)
    drip = s.connect().send("GET /echo HTTP/1.1\r\nHost: u")
    time.sleep(0.2)
    s.p.send_signal(signal.SIGINT)
    time.sleep(0.2)
    t = time.monotonic()
    code, _ = s.stop()
    assert code == 0 and time.monotonic() - t < 5
    return 2


def test_stop_with_clients_gone(build):
    """Clients leave while their requests are with workers and the writer, and the server stops meanwhile."""
    s = Server(build, server_workers=2, limits_clients_address=500)
    for i in range(20):
        s.connect().send(post("/save", '{"nama":"lambat"}') if i % 4 == 0 else get("/slow?ms=100")).reset()
    s.connect().send(post("/save", '{"nama":"lambat"}')).close()
    code, text = s.stop()
    assert code == 0, text
    assert "ERROR: " not in text and "WARNING: ThreadSanitizer" not in text, text
    return 1


def test_many_clients(build):
    """Mixed requests from many connections at once; every reply is for its own request."""
    with Server(build, server_workers=4, limits_clients_address=500) as s:
        faults = []

        def client(k):
            try:
                with s.connect(timeout=60) as c:
                    for i in range(60):
                        n = k * 1000 + i
                        if i % 3 == 0:
                            assert c.send(get(f"/slow?n={n}")).reply().json() == n
                        elif i % 3 == 1:
                            assert c.send(post("/save", '{"nama":"c%d"}' % n)).reply().json() == f"c{n}"
                        else:
                            assert c.send(get(f"/item/{n + 1}/a")).reply().json()["id"] == n + 1
            except Exception as e:  # noqa: BLE001
                faults.append(repr(e))

        threads = [threading.Thread(target=client, args=(k,)) for k in range(16)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert not faults, faults[:3]
    return 1


def test_descriptors_run_out(build):
    """With every descriptor in use the server waits for one instead of failing in a circle."""
    s = Server(build, limits_clients=4000, limits_clients_address=4000)
    used = len(os.listdir(f"/proc/{s.p.pid}/fd"))
    subprocess.run(["prlimit", f"--pid={s.p.pid}", f"--nofile={used + 20}:{used + 20}"], check=True)
    cs = [s.connect() for _ in range(60)]
    time.sleep(0.5)
    cpu = sum(map(int, open(f"/proc/{s.p.pid}/stat").read().split()[13:15]))
    time.sleep(1)
    assert sum(map(int, open(f"/proc/{s.p.pid}/stat").read().split()[13:15])) - cpu < 30
    for c in cs:
        c.close()
    assert wait_for(lambda: s.request("GET", "/echo").status == 200)
    code, _ = s.stop()
    assert code == 0
    return 1


def test_bad_settings(build):
    """A setting that cannot hold stops the start with its name, exit 3."""
    exe = os.path.join(build, "tests/http/http_test_server")
    rows = [
        ({"TENAYAN_SERVER_LISTEN": "uji:80"}, "server.listen"),
        ({"TENAYAN_SERVER_LISTEN": "127.0.0.1"}, "server.listen"),
        ({"TENAYAN_SERVER_LISTEN": "127.0.0.1:70000"}, "server.listen"),
        ({"TENAYAN_SERVER_LISTEN": "192.0.2.1:0"}, "192.0.2.1:0"),
        ({"TENAYAN_SERVER_WORKERS": "x"}, "server.workers"),
        ({"TENAYAN_SERVER_PROXIES": "10.0.0.0/33"}, "server.proxies"),
        ({"TENAYAN_LIMITS_QUEUE": "1"}, "limits.queue"),
        ({"TENAYAN_SERVER_LISTN": "127.0.0.1:0"}, "server.listn"),
    ]
    import tempfile
    for env, word in rows:
        with tempfile.TemporaryDirectory() as d:
            p = subprocess.run([exe, d], env={**os.environ, **env}, capture_output=True, text=True, timeout=60)
            assert p.returncode == 3 and word in p.stderr, (env, p.returncode, p.stderr)
    with Server(build, server_listen="127.0.0.1:0, [::1]:0") as s:
        assert s.request("GET", "/echo").status == 200
        line = s.p.stdout.readline()
        assert re.match(r"listening \[::1\]:\d+", line), line
        with Connection(("::1", int(line.rsplit(":", 1)[1]))) as c:
            assert c.send(get("/echo")).reply().json()["peer"] == "::1"
    return len(rows) + 1
