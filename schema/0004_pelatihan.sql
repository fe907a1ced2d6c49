-- Training: modules of plugins with lessons and quiz, events, certificates from elsewhere, recommendations.

CREATE TABLE acara (           -- workshop, bimtek, klasikal: a date, a place, seats
    id            @ID@,
    unit_id       @BIG@ NOT NULL REFERENCES unit,  -- whose event it is: who may change it
    plugin        TEXT,                           -- the module that it teaches; NULL: free-standing
    kode          TEXT,
    release_id    @BIG@ REFERENCES release,       -- as it was when the event was made
    setelan_hash  TEXT REFERENCES setelan,
    judul         TEXT NOT NULL CHECK (length(judul) BETWEEN 1 AND 200),
    bentuk        TEXT NOT NULL DEFAULT '',       -- "Workshop", "Bimbingan teknis": as the letter says
    jenis         TEXT NOT NULL CHECK (jenis IN ('klasikal', 'elearning', 'coaching', 'mentoring', 'belajar_mandiri',
                                                 'komunitas_belajar', 'magang', 'detasering', 'pertukaran',
                                                 'patok_banding')),
    jp            @BIG@ NOT NULL CHECK (jp BETWEEN 0 AND 2000),
    mulai         TEXT NOT NULL,
    selesai       TEXT NOT NULL CHECK (selesai >= mulai),
    tempat        TEXT NOT NULL CHECK (length(tempat) BETWEEN 1 AND 200),
    penyelenggara TEXT NOT NULL DEFAULT '',
    kursi         @BIG@ NOT NULL CHECK (kursi BETWEEN 1 AND 10000),
    surat_nomor   TEXT NOT NULL DEFAULT '',
    surat_tanggal TEXT,
    status        TEXT NOT NULL DEFAULT 'terbuka' CHECK (status IN ('terbuka', 'selesai', 'batal')),
    catatan       TEXT NOT NULL DEFAULT '',
    dibuat        TEXT NOT NULL,
    versi         @BIG@ NOT NULL DEFAULT 1,
    CHECK ((plugin IS NULL) = (kode IS NULL)),
    CHECK ((plugin IS NULL) = (release_id IS NULL)),
    CHECK ((plugin IS NULL) = (setelan_hash IS NULL))
) @STRICT@;
CREATE INDEX acara_unit ON acara (unit_id, mulai);

CREATE TABLE pelatihan (       -- one person in one training; what was graded or verified never changes
    id            @ID@,
    pegawai_id    @BIG@ NOT NULL REFERENCES pegawai,
    cara          TEXT NOT NULL CHECK (cara IN ('modul', 'acara', 'luar')),
    plugin        TEXT,                           -- its module; NULL: free-standing event, certificate from elsewhere
    kode          TEXT,
    release_id    @BIG@ REFERENCES release,       -- lessons, quiz and rules as of enrolment: they also grade
    setelan_hash  TEXT REFERENCES setelan,
    acara_id      @BIG@ REFERENCES acara,
    judul         TEXT NOT NULL CHECK (length(judul) BETWEEN 1 AND 200),
    jenis         TEXT NOT NULL CHECK (jenis IN ('klasikal', 'elearning', 'coaching', 'mentoring', 'belajar_mandiri',
                                                 'komunitas_belajar', 'magang', 'detasering', 'pertukaran',
                                                 'patok_banding')),
    jp            @BIG@ CHECK (jp BETWEEN 0 AND 2000),  -- as announced or printed
    jam           @REAL@ CHECK (jam BETWEEN 0 AND 2000),
    sesi          @BIG@ CHECK (sesi BETWEEN 0 AND 100),
    alasan        TEXT NOT NULL DEFAULT '',       -- why this person was invited, or took it up
    mulai         TEXT,                           -- first day
    selesai       TEXT,                           -- the day that counts: passed, last day of event or certificate
    nomor         TEXT NOT NULL DEFAULT '',       -- of the certificate
    penyelenggara TEXT NOT NULL DEFAULT '',
    status        TEXT NOT NULL CHECK (status IN ('diundang', 'terdaftar', 'berjalan', 'tidak_lulus', 'lulus',
                                                  'diverifikasi', 'ditolak', 'dibatalkan')),
    jp_usulan     @BIG@ CHECK (jp_usulan BETWEEN 0 AND 2000),  -- proposed by the pass
    jp_diakui     @BIG@ CHECK (jp_diakui BETWEEN 0 AND 2000),  -- recognised by the verification
    catatan       TEXT NOT NULL DEFAULT '',
    bukti_sha256  TEXT CHECK (length(bukti_sha256) = 64),
    bukti_nama    TEXT,
    bukti_tipe    TEXT,
    bukti_ukuran  @BIG@,
    dibuat        TEXT NOT NULL,
    diikuti       TEXT,                           -- since when the person takes part; NULL: only invited
    diusulkan     TEXT,                           -- since when it is a proposal
    diverifikasi  TEXT,
    verifikator   @BIG@ REFERENCES akun,
    berakhir      TEXT,                           -- rejected or cancelled
    versi         @BIG@ NOT NULL DEFAULT 1,
    CHECK ((plugin IS NULL) = (kode IS NULL)),
    CHECK ((plugin IS NULL) = (release_id IS NULL)),
    CHECK ((plugin IS NULL) = (setelan_hash IS NULL)),
    CHECK ((cara = 'acara') = (acara_id IS NOT NULL)),
    CHECK (cara <> 'modul' OR plugin IS NOT NULL),
    CHECK (diverifikasi IS NULL OR status = 'diverifikasi')
) @STRICT@;
CREATE INDEX pelatihan_pegawai ON pelatihan (pegawai_id, selesai);
CREATE INDEX pelatihan_status ON pelatihan (status, id);
CREATE INDEX pelatihan_bukti ON pelatihan (bukti_sha256) WHERE bukti_sha256 IS NOT NULL;
CREATE UNIQUE INDEX pelatihan_sekali ON pelatihan (pegawai_id, plugin, kode)
    WHERE status IN ('diundang', 'terdaftar', 'berjalan', 'tidak_lulus', 'lulus');
