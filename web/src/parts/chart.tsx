// Charts in SVG with attributes and classes only, and the numbers as a table behind each.
import { angka } from "../core/i18n";
import { Tabel } from "./table";
import { t } from "./teks";

export type Titik = { label: string; nilai: number | null };

/** Bars from zero; `sasaran` draws a line across. `satuan` stands behind each number. */
export function Batang({ judul, titik, sasaran, satuan = "" }: { judul: string; titik: Titik[]; sasaran?: number; satuan?: string }) {
  const W = 640, H = 220, left = 44, bottom = 28, top = 18;
  const max = Math.max(1, sasaran ?? 0, ...titik.map((x) => x.nilai ?? 0));
  const y = (v: number): number => H - bottom - (v / max) * (H - bottom - top);
  const step = (W - left) / titik.length, wide = Math.min(56, step * 0.6);
  return (
    <figure class="tumpuk-rapat">
      <figcaption class="label">{judul}</figcaption>
      <svg class="grafik" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={judul}>
        <line class="garis" x1={left} x2={W} y1={y(0)} y2={y(0)} />
        <text x={left - 6} y={y(0)} text-anchor="end">0</text>
        <text x={left - 6} y={y(max) + 4} text-anchor="end">{angka(max)}</text>
        {titik.map((p, i) => {
          const x = left + step * i + (step - wide) / 2;
          return (
            <g key={p.label}>
              {p.nilai !== null && <rect class="batang" x={x} y={y(p.nilai)} width={wide} height={y(0) - y(p.nilai)} rx="3" />}
              {p.nilai !== null && <text x={x + wide / 2} y={y(p.nilai) - 5} text-anchor="middle">{angka(p.nilai)}</text>}
              <text x={x + wide / 2} y={H - 8} text-anchor="middle">{p.label}</text>
            </g>
          );
        })}
        {sasaran !== undefined && <line class="sasaran" x1={left} x2={W} y1={y(sasaran)} y2={y(sasaran)} />}
      </svg>
      <details>
        <summary>{t("data_grafik")}</summary>
        <Tabel judul={judul} diam baris={titik} kunci={(x) => x.label}
          kolom={[{ judul: "", kepala: true, isi: (x) => x.label }, { judul: t("hasil"), kanan: true, isi: (x) => x.nilai === null ? "–" : `${angka(x.nilai)} ${satuan}` }]} />
      </details>
    </figure>
  );
}
