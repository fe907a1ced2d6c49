-- fase: load | kode: plugin.galat | batas: pesan
use "modul"
--== modul.lua
error("rusak")
