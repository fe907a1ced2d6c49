"""Raw HTTP for the suite: a server process of its own, sockets, and replies read byte by byte."""
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time


class Reply:
    def __init__(self, status, headers, body, rest=b""):
        self.status, self.headers, self.body, self.rest = status, headers, body, rest

    def json(self):
        return json.loads(self.body)

    def code(self):
        return self.json().get("code") if self.headers.get("content-type") == "application/problem+json" else None


class Closed(Exception):
    pass


class Connection:
    """One connection; replies are read in order and may have come together."""

    def __init__(self, address, timeout=10, source=None):
        self.s = socket.create_connection(address, timeout, (source, 0) if source else None)
        self.buf = b""

    def send(self, data):
        self.s.sendall(data if isinstance(data, bytes) else data.encode())
        return self

    def fill(self):
        try:
            got = self.s.recv(65536)
        except ConnectionResetError:
            got = b""
        if not got:
            raise Closed()
        self.buf += got

    def head(self):
        while b"\r\n\r\n" not in self.buf:
            self.fill()
        head, self.buf = self.buf.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/1\.1 (\d{3}) [A-Za-z ]+", lines[0])
        assert match, lines[0]
        headers = {}
        for line in lines[1:]:
            name, value = line.split(": ", 1)
            headers.setdefault(name.lower(), value)
        return int(match.group(1)), headers

    def reply(self, head=False):
        status, headers = self.head()
        if status == 100:
            return Reply(100, headers, b"")
        want = int(headers.get("content-length", 0))
        if head or status in (204, 304):
            want = 0
        elif "content-length" not in headers:
            return Reply(status, headers, self.rest())
        parts, have = [self.buf], len(self.buf)
        while have < want:
            self.buf = b""
            self.fill()
            parts.append(self.buf)
            have += len(self.buf)
        whole = b"".join(parts)
        body, self.buf = whole[:want], whole[want:]
        return Reply(status, headers, body)

    def rest(self):
        try:
            while True:
                self.fill()
        except Closed:
            out, self.buf = self.buf, b""
            return out

    def closed(self):
        """The server closes without another byte."""
        return self.rest() == b""

    def close(self):
        self.s.close()

    def reset(self):
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.s.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Server:
    def __init__(self, build, **env):
        self.dir = tempfile.TemporaryDirectory(prefix="tenayan-http-")
        self.log = open(os.path.join(self.dir.name, "log"), "w+", encoding="utf-8")
        settings = {"TENAYAN_SERVER_LISTEN": "127.0.0.1:0", "TENAYAN_SERVER_WORKERS": "4"}
        settings.update({"TENAYAN_" + k.upper(): str(v) for k, v in env.items()})
        self.p = subprocess.Popen([os.path.join(build, "tests/http/http_test_server"), self.dir.name],
                                  stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **settings}, text=True)
        line = self.p.stdout.readline()
        assert line.startswith("listening "), line + self.logs()
        host, port = line.split()[1].rsplit(":", 1)
        self.address = (host, int(port))

    def connect(self, **kw):
        return Connection(self.address, **kw)

    def raw(self, data, head=False):
        with self.connect() as c:
            return c.send(data).reply(head)

    def request(self, method, target, body=None, **headers):
        lines = [f"{method} {target} HTTP/1.1", "Host: uji", "Connection: close"]
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if body is not None:
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
            headers["Content-Length"] = len(body)
        lines += [f"{k}: {v}" for k, v in headers.items()]
        return self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""), head=method == "HEAD")

    def metric(self, name):
        text = self.request("GET", "/metrics").body.decode()
        return float(re.search("^" + re.escape("tenayan_" + name) + r" (\S+)$", text, re.M).group(1))

    def logs(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self, sig=signal.SIGTERM, timeout=60):
        if self.p.poll() is None:
            self.p.send_signal(sig)
        code = self.p.wait(timeout)
        self.p.stdout.close()
        text = self.logs()
        self.log.close()
        self.dir.cleanup()
        return code, text

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        code, text = self.stop()
        if kind is None:
            assert code == 0, f"exit {code}\n{text}"
            assert "ERROR: " not in text and "WARNING: ThreadSanitizer" not in text and "runtime error" not in text, text


def wait_for(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False
