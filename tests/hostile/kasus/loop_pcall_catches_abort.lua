-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
local function keras()
  while true do end
end
local ok, e = pcall(keras)
return { ok, "masih hidup" }
