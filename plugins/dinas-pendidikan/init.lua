-- Indikator kinerja Dinas Pendidikan dan sekolah.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local nilai_terakhir = use "nilai_terakhir"
local rasio = use "rasio"
use "pelatihan"

indikator(rasio {
  kode = "partisipasi-sd",
  judul = "Partisipasi sekolah 7–12 tahun",
  aspek = "kuantitas",
  definisi = "Anak 7–12 tahun yang sedang belajar di atau sudah tamat SD, menurut data terakhir.",
  sumber_data = "Dapodik, data penduduk",
  dasar = "Indikator kinerja kunci pemerintah kota (salinan)",
  bagian = { "bersekolah", "Anak 7–12 tahun bersekolah atau tamat SD" },
  dari = { "anak", "Anak 7–12 tahun" },
  target = { bawaan = 99, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "partisipasi-smp",
  judul = "Partisipasi sekolah 13–15 tahun",
  aspek = "kuantitas",
  definisi = "Anak 13–15 tahun yang sedang belajar di atau sudah tamat SMP, menurut data terakhir.",
  sumber_data = "Dapodik, data penduduk",
  dasar = "Indikator kinerja kunci pemerintah kota (salinan)",
  bagian = { "bersekolah", "Anak 13–15 tahun bersekolah atau tamat SMP" },
  dari = { "anak", "Anak 13–15 tahun" },
  target = { bawaan = 95, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "partisipasi-paud",
  judul = "Partisipasi PAUD 5–6 tahun",
  aspek = "kuantitas",
  definisi = "Anak 5–6 tahun yang mengikuti PAUD, menurut data terakhir.",
  sumber_data = "Dapodik, data penduduk",
  dasar = "Indikator kinerja kunci pemerintah kota (salinan)",
  bagian = { "peserta", "Anak 5–6 tahun mengikuti PAUD" },
  dari = { "anak", "Anak 5–6 tahun" },
  target = { bawaan = 85, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "putus-sekolah-sd",
  judul = "Angka putus sekolah SD",
  aspek = "kualitas",
  definisi = "Murid SD yang putus sekolah sejak awal tahun, di antara murid tahun lalu. Penyebutnya tetap, sehingga bulan tidak dijumlahkan.",
  sumber_data = "Dapodik",
  arah = "turun",
  dasar = "Indikator kinerja kunci pemerintah kota (salinan)",
  bagian = { "putus", "Murid putus sekolah sejak awal tahun" },
  dari = { "murid_lalu", "Murid tahun lalu" },
  target = { bawaan = 0.1, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "guru-bersertifikat",
  judul = "Guru bersertifikat pendidik",
  aspek = "kualitas",
  definisi = "Guru yang pada akhir bulan memiliki sertifikat pendidik. Keadaan terakhir yang dipakai.",
  sumber_data = "Dapodik",
  bagian = { "bersertifikat", "Guru bersertifikat" },
  dari = { "guru", "Guru seluruhnya" },
  target = { bawaan = 80, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "sekolah-terakreditasi",
  judul = "Sekolah terakreditasi paling rendah B",
  aspek = "kualitas",
  definisi = "Sekolah yang pada akhir bulan berakreditasi A atau B yang masih berlaku. Keadaan terakhir yang dipakai.",
  sumber_data = "Data akreditasi",
  bagian = { "terakreditasi", "Sekolah terakreditasi A atau B" },
  dari = { "sekolah", "Sekolah seluruhnya" },
  target = { bawaan = 90, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(nilai_terakhir {
  kode = "rapor-literasi",
  judul = "Rapor pendidikan: literasi",
  aspek = "kualitas",
  definisi = "Indeks literasi pada rapor pendidikan terakhir.",
  sumber_data = "Rapor Pendidikan",
  satuan = "indeks",
  isian = { "indeks", "Indeks literasi", 0, 100 },
  target = { bawaan = 75, per = "tahun" },
})

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
  definisi = "Laporan evaluasi hasil belajar yang disampaikan: satu tiap triwulan, empat setahun.",
  sumber_data = "Arsip laporan",
  satuan = "laporan",
  isian = { "laporan", "Laporan disampaikan" },
  target = { bawaan = 1, per = "triwulan" },
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

-- Target rentang: kurang dari 24 jam belum memenuhi beban kerja, lebih dari 40 jam melebihinya.
indikator {
  kode = "beban-mengajar",
  judul = "Beban mengajar tatap muka seminggu",
  aspek = "kuantitas",
  definisi = "Jam pelajaran tatap muka seminggu menurut jadwal bulan itu. Setahun: rata-rata bulannya.",
  rumus = "jam tatap muka seminggu",
  sumber_data = "Jadwal pelajaran, Dapodik",
  satuan = "jam/minggu",
  arah = "naik",
  isian = { jam = { type = "number", minimum = 0, maximum = 60, title = "Jam tatap muka seminggu" } },
  target = { bawaan = { 24, 40 }, per = "tahun" },
  konsolidasi = "rata_rata",
  realisasi = function(isian)
    catat("Jam tatap muka seminggu", isian.jam, "jadwal bulan itu")
    return isian.jam
  end,
}
