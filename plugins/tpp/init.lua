-- TPP bulanan = dasar × (bobot produktivitas × P + bobot disiplin × D), rupiah bulat, dibulatkan ke bawah.
-- Kerangka saja [M]: bobot dan persentase adalah setelan yang ditetapkan peraturan kepala daerah.

-- P dan D dihitung sampai sepersepuluh ribu, sehingga perkalian dengan rupiah tetap bulat dan pasti.
local TEPAT = 10000

local function pasti(bagian)
  return math.tointeger(num.round(bagian * TEPAT, 0, "half_up"))
end

fungsi {
  nama = "hitung",
  isian = {
    dasar = { type = "integer", minimum = 0, maximum = 1000000000, title = "Dasar TPP sebulan (Rp)" },
    produktivitas = { type = "number", minimum = 0, maximum = 1, title = "Produktivitas kerja, P (0 sampai 1)" },
    disiplin = { type = "number", minimum = 0, maximum = 1, title = "Disiplin kerja, D = 1 − jumlah potongan" },
  },
  hitung = function(isian, setelan)
    local wp = setelan.bobot_produktivitas
    local bagian = wp * pasti(isian.produktivitas) + (100 - wp) * pasti(isian.disiplin)
    local rupiah = isian.dasar * bagian // (100 * TEPAT)
    catat("Bagian dasar", bagian / (100 * TEPAT), wp .. "% × P + " .. 100 - wp .. "% × D")
    catat("TPP", rupiah, "dasar × bagian, dibulatkan ke bawah ke rupiah penuh")
    return { rupiah = rupiah }
  end,
}

fungsi {
  nama = "produktivitas",
  isian = {
    predikat = { type = "string", enum = { "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang" }, title = "Predikat kinerja periode" },
  },
  hitung = function(isian, setelan)
    local persen = setelan["persen_" .. isian.predikat]
    catat("Produktivitas", persen, "persentase untuk predikat " .. isian.predikat .. " menurut setelan")
    return persen / 100
  end,
}
