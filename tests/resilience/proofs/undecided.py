"""A row that runs out of time even alone is no verdict: it stays open, is listed, and the run says "try again"."""
import json
import shutil
import time

from kit.city import City
from lib.contract import ROOT

SCHEME, UNIT, PERIODE = "skp-permenpanrb-6-2022", "dinkes", "2026-TW1"
# Long texts compared again and again: work inside single instructions, which only the clock sees. For heads of units
# whose organisation has not been rated yet, of whom there is none in the past year: its simulation is complete.
SLOW = """    if setelan.lambat and evaluasi.kepala_unit and evaluasi.capaian_organisasi == nil then
      local a = text.rep("x", 500000)
      local b, n = a .. "1", 0
      a = a .. "2"
      for i = 1, 1e9 do if a < b then n = n + 1 end end
    end
"""


def slow_scheme(city):
    """The shipped scheme, later version, with a setting that makes it slow; its own tests do not set it."""
    folder = city.folder / SCHEME
    shutil.copytree(ROOT / "plugins" / SCHEME, folder)
    manifest = json.loads((folder / "plugin.json").read_text())
    manifest["version"] = "1.0.2"
    manifest["settings"]["lambat"] = {"type": "boolean", "default": False, "title": "Lambat", "description": "Uji."}
    (folder / "plugin.json").write_text(json.dumps(manifest, ensure_ascii=False))
    init = (folder / "init.lua").read_text()
    head = "  saran = function(evaluasi, setelan)\n"
    assert init.count(head) == 1, "the scheme has changed: where does its suggestion begin?"
    (folder / "init.lua").write_text(init.replace(head, head + SLOW))
    city.cli("plugin", "install", str(folder))


def evaluator(city, evaluasi):
    """Who rates that person; None where nobody does."""
    found = city.rows("SELECT a.nama FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                      " JOIN akun a ON a.pegawai_id = s.penilai_id WHERE e.id = ?", evaluasi)
    return found[0][0] if found else None


def score(city):
    r = city.cli("score", "run", "--periode", PERIODE, "--json", check=False)
    return r.returncode, json.loads(r.stdout)


def ended(city, where):
    for _ in range(600):
        job = city.role("admin_pusat").get(where).expect(200).json
        if job["status"] not in ("antri", "jalan"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job does not end: {job}")


def rows_without_time(suite):
    city = City(suite.build, suite.template)
    try:
        slow_scheme(city)
        code, before = score(city)
        suite.row("an ordinary run ends with 0", code == 0 and "tertunda" not in before, before)
        city.enable(SCHEME, UNIT, PERIODE, {"lambat": True})
        code, out = score(city)
        suite.row("a run that left rows open ends with 75", code == 75, (code, out))
        listed = {x["evaluasi"] for x in out["sisa"] if x["code"] == "plugin.batas_waktu"}
        suite.row("they are listed and counted", 0 < len(listed) == out["tertunda"] and out["gagal"] == before["gagal"], out)
        suite.row("everybody else was scored", out["dinilai"] == before["dinilai"] - len(listed), (out, before))
        suite.row("with a sentence", all(x["pesan"] for x in out["sisa"]), out["sisa"])
        suite.row("another digest", out["digest"] != before["digest"])
        again = score(city)
        suite.row("the same again", (again[0], again[1]["digest"], again[1]["tertunda"]) == (75, out["digest"], out["tertunda"]), again)
        run, = city.rows("SELECT max(id) FROM run")[0]
        kept = city.rows("SELECT count(*) FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id WHERE x.run_id = ?"
                         f" AND h.kode LIKE 'skema.%' AND x.evaluasi_id IN ({','.join(map(str, listed))})", run)
        suite.row("nothing is kept of them", kept == [(0,)], kept)
        fault = city.verify("score")
        suite.row("score verify", not fault, fault)
        over_http(suite, city, listed)
        city.enable(SCHEME, UNIT, PERIODE, {"lambat": False})
        code, out = score(city)
        suite.row("without the slow setting nothing stays open", code == 0 and "tertunda" not in out, out)
        suite.row("and everybody is scored again", out["dinilai"] == before["dinilai"], (out, before))
        for what in ("score", "audit"):
            fault = city.verify(what)
            suite.row(f"{what} verify at the end", not fault, fault)
    finally:
        city.stop()
        city.remove()


def over_http(suite, city, listed):
    city.start()
    admin = city.role("admin_pusat")
    job = ended(city, admin.post("/api/v1/scoring/run", {"periode": PERIODE}).expect(202).headers["location"])
    suite.row("a job tells the same", job["status"] == "selesai" and job["hasil"]["tertunda"] == len(listed), job)
    suite.row("and how far it went", job["maju"] == job["total"] > len(listed), job)
    for e in listed:
        if nip := evaluator(city, e):
            r = city.fresh(nip).post(f"/api/v1/evaluasi/{e}/saran")
            suite.row("no suggestion, but a reason", r.code == "plugin.batas_waktu" and r.json["detail"], r)
    assert city.stop() == 0, city.tail()


PROOFS = (rows_without_time,)
