-- fase: call | kode: plugin.batas_memori | batas: memori
local simpan = {}
for i = 1, 1e6 do
  pcall(function()
    for k = 1, 1000 do simpan[#simpan + 1] = { k } end
  end)
end
return "selamat"
