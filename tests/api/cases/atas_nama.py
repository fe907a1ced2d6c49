"""Authorisations and drafts, from the side of whoever would misuse them: self-confirmation, ended letters, changed
texts, drafts about oneself, chains, replays, sheets checked by the wrong people, tokens."""
from lib.client import Client
from lib.suite import case

from .story import TAHUN

SURAT = {"nomor": "800/12/PKM/2027", "tanggal": f"{TAHUN}-01-04"}
LEMBAR = b"%PDF-1.4\n" + b"Lembar bertanda tangan " * 40


def person(server, jabatan, nth=0, unit="pkm-tenayan-raya"):
    """NIP of the nth holder of a post in a unit."""
    a = server.role("auditor")
    units = {u["kode"]: u["id"] for u in a.get("/api/v1/unit?batas=200").expect(200).json["data"]}
    rows = [p for p in a.get(f"/api/v1/skp?unit={units[unit]}&tahun=2026&batas=200").json["data"] if p["jabatan"].startswith(jabatan)]
    return rows[nth]["pegawai"]["nip"]


def let_in(server, nip):
    """A client of somebody without a column: the administrator hands out a code."""
    if nip not in server.passwords:
        admin = server.role("admin_pusat")
        id = admin.get(f"/api/v1/akun?cari={nip}").expect(200).json["data"][0]["id"]
        tag = admin.get(f"/api/v1/akun/{id}").expect(200).etag
        server.passwords[nip] = admin.post(f"/api/v1/akun/{id}/kode", {"jam": 24}, etag=tag).expect(200).json["kode_sekali"]
    return server.login(nip)


def clerk(server, nth=0):
    return let_in(server, person(server, "Pengadministrasi Umum", nth))


def me(c):
    return c.get("/api/v1/saya").expect(200).json["pegawai"]


def authorise(giver, holder, jenis, mulai=f"{TAHUN}-01-01", selesai=f"{TAHUN}-12-31", **more):
    body = {"penerima": me(holder)["nip"], "jenis": jenis, "mulai": mulai, "selesai": selesai, **SURAT, **more}
    return giver.post("/api/v1/kuasa", body).expect(201)


def revoke(c, kuasa):
    return c.post(f"{kuasa}/aksi", {"aksi": "cabut", "catatan": "Tidak perlu lagi"}, etag=c.get(kuasa).etag).expect(200)


def look(c, kuasa, jenis, **target):
    query = "".join(f"&{k}={v}" for k, v in target.items())
    return c.get(f"{kuasa}/objek?jenis={jenis}{query}")


def prepare(c, kuasa, jenis, isi, versi=None, **target):
    if versi is None:
        versi = look(c, kuasa, jenis, **target).expect(200).json["versi"]
    return c.post("/api/v1/naskah", {"kuasa": int(kuasa.split("/")[-1]), "jenis": jenis, "versi": versi, "isi": isi, **target})


def confirm(c, naskah, hash=None, step="konfirmasi", **kw):
    seen = c.get(naskah)
    return c.post(f"{naskah}/{step}", {"hash": hash or seen.json["hash"]}, etag=kw.pop("etag", seen.etag), **kw)


def sheet(c, naskah, nomor="800/77/PKM", tanggal=f"{TAHUN}-01-20", nama="lembar.pdf", raw=LEMBAR):
    query = f"nama={nama}&nomor={nomor.replace('/', '%2F')}&tanggal={tanggal}"
    return c.send("POST", f"{naskah}/lembar?{query}", raw=raw, ctype="application/octet-stream", etag=c.get(naskah).etag)


def own_month(server, holder, month):
    """The nurse's realisation of a month: authorisation and object."""
    nurse = server.role("pegawai")
    skp = nurse.get(f"/api/v1/skp?lingkup=diri&tahun={TAHUN}").json["data"][0]["id"]
    return authorise(nurse, holder, ["realisasi"]).headers["location"], {"skp": skp, "periode": month}


