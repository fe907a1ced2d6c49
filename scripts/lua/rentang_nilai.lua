-- A table of value ranges, checked for gaps, overlaps and order when the plugin loads.
--
--   local mutu = use "rentang_nilai" {
--     { dari = 25,    "D" },
--     { dari = 65,    "C" },
--     { dari = 76.61, "B" },
--     { dari = 88.31, "A" },
--     sampai = 100,
--   }
--   mutu(80)  --> "B"
--
-- A range begins at `dari`, or just above `di_atas`, and ends where the next one begins. The end may be written as the
-- rule prints it; then it is compared with the next beginning, so that a gap or an overlap is found:
--   { dari = 60, sampai = 79, "kurang" }, { dari = 80, sampai = 99, "cukup" }, langkah = 1
-- `langkah` is the distance between the printed end and the next beginning (0 without it). With it the table speaks of
-- multiples of that step alone, and a value in between is an error: round it first, by a named rule.
-- `sampai` of the table is the end of the last range; without it there is none. A value outside is an error, never a guess.

-- Where range i begins; or nil and what is wrong with it.
local function awal(r, i)
  local ke = "rentang ke-" .. tostring(i)
  if type(r) ~= "table" or r[1] == nil then return nil, ke .. " tidak memuat nilai" end
  local dari = r.dari
  if dari == nil then dari = r.di_atas end
  if type(dari) ~= "number" or (r.dari ~= nil and r.di_atas ~= nil) then
    return nil, ke .. " memerlukan salah satu: dari atau di_atas"
  end
  if r.sampai ~= nil and r.sampai < dari then return nil, ke .. " berakhir sebelum mulai" end
  return dari
end

-- What is wrong between a range that ends at `sampai` and the next one.
local function sambungan(i, dari, sebelum, sampai, langkah)
  local ke, mulai = "rentang ke-" .. tostring(i), num.text(dari)
  if sampai ~= nil and dari > sampai + langkah then
    return "celah antara " .. num.text(sampai) .. " dan " .. mulai .. ", sebelum " .. ke
  elseif sampai ~= nil and dari < sampai + langkah then
    return ke .. " mulai " .. mulai .. ", tumpang tindih dengan yang sebelumnya, yang sampai " .. num.text(sampai)
  elseif sebelum ~= nil and dari <= sebelum then
    return ke .. " mulai " .. mulai .. ", tidak naik dari yang sebelumnya"
  end
  return nil
end

local function susun(tabel)
  if type(tabel) ~= "table" or #tabel == 0 then return "belum ada rentang" end
  local langkah = tabel.langkah or 0
  local batas, tepat, isi, sampai = {}, {}, {}, nil
  for i, r in ipairs(tabel) do
    local dari, salah = awal(r, i)
    if salah == nil then salah = sambungan(i, dari, batas[i - 1], sampai, langkah) end
    if salah ~= nil then return salah end
    sampai = r.sampai
    batas[i], tepat[i], isi[i] = dari, r.dari ~= nil, r[1]
  end
  local akhir = tabel.sampai or sampai
  if akhir ~= nil and akhir < batas[#batas] then return "sampai lebih kecil dari rentang terakhir" end
  return nil, { batas = batas, tepat = tepat, isi = isi, akhir = akhir, langkah = langkah }
end

return function(tabel)
  local salah, t = susun(tabel)
  if salah ~= nil then error("rentang_nilai: " .. salah, 2) end
  local batas, tepat, isi, akhir, langkah = t.batas, t.tepat, t.isi, t.akhir, t.langkah

  return function(nilai)
    if akhir ~= nil and nilai > akhir then error("rentang_nilai: " .. num.text(nilai) .. " di luar rentang", 2) end
    if langkah > 0 and nilai % langkah ~= 0 then
      error("rentang_nilai: " .. num.text(nilai) .. " bukan kelipatan " .. num.text(langkah) .. "; bulatkan dulu", 2)
    end
    for i = #batas, 1, -1 do
      if nilai > batas[i] or (tepat[i] and nilai == batas[i]) then return isi[i] end
    end
    error("rentang_nilai: " .. num.text(nilai) .. " di luar rentang", 2)
  end
end
