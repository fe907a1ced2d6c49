"""Archives and folders that mean harm."""
import gzip
import io
import json
import tarfile

PNG = b"\x89PNG\r\n\x1a\n"
MANIFEST = {"id": "arsip", "version": "1.0.0", "api": 1, "title": "Arsip", "description": "Paket uji.", "author": "Uji",
            "source": [{"rule": "Aturan uji", "date": "2026"}], "units": ["*"], "requires": ["fungsi.v1"],
            "provides": {"fungsi": ["satu"]}, "reads": []}
SOUND = {"plugin.json": json.dumps(MANIFEST, indent=1),
         "init.lua": "fungsi { nama = 'satu', judul = 'S', isian = {}, hitung = function() return 1 end }\n",
         "tests/a.json": '[{"id":"a","fungsi":"satu","isian":{},"hasil":1}]'}
PACKAGE = ("plugin.paket",)
LARGE = ("plugin.terlalu_besar",)


def tar(files, more=(), form=tarfile.GNU_FORMAT):
    """An archive of texts or bytes; `more` are further members as (TarInfo, bytes)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as t:
        for name, data in files.items():
            data = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
        for info, data in more:
            info.size = len(data)
            t.addfile(info, io.BytesIO(data) if data else None)
    return out.getvalue()


def member(name, kind=tarfile.REGTYPE, link="", **fields):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    for k, v in fields.items():
        setattr(info, k, v)
    return info


def upload(c, path, raw, **kw):
    return c.send("POST", path, raw=raw, ctype="application/octet-stream", **kw)


def write(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def head(raw, at, field, value):
    """The archive with a field of the head at byte `at` changed, and its sum made right again."""
    h = bytearray(raw[at:at + 512])
    h[field:field + len(value)] = value
    h[148:156] = b" " * 8
    h[148:155] = b"%06o\0" % sum(h)
    return raw[:at] + bytes(h) + raw[at + 512:]


def gzip_bomb():
    return gzip.compress(bytes(64 << 20), 9)


def hostile():
    """name → (archive, codes that may answer)."""
    good, size = tar(SOUND), 124
    links = lambda kind, name="gambar.png", link="/etc/passwd": tar(SOUND, [(member(name, kind, link), b"")])
    climbs = ["../luar.lua", "/etc/cron.d/x.lua", "a/../../x.lua", "..", "materi/../../../x.md", "x/..", "./../x.lua",
              "\\x.lua", "C:/x.lua", "a//b.lua", "~/x.lua", "-rf.lua", "a/b/c.md", ".bashrc", "tests/.x.json", "x.so",
              "x.lua\n", "%2e%2e/x.lua", "nama panjang " + "x" * 90 + ".lua"]
    found = {f"the name {name!r}": (tar({**SOUND, name: "return 1"}), PACKAGE) for name in climbs}
    found |= {
        "a symbolic link": (links(tarfile.SYMTYPE), PACKAGE),
        "a symbolic link as init.lua": (tar({k: v for k, v in SOUND.items() if k != "init.lua"},
                                            [(member("init.lua", tarfile.SYMTYPE, "/etc/passwd"), b"")]), PACKAGE),
        "a link, then a file through it": (tar(SOUND, [(member("materi", tarfile.SYMTYPE, "/tmp"), b""),
                                                       (member("materi/x.md"), b"x")]), PACKAGE),
        "a hard link": (links(tarfile.LNKTYPE), PACKAGE),
        "a hard link to a member": (links(tarfile.LNKTYPE, link="init.lua"), PACKAGE),
        "a device": (links(tarfile.CHRTYPE), PACKAGE),
        "a block device": (links(tarfile.BLKTYPE), PACKAGE),
        "a pipe": (links(tarfile.FIFOTYPE), PACKAGE),
        "a contiguous file": (links(tarfile.CONTTYPE), PACKAGE),
        "a sparse file": (links(tarfile.GNUTYPE_SPARSE), PACKAGE),
        "a long link name": (links(tarfile.GNUTYPE_LONGLINK), PACKAGE),
        "a type that nobody knows": (links(b"Q"), PACKAGE),
        "a volume": (links(b"V"), PACKAGE),
        "a name twice": (tar(SOUND, [(member("init.lua"), b"return 1")]), PACKAGE),
        "a size of 8 GiB": (head(good, 0, size, b"77777777777"), PACKAGE),
        "a negative size": (head(good, 0, size, b"-0000000001"), PACKAGE),
        "a size in base 256": (head(good, 0, size, b"\x80" + bytes(10) + b"\x10"), PACKAGE),
        "the largest size in base 256": (head(good, 0, size, b"\xff" * 12), PACKAGE),
        "no size": (head(good, 0, size, b" " * 12), ("plugin.paket", "umum.json", "plugin.manifes")),
        "a size that is no number": (head(good, 0, size, b"0000000009x\0"), PACKAGE),
        "a size one past the end": (head(good, 0, size, b"%011o" % len(good)), PACKAGE),
        "a broken sum": (good[:148] + b"0000000\0" + good[156:], PACKAGE),
        "half an archive": (good[:700], PACKAGE),
        "half a head": (good[:300], PACKAGE),
        "zeros": (bytes(4096), PACKAGE),
        "rubbish": (bytes(range(256)) * 40, PACKAGE),
        "1000 files": (tar({**SOUND, **{f"a{i}.lua": "return 1" for i in range(1000)}}), LARGE),
        "10000 folders": (tar({}, [(member(f"a{i}", tarfile.DIRTYPE), b"") for i in range(10000)]), LARGE),
        "a thousand names for one file": (tar({}, [(member("pax", tarfile.XHDTYPE), b"20 path=aaaaaaaaaaa\n")] * 1000), LARGE),
        "a pax record that lies": (tar({}, [(member("pax", tarfile.XHDTYPE), b"99 path=x\n")]), PACKAGE),
        "a pax record without end": (tar({}, [(member("pax", tarfile.XHDTYPE), b"9" * 400)]), PACKAGE),
        "a pax path that climbs": (tar({**SOUND, "../" + "x" * 200 + ".lua": ""}, form=tarfile.PAX_FORMAT), PACKAGE),
        "a pax name of 60 KB": (tar({}, [(member("pax", tarfile.XHDTYPE), b"60008 path=" + b"x" * 59996 + b"\n")]), PACKAGE),
        "a picture of 5 MB": (tar({**SOUND, "besar.png": PNG + bytes(5 << 20)}), LARGE),
        "Lua of 1 MB": (tar({**SOUND, "besar.lua": "--" + "x" * (1 << 20)}), LARGE),
        "gzip": (gzip.compress(good), PACKAGE),
        "a gzip bomb": (gzip_bomb(), PACKAGE),
        "zip": (b"PK\x03\x04" + bytes(2000), PACKAGE),
        "an archive in an archive": (tar({"plugin.json.tar": good}), PACKAGE),
        "no manifest": (tar({"init.lua": "return 1"}), PACKAGE),
        "no init.lua": (tar({"plugin.json": SOUND["plugin.json"]}), PACKAGE),
        "two packages": (tar({f"{a}/{k}": v for a in "ab" for k, v in SOUND.items()}), PACKAGE),
    }
    return found


def changed(**fields):
    return {**SOUND, "plugin.json": json.dumps({**MANIFEST, **fields}, indent=1)}


def folders():
    """name → files of a package that is wrong, however it comes."""
    deep = lambda head, opening, n=100000: head + opening * n
    return {
        "a manifest 100000 deep": {**SOUND, "plugin.json": deep("", "[")},
        "objects 100000 deep": {**SOUND, "plugin.json": deep('{"id":', '{"a":')},
        "settings 100000 deep": {**SOUND, "plugin.json": deep('{"id":"serang","settings":', '{"properties":')},
        "settings with a pattern": changed(settings={"a": {"type": "string", "title": "A", "pattern": "(a+)+$", "default": ""}}),
        "settings with a reference": changed(settings={"a": {"$ref": "file:///etc/passwd"}}),
        "a default out of bounds": changed(settings={"a": {"type": "integer", "title": "A", "minimum": 9, "default": 1}}),
        "it provides something else": changed(provides={"fungsi": ["lain"]}),
        "it reads what is not there": changed(reads=["pegawai.kelamin"]),
        "limits above the server's": changed(limits={"instructions": 10 ** 12}),
        "a slip in a kind of unit": changed(units=["kecamtan"]),
        "bytecode": {**SOUND, "init.lua": b"\x1bLuaT"},
        "a lesson that is no text": {**SOUND, "x.md": b"\xff\xfe"},
        "a program that calls itself a picture": {**SOUND, "x.png": b"\x7fELF"},
        "a key twice": {**SOUND, "plugin.json": SOUND["plugin.json"].replace('"api": 1', '"api": 1, "api": 1')},
        "a decimal comma": {**SOUND, "plugin.json": SOUND["plugin.json"].replace('"api": 1', '"api": 1,0')},
        "a global": {**SOUND, "init.lua": "x = 1\n" + SOUND["init.lua"]},
        "os.execute": {**SOUND, "init.lua": 'os.execute("id")\n'},
        "a circle of use": {**SOUND, "init.lua": 'use "a"\n', "a.lua": 'use "b"\n', "b.lua": 'use "a"\n'},
    }
