"""Every endpoint, every role, own, subordinate's and another unit's: a table. What is not in it is not tested, and
an operation without a row fails the suite.

Columns are the demonstration accounts. `pegawai` is the nurse of the puskesmas, `penilai` her head, `atasan_penilai`
the head of the dinas over him, `pengelola` and `admin_unit` are of that dinas, `camat` heads the kecamatan in whose
territory the puskesmas lies. The nurse's plan is that of the story, which runs before. Objects named `perawat` are the nurse's own, `kelurahan` those of a person in the camat's
line of command. A cell may allow several answers: 200|428.
"""
import re
from urllib.parse import quote

from lib.suite import case, suite

from .story import TAHUN, wait

ACTORS = "anonim pegawai penilai atasan_penilai pengelola admin_unit admin_pusat auditor camat".split()

# What people may see of a person in the puskesmas, and of one in a kelurahan.
ORANG_PKM = "401 200 200 200 200 200 200 200 404"
ORANG_KEL = "401 404 404 404 404 404 200 200 200"
# The same for work and evaluation, which administer of a unit do not see.
KERJA_PKM = "401 200 200 200 200 404 200 200 404"
KERJA_KEL = "401 404 404 404 404 404 200 200 200"
SEMUA = "401 200 200 200 200 200 200 200 200"
# Only the nurse writes; `409` means that the state refuses what the right allows.
PEMILIK = "401 409 403 403 403 403 403 403 404"
PENILAI = "401 403 409 403 403 403 403 403 404"
ADMIN = "401 403 403 403 403 {} {} 403 403"
# Sources of plugins, and simulations: whoever may put them in force, and the auditor.
TELAAH = "401 403 403 403 403 200 200 200 403"
PUSAT_SAJA = "401 403 403 403 403 403 {} 403 403"

KALENDER = {"jenis": "biasa", "nama": "Uji", "mulai": "2031-01-01", "hari_kerja": 5,
            "jam": [{"hari": h, "masuk": "07:30", "pulang": "16:00"} for h in range(1, 6)]}
DATA = {"periode": "2026-11", "unit": "{unit.pkm}", "plugin": "puskesmas", "kode": "kunjungan-rawat-jalan", "isian": {"pasien": 1},
        "sumber": "Uji"}
PETUGAS = {"pegawai": 999999, "plugin": "puskesmas", "mulai": "2031-01-01", "dasar": "Uji"}
ABSEN = {"jenis": "tanpa_kabar", "mulai": "2031-01-01", "selesai": "2031-01-02"}

