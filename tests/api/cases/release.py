"""The life of a plugin release over HTTP: checked, tried, installed, enabled, replaced, rolled back, ended; and packages
that mean harm. On a copy of the data, so that nothing of it stays in force for the other cases."""
import io
import json
import re
import tarfile
import threading
import time

from lib.contract import ROOT
from lib.suite import case, suite

from .negative import row
from .shutdown import copy
from .story import TAHUN, wait

KODE = "kunjungan-uji"
LUA = """indikator {
  kode = "%s",
  judul = "Kunjungan menurut uji",
  aspek = "kuantitas",
  definisi = "Banyaknya kunjungan, untuk uji.",
  rumus = "kunjungan",
  sumber_data = "Register",
  satuan = "pasien",
  arah = "naik",
  isian = { pasien = { type = "integer", minimum = 0, title = "Kunjungan" } },
  target = { bawaan = 10, per = "bulan" },
  konsolidasi = "jumlah",
  realisasi = function(isian, setelan)
    catat("Kunjungan", isian.pasien, "register")
    return %s
  end,
}
"""


def package(version="1.0.0", value="isian.pasien * setelan.bobot", lua=None, **files):
    """A small package of one indicator; `value` is what it returns."""
    manifest = {
        "id": "uji-rilis", "version": version, "api": 1, "title": "Uji rilis", "description": "Satu indikator untuk uji.",
        "author": "Uji", "source": [{"rule": "Aturan uji", "date": "2026", "note": "-"}], "units": ["puskesmas"],
        "requires": ["indikator.v1"], "provides": {"indikator": [KODE]}, "reads": [],
        "settings": {"bobot": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1, "title": "Bobot"}}}
    tests = [{"id": "tujuh", "indikator": KODE, "isian": {"pasien": 7}, "hasil": 7}]
    return {"plugin.json": json.dumps(manifest, indent=1), "init.lua": lua or LUA % (KODE, value),
            "tests/satu.json": json.dumps(tests, indent=1), **files}


