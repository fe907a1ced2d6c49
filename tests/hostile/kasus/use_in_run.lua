-- fase: call | kode: plugin.fase | batas: fase | muat: plugin.use
return use "modul"