def a_value(server, skp, n):
    plan = server.role("pegawai").get(f"/api/v1/skp/{skp}").expect(200).json
    ik = next(i for r in plan["rhk"] for i in r["indikator"] if not i["plugin"])
    return {"nilai": [{"indikator_id": ik["id"], "nilai": n}]}


@case
def an_authorisation_has_bounds(server):
    """Not to oneself, not for longer than the rule, not by somebody else; revoked it is gone."""
    server.set_time(f"{TAHUN}-05-06T03:00:00Z")
    nurse, tu, kapus = server.role("pegawai"), clerk(server), server.role("penilai")
    base = {"penerima": me(tu)["nip"], "jenis": ["skp"], "mulai": f"{TAHUN}-06-01", "selesai": f"{TAHUN}-06-30", **SURAT}
    nurse.post("/api/v1/kuasa", {**base, "penerima": me(nurse)["nip"]}).expect(422, "kuasa.diri_sendiri")
    nurse.post("/api/v1/kuasa", {**base, "selesai": f"{TAHUN + 1}-06-30"}).expect(422, "kuasa.rentang")
    nurse.post("/api/v1/kuasa", {**base, "selesai": f"{TAHUN}-04-30"}).expect(422, "kuasa.rentang")
    nurse.post("/api/v1/kuasa", {**base, "jenis": ["konseling"]}).expect(422)
    nurse.post("/api/v1/kuasa", {**base, "penerima": "0" * 18}).expect(404)
    kapus.post("/api/v1/kuasa", {**base, "pegawai": me(nurse)["id"]}).expect(403)
    admin = server.role("admin_unit")
    admin.post("/api/v1/kuasa", {**base, "pegawai": me(nurse)["id"], "penerima": me(admin)["nip"]}).expect(422, "kuasa.diri_sendiri")
    made = admin.post("/api/v1/kuasa", {**base, "pegawai": me(nurse)["id"]}).expect(201)
    kuasa = made.headers["location"]
    assert nurse.get(kuasa).aksi("cabut")["boleh"] and not tu.get(kuasa).aksi("cabut")["boleh"], "the person may end it"
    kapus.get(kuasa).expect(404)
    # It begins in June.
    look(tu, kuasa, "skp.simpan", skp=1).expect(409, "kuasa.tidak_berlaku")
    nurse.post(f"{kuasa}/aksi", {"aksi": "cabut"}, etag=made.etag).expect(422, "alur.tanpa_catatan")
    tu.post(f"{kuasa}/aksi", {"aksi": "cabut", "catatan": "x"}, etag=made.etag).expect(403)
    assert revoke(nurse, kuasa).json["berlaku"] is False
    row = server.role("auditor").get("/api/v1/audit?objek=kuasa&batas=2").expect(200).json["data"]
    assert [r["peristiwa"] for r in row] == ["cabut", "beri"], row


