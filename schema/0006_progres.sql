-- Working calendars, rosters and absence; rencana aksi, progres harian, and values of indicators that a data
-- officer enters once. Hours are text "07:30"; `pulang` not later than `masuk` ends on the next day.

CREATE TABLE kalender (        -- working hours of a unit and those below it; the nearest ancestor's hold
    id         @ID@,
    unit_id    @BIG@ NOT NULL REFERENCES unit,
    jenis      TEXT NOT NULL CHECK (jenis IN ('biasa', 'khusus')),  -- khusus: other hours for a while (Ramadan)
    hari_kerja @BIG@ NOT NULL CHECK (hari_kerja IN (5, 6)),         -- khusus: for units that work so many days
    nama       TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 200),
    mulai      TEXT NOT NULL,
    selesai    TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    dasar      TEXT NOT NULL DEFAULT '',
    versi      @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (unit_id, jenis, hari_kerja, mulai),
    CHECK (jenis = 'biasa' OR selesai IS NOT NULL)
) @STRICT@;

CREATE TABLE kalender_jam (    -- a weekday without a row is free
    kalender_id @BIG@ NOT NULL REFERENCES kalender,
    hari        @BIG@ NOT NULL CHECK (hari BETWEEN 1 AND 7),        -- 1: Monday
    masuk       TEXT NOT NULL CHECK (length(masuk) = 5),
    pulang      TEXT NOT NULL CHECK (length(pulang) = 5),
    istirahat   @BIG@ NOT NULL DEFAULT 0 CHECK (istirahat BETWEEN 0 AND 480),  -- minutes
    PRIMARY KEY (kalender_id, hari)
) @STRICT_KEY@;

CREATE TABLE hari_libur (      -- of a unit and those below it; the nearest row of a day holds
    unit_id @BIG@ NOT NULL REFERENCES unit,
    tanggal TEXT NOT NULL,
    jenis   TEXT NOT NULL CHECK (jenis IN ('nasional', 'cuti_bersama', 'daerah', 'masuk')),  -- masuk: no holiday here
    nama    TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 200),
    dasar   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (unit_id, tanggal)
) @STRICT_KEY@;

CREATE TABLE roster (          -- who has a row in a month works by the roster alone in that month
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    tanggal    TEXT NOT NULL,                     -- the day on which the shift begins
    kode       TEXT NOT NULL CHECK (length(kode) BETWEEN 1 AND 20),
    masuk      TEXT CHECK (length(masuk) = 5),    -- NULL: off duty
    pulang     TEXT CHECK (length(pulang) = 5),
    istirahat  @BIG@ NOT NULL DEFAULT 0 CHECK (istirahat BETWEEN 0 AND 480),
    PRIMARY KEY (pegawai_id, tanggal, kode),
    CHECK ((masuk IS NULL) = (pulang IS NULL))
) @STRICT_KEY@;

CREATE TABLE jenis_ketidakhadiran (  -- kinds of absence that excuse a day, and what the day is called then
    kode  TEXT PRIMARY KEY,
    nama  TEXT NOT NULL,
    hari  TEXT NOT NULL CHECK (hari IN ('cuti', 'sakit', 'dinas_luar', 'tugas_belajar')),
    dasar TEXT NOT NULL
) @STRICT_KEY@;
INSERT INTO jenis_ketidakhadiran (kode, nama, hari, dasar) VALUES
    ('cuti_tahunan', 'Cuti tahunan', 'cuti', 'PP 11/2017'),
    ('cuti_besar', 'Cuti besar', 'cuti', 'PP 11/2017'),
    ('cuti_sakit', 'Cuti sakit', 'sakit', 'PP 11/2017'),
    ('cuti_melahirkan', 'Cuti melahirkan', 'cuti', 'PP 11/2017'),
    ('cuti_alasan_penting', 'Cuti karena alasan penting', 'cuti', 'PP 11/2017'),
    ('cltn', 'Cuti di luar tanggungan negara', 'cuti', 'PP 11/2017'),
    ('sakit', 'Sakit dengan surat keterangan', 'sakit', 'PP 94/2021'),
    ('izin', 'Izin yang sah', 'cuti', 'PP 94/2021'),
    ('dinas_luar', 'Dinas luar', 'dinas_luar', 'Surat tugas'),
    ('tugas_belajar', 'Tugas belajar', 'tugas_belajar', 'Keputusan tugas belajar');

