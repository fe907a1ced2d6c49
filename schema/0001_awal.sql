-- Tenayan, first schema. Tokens: @ID@ surrogate key, @BIG@ integer, @REAL@ number, @BLOB@ bytes,
-- @STRICT@ table options (STRICT where the engine has it), @STRICT_KEY@ the same, clustered by its key.
-- Moments are text 2026-02-02T03:04:05.678Z (UTC), dates text 2026-02-02; `selesai` is the last valid
-- day, NULL means open. Truth values are 0 or 1. `versi` is the row version behind ETag and If-Match.

CREATE TABLE meta (            -- instansi.nama, instansi.zona, data_contoh, …
    kunci TEXT PRIMARY KEY,
    nilai TEXT NOT NULL
) @STRICT_KEY@;

CREATE TABLE generasi (        -- counters that caches compare: aktivasi, hak, unit
    nama  TEXT PRIMARY KEY,
    n     @BIG@ NOT NULL
) @STRICT_KEY@;
INSERT INTO generasi (nama, n) VALUES ('aktivasi', 1), ('hak', 1), ('unit', 1);

-- Organisation ---------------------------------------------------------------------------------------

CREATE TABLE unit (
    id      @ID@,
    kode    TEXT NOT NULL UNIQUE CHECK (length(kode) BETWEEN 1 AND 64),
    nama    TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 200),
    jenis   TEXT NOT NULL,     -- kota, kecamatan, kelurahan, dinas, puskesmas, sekolah, …: plugins name these
    opd     @BIG@ NOT NULL DEFAULT 0 CHECK (opd IN (0, 1)),  -- unor induk
    versi   @BIG@ NOT NULL DEFAULT 1
) @STRICT@;

CREATE TABLE unit_induk (      -- line of command, dated
    unit_id  @BIG@ NOT NULL REFERENCES unit,
    induk_id @BIG@ NOT NULL REFERENCES unit,
    mulai    TEXT NOT NULL,
    selesai  TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    PRIMARY KEY (unit_id, mulai),
    CHECK (unit_id <> induk_id)
) @STRICT_KEY@;
CREATE INDEX unit_induk_induk ON unit_induk (induk_id);

CREATE TABLE unit_wilayah (    -- territory: a puskesmas lies in a kecamatan without being under the camat
    unit_id    @BIG@ NOT NULL REFERENCES unit,
    wilayah_id @BIG@ NOT NULL REFERENCES unit,
    mulai      TEXT NOT NULL,
    selesai    TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    PRIMARY KEY (unit_id, mulai),
    CHECK (unit_id <> wilayah_id)
) @STRICT_KEY@;
CREATE INDEX unit_wilayah_wilayah ON unit_wilayah (wilayah_id);

CREATE TABLE jabatan (         -- a post; a structural post has one holder, a functional one may have several
    id        @ID@,
    kode      TEXT NOT NULL UNIQUE,
    nama      TEXT NOT NULL,
    unit_id   @BIG@ NOT NULL REFERENCES unit,
    jenis     TEXT NOT NULL CHECK (jenis IN ('jpt', 'administrator', 'pengawas', 'pelaksana', 'fungsional')),
    jenjang   TEXT CHECK (jenjang IN ('pemula', 'terampil', 'mahir', 'penyelia', 'ahli_pertama', 'ahli_muda',
                                      'ahli_madya', 'ahli_utama')),
    eselon    TEXT,
    kelas     @BIG@,
    kepala    @BIG@ NOT NULL DEFAULT 0 CHECK (kepala IN (0, 1)),  -- heads its unit
    atasan_id @BIG@ REFERENCES jabatan,                           -- the superior post
    versi     @BIG@ NOT NULL DEFAULT 1,
    CHECK (atasan_id IS NULL OR atasan_id <> id)
) @STRICT@;
CREATE INDEX jabatan_unit ON jabatan (unit_id);
CREATE INDEX jabatan_atasan ON jabatan (atasan_id);

