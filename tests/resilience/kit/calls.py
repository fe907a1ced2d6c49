"""Reads a log of `strace -f -y`: is what a reply promises on the disk before the reply is written?

The requests of the log came one after the other. A call that makes something durable counts when it has returned;
a write, and the reply, count when they begin.
"""
import os
import re

TRACED = "mkdir,mkdirat,rename,renameat,renameat2,write,writev,pwrite64,fsync,fdatasync,sendto,sendmsg,read,readv,recvfrom"
REQUEST = re.compile(r'"(PUT|POST) (/api/v1/skp/\S*)')
KINDS = {"save": re.compile(r"/api/v1/skp/\d+$"), "evidence": re.compile(r"/realisasi/[0-9-]+/bukti\?")}


def events(lines):
    """(begin|end, whole call) in the order of the log."""
    open_calls = {}
    for line in lines:
        tid, call = line.rstrip("\n").split(None, 1)
        if call.endswith("<unfinished ...>"):
            call = call[:-len("<unfinished ...>")].rstrip()
            open_calls[tid] = call
            yield "begin", call
        elif call.startswith("<... "):
            yield "end", open_calls.pop(tid, "") + call.split("resumed>", 1)[1]
        elif "(" in call:
            yield "begin", call
            yield "end", call


def fd_path(call):
    m = re.match(r"\w+\(\d+<(.*?)>", call)
    return m[1] if m else ""


def paths(call):
    return re.findall(r'"([^"]*)"', call)


class Order:
    def __init__(self):
        self.kind = None
        self.seen = {k: 0 for k in KINDS}
        self.faults = []
        self.folders = {}  # made and not yet synced into their parent: parent -> path
        self.clear()

    def clear(self):
        self.wal = self.file = self.name = None  # None, "written", "synced"; a name is "made" until its folder is synced

    def fault(self, text):
        self.faults.append(f"{self.kind} {self.seen.get(self.kind, 0) + 1}: {text}")

    def begin(self, call):
        name, path = call.split("(", 1)[0], fd_path(call)
        if name == "pwrite64" and path.endswith("-wal"):
            if self.kind == "evidence" and self.wal is None and self.name != "synced":
                self.fault("the row was written before the file's name was on the disk")
            self.wal = "written"
        elif name == "write" and "/sementara-" in path:
            self.file = "written"
        elif name in ("write", "writev", "sendto", "sendmsg") and '"HTTP/1.1 ' in call:
            self.reply()
        elif name in ("read", "readv", "recvfrom"):
            return
        elif name.startswith("rename") and "/sementara-" in call and self.file != "synced":
            self.fault("the file got its name before its bytes were on the disk")

    def end(self, call):
        name, path = call.split("(", 1)[0], fd_path(call)
        if name in ("read", "readv", "recvfrom"):
            self.request(call)
        if not re.search(r"= 0$", call.rstrip()):
            return
        if name in ("fsync", "fdatasync"):
            self.folders.pop(path, None)
            if path.endswith("-wal") and self.wal == "written":
                self.wal = "synced"
            elif "/sementara-" in path and self.file == "written":
                self.file = "synced"
            elif self.name == path:
                self.name = "synced"
        elif name.startswith("rename") and "/sementara-" in call:
            self.name = os.path.dirname(paths(call)[-1])
        elif name.startswith("mkdir") and not paths(call)[0].endswith("/tmp"):
            self.folders[os.path.dirname(paths(call)[0])] = paths(call)[0]

    def request(self, call):
        m = REQUEST.search(call)
        if m:
            self.kind = next((k for k, p in KINDS.items() if p.search(m[2])), None)
            self.clear()

    def reply(self):
        if self.kind is None:
            return
        if self.wal != "synced":
            self.fault(f"replied while the WAL was {self.wal or 'not even written'}")
        if self.kind == "evidence" and (self.file, self.name) != ("synced", "synced"):
            self.fault(f"replied with file {self.file} and name {self.name}")
        if self.kind == "evidence" and self.folders:
            self.fault(f"replied before a new folder was synced into its parent: {self.folders}")
        self.seen[self.kind] += 1
        self.kind = None


def check(lines):
    """({kind: replies}, faults)"""
    order = Order()
    for when, call in events(lines):
        getattr(order, when)(call)
    return order.seen, order.faults
