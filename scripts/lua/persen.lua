-- Percentage of one period, rounded once to two decimals. A denominator of zero is neither 0 % nor 100 %: nothing can be
-- computed, so the input of that month stays empty, and this says so. A part larger than its whole is a mistake in the
-- input, unless `melebihi` says that the denominator is an estimate or a target.
--
--   realisasi = function(isian) return persen(isian.selesai, isian.masuk, "berkas masuk") end

return function(pembilang, penyebut, nama, melebihi)
  if penyebut == 0 then error(nama .. " nol: kosongkan isian bulan ini") end
  if pembilang > penyebut and not melebihi then
    error("bagian (" .. num.text(pembilang) .. ") lebih besar daripada " .. nama .. " (" .. num.text(penyebut) .. "): periksa isian")
  end
  local hasil = num.round(pembilang / penyebut * 100, 2, "half_up")
  catat("Pembilang", pembilang)
  catat("Penyebut", penyebut, nama)
  catat("Persentase", hasil, "pembilang / penyebut × 100, dibulatkan dua angka")
  return hasil
end
