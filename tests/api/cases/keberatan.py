"""The nurse does not agree: receipt, objection, both explain, her evaluator's superior decides; late, second, withdrawn."""
from lib.suite import case

from .story import TAHUN

ALASAN = "Dua posyandu tambahan tidak dihitung"


def evaluasi(server, periode):
    """Her evaluation in that period, prepared where it is not there yet."""
    server.role("admin_pusat").post(f"/api/v1/periode/{periode}/evaluasi").expect(200)
    me = server.role("pegawai").get("/api/v1/saya").json["pegawai"]["id"]
    rows = server.role("penilai").get(f"/api/v1/evaluasi?periode={periode}&pegawai={me}").expect(200).json["data"]
    return f"/api/v1/evaluasi/{rows[0]['id']}"


def fixed(server, periode):
    kapus, path = server.role("penilai"), evaluasi(server, periode)
    rated = kapus.post(f"{path}/nilai", {"rating_hasil": "sesuai", "rating_perilaku": "sesuai", "alasan": "Menurut pantauan"},
                       etag=kapus.get(path).etag).expect(200)
    kapus.post(f"{path}/aksi", {"aksi": "tetapkan"}, etag=rated.etag).expect(200)
    return path


def act(client, path, aksi, status=200, code=None, **more):
    return client.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=client.get(path).etag).expect(status, code)


def object_to(server, path, alasan=ALASAN, **kw):
    c = server.role("pegawai")
    return c.post(f"{path}/keberatan", {"alasan": alasan}, etag=c.get(path).etag, **kw)


@case
def an_objection_changes_the_predikat(server):
    """Day 14 counts; both sides are heard; the decision is signed, final, and the old ratings stay readable."""
    server.set_time(f"{TAHUN}-04-06T02:00:00Z")
    path = evaluasi(server, f"{TAHUN}-TW1")
    before = server.role("pegawai").get(path).expect(200)
    assert before.json["diterima"] is None and before.aksi("terima")["boleh"] and before.aksi("keberatan")["boleh"], before
    got = act(server.role("pegawai"), path, "terima").json
    assert (got["tanggapan"], got["diterima"], got["batas_keberatan"]) == ("menerima", f"{TAHUN}-04-06", f"{TAHUN}-04-20")
    act(server.role("pegawai"), path, "tolak", 409, "evaluasi.sudah_ditanggapi", catatan="Tidak setuju")
    act(server.role("admin_pusat"), path, "finalkan", 409, "keberatan.masih_berjalan")
    object_to(server, path, alasan="  ").expect(422)

    server.set_time(f"{TAHUN}-04-20T09:00:00Z")  # the evening of day 14 in Pekanbaru
    made = object_to(server, path, key="keberatan-tw1").expect(201)
    k = made.headers["location"]
    assert object_to(server, path, key="keberatan-tw1").status == 422, "the key is that of another If-Match"
    assert made.json["status"] == "diajukan" and made.json["semula"]["predikat"] == before.json["predikat"]
    assert server.role("pegawai").get(path).json["status"] == "keberatan"
    object_to(server, path).expect(409, "alur.peristiwa")

    kadis, kapus, perawat = server.role("atasan_penilai"), server.role("penilai"), server.role("pegawai")
    assert [x["id"] for x in kadis.get("/api/v1/keberatan?status=diajukan").expect(200).json["data"]] == [made.json["id"]]
    act(kapus, k, "periksa", 403)
    act(kadis, k, "periksa")
    act(kadis, k, "tolak", 409, "keberatan.belum_dijelaskan", catatan="Terlalu cepat")
    act(perawat, k, "jelaskan", catatan="Posyandu Kenanga dan Dahlia sejak Februari")
    act(kapus, k, "jelaskan", 422, "alur.tanpa_catatan")
    act(kapus, k, "jelaskan", catatan="Belum tercatat di SIMPUS")
    heard = kadis.get(k).expect(200)
    assert heard.json["penjelasan_pegawai"].startswith("Posyandu Kenanga") and heard.json["penjelasan_penilai"], heard
    was = heard.json["semula"]
    same = {"rating_hasil": was["rating_hasil"], "rating_perilaku": was["rating_perilaku"], "alasan": "Sama saja"}
    kadis.post(f"{k}/putusan", same, etag=heard.etag).expect(409, "keberatan.tidak_berubah")
    new = "di_atas" if was["rating_hasil"] != "di_atas" else "sesuai"
    word = {"rating_hasil": new, "rating_perilaku": was["rating_perilaku"], "alasan": "Kegiatan terbukti"}
    kapus.post(f"{k}/putusan", word, etag=heard.etag).expect(403)
    done = kadis.post(f"{k}/putusan", word, etag=heard.etag).expect(200)
    assert done.json["status"] == "diubah" and done.json["menjadi"]["rating_hasil"] == new and done.json["diputus"], done
    kadis.post(f"{k}/putusan", word, etag=done.etag).expect(409, "alur.peristiwa")

    after = perawat.get(path).expect(200)
    assert after.json["status"] == "diputus" and after.json["predikat"] == done.json["menjadi"]["predikat"], after
    assert after.json["predikat"] != before.json["predikat"]
    jejak = perawat.get(f"{path}/jejak").expect(200).json
    assert jejak["hasil"][-1]["nilai"] == after.json["predikat"] and all(h["sama"] for h in jejak["hasil"]), jejak
    act(server.role("admin_pusat"), path, "finalkan")
    assert perawat.get(path).json["status"] == "final"
    object_to(server, path).expect(409, "alur.peristiwa")
    rows = server.role("auditor").get("/api/v1/audit?objek=keberatan").expect(200).json["data"]
    assert any(r["peristiwa"] == "ubah" and r["dokumen"] for r in rows), rows


