"""The author's kit over HTTP: templates, the description of the interface, packages as JSON, what a call costs, the files
of a release and what differs between two. What is read is what can be sent again."""
import base64
import json

from lib.contract import ROOT
from lib.suite import case, suite

from .negative import row
from .release import KODE, on_a_copy, package, shipped, tar, upload

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def entries(files):
    """A package as a list, as an editor holds it."""
    return [{"path": p, "isi": base64.b64encode(d).decode(), "base64": True} if isinstance(d, bytes)
            else {"path": p, "isi": d} for p, d in files.items()]


@case
def templates_pass_as_they_are(server):
    """Each kind: as JSON and as an archive the same package, which passes check and test; what the command line writes."""
    c = server.role("admin_unit")
    for kind in ("indikator", "skema", "pelatihan", "fungsi"):
        made = c.get(f"/api/v1/plugin/kerangka/{kind}?nama=Layanan%20Baru").expect(200).json
        good = c.post("/api/v1/plugin/periksa", made).expect(200).json
        assert good["paket"]["id"] == "layanan-baru" and good["uji"]["gagal"] == 0 and good["uji"]["lulus"] > 0, good
        archive = c.get(f"/api/v1/plugin/kerangka/{kind}?nama=Layanan%20Baru&bentuk=tar").expect(200)
        assert archive.headers["content-type"] == "application/x-tar" and f'"{kind}.tar"' in archive.headers["content-disposition"]
        assert upload(c, "/api/v1/plugin/periksa", archive.raw).expect(200).json == good, kind
        folder = server.folder / f"kerangka-{kind}" / "layanan-baru"
        folder.parent.mkdir()
        server.cli("plugin", "new", str(folder), "--kind", kind)
        written = {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}
        assert {f["path"]: f["isi"] for f in made["berkas"]} == written, kind
    assert c.get("/api/v1/plugin/kerangka/fungsi").expect(200).json["berkas"]
    row("no such kind", c.get("/api/v1/plugin/kerangka/zzz"), 404, "umum.tidak_ada")
    row("a kind that climbs", c.get("/api/v1/plugin/kerangka/..%2f..%2fpuskesmas"), 400)
    row("an empty name", c.get("/api/v1/plugin/kerangka/fungsi?nama="), 422, "umum.masukan")
    row("no such shape", c.get("/api/v1/plugin/kerangka/fungsi?bentuk=zip"), 422, "umum.masukan")


@case
def the_interface_is_described(server):
    c = server.role("pegawai")
    whole = c.get("/api/v1/plugin/uraian").expect(200).json
    assert whole == json.loads((ROOT / "schema" / "plugin-api.json").read_text())
    fields = {o["objek"]: o for o in c.get("/api/v1/plugin/medan").expect(200).json["data"]}
    assert {k: v["medan"] for k, v in fields.items()} == {k: v["medan"] for k, v in whole["objek"].items()}
    assert any(f["nama"] == "kepala_unit" for f in fields["evaluasi"]["medan"]), fields["evaluasi"]


@case
def a_package_as_a_list(server):
    """The list, the map and the archive are one package; pictures only in the list and the archive."""
    c = server.role("admin_unit")
    p = package()
    good = c.post("/api/v1/plugin/periksa", {"berkas": p}).expect(200).json
    assert c.post("/api/v1/plugin/periksa", {"berkas": entries(p)}).expect(200).json == good
    as64 = entries({k: v.encode() for k, v in p.items()})
    assert c.post("/api/v1/plugin/periksa", {"berkas": as64}).expect(200).json == good, "text may come as Base64 too"
    call = {"fungsi": KODE, "isian": {"pasien": 3}, "setelan": {"bobot": 2}}
    got = c.post("/api/v1/plugin/coba", {"berkas": entries(p), **call}).expect(200).json
    assert got["hasil"] == 6 and 0 < got["biaya"]["instruksi"] < 1000, got
    assert 0 < got["biaya"]["memori"] < got["biaya"]["batas_memori"] == 8 << 20, got
    assert got["biaya"]["batas_instruksi"] == 5000000, got
    folder = shipped("kecamatan")
    folder = {k: v.decode() if isinstance(v, bytes) and not k.endswith("png") else v for k, v in folder.items()}
    seen = c.post("/api/v1/plugin/periksa", {"berkas": entries(folder)}).expect(200).json
    assert seen["uji"]["gagal"] == 0 and seen["uji"]["lulus"] > 20, seen["uji"]


