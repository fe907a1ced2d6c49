"""Rows of the plugin suite: published rows that must have a case, calls with their answers, authors' mistakes."""
import json
import os

P = "skp-permenpanrb-6-2022"
ROWS = {
    P: ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A13", "A14", "D1", "D2", "D3", "D5", "D6", "D8", "D9",
        "D10", "D12", "D14", "D15", "D17", "U1", "U2", "U3", "U4"],
    "puskesmas": ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "U1", "U2", "U3", "U4"],
    "kecamatan": ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "U1", "U2"],
    "kelurahan": ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"],
    "dinas-pendidikan": ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "G1", "G2", "G3", "G4", "G5"],
    "disdukcapil": ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"],
    "bapenda": ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"],
    "satpol-pp": ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"],
    "upt-laboratorium": ["T1", "T2", "T3", "T4", "T5"],
    "skp-pp-30-2019": ["N1", "N2", "N5", "N6", "N7", "N8", "N10", "N13", "N14", "N15", "N16", "N18", "N20", "N21", "N22", "N23"],
    "angka-kredit": ["K1", "K2", "K3", "K4", "K5", "K9", "K10", "K11", "K13", "K15", "K16", "K17", "K18", "K20", "K21", "K22"],
    "ip-asn": ["P1", "P3", "P5", "P6", "P8"],
    "disiplin-pp-94": ["X1", "X3", "X4"],
    "jp-asn": ["J1", "J2", "J6"],
    "tpp": ["T1"],
}


class Galat:
    def __init__(self, code, *words, exit=7):
        self.code, self.words, self.exit = code, words, exit


CALLS = [
    ("call A1", P, "predikat", dict(hasil="di_atas", perilaku="di_atas"), "sangat_baik"),
    ("call A9 from a folder", "plugins/" + P, "predikat", dict(hasil="di_bawah", perilaku="di_bawah"), "sangat_kurang"),
    ("call A14", P, "baca_predikat", dict(label="Perlu Perbaikan"), "butuh_perbaikan"),
    ("call A13", P, "baca_predikat", dict(label="Istimewa"), Galat("plugin.galat", "Istimewa")),
    ("call head of unit", P, "rating_hasil_kepala_unit", dict(organisasi="istimewa"), "di_atas"),
    ("call an indikator by kode", "puskesmas", "kunjungan-rawat-jalan", dict(pasien=1500), 1500),
    ("1500.0 is an integer", "puskesmas", "kunjungan-rawat-jalan", '{"pasien":1500.0}', 1500),
    ("call a pelatihan function", "kecamatan", "dasar-paten.jp_diakui",
     dict(jenis="elearning", tanggal="2026-03-02", materi_selesai=3, materi_jumlah=3, kuis_benar=4, kuis_jumlah=4, sertifikat=False), 3),
    ("unknown rating", P, "predikat", dict(hasil="bagus", perilaku="sesuai"), Galat("plugin.isian", "di_atas, sesuai, di_bawah")),
    ("unknown field with a hint", P, "predikat", dict(hasil="sesuai", prilaku="sesuai"), Galat("plugin.isian", "perilaku")),
    ("wrong type", "puskesmas", "kunjungan-rawat-jalan", dict(pasien="1500"), Galat("plugin.isian", "bukan teks")),
    ("missing field", "puskesmas", "kunjungan-rawat-jalan", {}, Galat("plugin.isian", "pasien")),
    ("a field outside reads", P, "saran", dict(kepala_unit=False, indikator=[], form="A"), Galat("plugin.isian", "form", "reads")),
    ("unknown function with a hint", P, "predikt", {}, Galat("plugin.fungsi_tidak_ada", "predikat")),
    ("a function that pelatihan does not have", "kecamatan", "dasar-paten.hitung", {}, Galat("plugin.fungsi_tidak_ada")),
    ("unknown plugin", "tidak-ada", "predikat", {}, Galat("plugin.tidak_ada", "tidak-ada", exit=5)),
    ("the templates are not plugins", "_template", "contoh", {}, Galat("plugin.tidak_ada", exit=5)),
    ("input is no JSON", P, "predikat", "{hasil}", Galat("umum.json", "baris 1")),
    ("input is no object", P, "predikat", "[1]", Galat("umum.json", "objek")),
    ("duplicate key in the input", P, "predikat", '{"hasil":"sesuai","hasil":"di_atas","perilaku":"sesuai"}', Galat("umum.json", "dua kali")),
    ("deep input", P, "predikat", "[" * 100000, Galat("umum.json", "bersarang")),
]


