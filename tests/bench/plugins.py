"""What plugin authors and evaluators wait for: one suggestion, a package's gate, a simulation. Each returns "baris", the
lines to print, and "terpenuhi", whether its required limit was kept."""
import json
import os
import shutil
import signal
import time

from ground import ROOT, children, median, must_equal, run_child, say
from parts import suggest, suggestion_target

# One suggestion --------------------------------------------------------------------------------------------

WARM, COLD = 300, 20  # requests a round


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p / 100))]


def timed(server, evaluasi, session):
    began = time.monotonic()
    status, _, body = suggest(server.port, evaluasi, session)
    took = (time.monotonic() - began) * 1000
    answer = json.loads(body)
    must_equal("suggestion", (status, answer["plugin"], answer["galat"]), (200, "skp-permenpanrb-6-2022", None))
    return took


def end_hosts(server):
    """Every plugin host of an idle server: the next suggestion starts one, loads the release, and is answered."""
    for pid in children(server.pid):
        os.kill(pid, signal.SIGKILL)
    while any(state(pid) not in "Z" for pid in children(server.pid)):
        time.sleep(0.005)


def state(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(") ", 1)[1][0]
    except OSError:
        return "Z"


def saran(ground, options):
    base = ground.folder / "saran"
    ground.cli("demo", "--data", str(base), "--json")
    evaluasi, session = suggestion_target(base)
    server = ground.server("ours", base)
    warm, cold = [], []
    for _ in range(8):  # every worker that may call plugins has its host
        timed(server, evaluasi, session)
    for n in range(options.putaran):
        warm += [timed(server, evaluasi, session) for _ in range(WARM)]
        for _ in range(COLD):
            end_hosts(server)
            cold.append(timed(server, evaluasi, session))
        say(f"  suggestions {n + 1}: {median(warm[-WARM:]):.2f} ms warm, {median(cold[-COLD:]):.1f} ms cold")
    server.stop()
    values = {w: {"p50_ms": percentile(v, 50), "p99_ms": percentile(v, 99), "n": len(v)} for w, v in (("hangat", warm), ("dingin", cold))}
    line = "one suggestion, host {}, ms p50 / p99"
    return {"nilai": values, "terpenuhi": True, "baris": [
        f"{line.format(name):44} {v['p50_ms']:8.2f} / {v['p99_ms']:.2f}"
        for name, v in (("warm", values["hangat"]), ("cold", values["dingin"]))]}


# The gate of a large package --------------------------------------------------------------------------------

INDICATORS, CASES = 30, 12  # cases of each


def large_package(folder):
    """Thirty indicators as a dinas writes them, a year of cases each, half of them with the shared ratio."""
    kode = [f"layanan-{n:02}" for n in range(1, INDICATORS + 1)]
    manifest = {
        "id": "tiga-puluh", "version": "1.0.0", "api": 1, "title": "Tiga puluh indikator", "description": "Untuk mengukur gerbang.",
        "author": "scripts/bench", "source": [{"rule": "Contoh", "date": "2026", "note": "-"}], "units": ["*"],
        "requires": ["indikator.v1"], "provides": {"indikator": kode}, "reads": [], "settings": {}}
    lua = ['local function persen(isian)',
           '  if isian.semua == 0 then error { code = "contoh.kosong", pesan = "Belum ada layanan." } end',
           '  local nilai = num.round(100 * isian.tepat / isian.semua, 2, "half_up")',
           '  catat("Tepat waktu", nilai, "tepat / semua × 100")',
           '  return nilai',
           'end']
    tests = []
    for k in kode:
        lua.append(f'indikator {{ kode = "{k}", judul = "Layanan tepat waktu {k}", aspek = "kualitas",\n'
                   f'  definisi = "Bagian layanan yang selesai pada waktunya.", rumus = "tepat / semua × 100",\n'
                   f'  sumber_data = "Register layanan", satuan = "persen", arah = "naik",\n'
                   f'  isian = {{ tepat = {{ type = "integer", minimum = 0, title = "Tepat" }},'
                   f' semua = {{ type = "integer", minimum = 0, title = "Semua" }} }},\n'
                   f'  target = {{ bawaan = 90, per = "bulan" }}, konsolidasi = "hitung_ulang", realisasi = persen }}')
        tests += [{"id": f"{k} bulan {m}", "indikator": k, "isian": {"tepat": 50 + m, "semua": 100}, "hasil": 50 + m}
                  for m in range(1, CASES)]
        tests.append({"id": f"{k} kosong", "indikator": k, "isian": {"tepat": 0, "semua": 0}, "galat": "contoh.kosong"})
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tests").mkdir(parents=True)
    (folder / "plugin.json").write_text(json.dumps(manifest, indent=1))
    (folder / "init.lua").write_text("\n".join(lua) + "\n")
    (folder / "tests" / "semua.json").write_text(json.dumps(tests, ensure_ascii=False, indent=1))
    (folder / "README.md").write_text("# Tiga puluh\n")


def gate(ground, options):
    folder = ground.folder / "tiga-puluh"
    large_package(folder)
    seconds, cpu = [], []
    for n in range(options.putaran):
        out, c, s = run_child([ground.tenayan, "plugin", "test", str(folder), "--json"])
        report = json.loads(out)
        must_equal("cases", (report["lulus"], report["gagal"], report["belum_diuji"]), (INDICATORS * CASES, 0, []))
        seconds.append(s * 1000)
        cpu.append(c * 1000)
    say(f"  gate: {median(seconds):.0f} ms, {median(cpu):.0f} ms CPU")
    return {"ms": seconds, "cpu_ms": cpu, "kasus": INDICATORS * CASES, "terpenuhi": True, "baris": [
        f"{f'gate of {INDICATORS} indicators, {INDICATORS * CASES} cases, ms':44} {median(seconds):8.0f}   ({median(cpu):.0f} CPU)"]}


# Simulation beside scoring ------------------------------------------------------------------------------------

def candidate(ground):
    """The scheme in force with a stricter bound, as another release."""
    folder = ground.folder / "calon"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "plugins" / "skp-permenpanrb-6-2022", folder)
    manifest = json.loads((folder / "plugin.json").read_text())
    manifest["version"] = "9.0.0"
    manifest["settings"]["ambang_bawah"]["default"] = 104
    (folder / "plugin.json").write_text(json.dumps(manifest, ensure_ascii=False))
    return folder


