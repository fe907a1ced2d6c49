-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
list.sort(list.range(1, 10), function(a, b) while true do end end)
