-- fase: load | kode: plugin.use | batas: use
use "lib/matriks"
--== modul.lua
return 1
