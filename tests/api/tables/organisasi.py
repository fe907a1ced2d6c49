"""Judging of the unit: achievement, pattern, where it is counted."""
from .columns import *

USUL = {"aksi": "usulkan", "predikat": "baik", "catatan": "Rencana aksi tercapai"}
HITUNG = {"unit_id": "{unit.pkm}", "mulai": "2031-01-01", "dasar": "Keputusan Kepala Dinas"}
# Of the puskesmas: its head, the head above, the offices of the dinas, the camat of its territory.
PKM = "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW4/aksi"
KEL = "/api/v1/unit/{unit.kelurahan}/capaian-organisasi/2026-TW4/aksi"

ROWS = [
    ("GET", "/api/v1/capaian-organisasi?periode=2025", None, SEMUA),
    # 428: the row is there, the right too. Proposing is the unit's and its pengelola's.
    ("POST", PKM, USUL, "401 403 200|428 403|428 200|428 403 403|428 403 403"),
    ("POST", KEL, USUL, "401 403 403 403 403 403 403 403 403"),
    ("POST", PKM, {"aksi": "kembalikan", "catatan": "Uji"}, "401 403 428 428 428 403 428 403 403"),
    ("GET", "/api/v1/unit/{unit.pkm}/pola/2025", None, "401 403 200 200 200 200 200 200 200"),
    ("GET", "/api/v1/unit/{unit.kelurahan}/pola/2025", None, "401 403 403 403 403 403 200 200 200"),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/pola", None, "401 403 200 403 403 404 403 403 404"),
    ("GET", "/api/v1/unit/{unit.pkm}/unit-hitung", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/unit-hitung", HITUNG, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/unit-hitung", HITUNG, ADMIN.format("403", "409")),
]

FUZZ = {
    "capaian_organisasi_aksi": ("pengelola", "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW3/aksi"),
    "unit_hitung_pasang": ("admin_pusat", "/api/v1/unit/{unit.pkm}/unit-hitung"),
}
