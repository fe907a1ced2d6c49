"""Training as people live it: a nurse is told which module would help her and why, reads, fails the quiz, passes; her
JP count when the right person has verified them. An event fills its seats. A grader that hangs loses nothing.
"""
import json
import re
import shutil
import sqlite3

from lib.contract import ROOT
from lib.server import NOW
from lib.suite import case, suite

from .races import tab, together

PLUGIN, KODE = "puskesmas", "pencatatan-data-spm"
UNIT = "pkm-tenayan-raya"
def me(client):
    return client.get("/api/v1/saya").expect(200).json["pegawai"]["id"]


def key_of(server, record):
    """What a nurse knows who has read the lessons: question -> right choice, from what the release registered."""
    row = server_rows(server, "SELECT r.daftar FROM pelatihan l JOIN release r ON r.id = l.release_id WHERE l.id = "
                      + record.split("/")[-1])[0]
    return {s["soal"]: s["jawaban"] for m in json.loads(row)["pelatihan"] for s in m.get("kuis", [])}


def answers(server, record, kuis, wrong=0):
    """The choices of a quiz in the order in which it is shown; the first `wrong` ones are not the right ones."""
    key = key_of(server, record)
    right = [key[s["soal"]] for s in kuis["soal"]]
    return [r if i >= wrong else r % len(s["pilihan"]) + 1 for i, (r, s) in enumerate(zip(right, kuis["soal"]))]


def server_rows(server, sql):
    db = sqlite3.connect(f"file:{server.data}/tenayan.db?mode=ro", uri=True)
    try:
        return [r[0] for r in db.execute(sql)]
    finally:
        db.close()


def evaluation_of(server, person, periode="2025"):
    rows = server.role("auditor").get(f"/api/v1/evaluasi?pegawai={person}&periode={periode}").expect(200).json["data"]
    return f"/api/v1/evaluasi/{rows[0]['id']}"


@case
def a_nurse_learns(server):
    """Recommendation, enrolment, lessons, a failed and a passed quiz, proposal, verification, JP of the year."""
    server.set_time(NOW)
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    saya = me(perawat)
    evaluasi = evaluation_of(server, saya)
    she_is_recommended(server, evaluasi, saya)
    record = she_enrols_and_reads(server, saya)
    she_fails_then_passes(server, record)
    her_jp_are_verified(server, record, saya)
    # What was verified stays; what was taken up is not recommended again.
    closed = perawat.get(record).expect(200)
    perawat.post(f"{record}/aksi", {"aksi": "batalkan"}, etag=closed.etag).expect(409, "alur.peristiwa")
    assert not [a for a in perawat.get("/api/v1/pelatihan/anjuran?lingkup=diri").json["data"] if a["kode"] == KODE]
    assert kapus.get(record).expect(200).json["status"] == "diverifikasi"
    out = json.loads(server.cli("pelatihan", "verify", "--json").stdout)
    assert out["berbeda"] == 0 and out["diperiksa"] >= 2, out


def she_is_recommended(server, evaluasi, saya):
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    server.role("camat").post(f"{evaluasi}/anjuran").expect(404)
    got = kapus.post(f"{evaluasi}/anjuran", key="anjuran-1").expect(200).json
    spm = next(a for a in got["data"] if a["kode"] == KODE)
    assert "belum mempunyai realisasi atau bukti" in spm["alasan"] and spm["jejak"] and not got["gagal"], got
    # Asked again over the same data it is the same row, and the reason is hers to read.
    again = kapus.post(f"{evaluasi}/anjuran").expect(200).json["data"]
    assert [a["id"] for a in again] == [a["id"] for a in got["data"]]
    mine = perawat.get("/api/v1/pelatihan/anjuran?lingkup=diri").expect(200).json["data"]
    assert [a["alasan"] for a in mine if a["kode"] == KODE] == [spm["alasan"]], mine
    assert any(a["pegawai"]["id"] == saya for a in kapus.get("/api/v1/pelatihan/anjuran?lingkup=tim").json["data"])
    assert not server.role("camat").get(f"/api/v1/pelatihan/anjuran?pegawai={saya}").json["data"]


