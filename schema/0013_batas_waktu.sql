-- Deadlines of steps with their exceptions, measured outages, receipts, and reminders by e-mail.

CREATE TABLE batas_aturan (    -- dated rule for one step; that of the nearest ancestor holds
    id         @ID@,
    unit_id    @BIG@ REFERENCES unit,             -- NULL: what was shipped, for every institution
    langkah    TEXT NOT NULL,
    jenis      TEXT NOT NULL DEFAULT '' CHECK (jenis IN ('', 'tahunan', 'triwulanan', 'bulanan')),  -- '': of any kind
    mulai      TEXT NOT NULL CHECK (length(mulai) = 10),
    batas_hari @BIG@ CHECK (batas_hari BETWEEN 0 AND 366),   -- days after the day counted from; later is late
    tutup_hari @BIG@ CHECK (tutup_hari BETWEEN 0 AND 732),   -- later is refused; NULL: late, but never refused
    kunci      @BIG@ NOT NULL DEFAULT 1 CHECK (kunci IN (0, 1)),  -- the period locks by itself when all is closed
    dasar      TEXT NOT NULL DEFAULT '',
    keyakinan  TEXT NOT NULL DEFAULT 'C' CHECK (keyakinan IN ('C', 'M', 'R', 'I')),
    CHECK (batas_hari IS NULL OR tutup_hari IS NULL OR tutup_hari >= batas_hari)
) @STRICT@;
CREATE UNIQUE INDEX batas_aturan_unit ON batas_aturan (unit_id, langkah, jenis, mulai);
INSERT INTO batas_aturan (unit_id, langkah, jenis, mulai, batas_hari, dasar, keyakinan) VALUES
    (NULL, 'skp_ajukan', '', '2022-01-01', 30, 'PermenPANRB 6/2022: SKP ditetapkan paling lambat akhir Januari, jabatan baru dalam sebulan', 'M'),
    (NULL, 'skp_setujui', '', '2022-01-01', 30, 'PermenPANRB 6/2022: SKP ditetapkan paling lambat akhir Januari, jabatan baru dalam sebulan', 'M'),
    (NULL, 'realisasi_ajukan', 'bulanan', '2022-01-01', 5, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'realisasi_ajukan', 'triwulanan', '2022-01-01', 10, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'realisasi_ajukan', 'tahunan', '2022-01-01', 15, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'realisasi_terima', 'bulanan', '2022-01-01', 10, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'realisasi_terima', 'triwulanan', '2022-01-01', 15, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'realisasi_terima', 'tahunan', '2022-01-01', 20, 'Batas pengisian ditetapkan instansi', 'I'),
    (NULL, 'evaluasi_nilai', 'bulanan', '2022-01-01', 15, 'Ditetapkan instansi sebagai hari sesudah akhir periode', 'M'),
    (NULL, 'evaluasi_nilai', 'triwulanan', '2022-01-01', 20, 'Ditetapkan instansi sebagai hari sesudah akhir periode', 'M'),
    (NULL, 'evaluasi_nilai', 'tahunan', '2022-01-01', 31, 'Evaluasi tahunan paling lambat akhir Januari tahun berikutnya', 'M'),
    (NULL, 'evaluasi_tetapkan', 'bulanan', '2022-01-01', 15, 'Ditetapkan instansi sebagai hari sesudah akhir periode', 'M'),
    (NULL, 'evaluasi_tetapkan', 'triwulanan', '2022-01-01', 20, 'Ditetapkan instansi sebagai hari sesudah akhir periode', 'M'),
    (NULL, 'evaluasi_tetapkan', 'tahunan', '2022-01-01', 31, 'Evaluasi tahunan paling lambat akhir Januari tahun berikutnya', 'M');
-- The limits of daily entries are limits like the others.
INSERT INTO batas_aturan (unit_id, langkah, mulai, batas_hari, tutup_hari, kunci, dasar)
    SELECT unit_id, 'progres', mulai, batas_hari, tutup_hari, 0, dasar FROM aturan_progres;
DROP TABLE aturan_progres;

CREATE TABLE batas_periode (   -- a day that was set for one period: stands over every rule
    unit_id    @BIG@ NOT NULL REFERENCES unit,    -- and those below it
    periode_id @BIG@ NOT NULL REFERENCES periode,
    langkah    TEXT NOT NULL,
    batas      TEXT NOT NULL CHECK (length(batas) = 10),
    tutup      TEXT CHECK (tutup IS NULL OR tutup >= batas),
    alasan     TEXT NOT NULL,
    akun_id    @BIG@ REFERENCES akun,             -- NULL: the command line
    waktu      TEXT NOT NULL,
    versi      @BIG@ NOT NULL DEFAULT 1,
    PRIMARY KEY (unit_id, periode_id, langkah)
) @STRICT_KEY@;
CREATE INDEX batas_periode_periode ON batas_periode (periode_id);

