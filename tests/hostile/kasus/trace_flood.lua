-- fase: call | kode: ok | batas: 200 langkah | hasil: 7 | jejak: ya | muat: plugin.fase
for i = 1, 100000 do catat("langkah " .. i, i, "i") end
return 7
