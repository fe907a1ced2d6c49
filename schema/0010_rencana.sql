-- Planning: signatures on a plan's version, why it was revised, RHK with an identity over versions and
-- provisional parents; the dialogue about a plan; intended results of a leader's people; templates.

ALTER TABLE skp_versi ADD COLUMN alasan_kode TEXT
    CHECK (alasan_kode IN ('strategi', 'jabatan', 'penugasan', 'anggaran'));
ALTER TABLE skp_versi ADD COLUMN peringatan TEXT;          -- JSON: the warnings with which it was approved
ALTER TABLE skp_versi ADD COLUMN ttd_pegawai TEXT;         -- moment of the owner's signature; any edit voids it
ALTER TABLE skp_versi ADD COLUMN ttd_pegawai_hash TEXT;    -- the document that it stands under
ALTER TABLE skp_versi ADD COLUMN ttd_penilai TEXT;
ALTER TABLE skp_versi ADD COLUMN ttd_penilai_hash TEXT;
ALTER TABLE skp_versi ADD COLUMN ttd_penilai_id @BIG@ REFERENCES pegawai;
UPDATE skp_versi SET ttd_pegawai_hash = hash, ttd_pegawai = (SELECT max(a.waktu) FROM audit a
    WHERE a.objek = 'skp' AND a.objek_id = skp_versi.id AND a.peristiwa = 'ajukan')
    WHERE hash IS NOT NULL AND status NOT IN ('draf', 'dikembalikan', 'batal');
UPDATE skp_versi SET ttd_penilai_hash = hash, ttd_penilai = (SELECT max(a.waktu) FROM audit a
    WHERE a.objek = 'skp' AND a.objek_id = skp_versi.id AND a.peristiwa = 'setujui'),
    ttd_penilai_id = (SELECT s.penilai_id FROM skp s WHERE s.id = skp_versi.skp_id)
    WHERE hash IS NOT NULL AND status IN ('disetujui', 'berjalan', 'selesai', 'revisi', 'digantikan');

-- One RHK in several versions of a plan has one identity: the id of its first row (NULL: this is it). A link
-- to any of its rows means the one in the version in force.
ALTER TABLE rhk ADD COLUMN pokok_id @BIG@ REFERENCES rhk;
ALTER TABLE rhk ADD COLUMN induk_sementara TEXT NOT NULL DEFAULT '';  -- provisional parent, as the owner words it
ALTER TABLE rhk ADD COLUMN taut_rhk_id @BIG@ REFERENCES rhk;          -- to what it was tied later; not under the signatures
ALTER TABLE rhk ADD COLUMN dikerjakan_sendiri @BIG@ NOT NULL DEFAULT 0 CHECK (dikerjakan_sendiri IN (0, 1));
ALTER TABLE rhk ADD COLUMN dari_rhk_id @BIG@ REFERENCES rhk;          -- taken over from another plan
CREATE INDEX rhk_pokok ON rhk (pokok_id);
CREATE INDEX rhk_taut ON rhk (taut_rhk_id);
CREATE INDEX rhk_dari ON rhk (dari_rhk_id);
UPDATE rhk SET pokok_id = (WITH RECURSIVE naik(id) AS (SELECT rhk.id UNION SELECT p.rhk_id FROM naik
    JOIN indikator i ON i.rhk_id = naik.id AND i.no = 1 JOIN indikator p ON p.id = i.asal_id)
    SELECT nullif(min(id), rhk.id) FROM naik)
    WHERE skp_versi_id IN (SELECT id FROM skp_versi WHERE n > 1);

INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES
    ('kaskade.toleransi_persen', '2022-01-01', 5, 'persen',
     'Jumlah target bawahan terhadap target pimpinan pada pembagian langsung; ditetapkan instansi', 'I');

