-- fase: call | kode: plugin.galat | batas: argumen
return date.add_days("2025-01-01", 1e15)
