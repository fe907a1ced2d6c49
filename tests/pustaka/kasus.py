"""Rows of the shared library: name, Lua body, value or Galat(words of the message)."""

MODULES = ["capaian", "jp", "kecil", "kurva", "matriks", "pecahan", "persen", "rentang_nilai"]
# These make registrations; the unit plugins' own cases run them.
TESTED_BY_PLUGINS = {"anjuran", "anjuran_bukti", "cacah", "capaian_6_2022", "elearning", "nilai_terakhir", "pola_se_3_2023", "predikat_6_2022", "rasio", "rata_rata", "saran_hasil"}


class Galat:
    def __init__(self, kata):
        self.kata = kata


def capaian(arah, target, realisasi, more="", aturan=""):
    return f'return (capaian({{ arah = "{arah}", target = {target}, realisasi = {realisasi}, {more} }}{aturan}))'


CAPAIAN = [
    ("normal", capaian("naik", 80, 70), 87.5),
    ("inverse", capaian("turun", 7, 6.5), 107.14),
    ("inverse below zero", capaian("turun", 10, 25), 0),
    ("exact, reached", capaian("tepat", 12, 12), 100),
    ("exact, too much is as far as too little", capaian("tepat", 12, 15), 75),
    ("exact, below zero", capaian("tepat", 1, 5), 0),
    ("range, below", capaian("naik", 80, 70, "target_atas = 90"), 87.5),
    ("range, above", capaian("naik", 80, 92, "target_atas = 90"), 102.22),
    ("range, on its lower bound", capaian("naik", 80, 80, "target_atas = 90"), 100),
    ("range, inside, by a rule", capaian("turun", 7, 7.5, "target_atas = 8", ", { dalam_rentang = 105 }"), 105),
    ("range, inverse above", capaian("turun", 7, 9, "target_atas = 8"), 87.5),
    ("range turned round", capaian("naik", 90, 85, "target_atas = 80"), Galat("lebih kecil dari batas bawahnya")),
    ("target 0, inverse, reached", capaian("turun", 0, 0), 100),
    ("target 0, inverse, missed", capaian("turun", 0, 3), 0),
    ("target 0, maximum", capaian("turun", 0, 0, "target_maksimal = true"), 120),
    ("target 0, by a rule", capaian("turun", 0, 0, "target_maksimal = true", ", { target_nol_tertinggi = 110 }"), 110),
    ("target 0, not the maximum, by a rule", capaian("turun", 0, 0, "", ", { target_nol = 90 }"), 90),
    ("target 0, exact, missed", capaian("tepat", 0, 1), 0),
    ("target 0, normal, below", capaian("naik", 0, -1), 0),
    ("cap reached", capaian("naik", 100, 150, "", ", { paling_banyak = 120 }"), 120),
    ("cap not reached", capaian("naik", 100, 119.5, "", ", { paling_banyak = 120 }"), 119.5),
    ("no cap", capaian("naik", 1, 1000), 100000),
    ("rounding by name", capaian("naik", 3, 2, "", ', { angka = 0, pembulatan = "down" }'), 66),
    ("rounded half up", capaian("naik", 3, 2), 66.67),
    ("formula in words", 'local _, rumus, t = capaian { arah = "turun", target = 7, target_atas = 8, realisasi = 9 } return { rumus, t }',
     ["(1 + (1 − R / T)) × 100", 8]),
    ("unknown direction", capaian("miring", 1, 1), Galat("arah tidak dikenal: miring")),
    ("negative target", capaian("naik", -1, 1), Galat("tidak boleh negatif")),
]

TABEL = """{ menit_per_jp = 45, klasikal = { cara = "sertifikat" },
    belajar = { cara = "sertifikat", jp = 2, paling_banyak = 2, per = "hari" },
    coaching = { cara = "sesi", jp = 2, paling_banyak = 2, per = "bulan" },
    patok = { cara = "sesi", jp = 5, paling_banyak = 3, per = "tahun" }, magang = { cara = "tetap", jp = 20 } }"""


