"""A stage for stories: an office of its own with posts and people, made over HTTP like everything else. Stories that
move people about do it here, so that no other test meets them."""
from .story import indikator

DASAR = {"nomor": "800.1.3/77/BKPSDM", "tanggal": "2041-01-02"}


class Orang:
    def __init__(self, kantor, pegawai, nip, nama):
        self.kantor, self.id, self.nip, self.nama = kantor, pegawai, nip, nama
        self.path = f"/api/v1/pegawai/{pegawai}"

    @property
    def saja(self):
        """The person's own client; the account is made when it is first needed."""
        s = self.kantor.server
        if self.nip not in s.passwords:
            s.passwords[self.nip] = s.role("admin_pusat").post("/api/v1/akun", {"pegawai": self.id}).expect(201).json["kode_sekali"]
        return s.login(self.nip, self.nama)


class Kantor:
    """A dinas under the city: head (jpt), bidang (administrator), two seksi (pengawas), staff posts below them."""
    serial = 100

    def __init__(self, server, kode, mulai="2041-01-01"):
        self.server, self.kode, self.mulai = server, kode, mulai
        server.cli("unit", "add", f"uji-{kode}", f"Dinas Uji {kode}", "--jenis", "dinas", "--induk", "pekanbaru",
                   "--mulai", "2030-01-01", "--opd")
        self.unit = self.unit_id(f"uji-{kode}")
        sekda = next(j for j in self.posts(self.unit_id("setda")) if j["kepala"])
        self.jabatan = {}
        for nama, jenis, atasan in (("kadis", "jpt", None), ("kabid", "administrator", "kadis"), ("kasi", "pengawas", "kabid"),
                                    ("kasi-2", "pengawas", "kabid"), ("staf", "pelaksana", "kasi"), ("staf-2", "pelaksana", "kasi-2")):
            self.post(nama, jenis, self.jabatan[atasan] if atasan else sekda["id"], kepala=nama == "kadis")

    @property
    def admin(self):
        return self.server.role("admin_pusat")

    def unit_id(self, kode):
        rows = self.admin.get("/api/v1/unit?batas=200").expect(200).json["data"]
        return next(u["id"] for u in rows if u["kode"] == kode)

    def posts(self, unit):
        return self.admin.get(f"/api/v1/unit/{unit}/jabatan").expect(200).json["data"]

    def post(self, nama, jenis, atasan, kepala=False, unit=None):
        r = self.admin.post(f"/api/v1/unit/{unit or self.unit}/jabatan",
                            {"nama": f"{nama} {self.kode}", "jenis": jenis, "kepala": kepala, "atasan_id": atasan}).expect(201)
        self.jabatan[nama] = r.json["id"]
        return r.json["id"]

    def orang(self, nama, jabatan, tmt="2041-01-01", jenis="pindah_masuk", **more):
        """Somebody who begins in that post."""
        Kantor.serial += 1
        form = "21" if "pppk" in jenis else "01"
        nip = f"19850505{'2021' if form == '21' else '2010'}{form}1{Kantor.serial:03}"
        body = {"jenis": jenis, "tmt": tmt, **DASAR, "jabatan_id": self.jabatan[jabatan], "nip": nip, "nama": nama, **more}
        if jenis == "pindah_masuk":
            body.setdefault("status", "pns")
        r = self.admin.post("/api/v1/pegawai", body).expect(201)
        return Orang(self, r.json["pegawai"]["id"], nip, nama)

    def peristiwa(self, orang, jenis, tmt, status=201, code=None, **more):
        if "jabatan" in more:
            more["jabatan_id"] = self.jabatan[more.pop("jabatan")]
        return self.admin.post(f"{orang.path}/peristiwa", {"jenis": jenis, "tmt": tmt, **DASAR, **more}).expect(status, code)

    def penilai(self, orang):
        return self.admin.get(orang.path).expect(200).json["penilai"]

    def skp(self, orang, penilai, mulai="2041-01-01", selesai="2041-12-31", target=10):
        """An agreed plan: written, submitted, approved."""
        c = orang.saja
        new = c.post("/api/v1/skp", {"mulai": mulai, "selesai": selesai, "form": "B", "pendekatan": "kuantitatif"}).expect(201)
        path = new.headers["location"]
        isi = {"rhk": [{"jenis": "utama", "klasifikasi": "individu", "teks": "Terlaksananya pelayanan",
                        "indikator": [indikator("Berkas selesai", target, "berkas")]}],
               "perilaku": [], "lampiran": {"dukungan": ["Komputer"], "pertanggungjawaban": ["Laporan"], "konsekuensi": ["Tidak ada"]}}
        saved = c.put(path, isi, etag=new.etag).expect(200)
        sent = c.post(f"{path}/aksi", {"aksi": "ajukan"}, etag=saved.etag).expect(200)
        done = penilai.saja.post(f"{path}/aksi", {"aksi": "setujui"}, etag=sent.etag).expect(200)
        assert done.json["n_berlaku"] == 1, done
        return path

    def siapkan(self, periode):
        return self.admin.post(f"/api/v1/periode/{periode}/evaluasi").expect(200).json

    def evaluasi(self, orang, periode):
        """The rows of one person in a period, by segment."""
        rows = self.admin.get(f"/api/v1/evaluasi?periode={periode}&pegawai={orang.id}").expect(200).json["data"]
        return sorted(rows, key=lambda v: v["segmen"])

    def nilai(self, penilai, evaluasi, hasil="sesuai", perilaku="sesuai", tetap=True, **more):
        """Rated, and fixed."""
        path, c = f"/api/v1/evaluasi/{evaluasi['id']}", penilai.saja
        r = c.post(f"{path}/nilai", {"rating_hasil": hasil, "rating_perilaku": perilaku, "alasan": "Menurut pantauan"},
                   etag=c.get(path).expect(200).etag).expect(200)
        if tetap:
            r = c.post(f"{path}/aksi", {"aksi": "tetapkan", **more}, etag=r.etag).expect(200)
        return r


def tahun(server, n):
    """The year's periods, once."""
    admin = server.role("admin_pusat")
    if not admin.get(f"/api/v1/periode?tahun={n}").expect(200).json["data"]:
        admin.post("/api/v1/periode", {"tahun": n}).expect(201)
