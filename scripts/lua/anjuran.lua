-- Whom to recommend a module: somebody whose result on one of the named indicators stays below a percentage. Nobody
-- without such a gap, and always with the reason.
--
--   sarankan = use "anjuran" { "dokumen-24-jam", "pengaduan-selesai" }
--
-- The package reads indikator.kode, .judul, .arah, .target, .target_atas, .target_maksimal and .realisasi, and has the
-- setting `ambang_anjuran` (percent). An indicator without realisation is no gap: nothing is known.

local capaian = use "capaian"

return function(kode)
  local dikenal = {}
  for _, k in ipairs(kode) do dikenal[k] = true end

  return function(evaluasi, setelan)
    local terendah, sebab = setelan.ambang_anjuran, nil
    for _, i in ipairs(evaluasi.indikator) do
      if dikenal[i.kode] and i.realisasi ~= nil then
        local persen, rumus = capaian(i)
        catat(i.judul, persen, rumus)
        if persen < terendah then terendah, sebab = persen, i.judul end
      end
    end
    catat("Batas anjuran (persen)", setelan.ambang_anjuran, "setelan")
    if sebab == nil then return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." } end
    return {
      sarankan = true,
      alasan = "Capaian " .. sebab .. " " .. num.format(terendah, 2, "id") .. "% dari target.",
    }
  end
end
