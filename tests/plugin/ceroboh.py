"""What careless authors do, a row each: an edit of a sound package, and what `plugin check` must say of it: code, file, line (where the
edited text stands), column where it matters, and words. `also` are further findings of the same run; `warn` makes it a warning."""
import os

BODY = '    local persen = num.round(isian.tepat_waktu / isian.selesai * 100, 2, "half_up")\n'
INDIKATOR, SKEMA, PELATIHAN = "indikator", "skema", "pelatihan"


class Row:
    def __init__(self, name, file, old, new, code, *words, at=None, mark=None, shift=0, column=None, kind=INDIKATOR, warn=False, only=True):
        self.name, self.file, self.old, self.new, self.code, self.words = name, file, old, new, code, words
        self.at, self.mark, self.shift, self.column, self.kind, self.warn, self.only = at or file, mark, shift, column, kind, warn, only

    def apply(self, folder):
        """Edits the package; returns the line that must be named."""
        path = os.path.join(folder, self.file)
        text = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
        assert self.old in text, (self.name, self.old)
        new = text.replace(self.old, self.new, 1) if self.old else text + self.new
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w", encoding="utf-8", newline="").write(new)
        place = open(os.path.join(folder, self.at), encoding="utf-8", newline="").read()
        mark = self.mark or self.new
        return place[: place.index(mark)].count("\n") + 1 + self.shift if mark else None

    def said(self, out, line):
        for x in out["peringatan" if self.warn else "galat"]:
            if (x["code"] == self.code and x.get("berkas") == self.at and (line is None or x.get("baris") == line) and
                    (self.column is None or x.get("kolom") == self.column) and all(w in x["pesan"] for w in self.words)):
                return True
        return False


def body(text, *words, code="plugin.nama_tidak_dikenal", mark=None, **more):
    return Row(words[0] if words else text.strip(), "init.lua", BODY, text + BODY, code, *words, mark=mark or text.strip(), **more)


