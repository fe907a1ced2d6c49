"""Rows of authorisations and prepared steps. The nurse has authorised the camat, who has nothing to do with her, to
draft her realisations, and a draft waits: it is hers, his, and the auditor's to see; the office sees the letter only."""
from .columns import *

SURAT = {"mulai": "2027-01-01", "selesai": "2027-12-31", "nomor": "1/2027", "tanggal": "2027-01-04"}
BERI = {"pegawai": "{pegawai.perawat}", "penerima": "0" * 18, "jenis": ["skp"], **SURAT}
NASKAH = {"kuasa": "{kuasa.perawat}", "jenis": "realisasi.simpan", "isi": {"nilai": []}}
HASH = {"hash": "0" * 64}
MILIK = "401 200 404 404 404 404 404 200 200"

ROWS = [
    ("GET", "/api/v1/kuasa", None, SEMUA),
    # 404 is the unknown holder: the right was there.
    ("POST", "/api/v1/kuasa", BERI, "401 404 403 403 403 404 404 403 403"),
    ("GET", "/api/v1/kuasa/{kuasa.perawat}", None, "401 200 404 404 200 200 200 200 200"),
    ("POST", "/api/v1/kuasa/{kuasa.perawat}/aksi", {"aksi": "cabut"}, "401 422 404 404 403 422 422 403 403"),
    ("GET", "/api/v1/kuasa/{kuasa.perawat}/sasaran?jenis=realisasi.simpan", None, "401 404 404 404 404 404 404 404 200"),
    ("GET", "/api/v1/kuasa/{kuasa.perawat}/objek?jenis=realisasi.simpan&skp={skp.perawat}&periode=2027-10", None,
     "401 404 404 404 404 404 404 404 200"),
    ("GET", "/api/v1/kuasa/{kuasa.perawat}/objek?jenis=evaluasi.nilai&evaluasi={evaluasi.perawat}", None,
     "401 404 404 404 404 404 404 404 403"),
    ("GET", "/api/v1/naskah", None, SEMUA),
    ("POST", "/api/v1/naskah", {**NASKAH, "skp": "{skp.perawat}", "periode": "2027-10", "versi": 999},
     "401 404 404 404 404 404 404 404 412|428"),
    ("GET", "/api/v1/naskah/{naskah.perawat}", None, MILIK),
    ("PUT", "/api/v1/naskah/{naskah.perawat}", {"versi": 999, "isi": {"nilai": []}}, "401 403 404 404 404 404 404 403 412|428"),
    ("POST", "/api/v1/naskah/{naskah.perawat}/aksi", {"aksi": "tolak"}, "401 422 404 404 404 404 404 403 403"),
    ("POST", "/api/v1/naskah/{naskah.perawat}/konfirmasi", HASH, "401 409 404 404 404 404 404 403 403"),
    ("POST", "/api/v1/naskah/{naskah.perawat}/periksa", HASH, "401 403 403 403 404 404 404 403 403"),
    ("POST", "/api/v1/naskah/{naskah.perawat}/lembar?nama=a.csv&nomor=1&tanggal=2027-01-04", b"a;b\n",
     "401 403 404 404 404 404 404 403 428"),
    ("GET", "/api/v1/naskah/{naskah.perawat}/lembar", None, "401 " + "404 " * 8),
]

SEGMENTS = ["lembar", "konfirmasi", "periksa"]
NOUNS = ["kuasa", "naskah"]

FUZZ = {
    "kuasa_beri": ("pegawai", "/api/v1/kuasa"),
    "kuasa_aksi": ("pegawai", "/api/v1/kuasa/{kuasa.perawat}/aksi"),
    "naskah_siapkan": ("camat", "/api/v1/naskah"),
    "naskah_perbarui": ("camat", "/api/v1/naskah/{naskah.perawat}"),
    "naskah_aksi": ("camat", "/api/v1/naskah/{naskah.perawat}/aksi"),
    "naskah_konfirmasi": ("pegawai", "/api/v1/naskah/{naskah.perawat}/konfirmasi"),
    "naskah_periksa": ("pengelola", "/api/v1/naskah/{naskah.perawat}/periksa"),
}


def objects(server, ids):
    """A letter and a draft under it, made once."""
    nurse, camat = server.role("pegawai"), server.role("camat")
    held = [k for k in camat.get("/api/v1/kuasa?sebagai=penerima&berlaku=true").expect(200).json["data"] if k["nomor"] == "1/2027"]
    if not held:
        nip = camat.get("/api/v1/saya").json["pegawai"]["nip"]
        held = [nurse.post("/api/v1/kuasa", {**SURAT, "penerima": nip, "jenis": ["realisasi"]}).expect(201).json]
    kuasa = held[0]["id"]
    drafts = [n for n in camat.get("/api/v1/naskah?sebagai=penyiap&status=disiapkan").expect(200).json["data"] if n["kuasa_id"] == kuasa]
    if not drafts:
        body = {"kuasa": kuasa, "jenis": "realisasi.simpan", "skp": ids["skp.perawat"], "periode": "2027-10", "isi": {"nilai": []}}
        drafts = [camat.post("/api/v1/naskah", body).expect(201).json]
    return {"kuasa.perawat": kuasa, "naskah.perawat": drafts[0]["id"]}