ROWS = [
    # method, path, body, expected by actor
    ("GET", "/healthz", None, "200 " * 9),
    ("GET", "/readyz", None, "200 " * 9),
    ("GET", "/metrics", None, "200 " * 9),
    ("GET", "/", None, "200 " * 9),
    ("GET", "/gaya.css", None, "200 " * 9),
    ("GET", "/api/v1/openapi.json", None, "200 " * 9),
    ("POST", "/api/v1/sesi", {}, "422 " * 9),
    ("GET", "/api/v1/sesi", None, SEMUA),
    ("GET", "/api/v1/saya", None, SEMUA),
    ("GET", "/api/v1/saya/sesi", None, SEMUA),
    ("DELETE", "/api/v1/saya/sesi/9007199254740991", None, "401 " + "404 " * 8),
    ("POST", "/api/v1/saya/token", {"nama": "uji", "hari": 400}, "401 " + "422 " * 8),
    ("GET", "/api/v1/saya/dibaca", None, SEMUA),
    ("GET", "/api/v1/saya/faktor", None, SEMUA),

    ("GET", "/api/v1/akun", None, ADMIN.format("200", "200")),
    ("POST", "/api/v1/akun", {"nama": "A b"}, ADMIN.format("403", "422")),
    ("POST", "/api/v1/akun", {"pegawai": "{pegawai.perawat}"}, ADMIN.format("409", "409")),
    ("POST", "/api/v1/akun", {"pegawai": "{pegawai.kelurahan}"}, ADMIN.format("404", "409")),
    ("GET", "/api/v1/akun/{akun.perawat}", None, ADMIN.format("200", "200")),
    ("GET", "/api/v1/akun/{akun.kelurahan}", None, ADMIN.format("404", "200")),
    ("GET", "/api/v1/akun/{akun.auditor}", None, ADMIN.format("404", "200")),
    # 428 means that the right was there.
    ("POST", "/api/v1/akun/{akun.perawat}/aksi", {"aksi": "tutup"}, ADMIN.format("428", "428")),
    ("POST", "/api/v1/akun/{akun.kelurahan}/aksi", {"aksi": "tutup"}, ADMIN.format("404", "428")),
    ("POST", "/api/v1/akun/{akun.perawat}/kode", {"jam": 1}, ADMIN.format("428", "428")),
    ("POST", "/api/v1/akun/{akun.kelurahan}/kode", {"jam": 1}, ADMIN.format("404", "428")),
    ("POST", "/api/v1/akun/{akun.perawat}/peran", {"peran": "pengelola", "unit": "{unit.pkm}"},
     ADMIN.format("428", "428")),
    ("POST", "/api/v1/akun/{akun.perawat}/peran", {"peran": "pengelola", "unit": "{unit.kelurahan}"},
     ADMIN.format("403", "428")),
    ("POST", "/api/v1/akun/{akun.perawat}/peran", {"peran": "admin_pusat"}, ADMIN.format("403", "428")),
    ("GET", "/api/v1/akun/{akun.perawat}/sesi", None, ADMIN.format("200", "200")),
    ("GET", "/api/v1/akun/{akun.kelurahan}/sesi", None, ADMIN.format("404", "200")),
    ("DELETE", "/api/v1/akun/{akun.perawat}/sesi/9007199254740991", None, ADMIN.format("404", "404")),
    ("POST", "/api/v1/saya/faktor", {}, "401 " + "422 " * 8),
    ("POST", "/api/v1/saya/faktor/sahkan", {"kode": "123456"}, "401 " + "409 " * 8),
    ("POST", "/api/v1/saya/faktor/kode-pemulihan", {"kode": "123456"}, "401 " + "422 " * 8),
    ("POST", "/api/v1/saya/faktor/matikan", {"kode": "123456"}, "401 " + "422 " * 8),

    ("GET", "/api/v1/unit", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.pkm}", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.kelurahan}", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.pkm}/angka?periode=2025", None, "401 403 200 200 200 200 200 200 200"),
    ("GET", "/api/v1/unit/{unit.kelurahan}/angka?periode=2025", None, "401 403 403 403 403 403 200 200 200"),
    ("PUT", "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW3", {"predikat": "baik"},
     "401 403 403 200|428 403 403 200|428 403 403"),
    ("GET", "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW3", None, "401 403 200 200 200 200 200 200 200"),
    ("PUT", "/api/v1/unit/{unit.kelurahan}/capaian-organisasi/2026-TW3", {"predikat": "baik"},
     "401 403 403 403 403 403 200|428 403 200|428"),

    ("GET", "/api/v1/pegawai", None, SEMUA),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}", None, ORANG_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}", None, ORANG_KEL),

    ("GET", "/api/v1/periode", None, SEMUA),
    ("GET", "/api/v1/periode/2026", None, SEMUA),
    ("POST", "/api/v1/periode", {"kode": "2026-01"}, PUSAT_SAJA.format("409")),
    ("POST", "/api/v1/periode/2025/aksi", {"aksi": "kunci"}, PUSAT_SAJA.format("409")),
    ("POST", "/api/v1/periode/2026-01/evaluasi", None, PUSAT_SAJA.format("200")),
    ("GET", "/api/v1/indikator?unit={unit.pkm}&periode=2026", None, SEMUA),

    ("GET", "/api/v1/skp", None, SEMUA),
    ("POST", "/api/v1/skp", {"mulai": "2025-01-01", "selesai": "2025-12-31", "form": "B", "pendekatan": "kuantitatif"},
     "401 409 409 409 409 409 409 409 409"),
    ("GET", "/api/v1/skp/{skp.perawat}", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}", None, ORANG_KEL),
    ("GET", "/api/v1/skp/{skp.perawat}/versi/1", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.perawat}/pilihan-rhk", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/pilihan-rhk", None, ORANG_KEL),
    ("PUT", "/api/v1/skp/{skp.perawat}", {"rhk": []}, PEMILIK),
    ("PUT", "/api/v1/skp/{skp.kelurahan}", {"rhk": []}, "401 404 404 404 404 404 403 403 403"),
    ("PUT", "/api/v1/skp/{skp.perawat}/ekspektasi", {"perilaku": []}, PENILAI),
    ("POST", "/api/v1/skp/{skp.perawat}/aksi", {"aksi": "ajukan"}, PEMILIK),
    ("POST", "/api/v1/skp/{skp.perawat}/aksi", {"aksi": "setujui"}, PENILAI),
    ("POST", "/api/v1/skp/{skp.kelurahan}/aksi", {"aksi": "setujui"}, "401 404 404 404 404 404 403 403 403"),
    ("POST", "/api/v1/skp/{skp.selesai}/versi", {"alasan": "Anggaran berubah"}, "401 409 403|409 403 403 403 403 403 404"),

    ("GET", "/api/v1/skp/{skp.perawat}/realisasi", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.perawat}/realisasi/2027-01", None, KERJA_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/realisasi/2026-01", None, KERJA_KEL),
    ("PUT", "/api/v1/skp/{skp.perawat}/realisasi/2027-01", {"nilai": []}, "401 409 403 403 403 404 403 403 404"),
    ("POST", "/api/v1/skp/{skp.perawat}/realisasi/2027-01/aksi", {"aksi": "terima"},
     "401 403 409 403 403 404 403 403 404"),
    ("POST", "/api/v1/skp/{skp.perawat}/realisasi/2027-01/bukti?nama=a.exe", b"MZ", "401 422 403 403 403 404 403 403 404"),
    ("GET", "/api/v1/bukti/{bukti.perawat}", None, "401 200 200 200 200 404 404 200 404"),
    ("DELETE", "/api/v1/bukti/{bukti.perawat}", None, "401 409 403 403 403 404 404 403 404"),

    ("GET", "/api/v1/unit/{unit.pkm}/kalender?tahun=2026", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.kelurahan}/kalender", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/kalender", KALENDER, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/kalender", KALENDER, ADMIN.format("403", "201")),
    ("PUT", "/api/v1/unit/{unit.pkm}/libur/2031", {"libur": []}, ADMIN.format("200", "200")),
    ("PUT", "/api/v1/unit/{unit.kelurahan}/libur/2031", {"libur": []}, ADMIN.format("403", "200")),
    ("POST", "/api/v1/unit/{unit.pkm}/aturan-progres", {"mulai": "2031-01-01"}, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/aturan-progres", {"mulai": "2031-01-01"}, ADMIN.format("403", "201")),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}/kalender?bulan=2026-11", None, ORANG_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}/kalender?bulan=2026-11", None, ORANG_KEL),
    ("PUT", "/api/v1/pegawai/{pegawai.perawat}/roster/2031-01", {"shift": []}, "401 403 403 403 403 204 204 403 403"),
    ("PUT", "/api/v1/pegawai/{pegawai.kelurahan}/roster/2031-01", {"shift": []}, "401 403 403 403 403 404 204 403 403"),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}/ketidakhadiran", None, ORANG_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}/ketidakhadiran", None, ORANG_KEL),
    ("POST", "/api/v1/pegawai/{pegawai.perawat}/ketidakhadiran", ABSEN, "401 403 403 403 403 422 422 403 403"),
    ("POST", "/api/v1/pegawai/{pegawai.kelurahan}/ketidakhadiran", ABSEN, "401 403 403 403 403 404 422 403 403"),
    ("DELETE", "/api/v1/ketidakhadiran/{ketidakhadiran.perawat}", None, "401 403 403 403 403 204 404 403 403"),

    ("GET", "/api/v1/skp/{skp.perawat}/realisasi/2027-05/usulan", None, KERJA_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/realisasi/2026-01/usulan", None, KERJA_KEL),
    ("GET", "/api/v1/skp/{skp.perawat}/rencana-aksi/2027-05", None, KERJA_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/rencana-aksi/2026-05", None, KERJA_KEL),
    ("PUT", "/api/v1/skp/{skp.perawat}/rencana-aksi/2027-04", {"butir": []}, "401 409 403 403 403 404 403 403 404"),
    ("PUT", "/api/v1/skp/{skp.kelurahan}/rencana-aksi/2026-05", {"butir": []}, "401 404 404 404 404 404 403 403 403"),
    ("GET", "/api/v1/data-indikator", None, SEMUA),
    ("PUT", "/api/v1/data-indikator", DATA, "401 403 403 403 403 403 403 403 403"),
    ("PUT", "/api/v1/data-indikator", {**DATA, "unit": None, "pegawai": "{pegawai.kelurahan}"}, "401 403 403 403 403 403 403 403 403"),
    ("DELETE", "/api/v1/data-indikator/{data.perawat}", None, "401 403 403 403 403 403 403 403 403"),
    ("DELETE", "/api/v1/data-indikator/999999", None, "401 404 404 404 404 404 404 404 404"),
    ("GET", "/api/v1/unit/{unit.pkm}/petugas-data", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/petugas-data", PETUGAS, ADMIN.format("422", "422")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/petugas-data", PETUGAS, ADMIN.format("403", "422")),
    ("DELETE", "/api/v1/petugas-data/999999", None, ADMIN.format("404", "404")),
    ("GET", "/api/v1/progres", None, SEMUA),
    ("POST", "/api/v1/progres", {"tanggal": "2040-01-01", "uraian": "x"}, "401 409 409 409 409 409 409 409 409"),
    ("GET", "/api/v1/progres/{progres.perawat}", None, KERJA_PKM),
    ("GET", "/api/v1/progres/{progres.kelurahan}", None, KERJA_KEL),
    ("PUT", "/api/v1/progres/{progres.kelurahan}", {"tanggal": "2026-05-04", "uraian": "x"},
     "401 404 404 404 404 404 403 403 403"),
    ("DELETE", "/api/v1/progres/{progres.kelurahan}", None, "401 404 404 404 404 404 403 403 403"),
    ("PUT", "/api/v1/progres/{progres.perawat}", {"tanggal": "2027-05-03", "uraian": "x"},
     "401 409 403 403 403 404 403 403 404"),
    ("DELETE", "/api/v1/progres/{progres.perawat}", None, "401 409 403 403 403 404 403 403 404"),
    ("POST", "/api/v1/progres/{progres.perawat}/aksi", {"aksi": "ajukan"}, "401 409 403 403 403 404 403 403 404"),
    ("POST", "/api/v1/progres/{progres.perawat}/aksi", {"aksi": "setujui"}, "401 403 409 403 403 404 403 403 404"),
    ("POST", "/api/v1/progres/{progres.perawat}/bukti?nama=a.exe", b"MZ", "401 422 403 403 403 404 403 403 404"),
    ("GET", "/api/v1/progres/{progres.terbukti}/bukti/{progres.bukti}", None, "401 200 200 200 200 404 404 200 404"),
    ("DELETE", "/api/v1/progres/{progres.terbukti}/bukti/{progres.bukti}", None, "401 409 403 403 403 404 403 403 404"),
    ("POST", "/api/v1/progres/aksi", {"aksi": "setujui", "entri": []}, SEMUA),
    ("POST", "/api/v1/progres/salin", {"dari": "2031-01-01", "ke": "2031-01-02"}, "401 404 404 404 404 404 404 404 404"),
    ("GET", "/api/v1/progres/papan", None, SEMUA),
    ("GET", "/api/v1/progres/favorit", None, SEMUA),
    ("POST", "/api/v1/progres/favorit", {"nama": "Apel", "isi": {"uraian": "Apel pagi"}}, "401 201 201 201 201 201 201 201 201"),
    ("DELETE", "/api/v1/progres/favorit/999999", None, "401 404 404 404 404 404 404 404 404"),

    ("GET", "/api/v1/evaluasi", None, SEMUA),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}", None, KERJA_PKM),
    ("GET", "/api/v1/evaluasi/{evaluasi.kelurahan}", None, KERJA_KEL),
    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/saran", None, "401 403 200 403 403 404 403 403 404"),
    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/nilai", {"rating_hasil": "sesuai", "rating_perilaku": "sesuai"},
     "401 403 409 403 403 404 403 403 404"),
    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/aksi", {"aksi": "tetapkan"}, "401 403 409 403 403 404 403 403 404"),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/terlihat", None, "401 200 403 403 403 404 403 403 404"),
    ("GET", "/api/v1/evaluasi/{evaluasi.kelurahan}/terlihat", None, "401 404 404 404 404 404 403 403 403"),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/jejak", None, KERJA_PKM),
    ("GET", "/api/v1/evaluasi/{evaluasi.kelurahan}/jejak", None, KERJA_KEL),

    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/keberatan", {"alasan": "Uji"},
     "401 409 403 403 403 404 403 403 404"),
    ("GET", "/api/v1/keberatan", None, SEMUA),
    ("GET", "/api/v1/keberatan/{keberatan.perawat}", None, "401 200 200 200 200 404 404 200 404"),
    ("POST", "/api/v1/keberatan/{keberatan.perawat}/aksi", {"aksi": "periksa"},
     "401 403 403 409 403 404 404 403 404"),
    ("POST", "/api/v1/keberatan/{keberatan.perawat}/putusan",
     {"rating_hasil": "sesuai", "rating_perilaku": "sesuai", "alasan": "Uji"}, "401 403 403 409 403 404 404 403 404"),
    ("GET", "/api/v1/aturan", None, SEMUA),
    ("POST", "/api/v1/aturan", {"kode": "keberatan.hari", "mulai": "2030-01-01", "nilai": 14, "sumber": "Uji"},
     PUSAT_SAJA.format("201")),

    ("GET", "/api/v1/pelatihan", None, SEMUA),
    ("GET", "/api/v1/pelatihan/katalog", None, SEMUA),
    ("GET", "/api/v1/pelatihan/katalog?pegawai={pegawai.perawat}", None, ORANG_PKM),
    ("GET", "/api/v1/pelatihan/katalog?pegawai={pegawai.kelurahan}", None, ORANG_KEL),
    ("GET", "/api/v1/pelatihan/anjuran", None, SEMUA),
    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/anjuran", None, "401 200 200 403 200 200 200 403 404"),
    ("GET", "/api/v1/pelatihan/jp", None, SEMUA),
    ("GET", "/api/v1/pelatihan/jp?pegawai={pegawai.perawat}", None, ORANG_PKM),
    ("POST", "/api/v1/pelatihan", {"plugin": "puskesmas", "kode": "tidak-ada"}, "401 404 404 404 404 404 404 404 404"),
    ("POST", "/api/v1/pelatihan/luar", {"judul": "A"}, "401 422 422 422 422 422 422 422 422"),
    ("GET", "/api/v1/pelatihan/{pelatihan.perawat}", None, ORANG_PKM),
    ("GET", "/api/v1/pelatihan/{pelatihan.camat}", None, "401 404 404 404 404 404 200 200 200"),
    ("POST", "/api/v1/pelatihan/{pelatihan.perawat}/aksi", {"aksi": "verifikasi"}, "401 403 403 403 409 409 409 403 404"),
    ("POST", "/api/v1/pelatihan/{pelatihan.camat}/aksi", {"aksi": "verifikasi"}, "401 404 404 404 404 404 409 403 403"),
    ("POST", "/api/v1/pelatihan/{pelatihan.perawat}/aksi", {"aksi": "batalkan"}, "401 409 403 403 403 403 403 403 404"),
    ("POST", "/api/v1/pelatihan/{pelatihan.perawat}/bukti?nama=a.exe", b"MZ", "401 422 403 403 403 403 403 403 404"),
    ("GET", "/api/v1/pelatihan/{pelatihan.perawat}/bukti", None, "401 404 404 404 404 404 404 404 404"),
    # A colleague's module: her head and the offices read its lessons, nobody else does her quiz.
    ("GET", "/api/v1/pelatihan/{pelatihan.modul}/materi/1", None, "401 404 200 200 200 200 200 200 404"),
    ("GET", "/api/v1/pelatihan/{pelatihan.modul}/materi/1/gambar/99", None, "401 404 404 404 404 404 404 404 404"),
    ("POST", "/api/v1/pelatihan/{pelatihan.modul}/materi/1/baca", None, "401 404 403 403 403 403 403 403 404"),
    ("GET", "/api/v1/pelatihan/{pelatihan.modul}/kuis", None, "401 404 403 403 403 403 403 403 404"),
    ("POST", "/api/v1/pelatihan/{pelatihan.modul}/kuis", {"percobaan": 1, "jawaban": []}, "401 404 403 403 403 403 403 403 404"),
    ("POST", "/api/v1/pelatihan/{pelatihan.modul}/nilai", None, "401 404 403 403 409 409 409 403 404"),
    ("GET", "/api/v1/acara", None, SEMUA),
    ("POST", "/api/v1/acara", {"unit_id": 1}, "401 403 403 403 422 422 422 403 403"),
    ("GET", "/api/v1/acara/{acara.dinkes}", None, "401 404 404 200 200 200 200 200 404"),
    ("PUT", "/api/v1/acara/{acara.dinkes}", {"unit_id": 1, "judul": "A", "jenis": "klasikal", "jp": 1, "mulai": "2026-03-10",
     "selesai": "2026-03-10", "tempat": "A", "kursi": 20}, "401 404 404 403 409 409 409 403 404"),
    ("POST", "/api/v1/acara/{acara.dinkes}/undang", {"peserta": [{"pegawai_id": 1, "alasan": "Uji"}]},
     "401 404 404 403 409 409 409 403 404"),
    ("POST", "/api/v1/acara/{acara.dinkes}/hadir", {"hadir": [1]}, "401 404 404 403 409 409 409 403 404"),
    ("POST", "/api/v1/acara/{acara.dinkes}/aksi", {"aksi": "batalkan", "catatan": "Uji"}, "401 404 404 403 409 409 409 403 404"),

    ("GET", "/api/v1/plugin", None, SEMUA),
    ("GET", "/api/v1/plugin/{plugin.pertama}", None, SEMUA),
    ("POST", "/api/v1/plugin", b"bukan arsip", ADMIN.format("422", "422")),
    ("POST", "/api/v1/plugin/periksa", {"berkas": {}}, ADMIN.format("422", "422")),
    ("POST", "/api/v1/plugin/coba", {"fungsi": "x", "berkas": {}}, ADMIN.format("422", "422")),
    # The period is none: 404 means that the right was there.
    ("POST", "/api/v1/plugin/{plugin.pertama}/aktivasi", {"unit": "{unit.pkm}", "periode": "1999"},
     ADMIN.format("404", "404")),
    ("POST", "/api/v1/plugin/{plugin.pertama}/aktivasi", {"unit": "{unit.kelurahan}", "periode": "1999"},
     ADMIN.format("403", "404")),
    # The operator's, decided with the demonstration data: 409 means that the right was there.
    ("GET", "/api/v1/plugin/usulan", None, "401 403 403 403 403 200 200 200 403"),
    ("GET", "/api/v1/plugin/usulan/{usulan.pkm}", None, "401 403 403 403 403 200 200 200 403"),
    ("GET", "/api/v1/plugin/usulan/{usulan.kota}", None, "401 403 403 403 403 404 200 200 403"),
    ("POST", "/api/v1/plugin/usulan/{usulan.pkm}/aksi", {"aksi": "setujui"}, "401 403 403 403 403 409 409 403 403"),
    ("POST", "/api/v1/plugin/usulan/{usulan.kota}/aksi", {"aksi": "setujui"}, "401 403 403 403 403 404 409 403 403"),
    ("POST", "/api/v1/plugin/{plugin.pertama}/aksi", {"aksi": "karantina"}, "401 403 403 403 403 403 422 403 403"),
    ("POST", "/api/v1/plugin/{plugin.pertama}/hentikan", {"unit": "{unit.pkm}", "periode": "1999", "alasan": "Uji"},
     ADMIN.format("404", "404")),
    ("POST", "/api/v1/plugin/{plugin.pertama}/hentikan", {"unit": "{unit.kelurahan}", "periode": "1999", "alasan": "Uji"},
     ADMIN.format("403", "404")),

    ("POST", "/api/v1/plugin/{plugin.pertama}/simulasi", {"unit": "{unit.pkm}", "periode": "1999"},
     ADMIN.format("404", "404")),
    ("POST", "/api/v1/plugin/{plugin.pertama}/simulasi", {"unit": "{unit.kelurahan}", "periode": "1999"},
     ADMIN.format("403", "404")),
    ("POST", "/api/v1/plugin/{plugin.pertama}/simulasi", {"periode": "1999"}, ADMIN.format("403", "404")),
    ("GET", "/api/v1/plugin/kerangka/fungsi", None, SEMUA),
    ("POST", "/api/v1/plugin/temuan", {"berkas": {"init.lua": "x = 1"}}, ADMIN.format("200", "200")),
    ("GET", "/api/v1/plugin/uraian", None, SEMUA),
    ("GET", "/api/v1/plugin/medan", None, SEMUA),
    ("GET", "/api/v1/plugin/{plugin.pertama}/berkas", None, TELAAH),
    ("GET", "/api/v1/plugin/{plugin.pertama}/berkas/isi?path=init.lua", None, TELAAH),
    ("GET", "/api/v1/plugin/{plugin.pertama}/paket", None, TELAAH),
    ("GET", "/api/v1/plugin/{plugin.pertama}/beda?dari={plugin.pertama}", None, TELAAH),
    ("GET", "/api/v1/simulasi", None, TELAAH),
    ("GET", "/api/v1/simulasi/{simulasi.pkm}", None, TELAAH),
    ("GET", "/api/v1/simulasi/{simulasi.semua}", None, "401 403 403 403 403 404 200 200 403"),
    ("GET", "/api/v1/jobs/{job.simulasi}", None, "401 404 404 404 404 200 200 200 404"),
    ("POST", "/api/v1/jobs/{job.simulasi}/aksi", {"aksi": "batal"}, "401 404 404 404 404 409 409 403 404"),

    ("POST", "/api/v1/scoring/run", {"periode": "2025-TW1"}, PUSAT_SAJA.format("202")),
    ("POST", "/api/v1/scoring/verify", None, "401 403 403 403 403 403 202 202 403"),
    ("GET", "/api/v1/jobs", None, "401 403 403 403 403 403 200 200 403"),
    ("GET", "/api/v1/jobs/{job.run}", None, "401 404 404 404 404 404 200 200 404"),
    ("POST", "/api/v1/jobs/{job.run}/aksi", {"aksi": "batal"}, "401 404 404 404 404 404 409 403 404"),
    ("GET", "/api/v1/jobs/{job.run}/peristiwa", None, "401 404 404 404 404 404 200 200 404"),

    ("GET", "/api/v1/audit", None, "401 403 403 403 403 403 200 200 403"),
    ("POST", "/api/v1/audit/verify", None, "401 403 403 403 403 403 200 200 403"),

    ("DELETE", "/api/v1/sesi", None, "401 204 204 204 204 204 204 204 204"),
]


