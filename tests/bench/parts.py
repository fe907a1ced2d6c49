"""The measurements: each returns {"rasio": …, "batas": …, "tujuan": …, …} and has proved before that both sides
do the same."""
import http.client
import json
import pathlib
import threading
import time

from ground import Session, differences, median, memory, children, must_equal, open_db, run_child, say
from swap import swap

# Scoring ---------------------------------------------------------------------------------------------------

# All that a run writes, without ids, times, and what follows from them.
SCORE_TABLES = {
    "evaluasi": "SELECT * FROM evaluasi",
    "hasil": "SELECT evaluasi_id, kode, release_id, setelan_hash, masukan_hash, masukan, api, nilai, galat, pesan FROM hasil",
    "run": "SELECT id, periode_id, unit_id, job_id, sampai, dinilai, gagal, tertunda, digest, selesai IS NULL FROM run",
    "run_hasil": "SELECT x.run_id, x.evaluasi_id, h.kode, h.masukan_hash FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id",
    "audit": "SELECT n, akun_id, atas_nama, objek, objek_id, peristiwa, dari, ke, catatan, dokumen, peran, isi FROM audit",
    "kepala_audit": "SELECT satu, n, length(tanda) FROM kepala_audit",
}


def score_once(ground, which, city):
    data = ground.copy(city, f"score-{which}")
    words = ([ground.plain_score, str(data / "tenayan.db"), "2025"] if which == "plain" else
             [ground.tenayan, "score", "run", "--data", str(data), "--periode", "2025", "--json"])
    out, cpu, seconds = run_child(words)
    return data, json.loads(out), cpu, seconds


def score(ground, options):
    city = ground.city(options.pegawai)
    cpu, seconds, digests = {"ours": [], "plain": []}, {"ours": [], "plain": []}, set()
    for n in range(options.putaran):
        folders = {}
        for which in ("ours", "plain") if n % 2 == 0 else ("plain", "ours"):
            folders[which], out, c, s = score_once(ground, which, city)
            cpu[which].append(c)
            seconds[which].append(s)
            digests.add(out["digest"])
            must_equal("evaluations", out["dinilai"], options.pegawai)
        say(f"  scoring {n + 1}: {cpu['ours'][-1]:.2f} s and {cpu['plain'][-1]:.2f} s CPU")
        must_equal("digests", len(digests), 1)
        if n == 0:
            must_equal("tables after scoring", differences(folders["ours"], folders["plain"], SCORE_TABLES), [])
            must_equal("audit chain", ground.cli("audit", "verify", "--data", str(folders["plain"]), "--json")["rusak"], 0)
    return {"pegawai": options.pegawai, "cpu_detik": cpu, "detik": seconds, "digest": digests.pop(),
            "rasio": median(cpu["ours"]) / median(cpu["plain"]), "tujuan": 1.5, "batas": 3.0}


# One SKP ---------------------------------------------------------------------------------------------------

READERS = 64