@case
def too_late_is_kept_and_changes_nothing(server):
    """She refuses to sign: the evaluation stands, the clock runs, and the period waits for its end."""
    server.set_time(f"{TAHUN}-04-21T02:00:00Z")
    periode = f"{TAHUN}-02"
    path = fixed(server, periode)
    act(server.role("pegawai"), path, "tolak", 422, "alur.tanpa_catatan")
    got = act(server.role("pegawai"), path, "tolak", catatan="Belum membaca").json
    assert (got["status"], got["tanggapan"], got["batas_keberatan"]) == ("ditetapkan", "menolak", f"{TAHUN}-05-05")
    others = server.role("auditor").get(f"/api/v1/evaluasi?periode={periode}&status=belum&batas=200").json["data"]
    pengelola = server.role("pengelola")
    for v in others:
        act(pengelola, f"/api/v1/evaluasi/{v['id']}", "lewati", catatan="Tidak bertugas")
    admin = server.role("admin_pusat")
    act(admin, f"/api/v1/periode/{periode}", "kunci")
    act(admin, f"/api/v1/periode/{periode}", "tutup", 409, "periode.belum_selesai")

    server.set_time(f"{TAHUN}-05-06T02:00:00Z")
    assert server.role("pegawai").get(path).aksi("keberatan")["code"] == "keberatan.terlambat"
    late = object_to(server, path).expect(201)
    assert late.json["status"] == "tidak_diterima" and late.json["aksi"][0]["boleh"] is False, late
    assert server.role("pegawai").get(path).json["status"] in ("ditetapkan", "final")
    object_to(server, path).expect(409)
    act(server.role("admin_pusat"), f"/api/v1/periode/{periode}", "tutup")


@case
def withdrawn_and_not_raised_again(server):
    """Without a receipt she may object at once; withdrawing brings the evaluation back; there is no second objection."""
    path = fixed(server, f"{TAHUN}-01")
    made = object_to(server, path).expect(201)
    k = made.headers["location"]
    act(server.role("penilai"), k, "cabut", 403)
    act(server.role("pegawai"), k, "cabut")
    back = server.role("pegawai").get(path).expect(200)
    assert back.json["status"] == "ditetapkan" and back.json["keberatan_id"] == made.json["id"], back
    object_to(server, path).expect(409, "keberatan.sudah_ada")


@case
def a_rule_is_dated_and_has_a_source(server):
    """Days are data: a new row holds from its day on; what has begun is not ruled anew."""
    admin = server.role("admin_pusat")
    rows = admin.get("/api/v1/aturan").expect(200).json["data"]
    assert any(r["kode"] == "keberatan.hari" and r["nilai"] == 14 and r["sumber"] for r in rows), rows
    new = {"kode": "keberatan.putusan_hari", "mulai": f"{TAHUN + 1}-01-01", "nilai": 21, "sumber": "Perwako 7 Tahun 2027"}
    assert admin.post("/api/v1/aturan", new).expect(201).json["nilai"] == 21
    admin.post("/api/v1/aturan", {**new, "mulai": f"{TAHUN}-01-01"}).expect(409, "aturan.mulai")
    admin.post("/api/v1/aturan", {**new, "kode": "tidak.ada"}).expect(404, "aturan.tidak_ada")
    admin.post("/api/v1/aturan", {**new, "sumber": ""}).expect(422)
