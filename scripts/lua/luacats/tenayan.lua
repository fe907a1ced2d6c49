---@meta
-- Definisi untuk penyunting dengan Lua language server: pelengkapan dan pemeriksaan plugin Tenayan.
-- Dibuat dari schema/plugin-api.json oleh `tenayan plugin api --format luacats`; jangan disunting.
-- Nama baku Lua yang tidak ada di sini juga tidak ada bagi plugin.

---Satu evaluasi kinerja: satu SKP seorang pegawai dalam satu periode.
---@class tenayan.evaluasi
---@field belajar tenayan.belajar # Usaha belajar pegawai pada periode ini.
---@field bulan_bertugas integer # Banyaknya bulan periode ini yang dijalani pegawai dalam SKP ini.
---@field capaian_organisasi? "istimewa"|"baik"|"butuh_perbaikan"|"kurang"|"sangat_kurang" # Capaian kinerja organisasi unit pada periode ini, bila sudah ditetapkan.
---@field form "A"|"B" # Bentuk formulir: A untuk pimpinan unit mandiri, B untuk jabatan administrasi dan fungsional.
---@field indikator tenayan.indikator[] # Indikator kinerja individu dengan target dan realisasi periode ini.
---@field jenis_jabatan "jpt"|"administrator"|"pengawas"|"pelaksana"|"fungsional" # Jenis jabatan.
---@field jenjang? "pemula"|"terampil"|"mahir"|"penyelia"|"ahli_pertama"|"ahli_muda"|"ahli_madya"|"ahli_utama" # Jenjang jabatan fungsional.
---@field kepala_unit boolean # Apakah pegawai mengepalai unitnya.
---@field pendekatan "kuantitatif"|"kualitatif" # Pendekatan hasil kerja.
---@field periode tenayan.periode # Periode yang dievaluasi.
---@field status_pegawai "pns"|"cpns"|"pppk"|"pppk_paruh_waktu" # Status kepegawaian.

---Usaha belajar seorang pegawai dalam bagian periode yang dijalaninya dengan SKP ini. Sesudah periode ditutup, yang dihitung adalah keadaan ketika ditutup.
---@class tenayan.belajar
---@field jp integer # JP dari pelatihan yang sudah diverifikasi dan selesai dalam periode ini.
---@field jp_tahun integer # JP dari pelatihan yang sudah diverifikasi, sejak awal tahun sampai akhir periode ini.
---@field jp_usulan integer # JP dari pelatihan yang lulus dalam periode ini tetapi belum diverifikasi.
---@field modul_berjalan integer # Banyaknya pelatihan yang diikuti dan belum diverifikasi, termasuk yang belum lulus.
---@field modul_selesai integer # Banyaknya pelatihan yang sudah diverifikasi dan selesai dalam periode ini.

---Satu indikator kinerja individu dalam satu periode.
---@class tenayan.indikator
---@field arah "naik"|"turun"|"tepat" # Polarisasi: naik bila makin besar makin baik, turun bila makin kecil makin baik, tepat bila harus sama dengan target.
---@field aspek? "kuantitas"|"kualitas"|"waktu"|"biaya" # Aspek indikator (formulir B).
---@field bukti integer # Banyaknya bukti dukung.
---@field capaian? number # Persen capaian menurut fungsi capaian skema; tidak ada bila realisasi belum ada.
---@field jenis "utama"|"tambahan" # Utama atau tambahan, menurut RHK-nya.
---@field judul string # Bunyi indikator.
---@field kode string # Kode indikator: kode plugin, atau nomor dalam SKP.
---@field realisasi? number # Realisasi periode ini setelah konsolidasi; tidak ada bila belum diisi.
---@field rhk integer # Nomor rencana hasil kerja yang diukur.
---@field satuan string # Satuan target dan realisasi.
---@field target number # Target tunggal, atau batas bawah target rentang, untuk periode dan bulan bertugas.
---@field target_atas? number # Batas atas target rentang.
---@field target_maksimal boolean # Apakah target adalah nilai tertinggi yang mungkin dicapai.