def read_targets(folder):
    """Plans spread over the city: half read by their owners, half by the pengelola of the whole line of command."""
    db = open_db(folder)
    plans = db.execute("SELECT s.id, a.id, s.unit_id FROM skp s JOIN akun a ON a.pegawai_id = s.pegawai_id JOIN unit u"
                       " ON u.id = s.unit_id WHERE u.kode LIKE 'contoh-%' ORDER BY s.id").fetchall()
    plans = plans[::max(1, len(plans) // READERS)][:READERS]
    top, = db.execute("SELECT id FROM unit WHERE kode = 'pekanbaru'").fetchone()
    office, = db.execute("SELECT akun_id FROM peran WHERE peran = 'pengelola'").fetchone()
    db.execute("UPDATE peran SET unit_id = ? WHERE akun_id = ?", (top, office))
    manager = Session(db, office)
    targets = [(f"/api/v1/skp/{skp}", (Session(db, akun) if n % 2 else manager).cookie) for n, (skp, akun, _) in enumerate(plans)]
    db.close()
    return targets


def fetch(port, method, path, headers, body=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request(method, path, body, headers)
    r = c.getresponse()
    out = r.status, {k.lower(): v for k, v in r.getheaders()}, r.read()
    c.close()
    return out


def comparable(reply):
    status, headers, body = reply
    return status, sorted((k, v) for k, v in headers.items() if k not in ("date", "x-request-id")), body


def get(ground, options):
    base = ground.copy(ground.city(options.kota_kecil), "get")
    targets = read_targets(base)
    servers = {w: ground.server(w, ground.copy(base, f"get-{w}")) for w in ("ours", "plain")}
    for path, cookie in targets:
        replies = {w: comparable(fetch(s.port, "GET", path, {"Cookie": cookie})) for w, s in servers.items()}
        must_equal(path, replies["ours"], replies["plain"])
        must_equal(path, replies["ours"][0], 200)
    us, rate = {"ours": [], "plain": []}, {"ours": [], "plain": []}
    for n in range(options.putaran):
        for which in ("ours", "plain") if n % 2 == 0 else ("plain", "ours"):
            before = servers[which].cpu()
            out = servers[which].wrk("get.lua", targets, 16, options.detik)
            us[which].append((servers[which].cpu() - before) * 1e6 / out["requests"])
            rate[which].append(out["requests"] * 1e6 / out["us"])
        say(f"  GET {n + 1}: {us['ours'][-1]:.0f} µs and {us['plain'][-1]:.0f} µs CPU a request")
    for s in servers.values():
        s.stop()
    return {"us_per_permintaan": us, "permintaan_per_detik": rate, "bytes": len(replies["ours"][2]),
            "rasio": median(us["ours"]) / median(us["plain"]), "tujuan": 1.3, "batas": 2.0}


# Durable writes --------------------------------------------------------------------------------------------

WRITERS = 64
CONTENT = ("rhk", "perilaku", "lampiran")
# The server's upkeep may resolve the evaluator of a running plan anew meanwhile; drafts are left alone by it.
SAVE_TABLES = {
    **{t: f"SELECT * FROM {t}" for t in ("skp_versi", "rhk", "indikator", "perilaku", "lampiran")},
    "skp": "SELECT s.* FROM skp s JOIN skp_versi v ON v.skp_id = s.id WHERE v.status = 'draf'",
    "idempotensi": "SELECT akun_id, kunci, permintaan, status, etag, lokasi, isi FROM idempotensi",
    "audit": "SELECT akun_id, atas_nama, objek_id, peristiwa, dari, ke, catatan, dokumen, peran, isi FROM audit"
             " WHERE objek = 'skp' AND peristiwa = 'simpan'",
}


def draft_folder(ground, options, name):
    """A small city in which WRITERS people have a plan in draft, and are logged in. Also (id, account, session)."""
    folder = ground.copy(ground.city(options.kota_kecil), name)
    db = open_db(folder)
    plans = db.execute("SELECT s.id, a.id FROM skp s JOIN akun a ON a.pegawai_id = s.pegawai_id JOIN unit u"
                       " ON u.id = s.unit_id WHERE u.kode LIKE 'contoh-%' AND s.penilai_id IS NOT NULL"
                       " AND EXISTS (SELECT 1 FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id WHERE v.skp_id = s.id"
                       " AND r.induk_rhk_id IS NOT NULL) ORDER BY s.id DESC").fetchall()
    plans = plans[::max(1, len(plans) // WRITERS)][:WRITERS]
    db.execute("BEGIN")
    for skp, _ in plans:
        db.execute("UPDATE skp_versi SET status = 'draf' WHERE skp_id = ?", (skp,))
        db.execute("UPDATE skp SET versi_berlaku = NULL WHERE id = ?", (skp,))
        db.execute("DELETE FROM evaluasi WHERE skp_versi_id IN (SELECT id FROM skp_versi WHERE skp_id = ?)", (skp,))
    drafts = [(skp, akun, Session(db, akun)) for skp, akun in plans]
    db.execute("COMMIT")
    db.close()
    return folder, drafts


def body_of(port, skp, session):
    """What the application sends back: the content that it got, with one text that changes."""
    _, headers, body = fetch(port, "GET", f"/api/v1/skp/{skp}", {"Cookie": session.cookie})
    content = {k: v for k, v in json.loads(body).items() if k in CONTENT}
    content["rhk"][0]["teks"] += " @N@"
    return headers["etag"].strip('"'), json.dumps(content, ensure_ascii=False)


def save_targets(server, drafts):
    targets = []
    for skp, _, session in drafts:
        version, body = body_of(server.port, skp, session)
        targets.append((skp, version, session.cookie, session.csrf, body))
    return targets


def put(server, target, version, key, n):
    skp, _, cookie, csrf, body = target
    return comparable(fetch(server.port, "PUT", f"/api/v1/skp/{skp}", {
        "Cookie": cookie, "X-CSRF-Token": csrf, "Content-Type": "application/json", "If-Match": f'"{version}"',
        "Idempotency-Key": key}, body.replace("@N@", str(n)).encode()))


def prove_saves(ground, options):
    """The same saves, one repeated and one stale, on both: equal replies and equal rows."""
    base, drafts = draft_folder(ground, options, "save-proof")
    replies, folders = {}, {}
    for which in ("ours", "plain"):
        folders[which] = ground.copy(base, f"save-proof-{which}")
        server = ground.server(which, folders[which])
        targets, replies[which] = save_targets(server, drafts[:8]), []
        for n, t in enumerate(targets):
            first = put(server, t, t[1], f"kunci-{n}", n)
            replies[which] += [first, put(server, t, int(t[1]) + 1, f"kunci-lagi-{n}", n + 100)]
            must_equal("a repeated key", put(server, t, t[1], f"kunci-{n}", n), first)
            must_equal("a stale version", put(server, t, t[1], f"kunci-basi-{n}", n)[0], 412)
        server.stop()
    must_equal("saves", replies["ours"], replies["plain"])
    must_equal("saves", {r[0] for r in replies["ours"]}, {200})
    must_equal("tables after saves", differences(folders["ours"], folders["plain"], SAVE_TABLES), [])
    must_equal("audit chain", ground.cli("audit", "verify", "--data", str(folders["plain"]), "--json")["rusak"], 0)


def save(ground, options):
    prove_saves(ground, options)
    base, drafts = draft_folder(ground, options, "save")
    rate, cpu, wait = {"ours": [], "plain": []}, {"ours": [], "plain": []}, {"ours": [], "plain": []}
    for n in range(options.putaran):
        for which in ("ours", "plain") if n % 2 == 0 else ("plain", "ours"):
            folder = ground.copy(base, f"save-{which}")
            server = ground.server(which, folder)
            targets, before = save_targets(server, drafts), server.cpu()
            out = server.wrk("save.lua", targets, WRITERS, options.detik)
            cpu[which].append((server.cpu() - before) * 1e6 / out["requests"])
            rate[which].append(out["requests"] * 1e6 / out["us"])
            wait[which].append(out["median_us"] / 1000)
            server.stop()
            kept = open_db(folder).execute("SELECT count(*) FROM audit WHERE objek = 'skp' AND peristiwa = 'simpan'").fetchone()[0]
            if kept < out["requests"]:
                raise SystemExit(f"{which}: {out['requests']} saves were acknowledged, {kept} are there")
        say(f"  saves {n + 1}: {rate['ours'][-1]:.0f} and {rate['plain'][-1]:.0f} a second")
    return {"per_detik": rate, "us_per_permintaan": cpu, "median_ms": wait,
            "rasio": median(rate["ours"]) / median(rate["plain"]), "tujuan": 0.8, "batas": 0.5}


# Idle ------------------------------------------------------------------------------------------------------

def suggestion_target(folder):
    """An evaluation that waits for its rating, and the session of its evaluator."""
    db = open_db(folder)
    evaluasi, akun = db.execute(
        "SELECT e.id, a.id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
        " JOIN akun a ON a.pegawai_id = s.penilai_id JOIN periode p ON p.id = e.periode_id WHERE p.kode = '2025'"
        " ORDER BY e.id LIMIT 1").fetchone()
    db.execute("UPDATE periode SET status = 'terbuka' WHERE kode = '2025'")
    db.execute("UPDATE evaluasi SET status = 'belum', rating_hasil = NULL, rating_perilaku = NULL, predikat = NULL,"
               " ditetapkan = NULL WHERE id = ?", (evaluasi,))
    session = Session(db, akun)
    db.close()
    return evaluasi, session


def suggest(port, evaluasi, session):
    return fetch(port, "POST", f"/api/v1/evaluasi/{evaluasi}/saran", {
        "Cookie": session.cookie, "X-CSRF-Token": session.csrf, "Content-Length": "0"})


def idle(ground, options):
    base = ground.folder / "idle"
    ground.cli("demo", "--data", str(base), "--json")
    evaluasi, session = suggestion_target(base)
    started, resident, own, hosts = [], [], [], []
    for _ in range(options.putaran):
        server = ground.server("ours", ground.copy(base, "idle-run"))
        started.append(server.started * 1000)
        time.sleep(1)
        rss, anon = memory(server.pid)
        resident.append(rss / 1024)
        own.append(anon / 1024)
        status, _, body = suggest(server.port, evaluasi, session)
        must_equal("suggestion", (status, body[:0]), (200, b""))
        hosts += [memory(c)[0] / 1024 for c in children(server.pid)]
        server.stop()
    say(f"  idle: {median(resident):.1f} MiB, host {median(hosts):.1f} MiB, start {median(started):.0f} ms")
    return {"mulai_ms": started, "server_mib": resident, "server_sendiri_mib": own, "host_mib": hosts,
            "nilai": {"server_mib": median(resident), "host_mib": median(hosts), "mulai_ms": median(started)},
            "tujuan": {"server_mib": 20, "host_mib": 8}}


# Previews of a plugin that loops ----------------------------------------------------------------------------

PREVIEWERS, SAVERS = 50, 4


def loop_plugin(ground, folder):
    """A scheme that passes its own tests and never ends on a real plan."""
    package = ground.folder / "berputar"
    ground.cli("plugin", "new", str(package), "--kind", "skema")
    source = (package / "init.lua").read_text()
    mark = "  saran = function(evaluasi, setelan)\n"
    must_equal("template", source.count(mark), 1)
    (package / "init.lua").write_text(source.replace(mark, mark + "    if #evaluasi.indikator > 4 then while true do end end\n"))
    release = ground.cli("plugin", "install", str(package), "--data", str(folder), "--json")
    must_equal("gate", (release["lulus"], release["alasan"]), (True, ""))
    ground.cli("plugin", "enable", str(release["id"]), "--unit", "pekanbaru", "--periode", "2025", "--alasan", "Uji",
               "--data", str(folder), "--json")


def preview_targets(folder, avoid):
    """One evaluation of each of PREVIEWERS evaluators; none of a plan that is saved meanwhile."""
    db = open_db(folder)
    marks = ",".join("?" * len(avoid))
    rows = db.execute(
        "SELECT min(e.id), a.id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
        " JOIN akun a ON a.pegawai_id = s.penilai_id JOIN periode p ON p.id = e.periode_id WHERE p.kode = '2025'"
        f" AND s.id NOT IN ({marks}) GROUP BY a.id ORDER BY 1 DESC LIMIT {PREVIEWERS}", avoid).fetchall()
    must_equal("evaluators", len(rows), PREVIEWERS)
    for evaluasi, _ in rows:
        db.execute("UPDATE evaluasi SET status = 'belum', rating_hasil = NULL, rating_perilaku = NULL, predikat = NULL,"
                   " ditetapkan = NULL WHERE id = ?", (evaluasi,))
    targets = [(evaluasi, Session(db, akun)) for evaluasi, akun in rows]
    db.close()
    return targets


class Saver(threading.Thread):
    """One connection that saves its draft again and again; `times` in ms."""

    def __init__(self, server, target):
        super().__init__(daemon=True)
        self.target, self.times, self.fault, self.end = target, [], None, False
        self.c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def run(self):
        skp, version, cookie, csrf, body = self.target
        tag, n = f'"{version}"', 0
        while not self.end:
            n += 1
            began = time.monotonic()
            self.c.request("PUT", f"/api/v1/skp/{skp}", body.replace("@N@", str(n)).encode(), {
                "Cookie": cookie, "X-CSRF-Token": csrf, "Content-Type": "application/json", "If-Match": tag})
            r = self.c.getresponse()
            r.read()
            self.times.append((time.monotonic() - began) * 1000)
            if r.status != 200:
                self.fault = r.status
                return
            tag = r.headers["ETag"]


class Previewer(threading.Thread):
    """One client that asks for a suggestion that never comes; `codes` counts the answers."""

    def __init__(self, server, evaluasi, session):
        super().__init__(daemon=True)
        self.server, self.evaluasi, self.session, self.codes, self.end = server, evaluasi, session, {}, False

    def run(self):
        while not self.end:
            status, _, body = suggest(self.server.port, self.evaluasi, self.session)
            code = json.loads(body)
            code = (code.get("galat") or {}).get("code") or code.get("code") or (code.get("hasil") or {}).get("galat", {}).get("code")
            self.codes[f"{status} {code}"] = self.codes.get(f"{status} {code}", 0) + 1


def save_times(server, targets, seconds):
    savers = [Saver(server, t) for t in targets]
    for s in savers:
        s.start()
    time.sleep(seconds)
    for s in savers:
        s.end = True
    for s in savers:
        s.join()
        must_equal("a save beside previews", s.fault, None)
    return median([t for s in savers for t in s.times])


def preview(ground, options):
    base, drafts = draft_folder(ground, options, "preview")
    clients = preview_targets(base, [d[0] for d in drafts])
    loop_plugin(ground, base)
    server = ground.server("ours", base)
    calm, busy, codes = [], [], {}
    for n in range(options.putaran):
        calm.append(save_times(server, save_targets(server, drafts[:SAVERS]), options.detik))
        previewers = [Previewer(server, *c) for c in clients]
        for p in previewers:
            p.start()
        time.sleep(0.5)
        busy.append(save_times(server, save_targets(server, drafts[:SAVERS]), options.detik))
        for p in previewers:
            p.end = True
        for p in previewers:
            p.join()
            for k, v in p.codes.items():
                codes[k] = codes.get(k, 0) + v
        say(f"  previews {n + 1}: saves {calm[-1]:.1f} ms alone, {busy[-1]:.1f} ms beside {PREVIEWERS} looping previews")
    server.stop()
    return {"sendiri_ms": calm, "bersama_ms": busy, "jawaban": codes, "rasio": median([b / c for b, c in zip(busy, calm)]),
            "tujuan": 2.0, "batas": 2.0}


PARTS = {"score": score, "get": get, "save": save, "idle": idle, "preview": preview, "swap": swap}
