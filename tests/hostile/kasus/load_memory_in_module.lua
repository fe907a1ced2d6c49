-- fase: load | kode: plugin.batas_memori | batas: memori
use "modul"
--== modul.lua
local t = {}
while true do t = { t, {}, {} } end
