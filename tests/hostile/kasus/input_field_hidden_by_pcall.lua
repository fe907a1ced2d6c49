-- fase: call | kode: ok | batas: isian | hasil: {"code":"plugin.medan_tidak_dikenal","ok":false} | muat: lewat
local ok, e = pcall(function() return isian.gaji end)
return { ok = ok, code = e.code }
