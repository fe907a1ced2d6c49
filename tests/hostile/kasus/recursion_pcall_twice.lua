-- fase: call | kode: plugin.batas_rekursi | batas: tumpukan C
local function f()
  pcall(f)
  pcall(f)
end
f()
return 1
