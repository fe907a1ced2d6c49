"""Maternity leave of three months: months without a day of work are not evaluated, the others are."""
from lib.suite import case

from .panggung import Kantor, tahun


@case
def maternity_leave(server):
    """April and May say why they are not evaluated and count nowhere; the office may overrule, once and for all."""
    server.set_time("2048-01-03T02:00:00Z")
    tahun(server, 2048)
    k = Kantor(server, "cuti")
    kasi, rina = k.orang("Kepala Seksi", "kasi", "2048-01-01"), k.orang("Rina", "staf", "2048-01-01")
    k.skp(rina, kasi, "2048-01-03", "2048-12-31")
    k.peristiwa(rina, "cuti_melahirkan", "2048-04-01", 422, "umum.masukan")
    k.peristiwa(rina, "cuti_melahirkan", "2048-04-01", sampai="2048-06-30")
    k.peristiwa(rina, "cuti_besar", "2048-06-01", 409, "ketidakhadiran.tumpang_tindih", sampai="2048-07-31")
    server.set_time("2048-06-08T02:00:00Z")
    k.peristiwa(rina, "kembali", "2048-06-08")
    k.peristiwa(rina, "kembali", "2048-11-01", 409, "peristiwa.tidak_cuti")
    assert k.admin.get(f"{rina.path}/ketidakhadiran").json["data"][0]["selesai"] == "2048-06-07"
    server.set_time("2048-07-02T02:00:00Z")
    assert k.siapkan("2048-04")["dilewati"] >= 1
    k.siapkan("2048-05")
    k.siapkan("2048-06")
    april, juni = k.evaluasi(rina, "2048-04")[0], k.evaluasi(rina, "2048-06")[0]
    assert (april["status"], juni["status"]) == ("tidak_dinilai", "belum")
    path = f"/api/v1/evaluasi/{april['id']}"
    seen = kasi.saja.get(path).expect(200)
    assert "Cuti melahirkan" in seen.json["catatan"], seen
    figures = k.admin.get(f"/api/v1/unit/{k.unit}/angka?periode=2048-04").expect(200).json["predikat"]
    assert figures["tidak_dinilai"] == 1 and figures["belum"] == 0, figures
    kasi.saja.post(f"{path}/aksi", {"aksi": "pulihkan", "catatan": "Bekerja dari rumah menurut surat tugas"}, etag=seen.etag).expect(200)
    k.siapkan("2048-04")
    assert k.evaluasi(rina, "2048-04")[0]["status"] == "belum"
