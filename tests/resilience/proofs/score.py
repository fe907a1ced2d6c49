"""Scoring: the same digest whatever the batches, the threads, the file's layout and the interruptions."""
import json
import os
import random
import signal
import sqlite3
import time

from kit.city import City

PEGAWAI = int(os.environ.get("RESILIENCE_PEGAWAI", 800))
RUNS = int(os.environ.get("RESILIENCE_RUNS", 3))
YEAR, QUARTER = "2025", "2025-TW1"
CUT = 86


def score(city, *more, periode=YEAR, env=None):
    p = city.spawn("score", "run", "--periode", periode, "--json", *more, env=env)
    out, err = p.communicate(timeout=600)
    assert p.returncode == 0, f"score run {more}: exit {p.returncode}: {out}{err}"
    return json.loads(out)["digest"]


def vacuum(city):
    db = sqlite3.connect(city.data / "tenayan.db")
    db.execute("VACUUM")
    db.close()


def one_digest(suite, city):
    """Twice, one and two threads, small and large batches, and after VACUUM."""
    small = ("--unit", "dinkes")
    want = score(city)
    assert len(want) == 64 and want != score(city, periode=QUARTER), "a digest that is always the same proves nothing"
    for more in ((), ("--jobs", "1"), ("--jobs", "2"), ("--batch", "500"), ("--jobs", "2", "--batch", "37"),
                 ("--batch", "1")):
        got = score(city, *more)
        suite.row(f"digest with {' '.join(more) or 'a second run'}", got == want, f"{got}, not {want}")
    part = score(city, *small)
    assert part != want
    for more in (("--batch", "1", "--jobs", "1"), ("--batch", "500", "--jobs", "2")):
        got = score(city, *small, *more)
        suite.row(f"digest of a unit with {' '.join(more)}", got == part, f"{got}, not {part}")
    vacuum(city)
    suite.row("digest after VACUUM", (score(city), score(city, *small)) == (want, part))
    return want


def open_runs(city):
    return city.rows("SELECT id, sampai FROM run WHERE selesai IS NULL")


def interrupted(city, env=None, beyond=-1):
    """A run that does not end by itself: cut off by the disk, or killed when its mark lies behind `beyond`."""
    p = city.spawn("score", "run", "--periode", YEAR, "--batch", "1", "--jobs", "2", env=env)
    if env is None:
        until = time.monotonic() + 30
        while p.poll() is None and time.monotonic() < until and mark(city) <= beyond:
            time.sleep(0.02)
        time.sleep(random.uniform(0.1, 0.6))
        p.send_signal(signal.SIGKILL)
    p.communicate(timeout=600)
    assert p.returncode in (0, -9, CUT), p.returncode
    return p.returncode != 0


def mark(city):
    """How far the open run says that everything is done; -1: there is none."""
    rows = open_runs(city)
    return rows[0][1] if rows else -1


def resumed(suite, template, want):
    """kill -9 in the middle, three times, then the rest: the digest of an undisturbed run."""
    for n in range(RUNS):
        city = City(suite.build, template)
        try:
            marks = []
            # The first kill waits for the run's row, the second for its first mark (one a second), the third for a
            # further one. A very fast machine ends a run before that.
            while len(marks) < 3 and interrupted(city, beyond=max(marks, default=-1)):
                marks.append(mark(city))
            got = json.loads(city.cli("score", "run", "--periode", YEAR, "--json").stdout)
            suite.row(f"run {n}: the digest of an undisturbed one", got["digest"] == want, got)
            suite.row(f"run {n}: no run is left open", not open_runs(city), open_runs(city))
            suite.row(f"run {n}: it was killed in the middle", marks and marks[0] >= 0, marks)
            suite.row(f"run {n}: it was taken up behind its mark", len(marks) < 3 or marks[0] < marks[1] < marks[2], marks)
            suite.tell(f"run {n}: killed behind evaluations {marks}, then ended by the digest of an undisturbed one")
            if n == RUNS - 1:
                clean(suite, city, "killed runs")
        finally:
            city.remove()


def cut_runs(suite, template, want):
    """The same with the forgetful disk."""
    library = suite.build / "crash" / "libpowerloss.so"
    if not library.exists():
        return
    city = City(suite.build, template)
    cuts = 0
    try:
        for n in range(RUNS):
            env = {**os.environ, "LD_PRELOAD": str(library), "POWERLOSS": f"{n + suite.seed} {random.randrange(50, 3000)}"}
            cuts += interrupted(city, env)
            fault = city.verify("audit")
            suite.row(f"cut {n}: audit verify", not fault, fault)
        suite.row("the power was cut in runs", cuts >= RUNS // 2, cuts)
        suite.row("after cuts the digest of an undisturbed run", score(city) == want)
        clean(suite, city, "cut runs")
    finally:
        city.remove()


def clean(suite, city, what):
    for verify in ("score", "audit"):
        fault = city.verify(verify)
        suite.row(f"after {what}: {verify} verify", not fault, fault)


def job_of_a_server(suite, template, want):
    """kill -9 of the server that runs a job: the next one takes the job up by itself."""
    city, caught = City(suite.build, template), 0
    try:
        city.start()
        for n in range(RUNS):
            path = city.role("admin_pusat").post("/api/v1/scoring/run", {"periode": YEAR}, key=f"job-{n}").expect(202)
            where = path.headers["location"]
            time.sleep(random.uniform(0.0, 0.5))
            city.kill()
            caught += city.rows("SELECT status FROM job ORDER BY id DESC LIMIT 1")[0][0] in ("antri", "jalan")
            city.sessions.clear()
            city.start()
            end = ended(city, where)
            suite.row(f"job {n} after kill -9", end["status"] == "selesai" and end["hasil"]["digest"] == want, end)
        suite.row("the kill came before the job's end", caught > 0, caught)
        suite.tell(f"{RUNS} kills, {caught} while the job was waiting or running")
        assert city.stop() == 0, city.tail()
        clean(suite, city, "killed jobs")
    finally:
        city.stop()
        city.remove()


def ended(city, where):
    admin = city.role("admin_pusat")
    for _ in range(600):
        job = admin.get(where).expect(200).json
        if job["status"] not in ("antri", "jalan"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job does not end: {job}")


def digests(suite):
    template = City(suite.build, pegawai=PEGAWAI)
    try:
        undisturbed = City(suite.build, template)
        try:
            want = one_digest(suite, undisturbed)
        finally:
            undisturbed.remove()
        for part in (resumed, cut_runs, job_of_a_server):
            suite.attempt(f"score.{part.__name__}", part, suite, template, want)
    finally:
        template.remove()


PROOFS = (digests,)