CREATE TABLE dialog (          -- minutes of a dialogue (dialog kinerja) about one version of a plan
    id                 @ID@,
    skp_versi_id       @BIG@ NOT NULL REFERENCES skp_versi,
    status             TEXT NOT NULL DEFAULT 'draf' CHECK (status IN ('draf', 'menunggu', 'sah')),
    tanggal            TEXT NOT NULL CHECK (length(tanggal) = 10),
    pukul              TEXT NOT NULL DEFAULT '',
    cara               TEXT NOT NULL CHECK (cara IN ('tatap_muka', 'daring', 'telepon', 'tertulis')),
    tempat             TEXT NOT NULL DEFAULT '',
    rencana            TEXT NOT NULL DEFAULT '',  -- what was clarified about (a) the plan and expected behaviour
    sumber_daya        TEXT NOT NULL DEFAULT '',  -- (b) the resources that it needs
    pertanggungjawaban TEXT NOT NULL DEFAULT '',  -- (c) the accountability scheme
    konsekuensi        TEXT NOT NULL DEFAULT '',  -- (d) the consequences
    kesepakatan        TEXT NOT NULL CHECK (kesepakatan IN ('sepakat', 'tidak_sepakat')),
    keberatan_pegawai  TEXT NOT NULL DEFAULT '',  -- where they disagree: the employee's view,
    keputusan_pimpinan TEXT NOT NULL DEFAULT '',  -- and the leader's decision, which stands
    catatan            TEXT NOT NULL DEFAULT '',
    hash               TEXT,                      -- of the document that was confirmed
    sah_pegawai        TEXT,                      -- moment of the confirmation; any edit voids both
    sah_penilai        TEXT,
    sah_penilai_id     @BIG@ REFERENCES pegawai,
    dibuat             TEXT NOT NULL,
    versi              @BIG@ NOT NULL DEFAULT 1,
    CHECK (kesepakatan = 'sepakat' OR (keberatan_pegawai <> '' AND keputusan_pimpinan <> ''))
) @STRICT@;
CREATE INDEX dialog_skp_versi ON dialog (skp_versi_id);

CREATE TABLE dialog_peserta (  -- who took part
    dialog_id  @BIG@ NOT NULL REFERENCES dialog,
    no         @BIG@ NOT NULL,
    pegawai_id @BIG@ REFERENCES pegawai,          -- NULL: from outside
    nama       TEXT NOT NULL,
    peran      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dialog_id, no)
) @STRICT_KEY@;

CREATE TABLE dialog_tindak_lanjut (
    dialog_id         @BIG@ NOT NULL REFERENCES dialog,
    no                @BIG@ NOT NULL,
    teks              TEXT NOT NULL,
    penanggung_jawab  TEXT NOT NULL DEFAULT '',
    batas             TEXT,
    PRIMARY KEY (dialog_id, no)
) @STRICT_KEY@;

CREATE TABLE peran_hasil (     -- the result that a leader intends for one of his people under one of his RHK
    id         @ID@,
    rhk_id     @BIG@ NOT NULL REFERENCES rhk,     -- the leader's RHK, by its identity (its first row)
    pegawai_id @BIG@ NOT NULL REFERENCES pegawai,
    teks       TEXT NOT NULL CHECK (length(teks) BETWEEN 1 AND 2000),
    dibuat     TEXT NOT NULL,
    UNIQUE (rhk_id, pegawai_id)
) @STRICT@;
CREATE INDEX peran_hasil_pegawai ON peran_hasil (pegawai_id);

CREATE TABLE templat (         -- the content of a plan, to be copied to a group
    id            @ID@,
    nama          TEXT NOT NULL CHECK (length(nama) BETWEEN 1 AND 200),
    unit_id       @BIG@ NOT NULL REFERENCES unit,
    jabatan_jenis TEXT CHECK (jabatan_jenis IN ('jpt', 'administrator', 'pengawas', 'pelaksana', 'fungsional')),
    form          TEXT NOT NULL CHECK (form IN ('A', 'B')),
    pendekatan    TEXT NOT NULL CHECK (pendekatan IN ('kuantitatif', 'kualitatif')),
    isi           TEXT NOT NULL,                  -- canonical JSON in the form of a plan's content
    dari_versi_id @BIG@ NOT NULL REFERENCES skp_versi,
    dibuat        TEXT NOT NULL,
    aktif         @BIG@ NOT NULL DEFAULT 1 CHECK (aktif IN (0, 1)),
    versi         @BIG@ NOT NULL DEFAULT 1
) @STRICT@;
CREATE INDEX templat_unit ON templat (unit_id);
