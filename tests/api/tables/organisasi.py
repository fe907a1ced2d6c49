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
    ("GET", "/api/v1/unit/{unit.pkm}/konsolidasi/2025", None, "401 403 200 200 200 403 200 200 403"),
    ("GET", "/api/v1/unit/{unit.kelurahan}/konsolidasi/2025", None, "401 403 403 403 403 403 200 200 200"),
    ("GET", "/api/v1/unit/{unit.pkm}/konsolidasi/2025/csv", None, "401 403 200 200 200 403 200 200 403"),
    ("GET", "/api/v1/pemeriksaan", None, SEMUA),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/pemeriksaan", None, "401 403 200 200 200 404 200 200 404"),
    ("POST", "/api/v1/evaluasi/{evaluasi.perawat}/pemeriksaan/aksi", {"aksi": "tanyakan", "catatan": "Uji"},
     "401 403 403 403 200|428|409 404 403 403 404"),
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/kalibrasi", None, KERJA_PKM),
    ("GET", "/api/v1/kalibrasi", None, SEMUA),
    ("POST", "/api/v1/kalibrasi", {"unit_id": "{unit.pkm}", "periode": "2026-TW4", "tanggal": "2000-01-01"},
     "401 403 409 409 409 403 403 403 403"),
    ("GET", "/api/v1/kalibrasi/{kalibrasi.dinkes}", None, "401 404 200 200 200 404 200 200 404"),
    ("POST", "/api/v1/kalibrasi/{kalibrasi.dinkes}/aksi", {"aksi": "buka"}, "401 404 403 409 409 404 403 403 404"),
    ("POST", "/api/v1/kalibrasi/{kalibrasi.dinkes}/usul",
     {"evaluasi_id": "{evaluasi.perawat}", "rating_hasil": "sesuai", "rating_perilaku": "sesuai", "alasan": "Uji"},
     "401 404 409 409 409 404 403 403 404"),
    ("GET", "/api/v1/usul-kalibrasi/{usul.kalibrasi}", None, "401 404 200 200 200 404 200 200 404"),
    ("POST", "/api/v1/usul-kalibrasi/{usul.kalibrasi}/aksi", {"aksi": "cabut"}, "401 404 409 409 409 404 403 403 404"),
    ("POST", "/api/v1/usul-kalibrasi/{usul.kalibrasi}/terima", {}, "401 404 409 403 403 404 403 403 404"),
    ("GET", "/api/v1/unit/{unit.pkm}/unit-hitung", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/unit-hitung", HITUNG, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/unit-hitung", HITUNG, ADMIN.format("403", "409")),
]

SEGMENTS = ["usul", "terima"]
NOUNS = ["kalibrasi", "usul-kalibrasi"]


def objects(server, ids):
    """The closed session of the story, and its accepted proposal."""
    a = server.role("auditor")
    k = a.get("/api/v1/kalibrasi?status=ditutup&batas=200").expect(200).json["data"][0]["id"]
    usul = a.get(f"/api/v1/kalibrasi/{k}").expect(200).json["usul"]
    return {"kalibrasi.dinkes": k, "usul.kalibrasi": next(u["id"] for u in usul if u["status"] == "diterima")}


FUZZ = {
    "capaian_organisasi_aksi": ("pengelola", "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW3/aksi"),
    "pemeriksaan_aksi": ("pengelola", "/api/v1/evaluasi/{evaluasi.perawat}/pemeriksaan/aksi"),
    "kalibrasi_buat": ("pengelola", "/api/v1/kalibrasi"),
    "kalibrasi_aksi": ("pengelola", "/api/v1/kalibrasi/{kalibrasi.dinkes}/aksi"),
    "usul_kalibrasi_buat": ("atasan_penilai", "/api/v1/kalibrasi/{kalibrasi.dinkes}/usul"),
    "usul_kalibrasi_aksi": ("penilai", "/api/v1/usul-kalibrasi/{usul.kalibrasi}/aksi"),
    "usul_kalibrasi_terima": ("penilai", "/api/v1/usul-kalibrasi/{usul.kalibrasi}/terima"),
    "unit_hitung_pasang": ("admin_pusat", "/api/v1/unit/{unit.pkm}/unit-hitung"),
}
