-- fase: call | kode: ok | batas: 32 KiB | hasil: 7 | jejak: ya | muat: plugin.fase
local s = text.rep("é", 200000)
for i = 1, 50 do catat(s, s, s) end
return 7