@case
def only_the_person_confirms_and_once(server):
    tu, nurse, kapus = clerk(server), server.role("pegawai"), server.role("penilai")
    kuasa, target = own_month(server, tu, f"{TAHUN}-08")
    made = prepare(tu, kuasa, "realisasi.simpan", a_value(server, target["skp"], 3), **target).expect(201)
    naskah = made.headers["location"]
    where = f"/api/v1/skp/{target['skp']}/realisasi/{target['periode']}"
    assert nurse.get(where).etag is None, "nothing was saved"
    assert any(b["menjadi"] == 3 or "3" in str(b["menjadi"]) for b in nurse.get(naskah).json["perbedaan"]), nurse.get(naskah)
    confirm(tu, naskah).expect(403, "umum.tidak_berhak")
    confirm(kapus, naskah, hash=made.json["hash"], etag=made.etag).expect(404)
    confirm(nurse, naskah, hash="0" * 64).expect(409, "naskah.isi_berbeda")
    nurse.post(f"{naskah}/konfirmasi", {"hash": made.json["hash"]}).expect(428)
    done = confirm(nurse, naskah, key="konfirmasi-1").expect(200)
    assert done.json["status"] == "dikonfirmasi" and done.json["diputus"], done
    saved = nurse.get(where).expect(200)
    assert [n["nilai"] for n in saved.json["nilai"] if n["nilai"] is not None] == [3], saved
    # Again: the same key is the same reply, without it there is nothing left to confirm.
    confirm(nurse, naskah, etag=made.etag, key="konfirmasi-1").expect(200)
    confirm(nurse, naskah).expect(409, "alur.peristiwa")
    assert nurse.get(where).etag == saved.etag
    rows = server.role("auditor").get("/api/v1/audit?objek=realisasi&batas=5").expect(200).json["data"]
    row = next(r for r in rows if r["peristiwa"] == "simpan")
    assert row["isi"]["naskah"]["disiapkan_oleh"] == me(tu)["nama"].split(",")[0] and row["isi"]["naskah"]["cara"] == "akun", row
    revoke(nurse, kuasa)


@case
def what_was_shown_is_what_is_confirmed(server):
    """The drafter changes the text between preview and confirmation; the object moves; the letter ends."""
    tu, nurse = clerk(server), server.role("pegawai")
    kuasa, target = own_month(server, tu, f"{TAHUN}-09")
    where = f"/api/v1/skp/{target['skp']}/realisasi/{target['periode']}"
    made = prepare(tu, kuasa, "realisasi.simpan", a_value(server, target["skp"], 4), **target).expect(201)
    naskah, seen = made.headers["location"], nurse.get(made.headers["location"])
    new = tu.put(naskah, {"versi": 0, "isi": a_value(server, target["skp"], 400)}, etag=made.etag).expect(200)
    assert new.json["hash"] != seen.json["hash"]
    confirm(nurse, naskah, hash=seen.json["hash"], etag=seen.etag).expect(409, "naskah.isi_berbeda")
    confirm(nurse, naskah, hash=seen.json["hash"]).expect(409, "naskah.isi_berbeda")
    # She saves herself meanwhile: told what has moved, and the draft stays.
    nurse.put(where, a_value(server, target["skp"], 5)).expect(200)
    stale = confirm(nurse, naskah).expect(409, "naskah.usang")
    assert stale.json["isian"], stale
    shown = nurse.get(naskah).json
    assert shown["usang"] and shown["berubah"] and shown["status"] == "disiapkan", shown
    tu.put(naskah, {"versi": 0, "isi": new.json["isi"]}, etag=new.etag).expect(428)
    again = tu.put(naskah, {"versi": 1, "isi": a_value(server, target["skp"], 6)}, etag=new.etag).expect(200)
    assert not again.json["usang"]
    # Returned with a note, renewed, and then the letter is revoked.
    nurse.post(f"{naskah}/aksi", {"aksi": "kembalikan"}, etag=again.etag).expect(422, "alur.tanpa_catatan")
    back = nurse.post(f"{naskah}/aksi", {"aksi": "kembalikan", "catatan": "Tujuh"}, etag=again.etag).expect(200)
    confirm(nurse, naskah).expect(409, "alur.peristiwa")
    tu.put(naskah, {"versi": 1, "isi": a_value(server, target["skp"], 7)}, etag=back.etag).expect(200)
    revoke(nurse, kuasa)
    confirm(nurse, naskah).expect(409, "kuasa.tidak_berlaku")
    lost = tu.get(naskah).expect(200).json
    assert lost["isi"] is None and lost["perbedaan"] == [] and not any(a["boleh"] for a in lost["aksi"] if a["aksi"] != "tarik"), lost
    look(tu, kuasa, "realisasi.simpan", **target).expect(409, "kuasa.tidak_berlaku")
    assert nurse.get(where).json["nilai"][-1]["nilai"] == 5 or "5" in str(nurse.get(where).json["nilai"])


