"""Access: sessions that end at once, tokens that never reach further than their owner."""
import json
import re
import time
from datetime import datetime, timedelta

from lib.client import Client
from lib.suite import case, suite
from tables import ROWS

from .roles import Objects


def machine(server, token, who="mesin"):
    c = Client(server, who)
    c.bearer = token
    return c


def token(owner, **scope):
    return new_token(owner, nama="skrip uji", **scope).expect(201).json


def new_token(owner, **body):
    return owner.post("/api/v1/saya/token", {"sandi": owner.server.passwords[owner.nama], **body})


def sessions(c):
    return c.get("/api/v1/saya/sesi").expect(200).json["data"]


@case
def sessions_are_listed_and_end_at_once(server):
    nip = server.roles["penilai"]
    a, b = server.fresh(nip), Client(server)
    r = b.post("/api/v1/sesi", {"nama": nip, "sandi": server.passwords[nip]},
               headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"})
    r.expect(200)
    rows = sessions(b)
    mine = [s for s in rows if s["ini"]]
    assert len(mine) == 1 and mine[0]["agen"] == "Firefox di Windows" and mine[0]["alamat"] == "127.0.0.0/24", mine
    other = next(s for s in sessions(a) if s["ini"])
    assert other["id"] in [s["id"] for s in rows]
    stored = re.compile(r"[0-9a-f]{32}")
    assert not stored.search(json.dumps(rows)), "a digest or a token stands in the list"
    b.delete(f"/api/v1/saya/sesi/{other['id']}").expect(204)
    a.get("/api/v1/saya", learn=False).expect(401, "sesi.tidak_sah")
    b.delete(f"/api/v1/saya/sesi/{other['id']}").expect(404, "sesi.tidak_ada")
    # Another's session is none for me.
    theirs = next(s for s in sessions(server.role("auditor")) if s["ini"])
    b.delete(f"/api/v1/saya/sesi/{theirs['id']}").expect(404, "sesi.tidak_ada")
    server.role("auditor").get("/api/v1/saya").expect(200)
    a.close()
    b.close()


@case
def a_password_change_ends_the_rest(server):
    nip = server.roles["atasan_penilai"]
    a, b = server.fresh(nip), server.fresh(nip)
    t = machine(server, token(a)["token"])
    t.get("/api/v1/saya").expect(200)
    baru = "Teratai biru 31"
    a.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_lama": server.passwords[nip], "sandi_baru": baru}).expect(200)
    server.passwords[nip] = baru
    server.sessions.pop(nip, None)
    a.get("/api/v1/saya").expect(200)
    b.get("/api/v1/saya", learn=False).expect(401)
    t.get("/api/v1/saya").expect(401)
    for c in (a, b, t):
        c.close()


@case
def a_token_is_its_owner_narrowed(server):
    owner = server.role("admin_pusat")
    units = {u["kode"]: u["id"] for u in owner.get("/api/v1/unit?batas=200").json["data"]}
    reader = machine(server, token(owner)["token"])
    reader.get("/api/v1/skp").expect(200)
    reader.post("/api/v1/periode", {"kode": "2031-01"}).expect(403, "token.lingkup")
    writer = machine(server, token(owner, baca=False, hari=1)["token"])
    writer.post("/api/v1/periode", {"kode": "2031-01"}).expect(201)
    few = machine(server, token(owner, baca=False, aksi=["skp.lihat"])["token"])
    few.get("/api/v1/skp").expect(200)
    few.get("/api/v1/evaluasi").expect(403, "token.lingkup")
    few.post("/api/v1/periode", {"kode": "2031-02"}).expect(403, "token.lingkup")
    assert [a["aksi"] for a in few.get("/api/v1/saya").expect(200).json["aksi"]] == ["skp.lihat"]
    # One unit: the same rows that a look-up shows, and nothing of another.
    unit = machine(server, token(owner, unit=units["pkm-tenayan-raya"])["token"])
    rows = unit.get("/api/v1/pegawai?batas=200").expect(200).json["data"]
    everybody = owner.get("/api/v1/pegawai?batas=200").expect(200).json["data"]
    inside = {p["id"] for p in rows}
    assert rows and {p["unit"]["kode"] for p in rows} == {"pkm-tenayan-raya"}, {p["unit"]["kode"] for p in rows}
    outside = next(p["id"] for p in everybody if p["id"] not in inside)
    unit.get(f"/api/v1/pegawai/{rows[0]['id']}").expect(200)
    unit.get(f"/api/v1/pegawai/{outside}").expect(404)
    unit.get("/api/v1/audit").expect(403)
    for c in (reader, writer, few, unit):
        c.close()


@case
def a_token_of_a_person(server):
    """The nurse's token with skp.lihat only: her own plan, and no step of it; without her right, nothing."""
    nurse = server.role("pegawai")
    mine = nurse.get("/api/v1/skp?lingkup=diri&tahun=2027").json["data"][0]["id"]
    t = machine(server, token(nurse, baca=False, aksi=["skp.lihat"])["token"])
    r = t.get(f"/api/v1/skp/{mine}").expect(200)
    assert not [a for a in r.json["aksi"] if a["boleh"]], r.json["aksi"]
    t.put(f"/api/v1/skp/{mine}", {"rhk": []}, etag=r.etag).expect(403)
    t.post(f"/api/v1/skp/{mine}/aksi", {"aksi": "ajukan"}, etag=r.etag).expect(403)
    t.post("/api/v1/skp", {"mulai": "2025-01-01", "selesai": "2025-12-31", "form": "B",
                           "pendekatan": "kuantitatif"}).expect(403)
    new_token(nurse, nama="x", aksi=["periode.ubah"]).expect(422, "umum.masukan")
    new_token(nurse, nama="x", aksi=["tidak.ada"]).expect(422, "umum.masukan")
    new_token(nurse, nama="x", unit=999999).expect(404, "unit.tidak_ada")
    new_token(nurse, nama="   ").expect(422, "umum.masukan")
    nurse.post("/api/v1/saya/token", {"nama": "x", "sandi": "salah"}).expect(401, "masuk.salah")
    t.close()


@case
def what_only_people_do(server):
    owner = server.role("admin_pusat")
    t = machine(server, token(owner, baca=False)["token"])
    t.get("/api/v1/saya/sesi").expect(403, "token.hanya_orang")
    t.post("/api/v1/saya/token", {"nama": "anak", "sandi": "x"}).expect(403, "token.hanya_orang")
    t.post("/api/v1/sesi", {"langkah": "ganti_sandi", "sandi_lama": server.passwords[server.roles["admin_pusat"]],
                            "sandi_baru": "Sedap malam 44"}).expect(403)
    # As a cookie it opens nothing.
    c = Client(server)
    c.cookies["tenayan"] = t.bearer
    c.get("/api/v1/saya", learn=False).expect(401)
    for x in (t, c):
        x.close()


@case
def the_audit_names_the_token(server):
    owner = server.role("admin_pusat")
    made = token(owner, baca=False)
    t = machine(server, made["token"])
    t.post("/api/v1/periode", {"kode": "2031-03"}).expect(201)
    row = owner.get("/api/v1/audit?objek=periode&batas=1").json["data"][0]
    assert row["isi"]["lewat_token"]["id"] == made["id"] and row["isi"]["lewat_token"]["nama"] == "skrip uji", row
    owner.delete(f"/api/v1/saya/sesi/{made['id']}").expect(204)
    t.get("/api/v1/saya").expect(401)
    row = owner.get("/api/v1/audit?objek=akun&batas=1").json["data"][0]
    assert row["peristiwa"] == "cabut_token" and row["isi"]["token"]["nama"] == "skrip uji", row
    assert made["token"] not in json.dumps(owner.get("/api/v1/audit?objek=akun&batas=50").json)
    t.close()


@case
def a_token_expires(server):
    owner = server.role("auditor")
    now = datetime.fromisoformat(server.clock.read_text().strip().replace("Z", "+00:00"))
    until = datetime.fromisoformat(token(owner, hari=1)["berakhir"].replace("Z", "+00:00"))
    assert until - now == timedelta(days=1), (now, until)
    for _ in range(25):
        r = new_token(owner, nama="banyak")
        if r.status != 201:
            break
    r.expect(422, "token.terlalu_banyak")
    for s in sessions(owner):
        if s["jenis"] == "token":
            owner.delete(f"/api/v1/saya/sesi/{s['id']}").expect(204)


@case
def every_write_is_closed_to_a_narrow_token(server):
    """A token that may only look at units does not write anywhere, whatever its owner may do: every row of the table of
    roles that changes something."""
    objects = Objects(server)
    t = machine(server, token(server.role("admin_pusat"), baca=False, aksi=["unit.lihat"])["token"])
    for method, path, body, _ in ROWS:
        if method == "GET" or path == "/api/v1/sesi":
            continue
        kw = {"raw": body, "ctype": "application/octet-stream"} if isinstance(body, bytes) else {"body": objects.fill_body(body)}
        r = t.send(method, objects.fill(path), etag='"1"', **kw)
        # A bulk step over nothing succeeds in nothing.
        nothing = r.status == 200 and r.json.get("berhasil") == []
        suite.row(f"narrow token: {method} {path}", nothing or r.status in (401, 403, 404), repr(r))
    t.close()


def reads(c, want, seconds=5):
    """The log of reads, as soon as `want` holds for it: it is written beside the replies."""
    end = time.monotonic() + seconds
    while True:
        rows = c.get("/api/v1/saya/dibaca?batas=200").expect(200).json["data"]
        if want(rows) or time.monotonic() > end:
            return rows
        time.sleep(0.1)


@case
def who_can_see_my_evaluation(server):
    """The list is the rights' table as of today: everybody on it can open it, and nobody else who can is missing."""
    nurse = server.role("pegawai")
    mine = nurse.get("/api/v1/evaluasi?lingkup=diri&periode=2025").json["data"][0]["id"]
    rows = nurse.get(f"/api/v1/evaluasi/{mine}/terlihat").expect(200).json["data"]
    by = {}
    for r in rows:
        by.setdefault((r["pegawai"] or {}).get("nip") or r["akun"], []).append(r)
    head = server.roles["penilai"]
    assert any(r["relasi"] == "penilai" and r["alasan"].startswith("Pejabat penilai kinerja.") for r in by[head]), by.get(head)
    for role in ("penilai", "atasan_penilai", "pengelola", "admin_unit", "admin_pusat", "auditor", "camat"):
        nip = server.roles[role]
        seen = {m for r in by.get(nip, []) for m in r["melihat"]}
        got = server.role(role).get(f"/api/v1/evaluasi/{mine}").status
        suite.row(f"terlihat says the truth about {role}", ("evaluasi" in seen) == (got == 200), f"{seen} {got}")
    assert "bukti" not in {m for r in by[server.roles["admin_pusat"]] for m in r["melihat"]}
    # Tomorrow's office is not today's, and a closed account sees nothing.
    admin = server.role("admin_pusat")
    id = admin.get(f"/api/v1/akun?cari={server.roles['auditor']}").json["data"][0]["id"]
    step = lambda a: admin.post(f"/api/v1/akun/{id}/aksi", {"aksi": a}, etag=admin.get(f"/api/v1/akun/{id}").etag).expect(200)
    step("tutup")
    server.sessions.pop(server.roles["auditor"], None)
    gone = nurse.get(f"/api/v1/evaluasi/{mine}/terlihat").json["data"]
    assert server.roles["auditor"] not in [(r["pegawai"] or {}).get("nip") for r in gone]
    step("buka")


@case
def who_read_what_is_mine(server):
    nurse, head, auditor = server.role("pegawai"), server.role("penilai"), server.role("auditor")
    admin_unit, camat = server.role("admin_unit"), server.role("camat")
    mine = nurse.get("/api/v1/evaluasi?lingkup=diri&periode=2025").json["data"][0]
    skp = mine["skp_id"]
    server.tick(3600)
    hour = server.clock.read_text()[:13]
    # Reads that must leave a row, with the right by which they were allowed.
    head.get(f"/api/v1/evaluasi/{mine['id']}").expect(200)
    head.get(f"/api/v1/evaluasi/{mine['id']}").expect(200)
    auditor.get(f"/api/v1/skp/{skp}").expect(200)
    admin_unit.get(f"/api/v1/skp/{skp}").expect(200)
    auditor.get(f"/api/v1/skp/{skp}/realisasi/2025-TW1").expect(200)
    # Reads that must not: her own, and those that were refused.
    nurse.get(f"/api/v1/skp/{skp}").expect(200)
    camat.get(f"/api/v1/skp/{skp}").expect(404)
    admin_unit.get(f"/api/v1/evaluasi/{mine['id']}").expect(404)

    def in_hour(rows):
        return [r for r in rows if r["jam"].startswith(hour)]

    rows = in_hour(reads(nurse, lambda rows: len(in_hour(rows)) >= 4))
    got = sorted((r["oleh"]["nip"], r["objek"], r["peran"], r["relasi"]) for r in rows)
    want = sorted([(server.roles["penilai"], "evaluasi", "pegawai", "penilai"),
                   (server.roles["auditor"], "skp", "auditor", "unit"),
                   (server.roles["auditor"], "realisasi", "auditor", "unit"),
                   (server.roles["admin_unit"], "skp", "admin_unit", "unit")])
    assert got == want, f"{got}\n{want}"
    assert {r["alasan"] for r in rows} == {"Sebagai pejabat penilai kinerja.", "Sebagai auditor.", "Sebagai administrator unit."}
    # A list that shows ratings counts as reading them; a token is named as such.
    t = machine(server, token(auditor, hari=1)["token"])
    t.get(f"/api/v1/evaluasi?pegawai={nurse.get('/api/v1/saya').json['pegawai']['id']}&periode=2025").expect(200)
    rows = in_hour(reads(nurse, lambda rows: any(r["token"] for r in rows)))
    assert [r for r in rows if r["token"]][0]["objek"] == "evaluasi", rows
    # Page by page the same rows, none twice.
    pages, cursor = [], ""
    while cursor is not None:
        r = nurse.get("/api/v1/saya/dibaca?batas=2" + (f"&kursor={cursor}" if cursor else "")).expect(200).json
        pages += r["data"]
        cursor = r["berikut"]
    assert pages == reads(nurse, lambda rows: True), "pages differ from the whole"
    nurse.get("/api/v1/saya/dibaca?kursor=x").expect(422, "umum.masukan")
    nurse.get("/api/v1/saya/dibaca?kursor=2026-01-01T00.1.skp.1.1x").expect(422, "umum.masukan")
    # The next hour is another row, the same hour is not.
    before = len(reads(nurse, lambda rows: True))
    server.tick(3600)
    head.get(f"/api/v1/evaluasi/{mine['id']}").expect(200)
    head.get(f"/api/v1/evaluasi/{mine['id']}").expect(200)
    after = reads(nurse, lambda rows: len(rows) > before)
    assert len(after) == before + 1 and after[0]["oleh"]["nip"] == server.roles["penilai"], after[:2]
    t.close()


@case
def last_use_of_a_session(server):
    nip = server.roles["penilai"]
    c = server.fresh(nip)
    mine = lambda: next(s for s in sessions(c) if s["ini"])
    first = mine()
    assert first["terakhir"] is None, first
    server.tick(360)
    c.get("/api/v1/saya").expect(200)
    end = time.monotonic() + 5
    while mine()["terakhir"] is None and time.monotonic() < end:
        time.sleep(0.1)
    assert mine()["terakhir"] == server.clock.read_text().strip().replace("Z", ".000Z"), mine()
    c.close()


@case
def a_stop_loses_no_read(server):
    """SIGTERM right behind a read: its row is there after the next start."""
    from .shutdown import copy
    twin = copy(server)
    try:
        twin.start()
        nurse, head = twin.role("pegawai"), twin.role("penilai")
        mine = nurse.get("/api/v1/evaluasi?lingkup=diri&periode=2025").json["data"][0]["id"]
        twin.tick(7200)
        hour = twin.clock.read_text()[:13]
        head.get(f"/api/v1/evaluasi/{mine}").expect(200)
        assert twin.stop() == 0, twin.tail()
        twin.sessions = {}
        twin.start()
        rows = twin.role("pegawai").get("/api/v1/saya/dibaca").expect(200).json["data"]
        assert [r["oleh"]["nip"] for r in rows if r["jam"].startswith(hour)] == [twin.roles["penilai"]], rows[:3]
    finally:
        twin.stop()
        twin.remove()
