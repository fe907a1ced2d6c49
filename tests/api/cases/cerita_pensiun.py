"""An evaluator retires on 1 August with six open evaluations: they pass to whoever follows; he may still read."""
from lib.suite import case

from .panggung import Kantor, tahun


@case
def an_evaluator_retires_with_six_open_evaluations(server):
    """Nobody's evaluation is left without an evaluator, and what he knew of his people was asked for in time."""
    server.set_time("2043-01-08T02:00:00Z")
    tahun(server, 2043)
    k = Kantor(server, "pensiun")
    kabid, kasi = k.orang("Kepala Bidang", "kabid"), k.orang("Kepala Seksi", "kasi")
    staf = [k.orang(f"Staf {i}", "staf") for i in range(6)]
    own = k.skp(kasi, kabid, "2043-01-08", "2043-12-31")
    plans = [k.skp(s, kasi, "2043-01-08", "2043-12-31") for s in staf]
    server.set_time("2043-07-20T02:00:00Z")
    k.siapkan("2043-06")
    e = k.peristiwa(kasi, "pensiun", "2043-08-01")
    assert e.json["status"] == "terjadwal"
    assert len(kasi.saja.get("/api/v1/saya/permintaan-umpan-balik").json["data"]) == 6

    # The decree is recorded late for the successor: the post is vacant, so the bidang's head takes over at once.
    server.set_time("2043-08-02T02:00:00Z")
    k.admin.post(f"{e.headers['location']}/batal", {"alasan": "Dicatat ulang"}, etag=e.etag).expect(200)
    k.peristiwa(kasi, "pensiun", "2043-08-01")
    for s in staf:
        assert k.evaluasi(s, "2043-06")[0]["penilai"] == kabid.nama
    assert kabid.saja.get(plans[0]).json["penilai_cara"] == "naik"
    k.nilai(kabid, k.evaluasi(staf[0], "2043-06")[0])

    # His own plan ended with July; he reads it, and nothing else, and writes nothing.
    mine = kasi.saja.get(own).expect(200).json
    assert (mine["selesai"], mine["status"]) == ("2043-07-31", "digantikan"), mine
    kasi.saja.get(plans[0]).expect(404)
    kasi.saja.post("/api/v1/skp", {"mulai": "2043-08-01", "selesai": "2043-12-31", "form": "B", "pendekatan": "kuantitatif"}).expect(403, "akun.mantan")
    server.set_time("2043-12-01T02:00:00Z")
    server.anonymous().post("/api/v1/sesi", {"nama": kasi.nip, "sandi": server.passwords[kasi.nip]}).expect(403)
