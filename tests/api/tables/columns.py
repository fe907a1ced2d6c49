"""The columns of the table of endpoints and roles, and the answers that many rows share.

Columns are the demonstration accounts. `pegawai` is the nurse of the puskesmas, `penilai` her head, `atasan_penilai`
the head of the dinas over him, `pengelola` and `admin_unit` are of that dinas, `camat` heads the kecamatan in whose
territory the puskesmas lies. Objects named `perawat` are the nurse's own, `kelurahan` those of a person in the camat's
line of command. A cell may allow several answers: 200|428.
"""
ACTORS = "anonim pegawai penilai atasan_penilai pengelola admin_unit admin_pusat auditor camat".split()

# What people may see of a person in the puskesmas, and of one in a kelurahan.
ORANG_PKM = "401 200 200 200 200 200 200 200 404"
ORANG_KEL = "401 404 404 404 404 404 200 200 200"
# The same for work and evaluation, which administer of a unit do not see.
KERJA_PKM = "401 200 200 200 200 404 200 200 404"
KERJA_KEL = "401 404 404 404 404 404 200 200 200"
SEMUA = "401 200 200 200 200 200 200 200 200"
# Only the nurse writes; `409` means that the state refuses what the right allows.
PEMILIK = "401 409 403 403 403 403 403 403 404"
PENILAI = "401 403 409 403 403 403 403 403 404"
ADMIN = "401 403 403 403 403 {} {} 403 403"
# Sources of plugins, and simulations: whoever may put them in force, and the auditor.
TELAAH = "401 403 403 403 403 200 200 200 403"
PUSAT_SAJA = "401 403 403 403 403 403 {} 403 403"
