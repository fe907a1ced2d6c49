// A table on a wide screen, cards on a narrow one: each cell carries its column's name.
import type { ComponentChildren } from "preact";

export type Kolom<T> = { judul: string; isi: (x: T) => ComponentChildren; kanan?: boolean; /** the row's own name */ kepala?: boolean };

export function Tabel<T>({ judul, kolom, baris, kunci, diam }: { judul: string; kolom: Kolom<T>[]; baris: T[]; kunci: (x: T) => string | number; /** the caption is only heard */ diam?: boolean }) {
  return (
    <div class="tabel-bingkai" tabIndex={0} role="region" aria-label={judul}>
      <table class="tabel">
        <caption class={diam ? "hanya-suara" : undefined}>{judul}</caption>
        <thead>
          <tr>{kolom.map((k) => <th scope="col" key={k.judul} class={k.kanan ? "kanan" : undefined}>{k.judul}</th>)}</tr>
        </thead>
        <tbody>
          {baris.map((x) => (
            <tr key={kunci(x)}>
              {kolom.map((k) => k.kepala
                ? <th scope="row" key={k.judul}>{k.isi(x)}</th>
                : <td key={k.judul} class={k.kanan ? "kanan" : undefined} data-label={k.judul || undefined}>{k.isi(x)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