class Objects:
    """Ids in the demonstration data, found by people who may see them."""

    def __init__(self, server):
        a, admin = server.role("auditor"), server.role("admin_pusat")
        units = {u["kode"]: u["id"] for u in a.get("/api/v1/unit?batas=200").expect(200).json["data"]}
        me = server.role("pegawai").get("/api/v1/saya").expect(200).json["pegawai"]["id"]
        staff = [p for p in a.get(f"/api/v1/skp?unit={units['kel-rejosari']}&tahun=2026").expect(200).json["data"]
                 if not p["jabatan"].startswith("Lurah")]
        kel = staff[0]["pegawai"]["id"]

        def plan(person, year):
            rows = a.get(f"/api/v1/skp?pegawai={person}&tahun={year}").expect(200).json["data"]
            assert rows, f"no plan of {person} in {year}"
            return rows[0]["id"]

        def evaluation(person):
            return a.get(f"/api/v1/evaluasi?pegawai={person}&periode=2025").expect(200).json["data"][0]["id"]

        def account(nip):
            return admin.get(f"/api/v1/akun?cari={nip}").expect(200).json["data"][0]["id"]

        job = admin.post("/api/v1/scoring/run", {"periode": "2025-TW2"}).expect(202)
        wait(server, admin, job.headers["location"])
        first = a.get("/api/v1/plugin").json["data"][0]["id"]

        def simulation(actor, **body):
            c = server.role(actor)
            r = c.post(f"/api/v1/plugin/{first}/simulasi", {"periode": "2025-TW1", **body}).expect(202)
            return r.json["id"], wait(server, c, r.headers["location"])["hasil"]["simulasi_id"]

        sim_job, sim_pkm = simulation("admin_unit", unit=units["pkm-tenayan-raya"])
        self.ids = {
            "job.simulasi": sim_job, "simulasi.pkm": sim_pkm, "simulasi.semua": simulation("admin_pusat")[1],
            "unit.pkm": units["pkm-tenayan-raya"], "unit.kelurahan": units["kel-rejosari"],
            "pegawai.perawat": me, "pegawai.kelurahan": kel,
            "skp.perawat": plan(me, TAHUN), "skp.kelurahan": plan(kel, 2026), "skp.selesai": plan(me, 2025),
            "evaluasi.perawat": evaluation(me), "evaluasi.kelurahan": evaluation(kel),
            "keberatan.perawat": a.get("/api/v1/keberatan?status=diubah").expect(200).json["data"][0]["id"],
            "bukti.perawat": self.some_evidence(server, me),
            "progres.perawat": self.some_progress(server, me), "progres.kelurahan": self.some_progress(server, kel), "ketidakhadiran.perawat": self.an_absence(server, me),
            **dict(zip(("progres.terbukti", "progres.bukti"), self.proven_progress(server, me))),
            "data.perawat": a.get(f"/api/v1/data-indikator?pegawai={me}").expect(200).json["data"][0]["id"],
            "plugin.pertama": first, "usulan.pkm": self.some_proposal(server, "pkm-tenayan-raya"),
            "usulan.kota": self.some_proposal(server, "pekanbaru"),
            "akun.perawat": account(server.roles["pegawai"]), "akun.kelurahan": account(
                a.get(f"/api/v1/pegawai/{kel}").expect(200).json["nip"]), "akun.auditor": account(server.roles["auditor"]),
            "job.run": job.json["id"],
            **self.some_training(server, me),
        }

    def some_training(self, server, me):
        """Records of the demonstration data: hers that is verified, a colleague's module, the camat's; an event."""
        a = server.role("auditor")
        rows = a.get("/api/v1/pelatihan?status=diverifikasi&batas=200").expect(200).json["data"]
        camat = server.role("camat").get("/api/v1/saya").json["pegawai"]["id"]
        first = lambda ok: next(r["id"] for r in rows if ok(r))
        return {"pelatihan.perawat": first(lambda r: r["pegawai"]["id"] == me),
                "pelatihan.modul": first(lambda r: r["cara"] == "modul" and r["plugin"] == "puskesmas"),
                "pelatihan.camat": first(lambda r: r["pegawai"]["id"] == camat),
                "acara.dinkes": a.get("/api/v1/acara?status=selesai").expect(200).json["data"][0]["id"]}

    def some_proposal(self, server, unit):
        rows = server.role("auditor").get("/api/v1/plugin/usulan?cara=operator").expect(200).json["data"]
        return next(u["id"] for u in rows if u["unit"]["kode"] == unit)

    def some_evidence(self, server, person):
        """Evidence in a realisation that was already accepted; the story left some."""
        a = server.role("auditor")
        for skp in a.get(f"/api/v1/skp?pegawai={person}").json["data"]:
            for r in a.get(f"/api/v1/skp/{skp['id']}/realisasi").expect(200).json["data"]:
                if r["bukti"]:
                    return a.get(f"/api/v1/skp/{skp['id']}/realisasi/{r['periode']}").json["bukti"][0]["id"]
        raise AssertionError("no evidence anywhere")

    def some_progress(self, server, person):
        """An entry that was approved; the story of the weeks left some."""
        return server.role("auditor").get(f"/api/v1/progres?pegawai={person}&status=disetujui").expect(200).json["data"][0]["id"]

    def proven_progress(self, server, person):
        """An entry that was submitted with a file, and the file."""
        a = server.role("auditor")
        for p in a.get(f"/api/v1/progres?pegawai={person}&batas=200").expect(200).json["data"]:
            if p["jumlah_bukti"] and p["status"] in ("diajukan", "disetujui"):
                return p["id"], a.get(f"/api/v1/progres/{p['id']}").expect(200).json["bukti"][0]["id"]
        raise AssertionError("no evidence with an entry")

    def an_absence(self, server, person):
        """One of the story's; the table removes it, so the next asker makes another."""
        path = f"/api/v1/pegawai/{person}/ketidakhadiran"
        rows = server.role("auditor").get(path).expect(200).json["data"]
        if not rows:
            body = {"jenis": "izin", "mulai": "2031-02-03", "selesai": "2031-02-03"}
            rows = [server.role("admin_unit").post(path, body).expect(201).json]
        return rows[0]["id"]

    def fill(self, path):
        return re.sub(r"\{([a-z.]+)\}", lambda m: str(self.ids[m[1]]), path)

    def fill_body(self, body):
        """A body with "{noun}" as a value: its id."""
        if not isinstance(body, dict):
            return body
        return {k: self.ids[v[1:-1]] if isinstance(v, str) and v[1:-1] in self.ids else v for k, v in body.items()}