@case
def nothing_beyond_the_letter(server):
    """Other kinds, other people's objects, other people's letters, chains, and refusals of the ordinary command."""
    tu, tu2, nurse, kapus = clerk(server), clerk(server, 1), server.role("pegawai"), server.role("penilai")
    kuasa, target = own_month(server, tu, f"{TAHUN}-11")
    isi = a_value(server, target["skp"], 1)
    prepare(tu, kuasa, "skp.ajukan", {"aksi": "ajukan"}, versi=1, skp=target["skp"]).expect(403, "kuasa.bukan_jenisnya")
    look(tu, kuasa, "evaluasi.nilai", evaluasi=1).expect(403, "kuasa.bukan_jenisnya")
    other = server.role("auditor").get("/api/v1/skp?tahun=2026&batas=1").json["data"][0]["id"]
    assert prepare(tu, kuasa, "realisasi.simpan", {"nilai": []}, versi=1, skp=other, periode="2026-11").status == 404
    tu.post("/api/v1/naskah", {"kuasa": int(kuasa.split("/")[-1]), "jenis": "realisasi.simpan", "isi": isi}).expect(422)
    # Hers, of a colleague who was authorised by somebody else; and through a colleague who holds a letter himself.
    prepare(tu2, kuasa, "realisasi.simpan", isi, versi=0, **target).expect(404, "kuasa.tidak_ada")
    chain = authorise(tu, tu2, ["realisasi"]).headers["location"]
    prepare(tu2, chain, "realisasi.simpan", isi, versi=0, **target).expect(404)
    # What the ordinary address refuses, with its own code.
    wrong = {"nilai": [{"indikator_id": isi["nilai"][0]["indikator_id"], "nilai": "banyak"}]}
    r = prepare(tu, kuasa, "realisasi.simpan", wrong, versi=0, **target).expect(422)
    assert r.json["isian"][0]["letak"].startswith("/isi/nilai/0"), r
    prepare(tu, kuasa, "realisasi.ajukan", {"aksi": "tarik"}, versi=0, **target).expect(422)
    prepare(tu, kuasa, "realisasi.simpan", isi, versi=9, **target).expect(412)
    # Nor may he do it under his own name.
    tu.put(f"/api/v1/skp/{target['skp']}/realisasi/{target['periode']}", isi).expect(404)
    # The evaluator's clerk is not the one who is judged.
    raise_ = authorise(kapus, nurse, ["evaluasi", "putusan_skp", "putusan_realisasi"]).headers["location"]
    mine = nurse.get(f"/api/v1/evaluasi?lingkup=diri&periode={TAHUN}-TW1").json["data"][0]["id"]
    look(nurse, raise_, "evaluasi.nilai", evaluasi=mine).expect(403, "naskah.diri_sendiri")
    rating = {"rating_hasil": "di_atas", "rating_perilaku": "di_atas", "alasan": "Sangat rajin"}
    prepare(nurse, raise_, "evaluasi.nilai", rating, versi=1, evaluasi=mine).expect(403, "naskah.diri_sendiri")
    prepare(nurse, raise_, "skp.setujui", {"aksi": "setujui"}, versi=1, skp=target["skp"]).expect(403, "naskah.diri_sendiri")
    listed = nurse.get(f"{raise_}/sasaran?jenis=evaluasi.nilai").expect(200).json["data"]
    assert listed and mine not in [x["evaluasi_id"] for x in listed], listed
    assert not any("rating" in k for x in listed for k in x)
    # Letters are not read with a token that acts; a token never confirms.
    made = prepare(tu, kuasa, "realisasi.simpan", isi, **target).expect(201)
    token = nurse.post("/api/v1/saya/token", {"nama": "uji", "hari": 1, "baca": False, "sandi": server.passwords[server.roles["pegawai"]]}).expect(201).json["token"]
    bot = Client(server, "token")
    bot.bearer = token
    confirm(bot, made.headers["location"], hash=made.json["hash"]).expect(403)
    bot.post("/api/v1/kuasa", {"penerima": me(tu)["nip"], "jenis": ["skp"], "mulai": f"{TAHUN}-05-01", "selesai": f"{TAHUN}-05-31", **SURAT}).expect(403)
    bot.close()
    tu.post(f"{made.headers['location']}/aksi", {"aksi": "tarik"}, etag=made.etag).expect(200)
    for c, k in ((nurse, kuasa), (tu, chain), (kapus, raise_)):
        revoke(c, k)