---Satu periode.
---@class tenayan.periode
---@field jenis "tahunan"|"triwulanan"|"bulanan" # Jenis periode.
---@field kode string # Kode periode, misalnya 2025-TW1.
---@field mulai string # Hari pertama.
---@field selesai string # Hari terakhir.

---Dua rating yang ditetapkan penilai.
---@class tenayan.isian_predikat
---@field hasil "di_atas"|"sesuai"|"di_bawah" # Rating hasil kerja.
---@field perilaku "di_atas"|"sesuai"|"di_bawah" # Rating perilaku kerja.
---@field evaluasi? tenayan.evaluasi # Evaluasinya, bila skema memerlukannya.

---Sebaran predikat pegawai satu unit.
---@class tenayan.isian_distribusi
---@field organisasi "istimewa"|"baik"|"butuh_perbaikan"|"kurang"|"sangat_kurang" # Capaian kinerja organisasi.
---@field jumlah tenayan.jumlah_predikat # Banyaknya pegawai tiap predikat, tanpa yang tidak dinilai dan tanpa kepala unit.

---Banyaknya pegawai tiap predikat.
---@class tenayan.jumlah_predikat
---@field sangat_baik integer # Banyaknya pegawai berpredikat ini.
---@field baik integer # Banyaknya pegawai berpredikat ini.
---@field butuh_perbaikan integer # Banyaknya pegawai berpredikat ini.
---@field kurang integer # Banyaknya pegawai berpredikat ini.
---@field sangat_kurang integer # Banyaknya pegawai berpredikat ini.

---Catatan seorang pegawai pada satu pelatihan.
---@class tenayan.catatan
---@field jenis "klasikal"|"elearning"|"coaching"|"mentoring"|"belajar_mandiri"|"komunitas_belajar"|"magang"|"detasering"|"pertukaran"|"patok_banding" # Bentuk pengembangan kompetensi.
---@field tanggal string # Tanggal selesai, atau tanggal terakhir ada kegiatan.
---@field jp? number # JP pada sertifikat.
---@field jam? number # Lama dalam jam, bila tidak ada JP.
---@field sesi? integer # Banyaknya sesi (coaching, mentoring).
---@field materi_selesai integer # Banyaknya materi yang diselesaikan.
---@field materi_jumlah integer # Banyaknya materi pelatihan ini.
---@field kuis_benar? integer # Jawaban kuis yang benar.
---@field kuis_jumlah integer # Banyaknya soal kuis.
---@field sertifikat boolean # Apakah sertifikat sudah diunggah dan diperiksa.

---Saran untuk penilai; bukan keputusan.
---@class tenayan.saran
---@field hasil? "di_atas"|"sesuai"|"di_bawah" # Saran rating hasil kerja; tidak ada bila data belum cukup.
---@field perilaku? "di_atas"|"sesuai"|"di_bawah" # Saran rating perilaku; skema bawaan tidak menilainya.
---@field nilai? number # Nilai angka, bila skema memakainya.

---Saran beserta capaian tiap indikator.
---@class tenayan.nilai
---@field hasil? "di_atas"|"sesuai"|"di_bawah" # Saran rating hasil kerja.
---@field perilaku? "di_atas"|"sesuai"|"di_bawah" # Saran rating perilaku.
---@field nilai? number # Nilai angka.
---@field capaian number[] # Persen capaian tiap indikator, menurut urutan; null bila belum ada realisasi.

---Catatan atas sebaran predikat; pertimbangan, bukan larangan.
---@class tenayan.distribusi
---@field memenuhi_pola boolean # Apakah sebaran memenuhi semua batas pola.
---@field informasi boolean # Apakah hanya keterangan, karena pegawainya terlalu sedikit.
---@field catatan tenayan.catatan_distribusi[] # Batas yang tidak terpenuhi.

---Satu batas yang tidak terpenuhi.
---@class tenayan.catatan_distribusi
---@field kode string # Kode tetap.
---@field pesan string # Kalimat untuk pimpinan.

---Lulus atau tidak, dengan alasan.
---@class tenayan.kelulusan
---@field lulus boolean # Apakah lulus.
---@field alasan string # Sebabnya.

