"""The head of the puskesmas is judged by his puskesmas: achievement proposed, fixed one level above, and then his rating.

A10 and A11 of the acceptance cases, end to end, on the first two quarters of 2026.
"""
from lib.suite import case

PKM = "pkm-tenayan-raya"


def units(server):
    return {u["kode"]: u["id"] for u in server.role("auditor").get("/api/v1/unit?batas=200").json["data"]}


def his_evaluation(server, periode):
    """The head's evaluation; his evaluator sits in the dinas."""
    server.role("admin_pusat").post(f"/api/v1/periode/{periode}/evaluasi").expect(200)
    me = server.role("penilai").get("/api/v1/saya").json["pegawai"]["id"]
    rows = server.role("atasan_penilai").get(f"/api/v1/evaluasi?periode={periode}&pegawai={me}").expect(200).json["data"]
    return f"/api/v1/evaluasi/{rows[0]['id']}"


def capaian(server, periode):
    return f"/api/v1/unit/{units(server)[PKM]}/capaian-organisasi/{periode}"


def act(client, path, aksi, **more):
    return client.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=client.get(path).expect(200).etag)


def rate(server, path, hasil, perilaku="sesuai"):
    kadis = server.role("atasan_penilai")
    return kadis.post(f"{path}/nilai", {"rating_hasil": hasil, "rating_perilaku": perilaku}, etag=kadis.get(path).etag)


@case
def a10_istimewa_and_sesuai_is_baik(server):
    """Nothing can be rated before the achievement is fixed; then the rating is its word, and no other is taken."""
    kapus, kadis, pengelola = server.role("penilai"), server.role("atasan_penilai"), server.role("pengelola")
    periode = "2026-TW1"
    path, unit = his_evaluation(server, periode), capaian(server, periode)
    waits = kadis.get(path).expect(200).json["kepala_unit"]
    assert waits["capaian"] is None and PKM not in waits["menunggu"] and periode in waits["menunggu"], waits
    rate(server, path, "di_atas").expect(409, "evaluasi.menunggu_capaian")

    # The pengelola proposes with what the planning unit says; the head may propose too, and fixes nothing.
    word = {"predikat": "istimewa", "catatan": "Rencana aksi melampaui target",
            "rekomendasi": [{"dari": "perencanaan", "isi": "Capaian terverifikasi"}]}
    assert pengelola.get(unit).json["status"] == "belum"
    act(pengelola, unit, "usulkan", predikat="istimewa").expect(422, "alur.tanpa_catatan")
    sent = act(pengelola, unit, "usulkan", **word).expect(200)
    assert sent.json["status"] == "capaian_diusulkan" and sent.json["usul"]["rekomendasi"][0]["dari"] == "perencanaan", sent
    act(kapus, unit, "tetapkan", predikat="istimewa").expect(403)
    act(kadis, unit, "kembalikan", catatan="Lampirkan buktinya").expect(200)
    act(kapus, unit, "usulkan", **word).expect(200)
    act(pengelola, unit, "tetapkan", predikat="istimewa").expect(403)
    rate(server, path, "di_atas").expect(409, "evaluasi.menunggu_capaian")
    done = act(kadis, unit, "tetapkan", predikat="istimewa").expect(200)
    assert done.json["status"] == "capaian_ditetapkan" and done.json["predikat"] == "istimewa", done
    # The camat of the territory sees the figure and none of the reasons.
    seen = server.role("camat").get(unit).expect(200).json
    assert seen["predikat"] == "istimewa" and seen["usul"] is None and seen["pola"] == [], seen

    typed = rate(server, path, "sesuai").expect(409, "evaluasi.rating_kepala_unit")
    assert "capaian kinerja organisasi" in typed.json["detail"], typed
    assert kadis.post(f"{path}/saran").expect(200).json["rating_hasil"] == "di_atas"
    rated = rate(server, path, "di_atas").expect(200)
    assert rated.json["predikat"] == "baik" and rated.json["kepala_unit"]["hasil_id"], rated
    jejak = kadis.get(f"{path}/jejak").expect(200).json["hasil"]
    row = next(h for h in jejak if h["kode"] == "fungsi.rating_hasil_kepala_unit")
    assert row["nilai"] == "di_atas" and row["masukan"] == {"organisasi": "istimewa"} and row["sama"] and row["jejak"], row
    assert jejak[-1]["nilai"] == "baik"


@case
def a11_kurang_and_sesuai_is_butuh_perbaikan(server):
    """The other end; and a rating that rests on an achievement which has changed is not fixed."""
    kadis = server.role("atasan_penilai")
    path, unit = his_evaluation(server, "2026-TW2"), capaian(server, "2026-TW2")
    kadis.put(unit, {"predikat": "kurang"}).expect(200)
    rated = rate(server, path, "di_bawah").expect(200)
    assert rated.json["predikat"] == "butuh_perbaikan", rated

    now = kadis.get(unit)
    kadis.put(unit, {"predikat": "baik"}, etag=now.etag).expect(422, "alur.tanpa_catatan")
    moved = kadis.put(unit, {"predikat": "baik", "alasan": "Data semula keliru"}, etag=now.etag).expect(200)
    kadis.post(f"{path}/aksi", {"aksi": "tetapkan", "catatan": "Triwulan pertama menyusul"}, etag=rated.etag).expect(409, "evaluasi.capaian_berubah")
    rate(server, path, "di_bawah").expect(409, "evaluasi.rating_kepala_unit")
    kadis.put(unit, {"predikat": "kurang", "alasan": "Data semula ternyata benar"}, etag=moved.etag).expect(200)
    again = rate(server, path, "di_bawah").expect(200)
    assert again.json["predikat"] == "butuh_perbaikan"
    kadis.post(f"{path}/aksi", {"aksi": "tetapkan", "catatan": "Triwulan pertama menyusul"}, etag=again.etag).expect(200)
    # His evaluation stands on it: from now on it is not changed any more.
    act(kadis, unit, "batalkan", catatan="Salah").expect(409, "capaian.dipakai")
    verify = server.cli("score", "verify", "--json")
    assert '"berbeda":0' in verify.stdout.replace(" ", ""), verify.stdout


@case
def a_year_has_two_parts(server):
    """Annual achievement: perjanjian kinerja and expectations beside the predikat."""
    kadis, unit = server.role("atasan_penilai"), capaian(server, "2026")
    kadis.put(unit, {"predikat": "baik"}).expect(422, "capaian.bagian")
    kadis.put(capaian(server, "2026-TW3"), {"predikat": "baik", "capaian_pk": "sesuai"}).expect(422, "capaian.bagian")
    got = kadis.put(unit, {"predikat": "baik", "capaian_pk": "sesuai", "ekspektasi": "di_atas"}).expect(200)
    assert (got.json["capaian_pk"], got.json["ekspektasi"]) == ("sesuai", "di_atas"), got
    waiting = kadis.get("/api/v1/capaian-organisasi?periode=2026&status=belum&batas=200").expect(200).json["data"]
    assert PKM not in [u["unit"]["kode"] for u in waiting], waiting
    kadis.get("/api/v1/capaian-organisasi").expect(422)
