-- A simulation in which the machine had no time for some evaluations is not complete: it says nothing about
-- them, so it does not count for enabling. `tertunda` is how many; 0 means that it is complete.

ALTER TABLE simulasi ADD COLUMN tertunda @BIG@ NOT NULL DEFAULT 0 CHECK (tertunda >= 0);

-- Reports that were stored before name the number in their text; one is enough to know that it is not 0.
UPDATE simulasi SET tertunda = 1
 WHERE laporan LIKE '%"tertunda":1%' OR laporan LIKE '%"tertunda":2%' OR laporan LIKE '%"tertunda":3%'
    OR laporan LIKE '%"tertunda":4%' OR laporan LIKE '%"tertunda":5%' OR laporan LIKE '%"tertunda":6%'
    OR laporan LIKE '%"tertunda":7%' OR laporan LIKE '%"tertunda":8%' OR laporan LIKE '%"tertunda":9%';
CREATE INDEX simulasi_plugin ON simulasi (plugin, id);