def simulasi(ground, options):
    """Evaluations a second: two releases in one pass against one release in a run."""
    city, package = ground.city(options.pegawai), candidate(ground)
    words = {"run": ["score", "run", "--periode", "2025", "--json"],
             "simulate": ["plugin", "simulate", str(package), "--periode", "2025", "--json"]}
    rate, cpu, hashes = {w: [] for w in words}, {w: [] for w in words}, set()
    for n in range(options.putaran):
        for which in list(words) if n % 2 == 0 else list(words)[::-1]:
            data = ground.copy(city, f"simulasi-{which}")
            text, c, _ = run_child([ground.tenayan, *words[which], "--data", str(data)])
            out = json.loads(text)
            must_equal("evaluations", out["dinilai" if which == "run" else "dibandingkan"], options.pegawai)
            rate[which].append(options.pegawai / out["detik"])
            cpu[which].append(c)
            if which == "simulate":
                hashes.add(out["hash"])
                must_equal("somebody moves", out["berubah"]["ada"] > 0, True)
        say(f"  simulation {n + 1}: {rate['simulate'][-1]:.0f} and {rate['run'][-1]:.0f} evaluations a second")
    must_equal("reports", len(hashes), 1)
    ratio = median(rate["simulate"]) / median(rate["run"])
    return {"per_detik": rate, "cpu_detik": cpu, "rasio": ratio, "tujuan": 0.45, "batas": 0.3, "terpenuhi": ratio >= 0.3, "baris": [
        f"{'simulation against scoring, evaluations a second':44} {ratio:8.2f}   aim ≥ 0.45, required ≥ 0.3"
        + ("" if ratio >= 0.3 else "   MISSED")]}


PARTS = {"saran": saran, "gate": gate, "simulasi": simulasi}
