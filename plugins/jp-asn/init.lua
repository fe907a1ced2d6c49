-- Jam pelajaran setahun: tiap catatan menurut bentuknya, dengan batas per hari atau per bulan.

local jp = use "jp"

local function pencatat(setelan)
  local sertifikat = { cara = "sertifikat" }
  local sesi = { cara = "sesi", jp = setelan.jp_per_sesi, paling_banyak = setelan.sesi_per_bulan, per = "bulan" }
  local sehari = { cara = "sertifikat", jp = setelan.jp_per_hari, paling_banyak = setelan.jp_per_hari, per = "hari" }
  local tetap = { cara = "tetap", jp = setelan.jp_magang }
  return jp.pencatat {
    menit_per_jp = setelan.menit_per_jp,
    klasikal = sertifikat, elearning = sertifikat,
    coaching = sesi, mentoring = sesi,
    belajar_mandiri = sehari, komunitas_belajar = sehari,
    magang = tetap, detasering = tetap, pertukaran = tetap,
    patok_banding = { cara = "tetap", jp = setelan.jp_patok_banding },
  }
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
    local jumlah, hitung, rincian, peringatan = 0, pencatat(setelan), list.new(), list.new()
    for i, catatan in ipairs(isian.catatan) do
      local diakui, sebab = 0, nil
      if date.year(catatan.tanggal) ~= isian.tahun then
        list.insert(peringatan, "Catatan " .. i .. " (" .. catatan.tanggal .. ") bukan tahun " .. isian.tahun .. ": tidak dihitung.")
      else
        diakui, sebab = hitung(catatan)
        if diakui == nil then
          diakui = 0
          list.insert(peringatan, "Catatan " .. i .. " tidak menyebut JP atau jam pada sertifikat: tidak dihitung.")
        end
      end
      catat("Catatan " .. i .. " " .. catatan.jenis, diakui, sebab or "JP diakui pada " .. catatan.tanggal)
      list.insert(rincian, diakui)
      jumlah = jumlah + diakui
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
