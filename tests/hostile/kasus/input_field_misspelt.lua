-- fase: call | kode: plugin.medan_tidak_dikenal | batas: isian | muat: ok
return isian.xx