ROWS = [
    # punctuation
    Row("missing comma", "init.lua", 'satuan = "%",', 'satuan = "%"', "plugin.sintaks", "'arah'", "koma", mark='arah = "naik"', column=3),
    Row("two commas", "init.lua", 'satuan = "%",', 'satuan = "%",,', "plugin.sintaks", "','", "koma yang berlebih"),
    Row("= for ==", "init.lua", "if isian.selesai == 0", "if isian.selesai = 0", "plugin.sintaks", "then", "=="),
    Row("== for =", "init.lua", "local persen = num", "local persen == num", "plugin.sintaks", "satu ="),
    Row("!= for ~=", "init.lua", "if isian.selesai == 0", "if isian.selesai != 0", "plugin.sintaks", "~="),
    Row("&& for and", "init.lua", "if isian.selesai == 0", "if isian.selesai == 0 && true", "plugin.sintaks", "and"),
    Row("|| for or", "init.lua", "if isian.selesai == 0", "if isian.selesai == 0 || true", "plugin.sintaks", "or"),
    Row("++", "init.lua", BODY, "    local n = 0\n    n++\n" + BODY, "plugin.sintaks", "x = x + 1", mark="n++"),
    Row("// for --", "init.lua", BODY, "    // hitung persen\n" + BODY, "plugin.sintaks", "--", mark="// hitung"),
    Row("unclosed string", "init.lua", 'judul = "Layanan selesai tepat waktu"', 'judul = "Layanan selesai tepat waktu', "plugin.sintaks", "kutip"),
    Row("curly quotes", "init.lua", 'satuan = "%"', "satuan = “%”", "plugin.sintaks", "pengolah kata"),
    Row("a special blank", "init.lua", "local persen = num", "local\u00a0persen = num", "plugin.sintaks", "spasi"),
    Row("missing end", "init.lua", "    return persen\n  end,\n", "    return persen\n", "plugin.sintaks", "'end'", "baris 21", mark="return persen\n}", shift=1),
    Row("one end too many", "init.lua", "", "end\n", "plugin.sintaks", "end yang berlebih", mark="\nend\n", shift=1),
    Row("else if", "init.lua", BODY, "    if setelan then\n    else if isian then\n    end\n" + BODY, "plugin.sintaks", "elseif", mark="  end,\n}"),
    Row("missing then", "init.lua", "if isian.selesai == 0 then", "if isian.selesai == 0", "plugin.sintaks", "then", mark="error("),
    Row("missing do", "init.lua", BODY, "    for i = 1, 3\n      catat(i)\n    end\n" + BODY, "plugin.sintaks", "'do'", mark="      catat(i)"),
    Row("missing )", "init.lua", 'error("layanan selesai nol: kosongkan isian bulan ini")', 'error("layanan selesai nol: kosongkan isian bulan ini"', "plugin.sintaks", "')'"),
    Row("missing }", "init.lua", "    selesai = { type = \"integer\", minimum = 0, title = \"Selesai\" },\n  },", "    selesai = { type = \"integer\", minimum = 0, title = \"Selesai\" },\n",
        "plugin.sintaks", "'}'", "baris 6", mark="  end,\n}\n", shift=2),
    Row("a comment that does not end", "init.lua", "", "--[[ lupa\n", "plugin.sintaks", "Komentar", mark="--[[ lupa", shift=1),
    # numbers
    Row("decimal comma", "init.lua", BODY, "    local faktor = 1,5\n" + BODY, "plugin.sintaks", "1,5", "1.5", mark="1,5", column=20),
    Row("decimal comma in a table", "init.lua", "bawaan = 95,", "bawaan = 95,5,", "plugin.sintaks", "95.5", mark="bawaan = 95,5"),
    Row("decimal comma in a call", "init.lua", BODY, BODY.replace("* 100", "* 1,5"), "plugin.sintaks", "1.5", "spasi", warn=True, mark="* 1,5"),
    Row("decimal comma in a comparison", "init.lua", "if isian.selesai == 0", "if isian.selesai < 0,5", "plugin.sintaks", "titik", mark="0,5"),
    Row("thousands", "init.lua", "bawaan = 95", "bawaan = 1.500.000", "plugin.sintaks", "titik ribuan"),
    Row("a unit behind a number", "init.lua", "bawaan = 95", "bawaan = 95persen", "plugin.sintaks", "satuan"),
    # names
    body("    local x = string.format('%d', 1)\n", "string.format", "text.fill"),
    body("    local t = {} table.insert(t, 1)\n", "table.insert", "list.insert"),
    body("    local t = table.concat({}, ',')\n", "table.concat", "text.join"),
    body("    local x = os.date()\n", "os.date", "date.format"),
    body("    local x = os.time()\n", "os.time", "date.days_between"),
    body("    local x = next({})\n", "next", "pairs"),
    body("    setmetatable({}, {})\n", "setmetatable", "metatabel"),
    body("    local x = require 'matriks'\n", "require", "use"),
    body("    print(1)\n", "print", "catat"),
    body("    local x = math.random(6)\n", "math.random", "acak"),
    body("    local x = math.sqrt(2)\n", "math.sqrt", "0.5"),
    body("    local x = ('a'):format(1)\n", ":format", "text.fill"),
    body("    local x = isian.nama:gsub('a', 'b')\n", ":gsub", "text.replace", only=False),
    body("    local x = text.uper('a')\n", "text.uper", "text.upper"),
    body("    local x = Math.floor(1)\n", "Math", "'math'"),
    body("    local x = math.Floor(1)\n", "math.Floor", "math.floor"),
    body("    local x = Isian.selesai\n", "Isian", "'isian'"),
    body("    local x = isain.selesai\n", "isain", "'isian'"),
    body("    local x = null\n", "null", "nil"),
    body("    local x = len({})\n", "len", "#t"),
    body("    local x = io.open('a')\n", "io.open", "isian"),
    body("    persen = 1\n", "persen", "local", code="plugin.global_ditolak"),
    body("    text.trim = nil\n", "text", "diubah", code="plugin.global_ditolak"),
    Row("settings that are not a parameter", "init.lua", "  realisasi = function(isian, setelan)\n", "  realisasi = function(isian)\n    local b = setelan.batas\n",
        "plugin.nama_tidak_dikenal", "setelan", "function(isian, setelan)", mark="local b ="),
    # fields
    Row("misspelt input", "init.lua", BODY, "    local persen = isian.selesei\n", "plugin.medan_tidak_dikenal", "selesei", "'selesai'", mark="isian.selesei", column=26),
    Row("misspelt setting", "init.lua", BODY, "    local x = setelan.ambang\n" + BODY, "plugin.medan_tidak_dikenal", "ambang", "settings", mark="setelan.ambang"),
    Row("a field that does not exist", "init.lua", "saran = function(evaluasi, setelan)\n", "saran = function(evaluasi, setelan)\n    local g = evaluasi.jenis_kelamin\n",
        "plugin.medan_tidak_dikenal", "jenis_kelamin", "evaluasi", kind=SKEMA, mark="local g ="),
    Row("a field outside reads", "init.lua", "saran = function(evaluasi, setelan)\n", "saran = function(evaluasi, setelan)\n    local f = evaluasi.form\n",
        "plugin.medan_tidak_dikenal", "'form'", "reads", kind=SKEMA, mark="local f ="),
    Row("reads that nobody reads", "plugin.json", '"reads": []', '"reads": ["kepala_unit"]', "plugin.tidak_terpakai", "kepala_unit", warn=True),
    Row("a setting that nobody reads", "plugin.json", '"reads": []', '"reads": [],\n  "settings": { "batas": { "type": "integer", "default": 1, "title": "Batas" } }',
        "plugin.tidak_terpakai", "batas", warn=True, mark='"batas"'),
    Row("no return", "init.lua", "    return persen\n", "", "plugin.bentuk_hasil", "return", mark="  end,\n}"),
    Row("state kept outside", "init.lua", "", 'local jumlah = 0\nfungsi { nama = "lain", hitung = function()\n  jumlah = jumlah + 1\n  return jumlah\nend }\n',
        "plugin.tidak_murni", "jumlah", "local", warn=True, mark="jumlah = jumlah + 1", only=False),
    # registrations
    Row("misspelt field of a registration", "init.lua", "sumber_data =", "sumberdata =", "plugin.pendaftaran", "sumberdata", "'sumber_data'", column=3),
    Row("wrong case of a field", "init.lua", "  satuan =", "  Satuan =", "plugin.pendaftaran", "Satuan", "'satuan'", mark="Satuan ="),
    Row("no definition", "init.lua", '  definisi = "Layanan yang selesai dalam waktu menurut standar pelayanan.",\n', "", "plugin.pendaftaran", "definisi", mark="indikator {"),
    Row("no source", "init.lua", '  sumber_data = "Register layanan",\n', "", "plugin.pendaftaran", "sumber_data", mark="indikator {"),
    Row("empty definition", "init.lua", 'definisi = "Layanan yang selesai dalam waktu menurut standar pelayanan."', 'definisi = " "', "plugin.pendaftaran", "definisi", "kosong"),
    Row("unknown direction", "init.lua", 'arah = "naik"', 'arah = "atas"', "plugin.pendaftaran", "atas", "naik turun tepat"),
    Row("text for a number", "init.lua", "bawaan = 95", 'bawaan = "95"', "plugin.pendaftaran", "bawaan", "angka"),
    Row("unknown period of a target", "init.lua", 'per = "tahun"', 'per = "minggu"', "plugin.pendaftaran", "bulan, triwulan atau tahun"),
    Row("bounds of a target", "init.lua", "bawaan = 95", "bawaan = { 96, 90 }", "plugin.pendaftaran", "bawah melebihi atas"),
    Row("a code with blanks", "init.lua", 'kode = "contoh-layanan-tepat-waktu"', 'kode = "contoh layanan"', "plugin.pendaftaran", "huruf kecil"),
    Row("a function that is none", "init.lua", "realisasi = function(isian, setelan)\n", "realisasi = 3, lain = function(isian, setelan)\n", "plugin.pendaftaran", "realisasi", "fungsi", only=False),
    Row("unknown type of an input", "init.lua", 'tepat_waktu = { type = "integer"', 'tepat_waktu = { type = "bulat"', "plugin.skema_isian", "integer", only=False),
    Row("two registrations of one code", "init.lua", "", 'indikator { kode = "contoh-layanan-tepat-waktu", judul = "J", aspek = "waktu", definisi = "D", sumber_data = "S",\n'
        '  satuan = "x", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }\n',
        "plugin.nama_bentrok", "contoh-layanan-tepat-waktu", "init.lua:6"),
    Row("registered but not provided", "init.lua", "", 'fungsi { nama = "lain", hitung = function() return 1 end }\n', "plugin.daftar_beda", "lain", "provides"),
    Row("provided but not registered", "plugin.json", '["contoh-layanan-tepat-waktu"]', '["contoh-layanan-tepat-waktu", "lain"]', "plugin.daftar_beda", "lain"),
    Row("unknown module", "init.lua", "indikator {", 'local m = use "matrik"\nindikator {', "plugin.use", '"matriks"'),
    # bands and matrices
    Row("a gap between bands", "init.lua", "indikator {", 'local mutu = use "rentang_nilai" {\n  { dari = 0, sampai = 59, "C" },\n  { dari = 61, sampai = 100, "B" }, langkah = 1 }\nindikator {',
        "plugin.galat", "celah", "59", "61", mark="{ dari = 61"),
    Row("bands that overlap", "init.lua", "indikator {", 'local mutu = use "rentang_nilai" {\n  { dari = 0, sampai = 60, "C" },\n  { dari = 60, sampai = 100, "B" }, langkah = 1 }\nindikator {',
        "plugin.galat", "tumpang tindih", "60", mark="{ dari = 60"),
    Row("bands out of order", "init.lua", "indikator {", 'local mutu = use "rentang_nilai" {\n  { dari = 50, "C" },\n  { dari = 25, "B" } }\nindikator {',
        "plugin.galat", "25", mark="{ dari = 25"),
    Row("a matrix with a hole", "init.lua", "indikator {", 'local m = use "matriks" {\n  kolom = { "a", "b" },\n  satu = { "x" } }\nindikator {', "plugin.galat", "satu", mark='use "matriks"'),
    # lessons
    Row("a lesson that is not there", "init.lua", 'berkas = "materi/', 'berkas = "materi/tidak-', "plugin.materi", "tidak-", kind=PELATIHAN, mark="materi/tidak-", only=False),
    # the manifest
    Row("missing comma in the manifest", "plugin.json", '"api": 1,', '"api": 1', "umum.json", "baris 5", mark='"title"', column=9, only=False),
    Row("trailing comma in the manifest", "plugin.json", '"reads": []', '"reads": [],', "umum.json", "baris 15", mark='"reads"', shift=1, only=False),
    Row("single quotes in the manifest", "plugin.json", '"api"', "'api'", "umum.json", only=False),
    Row("a comment in the manifest", "plugin.json", '"api": 1,', '"api": 1, // versi', "umum.json", only=False),
    Row("duplicate key in the manifest", "plugin.json", '"api": 1,', '"api": 1, "api": 1,', "umum.json", "dua kali", only=False),
    Row("misspelt key of the manifest", "plugin.json", '"author"', '"auhtor"', "plugin.manifes", '"author"', only=False),
    Row("wrong unit kind", "plugin.json", '"units": ["*"]', '"units": ["puskemas"]', "plugin.manifes", '"puskesmas"', column=13),
    Row("wrong unit code", "plugin.json", '"units": ["*"]', '"units": ["kode:14 71"]', "plugin.manifes", "berbentuk"),
    Row("unknown field in reads", "plugin.json", '"reads": []', '"reads": ["kepalaunit"]', "plugin.manifes", '"kepala_unit"'),
    Row("version", "plugin.json", '"0.1.0"', '"1"', "plugin.manifes", "berbentuk"),
    Row("text for the api", "plugin.json", '"api": 1', '"api": "1"', "plugin.manifes", "teks", only=False),
    Row("setting without default", "plugin.json", '"reads": []', '"reads": [],\n  "settings": { "a": { "type": "integer" } }', "plugin.manifes", "default", mark='"settings"', only=False),
    Row("limit above the server's", "plugin.json", '"reads": []', '"reads": [],\n  "limits": { "memory": 99999999 }', "plugin.manifes", "diturunkan", mark='"limits"'),
    # test cases
    Row("trailing comma in a case", "tests/indikator.json", '"selesai": 20 }, "hasil": 100 }', '"selesai": 20, }, "hasil": 100 }', "umum.json", "baris 2", only=False),
    Row("decimal comma in a case", "tests/indikator.json", '"hasil": 66.67', '"hasil": 66,67', "umum.json", "baris 3", only=False),
    Row("misspelt key of a case", "tests/indikator.json", '"hasil": 100', '"hasl": 100', "plugin.kasus_uji", "hasl"),
    Row("unknown code in a case", "tests/indikator.json", '"indikator": "contoh-layanan-tepat-waktu", "isian": { "tepat_waktu": 20', '"indikator": "contoh-layanan", "isian": { "tepat_waktu": 20',
        "plugin.kasus_uji", "contoh-layanan"),
    Row("misspelt input in a case", "tests/indikator.json", '"tepat_waktu": 20, "selesai": 20', '"tepat_waktu": 20, "selesei": 20', "plugin.isian", "selesei", "selesai"),
    Row("a decimal for a whole number in a case", "tests/indikator.json", '"tepat_waktu": 20, "selesai": 20', '"tepat_waktu": 20.5, "selesai": 21', "plugin.isian", "bilangan bulat"),
]


