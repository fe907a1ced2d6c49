-- Modul pelatihan: Penagihan pajak yang santun dan tercatat.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "penagihan-yang-santun",
  judul = "Penagihan pajak yang santun dan tercatat",
  jp = 3,
  kompetensi = { "Penagihan", "Komunikasi" },
  materi = {
    { judul = "Data sebelum surat", berkas = "materi/data.md", menit = 45 },
    { judul = "Urutan penagihan", berkas = "materi/urutan.md", menit = 45 },
    { judul = "Angsuran dan keberatan", berkas = "materi/angsuran.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Wajib pajak mengajukan angsuran. Bagaimana piutangnya?",
      pilihan = { "Dihapus", "Tetap piutang, dengan status angsuran", "Dianggap tertagih" },
      jawaban = 2,
      alasan = "Tertagih berarti uangnya diterima.",
    },
    {
      soal = "Apa yang diperiksa sebelum surat teguran dikirim?",
      pilihan = { "Alamat, pemilik dan pembayaran terakhir", "Warna map", "Tanggal rapat" },
      jawaban = 1,
      alasan = "Data yang salah menggagalkan penagihan.",
    },
    {
      soal = "Realisasi 95 juta, tahun lalu 100 juta. Berapa pertumbuhannya?",
      pilihan = { "95%", "5%", "−5%" },
      jawaban = 3,
      alasan = "(95 − 100) / 100 × 100.",
    },
  },
  sarankan = function(evaluasi)
    for _, i in ipairs(evaluasi.indikator) do
      local kurang = i.kode == "piutang-tertagih" and i.realisasi ~= nil and i.realisasi < i.target
      if kurang then
        catat(i.judul, i.realisasi, "target " .. num.text(i.target))
        return { sarankan = true, alasan = "Realisasi " .. i.judul .. " belum mencapai target." }
      end
    end
    return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." }
  end,
})
