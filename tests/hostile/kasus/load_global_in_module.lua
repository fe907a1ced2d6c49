-- fase: load | kode: plugin.global_ditolak | batas: nama
use "modul"
--== modul.lua
bocor = 1
