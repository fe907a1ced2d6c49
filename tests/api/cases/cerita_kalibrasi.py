"""Calibration in the Dinas Kesehatan, second quarter of 2026: ratings, pattern, review, session, and what a nurse sees of it.

The head of the puskesmas rates his people; the head of the dinas sees that the pattern is not met; the evaluators meet;
one rating is changed by the one whose rating it is, one is kept; the minutes are closed; the nurse whose rating was changed
reads what, and why, and nothing about anybody else.
"""
from lib.suite import case

PERIODE, PKM, DINKES = "2026-TW2", "pkm-tenayan-raya", "dinkes"
MENDAHULUI = "Triwulan pertama menyusul sesudah datanya lengkap"  # what comes before is still open
ALASAN = "Dibanding perawat lain, dua program posyandu dijalankannya sendiri"
state = {}


def units(server):
    return {u["kode"]: u["id"] for u in server.role("auditor").get("/api/v1/unit?batas=200").json["data"]}


def act(client, path, aksi, **more):
    return client.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=client.get(path).expect(200).etag)


def his_people(server):
    """Those of 2026-TW2 whom the head of the puskesmas rates."""
    server.role("admin_pusat").post(f"/api/v1/periode/{PERIODE}/evaluasi").expect(200)
    rows = server.role("penilai").get(f"/api/v1/evaluasi?periode={PERIODE}&lingkup=tim&batas=200").expect(200).json["data"]
    return [r for r in rows if r["status"] in ("belum", "dinilai")]


def rate(kapus, row, hasil, perilaku="sesuai"):
    path = f"/api/v1/evaluasi/{row['id']}"
    return kapus.post(f"{path}/nilai", {"rating_hasil": hasil, "rating_perilaku": perilaku, "alasan": "Menurut pantauan"},
                      etag=kapus.get(path).etag).expect(200)


def as_the_person(server, nip):
    """The nurse's first login, with the code that the administrator hands over."""
    admin = server.role("admin_pusat")
    row = next(a for a in admin.get(f"/api/v1/akun?cari={nip}&batas=200").expect(200).json["data"] if a["nama"] == nip)
    path = f"/api/v1/akun/{row['id']}"
    server.passwords[nip] = admin.post(f"{path}/kode", {"jam": 1}, etag=admin.get(path).etag).expect(200).json["kode_sekali"]
    return server.login(nip)


@case
def the_pattern_is_seen_while_rating(server):
    """Everybody "baik" in a puskesmas that did well: too many of one kind, says the pattern, and blocks nothing."""
    kapus, kadis = server.role("penilai"), server.role("atasan_penilai")
    u = units(server)
    unit = f"/api/v1/unit/{u[DINKES]}/capaian-organisasi/{PERIODE}"
    people = his_people(server)
    assert len(people) >= 8, len(people)
    first = f"/api/v1/evaluasi/{people[0]['id']}"
    before = kapus.get(f"{first}/pola").expect(200).json
    assert before["unit_hitung"]["kode"] == DINKES and before["memenuhi"] is None and "belum ditetapkan" in before["sebab"], before
    server.role("admin_pusat").put(unit, {"predikat": "baik"}).expect(200)
    for row in people:
        rate(kapus, row, "sesuai")
    seen = kapus.get(f"{first}/pola").expect(200)
    assert seen.json["jumlah"]["baik"] >= 8 and seen.json["memenuhi"] is False, seen.json
    assert {c["kode"] for c in seen.json["catatan"]} == {"baik_lebih_dari_70"}, seen.json
    for row in people:  # figures and no names
        assert row["pegawai"]["nama"] not in seen.raw.decode()
    kadis.get(f"{first}/pola").expect(403)
    server.role("pegawai").get(f"/api/v1/unit/{u[PKM]}/pola/{PERIODE}").expect(403)
    state["people"] = people


