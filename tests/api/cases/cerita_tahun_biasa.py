"""An ordinary year: the nurse plans in January, works twelve months, is judged every quarter and at the end, signs for
what she got, and the year is closed. Nothing unusual happens; everything must still be there a year later.
"""
from lib.suite import case

from .story import draft, ids, wait

TAHUN = 2034
PASIEN = [150, 160, 142, 155, 149, 171, 150, 150, 163, 158, 151, 150]
TRIWULAN = {"TW1": "04-03", "TW2": "07-03", "TW3": "10-03", "TW4": "12-31"}


def act(client, path, aksi, **more):
    return client.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=client.get(path).etag).expect(200)


def january(server):
    """The year's periods are made, she drafts and submits, her head agrees."""
    server.set_time(f"{TAHUN}-01-05T02:00:00Z")
    server.role("admin_pusat").post("/api/v1/periode", {"tahun": TAHUN}).expect(201)
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    unit = perawat.get("/api/v1/saya").expect(200).json["penugasan"][0]["unit"]["id"]
    offered = {i["kode"]: i for i in perawat.get(f"/api/v1/indikator?unit={unit}&periode={TAHUN}-01").json["data"]}
    new = perawat.post("/api/v1/skp", {"mulai": f"{TAHUN}-01-01", "selesai": f"{TAHUN}-12-31", "form": "B",
                                       "pendekatan": "kuantitatif"}).expect(201)
    skp = new.headers["location"]
    perawat.put(skp, draft(offered), etag=new.etag).expect(200)
    act(perawat, skp, "ajukan")
    act(kapus, skp, "setujui")
    return skp


def month(server, skp, bulan):
    """She enters what she did on the first working days of the next month; he accepts."""
    after = f"{TAHUN}-{bulan + 1:02}-01" if bulan < 12 else f"{TAHUN}-12-31"
    server.set_time(f"{after}T02:00:00Z")
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    iki, path = ids(perawat.get(skp).expect(200).json), f"{skp}/realisasi/{TAHUN}-{bulan:02}"
    pasien = PASIEN[bulan - 1]
    perawat.put(path, {"nilai": [
        {"indikator_id": iki["kunjungan-rawat-jalan"], "isian": {"pasien": pasien}, "sumber": "Register SIMPUS"},
        {"indikator_id": iki["waktu-tunggu-pendaftaran"], "isian": {"menit": 9 * pasien, "pasien": pasien}},
        {"indikator_id": iki["Penyuluhan"], "nilai": 2, "teks": "Posyandu Melati"}]}).expect(200)
    act(perawat, path, "ajukan")
    act(kapus, path, "terima")


def judge(server, skp, periode, hari):
    """Evaluations are prepared, he follows the suggestion, fixes it, and she says that she has received it."""
    server.set_time(f"{hari}T03:00:00Z")
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    server.role("admin_pusat").post(f"/api/v1/periode/{periode}/evaluasi").expect(200)
    row, = kapus.get(f"/api/v1/evaluasi?periode={periode}&skp={skp.split('/')[-1]}").expect(200).json["data"]
    path = f"/api/v1/evaluasi/{row['id']}"
    saran = kapus.post(f"{path}/saran").expect(200).json
    assert saran["galat"] is None, saran
    kapus.post(f"{path}/nilai", {"rating_hasil": saran["rating_hasil"], "rating_perilaku": "sesuai"},
               etag=kapus.get(path).etag).expect(200)
    act(kapus, path, "tetapkan")
    taken = act(perawat, path, "terima").json
    assert taken["predikat"] == "baik" and taken["diterima"], taken
    return path


def months_and_quarters(server, skp):
    fixed = {}
    for bulan in range(1, 13):
        month(server, skp, bulan)
        if bulan % 3 == 0:
            kode = f"TW{bulan // 3}"
            fixed[kode] = judge(server, skp, f"{TAHUN}-{kode}", f"{TAHUN}-{TRIWULAN[kode]}")
    return fixed


def finish(server, path):
    """Once a day the server does so by itself; whoever comes first."""
    admin = server.role("admin_pusat")
    if admin.get(path).json["status"] != "final":
        admin.post(f"{path}/aksi", {"aksi": "finalkan"}, etag=admin.get(path).etag)
    assert admin.get(path).expect(200).json["status"] == "final"


def close(server, periode):
    admin = server.role("admin_pusat")
    path = f"/api/v1/periode/{periode}"
    if admin.get(path).json["status"] == "terbuka":
        act(admin, path, "kunci")
    assert act(admin, path, "tutup").json["status"] == "ditutup"


@case
def an_ordinary_year(server):
    """Plan, twelve months, four quarters, the year, receipts, closing; then every result is derived again."""
    skp = january(server)
    quarters = months_and_quarters(server, skp)
    year = judge(server, skp, f"{TAHUN}", f"{TAHUN + 1}-01-04")

    # The trace of the year adds her patients up as one would on paper.
    perawat = server.role("pegawai")
    jejak = str(perawat.get(f"{year}/jejak").expect(200).json)
    assert str(sum(PASIEN)) in jejak and "1800" in jejak.replace(".", ""), jejak
    # Nobody objected within the days that the law gives: what was received becomes final, and the year is closed.
    server.set_time(f"{TAHUN + 1}-03-01T02:00:00Z")
    for path in (*quarters.values(), year):
        finish(server, path)
    for periode in (*(f"{TAHUN}-{k}" for k in quarters), f"{TAHUN}"):
        close(server, periode)
    perawat = server.role("pegawai")
    december = f"{skp}/realisasi/{TAHUN}-12"
    perawat.put(december, {"nilai": []}, etag=perawat.get(december).etag).expect(409)

    auditor = server.role("auditor")
    end = wait(server, auditor, auditor.post("/api/v1/scoring/verify").expect(202).headers["location"])
    assert end["hasil"]["berbeda"] == 0 and end["hasil"]["diperiksa"] >= 10, end
    assert auditor.post("/api/v1/audit/verify").expect(200).json["rusak"] == 0
    predikat = [perawat.get(p).expect(200).json["predikat"] for p in (*quarters.values(), year)]
    assert predikat == ["baik"] * 5, predikat
