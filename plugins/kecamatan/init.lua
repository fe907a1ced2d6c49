-- Indikator kinerja kecamatan dan kelurahan. Setiap indikator menerima isian satu bulan dan mengembalikan satu
-- angka; triwulan dan tahun mengikuti `konsolidasi`.

local cacah = use "cacah"
local nilai_terakhir = use "nilai_terakhir"
local rasio = use "rasio"
local rata_rata = use "rata_rata"
local rentang_nilai = use "rentang_nilai"
use "pelatihan"

indikator(nilai_terakhir {
  kode = "ikm-kecamatan",
  judul = "Indeks Kepuasan Masyarakat pelayanan kecamatan",
  aspek = "kualitas",
  definisi = "Nilai survei kepuasan masyarakat setelah dikonversi ke skala 25–100.",
  sumber_data = "Laporan survei kepuasan masyarakat",
  dasar = "PermenPANRB 14/2017",
  satuan = "indeks",
  isian = { "nilai_ikm", "Nilai IKM", 25, 100 },
  target = { bawaan = 88, per = "tahun" },
})

indikator(rasio {
  kode = "paten-sesuai-sop",
  judul = "Pelayanan PATEN selesai sesuai SOP",
  aspek = "waktu",
  definisi = "Berkas pelayanan administrasi terpadu kecamatan yang selesai dalam waktu menurut SOP.",
  sumber_data = "Register PATEN",
  dasar = "PP 17/2018",
  bagian = { "tepat_waktu", "Berkas selesai tepat waktu" },
  dari = { "total", "Berkas selesai" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-surat-pengantar",
  judul = "Rata-rata waktu penyelesaian surat pengantar",
  aspek = "waktu",
  definisi = "Hari kerja sejak berkas lengkap diterima sampai surat pengantar ditandatangani.",
  sumber_data = "Register surat pengantar",
  satuan = "hari",
  jumlah = { "hari", "Jumlah hari penyelesaian semua surat" },
  banyak = { "surat", "Surat selesai" },
  target = { bawaan = 1, per = "tahun" },
})

indikator(rasio {
  kode = "realisasi-pbb-p2",
  judul = "Realisasi PBB-P2 wilayah kecamatan",
  aspek = "kuantitas",
  definisi = "Pokok PBB-P2 yang sudah dibayar sejak awal tahun, dibandingkan dengan pokok ketetapan setahun; denda dan tunggakan tahun lalu tidak termasuk.",
  sumber_data = "Laporan Bapenda",
  bagian = { "realisasi", "Realisasi sejak awal tahun (rupiah)" },
  dari = { "pokok", "Pokok ketetapan setahun (rupiah)" },
  target = { bawaan = 80, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "laporan-kelurahan-tepat-waktu",
  judul = "Kelurahan dengan laporan bulanan tepat waktu",
  aspek = "waktu",
  definisi = "Kelurahan yang laporan bulanannya diterima kecamatan paling lambat tanggal 5. Target 100% adalah nilai tertinggi.",
  sumber_data = "Agenda laporan kecamatan",
  bagian = { "tepat", "Kelurahan tepat waktu" },
  dari = { "kelurahan", "Kelurahan" },
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "usulan-musrenbang-terakomodasi",
  judul = "Usulan musrenbang yang terakomodasi RKPD",
  aspek = "kualitas",
  definisi = "Usulan musrenbang kecamatan yang masuk dalam RKPD tahun berikutnya.",
  sumber_data = "Berita acara musrenbang, RKPD",
  bagian = { "terakomodasi", "Usulan terakomodasi" },
  dari = { "usulan", "Usulan" },
  target = { bawaan = 40, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "pengaduan-ditindaklanjuti",
  judul = "Pengaduan masyarakat ditindaklanjuti paling lama 3 hari",
  aspek = "waktu",
  definisi = "Pengaduan yang mendapat tindak lanjut dalam tiga hari kerja sejak diterima.",
  sumber_data = "SP4N-LAPOR, buku pengaduan",
  bagian = { "ditindaklanjuti", "Ditindaklanjuti dalam 3 hari" },
  dari = { "pengaduan", "Pengaduan diterima" },
  target = { bawaan = 90, per = "tahun" },
})

indikator(cacah {
  kode = "kegiatan-gotong-royong",
  judul = "Kegiatan gotong royong dan kebersihan",
  aspek = "kuantitas",
  definisi = "Kegiatan gotong royong atau kebersihan lingkungan yang dilaksanakan bersama warga.",
  sumber_data = "Laporan kegiatan kelurahan",
  satuan = "kegiatan",
  isian = { "kegiatan", "Kegiatan" },
  target = { bawaan = 4, per = "bulan" },
})

indikator(nilai_terakhir {
  kode = "nilai-sakip",
  judul = "Nilai SAKIP kecamatan",
  aspek = "kualitas",
  definisi = "Nilai evaluasi Sistem Akuntabilitas Kinerja Instansi Pemerintah dari Inspektorat.",
  sumber_data = "Laporan hasil evaluasi Inspektorat",
  satuan = "nilai",
  isian = { "nilai", "Nilai SAKIP", 0, 100 },
  target = { bawaan = 70, per = "tahun" },
})

indikator(cacah {
  kode = "temuan-inspektorat",
  judul = "Temuan Inspektorat yang belum ditindaklanjuti",
  aspek = "kualitas",
  definisi = "Temuan yang pada akhir periode belum selesai ditindaklanjuti. Target nol: setiap sisa temuan berarti tidak tercapai.",
  sumber_data = "Daftar tindak lanjut Inspektorat",
  satuan = "temuan",
  arah = "turun",
  isian = { "temuan", "Temuan belum ditindaklanjuti" },
  target = { bawaan = 0, per = "tahun" },
  konsolidasi = "terakhir",
})

fungsi {
  nama = "mutu_pelayanan",
  judul = "Mutu pelayanan dari nilai IKM",
  dasar = "PermenPANRB 14/2017",
  isian = { nilai_ikm = { type = "number", minimum = 25, maximum = 100, title = "Nilai IKM setelah konversi" } },
  hitung = function(isian, setelan)
    -- Nilai interval konversi 25–100; batas yang tidak naik ditolak dengan sebabnya.
    local mutu = rentang_nilai {
      { dari = 25,                   { mutu = "D", kinerja = "tidak_baik" } },
      { dari = setelan.batas_mutu_c, { mutu = "C", kinerja = "kurang_baik" } },
      { dari = setelan.batas_mutu_b, { mutu = "B", kinerja = "baik" } },
      { dari = setelan.batas_mutu_a, { mutu = "A", kinerja = "sangat_baik" } },
      sampai = 100,
    }
    local nilai = num.round(isian.nilai_ikm, 2, "half_up")
    local hasil = mutu(nilai)
    catat("Nilai IKM", nilai, "dibulatkan dua angka")
    catat("Mutu pelayanan", hasil.mutu, "nilai interval konversi, PermenPANRB 14/2017")
    return hasil
  end,
}
