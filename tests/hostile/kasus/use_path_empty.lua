-- fase: load | kode: plugin.use | batas: use
use ""
--== modul.lua
return 1
