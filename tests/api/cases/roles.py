"""Every endpoint, every role, own, subordinate's and another unit's: the tables of tests/api/tables. What is not in
them is not tested, and an operation without a row fails the suite. The nurse's plan is that of the story, which runs
before.
"""
import re
from urllib.parse import quote

from lib.suite import case, suite
from tables import NOUNS, ROWS, SEGMENTS, objects
from tables.columns import ACTORS

from .story import TAHUN, wait


class Objects:
    """Ids in the demonstration data, found by people who may see them."""

    def __init__(self, server):
        a, admin = server.role("auditor"), server.role("admin_pusat")
        units = {u["kode"]: u["id"] for u in a.get("/api/v1/unit?batas=200").expect(200).json["data"]}
        me = server.role("pegawai").get("/api/v1/saya").expect(200).json["pegawai"]["id"]
        staff = [p for p in a.get(f"/api/v1/skp?unit={units['kel-rejosari']}&tahun=2026").expect(200).json["data"]
                 if not p["jabatan"].startswith("Lurah")]
        kel = staff[0]["pegawai"]["id"]

        def plan(person, year):
            rows = a.get(f"/api/v1/skp?pegawai={person}&tahun={year}").expect(200).json["data"]
            assert rows, f"no plan of {person} in {year}"
            return rows[0]["id"]

        def evaluation(person):
            return a.get(f"/api/v1/evaluasi?pegawai={person}&periode=2025").expect(200).json["data"][0]["id"]

        def account(nip):
            return admin.get(f"/api/v1/akun?cari={nip}").expect(200).json["data"][0]["id"]

        job = admin.post("/api/v1/scoring/run", {"periode": "2025-TW2"}).expect(202)
        wait(server, admin, job.headers["location"])
        first = a.get("/api/v1/plugin").json["data"][0]["id"]

        def simulation(actor, **body):
            c = server.role(actor)
            r = c.post(f"/api/v1/plugin/{first}/simulasi", {"periode": "2025-TW1", **body}).expect(202)
            return r.json["id"], wait(server, c, r.headers["location"])["hasil"]["simulasi_id"]

        sim_job, sim_pkm = simulation("admin_unit", unit=units["pkm-tenayan-raya"])
        self.ids = {
            "job.simulasi": sim_job, "simulasi.pkm": sim_pkm, "simulasi.semua": simulation("admin_pusat")[1],
            "unit.pkm": units["pkm-tenayan-raya"], "unit.kelurahan": units["kel-rejosari"],
            "pegawai.perawat": me, "pegawai.kelurahan": kel,
            "skp.perawat": plan(me, TAHUN), "skp.kelurahan": plan(kel, 2026), "skp.selesai": plan(me, 2025),
            "evaluasi.perawat": evaluation(me), "evaluasi.kelurahan": evaluation(kel),
            "keberatan.perawat": a.get("/api/v1/keberatan?status=diubah").expect(200).json["data"][0]["id"],
            "bukti.perawat": self.some_evidence(server, me),
            "progres.perawat": self.some_progress(server, me), "progres.kelurahan": self.some_progress(server, kel), "ketidakhadiran.perawat": self.an_absence(server, me),
            **dict(zip(("progres.terbukti", "progres.bukti"), self.proven_progress(server, me))),
            "data.perawat": a.get(f"/api/v1/data-indikator?pegawai={me}").expect(200).json["data"][0]["id"],
            "plugin.pertama": first, "usulan.pkm": self.some_proposal(server, "pkm-tenayan-raya"),
            "usulan.kota": self.some_proposal(server, "pekanbaru"),
            "akun.perawat": account(server.roles["pegawai"]), "akun.kelurahan": account(
                a.get(f"/api/v1/pegawai/{kel}").expect(200).json["nip"]), "akun.auditor": account(server.roles["auditor"]),
            "job.run": job.json["id"],
            **self.some_training(server, me),
        }
        objects(server, self.ids)

    def some_training(self, server, me):
        """Records of the demonstration data: hers that is verified, a colleague's module, the camat's; an event."""
        a = server.role("auditor")
        rows = a.get("/api/v1/pelatihan?status=diverifikasi&batas=200").expect(200).json["data"]
        camat = server.role("camat").get("/api/v1/saya").json["pegawai"]["id"]
        first = lambda ok: next(r["id"] for r in rows if ok(r))
        return {"pelatihan.perawat": first(lambda r: r["pegawai"]["id"] == me),
                "pelatihan.modul": first(lambda r: r["cara"] == "modul" and r["plugin"] == "puskesmas"),
                "pelatihan.camat": first(lambda r: r["pegawai"]["id"] == camat),
                "acara.dinkes": a.get("/api/v1/acara?status=selesai").expect(200).json["data"][0]["id"]}

    def some_proposal(self, server, unit):
        rows = server.role("auditor").get("/api/v1/plugin/usulan?cara=operator").expect(200).json["data"]
        return next(u["id"] for u in rows if u["unit"]["kode"] == unit)

    def some_evidence(self, server, person):
        """Evidence in a realisation that was already accepted; the story left some."""
        a = server.role("auditor")
        for skp in a.get(f"/api/v1/skp?pegawai={person}").json["data"]:
            for r in a.get(f"/api/v1/skp/{skp['id']}/realisasi").expect(200).json["data"]:
                if r["bukti"]:
                    return a.get(f"/api/v1/skp/{skp['id']}/realisasi/{r['periode']}").json["bukti"][0]["id"]
        raise AssertionError("no evidence anywhere")

    def some_progress(self, server, person):
        """An entry that was approved; the story of the weeks left some."""
        return server.role("auditor").get(f"/api/v1/progres?pegawai={person}&status=disetujui").expect(200).json["data"][0]["id"]

    def proven_progress(self, server, person):
        """An entry that was submitted with a file, and the file."""
        a = server.role("auditor")
        for p in a.get(f"/api/v1/progres?pegawai={person}&batas=200").expect(200).json["data"]:
            if p["jumlah_bukti"] and p["status"] in ("diajukan", "disetujui"):
                return p["id"], a.get(f"/api/v1/progres/{p['id']}").expect(200).json["bukti"][0]["id"]
        raise AssertionError("no evidence with an entry")

    def an_absence(self, server, person):
        """One of the story's; the table removes it, so the next asker makes another."""
        path = f"/api/v1/pegawai/{person}/ketidakhadiran"
        rows = server.role("auditor").get(path).expect(200).json["data"]
        if not rows:
            body = {"jenis": "izin", "mulai": "2031-02-03", "selesai": "2031-02-03"}
            rows = [server.role("admin_unit").post(path, body).expect(201).json]
        return rows[0]["id"]

    def fill(self, path):
        return re.sub(r"\{([a-z.]+)\}", lambda m: str(self.ids[m[1]]), path)

    def fill_body(self, body):
        """A body with "{noun}" as a value: its id."""
        if not isinstance(body, dict):
            return body
        return {k: self.ids[v[1:-1]] if isinstance(v, str) and v[1:-1] in self.ids else v for k, v in body.items()}


