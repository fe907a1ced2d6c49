-- fase: load | kode: plugin.use | batas: use
use "a"
--== a.lua
use "b"
--== b.lua
use "c"
--== c.lua
return use "a"
