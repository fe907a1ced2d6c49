-- fase: load | kode: plugin.sintaks | batas: sintaks
fungsi { nama = "serang", hitung = function( return 1 end }
