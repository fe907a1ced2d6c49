"""Pending work: what appears in whose list, and goes when it is done; figures of a unit without people."""
from lib.suite import case

from .release import on_a_copy
from .story import TAHUN


def pending(server, role):
    rows = server.role(role).get("/api/v1/saya/pekerjaan").expect(200).json["data"]
    days = [r["batas"] or "9999" for r in rows]
    assert days == sorted(days), days
    return {r["kode"]: r for r in rows}


@on_a_copy
def a_step_moves_from_one_list_to_the_next(server):
    """A realisation that is due is in the employee's list with its deadline; submitted, it is in the evaluator's."""
    server.set_time(f"{TAHUN}-06-08T02:00:00Z")
    c = server.role("pegawai")
    mine = pending(server, "pegawai")["realisasi_ajukan"]
    before = pending(server, "penilai").get("realisasi_terima", {"jumlah": 0})["jumlah"]
    assert mine["batas"] and mine["sisa_hari"] < 0 and mine["terlambat"] >= 1 and mine["contoh"], mine
    skp = next(s for s in c.get("/api/v1/skp?lingkup=diri").json["data"] if s["mulai"] == f"{TAHUN}-01-01")
    path = f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-05"
    now = c.get(path).expect(200)
    free = [{"indikator_id": n["indikator_id"], "nilai": 1, "alasan": "Uji"} for n in now.json["nilai"] if not n["plugin"]][:1]
    if not free:
        free = [{"indikator_id": now.json["nilai"][0]["indikator_id"], "isian": {"pasien": 1500}, "alasan": "Uji"}]
    c.put(path, {"nilai": free}, etag=now.etag if now.json["id"] else None).expect(200)
    c.post(f"{path}/aksi", {"aksi": "ajukan"}, etag=c.get(path).etag).expect(200)
    after = pending(server, "pegawai").get("realisasi_ajukan", {"jumlah": 0})
    assert after["jumlah"] == mine["jumlah"] - 1, (mine, after)
    theirs = pending(server, "penilai")["realisasi_terima"]
    assert theirs["jumlah"] == before + 1 and theirs["batas"], theirs
    assert "realisasi_terima" not in pending(server, "pegawai")
    p = server.role("penilai")
    p.post(f"{path}/aksi", {"aksi": "terima"}, etag=p.get(path).etag).expect(200)
    assert pending(server, "penilai").get("realisasi_terima", {"jumlah": 0})["jumlah"] == before


@case
def links_lead_to_what_is_named(server):
    """Every link of every list opens for whoever has it."""
    for role in "pegawai penilai atasan_penilai pengelola admin_unit admin_pusat camat".split():
        for row in pending(server, role).values():
            server.role(role).get(row["tautan"]).expect(200)


@case
def figures_add_up_and_name_nobody(server):
    """What lies below a unit is part of it; the command line says the same."""
    a = server.role("auditor")
    city = next(u for u in a.get("/api/v1/unit?batas=200").json["data"] if not u["induk_id"])
    whole = a.get(f"/api/v1/unit/{city['id']}/pekerjaan").expect(200)
    below = {}
    for part in whole.json["bawahan"]:
        for step in part["langkah"]:
            below[step["kode"]] = below.get(step["kode"], 0) + step["jumlah"]
    assert below and any(s["jumlah"] for s in whole.json["langkah"]), whole.json
    for step in whole.json["langkah"]:
        assert step["terlambat"] <= step["jumlah"] and below.get(step["kode"], 0) <= step["jumlah"], step
    names = [p["nama"] for p in a.get("/api/v1/pegawai?batas=200").expect(200).json["data"]]
    assert names and not [n for n in names if n in str(whole.json)], "a person is named"
    out = server.cli("unit", "pekerjaan", city["kode"], "--json").stdout
    assert '"langkah":[' in out and '"bawahan":[' in out, out
    assert server.cli("unit", "pekerjaan", "tidak-ada", check=False).returncode != 0
