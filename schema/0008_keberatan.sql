-- Objections against an evaluation, the receipt of its result, and the dated limits of the law.

CREATE TABLE aturan (          -- a limit or deadline; the row with the latest `mulai` not after the day holds
    kode      TEXT NOT NULL,
    mulai     TEXT NOT NULL CHECK (length(mulai) = 10),
    nilai     @BIG@ NOT NULL CHECK (nilai >= 0),
    satuan    TEXT NOT NULL,
    sumber    TEXT NOT NULL,                     -- regulation and article, or the decree of the institution
    keyakinan TEXT NOT NULL CHECK (keyakinan IN ('C', 'M', 'R', 'I')),  -- confirmed, memory, repository, inferred
    PRIMARY KEY (kode, mulai)
) @STRICT_KEY@;
INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('keberatan.hari', '2019-04-26', 14, 'hari', 'PP 30/2019 pasal 59: paling lama 14 hari sejak hasil diterima', 'C'),
    ('keberatan.penjelasan_hari', '2019-04-26', 5, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I'),
    ('keberatan.putusan_hari', '2019-04-26', 14, 'hari', 'Belum ada batas dalam peraturan; ditetapkan instansi', 'I');

ALTER TABLE evaluasi ADD COLUMN tanggapan TEXT NOT NULL DEFAULT '' CHECK (tanggapan IN ('', 'menerima', 'menolak'));
ALTER TABLE evaluasi ADD COLUMN diterima TEXT;          -- day on which the person got the result
ALTER TABLE evaluasi ADD COLUMN batas_keberatan TEXT;   -- last day for an objection, fixed at the receipt

CREATE TABLE keberatan (       -- one an evaluation: the decision is final
    id                 @ID@,
    evaluasi_id        @BIG@ NOT NULL UNIQUE REFERENCES evaluasi,
    status             TEXT NOT NULL CHECK (status IN ('diajukan', 'pemeriksaan', 'ditolak', 'diubah', 'dicabut',
                                                       'tidak_diterima')),
    alasan             TEXT NOT NULL,
    diajukan           TEXT NOT NULL,             -- moment: the receipt
    batas_penjelasan   TEXT,                      -- from then on a decision needs no further statement
    batas_putusan      TEXT NOT NULL,
    penjelasan_pegawai TEXT NOT NULL DEFAULT '',
    penjelasan_penilai TEXT NOT NULL DEFAULT '',
    semula_hasil       TEXT NOT NULL,             -- what was objected to
    semula_perilaku    TEXT NOT NULL,
    semula_predikat    TEXT NOT NULL,
    menjadi_hasil      TEXT,                      -- where the decision changed it
    menjadi_perilaku   TEXT,
    menjadi_predikat   TEXT,
    putusan            TEXT NOT NULL DEFAULT '',  -- its reason
    diputus            TEXT,
    pemutus_id         @BIG@ REFERENCES pegawai,
    versi              @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX keberatan_status ON keberatan (status, id);
