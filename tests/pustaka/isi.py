"""What the shipped plugins contain: every indicator as its table says, modules that teach, a variant that moves nobody."""
import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HU, TERAKHIR, JUMLAH, RATA = "hitung_ulang", "terakhir", "jumlah", "rata_rata"

# kode: unit of measure, direction, example target, per, how a longer period follows.
INDIKATOR = {
    "kecamatan": {
        "ikm-kecamatan": ("indeks", "naik", 88, "tahun", TERAKHIR),
        "paten-sesuai-sop": ("%", "naik", 95, "tahun", HU),
        "waktu-surat-pengantar": ("hari", "turun", 1, "tahun", HU),
        "realisasi-pbb-p2": ("%", "naik", 80, "tahun", TERAKHIR),
        "laporan-kelurahan-tepat-waktu": ("%", "naik", 100, "tahun", HU),
        "usulan-musrenbang-terakomodasi": ("%", "naik", 40, "tahun", TERAKHIR),
        "pengaduan-ditindaklanjuti": ("%", "naik", 90, "tahun", HU),
        "kegiatan-gotong-royong": ("kegiatan", "naik", 4, "bulan", JUMLAH),
        "nilai-sakip": ("nilai", "naik", 70, "tahun", TERAKHIR),
        "temuan-inspektorat": ("temuan", "turun", 0, "tahun", TERAKHIR),
    },
    "kelurahan": {
        "surat-sesuai-sop": ("%", "naik", 95, "tahun", HU),
        "waktu-surat-keterangan": ("hari", "turun", 1, "tahun", HU),
        "gotong-royong": ("kegiatan", "naik", 4, "bulan", JUMLAH),
        "pbb-p2-kelurahan": ("%", "naik", 80, "tahun", TERAKHIR),
        "laporan-rt-rw": ("%", "naik", 100, "tahun", HU),
        "pengaduan-warga": ("%", "naik", 90, "tahun", HU),
        "data-penduduk-mutakhir": ("%", "naik", 90, "tahun", TERAKHIR),
        "ikm-kelurahan": ("indeks", "naik", 88, "tahun", TERAKHIR),
    },
    "puskesmas": {
        "kunjungan-rawat-jalan": ("pasien", "naik", 1500, "bulan", JUMLAH),
        "cakupan-anc-k6": ("%", "naik", 100, "tahun", HU),
        "persalinan-di-fasyankes": ("%", "naik", 100, "tahun", HU),
        "imunisasi-dasar-lengkap": ("%", "naik", 95, "tahun", HU),
        "pemantauan-balita": ("%", "naik", 100, "tahun", HU),
        "prevalensi-stunting": ("%", "turun", 14, "tahun", TERAKHIR),
        "penemuan-kasus-tb": ("%", "naik", 90, "tahun", HU),
        "hipertensi-sesuai-standar": ("%", "naik", 100, "tahun", HU),
        "waktu-tunggu-pendaftaran": ("menit", "turun", 10, "tahun", HU),
        "rujukan-non-spesialistik": ("%", "turun", 2, "tahun", HU),
    },
    "dinas-pendidikan": {
        "partisipasi-sd": ("%", "naik", 99, "tahun", TERAKHIR),
        "partisipasi-smp": ("%", "naik", 95, "tahun", TERAKHIR),
        "partisipasi-paud": ("%", "naik", 85, "tahun", TERAKHIR),
        "putus-sekolah-sd": ("%", "turun", 0.1, "tahun", TERAKHIR),
        "guru-bersertifikat": ("%", "naik", 80, "tahun", TERAKHIR),
        "sekolah-terakreditasi": ("%", "naik", 90, "tahun", TERAKHIR),
        "rapor-literasi": ("indeks", "naik", 75, "tahun", TERAKHIR),
        "perangkat-pembelajaran": ("dokumen", "naik", 2, "tahun", JUMLAH),
        "pelaksanaan-penilaian": ("kegiatan", "naik", 2, "tahun", JUMLAH),
        "laporan-evaluasi-pembelajaran": ("laporan", "naik", 1, "triwulan", JUMLAH),
        "jam-mengajar-terlaksana": ("%", "naik", 98, "tahun", HU),
        "beban-mengajar": ("jam/minggu", "naik", [24, 40], "tahun", RATA),
    },
    "disdukcapil": {
        "perekaman-ktp-el": ("%", "naik", 99.5, "tahun", TERAKHIR),
        "akta-kelahiran-0-18": ("%", "naik", 98, "tahun", TERAKHIR),
        "kartu-identitas-anak": ("%", "naik", 60, "tahun", TERAKHIR),
        "dokumen-24-jam": ("%", "naik", 95, "tahun", HU),
        "ikd-aktif": ("%", "naik", 30, "tahun", TERAKHIR),
        "pengaduan-selesai": ("%", "naik", 95, "tahun", HU),
        "data-ganda-terselesaikan": ("%", "naik", 100, "tahun", HU),
        "ikm-disdukcapil": ("indeks", "naik", 88, "tahun", TERAKHIR),
    },
    "bapenda": {
        "pertumbuhan-pajak-daerah": ("%", "naik", 8, "tahun", HU),
        "wajib-pajak-membayar": ("%", "naik", 75, "tahun", TERAKHIR),
        "realisasi-target-pajak": ("%", "naik", 100, "tahun", HU),
        "piutang-tertagih": ("%", "naik", 20, "tahun", TERAKHIR),
        "objek-pajak-baru": ("objek", "naik", 500, "tahun", JUMLAH),
        "waktu-layanan-bphtb": ("hari", "turun", 3, "tahun", HU),
        "tunggakan-pajak": ("juta rupiah", "turun", 5000, "tahun", TERAKHIR),
        "penetapan-tepat-waktu": ("%", "naik", 100, "tahun", HU),
    },
    "satpol-pp": {
        "pelanggaran-perda-selesai": ("%", "naik", 90, "tahun", HU),
        "patroli-wilayah": ("kali", "naik", 30, "bulan", JUMLAH),
        "gangguan-24-jam": ("%", "naik", 100, "tahun", HU),
        "pkl-persuasif": ("%", "naik", 80, "tahun", HU),
        "waktu-respons-laporan": ("menit", "turun", 30, "tahun", HU),
        "linmas-terlatih": ("orang", "naik", 50, "tahun", JUMLAH),
        "warga-terdampak-dilayani": ("%", "naik", 100, "tahun", HU),
        "reklame-ilegal-dibersihkan": ("%", "naik", 95, "tahun", HU),
    },
    "upt-laboratorium": {
        "sampel-tepat-waktu": ("%", "naik", 95, "tahun", HU),
        "uji-profisiensi-lulus": ("%", "naik", 90, "tahun", HU),
        "waktu-tunggu-hasil": ("hari", "turun", 5, "tahun", HU),
        "sampel-diperiksa": ("sampel", "naik", 200, "bulan", JUMLAH),
        "temuan-audit-mutu": ("temuan", "turun", 0, "tahun", TERAKHIR),
    },
}
PELATIHAN = {"kecamatan": ["dasar-paten"], "kelurahan": ["pelayanan-surat-kelurahan"], "puskesmas": ["pencatatan-data-spm"],
             "dinas-pendidikan": ["mutu-data-dapodik"], "disdukcapil": ["layanan-dokumen-24-jam", "mutu-data-kependudukan"],
             "bapenda": ["mutu-data-pajak", "penagihan-yang-santun"], "satpol-pp": ["penertiban-persuasif"], "literasi-ti": ["literasi-ti"]}
