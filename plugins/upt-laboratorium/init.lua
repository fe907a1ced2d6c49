-- Indikator kinerja UPT laboratorium, contoh plugin untuk jenis unit yang tidak dikenal inti Tenayan.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local rasio = use "rasio"
local rata_rata = use "rata_rata"

indikator(rasio {
  kode = "sampel-tepat-waktu",
  judul = "Sampel diperiksa tepat waktu",
  aspek = "waktu",
  definisi = "Sampel yang hasilnya terbit dalam waktu menurut standar pelayanan laboratorium.",
  sumber_data = "Register sampel",
  bagian = { "tepat_waktu", "Sampel tepat waktu" },
  dari = { "diperiksa", "Sampel diperiksa" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rasio {
  kode = "uji-profisiensi-lulus",
  judul = "Uji profisiensi lulus",
  aspek = "kualitas",
  definisi = "Parameter uji profisiensi yang hasilnya dinyatakan memuaskan oleh penyelenggara. Bulan tanpa uji dikosongkan.",
  sumber_data = "Laporan penyelenggara uji profisiensi",
  bagian = { "lulus", "Parameter lulus" },
  dari = { "diikuti", "Parameter diikuti" },
  target = { bawaan = 90, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-tunggu-hasil",
  judul = "Waktu tunggu hasil",
  aspek = "waktu",
  definisi = "Hari kerja sejak sampel diterima lengkap sampai hasil terbit.",
  sumber_data = "Register sampel",
  satuan = "hari",
  jumlah = { "hari", "Jumlah hari semua hasil" },
  banyak = { "hasil", "Hasil terbit" },
  target = { bawaan = 5, per = "tahun" },
})

indikator(cacah {
  kode = "sampel-diperiksa",
  judul = "Sampel diperiksa",
  aspek = "kuantitas",
  definisi = "Sampel yang pemeriksaannya selesai dan hasilnya terbit.",
  sumber_data = "Register sampel",
  satuan = "sampel",
  isian = { "sampel", "Sampel diperiksa" },
  target = { bawaan = 200, per = "bulan" },
})

indikator(cacah {
  kode = "temuan-audit-mutu",
  judul = "Temuan audit mutu yang belum ditutup",
  aspek = "kualitas",
  definisi = "Temuan audit internal atau asesmen yang pada akhir bulan belum ditutup. Target nol: setiap sisa temuan berarti tidak tercapai.",
  sumber_data = "Daftar temuan audit mutu",
  satuan = "temuan",
  arah = "turun",
  isian = { "temuan", "Temuan belum ditutup" },
  target = { bawaan = 0, per = "tahun" },
  konsolidasi = "terakhir",
})
