-- fase: call | kode: plugin.batas_memori | batas: memori | muat: plugin.batas_instruksi
local simpan, ok = {}, true
while ok do
  ok = pcall(function() simpan[#simpan + 1] = text.rep("y", 100000) .. #simpan end)
end
simpan = nil
return "tertangkap"