@case
def the_team_reviews_and_asks(server):
    """The tim pengelola kinerja sees who is missing and what differs, marks one, asks about another; it rates nobody."""
    pengelola, kapus = server.role("pengelola"), server.role("penilai")
    tabel = f"/api/v1/unit/{units(server)[PKM]}/konsolidasi/{PERIODE}"
    a, b = state["people"][:2]
    page = pengelola.get(f"{tabel}?batas=200").expect(200).json
    assert page["ringkas"]["dinilai"] >= 8 and not page["ringkas"]["lengkap"], page["ringkas"]
    row = next(r for r in page["data"] if r["evaluasi_id"] == a["id"])
    assert row["predikat"] == "baik" and "belum_ditetapkan" in row["peringatan"] and row["nip"] == a["pegawai"]["nip"], row
    assert "lewat_periode" in row["peringatan"], row
    pa, pb = (f"/api/v1/evaluasi/{x['id']}/pemeriksaan" for x in (a, b))
    act(pengelola, pa, "tanyakan").expect(422, "alur.tanpa_catatan")
    act(pengelola, pa, "tanyakan", catatan="Realisasi TW2 kosong, dari mana ratingnya?").expect(200)
    act(pengelola, pb, "periksa").expect(200)
    act(kapus, pb, "periksa").expect(403)
    waiting = kapus.get("/api/v1/pemeriksaan?lingkup=tim&status=ditanyakan").expect(200).json["data"]
    assert [w["evaluasi_id"] for w in waiting] == [a["id"]] and "Realisasi" in waiting[0]["catatan"], waiting
    act(kapus, pa, "jawab", catatan="Dari laporan harian, realisasi menyusul").expect(200)
    assert act(pengelola, pa, "periksa").expect(200).json["jawaban"].startswith("Dari laporan")
    # Rated anew after it was looked at: the mark says so.
    rate(kapus, b, "di_bawah")
    again = next(r for r in pengelola.get(f"{tabel}?batas=200").json["data"] if r["evaluasi_id"] == b["id"])
    assert "berubah_sesudah_diperiksa" in again["peringatan"] and pengelola.get(pb).json["berubah"], again
    server.role("pegawai").get(pb).expect(404)
    server.role("camat").get(tabel).expect(403)
    auditor = server.role("auditor").get(f"{tabel}/csv").expect(200)
    assert auditor.headers["content-type"].startswith("text/csv") and "Rating Hasil Kerja" in auditor.raw.decode(), auditor


