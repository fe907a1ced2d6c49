-- Indikator kinerja Dinas Pendidikan dan sekolah.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local rasio = use "rasio"
use "pelatihan"

indikator(rasio {
  kode = "partisipasi-sd",
  judul = "Partisipasi sekolah 7–12 tahun",
  aspek = "kuantitas",
  definisi = "Anak 7–12 tahun yang sedang belajar di atau sudah tamat SD.",
  sumber_data = "Dapodik, data penduduk",
  bagian = { "bersekolah", "Anak 7–12 tahun bersekolah atau tamat SD" },
  dari = { "anak", "Anak 7–12 tahun" },
  target = { bawaan = 99, per = "tahun" },
})

indikator(rasio {
  kode = "partisipasi-smp",
  judul = "Partisipasi sekolah 13–15 tahun",
  aspek = "kuantitas",
  definisi = "Anak 13–15 tahun yang sedang belajar di atau sudah tamat SMP.",
  sumber_data = "Dapodik, data penduduk",
  bagian = { "bersekolah", "Anak 13–15 tahun bersekolah atau tamat SMP" },
  dari = { "anak", "Anak 13–15 tahun" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rasio {
  kode = "partisipasi-paud",
  judul = "Partisipasi PAUD 5–6 tahun",
  aspek = "kuantitas",
  definisi = "Anak 5–6 tahun yang mengikuti PAUD.",
  sumber_data = "Dapodik, data penduduk",
  bagian = { "peserta", "Anak 5–6 tahun mengikuti PAUD" },
  dari = { "anak", "Anak 5–6 tahun" },
  target = { bawaan = 85, per = "tahun" },
})

indikator(rasio {
  kode = "putus-sekolah-sd",
  judul = "Angka putus sekolah SD",
  aspek = "kualitas",
  definisi = "Murid SD yang putus sekolah di antara murid tahun lalu.",
  sumber_data = "Dapodik",
  arah = "turun",
  bagian = { "putus", "Murid putus sekolah" },
  dari = { "murid_lalu", "Murid tahun lalu" },
  target = { bawaan = 0.1, per = "tahun" },
})

indikator(rasio {
  kode = "guru-bersertifikat",
  judul = "Guru bersertifikat pendidik",
  aspek = "kualitas",
  definisi = "Guru yang memiliki sertifikat pendidik.",
  sumber_data = "Dapodik",
  bagian = { "bersertifikat", "Guru bersertifikat" },
  dari = { "guru", "Guru seluruhnya" },
  target = { bawaan = 80, per = "tahun" },
})

indikator(rasio {
  kode = "sekolah-terakreditasi",
  judul = "Sekolah terakreditasi paling rendah B",
  aspek = "kualitas",
  definisi = "Sekolah dengan akreditasi A atau B yang masih berlaku.",
  sumber_data = "Data akreditasi",
  bagian = { "terakreditasi", "Sekolah terakreditasi A atau B" },
  dari = { "sekolah", "Sekolah seluruhnya" },
  target = { bawaan = 90, per = "tahun" },
})

indikator {
  kode = "rapor-literasi",
  judul = "Rapor pendidikan: literasi",
  aspek = "kualitas",
  definisi = "Indeks literasi pada rapor pendidikan terakhir.",
  rumus = "indeks terakhir",
  sumber_data = "Rapor Pendidikan",
  satuan = "indeks",
  arah = "naik",
  isian = { indeks = { type = "number", minimum = 0, maximum = 100, title = "Indeks literasi" } },
  target = { bawaan = 75, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian)
    catat("Indeks literasi", isian.indeks, "rapor terakhir")
    return isian.indeks
  end,
}

indikator(cacah {
  kode = "perangkat-pembelajaran",
  judul = "Perangkat pembelajaran",
  aspek = "kuantitas",
  definisi = "Perangkat pembelajaran yang disusun dan disahkan kepala sekolah.",
  sumber_data = "Arsip perangkat pembelajaran",
  satuan = "dokumen",
  isian = { "dokumen", "Dokumen disusun" },
  target = { bawaan = 2, per = "tahun" },
})

indikator(cacah {
  kode = "pelaksanaan-penilaian",
  judul = "Pelaksanaan dan penilaian pembelajaran",
  aspek = "kuantitas",
  definisi = "Kegiatan pembelajaran dan penilaian yang dilaksanakan menurut rencana.",
  sumber_data = "Jurnal mengajar",
  satuan = "kegiatan",
  isian = { "kegiatan", "Kegiatan dilaksanakan" },
  target = { bawaan = 2, per = "tahun" },
})

indikator(cacah {
  kode = "laporan-evaluasi-pembelajaran",
  judul = "Laporan evaluasi pembelajaran",
  aspek = "kuantitas",
  definisi = "Laporan evaluasi hasil belajar yang disampaikan.",
  sumber_data = "Arsip laporan",
  satuan = "laporan",
  isian = { "laporan", "Laporan disampaikan" },
  target = { bawaan = 4, per = "tahun" },
})

indikator(rasio {
  kode = "jam-mengajar-terlaksana",
  judul = "Jam mengajar terlaksana",
  aspek = "kualitas",
  definisi = "Jam tatap muka yang terlaksana di antara yang dijadwalkan (beban 24–40 jam seminggu).",
  sumber_data = "Jurnal mengajar",
  bagian = { "terlaksana", "Jam terlaksana" },
  dari = { "terjadwal", "Jam terjadwal" },
  target = { bawaan = 98, per = "tahun" },
})
