"""Some weeks of daily work: a nurse on shifts, her head, the administrator who keeps calendar and roster.

The calendar is rows: nothing here is known to the program beforehand. The clock moves, nothing else is arranged.
Runs after the story of the quarter: the nurse's plan of that year holds.
"""
from lib.suite import case, suite

from .story import TAHUN

JAM_5 = [{"hari": h, "masuk": "07:30", "pulang": "16:00" if h < 5 else "16:30", "istirahat": 60 if h < 5 else 90}
         for h in range(1, 6)]
JAM_6 = [{"hari": h, "masuk": "07:30", "pulang": "14:00" if h != 5 else "11:30", "istirahat": 0} for h in range(1, 7)]
RAMADAN_6 = [{"hari": h, "masuk": "08:00", "pulang": "14:00", "istirahat": 30} for h in range(1, 7)]
PAGI, SORE, MALAM = ("07:30", "14:00"), ("14:00", "21:00"), ("21:00", "07:30")


def me(client):
    return client.get("/api/v1/saya").expect(200).json["pegawai"]["id"]


def units(server):
    return {u["kode"]: u["id"] for u in server.role("auditor").get("/api/v1/unit?batas=200").json["data"]}


def month(client, person, bulan):
    r = client.get(f"/api/v1/pegawai/{person}/kalender?bulan={bulan}").expect(200).json
    return r, {h["tanggal"]: h for h in r["hari"]}


