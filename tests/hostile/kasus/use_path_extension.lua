-- fase: load | kode: plugin.use | batas: use
use "modul.lua"
--== modul.lua
return 1
