-- fase: call | kode: plugin.batas_rekursi | batas: tumpukan C
local function f()
  list.sort({ 2, 1 }, function(a, b) f() return a < b end)
end
f()
