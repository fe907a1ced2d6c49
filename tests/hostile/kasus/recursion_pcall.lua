-- fase: call | kode: plugin.batas_rekursi | batas: tumpukan C
local function f() return pcall(f) end
return f()
