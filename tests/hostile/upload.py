#!/usr/bin/python3
"""The same attacks, sent to a real server over HTTP: tests/hostile/upload.py [BUILD] [CASE]

Every file of kasus/ becomes a package that an administrator uploads to be checked, tried and installed, two at a time,
beside people who read, save and ask another plugin; then archives and connections that mean harm. The verdict must be
the one of the direct run, and the server must stay as it was.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parent / "api"), str(here.parent / "resilience")]
import arsip  # noqa: E402
from kit.city import City  # noqa: E402
from lib.client import Client  # noqa: E402
from lib.contract import Contract  # noqa: E402
from lib.suite import Suite  # noqa: E402

SCHEME = "skp-permenpanrb-6-2022"
KIB_MORE = 96 * 1024
# What a whole package answers where the direct run only looked at one file of it.
AT_THE_DOOR = {"plugin.batas_sumber": {"plugin.terlalu_besar"}, "plugin.use": {"plugin.use", "plugin.paket"}}
# A door before the one that the direct run tries: the registration's own shape, the files that `use` names.
EARLIER = {"leak_registered_table": "plugin.skema_isian", "use_in_run": "plugin.use"}
# What is seen in the text of a package that is installed, before it runs.
BY_READING = {"plugin.bentuk_hasil", "plugin.medan_tidak_dikenal", "plugin.nama_tidak_dikenal", "plugin.global_ditolak",
              "plugin.fase", "plugin.use", "plugin.sintaks"}
# Its error's own code is not ours, whatever it reads like.
FORGED = {"error_claims_a_limit": "plugin.batas_memori"}
# What the gate says of a package whose own tests meet a verdict.
AT_THE_GATE = {"plugin.uji_gagal", "plugin.batas_sempit", "plugin.tidak_tetap", "plugin.batas_waktu"}
EVALUATION = ("SELECT a.nama, e.id FROM evaluasi e JOIN periode p ON p.id = e.periode_id JOIN skp_versi v ON v.id = e.skp_versi_id"
              " JOIN skp s ON s.id = v.skp_id JOIN akun a ON a.pegawai_id = s.penilai_id WHERE p.kode = '2026-TW1'"
              " ORDER BY e.id LIMIT 1")
INPUT = 'isian = { x = { type = "integer", title = "x" } }, '


class Case:
    """One attack as a package."""

    def __init__(self, folder):
        self.name, self.variant = folder.name.rsplit(".", 1)
        expect = (folder / "expect").read_text().split("\n")
        self.code, self.results = EARLIER.get(self.name, expect[0]), expect[1]
        self.files = {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in ("expect", "tests.json")}
        lua = self.files["init.lua"].decode("latin-1")
        # Attacks register a function without inputs; a package's caller needs them written down.
        if self.variant != "load" and "isian = {" not in lua:
            lua = re.sub(r"""(nama = (['"])serang\2, )""", lambda m: m[1] + INPUT, lua, count=1)
        # An endless function returns nothing, which is seen by reading: here it has to be run.
        lua = lua.replace("hitung = serang }", "hitung = function(isian, setelan) local hasil = serang(isian, setelan) return hasil end }")
        self.files["init.lua"] = lua.encode("latin-1")
        if (folder / "tests.json").exists():
            self.tests = json.loads((folder / "tests.json").read_text())
        else:
            values = self.results.split(" ") if self.results else []
            values = values + values[-1:] * 3
            self.tests = [{"id": f"x{i + 1}", "fungsi": "serang", "isian": {"x": i + 1},
                           "hasil": json.loads(values[i]) if values else 0} for i in range(3 if values else 1)]
            if self.variant == "load" and "x =" not in lua:
                self.tests = [{**t, "isian": {}} for t in self.tests]

    def package(self):
        manifest = {"id": "serang", "version": "1.0.0", "api": 1, "title": "Serang", "description": "Paket uji.",
                    "author": "Uji", "source": [{"rule": "Aturan uji", "date": "2026"}], "units": ["*"],
                    "requires": ["fungsi.v1"], "provides": {"fungsi": ["serang"]}, "reads": []}
        return {**self.files, "plugin.json": json.dumps(manifest), "tests/a.json": json.dumps(self.tests)}

    def text(self):
        """The files as an editor would send them, or None where one is no text."""
        try:
            return {k: v.decode() if isinstance(v, bytes) else v for k, v in self.package().items()}
        except UnicodeDecodeError:
            return None

    def right_code(self, reply):
        return reply.code == self.code or reply.code in AT_THE_DOOR.get(self.code, ())


class Attacker(threading.Thread):
    """Sends its share of the cases, each in every way that an administrator has."""

    def __init__(self, suite, client, cases):
        super().__init__(daemon=True)
        self.suite, self.client, self.cases, self.sent, self.by_reading, self.codes = suite, client, cases, 0, 0, {}

    def run(self):
        for c in self.cases:
            self.suite.attempt(f"{c.name}/{c.variant}", self.attack, c)
        self.client.close()

    def post(self, path, body=None, files=None):
        self.sent += 1
        r = arsip.upload(self.client, path, arsip.tar(files)) if files else self.client.post(path, body)
        assert r.status in (200, 201, 413, 422), r
        assert r.status < 400 or r.json["detail"], r
        word = r.code or str(r.status)
        self.codes[word] = self.codes.get(word, 0) + 1
        return r

    def attack(self, c):
        getattr(self, c.variant)(c)

    def load(self, c):
        """A package that is refused when it is read or loaded, for checking and for installing alike."""
        for path in ("/api/v1/plugin/periksa", "/api/v1/plugin"):
            r = self.post(path, files=c.package())
            if c.code == "ok":  # loads; but it is no sound package, so a later door may close
                assert r.status < 300 or r.code.startswith("plugin."), r
            else:
                assert c.right_code(r), f"{path}: expected {c.code}, got {r!r}"

    def call(self, c):
        text = c.text()
        if text is not None:
            r = self.post("/api/v1/plugin/coba", {"berkas": text, "fungsi": "serang", "isian": {"x": 1}})
            if c.code != "ok":
                assert c.right_code(r), f"coba: expected {c.code}, got {r!r}"
            elif c.results:
                want = json.loads(c.results.split(" ")[0])
                assert r.status == 200 and r.json["hasil"] == want, f"coba: expected {want}, got {r!r}"
        if c.n % 3 and text is not None:  # one in three is installed too, which runs its tests ten times
            return
        r = self.post("/api/v1/plugin", files=c.package())
        code, why = self.verdict(r)
        self.by_reading += code in BY_READING - {c.code}
        if c.code != "ok":
            assert code in AT_THE_GATE | BY_READING | {c.code}, f"installing: expected {c.code}, got {r!r}"
            word = FORGED.get(c.name, c.code)
            said = code == c.code or word in why or code in BY_READING | {"plugin.batas_sempit", "plugin.tidak_tetap"}
            assert said, f"installing: the reason does not name {c.code}: {r!r}"
        elif c.results:
            assert code == "validated" or code in BY_READING, f"installing: {r!r}"

    @staticmethod
    def verdict(r):
        """Code and reason of a refusal; what loads is kept even where its gate refuses it, and waits as `uploaded`."""
        if r.status >= 400:
            return r.code, r.json["detail"]
        if r.json["status"] == "uploaded":
            return r.json["galat"]["code"], r.json["alasan"]
        return r.json["status"], ""

    def test(self, c):
        r = self.post("/api/v1/plugin", files=c.package())
        want = "validated" if c.code == "ok" else c.code
        assert self.verdict(r)[0] == want, f"expected {want}, got {r!r}"


class Neighbour(threading.Thread):
    """Somebody who works meanwhile: every answer must be right."""

    def __init__(self, client, ask, pause=0.05):
        super().__init__(daemon=True)
        self.client, self.ask, self.pause = client, ask, pause
        self.halt, self.answers, self.slowest, self.fault = threading.Event(), 0, 0.0, None

    def run(self):
        while not self.halt.is_set() and not self.fault:
            start = time.monotonic()
            try:
                self.ask(self.client)
            except Exception as e:
                self.fault = f"{type(e).__name__}: {e}"
            self.slowest = max(self.slowest, time.monotonic() - start)
            self.answers += 1
            time.sleep(self.pause)
        self.client.close()


class Watch(threading.Thread):
    """What the server holds while it is attacked."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.halt = pid, threading.Event()
        self.kib, self.fds, self.children, self.zombies = 0, 0, 0, 0
        self.look()
        self.first = self.kib

    def look(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        self.kib = max(self.kib, int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
        self.fds = max(self.fds, len(os.listdir(f"/proc/{self.pid}/fd")))
        states = children(self.pid)
        self.children = max(self.children, len(states))
        self.zombies = max(self.zombies, states.count("Z"))

    def run(self):
        while not self.halt.wait(0.05):
            try:
                self.look()
            except (OSError, TypeError):
                return


def children(pid):
    """The state letter of each child process."""
    states = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                states.append(re.search(r"State:\s+(\w)", pathlib.Path(f"/proc/{child}/status").read_text())[1])
            except OSError:
                pass
    return states


def cases(build, only):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tenayan-kasus-"))
    try:
        subprocess.run([build / "hostile", here, "--export", folder], check=True)
        found = [Case(p) for p in sorted(folder.iterdir())]
        for n, c in enumerate(found):
            c.n = n
    finally:
        shutil.rmtree(folder)
    if sanitized(build) and not only:  # the parent is what is looked at there, and slow
        found = found[::6]
    return [c for c in found if not only or only in c.name]


def sanitized(build):
    return "SAN:BOOL=ON" in (build / "CMakeCache.txt").read_text()


def scheme_of(client):
    return next(r["id"] for r in client.get("/api/v1/plugin").expect(200).json["data"] if r["plugin"] == SCHEME)


def neighbours(server):
    """People of every kind: a reader, a list, a probe, and evaluators who ask the scheme, in hosts of the same workers."""
    scheme = scheme_of(server.role("auditor"))

    def reads(c):
        c.get("/api/v1/saya").expect(200)

    def lists(c):
        r = c.get("/api/v1/plugin").expect(200)
        assert any(x["id"] == scheme for x in r.json["data"]), r

    def probes(c):
        c.get("/healthz").expect(200)

    def previews(c):
        r = c.post(f"/api/v1/evaluasi/{c.evaluasi}/saran").expect(200)
        assert r.raw == c.expected, f"{c.expected}, now {r.raw}"

    evaluator = server.fresh(*server.evaluation[:1])
    evaluator.evaluasi = server.evaluation[1]
    first = evaluator.post(f"/api/v1/evaluasi/{evaluator.evaluasi}/saran").expect(200)
    assert first.json["nilai"] and not first.json["galat"], first
    evaluator.expected = first.raw
    ask = [(server.fresh(server.roles["pegawai"]), reads), (server.fresh(server.roles["auditor"]), lists), (Client(server), probes),
           (evaluator, previews)]
    return [Neighbour(c, f) for c, f in ask]


def packages(suite, server, build, only):
    found = cases(build, only)
    suite.row("the attacks were exported", len(found) > (0 if only else 50), len(found))
    names = [server.roles["admin_unit"], server.roles["admin_pusat"]]
    attackers = [Attacker(suite, server.fresh(nip), found[i::len(names)]) for i, nip in enumerate(names)]
    beside(suite, server, attackers, "attacked by packages")
    codes = {}
    for a in attackers:
        for k, n in a.codes.items():
            codes[k] = codes.get(k, 0) + n
    suite.row("most attacks were run, not only read", sum(a.by_reading for a in attackers) < max(1, len(found) / 8),
              sum(a.by_reading for a in attackers))
    print(f"    {sum(a.sent for a in attackers)} uploads: " + ", ".join(f"{n} {k}" for k, n in sorted(codes.items())), flush=True)


def beside(suite, server, attackers, what):
    """Runs the attackers; neighbours work, and the server is watched."""
    people, watch = neighbours(server), Watch(server.process.pid)
    for t in [watch, *people, *attackers]:
        t.start()
    for a in attackers:
        a.join()
    for t in [watch, *people]:
        t.halt.set()
        t.join(60)
    for p in people:
        suite.row(f"{what}: {p.ask.__name__} of others", p.answers > sum(a.sent for a in attackers) // 20 and not p.fault and not p.is_alive(), f"{p.answers}: {p.fault}")
    print(f"    {what}: RSS {watch.first // 1024} to {watch.kib // 1024} MiB, at most {watch.children} children, {watch.fds} "
          f"descriptors; slowest of others " + ", ".join(f"{p.ask.__name__} {p.slowest:.2f} s" for p in people), flush=True)
    if not sanitized(server.build):
        suite.row(f"{what}: memory stays within bounds", watch.kib < watch.first + KIB_MORE, f"{watch.first} to {watch.kib} KiB")
    # A host for every thread, and for a package that is checked one for loading and two for its tests.
    suite.row(f"{what}: few children", watch.children <= 2 * os.cpu_count() + 16, watch.children)


def archives(suite, server):
    """Archives that mean harm: refused with the code that `plugin check` gives for the same folder, where there is one."""
    client = server.fresh(server.roles["admin_unit"])
    before = client.get("/api/v1/plugin").expect(200).json
    for name, (raw, codes) in arsip.hostile().items():
        for path in ("/api/v1/plugin/periksa", "/api/v1/plugin"):
            r = arsip.upload(client, path, raw)
            suite.row(f"{name} to {path}", r.code in codes and r.json["detail"], f"expected {codes}, got {r!r}")
    for name, files in arsip.folders().items():
        folder = server.folder / "paket"
        arsip.write(folder, files)
        said = json.loads(server.cli("plugin", "check", str(folder), "--json", check=False).stdout)
        shutil.rmtree(folder)
        want = findings(said)
        r = arsip.upload(client, "/api/v1/plugin/periksa", arsip.tar(files))
        got = findings(r.json) if r.status == 200 else {r.code}
        suite.row(f"{name}: as on the command line", got and got <= want, f"{want}, over HTTP {r!r}")
    suite.row("nothing of it was kept", client.get("/api/v1/plugin").expect(200).json == before)
    client.close()


def findings(said):
    """The codes of what is wrong with a package, from the answer of a check in any of its forms."""
    said = said[0] if isinstance(said, list) else said
    said = said.get("paket", said)["galat"]
    return {g["code"] for g in (said if isinstance(said, list) else [said])}


def connections(suite, server):
    """Uploads that trickle, stop or never were meant: given up in time, and nothing is left of them."""
    client = server.fresh(server.roles["admin_unit"])
    good = arsip.tar(arsip.SOUND)
    head = {**client.headers("POST"), "Content-Type": "application/octet-stream"}

    def begin(path, length, data=b"", more=None):
        s = client.raw_socket()
        s.sendall(client.raw_request("POST", path, None, {**head, **(more or {}), "Content-Length": str(length)}) + data)
        return s

    for path in ("/api/v1/plugin", "/api/v1/plugin/periksa"):
        for n in range(10):  # aborted in the middle
            s = begin(path, len(good), good[:len(good) * n // 10])
            s.close()
        held = [begin(path, 8 << 20, b"x" * 1000) for _ in range(20)]  # announced and never sent
        r = arsip.upload(client, path, good)
        suite.row(f"a whole upload beside 20 that stand still, to {path}", r.status in (200, 201), repr(r))
        for s in held:
            s.close()
        s = begin(path, len(good))  # slow, but it arrives
        for i in range(0, len(good), len(good) // 20 + 1):
            s.sendall(good[i:i + len(good) // 20 + 1])
            time.sleep(0.02)
        line = s.recv(4096).split(b"\r\n")[0]
        suite.row(f"a slow upload to {path}", line.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")), repr(line))
        s.close()
        line = begin(path, 9 << 20).recv(4096).split(b"\r\n")[0]
        suite.row(f"9 MiB announced to {path}", line.startswith(b"HTTP/1.1 413"), repr(line))
        zipped = arsip.gzip_bomb()
        s = begin(path, len(zipped), zipped, {"Content-Encoding": "gzip"})
        line = s.recv(4096).split(b"\r\n")[0]
        suite.row(f"gzip as content encoding to {path}", line.startswith(b"HTTP/1.1 4"), repr(line))
        s.close()
    left = lambda: list((server.data / "bukti" / "tmp").iterdir())
    for _ in range(100):
        if not left():
            break
        time.sleep(0.1)
    suite.row("no upload is left behind", not left(), left())
    client.close()


def at_rest(server, before):
    """Whatever was started for strangers' packages has ended: as many children and descriptors as before, soon."""
    for _ in range(100):
        now = len(children(server.process.pid)), len(os.listdir(f"/proc/{server.process.pid}/fd"))
        if now[0] <= before[0] and now[1] <= before[1]:
            return None
        time.sleep(0.1)
    return f"children and descriptors {before} before, {now} now"


def warm(server):
    """Every worker has its host and its connections before anything is counted."""
    people = [server.fresh(server.roles[r]) for r in ("admin_unit", "admin_pusat")]
    scheme = scheme_of(people[0])
    ask = lambda c: [c.post("/api/v1/plugin/coba", {"release_id": scheme, "fungsi": "predikat",
                                                    "isian": {"hasil": "sesuai", "perilaku": "sesuai"}}) for _ in range(20)]
    threads = [threading.Thread(target=ask, args=(c,)) for c in people]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for c in people:
        c.close()


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
    only = sys.argv[2] if len(sys.argv) > 2 else None
    suite, server = Suite(), City(build)
    server.contract = Contract()
    try:
        server.start()
        server.role("admin_pusat").post("/api/v1/periode/2026-TW1/evaluasi").expect(200)
        server.evaluation = server.rows(EVALUATION)[0]
        warm(server)
        before = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        packages(suite, server, build, only)
        if not only:
            archives(suite, server)
            connections(suite, server)
        for c in server.sessions.values():
            c.close()
        # A worker that had no host before may have one now.
        suite.row("nothing stays open", not (why := at_rest(server, (os.cpu_count() * 2 + 8, before + 16))), why)
        suite.row("the server stops with exit 0", server.stop() == 0, server.tail())
        log = server.log.read_text(errors="replace")
        for word in ("ERROR: AddressSanitizer", "runtime error:", "LeakSanitizer", '"level":"error"', "signal 11", "signal 31",
                     "signal 6"):
            suite.row(f"log without {word}", word not in log, "\n".join(x for x in log.splitlines() if word in x)[:2000])
    finally:
        server.stop()
        server.remove()
    print(f"upload: {suite.passed} passed, {suite.failed} failed")
    sys.exit(1 if suite.failed or not suite.passed else 0)


main()
