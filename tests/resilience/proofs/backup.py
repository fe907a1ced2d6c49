"""A backup is taken while people save and upload; restored elsewhere it is the same, and complete."""
import hashlib
import json
import shutil
import sqlite3

from kit.city import NURSES, City
from kit.load import Load


def digests(file):
    """{table: (rows, digest of all rows in the order of their text)}"""
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    out = {}
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
        rows = sorted(repr(r) for r in db.execute(f'SELECT * FROM "{name}"'))
        out[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    db.close()
    return out


def under_load(suite):
    city = City(suite.build, suite.template)
    other = city.folder / "lain"
    try:
        city.start()
        load = Load(city, list(NURSES)[:8], pause=0.002)
        load.start()
        load.wait(0.7)
        before, copies = load.count(), []
        for n in range(2):
            copies.append(city.folder / f"cadangan-{n}")
            said = json.loads(city.cli("backup", str(copies[-1]), "--json").stdout)
        after = load.count()
        load.wait(0.3)
        load.stop()
        suite.row("people went on saving meanwhile", after > before, (before, after))
        suite.row("evidence is in it", said["bukti"] > 0, said)
        load.settle()
        for copy in copies:
            suite.row(f"{copy.name}: no key in it", not list(copy.rglob("kunci*")), list(copy.rglob("kunci*")))
            shutil.rmtree(other, ignore_errors=True)
            city.cli_at(other, "restore", str(copy))
            want, got = digests(copy / "tenayan.db"), digests(other / "tenayan.db")
            suite.row(f"{copy.name}: {sum(n for n, _ in want.values())} rows of {len(want)} tables are equal", want == got,
                      [t for t in want if want[t] != got.get(t)])
            for key in ("kunci-audit", "kunci-akses"):
                if (city.data / key).exists():
                    shutil.copy2(city.data / key, other / key)
            for what in ("audit", "score"):
                r = city.cli_at(other, what, "verify", check=False)
                suite.row(f"{copy.name}: {what} verify", r.returncode == 0, r.stdout + r.stderr)
        r = city.cli_at(other, "restore", str(copies[0]), check=False)
        suite.row("nothing is restored over data", r.returncode == 6, (r.returncode, r.stderr))
        db = sqlite3.connect(copies[0] / "tenayan.db")
        (sha,), *_ = db.execute("SELECT sha256 FROM bukti ORDER BY id LIMIT 1").fetchall()
        db.close()
        (copies[0] / "bukti" / sha[:2] / sha[2:]).unlink()
        shutil.rmtree(other)
        r = city.cli_at(other, "restore", str(copies[0]), check=False)
        suite.row("a backup without a file is refused", r.returncode == 7 and not (other / "tenayan.db").exists(), r.stderr)
    finally:
        city.stop()
        city.remove()


PROOFS = (under_load,)
