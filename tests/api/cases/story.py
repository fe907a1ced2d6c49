"""One nurse's first quarter, from plan to explained predikat, as she, her head and the others live it.

Everybody logs in with an own password; what is not her business she cannot see; every step waits for the one
before. The clock moves, nothing else is arranged.
"""
import copy
import time

from lib.suite import case

TAHUN = 2027


def indikator(teks, target, satuan, **more):
    return {"aspek": "kuantitas", "teks": teks, "target_teks": f"{target} {satuan}", "bawah": target, "satuan": satuan,
            "arah": "naik", "per": "bulan", "konsolidasi": "jumlah", **more}


def draft(offered):
    """Two results with indicators of the puskesmas' plugin and a free one."""
    def from_plugin(kode, target):
        o = offered[kode]
        return indikator(o["judul"], target, o["satuan"], aspek=o["aspek"], arah=o["arah"], plugin=o["plugin"],
                         kode=kode, konsolidasi=o["konsolidasi"])

    return {
        "rhk": [
            {"jenis": "utama", "klasifikasi": "individu", "teks": "Terlayaninya pasien rawat jalan dengan cepat",
             "indikator": [from_plugin("kunjungan-rawat-jalan", 150),
                           from_plugin("waktu-tunggu-pendaftaran", 10)]},
            {"jenis": "tambahan", "klasifikasi": "individu", "teks": "Terlaksananya penyuluhan di posyandu",
             "indikator": [indikator("Penyuluhan", 2, "kegiatan")]},
        ],
        "perilaku": [{"nilai": 1, "ekspektasi": "Ramah kepada pasien lansia"}],
        "lampiran": {"dukungan": ["Tensimeter dan buku register"],
                     "pertanggungjawaban": ["Laporan bulanan kepada kepala puskesmas"],
                     "konsekuensi": ["Menjadi dasar pengembangan kompetensi"]},
    }


def ids(skp):
    """kode (or the free one's text) -> indicator id."""
    return {i["kode"] or i["teks"]: i["id"] for r in skp["rhk"] for i in r["indikator"]}


