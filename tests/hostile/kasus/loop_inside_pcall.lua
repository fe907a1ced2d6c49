-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
while true do
  pcall(function() while true do end end)
end