def she_enrols_and_reads(server, saya):
    perawat = server.role("pegawai")
    katalog = perawat.get("/api/v1/pelatihan/katalog").expect(200).json["data"]
    entry = next(m for m in katalog if m["kode"] == KODE)
    assert entry["plugin"] == PLUGIN and entry["jp"] >= 1 and len(entry["materi"]) >= 2 and entry["soal"] >= 4, entry
    assert entry["aksi"] == [{"aksi": "daftar", "boleh": True, "catatan": False}] and entry["diikuti"] is None
    # Her head sees what she could take, but enrols nobody.
    assert next(m for m in server.role("penilai").get(f"/api/v1/pelatihan/katalog?pegawai={saya}").json["data"]
                if m["kode"] == KODE)["aksi"] == []
    body = {"plugin": PLUGIN, "kode": KODE}
    new = perawat.post("/api/v1/pelatihan", body, key="ikut-spm").expect(201)
    record = new.headers["location"]
    assert new.json["status"] == "terdaftar" and new.json["alasan"], new.json
    assert perawat.post("/api/v1/pelatihan", body, key="ikut-spm").expect(201).raw == new.raw
    perawat.post("/api/v1/pelatihan", body).expect(409, "pelatihan.sudah_diikuti")
    perawat.post("/api/v1/pelatihan", {"plugin": PLUGIN, "kode": "tidak-ada"}).expect(404, "modul.tidak_ada")
    perawat.post("/api/v1/pelatihan", {"plugin": "satpol-pp", "kode": "x"}).expect(404)

    lesson = perawat.get(f"{record}/materi/1").expect(200).json
    assert "<h2>Mengapa penyebut menentukan</h2>" in lesson["html"] and "<table>" in lesson["html"]
    assert not re.search(r"<(?!/?(h[2-6]|p|ul|ol|li|em|strong|code|pre|table|thead|tbody|tr|th|td|blockquote)\b)",
                         lesson["html"])
    perawat.get(f"{record}/materi/99").expect(404, "pelatihan.materi_tidak_ada")
    perawat.get(f"{record}/materi/1/gambar/1").expect(404)
    # The quiz may be tried before everything was read; the rule then says what is missing.
    first = perawat.post(f"{record}/materi/1/baca").expect(200)
    assert first.json["status"] == "berjalan" and first.json["modul"]["materi"][0]["dibaca"]
    assert perawat.post(f"{record}/materi/1/baca").expect(200).etag == first.etag
    server.role("penilai").post(f"{record}/materi/2/baca").expect(403)
    for m in first.json["modul"]["materi"][1:]:
        perawat.post(f"{record}/materi/{m['no']}/baca").expect(200)
    return record


def she_fails_then_passes(server, record):
    perawat = server.role("pegawai")
    kuis = perawat.get(f"{record}/kuis").expect(200)
    n = len(kuis.json["soal"])
    assert kuis.json["percobaan"] == 1 and n >= 4
    assert all(set(s) == {"no", "soal", "pilihan"} for s in kuis.json["soal"]), "answers are served"
    assert perawat.get(f"{record}/kuis").json == kuis.json, "the order of an attempt is its own"
    server.role("penilai").get(f"{record}/kuis").expect(403)
    perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": [1]}, etag=kuis.etag).expect(422)
    perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": [9] * n}, etag=kuis.etag).expect(422)
    perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": answers(server, record, kuis.json)}).expect(428)

    poor = perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": answers(server, record, kuis.json, wrong=3)},
                        etag=kuis.etag, key="coba-1").expect(200)
    attempt = poor.json["percobaan"][0]
    assert poor.json["status"] == "tidak_lulus" and attempt["benar"] == n - 3 and attempt["lulus"] is False, poor.json
    assert attempt["alasan"] and attempt["jejak"], attempt
    late = perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": answers(server, record, kuis.json, wrong=3)},
                        etag=kuis.etag, key="coba-1").expect(200)
    assert late.raw == poor.raw, "a retried answer is graded once"

    kuis = perawat.get(f"{record}/kuis").expect(200)
    assert kuis.json["percobaan"] == 2
    perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": answers(server, record, kuis.json)},
                 etag=kuis.etag).expect(409, "pelatihan.percobaan_berubah")
    good = perawat.post(f"{record}/kuis", {"percobaan": 2, "jawaban": answers(server, record, kuis.json)}, etag=kuis.etag).expect(200)
    assert good.json["status"] == "lulus" and good.json["jp_usulan"] >= 1 and good.json["jp_diakui"] is None, good.json
    assert good.json["percobaan"][1]["benar"] == n and good.json["percobaan"][0]["lulus"] is False
    perawat.post(f"{record}/kuis", {"percobaan": 3, "jawaban": answers(server, record, kuis.json)}, etag=good.etag).expect(409)
    # After a pass she may learn from it.
    shown = perawat.get(f"{record}/kuis").expect(200).json["soal"]
    assert all(s["alasan"] and s["jawaban"] == s["benar"] for s in shown), shown


