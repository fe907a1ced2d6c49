-- fase: load | kode: plugin.sintaks | batas: sintaks
local x <const> = 1
x = 2
