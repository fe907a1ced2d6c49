"""Limits of steps: derived, set for a period, excepted for a person; receipts that anybody may check."""
import re

from lib.client import Client
from lib.suite import case

from .negative import row
from .release import on_a_copy
from .story import TAHUN


def unit_of(server, role="pegawai"):
    return server.role(role).get("/api/v1/saya").json["penugasan"][0]["unit"]["id"]


def limit(c, unit, periode, langkah):
    rows = c.get(f"/api/v1/unit/{unit}/batas?periode={periode}").expect(200).json["langkah"]
    return next(r for r in rows if r["langkah"] == langkah)


@case
def receipts_reveal_nothing_but_what_they_prove(server):
    """Every submission of the story has a receipt; its code, typed as people type, is valid; one slip is not."""
    pegawai, stranger = server.role("pegawai"), Client(server)
    skp = next(s for s in pegawai.get("/api/v1/skp?lingkup=diri").json["data"] if s["mulai"].startswith(str(TAHUN)))
    seen = pegawai.get(f"/api/v1/skp/{skp['id']}").expect(200).json["tanda_terima"]
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}", seen["kode"]), seen
    for text in (seen["kode"], seen["kode"].lower(), seen["kode"].replace("-", ""), seen["kode"].replace("-", "%20")):
        got = stranger.get(f"/api/v1/tanda-terima/{text}").expect(200).json
        assert got["sah"] and (got["hash"], got["waktu"], got["jenis"]) == (seen["hash"], seen["waktu"], seen["jenis"]), got
        assert set(got) == {"sah", "jenis", "judul", "waktu", "waktu_setempat", "zona", "hash"}, got
    raw, wrong = seen["kode"].replace("-", ""), 0
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for i in range(15):
        other = alphabet[(alphabet.index(raw[i]) + 7) % 32]
        wrong += not stranger.get(f"/api/v1/tanda-terima/{raw[:i]}{other}{raw[i + 1:]}").expect(200).json["sah"]
    assert wrong == 15
    cli = server.cli("receipt", "check", raw, "--hash", seen["hash"], "--json")
    assert '"sah":true' in cli.stdout, cli.stdout
    assert server.cli("receipt", "check", raw, "--hash", "0" * 64, check=False).returncode == 7
    assert server.cli("receipt", "check", raw[:-1], check=False).returncode == 7


@on_a_copy
def codes_are_not_found_by_trying(server):
    stranger = Client(server)
    for n in range(100):
        last = stranger.get("/api/v1/tanda-terima/00000-00000-00000")
        if last.status == 429:
            break
    row("who tries codes is stopped", last, 429, "http.terlalu_sering")
    assert n > 50, n
    server.role("pegawai")  # logging in is another count


@case
def limits_are_derived_and_set(server):
    """Days after the end of the period by a dated rule; a day set for one period stands over it, and goes again."""
    admin, unit = server.role("admin_pusat"), unit_of(server)
    x = limit(admin, unit, "2026-11", "realisasi_ajukan")
    assert (x["batas"], x["tutup"], x["asal"]) == ("2026-12-05", None, "aturan"), x
    assert x["berakhir"] == "2026-12-05T17:00:00.000Z", x  # midnight in Pekanbaru
    assert limit(admin, unit, "2027", "skp_ajukan")["batas"] == "2027-01-31"
    assert limit(admin, unit, "2027", "evaluasi_tetapkan")["batas"] == "2028-01-31"
    put = lambda who, **more: server.role(who).put(  # noqa: E731
        f"/api/v1/unit/{unit}/batas/2027-10", {"langkah": "realisasi_ajukan", "alasan": "Libur bersama", **more})
    put("pengelola", batas="2027-11-20").expect(403)
    put("admin_unit", batas="2020-11-20").expect(422)
    put("admin_unit", batas="2027-11-20", toleransi_hari=3).expect(200)
    x = limit(admin, unit, "2027-10", "realisasi_ajukan")
    assert (x["batas"], x["tutup"], x["asal"]) == ("2027-11-20", "2027-11-23", "periode"), x
    put("admin_unit").expect(200)
    assert limit(admin, unit, "2027-10", "realisasi_ajukan")["asal"] == "aturan"
    old = {"langkah": "realisasi_ajukan", "mulai": "2020-01-01", "batas_hari": 3, "dasar": "Uji"}
    row("what has begun is not ruled anew", admin.post(f"/api/v1/unit/{unit}/batas-aturan", old), 409, "aturan.mulai")


