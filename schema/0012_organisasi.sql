-- Judging of the unit: its achievement as a machine, the unit in which the pattern of predikat is counted, the
-- review of ratings by the tim pengelola kinerja, and calibration sessions.

ALTER TABLE capaian_organisasi RENAME TO capaian_organisasi_lama;
CREATE TABLE capaian_organisasi (  -- one a unit and period; predikat NULL: not fixed
    id               @ID@,
    unit_id          @BIG@ NOT NULL REFERENCES unit,
    periode_id       @BIG@ NOT NULL REFERENCES periode,
    status           TEXT NOT NULL DEFAULT 'capaian_ditetapkan'
                     CHECK (status IN ('belum', 'capaian_diusulkan', 'dikembalikan', 'capaian_ditetapkan', 'pola_disetel',
                                       'predikat_ditetapkan')),
    predikat         TEXT CHECK (predikat IN ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    capaian_pk       TEXT CHECK (capaian_pk IN ('di_atas', 'sesuai', 'di_bawah')),  -- annual: perjanjian kinerja
    ekspektasi       TEXT CHECK (ekspektasi IN ('di_atas', 'sesuai', 'di_bawah')),  -- annual: the leader's expectations
    alasan           TEXT NOT NULL DEFAULT '',   -- of whoever fixed it
    akun_id          @BIG@ REFERENCES akun,      -- who fixed it; NULL: the command line
    waktu            TEXT,                       -- when
    usul_predikat    TEXT CHECK (usul_predikat IN ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    usul_pk          TEXT CHECK (usul_pk IN ('di_atas', 'sesuai', 'di_bawah')),
    usul_ekspektasi  TEXT CHECK (usul_ekspektasi IN ('di_atas', 'sesuai', 'di_bawah')),
    usul_alasan      TEXT NOT NULL DEFAULT '',
    usul_rekomendasi TEXT NOT NULL DEFAULT '[]', -- [{"dari","isi"}] of planning, personnel and supervision units
    usul_akun_id     @BIG@ REFERENCES akun,
    usul_waktu       TEXT,
    catatan          TEXT NOT NULL DEFAULT '',   -- why it was sent back or reopened
    versi            @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (unit_id, periode_id)
) @STRICT@;
INSERT INTO capaian_organisasi (unit_id, periode_id, predikat, akun_id, waktu, versi)
    SELECT unit_id, periode_id, predikat, akun_id, waktu, versi FROM capaian_organisasi_lama;
DROP TABLE capaian_organisasi_lama;
CREATE INDEX capaian_organisasi_periode ON capaian_organisasi (periode_id, status);

CREATE TABLE capaian_pola (        -- what was seen when the pattern was set and the predikat were fixed; append-only
    id           @ID@,
    capaian_id   @BIG@ NOT NULL REFERENCES capaian_organisasi,
    peristiwa    TEXT NOT NULL CHECK (peristiwa IN ('setel_pola', 'tetapkan_predikat')),
    hitung_id    @BIG@ NOT NULL REFERENCES unit,  -- the unit in which it was counted
    belum        @BIG@ NOT NULL,                  -- not rated yet
    memenuhi     @BIG@ CHECK (memenuhi IN (0, 1)), -- NULL: the scheme has no pattern, or nothing to hold it against
    release_id   @BIG@ REFERENCES release,
    setelan_hash TEXT REFERENCES setelan,
    masukan_hash TEXT NOT NULL CHECK (length(masukan_hash) = 64),
    masukan      TEXT NOT NULL,                   -- canonical JSON {"jumlah","organisasi"}
    nilai        TEXT,                            -- the plugin's answer
    alasan       TEXT NOT NULL DEFAULT '',        -- why it was fixed all the same
    akun_id      @BIG@ REFERENCES akun,
    waktu        TEXT NOT NULL
) @STRICT@;
CREATE INDEX capaian_pola_capaian ON capaian_pola (capaian_id, id);

CREATE TABLE unit_hitung (         -- the unit, or the ancestor, in which the pattern is counted; dated
    unit_id   @BIG@ NOT NULL REFERENCES unit,
    hitung_id @BIG@ NOT NULL REFERENCES unit,
    mulai     TEXT NOT NULL CHECK (length(mulai) = 10),
    dasar     TEXT NOT NULL,
    PRIMARY KEY (unit_id, mulai)
) @STRICT_KEY@;

-- The head's result rating is the unit's achievement: the call that said which.
ALTER TABLE evaluasi ADD COLUMN kepala_hasil_id @BIG@ REFERENCES hasil;

CREATE TABLE pemeriksaan (         -- review by the tim pengelola kinerja: one an evaluation
    id             @ID@,
    evaluasi_id    @BIG@ NOT NULL UNIQUE REFERENCES evaluasi,
    status         TEXT NOT NULL DEFAULT 'belum' CHECK (status IN ('belum', 'ditanyakan', 'dijawab', 'diperiksa')),
    catatan        TEXT NOT NULL DEFAULT '',
    jawaban        TEXT NOT NULL DEFAULT '',
    predikat_hasil_id @BIG@ REFERENCES hasil,     -- what was looked at: another rating makes the mark stale
    akun_id        @BIG@ REFERENCES akun,
    waktu          TEXT,
    versi          @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX pemeriksaan_status ON pemeriksaan (status, id);

CREATE TABLE kalibrasi (           -- a session about the ratings of one counting unit in one period
    id         @ID@,
    unit_id    @BIG@ NOT NULL REFERENCES unit,
    periode_id @BIG@ NOT NULL REFERENCES periode,
    status     TEXT NOT NULL CHECK (status IN ('dijadwalkan', 'dibuka', 'ditutup', 'batal')),
    tanggal    TEXT NOT NULL CHECK (length(tanggal) = 10),
    tempat     TEXT NOT NULL DEFAULT '',
    agenda     TEXT NOT NULL DEFAULT '',
    risalah    TEXT NOT NULL DEFAULT '',          -- minutes, when it is closed
    hash       TEXT,                              -- of the closed minutes
    dibuka     TEXT,
    ditutup    TEXT,
    akun_id    @BIG@ REFERENCES akun,             -- who called it
    versi      @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX kalibrasi_unit ON kalibrasi (unit_id, periode_id);

CREATE TABLE kalibrasi_peserta (
    kalibrasi_id @BIG@ NOT NULL REFERENCES kalibrasi,
    pegawai_id   @BIG@ NOT NULL REFERENCES pegawai,
    sebagai      TEXT NOT NULL CHECK (sebagai IN ('pimpinan', 'penilai')),
    PRIMARY KEY (kalibrasi_id, pegawai_id)
) @STRICT_KEY@;
CREATE INDEX kalibrasi_peserta_pegawai ON kalibrasi_peserta (pegawai_id);

CREATE TABLE kalibrasi_usul (      -- another rating for one person; the evaluator decides, for the rating stays his
    id                @ID@,
    kalibrasi_id      @BIG@ NOT NULL REFERENCES kalibrasi,
    evaluasi_id       @BIG@ NOT NULL REFERENCES evaluasi,
    status            TEXT NOT NULL CHECK (status IN ('diusulkan', 'diterima', 'dipertahankan', 'dicabut')),
    alasan            TEXT NOT NULL,
    akun_id           @BIG@ REFERENCES akun,      -- who proposed it
    semula_hasil      TEXT NOT NULL,
    semula_perilaku   TEXT NOT NULL,
    semula_predikat   TEXT NOT NULL,
    menjadi_hasil     TEXT NOT NULL CHECK (menjadi_hasil IN ('di_atas', 'sesuai', 'di_bawah')),
    menjadi_perilaku  TEXT NOT NULL CHECK (menjadi_perilaku IN ('di_atas', 'sesuai', 'di_bawah')),
    menjadi_predikat  TEXT,                       -- once it was accepted
    kata_pimpinan     TEXT NOT NULL DEFAULT '',
    tanggapan         TEXT NOT NULL DEFAULT '',   -- the evaluator's word
    penilai_id        @BIG@ REFERENCES pegawai,   -- who decided
    dibuat            TEXT NOT NULL,
    diputus           TEXT,
    versi             @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX kalibrasi_usul_kalibrasi ON kalibrasi_usul (kalibrasi_id, id);
CREATE INDEX kalibrasi_usul_evaluasi ON kalibrasi_usul (evaluasi_id);
