-- fase: call | kode: plugin.batas_instruksi | batas: instruksi | jejak: ya | muat: plugin.fase
while true do catat("lagi", 1, "1") end
