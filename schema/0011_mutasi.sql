-- The irregular cases of the year: personnel events with what they change, segments from elsewhere, kinds of
-- period, the policy for segments, dated superiors, reorganisation.

-- Superior posts: jabatan.atasan_id holds from the beginning; the latest row here not after a day replaces it.
DROP INDEX jabatan_atasan;
CREATE INDEX jabatan_atasan_awal ON jabatan (atasan_id);
CREATE TABLE jabatan_atasan (
    jabatan_id @BIG@ NOT NULL REFERENCES jabatan,
    mulai      TEXT NOT NULL CHECK (length(mulai) = 10),
    atasan_id  @BIG@ REFERENCES jabatan,         -- NULL: from that day on there is none above
    PRIMARY KEY (jabatan_id, mulai),
    CHECK (atasan_id IS NULL OR atasan_id <> jabatan_id)
) @STRICT_KEY@;
CREATE INDEX jabatan_atasan_atasan ON jabatan_atasan (atasan_id);

ALTER TABLE unit ADD COLUMN berakhir TEXT;       -- last day of the unit, NULL: it goes on
ALTER TABLE akun ADD COLUMN baca_sampai TEXT;    -- who has left may read what is his own until this day

CREATE TABLE pegawai_status (  -- employment status from a day on, where it has changed; else pegawai.status
    id         @ID@,
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    mulai      TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('pns', 'cpns', 'pppk', 'pppk_paruh_waktu')),
    UNIQUE (pegawai_id, mulai)
) @STRICT@;

-- Absence: does the day count as worked, and does a long one take months from a target?
ALTER TABLE jenis_ketidakhadiran ADD COLUMN bekerja @BIG@ NOT NULL DEFAULT 0 CHECK (bekerja IN (0, 1));
ALTER TABLE jenis_ketidakhadiran ADD COLUMN panjang @BIG@ NOT NULL DEFAULT 0 CHECK (panjang IN (0, 1));
INSERT INTO jenis_ketidakhadiran (kode, nama, hari, dasar) VALUES
    ('diperbantukan', 'Diperbantukan pada instansi lain', 'dinas_luar', 'Keputusan penugasan');
UPDATE jenis_ketidakhadiran SET bekerja = 1 WHERE kode IN ('dinas_luar', 'tugas_belajar', 'diperbantukan');
UPDATE jenis_ketidakhadiran SET panjang = 1 WHERE kode IN ('cuti_besar', 'cuti_sakit', 'cuti_melahirkan', 'cltn');

INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('akun.mantan_hari', '2019-04-26', 90, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('cuti.panjang_hari', '2019-04-26', 28, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I');

CREATE TABLE jenis_peristiwa ( -- kinds of personnel event, and what each does
    kode      TEXT PRIMARY KEY,
    nama      TEXT NOT NULL,
    kelompok  TEXT NOT NULL CHECK (kelompok IN ('masuk', 'pindah', 'status', 'tugas', 'delegasi', 'cuti', 'kembali', 'keluar')),
    status    TEXT CHECK (status IN ('pns', 'cpns', 'pppk', 'pppk_paruh_waktu')),  -- that the person has from then on
    absen     TEXT REFERENCES jenis_ketidakhadiran,
    tutup_skp @BIG@ NOT NULL DEFAULT 0 CHECK (tutup_skp IN (0, 1)),  -- plans end the day before
    dinilai   @BIG@ NOT NULL DEFAULT 1 CHECK (dinilai IN (0, 1)),    -- 0: what is still open is not evaluated
    minta     @BIG@ NOT NULL DEFAULT 0 CHECK (minta IN (0, 1)),      -- who leaves is asked for feedback on his people
    dasar     TEXT NOT NULL,
    keyakinan TEXT NOT NULL CHECK (keyakinan IN ('C', 'M', 'R', 'I'))
) @STRICT_KEY@;
INSERT INTO jenis_peristiwa (kode, nama, kelompok, status, absen, tutup_skp, dinilai, minta, dasar, keyakinan) VALUES
    ('pengangkatan_cpns', 'Pengangkatan CPNS', 'masuk', 'cpns', NULL, 0, 1, 0, 'PP 11/2017', 'M'),
    ('pengangkatan_pppk', 'Pengangkatan PPPK', 'masuk', 'pppk', NULL, 0, 1, 0, 'PP 49/2018', 'M'),
    ('pengangkatan_pppk_paruh_waktu', 'Pengangkatan PPPK paruh waktu', 'masuk', 'pppk_paruh_waktu', NULL, 0, 1, 0,
     'KepmenPANRB 16/2025', 'C'),
    ('pindah_masuk', 'Pindah masuk dari instansi lain', 'masuk', NULL, NULL, 0, 1, 0, 'PP 11/2017', 'M'),
    ('mutasi', 'Mutasi jabatan', 'pindah', NULL, NULL, 1, 1, 1, 'PermenPANRB 6/2022', 'M'),
    ('promosi', 'Promosi jabatan', 'pindah', NULL, NULL, 1, 1, 1, 'PermenPANRB 6/2022', 'M'),
    ('cpns_pns', 'Pengangkatan CPNS menjadi PNS', 'status', 'pns', NULL, 0, 1, 0, 'PP 11/2017', 'M'),
    ('plt', 'Pelaksana tugas', 'tugas', NULL, NULL, 0, 1, 0, 'SE Kepala BKN 1/SE/I/2021', 'M'),
    ('plh', 'Pelaksana harian', 'tugas', NULL, NULL, 0, 1, 0, 'SE Kepala BKN 1/SE/I/2021', 'M'),
    ('tugas_tambahan', 'Tugas tambahan', 'tugas', NULL, NULL, 0, 1, 0, 'PP 30/2019 pasal 1 angka 8', 'C'),
    ('delegasi', 'Delegasi kewenangan menilai', 'delegasi', NULL, NULL, 0, 1, 0, 'PP 30/2019 pasal 1 angka 8', 'C'),
    ('cuti_besar', 'Cuti besar', 'cuti', NULL, 'cuti_besar', 0, 1, 0, 'PP 11/2017', 'M'),
    ('cuti_melahirkan', 'Cuti melahirkan', 'cuti', NULL, 'cuti_melahirkan', 0, 1, 0, 'PP 11/2017', 'M'),
    ('cuti_sakit', 'Cuti sakit lama', 'cuti', NULL, 'cuti_sakit', 0, 1, 0, 'PP 11/2017', 'M'),
    ('cltn', 'Cuti di luar tanggungan negara', 'cuti', NULL, 'cltn', 1, 1, 1, 'PP 11/2017', 'M'),
    ('tugas_belajar', 'Tugas belajar', 'cuti', NULL, 'tugas_belajar', 0, 1, 0, 'PermenPANRB 28/2021', 'M'),
    ('diperbantukan', 'Diperbantukan pada instansi lain', 'cuti', NULL, 'diperbantukan', 1, 1, 1, 'PP 11/2017', 'M'),
    ('kembali', 'Kembali bekerja', 'kembali', NULL, NULL, 0, 1, 0, 'PP 11/2017', 'M'),
    ('pensiun', 'Pensiun', 'keluar', NULL, NULL, 1, 1, 1, 'PP 11/2017', 'M'),
    ('berhenti', 'Berhenti atas permintaan sendiri', 'keluar', NULL, NULL, 1, 1, 1, 'PP 11/2017', 'M'),
    ('meninggal', 'Meninggal dunia', 'keluar', NULL, NULL, 1, 0, 0, 'PP 11/2017', 'M'),
    ('diberhentikan', 'Diberhentikan', 'keluar', NULL, NULL, 1, 1, 1, 'PP 94/2021', 'M'),
    ('kontrak_berakhir', 'Perjanjian kerja berakhir', 'keluar', NULL, NULL, 1, 1, 1, 'PP 49/2018', 'M'),
    ('pindah_keluar', 'Pindah ke instansi lain', 'keluar', NULL, NULL, 1, 1, 1, 'PP 11/2017', 'M');

CREATE TABLE peristiwa (       -- a decree about one person
    id           @ID@,
    pegawai_id   @BIG@ NOT NULL REFERENCES pegawai,
    jenis        TEXT NOT NULL REFERENCES jenis_peristiwa,
    tmt          TEXT NOT NULL CHECK (length(tmt) = 10),  -- first day of its effect
    sampai       TEXT CHECK (sampai IS NULL OR sampai >= tmt),
    nomor        TEXT NOT NULL CHECK (length(nomor) BETWEEN 1 AND 100),
    tanggal      TEXT NOT NULL CHECK (length(tanggal) = 10),
    jabatan_id   @BIG@ REFERENCES jabatan,
    penilai_id   @BIG@ REFERENCES pegawai,
    instansi     TEXT NOT NULL DEFAULT '',
    keterangan   TEXT NOT NULL DEFAULT '',
    diterapkan   TEXT,                            -- moment when all of it had effect; NULL: its day is to come
    dibatalkan   TEXT,
    alasan_batal TEXT NOT NULL DEFAULT '',
    akun_id      @BIG@ REFERENCES akun,           -- NULL: the command line
    waktu        TEXT NOT NULL,
    versi        @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX peristiwa_pegawai ON peristiwa (pegawai_id, tmt);
CREATE INDEX peristiwa_tmt ON peristiwa (tmt, id);

CREATE TABLE peristiwa_ubah (  -- what an event changed, in order: it can be taken back
    peristiwa_id @BIG@ NOT NULL REFERENCES peristiwa,
    no           @BIG@ NOT NULL,
    tabel        TEXT NOT NULL,
    baris        @BIG@ NOT NULL,
    kolom        TEXT NOT NULL DEFAULT '',        -- '': the row is new
    lama         TEXT,
    baru         TEXT,
    PRIMARY KEY (peristiwa_id, no)
) @STRICT_KEY@;

CREATE TABLE permintaan_umpan_balik (  -- an outgoing evaluator is asked what he has to say about a plan
    id           @ID@,
    skp_id       @BIG@ NOT NULL REFERENCES skp,
    dari_id      @BIG@ NOT NULL REFERENCES pegawai,
    peristiwa_id @BIG@ REFERENCES peristiwa,
    batas        TEXT NOT NULL,                   -- the last day on which he can
    dibuat       TEXT NOT NULL,
    selesai      TEXT,
    versi        @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (skp_id, dari_id)
) @STRICT@;
CREATE INDEX permintaan_umpan_balik_dari ON permintaan_umpan_balik (dari_id, selesai);

CREATE TABLE segmen_luar (     -- part of a year that another agency evaluated: entered from a document, never computed
    id              @ID@,
    pegawai_id      @BIG@ NOT NULL REFERENCES pegawai,
    mulai           TEXT NOT NULL,
    selesai         TEXT NOT NULL CHECK (selesai >= mulai),
    instansi        TEXT NOT NULL CHECK (length(instansi) BETWEEN 1 AND 200),
    jabatan         TEXT NOT NULL DEFAULT '',
    penilai         TEXT NOT NULL CHECK (length(penilai) BETWEEN 1 AND 200),
    rating_hasil    TEXT CHECK (rating_hasil IN ('di_atas', 'sesuai', 'di_bawah')),
    rating_perilaku TEXT CHECK (rating_perilaku IN ('di_atas', 'sesuai', 'di_bawah')),
    predikat        TEXT NOT NULL CHECK (predikat IN ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    sumber          TEXT NOT NULL CHECK (sumber IN ('kertas', 'siasn')),
    nomor           TEXT NOT NULL CHECK (length(nomor) BETWEEN 1 AND 100),
    tanggal         TEXT NOT NULL,
    akun_id         @BIG@ REFERENCES akun,
    waktu           TEXT NOT NULL,
    versi           @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX segmen_luar_pegawai ON segmen_luar (pegawai_id, mulai);

-- Of a unit and those below it; the nearest ancestor's latest row holds, none: no restriction, the default.
CREATE TABLE aturan_penilaian (
    unit_id         @BIG@ NOT NULL REFERENCES unit,
    mulai           TEXT NOT NULL,
    jenis_periode   TEXT CHECK (jenis_periode IN ('bulanan', 'triwulanan')),
    kebijakan       TEXT CHECK (kebijakan IN ('penilai_terakhir', 'segmen_terlama', 'tertimbang_bulan')),
    dasar           TEXT NOT NULL,
    PRIMARY KEY (unit_id, mulai),
    CHECK (jenis_periode IS NOT NULL OR kebijakan IS NOT NULL)
) @STRICT_KEY@;
CREATE TABLE jenis_periode_status (  -- kinds of period that an employment status has whatever the unit chose
    status    TEXT NOT NULL CHECK (status IN ('pns', 'cpns', 'pppk', 'pppk_paruh_waktu')),
    mulai     TEXT NOT NULL,
    jenis     TEXT NOT NULL CHECK (jenis IN ('bulanan', 'triwulanan')),
    sumber    TEXT NOT NULL,
    keyakinan TEXT NOT NULL CHECK (keyakinan IN ('C', 'M', 'R', 'I')),
    PRIMARY KEY (status, mulai)
) @STRICT_KEY@;
INSERT INTO jenis_periode_status (status, mulai, jenis, sumber, keyakinan) VALUES
    ('pppk_paruh_waktu', '2025-01-01', 'triwulanan', 'KepmenPANRB 16/2025: dinilai triwulanan dan tahunan', 'C');

-- The office has overruled the system's proposal not to evaluate: it is not proposed again.
ALTER TABLE evaluasi ADD COLUMN tetap_dinilai @BIG@ NOT NULL DEFAULT 0 CHECK (tetap_dinilai IN (0, 1));

CREATE TABLE reorganisasi (    -- what was done to units by one decree, as it was asked for
    id      @ID@,
    mulai   TEXT NOT NULL,
    nomor   TEXT NOT NULL CHECK (length(nomor) BETWEEN 1 AND 100),
    tanggal TEXT NOT NULL,
    isi     TEXT NOT NULL,                        -- canonical JSON
    akun_id @BIG@ REFERENCES akun,
    waktu   TEXT NOT NULL
) @STRICT@;
