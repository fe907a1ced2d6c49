/* The story: units, posts and who holds them. A vacant post has no holder; special assignments (head of the
 * puskesmas, Plh, Plt) are made in demo.c. */
#include "domain/demo_bagian.h"

const struct demo_unit demo_units[] = {
    { "pekanbaru", "Pemerintah Kota Pekanbaru", "kota", NULL, NULL, true },
    { "setda", "Sekretariat Daerah", "sekretariat", "pekanbaru", NULL, true },
    { "inspektorat", "Inspektorat Daerah", "inspektorat", "pekanbaru", NULL, true },
    { "kec-tenayan-raya", "Kecamatan Tenayan Raya", "kecamatan", "pekanbaru", NULL, true },
    { "kel-bambu-kuning", "Kelurahan Bambu Kuning", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-bencah-lesung", "Kelurahan Bencah Lesung", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-industri-tenayan", "Kelurahan Industri Tenayan", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-melebung", "Kelurahan Melebung", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-rejosari", "Kelurahan Rejosari", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-sialang-sakti", "Kelurahan Sialang Sakti", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-tangkerang-timur", "Kelurahan Tangkerang Timur", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "kel-tuah-negeri", "Kelurahan Tuah Negeri", "kelurahan", "kec-tenayan-raya", NULL, false },
    { "dinkes", "Dinas Kesehatan", "dinas", "pekanbaru", NULL, true },
    { "pkm-tenayan-raya", "UPT Puskesmas Tenayan Raya", "puskesmas", "dinkes", "kec-tenayan-raya", false },
};
const size_t demo_units_n = COUNT(demo_units);

/* Shorthands of the table below: structural and other posts differ in few columns. */
#define KEL(suffix, nama, holder)                                                                            \
    { "lurah-" suffix, "kel-" suffix, "Lurah " nama, JAB_PENGAWAS, NULL,    "IV.a",       9, true, "camat",  \
      holder,          "pns",         "III/d",       "s1",         "S.Sos", TPL_KELURAHAN },                 \
        { "seklur-" suffix,                                                                                  \
          "kel-" suffix,                                                                                     \
          "Sekretaris Lurah " nama,                                                                          \
          JAB_PENGAWAS,                                                                                      \
          NULL,                                                                                              \
          "IV.b",                                                                                            \
          8,                                                                                                 \
          false,                                                                                             \
          "lurah-" suffix,                                                                                   \
          1,                                                                                                 \
          "pns",                                                                                             \
          "III/c",                                                                                           \
          "s1",                                                                                              \
          "S.IP",                                                                                            \
          TPL_KELURAHAN },                                                                                   \
    {                                                                                                        \
        "staf-" suffix, "kel-" suffix, "Pengadministrasi Pemerintahan " nama, JAB_PELAKSANA, NULL, NULL, 5,  \
            false, "lurah-" suffix, 1, "pns", "II/c", "sma", "", TPL_KELURAHAN                               \
    }
#define KASI(kode, nama)                                                                                     \
    {                                                                                                        \
        kode, "kec-tenayan-raya", nama, JAB_PENGAWAS, NULL, "IV.a", 9, false, "camat", 1, "pns", "III/d",    \
            "s1", "S.Sos", TPL_KECAMATAN                                                                     \
    }
#define STAF_KEC(kode, nama, atasan)                                                                         \
    {                                                                                                        \
        kode, "kec-tenayan-raya", nama, JAB_PELAKSANA, NULL, NULL, 6, false, atasan, 1, "pns", "III/a",      \
            "s1", "S.AP", TPL_KECAMATAN                                                                      \
    }
#define KABID(kode, nama)                                                                                    \
    {                                                                                                        \
        kode, "dinkes", nama, JAB_ADMINISTRATOR, NULL, "III.b", 11, false, "kadinkes", 1, "pns", "IV/a",     \
            "s2", "M.Kes", TPL_UMUM                                                                          \
    }
#define PKM(kode, nama, jenjang, kelas, n, status, golongan, pendidikan, gelar, tpl)                         \
    {                                                                                                        \
        kode, "pkm-tenayan-raya", nama, JAB_FUNGSIONAL, jenjang, NULL, kelas, false, "kapus", n, status,     \
            golongan, pendidikan, gelar, tpl                                                                 \
    }

