"""How long a release takes to come into force: from sending the approval to the first suggestion that names it."""
import http.client
import json
import pathlib
import re
import sys
import threading
import time

from ground import Session, median, must_equal, open_db, say

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "swap"), str(TESTS / "hostile"), str(TESTS / "api")]
import arsip  # noqa: E402
import releases  # noqa: E402

SWAPS_A_ROUND, ASKERS = 8, 2
PERIODE = "2026-TW1"


class Caller:
    """One person on one connection."""

    def __init__(self, server, session):
        self.session, self.c = session, http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def send(self, method, path, body=None, raw=None, etag=None, want=None):
        headers = {"Cookie": self.session.cookie, "X-CSRF-Token": self.session.csrf}
        if etag:
            headers["If-Match"] = etag
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        if raw is not None or body is not None:
            headers["Content-Type"] = "application/octet-stream" if raw is not None else "application/json"
        self.c.request(method, path, data, headers)
        r = self.c.getresponse()
        out = r.status, r.headers, json.loads(r.read() or b"null")
        if want:
            must_equal(f"{method} {path}: {out[2]}", out[0], want)
        return out


class Asker(threading.Thread):
    """Asks for one suggestion after the other; when each release was first named."""

    def __init__(self, server, session, evaluasi):
        super().__init__(daemon=True)
        self.caller, self.path, self.end = Caller(server, session), f"/api/v1/evaluasi/{evaluasi}/saran", False
        self.answers = []  # (moment, release), the newest last

    def run(self):
        while not self.end:
            status, _, body = self.caller.send("POST", self.path)
            if status == 200:
                self.answers.append((time.monotonic(), body["release"]))


def data(ground):
    base = ground.folder / "swap"
    ground.cli("demo", "--data", str(base), "--json")
    db = open_db(base)
    role = lambda name: Session(db, db.execute("SELECT akun_id FROM peran WHERE peran = ? ORDER BY id", (name,)).fetchone()[0])
    admins = [role("admin_unit"), role("admin_pusat")]
    evaluators = [(s, Session(db, a)) for s, a in db.execute(
        "SELECT min(s.id), a.id FROM skp s JOIN akun a ON a.pegawai_id = s.penilai_id JOIN unit u ON u.id = s.unit_id"
        " WHERE u.kode IN ('dinkes', 'pkm-tenayan-raya') AND s.mulai = '2026-01-01' GROUP BY a.id ORDER BY 1").fetchall()]
    dinkes, = db.execute("SELECT id FROM unit WHERE kode = 'dinkes'").fetchone()
    db.close()
    return base, admins, evaluators[:ASKERS], dinkes


def evaluation_of(base, skp):
    db = open_db(base)
    found, = db.execute("SELECT e.id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN periode p ON p.id = e.periode_id"
                        " WHERE v.skp_id = ? AND p.kode = ?", (skp, PERIODE)).fetchone()
    db.close()
    return found


def propose(by, release, unit):
    """The proposal's address; simulated before, the first time."""
    path, body = f"/api/v1/plugin/{release}/aktivasi", {"unit": unit, "periode": PERIODE}
    status, _, answer = by.send("POST", path, body)
    if status == 409 and (past := re.search(r"--periode (\S+)", answer["detail"])):
        _, headers, _ = by.send("POST", f"/api/v1/plugin/{release}/simulasi", {"periode": past[1], "unit": unit}, want=202)
        while by.send("GET", headers["Location"])[2]["status"] in ("antri", "jalan"):
            time.sleep(0.05)
        status, _, answer = by.send("POST", path, body)
    must_equal(f"proposal: {answer}", status, 201)
    return f"/api/v1/plugin/usulan/{answer['id']}"


def first_named(askers, sha, since):
    """When the first answer after `since` named the release."""
    while True:
        found = [t for a in askers for t, r in a.answers[-50:] if r == sha and t >= since]
        if found:
            return min(found)
        time.sleep(0.0005)


def swap(ground, options):
    base, admins, evaluators, dinkes = data(ground)
    server = ground.server("ours", base)
    one, two = (Caller(server, s) for s in admins)
    two.send("POST", f"/api/v1/periode/{PERIODE}/evaluasi", want=200)
    ids = {}
    for mark in (1, 2):
        _, _, r = one.send("POST", "/api/v1/plugin", raw=arsip.tar(releases.scheme(mark)), want=201)
        ids[r["id"]] = r["sha256"]
    askers = [Asker(server, session, evaluation_of(base, skp)) for skp, session in evaluators]
    for a in askers:
        a.start()
    answered, named = [], []
    for n in range(SWAPS_A_ROUND * options.putaran):
        release, sha = list(ids.items())[n % 2]
        usulan = propose(one, release, dinkes)
        etag = two.send("GET", usulan, want=200)[1]["ETag"]
        began = time.monotonic()
        two.send("POST", f"{usulan}/aksi", {"aksi": "setujui"}, etag=etag, want=200)
        answered.append((time.monotonic() - began) * 1000)
        named.append((first_named(askers, sha, began) - began) * 1000)
    for a in askers:
        a.end = True
    for a in askers:
        a.join()
    answers = sum(len(a.answers) for a in askers)
    server.stop()
    named_sorted = sorted(named)
    out = {"p50_ms": median(named), "p99_ms": named_sorted[int(len(named) * .99)], "setuju_ms": median(answered)}
    say(f"  swap: {len(named)} approvals beside {answers} suggestions, first named after {out['p50_ms']:.0f} ms")
    return {"setujui_ms": answered, "bernama_ms": named, "nilai": out}
