-- Modul pelatihan: pencatatan data SPM. Lulus bila semua materi selesai dan kuis cukup.

local kode, jp = "pencatatan-data-spm", 4

local function hasil_kuis(catatan)
  local benar = catatan.kuis_benar
  if benar == nil then return nil end
  return 100 * benar / catatan.kuis_jumlah
end

local function lulus(catatan, setelan)
  if catatan.materi_selesai < catatan.materi_jumlah then
    catat("Materi selesai", catatan.materi_selesai)
    return { lulus = false, alasan = "Materi belum selesai semua." }
  end
  local nilai = hasil_kuis(catatan)
  if nilai == nil then return { lulus = false, alasan = "Kuis belum dikerjakan." } end
  catat("Nilai kuis (persen)", nilai, "jawaban benar / soal × 100")
  catat("Nilai paling rendah", setelan.kuis_minimal, "setelan")
  if nilai < setelan.kuis_minimal then
    return { lulus = false, alasan = "Nilai kuis kurang dari " .. num.text(setelan.kuis_minimal) .. "." }
  end
  return { lulus = true, alasan = "Semua materi selesai dan nilai kuis cukup." }
end

pelatihan {
  kode = kode,
  judul = "Pencatatan data SPM kesehatan",
  jenis = "elearning",
  jp = jp,
  kompetensi = { "Pengelolaan data pelayanan", "Mutu pencatatan" },
  materi = {
    { judul = "Mengapa penyebut menentukan", berkas = "materi/penyebut.md", menit = 40 },
    { judul = "Dari register ke laporan bulanan", berkas = "materi/register.md", menit = 50 },
    { judul = "Memeriksa data sebelum dikirim", berkas = "materi/pemeriksaan.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Bulan Januari 90 dari 100, Februari 10 dari 20, Maret 300 dari 300 ibu dilayani. Berapa cakupan triwulan?",
      pilihan = { "80%, rata-rata ketiga bulan", "95,24%, yaitu 400 dari 420", "100%, bulan terakhir" },
      jawaban = 2,
      alasan = "Pembilang dan penyebut dijumlahkan dulu; persentase tidak dirata-ratakan.",
    },
    {
      soal = "Sasaran ibu bersalin bulan ini nol. Apa yang diisi?",
      pilihan = { "Isian dikosongkan", "0%", "100%" },
      jawaban = 1,
      alasan = "Tanpa penyebut tidak ada persentase; nol akan dianggap gagal mencapai target.",
    },
    {
      soal = "Prevalensi stunting Januari 16%, Februari 15%, Maret 13,5%. Angka triwulan I?",
      pilihan = { "14,83%", "44,5%", "13,5%" },
      jawaban = 3,
      alasan = "Prevalensi adalah keadaan: yang dipakai pengukuran terakhir.",
    },
    {
      soal = "Pasien dari luar wilayah dilayani di Puskesmas. Di mana ia dihitung untuk SPM?",
      pilihan = { "Di Puskesmas yang melayani", "Di wilayah tempat tinggalnya", "Di keduanya" },
      jawaban = 2,
      alasan = "Sasaran SPM adalah penduduk wilayah; pencatatan ganda membuat cakupan melebihi kenyataan.",
    },
    {
      soal = "Apa bukti dukung yang baik untuk cakupan antenatal?",
      pilihan = { "Foto kegiatan", "Rekap kohort ibu yang menunjukkan nama, tanggal dan pelayanan", "Surat tugas" },
      jawaban = 2,
      alasan = "Bukti harus dapat dihitung ulang menjadi angka yang dilaporkan.",
    },
  },
  lulus = lulus,
  jp_diakui = function(catatan, setelan)
    if not lulus(catatan, setelan).lulus then return 0 end
    catat("JP diakui", jp, "JP modul ini")
    return jp
  end,
  sarankan = function(evaluasi, setelan)
    local tanpa = 0
    for _, i in ipairs(evaluasi.indikator) do
      if i.realisasi == nil or i.bukti == 0 then tanpa = tanpa + 1 end
    end
    catat("Indikator tanpa realisasi atau bukti", tanpa)
    if tanpa == 0 then return { sarankan = false, alasan = "Pencatatan realisasi dan bukti lengkap." } end
    return { sarankan = true, alasan = num.text(tanpa) .. " indikator belum mempunyai realisasi atau bukti." }
  end,
}
