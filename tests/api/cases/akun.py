"""Accounts and their administrators: codes that are shown once, roles with dates, and what nobody does to himself."""
import json
import re

from lib.client import Client
from lib.suite import case, suite

from .faktor import enrol


def find(admin, nip):
    return admin.get(f"/api/v1/akun?cari={nip}").expect(200).json["data"][0]["id"]


def etag(admin, id):
    return admin.get(f"/api/v1/akun/{id}").expect(200).etag


def step(admin, id, aksi, catatan=None):
    body = {"aksi": aksi, **({"catatan": catatan} if catatan else {})}
    return admin.post(f"/api/v1/akun/{id}/aksi", body, etag=etag(admin, id))


def login(server, nama, sandi):
    c = Client(server)
    return c, c.post("/api/v1/sesi", {"nama": nama, "sandi": sandi})


@case
def a_new_account_and_its_code(server):
    admin = server.role("admin_pusat")
    made = admin.post("/api/v1/akun", {"nama": "bank.data", "jam": 1}, key="akun-1").expect(201)
    kode, id = made.json["kode_sekali"], made.json["akun_id"]
    assert made.headers["location"] == f"/api/v1/akun/{id}"
    # The key does not keep what is shown once.
    admin.post("/api/v1/akun", {"nama": "bank.data", "jam": 1}, key="akun-1").expect(409, "akun.ganda")
    shown = admin.get(f"/api/v1/akun/{id}").expect(200).json
    assert shown["sandi"] == "kode_sekali" and shown["pegawai"] is None and shown["peran"] == [], shown
    assert kode not in admin.get("/api/v1/audit?objek=akun&batas=5").raw.decode()
    c, r = login(server, "bank.data", kode)
    assert r.expect(200).json["langkah"] == "ganti_sandi"
    # Used again before it was changed: the first one is out.
    d, r = login(server, "bank.data", kode)
    r.expect(200)
    c.get("/api/v1/sesi", learn=False).expect(401)
    for weak in ("Password1234", "0812-3456-7890", "tenayan-raya-2026", "bank.data.bank.data"):
        d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": weak}).expect(422, "sandi.lemah")
    d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Cempaka kuning 8"}).expect(200)
    login(server, "bank.data", kode)[1].expect(401, "masuk.salah")
    assert admin.get(f"/api/v1/akun/{id}").json["sandi"] == "ada"
    for x in (c, d):
        x.close()


@case
def a_code_expires(server):
    admin = server.role("admin_pusat")
    id = find(admin, "bank.data")
    kode = admin.post(f"/api/v1/akun/{id}/kode", {"jam": 1}, etag=etag(admin, id)).expect(200).json["kode_sekali"]
    login(server, "bank.data", "Cempaka kuning 8")[1].expect(401, "masuk.salah")
    server.tick(3601)
    login(server, "bank.data", kode)[1].expect(401, "masuk.kode_kedaluwarsa")
    login(server, "bank.data", "salah-sekali")[1].expect(401, "masuk.salah")
    kode = admin.post(f"/api/v1/akun/{id}/kode", {}, etag=etag(admin, id)).expect(200).json["kode_sekali"]
    c, r = login(server, "bank.data", kode)
    r.expect(200)
    c.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Cempaka kuning 9"}).expect(200)
    c.close()


@case
def roles_have_a_scope_and_a_date(server):
    admin = server.role("admin_pusat")
    id = find(admin, "bank.data")
    units = {u["kode"]: u["id"] for u in admin.get("/api/v1/unit?batas=200").json["data"]}
    c, _ = login(server, "bank.data", "Cempaka kuning 9")
    c.get("/api/v1/audit").expect(403)
    today = c.get("/api/v1/saya").json["hari"]

    def give(body, **kw):
        return admin.post(f"/api/v1/akun/{id}/peran", body, etag=kw.get("etag", etag(admin, id)))

    give({"peran": "pengelola"}).expect(422, "peran.tidak_dikenal")
    give({"peran": "auditor", "mulai": "2027-13-01"}).expect(422)
    give({"peran": "auditor", "mulai": "2099-02-01", "selesai": "2099-01-01"}).expect(422, "umum.masukan")
    give({"peran": "pengelola", "unit": 999999}).expect(404)
    give({"peran": "auditor"}, etag='"1"').expect(412, "umum.versi")
    give({"peran": "auditor", "mulai": "2099-01-01"}).expect(200)
    c.get("/api/v1/audit").expect(403)
    give({"peran": "auditor", "selesai": today}).expect(200)
    give({"peran": "auditor", "selesai": today}).expect(409, "peran.tumpang_tindih")
    # In force from the next request on, without logging in again.
    c.get("/api/v1/audit").expect(200)
    assert [r["mulai"] for r in admin.get(f"/api/v1/akun/{id}").json["peran"]] == ["2099-01-01", today]
    give({"peran": "auditor", "mulai": today, "cabut": True}).expect(200)
    c.get("/api/v1/audit").expect(403)
    give({"peran": "auditor", "mulai": today, "cabut": True}).expect(404, "peran.tidak_ada")
    give({"peran": "pengelola", "unit": units["pkm-tenayan-raya"]}).expect(200)
    rows = c.get("/api/v1/evaluasi?periode=2025&batas=200").expect(200).json["data"]
    assert rows
    give({"peran": "pengelola", "unit": units["pkm-tenayan-raya"], "cabut": True}).expect(200)
    c.get("/api/v1/evaluasi?periode=2025").expect(403)
    c.close()


