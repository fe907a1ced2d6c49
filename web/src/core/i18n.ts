// Texts in two languages, and how numbers and dates are written and read.
//
// A screen keeps its texts in one table: const t = kamus({ judul: { id: "Masuk", en: "Sign in" } }); t("judul").
// A key that is not there does not compile; tests/web fails where a language is empty.
import { signal } from "@preact/signals";

export type Bahasa = "id" | "en";
export type Teks = { id: string; en: string };

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the choice lasts as long as the page
  }
};
const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* as above */
  }
};

export const bahasa = signal<Bahasa>(kept("bahasa") === "en" ? "en" : "id");
export type Tema = "sistem" | "terang" | "gelap";
const kept_tema = kept("tema");
export const tema = signal<Tema>(kept_tema === "terang" || kept_tema === "gelap" ? kept_tema : "sistem");

const apply = (): void => {
  document.documentElement.lang = bahasa.value;
  if (tema.value === "sistem") delete document.documentElement.dataset.tema;
  else document.documentElement.dataset.tema = tema.value;
};
apply();

export function pilihBahasa(b: Bahasa): void {
  bahasa.value = b;
  keep("bahasa", b);
  apply();
}

export function pilihTema(x: Tema): void {
  tema.value = x;
  keep("tema", x);
  apply();
}

/** The text in the reader's language, with {names} filled in. */
export function teks(x: Teks, values?: Record<string, string | number>): string {
  const s = x[bahasa.value];
  return values ? s.replace(/\{(\w+)\}/g, (all, k: string) => String(values[k] ?? all)) : s;
}

export function kamus<K extends string>(table: Record<K, Teks>) {
  /* A code that a newer server knows and this page does not is shown as it is. */
  return (key: K, values?: Record<string, string | number>): string => (table[key] ? teks(table[key], values) : String(key));
}

// Numbers ---------------------------------------------------------------------------------------------------------

const locale = (): string => (bahasa.value === "id" ? "id-ID" : "en-GB");

/** 1234.5 as "1.234,5" (Indonesian) or "1,234.5". */
export const angka = (n: number, desimal = 2): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: desimal }).format(n);

/** What a person typed or pasted, as a number: "1.234,5", "1234.5", "1 234,5"; NaN where it is none.
 *  In Indonesian the comma is the decimal mark; a single point with other than three digits behind it is one too. */
export function bacaAngka(s: string): number {
  let x = s.trim().replace(/[\s\u00a0\u202f']/g, "").replace(/^\+/, "").replace(/[−–]/, "-");
  if (!/^-?[\d.,]+$/.test(x) || !/\d/.test(x)) return NaN;
  const comma = x.lastIndexOf(","), point = x.lastIndexOf(".");
  if (comma >= 0 && point >= 0) {
    x = comma > point ? x.replace(/\./g, "").replace(",", ".") : x.replace(/,/g, "");
  } else if (comma >= 0) {
    x = x.indexOf(",") === comma ? x.replace(",", ".") : x.replace(/,/g, "");
  } else if (point >= 0 && (x.indexOf(".") !== point || /^-?[1-9]\d{0,2}\.\d{3}$/.test(x))) {
    x = x.replace(/\./g, "");
  }
  return /^-?(\d+\.?\d*|\.\d+)$/.test(x) ? Number(x) : NaN;
}

// Dates -----------------------------------------------------------------------------------------------------------

/** The zone in which dates hold; from the server. */
export const zona = signal("Asia/Jakarta");

const format = (iso: string, o: Intl.DateTimeFormatOptions): string => {
  const d = new Date(iso.length === 10 ? iso + "T00:00:00Z" : iso);
  return Number.isNaN(d.getTime())
    ? iso
    : new Intl.DateTimeFormat(locale(), { ...o, timeZone: iso.length === 10 ? "UTC" : zona.value }).format(d);
};

/** "24 November 2026" */
export const tanggal = (iso: string): string => format(iso, { day: "numeric", month: "long", year: "numeric" });
/** "24 Nov" */
export const tanggalPendek = (iso: string): string => format(iso, { day: "numeric", month: "short" });
/** "14.05" (Indonesian) or "14:05" */
export const jam = (iso: string): string => format(iso, { hour: "2-digit", minute: "2-digit" });
/** "24 November 2026 pukul 14.05" */
export const waktu = (iso: string): string => `${tanggal(iso)} ${bahasa.value === "id" ? "pukul" : "at"} ${jam(iso)}`;
/** Names of the months. */
export const bulan = (m: number): string => format(`2026-${String(m).padStart(2, "0")}-01`, { month: "long" });

/** "2026-TW3" as "Triwulan III 2026", "2026-11" as "November 2026", "2026" as it is. */
export function periode(kode: string): string {
  const m = /^(\d{4})(?:-(?:TW([1-4])|(\d\d)))?$/.exec(kode);
  if (!m) return kode;
  if (m[2]) return `${bahasa.value === "id" ? "Triwulan" : "Quarter"} ${["I", "II", "III", "IV"][Number(m[2]) - 1]} ${m[1]}`;
  return m[3] ? `${bulan(Number(m[3]))} ${m[1]}` : kode;
}