---Apakah pelatihan dianjurkan, dengan alasan.
---@class tenayan.anjuran
---@field sarankan boolean # Apakah dianjurkan.
---@field alasan string # Sebabnya.

---@class tenayan.daftar.indikator
---@field kode string # Huruf kecil, angka, tanda hubung.
---@field judul string # Bunyi indikator pada SKP.
---@field definisi string # Apa yang dihitung; tidak boleh kosong.
---@field rumus? string # Rumus dalam kata-kata.
---@field sumber_data string # Dari mana angkanya; tidak boleh kosong.
---@field dasar? string # Aturan yang menjadi dasarnya.
---@field aspek "kuantitas"|"kualitas"|"waktu"|"biaya" # Aspek yang diukur.
---@field satuan string # Satuan target dan realisasi.
---@field arah "naik"|"turun"|"tepat" # Arah yang baik: makin besar, makin kecil, atau harus sama dengan target.
---@field isian table # {nama = skema} isian satu bulan.
---@field target? table # { bawaan = angka atau {bawah, atas}, per = bulan | triwulan | tahun }.
---@field konsolidasi "jumlah"|"rata_rata"|"terakhir"|"hitung_ulang" # Bagaimana bulan menjadi triwulan dan tahun.
---@field realisasi fun(isian: table, setelan: table): number # (isian, setelan) → satu angka.

---@class tenayan.daftar.skema
---@field kode string # Huruf kecil, angka, tanda hubung.
---@field judul string # Nama skema.
---@field definisi? string # Penjelasan.
---@field rumus? string # Rumus dalam kata-kata.
---@field dasar? string # Aturan.
---@field isian? table # Belum dipakai.
---@field capaian? fun(indikator: tenayan.indikator, setelan: table): number # (indikator, setelan) → persen.
---@field saran? fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.saran # (evaluasi, setelan) → { hasil, perilaku, nilai }.
---@field predikat? fun(isian_predikat: tenayan.isian_predikat, setelan: table): "sangat_baik"|"baik"|"butuh_perbaikan"|"kurang"|"sangat_kurang" # ({hasil, perilaku}, setelan) → kode predikat.
---@field distribusi? fun(isian_distribusi: tenayan.isian_distribusi, setelan: table): tenayan.distribusi # ({organisasi, jumlah}, setelan) → catatan pola.

---@class tenayan.daftar.pelatihan
---@field kode string # Huruf kecil, angka, tanda hubung.
---@field judul string # Nama modul.
---@field jenis "klasikal"|"elearning"|"coaching"|"mentoring"|"belajar_mandiri"|"komunitas_belajar"|"magang"|"detasering"|"pertukaran"|"patok_banding" # Bentuk pengembangan kompetensi.
---@field jp number # JP modul.
---@field definisi? string # Penjelasan.
---@field dasar? string # Aturan.
---@field kompetensi? table # Daftar kompetensi.
---@field materi? table # Daftar { judul, berkas, menit, gambar = {…} }.
---@field kuis? table # Daftar { soal, pilihan = {…}, jawaban = nomor, alasan }.
---@field percobaan? number # Kuis boleh dicoba paling banyak sekian kali.
---@field jeda_jam? number # Jam yang harus lewat di antara dua percobaan.
---@field isian? table # Belum dipakai.
---@field lulus? fun(catatan: tenayan.catatan, setelan: table): tenayan.kelulusan # (catatan, setelan) → { lulus, alasan }.
---@field jp_diakui? fun(catatan: tenayan.catatan, setelan: table): integer # (catatan, setelan) → JP.
---@field sarankan? fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.anjuran # (evaluasi, setelan) → { sarankan, alasan }.

---@class tenayan.daftar.fungsi
---@field nama string # Huruf kecil, angka, garis bawah.
---@field judul? string # Nama untuk orang.
---@field definisi? string # Penjelasan.
---@field rumus? string # Rumus dalam kata-kata.
---@field dasar? string # Aturan.
---@field isian? table # {nama = skema}; tanpa isian bila kosong.
---@field hitung fun(isian: table, setelan: table): any # (isian, setelan) → hasil.