def tar(files, more=()):
    """An archive of texts or bytes; `more` are further members as (TarInfo, bytes)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, data in files.items():
            data = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
        for info, data in more:
            info.size = len(data)
            t.addfile(info, io.BytesIO(data) if data else None)
    return out.getvalue()


def member(name, kind=tarfile.REGTYPE, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def upload(c, path, raw, **kw):
    return c.send("POST", path, raw=raw, ctype="application/octet-stream", **kw)


def shipped(name, **change):
    """The files of a plugin that the program brings, with changed fields in its manifest."""
    folder = ROOT / "plugins" / name
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    files["plugin.json"] = json.dumps({**json.loads(files["plugin.json"]), **change}, ensure_ascii=False)
    return files


def on_a_copy(fn):
    def run(server):
        twin = copy(server)
        try:
            twin.start()
            fn(twin)
        finally:
            code = twin.stop()
            twin.remove()
        suite.row(f"{fn.__name__}: the copy stops with exit 0", code == 0, twin.tail() if twin.log.exists() else "")
    run.__name__, run.__module__, run.__doc__ = fn.__name__, fn.__module__, fn.__doc__
    return case(run)


def simulate(server, c, release, periode, unit, **more):
    """Runs a simulation as a job; its id."""
    r = c.post(f"/api/v1/plugin/{release}/simulasi", {"periode": periode, "unit": unit, **more}).expect(202)
    return wait(server, c, r.headers["location"])["hasil"]["simulasi_id"]


def propose(server, c, release, body, **kw):
    """Proposes it, after the simulation that the first refusal asks for, if it does."""
    path = f"/api/v1/plugin/{release}/aktivasi"
    r = c.post(path, body, **kw)
    if r.code == "plugin.belum_disimulasi":
        periode = re.search(r"--periode (\S+)", r.json["detail"])[1]
        more = {"setelan": body["setelan"]} if body.get("setelan") else {}
        simulate(server, c, release, periode, body["unit"], **more)
        r = c.post(path, body, **kw)
    return r


def decide(c, usulan, aksi, **more):
    path = f"/api/v1/plugin/usulan/{usulan}"
    return c.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=c.get(path).etag)


def put_in_force(server, by, second, release, body):
    """Proposed by one, approved by the other."""
    u = propose(server, by, release, body).expect(201).json
    assert u["status"] == "diajukan" and u["aktivasi"] is None, u
    done = decide(second, u["id"], "setujui").expect(200).json
    assert (done["status"], done["cara"]) == ("disetujui", "persetujuan") and done["aktivasi"], done
    return done


def places(server):
    units = {u["kode"]: u["id"] for u in server.role("auditor").get("/api/v1/unit?batas=200").expect(200).json["data"]}
    return units["pkm-tenayan-raya"], units["kel-rejosari"]


@case
def the_authors_kit(server):
    """Check, test and call answer over HTTP what the command line answers, and keep nothing."""
    c = server.role("admin_unit")
    before = c.get("/api/v1/plugin").expect(200).json
    good = c.post("/api/v1/plugin/periksa", {"berkas": package()}).expect(200).json
    assert good["paket"]["id"] == "uji-rilis" and good["paket"]["daftar"]["indikator"][0]["kode"] == KODE, good
    assert (good["uji"]["lulus"], good["uji"]["gagal"], good["uji"]["belum_diuji"]) == (1, 0, []), good
    assert good["uji"]["kasus"][0]["instruksi"] > 0 and good["uji"]["kasus"][0]["memori"] > 0, good
    assert upload(c, "/api/v1/plugin/periksa", tar(package())).expect(200).json == good, "an archive is the same package"

    bad = c.post("/api/v1/plugin/periksa", {"berkas": package(value="isian.pasien + 1")}).expect(200).json["uji"]
    assert bad["gagal"] == 1 and not bad["kasus"][0]["lulus"], bad
    assert bad["kasus"][0]["berkas"] == "tests/satu.json" and "8" in bad["kasus"][0]["pesan"], bad
    broken = c.post("/api/v1/plugin/periksa", {"berkas": package(lua="local x = 1\nindikator {{\n")}).expect(422, "plugin.sintaks")
    assert broken.json["berkas"] == "init.lua" and broken.json["baris"] >= 2, broken

    example = lambda verb: server.contract.doc["paths"][f"/api/v1/plugin/{verb}"]["post"]["requestBody"]["content"][
        "application/json"]["example"]
    assert c.post("/api/v1/plugin/periksa", example("periksa")).expect(200).json["uji"]["gagal"] == 0
    assert c.post("/api/v1/plugin/coba", example("coba")).expect(200).json["hasil"] == 10

    folder = server.folder / "uji-rilis"
    for name, text in package().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    printed = [json.loads(server.cli("plugin", verb, str(folder), "--json").stdout) for verb in ("check", "test")]
    found = c.post("/api/v1/plugin/temuan", {"berkas": package()}).expect(200).json
    assert found["galat"] == [] and {k: found[k] for k in good["paket"]} == good["paket"], found
    printed[0].pop("folder")
    assert printed == [found, good["uji"]], "command line and API differ"

    call = {"fungsi": KODE, "isian": {"pasien": 3}, "setelan": {"bobot": 2}}
    got = c.post("/api/v1/plugin/coba", {"berkas": package(), **call}).expect(200).json
    assert got["hasil"] == 6 and got["jejak"][0]["label"] == "Kunjungan", got
    own = lambda lua: c.post("/api/v1/plugin/coba", {"berkas": package(value=lua), **call})
    told = own('error { kode = "uji", pesan = "Jangan" }')
    suite.row("the plugin's own error", told.status == 422 and told.code.startswith("plugin."), repr(told))
    row("a field that is not there", own("isian.pasein"), 422, "plugin.medan_tidak_dikenal")
    row("an input that does not fit", c.post("/api/v1/plugin/coba", {"berkas": package(), "fungsi": KODE, "isian": {}}),
        422, "plugin.isian")
    row("settings that do not fit", c.post("/api/v1/plugin/coba", {"berkas": package(), **call, "setelan": {"bobot": 99}}),
        422, "plugin.setelan")
    row("no such function", c.post("/api/v1/plugin/coba", {"berkas": package(), "fungsi": "zzz"}), 422,
        "plugin.fungsi_tidak_ada")
    row("neither package nor release", c.post("/api/v1/plugin/coba", {"fungsi": "x"}), 422, "umum.masukan")
    row("both", c.post("/api/v1/plugin/coba", {"fungsi": "x", "berkas": {}, "release_id": 1}), 422, "umum.masukan")
    row("no such release", c.post("/api/v1/plugin/coba", {"fungsi": "x", "release_id": 999999}), 404, "release.tidak_ada")
    scheme = next(r["id"] for r in before["data"] if r["plugin"] == "skp-permenpanrb-6-2022")
    got = c.post("/api/v1/plugin/coba", {"release_id": scheme, "fungsi": "predikat",
                                         "isian": {"hasil": "sesuai", "perilaku": "di_atas"}}).expect(200).json
    assert got["hasil"] == "baik" and got["jejak"], got
    assert c.get("/api/v1/plugin").expect(200).json == before, "the kit stores nothing"


@on_a_copy
def a_release_comes_and_goes(server):
    """Installed, enabled, replaced, rolled back to the earlier release, ended; each within the asker's scope, audited."""
    pkm, kel = places(server)
    unit, pusat, auditor = server.role("admin_unit"), server.role("admin_pusat"), server.role("auditor")
    first = upload(unit, "/api/v1/plugin", tar(package()), key="pasang-1").expect(201)
    assert first.json["status"] == "validated" and first.headers["location"] == f"/api/v1/plugin/{first.json['id']}", first
    assert upload(unit, "/api/v1/plugin", tar(package()), key="pasang-1").expect(201).raw == first.raw
    upload(unit, "/api/v1/plugin", tar(package())).expect(200)
    second = upload(unit, "/api/v1/plugin", tar(package("1.1.0", "isian.pasien * setelan.bobot + 0"))).expect(201)
    refused = upload(unit, "/api/v1/plugin", tar(package("1.2.0", "isian.pasien + 1"))).expect(201).json
    assert refused["status"] == "uploaded" and refused["alasan"], refused
    assert (refused["galat"]["code"], refused["galat"]["berkas"]) == ("plugin.uji_gagal", "tests/satu.json"), refused
    listed = [(r["versi"], r["status"]) for r in auditor.get("/api/v1/plugin").json["data"] if r["plugin"] == "uji-rilis"]
    assert listed == [("1.0.0", "validated"), ("1.1.0", "validated"), ("1.2.0", "uploaded")], listed
    again = unit.get(f"/api/v1/plugin/{refused['id']}").expect(200)
    assert again.json["galat"] == refused["galat"] and again.json["galat"]["baris"] >= 1, again
    assert again.aksi("aktivasi")["code"] == "alur.peristiwa" and again.aksi("lulus")["boleh"], again.json["aksi"]
    row("one that its gate has refused", unit.post(f"/api/v1/plugin/{refused['id']}/aktivasi",
                                                   {"unit": pkm, "periode": f"{TAHUN}-05"}), 409, "release.belum_lulus")

    one, two = (f"/api/v1/plugin/{r.json['id']}" for r in (first, second))
    at = lambda bulan, **more: {"unit": pkm, "periode": f"{TAHUN}-{bulan}", **more}

    def offered(bulan):
        rows = auditor.get(f"/api/v1/indikator?unit={pkm}&periode={TAHUN}-{bulan}").expect(200).json["data"]
        return [i["release_id"] for i in rows if i["kode"] == KODE]

    seen = unit.get(one).expect(200)
    assert seen.aksi("aktivasi")["boleh"] and seen.aksi("hentikan")["code"] == "alur.peristiwa", seen.json["aksi"]
    assert server.role("pegawai").get(one).expect(200).json["aksi"] == []
    row("another unit than one's own", unit.post(f"{one}/aktivasi", {**at("05"), "unit": kel}), 403)
    row("a kind of unit that it is not for", pusat.post(f"{one}/aktivasi", {**at("05"), "unit": kel}), 422,
        "plugin.unit_tidak_cocok")
    row("settings out of bounds", unit.post(f"{one}/aktivasi", at("05", setelan={"bobot": 10})), 422, "plugin.setelan")
    row("a closed period", unit.post(f"{one}/aktivasi", at("04")), 409, "periode.ditutup")
    row("no such period", unit.post(f"{one}/aktivasi", at("13")), 404)
    row("no such release", unit.post("/api/v1/plugin/999999/aktivasi", at("05")), 404, "release.tidak_ada")
    row("no such unit", unit.post(f"{one}/aktivasi", {**at("05"), "unit": 999999}), 404)
    assert offered("05") == []
    body = at("05", setelan={"bobot": 2}, dasar_nomor="800/1/2027", dasar_tanggal="2027-05-01", alasan="SK baru")
    told = unit.post(f"{one}/aktivasi", body, key="berlaku-1").expect(409, "plugin.belum_disimulasi").json["detail"]
    assert f"tenayan plugin simulate {first.json['id']} --periode " in told and "--settings" in told, told
    on = propose(server, unit, first.json["id"], body, key="berlaku-1").expect(201)
    assert on.json["unit"]["kode"] == "pkm-tenayan-raya" and on.json["mulai"] == f"{TAHUN}-05-01", on
    assert on.json["status"] == "diajukan" and on.json["simulasi"]["perpindahan"] and on.json["alasan"] == "SK baru", on
    assert on.headers["location"] == f"/api/v1/plugin/usulan/{on.json['id']}" and offered("05") == [], on
    row("the same once more", unit.post(f"{one}/aktivasi", body), 409, "usulan.sudah_ada")
    assert unit.post(f"{one}/aktivasi", body, key="berlaku-1").expect(201).raw == on.raw
    decide(pusat, on.json["id"], "setujui").expect(200)
    assert offered("05") == offered("06") == [first.json["id"]]
    enable = lambda release, bulan: put_in_force(server, unit, pusat, release.json["id"], at(bulan))
    enable(second, "06")
    assert (offered("05"), offered("06")) == ([first.json["id"]], [second.json["id"]])
    enable(first, "06")  # rolling back is enabling the earlier one
    assert (offered("05"), offered("06")) == ([first.json["id"]], [first.json["id"]])

    enable(second, "TW2")
    assert (offered("04"), offered("05")) == ([], [first.json["id"]]), "April is closed, its quarter is not"

    buttons = {a["aksi"]: a["boleh"] for a in unit.get(one).json["aksi"]}
    assert buttons == {"lulus": False, "aktivasi": True, "hentikan": True}, buttons
    end = at("07", alasan="Rumus diganti")
    row("ending without a reason", unit.post(f"{one}/hentikan", at("07")), 422, "umum.masukan")
    row("ending where it never held", pusat.post(f"{one}/hentikan", {**end, "unit": kel}), 404, "aktivasi.tidak_ada")
    row("ending in another's unit", unit.post(f"{one}/hentikan", {**end, "unit": kel}), 403)
    row("ended", unit.post(f"{one}/hentikan", end), 204)
    assert (offered("06"), offered("07")) == ([first.json["id"]], [])
    events = [r["peristiwa"] for r in auditor.get("/api/v1/audit?objek=release&batas=200").json["data"]
              if r["objek_id"] in (first.json["id"], second.json["id"])]
    assert events.count("aktivasi") == 4 and events.count("hentikan") == 2 and "install" in events, events
    states = [auditor.get(path).json["status"] for path in (one, two)]
    assert states == ["disabled", "disabled"], states
    history = unit.get(one).json["riwayat"]
    assert [h["ke"] for h in history][-1] == "disabled" and history[-1]["catatan"] == "Rumus diganti", history
    assert server.role("pegawai").get(one).json["riwayat"] == []
    ended = auditor.get("/api/v1/audit?objek=unit&batas=20").json["data"]
    assert any(r["peristiwa"] == "plugin.disable" and r["objek_id"] == pkm for r in ended), ended


