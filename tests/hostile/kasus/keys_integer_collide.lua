-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB | baris: 1
-- kelipatan 2^k - 1 untuk ukuran tabel yang terbesar: semua jatuh di satu tempat
local langkah = 16383 * 8191 * 127
local t = {}
for i = 1, 1e6 do t[i * langkah] = true end
