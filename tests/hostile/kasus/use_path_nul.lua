-- fase: load | kode: plugin.use | batas: use
use "modul\0"
--== modul.lua
return 1