@case
def a_sheet_needs_a_second_officer(server):
    """Number, date, a real picture or PDF, and neither the drafter nor who entered the letter compares it."""
    tu, nurse, office = clerk(server), server.role("pegawai"), server.role("pengelola")
    admin = server.role("admin_unit")
    given = admin.post("/api/v1/kuasa", {"pegawai": me(nurse)["id"], "penerima": me(tu)["nip"], "jenis": ["realisasi"],
                                         "mulai": f"{TAHUN}-01-01", "selesai": f"{TAHUN}-12-31", **SURAT}).expect(201)
    unused, target = own_month(server, clerk(server, 1), f"{TAHUN}-12")
    kuasa = given.headers["location"]
    made = prepare(tu, kuasa, "realisasi.simpan", a_value(server, target["skp"], 2), **target).expect(201)
    naskah = made.headers["location"]
    office.get(naskah).expect(404)  # as long as no sheet waits for him
    sheet(tu, naskah, tanggal="2031-01-01").expect(422, "naskah.lembar")
    sheet(tu, naskah, nama="lembar.csv", raw=b"a;b\n").expect(422, "naskah.lembar")
    sheet(nurse, naskah).expect(403)
    up = sheet(tu, naskah).expect(200)
    assert up.json["status"] == "lembar_diunggah" and up.json["lembar"]["nomor"] == "800/77/PKM", up
    assert [x["id"] for x in office.get("/api/v1/naskah?sebagai=pemeriksa").expect(200).json["data"]] == [up.json["id"]]
    assert office.get(f"{naskah}/lembar").expect(200).raw == LEMBAR
    server.role("camat").get(f"{naskah}/lembar").expect(404)
    confirm(tu, naskah, step="periksa").expect(403)
    confirm(admin, naskah, step="periksa").expect(403, "naskah.pemeriksa")
    office.post(f"{naskah}/periksa", {"hash": "0" * 64}, etag=up.etag).expect(409, "naskah.isi_berbeda")
    # A new text voids the sheet.
    new = tu.put(naskah, {"versi": 0, "isi": a_value(server, target["skp"], 8)}, etag=up.etag).expect(200)
    assert new.json["lembar"] is None and new.json["status"] == "disiapkan", new
    office.get(naskah).expect(404)
    sheet(tu, naskah).expect(200)
    done = confirm(office, naskah, step="periksa").expect(200)
    assert done.json["status"] == "diperiksa" and done.json["pemeriksa"] == me(office)["nama"].split(",")[0], done
    where = f"/api/v1/skp/{target['skp']}/realisasi/{target['periode']}"
    assert "8" in str(nurse.get(where).expect(200).json["nilai"])
    rows = server.role("auditor").get("/api/v1/audit?objek=realisasi&batas=5").expect(200).json["data"]
    told = next(r for r in rows if r["peristiwa"] == "simpan")["isi"]["naskah"]
    assert told["cara"] == "lembar" and told["lembar"]["nomor"] == "800/77/PKM" and told["lembar"]["diperiksa_oleh"], told
    assert server.role("auditor").post("/api/v1/audit/verify").expect(200).json["rusak"] == 0
    for k in (kuasa, unused):
        revoke(nurse, k)
