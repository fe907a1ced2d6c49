"""The second factor: enrolment, the second step of login, recovery codes, guessing, and taking it away."""
import json
import re
import time
from datetime import datetime, timezone

from lib.client import Client
from lib.server import Server
from lib.suite import case, suite
from lib.totp import Phone

from .akses import machine, token
from .shutdown import copy


def enrol(server, c, nip):
    """A phone and ten recovery codes for the person that `c` is logged in as."""
    begun = c.post("/api/v1/saya/faktor", {"sandi": server.passwords[nip]}).expect(200).json
    phone = Phone(server, begun["rahasia"])
    server.tick(60)
    done = c.post("/api/v1/saya/faktor/sahkan", {"kode": phone.code()}).expect(200).json
    return phone, done["kode_pemulihan"], begun


def first_step(server, nip):
    c = Client(server)
    r = c.post("/api/v1/sesi", {"nama": nip, "sandi": server.passwords[nip]}).expect(200)
    return c, r


def second_step(c, kode):
    return c.post("/api/v1/sesi", {"langkah": "kode", "kode": kode})


def turn_off(server, c, nip, phone):
    server.tick(60)
    c.post("/api/v1/saya/faktor/matikan", {"sandi": server.passwords[nip], "kode": phone.code()}).expect(204)


@case
def a_phone_from_the_box_to_the_bin(server):
    nip = server.roles["auditor"]
    server.sessions.pop(nip, None)
    c, other = server.fresh(nip), server.fresh(nip)
    script = machine(server, token(other)["token"])
    assert c.get("/api/v1/saya/faktor").expect(200).json["aktif"] is False
    c.post("/api/v1/saya/faktor", {"sandi": "salah"}).expect(401, "masuk.salah")
    c.post("/api/v1/saya/faktor/sahkan", {"kode": "123456"}).expect(409, "faktor.belum_ada")
    # Begun is not yet on.
    begun = c.post("/api/v1/saya/faktor", {"sandi": server.passwords[nip]}).expect(200).json
    assert f"secret={begun['rahasia']}" in begun["otpauth"] and "Pemerintah%20Kota%20Pekanbaru" in begun["otpauth"]
    assert re.fullmatch(r'<svg [^<>]*><path [^<>]*/><path d="[Mhvz0-9 -]+"/></svg>', begun["qr"]), begun["qr"][:200]
    assert first_step(server, nip)[1].json["langkah"] == "selesai"
    c.post("/api/v1/saya/faktor/sahkan", {"kode": "000000"}).expect(401, "masuk.kode_salah")
    phone, recovery, again = enrol(server, c, nip)
    assert again["rahasia"] != begun["rahasia"] and len(set(recovery)) == 10
    state = c.get("/api/v1/saya/faktor").expect(200).json
    assert state["aktif"] and state["kode_pemulihan"] == 10 and state["sejak"], state
    other.get("/api/v1/saya", learn=False).expect(401)
    script.get("/api/v1/saya").expect(401)
    c.post("/api/v1/saya/faktor", {"sandi": server.passwords[nip]}).expect(409, "faktor.sudah_ada")
    # The second step.
    server.tick(60)
    d, r = first_step(server, nip)
    assert r.json["langkah"] == "kode" and [a["aksi"] for a in r.json["aksi"]] == ["kode", "keluar"], r
    before = dict(d.cookies)
    for method, path in (("GET", "/api/v1/saya"), ("GET", "/api/v1/saya/faktor"), ("GET", "/api/v1/skp"),
                         ("GET", "/api/v1/saya/sesi"), ("POST", "/api/v1/saya/token")):
        d.send(method, path, body={"nama": "x"} if method == "POST" else None).expect(403, "masuk.langkah")
    d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_lama": server.passwords[nip],
                            "sandi_baru": "Anggrek bulan 12"}).expect(403, "masuk.langkah")
    d.post("/api/v1/sesi", {"langkah": "kode"}).expect(422, "umum.masukan")
    d.post("/api/v1/sesi", {"langkah": "kode", "kode": phone.code()}, csrf=False).expect(403, "http.csrf")
    kode = phone.code()
    assert second_step(d, kode).expect(200).json["langkah"] == "selesai"
    assert d.cookies != before, "the session of the first step went on"
    d.get("/api/v1/saya").expect(200)
    old = Client(server)
    old.cookies = before
    old.get("/api/v1/saya", learn=False).expect(401)
    second_step(d, phone.code()).expect(403, "masuk.langkah")
    # The same code again, from whoever looked over the shoulder; an earlier step; the next one; one too far.
    e, _ = first_step(server, nip)
    second_step(e, kode).expect(401, "masuk.kode_salah")
    second_step(e, phone.code(-30)).expect(401, "masuk.kode_salah")
    second_step(e, phone.code(60)).expect(401, "masuk.kode_salah")
    second_step(e, phone.code(30)[:3] + " " + phone.code(30)[3:]).expect(200)
    # A recovery code, written as people write, once.
    f, _ = first_step(server, nip)
    second_step(f, recovery[0].upper().replace("-", " ")).expect(200)
    g, _ = first_step(server, nip)
    second_step(g, recovery[0]).expect(401, "masuk.kode_salah")
    assert f.get("/api/v1/saya/faktor").json["kode_pemulihan"] == 9
    server.tick(90)
    new = f.post("/api/v1/saya/faktor/kode-pemulihan",
                 {"sandi": server.passwords[nip], "kode": phone.code()}).expect(200).json["kode_pemulihan"]
    second_step(g, recovery[1]).expect(401)
    second_step(g, new[0]).expect(200)
    # Off: with password and code, and then one step again.
    f.post("/api/v1/saya/faktor/matikan", {"sandi": "salah", "kode": new[1]}).expect(401, "masuk.salah")
    server.tick(60)
    f.post("/api/v1/saya/faktor/matikan", {"sandi": server.passwords[nip], "kode": "000000"}).expect(401)
    f.post("/api/v1/saya/faktor/matikan", {"sandi": server.passwords[nip], "kode": new[1]}).expect(204)
    g.get("/api/v1/saya", learn=False).expect(401)
    f.get("/api/v1/saya").expect(200)
    assert first_step(server, nip)[1].json["langkah"] == "selesai"
    for x in (c, other, script, d, old, e, f, g):
        x.close()


