-- Sanksi ketidakhadiran tanpa alasan sah: PP 94/2021, hari kumulatif dalam satu tahun kalender.

-- Hari kumulatif setahun, seperti dicetak pada aturannya; celah atau tumpang tindih ditolak ketika dimuat.
local tangga = use "rentang_nilai" {
  { dari = 0,  sampai = 2,  { tingkat = "tidak_ada", sanksi = "Tidak ada", potongan = 0, bulan = 0 } },
  { dari = 3,  sampai = 3,  { tingkat = "ringan", sanksi = "Teguran lisan", potongan = 0, bulan = 0 } },
  { dari = 4,  sampai = 6,  { tingkat = "ringan", sanksi = "Teguran tertulis", potongan = 0, bulan = 0 } },
  { dari = 7,  sampai = 10, { tingkat = "ringan", sanksi = "Pernyataan tidak puas secara tertulis", potongan = 0, bulan = 0 } },
  { dari = 11, sampai = 13, { tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 6 } },
  { dari = 14, sampai = 16, { tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 9 } },
  { dari = 17, sampai = 20, { tingkat = "sedang", sanksi = "Pemotongan tunjangan kinerja", potongan = 25, bulan = 12 } },
  { dari = 21, sampai = 24, { tingkat = "berat", sanksi = "Penurunan jabatan setingkat lebih rendah", potongan = 0, bulan = 12 } },
  { dari = 25, sampai = 27, { tingkat = "berat", sanksi = "Pembebasan dari jabatannya menjadi jabatan pelaksana", potongan = 0, bulan = 12 } },
  { dari = 28, { tingkat = "berat", sanksi = "Pemberhentian dengan hormat tidak atas permintaan sendiri", potongan = 0, bulan = 0 } },
  langkah = 1,
}
local BERTURUT = 10

local function anak_tangga(isian)
  if isian.berturut_turut and isian.hari >= BERTURUT then
    catat("Hari kerja berturut-turut", isian.hari,
      "10 hari kerja berturut-turut: gaji dihentikan mulai bulan berikutnya (PP 94/2021)")
    return tangga(28)
  end
  return tangga(isian.hari)
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
