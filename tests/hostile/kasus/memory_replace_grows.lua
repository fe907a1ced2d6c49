-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB
return text.replace(text.rep("x", 100000), "x", "yyyyyyyyyy")
