"""A transfer on 1 July: two plans, two evaluators, nothing lost between them (DOMAIN 13.7 O5)."""
from lib.suite import case

from .panggung import DASAR, Kantor, tahun


@case
def O5_transfer_on_1_july(server):
    """SKP-1 ends on 30 June and stays his old superior's to judge; SKP-2 begins on 1 July; both are kept."""
    server.set_time("2041-01-10T02:00:00Z")
    tahun(server, 2041)
    k = Kantor(server, "mutasi")
    kadis, kabid = k.orang("Kepala Dinas", "kadis"), k.orang("Kepala Bidang", "kabid")
    lama, baru = k.orang("Kepala Seksi Lama", "kasi"), k.orang("Kepala Seksi Baru", "kasi-2")
    budi = k.orang("Budi", "staf")
    skp1 = k.skp(budi, lama)
    assert budi.saja.get(skp1).json["penilai"]["id"] == lama.id

    # The decree is known in June; until its day nothing moves.
    server.set_time("2041-06-20T02:00:00Z")
    e = k.peristiwa(budi, "mutasi", "2041-07-01", jabatan="staf-2")
    assert e.json["status"] == "terjadwal" and e.json["jabatan"]["id"] == k.jabatan["staf-2"], e
    assert budi.saja.get(skp1).json["selesai"] == "2041-12-31"
    asked = lama.saja.get("/api/v1/saya/permintaan-umpan-balik").expect(200).json["data"]
    assert [(a["pegawai"]["id"], a["selesai"]) for a in asked] == [(budi.id, None)], asked
    lama.saja.post(f"/api/v1/permintaan-umpan-balik/{asked[0]['id']}/selesai").expect(204)
    assert budi.saja.get(f"{budi.path}/permintaan-umpan-balik").expect(200).json["data"][0]["selesai"]

    # It was the wrong day: the office corrects it, then takes it back, then records it in July with its real day.
    path = e.headers["location"]
    new = {"jenis": "mutasi", "tmt": "2041-08-01", **DASAR, "jabatan_id": k.jabatan["staf-2"]}
    e = k.admin.post(f"{path}/koreksi", {"alasan": "Salah ketik", "menjadi": new}, etag=e.etag).expect(200)
    assert e.json["tmt"] == "2041-08-01"
    k.admin.post(f"{path}/batal", {"alasan": " "}, etag=e.etag).expect(422, "alur.tanpa_catatan")
    gone = k.admin.post(f"{path}/batal", {"alasan": "Keputusan dicabut"}, etag=e.etag).expect(200)
    assert gone.json["status"] == "dibatalkan" and not gone.aksi("batal")["boleh"]
    assert [t["selesai"] for t in budi.saja.get(budi.path).json["penugasan"]] == [None]

    server.set_time("2041-07-04T02:00:00Z")
    k.peristiwa(budi, "mutasi", "2041-07-01", 409, "penugasan.tumpang_tindih", jabatan="staf")
    k.peristiwa(budi, "mutasi", "2041-07-01", 422, "umum.masukan")
    e = k.peristiwa(budi, "mutasi", "2041-07-01", jabatan="staf-2")
    assert e.json["status"] == "berlaku"
    one = budi.saja.get(skp1).expect(200).json
    assert (one["selesai"], one["status"], one["penilai"]["id"]) == ("2041-06-30", "digantikan", lama.id), one
    assert k.penilai(budi)["pegawai"]["id"] == baru.id

    skp2 = k.skp(budi, baru, "2041-07-01")
    two = budi.saja.get(skp2).json
    assert (two["mulai"], two["penilai"]["id"], two["atasan_penilai"]["id"]) == ("2041-07-01", baru.id, kabid.id), two
    mine = budi.saja.get("/api/v1/skp?lingkup=diri&tahun=2041").json["data"]
    assert sorted((s["mulai"], s["selesai"]) for s in mine) == [("2041-01-01", "2041-06-30"), ("2041-07-01", "2041-12-31")]

    # Each month has one segment, the year two; each is rated by its own evaluator and by nobody else.
    server.set_time("2042-01-05T02:00:00Z")
    for periode, want in (("2041-06", [lama]), ("2041-07", [baru]), ("2041", [lama, baru])):
        k.siapkan(periode)
        rows = k.evaluasi(budi, periode)
        assert [v["penilai"] for v in rows] == [o.nama for o in want], (periode, rows)
    first, second = k.evaluasi(budi, "2041")
    baru.saja.get(f"/api/v1/evaluasi/{first['id']}").expect(404)
    k.nilai(lama, first, "di_atas", "di_atas")
    k.nilai(baru, second)
    assert [v["predikat"] for v in k.evaluasi(budi, "2041")] == ["sangat_baik", "baik"]

    # What has been fixed does not move any more.
    k.admin.post(f"{e.headers['location']}/batal", {"alasan": "Keliru"}, etag=e.etag).expect(409, "peristiwa.dipakai")
