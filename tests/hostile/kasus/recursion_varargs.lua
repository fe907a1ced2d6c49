-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
local function f(...) return f(1, ...) end
return f()
