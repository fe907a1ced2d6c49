-- Whom to recommend a module about recording: somebody with indicators that have no realisation or no evidence. Nobody
-- without them, and always with the reason.
--
--   sarankan = use "anjuran_bukti"
--
-- The package reads indikator.realisasi and indikator.bukti, and has the setting `tanpa_bukti_minimal` (how many such
-- indicators are a gap).

return function(evaluasi, setelan)
  local tanpa = 0
  for _, i in ipairs(evaluasi.indikator) do
    if i.realisasi == nil or i.bukti == 0 then tanpa = tanpa + 1 end
  end
  catat("Indikator tanpa realisasi atau bukti", tanpa, "dari indikator pada SKP")
  catat("Paling sedikit untuk dianjurkan", setelan.tanpa_bukti_minimal, "setelan")
  if tanpa < setelan.tanpa_bukti_minimal then
    return { sarankan = false, alasan = "Pencatatan realisasi dan bukti lengkap." }
  end
  return { sarankan = true, alasan = num.text(tanpa) .. " indikator belum mempunyai realisasi atau bukti." }
end
