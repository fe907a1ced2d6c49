"""What the measurements of scripts/bench stand on: folders with data, servers, CPU time, wrk, comparisons."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values)


class Ground:
    def __init__(self, build):
        self.tenayan = str(build / "tenayan")
        self.plain_score = str(build / "bench" / "plain_score")
        self.plain_server = str(build / "bench" / "plain_server")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tenayan-bench-"))
        self.running = []
        self.cities = {}

    def close(self):
        for server in list(self.running):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cli(self, *words):
        r = subprocess.run([self.tenayan, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if r.returncode != 0:
            raise SystemExit(f"tenayan {' '.join(words)}: exit {r.returncode}\n{r.stdout}{r.stderr}")
        return json.loads(r.stdout) if "--json" in words else r.stdout

    def city(self, n):
        """The folder of a generated city; made once."""
        if n not in self.cities:
            say(f"Making a city of {n}")
            folder = self.folder / f"city-{n}"
            self.cli("demo", "--pegawai", str(n), "--data", str(folder), "--json")
            self.cities[n] = folder
        return self.cities[n]

    def copy(self, folder, name):
        """A fresh copy; an earlier one of that name goes."""
        to = self.folder / name
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        for f in folder.iterdir():
            if f.is_file():
                subprocess.run(["cp", "--sparse=never", str(f), str(to / f.name)], check=True)
        return to

    def server(self, which, data):
        return Server(self, which, data)


def run_child(words):
    """Output, CPU seconds of the process with all children that it has waited for, and seconds."""
    began = time.monotonic()
    p = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
    out = p.stdout.read()
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    p.stdout.close()
    if p.returncode != 0:
        raise SystemExit(f"{words[0]}: exit {p.returncode}")
    return out, usage.ru_utime + usage.ru_stime, time.monotonic() - began


def children(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/task").iterdir()
        return [int(c) for t in text for c in (t / "children").read_text().split()]
    except OSError:
        return []


def cpu_ticks(pid):
    """Of the process, of the children that it has waited for, and of those that run."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = stat[stat.rindex(")") + 2:].split()
    return sum(int(f) for f in fields[11:15]) + sum(cpu_ticks(c) for c in children(pid))


def memory(pid):
    """Resident KiB: all, and what is the process's own."""
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(status["VmRSS"].split()[0]), int(status["RssAnon"].split()[0])


class Server:
    """`tenayan` or the plain program on a port that the kernel chose."""

    def __init__(self, ground, which, data):
        self.ground, self.data = ground, data
        words = ([ground.plain_server, str(data / "tenayan.db")] if which == "plain" else
                 [ground.tenayan, "serve", "--listen", "127.0.0.1:0", "--data", str(data), "--json"])
        self.log = open(data / "log", "wb")
        began = time.monotonic()
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL, text=True)
        ground.running.append(self)
        line = self.process.stdout.readline()
        self.started = time.monotonic() - began
        if not line:
            raise SystemExit(f"{words[0]} did not start: {(data / 'log').read_text()}")
        self.port = int(line) if which == "plain" else int(json.loads(line)["alamat"].rsplit(":", 1)[1])

    @property
    def pid(self):
        return self.process.pid

    def cpu(self):
        return cpu_ticks(self.pid) / TICK

    def stop(self):
        if self in self.ground.running:
            self.ground.running.remove(self)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process.stdout.close()
            self.log.close()

    def wrk(self, script, targets, connections, seconds):
        """Load by wrk; requests, seconds and errors as its script counted them."""
        file = self.ground.folder / "targets"
        file.write_text("".join("\t".join(map(str, t)) + "\n" for t in targets))
        r = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(HERE / script),
                            f"http://127.0.0.1:{self.port}"], capture_output=True, text=True,
                           env={**os.environ, "BENCH_TARGETS": str(file)})
        lines = [line for line in r.stderr.splitlines() if line.startswith("{")]
        if r.returncode != 0 or not lines:
            raise SystemExit(f"wrk: exit {r.returncode}\n{r.stdout}{r.stderr}")
        out = json.loads(lines[-1])
        if out["errors"] or not out["requests"]:
            raise SystemExit(f"wrk on {self.process.args[0]}: {out}\n{r.stdout}")
        return out


class Session:
    """A login of an account, put into the database of a server that does not run yet."""

    def __init__(self, db, akun_id):
        token = hashlib.sha256(f"token {akun_id}".encode()).hexdigest()
        self.csrf = hashlib.sha256(f"csrf {akun_id}".encode()).hexdigest()
        self.cookie = f"tenayan={token}"
        db.execute("INSERT OR REPLACE INTO sesi (token, akun_id, jenis, csrf, langkah, dibuat, berakhir)"
                   " VALUES (?, ?, 'kuki', ?, 'selesai', '2025-01-01T00:00:00.000Z', '2199-01-01T00:00:00.000Z')",
                   (hashlib.blake2b(token.encode(), digest_size=32).hexdigest(), akun_id, self.csrf))


def open_db(folder):
    return sqlite3.connect(folder / "tenayan.db", isolation_level=None)


def fingerprint(rows):
    """Of rows in any order: how many, and the sum of their hashes."""
    n = total = 0
    for row in rows:
        n += 1
        total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest(), "big")
    return n, total


def differences(ours, plain, queries):
    """Which of the queries {name: SQL} give other rows on the two databases (order does not count), with an example."""
    found = []
    a, b = open_db(ours), open_db(plain)
    for name, sql in queries.items():
        if fingerprint(a.execute(sql)) == fingerprint(b.execute(sql)):
            continue
        x, y = set(map(repr, a.execute(sql))), set(map(repr, b.execute(sql)))
        found.append(f"{name}: {min(x - y, default='-')[:400]} | {min(y - x, default='-')[:400]}")
    a.close()
    b.close()
    return found


def must_equal(what, ours, plain):
    if ours != plain:
        raise SystemExit(f"{what}: the two sides differ\n  ours:  {str(ours)[:2000]}\n  plain: {str(plain)[:2000]}")
