"""The head of the puskesmas does not type. His clerk drafts for him by letter; he reads what would change and says
yes with his own account; and when he is away, he signs a sheet, which the office compares.
"""
import json
import time

from lib.suite import case

from .atas_nama import LEMBAR, authorise, clerk, confirm, look, me, prepare, revoke, sheet
from .story import TAHUN


@case
def the_head_and_his_clerk(server):
    """From the letter to the audit row: an evaluation that the clerk drafted, the head read and only he confirmed."""
    kapus, tu, nurse = server.role("penilai"), clerk(server), server.role("pegawai")
    server.role("admin_pusat").post(f"/api/v1/periode/{TAHUN}-TW2/evaluasi").expect(200)
    id = server.role("auditor").get(f"/api/v1/evaluasi?periode={TAHUN}-TW2&pegawai={me(nurse)['id']}").json["data"][0]["id"]
    path = f"/api/v1/evaluasi/{id}"
    tu.get(path).expect(404)

    # The letter: what, from when, until when, number and date.
    letter = authorise(kapus, tu, ["evaluasi", "putusan_realisasi"])
    kuasa = letter.headers["location"]
    assert letter.json["berlaku"] and letter.json["jenis"] == ["putusan_realisasi", "evaluasi"], letter
    assert [k["id"] for k in tu.get("/api/v1/kuasa?sebagai=penerima&berlaku=true").expect(200).json["data"]] == [letter.json["id"]]

    # He finds the evaluation, reads what he needs for it, and nothing else has opened to him.
    rows, next = [], ""
    while next is not None:
        page = tu.get(f"{kuasa}/sasaran?jenis=evaluasi.nilai&batas=100{next and '&kursor=' + next}").expect(200).json
        rows, next = rows + page["data"], page["berikut"]
    assert id in [r["evaluasi_id"] for r in rows] and not any(r["nama"] == me(tu)["nama"] for r in rows)
    seen = look(tu, kuasa, "evaluasi.nilai", evaluasi=id).expect(200).json
    assert seen["isi"]["status"] == "belum" and "aksi" not in seen["isi"]
    tu.get(path).expect(404)
    tu.get(f"/api/v1/skp/{seen['isi']['skp_id']}").expect(404)

    rating = {"rating_hasil": "sesuai", "rating_perilaku": "sesuai", "alasan": "Menurut pantauan", "catatan": "Dipertahankan"}
    tu.post(f"{path}/nilai", rating, etag='"1"').expect(404)
    made = prepare(tu, kuasa, "evaluasi.nilai", rating, evaluasi=id).expect(201)
    naskah = made.headers["location"]
    assert made.json["status"] == "disiapkan" and made.json["batas"] > f"{TAHUN}-04-21", made
    # She who is rated sees neither the draft nor a rating.
    nurse.get(naskah).expect(404)
    assert nurse.get(path).expect(200).json["status"] == "belum"

    # He reads the difference and confirms what he read; the same command runs as he.
    mine = kapus.get("/api/v1/naskah?sebagai=pemilik&status=disiapkan").expect(200).json["data"]
    assert [n["id"] for n in mine] == [made.json["id"]]
    page = kapus.get(naskah).expect(200)
    changes = {b["letak"]: (b["semula"], b["menjadi"]) for b in page.json["perbedaan"]}
    assert changes["/rating_hasil"] == (None, "sesuai") and changes["/status"] == ("belum", "dinilai"), changes
    assert changes["/predikat"] == (None, "baik") and page.aksi("konfirmasi")["boleh"], page
    confirm(kapus, naskah).expect(200)
    rated = kapus.get(path).expect(200)
    assert (rated.json["status"], rated.json["predikat"], rated.json["catatan"]) == ("dinilai", "baik", "Dipertahankan")
    row = next_row(server, "evaluasi", "nilai")
    told = row["isi"]["naskah"]
    assert row["atas_nama"] == me(kapus)["id"] and told["penyiap_id"] == me(tu)["id"] and told["cara"] == "akun", row
    assert told["kuasa"] == letter.json["nomor"] and told["hash"] == made.json["hash"], row

    # The next step is prepared too, but he is away: he signs the sheet, and the office compares and confirms.
    step = prepare(tu, kuasa, "evaluasi.tetapkan", {"aksi": "tetapkan"}, evaluasi=id).expect(201)
    naskah = step.headers["location"]
    kapus.get(path).expect(200)
    assert sheet(tu, naskah, nomor="800/101/PKM").expect(200).json["status"] == "lembar_diunggah"
    office = server.role("pengelola")
    assert office.get(naskah).expect(200).aksi("periksa")["boleh"]
    assert office.get(f"{naskah}/lembar").expect(200).raw == LEMBAR
    assert confirm(office, naskah, step="periksa").expect(200).json["status"] == "diperiksa"
    assert nurse.get(path).expect(200).json["status"] == "ditetapkan"
    row = next_row(server, "evaluasi", "tetapkan")
    told = row["isi"]["naskah"]
    assert row["atas_nama"] == me(kapus)["id"] and told["cara"] == "lembar" and told["lembar"]["nomor"] == "800/101/PKM", row
    assert told["penyiap_id"] == me(tu)["id"] and told["lembar"]["diperiksa_oleh"] == me(office)["nip"], row

    # The letter ends, and with it what he could read.
    revoke(kapus, kuasa)
    look(tu, kuasa, "evaluasi.nilai", evaluasi=id).expect(409, "kuasa.tidak_berlaku")
    assert tu.get(naskah).expect(200).json["isi"] is None
    assert server.role("auditor").post("/api/v1/audit/verify").expect(200).json["rusak"] == 0


@case
def she_sees_that_the_clerk_read(server):
    """What a drafter read by letter stands in the log of whom it is about, with the reason."""
    kapus, tu, nurse = server.role("penilai"), clerk(server), server.role("pegawai")
    id = nurse.get(f"/api/v1/evaluasi?lingkup=diri&periode={TAHUN}-TW2").expect(200).json["data"][0]["id"]
    kuasa = authorise(kapus, tu, ["evaluasi"]).headers["location"]
    look(tu, kuasa, "evaluasi.nilai", evaluasi=id).expect(200)
    for _ in range(100):
        rows = [r for r in nurse.get("/api/v1/saya/dibaca?batas=200").expect(200).json["data"] if r["relasi"] == "kuasa"]
        if rows:
            break
        time.sleep(0.1)
    assert rows and rows[0]["objek"] == "evaluasi" and "surat kuasa" in rows[0]["alasan"], rows
    revoke(kapus, kuasa)


@case
def a_draft_of_the_demonstration_expires(server):
    """The camat's letter and the draft that waited for him: by now its time has passed, and the list says so."""
    rows = json.loads(server.cli("naskah", "list", "--json").stdout)
    assert any(r["status"] in ("disiapkan", "kedaluwarsa") and r["jenis"] == "realisasi.simpan" for r in rows), rows
    assert "800/118/KEC-TR/2026" in server.cli("kuasa", "list").stdout
    assert server.cli("naskah", "list", "--status", "aneh", check=False).returncode == 2


def next_row(server, objek, peristiwa):
    rows = server.role("auditor").get(f"/api/v1/audit?objek={objek}&batas=20").expect(200).json["data"]
    return next(r for r in rows if r["peristiwa"] == peristiwa)
