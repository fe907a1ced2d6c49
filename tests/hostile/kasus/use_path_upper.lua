-- fase: load | kode: plugin.use | batas: use
use "MODUL"
--== modul.lua
return 1
