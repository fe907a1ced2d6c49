-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
local n = 0
repeat n = n + 1 until n < 0
