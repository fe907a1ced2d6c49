-- fase: call | kode: ok | batas: urutan | hasil: "k1k10k11k12k13k14k15k16k17k18k19k2k20k3k4k5k6k7k8k9"
local t, s = {}, ""
for i = 20, 1, -1 do t["k" .. i] = i end
for k in pairs(t) do s = s .. k end
return s
