-- fase: load | kode: plugin.use | batas: use
use "tidak_ada"
