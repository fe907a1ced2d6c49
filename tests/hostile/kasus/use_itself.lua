-- fase: load | kode: plugin.use | batas: use
use "init"