def etag_of(server, method, path):
    """The version that a careful client would send: what somebody sees who may see it."""
    if method not in ("PUT", "POST") or "/bukti" in path or "capaian-organisasi" in path:
        return None
    base = re.sub(rf"/({'|'.join(SEGMENTS)})$", "", path)
    if not re.search(rf"/({'|'.join(NOUNS)})/|/plugin/(usulan/)?\d+$", base) or base.endswith(("/luar", "/salin", "/saran", "/evaluasi", "/jobs")):
        return None
    r = server.role("auditor").get(base)
    return r.etag if r.status == 200 else None


@case
def every_operation_has_rows(server):
    for method, template, pattern, _ in server.contract.routes:
        hit = any(m == method and server.contract.find(m, re.sub(r"\{[^}]*\}", "1", p))[1] == template
                  for m, p, _, _ in ROWS)
        suite.row(f"rows for {method} {template}", hit, "no row in tests/api/tables")


@case
def the_table(server):
    objects = Objects(server)
    for method, path, body, cells in ROWS:
        want = dict(zip(ACTORS, cells.split()))
        assert len(want) == len(ACTORS) == len(cells.split()), (method, path)
        for actor in ACTORS:
            one_cell(server, objects, method, path, body, actor, want[actor].split("|"))


def one_cell(server, objects, method, path, body, actor, want):
    def go():
        real = objects.fill(path)
        if actor == "anonim":
            c = server.anonymous()
        elif method == "DELETE" and path.endswith("/sesi"):
            c = server.fresh(server.roles[actor], actor)
        else:
            c = server.role(actor)
        kw = {"raw": body, "ctype": "application/octet-stream"} if isinstance(body, bytes) else {"body": objects.fill_body(body)}
        r = c.send(method, real, etag=etag_of(server, method, real), **kw)
        assert str(r.status) in want, f"expected {'|'.join(want)}, got {r!r}"
        if actor == "anonim":
            c.close()

    suite.attempt(f"{method} {path} as {actor}", go)