@on_a_copy
def late_then_closed_then_excepted(server):
    """In time, late but allowed and marked so, refused with whom to ask, allowed by an exception, and never by oneself."""
    server.set_time(f"{TAHUN}-06-01T02:00:00Z")
    unit = unit_of(server)
    server.role("admin_unit").put(f"/api/v1/unit/{unit}/batas/{TAHUN}-05", {
        "langkah": "realisasi_ajukan", "batas": f"{TAHUN}-06-05", "toleransi_hari": 2, "alasan": "Uji"}).expect(200)
    me = server.role("pegawai").get("/api/v1/saya").json["pegawai"]["id"]
    skp = next(s for s in server.role("pegawai").get("/api/v1/skp?lingkup=diri").json["data"] if s["mulai"] == f"{TAHUN}-01-01")
    path = f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-05"

    def fill():
        c = server.role("pegawai")
        now = c.get(path).expect(200)
        free = [{"indikator_id": n["indikator_id"], "nilai": 1, "alasan": "Uji"} for n in now.json["nilai"] if not n["plugin"]][:1]
        if not free:
            free = [{"indikator_id": now.json["nilai"][0]["indikator_id"], "isian": {"pasien": 1500}, "alasan": "Uji"}]
        return c.put(path, {"nilai": free}, etag=now.etag if now.json["id"] else None).expect(200)

    def submit(day, status, code=None):
        server.set_time(f"{TAHUN}-06-{day:02}T02:00:00Z")
        c = server.role("pegawai")
        return c.post(f"{path}/aksi", {"aksi": "ajukan"}, etag=c.get(path).etag).expect(status, code)

    fill()
    late = submit(7, 200).json
    assert (late["tanda_terima"]["batas"], late["tanda_terima"]["hari_lewat"]) == (f"{TAHUN}-06-05", 2), late["tanda_terima"]
    audit = server.role("auditor").get(f"/api/v1/audit?objek=realisasi&objek_id={late['id']}").json["data"]
    assert any(r["isi"] == {"batas": f"{TAHUN}-06-05", "hari_lewat": 2} for r in audit), audit[:2]
    c = server.role("pegawai")
    c.post(f"{path}/aksi", {"aksi": "tarik"}, etag=c.get(path).etag).expect(200)
    refused = submit(8, 409, "batas.lewat").json["detail"]
    assert "pengelola kinerja atau administrator" in refused, refused
    assert server.role("pegawai").get(path).aksi("ajukan")["code"] == "batas.lewat"

    more = {"pegawai": me, "langkah": "realisasi_ajukan", "periode": f"{TAHUN}-05", "sampai": f"{TAHUN}-06-10", "alasan": "Sakit"}
    made = server.role("pengelola").post(f"/api/v1/unit/{unit}/pengecualian", more).expect(201).json
    shown = server.role("pengelola").get(f"/api/v1/unit/{unit}/batas?periode={TAHUN}-05").json["pengecualian"]
    assert [x["id"] for x in shown] == [made["id"]]
    assert server.role("pegawai").get(f"/api/v1/unit/{unit}/batas?periode={TAHUN}-05").json["pengecualian"] is None
    good = submit(10, 200).json["tanda_terima"]
    assert good["hari_lewat"] == 0 and good["batas"] == f"{TAHUN}-06-10", good
    server.role("pengelola").post(f"/api/v1/pengecualian/{made['id']}/cabut", {"alasan": "Selesai"}).expect(204)
    server.role("pengelola").post(f"/api/v1/pengecualian/{made['id']}/cabut", {"alasan": "Lagi"}).expect(404)
    rows = server.role("auditor").get("/api/v1/audit?objek=pengecualian").json["data"]
    assert {r["peristiwa"] for r in rows} >= {"beri", "cabut"}, rows


@case
def an_outage_that_the_server_did_not_see(server):
    """The network of the office was down: the administrator writes it down, and the day goes on."""
    admin, unit = server.role("admin_pusat"), unit_of(server)
    word = {"dari": "2026-12-05T14:00:00Z", "sampai": "2026-12-05T15:30:00Z", "keterangan": "Jaringan Pemko putus, surat Diskominfo 12"}
    server.role("admin_unit").post("/api/v1/gangguan", word).expect(403)
    ahead = {**word, "dari": "2039-12-05T14:00:00Z", "sampai": "2039-12-05T15:30:00Z"}
    admin.post("/api/v1/gangguan", ahead).expect(422)
    made = admin.post("/api/v1/gangguan", word).expect(201).json
    x = limit(admin, unit, "2026-11", "realisasi_ajukan")
    assert x["berakhir"] == "2026-12-05T18:30:00.000Z" and "90 menit karena gangguan layanan" in x["perpanjangan"], x
    audit = server.role("auditor").get(f"/api/v1/audit?objek=gangguan&objek_id={made['id']}").json["data"][0]
    assert {"hari": "2026-12-05", "menit": 90} in audit["isi"]["perpanjangan"], audit
    assert admin.get("/api/v1/gangguan").json["data"][0]["id"] == made["id"]
