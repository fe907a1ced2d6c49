// Fields by hand: label, help, error, and a value that is always the text that was typed.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "./teks";

export type FieldProps = {
  id: string;
  label: string;
  bantu?: ComponentChildren;
  salah?: string | undefined;
  nilai: string;
  ubah: (v: string) => void;
  pilihan?: boolean; // may stay empty
};

/** The id of the field at a pointer. `awal` tells forms apart that may stand on one page at once (the login over a page). */
export const idOf = (letak: string, awal = "m"): string => awal + letak.replace(/[^A-Za-z0-9]+/g, "-");
const about = (p: { id: string; bantu?: ComponentChildren; salah?: string | undefined }): string | undefined =>
  [p.bantu && `${p.id}-b`, p.salah && `${p.id}-s`].filter(Boolean).join(" ") || undefined;

/** The frame of a field: label above, help below it, the error next to the input. */
export function Medan(p: { id: string; label: string; bantu?: ComponentChildren; salah?: string | undefined; pilihan?: boolean; children: ComponentChildren; grup?: boolean }) {
  const inner = (
    <>
      {p.bantu && <div class="bantu" id={`${p.id}-b`}>{p.bantu}</div>}
      {p.salah && <div class="salah" id={`${p.id}-s`}>{p.salah}</div>}
      {p.children}
    </>
  );
  const name = <>{p.label}{p.pilihan && <span class="lunak"> {t("tidak_wajib")}</span>}</>;
  const cls = `medan${p.salah ? " medan-salah" : ""}`;
  return p.grup
    ? <fieldset class={cls} id={p.id} tabIndex={-1} aria-describedby={about(p)}><legend>{name}</legend>{inner}</fieldset>
    : <div class={cls}><label for={p.id}>{name}</label>{inner}</div>;
}

type TextProps = FieldProps & {
  jenis?: "text" | "password";
  mode?: "numeric" | "decimal";
  auto?: string;
  kelas?: string;
  satuan?: string;
  baris?: number;
  fokus?: boolean;
};

export function Tulisan(p: TextProps) {
  const [open, setOpen] = useState(false);
  const common = {
    id: p.id, name: p.id, value: p.nilai, class: `masukan ${p.kelas ?? ""}`, autocomplete: (p.auto ?? "off") as never, autoFocus: p.fokus,
    "aria-describedby": about(p), "aria-invalid": p.salah ? ("true" as const) : undefined, spellcheck: false,
    onInput: (e: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => p.ubah(e.currentTarget.value),
  };
  return (
    <Medan {...p}>
      {p.baris ? <textarea {...common} rows={p.baris} spellcheck={true} /> : p.jenis === "password" ? (
        <div class="imbuhan">
          {open ? <input {...common} type="text" autocapitalize="off" /> : <input {...common} type="password" autocapitalize="off" />}
          <button type="button" class="tombol tombol-teks" aria-pressed={open} aria-controls={p.id} onClick={() => setOpen(!open)}>{t(open ? "tutup_sandi" : "lihat_sandi")}</button>
        </div>
      ) : (
        <div class="imbuhan"><input {...common} type="text" inputMode={p.mode} />{p.satuan && <span class="lunak">{p.satuan}</span>}</div>
      )}
    </Medan>
  );
}

/** A number as text: decimal comma and thousands points are understood (core/i18n.ts bacaAngka). */
export function Bilangan(p: TextProps) {
  return <Tulisan {...p} mode="decimal" kelas="masukan-angka angka" />;
}

export type Opsi = { nilai: string; teks: string; ket?: string };

/** One of a few: radio buttons up to six, a list beyond. */
export function Pilih(p: FieldProps & { opsi: Opsi[] }) {
  if (p.opsi.length > 6)
    return (
      <Medan {...p}>
        <select id={p.id} class="masukan" aria-describedby={about(p)} aria-invalid={p.salah ? "true" : undefined} value={p.nilai} onChange={(e) => p.ubah(e.currentTarget.value)}>
          <option value="">{t("pilih")}</option>
          {p.opsi.map((o) => <option value={o.nilai} key={o.nilai}>{o.teks}</option>)}
        </select>
      </Medan>
    );
  return (
    <Medan {...p} grup>
      {p.opsi.map((o) => (
        <label class="pilihan" key={o.nilai}>
          <input type="radio" name={p.id} value={o.nilai} checked={p.nilai === o.nilai} onChange={() => p.ubah(o.nilai)} />
          <span>{o.teks}{o.ket && <span class="butir-ket">{o.ket}</span>}</span>
        </label>
      ))}
    </Medan>
  );
}

export function Centang(p: { id: string; label: ComponentChildren; nilai: boolean; ubah: (v: boolean) => void }) {
  return (
    <label class="pilihan">
      <input type="checkbox" id={p.id} checked={p.nilai} onChange={(e) => p.ubah(e.currentTarget.checked)} />
      <span>{p.label}</span>
    </label>
  );
}

/** The text of a date field, "24 11 2026" in parts, as an ISO date; "" if nothing, null if it is no date. */
export function bacaTanggal(s: string): string | null {
  const [d = "", m = "", y = ""] = s.split("-").reverse();
  if (!d && !m && !y) return "";
  const iso = `${y.padStart(4, "0")}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  const at = new Date(iso + "T00:00:00Z");
  return /^\d{4}-\d\d-\d\d$/.test(iso) && Number(y) > 1900 && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "me", "jun", "jul", "agu", "sep", "okt", "nov", "des"];

/** A date pasted in one piece: "24/11/2026", "24 November 2026", "2026-11-24". */
function pasted(s: string): string | null {
  const w = s.trim().toLowerCase().split(/[\s/.,-]+/);
  if (w.length !== 3) return null;
  const [a, b, c] = w as [string, string, string];
  const month = /^\d+$/.test(b) ? b : String(MONTHS.findIndex((x) => b.startsWith(x)) + 1 || "");
  const out = /^\d{4}$/.test(a) ? `${a}-${month}-${c}` : `${c}-${month}-${a}`;
  return bacaTanggal(out) ? out : null;
}

/** Three fields, since the browser's own shows another order than people write here. Value: "YEAR-MONTH-DAY" as typed. */
export function Tanggal(p: FieldProps) {
  const parts = p.nilai ? p.nilai.split("-") : [];
  const [y = "", m = "", d = ""] = parts;
  const set = (i: number, v: string): void => {
    const whole = pasted(v);
    if (whole) return p.ubah(whole);
    const next = [y, m, d];
    next[i] = v.replace(/\D/g, "").slice(0, i === 0 ? 4 : 2);
    p.ubah(next.join("") ? next.join("-") : "");
  };
  const part = (i: number, name: string, v: string, wide: string) => (
    <div>
      <label for={`${p.id}-${i}`}>{name}</label>
      <input id={`${p.id}-${i}`} class={`masukan ${wide}`} type="text" inputMode="numeric" autocomplete="off" value={v} aria-describedby={about(p)} aria-invalid={p.salah ? "true" : undefined}
        onInput={(e) => {
          set(i, e.currentTarget.value);
        }} />
    </div>
  );
  return (
    <Medan {...p} grup>
      <div class="tiga">{part(2, t("hari"), d, "masukan-pendek")}{part(1, t("bulan"), m, "masukan-pendek")}{part(0, t("tahun"), y, "masukan-pendek")}</div>
    </Medan>
  );
}
