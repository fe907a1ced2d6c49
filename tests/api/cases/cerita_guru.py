"""A teacher whose head is a teacher too, head of the school by tugas tambahan (DOMAIN 2.1, 13.8 O7)."""
from lib.suite import case

from .panggung import Kantor, tahun


@case
def teacher_and_kepala_sekolah(server):
    """The decree of the additional duty carries the authority; without it nobody below pengawas evaluates."""
    server.set_time("2050-01-05T02:00:00Z")
    tahun(server, 2050)
    k = Kantor(server, "sekolah")
    kadis = k.orang("Kepala Dinas Pendidikan", "kadis", "2050-01-01")
    k.post("kepala-sekolah", "fungsional", k.jabatan["kadis"])
    k.post("guru", "fungsional", k.jabatan["kepala-sekolah"])
    kepala, guru = k.orang("Guru Senior", "guru", "2050-01-01"), k.orang("Guru Muda", "guru", "2050-01-01")
    assert k.penilai(guru)["pegawai"]["id"] == kadis.id
    k.peristiwa(kepala, "tugas_tambahan", "2050-01-05", jabatan="kepala-sekolah")
    p = k.penilai(guru)
    assert p["pegawai"]["id"] == kepala.id and "tugas tambahan" in p["alasan"], p
    assert p["atasan"]["id"] == kadis.id and k.penilai(kepala)["pegawai"]["id"] == kadis.id
    skp = k.skp(guru, kepala, "2050-01-05", "2050-12-31")
    # He becomes an official of the dinas: the duty ends with his post, and the school waits for a new head.
    server.set_time("2050-07-04T02:00:00Z")
    k.peristiwa(kepala, "promosi", "2050-07-01", jabatan="kasi")
    assert guru.saja.get(skp).json["penilai"]["id"] == kadis.id
