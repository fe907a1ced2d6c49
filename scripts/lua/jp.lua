-- Training hours (jam pelajaran, JP). The figures come from the caller's table, which takes them from settings.
--
--   local jp = use "jp"
--   jp.dari_menit(100, 45)   --> 2     whole JP of so many minutes; a started one does not count
--   jp.dari_jam(15, 45)      --> 20
--
--   local hitung = jp.pencatat {       -- inside the function that counts: it remembers what a day or month has used
--     menit_per_jp = 45,
--     klasikal        = { cara = "sertifikat" },                                  -- jp, or jam, on the certificate
--     coaching        = { cara = "sesi", jp = 2, paling_banyak = 2, per = "bulan" },   -- at most 2 sessions a month
--     belajar_mandiri = { cara = "sertifikat", jp = 2, paling_banyak = 2, per = "hari" }, -- at most 2 JP a day
--     magang          = { cara = "tetap", jp = 20 },
--   }
--   local diakui, sebab = hitung { jenis = "coaching", tanggal = "2026-04-01", sesi = 3 }  --> 4, "dibatasi …"
--
-- A cap holds for all records of one kind in its day, month or year together. `jp` beside "sertifikat" is what counts
-- where the certificate says nothing; without it such a record gives nil and why.

local wadah = {
  hari  = function(tanggal) return tanggal end,
  bulan = function(tanggal) return text.sub(tanggal, 1, 7) end,
  tahun = function(tanggal) return text.sub(tanggal, 1, 4) end,
}
local dikenal = { sertifikat = true, sesi = true, tetap = true }

local function dari_menit(menit, menit_per_jp)
  if menit_per_jp <= 0 then error("jp: menit untuk satu JP harus lebih dari nol", 2) end
  return math.tointeger(menit // menit_per_jp)
end

local function dari_jam(jam, menit_per_jp)
  return dari_menit(num.round(jam * 60, 6, "half_up"), menit_per_jp)
end

local function periksa(tabel)
  for jenis, a in pairs(tabel) do
    if jenis ~= "menit_per_jp" then
      if type(a) ~= "table" or not dikenal[a.cara] then
        error("jp: " .. jenis .. ": cara harus sertifikat, sesi atau tetap", 3)
      end
      if a.cara ~= "sertifikat" and type(a.jp) ~= "number" then error("jp: " .. jenis .. " memerlukan jp", 3) end
      if (a.paling_banyak == nil) ~= (a.per == nil) or (a.per ~= nil and wadah[a.per] == nil) then
        error("jp: " .. jenis .. ": paling_banyak ditulis bersama per: hari, bulan atau tahun", 3)
      end
    end
  end
end

-- JP of one record before any cap, nil where the record does not say.
local function pada_sertifikat(catatan, a, menit_per_jp)
  if catatan.jp ~= nil then return math.tointeger(num.round(catatan.jp, 0, "floor")) end
  if catatan.jam ~= nil then return dari_jam(catatan.jam, menit_per_jp) end
  return a.jp
end

local function pencatat(tabel)
  periksa(tabel)
  local terpakai = {}

  -- What of `minta` still fits below the cap.
  local function sisa(catatan, a, minta)
    if a.per == nil then return minta end
    local di = catatan.jenis .. " " .. wadah[a.per](catatan.tanggal)
    local sudah = terpakai[di] or 0
    local dapat = math.max(0, math.min(minta, a.paling_banyak - sudah))
    terpakai[di] = sudah + dapat
    return dapat
  end

  return function(catatan)
    local a = tabel[catatan.jenis]
    if a == nil or catatan.jenis == "menit_per_jp" then error("jp: jenis tidak dikenal: " .. tostring(catatan.jenis), 2) end
    local minta = 1
    if a.cara == "sertifikat" then
      minta = pada_sertifikat(catatan, a, tabel.menit_per_jp)
      if minta == nil then return nil, "sertifikat tidak menyebut JP atau jam" end
    elseif a.cara == "sesi" then
      minta = catatan.sesi or 1
    end
    local dapat = sisa(catatan, a, minta)
    local sebab = nil
    if dapat < minta then sebab = "dibatasi " .. num.text(a.paling_banyak) .. " per " .. a.per end
    if a.cara == "sertifikat" then return dapat, sebab end
    return dapat * a.jp, sebab
  end
end

return { dari_menit = dari_menit, dari_jam = dari_jam, pencatat = pencatat }
