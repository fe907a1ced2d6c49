/* The hak rows: who may do what in which relation. right.c reads them. */
#include "domain/right.h"

#define HAK(p, a, r)                                                                                         \
    {                                                                                                        \
        PERAN_##p, AKSI_##a, REL_##r                                                                         \
    }
#define HAK_SEMUA_PERAN(a)                                                                                   \
    HAK(PEGAWAI, a, SEMUA), HAK(PENGELOLA, a, SEMUA), HAK(ADMIN_UNIT, a, SEMUA), HAK(ADMIN_PUSAT, a, SEMUA), \
        HAK(AUDITOR, a, SEMUA)
/* What is about a person: himself, who evaluates him, that one's superior. */
#define HAK_PRIBADI(a) HAK(PEGAWAI, a, DIRI), HAK(PEGAWAI, a, PENILAI), HAK(PEGAWAI, a, ATASAN_PENILAI)

/* REL_UNIT of PERAN_PEGAWAI is the line of command under the units that he heads; of the other roles it is
 * the subtree of the role's unit, and everything where the role has none. PERAN_SISTEM has every right and
 * no rows. */
const struct hak hak_table[] = {
    HAK_SEMUA_PERAN(UNIT_LIHAT),
    HAK_SEMUA_PERAN(PERIODE_LIHAT),
    HAK_SEMUA_PERAN(PLUGIN_LIHAT),

    HAK(PEGAWAI, UNIT_ANGKA, UNIT),
    HAK(PEGAWAI, UNIT_ANGKA, WILAYAH),
    HAK(PENGELOLA, UNIT_ANGKA, UNIT),
    HAK(ADMIN_UNIT, UNIT_ANGKA, UNIT),
    HAK(ADMIN_PUSAT, UNIT_ANGKA, UNIT),
    HAK(AUDITOR, UNIT_ANGKA, UNIT),
    HAK(ADMIN_UNIT, UNIT_UBAH, UNIT),
    HAK(ADMIN_PUSAT, UNIT_UBAH, UNIT),

    HAK_PRIBADI(PEGAWAI_LIHAT),
    HAK(PEGAWAI, PEGAWAI_LIHAT, UNIT),
    HAK(PENGELOLA, PEGAWAI_LIHAT, UNIT),
    HAK(ADMIN_UNIT, PEGAWAI_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, PEGAWAI_LIHAT, UNIT),
    HAK(AUDITOR, PEGAWAI_LIHAT, UNIT),
    HAK(ADMIN_UNIT, PEGAWAI_UBAH, UNIT),
    HAK(ADMIN_PUSAT, PEGAWAI_UBAH, UNIT),

    HAK(ADMIN_PUSAT, PERIODE_UBAH, UNIT),

    HAK_PRIBADI(SKP_LIHAT),
    HAK(PEGAWAI, SKP_LIHAT, UNIT),
    HAK(PENGELOLA, SKP_LIHAT, UNIT),
    HAK(ADMIN_UNIT, SKP_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, SKP_LIHAT, UNIT),
    HAK(AUDITOR, SKP_LIHAT, UNIT),
    HAK(PEGAWAI, SKP_SUSUN, DIRI),
    HAK(PEGAWAI, SKP_SETUJUI, PENILAI),
    /* Minutes are written by the two who spoke. */
    HAK(PEGAWAI, DIALOG_ISI, DIRI),
    HAK(PEGAWAI, DIALOG_ISI, PENILAI),
    /* Templates make drafts for others; each owner still submits by himself. */
    HAK(PEGAWAI, TEMPLAT_KELOLA, PENILAI),
    HAK(PEGAWAI, TEMPLAT_KELOLA, UNIT),
    HAK(PENGELOLA, TEMPLAT_KELOLA, UNIT),
    HAK(ADMIN_UNIT, TEMPLAT_KELOLA, UNIT),
    HAK(ADMIN_PUSAT, TEMPLAT_KELOLA, UNIT),

    HAK_PRIBADI(REALISASI_LIHAT),
    HAK(PEGAWAI, REALISASI_LIHAT, UNIT),
    HAK(PENGELOLA, REALISASI_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, REALISASI_LIHAT, UNIT),
    HAK(AUDITOR, REALISASI_LIHAT, UNIT),
    HAK(PEGAWAI, REALISASI_ISI, DIRI),
    HAK(PEGAWAI, REALISASI_TERIMA, PENILAI),
    /* Evidence may show patients and citizens: not for everybody who sees the figures. */
    HAK_PRIBADI(BUKTI_LIHAT),
    HAK(PENGELOLA, BUKTI_LIHAT, UNIT),
    HAK(AUDITOR, BUKTI_LIHAT, UNIT),

    HAK_PRIBADI(PROGRES_LIHAT),
    HAK(PEGAWAI, PROGRES_LIHAT, UNIT),
    HAK(PENGELOLA, PROGRES_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, PROGRES_LIHAT, UNIT),
    HAK(AUDITOR, PROGRES_LIHAT, UNIT),
    HAK(PEGAWAI, PROGRES_ISI, DIRI),
    HAK(PEGAWAI, PROGRES_SETUJUI, PENILAI),

    HAK_PRIBADI(EVALUASI_LIHAT),
    HAK(PEGAWAI, EVALUASI_LIHAT, UNIT),
    HAK(PENGELOLA, EVALUASI_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, EVALUASI_LIHAT, UNIT),
    HAK(AUDITOR, EVALUASI_LIHAT, UNIT),
    HAK(PEGAWAI, EVALUASI_NILAI, PENILAI),

    HAK_PRIBADI(KEBERATAN_LIHAT),
    HAK(PENGELOLA, KEBERATAN_LIHAT, UNIT),
    HAK(AUDITOR, KEBERATAN_LIHAT, UNIT),
    HAK(PEGAWAI, KEBERATAN_PUTUS, ATASAN_PENILAI),

    /* What people say about each other is for those who work with it: not for administrators or auditors. */
    HAK_PRIBADI(UMPAN_LIHAT),
    HAK(PENGELOLA, UMPAN_LIHAT, UNIT),
    HAK(PEGAWAI, UMPAN_BERI, SEMUA), /* to whom: umpan_hubungan */
    HAK_PRIBADI(BIMBINGAN_LIHAT),
    HAK(PEGAWAI, BIMBINGAN_CATAT, PENILAI),
    /* Between the two alone. */
    HAK(PEGAWAI, KONSELING_LIHAT, DIRI),
    HAK(PEGAWAI, KONSELING_LIHAT, PENILAI),

    /* Asked for the unit above: nobody fixes the achievement of the unit that he heads himself. */
    HAK(PEGAWAI, CAPAIAN_ORGANISASI_UBAH, UNIT),
    HAK(ADMIN_PUSAT, CAPAIAN_ORGANISASI_UBAH, UNIT),

    /* The tim pengelola kinerja and the leaders of the line of command; the marks are the team's. */
    HAK(PEGAWAI, KONSOLIDASI_LIHAT, UNIT),
    HAK(PENGELOLA, KONSOLIDASI_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, KONSOLIDASI_LIHAT, UNIT),
    HAK(AUDITOR, KONSOLIDASI_LIHAT, UNIT),
    HAK(PENGELOLA, KONSOLIDASI_PERIKSA, UNIT),
    HAK(PEGAWAI, KALIBRASI_KELOLA, UNIT),
    HAK(PENGELOLA, KALIBRASI_KELOLA, UNIT),

    HAK_PRIBADI(PELATIHAN_LIHAT),
    HAK(PEGAWAI, PELATIHAN_LIHAT, UNIT),
    HAK(PENGELOLA, PELATIHAN_LIHAT, UNIT),
    HAK(ADMIN_UNIT, PELATIHAN_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, PELATIHAN_LIHAT, UNIT),
    HAK(AUDITOR, PELATIHAN_LIHAT, UNIT),
    HAK(PEGAWAI, PELATIHAN_IKUTI, DIRI),
    /* The offices keep the certificates; a superior sees them but does not vouch for them. */
    HAK(PENGELOLA, PELATIHAN_VERIFIKASI, UNIT),
    HAK(ADMIN_UNIT, PELATIHAN_VERIFIKASI, UNIT),
    HAK(ADMIN_PUSAT, PELATIHAN_VERIFIKASI, UNIT),
    HAK(PENGELOLA, PELATIHAN_KELOLA, UNIT),
    HAK(ADMIN_UNIT, PELATIHAN_KELOLA, UNIT),
    HAK(ADMIN_PUSAT, PELATIHAN_KELOLA, UNIT),

    HAK(ADMIN_UNIT, PLUGIN_UBAH, UNIT),
    HAK(ADMIN_PUSAT, PLUGIN_UBAH, UNIT),
    /* A simulation shows people whom a candidate would move, and why: whoever may put it in force, and who
     * watches over that. */
    HAK(ADMIN_UNIT, PLUGIN_TELAAH, UNIT),
    HAK(ADMIN_PUSAT, PLUGIN_TELAAH, UNIT),
    HAK(AUDITOR, PLUGIN_TELAAH, UNIT),

    HAK(ADMIN_PUSAT, SCORING_JALANKAN, UNIT),
    HAK(PENGELOLA, SCORING_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, SCORING_LIHAT, UNIT),
    HAK(AUDITOR, SCORING_LIHAT, UNIT),

    HAK(ADMIN_PUSAT, AUDIT_LIHAT, UNIT),
    HAK(AUDITOR, AUDIT_LIHAT, UNIT),

    HAK(ADMIN_UNIT, AKUN_UBAH, UNIT),
    HAK(ADMIN_PUSAT, AKUN_UBAH, UNIT),

    /* Beside these the holder of an authorisation sees it and what he prepared (kuasa.h, naskah.h). What
     * waits for a person is his alone; the office sees only the sheet that it has to check. */
    HAK(PEGAWAI, KUASA_LIHAT, DIRI),
    HAK(PENGELOLA, KUASA_LIHAT, UNIT),
    HAK(ADMIN_UNIT, KUASA_LIHAT, UNIT),
    HAK(ADMIN_PUSAT, KUASA_LIHAT, UNIT),
    HAK(AUDITOR, KUASA_LIHAT, UNIT),
    HAK(PEGAWAI, KUASA_BERI, DIRI),
    HAK(ADMIN_UNIT, KUASA_BERI, UNIT),
    HAK(ADMIN_PUSAT, KUASA_BERI, UNIT),
    HAK(PEGAWAI, NASKAH_LIHAT, DIRI),
    HAK(AUDITOR, NASKAH_LIHAT, UNIT),
    HAK(PENGELOLA, NASKAH_PERIKSA, UNIT),
    HAK(ADMIN_UNIT, NASKAH_PERIKSA, UNIT),
    HAK(ADMIN_PUSAT, NASKAH_PERIKSA, UNIT),
    HAK(ADMIN_UNIT, BATAS_UBAH, UNIT),
    HAK(ADMIN_PUSAT, BATAS_UBAH, UNIT),
    HAK(PENGELOLA, BATAS_KECUALIKAN, UNIT),
    HAK(ADMIN_UNIT, BATAS_KECUALIKAN, UNIT),
    HAK(ADMIN_PUSAT, BATAS_KECUALIKAN, UNIT),
};
const size_t hak_count = COUNT(hak_table);