def her_jp_are_verified(server, record, saya):
    perawat, kapus, pengelola = server.role("pegawai"), server.role("penilai"), server.role("pengelola")
    before = perawat.get("/api/v1/pelatihan/jp?tahun=2026").expect(200).json
    had, jp = before["hasil"]["jp"], perawat.get(record).json["jp_usulan"]
    assert before["bersama_usulan"]["jp"] >= had + jp and int(record.split("/")[-1]) in before["usulan"] and before["plugin"] == "jp-asn", before
    waiting = perawat.get(record)
    step = {"aksi": "verifikasi"}
    perawat.post(f"{record}/aksi", step, etag=waiting.etag).expect(403)
    kapus.post(f"{record}/aksi", step, etag=waiting.etag).expect(403)
    server.role("camat").post(f"{record}/aksi", step, etag=waiting.etag).expect(404, "pelatihan.tidak_ada")
    server.role("auditor").post(f"{record}/aksi", step, etag=waiting.etag).expect(403)
    assert [p["id"] for p in pengelola.get("/api/v1/pelatihan?status=lulus").json["data"]
            if f"/api/v1/pelatihan/{p['id']}" == record]
    seen = pengelola.get(record).expect(200)
    assert seen.aksi("verifikasi")["boleh"] and seen.aksi("tolak")["catatan"], seen.json["aksi"]
    pengelola.post(f"{record}/aksi", {"aksi": "tolak"}, etag=seen.etag).expect(422, "alur.tanpa_catatan")
    pengelola.post(f"{record}/aksi", {"aksi": "verifikasi", "jp": jp + 1}, etag=seen.etag).expect(422)
    done = pengelola.post(f"{record}/aksi", step, etag=seen.etag).expect(200).json
    assert done["status"] == "diverifikasi" and done["jp_diakui"] == jp and done["verifikator"], done
    after = perawat.get("/api/v1/pelatihan/jp?tahun=2026").expect(200).json
    assert after["hasil"]["jp"] == had + jp and after["hasil"]["target"] == 20 and after["jejak"], after
    assert perawat.get("/api/v1/pelatihan/jp?tahun=2024").json["hasil"]["terpenuhi"] is False
    server.role("camat").get(f"/api/v1/pelatihan/jp?pegawai={saya}").expect(404)
    kapus.get(f"/api/v1/pelatihan/jp?pegawai={saya}").expect(200)


@case
def a_certificate_from_elsewhere(server):
    """Recorded with number and file, refused with a note, recorded again, verified with fewer JP and a reason."""
    server.set_time(NOW)
    perawat, pengelola = server.role("pegawai"), server.role("pengelola")
    body = {"judul": "Pelatihan Petugas Imunisasi", "jenis": "klasikal", "nomor": "441/SERT/19/2026",
            "penyelenggara": "Balai Pelatihan Kesehatan", "mulai": "2026-09-07", "selesai": "2026-09-09", "jp": 24}
    perawat.post("/api/v1/pelatihan/luar", {**body, "selesai": "2026-09-01"}).expect(422)
    perawat.post("/api/v1/pelatihan/luar", {**body, "selesai": "2027-09-09"}).expect(422)
    perawat.post("/api/v1/pelatihan/luar", {k: v for k, v in body.items() if k != "jp"}).expect(422)
    perawat.post("/api/v1/pelatihan/luar", {**body, "jenis": "kuliah"}).expect(422)
    new = perawat.post("/api/v1/pelatihan/luar", body, key="sertifikat").expect(201)
    record = new.headers["location"]
    assert new.json["status"] == "lulus" and new.json["jp_usulan"] == 24 and new.json["jp_diakui"] is None
    perawat.post("/api/v1/pelatihan/luar", body).expect(409, "pelatihan.sudah_diikuti")
    perawat.get(f"{record}/bukti").expect(404, "bukti.tidak_ada")
    perawat.get(f"{record}/materi/1").expect(404, "pelatihan.materi_tidak_ada")

    pdf = b"%PDF-1.4\n" + b"sertifikat " * 40 + b"\n%%EOF\n"
    put = lambda c, data, nama: c.send("POST", f"{record}/bukti?nama={nama}", raw=data, ctype="application/octet-stream")
    put(perawat, b"MZ\x90\x00", "sertifikat.exe").expect(422, "bukti.jenis")
    put(server.role("penilai"), pdf, "sertifikat.pdf").expect(403)
    kept = put(perawat, pdf, "sertifikat.pdf").expect(201)
    assert kept.json["bukti"]["nama"] == "sertifikat.pdf" and kept.json["bukti"]["ukuran"] == len(pdf)
    got = pengelola.get(f"{record}/bukti").expect(200)
    assert got.raw == pdf and got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff" and "attachment" in got.headers["content-disposition"]
    server.role("camat").get(f"{record}/bukti").expect(404)

    no = pengelola.post(f"{record}/aksi", {"aksi": "tolak", "catatan": "Nomor tidak cocok dengan berkasnya"},
                        etag=kept.etag).expect(200).json
    assert no["status"] == "ditolak" and no["catatan"].startswith("Nomor")
    put(perawat, pdf, "lain.pdf").expect(409, "pelatihan.terkunci")
    again = perawat.post("/api/v1/pelatihan/luar", {**body, "nomor": "441/SERT/91/2026"}).expect(201)
    record = again.headers["location"]
    seen = server.role("admin_unit").get(record).expect(200)
    step = {"aksi": "verifikasi", "jp": 20, "catatan": "Hari ketiga tidak diikuti"}
    done = server.role("admin_unit").post(f"{record}/aksi", step, etag=seen.etag).expect(200).json
    assert done["jp_usulan"] == 24 and done["jp_diakui"] == 20 and done["catatan"] == "Hari ketiga tidak diikuti"
    assert perawat.get("/api/v1/pelatihan/jp?tahun=2026").json["hasil"]["jp"] >= 20