@case
def a_quarter_of_a_nurse(server):
    """Plan, note, approval, three months with evidence, suggestion, rating, predikat, trace, run, verification."""
    server.set_time(f"{TAHUN}-01-04T01:00:00Z")
    admin = server.role("admin_pusat")
    year = admin.post("/api/v1/periode", {"tahun": TAHUN}).expect(201)
    assert len(year.json) == 17, year

    # She looks at who she is and what her unit offers, and drafts.
    perawat = server.role("pegawai")
    saya = perawat.get("/api/v1/saya").expect(200).json
    unit = saya["penugasan"][0]["unit"]
    assert unit["nama"] == "UPT Puskesmas Tenayan Raya", saya
    offered = {i["kode"]: i for i in perawat.get(
        f"/api/v1/indikator?unit={unit['id']}&periode={TAHUN}-01").expect(200).json["data"]}
    assert offered["kunjungan-rawat-jalan"]["isian"], offered.keys()
    new = perawat.post("/api/v1/skp", {"mulai": f"{TAHUN}-01-01", "selesai": f"{TAHUN}-12-31", "form": "B",
                                       "pendekatan": "kuantitatif"}, key="skp-perawat").expect(201)
    skp = new.headers["location"]
    # Her head is a functional official with tugas tambahan: the decree of his assignment lets him evaluate.
    kapus_id = server.role("penilai").get("/api/v1/saya").json["pegawai"]["id"]
    assert new.json["penilai"]["id"] == kapus_id and new.json["penilai_alasan"], new.json
    saved = perawat.put(skp, draft(offered), etag=new.etag).expect(200)
    assert [len(r["indikator"]) for r in saved.json["rhk"]] == [2, 1]
    sent = perawat.post(f"{skp}/aksi", {"aksi": "ajukan"}, etag=saved.etag).expect(200)
    assert sent.json["status"] == "diajukan"
    perawat.put(skp, draft(offered), etag=sent.etag).expect(409)

    # Her head returns it with a note; without one he cannot.
    kapus = server.role("penilai")
    seen = kapus.get(skp).expect(200)
    assert kapus.get("/api/v1/skp?lingkup=tim&status=diajukan").json["data"][0]["id"] == seen.json["id"]
    kapus.post(f"{skp}/aksi", {"aksi": "kembalikan"}, etag=seen.etag).expect(422, "alur.tanpa_catatan")
    note = "Tambahkan satu indikator mutu rekam medis"
    back = kapus.post(f"{skp}/aksi", {"aksi": "kembalikan", "catatan": note}, etag=seen.etag).expect(200)
    assert back.json["status"] == "dikembalikan"

    # She reads it, sends back what she got with one more indicator, and submits again.
    mine = perawat.get(skp).expect(200)
    assert mine.json["catatan"] == note and mine.aksi("simpan")["boleh"] and mine.aksi("ajukan")["boleh"], mine.json
    content = copy.deepcopy({k: mine.json[k] for k in ("rhk", "perilaku", "lampiran")})
    content["rhk"][0]["indikator"].append(indikator("Kelengkapan rekam medis", 98, "%", aspek="kualitas",
                                                    konsolidasi="rata_rata"))
    again = perawat.put(skp, content, etag=mine.etag).expect(200)
    assert ids(again.json)["kunjungan-rawat-jalan"] == ids(mine.json)["kunjungan-rawat-jalan"], "rows kept their ids"
    perawat.post(f"{skp}/aksi", {"aksi": "ajukan"}, etag=again.etag).expect(200)
    last = kapus.get(skp).expect(200)
    hope = kapus.put(f"{skp}/ekspektasi", {"perilaku": [{"nilai": 1, "ekspektasi": "Pasien lansia didahulukan"}]},
                     etag=last.etag).expect(200)
    # What she signed is no longer what stands there: she signs anew, then he does.
    assert hope.json["tanda_tangan"] == {"pegawai": None, "penilai": None} and hope.json["hash"] is None, hope.json
    kapus.post(f"{skp}/aksi", {"aksi": "setujui"}, etag=hope.etag).expect(409, "skp.tanda_tangan")
    signed = perawat.post(f"{skp}/aksi", {"aksi": "tandatangani"}, etag=hope.etag).expect(200)
    done = kapus.post(f"{skp}/aksi", {"aksi": "setujui"}, etag=signed.etag).expect(200)
    assert done.json["status"] in ("disetujui", "berjalan") and done.json["hash"] and done.json["n_berlaku"] == 1

    # Three months: she enters inputs, the plugin makes the number, a photo proves it, he accepts.
    iki = ids(done.json)
    for bulan, pasien, menit in (("01", 160, 9), ("02", 150, 8.5), ("03", 171, 10)):
        server.set_time(f"{TAHUN}-{int(bulan) + 1:02}-01T01:00:00Z")
        a_month(server, skp, iki, f"{TAHUN}-{bulan}", pasien, menit)

    # The quarter: evaluations are prepared, he asks the plugin, and rates.
    server.set_time(f"{TAHUN}-04-05T01:00:00Z")
    admin = server.role("admin_pusat")
    assert admin.post(f"/api/v1/periode/{TAHUN}-TW1/evaluasi").expect(200).json["dibuat"] >= 1
    evaluasi = the_evaluation(server, skp)
    rate(server, evaluasi)

    # She reads predikat and trace; the run over all units and the auditor agree with what was fixed.
    she_reads(server, evaluasi)
    everybody_is_scored(server)
    the_auditor_verifies(server)


