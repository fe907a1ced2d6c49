-- Sanksi ketidakhadiran tanpa alasan sah: PP 94/2021, hari kumulatif dalam satu tahun kalender.

-- Hari paling sedikit untuk tiap anak tangga, dari yang terberat.
local tangga = {
  { hari = 28, tingkat = "berat",  sanksi = "Pemberhentian dengan hormat tidak atas permintaan sendiri", potongan = 0, bulan = 0 },
  { hari = 25, tingkat = "berat",  sanksi = "Pembebasan dari jabatannya menjadi jabatan pelaksana", potongan = 0, bulan = 12 },
  { hari = 21, tingkat = "berat",  sanksi = "Penurunan jabatan setingkat lebih rendah", potongan = 0, bulan = 12 },
  { hari = 17, tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 12 },
  { hari = 14, tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 9 },
  { hari = 11, tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 6 },
  { hari = 7,  tingkat = "ringan", sanksi = "Pernyataan tidak puas secara tertulis", potongan = 0, bulan = 0 },
  { hari = 4,  tingkat = "ringan", sanksi = "Teguran tertulis", potongan = 0, bulan = 0 },
  { hari = 3,  tingkat = "ringan", sanksi = "Teguran lisan", potongan = 0, bulan = 0 },
}
local berturut = 10

local function anak_tangga(isian)
  if isian.berturut_turut and isian.hari >= berturut then
    catat("Hari kerja berturut-turut", isian.hari,
      "10 hari kerja berturut-turut: gaji dihentikan mulai bulan berikutnya (PP 94/2021)")
    return tangga[1]
  end
  for _, anak in ipairs(tangga) do
    if isian.hari >= anak.hari then
      return anak
    end
  end
  return { tingkat = "tidak_ada", sanksi = "Tidak ada", potongan = 0, bulan = 0 }
end

fungsi {
  nama = "sanksi",
  isian = {
    hari = { type = "integer", minimum = 0, maximum = 366, title = "Hari tidak masuk kerja tanpa alasan yang sah" },
    berturut_turut = { type = "boolean", title = "Hari kerja itu berturut-turut" },
  },
  hitung = function(isian)
    local anak = anak_tangga(isian)
    catat("Hari tidak masuk", isian.hari, "kumulatif dalam satu tahun kalender")
    catat("Sanksi", anak.sanksi, "tangga sanksi PP 94/2021")
    return { tingkat = anak.tingkat, sanksi = anak.sanksi, potongan_persen = anak.potongan, bulan = anak.bulan }
  end,
}
