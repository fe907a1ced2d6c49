-- fase: call | kode: ok | batas: blok 512 KiB | hasil: 524263
-- 25 byte milik Lua sendiri: teks ini tepat mengisi satu blok
local s = text.rep("x", 262144)
return #(s .. text.rep("x", 262144 - 25))
