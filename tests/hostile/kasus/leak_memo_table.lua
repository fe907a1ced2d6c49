-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local memo = {}
fungsi { nama = "serang", hitung = function(isian, setelan)
  if not memo[isian.x] then memo[isian.x] = #list.keys(memo) end
  return memo[isian.x]
end }