def nurses(server, n):
    """Colleagues of the nurse who take no module now."""
    pengelola = server.role("pengelola")
    busy = {p["pegawai"]["id"] for p in pengelola.get("/api/v1/pelatihan?cara=modul&batas=200").expect(200).json["data"]}
    busy.add(me(server.role("pegawai")))
    rows = pengelola.get("/api/v1/pegawai?batas=200").expect(200).json["data"]
    return [p["id"] for p in rows if p["id"] not in busy and "Perawat" in (p.get("jabatan") or "")][:n]


@case
def an_event_with_seats(server):
    """Made, filled, refused when full, answered, attended; being there is a proposal."""
    server.set_time(NOW)
    perawat, pengelola = server.role("pegawai"), server.role("pengelola")
    saya = me(perawat)
    unit = {u["kode"]: u["id"] for u in pengelola.get("/api/v1/unit?batas=200").json["data"]}
    body = {"unit_id": unit["dinkes"], "judul": "Bimbingan teknis pengisian kohort", "bentuk": "Bimbingan teknis",
            "jenis": "klasikal", "jp": 8, "mulai": "2026-12-01", "selesai": "2026-12-02", "tempat": "Aula Dinas Kesehatan",
            "kursi": 2, "surat_nomor": "005/DINKES/812/2026", "surat_tanggal": "2026-11-20"}
    perawat.post("/api/v1/acara", body).expect(403)
    pengelola.post("/api/v1/acara", {**body, "unit_id": unit["kel-rejosari"]}).expect(403)
    pengelola.post("/api/v1/acara", {**body, "selesai": "2026-11-30"}).expect(422)
    pengelola.post("/api/v1/acara", {k: v for k, v in body.items() if k != "jp"}).expect(422)
    new = pengelola.post("/api/v1/acara", body, key="bimtek").expect(201)
    acara = new.headers["location"]
    perawat.get(acara).expect(404, "acara.tidak_ada")
    one, two = nurses(server, 2)
    ask = lambda *ids: {"peserta": [{"pegawai_id": i, "alasan": "Mengisi kohort ibu"} for i in ids]}
    pengelola.post(f"{acara}/undang", {"peserta": [{"pegawai_id": saya, "alasan": " "}]}, etag=new.etag).expect(422)
    pengelola.post(f"{acara}/undang", ask(saya, one, two), etag=new.etag).expect(409, "acara.penuh")
    full = pengelola.post(f"{acara}/undang", ask(saya, one), etag=new.etag).expect(200)
    assert full.json["terisi"] == 2 and {p["status"] for p in full.json["peserta"]} == {"diundang"}
    pengelola.post(f"{acara}/undang", ask(two), etag=full.etag).expect(409, "acara.penuh")
    pengelola.put(acara, {**body, "kursi": 1}, etag=full.etag).expect(409, "acara.penuh")

    # She sees the invitation and why, not the others; she accepts.
    seen = perawat.get(acara).expect(200).json
    assert [p["pegawai"]["id"] for p in seen["peserta"]] == [saya] and seen["peserta"][0]["alasan"] and not seen["aksi"]
    record = f"/api/v1/pelatihan/{seen['peserta'][0]['pelatihan_id']}"
    mine = perawat.get(record).expect(200)
    assert mine.aksi("terima")["boleh"] and mine.json["acara_id"] == full.json["id"]
    perawat.post(f"{record}/aksi", {"aksi": "tolak_undangan"}, etag=mine.etag).expect(422, "alur.tanpa_catatan")
    taken = perawat.post(f"{record}/aksi", {"aksi": "terima"}, etag=mine.etag).expect(200)
    assert taken.json["status"] == "terdaftar"

    # More seats, another nurse; one who does not answer is let go when the event ends.
    ids = {p["pegawai"]["id"]: p["pelatihan_id"] for p in full.json["peserta"]}
    more = pengelola.put(acara, {**body, "kursi": 3}, etag=pengelola.get(acara).etag).expect(200)
    more = pengelola.post(f"{acara}/undang", ask(two), etag=more.etag).expect(200)
    pengelola.post(f"{acara}/undang", ask(two), etag=more.etag).expect(409)
    hadir = {"hadir": [ids[saya]]}
    perawat.post(f"{acara}/hadir", hadir, etag=more.etag).expect(403)
    pengelola.post(f"{acara}/hadir", hadir, etag=more.etag).expect(409, "acara.belum_mulai")
    pengelola.post(f"{acara}/aksi", {"aksi": "selesaikan"}, etag=more.etag).expect(409, "acara.belum_dicatat")

    server.set_time("2026-12-02T09:00:00Z")
    perawat, pengelola = server.role("pegawai"), server.role("pengelola")
    pengelola.post(f"{acara}/hadir", {"hadir": [ids[one]]}, etag=more.etag).expect(409)  # she never answered
    noted = pengelola.post(f"{acara}/hadir", hadir, etag=more.etag).expect(200)
    passed = perawat.get(record).expect(200).json
    assert passed["status"] == "lulus" and passed["jp_usulan"] == 8 and passed["selesai"] == "2026-12-02", passed
    over = pengelola.post(f"{acara}/aksi", {"aksi": "selesaikan"}, etag=noted.etag).expect(200).json
    assert over["status"] == "selesai" and sorted(p["status"] for p in over["peserta"]) == ["dibatalkan", "dibatalkan", "lulus"]
    pengelola.post(f"{acara}/undang", ask(two), etag=pengelola.get(acara).etag).expect(409)
    assert [a["id"] for a in pengelola.get("/api/v1/acara?status=selesai").json["data"]][:1] == [over["id"]]


