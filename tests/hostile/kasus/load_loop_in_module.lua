-- fase: load | kode: plugin.batas_instruksi | batas: instruksi
use "modul"
--== modul.lua
while true do end
