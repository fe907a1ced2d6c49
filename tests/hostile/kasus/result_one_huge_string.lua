-- fase: result | kode: plugin.batas_hasil | batas: 256 KiB
return text.rep("x", 300000)
