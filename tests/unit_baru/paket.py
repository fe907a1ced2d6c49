"""The package that the suite writes: what a laboratory measures, in the words of the guide, and a year of its inputs."""
import json

MANIFEST = {
    "id": "lab-lingkungan", "version": "1.0.0", "api": 1, "title": "Indikator UPT Laboratorium Lingkungan",
    "description": "Ketepatan waktu pemeriksaan, uji profisiensi, waktu tunggu hasil, dan temuan audit mutu.",
    "author": "Petugas TI Dinas Kesehatan",
    "source": [{"rule": "ISO/IEC 17025, prosedur mutu laboratorium", "date": "2017", "note": "Contoh."}],
    "units": ["upt_laboratorium"], "requires": ["indikator.v1"],
    "provides": {"indikator": ["sampel-tepat-waktu", "uji-profisiensi-lulus", "waktu-tunggu-hasil", "temuan-audit-mutu"]},
    "reads": [],
}

INIT = """
indikator {
  kode = "sampel-tepat-waktu",
  judul = "Sampel diperiksa tepat waktu",
  aspek = "waktu",
  definisi = "Sampel yang hasilnya terbit dalam waktu menurut standar pelayanan.",
  rumus = "tepat waktu / diperiksa × 100",
  sumber_data = "Register sampel",
  satuan = "%",
  arah = "naik",
  isian = {
    tepat_waktu = { type = "integer", minimum = 0, title = "Sampel tepat waktu" },
    diperiksa = { type = "integer", minimum = 0, title = "Sampel diperiksa" },
  },
  target = { bawaan = 95, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian)
    if isian.diperiksa == 0 then error("sampel diperiksa nol: kosongkan isian bulan ini") end
    if isian.tepat_waktu > isian.diperiksa then error("yang tepat waktu lebih banyak daripada yang diperiksa") end
    local persen = num.round(isian.tepat_waktu / isian.diperiksa * 100, 2, "half_up")
    catat("Persentase", persen, "tepat waktu / diperiksa × 100, dibulatkan dua angka")
    return persen
  end,
}

indikator {
  kode = "uji-profisiensi-lulus",
  judul = "Uji profisiensi lulus",
  aspek = "kualitas",
  definisi = "Parameter uji profisiensi yang hasilnya memuaskan.",
  rumus = "lulus / diikuti × 100",
  sumber_data = "Laporan penyelenggara uji profisiensi",
  satuan = "%",
  arah = "naik",
  isian = {
    lulus = { type = "integer", minimum = 0, title = "Parameter lulus" },
    diikuti = { type = "integer", minimum = 0, title = "Parameter diikuti" },
  },
  target = { bawaan = 90, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian)
    if isian.diikuti == 0 then error("parameter diikuti nol: kosongkan isian bulan ini") end
    if isian.lulus > isian.diikuti then error("yang lulus lebih banyak daripada yang diikuti") end
    return num.round(isian.lulus / isian.diikuti * 100, 2, "half_up")
  end,
}

indikator {
  kode = "waktu-tunggu-hasil",
  judul = "Waktu tunggu hasil",
  aspek = "waktu",
  definisi = "Hari kerja sejak sampel diterima sampai hasil terbit.",
  rumus = "jumlah hari / hasil",
  sumber_data = "Register sampel",
  satuan = "hari",
  arah = "turun",
  isian = {
    hari = { type = "number", minimum = 0, title = "Jumlah hari semua hasil" },
    hasil = { type = "integer", minimum = 0, title = "Hasil terbit" },
  },
  target = { bawaan = 5, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian)
    if isian.hasil == 0 then error("hasil terbit nol: kosongkan isian bulan ini") end
    return num.round(isian.hari / isian.hasil, 2, "half_up")
  end,
}

indikator {
  kode = "temuan-audit-mutu",
  judul = "Temuan audit mutu yang belum ditutup",
  aspek = "kualitas",
  definisi = "Temuan yang pada akhir bulan belum ditutup. Target nol.",
  sumber_data = "Daftar temuan audit internal",
  satuan = "temuan",
  arah = "turun",
  isian = { temuan = { type = "integer", minimum = 0, title = "Temuan belum ditutup" } },
  target = { bawaan = 0, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian) return isian.temuan end,
}
"""

