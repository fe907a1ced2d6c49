-- Modul pelatihan: mutu data pajak, penagihan yang santun dan tercatat.

local anjuran = use "anjuran"
local elearning = use "elearning"

pelatihan(elearning {
  kode = "mutu-data-pajak",
  judul = "Mutu data pajak daerah",
  definisi = "Objek dan subjek yang tersambung, pendataan di lapangan, dan angka penerimaan yang jujur.",
  jp = 3,
  kompetensi = { "Pengelolaan data pajak", "Ketelitian" },
  materi = {
    { judul = "Objek, subjek, dan tanah yang sama", berkas = "materi/objek.md", menit = 45 },
    { judul = "Pendataan di lapangan", berkas = "materi/lapangan.md", menit = 45 },
    { judul = "Angka penerimaan yang jujur", berkas = "materi/angka.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Sebidang tanah dipecah menjadi dua. Bagaimana nomor objeknya?",
      pilihan = {
        "Nomor lama dipakai salah satu pecahan",
        "Nomor lama dinonaktifkan, tiap pecahan mendapat nomor baru",
        "Keduanya memakai nomor lama",
      },
      jawaban = 2,
      alasan = "Memakai nomor lama mencampur riwayat ketetapan dan pembayaran.",
    },
    {
      soal = "Mengapa nomor objek pajak disimpan sebagai teks?",
      pilihan = { "Supaya rata kiri", "Delapan belas angka rusak bila dianggap bilangan", "Karena memuat huruf" },
      jawaban = 2,
      alasan = "Lembar kerja hanya teliti sampai lima belas angka.",
    },
    {
      soal = "Pemilik menolak menandatangani formulir pendataan. Apa yang ditulis petugas?",
      pilihan = { "Ditandatangani petugas", "Tidak bersedia, dan sebabnya", "Objek dihapus dari daftar" },
      jawaban = 2,
      alasan = "Keadaan sebenarnya dicatat; tidak ada paksaan dalam pendataan.",
    },
    {
      soal = "Objek yang berganti pemilik tahun ini. Apakah termasuk objek pajak baru?",
      pilihan = { "Ya", "Tidak", "Ya, bila nilainya naik" },
      jawaban = 2,
      alasan = "Yang berganti subjeknya; objek baru berarti didata dan ditetapkan pertama kali.",
    },
    {
      soal = "Januari 90 juta (tahun lalu 100 juta), Februari 20 juta (tahun lalu 10 juta). Pertumbuhan dua bulan?",
      pilihan = { "45%", "0%", "−10%" },
      jawaban = 2,
      alasan = "110 juta dibandingkan 110 juta; persentase tidak dirata-ratakan.",
    },
    {
      soal = "Aplikasi 1.284.500.000, rekening koran 1.281.750.000. Apa langkahnya?",
      pilihan = { "Memakai yang lebih besar", "Mencari transaksi yang menyebabkan selisih", "Menyesuaikan aplikasi" },
      jawaban = 2,
      alasan = "Selisih dijelaskan dengan nomor transaksinya, bukan disesuaikan.",
    },
  },
  sarankan = anjuran { "objek-pajak-baru", "penetapan-tepat-waktu", "realisasi-target-pajak" },
})

pelatihan(elearning {
  kode = "penagihan-yang-santun",
  judul = "Penagihan pajak yang santun dan tercatat",
  definisi = "Memeriksa data sebelum surat, urutan penagihan, angsuran dan keberatan.",
  jp = 3,
  kompetensi = { "Penagihan", "Komunikasi" },
  materi = {
    { judul = "Data sebelum surat", berkas = "materi/data.md", menit = 45 },
    { judul = "Urutan penagihan", berkas = "materi/urutan.md", menit = 45 },
    { judul = "Angsuran dan keberatan", berkas = "materi/angsuran.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Apa yang diperiksa sebelum surat teguran dikirim?",
      pilihan = { "Alamat, pemilik dan pembayaran terakhir", "Warna map", "Tanggal rapat" },
      jawaban = 1,
      alasan = "Data yang salah menggagalkan penagihan.",
    },
    {
      soal = "Petugas menelepon rumah wajib pajak dan yang mengangkat anaknya. Apa yang disampaikan?",
      pilihan = { "Jumlah utangnya", "Meminta waktu berbicara dengan wajib pajaknya", "Ancaman penyitaan" },
      jawaban = 2,
      alasan = "Jumlah utang adalah rahasia jabatan.",
    },
    {
      soal = "Wajib pajak melunasi sesudah surat paksa diserahkan. Apa langkah berikutnya?",
      pilihan = { "Penyitaan tetap dilakukan", "Penagihan dihentikan hari itu juga", "Menunggu keputusan pimpinan" },
      jawaban = 2,
      alasan = "Pelunasan menghentikan langkah berikutnya.",
    },
    {
      soal = "Piutang awal tahun 4 miliar, tertagih sejak awal tahun 700 juta pada Juni. Berapa isian dan angka bulan Juni?",
      pilihan = { "400 juta dan 10%", "700 juta dan 17,5%", "300 juta dan 7,5%" },
      jawaban = 2,
      alasan = "Isian adalah jumlah sejak awal tahun; penyebutnya tetap.",
    },
    {
      soal = "Wajib pajak mengajukan angsuran. Bagaimana piutangnya?",
      pilihan = { "Dihapus", "Tetap piutang, dengan status angsuran", "Dianggap tertagih" },
      jawaban = 2,
      alasan = "Tertagih berarti uangnya diterima.",
    },
    {
      soal = "Dua puluh keberatan datang dari satu perumahan. Apa arti yang paling mungkin?",
      pilihan = { "Warga tidak mau membayar", "Ada kesalahan data kelas tanah di sana", "Petugas kurang tegas" },
      jawaban = 2,
      alasan = "Pola keberatan menunjukkan data induk yang perlu dibetulkan.",
    },
  },
  sarankan = anjuran { "piutang-tertagih", "wajib-pajak-membayar" },
})
