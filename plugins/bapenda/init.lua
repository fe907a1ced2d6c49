-- Indikator kinerja Badan Pendapatan Daerah.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local rasio = use "rasio"
local rata_rata = use "rata_rata"
use "pelatihan"

indikator {
  kode = "pertumbuhan-pajak-daerah",
  judul = "Pertumbuhan realisasi pajak daerah",
  aspek = "kuantitas",
  definisi = "Kenaikan realisasi pajak daerah terhadap masa yang sama tahun lalu. Dapat bernilai negatif.",
  rumus = "(realisasi tahun ini − realisasi tahun lalu) / realisasi tahun lalu × 100",
  sumber_data = "Buku kas penerimaan",
  dasar = "Peraturan Wali Kota Pontianak 9/2015 (rumus; contoh)",
  satuan = "%",
  arah = "naik",
  isian = {
    sekarang = { type = "integer", minimum = 0, title = "Realisasi tahun ini (rupiah)" },
    lalu = { type = "integer", minimum = 0, title = "Realisasi masa yang sama tahun lalu (rupiah)" },
  },
  target = { bawaan = 8, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian)
    if isian.lalu == 0 then error("realisasi tahun lalu nol: pertumbuhan tidak dapat dihitung") end
    local persen = num.round((isian.sekarang - isian.lalu) / isian.lalu * 100, 2, "half_up")
    catat("Realisasi tahun ini", isian.sekarang)
    catat("Realisasi tahun lalu", isian.lalu)
    catat("Pertumbuhan (persen)", persen, "(tahun ini − tahun lalu) / tahun lalu × 100")
    return persen
  end,
}

indikator(rasio {
  kode = "wajib-pajak-membayar",
  judul = "Wajib pajak terdaftar yang membayar",
  aspek = "kuantitas",
  definisi = "Wajib pajak terdaftar yang sejak awal tahun sudah membayar. Keadaan terakhir yang dipakai.",
  sumber_data = "SISMIOP, basis data pajak",
  dasar = "Peraturan Wali Kota Pontianak 9/2015 (rumus; contoh)",
  bagian = { "membayar", "Wajib pajak yang sudah membayar" },
  dari = { "terdaftar", "Wajib pajak terdaftar" },
  target = { bawaan = 75, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "realisasi-target-pajak",
  judul = "Realisasi pajak terhadap target",
  aspek = "kuantitas",
  definisi = "Penerimaan pajak dibandingkan target masa itu.",
  sumber_data = "Buku kas penerimaan",
  bagian = { "realisasi_pajak", "Realisasi masa ini (rupiah)" },
  dari = { "target_pajak", "Target penerimaan masa ini (rupiah)" },
  melebihi = true,
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "piutang-tertagih",
  judul = "Piutang pajak tertagih",
  aspek = "kuantitas",
  definisi = "Piutang yang tertagih sejak awal tahun di antara piutang pada awal tahun. Keadaan terakhir yang dipakai.",
  sumber_data = "Kartu piutang",
  bagian = { "tertagih", "Piutang tertagih sejak awal tahun (rupiah)" },
  dari = { "piutang", "Piutang awal tahun (rupiah)" },
  target = { bawaan = 20, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(cacah {
  kode = "objek-pajak-baru",
  judul = "Objek pajak baru",
  aspek = "kuantitas",
  definisi = "Objek pajak baru yang didata dan ditetapkan.",
  sumber_data = "Berita acara pendataan",
  satuan = "objek",
  isian = { "objek", "Objek pajak baru" },
  target = { bawaan = 500, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-layanan-bphtb",
  judul = "Waktu layanan BPHTB",
  aspek = "waktu",
  definisi = "Hari kerja sejak berkas lengkap sampai validasi BPHTB.",
  sumber_data = "Aplikasi BPHTB",
  satuan = "hari",
  jumlah = { "hari", "Jumlah hari semua berkas" },
  banyak = { "berkas", "Berkas divalidasi" },
  target = { bawaan = 3, per = "tahun" },
})

indikator(cacah {
  kode = "tunggakan-pajak",
  judul = "Tunggakan pajak",
  aspek = "biaya",
  definisi = "Sisa tunggakan pada akhir masa. Keadaan terakhir yang dipakai, bukan jumlahnya.",
  sumber_data = "Kartu piutang",
  satuan = "juta rupiah",
  arah = "turun",
  konsolidasi = "terakhir",
  isian = { "juta", "Sisa tunggakan (juta rupiah)" },
  target = { bawaan = 5000, per = "tahun" },
})

indikator(rasio {
  kode = "penetapan-tepat-waktu",
  judul = "Penetapan pajak tepat waktu",
  aspek = "waktu",
  definisi = "Surat ketetapan yang terbit dalam waktu menurut aturan.",
  sumber_data = "Register ketetapan",
  bagian = { "tepat_waktu", "Ketetapan terbit tepat waktu" },
  dari = { "ketetapan", "Ketetapan terbit" },
  target = { bawaan = 100, per = "tahun" },
})