@on_a_copy
def one_proposes_and_another_decides(server):
    """Seen and decided by those who may, withdrawn and rejected, and refused where what must hold has moved."""
    pkm, _ = places(server)
    unit, pusat, auditor = server.role("admin_unit"), server.role("admin_pusat"), server.role("auditor")
    release = upload(unit, "/api/v1/plugin", tar(package())).expect(201).json["id"]
    body = {"unit": pkm, "periode": f"{TAHUN}-06", "alasan": "SK 1"}
    u = propose(server, unit, release, body).expect(201).json
    path = f"/api/v1/plugin/usulan/{u['id']}"
    at = lambda c, **q: [x["id"] for x in c.get("/api/v1/plugin/usulan?" + "&".join(f"{k}={v}" for k, v in q.items()))
                         .expect(200).json["data"]]
    for c in (unit, pusat, auditor):
        assert c.get(path).expect(200).json["rilis"]["id"] == release and at(c, status="diajukan") == [u["id"]]
        assert at(c, status="diajukan", rilis=release, unit=pkm, plugin="uji-rilis", batas=1) == [u["id"]]
    for role in ("pegawai", "penilai", "camat", "pengelola"):
        row(f"a proposal is not for {role}", server.role(role).get(path), 403)
    assert u["simulasi"]["periode"] and set(u["simulasi"]) == {
        "id", "hash", "periode", "unit", "waktu", "evaluasi", "berubah", "gagal", "catatan", "perpindahan"}, u
    mine, theirs = unit.get(path), pusat.get(path)
    assert mine.aksi("setujui")["code"] == "usulan.sendiri" and mine.aksi("tarik")["boleh"], mine.json["aksi"]
    assert mine.aksi("konfirmasi")["code"] == "usulan.perlu_orang_kedua", mine.json["aksi"]
    assert theirs.aksi("setujui")["boleh"] and theirs.aksi("tolak")["catatan"], theirs.json["aksi"]
    assert auditor.get(path).json["aksi"] == []
    row("one's own", decide(unit, u["id"], "setujui"), 403, "usulan.sendiri")
    row("another's cannot be withdrawn", decide(pusat, u["id"], "tarik"), 403, "usulan.bukan_pengusul")
    row("rejected without a note", decide(pusat, u["id"], "tolak"), 422, "alur.tanpa_catatan")
    row("the auditor decides nothing", decide(auditor, u["id"], "setujui"), 403)
    row("no such step", decide(pusat, u["id"], "hapus"), 409, "alur.peristiwa")
    row("without its version", pusat.post(f"{path}/aksi", {"aksi": "setujui"}), 428)
    row("with an old version", pusat.post(f"{path}/aksi", {"aksi": "setujui"}, etag='"99"'), 412)
    row("no such proposal", pusat.get("/api/v1/plugin/usulan/999999"), 404, "usulan.tidak_ada")

    decide(unit, u["id"], "tarik").expect(200)
    row("approved after it was withdrawn", decide(pusat, u["id"], "setujui"), 409, "alur.peristiwa")
    again = propose(server, unit, release, body).expect(201).json["id"]
    said = decide(pusat, again, "tolak", catatan="Belum disepakati").expect(200).json
    assert (said["status"], said["catatan"], said["pemutus"]["nama"] != said["pengusul"]["nama"]) == (
        "ditolak", "Belum disepakati", True), said
    third = propose(server, unit, release, body).expect(201).json["id"]
    seen = pusat.get(f"/api/v1/plugin/{release}")
    stop = {"aksi": "karantina", "catatan": "Diragukan"}
    row("a unit does not stop it for everybody", unit.post(f"/api/v1/plugin/{release}/aksi", stop, etag=seen.etag), 403)
    stopped = pusat.post(f"/api/v1/plugin/{release}/aksi", stop, etag=seen.etag).expect(200)
    assert (stopped.json["status"], stopped.json["alasan"]) == ("quarantined", "Diragukan"), stopped
    row("approved although it was stopped", decide(pusat, third, "setujui"), 409, "release.karantina")
    assert pusat.get(f"/api/v1/plugin/usulan/{third}").aksi("setujui")["code"] == "release.karantina"
    row("tried although it was stopped", pusat.post("/api/v1/plugin/coba", {"release_id": release, "fungsi": KODE,
                                                                            "isian": {"pasien": 1}}), 409, "release.karantina")
    back = {"aksi": "pulihkan", "catatan": "Sudah diperiksa"}
    row("back without a note", pusat.post(f"/api/v1/plugin/{release}/aksi", {"aksi": "pulihkan"}, etag=stopped.etag), 422,
        "alur.tanpa_catatan")
    row("a unit does not bring it back", unit.post(f"/api/v1/plugin/{release}/aksi", back, etag=stopped.etag), 403)
    assert pusat.post(f"/api/v1/plugin/{release}/aksi", back, etag=stopped.etag).expect(200).json["status"] == "validated"
    decide(pusat, third, "setujui").expect(200)
    rows = [(r["objek"], r["peristiwa"]) for r in auditor.get("/api/v1/audit?batas=4").json["data"]]
    assert rows == [("release", "aktivasi"), ("aktivasi", "setujui"), ("release", "pulihkan"), ("release", "karantina")], rows
    checked = auditor.post("/api/v1/audit/verify").expect(200).json
    assert checked["rusak"] == 0, checked