@case
def a_wrong_password_says_nothing_about_the_factor(server):
    nip = server.roles["atasan_penilai"]
    c = server.fresh(nip)
    plain = Client(server).post("/api/v1/sesi", {"nama": nip, "sandi": "salah-sekali"}).expect(401)
    phone, _, _ = enrol(server, c, nip)
    try:
        hidden = Client(server).post("/api/v1/sesi", {"nama": nip, "sandi": "salah-sekali"}).expect(401)
        strip = lambda r: {k: v for k, v in r.json.items() if k != "instance"}
        assert strip(plain) == strip(hidden) and "set-cookie" not in hidden.headers
    finally:
        turn_off(server, c, nip, phone)
    c.close()


@case
def guessing_gets_nowhere(server):
    """Who has the password has five guesses, however often he logs in in between; then none is looked at, not even a
    right one. The owner's way out is time, or a new password."""
    nip = server.roles["atasan_penilai"]
    c = server.fresh(nip)
    phone, recovery, _ = enrol(server, c, nip)
    server.tick(60)
    for i in range(5):
        d, _ = first_step(server, nip)
        r = second_step(d, f"{(int(phone.code()) + 1 + i) % 1000000:06}")
        d.close()
    r.expect(429, "masuk.kode_ditahan")
    d, _ = first_step(server, nip)
    r = second_step(d, phone.code()).expect(429, "masuk.kode_ditahan")
    assert 0 < int(r.headers["retry-after"]) <= 61, r.headers
    second_step(d, recovery[0]).expect(429, "masuk.kode_ditahan")
    server.tick(61)
    second_step(d, "000000").expect(429)
    server.tick(61)
    second_step(d, phone.code()).expect(429)  # it doubles
    server.tick(61)
    second_step(d, phone.code()).expect(200)
    # An open session's confirmation counts the same.
    for i in range(5):
        r = d.post("/api/v1/saya/faktor/matikan",
                   {"sandi": server.passwords[nip], "kode": f"{(int(phone.code()) + 1 + i) % 1000000:06}"})
    r.expect(429, "masuk.kode_ditahan")
    server.tick(61)
    turn_off(server, d, nip, phone)
    c.close()
    d.close()


@case
def a_waiting_session_does_not_wait_for_ever(server):
    nip = server.roles["atasan_penilai"]
    c = server.fresh(nip)
    phone, _, _ = enrol(server, c, nip)
    d, r = first_step(server, nip)
    assert "Max-Age=6" in r.headers["set-cookie"] or "Max-Age=5" in r.headers["set-cookie"], r.headers["set-cookie"]
    server.tick(601)
    second_step(d, phone.code()).expect(401)
    turn_off(server, c, nip, phone)
    c.close()
    d.close()


@case
def secrets_stay_out_of_store_and_log(server):
    nip = server.roles["atasan_penilai"]
    c = server.fresh(nip)
    phone, recovery, begun = enrol(server, c, nip)
    made = token(c)["token"]
    kode = phone.code()
    time.sleep(0.1)
    import base64
    raw = base64.b32decode(begun["rahasia"])
    for file in sorted(server.data.glob("tenayan.db*")) + [server.log]:
        data = file.read_bytes()
        for name, secret in (("secret", begun["rahasia"].encode()), ("raw secret", raw), ("raw secret in hex", raw.hex().encode()),
                             ("recovery code", recovery[0].encode()), ("recovery code, plain", recovery[0].replace("-", "").encode()),
                             ("token", made.encode())):
            suite.row(f"{file.name} without {name}", secret not in data, "found")
    key = server.data / "kunci-akses"
    suite.row("the access key is the owner's alone", key.exists() and (key.stat().st_mode & 0o077) == 0)
    suite.row("no code in the log", f'"{kode}"' not in server.log.read_text(errors="replace"))
    turn_off(server, c, nip, phone)
    c.close()


