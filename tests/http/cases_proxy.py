"""The reverse proxies of etc/: the shipped files, with other ports and a certificate made here, in front of a
server. Runs with the proxies that the machine has (Debian: nginx-light, caddy) and says which it has not."""
import hashlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

from wire import Connection, Server, wait_for

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
NAME = "kinerja.example.go.id"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Secure(Connection):
    def __init__(self, port):
        super().__init__(("127.0.0.1", port), 30)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["http/1.1"])
        self.s = context.wrap_socket(self.s, server_hostname=NAME)


def certificate(folder):
    key, cert = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", cert, "-days", "2", "-subj", f"/CN={NAME}"],
                   check=True, capture_output=True)
    return key, cert


def nginx(folder, port, upstream, key, cert):
    text = open(os.path.join(root, "etc/nginx.conf"), encoding="utf-8").read()
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
    text = re.sub(r"listen (\[::\]:)?443 ssl http2;", lambda m: "" if m.group(1) else f"listen 127.0.0.1:{port} ssl http2;", text)
    text = re.sub(r"listen (\[::\]:)?80;", lambda m: "" if m.group(1) else f"listen 127.0.0.1:{free_port()};", text)
    text = text.replace("/etc/ssl/certs/tenayan.pem", cert).replace("/etc/ssl/private/tenayan.key", key)
    conf = os.path.join(folder, "nginx.conf")
    with open(conf, "w", encoding="utf-8") as f:
        temp = "".join(f"{what}_temp_path {folder}/{what};\n" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        f.write(f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n" + ("user root;\n" if os.getuid() == 0 else "") +
                f"events {{}}\nhttp {{\naccess_log off;\n{temp}{text}\n}}\n")
    return ["nginx", "-p", folder, "-e", f"{folder}/error.log", "-c", conf]


def caddy(folder, port, upstream, key, cert):
    text = open(os.path.join(root, "etc/Caddyfile"), encoding="utf-8").read()
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
    text = text.replace(f"{NAME} {{", f"https://{NAME}:{port} {{\n\ttls {cert} {key}\n\tbind 127.0.0.1")
    conf = os.path.join(folder, "Caddyfile")
    with open(conf, "w", encoding="utf-8") as f:
        f.write("{\n\tadmin off\n\tauto_https off\n}\n" + text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", conf]


def check(connect, s):
    h = f"Host: {NAME}\r\n"
    with connect() as c:
        for i in range(20):
            assert c.send(f"GET /slow?n={i} HTTP/1.1\r\n{h}\r\n").reply().json() == i
        # Over TLS by what the proxy says, and what the client says of itself counts for nothing.
        got = c.send(f"GET /echo HTTP/1.1\r\n{h}Cookie: __Host-tenayan=abc; tenayan=polos\r\nX-Forwarded-For: 9.9.9.9\r\n"
                     "X-Forwarded-Proto: http\r\n\r\n").reply()
        told = got.json()
        assert (told["secure"], told["peer"], told["token"]) == (True, "127.0.0.1", "abc"), told
        assert got.headers["strict-transport-security"] and got.headers["x-frame-options"] == "DENY"
        assert c.send(f"GET /api/v1/tidak-ada HTTP/1.1\r\n{h}\r\n").reply().code() == "http.alamat_tidak_ada"
        data = os.urandom(3_000_000)
        c.send((f"POST /upload HTTP/1.1\r\n{h}Authorization: Bearer user-1\r\nContent-Type: application/octet-stream\r\n"
                f"Content-Length: {len(data)}\r\n\r\n").encode() + data)
        assert c.reply().json()["sha256"] == hashlib.sha256(data).hexdigest()
    with connect() as c:  # events come as they are sent
        t = time.monotonic()
        c.send(f"GET /stream HTTP/1.1\r\n{h}\r\n").head()
        while b"data: 0" not in c.buf:
            c.fill()
        first = time.monotonic() - t
        while b"data: 2" not in c.buf:
            c.fill()
        assert time.monotonic() - t - first > 0.15
    return 6


def run(build, name, command):
    if not shutil.which(name) or not shutil.which("openssl"):
        print(f"etc/ for {name} was not checked: {name} is not installed")
        return 0
    with tempfile.TemporaryDirectory(prefix="tenayan-proxy-") as folder, Server(build, server_proxies="127.0.0.1") as s:
        os.chmod(folder, 0o755)
        key, cert = certificate(folder)
        port = free_port()
        log = open(os.path.join(folder, "out"), "w+", encoding="utf-8")
        p = subprocess.Popen(command(folder, port, s.address[1], key, cert), stdout=log, stderr=log,
                             env={**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder})

        def up():
            try:
                Secure(port).close()
                return True
            except OSError:
                return p.poll() is not None

        try:
            assert wait_for(up) and p.poll() is None, open(log.name, encoding="utf-8").read()
            return check(lambda: Secure(port), s)
        finally:
            p.terminate()
            p.wait(20)
            log.close()


def test_nginx(build):
    return run(build, "nginx", nginx)


def test_caddy(build):
    return run(build, "caddy", caddy)