@on_a_copy
def the_operator_proposes_too(server):
    """At the command line the same: what is kept, what is refused, who decides; exit codes and the command to run."""
    pkm, _ = places(server)
    unit, pusat = server.role("admin_unit"), server.role("admin_pusat")
    folder = server.folder / "uji-rilis"

    def plugin(*args, code=0):
        r = server.cli("plugin", *args, "--json", check=False)
        assert r.returncode == code, f"{args}: {r.returncode} {r.stdout} {r.stderr}"
        return json.loads(r.stdout)

    def put(files):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)

    put(package("2.0.0", "isian.pasien + 1"))
    kept = plugin("install", str(folder), code=7)
    assert not kept["lulus"] and (kept["galat"]["code"], kept["galat"]["berkas"]) == ("plugin.uji_gagal", "tests/satu.json"), kept
    over_http = upload(unit, "/api/v1/plugin", tar(package("2.0.0", "isian.pasien + 1"))).expect(200).json
    assert (over_http["id"], over_http["status"], over_http["galat"]) == (kept["id"], "uploaded", kept["galat"]), over_http
    assert plugin("show", str(kept["id"]))["status"] == "uploaded"
    put(package("2.0.1", lua="indikator {"))
    assert plugin("install", str(folder), code=7)["galat"]["code"] == "plugin.sintaks"
    put(package("2.1.0"))
    release = plugin("install", str(folder))["id"]
    enable = ("enable", str(release), "--unit", "pkm-tenayan-raya", "--periode", f"{TAHUN}-06")
    assert plugin("enable", str(kept["id"]), *enable[2:], code=6)["galat"]["code"] == "release.belum_lulus"
    closed = ("enable", str(release), "--unit", "pkm-tenayan-raya", "--periode", "2025")
    assert plugin(*closed, code=6)["galat"]["code"] == "periode.ditutup"
    told = plugin(*enable, code=6)["galat"]
    assert told["code"] == "plugin.belum_disimulasi", told
    command = re.search(r"tenayan plugin (simulate .*)", told["pesan"])[1].split()
    plugin(*command)
    waits = plugin(*enable)
    assert waits["status"] == "diajukan" and waits["id"] == 0, waits
    assert plugin("approve", str(waits["usulan"]), code=4)["galat"]["code"] == "usulan.sendiri"
    assert plugin("reject", str(waits["usulan"]), "--alasan", "x", code=4)["galat"]["code"] == "usulan.sendiri"
    assert plugin("proposals", "--status", "diajukan")[0]["pengusul"] == {"akun": None, "nama": "operator"}
    decide(pusat, waits["usulan"], "setujui").expect(200)
    theirs = propose(server, unit, release, {"unit": pkm, "periode": f"{TAHUN}-07"}).expect(201).json
    assert plugin("withdraw", str(theirs["id"]), code=4)["galat"]["code"] == "usulan.bukan_pengusul"
    assert plugin("approve", str(theirs["id"]), "--alasan", "Dilihat")["cara"] == "persetujuan"
    at_once = plugin("enable", str(release), "--unit", "pkm-tenayan-raya", "--periode", f"{TAHUN}-08", "--alasan", "Darurat")
    assert at_once["status"] == "disetujui" and at_once["id"], at_once
    alone = pusat.get("/api/v1/plugin/usulan?cara=operator").expect(200).json["data"][0]
    assert (alone["id"], alone["alasan"]) == (at_once["usulan"], "Darurat"), "listed for the centre"
    taken = plugin("enable", str(release), "--unit", "pkm-tenayan-raya", "--periode", f"{TAHUN}-09")["usulan"]
    assert plugin("withdraw", str(taken))["status"] == "dibatalkan"
    end = ("disable", "uji-rilis", "--unit", "pkm-tenayan-raya", "--periode", f"{TAHUN}-10")
    assert plugin(*end, code=7)["galat"]["code"] == "alur.tanpa_catatan"
    plugin(*end, "--alasan", "Selesai")
    assert plugin("quarantine", str(release), "--alasan", "Uji")["status"] == "quarantined"
    shown = plugin("restore", str(release), "--alasan", "Beres")
    assert shown["status"] == "validated" and shown["riwayat"][-1]["peristiwa"] == "pulihkan", shown


