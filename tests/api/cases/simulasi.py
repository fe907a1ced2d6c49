"""Simulation over HTTP: what a release would change is computed as a job, stored, and read with as many names as the
reader's units allow."""
import json
import sqlite3
import time

from lib.suite import case, suite

from .negative import row
from .release import on_a_copy, package, places, shipped, tar, upload
from .story import wait

SKEMA = "skp-permenpanrb-6-2022"


def scheme(c):
    return next(r for r in c.get("/api/v1/plugin").expect(200).json["data"] if r["plugin"] == SKEMA and r["aktivasi"])


def simulate(server, c, release, periode="2025", **body):
    """The finished job and, where there is one, the report."""
    job = c.post(f"/api/v1/plugin/{release}/simulasi", {"periode": periode, **body}).expect(202)
    ended = wait(server, c, job.headers["location"])
    report = c.get(f"/api/v1/simulasi/{ended['hasil']['simulasi_id']}").expect(200).json if ended["status"] == "selesai" else None
    return ended, report


def strict(**change):
    """The shipped scheme, whose lower bound of `sesuai` is 104 unless the settings say otherwise."""
    files = shipped(SKEMA, version="9.1.0", **change)
    manifest = json.loads(files["plugin.json"])
    manifest["settings"]["ambang_bawah"]["default"] = 104
    return {**files, "plugin.json": json.dumps(manifest, ensure_ascii=False)}


@on_a_copy
def a_candidate_beside_what_is_in_force(server):
    """The same numbers by settings alone, by an installed package, and on the command line; stored and audited."""
    pusat, auditor = server.role("admin_pusat"), server.role("auditor")
    now = scheme(auditor)
    none, report = simulate(server, pusat, now["id"])
    assert none["jenis"] == "plugin.simulasi" and none["hasil"]["lengkap"], none
    assert report["berubah"] == 0 and report["evaluasi"] > 50 and report["laporan"]["terbesar"] == [], report
    assert none["maju"] == none["total"] == report["laporan"]["evaluasi"], none

    _, other = simulate(server, pusat, now["id"], setelan={"ambang_bawah": 104})
    assert other["berubah"] > 0 and other["release_id"] == now["id"], other
    laporan = other["laporan"]
    assert laporan["calon"]["setelan"]["ambang_bawah"] == 104 and other["setelan_hash"] != report["setelan_hash"]
    assert laporan["berlaku"][0]["sha256"] == other["sha256"], "only the settings differ"
    moved = sum(n for i, r in enumerate(laporan["perpindahan"]["predikat_saran"]) for k, n in enumerate(r) if i != k)
    assert moved == laporan["berubah"]["predikat_saran"] > 0, laporan["berubah"]
    assert sum(u["berubah"]["ada"] for u in laporan["per_unit"]) == other["berubah"]
    assert 0 < len(laporan["terbesar"]) <= 20 and laporan["tersembunyi"] == 0, laporan
    first = laporan["terbesar"][0]
    assert first["nama"] and first["sebelum"]["jejak"] and first["sesudah"]["jejak"], first
    known = next(u for u in laporan["per_unit"] if u["distribusi"]["organisasi"])
    assert "memenuhi_pola" in known["distribusi"]["sesudah"]["pola"], known

    cli = json.loads(server.cli("plugin", "simulate", str(now["id"]), "--periode", "2025", "--settings",
                                '{"ambang_bawah": 104}', "--json").stdout)
    assert cli["hash"] == other["hash"] and cli["berubah"] == laporan["berubah"], "command line and API differ"

    # A package whose own cases are not yet corrected waits as uploaded, and is simulated all the same.
    new = upload(pusat, "/api/v1/plugin", tar(strict())).expect(201).json
    assert new["status"] == "uploaded" and new["galat"], new
    _, same = simulate(server, pusat, new["id"])
    assert same["laporan"]["perpindahan"] == laporan["perpindahan"], same["laporan"]["perpindahan"]
    assert same["release_id"] == new["id"] and same["sha256"] == new["sha256"], same
    listed = auditor.get(f"/api/v1/simulasi?plugin={SKEMA}&periode=2025&batas=1").expect(200).json
    assert len(listed["data"]) == 1 and listed["berikut"], listed
    rest = auditor.get(f"/api/v1/simulasi?plugin={SKEMA}&periode=2025&kursor={listed['berikut']}").expect(200).json["data"]
    assert {other["id"], report["id"], cli["id"]} <= {r["id"] for r in listed["data"] + rest}
    assert next(r for r in rest if r["id"] == other["id"]) == {k: other[k] for k in other if k not in ("laporan", "aksi")}
    assert auditor.get("/api/v1/simulasi?plugin=zzz").expect(200).json["data"] == []
    rows = [r for r in auditor.get("/api/v1/audit?objek=simulasi&batas=50").json["data"] if r["objek_id"] == other["id"]]
    assert len(rows) == 1 and rows[0]["dokumen"] == other["hash"] and rows[0]["akun"] == server.roles["admin_pusat"], rows


