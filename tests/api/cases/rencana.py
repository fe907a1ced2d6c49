"""Planning a year: who plans first, what hangs on what, and what both have signed."""
from lib.suite import case

from .story import TAHUN, indikator

RENCANA = TAHUN + 2  # years ahead: nobody has a plan for it yet


def plan(server, role, form="B"):
    """The address of the person's plan for that year, made if it is not there."""
    c = server.role(role)
    mine = c.get(f"/api/v1/skp?lingkup=diri&tahun={RENCANA}").expect(200).json["data"]
    mine = [p for p in mine if p["mulai"].startswith(str(RENCANA)) and p["status"] != "batal"]
    if mine:
        return f"/api/v1/skp/{mine[-1]['id']}"
    return c.post("/api/v1/skp", {"mulai": f"{RENCANA}-01-01", "selesai": f"{RENCANA}-12-31", "form": form,
                                  "pendekatan": "kuantitatif"}).expect(201).headers["location"]


def rhk(teks, target=100, satuan="pasien", **more):
    return {"jenis": "utama", "klasifikasi": "organisasi", "teks": teks, "indikator": [indikator("Kunjungan", target, satuan)],
            **more}


def save(server, role, skp, *results, **more):
    c = server.role(role)
    return c.put(skp, {"rhk": list(results), **more}, etag=c.get(skp).etag).expect(200)


def act(server, role, path, aksi, status=200, code=None, **more):
    c = server.role(role)
    return c.post(f"{path}/aksi", {"aksi": aksi, **more}, etag=c.get(path).etag).expect(status, code)


def kinds(reply):
    return [w["kode"] for w in reply.json["peringatan"]]


@case
def nobody_waits_for_his_superior(server):
    """The nurse plans with a provisional parent and has it approved; the head's plan comes later, and he ties hers to it."""
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    skp = plan(server, "pegawai")
    mine = save(server, "pegawai", skp, rhk("Terlayaninya pasien", induk_sementara="Layanan puskesmas bermutu"),
                lampiran={"dukungan": ["Alat"], "pertanggungjawaban": ["Laporan"], "konsekuensi": ["Pembinaan"]})
    assert mine.json["rhk"][0]["induk_sementara"] == "Layanan puskesmas bermutu" and mine.json["rhk"][0]["induk"] is None
    assert "induk_sementara" in kinds(mine) and "tanpa_induk" not in kinds(mine) and "tanpa_dialog" in kinds(mine), mine
    sent = act(server, "pegawai", skp, "ajukan")
    assert sent.json["tanda_tangan"]["pegawai"]["waktu"] and sent.json["hash"], sent
    done = act(server, "penilai", skp, "setujui")
    assert done.json["tanda_tangan"]["penilai"]["nama"] == done.json["penilai"]["nama"], done.json["tanda_tangan"]
    assert "induk_sementara" in kinds(done), "the warnings with which it was approved stay with it"

    head = plan(server, "penilai", "A")
    saved = save(server, "penilai", head, rhk("Layanan puskesmas bermutu", perspektif="penerima_layanan"))
    offer = kapus.get(f"{skp}/tautan").expect(200)
    found = offer.json["data"][0]
    assert found["sebab"] == "sementara" and found["usul"]["id"] == saved.json["rhk"][0]["id"], offer
    body = {"rhk_id": found["rhk_id"], "induk_rhk_id": found["usul"]["id"]}
    kapus.post(f"{skp}/tautan", body).expect(428)
    server.role("auditor").post(f"{skp}/tautan", body, etag=offer.etag).expect(403)
    tied = kapus.post(f"{skp}/tautan", body, etag=offer.etag, key="taut-1").expect(200)
    assert tied.json["rhk"][0]["induk"] == {"teks": "Layanan puskesmas bermutu", "nama": tied.json["penilai"]["nama"],
                                            "tertaut": True, "rhk_id": body["induk_rhk_id"], "kini": "Layanan puskesmas bermutu"}
    assert tied.json["hash"] == done.json["hash"] and tied.json["tanda_tangan"] == done.json["tanda_tangan"], "signed is signed"
    assert perawat.get(f"{skp}/tautan").expect(200).json["data"] == []


@case
def a_revision_names_its_kind(server):
    """Strategy, post, assignment or budget, and in words; her link follows his new version by identity."""
    head = plan(server, "penilai", "A")
    act(server, "penilai", head, "ajukan")
    first = act(server, "atasan_penilai", head, "setujui")
    kapus = server.role("penilai")
    kapus.post(f"{head}/versi", {"alasan": "Pagu turun", "kode": "cuaca"}, etag=first.etag).expect(422, "umum.masukan")
    made = kapus.post(f"{head}/versi", {"alasan": "Pagu turun", "kode": "anggaran"}, etag=first.etag).expect(201)
    assert (made.json["alasan_kode"], made.json["n"]) == ("anggaran", 2), made
    old, new = first.json["rhk"][0], made.json["rhk"][0]
    assert new["id"] != old["id"] and new["pokok_id"] == old["id"] == old["pokok_id"]
    content = {k: made.json[k] for k in ("rhk", "perilaku", "lampiran")}
    content["rhk"][0]["teks"] = "Layanan puskesmas bermutu dan hemat"
    kapus.put(head, content, etag=made.etag).expect(200)
    hers = server.role("pegawai").get(plan(server, "pegawai")).json["rhk"][0]["induk"]
    assert hers["rhk_id"] == old["id"], "a draft counts for nobody else"
    act(server, "penilai", head, "ajukan")
    act(server, "atasan_penilai", head, "setujui")
    hers = server.role("pegawai").get(plan(server, "pegawai")).json["rhk"][0]["induk"]
    assert hers["rhk_id"] == new["id"] and hers["kini"].endswith("hemat") and not hers["teks"].endswith("hemat"), hers


