-- Modul pelatihan: Mutu data kependudukan.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "mutu-data-kependudukan",
  judul = "Mutu data kependudukan",
  jp = 4,
  kompetensi = { "Pengelolaan data", "Ketelitian" },
  materi = {
    { judul = "Satu orang, satu NIK", berkas = "materi/nik.md", menit = 60 },
    { judul = "Nama seperti pada akta", berkas = "materi/nama.md", menit = 60 },
    { judul = "Menghitung cakupan", berkas = "materi/cakupan.md", menit = 60 },
  },
  kuis = {
    {
      soal = "Dua data dengan nama mirip ditemukan. Apa langkah pertama?",
      pilihan = { "Hapus yang lama", "Periksa tanggal lahir, nama ibu dan dokumennya", "Biarkan keduanya" },
      jawaban = 2,
      alasan = "Penggabungan memerlukan bukti dan alasan.",
    },
    {
      soal = "KTP menulis \"Muhamad\", akta menulis \"Muhammad\". Mana yang diikuti?",
      pilihan = { "KTP", "Akta kelahiran", "Yang lebih sering dipakai" },
      jawaban = 2,
      alasan = "Akta kelahiran adalah dasarnya.",
    },
    {
      soal = "Cakupan akta bulan ini 103%. Apa sebab yang paling mungkin?",
      pilihan = { "Pelayanan sangat baik", "Penyebut dari tanggal yang berbeda", "Anak dari luar daerah tidak dihitung" },
      jawaban = 2,
      alasan = "Pembilang dan penyebut harus dari tanggal yang sama.",
    },
  },
  sarankan = function(evaluasi)
    for _, i in ipairs(evaluasi.indikator) do
      local kurang = i.kode == "data-ganda-terselesaikan" and i.realisasi ~= nil and i.realisasi < i.target
      if kurang then
        catat(i.judul, i.realisasi, "target " .. num.text(i.target))
        return { sarankan = true, alasan = "Realisasi " .. i.judul .. " belum mencapai target." }
      end
    end
    return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." }
  end,
})
