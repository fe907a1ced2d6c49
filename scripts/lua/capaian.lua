-- Percent achieved of one indicator, from target, realisation and direction.
--
--   local persen, rumus, t = use "capaian" (indikator [, aturan])   -- rumus in words, t the bound that counted (R/T)
--
-- arah "naik":  R/T × 100                    arah "turun": (1 + (1 − R/T)) × 100
-- A range {target, target_atas}: above it T is the upper bound, below it the lower one.
-- Formulas: PermenPANRB 8/2021. What that rule leaves open is `aturan`, each member with what holds without it:
--   dalam_rentang = 100          inside a range
--   target_nol = 100             a target of 0 that was reached; missed it is 0
--   target_nol_tertinggi = 120   the same where the target is the maximum attainable (target_maksimal)
--   paling_banyak                the most that counts; without it there is no cap
--   angka = 2, pembulatan = "half_up"
-- Decided here: arah "tepat" is (1 − |R − T|/T) × 100; below 0 counts as 0.
-- The result is rounded once, at the end. `rumus` is one of a few fixed texts: putting numbers into it would cost every
-- call, also those that nobody traces.

local rumus_arah = {
  naik  = "R / T × 100",
  turun = "(1 + (1 − R / T)) × 100",
  tepat = "(1 − |R − T| / T) × 100",
}
local biasa = {}

local function terhadap_nol(i, aturan)
  local tercapai
  if i.arah == "naik" then tercapai = i.realisasi >= 0
  elseif i.arah == "turun" then tercapai = i.realisasi <= 0
  else tercapai = i.realisasi == 0 end

  if not tercapai then return 0, "target 0 tidak tercapai", 0 end
  if i.target_maksimal then
    return aturan.target_nol_tertinggi or 120, "target 0 tercapai dan merupakan nilai tertinggi", 0
  end
  return aturan.target_nol or 100, "target 0 tercapai", 0
end

-- The bound of a range that counts, or nil inside the range.
local function batas(r, bawah, atas)
  if atas == nil then return bawah end
  if atas < bawah then error("capaian: batas atas target lebih kecil dari batas bawahnya") end
  if r > atas then return atas end
  if r < bawah then return bawah end
  return nil
end

return function(i, aturan)
  local r, arah = i.realisasi, i.arah
  local rumus = rumus_arah[arah]
  if aturan == nil then aturan = biasa end
  if rumus == nil then error("capaian: arah tidak dikenal: " .. tostring(arah)) end
  if i.target < 0 then error("capaian: target tidak boleh negatif") end

  local t = batas(r, i.target, i.target_atas)
  if t == nil then return aturan.dalam_rentang or 100, "realisasi di dalam rentang target", i.target end
  if t == 0 then return terhadap_nol(i, aturan) end

  local persen
  if arah == "naik" then persen = r / t * 100
  elseif arah == "turun" then persen = (1 + (1 - r / t)) * 100
  else persen = (1 - math.abs(r - t) / t) * 100 end

  if persen < 0 then return 0, "di bawah nol dihitung 0", t end
  local atas = aturan.paling_banyak
  if atas ~= nil and persen > atas then return atas, rumus .. ", paling banyak sebesar setelan", t end
  return num.round(persen, aturan.angka or 2, aturan.pembulatan or "half_up"), rumus, t
end