def etag_of(server, method, path):
    """The version that a careful client would send: what somebody sees who may see it."""
    if method not in ("PUT", "POST") or "/bukti" in path or "capaian-organisasi" in path:
        return None
    base = re.sub(r"/(aksi|nilai|ekspektasi|versi|keberatan|putusan|kuis|undang|hadir)$", "", path)
    if not re.search(r"/(skp|evaluasi|keberatan|periode|progres|pelatihan|acara)/|/plugin/(usulan/)?\d+$", base) or base.endswith(("/luar", "/salin", "/saran", "/evaluasi", "/jobs")):
        return None
    r = server.role("auditor").get(base)
    return r.etag if r.status == 200 else None


@case
def every_operation_has_rows(server):
    for method, template, pattern, _ in server.contract.routes:
        hit = any(m == method and server.contract.find(m, re.sub(r"\{[^}]*\}", "1", p))[1] == template
                  for m, p, _, _ in ROWS)
        suite.row(f"rows for {method} {template}", hit, "no row in tests/api/cases/roles.py")


@case
def the_table(server):
    objects = Objects(server)
    for method, path, body, cells in ROWS:
        want = dict(zip(ACTORS, cells.split()))
        assert len(want) == len(ACTORS) == len(cells.split()), (method, path)
        for actor in ACTORS:
            one_cell(server, objects, method, path, body, actor, want[actor].split("|"))


