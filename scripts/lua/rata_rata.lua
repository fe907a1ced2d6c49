-- An indicator that is a mean, such as days a letter or minutes a patient: total and number are entered, a longer period
-- adds both and divides once.
--
--   indikator(rata_rata {
--     kode = "…", judul = "…", definisi = "…", sumber_data = "…", aspek = "waktu", satuan = "hari",
--     jumlah = { "hari", "Jumlah hari semua berkas" },
--     banyak = { "berkas", "Berkas selesai" },
--     target = { bawaan = 3, per = "tahun" } })            -- arah "turun" unless given

local kecil = use "kecil"

return function(i)
  local jumlah, banyak = i.jumlah, i.banyak
  local a, b, satuan = jumlah[1], banyak[1], i.satuan
  i.jumlah, i.banyak = nil, nil
  i.arah = i.arah or "turun"
  i.konsolidasi = "hitung_ulang"
  i.rumus = kecil(jumlah[2]) .. " / " .. kecil(banyak[2])
  local label, rumus = "Rata-rata " .. satuan, i.rumus .. ", dibulatkan dua angka"
  i.isian = {
    [a] = { type = "number", minimum = 0, title = jumlah[2] },
    [b] = { type = "integer", minimum = 0, title = banyak[2] },
  }
  i.realisasi = function(isian)
    if isian[b] == 0 then error(kecil(banyak[2]) .. " nol: kosongkan isian bulan ini") end
    local hasil = num.round(isian[a] / isian[b], 2, "half_up")
    catat(jumlah[2], isian[a])
    catat(banyak[2], isian[b])
    catat(label, hasil, rumus)
    return hasil
  end
  return i
end