def hostile():
    """name → (list of files, status, code)."""
    p = entries(package())
    plus = lambda **f: p + [f]
    return {
        "no Base64": (plus(path="a.png", isi="****", base64=True), 422, "plugin.paket"),
        "Base64 without padding": (plus(path="a.png", isi="QQ", base64=True), 422, "plugin.paket"),
        "Base64 with a line": (plus(path="a.png", isi="QUJD\nQUJD", base64=True), 422, "plugin.paket"),
        "a way up": (plus(path="../luar.lua", isi=""), 422, "plugin.paket"),
        "a way up inside": (plus(path="tests/../../x.json", isi=""), 422, "plugin.paket"),
        "a root": (plus(path="/etc/passwd", isi=""), 422, "plugin.paket"),
        "a backslash": (plus(path="tests\\x.json", isi=""), 422, "plugin.paket"),
        "a hidden file": (plus(path=".bashrc", isi="x"), 422, "plugin.paket"),
        "the shared library": (plus(path="lib/matriks.lua", isi="return 1"), 422, "plugin.paket"),
        "a name twice": (plus(path="init.lua", isi=""), 422, "plugin.paket"),
        "an empty name": (plus(path="", isi=""), 422, "umum.masukan"),
        "a long name": (plus(path="a" * 150 + ".lua", isi=""), 422, "plugin.paket"),
        "a file without content": (plus(path="a.lua"), 422, "umum.masukan"),
        "more than is known": (plus(path="a.lua", isi="", mode=755), 422, "umum.masukan"),
        "a picture of 2 MB": (plus(path="a.png", isi=base64.b64encode(PNG + bytes(2 << 20)).decode(), base64=True), None, None),
        "Lua of 200 KB": (plus(path="a.lua", isi="--" + "x" * 200000), 413, "plugin.terlalu_besar"),
        "300 files": (p + [{"path": f"a{i}.lua", "isi": ""} for i in range(300)], 413, "plugin.terlalu_besar"),
        "5 MB together": (p + [{"path": f"a{i}.md", "isi": "x" * 1000000} for i in range(5)], 413, "plugin.terlalu_besar"),
        "bytecode in Base64": ([{"path": "init.lua", "isi": "G0x1YVQA", "base64": True}] + [f for f in p if f["path"] != "init.lua"],
                               422, "plugin.bytecode"),
        "nothing": ([], 422, "plugin.paket"),
        "a number": (7, 422, "umum.masukan"),
        "a list of names": (["init.lua"], 422, "umum.masukan"),
    }


@case
def hostile_lists(server):
    """Each refused with its code; at once for checking, calling and installing; and nothing is kept."""
    c = server.role("admin_unit")
    before = c.get("/api/v1/plugin").expect(200).json
    for name, (files, status, code) in hostile().items():
        for verb, more in (("/periksa", {}), ("/coba", {"fungsi": "x"}), ("", {})):
            r = c.post(f"/api/v1/plugin{verb}", {"berkas": files, **more})
            ok = (r.status == status and r.code == code) if status else r.status in (413, 422)
            suite.row(f"{name} to {verb or 'install'}", ok and r.json["detail"], repr(r))
    many = b'{"berkas":[' + b"0," * 200000 + b"0]}"
    row("200000 values", c.send("POST", "/api/v1/plugin/periksa", raw=many), 413, "umum.terlalu_besar")
    loop = package(value="(function() while true do end end)()")
    for files in (loop, entries(loop)):
        row("a function that hangs", c.post("/api/v1/plugin/coba", {"berkas": files, "fungsi": KODE, "isian": {"pasien": 1}}),
            422, "plugin.batas_instruksi")
    eats = package(value='(function() local t = {} while true do t[#t + 1] = {} end end)()')
    row("a function that eats", c.post("/api/v1/plugin/coba", {"berkas": eats, "fungsi": KODE, "isian": {"pasien": 1}}),
        422, "plugin.batas_memori")
    row("no such function", c.post("/api/v1/plugin/coba", {"berkas": entries(package()), "fungsi": "zzz"}), 422,
        "plugin.fungsi_tidak_ada")
    assert c.get("/api/v1/plugin").expect(200).json == before, "a refused list left something"


