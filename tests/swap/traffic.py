"""People who read, ask for suggestions and save, each kind at its own pace; every answer is held against the timeline."""
import collections
import http.client
import threading
import time

import releases
from kit.load import Chain, Op

GONE = ("aktivasi.tidak_ada",)
MOVED = ("evaluasi.masukan_berubah", "umum.masukan_berubah")


class Pace:
    """Hands out moments, so many a second; who comes too late goes at once."""

    def __init__(self, rate):
        self.rate, self.lock, self.n, self.start = rate, threading.Lock(), 0, time.monotonic()

    def wait(self):
        with self.lock:
            at = self.start + self.n / self.rate
            now = time.monotonic()
            if at < now - 0.5:  # what was missed is missed: no burst afterwards
                self.start += now - at
                at = now
            self.n += 1
        if at > now:
            time.sleep(at - now)


class Tally:
    def __init__(self):
        self.lock, self.n, self.times = threading.Lock(), collections.Counter(), collections.defaultdict(list)
        self.faults = []

    def add(self, kind, word, took):
        with self.lock:
            self.n[kind, word] += 1
            self.times[kind].append(took)

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def total(self):
        with self.lock:
            return sum(self.n.values())

    def quantile(self, kind, q):
        times = sorted(self.times[kind])
        return times[min(len(times) - 1, int(len(times) * q))] if times else 0.0


class Actor(threading.Thread):
    """One person with one connection, who does one thing again and again."""
    kind = ""

    def __init__(self, world, who, pace):
        super().__init__(daemon=True)
        self.world, self.who, self.pace, self.halt = world, who, pace, threading.Event()

    def run(self):
        while not self.halt.is_set():
            self.pace.wait()
            if self.halt.is_set():
                break
            start = time.monotonic()
            try:
                word = self.act(start)
            except (AssertionError, OSError, http.client.HTTPException, KeyError, TypeError) as e:
                self.world.tally.fault(f"{self.kind} {self.who}: {type(e).__name__}: {e}"[:600])
                word = "fault"
            self.world.tally.add(self.kind, word, time.monotonic() - start)

    def send(self, client, method, path, **kw):
        """The reply, with the moments around it."""
        start = time.monotonic()
        r = client.send(method, path, **kw)
        assert r.status < 500, r
        return r, start, time.monotonic()

    def explained(self, r, timeline, start, end):
        """A refusal that the change of releases explains: there was none, or it moved between computing and saving."""
        states = timeline.possible(start, end)
        if r.code in GONE and None in states:
            return "none in force"
        if r.status == 409 and r.code in MOVED and len(states) > 1:
            return "moved"
        raise AssertionError(f"{r!r}; possible were {states}")


class Reader(Actor):
    kind = "read"

    def __init__(self, world, who, pace):
        super().__init__(world, who, pace)
        self.client, self.n = world.city.fresh(who), 0

    def act(self, start):
        self.n += 1
        return (self.me, self.offered, self.listed)[self.n % 3]()

    def me(self):
        r, _, _ = self.send(self.client, "GET", "/api/v1/saya")
        r.expect(200)
        return "ok"

    def listed(self):
        """Every release has one state, whatever is changed meanwhile."""
        r, _, _ = self.send(self.client, "GET", "/api/v1/plugin")
        ids = [x["id"] for x in r.expect(200).json["data"]]
        assert len(ids) == len(set(ids))
        return "ok"

    def offered(self):
        """All indicators of the unit plugin come from one release that may be in force."""
        w = self.world
        r, start, end = self.send(self.client, "GET", f"/api/v1/indikator?unit={w.pkm}&periode=2026-10")
        found = {i["release_id"] for i in r.expect(200).json["data"] if i["plugin"] == releases.UNIT}
        assert len(found) <= 1, f"mixed: {found}"
        state = found.pop() if found else None
        possible = w.unit.possible(start, end)
        assert state in possible, f"indicators of release {state}, possible were {possible}"
        return "changing" if len(possible) > 1 else "ok"