---@class tenayan.modul.jp
local jp = {}

---JP penuh dari sekian menit; JP yang belum genap tidak dihitung.
---`jp.dari_menit(menit, menit_per_jp)`
---@param menit number
---@param menit_per_jp number
---@return integer
function jp.dari_menit(menit, menit_per_jp) end

---JP penuh dari sekian jam.
---`jp.dari_jam(jam, menit_per_jp)`
---@param jam number
---@param menit_per_jp number
---@return integer
function jp.dari_jam(jam, menit_per_jp) end

---Fungsi yang memberi JP tiap catatan dan mengingat batas per hari, bulan atau tahun.
---`jp.pencatat { menit_per_jp = 45, JENIS = { cara = "sesi", jp = 2 } }`
---@param tabel table
---@return fun(catatan: table): number|nil
function jp.pencatat(tabel) end

---@class tenayan.modul.pecahan
local pecahan = {}

---Teks desimal bertitik, dibulatkan sekali.
---`pecahan.tulis(pembilang, penyebut, angka [, aturan])`
---@param pembilang integer
---@param penyebut integer
---@param angka integer
---@param aturan? string
---@return string
function pecahan.tulis(pembilang, penyebut, angka, aturan) end

---"12.345" menjadi 12345 (seperseribu).
---`pecahan.baca(teks)`
---@param teks string
---@return integer
function pecahan.baca(teks) end

---Bilangan bulat x × n; ditolak bila tidak bulat.
---`pecahan.kali(x, n)`
---@param x number
---@param n integer
---@return integer
function pecahan.kali(x, n) end

---Mendaftarkan satu indikator; hanya saat dimuat.
---`indikator { ... }`
---@param isi tenayan.daftar.indikator
function indikator(isi) end

---Mendaftarkan skema penilaian, paling banyak satu dalam satu paket; hanya saat dimuat.
---`skema { ... }`
---@param isi tenayan.daftar.skema
function skema(isi) end

---Mendaftarkan satu modul pelatihan; hanya saat dimuat.
---`pelatihan { ... }`
---@param isi tenayan.daftar.pelatihan
function pelatihan(isi) end

---Mendaftarkan satu fungsi bernama; hanya saat dimuat.
---`fungsi { ... }`
---@param isi tenayan.daftar.fungsi
function fungsi(isi) end

---Galat dengan pesan bila v false atau nil; selain itu mengembalikan v.
---`assert(v [, pesan])`
---@param v any
---@param pesan? any
---@return any
function assert(v, pesan) end

---Menambah satu langkah jejak; hanya di dalam fungsi yang menghitung.
---`catat(label [, nilai [, rumus]])`
---@param label string
---@param nilai? any
---@param rumus? string
function catat(label, nilai, rumus) end

---Menghentikan panggilan ini dengan pesan untuk orang.
---`error(pesan [, tingkat])`
---@param pesan any
---@param tingkat? integer
function error(pesan, tingkat) end

---Menelusuri daftar 1..n.
---`ipairs(t)`
---@param t table
---@return function
function ipairs(t) end

---Menelusuri tabel menurut urutan kunci.
---`pairs(t)`
---@param t table
---@return function
function pairs(t) end

---Memanggil f dan menangkap galatnya; batas instruksi dan memori tidak tertangkap.
---`pcall(f, ...)`
---@param f function
---@param ... any
---@return boolean
function pcall(f, ...) end

---Nilai mulai ke-n, atau banyaknya dengan "#".
---`select(n, ...)`
---@param n any
---@param ... any
---@return any
function select(n, ...) end

---Angka, atau nil bila bukan angka.
---`tonumber(v [, basis])`
---@param v any
---@param basis? integer
---@return number|nil
function tonumber(v, basis) end

---Teks; untuk angka pecahan dalam kalimat pakai num.text.
---`tostring(v)`
---@param v any
---@return string
function tostring(v) end

---Jenis nilai menurut Lua.
---`type(v)`
---@param v any
---@return string
function type(v) end

