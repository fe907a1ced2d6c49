"""Negative fuzz from the request schemas: every property of every body wrong in every way that it can be, one at a
time. Never a 5xx, always a problem with a known code; and where the schema is what is broken, 422 with a pointer."""

import json

from lib.gen import Generator, place
from lib.suite import case, suite

from .roles import Objects
from .story import TAHUN

PATHS = {  # operationId -> where to send it; the sender may do this in principle
    "sesi_langkah": ("anonim", "/api/v1/sesi"),
    "periode_buat": ("admin_pusat", "/api/v1/periode"),
    "periode_aksi": ("admin_pusat", "/api/v1/periode/2026/aksi"),
    "capaian_organisasi_tetapkan": ("admin_pusat", "/api/v1/unit/{unit.pkm}/capaian-organisasi/2026-TW2"),
    "skp_buat": ("pegawai", "/api/v1/skp"),
    "skp_simpan": ("pegawai", "/api/v1/skp/{skp.perawat}"),
    "skp_ekspektasi": ("penilai", "/api/v1/skp/{skp.perawat}/ekspektasi"),
    "skp_aksi": ("pegawai", "/api/v1/skp/{skp.perawat}/aksi"),
    "skp_versi_buat": ("pegawai", "/api/v1/skp/{skp.selesai}/versi"),
    "realisasi_simpan": ("pegawai", "/api/v1/skp/{skp.perawat}/realisasi/2027-01"),
    "realisasi_aksi": ("pegawai", "/api/v1/skp/{skp.perawat}/realisasi/2027-01/aksi"),
    "evaluasi_nilai": ("penilai", "/api/v1/evaluasi/{evaluasi.perawat}/nilai"),
    "evaluasi_aksi": ("penilai", "/api/v1/evaluasi/{evaluasi.perawat}/aksi"),
    "scoring_run": ("admin_pusat", "/api/v1/scoring/run"),
    "job_aksi": ("admin_pusat", "/api/v1/jobs/{job.run}/aksi"),
}


@case
def every_body_is_in_the_table(server):
    for method, template, _, op in server.contract.routes:
        if "application/json" in op.get("requestBody", {}).get("content", {}):
            suite.row(f"fuzz {method} {template}", op["operationId"] in PATHS, "no line in PATHS")


@case
def every_property_wrong(server):
    objects, gen = Objects(server), Generator(server.contract)
    for method, template, _, op in server.contract.routes:
        content = op.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        schema = content["application/json"]["schema"]
        who, path = PATHS[op["operationId"]]
        c = server.anonymous() if who == "anonim" else server.role(who)
        path = objects.fill(path)
        body = gen.valid(schema)
        for pointer, kind, wrong in gen.misses(schema, body):
            broken = place(body, pointer, wrong)
            if not server.contract.faults(schema, broken):
                continue
            suite.attempt(f"fuzz {method} {template} {pointer or '/'} {kind}", one, c, method, path, broken, pointer)
        if who == "anonim":
            c.close()


def one(c, method, path, broken, pointer):
    r = c.send(method, path, raw=json.dumps(broken).encode(), etag='"999999"')
    assert r.status in (400, 413, 422), f"{r!r} for {str(broken)[:200]}"
    if r.status == 422:
        named = [f["letak"] for f in r.json.get("isian", [])]
        # The fault is named where it is, or at a parent when that itself is missing or wrong.
        assert r.code != "umum.masukan" or any(pointer.startswith(n) or n.startswith(pointer) for n in named), \
            f"{pointer} not named: {r!r}"


@case
def plugin_inputs_wrong(server):
    """The inputs of a plugin's indicator are checked against the plugin's own schema, with a pointer into the body."""
    c = server.role("pegawai")
    plan = next(p for p in c.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").json["data"] if p["n_berlaku"])
    skp = c.get(f"/api/v1/skp/{plan['id']}").expect(200).json
    ik = next(i for r in skp["rhk"] for i in r["indikator"] if i["plugin"])
    month = f"{TAHUN}-10"
    for name, isian in (("empty", {}), ("unknown field", {"zzz": 1}), ("text", {"pasien": "banyak"}),
                        ("list", {"pasien": [1]}), ("below zero", {"pasien": -1}), ("fraction", {"pasien": 1.5}),
                        ("beyond 2^53", {"pasien": 2 ** 60}), ("null", {"pasien": None})):
        r = c.put(f"/api/v1/skp/{plan['id']}/realisasi/{month}",
                  {"nilai": [{"indikator_id": ik["id"], "isian": isian}]})
        named = [f["letak"] for f in (r.json.get("isian") or [])]
        suite.row(f"plugin input {name}", r.status == 422 and any(n.startswith("/nilai/0") for n in named), repr(r))
