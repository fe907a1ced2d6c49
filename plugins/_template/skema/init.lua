-- Satu skema penilaian. Penilai menetapkan dua rating; matriks menetapkan predikat. Saran hanya membantu.

local hitung_capaian = use "capaian"

-- Baris: hasil kerja, kolom: perilaku kerja. Ganti dengan matriks menurut aturan Anda.
local predikat = use "matriks" {
  kolom    = { "di_bawah",      "sesuai",          "di_atas" },
  di_atas  = { "kurang",        "baik",            "sangat_baik" },
  sesuai   = { "kurang",        "baik",            "baik" },
  di_bawah = { "sangat_kurang", "butuh_perbaikan", "butuh_perbaikan" },
}

skema {
  kode = "contoh-skema",
  judul = "Contoh skema penilaian",

  capaian = function(indikator, setelan)
    local persen, rumus = hitung_capaian(indikator)
    catat("Capaian indikator (persen)", persen, rumus)
    return persen
  end,

  saran = function(evaluasi, setelan)
    local jumlah, banyak = 0, 0
    for _, indikator in ipairs(evaluasi.indikator) do
      if indikator.capaian ~= nil then
        jumlah = jumlah + indikator.capaian
        banyak = banyak + 1
      end
    end
    if banyak == 0 then
      catat("Saran", "belum ada", "belum ada realisasi")
      return { hasil = nil }
    end
    local rata_rata = num.round(jumlah / banyak, 2, "half_up")
    local hasil = "sesuai"
    if rata_rata > setelan.ambang then hasil = "di_atas" end
    if rata_rata < setelan.ambang then hasil = "di_bawah" end
    catat("Rata-rata capaian", rata_rata, "jumlah capaian / banyaknya indikator")
    catat("Saran rating hasil kerja", hasil, "dibandingkan dengan setelan ambang")
    return { hasil = hasil, nilai = rata_rata }
  end,

  predikat = function(isian, setelan)
    local hasil = predikat(isian.hasil, isian.perilaku)
    catat("Predikat", hasil, "matriks hasil kerja dan perilaku kerja")
    return hasil
  end,

  distribusi = function(isian, setelan)
    local total = list.sum({
      isian.jumlah.sangat_baik, isian.jumlah.baik, isian.jumlah.butuh_perbaikan,
      isian.jumlah.kurang, isian.jumlah.sangat_kurang,
    })
    catat("Pegawai", total)
    if isian.organisasi ~= "istimewa" and 100 * isian.jumlah.sangat_baik > 50 * total then
      return {
        memenuhi_pola = false, informasi = false,
        catatan = { { kode = "sangat_baik_lebih_dari_50", pesan = "Sangat Baik paling banyak 50%." } },
      }
    end
    return { memenuhi_pola = true, informasi = false, catatan = list.new() }
  end,
}
