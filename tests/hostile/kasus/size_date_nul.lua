-- fase: call | kode: plugin.galat | batas: argumen
return date.parse("2025-01-01\0")