---Nilai dari berkas nama.lua dalam paket atau pustaka bersama.
---@overload fun(nama: "matriks"): fun(tabel: table): fun(baris: any, kolom: any): any
---@overload fun(nama: "capaian"): fun(i: tenayan.indikator, aturan?: table): number
---@overload fun(nama: "kurva"): fun(tabel: table): fun(pola: string, jumlah: table): table[]
---@overload fun(nama: "rentang_nilai"): fun(tabel: table): fun(nilai: number): any
---@overload fun(nama: "jp"): tenayan.modul.jp
---@overload fun(nama: "pecahan"): tenayan.modul.pecahan
---@overload fun(nama: "persen"): fun(pembilang: number, penyebut: number, nama: string, melebihi?: boolean): number
---@overload fun(nama: "rasio"): fun(i: table): table
---@overload fun(nama: "rata_rata"): fun(i: table): table
---@overload fun(nama: "cacah"): fun(i: table): table
---@overload fun(nama: "nilai_terakhir"): fun(i: table): table
---@overload fun(nama: "elearning"): fun(modul: table): table
---@overload fun(nama: "anjuran"): fun(kode: string[]): fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.anjuran
---@overload fun(nama: "anjuran_bukti"): fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.anjuran
---@overload fun(nama: "saran_hasil"): fun(evaluasi: tenayan.evaluasi, setelan: table): tenayan.saran
---@overload fun(nama: "capaian_6_2022"): fun(indikator: tenayan.indikator, setelan: table): number
---@overload fun(nama: "predikat_6_2022"): fun(isian: tenayan.isian_predikat): string
---@overload fun(nama: "pola_se_3_2023"): fun(isian: tenayan.isian_distribusi, setelan: table): tenayan.distribusi
---@overload fun(nama: "kecil"): fun(judul: string): string
---@param nama string
---@return any
function use(nama) end

---Teks UTF-8; letak dan panjang dihitung dalam huruf. Juga metode teks: s:trim().
text = {}

---Daftar huruf.
---`text.chars(s)`
---@param s string
---@return string[]
function text.chars(s) end

---Rangkaian spasi menjadi satu, tanpa spasi di ujung.
---`text.collapse(s)`
---@param s string
---@return string
function text.collapse(s) end

---Apakah s memuat apa.
---`text.contains(s, apa)`
---@param s string
---@param apa string
---@return boolean
function text.contains(s, apa) end

---Apakah s berakhir demikian.
---`text.ends_with(s, akhir)`
---@param s string
---@param akhir string
---@return boolean
function text.ends_with(s, akhir) end

---Mengisi "{nama}" dengan isi.nama; "{{" menulis "{".
---`text.fill(pola, isi)`
---@param pola string
---@param isi table
---@return string
function text.fill(pola, isi) end

---Letak huruf pertama, atau nil; tanpa pola.
---`text.find(s, apa [, mulai])`
---@param s string
---@param apa string
---@param mulai? integer
---@return integer|nil
function text.find(s, apa, mulai) end

---collapse dan huruf kecil, untuk membandingkan sebutan.
---`text.fold(s)`
---@param s string
---@return string
function text.fold(s) end

---Apakah seluruhnya angka 0–9.
---`text.is_digits(s)`
---@param s string
---@return boolean
function text.is_digits(s) end

---Menyambung unsur daftar.
---`text.join(daftar [, pemisah])`
---@param daftar any[]
---@param pemisah? string
---@return string
function text.join(daftar, pemisah) end

---Banyaknya huruf.
---`text.len(s)`
---@param s string
---@return integer
function text.len(s) end

---A–Z menjadi a–z.
---`text.lower(s)`
---@param s string
---@return string
function text.lower(s) end

---Ditambah di kiri sampai selebar itu.
---`text.pad(s, lebar [, isi])`
---@param s string
---@param lebar integer
---@param isi? string
---@return string
function text.pad(s, lebar, isi) end

---Mengulang s.
---`text.rep(s, n [, pemisah])`
---@param s string
---@param n integer
---@param pemisah? string
---@return string
function text.rep(s, n, pemisah) end

