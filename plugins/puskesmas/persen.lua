-- Persentase satu periode, dua angka di belakang koma. Penyebut nol bukan 0% dan bukan 100%: tidak ada yang
-- dapat dihitung, jadi isian bulan itu dikosongkan.

return function(pembilang, penyebut, nama)
  if penyebut == 0 then error(nama .. " nol: kosongkan isian bulan ini") end
  local hasil = num.round(pembilang / penyebut * 100, 2, "half_up")
  catat("Pembilang", pembilang)
  catat("Penyebut", penyebut, nama)
  catat("Persentase", hasil, "pembilang / penyebut × 100, dibulatkan dua angka")
  return hasil
end