def one_cell(server, objects, method, path, body, actor, want):
    def go():
        real = objects.fill(path)
        if actor == "anonim":
            c = server.anonymous()
        elif method == "DELETE" and path.endswith("/sesi"):
            c = server.fresh(server.roles[actor], actor)
        else:
            c = server.role(actor)
        kw = {"raw": body, "ctype": "application/octet-stream"} if isinstance(body, bytes) else {"body": objects.fill_body(body)}
        r = c.send(method, real, etag=etag_of(server, method, real), **kw)
        assert str(r.status) in want, f"expected {'|'.join(want)}, got {r!r}"
        if actor == "anonim":
            c.close()

    suite.attempt(f"{method} {path} as {actor}", go)


def pages(client, path):
    """All rows of a list, page by page; no row twice."""
    rows, cursor = [], None
    while True:
        sep = "&" if "?" in path else "?"
        r = client.get(path + (f"{sep}kursor={quote(cursor)}" if cursor else "")).expect(200).json
        rows += r["data"]
        cursor = r["berikut"]
        if cursor is None:
            ids = [x["id"] for x in rows]
            assert len(ids) == len(set(ids)), f"{path}: a row occurs twice"
            return rows


@case
def lists_show_exactly_what_look_ups_allow(server):
    """For every person: each row of a list can be opened, and what only others list cannot."""
    for noun, path in (("pegawai", "/api/v1/pegawai?batas=50"), ("skp", "/api/v1/skp?tahun=2026&batas=33"),
                       ("evaluasi", "/api/v1/evaluasi?periode=2025&batas=7"), ("unit", "/api/v1/unit?batas=5"),
                       ("progres", "/api/v1/progres?dari=2026-05-28&sampai=2026-05-29&batas=40"), ("pelatihan", "/api/v1/pelatihan?batas=5")):
        everything = {r["id"] for r in pages(server.role("auditor"), path)}
        for actor in ACTORS[1:]:
            c = server.role(actor)
            listed = {r["id"] for r in pages(c, path)}
            suite.row(f"{noun} listed to {actor}", listed <= everything, str(listed - everything))
            inside, outside = sorted(listed)[:6], sorted(everything - listed)[:6]
            for i in inside:
                r = c.get(f"/api/v1/{noun}/{i}")
                suite.row(f"{noun} {i} as {actor}", r.status == 200, repr(r))
            for i in outside:
                r = c.get(f"/api/v1/{noun}/{i}")
                suite.row(f"{noun} {i} hidden from {actor}", r.status == 404, repr(r))


@case
def territory_is_figures_without_people(server):
    """The camat reads how many, of a unit that is not his, and no name of anybody in it."""
    camat, auditor = server.role("camat"), server.role("auditor")
    units = {u["kode"]: u["id"] for u in auditor.get("/api/v1/unit?batas=200").json["data"]}
    pkm = units["pkm-tenayan-raya"]
    angka = camat.get(f"/api/v1/unit/{pkm}/angka?periode=2025").expect(200)
    assert sum(angka.json["skp"].values()) > 5 and sum(angka.json["predikat"].values()) > 5, angka
    for path in ("pegawai", "skp", "evaluasi"):
        people = auditor.get(f"/api/v1/{path}?unit={pkm}&batas=200").json["data"]
        assert people
        assert camat.get(f"/api/v1/{path}?unit={pkm}&batas=200").expect(200).json["data"] == []
        for p in people:
            name = p.get("nama") or p["pegawai"]["nama"]
            assert name not in angka.raw.decode()
