-- Access: sessions that can be listed and ended one by one, machine tokens with a scope, one-time codes that
-- expire, the second factor with its recovery codes, and who read whose plan, realisation and evaluation.

ALTER TABLE sesi RENAME TO sesi_lama;
CREATE TABLE sesi (
    id       @ID@,                                -- what a list shows; the token itself opens the door
    token    TEXT NOT NULL UNIQUE,                -- BLAKE2b of the cookie or bearer token, hex
    akun_id  @BIG@ NOT NULL REFERENCES akun,
    jenis    TEXT NOT NULL CHECK (jenis IN ('kuki', 'token')),
    csrf     TEXT NOT NULL,
    langkah  TEXT NOT NULL CHECK (langkah IN ('sandi', 'kode', 'ganti_sandi', 'selesai')),
    dibuat   TEXT NOT NULL,
    berakhir TEXT NOT NULL,
    terakhir TEXT,                                -- last use, to some minutes; NULL: since it was made
    alamat   TEXT NOT NULL DEFAULT '',            -- the client's network, not its address
    agen     TEXT NOT NULL DEFAULT '',            -- "Firefox di Windows"
    nama     TEXT NOT NULL DEFAULT '',            -- label of a machine token
    baca     @BIG@ NOT NULL DEFAULT 0 CHECK (baca IN (0, 1)), -- a machine token that only reads
    aksi     TEXT,                                -- names of the actions that it may do; NULL: all of its owner's
    unit_id  @BIG@ REFERENCES unit                -- only this unit and those below it; NULL: wherever its owner may
) @STRICT@;
INSERT INTO sesi (token, akun_id, jenis, csrf, langkah, dibuat, berakhir, alamat, nama)
    SELECT token, akun_id, jenis, csrf, langkah, dibuat, berakhir, alamat, nama FROM sesi_lama;
DROP TABLE sesi_lama;
CREATE INDEX sesi_akun ON sesi (akun_id);

ALTER TABLE akun ADD COLUMN kode_sampai TEXT;     -- `sandi` is a one-time code that holds until then; NULL: no limit
ALTER TABLE akun ADD COLUMN faktor @BIG@ NOT NULL DEFAULT 0 CHECK (faktor IN (0, 1)); -- the second factor is on

CREATE TABLE faktor (          -- the secret of an authenticator application (RFC 6238)
    akun_id    @BIG@ PRIMARY KEY REFERENCES akun,
    rahasia    TEXT NOT NULL,                     -- sealed with the access key, which lies outside the database
    sejak      TEXT,                              -- when a code confirmed it; NULL: not yet, it does not count
    langkah    @BIG@ NOT NULL DEFAULT 0,          -- last time step whose code was taken: none is taken twice
    gagal      @BIG@ NOT NULL DEFAULT 0,          -- wrong codes in a row
    gagal_pada TEXT
) @STRICT_KEY@;

CREATE TABLE kode_pemulihan (  -- recovery codes, each good for one login
    akun_id @BIG@ NOT NULL REFERENCES akun,
    hash    TEXT NOT NULL CHECK (length(hash) = 64),
    dipakai TEXT,
    PRIMARY KEY (akun_id, hash)
) @STRICT_KEY@;

CREATE TABLE dibaca (          -- who read what of a person: one row for reader, object and hour
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai, -- whom it is about
    jam        TEXT NOT NULL CHECK (length(jam) = 13), -- 2026-11-24T02, UTC
    akun_id    @BIG@ NOT NULL REFERENCES akun,
    objek      TEXT NOT NULL CHECK (objek IN ('skp', 'realisasi', 'evaluasi', 'bukti')),
    objek_id   @BIG@ NOT NULL,
    token_id   @BIG@ NOT NULL DEFAULT 0,          -- the machine token that was used, 0 none
    peran      TEXT NOT NULL,                     -- by which role and …
    relasi     TEXT NOT NULL,                     -- … relation the reader was allowed to
    PRIMARY KEY (pegawai_id, jam, akun_id, objek, objek_id, token_id)
) @STRICT_KEY@;