def pages(client, path):
    """All rows of a list, page by page; no row twice."""
    rows, cursor = [], None
    while True:
        sep = "&" if "?" in path else "?"
        r = client.get(path + (f"{sep}kursor={quote(cursor)}" if cursor else "")).expect(200).json
        rows += r["data"]
        cursor = r["berikut"]
        if cursor is None:
            ids = [x["id"] for x in rows]
            assert len(ids) == len(set(ids)), f"{path}: a row occurs twice"
            return rows


@case
def lists_show_exactly_what_look_ups_allow(server):
    """For every person: each row of a list can be opened, and what only others list cannot."""
    for noun, path in (("pegawai", "/api/v1/pegawai?batas=50"), ("skp", "/api/v1/skp?tahun=2026&batas=33"),
                       ("evaluasi", "/api/v1/evaluasi?periode=2025&batas=7"), ("unit", "/api/v1/unit?batas=5"),
                       ("progres", "/api/v1/progres?dari=2026-05-28&sampai=2026-05-29&batas=40"), ("pelatihan", "/api/v1/pelatihan?batas=5")):
        everything = {r["id"] for r in pages(server.role("auditor"), path)}
        for actor in ACTORS[1:]:
            c = server.role(actor)
            listed = {r["id"] for r in pages(c, path)}
            suite.row(f"{noun} listed to {actor}", listed <= everything, str(listed - everything))
            inside, outside = sorted(listed)[:6], sorted(everything - listed)[:6]
            for i in inside:
                r = c.get(f"/api/v1/{noun}/{i}")
                suite.row(f"{noun} {i} as {actor}", r.status == 200, repr(r))
            for i in outside:
                r = c.get(f"/api/v1/{noun}/{i}")
                suite.row(f"{noun} {i} hidden from {actor}", r.status == 404, repr(r))


@case
def territory_is_figures_without_people(server):
    """The camat reads how many, of a unit that is not his, and no name of anybody in it."""
    camat, auditor = server.role("camat"), server.role("auditor")
    units = {u["kode"]: u["id"] for u in auditor.get("/api/v1/unit?batas=200").json["data"]}
    pkm = units["pkm-tenayan-raya"]
    angka = camat.get(f"/api/v1/unit/{pkm}/angka?periode=2025").expect(200)
    assert sum(angka.json["skp"].values()) > 5 and sum(angka.json["predikat"].values()) > 5, angka
    for path in ("pegawai", "skp", "evaluasi"):
        people = auditor.get(f"/api/v1/{path}?unit={pkm}&batas=200").json["data"]
        assert people
        assert camat.get(f"/api/v1/{path}?unit={pkm}&batas=200").expect(200).json["data"] == []
        for p in people:
            name = p.get("nama") or p["pegawai"]["nama"]
            assert name not in angka.raw.decode()
