-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
while true do end
