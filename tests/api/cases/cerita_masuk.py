"""People who are there for part of a year: CPNS from October, a PPPK paruh waktu whose contract ends in September, an
arrival from another agency."""
from lib.suite import case

from .panggung import DASAR, Kantor, tahun


@case
def cpns_from_october(server):
    """His plan begins with his service; he becomes PNS later, and both are readable by date."""
    server.set_time("2044-10-03T02:00:00Z")
    tahun(server, 2044)
    k = Kantor(server, "cpns")
    kasi = k.orang("Kepala Seksi", "kasi", "2044-10-03")
    baru = k.orang("Calon", "staf", "2044-10-03", "pengangkatan_cpns")
    assert baru.saja.get(baru.path).json["status"] == "cpns"
    baru.saja.post("/api/v1/skp", {"mulai": "2044-01-01", "selesai": "2044-12-31", "form": "B", "pendekatan": "kuantitatif"}).expect(404, "penugasan.tidak_ada")
    k.skp(baru, kasi, "2044-10-03", "2044-12-31")
    server.set_time("2044-12-05T02:00:00Z")
    k.siapkan("2044-09")
    k.siapkan("2044-11")
    assert not k.evaluasi(baru, "2044-09") and len(k.evaluasi(baru, "2044-11")) == 1
    k.peristiwa(baru, "cpns_pns", "2044-12-01")
    assert k.admin.get(baru.path).json["status"] == "pns"


@case
def pppk_paruh_waktu_until_september(server):
    """Quarterly although the unit chose months; his last quarter is evaluated, and his account only reads."""
    server.set_time("2045-01-03T02:00:00Z")
    tahun(server, 2045)
    k = Kantor(server, "pppk")
    kasi = k.orang("Kepala Seksi", "kasi", "2045-01-01")
    tetap, paruh = k.orang("Tetap", "staf", "2045-01-01"), k.orang("Paruh", "staf", "2045-01-01", "pengangkatan_pppk_paruh_waktu")
    rule = {"mulai": "2045-01-01", "jenis_periode": "bulanan", "kebijakan": "tertimbang_bulan", "dasar": "Keputusan 3/2045"}
    got = k.admin.post(f"/api/v1/unit/{k.unit}/aturan-penilaian", rule).expect(201).json
    assert (got["jenis_periode"], got["kebijakan"]) == ("bulanan", "tertimbang_bulan") and got["aturan"][0]["dasar"], got
    assert k.admin.get(f"/api/v1/unit/{k.unit}/aturan-penilaian").expect(200).json == got
    for o in (tetap, paruh):
        k.skp(o, kasi, "2045-01-03", "2045-12-31")
    server.set_time("2045-10-04T02:00:00Z")
    k.peristiwa(paruh, "kontrak_berakhir", "2045-10-01")
    for periode in ("2045-08", "2045-09", "2045-TW3", "2045-TW4"):
        k.siapkan(periode)
    have = lambda o: [p for p in ("2045-08", "2045-09", "2045-TW3", "2045-TW4") if k.evaluasi(o, p)]
    assert (have(tetap), have(paruh)) == (["2045-08", "2045-09"], ["2045-TW3"])

    # In order: September before August needs a reason.
    later = k.evaluasi(tetap, "2045-09")[0]
    path = f"/api/v1/evaluasi/{later['id']}"
    rated = k.nilai(kasi, later, tetap=False)
    assert kasi.saja.get(f"{path}/segmen").expect(200).json["mendahului"] == ["2045-08"]
    kasi.saja.post(f"{path}/aksi", {"aksi": "tetapkan"}, etag=rated.etag).expect(422, "evaluasi.urutan")
    kasi.saja.post(f"{path}/aksi", {"aksi": "tetapkan", "catatan": "Agustus menunggu data"}, etag=rated.etag).expect(200)
    k.nilai(kasi, k.evaluasi(paruh, "2045-TW3")[0])
    assert paruh.saja.get("/api/v1/evaluasi?periode=2045-TW3").json["data"][0]["predikat"] == "baik"
    paruh.saja.post("/api/v1/progres", {"tanggal": "2045-10-04", "uraian": "Uji"}).expect(403, "akun.mantan")


@case
def arrival_from_another_agency(server):
    """Her first half year was evaluated elsewhere: it stands beside ours, named as such, and weighs by its months."""
    server.set_time("2046-07-02T02:00:00Z")
    tahun(server, 2046)
    k = Kantor(server, "datang")
    kasi, dewi = k.orang("Kepala Seksi", "kasi", "2046-07-01"), k.orang("Dewi", "staf", "2046-07-01", instansi="Kabupaten Kampar")
    rule = {"mulai": "2046-01-01", "kebijakan": "tertimbang_bulan", "dasar": "Keputusan 4/2046"}
    k.admin.post(f"/api/v1/unit/{k.unit}/aturan-penilaian", rule).expect(201)
    luar = {"mulai": "2046-01-01", "selesai": "2046-06-30", "instansi": "Kabupaten Kampar", "penilai": "Drs. Anwar", "rating_hasil": "di_atas",
            "rating_perilaku": "di_atas", "predikat": "sangat_baik", "sumber": "kertas", **DASAR}
    made = k.admin.post(f"{dewi.path}/segmen-luar", luar).expect(201).json
    k.admin.post(f"{dewi.path}/segmen-luar", luar).expect(409, "segmen.tumpang_tindih")
    k.skp(dewi, kasi, "2046-07-02", "2046-12-31")
    k.admin.post(f"{dewi.path}/segmen-luar", {**luar, "mulai": "2046-08-01", "selesai": "2046-08-31"}).expect(409, "segmen.tumpang_tindih")
    server.set_time("2047-01-06T02:00:00Z")
    k.siapkan("2046")
    year = k.evaluasi(dewi, "2046")[0]
    k.nilai(kasi, year, "sesuai", "sesuai")
    s = dewi.saja.get(f"/api/v1/evaluasi/{year['id']}/segmen").expect(200).json
    assert [(x["asal"], x["bulan"], x["predikat"], x["penilai"]) for x in s["segmen"]] == [
        ("luar", 6, "sangat_baik", "Drs. Anwar"), ("sini", 6, "baik", kasi.nama)], s
    assert s["saran"]["predikat"] == "sangat_baik" and "54 ÷ 12" in s["saran"]["langkah"][1], s["saran"]
    assert dewi.saja.get(f"{dewi.path}/segmen-luar").expect(200).json["data"][0]["nomor"] == DASAR["nomor"]
    k.admin.delete(f"/api/v1/segmen-luar/{made['id']}").expect(204)
