-- A table of value ranges, checked for gaps and for order when the plugin loads.
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
-- A range begins at `dari` and ends where the next one begins, so there is no gap to fall into. Without
-- `sampai` the last one has no end. A value outside is an error, never a guess.

return function(tabel)
  assert(type(tabel) == "table" and #tabel > 0, "rentang_nilai: belum ada rentang")
  local batas, isi = {}, {}
  for i, r in ipairs(tabel) do
    assert(type(r) == "table" and type(r.dari) == "number" and r[1] ~= nil,
      "rentang_nilai: rentang ke-" .. tostring(i) .. " memerlukan dari dan nilai")
    assert(i == 1 or r.dari > batas[i - 1],
      "rentang_nilai: rentang ke-" .. tostring(i) .. " tidak naik dari yang sebelumnya")
    batas[i], isi[i] = r.dari, r[1]
  end
  local sampai = tabel.sampai
  assert(sampai == nil or sampai >= batas[#batas], "rentang_nilai: sampai lebih kecil dari rentang terakhir")

  return function(nilai)
    if nilai < batas[1] or (sampai ~= nil and nilai > sampai) then
      error("rentang_nilai: " .. tostring(nilai) .. " di luar rentang")
    end
    for i = #batas, 1, -1 do
      if nilai >= batas[i] then return isi[i] end
    end
  end
end
