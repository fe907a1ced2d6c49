-- Simulations: a candidate (package and settings) beside the release in force, over the stored inputs of a
-- past period. Append-only: what an administrator saw before enabling stays as it was seen.

CREATE TABLE simulasi (
    id           @ID@,
    periode_id   @BIG@ NOT NULL REFERENCES periode,
    unit_id      @BIG@ REFERENCES unit,           -- NULL: the whole institution
    plugin       TEXT NOT NULL,
    label        TEXT NOT NULL,                   -- the manifest's version
    sha256       TEXT NOT NULL CHECK (length(sha256) = 64),  -- candidate; need not be installed
    setelan_hash TEXT NOT NULL CHECK (length(setelan_hash) = 64),
    evaluasi     @BIG@ NOT NULL,                  -- how many were computed on both sides
    berubah      @BIG@ NOT NULL,
    gagal        @BIG@ NOT NULL,                  -- with the candidate
    laporan      TEXT NOT NULL,                   -- canonical JSON
    hash         TEXT NOT NULL CHECK (length(hash) = 64),    -- BLAKE2b-256 of laporan
    durasi_us    @BIG@ NOT NULL,
    akun_id      @BIG@ REFERENCES akun,           -- NULL: the command line
    waktu        TEXT NOT NULL
) @STRICT@;
CREATE INDEX simulasi_calon ON simulasi (sha256, setelan_hash, periode_id);