def a_month(server, skp, iki, periode, pasien, menit):
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    empty = perawat.get(f"{skp}/realisasi/{periode}").expect(200)
    assert empty.etag is None and empty.json["nilai"] is not None
    isian = {"nilai": [
        {"indikator_id": iki["kunjungan-rawat-jalan"], "isian": {"pasien": pasien}, "sumber": "Register SIMPUS"},
        {"indikator_id": iki["waktu-tunggu-pendaftaran"], "isian": {"menit": menit * pasien, "pasien": pasien}},
        {"indikator_id": iki["Penyuluhan"], "nilai": 2, "teks": "Posyandu Melati dan Mawar"},
        {"indikator_id": iki["Kelengkapan rekam medis"], "nilai": 99.5},
    ]}
    kept = perawat.put(f"{skp}/realisasi/{periode}", isian, key=f"isi-{periode}").expect(200)
    value = {n["indikator_id"]: n["nilai"] for n in kept.json["nilai"]}
    assert value[iki["kunjungan-rawat-jalan"]] == pasien and value[iki["waktu-tunggu-pendaftaran"]] == menit, value
    photo = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + periode.encode() * 200
    bukti = perawat.send("POST", f"{skp}/realisasi/{periode}/bukti?nama=register-{periode}.png&indikator="
                         f"{iki['kunjungan-rawat-jalan']}", raw=photo, ctype="application/octet-stream").expect(201)
    got = perawat.get(bukti.headers["location"]).expect(200)
    assert got.raw == photo and got.headers["content-type"] == "image/png", got
    sent = perawat.post(f"{skp}/realisasi/{periode}/aksi", {"aksi": "ajukan"},
                        etag=perawat.get(f"{skp}/realisasi/{periode}").etag).expect(200)
    assert sent.json["status"] == "diajukan" and len(sent.json["bukti"]) == 1
    kapus.get(bukti.headers["location"]).expect(200)
    taken = kapus.post(f"{skp}/realisasi/{periode}/aksi", {"aksi": "terima"},
                       etag=kapus.get(f"{skp}/realisasi/{periode}").etag).expect(200)
    assert taken.json["status"] == "diterima"
    # A retry that comes late, long after the state has moved, still gets the reply of its one change.
    late = perawat.put(f"{skp}/realisasi/{periode}", isian, key=f"isi-{periode}").expect(200)
    assert late.raw == kept.raw and late.etag == kept.etag


def the_evaluation(server, skp):
    rows = server.role("penilai").get(f"/api/v1/evaluasi?periode={TAHUN}-TW1&skp={skp.split('/')[-1]}").expect(200)
    assert len(rows.json["data"]) == 1, rows
    return f"/api/v1/evaluasi/{rows.json['data'][0]['id']}"


def rate(server, evaluasi):
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    perawat.post(f"{evaluasi}/saran").expect(403)
    before = kapus.get(evaluasi).expect(200)
    saran = kapus.post(f"{evaluasi}/saran").expect(200)
    assert saran.json["galat"] is None and saran.json["rating_hasil"] in ("di_atas", "sesuai", "di_bawah"), saran
    assert saran.json["rating_perilaku"] is None, "no formula judges behaviour"
    assert saran.json["jejak"], saran
    other = "sesuai" if saran.json["rating_hasil"] != "sesuai" else "di_atas"
    kapus.post(f"{evaluasi}/nilai", {"rating_hasil": other, "rating_perilaku": "di_atas"}, etag=before.etag).expect(422)
    rated = kapus.post(f"{evaluasi}/nilai", {"rating_hasil": saran.json["rating_hasil"], "rating_perilaku": "di_atas",
                                             "catatan": "Dipertahankan"}, etag=before.etag).expect(200)
    assert rated.json["status"] == "dinilai" and rated.json["predikat"], rated
    # Not yet fixed: she sees that there is an evaluation, not what he thinks of.
    assert perawat.get(evaluasi).expect(200).json["rating_hasil"] is None
    fixed = kapus.post(f"{evaluasi}/aksi", {"aksi": "tetapkan"}, etag=rated.etag).expect(200)
    assert fixed.json["status"] == "ditetapkan"
    kapus.post(f"{evaluasi}/nilai", {"rating_hasil": "di_bawah", "rating_perilaku": "di_bawah", "alasan": "Berubah"},
               etag=fixed.etag).expect(409)


