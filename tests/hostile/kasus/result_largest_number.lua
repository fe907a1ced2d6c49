-- fase: result | kode: ok | batas: angka | hasil: [9007199254740992,-9007199254740992,9007199254740992]
return { 1 << 53, -(1 << 53), 2.0 ^ 53 }
