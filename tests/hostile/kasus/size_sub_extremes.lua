-- fase: call | kode: ok | batas: argumen | hasil: ["añb","ñ","","a"]
return { text.sub("añb", -9223372036854775807, 9223372036854775807), text.sub("añb", 2, 2), text.sub("añb", 5), text.sub("añb", 0, 1) }
