-- fase: call | kode: plugin.batas_rekursi | batas: tumpukan
local function f(n) return 1 + f(n + 1) end
return f(1)