@on_a_copy
def a_closed_quarter_does_not_move(server):
    """A new release of the scheme for the whole year, and back: what was closed keeps its release, result and digest."""
    admin, auditor = server.role("admin_pusat"), server.role("auditor")
    period = f"/api/v1/periode/{TAHUN}-TW1"
    for aksi in ("kunci", "tutup"):
        admin.post(f"{period}/aksi", {"aksi": aksi}, etag=admin.get(period).etag).expect(200)
    found = auditor.get(f"/api/v1/evaluasi?periode={TAHUN}-TW1").expect(200).json["data"]
    assert found

    def state():
        job = admin.post("/api/v1/scoring/run", {"periode": f"{TAHUN}-TW1"}).expect(202)
        digest = wait(server, admin, job.headers["location"])["hasil"]["digest"]
        return digest, [auditor.get(f"/api/v1/evaluasi/{e['id']}/jejak").expect(200).json["hasil"] for e in found]

    before = state()
    assert any(before[1]), before
    releases = auditor.get("/api/v1/plugin").expect(200).json["data"]
    old = next(r for r in releases if r["plugin"] == "skp-permenpanrb-6-2022" and r["aktivasi"])
    root = next(u["id"] for u in auditor.get("/api/v1/unit?batas=200").json["data"]
                if u["kode"] == old["aktivasi"][0]["unit"])
    new = upload(admin, "/api/v1/plugin", tar(shipped("skp-permenpanrb-6-2022", version="9.9.9"))).expect(201).json
    alone = {"unit": root, "periode": f"{TAHUN}"}
    for release in (new["id"], old["id"]):
        # Nobody else may change plugins of the whole city: he confirms with a reason.
        propose(server, admin, release, alone).expect(422, "usulan.tanpa_alasan")
        done = propose(server, admin, release, {**alone, "alasan": "Uji"}).expect(201).json
        assert (done["status"], done["cara"], done["catatan"]) == ("disetujui", "konfirmasi", "Uji"), done
        suite.row(f"closed under release {release}", state() == before, "a closed quarter moved")
    verify = wait(server, auditor, auditor.post("/api/v1/scoring/verify").expect(202).headers["location"])
    assert verify["hasil"]["berbeda"] == 0 and verify["hasil"]["diperiksa"] > 0, verify