@case
def an_event_of_a_module(server):
    """A module with a quiz taught in a room: being there reads the lessons, the quiz decides. A cancelled event frees."""
    server.set_time("2026-12-03T02:00:00Z")
    perawat, pengelola = server.role("pegawai"), server.role("pengelola")
    saya = me(perawat)
    unit = {u["kode"]: u["id"] for u in pengelola.get("/api/v1/unit?batas=200").json["data"]}["pkm-tenayan-raya"]
    body = {"unit_id": unit, "plugin": PLUGIN, "kode": KODE, "mulai": "2026-12-03", "selesai": "2026-12-03",
            "tempat": "Ruang rapat Puskesmas", "kursi": 5}
    pengelola.post("/api/v1/acara", {**body, "kode": "tidak-ada"}).expect(404)
    pengelola.post("/api/v1/acara", {k: v for k, v in body.items() if k != "kode"}).expect(422)
    new = pengelola.post("/api/v1/acara", body).expect(201)
    assert new.json["judul"] and new.json["jp"] >= 1, new.json
    acara = new.headers["location"]
    ask = {"peserta": [{"pegawai_id": saya, "alasan": "Indikator tanpa bukti"}]}
    full = pengelola.post(f"{acara}/undang", ask, etag=new.etag).expect(200)
    record = f"/api/v1/pelatihan/{full.json['peserta'][0]['pelatihan_id']}"
    taken = perawat.post(f"{record}/aksi", {"aksi": "terima"}, etag=perawat.get(record).etag).expect(200)
    perawat.post(f"{record}/materi/1/baca").expect(409, "pelatihan.bukan_untuk_cara_ini")
    perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": [None] * taken.json["modul"]["soal"]}, etag=taken.etag).expect(409)
    pengelola.post(f"{acara}/hadir", {"hadir": [taken.json["id"]]}, etag=full.etag).expect(200)
    ready = perawat.get(record).expect(200)
    assert ready.json["status"] == "berjalan" and all(m["dibaca"] for m in ready.json["modul"]["materi"])
    kuis = perawat.get(f"{record}/kuis").expect(200)
    done = perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": answers(server, record, kuis.json)}, etag=kuis.etag).expect(200)
    assert done.json["status"] == "lulus" and done.json["selesai"] == "2026-12-03", done.json
    perawat.post(f"{record}/aksi", {"aksi": "batalkan"}, etag=done.etag).expect(200)  # she has it twice a year already
    gone = pengelola.post("/api/v1/acara", {**body, "mulai": "2026-12-10", "selesai": "2026-12-10"}).expect(201)
    here = gone.headers["location"]
    one = nurses(server, 1)
    asked = pengelola.post(f"{here}/undang", {"peserta": [{"pegawai_id": one[0], "alasan": "Baru bertugas"}]},
                           etag=gone.etag).expect(200)
    pengelola.post(f"{here}/aksi", {"aksi": "batalkan"}, etag=asked.etag).expect(422, "alur.tanpa_catatan")
    off = pengelola.post(f"{here}/aksi", {"aksi": "batalkan", "catatan": "Narasumber berhalangan"},
                         etag=asked.etag).expect(200).json
    assert off["status"] == "batal" and off["terisi"] == 0 and off["peserta"][0]["status"] == "dibatalkan"


