"""Feedback by head, colleague and subordinate; who sees whom named; requests; guidance and counselling."""
from datetime import datetime, timedelta

from lib.server import NOW
from lib.suite import case

from .story import TAHUN

MULAI = f"{TAHUN}-05-10T02:00:00Z"
HARI = MULAI[:10]
BULAN = MULAI[:7]


def me(client):
    return client.get("/api/v1/saya").expect(200).json["pegawai"]["id"]


def plan(server, role, tahun=TAHUN):
    rows = server.role(role).get(f"/api/v1/skp?lingkup=diri&tahun={tahun}").expect(200).json["data"]
    return next(p["id"] for p in rows if p["n_berlaku"])


def colleague(server, unit="pkm-tenayan-raya", word="Perawat"):
    """Somebody of that unit who is none of the demonstration accounts, logged in with a one-time code."""
    a, admin = server.role("auditor"), server.role("admin_pusat")
    units = {u["kode"]: u["id"] for u in a.get("/api/v1/unit?batas=200").json["data"]}
    for p in a.get(f"/api/v1/pegawai?unit={units[unit]}&batas=200").expect(200).json["data"]:
        if p["nip"] in server.roles.values() or word not in str(p):
            continue
        if p["nip"] not in server.passwords:
            row = admin.get(f"/api/v1/akun?cari={p['nip']}").expect(200).json["data"][0]
            code = admin.post(f"/api/v1/akun/{row['id']}/kode", {}, etag=admin.get(f"/api/v1/akun/{row['id']}").etag).expect(200)
            server.passwords[p["nip"]] = code.json["kode_sekali"]
        return server.login(p["nip"])
    raise AssertionError(f"nobody in {unit}")


def act(client, path, aksi, status=200, code=None, **more):
    return client.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=client.get(path).etag).expect(status, code)


@case
def heads_are_named_and_colleagues_are_not(server):
    """To the owner a colleague is "Rekan kerja"; head and pengelola see who it was; nobody else sees anything."""
    server.set_time(MULAI)
    perawat, kapus, rekan = server.role("pegawai"), server.role("penilai"), colleague(server)
    skp = plan(server, "pegawai")
    path = f"/api/v1/skp/{skp}/umpan-balik"
    bahan = rekan.get(f"/api/v1/skp/{skp}/bahan-umpan-balik").expect(200).json
    assert (bahan["peran"], bahan["tampil"]) == ("rekan", "peran") and len(bahan["perilaku"]) == 7, bahan
    assert skp in [x["skp_id"] for x in rekan.get("/api/v1/saya/penerima-umpan-balik?batas=200").expect(200).json["data"]]
    rekan.get(f"/api/v1/skp/{skp}").expect(404)  # what she may speak about, not what it says
    rhk = bahan["rhk"][0]["id"]

    said = rekan.post(path, {"rhk_id": rhk, "sifat": "positif", "teks": "Cepat menggantikan yang berhalangan"},
                      key="rekan-satu").expect(201)
    again = rekan.post(path, {"rhk_id": rhk, "sifat": "positif", "teks": "Cepat menggantikan yang berhalangan"}, key="rekan-satu")
    assert again.status == 201 and again.json["id"] == said.json["id"], "once"
    assert said.json["oleh"]["id"] == me(rekan) and said.json["tanggal"] == HARI, said
    led = kapus.post(path, {"nilai": 2, "sifat": "perbaikan", "teks": "Laporan agar tepat waktu"}).expect(201).json
    assert led["peran"] == "pimpinan" and led["nilai_nama"] == "Akuntabel", led

    rows = {r["id"]: r for r in perawat.get(path).expect(200).json["data"]}
    hers, his = rows[said.json["id"]], rows[led["id"]]
    assert (hers["sebut"], hers["oleh"], hers["dibuat"], hers["permintaan_id"]) == ("Rekan kerja", None, None, None), hers
    assert his["oleh"]["id"] == me(kapus) and his["sebut"].startswith("Pimpinan ("), his
    name = rekan.get("/api/v1/saya").json["pegawai"]["nama"]
    assert name not in perawat.get(path).raw.decode()
    for role in ("penilai", "atasan_penilai", "pengelola"):
        rows = {r["id"]: r for r in server.role(role).get(path).expect(200).json["data"]}
        assert rows[said.json["id"]]["oleh"]["id"] == me(rekan), role
    for role in ("admin_pusat", "auditor", "admin_unit", "camat"):
        assert server.role(role).get(path).status in (403, 404), role
        assert server.role(role).get(f"/api/v1/umpan-balik/{led['id']}").status == 404, role
    assert [r["id"] for r in rekan.get("/api/v1/saya/umpan-balik").expect(200).json["data"]] == [said.json["id"]]

    # The owner answers; the words are not in the audit.
    one = f"/api/v1/umpan-balik/{led['id']}"
    act(kapus, one, "balas", 403, catatan="Sendiri")
    assert act(perawat, one, "balas", catatan="Mulai bulan depan tanggal 3").json["balasan"].startswith("Mulai")
    log = server.role("auditor").get("/api/v1/audit?objek=umpan_balik").expect(200)
    assert len(log.json["data"]) >= 3 and "tepat waktu" not in log.raw.decode() and "bulan depan" not in log.raw.decode()
    seen = perawat.get("/api/v1/saya/dibaca").expect(200).json["data"]
    server.tick(2)
    assert any(r["objek"] == "umpan_balik" for r in seen) or any(
        r["objek"] == "umpan_balik" for r in wait_reads(perawat)), "who read it is noted"