def sql(server, text):
    """A change behind the server's back: what no operation offers."""
    with sqlite3.connect(server.data / "tenayan.db", timeout=30) as db:
        db.execute(text)
    db.close()


@on_a_copy
def names_end_where_the_right_ends(server):
    """Within the own unit with names; after a part of it has gone to another dinas, without those people."""
    unit, pusat = server.role("admin_unit"), server.role("admin_pusat")
    units = {u["kode"]: u for u in unit.get("/api/v1/unit?batas=200").expect(200).json["data"]}
    pkm, kel = places(server)
    dinas = next(u["id"] for u in units.values() if u["kode"] == "dinkes")
    now = scheme(unit)
    body = {"setelan": {"ambang_bawah": 104}}
    _, own = simulate(server, unit, now["id"], unit=dinas, **body)
    people = own["laporan"]["terbesar"]
    assert people and own["laporan"]["tersembunyi"] == 0 and own["unit"] == "dinkes", own
    assert any(p["unit"] == "pkm-tenayan-raya" for p in people), people
    row("the whole institution", unit.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025", **body}), 403)
    row("another unit", unit.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025", "unit": kel, **body}), 403)
    _, all_of_it = simulate(server, pusat, now["id"], **body)
    row("what is about others too", unit.get(f"/api/v1/simulasi/{all_of_it['id']}"), 404, "simulasi.tidak_ada")
    assert all_of_it["id"] not in {r["id"] for r in unit.get("/api/v1/simulasi").expect(200).json["data"]}

    sql(server, f"UPDATE unit_induk SET induk_id = {kel} WHERE unit_id = {pkm}")
    seen = unit.get(f"/api/v1/simulasi/{own['id']}").expect(200)
    report = seen.json["laporan"]
    assert report["tersembunyi"] == len(people) - len(report["terbesar"]) > 0, report["tersembunyi"]
    for p in people:
        if p["unit"] == "pkm-tenayan-raya":
            suite.row(f"{p['nip']} is not named", p["nip"].encode() not in seen.raw and p["nama"].encode() not in seen.raw)
    assert len(pusat.get(f"/api/v1/simulasi/{own['id']}").expect(200).json["laporan"]["terbesar"]) == len(people)


@on_a_copy
def what_cannot_be_simulated(server):
    pusat = server.role("admin_pusat")
    now, pkm = scheme(pusat), places(server)[0]
    at = f"/api/v1/plugin/{now['id']}/simulasi"
    row("no period", pusat.post(at, {}), 422, "umum.masukan")
    row("a period that is none", pusat.post(at, {"periode": "1999"}), 404)
    row("no such unit", pusat.post(at, {"periode": "2025", "unit": 999999}), 404, "unit.tidak_ada")
    row("no such release", pusat.post("/api/v1/plugin/999999/simulasi", {"periode": "2025"}), 404, "release.tidak_ada")
    row("settings out of bounds", pusat.post(at, {"periode": "2025", "setelan": {"ambang_bawah": "seratus"}}), 422,
        "plugin.setelan")
    row("a setting that is none", pusat.post(at, {"periode": "2025", "setelan": {"zzz": 1}}), 422, "plugin.setelan")
    row("more than is known", pusat.post(at, {"periode": "2025", "kode": 1}), 422, "umum.masukan")
    row("no such simulation", pusat.get("/api/v1/simulasi/999999"), 404, "simulasi.tidak_ada")
    row("a cursor that is none", pusat.get("/api/v1/simulasi?kursor=x"), 422, "umum.masukan")
    before = len(pusat.get("/api/v1/simulasi").json["data"])
    first = pusat.post(at, {"periode": "2025-TW1"}, key="simulasi-1").expect(202)
    assert pusat.post(at, {"periode": "2025-TW1"}, key="simulasi-1").expect(202).raw == first.raw
    wait(server, pusat, first.headers["location"])
    assert len(pusat.get("/api/v1/simulasi").json["data"]) == before + 1, "a repeated key is one simulation"

    nothing, report = simulate(server, pusat, now["id"], periode="2026-12", unit=pkm)
    assert report["evaluasi"] == 0 and report["laporan"]["catatan"], report
    sql(server, f"UPDATE release SET status = 'quarantined', alasan = 'uji' WHERE id = {now['id']}")
    row("a release in quarantine", pusat.post(at, {"periode": "2025"}), 409, "release.karantina")


@on_a_copy
def a_job_outlives_its_server(server):
    """Killed with the job on its way, started again: it ends, and there is one report of it. A cancelled one has none."""
    pusat, unit = server.role("admin_pusat"), server.role("admin_unit")
    now, pkm = scheme(pusat), places(server)[0]
    before = len(pusat.get("/api/v1/simulasi").json["data"])
    jobs = [pusat.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025"}).expect(202) for _ in range(4)]
    mine = unit.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025", "unit": pkm}).expect(202)
    last = pusat.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025"}).expect(202)
    seen = unit.get(mine.headers["location"]).expect(200)
    ended = unit.post(f"{mine.headers['location']}/aksi", {"aksi": "batal"})
    assert ended.status in (200, 409) and (seen.aksi("batal") or {}).get("boleh", True), (ended, seen.json["aksi"])
    stopped = pusat.post(f"{last.headers['location']}/aksi", {"aksi": "batal"})
    server.process.kill()
    server.process.wait()
    for c in (pusat, unit):
        c.close()
    server.start()
    done = [wait(server, server.role("admin_pusat"), j.headers["location"]) for j in jobs]
    assert all(j["status"] == "selesai" for j in done), done
    found = [j["hasil"]["simulasi_id"] for j in done]
    listed = [r["id"] for r in server.role("admin_pusat").get("/api/v1/simulasi?batas=200").json["data"]]
    assert len(set(found)) == 4 and set(found) <= set(listed), (found, listed)
    told = {j: wait(server, server.role("admin_pusat"), j) for j in (mine.headers["location"], last.headers["location"])}
    for job, answer in ((mine, ended), (last, stopped)):
        state = told[job.headers["location"]]["status"]
        suite.row("a cancelled job", state == "batal" if answer.status == 200 and answer.json["status"] == "batal"
                  else state in ("batal", "selesai"), f"{answer!r} {state}")
    extra = sum(j["status"] == "selesai" for j in told.values())
    suite.row("one report a job", len(listed) == before + 4 + extra, f"{len(listed)} of {before} + 4 + {extra}")


@on_a_copy
def rights_hold_when_it_is_stored(server):
    """Who lost his role while it was computed stores nothing."""
    pusat, unit = server.role("admin_pusat"), server.role("admin_unit")
    now, pkm = scheme(pusat), places(server)[0]
    sql(server, f"INSERT INTO job (jenis, akun_id, status, isi, dibuat, diubah) SELECT 'plugin.simulasi', id, 'antri',"
                f" '{{\"release_id\":{now['id']},\"periode\":\"2025\"}}', '2026-01-01T00:00:00.000Z',"
                f" '2026-01-01T00:00:00.000Z' FROM akun WHERE nama = '{server.roles['admin_unit']}'")
    unit.post(f"/api/v1/plugin/{now['id']}/simulasi", {"periode": "2025", "unit": pkm}).expect(202)  # the nudge
    job = next(j for j in pusat.get("/api/v1/jobs").json["data"] if j["dibuat"].startswith("2026-01-01T"))
    job = wait(server, pusat, f"/api/v1/jobs/{job['id']}")
    assert job["status"] == "gagal" and job["hasil"]["galat"]["code"] == "umum.tidak_berhak", job


@on_a_copy
def a_candidate_that_never_ends(server):
    """Its simulation shows progress, is cancelled, gives way to a shutdown and is taken up again; everybody else goes on."""
    pusat, nurse = server.role("admin_pusat"), server.role("pegawai")
    files = shipped(SKEMA, version="9.2.0")
    lua = files["init.lua"].decode()
    mark = "saran = function(evaluasi, setelan)\n"
    assert lua.count(mark) == 1, lua
    files["init.lua"] = lua.replace(mark, mark + "    while true do end\n")
    calon = upload(pusat, "/api/v1/plugin", tar(files)).expect(201).json
    assert calon["status"] == "uploaded", calon
    at = f"/api/v1/plugin/{calon['id']}/simulasi"
    first = pusat.post(at, {"periode": "2025"}).expect(202).headers["location"]
    second = pusat.post(at, {"periode": "2025"}).expect(202).headers["location"]
    while pusat.get(first).json["status"] == "antri":
        time.sleep(0.05)
    nurse.get("/api/v1/saya").expect(200)
    r = pusat.post(f"{first}/aksi", {"aksi": "batal"})
    assert r.status in (200, 409), r
    ended = wait(server, pusat, first)
    suite.row("cancelled while it runs", ended["status"] == ("batal" if r.status == 200 else "selesai"), repr(ended))
    while pusat.get(second).json["status"] == "antri":
        time.sleep(0.05)
    pusat.close()
    code = server.stop()
    suite.row("a shutdown does not wait for it", code == 0, f"exit {code}\n{server.tail()}")
    server.start()
    pusat = server.role("admin_pusat")
    done = wait(server, pusat, second, 120)
    assert done["status"] == "selesai" and done["hasil"]["evaluasi"] == 0 and done["hasil"]["lengkap"], done
    report = pusat.get(f"/api/v1/simulasi/{done['hasil']['simulasi_id']}").expect(200).json["laporan"]
    assert report["gagal_baru"] == report["gagal_calon"] > 50 and report["peringatan"][0]["kode"] == "gagal_baru", report["peringatan"]
    assert {g["code"] for g in report["gagal"]} == {"plugin.batas_instruksi"}, report["gagal_per_kode"]
    assert all(g["berkas"] == "init.lua" and g["baris"] for g in report["gagal"]), report["gagal"][0]


@on_a_copy
def without_time_it_is_not_complete(server):
    """A millisecond of CPU is too little for heads of units: exit 75, and over HTTP not `lengkap`, with a sentence."""
    pusat = server.role("admin_pusat")
    files = shipped(SKEMA, version="9.3.0", limits={"cpu_ms": 1})
    lua, mark = files["init.lua"].decode(), "saran = function(evaluasi, setelan)\n"
    files["init.lua"] = lua.replace(mark, mark + "    if evaluasi.kepala_unit then for i = 1, 600000 do local x = {} end end\n")
    folder = server.folder / "tanpa-waktu"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    r = server.cli("plugin", "simulate", str(folder), "--periode", "2025", "--json", check=False)
    printed = json.loads(r.stdout)
    assert r.returncode == 75 and not printed["lengkap"] and printed["tertunda"] > 0, r
    assert "belum lengkap" in r.stderr and printed["peringatan"][0]["kode"] == "tertunda", r.stderr
    calon = upload(pusat, "/api/v1/plugin", tar(files)).expect(201).json
    job, report = simulate(server, pusat, calon["id"])
    assert not job["hasil"]["lengkap"] and job["hasil"]["tertunda"] == report["tertunda"] > 0, job
    assert not report["lengkap"] and report["laporan"]["peringatan"][0]["kode"] == "tertunda", report["laporan"]["peringatan"]
    text = server.cli("plugin", "simulate", str(folder), "--periode", "2025", check=False)
    assert text.returncode == 75 and "belum lengkap" in text.stdout and "Perhatian: " in text.stderr, text
