"""System calls: the WAL, and an evidence file with its folder, are synced before the reply is written."""
import re
import time

from kit import calls
from kit.city import City
from kit.load import EvidenceWriter, SaveWriter

EACH = 20


def trace(city):
    """The server with a tracer that is no parent of it, so that its process id stays ours."""
    log, wrapper, binary = city.folder / "calls", city.folder / "traced", city.binary
    wrapper.write_text(f'#!/bin/sh\nexec strace -D -f -y -s 96 -e trace={calls.TRACED} -o {log} {binary} "$@"\n')
    wrapper.chmod(0o755)
    city.binary = str(wrapper)
    city.start()
    city.binary = binary
    return log


def one_by_one(city):
    save, evidence = SaveWriter(city, 60, "simpan"), EvidenceWriter(city, 61, "unggah")
    for i in range(EACH):
        evidence.size = 3000 if i % 2 else 200_000
        for w in (save, evidence):
            w.flight = w.next()
            w.keep(w.flight.send(w.client))
    for w in (save, evidence):
        w.client.close()


def whole(log):
    """The tracer ends after the server; its log is complete when it stops growing."""
    size = -1
    while size != log.stat().st_size:
        size = log.stat().st_size
        time.sleep(0.3)
    return log.read_text(errors="replace").splitlines()


def spoiled(lines):
    """The same log as a careless server would have left it: (what it skips, lines, the fault that must be found)."""
    def without(pattern):
        return [x for x in lines if not re.search(pattern, x)]

    yield "sync of the WAL", without(r"f(data)?sync\(\d+<[^>]*-wal>"), "the WAL was written"
    yield "sync of the file", without(r"fsync\(\d+<[^>]*/sementara-"), "before its bytes were on the disk"
    yield "sync of the file's folder", without(r"fsync\(\d+<[^>]*/bukti/[0-9a-f]{2}>"), "before the file's name"
    yield "sync of the folder's folder", without(r"fsync\(\d+<[^>]*/bukti>"), "before a new folder was synced"
    early, held = [], None
    for x in lines:  # the reply before the sync that it waited for
        if re.search(r"fdatasync\(\d+<[^>]*-wal>", x):
            held = x
            continue
        early.append(x)
        if held and '"HTTP/1.1 ' in x:
            early.append(held)
            held = None
    yield "waiting for the sync", early, "the WAL was written"


def sync_before_reply(suite):
    city = City(suite.build, suite.template)
    try:
        log = trace(city)
        one_by_one(city)
        assert city.stop() == 0, city.tail()
        lines = whole(log)
        seen, faults = calls.check(lines)
        suite.row("sync before reply", not faults, faults[:5])
        suite.row("replies seen", seen["save"] >= EACH and seen["evidence"] >= EACH, seen)
        for what, twin, fault in spoiled(lines):
            found = calls.check(twin)[1]
            suite.row(f"a server without {what} is noticed", any(fault in f for f in found), found[:3])
    finally:
        city.stop()
        city.remove()


PROOFS = (sync_before_reply,)