def she_reads(server, evaluasi):
    perawat = server.role("pegawai")
    mine = perawat.get(evaluasi).expect(200).json
    matrix = {"di_atas": "sangat_baik", "sesuai": "baik", "di_bawah": "butuh_perbaikan"}
    assert mine["predikat"] == matrix[mine["rating_hasil"]] and mine["rating_perilaku"] == "di_atas", mine
    jejak = perawat.get(f"{evaluasi}/jejak").expect(200).json
    assert jejak["hasil"] and jejak["data_sama"] and all(h["sama"] for h in jejak["hasil"]), jejak
    assert jejak["hasil"][-1]["nilai"] == mine["predikat"] and jejak["hasil"][-1]["sumber"], jejak["hasil"][-1]
    text = str(jejak)
    # 160 + 150 + 171 patients in three months against 3 × 150.
    assert "481" in text and "450" in text, text
    server.role("camat").get(evaluasi).expect(404)


def everybody_is_scored(server):
    admin = server.role("admin_pusat")
    job = admin.post("/api/v1/scoring/run", {"periode": f"{TAHUN}-TW1"}, key="run-tw1").expect(202)
    end = wait(server, admin, job.headers["location"])
    assert end["status"] == "selesai" and end["hasil"]["dinilai"] >= 1 and len(end["hasil"]["digest"]) == 64, end
    again = admin.post("/api/v1/scoring/run", {"periode": f"{TAHUN}-TW1"}, key="run-tw1").expect(202)
    assert again.headers["location"] == job.headers["location"], "the same key is the same job"
    second = wait(server, admin, admin.post("/api/v1/scoring/run", {"periode": f"{TAHUN}-TW1"}).headers["location"])
    assert second["hasil"]["digest"] == end["hasil"]["digest"], "a run is a function of its inputs"


def the_auditor_verifies(server):
    auditor = server.role("auditor")
    end = wait(server, auditor, auditor.post("/api/v1/scoring/verify").expect(202).headers["location"])
    assert end["status"] == "selesai" and end["hasil"]["berbeda"] == 0 and end["hasil"]["diperiksa"] > 0, end
    chain = auditor.post("/api/v1/audit/verify").expect(200).json
    assert chain["rusak"] == 0 and chain["baris"] > 20 and chain["masalah"] == "", chain
    rows = auditor.get("/api/v1/audit?objek=skp&batas=5").expect(200).json
    assert rows["data"] and all(r["objek"] == "skp" for r in rows["data"])


