"""Two releases of the scheme and two of a unit plugin whose results cannot be mistaken for another's.

A value names what computed it: the scheme adds `nilai` = ten times the release's mark plus the setting `tanda`, and a step
with the mark to the trace; the unit plugin adds a million times its mark to what was counted.
"""
import json

from lib.contract import ROOT

SCHEME, UNIT = "skp-permenpanrb-6-2022", "puskesmas"
COUNTED = "kunjungan-rawat-jalan"
MILLION = 1000000


def shipped(name):
    folder = ROOT / "plugins" / name
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def changed(files, version, edit):
    """The package with another version, `edit` applied to the manifest's object."""
    manifest = json.loads(files["plugin.json"])
    manifest["version"] = version
    edit(manifest)
    return {**files, "plugin.json": json.dumps(manifest, ensure_ascii=False).encode()}


def once(text, old, new):
    assert text.count(old) == 1, f"the plugin has changed: {old!r} stands {text.count(old)} times in it"
    return text.replace(old, new)


def tests(files, marks):
    """The package's cases, with what `marks` adds to an expected result."""
    out = dict(files)
    for name in files:
        if name.startswith("tests/"):
            cases = json.loads(files[name])
            for c in cases:
                if "hasil" in c:
                    c["hasil"] = marks(c)
            out[name] = json.dumps(cases, ensure_ascii=False).encode()
    return out


def scheme(mark):
    files = changed(shipped(SCHEME), f"9.0.{mark}", lambda m: m["settings"].update(
        tanda={"type": "integer", "minimum": 0, "maximum": 9, "default": 0, "title": "Tanda", "description": "Uji."}))
    lua = once(files["init.lua"].decode(), "    return saran(evaluasi, setelan)\n",
               f'    local hasil = saran(evaluasi, setelan)\n    catat("Tanda rilis", {mark}, "uji")\n'
               f"    hasil.nilai = {mark * 10} + setelan.tanda\n    return hasil\n")

    def marks(c):
        if c.get("skema") in ("saran", "nilai"):
            return {**c["hasil"], "nilai": mark * 10 + c.get("setelan", {}).get("tanda", 0)}
        return c["hasil"]

    return tests({**files, "init.lua": lua.encode()}, marks)


def unit(mark):
    files = changed(shipped(UNIT), f"9.0.{mark}", lambda m: None)
    lua = once(files["init.lua"].decode(), "indikator(cacah {\n  kode = \"" + COUNTED + "\",",
               "local cacah_biasa = cacah\n"
               "local function cacah_bertanda(t)\n"
               "  local i = cacah_biasa(t)\n"
               "  local hitung = i.realisasi\n"
               f"  i.realisasi = function(isian, setelan) return hitung(isian, setelan) + {mark * MILLION} end\n"
               "  return i\n"
               "end\n"
               "indikator(cacah_bertanda {\n  kode = \"" + COUNTED + "\",")
    return tests({**files, "init.lua": lua.encode()},
                 lambda c: c["hasil"] + mark * MILLION if c.get("indikator") == COUNTED else c["hasil"])
