-- fase: load | kode: plugin.use | batas: use
use "/etc/passwd"
--== modul.lua
return 1
