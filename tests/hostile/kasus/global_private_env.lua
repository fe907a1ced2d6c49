-- fase: call | kode: ok | batas: nama | hasil: 1
local pairs = pairs
local _ENV = {}
hitungan = 1
return hitungan
