-- fase: call | kode: plugin.fase | batas: fase | muat: plugin.pendaftaran
indikator {}
