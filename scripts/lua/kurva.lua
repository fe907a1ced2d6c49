-- A distribution pattern, written as the rule lists it and checked in whole numbers.
--
--   local pola = use "kurva" {
--     golongan = { "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang" },
--     baik     = { { "terbesar", "baik" }, { "paling_banyak", 70, "baik" },
--                  { "ada", "butuh_perbaikan", "kurang" } },
--     ...
--   }
--   pola("baik", { sangat_baik = 1, baik = 8, ... })  --> list of { kode =, aturan = } that do not hold
--
-- Rules: { "terbesar", G } G is larger than every other group; { "paling_banyak", p, G... } the groups
-- together are at most p percent; { "paling_sedikit", p, G... } at least p percent; { "ada", G... } at least
-- one; { "tidak_ada", G... } none. Percentages are compared as 100 × count against p × total, never divided.

local bentuk = {
  terbesar       = function(r, n, total, golongan)
    for _, lain in ipairs(golongan) do
      if lain ~= r[2] and n[lain] >= n[r[2]] then return false end
    end
    return true
  end,
  paling_banyak  = function(r, n, total, golongan, jumlah) return 100 * jumlah <= r[2] * total end,
  paling_sedikit = function(r, n, total, golongan, jumlah) return 100 * jumlah >= r[2] * total end,
  ada            = function(r, n, total, golongan, jumlah) return jumlah > 0 end,
  tidak_ada      = function(r, n, total, golongan, jumlah) return jumlah == 0 end,
}
local berpersen = { terbesar = false, paling_banyak = true, paling_sedikit = true, ada = false, tidak_ada = false }

local function periksa(nama, aturan, dikenal)
  assert(type(aturan) == "table" and #aturan > 0, "kurva: pola " .. nama .. " kosong")
  for i, r in ipairs(aturan) do
    local di = "kurva: pola " .. nama .. " aturan ke-" .. tostring(i)
    assert(type(r) == "table" and berpersen[r[1]] ~= nil, di .. " tidak dikenal")
    local awal = 2
    if berpersen[r[1]] then
      assert(type(r[2]) == "number" and r[2] >= 0 and r[2] <= 100, di .. " memerlukan persen 0 sampai 100")
      awal = 3
    end
    assert(#r >= awal, di .. " tidak menyebut golongan")
    for j = awal, #r do
      assert(dikenal[r[j]], di .. " menyebut golongan yang tidak ada: " .. tostring(r[j]))
    end
  end
end

return function(tabel)
  local golongan, dikenal, pola, banyak = {}, {}, {}, 0
  assert(type(tabel) == "table" and type(tabel.golongan) == "table" and #tabel.golongan > 1,
    "kurva: golongan belum ada")
  for i, nama in ipairs(tabel.golongan) do
    golongan[i] = nama
    dikenal[nama] = true
  end
  for nama, aturan in pairs(tabel) do
    if nama ~= "golongan" then
      periksa(nama, aturan, dikenal)
      pola[nama] = aturan
      banyak = banyak + 1
    end
  end
  assert(banyak > 0, "kurva: pola belum ada")

  return function(nama, n)
    local aturan = pola[nama]
    if aturan == nil then error("kurva: pola tidak dikenal: " .. tostring(nama)) end
    local total = 0
    for _, g in ipairs(golongan) do total = total + n[g] end

    local tidak = {}
    for _, r in ipairs(aturan) do
      local jumlah = 0
      for j = berpersen[r[1]] and 3 or 2, #r do jumlah = jumlah + n[r[j]] end
      if not bentuk[r[1]](r, n, total, golongan, jumlah) then
        tidak[#tidak + 1] = { aturan = r, jumlah = jumlah, total = total }
      end
    end
    return tidak
  end
end