@case
def a_session_from_call_to_minutes(server):
    """Called by the pengelola, opened on its day; a proposal with a reason, the leader's word, the evaluator decides."""
    pengelola, kapus, kadis = server.role("pengelola"), server.role("penilai"), server.role("atasan_penilai")
    u, (a, b, c) = units(server), state["people"][:3]
    today = server.clock.read_text()[:10]
    call = {"unit_id": u[DINKES], "periode": PERIODE, "tanggal": today, "tempat": "Aula", "agenda": "Pola TW2"}
    pengelola.post("/api/v1/kalibrasi", {**call, "unit_id": u[PKM]}).expect(409, "kalibrasi.unit")
    pengelola.post("/api/v1/kalibrasi", {**call, "tanggal": "2026-01-01"}).expect(409, "kalibrasi.tanggal")
    server.role("pegawai").post("/api/v1/kalibrasi", call).expect(403)
    made = pengelola.post("/api/v1/kalibrasi", call, key="kalibrasi-tw2").expect(201)
    k = made.headers["location"]
    assert pengelola.post("/api/v1/kalibrasi", call, key="kalibrasi-tw2").expect(201).json["id"] == made.json["id"]
    pengelola.post("/api/v1/kalibrasi", call).expect(409, "kalibrasi.sudah_ada")
    ids = lambda r: {p["pegawai"]["id"]: p["sebagai"] for p in r.json["peserta"]}
    me = lambda role: server.role(role).get("/api/v1/saya").json["pegawai"]["id"]
    assert ids(made)[me("atasan_penilai")] == "pimpinan" and ids(made)[me("penilai")] == "penilai", made.json["peserta"]

    usul = {"evaluasi_id": a["id"], "rating_hasil": "di_atas", "rating_perilaku": "di_atas", "alasan": ALASAN}
    kadis.post(f"{k}/usul", usul).expect(409, "kalibrasi.tidak_dibuka")
    act(kapus, k, "buka").expect(403)
    act(pengelola, k, "buka").expect(200)
    kadis.post(f"{k}/usul", {**usul, "alasan": " "}).expect(422)
    kadis.post(f"{k}/usul", {**usul, "rating_hasil": "sesuai", "rating_perilaku": "sesuai"}).expect(409, "kalibrasi.tidak_berubah")
    first = kadis.post(f"{k}/usul", usul, key="usul-1").expect(201)
    kadis.post(f"{k}/usul", usul).expect(409, "kalibrasi.usul_ada")
    path = first.headers["location"]
    act(kadis, path, "sampaikan", catatan="Buktinya ada pada saya").expect(200)
    kadis.post(f"{path}/terima", {}, etag=kadis.get(path).etag).expect(403)  # the rating is not his
    act(pengelola, path, "pertahankan", catatan="x").expect(403)
    act(pengelola, k, "tutup", catatan="Selesai").expect(409, "kalibrasi.usul_terbuka")
    heard = kapus.get(path).expect(200)
    assert heard.json["kata_pimpinan"] and heard.json["semula"]["predikat"] == "baik", heard
    taken = kapus.post(f"{path}/terima", {"tanggapan": "Setuju"}, etag=heard.etag, key="terima-1").expect(200)
    assert taken.json["status"] == "diterima" and taken.json["menjadi"]["predikat"] == "sangat_baik", taken
    now = kapus.get(f"/api/v1/evaluasi/{a['id']}").expect(200).json
    assert (now["status"], now["rating_hasil"], now["predikat"]) == ("dinilai", "di_atas", "sangat_baik"), now
    assert now["alasan"].endswith(ALASAN), now
    kapus.post(f"{path}/terima", {}, etag=taken.etag).expect(409, "alur.peristiwa")

    # The second one he does not share, and keeps his own with a reason; a third is taken back.
    second = kadis.post(f"{k}/usul", {**usul, "evaluasi_id": c["id"], "rating_hasil": "di_bawah", "rating_perilaku": "sesuai"}).expect(201)
    act(kapus, second.headers["location"], "pertahankan").expect(422, "alur.tanpa_catatan")
    act(kapus, second.headers["location"], "pertahankan", catatan="Targetnya bergantung pada unit lain").expect(200)
    third = pengelola.post(f"{k}/usul", {**usul, "evaluasi_id": b["id"]}).expect(201)
    act(kadis, third.headers["location"], "cabut").expect(403, "usulan.bukan_pengusul")
    act(pengelola, third.headers["location"], "cabut").expect(200)

    # Fixed ones are no longer a matter of the session.
    d = f"/api/v1/evaluasi/{c['id']}"
    act(kapus, d, "tetapkan", catatan=MENDAHULUI).expect(200)
    kadis.post(f"{k}/usul", {**usul, "evaluasi_id": c["id"]}).expect(409, "kalibrasi.sudah_ditetapkan")
    done = act(pengelola, k, "tutup", catatan="Satu rating berubah, satu dipertahankan").expect(200)
    assert done.json["status"] == "ditutup" and len(done.json["hash"]) == 64 and len(done.json["usul"]) == 3, done.json
    kadis.post(f"{k}/usul", {**usul, "evaluasi_id": b["id"]}).expect(409, "kalibrasi.tidak_dibuka")
    log = server.role("auditor").get("/api/v1/audit?objek=kalibrasi").expect(200).json["data"]
    assert any(r["peristiwa"] == "tutup" and r["dokumen"] == done.json["hash"] for r in log), log
    server.role("camat").get(k).expect(404)
    state["kalibrasi"], state["usul"] = k, path


