-- fase: call | kode: plugin.batas_rekursi | batas: tumpukan
local dalam = 0
local function f() dalam = dalam + 1 return 1 + f() end
local ok = pcall(f)
return { ok = ok, dalam = dalam }