CREATE TABLE ketidakhadiran (
    id         @ID@,
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    jenis      TEXT NOT NULL REFERENCES jenis_ketidakhadiran,
    mulai      TEXT NOT NULL,
    selesai    TEXT NOT NULL CHECK (selesai >= mulai),
    dasar      TEXT NOT NULL DEFAULT '',          -- number of the letter
    waktu      TEXT NOT NULL
) @STRICT@;
CREATE INDEX ketidakhadiran_pegawai ON ketidakhadiran (pegawai_id, mulai);

-- Work by the day ------------------------------------------------------------------------------------

CREATE TABLE aturan_progres (  -- of a unit and those below it; the nearest ancestor's holds, none: no limits
    unit_id    @BIG@ NOT NULL REFERENCES unit,
    mulai      TEXT NOT NULL,
    batas_hari @BIG@ CHECK (batas_hari BETWEEN 0 AND 366),  -- days after the end of duty; later is late
    tutup_hari @BIG@ CHECK (tutup_hari BETWEEN 0 AND 366),  -- later is refused
    dasar      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (unit_id, mulai),
    CHECK (batas_hari IS NULL OR tutup_hari IS NULL OR tutup_hari >= batas_hari)
) @STRICT_KEY@;

CREATE TABLE rencana_aksi (    -- of one plan in one period
    id         @ID@,
    skp_id     @BIG@ NOT NULL REFERENCES skp,
    periode_id @BIG@ NOT NULL REFERENCES periode,
    versi      @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (skp_id, periode_id)
) @STRICT@;

CREATE TABLE rencana_aksi_butir (
    id              @ID@,
    rencana_aksi_id @BIG@ NOT NULL REFERENCES rencana_aksi,
    no              @BIG@ NOT NULL,
    rhk_id          @BIG@ NOT NULL REFERENCES rhk,
    teks            TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    target          TEXT NOT NULL DEFAULT '',
    mulai           TEXT,
    selesai         TEXT CHECK (selesai IS NULL OR mulai IS NULL OR selesai >= mulai),
    UNIQUE (rencana_aksi_id, no)
) @STRICT@;
CREATE INDEX rencana_aksi_butir_rhk ON rencana_aksi_butir (rhk_id);

CREATE TABLE progres (         -- one activity of one person on one day
    id           @ID@,
    pegawai_id   @BIG@ NOT NULL REFERENCES pegawai,
    skp_id       @BIG@ NOT NULL REFERENCES skp,   -- whose evaluator decides
    tanggal      TEXT NOT NULL,                   -- of a shift: the day on which it begins
    status       TEXT NOT NULL DEFAULT 'draf' CHECK (status IN ('draf', 'diajukan', 'dikembalikan', 'disetujui')),
    rhk_id       @BIG@ REFERENCES rhk,            -- NULL: tambahan
    butir_id     @BIG@ REFERENCES rencana_aksi_butir,
    uraian       TEXT NOT NULL CHECK (length(uraian) BETWEEN 1 AND 2000),
    hasil        TEXT NOT NULL DEFAULT '',
    volume       @REAL@ CHECK (volume IS NULL OR volume >= 0),
    satuan       TEXT NOT NULL DEFAULT '',
    menit        @BIG@ CHECK (menit BETWEEN 0 AND 2880),
    shift        @BIG@ NOT NULL DEFAULT 0 CHECK (shift IN (0, 1)),  -- one entry for the whole shift
    indikator_id @BIG@ REFERENCES indikator,
    isian        TEXT,                            -- canonical JSON of inputs, of a plugin's indicator
    nilai        @REAL@,                          -- of a free indicator
    catatan      TEXT NOT NULL DEFAULT '',        -- the superior's last note
    diajukan     TEXT,                            -- the server's time
    hash         TEXT,                            -- of what was submitted: the receipt
    hari_lewat   @BIG@ NOT NULL DEFAULT 0,        -- days beyond the limit when it was submitted
    diputus      TEXT,
    penilai_id   @BIG@ REFERENCES pegawai,        -- who decided
    versi        @BIG@ NOT NULL DEFAULT 1,
    CHECK (isian IS NULL OR indikator_id IS NOT NULL),
    CHECK (nilai IS NULL OR indikator_id IS NOT NULL)
) @STRICT@;
CREATE INDEX progres_pegawai ON progres (pegawai_id, tanggal);
CREATE INDEX progres_skp ON progres (skp_id, tanggal);
CREATE INDEX progres_butir ON progres (butir_id);
CREATE INDEX progres_rhk ON progres (rhk_id);
CREATE INDEX progres_indikator ON progres (indikator_id, tanggal);

