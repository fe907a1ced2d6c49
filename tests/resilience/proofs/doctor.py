"""What doctor finds: each fault is made for real on a city of its own, found under its name, and explained."""
import json
import os
import sqlite3
import subprocess

from kit.city import City
from kit.load import EvidenceWriter, Load


def change(city, *statements):
    """As somebody with the file in his hands would."""
    db = sqlite3.connect(city.data / "tenayan.db")
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    for s in statements:
        db.execute(s)
    db.commit()
    db.close()


def evidence(city):
    return next(f for f in (city.data / "bukti").rglob("*") if f.is_file() and f.parent.name != "tmp")


def chain(city):
    change(city, "UPDATE audit SET catatan = 'lain' WHERE rowid = (SELECT min(rowid) + 3 FROM audit)")


def missing(city):
    evidence(city).unlink()


def altered(city):
    evidence(city).write_bytes(b"\x89PNG lain")


def folder(city):
    city.data.chmod(0o755)


def key(city):
    (city.data / "kunci-audit").chmod(0o644)


def disk(city):
    return ["--ruang", "99999999999"]


def clock(city):
    city.set_time("2037-01-01T00:00:00Z")
    city.start()
    assert city.stop() == 0


def old(city):
    change(city, "DELETE FROM skema_versi WHERE versi = (SELECT max(versi) FROM skema_versi)")


def new(city):
    change(city, "UPDATE skema_versi SET versi = 999 WHERE versi = (SELECT max(versi) FROM skema_versi)")


def release(city):
    change(city, "PRAGMA foreign_keys = OFF", "UPDATE release SET sha256 = lower(hex(randomblob(32))) WHERE id ="
           " (SELECT min(release_id) FROM aktivasi)")


def wal(city):
    (city.data / "tenayan.db").rename(city.folder / "pindah.db")
    (city.data / "tenayan.db-wal").write_bytes(b"x" * 4096)


def locked(city):
    city.held = sqlite3.connect(city.data / "tenayan.db", isolation_level=None)
    city.held.execute("BEGIN IMMEDIATE")


def zone(city):
    return {"TENAYAN_INSTANSI_ZONA": "Mars/Olympus"}


def config(city):
    return ["--config", str(city.folder / "tidak-ada.conf")]


def secret(city):
    (city.folder / "rahasia").write_text("/lain\n")
    (city.folder / "rahasia").chmod(0o644)
    (city.folder / "t.conf").write_text(f"[audit]\nkunci_file = {city.folder}/rahasia\n")
    return ["--config", str(city.folder / "t.conf")]


FAULTS = ((chain, "rantai audit", "rusak"), (missing, "berkas bukti", "hilang"), (altered, "berkas bukti", "berubah"),
          (folder, "izin folder", "chmod 700"), (key, "kunci audit", "chmod 600"), (disk, "ruang cakram", "tinggal"),
          (clock, "jam", "tertinggal"), (old, "basis data", "migrate"), (new, "basis data", "lebih baru"),
          (release, "plugin", "tidak dapat dimuat"), (wal, "berkas WAL", "jangan dihapus"),
          (locked, "kunci tulis", "dikunci"), (zone, "zona waktu", "Mars/Olympus"), (config, "konfigurasi", "tidak-ada.conf"),
          (secret, "konfigurasi", "dapat dibaca"))


def ask(city, more):
    args, env = (more, {}) if isinstance(more, list) else ([], more or {})
    run = [city.binary, "doctor", "--data", str(city.data), *args]
    env = {**os.environ, **env}
    r = subprocess.run([*run, "--json"], capture_output=True, text=True, env=env, timeout=120)
    text = subprocess.run(run, capture_output=True, text=True, env=env, timeout=120)
    assert r.returncode == text.returncode, (r, text)
    return r.returncode, {x["nama"]: x for x in json.loads(r.stdout)}, text.stdout


def findings(suite):
    base = City(suite.build, suite.template)
    try:
        base.start()
        load = Load(base, [60], kinds=(EvidenceWriter,))
        load.start()
        load.wait(0.3)
        load.stop()
        assert base.stop() == 0
        base.data.chmod(0o700)
        _, well, _ = ask(base, ["--ruang", "1"])
        for name in sorted({n for _, n, _ in FAULTS}):
            suite.row(f"nothing found by itself: {name}", well[name]["baik"], well[name])
        for make, name, word in FAULTS:
            city = City(suite.build, base)
            city.data.chmod(0o700)
            city.held = None
            try:
                code, said, text = ask(city, make(city))
                found = said[name]
                suite.row(f"{make.__name__}: {name}", code == 7 and not found["baik"] and word in found["pesan"]
                          and f"PERIKSA {name}: {found['pesan']}" in text, (code, found, text[-500:]))
            finally:
                if city.held:
                    city.held.close()
                city.stop()
                city.remove()
    finally:
        base.stop()
        base.remove()


PROOFS = (findings,)