CREATE UNIQUE INDEX pelatihan_peserta ON pelatihan (acara_id, pegawai_id)
    WHERE acara_id IS NOT NULL AND status <> 'dibatalkan';

CREATE TABLE pelatihan_materi (  -- lessons that the person has read
    pelatihan_id @BIG@ NOT NULL REFERENCES pelatihan,
    no           @BIG@ NOT NULL CHECK (no >= 1),
    dibaca       TEXT NOT NULL,
    PRIMARY KEY (pelatihan_id, no)
) @STRICT_KEY@;

CREATE TABLE pelatihan_percobaan (  -- answers are kept whatever becomes of the grading; a grade is never changed
    id           @ID@,
    pelatihan_id @BIG@ NOT NULL REFERENCES pelatihan,
    n            @BIG@ NOT NULL CHECK (n >= 1),
    waktu        TEXT NOT NULL,                   -- handed in
    jawaban      TEXT NOT NULL,                   -- JSON, in the module's order: number of the choice, or null
    benar        @BIG@,                           -- NULL: the module has no quiz
    jumlah       @BIG@ NOT NULL,
    release_id   @BIG@ NOT NULL REFERENCES release,
    setelan_hash TEXT NOT NULL REFERENCES setelan,
    api          @BIG@ NOT NULL,
    masukan      TEXT NOT NULL,                   -- canonical JSON of what the plugin was given
    masukan_hash TEXT NOT NULL CHECK (length(masukan_hash) = 64),
    nilai        TEXT,                            -- canonical JSON of `lulus`; NULL: not graded yet
    lulus        @BIG@ CHECK (lulus IN (0, 1)),
    jp           @BIG@ CHECK (jp BETWEEN 0 AND 2000),
    jejak        TEXT,
    galat        TEXT,                            -- why the last grading failed
    pesan        TEXT,
    dinilai      TEXT,
    UNIQUE (pelatihan_id, n),
    CHECK (nilai IS NULL OR galat IS NULL),
    CHECK ((nilai IS NULL) = (lulus IS NULL)),
    CHECK ((nilai IS NULL) = (dinilai IS NULL)),
    CHECK (jp IS NULL OR lulus = 1)
) @STRICT@;

CREATE TABLE anjuran (         -- what a module recommends after an evaluation; rows stay, `berlaku` says which hold
    id           @ID@,
    evaluasi_id  @BIG@ NOT NULL REFERENCES evaluasi,
    plugin       TEXT NOT NULL,
    kode         TEXT NOT NULL,
    judul        TEXT NOT NULL,
    jp           @BIG@ NOT NULL,
    release_id   @BIG@ NOT NULL REFERENCES release,
    setelan_hash TEXT NOT NULL REFERENCES setelan,
    api          @BIG@ NOT NULL,
    masukan      TEXT NOT NULL,
    masukan_hash TEXT NOT NULL CHECK (length(masukan_hash) = 64),
    sarankan     @BIG@ NOT NULL CHECK (sarankan IN (0, 1)),
    nilai        TEXT NOT NULL,                   -- canonical JSON, as the plugin gave it
    alasan       TEXT NOT NULL DEFAULT '',
    jejak        TEXT,
    berlaku      @BIG@ NOT NULL DEFAULT 1 CHECK (berlaku IN (0, 1)),
    waktu        TEXT NOT NULL,
    UNIQUE (evaluasi_id, plugin, kode, release_id, setelan_hash, masukan_hash)
) @STRICT@;