@case
def the_last_seat(server):
    """Ten officers at once have one seat to give, and one nurse sends her answers from ten windows."""
    server.set_time("2026-12-03T06:00:00Z")
    pengelola, perawat = server.role("pengelola"), server.role("pegawai")
    unit = {u["kode"]: u["id"] for u in pengelola.get("/api/v1/unit?batas=200").json["data"]}["dinkes"]
    new = pengelola.post("/api/v1/acara", {"unit_id": unit, "judul": "Workshop", "jenis": "klasikal", "jp": 2, "kursi": 1,
                                           "mulai": "2026-12-20", "selesai": "2026-12-20", "tempat": "Aula"}).expect(201)
    acara, people = new.headers["location"], nurses(server, 5)
    tabs = [tab(server, "pengelola") for _ in range(10)]
    ask = lambda i: {"peserta": [{"pegawai_id": people[i % len(people)], "alasan": "Uji"}]}
    replies = together(10, lambda i: tabs[i].post(f"{acara}/undang", ask(i), etag=tabs[i].get(acara).etag))
    assert sorted(r.status for r in replies)[0] == 200 and sum(r.status == 200 for r in replies) == 1, replies
    assert {r.status for r in replies} <= {200, 409, 412}, replies
    assert pengelola.get(acara).json["terisi"] == 1
    body = {"plugin": PLUGIN, "kode": KODE}
    record = perawat.post("/api/v1/pelatihan", body).expect(201).headers["location"]
    etag = perawat.post(f"{record}/materi/1/baca").expect(200).etag
    kuis = perawat.get(f"{record}/kuis").json
    mine = [tab(server) for _ in range(10)]
    sent = {"percobaan": 1, "jawaban": answers(server, record, kuis)}
    replies = together(10, lambda i: mine[i].post(f"{record}/kuis", sent, etag=etag))
    assert sum(r.status == 200 for r in replies) == 1 and {r.status for r in replies} <= {200, 412, 503}, replies
    got = perawat.get(record).expect(200)
    assert len(got.json["percobaan"]) == 1 and got.json["percobaan"][0]["alasan"], got.json
    perawat.post(f"{record}/aksi", {"aksi": "batalkan"}, etag=got.etag).expect(200)
    for c in tabs + mine:
        c.close()