@case
def nobody_has_a_say_on_his_own(server):
    """A member of the team that calls the session is judged in it too."""
    pengelola, kadis = server.role("pengelola"), server.role("atasan_penilai")
    me = pengelola.get("/api/v1/saya").json["pegawai"]["id"]
    mine = pengelola.get(f"/api/v1/evaluasi?periode={PERIODE}&pegawai={me}").expect(200).json["data"][0]
    today = server.clock.read_text()[:10]
    k = kadis.post("/api/v1/kalibrasi", {"unit_id": units(server)[DINKES], "periode": PERIODE, "tanggal": today}).expect(201).headers["location"]
    act(kadis, k, "buka").expect(200)
    usul = {"evaluasi_id": mine["id"], "rating_hasil": "di_atas", "rating_perilaku": "di_atas", "alasan": "Saya"}
    pengelola.post(f"{k}/usul", usul).expect(403, "evaluasi.nilai_diri")
    pengelola.get(f"/api/v1/evaluasi/{mine['id']}/pemeriksaan").expect(403, "pemeriksaan.diri")
    act(pengelola, k, "tutup", catatan="Tidak ada usul").expect(200)


@case
def the_nurse_reads_what_changed_and_why(server):
    """Before it is fixed nothing; afterwards before, after and the reason; and never the session or others."""
    kapus, nip = server.role("penilai"), state["people"][0]["pegawai"]["nip"]
    path = f"/api/v1/evaluasi/{state['people'][0]['id']}"
    nurse = as_the_person(server, nip)
    assert nurse.get(f"{path}/kalibrasi").expect(200).json["data"] == []
    act(kapus, path, "tetapkan", catatan=MENDAHULUI).expect(200)
    rows = nurse.get(f"{path}/kalibrasi").expect(200).json["data"]
    assert len(rows) == 1 and rows[0]["alasan"] == ALASAN and rows[0]["status"] == "diterima", rows
    assert rows[0]["semula"]["predikat"] == "baik" and rows[0]["menjadi"]["predikat"] == "sangat_baik", rows
    nurse.get(state["kalibrasi"]).expect(404)
    nurse.get(state["usul"]).expect(404)
    nurse.get(f"/api/v1/evaluasi/{state['people'][2]['id']}/kalibrasi").expect(404)
    assert nurse.get("/api/v1/kalibrasi").expect(200).json["data"] == []


@case
def fixed_with_a_pattern_that_is_not_met(server):
    """The unit's predikat are fixed although the pattern is not met: a reason is needed, kept, and shown to the auditor."""
    kapus, kadis = server.role("penilai"), server.role("atasan_penilai")
    path = f"/api/v1/unit/{units(server)[PKM]}/capaian-organisasi/{PERIODE}"
    assert kadis.get(path).expect(200).json["status"] == "capaian_ditetapkan"  # by the story of its head
    act(kapus, path, "setel_pola").expect(422, "pola.tanpa_alasan")
    why = "Pembinaan kuartal lalu berhasil; tidak ada yang di bawah ekspektasi selain satu orang"
    act(kapus, path, "setel_pola", catatan=why).expect(200)
    act(kapus, path, "tetapkan_predikat", catatan=why).expect(403)
    act(kadis, path, "tetapkan_predikat").expect(422, "pola.tanpa_alasan")
    done = act(kadis, path, "tetapkan_predikat", catatan=why).expect(200)
    assert done.json["status"] == "predikat_ditetapkan", done
    seen = server.role("auditor").get(path).expect(200).json["pola"]
    assert [p["peristiwa"] for p in seen] == ["setel_pola", "tetapkan_predikat"] and seen[-1]["alasan"] == why, seen
    assert seen[-1]["memenuhi"] is False and seen[-1]["nilai"]["catatan"] and seen[-1]["release"], seen
    act(kadis, path, "buka").expect(422, "alur.tanpa_catatan")
    act(kadis, path, "buka", catatan="Satu evaluasi diputus atas keberatan").expect(200)
