"""Posts, personnel events and what follows from them."""
from .columns import *

JABATAN = {"nama": "Jabatan Uji", "jenis": "pelaksana"}
PERISTIWA = {"jenis": "cuti_besar", "tmt": "2025-03-03", "sampai": "2025-04-04", "nomor": "1", "tanggal": "2025-02-03"}
BARU = {"jenis": "pindah_masuk", "tmt": "2026-01-01", "nomor": "1", "tanggal": "2025-12-01", "status": "pns", "nip": "123", "nama": "Uji",
        "jabatan_id": 999999}
KOREKSI = {"alasan": "Uji", "menjadi": PERISTIWA}

ATURAN = {"mulai": "2020-01-01", "kebijakan": "segmen_terlama", "dasar": "Uji"}
LUAR = {"mulai": "2025-03-01", "selesai": "2025-03-31", "instansi": "Uji", "penilai": "Uji", "predikat": "baik", "sumber": "kertas", "nomor": "1",
        "tanggal": "2025-04-01"}
REORG = {"mulai": "2025-01-01", "nomor": "1", "tanggal": "2024-12-01", "langkah": [{"jenis": "akhiri", "unit": "pkm-tenayan-raya"}]}

ROWS = [
    ("GET", "/api/v1/evaluasi/{evaluasi.perawat}/segmen", None, KERJA_PKM),
    ("GET", "/api/v1/evaluasi/{evaluasi.kelurahan}/segmen", None, KERJA_KEL),
    ("GET", "/api/v1/unit/{unit.pkm}/aturan-penilaian", None, SEMUA),
    # The days lie in a closed period: 409 means that the right was there.
    ("POST", "/api/v1/unit/{unit.pkm}/aturan-penilaian", ATURAN, ADMIN.format("409", "409")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/aturan-penilaian", ATURAN, ADMIN.format("403", "409")),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}/segmen-luar", None, KERJA_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}/segmen-luar", None, KERJA_KEL),
    ("POST", "/api/v1/pegawai/{pegawai.perawat}/segmen-luar", LUAR, ADMIN.format("409", "409")),
    ("POST", "/api/v1/pegawai/{pegawai.kelurahan}/segmen-luar", LUAR, ADMIN.format("404", "409")),
    ("DELETE", "/api/v1/segmen-luar/999999", None, ADMIN.format("404", "404")),
    ("POST", "/api/v1/reorganisasi", REORG, ADMIN.format("409", "409")),

    ("GET", "/api/v1/unit/{unit.pkm}/jabatan", None, SEMUA),
    ("POST", "/api/v1/unit/{unit.pkm}/jabatan", JABATAN, ADMIN.format("201", "201")),
    ("POST", "/api/v1/unit/{unit.kelurahan}/jabatan", JABATAN, ADMIN.format("403", "201")),
    ("GET", "/api/v1/jabatan/{jabatan.pkm}", None, SEMUA),
    ("PUT", "/api/v1/jabatan/{jabatan.pkm}/atasan", {"atasan_id": "{jabatan.pkm}", "mulai": "2031-01-01"}, ADMIN.format("409", "409")),
    ("PUT", "/api/v1/jabatan/{jabatan.kelurahan}/atasan", {"atasan_id": "{jabatan.kelurahan}", "mulai": "2031-01-01"}, ADMIN.format("403", "409")),

    ("GET", "/api/v1/peristiwa/jenis", None, SEMUA),
    # 404: there is no such post; the right was there.
    ("POST", "/api/v1/pegawai", BARU, ADMIN.format("404", "404")),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}/peristiwa", None, ORANG_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}/peristiwa", None, ORANG_KEL),
    # Long ago, in a year that is closed: 409 means that the right was there.
    ("POST", "/api/v1/pegawai/{pegawai.perawat}/peristiwa", PERISTIWA, "401 403 403 403 403 409 409 403 403"),
    ("POST", "/api/v1/pegawai/{pegawai.kelurahan}/peristiwa", PERISTIWA, "401 403 403 403 403 404 409 403 403"),
    ("GET", "/api/v1/peristiwa/{peristiwa.perawat}", None, ORANG_PKM),
    ("POST", "/api/v1/peristiwa/{peristiwa.perawat}/batal", {"alasan": " "}, "401 403 403 403 403 409|422 409|422 403 403"),
    ("POST", "/api/v1/peristiwa/{peristiwa.perawat}/koreksi", KOREKSI, "401 403 403 403 403 409 409 403 403"),
    ("GET", "/api/v1/pegawai/{pegawai.perawat}/permintaan-umpan-balik", None, ORANG_PKM),
    ("GET", "/api/v1/pegawai/{pegawai.kelurahan}/permintaan-umpan-balik", None, ORANG_KEL),
    ("GET", "/api/v1/saya/permintaan-umpan-balik", None, SEMUA),
    ("POST", "/api/v1/permintaan-umpan-balik/999999/selesai", None, "401 " + "404 " * 8),
]

SEGMENTS = ["atasan", "batal", "koreksi"]
NOUNS = ["jabatan", "peristiwa"]

FUZZ = {
    "aturan_penilaian_tetapkan": ("admin_pusat", "/api/v1/unit/{unit.pkm}/aturan-penilaian"),
    "segmen_luar_catat": ("admin_pusat", "/api/v1/pegawai/{pegawai.perawat}/segmen-luar"),
    "reorganisasi": ("admin_pusat", "/api/v1/reorganisasi"),
    "jabatan_buat": ("admin_pusat", "/api/v1/unit/{unit.pkm}/jabatan"),
    "jabatan_atasan": ("admin_pusat", "/api/v1/jabatan/{jabatan.pkm}/atasan"),
    "pegawai_baru": ("admin_pusat", "/api/v1/pegawai"),
    "peristiwa_catat": ("admin_pusat", "/api/v1/pegawai/{pegawai.perawat}/peristiwa"),
    "peristiwa_batal": ("admin_pusat", "/api/v1/peristiwa/{peristiwa.perawat}/batal"),
    "peristiwa_koreksi": ("admin_pusat", "/api/v1/peristiwa/{peristiwa.perawat}/koreksi"),
}


def objects(server, ids):
    """A post of the puskesmas and of a kelurahan, and an event of the nurse: a decree that was taken back."""
    admin = server.role("admin_pusat")
    first = lambda unit: admin.get(f"/api/v1/unit/{unit}/jabatan").expect(200).json["data"][-1]["id"]
    path = f"/api/v1/pegawai/{ids['pegawai.perawat']}/peristiwa"
    rows = admin.get(path).expect(200).json["data"]
    if not rows:
        body = {"jenis": "cuti_besar", "tmt": "2035-01-03", "sampai": "2035-02-02", "nomor": "850/1", "tanggal": "2034-12-01"}
        made = admin.post(path, body).expect(201)
        rows = [admin.post(f"{made.headers['location']}/batal", {"alasan": "Salah orang"}, etag=made.etag).expect(200).json]
    return {"jabatan.pkm": first(ids["unit.pkm"]), "jabatan.kelurahan": first(ids["unit.kelurahan"]), "peristiwa.perawat": rows[0]["id"]}
