-- Bilangan pecahan pasti: pembilang bulat atas penyebut bulat yang tetap, dibulatkan sekali saat dicetak.
-- Dipakai angka kredit, yang selalu kelipatan 1/192 (bulan/12 × persen/4 × koefisien/4).

-- Bulatkan pembilang/penyebut ke `angka` desimal, setengah ke atas, dan tulis dengan titik: (625, 200, 2) → "3.13".
local function tulis(pembilang, penyebut, angka)
  local skala = 1
  for _ = 1, angka do skala = skala * 10 end
  local tanda = ""
  if pembilang < 0 then
    tanda, pembilang = "-", -pembilang
  end
  local bulat = (2 * pembilang * skala + penyebut) // (2 * penyebut)
  if bulat == 0 then tanda = "" end
  if angka == 0 then return tanda .. bulat end
  local ekor = tostring(bulat % skala)
  while #ekor < angka do ekor = "0" .. ekor end
  return tanda .. bulat // skala .. "." .. ekor
end

-- Baca teks desimal "12.345" menjadi bilangan bulat seperseribu: 12345. Lebih dari tiga desimal ditolak.
local function baca(teks)
  local bulat, pecah, desimal = 0, 0, nil
  local huruf = text.chars(teks)
  for i, h in ipairs(huruf) do
    local nilai = h == "." and -1 or tonumber(h)
    if nilai == nil or (nilai == -1 and (desimal or i == 1 or i == #huruf)) then
      error { code = "pecahan.bukan_desimal", pesan = "\"" .. teks .. "\" bukan bilangan desimal dengan titik." }
    elseif nilai == -1 then
      desimal = 0
    elseif desimal then
      desimal = desimal + 1
      if desimal > 3 then
        error { code = "pecahan.terlalu_halus", pesan = "\"" .. teks .. "\" lebih dari tiga desimal." }
      end
      pecah = pecah * 10 + nilai
    else
      bulat = bulat * 10 + nilai
    end
  end
  for _ = desimal or 0, 2 do pecah = pecah * 10 end
  if #huruf == 0 then
    error { code = "pecahan.bukan_desimal", pesan = "Angka kosong." }
  end
  return math.tointeger(bulat * 1000 + pecah)
end

return { tulis = tulis, baca = baca }
