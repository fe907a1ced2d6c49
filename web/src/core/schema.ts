// The JSON-Schema subset of plugins, read for a form: what was typed (texts) becomes values, or says what is wrong.
import { angka, bacaAngka } from "./i18n";
import { t } from "../parts/teks";
import { bacaTanggal } from "../parts/fields";

export type Skema = {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: (string | number)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  properties?: Record<string, Skema>;
  required?: string[];
  items?: Skema;
};

/** What was typed: texts and ticks, in the shape of the schema. */
export type Ketikan = string | boolean | Ketikan[] | { [k: string]: Ketikan };
export type Salah = Record<string, string>; // by JSON Pointer

export const jenis = (s: Skema): string => {
  const k = Array.isArray(s.type) ? s.type.find((x) => x !== "null") : s.type;
  return k ?? (s.properties ? "object" : "string");
};
export const label = (s: Skema, name: string): string => s.title ?? name.replace(/_/g, " ");

/** The texts that stand for a value, or an empty form. */
export function ketikan(s: Skema, v: unknown): Ketikan {
  const k = jenis(s);
  if (v === undefined) v = s.default;
  if (k === "object") {
    const o = (v ?? {}) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(s.properties ?? {}).map(([n, p]) => [n, ketikan(p, o[n])]));
  }
  if (k === "array") return Array.isArray(v) ? v.map((x) => ketikan(s.items ?? {}, x)) : [];
  if (k === "boolean") return v === true;
  if (v === undefined || v === null) return "";
  return typeof v === "number" && !s.enum ? angka(v, 12).replace(/[\s\u00a0]/g, "") : String(v);
}

function number(s: Skema, text: string, name: string): number | string {
  const n = bacaAngka(text);
  if (Number.isNaN(n)) return t("bukan_angka", { label: name });
  if (jenis(s) === "integer" && !Number.isInteger(n)) return t("bulat", { label: name });
  if (s.minimum !== undefined && n < s.minimum) return t("minimum", { label: name, n: angka(s.minimum) });
  if (s.maximum !== undefined && n > s.maximum) return t("maksimum", { label: name, n: angka(s.maximum) });
  return n;
}

function words(s: Skema, text: string, name: string): string | null {
  const n = [...text].length;
  if (s.minLength !== undefined && n < s.minLength) return t("pendek", { label: name, n: s.minLength });
  if (s.maxLength !== undefined && n > s.maxLength) return t("panjang", { label: name, n: s.maxLength, kini: n });
  try {
    return s.pattern && !new RegExp(s.pattern, "u").test(text) ? t("bentuk", { label: name }) : null;
  } catch {
    return null; // a pattern of the server's dialect; the server judges
  }
}

/** The value that `k` stands for; faults are put into `salah` under their pointer. */
export function baca(s: Skema, k: Ketikan, at: string, name: string, need: boolean, salah: Salah): unknown {
  const kind = jenis(s);
  if (kind === "object") {
    const o = k as Record<string, Ketikan>, out: Record<string, unknown> = {};
    for (const [n, p] of Object.entries(s.properties ?? {})) {
      const v = baca(p, o[n] ?? "", `${at}/${n}`, label(p, n), s.required ? s.required.includes(n) : p.default === undefined, salah);
      if (v !== undefined) out[n] = v;
    }
    return out;
  }
  if (kind === "array") {
    const rows = k as Ketikan[];
    if (s.minItems !== undefined && rows.length < s.minItems) salah[at] = t("minimum", { label: name, n: s.minItems });
    return rows.map((x, i) => baca(s.items ?? {}, x, `${at}/${i}`, `${name} ${i + 1}`, true, salah));
  }
  if (kind === "boolean") return k === true;
  const text = String(k).trim();
  if (text === "" || text === "--") {
    if (need) salah[at] = t(s.enum ? "pilihan_satu" : "wajib", { label: name });
    return undefined;
  }
  if (s.enum) return s.enum.find((x) => String(x) === text);
  if (kind === "integer" || kind === "number") {
    const n = number(s, text, name);
    if (typeof n === "string") salah[at] = n;
    return typeof n === "number" ? n : undefined;
  }
  if (s.format === "date") {
    const d = bacaTanggal(text);
    if (!d) salah[at] = t("tanggal_salah", { label: name });
    return d || undefined;
  }
  const wrong = words(s, text, name);
  if (wrong) salah[at] = wrong;
  return text;
}
