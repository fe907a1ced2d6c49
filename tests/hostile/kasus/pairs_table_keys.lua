-- fase: call | kode: plugin.galat | batas: urutan
local s = 0
for k, v in pairs({ [{}] = 1, [{ 1 }] = 2 }) do s = s * 10 + v end
return s
