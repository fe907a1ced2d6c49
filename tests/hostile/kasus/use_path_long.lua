-- fase: load | kode: plugin.use | batas: use
use "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
--== modul.lua
return 1
