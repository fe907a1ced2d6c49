-- Pelatihan untuk semua unit; tidak ada indikator.
use "pelatihan"
