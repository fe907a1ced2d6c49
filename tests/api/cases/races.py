"""What goes wrong between client and server: lost replies, double clicks, two people at once, people who hang up."""
import concurrent.futures
import datetime
import json
import time

from lib.client import Client
from lib.suite import case, suite

from .story import indikator

YEAR = 2030
SPAN = {"mulai": f"{YEAR}-01-01", "selesai": f"{YEAR}-12-31", "form": "B", "pendekatan": "kuantitatif"}
DRAFT = {"rhk": [{"jenis": "utama", "klasifikasi": "individu", "teks": "Terlaksananya layanan",
                  "indikator": [indikator("Kunjungan", 10, "pasien")]}]}


def one_plan(server):
    """The nurse's draft for a year far off; made once, for all cases here."""
    c = server.role("pegawai")
    rows = [p for p in c.get(f"/api/v1/skp?lingkup=diri&tahun={YEAR}").json["data"] if p["status"] == "draf"]
    return f"/api/v1/skp/{rows[0]['id']}" if rows else c.post("/api/v1/skp", SPAN).expect(201).headers["location"]


def tab(server, role="pegawai"):
    """Another window of the same session."""
    first, c = server.role(role), Client(server, f"{role} (jendela lain)")
    c.cookies, c.csrf = dict(first.cookies), first.csrf
    return c


def together(n, fn):
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return [f.result() for f in [pool.submit(fn, i) for i in range(n)]]


@case
def ten_clicks_make_one_plan(server):
    """The same key ten times at once: one plan, ten equal replies."""
    tabs = [tab(server) for _ in range(10)]
    replies = together(10, lambda i: tabs[i].post("/api/v1/skp", SPAN, key="sepuluh-klik"))
    assert all(r.status == 201 for r in replies), replies
    assert len({r.raw for r in replies}) == 1 and len({r.headers["location"] for r in replies}) == 1, replies
    plans = server.role("pegawai").get(f"/api/v1/skp?lingkup=diri&tahun={YEAR}").json["data"]
    assert len(plans) == 1, plans
    for c in tabs:
        c.close()


@case
def without_a_key_the_second_is_refused(server):
    one_plan(server)
    server.role("pegawai").post("/api/v1/skp", SPAN).expect(409, "skp.tumpang_tindih")


@case
def two_windows_edit(server):
    """Both saw the same version; the second save is refused and what the first wrote stands."""
    path, a, b = one_plan(server), tab(server), tab(server)
    seen = a.get(path).expect(200)
    assert b.get(path).etag == seen.etag
    first = a.put(path, DRAFT, etag=seen.etag).expect(200)
    other = json.loads(json.dumps(DRAFT))
    other["rhk"][0]["teks"] = "Yang kalah"
    b.put(path, other, etag=seen.etag).expect(412, "umum.versi")
    now = b.get(path).expect(200)
    assert now.etag == first.etag and now.json["rhk"][0]["teks"] == "Terlaksananya layanan", now
    b.put(path, other, etag=now.etag).expect(200)
    a.close(), b.close()


@case
def eight_saves_at_once(server):
    """One version, eight saves: exactly one is taken, and the version rises by one."""
    path = one_plan(server)
    before = server.role("pegawai").get(path)
    tabs = [tab(server) for _ in range(8)]
    replies = together(8, lambda i: tabs[i].put(path, DRAFT, etag=before.etag))
    assert sorted(r.status for r in replies) == [200] + [412] * 7, replies
    after = server.role("pegawai").get(path)
    assert after.json["versi"] == before.json["versi"] + 1
    for c in tabs:
        c.close()


@case
def submit_twice_at_once(server):
    """A double click on `ajukan`: with a key both are answered alike, one thing happened."""
    path = one_plan(server)
    c = server.role("pegawai")
    at = c.put(path, DRAFT, etag=c.get(path).etag).expect(200)
    tabs = [tab(server) for _ in range(2)]
    replies = together(2, lambda i: tabs[i].post(f"{path}/aksi", {"aksi": "ajukan"}, etag=at.etag, key="klik-ganda"))
    assert [r.status for r in replies] == [200, 200] and replies[0].raw == replies[1].raw, replies
    assert replies[0].etag == replies[1].etag
    versi_id = replies[0].json["versi_id"]
    rows = [r for r in server.role("auditor").get(f"/api/v1/audit?objek=skp&objek_id={versi_id}&batas=200").json["data"]
            if r["peristiwa"] == "ajukan"]
    assert len(rows) == 1, rows
    c.post(f"{path}/aksi", {"aksi": "tarik"}, etag=replies[0].etag).expect(200)
    for t in tabs:
        t.close()