def catat(*records):
    calls = " ".join(f'list.insert(hasil, (hitung {{ {r} }}))' for r in records)
    return f"local hitung, hasil = jp.pencatat {TABEL}, list.new() {calls} return hasil"


JP = [
    ("minutes", "return { jp.dari_menit(45, 45), jp.dari_menit(89, 45), jp.dari_menit(90, 45), jp.dari_menit(0, 45) }", [1, 1, 2, 0]),
    ("another minute count", "return jp.dari_menit(100, 50)", 2),
    ("hours", "return { jp.dari_jam(15, 45), jp.dari_jam(0.75, 45), jp.dari_jam(7.4, 45) }", [20, 1, 9]),
    ("hours that binary fractions miss", "return jp.dari_jam(2.55, 51)", 3),
    ("zero minutes", "return jp.dari_menit(45, 0)", Galat("lebih dari nol")),
    ("certificate", catat('jenis = "klasikal", tanggal = "2026-01-05", jp = 20', 'jenis = "klasikal", tanggal = "2026-01-06", jam = 6',
                          'jenis = "klasikal", tanggal = "2026-01-06", jp = 3, jam = 99'), [20, 8, 3]),
    ("certificate with a part of a JP", catat('jenis = "klasikal", tanggal = "2026-01-05", jp = 2.9'), [2]),
    ("certificate without JP", f'local j, sebab = jp.pencatat {TABEL} {{ jenis = "klasikal", tanggal = "2026-01-05" }} return {{ tostring(j), sebab }}',
     ["nil", "sertifikat tidak menyebut JP atau jam"]),
    ("sessions a month", catat(*['jenis = "coaching", tanggal = "2026-01-05"'] * 3, 'jenis = "coaching", tanggal = "2026-02-01", sesi = 5'),
     [2, 2, 0, 4]),
    ("JP a day", catat('jenis = "belajar", tanggal = "2026-01-05"', 'jenis = "belajar", tanggal = "2026-01-05", jam = 5',
                       'jenis = "belajar", tanggal = "2026-01-06", jam = 5', 'jenis = "belajar", tanggal = "2026-01-07", jp = 1'), [2, 0, 2, 1]),
    ("sessions a year", catat('jenis = "patok", tanggal = "2026-01-05", sesi = 2', 'jenis = "patok", tanggal = "2026-12-31", sesi = 2',
                              'jenis = "patok", tanggal = "2027-01-01"'), [10, 5, 5]),
    ("fixed", catat('jenis = "magang", tanggal = "2026-01-05"', 'jenis = "magang", tanggal = "2026-01-05"'), [20, 20]),
    ("why less counts", f'local _, sebab = jp.pencatat {TABEL} {{ jenis = "coaching", tanggal = "2026-01-05", sesi = 9 }} return sebab',
     "dibatasi 2 per bulan"),
    ("unknown kind", catat('jenis = "piknik", tanggal = "2026-01-05"'), Galat("jenis tidak dikenal: piknik")),
    ("unknown manner", 'jp.pencatat { menit_per_jp = 45, a = { cara = "kira" } }', Galat("a: cara harus")),
    ("cap without its time", 'jp.pencatat { menit_per_jp = 45, a = { cara = "tetap", jp = 1, paling_banyak = 2 } }', Galat("ditulis bersama per")),
    ("sessions without JP", 'jp.pencatat { menit_per_jp = 45, a = { cara = "sesi" } }', Galat("a memerlukan jp")),
]

KECIL = [
    ("a word", 'return kecil("Berkas selesai")', "berkas selesai"),
    ("an abbreviation", 'return kecil("IKD aktif")', "IKD aktif"),
    ("an abbreviation with a hyphen", 'return kecil("PBB-P2 dibayar")', "PBB-P2 dibayar"),
    ("one letter", 'return { kecil("A"), kecil("") }', ["a", ""]),
]