CREATE TABLE pegawai (
    id            @ID@,
    nip           TEXT NOT NULL UNIQUE CHECK (length(nip) = 18),
    nama          TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 200),
    gelar_depan   TEXT NOT NULL DEFAULT '',
    gelar_belakang TEXT NOT NULL DEFAULT '',
    tempat_lahir  TEXT NOT NULL DEFAULT '',
    tanggal_lahir TEXT,
    kelamin       TEXT CHECK (kelamin IN ('L', 'P')),
    status        TEXT NOT NULL CHECK (status IN ('pns', 'cpns', 'pppk', 'pppk_paruh_waktu')),
    golongan      TEXT NOT NULL DEFAULT '',
    tmt_golongan  TEXT,
    pendidikan    TEXT NOT NULL DEFAULT '',
    aktif_mulai   TEXT NOT NULL DEFAULT '1900-01-01',
    aktif_selesai TEXT,        -- last day of service
    versi         @BIG@ NOT NULL DEFAULT 1
) @STRICT@;

CREATE TABLE penugasan (       -- who holds which post, dated; history is by date, never "latest row wins"
    id            @ID@,
    pegawai_id    @BIG@ NOT NULL REFERENCES pegawai,
    jabatan_id    @BIG@ NOT NULL REFERENCES jabatan,
    jenis         TEXT NOT NULL CHECK (jenis IN ('definitif', 'plt', 'plh', 'tugas_tambahan')),
    mulai         TEXT NOT NULL,
    selesai       TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    dasar_nomor   TEXT NOT NULL DEFAULT '',
    dasar_tanggal TEXT,
    versi         @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX penugasan_pegawai ON penugasan (pegawai_id, mulai);
CREATE INDEX penugasan_jabatan ON penugasan (jabatan_id, mulai);

CREATE TABLE delegasi (        -- authority to evaluate, given to another official for one person
    id            @ID@,
    pegawai_id    @BIG@ NOT NULL REFERENCES pegawai,
    penilai_id    @BIG@ NOT NULL REFERENCES pegawai,
    mulai         TEXT NOT NULL,
    selesai       TEXT CHECK (selesai IS NULL OR selesai >= mulai),
    dasar_nomor   TEXT NOT NULL,
    dasar_tanggal TEXT NOT NULL,
    CHECK (pegawai_id <> penilai_id)
) @STRICT@;
CREATE INDEX delegasi_pegawai ON delegasi (pegawai_id, mulai);

-- Accounts and rights --------------------------------------------------------------------------------

CREATE TABLE akun (
    id          @ID@,
    nama        TEXT NOT NULL UNIQUE,             -- login name: the NIP for employees
    pegawai_id  @BIG@ UNIQUE REFERENCES pegawai,
    sandi       TEXT NOT NULL,                    -- argon2id string
    ganti_sandi @BIG@ NOT NULL DEFAULT 0 CHECK (ganti_sandi IN (0, 1)),
    aktif       @BIG@ NOT NULL DEFAULT 1 CHECK (aktif IN (0, 1)),
    gagal       @BIG@ NOT NULL DEFAULT 0,         -- failures in a row
    gagal_pada  TEXT,
    dibuat      TEXT NOT NULL,
    versi       @BIG@ NOT NULL DEFAULT 1
) @STRICT@;

CREATE TABLE peran (           -- a role with its scope, dated; pegawai and penilai need no row
    id       @ID@,
    akun_id  @BIG@ NOT NULL REFERENCES akun,
    peran    TEXT NOT NULL CHECK (peran IN ('pengelola', 'admin_unit', 'admin_pusat', 'auditor')),
    unit_id  @BIG@ REFERENCES unit,               -- NULL: the whole institution
    mulai    TEXT NOT NULL,
    selesai  TEXT CHECK (selesai IS NULL OR selesai >= mulai)
) @STRICT@;
CREATE INDEX peran_akun ON peran (akun_id);

CREATE TABLE sesi (
    token    TEXT PRIMARY KEY,                    -- BLAKE2b of the cookie or bearer token, hex
    akun_id  @BIG@ NOT NULL REFERENCES akun,
    jenis    TEXT NOT NULL CHECK (jenis IN ('kuki', 'token')),
    csrf     TEXT NOT NULL,
    langkah  TEXT NOT NULL CHECK (langkah IN ('sandi', 'kode', 'ganti_sandi', 'selesai')),
    dibuat   TEXT NOT NULL,
    berakhir TEXT NOT NULL,
    alamat   TEXT NOT NULL DEFAULT '',
    nama     TEXT NOT NULL DEFAULT ''
) @STRICT_KEY@;
CREATE INDEX sesi_akun ON sesi (akun_id);

-- Periods and plans ----------------------------------------------------------------------------------

CREATE TABLE periode (
    id      @ID@,
    kode    TEXT NOT NULL UNIQUE,                 -- 2025, 2025-TW1, 2025-01
    jenis   TEXT NOT NULL CHECK (jenis IN ('tahunan', 'triwulanan', 'bulanan')),
    mulai   TEXT NOT NULL,
    selesai TEXT NOT NULL CHECK (selesai >= mulai),
    status  TEXT NOT NULL DEFAULT 'terbuka' CHECK (status IN ('terbuka', 'dikunci', 'ditutup')),
    versi   @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX periode_jenis ON periode (jenis, mulai);

CREATE TABLE skp (             -- one plan of one person in one assignment; a transfer is a second row
    id                 @ID@,
    pegawai_id         @BIG@ NOT NULL REFERENCES pegawai,
    penugasan_id       @BIG@ NOT NULL REFERENCES penugasan,
    unit_id            @BIG@ NOT NULL REFERENCES unit,
    mulai              TEXT NOT NULL,
    selesai            TEXT NOT NULL CHECK (selesai >= mulai),
    form               TEXT NOT NULL CHECK (form IN ('A', 'B')),
    pendekatan         TEXT NOT NULL CHECK (pendekatan IN ('kuantitatif', 'kualitatif')),
    penilai_id         @BIG@ REFERENCES pegawai,
    penilai_cara       TEXT NOT NULL DEFAULT '',  -- delegasi, plh, definitif, plt, naik: how it was resolved
    penilai_alasan     TEXT NOT NULL DEFAULT '',  -- the same as a sentence
    atasan_penilai_id  @BIG@ REFERENCES pegawai,
    versi_berlaku      @BIG@,                     -- n of the approved version in force
    dibuat             TEXT NOT NULL,
    versi              @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX skp_pegawai ON skp (pegawai_id, mulai);
CREATE INDEX skp_penilai ON skp (penilai_id, mulai);
CREATE INDEX skp_atasan_penilai ON skp (atasan_penilai_id);
CREATE INDEX skp_unit ON skp (unit_id, mulai);

CREATE TABLE skp_versi (       -- what both sides agreed to never changes: a revision is n + 1
    id      @ID@,
    skp_id  @BIG@ NOT NULL REFERENCES skp,
    n       @BIG@ NOT NULL CHECK (n >= 1),
    status  TEXT NOT NULL CHECK (status IN ('draf', 'diajukan', 'dikembalikan', 'disetujui', 'berjalan',
                                            'selesai', 'revisi', 'digantikan', 'batal')),
    alasan  TEXT NOT NULL DEFAULT '',             -- why this version (strategy, post, assignment, budget)
    catatan TEXT NOT NULL DEFAULT '',             -- the superior's last note
    hash    TEXT,                                 -- canonical document, once submitted
    selesai TEXT,                                 -- last day as agreed; a transfer may end the plan earlier
    versi   @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (skp_id, n)
) @STRICT@;

CREATE TABLE rhk (             -- rencana hasil kerja
    id             @ID@,
    skp_versi_id   @BIG@ NOT NULL REFERENCES skp_versi,
    no             @BIG@ NOT NULL,
    jenis          TEXT NOT NULL CHECK (jenis IN ('utama', 'tambahan')),
    klasifikasi    TEXT NOT NULL CHECK (klasifikasi IN ('organisasi', 'individu')),
    teks           TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    induk_rhk_id   @BIG@ REFERENCES rhk,
    penugasan_dari TEXT NOT NULL DEFAULT '',
    perspektif     TEXT CHECK (perspektif IN ('penerima_layanan', 'proses_bisnis', 'penguatan_internal', 'anggaran')),
    metode         TEXT CHECK (metode IN ('langsung', 'tidak_langsung')),
    UNIQUE (skp_versi_id, no)
) @STRICT@;
CREATE INDEX rhk_induk ON rhk (induk_rhk_id);

CREATE TABLE indikator (       -- indikator kinerja individu
    id              @ID@,
    rhk_id          @BIG@ NOT NULL REFERENCES rhk,
    no              @BIG@ NOT NULL,
    aspek           TEXT CHECK (aspek IN ('kuantitas', 'kualitas', 'waktu', 'biaya')),
    teks            TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    target_teks     TEXT NOT NULL DEFAULT '',
    bawah           @REAL@,                       -- the target, or its lower bound
    atas            @REAL@,                       -- upper bound of a range
    satuan          TEXT NOT NULL DEFAULT '',
    arah            TEXT NOT NULL DEFAULT 'naik' CHECK (arah IN ('naik', 'turun', 'tepat')),
    per             TEXT NOT NULL DEFAULT 'tahun' CHECK (per IN ('bulan', 'triwulan', 'tahun')),
    konsolidasi     TEXT NOT NULL DEFAULT 'terakhir' CHECK (konsolidasi IN ('jumlah', 'rata_rata', 'terakhir', 'hitung_ulang')),
    target_maksimal @BIG@ NOT NULL DEFAULT 0 CHECK (target_maksimal IN (0, 1)),
    plugin          TEXT,                         -- the package that defines it, NULL for a free indicator
    kode            TEXT,                         -- its kode in that package
    asal_id         @BIG@ REFERENCES indikator,   -- the same indicator in the version before
    UNIQUE (rhk_id, no),
    CHECK ((plugin IS NULL) = (kode IS NULL)),
    CHECK (atas IS NULL OR bawah IS NULL OR atas >= bawah)
) @STRICT@;

CREATE TABLE perilaku (        -- the leader's special expectation for one of the seven values (BerAKHLAK)
    skp_versi_id @BIG@ NOT NULL REFERENCES skp_versi,
    nilai        @BIG@ NOT NULL CHECK (nilai BETWEEN 1 AND 7),
    ekspektasi   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (skp_versi_id, nilai)
) @STRICT_KEY@;

CREATE TABLE lampiran (
    skp_versi_id @BIG@ NOT NULL REFERENCES skp_versi,
    jenis        TEXT NOT NULL CHECK (jenis IN ('dukungan', 'pertanggungjawaban', 'konsekuensi')),
    no           @BIG@ NOT NULL,
    teks         TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    PRIMARY KEY (skp_versi_id, jenis, no)
) @STRICT_KEY@;

-- Work and evidence ----------------------------------------------------------------------------------

CREATE TABLE realisasi (
    id           @ID@,
    skp_versi_id @BIG@ NOT NULL REFERENCES skp_versi,
    periode_id   @BIG@ NOT NULL REFERENCES periode,
    status       TEXT NOT NULL DEFAULT 'draf' CHECK (status IN ('draf', 'diajukan', 'diterima', 'dikembalikan')),
    catatan      TEXT NOT NULL DEFAULT '',
    versi        @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (skp_versi_id, periode_id)
) @STRICT@;
CREATE INDEX realisasi_periode ON realisasi (periode_id);

CREATE TABLE realisasi_nilai (
    realisasi_id @BIG@ NOT NULL REFERENCES realisasi,
    indikator_id @BIG@ NOT NULL REFERENCES indikator,
    isian        TEXT,                            -- canonical JSON of the inputs, NULL for a free indicator
    nilai        @REAL@,                          -- one number, from the plugin or typed; NULL not yet known
    release_id   @BIG@ REFERENCES release,        -- which release computed it
    teks         TEXT NOT NULL DEFAULT '',
    sumber       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (realisasi_id, indikator_id)
) @STRICT_KEY@;

CREATE TABLE bukti (           -- the bytes lie in the folder bukti/ under their SHA-256
    id           @ID@,
    realisasi_id @BIG@ NOT NULL REFERENCES realisasi,
    indikator_id @BIG@ REFERENCES indikator,
    sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
    nama         TEXT NOT NULL,
    tipe         TEXT NOT NULL,
    ukuran       @BIG@ NOT NULL,
    diunggah     TEXT NOT NULL,
    akun_id      @BIG@ REFERENCES akun             -- NULL: the command line
) @STRICT@;
CREATE INDEX bukti_realisasi ON bukti (realisasi_id);
CREATE INDEX bukti_sha256 ON bukti (sha256);

-- Evaluation -----------------------------------------------------------------------------------------

CREATE TABLE capaian_organisasi (
    unit_id    @BIG@ NOT NULL REFERENCES unit,
    periode_id @BIG@ NOT NULL REFERENCES periode,
    predikat   TEXT NOT NULL CHECK (predikat IN ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    akun_id    @BIG@ REFERENCES akun,            -- NULL: the command line
    waktu      TEXT NOT NULL,
    versi      @BIG@ NOT NULL DEFAULT 1,
    PRIMARY KEY (unit_id, periode_id)
) @STRICT_KEY@;

CREATE TABLE evaluasi (
    id              @ID@,
    skp_versi_id    @BIG@ NOT NULL REFERENCES skp_versi,
    periode_id      @BIG@ NOT NULL REFERENCES periode,
    segmen          @BIG@ NOT NULL DEFAULT 1,     -- nth plan of the person within the period
    status          TEXT NOT NULL DEFAULT 'belum' CHECK (status IN ('belum', 'dinilai', 'ditetapkan', 'keberatan',
                                                                    'diputus', 'final', 'tidak_dinilai')),
    penilai_id      @BIG@ REFERENCES pegawai,     -- who rated
    rating_hasil    TEXT CHECK (rating_hasil IN ('di_atas', 'sesuai', 'di_bawah')),
    rating_perilaku TEXT CHECK (rating_perilaku IN ('di_atas', 'sesuai', 'di_bawah')),
    predikat        TEXT CHECK (predikat IN ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    saran_hasil_id  @BIG@ REFERENCES hasil,       -- the suggestion that the evaluator saw
    predikat_hasil_id @BIG@ REFERENCES hasil,     -- the matrix call that gave the predikat
    alasan          TEXT NOT NULL DEFAULT '',     -- why the rating differs from the suggestion
    catatan         TEXT NOT NULL DEFAULT '',
    ditetapkan      TEXT,
    versi           @BIG@ NOT NULL DEFAULT 1,
    UNIQUE (skp_versi_id, periode_id)
) @STRICT@;
CREATE INDEX evaluasi_periode ON evaluasi (periode_id, id);

-- Plugins --------------------------------------------------------------------------------------------

CREATE TABLE release (         -- append-only but for status and alasan
    id       @ID@,
    plugin   TEXT NOT NULL,
    label    TEXT NOT NULL,                       -- the manifest's version
    sha256   TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    api      @BIG@ NOT NULL,
    manifest TEXT NOT NULL,
    daftar   TEXT NOT NULL,                       -- what it registers, as JSON
    skema    TEXT,                                -- kode of the scoring scheme that it registers, if any
    status   TEXT NOT NULL CHECK (status IN ('uploaded', 'validated', 'enabled', 'disabled', 'quarantined')),
    alasan   TEXT NOT NULL DEFAULT '',
    dipasang TEXT NOT NULL,
    versi    @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX release_plugin ON release (plugin, id);

CREATE TABLE release_berkas (
    release_id @BIG@ NOT NULL REFERENCES release,
    path       TEXT NOT NULL,
    isi        @BLOB@ NOT NULL,
    PRIMARY KEY (release_id, path)
) @STRICT_KEY@;

CREATE TABLE setelan (         -- settings by content
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    isi  TEXT NOT NULL                            -- canonical JSON
) @STRICT_KEY@;

CREATE TABLE aktivasi (        -- the nearest ancestor's activation holds for a unit
    id            @ID@,
    unit_id       @BIG@ NOT NULL REFERENCES unit,
    plugin        TEXT NOT NULL,
    release_id    @BIG@ NOT NULL REFERENCES release,
    setelan_hash  TEXT NOT NULL REFERENCES setelan,
    mulai         TEXT NOT NULL,                  -- first day of the period from which it holds
    selesai       TEXT,
    akun_id       @BIG@ REFERENCES akun,          -- NULL: the command line
    waktu         TEXT NOT NULL,
    dasar_nomor   TEXT NOT NULL DEFAULT '',
    dasar_tanggal TEXT,
    dasar_berkas  TEXT
) @STRICT@;
CREATE INDEX aktivasi_unit ON aktivasi (unit_id, plugin, mulai);

CREATE TABLE pin (             -- what held for a unit when a period was closed
    periode_id   @BIG@ NOT NULL REFERENCES periode,
    unit_id      @BIG@ NOT NULL REFERENCES unit,
    plugin       TEXT NOT NULL,
    release_id   @BIG@ NOT NULL REFERENCES release,
    setelan_hash TEXT NOT NULL REFERENCES setelan,
    PRIMARY KEY (periode_id, unit_id, plugin)
) @STRICT_KEY@;

-- Scores: append-only, nothing is ever updated -------------------------------------------------------

CREATE TABLE hasil (
    id           @ID@,
    evaluasi_id  @BIG@ NOT NULL REFERENCES evaluasi,
    kode         TEXT NOT NULL,                   -- the function: skema.permenpanrb-6-2022.nilai, indikator.KODE.realisasi#RHK.NO
    release_id   @BIG@ NOT NULL REFERENCES release,
    setelan_hash TEXT NOT NULL REFERENCES setelan,
    masukan_hash TEXT NOT NULL CHECK (length(masukan_hash) = 64),
    masukan      TEXT NOT NULL,                   -- canonical JSON, exactly the fields in `reads`
    api          @BIG@ NOT NULL,
    nilai        TEXT,                            -- canonical JSON
    galat        TEXT,                            -- code
    pesan        TEXT,
    waktu        TEXT NOT NULL,
    CHECK ((nilai IS NULL) <> (galat IS NULL)),
    UNIQUE (evaluasi_id, kode, release_id, setelan_hash, masukan_hash)
) @STRICT@;

CREATE TABLE run (
    id         @ID@,
    periode_id @BIG@ NOT NULL REFERENCES periode,
    unit_id    @BIG@ REFERENCES unit,
    job_id     @BIG@ REFERENCES job,
    mulai      TEXT NOT NULL,
    selesai    TEXT,
    sampai     @BIG@ NOT NULL DEFAULT 0,          -- last evaluasi id that is done
    dinilai    @BIG@ NOT NULL DEFAULT 0,
    gagal      @BIG@ NOT NULL DEFAULT 0,
    tertunda   @BIG@ NOT NULL DEFAULT 0,
    digest     TEXT
) @STRICT@;

CREATE TABLE run_hasil (       -- the rows that hold in a run
    run_id      @BIG@ NOT NULL REFERENCES run,
    evaluasi_id @BIG@ NOT NULL REFERENCES evaluasi,
    hasil_id    @BIG@ NOT NULL REFERENCES hasil,
    PRIMARY KEY (run_id, evaluasi_id, hasil_id)
) @STRICT_KEY@;

CREATE TABLE job (             -- long work: resumed at start
    id      @ID@,
    jenis   TEXT NOT NULL,
    akun_id @BIG@ REFERENCES akun,
    status  TEXT NOT NULL CHECK (status IN ('antri', 'jalan', 'selesai', 'gagal', 'batal')),
    isi     TEXT NOT NULL,                        -- JSON: what to do
    maju    @BIG@ NOT NULL DEFAULT 0,
    total   @BIG@ NOT NULL DEFAULT 0,
    batal   @BIG@ NOT NULL DEFAULT 0 CHECK (batal IN (0, 1)),
    hasil   TEXT,
    dibuat  TEXT NOT NULL,
    diubah  TEXT NOT NULL
) @STRICT@;

-- Audit and idempotency ------------------------------------------------------------------------------

CREATE TABLE audit (           -- hash = BLAKE2b(previous hash ‖ canonical row); the chain's number is the order
    n             @BIG@ PRIMARY KEY,
    waktu         TEXT NOT NULL,
    akun_id       @BIG@,                          -- NULL: the command line or the server itself
    atas_nama     @BIG@,
    objek         TEXT NOT NULL,                  -- skp, realisasi, evaluasi, periode, release, akun, …
    objek_id      @BIG@ NOT NULL,
    peristiwa     TEXT NOT NULL,                  -- ajukan, setujui, …
    dari          TEXT NOT NULL DEFAULT '',
    ke            TEXT NOT NULL DEFAULT '',
    catatan       TEXT NOT NULL DEFAULT '',
    dokumen       TEXT NOT NULL DEFAULT '',       -- hash of the canonical document (a signature points here)
    peran         TEXT NOT NULL DEFAULT '',       -- as what the actor acted
    isi           TEXT NOT NULL DEFAULT '{}',     -- canonical JSON of what else matters
    hash          TEXT NOT NULL CHECK (length(hash) = 64)
) @STRICT@;
CREATE INDEX audit_objek ON audit (objek, objek_id, n);

CREATE TABLE kepala_audit (    -- the signed head, so that a cut tail shows
    satu   @BIG@ PRIMARY KEY CHECK (satu = 1),
    n      @BIG@ NOT NULL,
    hash   TEXT NOT NULL,
    tanda  TEXT NOT NULL DEFAULT '',              -- ed25519 over "n hash", by a key outside the database
    waktu  TEXT NOT NULL
) @STRICT@;

CREATE TABLE idempotensi (
    akun_id    @BIG@ NOT NULL REFERENCES akun,
    kunci      TEXT NOT NULL,
    permintaan TEXT NOT NULL,                     -- hash of method, path, If-Match and body
    status     @BIG@ NOT NULL,
    etag       TEXT,
    lokasi     TEXT,
    isi        TEXT NOT NULL,
    waktu      TEXT NOT NULL,
    PRIMARY KEY (akun_id, kunci)
) @STRICT_KEY@;
CREATE INDEX idempotensi_waktu ON idempotensi (waktu);