@case
def the_reply_is_lost(server):
    """She sends, the network dies before the reply; the retry with the same key gets the reply of the one change."""
    path, c = one_plan(server), tab(server)
    before = c.get(path).expect(200)
    key = "balasan-hilang"
    data = json.dumps(DRAFT).encode()
    headers = {**c.headers("PUT", etag=before.etag, key=key), "Content-Type": "application/json"}
    s = c.raw_socket()
    s.sendall(c.raw_request("PUT", path, data, headers))
    s.close()
    for _ in range(100):
        if c.get(path).etag != before.etag:
            break
        time.sleep(0.05)
    else:
        raise AssertionError("what was sent whole is done, although nobody waits")
    done = c.get(path)
    again = c.put(path, DRAFT, etag=before.etag, key=key).expect(200)
    assert again.etag == done.etag and again.json["versi"] == before.json["versi"] + 1, (before, again)
    c.close()


@case
def a_key_is_kept_for_three_days(server):
    """71 hours later the stored reply, 73 hours later a new request."""
    now = server.clock.read_text().strip()
    path = "/api/v1/scoring/run"
    first = server.role("admin_pusat").post(path, {"periode": "2025-TW1"}, key="tiga-hari").expect(202)
    server.set_time(later(now, 71))
    again = server.role("admin_pusat").post(path, {"periode": "2025-TW1"}, key="tiga-hari").expect(202)
    assert again.raw == first.raw
    server.set_time(later(now, 73))
    fresh = server.role("admin_pusat").post(path, {"periode": "2025-TW2"}, key="tiga-hari").expect(202)
    assert fresh.json["id"] > first.json["id"]
    server.set_time(now)


def later(text, hours):
    at = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") + datetime.timedelta(hours=hours)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@case
def half_a_body(server):
    """A client that hangs up in the middle has changed nothing and left nothing."""
    path, c = one_plan(server), tab(server)
    before = c.get(path).expect(200)
    data = json.dumps(DRAFT).encode()
    headers = {**c.headers("PUT", etag=before.etag), "Content-Type": "application/json"}
    whole = c.raw_request("PUT", path, data, headers)
    for cut in (10, len(whole) - len(data) - 2, len(whole) - len(data), len(whole) - len(data) // 2, len(whole) - 1):
        s = c.raw_socket()
        s.sendall(whole[:cut])
        s.close()
    time.sleep(0.2)
    assert c.get(path).etag == before.etag
    c.close()


@case
def half_an_upload(server):
    """A broken upload leaves no file behind."""
    c = tab(server)
    year = max(p["kode"] for p in c.get("/api/v1/periode?jenis=tahunan").json["data"])
    plan = [p for p in c.get(f"/api/v1/skp?lingkup=diri&tahun={year}").json["data"] if p["n_berlaku"]][-1]
    path = f"/api/v1/skp/{plan['id']}/realisasi/{year}-11/bukti?nama=putus.png"
    headers = {**c.headers("POST"), "Content-Type": "application/octet-stream"}
    data = b"\x89PNG\r\n\x1a\n" + b"\0" * 300000
    whole = c.raw_request("POST", path, data, headers)
    before = sum(1 for _ in (server.data / "bukti").rglob("*"))
    s = c.raw_socket()
    s.sendall(whole[:-1000])
    time.sleep(0.3)
    s.close()
    for _ in range(100):
        if sum(1 for _ in (server.data / "bukti").rglob("*")) == before:
            break
        time.sleep(0.05)
    else:
        raise AssertionError("an aborted upload left its file")
    c.close()


@case
def many_hang_up(server):
    """Two hundred that ask and do not wait, more than one address may have; soon after, the next is served as ever."""
    c = tab(server)
    ask = c.raw_request("GET", "/api/v1/pegawai", None, c.headers("GET"))
    for _ in range(200):
        s = c.raw_socket()
        s.sendall(ask)
        s.close()
    for _ in range(100):
        r = c.get("/api/v1/saya")
        if r.status == 200:
            break
        r.expect(503, "http.sambungan")
        time.sleep(0.05)
    r.expect(200)
    c.close()


@case
def pipelined_requests_are_answered_in_order(server):
    c = tab(server)
    paths = ["/api/v1/saya", "/api/v1/periode/2025", "/healthz", "/api/v1/periode/2026", "/api/v1/tidak-ada"]
    s = c.raw_socket()
    s.sendall(b"".join(c.raw_request("GET", p, None, c.headers("GET")) for p in paths))
    f, got = s.makefile("rb"), []
    for p in paths:
        status = int(f.readline().split()[1])
        headers = {}
        while (line := f.readline()) not in (b"\r\n", b""):
            name, value = line.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        body = f.read(int(headers["content-length"]))
        got.append((status, body))
        server.contract.check("GET", p, status, headers, body)
    assert [g[0] for g in got] == [200, 200, 200, 200, 404], got
    assert json.loads(got[1][1])["kode"] == "2025" and json.loads(got[3][1])["kode"] == "2026"
    s.close()
    c.close()


@case
def the_last_word(server):
    """The draft is given up; nothing of it is in anybody's way."""
    c, path = server.role("pegawai"), one_plan(server)
    c.post(f"{path}/aksi", {"aksi": "batal"}, etag=c.get(path).etag).expect(200)
    suite.row("a new one may follow", c.post("/api/v1/skp", SPAN).status == 201)