def plan(client):
    row = next(p for p in client.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").json["data"] if p["n_berlaku"])
    return client.get(f"/api/v1/skp/{row['id']}").expect(200).json


def write(client, tanggal, uraian, **more):
    return client.post("/api/v1/progres", {"tanggal": tanggal, "uraian": uraian, **more})


@case
def calendars_are_rows(server):
    """The institution works five days, the puskesmas six; Ramadan and holidays come as they are decided."""
    server.set_time(f"{TAHUN}-04-28T01:00:00Z")
    admin, perawat = server.role("admin_pusat"), server.role("pegawai")
    unit, who = units(server), me(perawat)
    kota = unit["pekanbaru"] if "pekanbaru" in unit else min(unit.values())
    pkm = unit["pkm-tenayan-raya"]

    def put(u, jenis, hari, jam, **more):
        return admin.post(f"/api/v1/unit/{u}/kalender", {
            "jenis": jenis, "nama": f"Jam kerja {hari} hari", "hari_kerja": hari, "mulai": f"{TAHUN}-01-01", "jam": jam,
            "dasar": "Keputusan contoh", **more})

    put(kota, "biasa", 5, JAM_5).expect(201)
    got = put(pkm, "biasa", 6, JAM_6).expect(201).json
    assert [k["unit"]["id"] for k in got["kalender"] if k["jenis"] == "biasa" and k["mulai"] == f"{TAHUN}-01-01"] \
        == [kota, pkm] or len(got["kalender"]) >= 2, got
    put(kota, "khusus", 6, RAMADAN_6, nama="Ramadan", mulai=f"{TAHUN}-06-07", selesai=f"{TAHUN}-06-12").expect(201)
    put(kota, "khusus", 5, JAM_5, nama="Ramadan", mulai=f"{TAHUN}-06-07", selesai=f"{TAHUN}-06-12").expect(201)
    admin.put(f"/api/v1/unit/{kota}/libur/{TAHUN}", {"dasar": "SKB contoh", "libur": [
        {"tanggal": f"{TAHUN}-06-01", "jenis": "nasional", "nama": "Hari Lahir Pancasila"},
        {"tanggal": f"{TAHUN}-06-02", "jenis": "cuti_bersama", "nama": "Cuti bersama"}]}).expect(200)
    # The puskesmas stays open on the day of cuti bersama.
    admin.put(f"/api/v1/unit/{pkm}/libur/{TAHUN}", {"libur": [
        {"tanggal": f"{TAHUN}-06-02", "jenis": "masuk", "nama": "Puskesmas tetap melayani"}]}).expect(200)
    admin.post(f"/api/v1/unit/{kota}/aturan-progres", {"mulai": f"{TAHUN}-01-01", "batas_hari": 1, "tutup_hari": 7,
                                                       "dasar": "Surat edaran contoh"}).expect(201)
    whole, juni = month(perawat, who, f"{TAHUN}-06")
    kind = {d[-2:]: (h["jenis"], h["menit_wajib"], h["keterangan"]) for d, h in juni.items()}
    assert kind["01"] == ("libur", 0, "Hari Lahir Pancasila") and kind["02"][:2] == ("kerja", 390), kind
    assert kind["04"][:2] == ("kerja", 240) and kind["05"][:2] == ("kerja", 390) and kind["06"][0] == "libur", kind
    assert kind["07"] == ("kerja", 330, "Ramadan") and kind["12"] == ("kerja", 330, "Ramadan"), kind
    assert kind["14"][:2] == ("kerja", 390) and whole["jumlah"]["menit_wajib"] == sum(k[1] for k in kind.values())
    # The camat's kecamatan works five days.
    _, camat = month(server.role("camat"), me(server.role("camat")), f"{TAHUN}-06")
    assert camat[f"{TAHUN}-06-05"]["jenis"] == "libur" and camat[f"{TAHUN}-06-04"]["menit_wajib"] == 450, camat
    assert camat[f"{TAHUN}-06-02"]["keterangan"] == "Cuti bersama"


@case
def a_nurse_on_shifts(server):
    """A roster over the end of the month; the night shift is the day's on which it began, also at three in the morning."""
    server.set_time(f"{TAHUN}-05-03T01:00:00Z")
    admin, perawat = server.role("admin_unit"), server.role("pegawai")
    who = me(perawat)
    shifts = [("31", "M", MALAM), ("03", "P", PAGI), ("04", "S", SORE), ("05", "M", MALAM), ("06", "L", (None, None)),
              ("07", "P", PAGI), ("08", "P", PAGI)]
    admin.put(f"/api/v1/pegawai/{who}/roster/{TAHUN}-05", {"shift": [
        {"tanggal": f"{TAHUN}-05-{d}", "kode": k, "masuk": a, "pulang": b} for d, k, (a, b) in shifts]}).expect(204)
    admin.post(f"/api/v1/pegawai/{who}/ketidakhadiran", {"jenis": "cuti_tahunan", "mulai": f"{TAHUN}-05-08",
               "selesai": f"{TAHUN}-05-09", "dasar": "850/12/2027"}).expect(201)
    _, mei = month(perawat, who, f"{TAHUN}-05")
    kind = {d[-2:]: (h["jenis"], h["menit_wajib"]) for d, h in mei.items()}
    assert kind["03"] == ("shift", 390) and kind["05"] == ("shift", 630) and kind["06"] == ("lepas", 0), kind
    assert kind["08"] == ("cuti", 0) and kind["09"] == ("lepas", 0), "leave excuses a shift, and leaves a free day free"
    assert mei[f"{TAHUN}-05-31"]["sampai_esok"] and kind["31"] == ("shift", 630), "into the next month"

    # Thursday, three in the morning: the night of the fifth still runs.
    server.set_time(f"{TAHUN}-05-05T20:00:00Z")
    perawat = server.role("pegawai")
    now, _ = month(perawat, who, f"{TAHUN}-05")
    assert now["hari_dinas"] == f"{TAHUN}-05-05", now["hari_dinas"]
    night = write(perawat, f"{TAHUN}-05-05", "Jaga malam: observasi pasien dan rujukan", shift=True,
                  hasil="Tiga pasien diobservasi").expect(201)
    assert night.json["menit"] == 630 and night.json["jenis"] == "tambahan" and night.json["status"] == "draf"
    write(perawat, f"{TAHUN}-05-05", "Sekali lagi", shift=True).expect(422, "umum.masukan")
    write(perawat, f"{TAHUN}-05-06", "Lepas jaga", shift=True).expect(422, "umum.masukan")
    # At half past eight of the same morning it is over.
    server.set_time(f"{TAHUN}-05-06T01:30:00Z")
    perawat = server.role("pegawai")
    assert month(perawat, who, f"{TAHUN}-05")[0]["hari_dinas"] == f"{TAHUN}-05-06"
    # One day after the end of the duty, on the sixth, is still in time: the seventh.
    server.set_time(f"{TAHUN}-05-07T10:00:00Z")
    perawat = server.role("pegawai")
    sent = perawat.post(f"/api/v1/progres/{night.json['id']}/aksi", {"aksi": "ajukan"},
                        etag=perawat.get(f"/api/v1/progres/{night.json['id']}").etag).expect(200).json
    receipt = sent["tanda_terima"]
    assert receipt["waktu"].startswith(f"{TAHUN}-05-07T10:00:00") and len(receipt["hash"]) == 64
    assert receipt["hari_lewat"] == 0, receipt
    audit = server.role("auditor").get(f"/api/v1/audit?objek=progres&id={sent['id']}&batas=5").json["data"]
    assert any(r["peristiwa"] == "ajukan" and r["dokumen"] == receipt["hash"] for r in audit), audit


@case
def many_days_at_once(server):
    """She writes, copies, submits; he approves all but one, which he returns with a note; late is late, closed is closed."""
    server.set_time(f"{TAHUN}-05-04T08:00:00Z")
    perawat = server.role("pegawai")
    who, skp = me(perawat), plan(perawat)
    rhk = skp["rhk"][0]
    kunjungan = next(i for i in rhk["indikator"] if i["kode"] == "kunjungan-rawat-jalan")
    first = write(perawat, f"{TAHUN}-05-03", "Melayani poli umum", rhk_id=rhk["id"], menit=380, volume=21,
                  satuan="pasien", indikator_id=kunjungan["id"], isian={"pasien": 21}).expect(201)
    assert first.json["rhk"] == rhk["teks"] and first.json["jenis"] == "utama" and first.json["peringatan"] == []
    write(perawat, f"{TAHUN}-05-03", "Salah isian", indikator_id=kunjungan["id"], isian={"pasen": 2}).expect(422, "plugin.isian")
    write(perawat, f"{TAHUN}-05-03", "Negatif", indikator_id=kunjungan["id"], isian={"pasien": -2}).expect(422, "plugin.isian")
    write(perawat, f"{TAHUN}-05-05", "Besok").expect(422, "progres.mendatang")
    write(perawat, f"{TAHUN}-04-15", "Bulan yang ditutup").expect(409, "periode.ditutup")
    extra = write(perawat, f"{TAHUN}-05-03", "Rapat lokakarya mini", menit=60).expect(201)
    assert "progres.menit_lebih" in [p["code"] for p in extra.json["peringatan"]], extra.json["peringatan"]
    copied = perawat.post("/api/v1/progres/salin", {"dari": f"{TAHUN}-05-03", "ke": f"{TAHUN}-05-04"},
                          key="salin-mei").expect(201).json["data"]
    assert [c["uraian"] for c in copied] == ["Melayani poli umum", "Rapat lokakarya mini"]
    assert copied[0]["indikator_id"] == kunjungan["id"] and copied[0]["isian"] is None and copied[0]["volume"] is None
    again = perawat.post("/api/v1/progres/salin", {"dari": f"{TAHUN}-05-03", "ke": f"{TAHUN}-05-04"},
                         key="salin-mei").expect(201).json["data"]
    assert [c["id"] for c in again] == [c["id"] for c in copied], "a retry copies nothing twice"
    perawat.post("/api/v1/progres/salin", {"dari": f"{TAHUN}-05-02", "ke": f"{TAHUN}-05-04"}).expect(404, "progres.kosong")
    perawat.delete(f"/api/v1/progres/{copied[1]['id']}").expect(204)
    changed = perawat.put(f"/api/v1/progres/{copied[0]['id']}", {
        "tanggal": f"{TAHUN}-05-04", "uraian": "Melayani poli umum", "rhk_id": rhk["id"], "menit": 400,
        "indikator_id": kunjungan["id"], "isian": {"pasien": 18}}, etag='"1"').expect(200)
    drafts = [first.json["id"], extra.json["id"], changed.json["id"]]
    done = perawat.post("/api/v1/progres/aksi", {"aksi": "ajukan", "entri": [{"id": i} for i in drafts + [999999]]}).expect(200)
    assert [b["id"] for b in done.json["berhasil"]] == drafts and done.json["gagal"][0]["code"] == "progres.tidak_ada"
    perawat.delete(f"/api/v1/progres/{drafts[0]}").expect(409, "progres.terkunci")
    assert month(perawat, who, f"{TAHUN}-05")[1][f"{TAHUN}-05-03"]["progres"] == {"status": "diajukan", "entri": 2, "menit": 440}
    # Not hers to decide, and nobody's business in the kecamatan.
    own = perawat.post("/api/v1/progres/aksi", {"aksi": "setujui", "entri": [{"id": drafts[0]}]}).expect(200).json
    assert own["berhasil"] == [] and own["gagal"][0]["code"] == "umum.tidak_berhak"
    other = server.role("camat").post("/api/v1/progres/aksi", {"aksi": "setujui", "entri": [{"id": drafts[0]}]}).json
    assert other["gagal"][0]["code"] == "progres.tidak_ada"

    kapus = server.role("penilai")
    board = kapus.get(f"/api/v1/progres/papan?tanggal={TAHUN}-05-03").expect(200).json["data"]
    hers = next(o for o in board if o["pegawai"]["id"] == who)
    assert hers["hari"]["progres"]["status"] == "diajukan" and len({o["pegawai"]["id"] for o in board}) == len(board)
    waiting = kapus.get(f"/api/v1/progres?lingkup=tim&status=diajukan&dari={TAHUN}-05-01").expect(200).json["data"]
    assert set(drafts) <= {p["id"] for p in waiting}
    kapus.post("/api/v1/progres/aksi", {"aksi": "setujui", "entri": [
        {"id": p["id"], "versi": p["versi"]} for p in waiting if p["id"] != extra.json["id"]]}).expect(200)
    bare = kapus.post("/api/v1/progres/aksi", {"aksi": "kembalikan", "entri": [{"id": extra.json["id"]}]}).json
    assert bare["gagal"][0]["code"] == "alur.tanpa_catatan"
    kapus.post("/api/v1/progres/aksi", {"aksi": "kembalikan", "catatan": "Sebutkan hasil rapatnya",
                                        "entri": [{"id": extra.json["id"]}]}).expect(200)
    back = perawat.get(f"/api/v1/progres/{extra.json['id']}").expect(200)
    assert back.json["status"] == "dikembalikan" and back.json["catatan"] == "Sebutkan hasil rapatnya"
    assert month(perawat, who, f"{TAHUN}-05")[1][f"{TAHUN}-05-03"]["progres"]["status"] == "draf"
    assert back.aksi("simpan")["boleh"] and not back.aksi("hapus")["boleh"], back.json["aksi"]

    # Three days later she corrects it: returned work has its receipt already. What is new then is late.
    server.set_time(f"{TAHUN}-05-07T01:00:00Z")
    perawat = server.role("pegawai")
    fixed = perawat.put(f"/api/v1/progres/{back.json['id']}", {"tanggal": f"{TAHUN}-05-03", "menit": 60,
                        "uraian": "Rapat lokakarya mini", "hasil": "Notula dan rencana Juni"}, etag=back.etag).expect(200)
    # With the minutes of the meeting, which the receipt covers.
    notes = "Notula lokakarya mini Juni\n".encode() * 20
    here = f"/api/v1/progres/{back.json['id']}/bukti"
    proof = perawat.send("POST", f"{here}?nama=notula.txt", raw=notes, ctype="application/octet-stream").expect(201)
    wrong = perawat.send("POST", f"{here}?nama=salah.txt", raw=b"Salah berkas\n", ctype="application/octet-stream").expect(201)
    perawat.delete(wrong.headers["location"]).expect(204)
    fixed = perawat.get(f"/api/v1/progres/{back.json['id']}").expect(200)
    assert [b["nama"] for b in fixed.json["bukti"]] == ["notula.txt"] and fixed.json["jumlah_bukti"] == 1
    again = perawat.post(f"/api/v1/progres/{back.json['id']}/aksi", {"aksi": "ajukan"}, etag=fixed.etag).expect(200)
    assert again.json["tanda_terima"]["hari_lewat"] == 0
    assert server.role("penilai").get(proof.headers["location"]).expect(200).raw == notes
    perawat.delete(proof.headers["location"]).expect(409, "progres.terkunci")
    perawat.send("POST", f"{here}?nama=lagi.txt", raw=notes, ctype="application/octet-stream").expect(409, "progres.terkunci")
    late = write(perawat, f"{TAHUN}-05-04", "Terlupa").expect(201)
    late = perawat.post(f"/api/v1/progres/{late.json['id']}/aksi", {"aksi": "ajukan"}, etag=late.etag).expect(200)
    assert late.json["tanda_terima"]["hari_lewat"] == 2, late.json["tanda_terima"]
    assert "progres.terlambat" in [p["code"] for p in late.json["peringatan"]]
    server.set_time(f"{TAHUN}-05-12T01:00:00Z")
    write(server.role("pegawai"), f"{TAHUN}-05-04", "Terlalu lama").expect(409, "progres.ditutup")


@case
def an_action_plan_for_may(server):
    """What is to be done for an RHK, and when; a day's entry names it, and then it cannot vanish."""
    perawat = server.role("pegawai")
    skp = plan(perawat)
    path = f"/api/v1/skp/{skp['id']}/rencana-aksi/{TAHUN}-05"
    empty = perawat.get(path).expect(200)
    assert empty.etag is None and empty.json["butir"] == [] and empty.aksi("simpan")["boleh"]
    posyandu = skp["rhk"][1]["id"]
    butir = [{"rhk_id": posyandu, "teks": "Penyuluhan di Posyandu Melati", "target": "1 kegiatan",
              "mulai": f"{TAHUN}-05-10", "selesai": f"{TAHUN}-05-14"},
             {"rhk_id": skp["rhk"][0]["id"], "teks": "Pelayanan poli setiap hari kerja"}]
    perawat.put(path, {"butir": [{**butir[0], "selesai": f"{TAHUN}-06-02"}]}).expect(422, "umum.masukan")
    perawat.put(path, {"butir": [{**butir[0], "rhk_id": 999999}]}).expect(422, "umum.masukan")
    kept = perawat.put(path, {"butir": butir}).expect(200)
    first, second = kept.json["butir"]
    perawat.put(path, {"butir": butir}).expect(428)
    entry = write(perawat, f"{TAHUN}-05-12", "Menyuluh gizi balita", butir_id=first["id"], menit=120).expect(201)
    assert entry.json["rhk_id"] == posyandu and entry.json["rencana_aksi"] == "Penyuluhan di Posyandu Melati"
    perawat.put(path, {"butir": [{"id": second["id"], "rhk_id": second["rhk_id"], "teks": second["teks"]}]},
                etag=kept.etag).expect(409, "rencana.diacu")
    swapped = perawat.put(path, {"butir": [{k: b[k] for k in ("id", "rhk_id", "teks", "target")} for b in (second, first)]},
                          etag=kept.etag).expect(200)
    assert [b["id"] for b in swapped.json["butir"]] == [second["id"], first["id"]]
    assert swapped.json["butir"][1]["progres"] == 1
    assert server.role("penilai").get(path).expect(200).json["aksi"] == []


@case
def nothing_is_typed_twice(server):
    """May's realisation comes from its days: sums, a percentage computed again, a mean, the last; a correction says why."""
    server.set_time(f"{TAHUN}-05-21T08:00:00Z")
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    skp = plan(perawat)
    # In May: her plan's version 2, whose indicators are copies of version 1's.
    iki = {i["kode"] or i["teks"]: i["id"] for r in skp["rhk"] for i in r["indikator"]}
    made = []
    for day, menit, pasien in (("17", 12, 10), ("18", 5, 40), ("19", 8, 50)):
        made += [write(perawat, f"{TAHUN}-05-{day}", "Pendaftaran", indikator_id=iki["waktu-tunggu-pendaftaran"],
                       isian={"menit": menit * pasien, "pasien": pasien}).expect(201).json["id"],
                 write(perawat, f"{TAHUN}-05-{day}", "Poli", indikator_id=iki["kunjungan-rawat-jalan"],
                       isian={"pasien": pasien}).expect(201).json["id"],
                 write(perawat, f"{TAHUN}-05-{day}", "Rekam medis", indikator_id=iki["Kelengkapan rekam medis"],
                       nilai=90 + int(day) - 17).expect(201).json["id"]]
    draft = write(perawat, f"{TAHUN}-05-20", "Masih draf", indikator_id=iki["kunjungan-rawat-jalan"],
                  isian={"pasien": 1000}).expect(201).json["id"]
    perawat.post("/api/v1/progres/aksi", {"aksi": "ajukan", "entri": [{"id": i} for i in made]}).expect(200)
    done = kapus.post("/api/v1/progres/aksi", {"aksi": "setujui", "entri": [{"id": i} for i in made]}).expect(200).json
    assert len(done["berhasil"]) == len(made), done["gagal"]

    month = f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-05"
    usul = {u["indikator_id"]: u for u in perawat.get(f"{month}/usulan").expect(200).json["data"]}
    poli, tunggu = usul[iki["kunjungan-rawat-jalan"]], usul[iki["waktu-tunggu-pendaftaran"]]
    # 21 and 18 patients of the first days, then 10 + 40 + 50; the draft's thousand does not count.
    assert poli["isian"] == {"pasien": 139} and poli["nilai"] == 139 and len(poli["hari"]) == 5, poli
    assert all(h["progres_id"] != draft for h in poli["hari"])
    # (120 + 200 + 400) minutes by 100 patients, and not the mean of 12, 5 and 8.
    assert tunggu["isian"] == {"menit": 720, "pasien": 100} and tunggu["nilai"] == 7.2, tunggu
    assert usul[iki["Kelengkapan rekam medis"]]["nilai"] == 91
    assert [h["tanggal"][-2:] for h in tunggu["hari"]] == ["17", "18", "19"]
    assert kapus.get(f"{month}/usulan").expect(200).json["data"] == list(usul.values())

    body = [{"indikator_id": i, **({"isian": u["isian"]} if u["isian"] else {"nilai": u["nilai"]})} for i, u in usul.items()]
    kept = perawat.put(month, {"nilai": body}).expect(200)
    rows = {n["indikator_id"]: n for n in kept.json["nilai"]}
    assert {rows[i]["asal"] for i in usul} == {"progres"} and rows[iki["kunjungan-rawat-jalan"]]["hari"] == 5
    other = [{"indikator_id": iki["kunjungan-rawat-jalan"], "isian": {"pasien": 141}}]
    perawat.put(month, {"nilai": other}, etag=kept.etag).expect(422, "umum.masukan")
    other[0]["alasan"] = "Dua pasien kunjungan rumah belum tercatat"
    changed = perawat.put(month, {"nilai": other}, etag=kept.etag).expect(200)
    row = next(n for n in changed.json["nilai"] if n["indikator_id"] == iki["kunjungan-rawat-jalan"])
    assert (row["nilai"], row["asal"], row["alasan"]) == (141, "koreksi", other[0]["alasan"]), row
    # A day that is approved later shows beside what was saved from the days.
    perawat.post("/api/v1/progres/aksi", {"aksi": "ajukan", "entri": [{"id": draft}]}).expect(200)
    late = write(perawat, f"{TAHUN}-05-20", "Pendaftaran", indikator_id=iki["waktu-tunggu-pendaftaran"],
                 isian={"menit": 10, "pasien": 10}).expect(201).json["id"]
    perawat.post("/api/v1/progres/aksi", {"aksi": "ajukan", "entri": [{"id": late}]}).expect(200)
    kapus.post("/api/v1/progres/aksi", {"aksi": "setujui", "entri": [{"id": late}]}).expect(200)
    warned = [(p["indikator_id"], p["code"]) for p in perawat.get(month).json["peringatan"]]
    assert (iki["waktu-tunggu-pendaftaran"], "realisasi.progres_berubah") in warned, warned
    assert (iki["kunjungan-rawat-jalan"], "realisasi.progres_berubah") not in warned, "corrected with a reason"


@case
def a_data_officer_enters_it_once(server):
    """Waiting time of the whole puskesmas: one officer by decree, everybody's realisation, nobody else's to change."""
    server.set_time(f"{TAHUN}-07-05T02:00:00Z")
    admin, officer, perawat, kapus = (server.role(r) for r in ("admin_unit", "pengelola", "pegawai", "penilai"))
    pkm, skp = units(server)["pkm-tenayan-raya"], plan(perawat)
    iki = {i["kode"] or i["teks"]: i for r in skp["rhk"] for i in r["indikator"]}
    wait, visits = iki["waktu-tunggu-pendaftaran"], iki["kunjungan-rawat-jalan"]
    value = {"periode": f"{TAHUN}-06", "unit": pkm, "plugin": wait["plugin"], "kode": wait["kode"],
             "isian": {"menit": 9000, "pasien": 1200}, "sumber": "SIMPUS, mesin antrean"}
    officer.put("/api/v1/data-indikator", value).expect(403, "umum.tidak_berhak")
    named = {"pegawai": me(officer), "plugin": wait["plugin"], "kode": wait["kode"], "mulai": f"{TAHUN}-07-01"}
    admin.post(f"/api/v1/unit/{pkm}/petugas-data", named).expect(422)
    server.role("penilai").post(f"/api/v1/unit/{pkm}/petugas-data", {**named, "dasar": "SK"}).expect(403)
    made = admin.post(f"/api/v1/unit/{pkm}/petugas-data", {**named, "dasar": "SK Kepala Dinas 800/21"}).expect(201)
    assert officer.get(f"/api/v1/unit/{pkm}/petugas-data").expect(200).json == made.json
    kept = officer.put("/api/v1/data-indikator", value, key="data-juni").expect(200)
    assert kept.json["nilai"] == 7.5 and kept.json["unit"]["id"] == pkm and kept.json["pegawai"] is None, kept.json
    officer.put("/api/v1/data-indikator", {**value, "kode": visits["kode"], "isian": {"pasien": 1}}).expect(403)
    officer.put("/api/v1/data-indikator", {**value, "unit": units(server)["kel-rejosari"]}).expect(403)
    officer.put("/api/v1/data-indikator", {**value, "isian": {"menit": -1, "pasien": 2}}, etag=kept.etag).expect(422, "plugin.isian")
    officer.put("/api/v1/data-indikator", value).expect(428)

    month = f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-06"
    row = next(n for n in perawat.get(month).expect(200).json["nilai"] if n["indikator_id"] == wait["id"])
    assert (row["nilai"], row["asal"], row["sumber"]) == (7.5, "sumber_data", "SIMPUS, mesin antrean"), row
    assert row["petugas"] == kept.json["petugas"] and row["petugas"]
    mine = [{"indikator_id": wait["id"], "isian": {"menit": 1, "pasien": 1}}, {"indikator_id": visits["id"], "isian": {"pasien": 150}}]
    perawat.put(month, {"nilai": mine}).expect(422, "umum.masukan")
    saved = perawat.put(month, {"nilai": [{"indikator_id": wait["id"], "teks": "Antrean elektronik"}, mine[1]]}).expect(200)
    row = next(n for n in saved.json["nilai"] if n["indikator_id"] == wait["id"])
    assert (row["nilai"], row["teks"], row["asal"]) == (7.5, "Antrean elektronik", "sumber_data"), row
    again = officer.put("/api/v1/data-indikator", {**value, "isian": {"menit": 9600, "pasien": 1200}}, etag=kept.etag).expect(200)
    sent = perawat.post(f"{month}/aksi", {"aksi": "ajukan"}, etag=saved.etag).expect(200)
    row = next(n for n in sent.json["nilai"] if n["indikator_id"] == wait["id"])
    assert row["nilai"] == 8, "what was handed in holds the value of that moment"
    officer.put("/api/v1/data-indikator", {**value, "isian": {"menit": 12000, "pasien": 1200}}, etag=again.etag).expect(200)
    row = next(n for n in perawat.get(month).json["nilai"] if n["indikator_id"] == wait["id"])
    assert row["nilai"] == 8, "and keeps it"
    usul = perawat.get(f"{month}/usulan").expect(200).json["data"]
    assert [u["sumber_data"]["petugas"] for u in usul if u["indikator_id"] == wait["id"]] == [kept.json["petugas"]]

    # The next month comes as a file; she has nothing to enter and hands it in.
    nip = server.roles["pegawai"]
    table = server.folder / "simpus.csv"
    table.write_text("Periode;Indikator;Unit;NIP;Sumber;menit;pasien\n"
                     f"{TAHUN}-07;waktu-tunggu-pendaftaran;pkm-tenayan-raya;;SIMPUS;8400;1200\n"
                     f"{TAHUN}-07;kunjungan-rawat-jalan;;'{nip};SIMPUS;;175\n"
                     f"{TAHUN}-07;kunjungan-rawat-jalan;;'{nip};SIMPUS;;banyak\n"
                     f"{TAHUN}-07;tidak-ada;pkm-tenayan-raya;;SIMPUS;1;\n"
                     f"{TAHUN}-07;kunjungan-rawat-jalan;pkm-tenayan-raya;'{nip};SIMPUS;;1\n")
    r = server.cli("import", "realisasi", str(table), "--json", check=False)
    report = __import__("json").loads(r.stdout)
    assert (r.returncode, report["diterapkan"], [f["baris"] for f in report["kesalahan"]]) == (7, False, [4, 5, 6]), r.stdout
    server.cli("import", "realisasi", str(table), "--skip-bad", check=False)
    july = f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-07"
    sent = perawat.post(f"{july}/aksi", {"aksi": "ajukan"}).expect(200).json
    got = {n["indikator_id"]: (n["nilai"], n["asal"]) for n in sent["nilai"]}
    assert got[wait["id"]] == (7, "sumber_data") and got[visits["id"]] == (175, "sumber_data"), got
    # The camat sees figures of units, none of people; she sees her own.
    listed = server.role("camat").get(f"/api/v1/data-indikator?periode={TAHUN}-07").expect(200).json["data"]
    assert [d["pegawai"] for d in listed] == [None], listed
    hers = perawat.get(f"/api/v1/data-indikator?periode={TAHUN}-07").expect(200).json["data"]
    assert {d["nilai"] for d in hers} == {7, 175}, hers
    perawat.delete(f"/api/v1/data-indikator/{hers[0]['id']}").expect(403)
    officer.delete(f"/api/v1/data-indikator/{next(d for d in hers if d['unit'])['id']}").expect(204)
    admin.delete(f"/api/v1/petugas-data/{made.json['data'][0]['id']}").expect(204)
    officer.put("/api/v1/data-indikator", {**value, "periode": f"{TAHUN}-08"}).expect(403)


@case
def favourites(server):
    perawat = server.role("pegawai")
    isi = {"uraian": "Melayani poli umum", "menit": 380, "satuan": "pasien"}
    made = perawat.post("/api/v1/progres/favorit", {"nama": "Poli", "isi": isi}).expect(201)
    perawat.post("/api/v1/progres/favorit", {"nama": "Poli", "isi": {**isi, "menit": 390}}).expect(201)
    mine = perawat.get("/api/v1/progres/favorit").expect(200).json["data"]
    assert mine == [{"id": made.json["id"], "nama": "Poli", "isi": {**isi, "menit": 390}}], mine
    perawat.post("/api/v1/progres/favorit", {"nama": "X", "isi": {**isi, "tanggal": "2027-05-01"}}).expect(422)
    server.role("penilai").delete(f"/api/v1/progres/favorit/{made.json['id']}").expect(404, "favorit.tidak_ada")
    perawat.delete(made.headers["location"]).expect(204)
    assert perawat.get("/api/v1/progres/favorit").json["data"] == []


@case
def what_is_refused(server):
    """Bad days, months, years and files, each with its code; what is hidden looks like what never was."""
    perawat, admin = server.role("pegawai"), server.role("admin_unit")
    who, unit = me(perawat), units(server)
    for bulan in ("2026-13", "2026-00", "abcd-ef", "2026/05", "2026051"):
        r = perawat.get(f"/api/v1/pegawai/{who}/kalender?bulan={bulan}")
        suite.row(f"month {bulan}", r.status == 422 and r.code == "umum.masukan", repr(r))
        r = admin.put(f"/api/v1/pegawai/{who}/roster/{bulan.replace('/', '-')}x", {"shift": []})
        suite.row(f"roster {bulan}", r.status == 422, repr(r))
    for query in ("dari=2026-02-30", "sampai=kemarin", "status=baru", "lingkup=dunia", "pegawai=0", "dari=2026-05-01';--"):
        r = perawat.get(f"/api/v1/progres?{query.replace(chr(39), '%27')}")
        suite.row(f"?{query}", r.status == 422, repr(r))
    for year in ("1999", "2201", "26", "abcd"):
        r = admin.put(f"/api/v1/unit/{unit['pkm-tenayan-raya']}/libur/{year}", {"libur": []})
        suite.row(f"year {year}", r.status == 404, repr(r))
    suite.row("a board of no day", perawat.get("/api/v1/progres/papan?tanggal=2026-02-30").status == 422)
    other = server.role("auditor").get("/api/v1/progres?dari=2026-05-04&sampai=2026-05-04&batas=200").expect(200).json["data"]
    hidden = [p["id"] for p in other if perawat.get(f"/api/v1/progres/{p['id']}").status == 404]
    assert hidden
    for path in ("/api/v1/progres/{}", "/api/v1/progres/{}/bukti/1"):
        a, b = perawat.get(path.format(hidden[0])), perawat.get(path.format(8888888))
        suite.row(f"hidden {path}", (a.status, a.code, a.json["detail"]) == (b.status, b.code, b.json["detail"]), f"{a!r} {b!r}")
    good = {"jenis": "biasa", "nama": "X", "mulai": "2032-01-01", "hari_kerja": 5, "jam": JAM_5}
    for name, wrong in (("six days of hours", {"jam": JAM_6}), ("a day twice", {"jam": JAM_5[:4] + JAM_5[:1]}),
                        ("no time", {"jam": JAM_5[:4] + [{"hari": 5, "masuk": "24:00", "pulang": "16:00"}]}),
                        ("khusus without an end", {"jenis": "khusus"}), ("ends before it begins", {"selesai": "2031-12-31"}),
                        ("seven days", {"hari_kerja": 7})):
        r = admin.post(f"/api/v1/unit/{unit['pkm-tenayan-raya']}/kalender", {**good, **wrong})
        suite.row(f"calendar: {name}", r.status == 422, repr(r))
    r = admin.post(f"/api/v1/unit/{unit['pkm-tenayan-raya']}/aturan-progres", {"mulai": "2032-01-01", "batas_hari": 5, "tutup_hari": 2})
    suite.row("closed before it is late", r.status == 422, repr(r))
    r = admin.put(f"/api/v1/unit/{unit['pkm-tenayan-raya']}/libur/2032", {"libur": [
        {"tanggal": "2032-01-01", "jenis": "nasional", "nama": "A"}, {"tanggal": "2031-12-31", "jenis": "nasional", "nama": "B"}]})
    suite.row("a holiday of another year", r.status == 422, repr(r))
    kept = admin.get(f"/api/v1/unit/{unit['pkm-tenayan-raya']}/kalender?tahun=2032").expect(200).json["libur"]
    suite.row("and nothing of that list", kept == [], str(kept))
