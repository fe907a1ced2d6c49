// The steps of a result (jejak), so that a person can redo them on paper.
import type { Langkah } from "../../gen/api";
import { angka } from "../core/i18n";
import { sebut } from "./basic";
import { t } from "./teks";

/** A value of a step in words: numbers as people write them, codes of the law as their names. */
export function nilaiTeks(v: unknown): string {
  if (typeof v === "number") return angka(v, 4);
  if (typeof v === "boolean") return v ? "ya" : "tidak";
  if (typeof v === "string") return sebut(v) || v;
  if (v === null || v === undefined) return "–";
  if (Array.isArray(v)) return v.map(nilaiTeks).join("; ");
  return Object.entries(v).map(([k, x]) => `${k.replace(/_/g, " ")}: ${nilaiTeks(x)}`).join("; ");
}

export function Jejak({ langkah }: { langkah: Langkah[] }) {
  return (
    <ol class="jejak" aria-label={t("jejak")}>
      {langkah.map((l, i) => (
        <li key={i}>
          <div>
            <p>{l.label}: <strong class="angka">{nilaiTeks(l.nilai)}</strong></p>
            {l.rumus && <p class="rumus">{l.rumus}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
