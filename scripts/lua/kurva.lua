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

-- What is wrong with the rules of one pattern, nil if nothing.
local function salah_pola(aturan, dikenal)
  if type(aturan) ~= "table" or #aturan == 0 then return "kosong" end
  for i, r in ipairs(aturan) do
    local di = "aturan ke-" .. tostring(i)
    if type(r) ~= "table" or berpersen[r[1]] == nil then return di .. " tidak dikenal" end
    local awal = 2
    if berpersen[r[1]] then
      if type(r[2]) ~= "number" or r[2] < 0 or r[2] > 100 then return di .. " memerlukan persen 0 sampai 100" end
      awal = 3
    end
    if #r < awal then return di .. " tidak menyebut golongan" end
    for j = awal, #r do
      if not dikenal[r[j]] then return di .. " menyebut golongan yang tidak ada: " .. tostring(r[j]) end
    end
  end
  return nil
end

-- The groups and the patterns by name; or nil and what is wrong.
local function baca(tabel)
  if type(tabel) ~= "table" or type(tabel.golongan) ~= "table" or #tabel.golongan < 2 then
    return nil, "golongan belum ada"
  end
  local golongan, dikenal, pola, banyak = {}, {}, {}, 0
  for i, nama in ipairs(tabel.golongan) do
    if dikenal[nama] then return nil, "golongan " .. tostring(nama) .. " ditulis dua kali" end
    golongan[i] = nama
    dikenal[nama] = true
  end
  for nama, aturan in pairs(tabel) do
    if nama ~= "golongan" then
      local salah = salah_pola(aturan, dikenal)
      if salah ~= nil then return nil, "pola " .. tostring(nama) .. " " .. salah end
      pola[nama] = aturan
      banyak = banyak + 1
    end
  end
  if banyak == 0 then return nil, "pola belum ada" end
  return golongan, pola
end

return function(tabel)
  local golongan, pola = baca(tabel)
  if golongan == nil then error("kurva: " .. pola, 2) end

  return function(nama, n)
    local aturan = pola[nama]
    if aturan == nil then error("kurva: pola tidak dikenal: " .. tostring(nama), 2) end
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