def hostile():
    """name → (archive, status, code)."""
    p, png = package(), b"\x89PNG\r\n\x1a\n"
    loop, deep = "while true do end", "[" * 5000 + "]" * 5000
    good = tar(p)
    links = lambda kind, name="gambar.png": tar(p, [(member(name, kind, "/etc/passwd"), b"")])
    return {
        "a symbolic link": (links(tarfile.SYMTYPE), 422, "plugin.paket"),
        "a hard link": (links(tarfile.LNKTYPE), 422, "plugin.paket"),
        "a device": (links(tarfile.CHRTYPE), 422, "plugin.paket"),
        "a pipe": (links(tarfile.FIFOTYPE), 422, "plugin.paket"),
        "a way up": (tar({**p, "../luar.lua": "return 1"}), 422, "plugin.paket"),
        "a root": (tar({**p, "/etc/cron.d/x.lua": "return 1"}), 422, "plugin.paket"),
        "a hidden file": (tar({**p, ".bashrc": "x"}), 422, "plugin.paket"),
        "a program": (tar({**p, "jalan.so": b"\x7fELF"}), 422, "plugin.paket"),
        "a name twice": (tar(p, [(member("init.lua"), b"return 1")]), 422, "plugin.paket"),
        "1000 files": (tar({**p, **{f"a{i}.lua": "return 1" for i in range(1000)}}), 413, "plugin.terlalu_besar"),
        "a picture of 5 MB": (tar({**p, "besar.png": png + bytes(5 << 20)}), 413, "plugin.terlalu_besar"),
        "Lua of 1 MB": (tar({**p, "besar.lua": "--" + "x" * (1 << 20)}), 413, "plugin.terlalu_besar"),
        "half an archive": (good[:700], 422, "plugin.paket"),
        "a broken sum": (good[:148] + b"0000000\0" + good[156:], 422, "plugin.paket"),
        "zeros": (bytes(4096), 422, "plugin.paket"),
        "rubbish": (bytes(range(256)) * 40, 422, "plugin.paket"),
        "no manifest": (tar({"init.lua": "return 1"}), 422, None),
        "no init.lua": (tar({"plugin.json": p["plugin.json"]}), 422, "plugin.paket"),
        "a manifest that is none": (tar({**p, "plugin.json": deep}), None, None),
        "deep JSON in a test": (tar({**p, "tests/satu.json": deep}), None, None),
        "a loop while loading": (tar(package(lua=loop)), 422, "plugin.batas_instruksi"),
        "a loop in a function": (tar(package(value="(function() while true do end end)()")), 422, "plugin.uji_gagal"),
        "memory without end": (tar(package(lua="local t = {} while true do t[#t + 1] = {} end")), 422, None),
        "bytecode": (tar(package(lua="\x1bLua\x54\x00")), 422, "plugin.bytecode"),
        "os.execute": (tar(package(lua='os.execute("id")')), 422, "plugin.nama_tidak_dikenal"),
        "a global": (tar(package(lua="x = 1")), 422, "plugin.global_ditolak"),
    }


