-- Percent achieved of one indicator, from target, realisation and direction.
--
--   local persen, rumus, t = use "capaian" (indikator)   -- rumus in words, t the bound that counted (R/T)
--
-- arah "naik":  R/T × 100                    arah "turun": (1 + (1 − R/T)) × 100
-- A range {target, target_atas}: above it T is the upper bound, below it the lower one, inside it 100.
-- Formulas: PermenPANRB 8/2021. What that rule leaves open is decided here:
--   arah "tepat": (1 − |R − T|/T) × 100;  below 0 counts as 0;
--   target 0: reached is 100 (120 where the target is the maximum attainable), missed is 0.
-- The result is rounded once, to two decimals, half up. `rumus` is one of a few fixed texts: putting numbers
-- into it would cost every call, also those that nobody traces.

local rumus_arah = {
  naik  = "R / T × 100",
  turun = "(1 + (1 − R / T)) × 100",
  tepat = "(1 − |R − T| / T) × 100",
}

local function terhadap_nol(i)
  local tercapai
  if i.arah == "naik" then tercapai = i.realisasi >= 0
  elseif i.arah == "turun" then tercapai = i.realisasi <= 0
  else tercapai = i.realisasi == 0 end

  if not tercapai then return 0, "target 0 tidak tercapai", 0 end
  if i.target_maksimal then return 120, "target 0 tercapai dan merupakan nilai tertinggi", 0 end
  return 100, "target 0 tercapai", 0
end

-- The bound of a range that counts, or nil inside the range.
local function batas(r, bawah, atas)
  if atas == nil then return bawah end
  if atas < bawah then error("capaian: batas atas target lebih kecil dari batas bawahnya") end
  if r > atas then return atas end
  if r < bawah then return bawah end
  return nil
end

return function(i)
  local r, arah = i.realisasi, i.arah
  local rumus = rumus_arah[arah]
  if rumus == nil then error("capaian: arah tidak dikenal: " .. tostring(arah)) end
  if i.target < 0 then error("capaian: target tidak boleh negatif") end

  local t = batas(r, i.target, i.target_atas)
  if t == nil then return 100, "realisasi di dalam rentang target", i.target end
  if t == 0 then return terhadap_nol(i) end

  local persen
  if arah == "naik" then persen = r / t * 100
  elseif arah == "turun" then persen = (1 + (1 - r / t)) * 100
  else persen = (1 - math.abs(r - t) / t) * 100 end

  if persen < 0 then return 0, "di bawah nol dihitung 0", t end
  return num.round(persen, 2, "half_up"), rumus, t
end
