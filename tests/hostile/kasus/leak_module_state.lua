-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local m = use "modul"
fungsi { nama = "serang", hitung = function(isian, setelan) return m.naik() end }
--== modul.lua
local m = { n = 0 }
function m.naik() m.n = m.n + 1 return m.n end
return m