def announced(c, path, length, ctype="application/octet-stream"):
    """The first line of the answer to a head that announces so much; the server need not see a byte of it."""
    head = {**c.headers("POST"), "Content-Type": ctype, "Content-Length": str(length)}
    with c.raw_socket() as s:
        s.sendall(c.raw_request("POST", path, None, head))
        return s.recv(4096).split(b"\r\n")[0]


@case
def hostile_uploads(server):
    """Each is refused with its own code and a sentence, at once for checking and installing; everybody else goes on."""
    c = server.role("admin_unit")
    before = c.get("/api/v1/plugin").expect(200).json
    scheme = next(r["id"] for r in before["data"] if r["plugin"] == "skp-permenpanrb-6-2022")
    for name, (raw, status, code) in hostile().items():
        for path in ("/api/v1/plugin", "/api/v1/plugin/periksa"):
            r = upload(c, path, raw)
            if path.endswith("periksa") and code == "plugin.uji_gagal":
                suite.row(f"{name} to {path}", r.status == 200 and r.json["uji"]["gagal"] == 1, repr(r))
                continue
            if code == "plugin.uji_gagal":
                suite.row(f"{name} to {path}", r.status == 201 and r.json["status"] == "uploaded" and
                          r.json["galat"]["code"] == code, repr(r))
                continue
            kept = r.status == 201 and r.json["status"] == "uploaded"
            ok = r.status == status if status else r.status in (400, 422) or kept and r.json.setdefault("detail", "kept")
            suite.row(f"{name} to {path}", ok and (code is None or r.code == code) and r.json["detail"], repr(r))
        c.post("/api/v1/plugin/coba", {"release_id": scheme, "fungsi": "predikat",
                                       "isian": {"hasil": "sesuai", "perilaku": "sesuai"}}).expect(200)
    for path in ("/api/v1/plugin", "/api/v1/plugin/periksa"):
        line = announced(c, path, 9 << 20)
        suite.row(f"9 MB to {path}", line.startswith(b"HTTP/1.1 413"), repr(line))
    row("nothing at all", upload(c, "/api/v1/plugin", b""), 400, "http.tanpa_isi")
    row("an archive as JSON", c.send("POST", "/api/v1/plugin/periksa", raw=tar(package())), 400, "umum.json")
    row("text as a form", c.send("POST", "/api/v1/plugin/periksa", raw=b"a=1", ctype="text/plain"), 415, "http.jenis_isi")
    line = announced(c, "/api/v1/plugin/periksa", 7 << 20, "application/json")
    suite.row("7 MB of JSON", line.startswith(b"HTTP/1.1 413"), repr(line))
    row("a name that climbs, as text", c.post("/api/v1/plugin/periksa", {"berkas": {**package(), "../x.lua": ""}}), 422,
        "plugin.paket")
    row("bytecode as text", c.post("/api/v1/plugin/periksa", {"berkas": package(lua="\x1bLua")}), 422, "plugin.bytecode")
    after = [r for r in c.get("/api/v1/plugin").expect(200).json["data"] if r["status"] != "uploaded"]
    assert after == before["data"], "a refused package left something"
    left = list((server.data / "bukti" / "tmp").iterdir())
    suite.row("no upload is left behind", not left, str(left))


