-- Exact fractions: a whole numerator over a whole denominator, rounded once, by a named rule, when it is printed.
-- Made for angka kredit, which is always a multiple of 1/192 (months/12 × percent/4 × coefficient/4).
--
--   local pecahan = use "pecahan"
--   pecahan.tulis(625, 200, 2)            --> "3.13"   (half_up unless a rule is named: half_even down up floor ceil)
--   pecahan.tulis(625, 200, 2, "down")    --> "3.12"
--   pecahan.baca("12.345")                --> 12345    thousandths; more than three decimals are refused
--   pecahan.kali(3.75, 4)                 --> 15       the whole number x × n, refused if it is not whole

-- Does the absolute value go up? `sisa` of `penyebut` is left, the quotient so far is `hasil`.
local aturan_bulat = {
  half_up   = function(sisa, penyebut) return 2 * sisa >= penyebut end,
  half_even = function(sisa, penyebut, hasil)
    return 2 * sisa > penyebut or (2 * sisa == penyebut and hasil % 2 == 1)
  end,
  down      = function() return false end,
  up        = function(sisa) return sisa > 0 end,
  floor     = function(sisa, penyebut, hasil, negatif) return negatif and sisa > 0 end,
  ceil      = function(sisa, penyebut, hasil, negatif) return not negatif and sisa > 0 end,
}

local function tulis(pembilang, penyebut, angka, aturan)
  local naik = aturan_bulat[aturan or "half_up"]
  if naik == nil then error("pecahan: aturan pembulatan tidak dikenal: " .. tostring(aturan), 2) end
  pembilang, penyebut = math.tointeger(pembilang), math.tointeger(penyebut)
  if pembilang == nil or penyebut == nil or penyebut <= 0 then
    error("pecahan: pembilang harus bulat, penyebut bulat dan positif", 2)
  end
  local negatif = pembilang < 0
  if negatif then pembilang = -pembilang end
  -- Whole part and rest apart: multiplying the numerator by the scale would overflow long before the result does.
  local utuh, sisa = pembilang // penyebut, pembilang % penyebut
  local skala = 1
  for _ = 1, angka do skala = skala * 10 end
  local ekor = sisa * skala // penyebut
  if naik(sisa * skala % penyebut, penyebut, ekor + utuh * skala % 2, negatif) then ekor = ekor + 1 end
  if ekor == skala then utuh, ekor = utuh + 1, 0 end

  local tanda = ""
  if negatif and (utuh > 0 or ekor > 0) then tanda = "-" end
  if angka == 0 then return tanda .. tostring(utuh) end
  return tanda .. tostring(utuh) .. "." .. text.pad(tostring(ekor), angka, "0")
end

local function tolak(kode, pesan)
  error { code = "pecahan." .. kode, pesan = pesan }
end

local function baca(teks)
  local bagian = text.split(teks, ".")
  local bulat, ekor = bagian[1], bagian[2]
  if teks == "" then tolak("bukan_desimal", "Angka kosong.") end
  if #bagian > 2 or not text.is_digits(bulat) or (#bagian == 2 and not text.is_digits(ekor)) then
    tolak("bukan_desimal", "\"" .. teks .. "\" bukan bilangan desimal dengan titik.")
  end
  ekor = ekor or ""
  if text.len(ekor) > 3 then tolak("terlalu_halus", "\"" .. teks .. "\" lebih dari tiga desimal.") end
  if text.len(bulat) > 12 then tolak("terlalu_besar", "\"" .. teks .. "\" terlalu besar.") end
  return math.tointeger(tonumber(bulat .. text.sub(ekor .. "000", 1, 3)))
end

local function kali(x, n)
  local hasil = math.tointeger(x * n)
  if hasil == nil then
    tolak("bukan_kelipatan", num.text(x) .. " bukan kelipatan 1/" .. num.text(n) .. ".")
  end
  return hasil
end

return { tulis = tulis, baca = baca, kali = kali }
