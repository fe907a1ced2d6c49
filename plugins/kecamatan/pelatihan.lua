-- Modul pelatihan: dasar PATEN. Lulus bila semua materi selesai dan kuis cukup.

local anjuran = use "anjuran"
local elearning = use "elearning"

pelatihan(elearning {
  kode = "dasar-paten",
  judul = "Dasar Pelayanan Administrasi Terpadu Kecamatan (PATEN)",
  definisi = "Menyelenggarakan loket terpadu: syarat, register, waktu menurut SOP, pengaduan dan survei kepuasan.",
  jp = 3,
  dasar = "PP 17/2018",
  kompetensi = { "Pelayanan publik", "Administrasi pelayanan" },
  materi = {
    { judul = "Apa itu PATEN", berkas = "materi/paten.md", menit = 45 },
    { judul = "Waktu pelayanan dan SOP", berkas = "materi/sop.md", menit = 45 },
    { judul = "Pengaduan dan kepuasan masyarakat", berkas = "materi/pengaduan.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Wali kota belum melimpahkan wewenang untuk suatu pelayanan. Apa yang dapat dilakukan loket kecamatan?",
      pilihan = { "Menerbitkannya atas nama wali kota", "Hanya meneruskan berkasnya", "Menerbitkannya bila camat setuju" },
      jawaban = 2,
      alasan = "Syarat substantif PATEN adalah pelimpahan tertulis; tanpa itu kecamatan tidak berwenang.",
    },
    {
      soal = "Kapan waktu pelayanan menurut SOP mulai dihitung?",
      pilihan = { "Sejak warga datang", "Sejak berkas lengkap diterima", "Sejak berkas di meja camat" },
      jawaban = 2,
      alasan = "Berkas yang belum lengkap dikembalikan dengan catatan; waktunya belum berjalan.",
    },
    {
      soal = "Seratus berkas masuk bulan ini, 95 selesai dan 90 di antaranya tepat waktu. Berapa persen sesuai SOP?",
      pilihan = { "94,74%", "90%", "95%" },
      jawaban = 1,
      alasan = "Yang dihitung berkas selesai: 90 dari 95.",
    },
    {
      soal = "Sembilan surat selesai dalam 1 hari dan satu surat dalam 10 hari. Berapa rata-ratanya?",
      pilihan = { "1 hari", "1,9 hari", "5,5 hari" },
      jawaban = 2,
      alasan = "19 hari dibagi 10 surat.",
    },
    {
      soal = "Pengaduan diterima Jumat. Kapan paling lambat ditindaklanjuti?",
      pilihan = { "Senin", "Rabu", "Jumat berikutnya" },
      jawaban = 2,
      alasan = "Tiga hari kerja: Senin, Selasa, Rabu.",
    },
    {
      soal = "Temuan Inspektorat bertarget nol dan tersisa satu. Berapa capaiannya?",
      pilihan = { "0", "50", "99" },
      jawaban = 1,
      alasan = "Target nol tidak mempunyai pecahan: tercapai atau tidak.",
    },
  },
  sarankan = anjuran { "paten-sesuai-sop", "waktu-surat-pengantar", "pengaduan-ditindaklanjuti" },
})
