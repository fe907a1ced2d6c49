-- fase: result | kode: ok | batas: 8 tingkat | hasil: [[[[[[[[1]]]]]]]]
local t = 1
for i = 1, 8 do t = { t } end
return t
