"""Logging in: steps, delays that grow per account, failures counted per address, and a right password always let in."""
import time

from lib.client import Client
from lib.suite import case, suite


def attempt(server, nama, sandi, **kw):
    c = Client(server)
    start = time.monotonic()
    r = c.send("POST", "/api/v1/sesi", body={"nama": nama, "sandi": sandi}, **kw)
    c.close()
    return r, time.monotonic() - start


@case
def a_stranger_learns_nothing(server):
    """Unknown name and wrong password are answered alike."""
    known, _ = attempt(server, server.roles["camat"], "salah-sama-sekali")
    unknown, _ = attempt(server, "199001012015011001", "salah-sama-sekali")
    strip = lambda r: {k: v for k, v in r.json.items() if k != "instance"}
    assert known.status == unknown.status == 401 and known.code == "masuk.salah", (known, unknown)
    assert strip(known) == strip(unknown), (known, unknown)
    assert "set-cookie" not in known.headers and "set-cookie" not in unknown.headers


@case
def cookie_attributes(server):
    nip = server.roles["camat"]
    r, _ = attempt(server, nip, server.passwords[nip])
    cookie = r.headers["set-cookie"]
    low = cookie.lower()
    for part in ("httponly", "samesite=", "path=/"):
        suite.row(f"cookie has {part}", part in low, cookie)
    suite.row("no domain", "domain=" not in low, cookie)
    suite.row("never stored by a cache", r.headers.get("cache-control") == "no-store", repr(r.headers))
    suite.row("a NIP may be written with spaces",
              attempt(server, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}", server.passwords[nip])[0].status == 200)


@case
def delays_grow_and_end(server):
    """Five failures cost nothing; then each attempt is held back longer; the owner gets in and the count is gone."""
    nip = server.roles["camat"]
    for _ in range(5):
        r, took = attempt(server, nip, "salah")
        assert r.status == 401, r
    _, fifth = attempt(server, nip, "salah")
    _, sixth = attempt(server, nip, "salah")
    assert fifth >= 0.9, f"the sixth attempt waited only {fifth:.2f}s"
    assert sixth >= 1.8 and sixth > fifth * 1.3, f"{fifth:.2f}s, then {sixth:.2f}s"
    r, waited = attempt(server, nip, server.passwords[nip])
    assert r.status == 200 and waited >= 2, f"{r!r} after {waited:.2f}s"
    r, took = attempt(server, nip, "salah")
    assert r.status == 401 and took < 0.9, f"the count did not start again: {took:.2f}s"
    # Others are not held up by that, and the server goes on meanwhile.
    other = server.roles["auditor"]
    assert attempt(server, other, server.passwords[other])[1] < 0.9


@case
def forced_change_after_a_reset(server):
    """An administrator's one-time code opens nothing but the door to a new password."""
    nip, admin = server.roles["admin_unit"], server.role("admin_pusat")
    old = server.passwords[nip]
    id = admin.get(f"/api/v1/akun?cari={nip}").expect(200).json["data"][0]["id"]
    seen = admin.get(f"/api/v1/akun/{id}").etag
    kode = admin.post(f"/api/v1/akun/{id}/kode", {}, etag=seen).expect(200).json["kode_sekali"]
    server.sessions.pop(nip, None)
    assert attempt(server, nip, old)[0].status == 401
    c = Client(server)
    step = c.post("/api/v1/sesi", {"nama": nip, "sandi": kode}).expect(200)
    assert step.json["langkah"] == "ganti_sandi", step
    for method, path in (("GET", "/api/v1/saya"), ("GET", "/api/v1/skp"), ("POST", "/api/v1/skp")):
        body = {} if method == "POST" else None
        c.send(method, path, body=body).expect(403, "masuk.langkah")
    c.get("/api/v1/sesi").expect(200)
    for weak in ("pendek", "aaaaaaaaaaaa", nip):
        c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": weak}).expect(422, "sandi.lemah")
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Melati putih 27"}, csrf=False).expect(403, "http.csrf")
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi"}).expect(422, "umum.masukan")
    done = c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Melati putih 27"}).expect(200)
    assert done.json["langkah"] == "selesai", done
    c.get("/api/v1/saya").expect(200)
    assert attempt(server, nip, kode)[0].status == 401, "the code is used up"
    # By choice, with the old password.
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Kenanga 28 wangi"}).expect(422)
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_lama": "salah", "sandi_baru": "Kenanga 28 wangi"}).expect(401)
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_lama": "Melati putih 27",
                            "sandi_baru": "Kenanga 28 wangi"}).expect(200)
    server.passwords[nip] = "Kenanga 28 wangi"
    server.sessions.pop(nip, c).close()  # the reset ended it
    c.close()


@case
def a_closed_account(server):
    """Closing ends the sessions that there are, at once."""
    nip = server.roles["pengelola"]
    c = server.fresh(nip)
    server.cli("user", "close", nip)
    c.get("/api/v1/saya", learn=False).expect(401)
    assert attempt(server, nip, server.passwords[nip])[0].status == 401
    server.cli("user", "open", nip)
    assert attempt(server, nip, server.passwords[nip])[0].status == 200
    c.close()


@case
def an_address_that_fails_often(server):
    """A hundred failures in ten minutes: further failures are 429, a right password from there is still let in."""
    last = None
    for i in range(130):
        # A proxy that nobody trusts may say what it likes about where it comes from.
        last, _ = attempt(server, f"tidak-ada-{i}", "salah", headers={"X-Forwarded-For": f"10.0.0.{i}"})
        assert last.status in (401, 429), last
        if last.status == 429:
            break
    assert last.status == 429 and last.code == "http.terlalu_sering" and "retry-after" in last.headers, last
    assert i > 50, f"only {i} failures"
    for role in ("auditor", "penilai", "pegawai"):
        nip = server.roles[role]
        r, took = attempt(server, nip, server.passwords[nip])
        suite.row(f"{role} gets in all the same", r.status == 200 and took < 1.5, f"{r!r} {took:.2f}s")