CREATE TABLE batas_pengecualian (  -- more time for one person or one unit
    id         @ID@,
    unit_id    @BIG@ REFERENCES unit,
    pegawai_id @BIG@ REFERENCES pegawai,
    langkah    TEXT NOT NULL DEFAULT '',          -- '': every step
    periode_id @BIG@ REFERENCES periode,          -- NULL: every period
    sampai     TEXT NOT NULL CHECK (length(sampai) = 10),
    alasan     TEXT NOT NULL CHECK (length(alasan) BETWEEN 1 AND 1000),
    akun_id    @BIG@ REFERENCES akun,
    waktu      TEXT NOT NULL,
    dicabut    TEXT,
    versi      @BIG@ NOT NULL DEFAULT 1,
    CHECK ((unit_id IS NULL) <> (pegawai_id IS NULL))
) @STRICT@;
CREATE INDEX batas_pengecualian_pegawai ON batas_pengecualian (pegawai_id, sampai);
CREATE INDEX batas_pengecualian_unit ON batas_pengecualian (unit_id, sampai);

CREATE TABLE gangguan (        -- the service was not there
    id         @ID@,
    dari       TEXT NOT NULL,
    sampai     TEXT NOT NULL CHECK (sampai > dari),
    sebab      TEXT NOT NULL CHECK (sebab IN ('mati', 'henti', 'macet', 'beban', 'luar')),
    keterangan TEXT NOT NULL DEFAULT '',
    akun_id    @BIG@ REFERENCES akun,             -- who wrote down one that the server could not measure
    waktu      TEXT NOT NULL
) @STRICT@;
CREATE INDEX gangguan_sampai ON gangguan (sampai);
INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('gangguan.perpanjang', '2022-01-01', 1, 'ya/tidak', 'Gangguan layanan memperpanjang batas; ditetapkan instansi', 'I'),
    ('gangguan.menit_minimum', '2022-01-01', 15, 'menit', 'Gangguan yang lebih singkat tidak dihitung; ditetapkan instansi', 'I'),
    ('gangguan.jam_sebelum', '2022-01-01', 24, 'jam', 'Hanya gangguan dalam jam-jam sebelum batas; ditetapkan instansi', 'I'),
    ('gangguan.jam_maksimum', '2022-01-01', 72, 'jam', 'Perpanjangan paling lama; selebihnya keputusan pejabat', 'I'),
    ('pengingat.hari_pertama', '2022-01-01', 7, 'hari', 'Pengingat sebelum batas; ditetapkan instansi', 'I'),
    ('pengingat.hari_kedua', '2022-01-01', 3, 'hari', 'Pengingat sebelum batas; ditetapkan instansi', 'I'),
    ('pengingat.hari_ketiga', '2022-01-01', 1, 'hari', 'Pengingat sebelum batas; ditetapkan instansi', 'I'),
    ('pengingat.jam_mulai', '2022-01-01', 7, 'jam', 'Surat tidak dikirim sebelum jam ini; ditetapkan instansi', 'I'),
    ('pengingat.jam_selesai', '2022-01-01', 18, 'jam', 'Surat tidak dikirim sejak jam ini; ditetapkan instansi', 'I'),
    ('pengingat.hari_libur', '2022-01-01', 0, 'ya/tidak', 'Surat dikirim juga pada Sabtu dan Minggu; ditetapkan instansi', 'I');

CREATE TABLE tanda_terima (    -- proof that something was submitted; the code is the only key to it
    kode       TEXT PRIMARY KEY CHECK (length(kode) = 15),
    jenis      TEXT NOT NULL,
    objek      TEXT NOT NULL,
    objek_id   @BIG@ NOT NULL,
    pegawai_id @BIG@ REFERENCES pegawai,
    waktu      TEXT NOT NULL,
    hash       TEXT NOT NULL CHECK (length(hash) = 64),
    batas      TEXT,                              -- last day that held then, NULL none
    hari_lewat @BIG@ NOT NULL DEFAULT 0
) @STRICT_KEY@;
CREATE INDEX tanda_terima_objek ON tanda_terima (objek, objek_id, waktu);

CREATE TABLE surel (           -- where a person wants reminders
    pegawai_id @BIG@ PRIMARY KEY REFERENCES pegawai,
    alamat     TEXT NOT NULL CHECK (length(alamat) BETWEEN 3 AND 254),
    pengingat  @BIG@ NOT NULL DEFAULT 1 CHECK (pengingat IN (0, 1)),
    waktu      TEXT NOT NULL,
    versi      @BIG@ NOT NULL DEFAULT 1
) @STRICT@;

CREATE TABLE surat (           -- at most one a person and day, whatever restarts
    id         @ID@,
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    hari       TEXT NOT NULL,
    alamat     TEXT NOT NULL,
    subjek     TEXT NOT NULL,
    isi        TEXT NOT NULL,
    status     TEXT NOT NULL DEFAULT 'antre' CHECK (status IN ('antre', 'mengirim', 'terkirim', 'gagal', 'tidak_pasti')),
    percobaan  @BIG@ NOT NULL DEFAULT 0,
    berikutnya TEXT NOT NULL,                     -- not before this moment
    galat      TEXT NOT NULL DEFAULT '',
    dibuat     TEXT NOT NULL,
    selesai    TEXT,
    UNIQUE (pegawai_id, hari)
) @STRICT@;
CREATE INDEX surat_status ON surat (status, berikutnya);
