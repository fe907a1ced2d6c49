-- The life of a release: why its gate refused it, quarantine, and proposals to put it in force.

ALTER TABLE release ADD COLUMN alasan_kode TEXT NOT NULL DEFAULT '';    -- code, file and line of the refusal
ALTER TABLE release ADD COLUMN alasan_berkas TEXT NOT NULL DEFAULT '';
ALTER TABLE release ADD COLUMN alasan_baris @BIG@ NOT NULL DEFAULT 0;
ALTER TABLE release ADD COLUMN tunda TEXT NOT NULL DEFAULT '';          -- quarantine that waits for the end of a run
ALTER TABLE run ADD COLUMN denyut TEXT NOT NULL DEFAULT '';             -- last sign of life of the process that runs it

CREATE TABLE usulan_aktivasi (  -- a proposal to put a release with settings in force; nothing of it ever changes but its end
    id               @ID@,
    unit_id          @BIG@ NOT NULL REFERENCES unit,
    plugin           TEXT NOT NULL,
    release_id       @BIG@ NOT NULL REFERENCES release,
    setelan_hash     TEXT NOT NULL REFERENCES setelan,
    mulai            TEXT NOT NULL,               -- first day of the period from which it shall hold
    periode_id       @BIG@ REFERENCES periode,    -- the period that was named, NULL: only the day
    dasar_nomor      TEXT NOT NULL DEFAULT '',
    dasar_tanggal    TEXT,
    dasar_berkas     TEXT,
    simulasi_id      @BIG@ REFERENCES simulasi,   -- what was shown
    simulasi_hash    TEXT,
    tanpa_simulasi   TEXT NOT NULL DEFAULT '',    -- why there is none
    alasan           TEXT NOT NULL DEFAULT '',    -- the proposer's
    status           TEXT NOT NULL DEFAULT 'diajukan' CHECK (status IN ('diajukan', 'disetujui', 'ditolak', 'dibatalkan')),
    cara             TEXT CHECK (cara IN ('persetujuan', 'konfirmasi', 'operator')),
    akun_id          @BIG@ REFERENCES akun,       -- who proposed; NULL: the command line
    waktu            TEXT NOT NULL,
    pemutus_id       @BIG@ REFERENCES akun,       -- who decided; NULL: not yet, or the command line
    diputus          TEXT,
    catatan          TEXT NOT NULL DEFAULT '',    -- the decider's
    aktivasi_id      @BIG@ REFERENCES aktivasi,
    versi            @BIG@ NOT NULL DEFAULT 1,
    CHECK ((simulasi_id IS NULL) = (simulasi_hash IS NULL)),
    CHECK ((simulasi_id IS NULL) = (tanpa_simulasi <> '')),
    CHECK (cara IS NULL OR status = 'disetujui')
) @STRICT@;
CREATE INDEX usulan_aktivasi_unit ON usulan_aktivasi (unit_id, id);
CREATE INDEX usulan_aktivasi_terbuka ON usulan_aktivasi (plugin, unit_id) WHERE status = 'diajukan';

CREATE TABLE kejadian_plugin ( -- calls that ended their process twice, the second time alone
    id           @ID@,
    release_id   @BIG@ NOT NULL REFERENCES release,
    fungsi       TEXT NOT NULL,
    setelan_hash TEXT NOT NULL DEFAULT '',
    masukan_hash TEXT NOT NULL CHECK (length(masukan_hash) = 64),
    galat        TEXT NOT NULL,                  -- plugin.batas_waktu, plugin.mati
    asal         TEXT NOT NULL CHECK (asal IN ('run', 'permintaan', 'verify', 'replay')),
    waktu        TEXT NOT NULL
) @STRICT@;
CREATE INDEX kejadian_plugin_release ON kejadian_plugin (release_id, waktu);
