// What is to be done and what is waited for, from the states of the lists.
import type { EvaluasiRingkas, ProgresBaris, SkpRingkas } from "../../../gen/api";
import { periode } from "../../core/i18n";
import { boleh } from "../../core/session";
import { t } from "./teks";

export type Tugas = { kunci: string; judul: string; ket: string; href: string; tenggat?: string };
export type Sumber = {
  hari: string;
  skp: SkpRingkas[];
  evaluasi: EvaluasiRingkas[];
  kembali: ProgresBaris[]; // own activities that were returned
  timSkp: SkpRingkas[];
  timProgres: ProgresBaris[];
  timEvaluasi: EvaluasiRingkas[];
};

/** The last day of a period by its code. */
export function akhir(kode: string): string {
  const y = kode.slice(0, 4), m = /-TW(\d)/.exec(kode), b = /^\d{4}-(\d\d)$/.exec(kode);
  const month = m ? Number(m[1]) * 3 : b ? Number(b[1]) : 12;
  return new Date(Date.UTC(Number(y), month, 0)).toISOString().slice(0, 10);
}

const count = (n: number): string => (n >= 50 ? t("lebih", { n: 50 }) : String(n));
const who = (s: { penilai: string | null }): string => s.penilai ?? t("penilai");

function own(s: Sumber): Tugas[] {
  const out: Tugas[] = [], tahun = s.hari.slice(0, 4);
  if (!s.skp.length && boleh("skp.susun")) out.push({ kunci: "skp", judul: t("skp_susun", { tahun }), ket: t("skp_susun_ket"), href: "/skp" });
  for (const x of s.skp) {
    if (x.status === "draf") out.push({ kunci: `skp${x.id}`, judul: t("skp_draf"), ket: t("skp_draf_ket", { penilai: who(x) }), href: `/skp/${x.id}` });
    if (x.status === "dikembalikan") out.push({ kunci: `skp${x.id}`, judul: t("skp_kembali"), ket: t("skp_kembali_ket", { penilai: who(x) }), href: `/skp/${x.id}` });
  }
  for (const x of s.evaluasi)
    if (x.status === "ditetapkan") out.push({ kunci: `eva${x.id}`, judul: t("eva_terima", { periode: periode(x.periode) }), ket: t("eva_terima_ket"), href: `/evaluasi/${x.id}` });
  if (s.kembali.length) out.push({ kunci: "prog", judul: t("prog_kembali"), ket: t("prog_kembali_ket", { n: count(s.kembali.length) }), href: "/pekerjaan" });
  return out;
}

function team(s: Sumber): Tugas[] {
  const out: Tugas[] = s.timSkp.map((x) => ({ kunci: `tskp${x.id}`, judul: t("tim_skp", { nama: x.pegawai.nama }), ket: t("tim_skp_ket"), href: `/skp/${x.id}` }));
  if (s.timProgres.length) out.push({ kunci: "tprog", judul: t("tim_prog"), ket: t("tim_prog_ket", { n: count(s.timProgres.length) }), href: "/tim" });
  const due = new Map<string, number>();
  for (const x of s.timEvaluasi) if (akhir(x.periode) < s.hari) due.set(x.periode, (due.get(x.periode) ?? 0) + 1);
  for (const [kode, n] of due) out.push({ kunci: `teva${kode}`, judul: t("tim_eva", { periode: periode(kode) }), ket: t("tim_eva_ket", { n: count(n) }), href: `/tim?periode=${kode}` });
  return out;
}

export const tugas = (s: Sumber): Tugas[] => [...own(s), ...team(s)];

export function tunggu(s: Sumber): Tugas[] {
  const out: Tugas[] = [];
  for (const x of s.skp)
    if (x.status === "diajukan") out.push({ kunci: `skp${x.id}`, judul: t("skp_tunggu"), ket: t("skp_tunggu_ket", { penilai: who(x) }), href: `/skp/${x.id}` });
  for (const x of s.evaluasi)
    if ((x.status === "belum" || x.status === "dinilai") && akhir(x.periode) < s.hari)
      out.push({ kunci: `eva${x.id}`, judul: t("eva_tunggu", { periode: periode(x.periode) }), ket: t("eva_tunggu_ket", { penilai: who(x) }), href: `/evaluasi/${x.id}` });
  return out;
}