BASE, VARIANT = "skp-permenpanrb-6-2022", "skp-permenpanrb-6-2022-belajar"


class Isi:
    def __init__(self, tenayan, check):
        self.tenayan, self.check = tenayan, check

    def call(self, *args):
        r = subprocess.run([self.tenayan, *args, "--json"], capture_output=True, text=True, timeout=300, cwd=ROOT)
        try:
            return r.returncode, json.loads(r.stdout)
        except ValueError:
            return r.returncode, r.stdout + r.stderr

    def plugin(self, name):
        return self.call("plugin", "check", os.path.join("plugins", name))[1]["daftar"]

    def run(self):
        for name in sorted({*INDIKATOR, *PELATIHAN}):
            daftar = self.plugin(name)
            self.indicators(name, {i["kode"]: i for i in daftar["indikator"]})
            self.modules(name, daftar["pelatihan"])
        self.variant()

    def cases(self, name, file):
        with open(os.path.join(ROOT, "plugins", name, "tests", file), encoding="utf-8") as f:
            return json.load(f)

    def indicators(self, name, there):
        want = INDIKATOR.get(name, {})
        self.check(f"{name}: exactly these indicators", set(there) == set(want), sorted(set(there) ^ set(want)))
        for kode, row in want.items():
            i = there[kode]
            got = (i["satuan"], i["arah"], i["target"]["bawaan"], i["target"]["per"], i["konsolidasi"])
            self.check(f"{name} {kode} is as its table says", got == row, [got, row])
            cases = [c for c in self.cases(name, "setahun.json") if c["indikator"] == kode]
            self.check(f"{name} {kode}: months that differ", len({json.dumps(c["isian"], sort_keys=True) for c in cases}) >= 2, len(cases))
            bad = [c for c in self.cases(name, "indikator.json") if c["indikator"] == kode and "galat" in c]
            self.check(f"{name} {kode}: bad input", len(bad) >= 2, len(bad))
            self.target(name, kode, i)

    def target(self, name, kode, i):
        """The example target, reached exactly, is 100; a target of zero is reached or missed and nothing between."""
        low, high = i["target"]["bawaan"] if isinstance(i["target"]["bawaan"], list) else (i["target"]["bawaan"], None)
        indikator = {"arah": i["arah"], "jenis": "utama", "rhk": 1, "target": low, "target_maksimal": False,
                     **({"target_atas": high} if high else {})}
        for realisasi, persen in ((low, 100),) + (((3, 0),) if low == 0 else ()):
            code, out = self.call("plugin", "call", BASE, "capaian", "--input", json.dumps({**indikator, "realisasi": realisasi}))
            self.check(f"{name} {kode}: {realisasi} of its target", code == 0 and out["hasil"] == persen, out)

    def modules(self, name, there):
        want = PELATIHAN.get(name, [])
        self.check(f"{name}: exactly these modules", {m["kode"] for m in there} == set(want), [m["kode"] for m in there])
        for m in there:
            lessons, kuis = m["materi"], m["kuis"]
            self.check(f"{m['kode']}: lessons and questions", 3 <= len(lessons) <= 6 and 5 <= len(kuis) <= 8, [len(lessons), len(kuis)])
            self.check(f"{m['kode']}: its JP are in its minutes", sum(x["menit"] for x in lessons) // 45 == m["jp"], m["jp"])
            self.check(f"{m['kode']}: says what it teaches, and whom", m.get("definisi") and m["kompetensi"] and m["sarankan"] and m["jp_diakui"], m)
            for x in kuis:
                self.check(f"{m['kode']}: {x['soal'][:30]}", len(x["pilihan"]) >= 3 and x["alasan"] and len(set(x["pilihan"])) == len(x["pilihan"]), x)
            for x in lessons:
                with open(os.path.join(ROOT, "plugins", name, x["berkas"]), encoding="utf-8") as f:
                    text = f.read()
                self.check(f"{m['kode']}: {x['berkas']} teaches", len(text.split()) >= 200 and "\n## Latihan\n" in text, len(text.split()))

    def variant(self):
        """The shipped scheme's own cases hold for the variant, whatever somebody has learnt; a year of people stays."""
        learnt = ({"jp": 0, "jp_tahun": 0, "jp_usulan": 0, "modul_berjalan": 0, "modul_selesai": 0},
                  {"jp": 40, "jp_tahun": 60, "jp_usulan": 8, "modul_berjalan": 2, "modul_selesai": 5})
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "varian")
            shutil.copytree(os.path.join(ROOT, "plugins", VARIANT), path)
            n = 0
            for old in os.listdir(os.path.join(path, "tests")):
                os.remove(os.path.join(path, "tests", old))
            for file in sorted(os.listdir(os.path.join(ROOT, "plugins", BASE, "tests"))):
                cases = []
                for c in self.cases(BASE, file):
                    if c.get("skema") in ("saran", "nilai"):
                        cases += [{**c, "id": f"{c['id']} ({k})", "isian": {**c["isian"], "belajar": b, "status_pegawai": "pppk" if k else "pns"}}
                                  for k, b in enumerate(learnt)]
                    elif "skema" in c:
                        cases.append(c)
                n += len(cases)
                if cases:
                    with open(os.path.join(path, "tests", file), "w", encoding="utf-8") as f:
                        json.dump(cases, f)
            code, out = self.call("plugin", "test", path)
            self.check("the variant answers the shipped scheme's cases alike", code == 0 and out["lulus"] == n > 100, out)
            data = os.path.join(folder, "data")
            self.check("demo", self.call("demo", "--data", data)[0] == 0)
            code, report = self.call("plugin", "simulate", os.path.join("plugins", VARIANT), "--periode", "2025", "--data", data)
            self.check("it moves nobody", code == 0 and report["dibandingkan"] > 50 and not any(report["berubah"].values())
                       and report["gagal_calon"] == 0, report["berubah"] if code == 0 else report)
