"""Simulation over HTTP: what a release would change is computed as a job, stored, and read with as many names as the
reader's units allow."""
import json
import time

from lib.suite import case, suite

from .negative import row
from .release import on_a_copy, package, places, shipped, tar, upload
from .story import wait

SKEMA = "skp-permenpanrb-6-2022"


def scheme(c):
    return next(r for r in c.get("/api/v1/plugin").expect(200).json["data"] if r["plugin"] == SKEMA and r["aktivasi"])


def simulate(server, c, release, **body):
    """The finished job and, where there is one, the report."""
    job = c.post(f"/api/v1/plugin/{release}/simulasi", {"periode": "2025", **body}).expect(202)
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

    new = upload(pusat, "/api/v1/plugin", tar(strict()))
    if new.status == 201:
        _, same = simulate(server, pusat, new.json["id"])
        assert same["laporan"]["perpindahan"] == laporan["perpindahan"], same["laporan"]["perpindahan"]
    listed = auditor.get(f"/api/v1/simulasi?plugin={SKEMA}&periode=2025&batas=1").expect(200).json
    assert len(listed["data"]) == 1 and listed["berikut"], listed
    rest = auditor.get(f"/api/v1/simulasi?plugin={SKEMA}&periode=2025&kursor={listed['berikut']}").expect(200).json["data"]
    assert {other["id"], report["id"], cli["id"]} <= {r["id"] for r in listed["data"] + rest}
    assert next(r for r in rest if r["id"] == other["id"]) == {k: other[k] for k in other if k not in ("laporan", "aksi")}
    assert auditor.get("/api/v1/simulasi?plugin=zzz").expect(200).json["data"] == []
    rows = [r for r in auditor.get("/api/v1/audit?objek=simulasi&batas=50").json["data"] if r["objek_id"] == other["id"]]
    assert len(rows) == 1 and rows[0]["dokumen"] == other["hash"] and rows[0]["akun"] == server.roles["admin_pusat"], rows
