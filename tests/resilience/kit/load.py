"""Writers that remember what was acknowledged, and the comparison with what the server knows afterwards.

Every operation carries an Idempotency-Key. One operation a writer is in flight; when the connection breaks, nobody
knows whether it happened: it is repeated with its key, and must then have happened exactly once.
"""
import hashlib
import http.client
import threading
import time

TAHUN = 2030
NOT_COUNTED = ("masuk", "keluar", "login", "buat")


def draft(teks):
    return {"rhk": [{"jenis": "utama", "klasifikasi": "individu", "teks": teks,
                     "indikator": [{"aspek": "kuantitas", "teks": f"Indikator {teks} {i}", "target_teks": "10 pasien",
                                    "bawah": 10, "satuan": "pasien", "arah": "naik", "per": "bulan",
                                    "konsolidasi": "jumlah"} for i in (1, 2)]}]}


class Refused(AssertionError):
    def __init__(self, op, reply):
        super().__init__(f"{op.method} {op.path} {op.key}: expected {op.status}, got {reply!r}")
        self.reply = reply


class Op:
    def __init__(self, method, path, key, body=None, raw=None, etag=None, status=200, mark=None):
        self.method, self.path, self.key, self.body, self.raw = method, path, key, body, raw
        self.etag, self.status, self.mark = etag, status, mark
        self.reply = self.took = None

    def send(self, client):
        start = time.monotonic()
        reply = client.send(self.method, self.path, body=self.body, raw=self.raw, etag=self.etag, key=self.key,
                            ctype="application/octet-stream" if self.raw else None)
        self.took = time.monotonic() - start
        if reply.status != self.status:
            raise Refused(self, reply)
        return reply


class Writer(threading.Thread):
    """One person, one connection, one kind of change."""

    def __init__(self, city, pegawai, name):
        self.who = name
        self.city, self.pegawai = city, pegawai
        self.nip = city.nip(pegawai)
        self.client = city.fresh(self.nip, name)
        self.akun = city.rows("SELECT id FROM akun WHERE nama = ?", self.nip)[0][0]
        self.n, self.acked, self.flight, self.fault = 0, [], None, None
        self.pause = 0.0
        self.ready()
        self.before = self.audited()

    # What a kind of writer is -------------------------------------------------------------------------

    def ready(self):
        """Before the load: whatever it works on."""

    def next(self):
        """The next operation."""

    def state(self):
        """Asks the server whether it shows the last acknowledged operation."""

    # Running ------------------------------------------------------------------------------------------

    def start(self):
        threading.Thread.__init__(self, daemon=True)
        self.halt = threading.Event()
        super().start()

    def run(self):
        while not self.halt.is_set() and not self.fault:
            self.flight = self.next()
            try:
                reply = self.flight.send(self.client)
            except (OSError, http.client.HTTPException):
                self.client.close()
                return
            except Exception as e:
                self.fault = f"{self.who}: {e}"
                return
            self.keep(reply)
            if self.pause:
                time.sleep(self.pause)

    def step(self):
        """One operation, the one that is in flight first. None, or the reply that refuses it."""
        self.flight = self.flight or self.next()
        try:
            reply = self.flight.send(self.client)
        except Refused as r:
            return r.reply
        self.keep(reply)

    def keep(self, reply):
        op, self.flight = self.flight, None
        op.reply = reply
        self.acked.append(op)

    def key(self):
        self.n += 1
        return f"{self.who}-{self.n}"

    def last(self):
        return self.acked[-1] if self.acked else None

    # Afterwards ---------------------------------------------------------------------------------------

    def settle(self):
        """Repeats what was in flight, and the last that was acknowledged: that one must be answered word by word."""
        self.client.close()
        if self.last():
            old = self.last().reply
            again = self.last().send(self.client)
            assert (again.raw, again.etag) == (old.raw, old.etag), \
                f"{self.who}: the repeated {self.last().key} was answered differently: {again!r} {old!r}"
        if self.flight:
            reply = self.flight.send(self.client)
            self.keep(reply)
        if self.last():
            self.state()

    def audited(self):
        marks = ",".join("?" * len(NOT_COUNTED))
        return self.city.rows(f"SELECT count(*) FROM audit WHERE akun_id = ? AND objek IN ('skp', 'realisasi', 'bukti')"
                              f" AND peristiwa NOT IN ({marks})", self.akun, *NOT_COUNTED)[0][0]

    def ask_sql(self):
        """Every acknowledged operation has its stored reply, and there are as many audit rows as operations."""
        stored = {k: (e, isi) for k, e, isi in self.city.rows(
            "SELECT kunci, etag, isi FROM idempotensi WHERE akun_id = ?", self.akun)}
        for op in self.acked:
            assert op.key in stored, f"{self.who}: acknowledged {op.key} is missing"
            assert stored[op.key][1].encode() == op.reply.raw, f"{self.who}: {op.key} is stored differently"
        now = self.audited() - self.before
        assert now == len(self.acked), f"{self.who}: {len(self.acked)} operations, {now} rows in the audit"


class Chain(Writer):
    """Changes of one thing, each from the version that the one before has made."""
    etag = None

    def keep(self, reply):
        super().keep(reply)
        self.etag = reply.etag

    def shows(self, path):
        r = self.client.get(path).expect(200)
        assert r.etag == self.etag, f"{self.who}: {self.last().key} gave {self.etag}, now {r.etag}"
        return r.json