const struct demo_pos demo_pos[] = {
    { "sekda", "setda", "Sekretaris Daerah", JAB_JPT, NULL, "II.a", 15, true, NULL, 1, "pns", "IV/d", "s2",
      "M.Si", TPL_UMUM },
    { "kabag-organisasi", "setda", "Kepala Bagian Organisasi", JAB_ADMINISTRATOR, NULL, "III.a", 12, false,
      "sekda", 1, "pns", "IV/a", "s2", "M.AP", TPL_UMUM },
    { "analis-kinerja", "setda", "Analis SDM Aparatur Ahli Muda", JAB_FUNGSIONAL, "ahli_muda", NULL, 9, false,
      "kabag-organisasi", 2, "pns", "III/c", "s1", "S.Kom", TPL_UMUM },

    { "inspektur", "inspektorat", "Inspektur Daerah", JAB_JPT, NULL, "II.b", 14, true, "sekda", 1, "pns",
      "IV/c", "s2", "M.Ak", TPL_UMUM },
    { "irban-1", "inspektorat", "Inspektur Pembantu Wilayah I", JAB_ADMINISTRATOR, NULL, "III.a", 12, false,
      "inspektur", 1, "pns", "IV/a", "s1", "S.E", TPL_UMUM },
    { "auditor", "inspektorat", "Auditor Ahli Muda", JAB_FUNGSIONAL, "ahli_muda", NULL, 9, false, "irban-1",
      2, "pns", "III/d", "s1", "S.E", TPL_UMUM },

    { "camat", "kec-tenayan-raya", "Camat Tenayan Raya", JAB_ADMINISTRATOR, NULL, "III.a", 12, true, "sekda",
      1, "pns", "IV/b", "s2", "M.Si", TPL_KECAMATAN },
    { "sekcam", "kec-tenayan-raya", "Sekretaris Kecamatan Tenayan Raya", JAB_ADMINISTRATOR, NULL, "III.b", 11,
      false, "camat", 1, "pns", "IV/a", "s1", "S.STP", TPL_KECAMATAN },
    KASI("kasi-pemerintahan", "Kepala Seksi Pemerintahan"),
    KASI("kasi-pelayanan", "Kepala Seksi Pelayanan Umum"),
    KASI("kasi-pmk", "Kepala Seksi Pemberdayaan Masyarakat"),
    KASI("kasi-trantib", "Kepala Seksi Ketenteraman dan Ketertiban"),
    { "kasubbag-umum-kec", "kec-tenayan-raya", "Kepala Subbagian Umum dan Kepegawaian", JAB_PENGAWAS, NULL,
      "IV.b", 8, false, "sekcam", 1, "pns", "III/c", "s1", "S.AP", TPL_KECAMATAN },
    { "kasubbag-keuangan-kec", "kec-tenayan-raya", "Kepala Subbagian Keuangan", JAB_PENGAWAS, NULL, "IV.b", 8,
      false, "sekcam", 1, "pns", "III/c", "s1", "S.E", TPL_KECAMATAN },
    STAF_KEC("staf-pelayanan-1", "Pengelola Pelayanan Terpadu", "kasi-pelayanan"),
    STAF_KEC("staf-pelayanan-2", "Pengadministrasi Surat Pengantar", "kasi-pelayanan"),
    STAF_KEC("staf-pemerintahan", "Pengelola Administrasi Wilayah", "kasi-pemerintahan"),
    STAF_KEC("staf-pmk", "Penyusun Bahan Musrenbang", "kasi-pmk"),
    STAF_KEC("staf-trantib", "Pengelola Ketertiban Umum", "kasi-trantib"),
    STAF_KEC("staf-keuangan", "Bendahara Kecamatan", "kasubbag-keuangan-kec"),

    KEL("bambu-kuning", "Bambu Kuning", 1),
    KEL("bencah-lesung", "Bencah Lesung", 1),
    KEL("industri-tenayan", "Industri Tenayan", 1),
    KEL("melebung", "Melebung", 0), /* vacant: a Plt leads it */
    KEL("rejosari", "Rejosari", 1),
    KEL("sialang-sakti", "Sialang Sakti", 1),
    KEL("tangkerang-timur", "Tangkerang Timur", 1),
    KEL("tuah-negeri", "Tuah Negeri", 1),

    { "kadinkes", "dinkes", "Kepala Dinas Kesehatan", JAB_JPT, NULL, "II.b", 14, true, "sekda", 1, "pns",
      "IV/c", "s2", "M.Kes", TPL_UMUM },
    { "sekdinkes", "dinkes", "Sekretaris Dinas Kesehatan", JAB_ADMINISTRATOR, NULL, "III.a", 12, false,
      "kadinkes", 1, "pns", "IV/b", "s2", "M.Kes", TPL_UMUM },
    KABID("kabid-kesmas", "Kepala Bidang Kesehatan Masyarakat"),
    KABID("kabid-p2p", "Kepala Bidang Pencegahan dan Pengendalian Penyakit"),
    KABID("kabid-yankes", "Kepala Bidang Pelayanan Kesehatan"),
    { "kasubbag-umum-dinkes", "dinkes", "Kepala Subbagian Umum dan Kepegawaian", JAB_PENGAWAS, NULL, "IV.a",
      9, false, "sekdinkes", 1, "pns", "III/d", "s1", "SKM", TPL_UMUM },
    { "staf-umum-dinkes", "dinkes", "Pengelola Kepegawaian", JAB_PELAKSANA, NULL, NULL, 6, false,
      "kasubbag-umum-dinkes", 2, "pns", "III/a", "s1", "S.AP", TPL_UMUM },
    { "epidemiolog", "dinkes", "Epidemiolog Kesehatan Ahli Pertama", JAB_FUNGSIONAL, "ahli_pertama", NULL, 8,
      false, "kabid-p2p", 1, "pns", "III/b", "s1", "SKM", TPL_UMUM },

    /* Headed by a functional official with tugas tambahan: nobody holds this post definitively. */
    { "kapus", "pkm-tenayan-raya", "Kepala UPT Puskesmas Tenayan Raya", JAB_FUNGSIONAL, NULL, NULL, 10, true,
      "kadinkes", 0, "pns", "IV/a", "s2", "", TPL_PUSKESMAS },
    PKM("dokter-madya", "Dokter Ahli Madya", "ahli_madya", 11, 1, "pns", "IV/a", "s2", "M.Kes",
        TPL_PUSKESMAS),
    PKM("dokter-pertama", "Dokter Ahli Pertama", "ahli_pertama", 9, 2, "pns", "III/b", "s1", "",
        TPL_PUSKESMAS),
    { "kasubbag-tu-pkm", "pkm-tenayan-raya", "Kepala Subbagian Tata Usaha", JAB_PENGAWAS, NULL, "IV.a", 8,
      false, "kapus", 1, "pns", "III/d", "s1", "SKM", TPL_PUSKESMAS },
    PKM("perawat-terampil", "Perawat Terampil", "terampil", 6, 4, "pns", "II/d", "d3", "A.Md.Kep",
        TPL_PERAWAT),
    PKM("perawat-pertama", "Perawat Ahli Pertama", "ahli_pertama", 8, 2, "pns", "III/b", "s1", "S.Kep",
        TPL_PERAWAT),
    PKM("perawat-pppk", "Perawat Terampil PPPK", "terampil", 6, 2, "pppk", "VII", "d3", "A.Md.Kep",
        TPL_PERAWAT),
    PKM("perawat-cpns", "Calon Perawat Ahli Pertama", "ahli_pertama", 8, 1, "cpns", "III/a", "s1", "S.Kep",
        TPL_PERAWAT),
    PKM("bidan-terampil", "Bidan Terampil", "terampil", 6, 3, "pns", "II/d", "d3", "A.Md.Keb", TPL_BIDAN),
    PKM("bidan-pertama", "Bidan Ahli Pertama", "ahli_pertama", 8, 1, "pns", "III/b", "d4", "S.Tr.Keb",
        TPL_BIDAN),
    PKM("bidan-pppk", "Bidan Terampil PPPK", "terampil", 6, 1, "pppk", "VII", "d3", "A.Md.Keb", TPL_BIDAN),
    PKM("apoteker", "Apoteker Ahli Pertama", "ahli_pertama", 8, 1, "pns", "III/b", "s1", "S.Farm",
        TPL_PUSKESMAS),
    PKM("nutrisionis", "Nutrisionis Terampil", "terampil", 6, 1, "pns", "II/d", "d3", "A.Md.Gz",
        TPL_PUSKESMAS),
    { "staf-tu-pkm", "pkm-tenayan-raya", "Pengadministrasi Umum", JAB_PELAKSANA, NULL, NULL, 5, false,
      "kasubbag-tu-pkm", 2, "pns", "II/b", "sma", "", TPL_PUSKESMAS },
};
const size_t demo_pos_n = COUNT(demo_pos);
