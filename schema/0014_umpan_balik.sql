-- Continuous feedback on results and behaviour, requests for it, and sessions of guidance and counselling.

INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('umpan_balik.koreksi_jam', '2022-01-01', 24, 'jam', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('umpan_balik.mundur_hari', '2022-01-01', 31, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('umpan_balik.setelah_hari', '2022-01-01', 31, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('umpan_balik.maks_hari', '2022-01-01', 30, 'per hari', 'Batas kewajaran; ditetapkan instansi', 'I'),
    ('umpan_balik.maks_orang_hari', '2022-01-01', 5, 'per hari', 'Batas kewajaran; ditetapkan instansi', 'I'),
    ('umpan_balik.permintaan_maks', '2022-01-01', 20, 'terbuka', 'Batas kewajaran; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.pimpinan.pemilik', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama. PermenPANRB 6/2022: umpan balik pimpinan disebut sebagai Pimpinan', 'I'),
    ('umpan_balik.sebut.pimpinan.penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.pimpinan.atasan_penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.pimpinan.pengelola', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.ketua_tim.pemilik', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.ketua_tim.penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.ketua_tim.atasan_penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.ketua_tim.pengelola', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.rekan.pemilik', '2022-01-01', 1, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.rekan.penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.rekan.atasan_penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.rekan.pengelola', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.bawahan.pemilik', '2022-01-01', 1, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.bawahan.penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.bawahan.atasan_penilai', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('umpan_balik.sebut.bawahan.pengelola', '2022-01-01', 2, 'cara sebut', '0 tidak tampil, 1 peran saja, 2 dengan nama; ditetapkan instansi', 'I'),
    ('bimbingan.jawaban_penilai', '2022-01-01', 0, 'ya atau tidak', 'PermenPANRB 6/2022 formulir B.1.8: diserahkan kepada atasan pimpinan; 1 bila pimpinan juga boleh membacanya', 'I'),
    ('dibaca.simpan_hari', '2022-01-01', 1825, 'hari', 'Masa simpan catatan pembacaan; belum ada batas dalam peraturan, ditetapkan instansi', 'I');

CREATE TABLE minta_umpan_balik (  -- somebody is asked to say something about a person's work
    id         @ID@,
    skp_id     @BIG@ NOT NULL REFERENCES skp,
    oleh_id    @BIG@ REFERENCES pegawai,          -- the person or the evaluator; NULL: the system asks who leaves
    kepada_id  @BIG@ NOT NULL REFERENCES pegawai,
    sebagai    TEXT NOT NULL CHECK (sebagai IN ('pimpinan', 'ketua_tim', 'rekan')),
    rhk_id     @BIG@ REFERENCES rhk,
    nilai      @BIG@ CHECK (nilai BETWEEN 1 AND 7),
    pesan      TEXT NOT NULL DEFAULT '' CHECK (length(pesan) <= 1000),
    dibuat     TEXT NOT NULL,
    status     TEXT NOT NULL DEFAULT 'diminta' CHECK (status IN ('diminta', 'dipenuhi', 'ditolak', 'dibatalkan')),
    alasan     TEXT NOT NULL DEFAULT '',          -- why it was declined
    versi      @BIG@ NOT NULL DEFAULT 1,
    CHECK (rhk_id IS NULL OR nilai IS NULL)
) @STRICT@;
CREATE INDEX minta_umpan_balik_skp ON minta_umpan_balik (skp_id);
CREATE INDEX minta_umpan_balik_kepada ON minta_umpan_balik (kepada_id, status);
CREATE INDEX minta_umpan_balik_oleh ON minta_umpan_balik (oleh_id);

CREATE TABLE umpan_balik (
    id            @ID@,
    skp_id        @BIG@ NOT NULL REFERENCES skp,
    rhk_id        @BIG@ REFERENCES rhk,
    nilai         @BIG@ CHECK (nilai BETWEEN 1 AND 7),
    sifat         TEXT NOT NULL CHECK (sifat IN ('positif', 'perbaikan')),
    teks          TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    tanggal       TEXT NOT NULL CHECK (length(tanggal) = 10),  -- the day that it is about
    diberikan     TEXT NOT NULL CHECK (length(diberikan) = 10),-- the day whose rules hold for it
    dibuat        TEXT NOT NULL,                  -- moment
    oleh_id       @BIG@ NOT NULL REFERENCES pegawai,
    peran         TEXT NOT NULL CHECK (peran IN ('pimpinan', 'ketua_tim', 'rekan', 'bawahan')),
    progres_id    @BIG@ REFERENCES progres,
    bukti_id      @BIG@,                          -- no reference: its row may be removed while the plan is open
    permintaan_id @BIG@ REFERENCES minta_umpan_balik,
    batas_koreksi TEXT NOT NULL,                  -- moment, fixed when it was given
    balasan       TEXT NOT NULL DEFAULT '' CHECK (length(balasan) <= 2000),
    dibalas       TEXT,
    status        TEXT NOT NULL DEFAULT 'tercatat' CHECK (status IN ('tercatat', 'ditarik')),
    versi         @BIG@ NOT NULL DEFAULT 1,
    CHECK ((rhk_id IS NULL) <> (nilai IS NULL))
) @STRICT@;
CREATE INDEX umpan_balik_skp ON umpan_balik (skp_id, tanggal);
CREATE INDEX umpan_balik_oleh ON umpan_balik (oleh_id, diberikan);
CREATE INDEX umpan_balik_rhk ON umpan_balik (rhk_id);
CREATE INDEX umpan_balik_progres ON umpan_balik (progres_id);

CREATE TABLE umpan_balik_lama (  -- what a correction replaced
    umpan_balik_id @BIG@ NOT NULL REFERENCES umpan_balik,
    n              @BIG@ NOT NULL,
    waktu          TEXT NOT NULL,
    teks           TEXT NOT NULL,
    PRIMARY KEY (umpan_balik_id, n)
) @STRICT_KEY@;

-- Guidance and counselling ---------------------------------------------------------------------------

CREATE TABLE bimbingan (       -- evaluator and his superior are those of the day of the session
    id           @ID@,
    skp_id       @BIG@ NOT NULL REFERENCES skp,
    jenis        TEXT NOT NULL CHECK (jenis IN ('bimbingan', 'konseling')),
    tanggal      TEXT NOT NULL CHECK (length(tanggal) = 10),
    topik        TEXT NOT NULL CHECK (length(topik) BETWEEN 1 AND 500),
    langkah      TEXT NOT NULL DEFAULT '' CHECK (length(langkah) <= 4000),  -- what both agreed to do
    berikutnya   TEXT CHECK (berikutnya IS NULL OR berikutnya >= tanggal),
    pegawai_id   @BIG@ NOT NULL REFERENCES pegawai,
    penilai_id   @BIG@ NOT NULL REFERENCES pegawai,
    atasan_id    @BIG@ REFERENCES pegawai,
    unit_id      @BIG@ NOT NULL REFERENCES unit,
    status       TEXT NOT NULL DEFAULT 'dijadwalkan'
                 CHECK (status IN ('dijadwalkan', 'dilaksanakan', 'dijawab', 'diterima', 'dibatalkan')),
    dijawab      TEXT,                            -- moment of the signature on the answers
    dokumen      TEXT,                            -- hash of what was signed
    versi        @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX bimbingan_skp ON bimbingan (skp_id, tanggal);
CREATE INDEX bimbingan_unit ON bimbingan (unit_id, tanggal);

CREATE TABLE pernyataan_bimbingan (  -- the statements of form B.1.8; a session is answered by those of its day
    mulai     TEXT NOT NULL,
    no        @BIG@ NOT NULL CHECK (no BETWEEN 1 AND 20),
    teks      TEXT NOT NULL,
    sumber    TEXT NOT NULL,
    keyakinan TEXT NOT NULL CHECK (keyakinan IN ('C', 'M', 'R', 'I')),
    PRIMARY KEY (mulai, no)
) @STRICT_KEY@;
INSERT INTO pernyataan_bimbingan (mulai, no, teks, sumber, keyakinan) VALUES
    ('2022-01-01', 1, 'Pimpinan menjelaskan dengan terang apa yang diharapkan dari pekerjaan saya.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 2, 'Pimpinan menyediakan waktu yang cukup untuk bimbingan.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 3, 'Pimpinan mendengarkan kesulitan yang saya sampaikan.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 4, 'Umpan balik yang saya terima berdasarkan fakta dan bukti.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 5, 'Bimbingan membantu saya menemukan cara kerja yang lebih baik.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 6, 'Pimpinan dan saya menyepakati langkah yang jelas beserta waktunya.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 7, 'Pimpinan mengusahakan sumber daya yang saya perlukan.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 8, 'Pimpinan memperlakukan saya dengan hormat dan adil.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I'),
    ('2022-01-01', 9, 'Kesepakatan bimbingan sebelumnya ditindaklanjuti.', 'Susunan Tenayan; bunyi formulir B.1.8 belum diperiksa', 'I');

CREATE TABLE jawaban_bimbingan (
    bimbingan_id @BIG@ NOT NULL REFERENCES bimbingan,
    no           @BIG@ NOT NULL,
    mulai        TEXT NOT NULL,                   -- of the statement that was answered
    nilai        @BIG@ NOT NULL CHECK (nilai BETWEEN 1 AND 5),
    catatan      TEXT NOT NULL DEFAULT '' CHECK (length(catatan) <= 1000),
    PRIMARY KEY (bimbingan_id, no),
    FOREIGN KEY (mulai, no) REFERENCES pernyataan_bimbingan
) @STRICT_KEY@;

CREATE TABLE evaluasi_kompetensi (  -- form B.1.9; a later one stands beside the earlier
    id         @ID@,
    skp_id     @BIG@ NOT NULL REFERENCES skp,
    tanggal    TEXT NOT NULL CHECK (length(tanggal) = 10),
    oleh_id    @BIG@ NOT NULL REFERENCES pegawai,
    dibuat     TEXT NOT NULL
) @STRICT@;
CREATE INDEX evaluasi_kompetensi_skp ON evaluasi_kompetensi (skp_id);

CREATE TABLE evaluasi_kompetensi_butir (
    evaluasi_kompetensi_id @BIG@ NOT NULL REFERENCES evaluasi_kompetensi,
    no         @BIG@ NOT NULL,
    kompetensi TEXT NOT NULL CHECK (length(kompetensi) BETWEEN 1 AND 200),
    nilai      @BIG@ NOT NULL CHECK (nilai BETWEEN 1 AND 5),
    alasan     TEXT NOT NULL CHECK (length(alasan) BETWEEN 1 AND 1000),
    saran      TEXT NOT NULL DEFAULT '' CHECK (length(saran) <= 1000),  -- how it may be developed
    PRIMARY KEY (evaluasi_kompetensi_id, no)
) @STRICT_KEY@;

-- The log of reads covers them too; which kinds there are is the program's table.
CREATE TABLE dibaca_baru (
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    jam        TEXT NOT NULL CHECK (length(jam) = 13),
    akun_id    @BIG@ NOT NULL REFERENCES akun,
    objek      TEXT NOT NULL CHECK (length(objek) BETWEEN 1 AND 15),
    objek_id   @BIG@ NOT NULL,
    token_id   @BIG@ NOT NULL DEFAULT 0,
    peran      TEXT NOT NULL,
    relasi     TEXT NOT NULL,
    PRIMARY KEY (pegawai_id, jam, akun_id, objek, objek_id, token_id)
) @STRICT_KEY@;
INSERT INTO dibaca_baru (pegawai_id, jam, akun_id, objek, objek_id, token_id, peran, relasi)
    SELECT pegawai_id, jam, akun_id, objek, objek_id, token_id, peran, relasi FROM dibaca;
DROP TABLE dibaca;
ALTER TABLE dibaca_baru RENAME TO dibaca;
CREATE INDEX dibaca_jam ON dibaca (jam);
