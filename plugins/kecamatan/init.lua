-- Indikator kinerja kecamatan dan kelurahan. Setiap indikator menerima isian satu bulan dan mengembalikan satu
-- angka; triwulan dan tahun mengikuti `konsolidasi`.

local persen = use "persen"
local rasio = use "rasio"
use "pelatihan"

local bulat = function(judul) return { type = "integer", minimum = 0, title = judul } end

-- Mutu pelayanan menurut nilai IKM setelah dikonversi (25–100): PermenPANRB 14/2017.
local mutu = use "rentang_nilai" {
  { dari = 25,    { mutu = "D", kinerja = "tidak_baik" } },
  { dari = 65,    { mutu = "C", kinerja = "kurang_baik" } },
  { dari = 76.61, { mutu = "B", kinerja = "baik" } },
  { dari = 88.31, { mutu = "A", kinerja = "sangat_baik" } },
  sampai = 100,
}

indikator {
  kode = "ikm-kecamatan",
  judul = "Indeks Kepuasan Masyarakat pelayanan kecamatan",
  aspek = "kualitas",
  definisi = "Nilai survei kepuasan masyarakat setelah dikonversi ke skala 25–100.",
  rumus = "nilai survei terakhir",
  sumber_data = "Laporan survei kepuasan masyarakat",
  dasar = "PermenPANRB 14/2017",
  satuan = "indeks",
  arah = "naik",
  isian = { nilai_ikm = { type = "number", minimum = 25, maximum = 100, title = "Nilai IKM" } },
  target = { bawaan = 88, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan)
    catat("Nilai IKM", isian.nilai_ikm, "survei terakhir")
    return isian.nilai_ikm
  end,
}

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

indikator {
  kode = "waktu-surat-pengantar",
  judul = "Rata-rata waktu penyelesaian surat pengantar",
  aspek = "waktu",
  definisi = "Hari kerja sejak berkas lengkap diterima sampai surat pengantar ditandatangani.",
  rumus = "jumlah hari / surat",
  sumber_data = "Register surat pengantar",
  satuan = "hari",
  arah = "turun",
  isian = {
    hari = { type = "number", minimum = 0, title = "Jumlah hari penyelesaian semua surat" },
    surat = bulat("Surat selesai"),
  },
  target = { bawaan = 1, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan)
    if isian.surat == 0 then error("surat selesai nol: kosongkan isian bulan ini") end
    local rata_rata = num.round(isian.hari / isian.surat, 2, "half_up")
    catat("Jumlah hari", isian.hari)
    catat("Surat", isian.surat)
    catat("Rata-rata hari", rata_rata, "hari / surat, dibulatkan dua angka")
    return rata_rata
  end,
}

indikator {
  kode = "realisasi-pbb-p2",
  judul = "Realisasi PBB-P2 wilayah kecamatan",
  aspek = "kuantitas",
  definisi = "PBB-P2 yang sudah dibayar sejak awal tahun, dibandingkan dengan pokok ketetapan setahun.",
  rumus = "realisasi sejak awal tahun / pokok setahun × 100",
  sumber_data = "Laporan Bapenda",
  satuan = "%",
  arah = "naik",
  isian = { realisasi = bulat("Realisasi sejak awal tahun (rupiah)"), pokok = bulat("Pokok ketetapan setahun (rupiah)") },
  target = { bawaan = 80, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan) return persen(isian.realisasi, isian.pokok, "pokok ketetapan") end,
}

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

indikator {
  kode = "usulan-musrenbang-terakomodasi",
  judul = "Usulan musrenbang yang terakomodasi RKPD",
  aspek = "kualitas",
  definisi = "Usulan musrenbang kecamatan yang masuk dalam RKPD tahun berikutnya.",
  rumus = "usulan terakomodasi / usulan × 100",
  sumber_data = "Berita acara musrenbang, RKPD",
  satuan = "%",
  arah = "naik",
  isian = { terakomodasi = bulat("Usulan terakomodasi"), usulan = bulat("Usulan") },
  target = { bawaan = 40, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan) return persen(isian.terakomodasi, isian.usulan, "usulan") end,
}

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

indikator {
  kode = "kegiatan-gotong-royong",
  judul = "Kegiatan gotong royong dan kebersihan",
  aspek = "kuantitas",
  definisi = "Kegiatan gotong royong atau kebersihan lingkungan yang dilaksanakan bersama warga.",
  rumus = "jumlah kegiatan",
  sumber_data = "Laporan kegiatan kelurahan",
  satuan = "kegiatan",
  arah = "naik",
  isian = { kegiatan = bulat("Kegiatan") },
  target = { bawaan = 4, per = "bulan" },
  konsolidasi = "jumlah",
  realisasi = function(isian, setelan)
    catat("Kegiatan", isian.kegiatan, "laporan kelurahan")
    return isian.kegiatan
  end,
}

indikator {
  kode = "nilai-sakip",
  judul = "Nilai SAKIP kecamatan",
  aspek = "kualitas",
  definisi = "Nilai evaluasi Sistem Akuntabilitas Kinerja Instansi Pemerintah dari Inspektorat.",
  rumus = "nilai evaluasi terakhir",
  sumber_data = "Laporan hasil evaluasi Inspektorat",
  satuan = "nilai",
  arah = "naik",
  isian = { nilai = { type = "number", minimum = 0, maximum = 100, title = "Nilai SAKIP" } },
  target = { bawaan = 70, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan)
    catat("Nilai SAKIP", isian.nilai, "evaluasi terakhir")
    return isian.nilai
  end,
}

indikator {
  kode = "temuan-inspektorat",
  judul = "Temuan Inspektorat yang belum ditindaklanjuti",
  aspek = "kualitas",
  definisi = "Temuan yang pada akhir periode belum selesai ditindaklanjuti. Target nol: setiap sisa temuan berarti tidak tercapai.",
  rumus = "temuan yang tersisa pada akhir bulan",
  sumber_data = "Daftar tindak lanjut Inspektorat",
  satuan = "temuan",
  arah = "turun",
  isian = { temuan = bulat("Temuan belum ditindaklanjuti") },
  target = { bawaan = 0, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan)
    catat("Temuan tersisa", isian.temuan, "keadaan akhir bulan")
    return isian.temuan
  end,
}

fungsi {
  nama = "mutu_pelayanan",
  judul = "Mutu pelayanan dari nilai IKM",
  dasar = "PermenPANRB 14/2017",
  isian = { nilai_ikm = { type = "number", minimum = 25, maximum = 100, title = "Nilai IKM setelah konversi" } },
  hitung = function(isian, setelan)
    local nilai = num.round(isian.nilai_ikm, 2, "half_up")
    local hasil = mutu(nilai)
    catat("Nilai IKM", nilai, "dibulatkan dua angka")
    catat("Mutu pelayanan", hasil.mutu, "nilai interval konversi, PermenPANRB 14/2017")
    return { mutu = hasil.mutu, kinerja = hasil.kinerja }
  end,
}