class Mistake:
    """Replaces `old` by `new` in `file` of a sound package; the place of `old` (or of `mark`) is the expected line."""

    def __init__(self, name, file, old, new, code, *words, call=None, at=None, mark=None, shift=0, lines=True, exit=7):
        self.name, self.path, self.old, self.new, self.code, self.words = name, file, old, new, code, words
        self.call, self.file, self.mark, self.shift, self.lines, self.exit = call, at or (file if lines else None), mark, shift, lines, exit

    def apply(self, folder):
        path = os.path.join(folder, self.path)
        text = open(path, encoding="utf-8").read()
        assert self.old in text, (self.name, self.old)
        text = text.replace(self.old, self.new, 1)
        open(path, "w", encoding="utf-8").write(text)
        if not self.lines:
            return None
        return text[: text.index(self.mark or self.new)].count("\n") + 1 + self.shift

    def is_said(self, galat, line):
        text = galat.get("berkas", "") + " " + galat.get("pesan", "") + json.dumps(galat.get("isian", ""), ensure_ascii=False)
        return (galat.get("code") == self.code and all(w in text for w in self.words) and
                (not self.file or galat.get("berkas") == self.file) and (line is None or galat.get("baris") == line))

    def command(self, folder):
        if self.call is None:
            return ["check", folder, "--json"]
        return ["call", folder, "contoh-layanan-tepat-waktu", "--input", json.dumps(self.call)]


