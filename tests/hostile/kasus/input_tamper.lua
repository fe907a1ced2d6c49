-- fase: call | kode: ok | batas: isian | hasil: 101 102 103
isian.x = isian.x + 100
isian.baru = true
return isian.x
