-- fase: call | kode: plugin.galat | batas: argumen
return date.add_months("2025-01-01", 0 / 0)