POLA = 'kurva { golongan = { "a", "b", "c" }, x = { { "terbesar", "a" }, { "paling_banyak", 70, "a" }, { "ada", "b", "c" } }, ' \
       'y = { { "paling_sedikit", 60, "b", "c" }, { "tidak_ada", "a" } } }'


def pola(nama, a, b, c):
    return f'return list.map({POLA}("{nama}", {{ a = {a}, b = {b}, c = {c} }}), function(t) return t.aturan[1] end)'


KURVA = [
    ("holds", pola("x", 7, 3, 0), []),
    ("a tie is not the largest", pola("x", 5, 5, 0), ["terbesar"]),
    ("whole numbers at the bound", pola("x", 7, 2, 1), []),
    ("one above the bound", pola("x", 8, 1, 1), ["paling_banyak"]),
    ("nobody where somebody must be", pola("x", 1, 0, 0), ["paling_banyak", "ada"]),
    ("groups together", pola("y", 0, 1, 5), []),
    ("too few, and one too many", pola("y", 5, 2, 3), ["paling_sedikit", "tidak_ada"]),
    ("what was counted", f'local t = {POLA}("y", {{ a = 5, b = 2, c = 3 }})[1] return {{ t.jumlah, t.total }}', [5, 10]),
    ("unknown pattern", pola("z", 1, 1, 1), Galat("pola tidak dikenal: z")),
    ("unknown group", 'kurva { golongan = { "a", "b" }, x = { { "ada", "d" } } }', Galat("golongan yang tidak ada: d")),
    ("unknown rule", 'kurva { golongan = { "a", "b" }, x = { { "kira", "a" } } }', Galat("aturan ke-1 tidak dikenal")),
    ("percentage above 100", 'kurva { golongan = { "a", "b" }, x = { { "paling_banyak", 101, "a" } } }', Galat("persen 0 sampai 100")),
    ("no group", 'kurva { golongan = { "a", "b" }, x = { { "ada" } } }', Galat("tidak menyebut golongan")),
    ("a group twice", 'kurva { golongan = { "a", "a" }, x = { { "ada", "a" } } }', Galat("ditulis dua kali")),
    ("no pattern", 'kurva { golongan = { "a", "b" } }', Galat("pola belum ada")),
    ("an empty pattern", 'kurva { golongan = { "a", "b" }, x = {} }', Galat("pola x kosong")),
]

MATRIKS = [
    ("two axes", 'local m = matriks { kolom = { "k1", "k2" }, b1 = { 1, 2 }, b2 = { 3, 4 } } return { m("b1", "k2"), m("b2", "k1") }', [2, 3]),
    ("unknown row", 'matriks { kolom = { "k1" }, b1 = { 1 } }("b9", "k1")', Galat("baris tidak dikenal: b9")),
    ("unknown column", 'matriks { kolom = { "k1" }, b1 = { 1 } }("b1", "k9")', Galat("kolom tidak dikenal: k9")),
    ("a missing cell", 'matriks { kolom = { "k1", "k2" }, b1 = { 1 } }', Galat("baris b1 tidak lengkap")),
    ("a hole", 'matriks { kolom = { "k1", "k2" }, b1 = { nil, 2 } }', Galat("baris b1 tidak lengkap")),
    ("a cell too many", 'matriks { kolom = { "k1" }, b1 = { 1, 2 } }', Galat("di luar kolom")),
    ("a column twice", 'matriks { kolom = { "k1", "k1" }, b1 = { 1, 2 } }', Galat("ditulis dua kali")),
    ("no columns", 'matriks { b1 = { 1 } }', Galat("kolom belum ada")),
    ("no rows", 'matriks { kolom = { "k1" } }', Galat("baris belum ada")),
    ("a row that is no list", 'matriks { kolom = { "k1" }, b1 = 3 }', Galat("b1 harus daftar")),
]


