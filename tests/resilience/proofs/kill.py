"""kill -9 of the server under write load."""
import os
import random

from kit.city import NURSES, City
from kit.load import Load

KILLS = int(os.environ.get("RESILIENCE_KILLS", 20))
SERIES = 20


def after_a_loss(city, load):
    """The chain as the dead server left it, then the restarted server's answers, then the rows."""
    fault = city.verify("audit")
    assert not fault, fault
    city.start()
    load.settle()


def series(suite, numbers):
    """Kills of servers on one set of data, as long as a year holds the evidence that the load uploads."""
    city = City(suite.build, suite.template)
    try:
        city.start()
        load = Load(city, list(NURSES)[:8])
        for n in numbers:
            before = load.count()
            load.start()
            load.wait(random.uniform(0.05, 1.0))
            code = city.kill()
            load.join()
            assert code == -9, f"the server had ended before the kill: {code} {city.tail()}"
            flying = sum(w.flight is not None for w in load.writers)
            after_a_loss(city, load)
            suite.row(f"kill {n}", True)
            suite.say(f"kill {n}: {load.count() - before} acknowledged, {flying} in flight")
        suite.tell(f"{len(numbers)} kills, {load.count()} operations acknowledged, every one there and once")
        suite.row("the server was under load", load.count() > 20 * len(numbers), load.count())
        assert city.stop() == 0, city.tail()
        for what in ("audit", "score"):
            fault = city.verify(what)
            suite.row(f"after {len(numbers)} kills: {what} verify", not fault, fault)
    finally:
        city.stop()
        city.remove()


def kills(suite):
    for first in range(0, KILLS, SERIES):
        series(suite, range(first, min(KILLS, first + SERIES)))


PROOFS = (kills,)
