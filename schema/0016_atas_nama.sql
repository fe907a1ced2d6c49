-- Atas nama: dated authorisations to draft for somebody else, and the prepared steps that wait for that person.

CREATE TABLE kuasa (
    id            @ID@,
    pegawai_id    @BIG@ NOT NULL REFERENCES pegawai,  -- for whom: it takes effect only with his word
    penerima_id   @BIG@ NOT NULL REFERENCES pegawai,  -- who may draft
    mulai         TEXT NOT NULL CHECK (length(mulai) = 10),
    selesai       TEXT NOT NULL CHECK (selesai >= mulai),
    nomor         TEXT NOT NULL CHECK (length(nomor) BETWEEN 1 AND 100), -- of the letter
    tanggal       TEXT NOT NULL CHECK (length(tanggal) = 10),
    akun_id       @BIG@ REFERENCES akun,              -- who entered it; NULL: the command line
    dibuat        TEXT NOT NULL,
    dicabut       TEXT,                               -- moment; NULL: not revoked
    alasan        TEXT NOT NULL DEFAULT '',           -- of the revocation
    versi         @BIG@ NOT NULL DEFAULT 1,
    CHECK (pegawai_id <> penerima_id)
) @STRICT@;
CREATE INDEX kuasa_pegawai ON kuasa (pegawai_id);
CREATE INDEX kuasa_penerima ON kuasa (penerima_id);

CREATE TABLE kuasa_jenis (     -- what the letter covers
    kuasa_id @BIG@ NOT NULL REFERENCES kuasa,
    jenis    TEXT NOT NULL CHECK (jenis IN ('skp', 'realisasi', 'capaian_organisasi', 'putusan_skp', 'putusan_realisasi',
                                            'evaluasi')),
    PRIMARY KEY (kuasa_id, jenis)
) @STRICT_KEY@;

CREATE TABLE naskah (          -- a step as the ordinary address takes it, prepared and not yet done
    id               @ID@,
    kuasa_id         @BIG@ NOT NULL REFERENCES kuasa,
    pegawai_id       @BIG@ NOT NULL REFERENCES pegawai,
    penyiap_id       @BIG@ NOT NULL REFERENCES pegawai,
    jenis            TEXT NOT NULL,                   -- skp.simpan, evaluasi.nilai, …: the table in naskah_jenis.c
    skp_id           @BIG@ REFERENCES skp,
    periode_id       @BIG@ REFERENCES periode,
    unit_id          @BIG@ REFERENCES unit,
    evaluasi_id      @BIG@ REFERENCES evaluasi,
    objek_pegawai_id @BIG@ REFERENCES pegawai,        -- whom the object is about; NULL: a unit
    objek_versi      @BIG@ NOT NULL,                  -- of the object when this was made; 0: it was not there
    isi              TEXT NOT NULL,                   -- canonical JSON of the body
    hash             TEXT NOT NULL CHECK (length(hash) = 64), -- over kind, object, version, person and body
    sebelum          TEXT NOT NULL,                   -- the object as it was, and …
    sesudah          TEXT NOT NULL,                   -- … as the step leaves it
    status           TEXT NOT NULL CHECK (status IN ('disiapkan', 'dikonfirmasi', 'dikembalikan', 'ditolak', 'ditarik',
                                                     'kedaluwarsa', 'lembar_diunggah', 'diperiksa')),
    disiapkan        TEXT NOT NULL,
    batas            TEXT NOT NULL,                   -- last day on which it may take effect
    catatan          TEXT NOT NULL DEFAULT '',        -- of whoever returned or refused it
    lembar_nomor     TEXT NOT NULL DEFAULT '',
    lembar_tanggal   TEXT,
    lembar_sha256    TEXT,
    lembar_nama      TEXT,
    lembar_tipe      TEXT,
    lembar_ukuran    @BIG@,
    pemeriksa_id     @BIG@ REFERENCES akun,           -- the second officer
    diputus          TEXT,                            -- when it took effect
    versi            @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX naskah_pegawai ON naskah (pegawai_id, status);
CREATE INDEX naskah_penyiap ON naskah (penyiap_id, status);
CREATE INDEX naskah_status ON naskah (status, batas);
CREATE INDEX naskah_kuasa ON naskah (kuasa_id);
CREATE INDEX naskah_lembar ON naskah (lembar_sha256);

INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('kuasa.hari', '2019-04-26', 366, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('naskah.hari', '2019-04-26', 30, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I');
