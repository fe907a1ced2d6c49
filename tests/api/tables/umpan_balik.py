"""Rows of feedback, requests for it, guidance and counselling. The nurse's plan is that of the story (umpan.skp,
which the cases before spoke about)."""
from .columns import *

UB = "401 200 200 200 200 403|404 403|404 403|404 404"
TULIS = "401 200 200 200 403 403|404 403|404 403|404 404"
RHK = {"nilai": 1, "sifat": "positif", "teks": "Uji", "tanggal": "2031-01-01"}
SESI = {"jenis": "bimbingan", "tanggal": "2031-01-01", "topik": "Uji"}
BUTIR = {"butir": [{"kompetensi": "Uji", "nilai": 3, "alasan": "Uji"}]}
JAWAB = {"jawaban": []}

ROWS = [
    ("GET", "/api/v1/skp/{umpan.skp}/umpan-balik", None, UB),
    ("GET", "/api/v1/skp/{skp.kelurahan}/umpan-balik", None, "401 404 404 404 404 403|404 403|404 403|404 200|404"),
    # A day to come: 422 means that the right was there; a colleague by unit or evaluator may, a stranger not.
    ("POST", "/api/v1/skp/{umpan.skp}/umpan-balik", RHK, "401 403 422 404|422 404 404|422 404 403|404 404"),
    ("GET", "/api/v1/skp/{umpan.skp}/bahan-umpan-balik", None, "401 404 200 404|200 404 404|200 404 403|404 404"),
    ("POST", "/api/v1/skp/{umpan.skp}/minta-umpan-balik", {"kepada": "000000000000000000"},
     "401 422 422 403 403 403 403 403 404"),
    ("GET", "/api/v1/saya/umpan-balik", None, SEMUA),
    ("GET", "/api/v1/saya/penerima-umpan-balik", None, SEMUA),
    ("GET", "/api/v1/saya/minta-umpan-balik", None, SEMUA),
    ("GET", "/api/v1/umpan-balik/{umpan.pimpinan}", None, "401 200 200 200 200 404 404 404 404"),
    ("POST", "/api/v1/umpan-balik/{umpan.pimpinan}/aksi", {"aksi": "tarik"}, "401 403|428 409|428 403|428 403|428 404 404 404 404"),
    ("GET", "/api/v1/minta-umpan-balik/{umpan.permintaan}", None, "401 200 200 404 404 404 404 404 200"),
    ("POST", "/api/v1/minta-umpan-balik/{umpan.permintaan}/aksi", {"aksi": "tolak", "catatan": "Uji"},
     "401 403|428 403|428 404 404 404 404 404 409|428"),
    ("GET", "/api/v1/skp/{umpan.skp}/bimbingan", None, "401 200 200 200 404 404 404 404 404"),
    ("POST", "/api/v1/skp/{umpan.skp}/bimbingan", SESI, "401 403 422 403 404 404 404 404 404"),
    ("GET", "/api/v1/bimbingan/{bimbingan.perawat}", None, "401 200 200 200 404 404 404 404 404"),
    ("POST", "/api/v1/bimbingan/{bimbingan.perawat}/aksi", {"aksi": "batalkan", "catatan": "Uji"},
     "401 403|428 409|428 403|428 404 404 404 404 404"),
    ("GET", "/api/v1/bimbingan/{bimbingan.perawat}/jawaban", None, "401 200 200 200 404 404 404 404 404"),
    ("PUT", "/api/v1/bimbingan/{bimbingan.perawat}/jawaban", JAWAB, "401 409|428 403|428 403|428 404 404 404 404 404"),
    ("GET", "/api/v1/bimbingan/{konseling.perawat}", None, "401 200 200 404 404 404 404 404 404"),
    ("GET", "/api/v1/unit/{unit.pkm}/bimbingan", None, "401 403 200 200 200 200 200 200 200"),
    ("GET", "/api/v1/unit/{unit.kelurahan}/bimbingan", None, "401 403 403 403 403 403 200 200 200"),
    ("GET", "/api/v1/skp/{umpan.skp}/kompetensi", None, "401 200 200 200 404 404 404 404 404"),
    ("POST", "/api/v1/skp/{umpan.skp}/kompetensi", BUTIR, "401 403 201 403 404 404 404 404 404"),
]

SEGMENTS = ["jawaban"]
NOUNS = ["umpan-balik", "minta-umpan-balik", "bimbingan"]

FUZZ = {
    "umpan_balik_beri": ("penilai", "/api/v1/skp/{umpan.skp}/umpan-balik"),
    "umpan_balik_minta": ("pegawai", "/api/v1/skp/{umpan.skp}/minta-umpan-balik"),
    "umpan_balik_aksi": ("penilai", "/api/v1/umpan-balik/{umpan.pimpinan}/aksi"),
    "minta_umpan_balik_aksi": ("pegawai", "/api/v1/minta-umpan-balik/{umpan.permintaan}/aksi"),
    "bimbingan_buat": ("penilai", "/api/v1/skp/{umpan.skp}/bimbingan"),
    "bimbingan_aksi": ("penilai", "/api/v1/bimbingan/{bimbingan.perawat}/aksi"),
    "bimbingan_jawab": ("pegawai", "/api/v1/bimbingan/{bimbingan.perawat}/jawaban"),
    "kompetensi_isi": ("penilai", "/api/v1/skp/{umpan.skp}/kompetensi"),
}


def objects(server, ids):
    """What the cases of umpan_balik left about the nurse's plan."""
    perawat, kapus, camat = (server.role(r) for r in ("pegawai", "penilai", "camat"))
    skp = next(p["id"] for p in perawat.get("/api/v1/skp?lingkup=diri&tahun=2027").expect(200).json["data"] if p["n_berlaku"])
    given = kapus.get("/api/v1/saya/umpan-balik?batas=200").expect(200).json["data"]
    asked = camat.get("/api/v1/saya/minta-umpan-balik?batas=200").expect(200).json["data"]
    held = perawat.get(f"/api/v1/skp/{skp}/bimbingan").expect(200).json["data"]
    return {"umpan.skp": skp,
            "umpan.pimpinan": next(u["id"] for u in given if u["skp_id"] == skp and u["status"] == "tercatat"),
            "umpan.permintaan": next(p["id"] for p in asked if p["skp_id"] == skp and p["status"] == "dipenuhi"),
            "bimbingan.perawat": next(b["id"] for b in held if b["jenis"] == "bimbingan" and b["status"] == "diterima"),
            "konseling.perawat": next(b["id"] for b in held if b["jenis"] == "konseling")}
