-- Achievement of one indicator for a scheme after PermenPANRB 6/2022, with its trace. What the rule leaves open (a result
-- within a range, a target of zero) are the settings `capaian_dalam_rentang`, `capaian_target_nol` and
-- `capaian_target_nol_tertinggi` [I].
--
--   capaian = use "capaian_6_2022"         -- (indikator, setelan) → persen

local hitung = use "capaian"

return function(indikator, setelan)
  local persen, rumus, t = hitung(indikator, {
    dalam_rentang = setelan.capaian_dalam_rentang,
    target_nol = setelan.capaian_target_nol,
    target_nol_tertinggi = setelan.capaian_target_nol_tertinggi,
  })
  catat("Realisasi (R)", indikator.realisasi)
  catat("Target yang dipakai (T)", t)
  catat("Capaian indikator (persen)", persen, rumus)
  return persen
end
