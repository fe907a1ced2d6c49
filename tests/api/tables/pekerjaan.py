"""Rows of pending work: one's own list, and the figures of a unit. See columns.py for what stands where."""
from .columns import *

ROWS = [
    ("GET", "/api/v1/saya/pekerjaan", None, SEMUA),
    ("GET", "/api/v1/unit/{unit.pkm}/pekerjaan", None, "401 403 200 200 200 200 200 200 200"),
    ("GET", "/api/v1/unit/{unit.kelurahan}/pekerjaan", None, "401 403 403 403 403 403 200 200 200"),
]