def hostile_module(server):
    """A module of the puskesmas whose rule loops for one number of right answers, with hostile lessons."""
    folder = server.folder / "modul-uji"
    shutil.copytree(ROOT / "plugins" / "_template" / "pelatihan", folder)
    manifest = json.loads((folder / "plugin.json").read_text().replace("@ID@", "modul-uji"))
    (folder / "plugin.json").write_text(json.dumps(manifest, ensure_ascii=False))
    lua = (folder / "init.lua").read_text()
    loop = "  if catatan.kuis_benar == 0 then while true do end end\n"
    lua = lua.replace("local function lulus(catatan, setelan)\n", "local function lulus(catatan, setelan)\n" + loop)
    lua = lua.replace("menit = 45 }", 'menit = 45, gambar = { "materi/alur.png" } }')
    lua = lua.replace('jp = 2,', 'jp = 2, percobaan = 3, jeda_jam = 1,')
    (folder / "init.lua").write_text(lua)
    png = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                        "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082")
    (folder / "materi" / "alur.png").write_bytes(png)
    (folder / "materi" / "satu.md").write_text(
        "# Alur\n\n![Alur](alur.png) ![luar](https://jahat.example/x.png) <script>alert(1)</script>\n\n"
        "[klik](javascript:alert(1)) [JDIH](https://jdih.example/) \u202enas\u202c <svg onload=alert(1)>\n")
    put_in_force(server, folder)
    return png


def put_in_force(server, folder):
    """The whole way of a release, from the command line."""
    server.cli("plugin", "install", str(folder))
    told = server.cli("plugin", "enable", "modul-uji", "--unit", UNIT, "--periode", "2026-12", "--alasan", "Uji", check=False)
    if told.returncode == 6:
        periode = re.search(r"--periode (\S+)", told.stderr + told.stdout)[1]
        server.cli("plugin", "simulate", "modul-uji", "--periode", periode, "--unit", UNIT)
        server.cli("plugin", "enable", "modul-uji", "--unit", UNIT, "--periode", "2026-12", "--alasan", "Uji")


@case
def a_grader_that_hangs(server):
    """Only its grading fails: the answers are kept, can be graded again, and nothing else is held up."""
    server.set_time("2026-12-04T02:00:00Z")
    png = hostile_module(server)
    perawat = server.role("pegawai")
    record = perawat.post("/api/v1/pelatihan", {"plugin": "modul-uji", "kode": "contoh-pelatihan"}).expect(201)
    record = record.headers["location"]

    html = perawat.get(f"{record}/materi/1").expect(200).json["html"]
    assert f'<img src="{record}/materi/1/gambar/1" alt="Alur">' in html and "jahat.example" not in html, html
    assert "javascript:" not in html and "<script" not in html and "<svg" not in html and "\u202e" not in html, html
    assert '<a href="https://jdih.example/" rel="noopener noreferrer nofollow">JDIH</a>' in html, html
    picture = perawat.get(f"{record}/materi/1/gambar/1").expect(200)
    assert picture.raw == png and picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff" and picture.etag
    perawat.get(f"{record}/materi/1/gambar/2").expect(404)

    read = perawat.post(f"{record}/materi/1/baca").expect(200)
    stuck = perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": [2]}, etag=read.etag, key="macet").expect(200)
    attempt = stuck.json["percobaan"][0]
    assert stuck.json["status"] == "berjalan" and attempt["lulus"] is None and attempt["dinilai"] is None, stuck.json
    assert attempt["galat"]["code"].startswith("plugin.batas") and attempt["galat"]["pesan"], attempt
    assert attempt["benar"] == 0 and stuck.json["jp_usulan"] is None
    perawat.get("/api/v1/saya").expect(200)
    # No second attempt over a waiting one; grading again is possible and fails the same way, for the same reason.
    perawat.post(f"{record}/kuis", {"percobaan": 2, "jawaban": [1]}, etag=stuck.etag).expect(409, "pelatihan.menunggu_dinilai")
    server.role("camat").post(f"{record}/nilai").expect(404)
    server.role("penilai").post(f"{record}/nilai").expect(403)
    again = perawat.post(f"{record}/nilai").expect(200)
    assert again.json["percobaan"][0]["galat"] and again.json["status"] == "berjalan"
    suite.row("answers are kept word by word", "[2]" in server_rows(server, "SELECT jawaban FROM pelatihan_percobaan "
                                                                            "WHERE galat IS NOT NULL"), "")
    give_up = perawat.post(f"{record}/aksi", {"aksi": "batalkan"}, etag=again.etag).expect(200)
    assert give_up.json["status"] == "dibatalkan" and len(give_up.json["percobaan"]) == 1
    perawat.post(f"{record}/nilai").expect(409, "pelatihan.sudah_dinilai")


