"""Two offices become one on 1 July: posts, people and plans go along, and what was stays as it was."""
from lib.suite import case

from .panggung import DASAR, Kantor, tahun


@case
def reorganisation_in_mid_year(server):
    """A preview says who moves; the command moves them; a unit with people does not end, and no tree has a cycle."""
    server.set_time("2049-01-04T02:00:00Z")
    tahun(server, 2049)
    a, b = Kantor(server, "lama"), Kantor(server, "tujuan")
    kasi, edi = a.orang("Kepala Seksi", "kasi", "2049-01-01"), a.orang("Edi", "staf", "2049-01-01")
    kadis = b.orang("Kepala Dinas", "kadis", "2049-01-01")
    skp = a.skp(edi, kasi, "2049-01-04", "2049-12-31")
    server.set_time("2049-07-02T02:00:00Z")
    admin = a.admin
    plan = {"mulai": "2049-07-01", **DASAR, "langkah": [{"jenis": "gabung", "unit": "uji-lama", "ke": "uji-tujuan"}]}
    shown = admin.post("/api/v1/reorganisasi", {**plan, "pratinjau": True}).expect(200).json
    assert {p["pegawai"]["id"] for p in shown["pegawai"]} == {kasi.id, edi.id} and shown["pratinjau"], shown
    assert admin.get(edi.path).json["unit"]["kode"] == "uji-lama", "a preview changes nothing"
    end = {**plan, "langkah": [{"jenis": "akhiri", "unit": "uji-lama"}]}
    admin.post("/api/v1/reorganisasi", end).expect(409, "unit.berisi")
    ring = {**plan, "langkah": [{"jenis": "pindah", "unit": "pekanbaru", "induk": "uji-lama"}]}
    admin.post("/api/v1/reorganisasi", ring).expect(409, "unit.berputar")
    done = admin.post("/api/v1/reorganisasi", plan, key="reorganisasi-2049").expect(200).json
    assert [u["peristiwa"] for u in done["unit"]] == ["akhiri"] and not done["pratinjau"]
    admin.post("/api/v1/reorganisasi", plan).expect(409, "unit.berakhir")

    # The line of command went along; his old plan ended in June and is still judged by the one who led him then.
    after = admin.get(edi.path).json
    assert after["unit"]["kode"] == "uji-tujuan" and after["penilai"]["pegawai"]["id"] == kasi.id, after
    old = edi.saja.get(skp).json
    assert (old["selesai"], old["unit"]["kode"], old["penilai"]["id"]) == ("2049-06-30", "uji-lama", kasi.id), old
    a.skp(edi, kasi, "2049-07-02", "2049-12-31")
    # A part of it is split off again into a new unit.
    posts = [j["id"] for j in a.posts(b.unit) if j["nama"].startswith("kasi lama")]
    split = {"mulai": "2049-08-01", **DASAR, "langkah": [
        {"jenis": "buat", "kode": "uji-baru", "nama": "UPT Baru", "jenis_unit": "upt", "induk": "uji-tujuan"},
        {"jenis": "pindah_jabatan", "unit": "uji-tujuan", "ke": "uji-baru", "jabatan": posts}]}
    assert admin.post("/api/v1/reorganisasi", split).expect(200).json["pegawai"][0]["pegawai"]["id"] == kasi.id
    assert admin.get(kasi.path).json["unit"]["kode"] == "uji-tujuan", "its day is to come"
    assert kadis.id