def tulis(pembilang, penyebut, angka, aturan=None):
    return f"return pecahan.tulis({pembilang}, {penyebut}, {angka}" + (f', "{aturan}")' if aturan else ")")


PECAHAN = [
    ("exact", tulis(3600, 192, 2), "18.75"),
    ("half up", tulis(625, 200, 2), "3.13"),
    ("half up below zero", tulis(-625, 200, 2), "-3.13"),
    ("half even", tulis(625, 200, 2, "half_even"), "3.12"),
    ("half even, odd", tulis(635, 200, 2, "half_even"), "3.18"),
    ("half even on the whole part", tulis(3, 2, 0, "half_even"), "2"),
    ("half even on the whole part, even", tulis(5, 2, 0, "half_even"), "2"),
    ("down", tulis(399, 200, 2, "down"), "1.99"),
    ("down below zero", tulis(-399, 200, 1, "down"), "-1.9"),
    ("up", tulis(1, 3, 2, "up"), "0.34"),
    ("up, exact", tulis(1, 4, 2, "up"), "0.25"),
    ("floor below zero", tulis(-1, 3, 2, "floor"), "-0.34"),
    ("floor", tulis(2, 3, 2, "floor"), "0.66"),
    ("ceil", tulis(1, 3, 2, "ceil"), "0.34"),
    ("ceil below zero", tulis(-2, 3, 2, "ceil"), "-0.66"),
    ("carry", tulis(1999, 2000, 2), "1.00"),
    ("no zero with a sign", tulis(-1, 1000, 2), "0.00"),
    ("no decimals", tulis(5, 2, 0), "3"),
    ("three decimals", tulis(2, 192, 3), "0.010"),
    ("a numerator near the end of the integers", tulis("9000000000000000000", 192000, 3), "46875000000000.000"),
    ("a numerator that is a whole float", tulis("375.0", 100, 2), "3.75"),
    ("a numerator that is not whole", tulis(1.5, 2, 2), Galat("harus bulat")),
    ("denominator zero", tulis(1, 0, 2), Galat("positif")),
    ("unknown rounding", tulis(1, 3, 2, "kira"), Galat("tidak dikenal: kira")),
    ("read", 'return { pecahan.baca("12.345"), pecahan.baca("0.5"), pecahan.baca("7"), pecahan.baca("000.010") }', [12345, 500, 7000, 10]),
    ("read a comma", 'return pecahan.baca("1,5")', Galat("bukan bilangan desimal")),
    ("read two points", 'return pecahan.baca("1.2.3")', Galat("bukan bilangan desimal")),
    ("read a point at the end", 'return pecahan.baca("1.")', Galat("bukan bilangan desimal")),
    ("read a point at the start", 'return pecahan.baca(".5")', Galat("bukan bilangan desimal")),
    ("read a sign", 'return pecahan.baca("-1")', Galat("bukan bilangan desimal")),
    ("read nothing", 'return pecahan.baca("")', Galat("kosong")),
    ("read four decimals", 'return pecahan.baca("1.2345")', Galat("lebih dari tiga desimal")),
    ("read thirteen digits", 'return pecahan.baca("1234567890123")', Galat("terlalu besar")),
    ("times", "return { pecahan.kali(3.75, 4), pecahan.kali(12.5, 4), pecahan.kali(5, 4) }", [15, 50, 20]),
    ("times, not whole", "return pecahan.kali(3.7, 4)", Galat("3.7 bukan kelipatan 1/4")),
]

PERSEN = [
    ("rounded once", 'return persen(2, 3, "berkas")', 66.67),
    ("all", 'return persen(420, 420, "berkas")', 100),
    ("none of some", 'return persen(0, 20, "berkas")', 0),
    ("of nothing", 'return persen(0, 0, "berkas")', Galat("berkas nol: kosongkan")),
    ("part above whole", 'return persen(21, 20, "berkas")', Galat("bagian (21) lebih besar daripada berkas (20)")),
    ("above a target", 'return persen(21, 20, "sasaran", true)', 105),
]