class Previewer(Actor):
    kind = "preview"

    def __init__(self, world, who, pace, evaluations):
        super().__init__(world, who, pace)
        self.client, self.evaluations, self.n = world.city.fresh(who), evaluations, 0

    def act(self, start):
        self.n += 1
        path = f"/api/v1/evaluasi/{self.evaluations[self.n % len(self.evaluations)]}/saran"
        r, start, end = self.send(self.client, "POST", path)
        if r.status != 200:
            return self.explained(r, self.world.scheme, start, end)
        state = self.world.named(r.json["release"], r.json["setelan"])
        possible = self.world.scheme.possible(start, end)
        assert state in possible, f"a result of {state}, possible were {possible}"
        if r.json["galat"]:  # an indicator that has no plugin now: not computed, with the reason
            assert r.json["galat"]["code"] in GONE and None in self.world.unit.possible(start, end), r.json["galat"]
            return "none in force"
        self.agrees(r.json, state)
        self.world.seen(state, end)
        return "changing" if len(possible) > 1 else "ok"

    def agrees(self, answer, state):
        """Value, trace and the names that stand beside them come from one release with one set of settings."""
        mark, tanda = state
        want = None if mark == 0 else mark * 10 + tanda
        got = answer["nilai"]["nilai"]
        assert got == want, f"mixed: {state} gives {want}, the answer is {got}"
        traced = [s["nilai"] for s in answer["jejak"] if s["label"] == "Tanda rilis"]
        assert traced == ([] if mark == 0 else [mark]), f"mixed: a trace of {traced} under {state}"


class Rater(Actor):
    """Saves ratings, with the suggestion that stood beside them: a write that calls the scheme."""
    kind = "rate"

    def __init__(self, world, who, pace, evaluations):
        super().__init__(world, who, pace)
        self.client, self.evaluations, self.n = world.city.fresh(who), evaluations, 0
        self.acked = {}

    def act(self, start):
        self.n += 1
        path = f"/api/v1/evaluasi/{self.evaluations[self.n % len(self.evaluations)]}"
        now, _, _ = self.send(self.client, "GET", path)
        etag = now.expect(200).etag
        body = {"rating_hasil": ("sesuai", "di_atas")[self.n % 2], "rating_perilaku": "sesuai", "alasan": f"Uji {self.who} {self.n}"}
        r, start, end = self.send(self.client, "POST", f"{path}/nilai", body=body, etag=etag, key=f"{self.who}-nilai-{self.n}")
        if r.status != 200:
            return self.explained(r, self.world.scheme, start, end)
        assert r.json["rating_hasil"] == body["rating_hasil"], r
        self.acked[path] = (r.etag, body["alasan"])
        return "ok"

    def settle(self):
        """After a restart: what was acknowledged last is there."""
        self.client.close()
        for path, (etag, alasan) in self.acked.items():
            r = self.client.get(path).expect(200)
            assert r.etag == etag, f"{self.who}: {path} was acknowledged as {etag} ({alasan}), now {r.etag}"


class CountWriter(Chain):
    """Enters a month of an indicator of the unit plugin: the value is the release's."""
    bulan = "2026-10"

    def __init__(self, world, pegawai, name):
        self.world = world
        super().__init__(world.city, pegawai, name)

    def ready(self):
        plans = self.client.get("/api/v1/skp?lingkup=diri&tahun=2026").expect(200).json["data"]
        self.skp = f"/api/v1/skp/{[p for p in plans if p['n_berlaku']][0]['id']}"
        self.path = f"{self.skp}/realisasi/{self.bulan}"
        found = [i["id"] for r in self.client.get(self.skp).json["rhk"] for i in r["indikator"] if i["kode"] == releases.COUNTED]
        assert found, f"{self.who}: no such indicator in {self.skp}"
        self.indikator = found[0]
        self.etag = self.client.get(self.path).expect(200).etag or \
            self.client.put(self.path, self.body(0)).expect(200).etag

    def body(self, n):
        return {"nilai": [{"indikator_id": self.indikator, "isian": {"pasien": n}, "teks": f"{n}"}]}

    def next(self):
        key = self.key()
        return Op("PUT", self.path, key, body=self.body(self.n), etag=self.etag, mark=self.n)

    def line(self, answer):
        return next(v for v in answer["nilai"] if v["indikator_id"] == self.indikator)

    def state(self):
        line = self.line(self.shows(self.path))
        assert (line["teks"], line["isian"]) == (str(self.last().mark), {"pasien": self.last().mark}), f"{self.who}: {line}"


class Saver(Actor):
    """Steps a writer of the load kit: every acknowledged operation is remembered."""
    kind = "save"

    def __init__(self, world, writer, pace):
        super().__init__(world, writer.who, pace)
        self.writer = writer

    def act(self, start):
        refused = self.writer.step()
        end = time.monotonic()
        counted = isinstance(self.writer, CountWriter)
        if refused is not None:
            assert counted and refused.status < 500, refused
            return self.explained(refused, self.world.unit, start, end)
        if not counted:
            return "ok"
        line = self.writer.line(self.writer.last().reply.json)
        release, possible = line["release_id"], self.world.unit.possible(start, end)
        assert release in possible, f"computed by {release}, possible were {possible}"
        want = self.writer.last().mark + self.world.marks[release] * releases.MILLION
        assert line["nilai"] == want, f"mixed: release {release} gives {want}, the answer is {line['nilai']}"
        return "changing" if len(possible) > 1 else "ok"