@case
def nobody_reaches_beyond_his_own_rights(server):
    """A unit's administrator over somebody who holds more than he could give; everybody over himself."""
    pusat, unit = server.role("admin_pusat"), server.role("admin_unit")
    nurse = find(unit, server.roles["pegawai"])
    me = find(pusat, server.roles["admin_pusat"])
    for aksi in ("tutup", "akhiri_sesi", "cabut_faktor"):
        step(pusat, me, aksi, "Uji").expect(403, "akun.sendiri")
    pusat.post(f"/api/v1/akun/{me}/kode", {}, etag=etag(pusat, me)).expect(403, "akun.sendiri")
    pusat.post(f"/api/v1/akun/{me}/peran", {"peran": "auditor"}, etag=etag(pusat, me)).expect(403, "akun.sendiri")
    assert not [a for a in pusat.get(f"/api/v1/akun/{me}").json["aksi"] if a["boleh"]]
    # The nurse becomes an auditor of everything: from now on her unit's administrator cannot take her account.
    assert [a["aksi"] for a in unit.get(f"/api/v1/akun/{nurse}").json["aksi"] if a["boleh"]] == ["tutup", "kode", "akhiri_sesi"]
    pusat.post(f"/api/v1/akun/{nurse}/peran", {"peran": "auditor", "mulai": "2098-01-01"}, etag=etag(pusat, nurse)).expect(200)
    for aksi in ("tutup", "akhiri_sesi", "cabut_faktor"):
        step(unit, nurse, aksi, "Uji").expect(403, "umum.tidak_berhak")
    unit.post(f"/api/v1/akun/{nurse}/kode", {}, etag=etag(unit, nurse)).expect(403)
    unit.get(f"/api/v1/akun/{nurse}/sesi").expect(403)
    unit.post(f"/api/v1/akun/{nurse}/peran", {"peran": "auditor", "mulai": "2098-01-01", "cabut": True},
              etag=etag(unit, nurse)).expect(403)
    pusat.post(f"/api/v1/akun/{nurse}/peran", {"peran": "auditor", "mulai": "2098-01-01", "cabut": True},
               etag=etag(pusat, nurse)).expect(200)


@case
def a_reset_does_not_pass_the_second_factor(server):
    admin = server.role("admin_unit")
    nip = server.roles["pegawai"]
    id = find(admin, nip)
    c = server.fresh(nip)
    phone, _, _ = enrol(server, c, nip)
    server.sessions.pop(nip, None)
    kode = admin.post(f"/api/v1/akun/{id}/kode", {}, etag=etag(admin, id)).expect(200).json["kode_sekali"]
    c.get("/api/v1/saya", learn=False).expect(401)
    d, r = login(server, nip, kode)
    assert r.expect(200).json["langkah"] == "kode"
    d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Kamboja putih 5"}).expect(403, "masuk.langkah")
    server.tick(60)
    r = d.post("/api/v1/sesi", {"langkah": "kode", "kode": phone.code()}).expect(200)
    assert r.json["langkah"] == "ganti_sandi", r
    d.get("/api/v1/saya").expect(403, "masuk.langkah")
    d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": f"ini {nip} saya"}).expect(422, "sandi.lemah")
    assert d.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_baru": "Kamboja putih 5"}).expect(200).json["langkah"] == "selesai"
    server.passwords[nip] = "Kamboja putih 5"
    d.get("/api/v1/saya").expect(200)
    # The phone is lost: a second step of the administrator, with a reason that the audit keeps.
    step(admin, id, "cabut_faktor").expect(422, "alur.tanpa_catatan")
    step(admin, id, "cabut_faktor", "Ponsel hilang, surat nomor 12").expect(200)
    d.get("/api/v1/saya", learn=False).expect(401)
    step(admin, id, "cabut_faktor", "lagi").expect(409, "faktor.belum_ada")
    row = server.role("auditor").get(f"/api/v1/audit?objek=akun&objek_id={id}&batas=1").json["data"][0]
    assert row["peristiwa"] == "faktor_dicabut" and "surat nomor 12" in row["catatan"], row
    assert login(server, nip, "Kamboja putih 5")[1].expect(200).json["langkah"] == "selesai"
    for x in (c, d):
        x.close()


