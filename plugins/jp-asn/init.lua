-- Jam pelajaran setahun: tiap catatan menurut bentuknya, dengan batas per hari atau per bulan.

-- Cara menghitung tiap jenis: sertifikat (JP atau jam pada sertifikat), sesi, hari, atau tetap.
local cara = {
  klasikal = "sertifikat", elearning = "sertifikat",
  coaching = "sesi", mentoring = "sesi",
  belajar_mandiri = "hari", komunitas_belajar = "hari",
  magang = "jp_magang", detasering = "jp_magang", pertukaran = "jp_magang", patok_banding = "jp_patok_banding",
}

local function dari_sertifikat(catatan, setelan)
  if catatan.jp then return catatan.jp end
  if catatan.jam then return catatan.jam * 60 // setelan.menit_per_jp end
  return nil
end

-- Terpakai dalam satu wadah (jenis + bulan, atau jenis + hari), agar batasnya berlaku untuk semua catatannya.
local function sisa(terpakai, wadah, minta, batas)
  local sudah = terpakai[wadah] or 0
  local diakui = math.min(minta, batas - sudah)
  terpakai[wadah] = sudah + diakui
  return diakui
end

local function jp_catatan(catatan, setelan, terpakai)
  local c = cara[catatan.jenis]
  if c == "sertifikat" then
    return dari_sertifikat(catatan, setelan)
  elseif c == "sesi" then
    local wadah = catatan.jenis .. text.sub(catatan.tanggal, 1, 7)
    return sisa(terpakai, wadah, catatan.sesi or 1, setelan.sesi_per_bulan) * setelan.jp_per_sesi
  elseif c == "hari" then
    local minta = dari_sertifikat(catatan, setelan) or setelan.jp_per_hari
    return sisa(terpakai, catatan.jenis .. catatan.tanggal, minta, setelan.jp_per_hari)
  end
  return setelan[c]
end

fungsi {
  nama = "hitung",
  isian = {
    status = { type = "string", enum = { "pns", "pppk" }, title = "Status kepegawaian" },
    tahun = { type = "integer", minimum = 2000, maximum = 2200, title = "Tahun" },
    catatan = {
      type = "array", maxItems = 500, title = "Catatan pengembangan kompetensi",
      items = {
        type = "object", additionalProperties = false, required = { "jenis", "tanggal" },
        properties = {
          jenis = { type = "string", enum = { "klasikal", "elearning", "coaching", "mentoring", "belajar_mandiri", "komunitas_belajar",
                             "magang", "detasering", "pertukaran", "patok_banding" } },
          tanggal = { type = "string", format = "date" },
          jp = { type = "integer", minimum = 0, maximum = 2000 },
          jam = { type = "number", minimum = 0, maximum = 2000 },
          sesi = { type = "integer", minimum = 0, maximum = 100 },
        },
      },
    },
  },
  hitung = function(isian, setelan)
    local jumlah, terpakai, rincian, peringatan = 0, {}, list.new(), list.new()
    for i, catatan in ipairs(isian.catatan) do
      local jp = 0
      if date.year(catatan.tanggal) ~= isian.tahun then
        list.insert(peringatan, "Catatan " .. i .. " (" .. catatan.tanggal .. ") bukan tahun " .. isian.tahun .. ": tidak dihitung.")
      else
        local diakui = jp_catatan(catatan, setelan, terpakai)
        if diakui == nil then
          list.insert(peringatan, "Catatan " .. i .. " tidak menyebut JP atau jam pada sertifikat: tidak dihitung.")
        end
        jp = math.tointeger(num.round(diakui or 0, 0, "floor"))
      end
      catat("Catatan " .. i .. " " .. catatan.jenis, jp, "JP diakui pada " .. catatan.tanggal)
      list.insert(rincian, jp)
      jumlah = jumlah + jp
    end
    local target = isian.status == "pns" and setelan.target_pns or setelan.batas_pppk
    if isian.status == "pppk" and jumlah > target then
      list.insert(peringatan, "PPPK: paling banyak " .. target .. " JP diakui dalam setahun.")
      jumlah = target
    end
    catat("Jumlah", jumlah, "target " .. target .. " JP dalam tahun " .. isian.tahun)
    return { jp = jumlah, target = target, terpenuhi = jumlah >= target, rincian = rincian, peringatan = peringatan }
  end,
}