CASES = [
    {"id": "tepat waktu", "indikator": "sampel-tepat-waktu", "isian": {"tepat_waktu": 2, "diperiksa": 3}, "hasil": 66.67},
    {"id": "tanpa sampel", "indikator": "sampel-tepat-waktu", "isian": {"tepat_waktu": 0, "diperiksa": 0}, "galat": "plugin.galat"},
    {"id": "bagian lebih besar", "indikator": "sampel-tepat-waktu", "isian": {"tepat_waktu": 4, "diperiksa": 3}, "galat": "plugin.galat"},
    {"id": "profisiensi", "indikator": "uji-profisiensi-lulus", "isian": {"lulus": 8, "diikuti": 9}, "hasil": 88.89},
    {"id": "waktu tunggu", "indikator": "waktu-tunggu-hasil", "isian": {"hari": 7, "hasil": 2}, "hasil": 3.5},
    {"id": "temuan", "indikator": "temuan-audit-mutu", "isian": {"temuan": 3}, "hasil": 3},
]

# Twelve unequal months; a month without a proficiency test or an audit stays empty.
TAHUN = 2027
BULAN = [
    {"sampel-tepat-waktu": (90, 100), "waktu-tunggu-hasil": (402.5, 100), "temuan-audit-mutu": (3,)},
    {"sampel-tepat-waktu": (10, 20), "waktu-tunggu-hasil": (180, 20)},
    {"sampel-tepat-waktu": (300, 300), "waktu-tunggu-hasil": (600, 300)},
    {"sampel-tepat-waktu": (45, 50), "waktu-tunggu-hasil": (200, 50)},
    {"sampel-tepat-waktu": (0, 5), "waktu-tunggu-hasil": (60, 5)},
    {"sampel-tepat-waktu": (60, 80), "waktu-tunggu-hasil": (320, 80), "uji-profisiensi-lulus": (3, 4), "temuan-audit-mutu": (1,)},
    {"sampel-tepat-waktu": (75, 75), "waktu-tunggu-hasil": (150, 75)},
    {"sampel-tepat-waktu": (12, 40), "waktu-tunggu-hasil": (280, 40)},
    {"sampel-tepat-waktu": (33, 34), "waktu-tunggu-hasil": (102, 34)},
    {"sampel-tepat-waktu": (100, 120), "waktu-tunggu-hasil": (480, 120)},
    {"sampel-tepat-waktu": (88, 88), "waktu-tunggu-hasil": (176, 88), "uji-profisiensi-lulus": (5, 5)},
    {"sampel-tepat-waktu": (7, 9), "waktu-tunggu-hasil": (40.5, 9), "temuan-audit-mutu": (0,)},
]
ISIAN = {"sampel-tepat-waktu": ("tepat_waktu", "diperiksa"), "uji-profisiensi-lulus": ("lulus", "diikuti"),
         "waktu-tunggu-hasil": ("hari", "hasil"), "temuan-audit-mutu": ("temuan",)}
# By hand: 820 of 921 samples; 8 of 9 parameters; 2991 days over 921 results; the last count of open findings.
SETAHUN = {"sampel-tepat-waktu": 89.03, "uji-profisiensi-lulus": 88.89, "waktu-tunggu-hasil": 3.25, "temuan-audit-mutu": 0}
# Against 95, 90, 5 and 0: 89,03/95 · 88,89/90 · 1 + (1 − 3,25/5) · a target of zero that is reached.
CAPAIAN = {"sampel-tepat-waktu": 93.72, "uji-profisiensi-lulus": 98.77, "waktu-tunggu-hasil": 135, "temuan-audit-mutu": 100}


def write(folder, init=INIT, **change):
    """As an author does after `plugin new`: the template's files are replaced."""
    for old in (folder / "tests").glob("*.json"):
        old.unlink()
    for path, content in (("plugin.json", json.dumps({**MANIFEST, **change}, ensure_ascii=False, indent=2)), ("init.lua", init),
                          ("README.md", "# Laboratorium\n"), ("tests/lab.json", json.dumps(CASES, ensure_ascii=False, indent=1))):
        (folder / path).write_text(content, encoding="utf-8")
