"""SIGTERM: what was accepted is finished, jobs are taken up again by the next start, nothing is lost."""
import concurrent.futures
import os
import shutil
import subprocess
import time

from lib.client import Client
from lib.server import Server
from lib.suite import case

from .story import wait


def copy(server):
    """A second server on a copy of the data, with the same accounts."""
    twin = Server(server.binary.rsplit("/", 1)[0], server.contract)
    server.cli("backup", str(twin.folder / "salinan"))
    shutil.move(twin.folder / "salinan", twin.data)
    twin.passwords, twin.roles = server.passwords, server.roles
    twin.set_time(server.clock.read_text().strip())
    return twin


@case
def sigterm_with_work_in_flight(server):
    twin = copy(server)
    try:
        twin.start()
        plan = twin.role("pegawai").get("/api/v1/skp?lingkup=diri&tahun=2027").json["data"][0]["id"]
        clients = [twin.fresh(twin.roles["pegawai"]) for _ in range(4)]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            busy = [pool.submit(many, c, f"/api/v1/skp/{plan}") for c in clients]
            time.sleep(0.3)
            code = twin.stop()
            done = [f.result() for f in busy]
        assert code == 0, twin.tail()
        assert all(n > 0 for n in done), done
    finally:
        twin.stop()
        twin.remove()


def many(client, path):
    """Reads until the server is gone; every reply that came is whole (the contract has judged it)."""
    n = 0
    try:
        while True:
            if client.get(path).status != 200:
                return n
            n += 1
    except OSError:
        return n
    except Exception as e:
        if type(e).__module__ == "http.client":
            return n
        raise


@case
def a_run_survives_a_restart(server):
    """A scoring run that SIGTERM interrupts ends after the next start with the digest of an undisturbed one."""
    undisturbed = server.role("admin_pusat").post("/api/v1/scoring/run", {"periode": "2025-TW1"}).expect(202)
    digest = wait(server, server.role("admin_pusat"), undisturbed.headers["location"])["hasil"]["digest"]
    twin = copy(server)
    try:
        twin.start()
        job = twin.role("admin_pusat").post("/api/v1/scoring/run", {"periode": "2025-TW1"}).expect(202).headers["location"]
        assert twin.stop() == 0, twin.tail()
        twin.sessions.clear()
        twin.start()
        end = wait(twin, twin.role("admin_pusat"), job)
        assert end["status"] == "selesai" and end["hasil"]["digest"] == digest, (end, digest)
        chain = twin.role("auditor").post("/api/v1/audit/verify").expect(200).json
        # The signing key lies outside the copy, so only the head may be questioned, never a row.
        assert chain["rusak"] == 0, chain
    finally:
        twin.stop()
        twin.remove()


@case
def a_test_clock_is_for_loopback_only(server):
    r = server.cli("serve", "--listen", "0.0.0.0:0", "--test-clock", str(server.clock), check=False)
    assert r.returncode == 2 and "uji" in r.stderr, r
    r = server.cli("serve", "--listen", "127.0.0.1:0", "--test-clock", "/tidak/ada", check=False)
    assert r.returncode != 0, r


@case
def the_first_row_says_test_clock(server):
    rows = server.role("auditor").get("/api/v1/audit?objek=server").expect(200).json["data"]
    assert rows[-1]["peristiwa"] == "mulai" and rows[-1]["isi"]["jam_uji"] is True, rows


@case
def no_migration_while_it_runs(server):
    r = server.cli("migrate", "--json", check=False)
    assert r.returncode in (0, 6), r
    assert Client(server).get("/readyz").status == 200


@case
def settings(server):
    """File, environment over it, command line over both; a misspelt key is an error with its line, not a default."""
    conf = server.folder / "tenayan.conf"

    def serve(text, *args, **env):
        conf.write_text(text)
        return subprocess.run([server.binary, "serve", "--config", str(conf), *args], capture_output=True, text=True,
                              timeout=60, env={**os.environ, **env})

    data = ["--data", str(server.folder / "tidak-ada")]
    r = serve("[server]\nlisten = 127.0.0.1:0\nlisen = x\n", *data)
    assert r.returncode == 3 and "tenayan.conf:3" in r.stderr, r
    r = serve("[server]\nworkers = banyak\n", *data)
    assert r.returncode == 3 and "server.workers" in r.stderr, r
    r = serve("", *data, TENAYAN_LOG_LEVEL="keras")
    assert r.returncode == 3 and "log.level" in r.stderr, r
    r = serve("", *data)
    assert r.returncode == 3 and "init" in r.stderr, r
    r = serve("", "--data", str(server.data), "--listen", "127.0.0.1:99999")
    assert r.returncode in (2, 3), r