@case
def a_cascade_does_not_turn_round(server):
    """A parent must be the evaluator's, and of no plan that hangs on this one."""
    skp, head = plan(server, "pegawai"), plan(server, "penilai", "A")
    perawat = server.role("pegawai")
    seen = perawat.get(skp).expect(200)
    own = {"rhk_id": seen.json["rhk"][0]["id"], "induk_rhk_id": seen.json["rhk"][0]["id"]}
    perawat.post(f"{skp}/tautan", own, etag=seen.etag).expect(422, "umum.masukan")
    kapus = server.role("penilai")
    mine = kapus.get(head).expect(200)
    kapus.post(f"{head}/tautan", {"rhk_id": mine.json["rhk"][0]["id"], "induk_rhk_id": own["rhk_id"]},
               etag=mine.etag).expect(422)
    kapus.post(f"{head}/tautan", {"rhk_id": own["rhk_id"]}, etag=mine.etag).expect(404, "rhk.tidak_ada")


MINUTES = {"tanggal": f"{TAHUN}-01-02", "pukul": "09.00–10.30", "cara": "tatap_muka", "tempat": "Ruang rapat puskesmas",
           "rencana": "Target kunjungan dijelaskan", "sumber_daya": "Dua tensimeter", "pertanggungjawaban": "Laporan bulanan",
           "konsekuensi": "Pembinaan bila di bawah ekspektasi", "kesepakatan": "sepakat",
           "peserta": [{"nama": "Ketua tim mutu", "peran": "Saksi"}],
           "tindak_lanjut": [{"teks": "Tensimeter dipesan", "penanggung_jawab": "Tata usaha", "batas": f"{TAHUN}-03-01"}]}


@case
def a_dialogue_is_confirmed_by_both(server):
    """Minutes with every field of the form; each side confirms; an edit voids both; who sees the plan sees them."""
    perawat, kapus = server.role("pegawai"), server.role("penilai")
    skp = plan(server, "pegawai")
    me = perawat.get("/api/v1/saya").json["pegawai"]
    body = {**MINUTES, "peserta": MINUTES["peserta"] + [{"pegawai_id": me["id"], "peran": "Pegawai"}]}
    perawat.post(f"{skp}/dialog", {**body, "kesepakatan": "tidak_sepakat"}).expect(422, "umum.masukan")
    perawat.post(f"{skp}/dialog", {**body, "tanggal": "2040-01-01"}).expect(422, "umum.masukan")
    perawat.post(f"{skp}/dialog", {**body, "peserta": [{"pegawai_id": 999999}]}).expect(422, "umum.masukan")
    perawat.post(f"{skp}/dialog", {**body, "peserta": [{"peran": "Saksi"}]}).expect(422, "umum.masukan")
    server.role("pengelola").post(f"{skp}/dialog", body).expect(403)
    made = perawat.post(f"{skp}/dialog", body, key="dialog-1").expect(201)
    at = made.headers["location"]
    assert perawat.post(f"{skp}/dialog", body, key="dialog-1").headers["location"] == at, "once"
    assert made.json["status"] == "draf" and made.json["peserta"][1]["nama"], made
    for k in ("pukul", "tempat", "rencana", "sumber_daya", "pertanggungjawaban", "konsekuensi", "tindak_lanjut"):
        assert made.json[k] == body[k], k
    one = act(server, "pegawai", at, "sahkan")
    assert one.json["status"] == "menunggu" and one.json["hash"] and one.aksi("sahkan")["code"] == "dialog.sudah_disahkan", one
    act(server, "pegawai", at, "sahkan", 409, "dialog.sudah_disahkan")
    both = act(server, "penilai", at, "sahkan")
    assert both.json["status"] == "sah" and both.json["sah_pegawai"] and both.json["sah_penilai"], both

    differ = {**body, "kesepakatan": "tidak_sepakat", "keberatan_pegawai": "Target terlalu tinggi",
              "keputusan_pimpinan": "Target tetap; ditinjau pada triwulan kedua"}
    edited = kapus.put(at, differ, etag=both.etag).expect(200)
    assert edited.json["status"] == "draf" and not edited.json["sah_pegawai"] and not edited.json["sah_penilai"], edited
    act(server, "penilai", at, "ubah", 409, "alur.peristiwa")
    act(server, "penilai", at, "sahkan")
    again = act(server, "pegawai", at, "sahkan")
    assert again.json["status"] == "sah" and again.json["hash"] != both.json["hash"]
    for role in ("atasan_penilai", "pengelola", "auditor"):
        assert server.role(role).get(at).expect(200).json["keputusan_pimpinan"].startswith("Target tetap")
    rows = server.role("auditor").get(f"{skp}/dialog").expect(200).json["data"]
    assert [r["id"] for r in rows] == [made.json["id"]] and rows[0]["n"] == 1, rows
    server.role("camat").get(at).expect(404)