class PlanWriter(Chain):
    def ready(self):
        rows = self.client.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").expect(200).json["data"]
        if rows:
            self.path = f"/api/v1/skp/{rows[0]['id']}"
        else:
            span = {"mulai": f"{TAHUN}-01-01", "selesai": f"{TAHUN}-12-31", "form": "B", "pendekatan": "kuantitatif"}
            self.path = self.client.post("/api/v1/skp", span).expect(201).headers["location"]
        self.etag = self.client.put(self.path, draft("awal"), etag=self.client.get(self.path).etag).expect(200).etag


class SaveWriter(PlanWriter):
    """Saves a draft, each time with another content."""

    def next(self):
        key = self.key()
        return Op("PUT", self.path, key, body=draft(key), etag=self.etag, mark=key)

    def state(self):
        teks = self.shows(self.path)["rhk"][0]["teks"]
        assert teks == self.last().mark, f"{self.who}: {self.last().mark} was acknowledged, {teks} is there"


class StepWriter(PlanWriter):
    """Submits a plan and takes it back."""
    status = {"ajukan": "diajukan", "tarik": "draf"}

    def next(self):
        aksi = "tarik" if self.last() and self.last().mark == "ajukan" else "ajukan"
        return Op("POST", f"{self.path}/aksi", self.key(), body={"aksi": aksi}, etag=self.etag, mark=aksi)

    def state(self):
        status = self.shows(self.path)["status"]
        assert status == self.status[self.last().mark], f"{self.who}: {self.last().mark} was acknowledged, it is {status}"


class MonthWriter(Chain):
    """Enters a month of the running plan."""
    bulan = "2026-10"

    def ready(self):
        plans = self.client.get("/api/v1/skp?lingkup=diri&tahun=2026").expect(200).json["data"]
        self.skp = f"/api/v1/skp/{[p for p in plans if p['n_berlaku']][0]['id']}"
        self.path = f"{self.skp}/realisasi/{self.bulan}"
        now = self.client.get(self.path).expect(200)
        free = [i["id"] for r in self.client.get(self.skp).json["rhk"] for i in r["indikator"] if not i["plugin"]]
        assert free, f"{self.who}: no free indicator in {self.skp}"
        self.indikator = free[0]
        self.etag = now.etag or self.client.put(self.path, self.isian("awal")).expect(200).etag

    def isian(self, teks):
        return {"nilai": [{"indikator_id": self.indikator, "nilai": self.n, "teks": teks}]}

    def next(self):
        key = self.key()
        return Op("PUT", self.path, key, body=self.isian(key), etag=self.etag, mark=key)

    def state(self):
        teks = [v["teks"] for v in self.shows(self.path)["nilai"] if v["indikator_id"] == self.indikator]
        assert teks == [self.last().mark], f"{self.who}: {self.last().mark} was acknowledged, {teks} is there"


class EvidenceWriter(MonthWriter):
    """Uploads files, each another content; 200 fit into a month."""
    size = 3000

    def ready(self):
        super().ready()
        self.sha = {}

    def next(self):
        key = self.key()
        raw = b"\x89PNG\r\n\x1a\n" + (key.encode() + b"\0") * (self.size // len(key))
        bulan = 5 + (self.n - 1) // 180 % 8
        path = f"{self.skp}/realisasi/2026-{bulan:02}/bukti?nama={key}.png"
        return Op("POST", path, key, raw=raw, status=201, mark=hashlib.sha256(raw).hexdigest())

    def keep(self, reply):
        Writer.keep(self, reply)

    def state(self):
        got = self.client.get(self.last().reply.headers["location"]).expect(200)
        assert got.raw == self.last().raw, f"{self.who}: {self.last().key} came back as other bytes"

    def ask_sql(self):
        super().ask_sql()
        there = {}
        for (sha,) in self.city.rows("SELECT sha256 FROM bukti WHERE akun_id = ?", self.akun):
            there[sha] = there.get(sha, 0) + 1
        for op in self.acked:
            assert there.get(op.mark) == 1, f"{self.who}: {op.key} has {there.get(op.mark, 0)} rows"
            file = self.city.data / "bukti" / op.mark[:2] / op.mark[2:]
            assert hashlib.sha256(file.read_bytes()).hexdigest() == op.mark, f"{self.who}: the file of {op.key}"


class Load:
    """Some of each kind, each another person."""
    KINDS = (SaveWriter, MonthWriter, EvidenceWriter, StepWriter)

    def __init__(self, city, people, kinds=KINDS, pause=0.0):
        self.city = city
        self.writers = [kinds[i % len(kinds)](city, p, f"{kinds[i % len(kinds)].__name__}-{p}")
                        for i, p in enumerate(people)]
        for w in self.writers:
            w.pause = pause

    def start(self):
        for w in self.writers:
            w.start()
        return self

    def wait(self, seconds):
        """True if every writer still runs after that time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and all(w.is_alive() for w in self.writers):
            time.sleep(0.01)
        return all(w.is_alive() for w in self.writers)

    def stop(self):
        for w in self.writers:
            w.halt.set()
        self.join()

    def join(self):
        for w in self.writers:
            w.join(90)
            assert not w.is_alive(), f"{w.who} hangs"
            assert not w.fault, w.fault

    def count(self):
        return sum(len(w.acked) for w in self.writers)

    def settle(self):
        """After a restart: everything acknowledged is there, everything in flight happened once."""
        for w in self.writers:
            w.settle()
        for w in self.writers:
            w.ask_sql()

    def median(self, since=0):
        times = sorted(op.took for w in self.writers for op in w.acked[since:])
        return times[len(times) // 2]
