-- fase: load | kode: plugin.galat | batas: use
use {}
