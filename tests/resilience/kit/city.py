"""A server with its own copy of the demonstration city, which may die and is asked afterwards what it still knows."""
import json
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess

from lib.client import Client
from lib.server import Server

NURSES = range(60, 76)  # employees (and accounts) of the puskesmas that have a running plan of 2026


class Plain:
    """Stands in for the contract where replies come by the thousand: that is held against openapi.yaml elsewhere."""

    def check(self, method, path, status, headers, raw):
        kind = headers.get("content-type", "")
        return json.loads(raw) if raw and "json" in kind and method != "HEAD" else None


class City(Server):
    """`template`: a City to copy; None makes the data anew, with `pegawai` generated people or the story alone,
    with `more` options of demo."""

    prefix = "tenayan-resilience-"

    def __init__(self, build, template=None, pegawai=0, more=()):
        super().__init__(build, Plain())
        self.build = pathlib.Path(build).resolve()
        if template:
            shutil.copytree(template.data, self.data)
            self.passwords, self.roles = template.passwords, template.roles
            return
        self.data.mkdir(parents=True)
        out = json.loads(self.cli("demo", "--json", *(["--pegawai", str(pegawai)] if pegawai else []), *more).stdout)
        for a in out["akun"]:
            self.roles.setdefault(a["peran"], a["nip"])
        self.one_password(out["akun"][0])

    def one_password(self, akun):
        """Everybody's password is that of `akun`: the load needs many people, hashing is not its subject."""
        db = sqlite3.connect(self.data / "tenayan.db")
        db.execute("UPDATE akun SET ganti_sandi = 0, sandi = (SELECT sandi FROM akun WHERE nama = ?)", (akun["nip"],))
        self.passwords = {nip: akun["kata_sandi"] for (nip,) in db.execute("SELECT nama FROM akun")}
        db.commit()
        db.close()

    def nip(self, pegawai):
        return self.rows("SELECT nama FROM akun WHERE pegawai_id = ?", pegawai)[0][0]

    def rows(self, sql, *args):
        """By a connection of our own, beside the server's."""
        db = sqlite3.connect(f"file:{self.data}/tenayan.db?mode=ro", uri=True, timeout=30)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def cli_at(self, data, *args, check=True):
        """A command on another data folder."""
        own, self.data = self.data, data
        try:
            return self.cli(*args, check=check)
        finally:
            self.data = own

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        return self.gone()

    def gone(self):
        code = self.process.wait(60)
        self.process.stdout.close()
        self.logfile.close()
        for c in self.sessions.values():
            c.close()
        return code

    def verify(self, *what):
        """`audit verify` or `score verify`: None, or what it says."""
        r = self.cli(*what, "verify", check=False)
        return None if r.returncode == 0 else f"{' '.join(what)} verify: exit {r.returncode}: {r.stdout}{r.stderr}"

    def enable(self, plugin, unit, periode, settings=None, check=True):
        """As the operator, at once; simulated before where that is asked for."""
        words = ("--settings", json.dumps(settings)) if settings else ()
        ask = ("plugin", "enable", plugin, "--unit", unit, "--periode", periode, "--alasan", "Uji", *words)
        r = self.cli(*ask, check=False)
        if past := re.search(r"tenayan plugin simulate (\d+) --periode (\S+)", r.stderr):
            self.cli("plugin", "simulate", past[1], "--periode", past[2], "--unit", unit, *words)
            r = self.cli(*ask, check=False)
        assert not check or r.returncode == 0, f"enable: exit {r.returncode}: {r.stderr}"
        return r

    def spawn(self, *args, env=None):
        return subprocess.Popen([self.binary, *args, "--data", str(self.data)], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env=env)

    def again(self, client):
        """The same session on a connection of its own."""
        c = Client(self, client.who)
        c.cookies, c.csrf = dict(client.cookies), client.csrf
        return c
