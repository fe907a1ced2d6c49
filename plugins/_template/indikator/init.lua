-- Satu indikator: isian satu bulan menjadi satu angka. Triwulan dan tahun mengikuti konsolidasi:
--   jumlah        realisasi dijumlahkan          rata_rata     rata-rata realisasi
--   terakhir      keadaan terakhir               hitung_ulang  isian dijumlahkan, lalu dihitung lagi
-- Persentase selalu hitung_ulang: persentase tidak boleh dirata-ratakan.

indikator {
  kode = "contoh-layanan-tepat-waktu",
  judul = "Layanan selesai tepat waktu",
  aspek = "waktu",
  definisi = "Layanan yang selesai dalam waktu menurut standar pelayanan.",
  rumus = "selesai tepat waktu / selesai × 100",
  sumber_data = "Register layanan",
  satuan = "%",
  arah = "naik",
  isian = {
    tepat_waktu = { type = "integer", minimum = 0, title = "Selesai tepat waktu" },
    selesai = { type = "integer", minimum = 0, title = "Selesai" },
  },
  target = { bawaan = 95, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan)
    if isian.selesai == 0 then error("layanan selesai nol: kosongkan isian bulan ini") end
    local persen = num.round(isian.tepat_waktu / isian.selesai * 100, 2, "half_up")
    catat("Selesai tepat waktu", isian.tepat_waktu)
    catat("Selesai", isian.selesai)
    catat("Persentase", persen, "selesai tepat waktu / selesai × 100, dibulatkan dua angka")
    return persen
  end,
}
