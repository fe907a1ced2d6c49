-- fase: load | kode: plugin.use | batas: use
use "../rahasia"
--== modul.lua
return 1