MUTU = '{ { dari = 25, "D" }, { dari = 65, "C" }, { dari = 76.61, "B" }, sampai = 100 }'
BULAT = '{ { dari = 0, sampai = 59, "e" }, { dari = 60, sampai = 79, "d" }, { dari = 80, sampai = 100, "c" }, langkah = 1 }'


def rentang(tabel, *values):
    if not values:
        return f"rentang_nilai {tabel}"
    return f"local r = rentang_nilai {tabel} return {{ " + ", ".join(f"r({v})" for v in values) + " }"


RENTANG = [
    ("begins and ends", rentang(MUTU, 25, 64.99, 65, 76.6, 76.61, 100), ["D", "D", "C", "C", "B", "B"]),
    ("below the first", rentang(MUTU, 24.99), Galat("24.99 di luar rentang")),
    ("above the last", rentang(MUTU, 100.01), Galat("100.01 di luar rentang")),
    ("no end", rentang('{ { dari = 0, "a" } }', 1000000), ["a"]),
    ("just above", rentang('{ { dari = 0, "r" }, { di_atas = 60, "t" }, { di_atas = 90, "s" } }', 60, 60.01, 90, 90.5), ["r", "t", "t", "s"]),
    ("just above the first", rentang('{ { di_atas = 0, "a" } }', 0), Galat("di luar rentang")),
    ("printed ends", rentang(BULAT, 0, 59, 60, 79, 80, 100), ["e", "e", "d", "d", "c", "c"]),
    ("between two steps", rentang(BULAT, 59.5), Galat("59.5 bukan kelipatan 1")),
    ("above the printed end", rentang(BULAT, 101), Galat("101 di luar rentang")),
    ("a gap", rentang('{ { dari = 0, sampai = 59, 1 }, { dari = 61, sampai = 79, 2 }, langkah = 1 }'), Galat("celah antara 59 dan 61, sebelum rentang ke-2")),
    ("a gap without steps", rentang('{ { dari = 0, sampai = 59, 1 }, { dari = 60, 2 } }'), Galat("celah antara 59 dan 60")),
    ("an overlap", rentang('{ { dari = 0, sampai = 60, 1 }, { dari = 60, sampai = 79, 2 }, langkah = 1 }'),
     Galat("rentang ke-2 mulai 60, tumpang tindih dengan yang sebelumnya, yang sampai 60")),
    ("ends that meet", rentang('{ { dari = 0, sampai = 60, 1 }, { dari = 60, sampai = 80, 2 } }', 59.99, 60, 80), [1, 2, 2]),
    ("not rising", rentang('{ { dari = 60, 1 }, { dari = 60, 2 } }'), Galat("rentang ke-2 mulai 60, tidak naik")),
    ("turned round", rentang('{ { dari = 60, sampai = 50, 1 } }'), Galat("berakhir sebelum mulai")),
    ("no beginning", rentang('{ { 1 } }'), Galat("salah satu: dari atau di_atas")),
    ("two beginnings", rentang('{ { dari = 1, di_atas = 1, 1 } }'), Galat("salah satu")),
    ("no value", rentang('{ { dari = 1 } }'), Galat("rentang ke-1 tidak memuat nilai")),
    ("no ranges", rentang('{}'), Galat("belum ada rentang")),
    ("the table ends too early", rentang('{ { dari = 60, 1 }, sampai = 50 }'), Galat("lebih kecil dari rentang terakhir")),
]

ROWS = [(f"{module} {name}", body, want) for module, rows in
        (("capaian", CAPAIAN), ("jp", JP), ("kecil", KECIL), ("kurva", KURVA), ("matriks", MATRIKS), ("pecahan", PECAHAN), ("persen", PERSEN),
         ("rentang_nilai", RENTANG)) for name, body, want in rows]
