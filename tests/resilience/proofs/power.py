"""Power loss under the real server: a VFS that keeps in memory what was not synced, and a cut at a random write."""
import os
import random
import subprocess

from kit.city import NURSES, City
from kit.load import Load
from proofs.kill import after_a_loss

CUTS = int(os.environ.get("RESILIENCE_CUTS", 30))
ROUNDS = int(os.environ.get("RESILIENCE_ROUNDS", 200))
SERIES = 30
CUT = 86


def one_cut(suite, city, load, library, n, ends):
    at = int(2 ** random.uniform(3, 11.5))
    env = {"LD_PRELOAD": str(library), "POWERLOSS": f"{random.randrange(1 << 60)} {at}"}
    try:
        city.start(env=env)
    except (AssertionError, OSError):
        assert city.process.wait(60) == CUT, city.tail()
        city.gone()
        ends["at the start"] += 1
    else:
        load.start()
        through = load.wait(2.0)
        code = city.kill() if through or city.process.poll() is None else city.gone()
        load.join()
        assert code in (CUT, -9), f"the server ended with {code} {city.tail()}"
        ends["in the load" if code == CUT else "by SIGKILL"] += 1
    before = load.count()
    after_a_loss(city, load)
    suite.row(f"cut {n} at {at}", True)
    suite.say(f"cut {n} at event {at}: {before} acknowledged so far")
    assert city.stop() == 0, city.tail()


def series(suite, library, numbers, ends):
    city = City(suite.build, suite.template)
    try:
        city.start()
        load = Load(city, list(NURSES)[:8])
        assert city.stop() == 0, city.tail()
        for n in numbers:
            one_cut(suite, city, load, library, n, ends)
        suite.tell(f"{len(numbers)} power losses, {load.count()} operations acknowledged, every one there and once")
        for what in ("audit", "score"):
            fault = city.verify(what)
            suite.row(f"after {len(numbers)} power losses: {what} verify", not fault, fault)
    finally:
        city.stop()
        city.remove()


def power_cuts(suite):
    """The forgetful disk under the server while it serves; the same questions as after kill -9."""
    library = suite.build / "crash" / "libpowerloss.so"
    if not library.exists():
        suite.row("libpowerloss.so", "san" in suite.build.name, "it is missing")
        return
    ends = {"in the load": 0, "at the start": 0, "by SIGKILL": 0}
    for first in range(0, CUTS, SERIES):
        series(suite, library, range(first, min(CUTS, first + SERIES)), ends)
    suite.tell(f"the power went {ends}")
    suite.row("enough cuts came in the load", ends["in the load"] >= CUTS // 3, ends)


def domain_commands(suite):
    """200 losses under plans that are saved, submitted and taken back through the writer; and a disk that lies."""
    program, city = suite.build / "resilience" / "powerloss_app", City(suite.build, suite.template)
    try:
        for name, rounds, more in (("nothing acknowledged is missing", ROUNDS, ()), ("a lying disk is noticed", 10, ("--lie",))):
            p = subprocess.run([program, city.data / "tenayan.db", "--rounds", str(rounds), "--seed", str(suite.seed), *more],
                               capture_output=True, text=True, timeout=60 + 3 * rounds)
            suite.row(f"{rounds} power losses: {name}", p.returncode == 0, p.stdout + p.stderr[-2000:])
            suite.tell(p.stdout.strip().replace("\n", "\n    "))
    finally:
        city.remove()


PROOFS = (power_cuts, domain_commands)
