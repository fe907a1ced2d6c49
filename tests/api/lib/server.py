"""One server of the build under test, with the demonstration data, on loopback; stopped by its process id."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime, timedelta

from .client import Client
from .contract import ROOT

NOW = "2026-11-24T02:00:00Z"  # 09:00 in Pekanbaru, a working day


class Server:
    prefix = "tenayan-api-"  # of its folder in /tmp

    def __init__(self, build, contract):
        self.binary = str(pathlib.Path(build).resolve() / "tenayan")
        self.contract = contract
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=self.prefix))
        self.data = self.folder / "data"
        self.clock = self.folder / "clock"
        self.log = self.folder / "log"
        self.host, self.port, self.process = "127.0.0.1", 0, None
        self.passwords, self.roles = {}, {}
        self.sessions = {}
        self.set_time(NOW)

    def set_time(self, text):
        new = self.clock.with_suffix(".new")
        new.write_text(text + "\n")
        os.replace(new, self.clock)
        # Sessions last twelve hours; who acts after a jump logs in again.
        for c in self.sessions.values():
            c.close()
        self.sessions = {}

    def tick(self, seconds):
        """The clock goes on; sessions stay."""
        now = datetime.fromisoformat(self.clock.read_text().strip().replace("Z", "+00:00")) + timedelta(seconds=seconds)
        new = self.clock.with_suffix(".new")
        new.write_text(now.strftime("%Y-%m-%dT%H:%M:%SZ") + "\n")
        os.replace(new, self.clock)

    def cli(self, *args, check=True):
        r = subprocess.run([self.binary, *args, "--data", str(self.data)], capture_output=True, text=True, timeout=300)
        if check and r.returncode != 0:
            raise AssertionError(f"tenayan {' '.join(args)}: exit {r.returncode}\n{r.stdout}{r.stderr}")
        return r

    def demo(self):
        self.data.mkdir(parents=True, exist_ok=True)
        out = json.loads(self.cli("demo", "--json").stdout)
        for a in out["akun"]:
            self.passwords[a["nip"]] = a["kata_sandi"]
            self.roles.setdefault(a["peran"], a["nip"])

    def start(self, *more, env=None):
        self.logfile = open(self.log, "ab")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--listen", "127.0.0.1:0", "--data", str(self.data), "--test-clock", str(self.clock),
             *more], stdout=subprocess.PIPE, stderr=self.logfile, stdin=subprocess.DEVNULL, text=True,
            env={**os.environ, **(env or {})})
        m = None
        while not m and (line := self.process.stdout.readline()):
            m = re.search(r"http://[^ ]*:(\d+)/?\s*$", line)
        if not m:
            raise AssertionError(f"server did not say where it listens: {line!r}\n{self.tail()}")
        self.port = int(m[1])
        probe = Client(self)
        for _ in range(200):
            try:
                if probe.get("/readyz").status == 200:
                    break
            except OSError:
                pass
            time.sleep(0.05)
        else:
            raise AssertionError("server does not become ready\n" + self.tail())
        probe.close()
        return self

    def tail(self, lines=15):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def stop(self):
        """SIGTERM; returns the exit code. A server that needs more than 40 s is a failure."""
        if not self.process or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = -9
        self.process.stdout.close()
        self.logfile.close()
        return code

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def login(self, nip, who=None):
        """A logged-in client of that account, its own each time it is asked for the first time."""
        if nip not in self.sessions:
            self.sessions[nip] = Client(self, who or nip).login(nip, self.passwords[nip])
        return self.sessions[nip]

    def fresh(self, nip, who=None):
        return Client(self, who or nip).login(nip, self.passwords[nip])

    def anonymous(self):
        return Client(self)

    def role(self, name):
        """The shared client of the demonstration account with that role."""
        return self.login(self.roles[name], name)
