"""Rows of limits, exceptions, outages, receipts and pending work: see columns.py for what stands where."""
from .columns import *

ATURAN = {"langkah": "realisasi_ajukan", "jenis": "bulanan", "mulai": "2038-01-01", "batas_hari": 7, "dasar": "Uji"}
HARI = {"langkah": "evaluasi_nilai", "batas": "2039-01-31", "alasan": "Uji"}
LEBIH = {"sampai": "2020-01-01", "alasan": "Uji"}  # the day has passed: 422 means that the right was there
LUAR = {"dari": "2026-01-02T00:00:00Z", "sampai": "2026-01-01T00:00:00Z", "keterangan": "Uji"}

ROWS = [
    ("GET", "/api/v1/unit/{unit.pkm}/batas?periode=2026", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.kelurahan}/batas?periode=2026-01", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/batas-aturan", ATURAN, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/batas-aturan", ATURAN, ADMIN.format("403", "201")),
    ("PUT", "/api/v1/unit/{unit.pkm}/batas/2027-12", HARI, ADMIN.format("200", "200")),
    ("PUT", "/api/v1/unit/{unit.kelurahan}/batas/2027-12", HARI, ADMIN.format("403", "200")),
    ("POST", "/api/v1/unit/{unit.pkm}/pengecualian", LEBIH, "401 403 403 403 422 422 422 403 403"),
    ("POST", "/api/v1/unit/{unit.kelurahan}/pengecualian", LEBIH, "401 403 403 403 403 403 422 403 403"),
    ("POST", "/api/v1/unit/{unit.pkm}/pengecualian", {**LEBIH, "pegawai": "{pegawai.perawat}"},
     "401 403 403 403 422 422 422 403 403"),
    ("POST", "/api/v1/unit/{unit.pkm}/pengecualian", {**LEBIH, "pegawai": "{pegawai.kelurahan}"},
     "401 403 403 403 404 404 404 403 403"),
    ("POST", "/api/v1/pengecualian/9007199254740991/cabut", {"alasan": "Uji"}, "401 403 403 403 404 404 404 403 403"),
    ("GET", "/api/v1/gangguan", None, SEMUA),
    ("POST", "/api/v1/gangguan", LUAR, PUSAT_SAJA.format("422")),
    ("GET", "/api/v1/tanda-terima/00000-00000-00000", None, "200 " * 9),
]

FUZZ = {
    "batas_aturan_pasang": ("admin_pusat", "/api/v1/unit/{unit.pkm}/batas-aturan"),
    "batas_periode_pasang": ("admin_pusat", "/api/v1/unit/{unit.pkm}/batas/2027-11"),
    "pengecualian_beri": ("admin_pusat", "/api/v1/unit/{unit.pkm}/pengecualian"),
    "pengecualian_cabut": ("admin_pusat", "/api/v1/pengecualian/9007199254740991/cabut"),
    "gangguan_catat": ("admin_pusat", "/api/v1/gangguan"),
}