---Mengganti setiap lama dengan baru.
---`text.replace(s, lama, baru)`
---@param s string
---@param lama string
---@param baru string
---@return string
function text.replace(s, lama, baru) end

---Memotong menjadi daftar, paling sedikit satu.
---`text.split(s, pemisah)`
---@param s string
---@param pemisah string
---@return string[]
function text.split(s, pemisah) end

---Apakah s diawali demikian.
---`text.starts_with(s, awal)`
---@param s string
---@param awal string
---@return boolean
function text.starts_with(s, awal) end

---Bagian dari huruf ke-i sampai ke-j; negatif dari belakang.
---`text.sub(s, i [, j])`
---@param s string
---@param i integer
---@param j? integer
---@return string
function text.sub(s, i, j) end

---Tanpa spasi di ujung.
---`text.trim(s)`
---@param s string
---@return string
function text.trim(s) end

---a–z menjadi A–Z.
---`text.upper(s)`
---@param s string
---@return string
function text.upper(s) end

---Daftar 1..n. Daftar kosong untuk hasil dibuat dengan list.new(): tabel {} adalah objek kosong.
list = {}

---Daftar baru berisi semuanya.
---`list.concat(a, b, ...)`
---@param a any[]
---@param b any[]
---@param ... any[]
---@return any[]
function list.concat(a, b, ...) end

---Apakah v ada.
---`list.contains(t, v)`
---@param t any[]
---@param v any
---@return boolean
function list.contains(t, v) end

---Salinan satu tingkat.
---`list.copy(t)`
---@param t table
---@return table
function list.copy(t) end

---Unsur yang membuat f(v, i) benar.
---`list.filter(t, f)`
---@param t any[]
---@param f function
---@return any[]
function list.filter(t, f) end

---Letak v, atau nil.
---`list.index_of(t, v)`
---@param t any[]
---@param v any
---@return integer|nil
function list.index_of(t, v) end

---Menambah di akhir, atau sebelum yang ke-i.
---`list.insert(t [, i], v)`
---@param t any[]
---@param i any
---@param v? any
function list.insert(t, i, v) end

---Kunci tabel, terurut.
---`list.keys(t)`
---@param t table
---@return any[]
function list.keys(t) end

---Daftar dari f(v, i).
---`list.map(t, f)`
---@param t any[]
---@param f function
---@return any[]
function list.map(t, f) end

---Yang terbesar; nil bila kosong.
---`list.max(t [, f])`
---@param t any[]
---@param f? function
---@return any
function list.max(t, f) end

---Rata-rata; nil bila kosong.
---`list.mean(t [, f])`
---@param t any[]
---@param f? function
---@return number|nil
function list.mean(t, f) end

---Yang terkecil; nil bila kosong.
---`list.min(t [, f])`
---@param t any[]
---@param f? function
---@return any
function list.min(t, f) end

---Daftar baru, juga yang kosong.
---`list.new(...)`
---@param ... any
---@return any[]
function list.new(...) end

---Bilangan bulat a sampai b.
---`list.range(a, b [, langkah])`
---@param a integer
---@param b integer
---@param langkah? integer
---@return integer[]
function list.range(a, b, langkah) end

---Mengambil yang terakhir, atau yang ke-i.
---`list.remove(t [, i])`
---@param t any[]
---@param i? integer
---@return any
function list.remove(t, i) end

---Daftar terbalik.
---`list.reverse(t)`
---@param t any[]
---@return any[]
function list.reverse(t) end

---Mengurutkan t sendiri, stabil, dan mengembalikannya.
---`list.sort(t [, sebelum])`
---@param t any[]
---@param sebelum? function
---@return any[]
function list.sort(t, sebelum) end

---Jumlah; 0 bila kosong.
---`list.sum(t [, f])`
---@param t any[]
---@param f? function
---@return number
function list.sum(t, f) end

---Pembulatan dan penulisan angka seperti di atas kertas.
num = {}

---x dibatasi di antara keduanya.
---`num.clamp(x, bawah, atas)`
---@param x number
---@param bawah number
---@param atas number
---@return number
function num.clamp(x, bawah, atas) end

