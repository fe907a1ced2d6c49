-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
list.map({ 1 }, function(v) while true do end end)