def utf16(folder):
    path = os.path.join(folder, "init.lua")
    text = open(path, encoding="utf-8").read()
    open(path, "w", encoding="utf-16").write(text)


def latin1(folder):
    path = os.path.join(folder, "init.lua")
    text = open(path, encoding="utf-8").read().replace("×", "x")
    open(path, "wb").write(text.replace("Register layanan", "Register layanan é").encode("latin-1"))


def windows(folder):
    """Every text as Notepad writes it: line ends of two characters, a mark at the start."""
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            text = open(path, encoding="utf-8", newline="").read()
            open(path, "w", encoding="utf-8-sig", newline="").write(text.replace("\n", "\r\n"))


def windows_mistake(folder):
    windows(folder)
    path = os.path.join(folder, "init.lua")
    text = open(path, encoding="utf-8-sig", newline="").read().replace('satuan = "%",', 'satuan = "%"')
    open(path, "w", encoding="utf-8-sig", newline="").write(text)


def tabs(folder):
    path = os.path.join(folder, "init.lua")
    text = open(path, encoding="utf-8").read().replace("  ", "\t")
    open(path, "w", encoding="utf-8").write(text)


# name, what is done to the folder, then code, file, line and words, or None: it must simply work
FILES = [
    ("files from Windows", windows, None),
    ("tabs", tabs, None),
    ("a slip in a file from Windows", windows_mistake, ("plugin.sintaks", "init.lua", 14, "'arah'")),
    ("UTF-16", utf16, ("plugin.paket", "init.lua", 1, "UTF-16")),
    ("Latin-1", latin1, ("plugin.paket", "init.lua", 12, "UTF-8")),
]
