"""The head of a seksi is away, then gone: Plh for two weeks, a vacant post, Plt, delegation (DOMAIN 2.1, 13.8 O6)."""
from lib.suite import case

from .panggung import Kantor, tahun


def who(k, orang):
    p = k.penilai(orang)
    return p["pegawai"]["id"], p["cara"]


@case
def evaluator_vacant_plh_and_delegation(server):
    """Each day has its evaluator, and says why it is he; what cannot be is refused with a reason."""
    server.set_time("2041-02-01T02:00:00Z")
    tahun(server, 2041)
    k = Kantor(server, "lowong")
    kadis, kabid, kasi = k.orang("Kepala Dinas", "kadis"), k.orang("Kepala Bidang", "kabid"), k.orang("Kepala Seksi", "kasi")
    kasi2, ani, rudi = k.orang("Kepala Seksi Dua", "kasi-2"), k.orang("Ani", "staf"), k.orang("Rudi", "staf-2")
    k.skp(ani, kasi)

    # Plh for 3 to 14 March; without a last day there is none, and no second one beside him.
    k.peristiwa(kasi2, "plh", "2041-03-03", 422, "penugasan.tanggal", jabatan="kasi")
    k.peristiwa(kasi2, "plh", "2041-03-03", sampai="2041-03-14", jabatan="kasi")
    k.peristiwa(kabid, "plh", "2041-03-10", 409, "penugasan.tumpang_tindih", sampai="2041-03-20", jabatan="kasi")
    k.peristiwa(kasi, "plh", "2041-05-01", 409, "penugasan.tumpang_tindih", sampai="2041-05-02", jabatan="kasi")
    k.peristiwa(kasi2, "plt", "2041-03-15", 409, "penugasan.tumpang_tindih", jabatan="kasi")
    for hari, want in (("02", (kasi.id, "definitif")), ("05", (kasi2.id, "plh")), ("17", (kasi.id, "definitif"))):
        server.set_time(f"2041-03-{hari}T02:00:00Z")
        assert who(k, ani) == want, (hari, k.penilai(ani))

    # He is promoted away: the post is vacant, and the bidang's head evaluates until a Plt is named.
    server.set_time("2041-04-04T02:00:00Z")
    k.post("sekretaris", "administrator", k.jabatan["kadis"])
    k.peristiwa(kasi, "promosi", "2041-04-01", jabatan="sekretaris")
    assert who(k, ani) == (kabid.id, "naik"), k.penilai(ani)
    k.peristiwa(kasi2, "plt", "2041-04-04", sampai="2041-09-30", jabatan="kasi")
    assert who(k, ani) == (kasi2.id, "plt")
    row = ani.saja.get("/api/v1/skp?lingkup=diri&tahun=2041").json["data"][0]
    assert ani.saja.get(f"/api/v1/skp/{row['id']}").json["penilai"]["id"] == kasi2.id

    # A delegation comes first of all; never to herself, never two at a time.
    k.peristiwa(ani, "delegasi", "2041-04-04", 422, "delegasi.diri_sendiri", penilai_id=ani.id)
    e = k.peristiwa(ani, "delegasi", "2041-04-04", penilai_id=rudi.id)
    k.peristiwa(ani, "delegasi", "2041-05-01", 409, "delegasi.tumpang_tindih", penilai_id=kabid.id)
    assert who(k, ani) == (rudi.id, "delegasi") and "800.1.3/77" in k.penilai(ani)["alasan"]
    k.admin.post(f"{e.headers['location']}/batal", {"alasan": "Salah orang"}, etag=e.etag).expect(200)
    assert who(k, ani) == (kasi2.id, "plt")

    # The seksi is put under the secretary from a day on: before it, the old line holds.
    path = f"/api/v1/jabatan/{k.jabatan['kasi-2']}"
    body = {"atasan_id": k.jabatan["sekretaris"], "mulai": "2041-04-01"}
    k.admin.put(f"{path}/atasan", {**body, "atasan_id": k.jabatan["staf-2"]}, etag=k.admin.get(path).etag).expect(409, "jabatan.berputar")
    assert k.admin.put(f"{path}/atasan", body, etag=k.admin.get(path).etag).expect(200).json["atasan_id"] == k.jabatan["sekretaris"]
    assert who(k, kasi2) == (kasi.id, "definitif")
    server.set_time("2041-03-31T02:00:00Z")
    assert who(k, kasi2)[0] == kabid.id
