"""Negative fuzz from the request schemas: every property of every body wrong in every way that it can be, one at a
time. Never a 5xx, always a problem with a known code; and where the schema is what is broken, 422 with a pointer."""

import json
import re
from urllib.parse import urlencode

from lib.gen import Generator, place
from lib.suite import case, suite
from tables import FUZZ

from .roles import Objects
from .story import TAHUN

@case
def every_body_is_in_the_table(server):
    for method, template, _, op in server.contract.routes:
        if "application/json" in op.get("requestBody", {}).get("content", {}):
            suite.row(f"fuzz {method} {template}", op["operationId"] in FUZZ, "no line in FUZZ")


@case
def every_property_wrong(server):
    objects, gen = Objects(server), Generator(server.contract)
    for method, template, _, op in server.contract.routes:
        content = op.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        schema = content["application/json"]["schema"]
        who, path = FUZZ[op["operationId"]]
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
def every_query_parameter_wrong(server):
    """Each described parameter of each reading, one at a time, as a value that its schema does not allow."""
    objects = Objects(server)
    samples = {"id": "1", "kode": "2025", "periode": "2025", "n": "1", "jenis": "fungsi"}
    for method, template, _, op in server.contract.routes:
        params = [server.contract.deref(p) for p in op.get("parameters", [])]
        query = [p for p in params if p["in"] == "query"]
        if method != "GET" or not query:
            continue
        c = server.role("admin_pusat" if template.startswith("/api/v1/akun") else "auditor")
        path = re.sub(r"\{(\w+)\}", lambda m: str(objects.ids["unit.pkm"]) if "unit" in template else samples[m[1]], template)
        needed = {p["name"]: {"jenis": "skp.simpan", "nama": "a.pdf", "nomor": "1", "tanggal": "2027-01-01", "periode": "2025", "unit": "1", "path": "init.lua", "dari": "1"}[p["name"]] for p in query if p.get("required")}
        for p in query:
            schema = server.contract.deref(p["schema"])
            wrong = {"integer": ["", "x", "1.5", "-1", "0", "9" * 30, "1 ", "0x10"]}.get(schema.get("type"), [])
            wrong += ["di_luar_daftar"] if "enum" in schema else []
            wrong += ["x" * (schema["maxLength"] + 1)] if "maxLength" in schema and p["name"] != "periode" else []
            for value in wrong:
                asked = urlencode({**needed, p["name"]: value})
                r = c.get(f"{path}?{asked}")
                suite.row(f"query {template} {p['name']}={value[:12]}", r.status in (400, 422), repr(r))


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