def wait_reads(client):
    import time
    for _ in range(100):
        rows = client.get("/api/v1/saya/dibaca").expect(200).json["data"]
        if any(r["objek"] == "umpan_balik" for r in rows):
            return rows
        time.sleep(0.1)
    return []


@case
def a_correction_has_its_time(server):
    """After the hours of the rule the words stay; withdrawn before, they are gone for everybody but their author."""
    perawat, kapus, skp = server.role("pegawai"), server.role("penilai"), plan(server, "pegawai")
    path = f"/api/v1/skp/{skp}/umpan-balik"
    start = datetime.fromisoformat(MULAI.replace("Z", "+00:00")) + timedelta(days=7)
    server.set_time(start.strftime("%Y-%m-%dT%H:%M:%SZ"))
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    a = kapus.post(path, {"nilai": 1, "sifat": "positif", "teks": "Satu"}).expect(201).json["id"]
    b = kapus.post(path, {"nilai": 1, "sifat": "positif", "teks": "Dua"}).expect(201).json["id"]
    act(kapus, f"/api/v1/umpan-balik/{a}", "tarik")
    assert a not in [r["id"] for r in perawat.get(path).json["data"]]
    assert perawat.get(f"/api/v1/umpan-balik/{a}").json["teks"] == ""
    act(kapus, f"/api/v1/umpan-balik/{a}", "ubah", 409, "alur.peristiwa", catatan="Lagi")
    server.set_time((start + timedelta(hours=25)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    kapus = server.role("penilai")
    act(kapus, f"/api/v1/umpan-balik/{b}", "ubah", 409, "umpan_balik.lewat_batas", catatan="Tiga")
    act(kapus, f"/api/v1/umpan-balik/{b}", "tarik", 409, "umpan_balik.lewat_batas")
    tomorrow = (start + timedelta(days=3)).strftime("%Y-%m-%d")
    for day in (tomorrow, f"{TAHUN}-01-02", f"{TAHUN - 1}-12-31"):
        kapus.post(path, {"nilai": 1, "sifat": "positif", "teks": "x", "tanggal": day}).expect(422, "umum.masukan")


@case
def abuse_is_limited(server):
    """Nobody speaks about himself, a stranger about nobody, a colleague so and so often a day."""
    server.set_time(f"{TAHUN}-05-20T02:00:00Z")
    perawat, rekan, skp = server.role("pegawai"), colleague(server), plan(server, "pegawai")
    body = {"nilai": 3, "sifat": "positif", "teks": "Terus belajar"}
    path = f"/api/v1/skp/{skp}/umpan-balik"
    perawat.post(path, body).expect(403, "umpan_balik.diri")
    server.role("camat").post(path, body).expect(404, "umpan_balik.bukan_pihak")
    server.role("camat").get(f"/api/v1/skp/{skp}/bahan-umpan-balik").expect(404, "umpan_balik.bukan_pihak")
    rekan.post(path, {**body, "rhk_id": 1}).expect(422)
    rekan.post(path, {"sifat": "positif", "teks": "x"}).expect(422)
    rekan.post(path, {"sifat": "positif", "teks": "x", "rhk_id": 999999}).expect(422)
    entry = perawat.get("/api/v1/progres?lingkup=diri&batas=1").json["data"][0]["id"]
    rekan.post(path, {**body, "progres_id": entry}).expect(404)  # she cannot see it herself
    codes = [rekan.post(path, {**body, "teks": f"Kali {i}"}).status for i in range(7)]
    assert codes == [201] * 5 + [429] * 2, codes
    # A subordinate speaks about the head, and stays unnamed to him.
    server.set_time(NOW)
    perawat, head = server.role("pegawai"), plan(server, "penilai", 2026)
    up = perawat.post(f"/api/v1/skp/{head}/umpan-balik", {"nilai": 4, "sifat": "perbaikan", "teks": "Rapat terlalu sore"}).expect(201)
    assert up.json["peran"] == "bawahan"
    row = next(r for r in server.role("penilai").get(f"/api/v1/skp/{head}/umpan-balik").json["data"] if r["id"] == up.json["id"])
    assert (row["sebut"], row["oleh"]) == ("Bawahan", None), row
    row = server.role("atasan_penilai").get(f"/api/v1/umpan-balik/{up.json['id']}").expect(200).json
    assert row["oleh"]["id"] == me(perawat), row
    server.set_time(f"{TAHUN}-05-20T02:00:00Z")


@case
def somebody_is_asked(server):
    """She asks a stranger to the unit; an open request lets him speak, once; the head asks a team leader."""
    perawat, kapus, camat = server.role("pegawai"), server.role("penilai"), server.role("camat")
    skp = plan(server, "pegawai")
    ask = f"/api/v1/skp/{skp}/minta-umpan-balik"
    nip = server.roles["camat"]
    perawat.post(ask, {"kepada": nip, "sebagai": "ketua_tim"}).expect(403)
    perawat.post(ask, {"kepada": server.roles["pegawai"]}).expect(422, "minta_umpan_balik.orang")
    camat.post(ask, {"kepada": nip}).expect(404)
    made = perawat.post(ask, {"kepada": nip, "pesan": "Posyandu di kelurahan"}).expect(201)
    perawat.post(ask, {"kepada": nip}).expect(409, "minta_umpan_balik.sudah_ada")
    assert [r["id"] for r in camat.get("/api/v1/saya/minta-umpan-balik").expect(200).json["data"]] == [made.json["id"]]
    assert made.json["id"] in [r["id"] for r in perawat.get("/api/v1/saya/minta-umpan-balik?arah=keluar").expect(200).json["data"]]
    assert camat.get(f"/api/v1/skp/{skp}/bahan-umpan-balik").expect(200).json["permintaan_id"] == made.json["id"]
    act(camat, made.headers["location"], "penuhi", 409, "alur.peristiwa")
    camat.post(f"/api/v1/skp/{skp}/umpan-balik", {"nilai": 7, "sifat": "positif", "teks": "Menggerakkan kader"}).expect(201)
    assert perawat.get(made.headers["location"]).json["status"] == "dipenuhi"
    camat.post(f"/api/v1/skp/{skp}/umpan-balik", {"nilai": 7, "sifat": "positif", "teks": "Lagi"}).expect(404)

    led = kapus.post(ask, {"kepada": nip, "sebagai": "ketua_tim"}).expect(201)
    perawat.get(led.headers["location"]).expect(404)  # whom he asks about her would name who answers
    act(camat, led.headers["location"], "tolak", 422, "alur.tanpa_catatan")
    act(camat, led.headers["location"], "tolak", catatan="Belum pernah satu tim")
    third = perawat.post(ask, {"kepada": nip}).expect(201)
    act(perawat, third.headers["location"], "batalkan")


@case
def guidance_is_answered_to_the_leaders_superior(server):
    """Planned, held, answered and signed by her; the head knows that, not what; the kadis reads and receives it."""
    perawat, kapus, kadis = server.role("pegawai"), server.role("penilai"), server.role("atasan_penilai")
    skp = plan(server, "pegawai")
    path = f"/api/v1/skp/{skp}/bimbingan"
    body = {"jenis": "bimbingan", "tanggal": f"{TAHUN}-05-24", "topik": "Antrean pagi", "berikutnya": f"{TAHUN}-06-18"}
    perawat.post(path, body).expect(403)
    kapus.post(path, {**body, "berikutnya": f"{TAHUN}-05-01"}).expect(422)
    kapus.post(path, {**body, "tanggal": f"{TAHUN + 1}-01-04", "berikutnya": None}).expect(422)
    made = kapus.post(path, body).expect(201)
    one = made.headers["location"]
    assert made.json["status"] == "dijadwalkan"
    act(kapus, one, "laksanakan", 409, "bimbingan.tanggal", catatan="Belum")
    server.set_time(f"{TAHUN}-05-24T03:00:00Z")
    perawat, kapus, kadis = server.role("pegawai"), server.role("penilai"), server.role("atasan_penilai")
    act(kapus, one, "laksanakan", 422, "alur.tanpa_catatan")
    act(kapus, one, "laksanakan", catatan="Loket kedua dibuka pukul 07.00")
    form = perawat.get(f"{one}/jawaban").expect(200)
    assert len(form.json["pernyataan"]) == 9 and all(p["keyakinan"] == "I" for p in form.json["pernyataan"]), form
    answers = [{"no": i, "nilai": 4, "catatan": "Waktunya kurang" if i == 2 else ""} for i in range(1, 10)]
    perawat.put(f"{one}/jawaban", {"jawaban": answers[:8]}, etag=form.etag).expect(422, "bimbingan.jawaban_tidak_lengkap")
    perawat.put(f"{one}/jawaban", {"jawaban": answers[:8] + answers[:1]}, etag=form.etag).expect(422, "bimbingan.jawaban_tidak_lengkap")
    kapus.put(f"{one}/jawaban", {"jawaban": answers}, etag=form.etag).expect(403)
    act(perawat, one, "jawab", 409)
    done = perawat.put(f"{one}/jawaban", {"jawaban": answers}, etag=form.etag).expect(200).json
    assert done["status"] == "dijawab" and done["dokumen"] and done["pernyataan"][1]["catatan"] == "Waktunya kurang", done
    told = kapus.get(f"{one}/jawaban").expect(200)
    assert told.json["terlihat"] is False and "Waktunya kurang" not in told.raw.decode(), told
    read = kadis.get(f"{one}/jawaban").expect(200).json
    assert read["terlihat"] and read["pernyataan"][1]["nilai"] == 4, read
    act(kapus, one, "terima", 403)
    act(kadis, one, "terima")
    for role in ("pengelola", "auditor", "admin_pusat", "camat"):
        assert server.role(role).get(one).status in (403, 404), role


@case
def counselling_stays_between_two(server):
    """Even the kadis sees a count and nothing else."""
    perawat, kapus, kadis = server.role("pegawai"), server.role("penilai"), server.role("atasan_penilai")
    skp = plan(server, "pegawai")
    path = f"/api/v1/skp/{skp}/bimbingan"
    unit = perawat.get("/api/v1/saya").json["penugasan"][0]["unit"]["id"]
    before = kadis.get(f"/api/v1/unit/{unit}/bimbingan?tahun={TAHUN}").expect(200).json
    made = kapus.post(path, {"jenis": "konseling", "tanggal": f"{TAHUN}-05-23", "topik": "Pribadi", "langkah": "Rujukan"}).expect(201)
    one = made.headers["location"]
    perawat.get(one).expect(200)
    kadis.get(one).expect(404)
    assert made.json["id"] in [b["id"] for b in perawat.get(path).expect(200).json["data"]]
    assert made.json["id"] not in [b["id"] for b in kadis.get(path).expect(200).json["data"]]
    perawat.get(f"{one}/jawaban").expect(404)
    after = kadis.get(f"/api/v1/unit/{unit}/bimbingan?tahun={TAHUN}").expect(200).json
    assert after["konseling"] == {"jumlah": before["konseling"]["jumlah"] + 1}, after
    assert perawat.get(f"/api/v1/unit/{unit}/bimbingan").status == 403
    assert "Pribadi" not in server.role("auditor").get("/api/v1/audit?objek=bimbingan").raw.decode()


@case
def competence_is_rated_for_the_person_to_see(server):
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    path = f"/api/v1/skp/{plan(server, 'pegawai')}/kompetensi"
    row = {"kompetensi": "Komunikasi", "nilai": 4, "alasan": "Menjelaskan obat dengan sabar", "saran": "Bahasa isyarat"}
    perawat.post(path, {"butir": [row]}).expect(403)
    kapus.post(path, {"butir": [{**row, "nilai": 6}]}).expect(422)
    made = kapus.post(path, {"butir": [row, {**row, "kompetensi": "Kerja sama", "saran": ""}]}).expect(201).json
    seen = perawat.get(path).expect(200).json["data"][0]
    assert seen["id"] == made["id"] and [b["no"] for b in seen["butir"]] == [1, 2] and seen["butir"][0]["nilai"] == 4, seen
    server.set_time(f"{TAHUN}-05-24T04:00:00Z")


@case
def it_stands_in_the_evaluation(server):
    """Prefixed by who said it; used by a rating it is no longer changed; a fixed evaluation takes no more."""
    server.set_time(f"{TAHUN}-05-27T02:00:00Z")
    kapus, perawat, rekan = server.role("penilai"), server.role("pegawai"), colleague(server)
    server.role("admin_pusat").post(f"/api/v1/periode/{BULAN}/evaluasi").expect(200)
    rows = kapus.get(f"/api/v1/evaluasi?periode={BULAN}&pegawai={me(perawat)}").expect(200).json["data"]
    path = f"/api/v1/evaluasi/{rows[0]['id']}"
    shown = kapus.get(path).expect(200).json["umpan_balik"]
    texts = [u["teks"] for u in shown]
    assert any(t.startswith("Pimpinan (") and t.endswith(": Laporan agar tepat waktu") for t in texts), texts
    assert all((u["rhk_id"] is None) != (u["nilai"] is None) for u in shown), shown
    assert any(u["teks"] == "Rekan kerja: Cepat menggantikan yang berhalangan"
               for u in perawat.get(path).expect(200).json["umpan_balik"])
    for role in ("auditor", "admin_pusat"):
        assert server.role(role).get(path).expect(200).json["umpan_balik"] is None, role

    skp = plan(server, "pegawai")
    one = rekan.post(f"/api/v1/skp/{skp}/umpan-balik", {"nilai": 6, "sifat": "positif", "teks": "Cepat menggantikan"}).expect(
        201).headers["location"]
    assert act(rekan, one, "ubah", catatan="Sigap menggantikan yang berhalangan").json["teks"].startswith("Sigap")
    act(perawat, one, "ubah", 403, catatan="Bukan milik saya")
    act(perawat, one, "tarik", 403)
    kapus.post(f"{path}/nilai", {"rating_hasil": "sesuai", "rating_perilaku": "sesuai", "alasan": "Menurut pantauan"},
               etag=kapus.get(path).etag).expect(200)
    act(rekan, one, "ubah", 409, "umpan_balik.sudah_dinilai", catatan="Terlambat")
    act(rekan, one, "tarik", 409, "umpan_balik.sudah_dinilai")
    kapus.post(f"{path}/aksi", {"aksi": "tetapkan"}, etag=kapus.get(path).etag).expect(200)
    more = {"nilai": 1, "sifat": "positif", "teks": "Ramah"}
    rekan.post(f"/api/v1/skp/{skp}/umpan-balik", more).expect(409, "umpan_balik.periode_ditetapkan")
    assert len(perawat.get(path).json["umpan_balik"]) == len(shown) + 1