CREATE TABLE progres_bukti (   -- evidence of one entry; the bytes lie beside those of bukti
    id         @ID@,
    progres_id @BIG@ NOT NULL REFERENCES progres,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    nama       TEXT NOT NULL,
    tipe       TEXT NOT NULL,
    ukuran     @BIG@ NOT NULL,
    diunggah   TEXT NOT NULL,
    akun_id    @BIG@ REFERENCES akun
) @STRICT@;
CREATE INDEX progres_bukti_progres ON progres_bukti (progres_id);
CREATE INDEX progres_bukti_sha256 ON progres_bukti (sha256);

CREATE TABLE progres_favorit ( -- a template of the person's own
    id           @ID@,
    pegawai_id   @BIG@ NOT NULL REFERENCES pegawai,
    nama         TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 100),
    isi          TEXT NOT NULL,                   -- canonical JSON: the fields of an entry
    UNIQUE (pegawai_id, nama)
) @STRICT@;

-- Where a number of a realisation comes from ---------------------------------------------------------

ALTER TABLE realisasi_nilai ADD COLUMN asal TEXT NOT NULL DEFAULT 'isian'
    CHECK (asal IN ('isian', 'progres', 'koreksi', 'sumber_data'));
ALTER TABLE realisasi_nilai ADD COLUMN alasan TEXT NOT NULL DEFAULT '';  -- why it differs from the daily entries

CREATE TABLE petugas_data (    -- who enters values of indicators for a unit and those below it, dated
    id            @ID@,
    pegawai_id    @BIG@ NOT NULL REFERENCES pegawai,
    unit_id       @BIG@ NOT NULL REFERENCES unit,
    plugin        TEXT NOT NULL,
    kode          TEXT,                           -- NULL: every indicator of the package
    mulai         TEXT NOT NULL,
    selesai       TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    dasar         TEXT NOT NULL DEFAULT '',
    versi         @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX petugas_data_pegawai ON petugas_data (pegawai_id);

CREATE TABLE data_indikator (  -- one value of an indicator for a unit or a person in a period
    id         @ID@,
    periode_id @BIG@ NOT NULL REFERENCES periode,
    plugin     TEXT NOT NULL,
    kode       TEXT NOT NULL,
    unit_id    @BIG@ REFERENCES unit,
    pegawai_id @BIG@ REFERENCES pegawai,
    isian      TEXT NOT NULL,
    nilai      @REAL@ NOT NULL,
    release_id @BIG@ NOT NULL REFERENCES release,
    sumber     TEXT NOT NULL CHECK (length(sumber) BETWEEN 1 AND 400),
    akun_id    @BIG@ REFERENCES akun,             -- NULL: the command line
    waktu      TEXT NOT NULL,
    versi      @BIG@ NOT NULL DEFAULT 1,
    CHECK ((unit_id IS NULL) <> (pegawai_id IS NULL))
) @STRICT@;
CREATE UNIQUE INDEX data_indikator_unit ON data_indikator (unit_id, periode_id, plugin, kode);
CREATE UNIQUE INDEX data_indikator_pegawai ON data_indikator (pegawai_id, periode_id, plugin, kode);