def wait(server, who, location, seconds=60):
    """Polls a job until it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        j = who.get(location).expect(200).json
        if j["status"] not in ("antri", "jalan"):
            return j
        time.sleep(0.1)
    raise AssertionError(f"{location} does not end: {j}")


@case
def a_plan_is_revised(server):
    """What both agreed to stays as it is; version 2 begins as its copy and holds once he agrees to it."""
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    row = next(p for p in perawat.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").json["data"] if p["n_berlaku"])
    skp = f"/api/v1/skp/{row['id']}"
    first = perawat.get(skp).expect(200)
    perawat.post(f"{skp}/versi", {"alasan": "Posyandu bertambah"}, etag='"999999"').expect(412)
    made = perawat.post(f"{skp}/versi", {"alasan": "Posyandu bertambah"}, etag=first.etag, key="revisi-2").expect(201)
    late = perawat.post(f"{skp}/versi", {"alasan": "Posyandu bertambah"}, etag=first.etag, key="revisi-2").expect(201)
    assert made.json["alasan"] == "Posyandu bertambah" and made.json["alasan_kode"] is None, "a text alone is still enough"
    assert late.raw == made.raw and late.headers["location"] == made.headers["location"] == skp
    assert (made.json["n"], made.json["status"], made.json["n_berlaku"]) == (2, "draf", 1), made
    content = {k: made.json[k] for k in ("rhk", "perilaku", "lampiran")}
    before, after = first.json["rhk"][0]["indikator"][0], content["rhk"][0]["indikator"][0]
    assert after["asal_id"] == before["id"] and after["id"] != before["id"]
    content["rhk"][1]["indikator"][0]["bawah"] = 3
    saved = perawat.put(skp, content, etag=made.etag).expect(200)
    sent = perawat.post(f"{skp}/aksi", {"aksi": "ajukan"}, etag=saved.etag).expect(200)
    done = kapus.post(f"{skp}/aksi", {"aksi": "setujui"}, etag=sent.etag).expect(200)
    assert done.json["n_berlaku"] == 2 and done.json["hash"] != first.json["hash"]
    old = perawat.get(f"{skp}/versi/1").expect(200).json
    assert old["status"] == "digantikan" and old["hash"] == first.json["hash"] and old["rhk"] == first.json["rhk"]
    assert old["aksi"] == []
    perawat.get(f"{skp}/versi/3").expect(404)


@case
def a_period_is_locked_opened_and_closed(server):
    """Locked: nothing is entered. Opening needs a note. Closing is final, and nobody but the centre does any of it."""
    admin, perawat = server.role("admin_pusat"), server.role("pegawai")
    row = next(p for p in perawat.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").json["data"] if p["n_berlaku"])
    month, period = f"/api/v1/skp/{row['id']}/realisasi/{TAHUN}-04", f"/api/v1/periode/{TAHUN}-04"

    def step(aksi, **more):
        return admin.post(f"{period}/aksi", {"aksi": aksi, **more}, etag=admin.get(period).etag)

    perawat.put(month, {"nilai": []}).expect(200)
    assert step("kunci").expect(200).json["status"] == "dikunci"
    etag = perawat.get(month).expect(200).etag
    perawat.put(month, {"nilai": []}, etag=etag).expect(409, "periode.ditutup")
    perawat.send("POST", f"{month}/bukti?nama=a.txt", raw=b"catatan", ctype="application/octet-stream").expect(409)
    step("buka").expect(422, "alur.tanpa_catatan")
    assert step("buka", catatan="Server mati satu hari").expect(200).json["status"] == "terbuka"
    perawat.put(month, {"nilai": []}, etag=etag).expect(200)
    step("kunci").expect(200)
    assert step("tutup").expect(200).json["status"] == "ditutup"
    step("buka", catatan="Sekali lagi").expect(409, "alur.peristiwa")
    perawat.put(month, {"nilai": []}, etag=perawat.get(month).etag).expect(409, "periode.ditutup")


@case
def events_of_a_job(server):
    """The same job as server-sent events: progress, then the end, then the stream closes by itself."""
    admin = server.role("admin_pusat")
    job = admin.post("/api/v1/scoring/run", {"periode": "2025"}).expect(202)
    stream = admin.get(f"{job.headers['location']}/peristiwa").expect(200)
    events = [e for e in stream.raw.decode().split("\n\n") if e.startswith("event:")]
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert events[-1].startswith("event: selesai\ndata: {"), stream.raw[-500:]


@case
def a_job_is_cancelled(server):
    """A queued or running job ends early on request; one that has ended says so."""
    admin, auditor = server.role("admin_pusat"), server.role("auditor")
    job = admin.post("/api/v1/scoring/run", {"periode": "2025"}).expect(202).headers["location"]
    r = admin.post(f"{job}/aksi", {"aksi": "batal"})
    assert r.status == 200 or r.code == "job.sudah_selesai", r
    end = wait(server, admin, job)
    assert end["status"] in ("batal", "selesai"), end
    admin.post(f"{job}/aksi", {"aksi": "batal"}).expect(409, "job.sudah_selesai")
    auditor.post(f"{job}/aksi", {"aksi": "batal"}).expect(403)
    listed = auditor.get("/api/v1/jobs?batas=1").expect(200).json
    assert listed["data"][0]["id"] >= int(job.split("/")[-1]) and listed["berikut"], listed