@case
def an_administrator_ends_sessions(server):
    admin = server.role("admin_unit")
    nip = server.roles["pegawai"]
    id = find(admin, nip)
    c, d = server.fresh(nip), server.fresh(nip)
    rows = admin.get(f"/api/v1/akun/{id}/sesi").expect(200).json["data"]
    assert len(rows) >= 2 and not any(s["ini"] for s in rows)
    assert not re.search(r"[0-9a-f]{32}", str(rows))
    mine = next(s["id"] for s in c.get("/api/v1/saya/sesi").json["data"] if s["ini"])
    admin.delete(f"/api/v1/akun/{id}/sesi/{mine}").expect(204)
    c.get("/api/v1/saya", learn=False).expect(401)
    d.get("/api/v1/saya").expect(200)
    step(admin, id, "akhiri_sesi").expect(200)
    d.get("/api/v1/saya", learn=False).expect(401)
    server.sessions.pop(nip, None)
    step(admin, id, "tutup", "Pensiun").expect(200)
    login(server, nip, server.passwords[nip])[1].expect(401, "masuk.salah")
    step(admin, id, "tutup").expect(409, "akun.tertutup")
    step(admin, id, "buka").expect(200)
    login(server, nip, server.passwords[nip])[1].expect(200)
    for x in (c, d):
        x.close()


@case
def lists_of_accounts(server):
    unit, pusat = server.role("admin_unit"), server.role("admin_pusat")
    seen, cursor = [], ""
    while cursor is not None:
        r = unit.get("/api/v1/akun?batas=7" + (f"&kursor={cursor}" if cursor else "")).expect(200).json
        seen += [a["id"] for a in r["data"]]
        cursor = r["berikut"]
    assert len(seen) == len(set(seen)) > 7
    everybody = pusat.get("/api/v1/akun?batas=200").expect(200).json["data"]
    hidden = [a["id"] for a in everybody if a["id"] not in seen]
    for i in hidden[:5]:
        unit.get(f"/api/v1/akun/{i}").expect(404, "akun.tidak_ada")
    for i in seen[:5]:
        unit.get(f"/api/v1/akun/{i}").expect(200)
    only = pusat.get("/api/v1/akun?peran=auditor").expect(200).json["data"]
    assert only and all(any(p["peran"] == "auditor" for p in a["peran"]) for a in only)
    pusat.get("/api/v1/akun?peran=raja").expect(422)
    assert pusat.get("/api/v1/akun?cari=%25").expect(200).json["data"] == []


@case
def the_same_from_the_command_line(server):
    """Tokens, sessions and factors of an account without a browser; a running server heeds it at once."""
    admin = server.role("admin_pusat")
    made = json.loads(server.cli("token", "add", "bank.data", "Tarik data malam", "--hari", "366", "--json").stdout)
    t = Client(server)
    t.bearer = made["token"]
    t.get("/api/v1/saya").expect(200)
    t.post("/api/v1/periode", {"kode": "2031-09"}).expect(403)
    listed = json.loads(server.cli("token", "list", "bank.data", "--json").stdout)
    assert [s["nama"] for s in listed if s["id"] == made["id"]] == ["Tarik data malam"] and made["token"] not in str(listed)
    server.cli("token", "end", "bank.data", str(made["id"]))
    t.get("/api/v1/saya").expect(401)
    assert server.cli("token", "end", "bank.data", str(made["id"]), check=False).returncode == 5
    assert server.cli("token", "add", "bank.data", "x", "--hari", "900", check=False).returncode == 2
    assert server.cli("token", "add", "bank.data", "x", "--aksi", "periode.ubah", check=False).returncode == 7
    c, _ = login(server, "bank.data", "Cempaka kuning 9")
    server.cli("user", "logout", "bank.data")
    c.get("/api/v1/saya", learn=False).expect(401)
    server.passwords["bank.data"] = "Cempaka kuning 9"
    c = server.fresh("bank.data")
    enrol(server, c, "bank.data")
    assert server.cli("user", "totp-off", "bank.data", check=False).returncode == 2
    server.cli("user", "totp-off", "bank.data", "--alasan", "Ponsel hilang")
    c.get("/api/v1/saya", learn=False).expect(401)
    row = admin.get("/api/v1/audit?objek=akun&batas=1").json["data"][0]
    assert row["peristiwa"] == "faktor_dicabut" and row["catatan"] == "Ponsel hilang", row
    for x in (t, c):
        x.close()
