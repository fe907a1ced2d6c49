-- fase: load | kode: plugin.sintaks | batas: sintaks
local s = [[ tanpa akhir
