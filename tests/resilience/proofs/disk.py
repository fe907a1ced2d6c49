"""A full disk, a read-only one, none at all; databases that are not ours to open."""
import os
import shutil
import sqlite3
import subprocess

from kit.city import City
from kit.load import EvidenceWriter, Load, MonthWriter, SaveWriter, StepWriter

NOBODY = 65534
PENUH = "umum.disk_penuh"


class Switched:
    """The disk of LD_PRELOAD: needs nobody's leave."""
    name = "a disk that fills by a switch"

    def __init__(self, city, library):
        self.switch = city.folder / "penuh"
        self.env = {"LD_PRELOAD": str(library), "FULLDISK": f"{city.data} {self.switch}"}

    def fill(self):
        self.switch.touch()

    def free(self):
        self.switch.unlink()

    def remove(self):
        pass


class Small:
    """A real file system of few megabytes, where mounting is allowed."""
    name = "a small file system"
    env = None

    def __init__(self, city):
        self.city, self.aside = city, city.folder / "aside"
        os.rename(city.data, self.aside)
        city.data.mkdir()
        r = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "none", city.data], capture_output=True)
        self.mounted = r.returncode == 0
        shutil.copytree(self.aside, city.data, dirs_exist_ok=True)

    def fill(self):
        with open(self.city.data / "beban", "wb", buffering=0) as f:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        f.write(b"\0" * size)
                except OSError:
                    pass

    def free(self):
        (self.city.data / "beban").unlink()

    def remove(self):
        if self.mounted:
            subprocess.run(["umount", self.city.data], check=True)


def files(city):
    return sorted(str(p) for p in (city.data / "bukti").rglob("*") if p.is_file())


def refuse_all(suite, city, load):
    """Each kind of change until it has been refused three times; what is taken meanwhile is kept like any other."""
    for w in load.writers:
        before, named, refused = files(city), len(w.acked), 0
        for _ in range(400):
            reply = w.step()
            if reply is not None:
                assert (reply.status, reply.code) == (507, PENUH), f"{w.who}: {reply!r}"
                assert reply.json.get("saran") or reply.json.get("pesan") or reply.json.get("detail"), reply.json
                refused += 1
            if refused == 3:
                break
        suite.row(f"{w.who} is refused with 507 {PENUH}", refused == 3, f"{refused} refused, {len(w.acked)} taken")
        if w.last():
            w.state()
        if isinstance(w, EvidenceWriter):
            left = len(files(city)) - len(before) - (len(w.acked) - named)
            suite.row(f"{w.who}: a refused file leaves nothing", left == 0, [f for f in files(city) if f not in before])


def full(suite, city, disk):
    city.start(env=disk.env)
    load = Load(city, range(60, 64), kinds=(SaveWriter, MonthWriter, EvidenceWriter, StepWriter))
    for w in load.writers:
        for _ in range(3):
            assert w.step() is None
    reader = city.role("auditor")
    disk.fill()
    refuse_all(suite, city, load)
    for path in ("/healthz", "/api/v1/saya", "/api/v1/skp?batas=50", "/api/v1/audit?batas=20", "/api/v1/periode"):
        r = reader.get(path)
        suite.row(f"{disk.name}: GET {path} goes on", r.status == 200, r)
    disk.free()
    for w in load.writers:
        refused = w.flight
        suite.row(f"{w.who} goes on afterwards, first with what was refused", w.step() is None and w.last() is refused)
    load.start()
    load.wait(0.7)
    load.stop()
    load.settle()
    suite.row(f"{disk.name}: everything acknowledged is there", True)
    assert city.stop() == 0, city.tail()
    for what in ("audit", "score"):
        fault = city.verify(what)
        suite.row(f"{disk.name}: {what} verify", not fault, fault)


def full_disk(suite):
    library, seen = suite.build / "resilience" / "libfulldisk.so", []
    for make in (lambda c: Switched(c, library) if library.exists() else None, Small):
        city = City(suite.build, suite.template)
        disk = None
        try:
            disk = make(city)
            if disk and getattr(disk, "mounted", True):
                seen.append(disk.name)
                suite.attempt(f"full disk: {disk.name}", full, suite, city, disk)
        finally:
            city.stop()
            if disk:
                disk.remove()
            city.remove()
    suite.tell(f"disks: {seen}")
    suite.row("a full disk was tried", seen or "san" in suite.build.name)


# Databases that are not ours -------------------------------------------------------------------------

COMMANDS = (("serve", "--listen", "127.0.0.1:0"), ("audit", "verify"), ("score", "verify"), ("plugin", "list"))


def refused(suite, city, name, code, words, commands=COMMANDS, **how):
    """Each command ends by itself with the code's exit status and its sentence, and changes nothing."""
    before = {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in city.data.rglob("*.db")} if city.data.is_dir() else {}
    for command in commands:
        r = subprocess.run([city.binary, *command, "--data", str(city.data), "--json"], capture_output=True, text=True,
                           timeout=30, stdin=subprocess.DEVNULL, **how)
        said = r.stdout + r.stderr
        ok = r.returncode > 0 and code in said and any(w in said for w in words) and "Sanitizer" not in said
        suite.row(f"{name}: {command[0]} {command[1]} is refused", ok, f"exit {r.returncode}: {said}")
    after = {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in before}
    suite.row(f"{name}: the database is as it was", after == before, after)


def newer(suite, city):
    db = sqlite3.connect(city.data / "tenayan.db")
    db.execute("INSERT INTO skema_versi SELECT max(versi) + 1, 'masa_depan', waktu, sha256 FROM skema_versi")
    db.commit()
    db.close()
    refused(suite, city, "a database from a newer version", "skema.baru", ("lebih baru",), (*COMMANDS, ("migrate", "--dry-run")))


def missing(suite, city):
    shutil.rmtree(city.data)
    refused(suite, city, "a missing folder", "db.tidak_ada", ("tidak ada", "belum ada"))
    suite.row("a missing folder is not made", not city.data.exists())


def garbage(suite, city):
    (city.data / "tenayan.db").write_bytes(os.urandom(100_000))
    for beside in city.data.glob("tenayan.db-*"):
        beside.unlink()
    refused(suite, city, "a file that is no database", "db.", ("basis data", "Basis data", "database"))


def read_only(suite, city):
    how = {}
    if os.geteuid() == 0:  # root writes everywhere
        binary = city.folder / "tenayan"
        shutil.copy(city.binary, binary)
        binary.chmod(0o755)
        city.binary, how = str(binary), {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        for p in (city.folder, *city.folder.rglob("*")):
            os.chown(p, NOBODY, NOBODY)
    for p in city.data.rglob("*"):
        p.chmod(0o555 if p.is_dir() else 0o444)
    city.data.chmod(0o555)
    refused(suite, city, "a read-only folder", "code", ("tidak dapat",), COMMANDS[:1], **how)
    city.data.chmod(0o755)


def strange_databases(suite):
    for case in (newer, missing, garbage, read_only):
        city = City(suite.build, suite.template)
        try:
            suite.attempt(case.__name__, case, suite, city)
        finally:
            city.remove()


PROOFS = (full_disk, strange_databases)