---Teks dengan sekian angka di belakang koma; "id" menulis 1.234,50.
---`num.format(x, angka [, gaya])`
---@param x number
---@param angka integer
---@param gaya? string
---@return string
function num.format(x, angka, gaya) end

---Apakah x bilangan bulat.
---`num.is_integer(x)`
---@param x any
---@return boolean
function num.is_integer(x) end

---bagian / seluruhnya × 100, tanpa pembulatan; pembagi nol adalah galat.
---`num.percent(bagian, seluruhnya)`
---@param bagian number
---@param seluruhnya number
---@return number
function num.percent(bagian, seluruhnya) end

---Dibulatkan menurut aturan: half_up, half_even, down, up, floor atau ceil.
---`num.round(x, angka, aturan)`
---@param x number
---@param angka integer
---@param aturan string
---@return number
function num.round(x, angka, aturan) end

---Teks terpendek: "18.75", "3".
---`num.text(x)`
---@param x number
---@return string
function num.text(x) end

---Tanggal ISO sebagai teks ("2025-03-31"), dapat dibandingkan dengan <. Tidak ada jam.
date = {}

---n hari kemudian.
---`date.add_days(t, n)`
---@param t string
---@param n integer
---@return string
function date.add_days(t, n) end

---n bulan kemudian, hari dipertahankan bila ada.
---`date.add_months(t, n)`
---@param t string
---@param n integer
---@return string
function date.add_months(t, n) end

---Hari dalam bulan.
---`date.day(t)`
---@param t string
---@return integer
function date.day(t) end

---Banyaknya hari dari a ke b.
---`date.days_between(a, b)`
---@param a string
---@param b string
---@return integer
function date.days_between(a, b) end

---Banyaknya hari bulan itu.
---`date.days_in_month(tahun, bulan)`
---@param tahun integer
---@param bulan integer
---@return integer
function date.days_in_month(tahun, bulan) end

---"31 Maret 2025", atau "Senin, 31 Maret 2025".
---`date.format(t [, gaya])`
---@param t string
---@param gaya? string
---@return string
function date.format(t, gaya) end

---Apakah tanggal yang ada.
---`date.is_valid(t)`
---@param t any
---@return boolean
function date.is_valid(t) end

---Tanggal dari angkanya.
---`date.make(tahun, bulan, hari)`
---@param tahun integer
---@param bulan integer
---@param hari integer
---@return string
function date.make(tahun, bulan, hari) end

---Bulan 1–12.
---`date.month(t)`
---@param t string
---@return integer
function date.month(t) end

---Bulan penuh dari a ke b.
---`date.months_between(a, b)`
---@param a string
---@param b string
---@return integer
function date.months_between(a, b) end

---{ tahun, bulan, hari }.
---`date.parse(t)`
---@param t string
---@return table
function date.parse(t) end

---1 Senin sampai 7 Minggu.
---`date.weekday(t)`
---@param t string
---@return integer
function date.weekday(t) end

---Tahun.
---`date.year(t)`
---@param t string
---@return integer
function date.year(t) end

---Yang dipakai aturan; hasilnya sama di setiap mesin.
math = {}

---Nilai mutlak.
---`math.abs(x)`
---@param x number
---@return number
function math.abs(x) end

---Dibulatkan ke atas.
---`math.ceil(x)`
---@param x number
---@return integer
function math.ceil(x) end

---Dibulatkan ke bawah.
---`math.floor(x)`
---@param x number
---@return integer
function math.floor(x) end

---Tak hingga, untuk membandingkan; tidak dapat menjadi hasil.
---`math.huge`
---@type number
math.huge = nil

---Yang terbesar.
---`math.max(x, ...)`
---@param x number
---@param ... number
---@return number
function math.max(x, ...) end

---Yang terkecil.
---`math.min(x, ...)`
---@param x number
---@param ... number
---@return number
function math.min(x, ...) end

---π.
---`math.pi`
---@type number
math.pi = nil

---Bilangan bulat, atau nil.
---`math.tointeger(x)`
---@param x any
---@return integer|nil
function math.tointeger(x) end
