-- Satu fungsi: isian dan setelan masuk, satu hasil keluar. Tidak ada jam, berkas, atau jaringan: hasil yang sama
-- untuk isian yang sama, kapan pun dihitung ulang.

fungsi {
  nama = "contoh",
  judul = "Contoh fungsi tanpa isian",
  isian = {},
  hitung = function(isian, setelan)
    catat("Contoh", "halo", "langkah yang dapat dibaca orang")
    return "halo"
  end,
}