@case
def who_must_have_it_may_only_enrol(server):
    """A setting names the roles. Whoever has one and no factor logs in and enrols, and nothing else; a role that comes
    later asks from the next request on."""
    from .akun import etag, find
    twin = copy(server)
    try:
        twin.start(env={"TENAYAN_AKSES_FAKTOR_KEDUA": "pengelola, admin_pusat"})
        nip, nurse_nip = twin.roles["admin_pusat"], twin.roles["pegawai"]
        c, r = first_step(twin, nip)
        assert r.json["langkah"] == "daftar_faktor", r
        assert [a["aksi"] for a in r.json["aksi"]] == ["ganti_sandi", "daftar_faktor", "keluar"], r
        for method, path in (("GET", "/api/v1/saya"), ("GET", "/api/v1/akun"), ("GET", "/api/v1/saya/sesi"),
                             ("POST", "/api/v1/saya/token"), ("POST", "/api/v1/periode")):
            c.send(method, path, body={} if method == "POST" else None).expect(403, "masuk.langkah")
        assert c.get("/api/v1/saya/faktor").expect(200).json["wajib"] is True
        phone, _, _ = enrol(twin, c, nip)
        assert c.get("/api/v1/sesi").expect(200).json["langkah"] == "selesai"
        c.get("/api/v1/saya").expect(200)
        nurse = twin.fresh(nurse_nip)
        script = machine(twin, token(nurse)["token"])
        nurse.get("/api/v1/saya").expect(200)
        id = find(c, nurse_nip)
        unit = nurse.get("/api/v1/saya").json["penugasan"][0]["unit"]["id"]
        c.post(f"/api/v1/akun/{id}/peran", {"peran": "pengelola", "unit": unit}, etag=etag(c, id)).expect(200)
        nurse.get("/api/v1/saya").expect(403, "masuk.langkah")
        script.get("/api/v1/saya").expect(403, "masuk.langkah")
        other, _, _ = enrol(twin, nurse, nurse_nip)
        nurse.get("/api/v1/saya").expect(200)
        # Switching it off leaves one at the door again.
        turn_off(twin, nurse, nurse_nip, other)
        nurse.get("/api/v1/saya").expect(403, "masuk.langkah")
        # The password is forced first, then the factor.
        kode = c.post(f"/api/v1/akun/{id}/kode", {}, etag=etag(c, id)).expect(200).json["kode_sekali"]
        d = Client(twin)
        assert d.post("/api/v1/sesi", {"nama": nurse_nip, "sandi": kode}).expect(200).json["langkah"] == "ganti_sandi"
        d.get("/api/v1/saya/faktor").expect(403, "masuk.langkah")
        r = d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Seruni ungu 17"}).expect(200)
        assert r.json["langkah"] == "daftar_faktor", r
        assert twin.stop() == 0, twin.tail()
        # A lost key closes what it sealed, with a sentence, and opens again where an administrator takes the factor away.
        (twin.data / "kunci-akses").unlink()
        twin.start()
        e, r = first_step(twin, nip)
        assert r.json["langkah"] == "kode", r
        second_step(e, phone.code()).expect(503, "akses.kunci")
        assert twin.stop() == 0, twin.tail()
        twin.cli("user", "totp-off", nip, "--alasan", "Kunci akses hilang")
        twin.start()
        assert first_step(twin, nip)[1].json["langkah"] == "selesai"
    finally:
        twin.stop()
        twin.remove()


@case
def a_real_city_asks_by_itself(server):
    """No setting, no demonstration data: administrators must have a second factor."""
    twin = Server(server.binary.rsplit("/", 1)[0], server.contract)
    try:
        kode = json.loads(twin.cli("init", "--instansi", "Kota Uji", "--akun", "admin.uji", "--json").stdout)["kode_sekali"]
        twin.set_time(datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
        twin.start()
        c = Client(twin)
        assert c.post("/api/v1/sesi", {"nama": "admin.uji", "sandi": kode}).expect(200).json["langkah"] == "ganti_sandi"
        r = c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Seruni ungu 17"}).expect(200)
        assert r.json["langkah"] == "daftar_faktor", r
        twin.passwords["admin.uji"] = "Seruni ungu 17"
        enrol(twin, c, "admin.uji")
        c.get("/api/v1/akun").expect(200)
    finally:
        twin.stop()
        twin.remove()
