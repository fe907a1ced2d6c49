/* Standard Lua names that plugins do not have, and what does their work here. */
#include <string.h>

#include "script/lib.h"

static const struct {
    const char *name, *hint;
} hints[] = {
    { "_G", "pakai variabel local." },
    { "_VERSION", "versi Lua tidak dapat dibaca." },
    { "collectgarbage", "memori dikelola oleh host." },
    { "coroutine", "tulis perulangan biasa." },
    { "debug", "pakai catat(label, nilai, rumus) untuk jejak." },
    { "dofile", "pakai use \"nama\"." },
    { "getmetatable", "metatabel tidak tersedia; pakai tabel dan fungsi biasa." },
    { "io", "plugin tidak membaca berkas; data datang lewat isian." },
    { "load", "kode hanya berasal dari berkas paket; pakai use \"nama\"." },
    { "loadfile", "pakai use \"nama\"." },
    { "loadstring", "kode hanya berasal dari berkas paket; pakai use \"nama\"." },
    { "module", "kembalikan tabel dari berkas dan pakai use \"nama\"." },
    { "next", "pakai pairs(t), yang berurutan menurut kunci." },
    { "os", "tidak ada jam dan tidak ada sistem; tanggal datang lewat isian, hitung dengan pustaka date." },
    { "package", "pakai use \"nama\"." },
    { "print", "pakai catat(label, nilai, rumus)." },
    { "rawequal", "pakai ==." },
    { "rawget", "pakai t[k]." },
    { "rawlen", "pakai #t." },
    { "rawset", "pakai t[k] = v." },
    { "require", "pakai use \"nama\"." },
    { "setfenv", "lingkungan plugin tetap." },
    { "setmetatable", "metatabel tidak tersedia; pakai tabel dan fungsi biasa." },
    { "string", "pakai pustaka text." },
    { "table", "pakai pustaka list." },
    { "unpack", "pakai t[1], t[2], …" },
    { "utf8", "pakai pustaka text, yang menghitung huruf UTF-8." },
    { "warn", "pakai catat(label, nilai, rumus)." },
    { "xpcall", "pakai pcall." },
    { "bit32", "pakai operator bit Lua." },
    { "string.byte", "pakai text.sub." },
    { "string.char", "tulis teksnya langsung." },
    { "string.dump", "kode tidak dapat dibaca." },
    { "string.find", "pakai text.find (tanpa pola)." },
    { "string.format", "pakai text.fill(\"{nama}\", {nama = …}) dan num.format(x, 2)." },
    { "string.gmatch", "pakai text.split(s, pemisah)." },
    { "string.gsub", "pakai text.replace(s, lama, baru)." },
    { "string.match", "pakai text.find, text.starts_with atau text.split." },
    { "string.rep", "pakai text.rep." },
    { "string.reverse", "pakai list.reverse atas text.chars(s)." },
    { "string.pack", "data biner tidak didukung." },
    { "string.unpack", "data biner tidak didukung." },
    { "text.gmatch", "pakai text.split(s, pemisah)." },
    { "list.unpack", "pakai t[1], t[2], …" },
    { "list.pack", "tulis { … }." },
    { "list.move", "pakai list.copy atau perulangan." },
    { "list.remove_at", "pakai list.remove(t, i)." },
    { "math.random", "tidak ada bilangan acak: hasil harus sama setiap kali." },
    { "math.randomseed", "tidak ada bilangan acak: hasil harus sama setiap kali." },
    { "math.fmod", "pakai operator %." },
    { "math.modf", "pakai math.floor." },
    { "math.sqrt", "pakai x ^ 0.5." },
    { "math.pow", "pakai operator ^." },
    { "math.exp", "hasilnya berbeda antarmesin; tulis tabel nilainya." },
    { "math.log", "hasilnya berbeda antarmesin; tulis tabel nilainya." },
    { "math.type", "pakai num.is_integer(x)." },
    { "math.ult", "pakai <." },
    { "math.maxinteger", "bilangan hanya sampai 2^53." },
    { "math.mininteger", "bilangan hanya sampai -2^53." },
    { "math.round", "pakai num.round(x, angka, aturan)." },
    { "num.floor", "pakai math.floor atau num.round(x, n, \"floor\")." },
    { "num.ceil", "pakai math.ceil atau num.round(x, n, \"ceil\")." },
    { "date.now", "tidak ada jam: tanggal datang lewat isian." },
    { "date.today", "tidak ada jam: tanggal datang lewat isian." },
    { "date.time", "tidak ada jam: tanggal datang lewat isian." },
    { "text.format", "pakai text.fill(\"{nama}\", {nama = …}) dan num.format(x, 2)." },
};

const char *absent_hint(const char *name)
{
    for (size_t i = 0; i < COUNT(hints); i++)
        if (strcmp(hints[i].name, name) == 0)
            return hints[i].hint;
    return NULL;
}