@case
def attempts_have_limits(server):
    """The module says how often and how soon; a new release grades nothing that was begun with the old one."""
    server.set_time("2026-12-04T04:00:00Z")
    perawat = server.role("pegawai")
    new = perawat.post("/api/v1/pelatihan", {"plugin": "modul-uji", "kode": "contoh-pelatihan"}).expect(201)
    record = new.headers["location"]
    assert new.json["modul"]["percobaan"] == 3 and new.json["modul"]["jeda_jam"] == 1
    # Nothing read yet: the rule answers, it does not hang.
    begun = perawat.post(f"{record}/materi/1/baca").expect(200)
    folder = server.folder / "modul-uji"
    lua = (folder / "init.lua").read_text().replace("Nilai kuis belum cukup.", "Belum cukup menurut versi dua.")
    (folder / "init.lua").write_text(lua.replace("setelan.kuis_minimal then", "2 * setelan.kuis_minimal then"))
    manifest = json.loads((folder / "plugin.json").read_text())
    (folder / "plugin.json").write_text(json.dumps({**manifest, "version": "0.2.0"}, ensure_ascii=False))
    shutil.rmtree(folder / "tests")
    (folder / "tests").mkdir()
    (folder / "tests" / "a.json").write_text(json.dumps([
        {"id": "tidak lulus", "pelatihan": "contoh-pelatihan.lulus",
         "isian": {"jenis": "elearning", "tanggal": "2026-03-02", "materi_selesai": 0, "materi_jumlah": 1,
                   "kuis_jumlah": 1, "sertifikat": False}, "hasil": {"lulus": False, "alasan": "Materi belum selesai semua."}},
        {"id": "jp", "pelatihan": "contoh-pelatihan.jp_diakui",
         "isian": {"jenis": "elearning", "tanggal": "2026-03-02", "materi_selesai": 0, "materi_jumlah": 1,
                   "kuis_jumlah": 1, "sertifikat": False}, "hasil": 0},
        {"id": "anjuran", "pelatihan": "contoh-pelatihan.sarankan", "isian": {"indikator": []},
         "hasil": {"sarankan": False, "alasan": "Semua indikator mempunyai bukti dukung."}}]))
    put_in_force(server, folder)
    got = perawat.get(record).expect(200).json
    assert got["modul"]["versi"] == "0.1.0", got["modul"]
    done = perawat.post(f"{record}/kuis", {"percobaan": 1, "jawaban": [1]}, etag=begun.etag).expect(200).json
    assert done["status"] == "lulus" and done["jp_usulan"] == 2, done

    # By the new release nobody passes: three attempts, an hour apart.
    done = perawat.post(f"{record}/aksi", {"aksi": "batalkan"}, etag=perawat.get(record).etag).expect(200)
    new = perawat.post("/api/v1/pelatihan", {"plugin": "modul-uji", "kode": "contoh-pelatihan"}).expect(201)
    record = new.headers["location"]
    assert new.json["modul"]["versi"] == "0.2.0"
    perawat.post(f"{record}/materi/1/baca").expect(200)
    for n, clock in enumerate(("04:10", "05:10", "06:10"), 1):
        server.set_time(f"2026-12-04T{clock}:00Z")
        perawat = server.role("pegawai")
        tried = perawat.post(f"{record}/kuis", {"percobaan": n, "jawaban": [1]}, etag=perawat.get(record).etag).expect(200)
        assert tried.json["status"] == "tidak_lulus" and "versi dua" in tried.json["percobaan"][-1]["alasan"], tried.json
        why = "pelatihan.jeda" if n < 3 else "pelatihan.percobaan_habis"
        assert tried.aksi("kirim")["code"] == why, tried.json["aksi"]
        perawat.post(f"{record}/kuis", {"percobaan": n + 1, "jawaban": [1]}, etag=tried.etag).expect(409, why)
    out = json.loads(server.cli("pelatihan", "verify", "--json").stdout)
    assert out["berbeda"] == 0, out
    # A grade that was changed behind the server's back shows.
    listing = json.loads(server.cli("pelatihan", "list", "--json", "--status", "tidak_lulus").stdout)
    assert any(f"/api/v1/pelatihan/{p['id']}" == record for p in listing), listing
    shown = json.loads(server.cli("pelatihan", "show", record.split("/")[-1], "--json").stdout)
    assert len(shown["percobaan"]) == 3 and shown["status"] == "tidak_lulus"
