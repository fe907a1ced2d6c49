-- fase: call | kode: plugin.galat | batas: argumen
return text.rep("x", math.huge)