@case
def a_package_of_loops(server):
    """Forty cases that never end: told so in seconds, while others read, and get their plugin's answer."""
    p = package(value="(function() while true do end end)()")
    p["tests/satu.json"] = json.dumps([{"id": f"{i}", "indikator": KODE, "isian": {"pasien": i}, "hasil": i} for i in range(40)])
    c, other = server.fresh(server.roles["admin_unit"]), server.role("admin_pusat")
    scheme = next(r["id"] for r in other.get("/api/v1/plugin").json["data"] if r["plugin"] == "skp-permenpanrb-6-2022")
    got, start = [], time.monotonic()
    t = threading.Thread(target=lambda: got.append(c.post("/api/v1/plugin/periksa", {"berkas": p})))
    t.start()
    time.sleep(0.2)
    before = time.monotonic()
    other.get("/api/v1/saya").expect(200)
    suite.row("reading goes on", time.monotonic() - before < 2, f"{time.monotonic() - before:.1f} s")
    other.post("/api/v1/plugin/coba", {"release_id": scheme, "fungsi": "predikat",
                                       "isian": {"hasil": "sesuai", "perilaku": "sesuai"}}).expect(200)
    t.join(60)
    c.close()
    took = time.monotonic() - start
    row("forty loops", got[0], 422, "plugin.batas_sempit")
    suite.row("forty loops end soon", took < 40, f"{took:.1f} s")
