"""Other processes beside a loaded server: the command line enables plugins and imports people."""
import csv
import random
import threading

from kit.city import NURSES, City
from kit.load import Load

ENABLES = 20


def table(city):
    """The exported employees with a new name each: every row is an update."""
    file = city.folder / "pegawai.csv"
    city.cli("export", "pegawai", str(file))
    with open(file, newline="", encoding="utf-8-sig") as f:
        rows = list(csv.reader(f, delimiter=";"))
    name = rows[0].index("Nama")
    for row in rows[1:]:
        row[name] += " Baru"
    with open(file, "w", newline="", encoding="utf-8") as f:
        csv.writer(f, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return file, len(rows) - 1


def enable(city, n, faults):
    """Each time other settings, so that each is a change."""
    r = city.enable("skp-permenpanrb-6-2022", "pekanbaru", "2026-TW4", {"ambang_bawah": 60 + n}, check=False)
    if r.returncode:
        faults.append(f"enable {n}: exit {r.returncode}: {r.stderr}")


def bring_in(city, file, faults):
    r = city.cli("import", "pegawai", str(file), check=False)
    if r.returncode:
        faults.append(f"import: exit {r.returncode}: {r.stdout}{r.stderr}")


def enables_and_import(suite):
    city, faults = City(suite.build, suite.template), []
    try:
        city.start()
        file, people = table(city)
        load = Load(city, list(NURSES)[:8], pause=0.002)
        before = city.rows("SELECT count(*) FROM aktivasi")[0][0]
        load.start()
        load.wait(0.5)
        quiet = load.count()
        one = threading.Thread(target=bring_in, args=(city, file, faults))
        one.start()
        for n in range(0, ENABLES, 2):  # two at a time
            pair = [threading.Thread(target=enable, args=(city, n + i, faults)) for i in (0, 1)]
            for t in pair:
                t.start()
            for t in pair:
                t.join(120)
            load.wait(random.uniform(0, 0.05))
        one.join(120)
        beside = load.count() - quiet
        load.stop()
        suite.row(f"{ENABLES} enables and one import beside saves", not faults, faults[:3])
        suite.row("no save failed", not any(w.fault or w.flight for w in load.writers))
        suite.row("saves went on", beside > ENABLES, beside)
        suite.tell(f"{beside} saves meanwhile")
        after = city.rows("SELECT count(*) FROM aktivasi")[0][0]
        suite.row("every enable is a row", after - before == ENABLES, (before, after))
        new = city.rows("SELECT count(*) FROM pegawai WHERE nama LIKE '% Baru'")[0][0]
        suite.row("every imported row is there", new == people, (new, people))
        load.settle()
        suite.row("every save is there", True)
        chain = city.role("auditor").post("/api/v1/audit/verify").expect(200).json
        suite.row("the running server finds its chain whole", chain["rusak"] == 0, chain)
        assert city.stop() == 0, city.tail()
        fault = city.verify("audit")
        suite.row("audit verify", not fault, fault)
    finally:
        city.stop()
        city.remove()


PROOFS = (enables_and_import,)
