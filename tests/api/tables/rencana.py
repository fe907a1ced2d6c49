"""Rows of planning: links of RHK to the superior's plan."""
from .columns import *

DIALOG = {"tanggal": "2027-01-02", "cara": "daring", "kesepakatan": "sepakat"}

ROWS = [
    ("GET", "/api/v1/skp/{skp.perawat}/dialog", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/dialog", None, ORANG_KEL),
    # A date to come: 422 means that the right was there.
    ("POST", "/api/v1/skp/{skp.perawat}/dialog", {**DIALOG, "tanggal": "2040-01-02"}, "401 422 422 403 403 403 403 403 404"),
    ("POST", "/api/v1/skp/{skp.kelurahan}/dialog", DIALOG, "401 404 404 404 404 404 403 403 403"),
    ("GET", "/api/v1/skp/{skp.rencana}/dialog/{dialog.perawat}", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/dialog/{dialog.perawat}", None, "401 " + "404 " * 8),
    ("PUT", "/api/v1/skp/{skp.rencana}/dialog/{dialog.perawat}", DIALOG, "401 200 200 403 403 403 403 403 404"),
    ("POST", "/api/v1/skp/{skp.rencana}/dialog/{dialog.perawat}/aksi", {"aksi": "sahkan"}, "401 200 200 403 403 403 403 403 404"),
    ("GET", "/api/v1/skp/{skp.perawat}/tautan", None, ORANG_PKM),
    ("GET", "/api/v1/skp/{skp.kelurahan}/tautan", None, ORANG_KEL),
    # No such RHK in her plan: 404 means that the right was there.
    ("POST", "/api/v1/skp/{skp.perawat}/tautan", {"rhk_id": 999999}, "401 404 404 403 403 403 403 403 404"),
    ("POST", "/api/v1/skp/{skp.kelurahan}/tautan", {"rhk_id": 999999}, "401 404 404 404 404 404 403 403 403"),
]

SEGMENTS = "tautan".split()


def objects(server, ids):
    """The minutes that the stories of planning left."""
    a = server.role("auditor")
    skp = a.get(f"/api/v1/skp?pegawai={ids['pegawai.perawat']}&tahun=2029").expect(200).json["data"][0]["id"]
    return {"skp.rencana": skp, "dialog.perawat": a.get(f"/api/v1/skp/{skp}/dialog").expect(200).json["data"][0]["id"]}

FUZZ = {
    "dialog_buat": ("pegawai", "/api/v1/skp/{skp.perawat}/dialog"),
    "dialog_simpan": ("pegawai", "/api/v1/skp/{skp.rencana}/dialog/{dialog.perawat}"),
    "dialog_aksi": ("penilai", "/api/v1/skp/{skp.rencana}/dialog/{dialog.perawat}/aksi"),
    "skp_tautkan": ("pegawai", "/api/v1/skp/{skp.perawat}/tautan"),
}
