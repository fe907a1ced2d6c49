"""What the gate refuses at the latest when a package is installed: an edit of a package that is in the store already, and the code, file
and line that the refusal must name."""
import os

CASES = '[\n  { "id": "satu", "fungsi": "contoh", "isian": { "n": 1 }, "hasil": 1 },\n  { "id": "dua", "fungsi": "contoh", "isian": { "n": %d }, "hasil": %s }\n]\n'
HEAD = '-- aturan\nfungsi {\n  nama = "contoh", isian = { n = { type = "integer" } },\n'
LOOP = HEAD + "  hitung = function(isian)\n    local s = 0\n    for i = 1, isian.n do s = s + 1 end\n    return s\n  end,\n}\n"
ORDER = "local n = 0\n" + HEAD + "  hitung = function(isian)\n    n = n + 1\n    return n\n  end,\n}\n"


class Refusal:
    def __init__(self, name, kind, files, code, file, line, *words):
        self.name, self.kind, self.files, self.code, self.file, self.line, self.words = name, kind, files, code, file, line, words

    def apply(self, folder):
        """files: name → whole text, or (old, new)."""
        for name, edit in self.files.items():
            path = os.path.join(folder, name)
            text = open(path, encoding="utf-8").read()
            if isinstance(edit, tuple):
                assert edit[0] in text, (self.name, edit[0])
                edit = text.replace(edit[0], edit[1], 1)
            open(path, "w", encoding="utf-8").write(edit)


RANGES = 'local mutu = use "rentang_nilai" {\n  { dari = 0, sampai = 59, "kurang" },\n  { dari = 61, sampai = 100, "baik" },\n  langkah = 1,\n}\nindikator {'
ROWS = [
    Refusal("a test corrupted by one digit", "indikator", {"tests/indikator.json": ("66.67", "66.68")}, "plugin.uji_gagal", "tests/indikator.json", 3, "66.67", "66.68"),
    Refusal("a gap in a band table", "indikator", {"init.lua": ("indikator {", RANGES)}, "plugin.galat", "init.lua", 8, "celah", "59", "61"),
    Refusal("60 % of the instruction limit", "fungsi", {"init.lua": LOOP, "tests/contoh.json": CASES % (1500000, 1500000)}, "plugin.batas_sempit", "tests/contoh.json", 3, "separuh"),
    Refusal("a result that depends on the order of calls", "fungsi", {"init.lua": ORDER, "tests/contoh.json": CASES % (2, 2)}, "plugin.uji_gagal", "init.lua", 6, "'n'"),
    Refusal("provides what it does not register", "indikator", {"plugin.json": ('["contoh-layanan-tepat-waktu"]', '["contoh-layanan-tepat-waktu",\n    "lain"]')},
            "plugin.daftar_beda", "plugin.json", 14, "lain"),
    Refusal("reads an undeclared field, on a way that no test goes", "skema",
            {"init.lua": ("saran = function(evaluasi, setelan)\n", "saran = function(evaluasi, setelan)\n    if evaluasi.kepala_unit and #evaluasi.indikator > 900 then catat(evaluasi.form) end\n")},
            "plugin.medan_tidak_dikenal", "init.lua", None, "reads"),
    Refusal("an indicator without definition", "indikator", {"init.lua": ('  definisi = "Layanan yang selesai dalam waktu menurut standar pelayanan.",\n', "")},
            "plugin.pendaftaran", "init.lua", 6, "definisi"),
    Refusal("an indicator without source", "indikator", {"init.lua": ('"Register layanan"', '""')}, "plugin.pendaftaran", "init.lua", 12, "sumber_data"),
]
