-- A title inside a sentence: its first letter small, unless it is an abbreviation.
--
--   kecil("Berkas selesai")  --> "berkas selesai"      kecil("IKD aktif")  --> "IKD aktif"

return function(judul)
  local kedua = text.sub(judul, 2, 2)
  if kedua ~= text.lower(kedua) then return judul end
  return text.lower(text.sub(judul, 1, 1)) .. text.sub(judul, 2, -1)
end