class Extra(Mistake):
    """Puts a file beside the others."""

    def __init__(self, name, file, content, code, *words, also=None):
        super().__init__(name, file, "", "", code, *words, lines=False)
        self.content, self.also = content, also

    def apply(self, folder):
        path = os.path.join(folder, self.path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(self.content, bytes):
            open(path, "wb").write(self.content)
        elif self.content is not None:
            open(path, "w", encoding="utf-8").write(self.content)
        if self.also:
            self.also(folder)


def link(folder):
    os.symlink("/etc/hostname", os.path.join(folder, "tautan.md"))


def many(folder):
    for i in range(10000):
        open(os.path.join(folder, f"f{i}.md"), "w").close()


def use_twice(folder):
    for a, b in (("satu", "dua"), ("dua", "satu")):
        open(os.path.join(folder, a + ".lua"), "w").write(f'local x = use "{b}"\nreturn x\n')
    path = os.path.join(folder, "init.lua")
    open(path, "a").write('\nuse "satu"\n')


def module(inside):
    """Adds a training module of which only `inside` can be wrong."""
    def also(folder):
        manifest = os.path.join(folder, "plugin.json")
        text = open(manifest, encoding="utf-8").read()
        open(manifest, "w", encoding="utf-8").write(text.replace('"provides": {', '"provides": { "pelatihan": ["p"],'))
        open(os.path.join(folder, "init.lua"), "a", encoding="utf-8").write(
            'pelatihan { kode = "p", judul = "P", jenis = "klasikal", jp = 1,\n  materi = { { judul = "X", berkas = "materi/x.md" } },\n'
            f'  {inside},\n  lulus = function(c, s) return {{ lulus = true, alasan = "ya" }} end }}\n')
    return also


GOOD = dict(tepat_waktu=1, selesai=2)
BODY = "    local persen = num.round(isian.tepat_waktu / isian.selesai * 100, 2, \"half_up\")\n"
MISTAKES = [
    Mistake("missing comma", "init.lua", 'satuan = "%",', 'satuan = "%"', "plugin.sintaks", "arah", mark='arah = "naik"'),
    Mistake("decimal comma", "init.lua", BODY, "    local persen = num.round(isian.tepat_waktu * 1,5, 2, \"half_up\")\n",
            "plugin.galat", "num.round", call=GOOD, mark="1,5"),
    Mistake("= for ==", "init.lua", "if isian.selesai == 0", "if isian.selesai = 0", "plugin.sintaks", "then"),
    Mistake("unclosed quote", "init.lua", 'judul = "Layanan selesai tepat waktu"', 'judul = "Layanan selesai tepat waktu', "plugin.sintaks", "kutip"),
    Mistake("missing end", "init.lua", "    return persen\n  end,", "    return persen\n  ,", "plugin.sintaks", mark="  ,\n}", shift=1),
    Mistake("arithmetic on nil", "init.lua", BODY, "    local persen = nil + isian.selesai\n", "plugin.galat", "Operasi hitung", call=GOOD),
    Mistake("text as a number", "init.lua", BODY, "    local persen = isian.selesai + {}\n", "plugin.galat", "Operasi hitung", call=GOOD),
    Mistake("misspelt field", "init.lua", BODY, "    local persen = isian.selesei\n", "plugin.medan_tidak_dikenal", "selesei", call=GOOD),
    Mistake("misspelt setting", "init.lua", BODY, "    local persen = setelan.ambang\n", "plugin.medan_tidak_dikenal", "ambang", call=GOOD),
    Mistake("standard library", "init.lua", BODY, "    local persen = string.len(\"x\")\n", "plugin.nama_tidak_dikenal", "text", call=GOOD),
    Mistake("the clock", "init.lua", BODY, "    local persen = os.time()\n", "plugin.nama_tidak_dikenal", "os", call=GOOD),
    Mistake("forgotten local", "init.lua", BODY, "    persen = 1\n", "plugin.global_ditolak", "local", call=GOOD),
    Mistake("result is text", "init.lua", "    return persen\n", '    return "banyak"\n', "plugin.bentuk_hasil", "bilangan", call=GOOD, lines=False),
    Mistake("no result", "init.lua", "    return persen\n", "    return nil\n", "plugin.bentuk_hasil", call=GOOD, lines=False),
    Mistake("division by zero", "init.lua", "    return persen\n", "    return persen / 0\n", "plugin.angka", call=GOOD, lines=False),
    Mistake("endless loop", "init.lua", BODY, "    local persen while true do end\n", "plugin.batas_instruksi", call=GOOD, lines=False),
    Mistake("unknown key of a registration", "init.lua", "sumber_data =", "sumberdata =", "plugin.pendaftaran", "sumberdata", lines=False),
    Mistake("empty definition", "init.lua", 'definisi = "Layanan yang selesai dalam waktu menurut standar pelayanan."', 'definisi = " "',
            "plugin.pendaftaran", "definisi", lines=False),
    Mistake("unknown direction", "init.lua", 'arah = "naik"', 'arah = "atas"', "plugin.pendaftaran", "naik turun tepat", lines=False),
    Mistake("unknown type of an input", "init.lua", 'tepat_waktu = { type = "integer"', 'tepat_waktu = { type = "bulat"', "plugin.skema_isian", "integer", lines=False),
    Mistake("pattern in an input", "init.lua", 'tepat_waktu = { type = "integer"', 'tepat_waktu = { pattern = "(a+)+", type = "integer"', "plugin.skema_isian", "pattern", lines=False),
    Mistake("double registration", "init.lua", "indikator {", 'fungsi { nama = "a", hitung = function() return 1 end }\nfungsi { nama = "a", hitung = function() return 1 end }\nindikator {',
            "plugin.nama_bentrok", "a", lines=False),
    Mistake("registered but not provided", "init.lua", "indikator {", 'fungsi { nama = "lain", hitung = function() return 1 end }\nindikator {', "plugin.daftar_beda", "lain", lines=False),
    Mistake("provided but not registered", "plugin.json", '["contoh-layanan-tepat-waktu"]', '["contoh-layanan-tepat-waktu", "lain"]', "plugin.daftar_beda", "lain", lines=False),
    Mistake("unknown use with a hint", "init.lua", "indikator {", 'local m = use "matrik"\nindikator {', "plugin.use", '"matriks"'),
    Extra("circular use", "satu.lua", "", "plugin.use", "satu", "dua", "berputar", also=use_twice),
    Mistake("missing comma in the manifest", "plugin.json", '"api": 1,', '"api": 1', "umum.json", "baris 5", mark='"title"'),
    Mistake("duplicate key in the manifest", "plugin.json", '"api": 1,', '"api": 1, "api": 1,', "umum.json", "dua kali"),
    Mistake("misspelt key of the manifest", "plugin.json", '"author"', '"auhtor"', "plugin.manifes", '"author"'),
    Mistake("wrong unit kind", "plugin.json", '"units": ["*"]', '"units": ["puskemas"]', "plugin.manifes", '"puskesmas"'),
    Mistake("unknown field in reads", "plugin.json", '"reads": []', '"reads": ["kepalaunit"]', "plugin.manifes", '"kepala_unit"'),
    Mistake("version", "plugin.json", '"0.1.0"', '"1"', "plugin.manifes", "berbentuk"),
    Mistake("setting without default", "plugin.json", '"reads": []', '"reads": [],\n  "settings": { "a": { "type": "integer" } }', "plugin.manifes", "default", mark='"settings"'),
    Mistake("limit above the server's", "plugin.json", '"reads": []', '"reads": [],\n  "limits": { "memory": 99999999 }', "plugin.manifes", "diturunkan", mark='"limits"'),
    Extra("5 MB picture", "foto.png", b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "plugin.terlalu_besar", "foto.png"),
    Extra("a file of another kind", "catatan.docx", "x", "plugin.paket", "catatan.docx"),
    Extra("a lesson that nothing names", "materi/lain.md", "# Lain\n", "plugin.materi", "materi/lain.md"),
    Extra("a right answer that is no choice", "materi/x.md", "# X\n", "plugin.materi", "1 sampai 2",
          also=module('kuis = { { soal = "?", pilihan = { "a", "b" }, jawaban = 3 } }')),
    Extra("a question with one choice", "materi/x.md", "# X\n", "plugin.materi", "2 sampai 10",
          also=module('kuis = { { soal = "?", pilihan = { "a" }, jawaban = 1 } }')),
    Extra("a question without words", "materi/x.md", "# X\n", "plugin.materi", "teks soal",
          also=module('kuis = { { pilihan = { "a", "b" }, jawaban = 1 } }')),
    Extra("a lesson that is no text", "materi/x.md", b"\xff\xfe#", "plugin.paket", "UTF-8", also=module("kompetensi = {}")),
    Extra("a lesson too long to show", "materi/x.md", b"x" * 300000, "plugin.materi", "KiB", also=module("kompetensi = {}")),
    Extra("a hidden file", ".DS_Store", "x", "plugin.paket", ".DS_Store"),
    Extra("a link", "README.md", None, "plugin.paket", "tautan", also=link),
    Extra("10 000 files", "README.md", None, "plugin.terlalu_besar", "200", also=many),
    Extra("bytecode", "biner.lua", b"\x1bLua", "plugin.bytecode", also=lambda f: open(os.path.join(f, "init.lua"), "a").write('\nuse "biner"\n')),
]


def function(body, before=""):
    return before + 'fungsi { nama = "contoh", isian = { n = { type = "integer" } }, hitung = function(isian, setelan) ' + body + " end }\n"


def cases(*pairs, **more):
    return [dict({"id": f"kasus {n}", "fungsi": "contoh", "isian": {"n": n}, "hasil": hasil}, **more) for n, hasil in pairs]


FAILING = [
    ("a wrong result", function("return isian.n"), cases((1, 1), (2, 3)), ["hasil 2, seharusnya 3", '"lulus": 1', "tests/contoh.json"]),
    ("an error that was not expected", function('error("tidak mau")'), cases((1, 1)), ["plugin.galat", "init.lua:1", "tidak mau"]),
    ("no error where one was expected", function("return isian.n"), [{"id": "a", "fungsi": "contoh", "isian": {"n": 1}, "galat": "plugin.galat"}], ["seharusnya plugin.galat"]),
    ("state between rows", function("n[1] = n[1] + 1 return n[1]", "local n = { 0 }\n"), cases((1, 1), (2, 1)), ["plugin.tidak_murni"]),
    ("no room below the limit", function("local s = 0 for i = 1, isian.n do s = s + i end return 1"), cases((1300000, 1)), ["lebih dari separuh"]),
    ("an unknown key in a case", function("return 1"), cases((1, 1), hasl=1), ["plugin.kasus_uji", "hasl"]),
    ("an unknown function in a case", function("return 1"), [{"fungsi": "contho", "isian": {}, "hasil": 1}], ["plugin.kasus_uji", "contoh"]),
    ("no cases at all", function("return 1"), [], ["plugin.kasus_uji"]),
    ("deeply nested cases", function("return 1"), [[]], ["plugin.kasus_uji", "objek"]),
]
