-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
for i = 1, math.huge do end