@on_a_copy
def a_release_is_opened_changed_and_compared(server):
    """An editor's round: read a release, change it, install the change, look at what differs."""
    c, auditor, pegawai = server.role("admin_unit"), server.role("auditor"), server.role("pegawai")
    first = c.post("/api/v1/plugin", {"berkas": entries(package())}).expect(201)
    assert upload(c, "/api/v1/plugin", tar(package())).expect(200).json["id"] == first.json["id"], "one package, one release"
    at = first.headers["location"]
    files = {f["path"]: f for f in auditor.get(f"{at}/berkas").expect(200).json["data"]}
    assert set(files) == set(package()) and all(f["teks"] and not f["pustaka"] for f in files.values()), files
    shown = auditor.get(f"{at}/berkas/isi?path=init.lua").expect(200)
    assert shown.raw.decode() == package()["init.lua"] and shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert shown.headers["x-content-type-options"] == "nosniff", shown.headers
    row("a file that is not there", auditor.get(f"{at}/berkas/isi?path=../plugin.json"), 404, "umum.tidak_ada")
    row("no path", auditor.get(f"{at}/berkas/isi"), 422, "umum.masukan")
    row("source is not for everybody", pegawai.get(f"{at}/berkas"), 403)

    opened = c.get(f"{at}/paket").expect(200).json
    assert {f["path"]: f["isi"] for f in opened["berkas"]} == package(), opened
    assert upload(c, "/api/v1/plugin", c.get(f"{at}/paket?bentuk=tar").expect(200).raw).expect(200).json["id"] == first.json["id"]
    changed = package("1.1.0", "isian.pasien * setelan.bobot * 1")
    manifest = json.loads(changed["plugin.json"])
    manifest["settings"]["bobot"]["maximum"] = 5
    manifest["settings"]["batas"] = {"type": "integer", "minimum": 0, "default": 0, "title": "Batas"}
    changed["plugin.json"] = json.dumps(manifest, indent=1)
    changed["README.md"] = "# Uji\n\nDua baris.\n"
    second = c.post("/api/v1/plugin", {"berkas": entries(changed)}).expect(201)
    beda = auditor.get(f"{second.headers['location']}/beda?dari={first.json['id']}").expect(200).json
    assert (beda["dari"]["versi"], beda["ke"]["versi"]) == ("1.0.0", "1.1.0"), beda
    by = {f["path"]: (f["perubahan"], f["baris_tambah"], f["baris_hapus"]) for f in beda["berkas"]}
    assert by["init.lua"] == ("ubah", 1, 1) and by["README.md"] == ("tambah", 3, 0) and "tests/satu.json" not in by, by
    assert {s["nama"]: s["perubahan"] for s in beda["setelan"]} == {"bobot": "ubah", "batas": "tambah"}, beda["setelan"]
    assert [m["nama"] for m in beda["manifes"]] == ["version"] and beda["daftar"] == [], beda
    same = auditor.get(f"{at}/beda?dari={first.json['id']}").expect(200).json
    assert same["berkas"] == same["setelan"] == same["daftar"] == same["manifes"] == [], same
    row("with nothing", auditor.get(f"{at}/beda"), 422, "umum.masukan")
    row("with what is not there", auditor.get(f"{at}/beda?dari=999999"), 404, "release.tidak_ada")
    row("a release that is not there", auditor.get("/api/v1/plugin/999999/berkas"), 404, "release.tidak_ada")

    scheme = next(r["id"] for r in c.get("/api/v1/plugin").json["data"] if r["plugin"] == "skp-permenpanrb-6-2022")
    there = c.get(f"/api/v1/plugin/{scheme}/berkas").expect(200).json["data"]
    assert any(f["pustaka"] and f["path"] == "lib/matriks.lua" for f in there), there
    again = c.get(f"/api/v1/plugin/{scheme}/paket").expect(200).json
    assert not any(f["path"].startswith("lib/") for f in again["berkas"])
    assert c.post("/api/v1/plugin/periksa", again).expect(200).json["paket"]["sha256"] == next(
        r["sha256"] for r in c.get("/api/v1/plugin").json["data"] if r["id"] == scheme), "the same closed release"
    far = auditor.get(f"/api/v1/plugin/{scheme}/beda?dari={first.json['id']}").expect(200).json
    assert {d["jenis"] for d in far["daftar"]} >= {"indikator", "skema"}, far["daftar"]

    picture = {**package("1.2.0"), "gambar.png": PNG}
    refused = c.post("/api/v1/plugin", {"berkas": entries(picture)})
    row("a picture that no lesson names", refused, 422, "plugin.materi")


@case
def all_findings_at_once(server):
    """A careless package: every fault with its place in one answer, the same from a list and an archive."""
    c = server.role("admin_unit")
    p = package(lua='local x = string.format("%d", 1)\nx = os.date()\nif x = 1 then end\n')
    p["plugin.json"] = p["plugin.json"].replace('"api": 1', '"api": 7')
    r = c.post("/api/v1/plugin/temuan", {"berkas": entries(p)}).expect(200).json
    assert {f["berkas"] for f in r["galat"]} >= {"init.lua", "plugin.json"} and r["daftar"] == {}, r
    assert all(f["pesan"] for f in r["galat"]) and any(f.get("baris") == 3 for f in r["galat"]), r
    assert upload(c, "/api/v1/plugin/temuan", tar(p)).expect(200).json == r
    two = c.post("/api/v1/plugin/temuan", {"berkas": [*entries(package()), {"path": "../x.lua", "isi": ""},
                                                      {"path": "b.png", "isi": "?", "base64": True}]}).expect(200).json
    assert len([f for f in two["galat"] if f["code"] == "plugin.paket"]) == 2, two["galat"]
    loop = c.post("/api/v1/plugin/temuan", {"berkas": package(lua="while true do end")}).expect(200).json
    assert loop["galat"] and loop["galat"][0]["code"] == "plugin.batas_instruksi", loop
    row("rubbish is no package", upload(c, "/api/v1/plugin/temuan", b"x" * 2000), 422, "plugin.paket")
