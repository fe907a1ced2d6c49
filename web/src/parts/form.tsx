// A form out of a JSON schema, or by hand around useForm: errors at the field and in a summary on top, drafts that
// survive a closed page, nothing typed is ever lost.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, kunciBaru } from "../core/api";
import { baca, jenis, ketikan, label, type Ketikan, type Salah, type Skema } from "../core/schema";
import { ambil, hapus, simpan } from "../core/store";
import { Galat, Maklumat, Tersimpan, Tombol, sebut } from "./basic";
import { Bilangan, Centang, Pilih, Tanggal, Tulisan, idOf } from "./fields";
import { t } from "./teks";

/** What is wrong, on top of the form, each line a link to its field. Takes the focus when it appears. */
export function RingkasanSalah({ salah, kali, awal }: { salah: Salah; kali: number; awal?: string | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const rows = Object.entries(salah);
  useEffect(() => {
    if (rows.length && kali) box.current?.focus();
  }, [kali]);
  if (!rows.length) return null;
  const go = (e: Event, at: string): void => {
    e.preventDefault();
    const id = idOf(at, awal);
    const el = document.getElementById(id) ?? document.getElementById(`${id}-2`);
    const to = el?.matches("fieldset") ? (el.querySelector<HTMLElement>("input,select,textarea") ?? el) : el;
    to?.focus();
    to?.scrollIntoView({ block: "center" });
  };
  return (
    <div ref={box} tabIndex={-1}>
      <Maklumat nada="bad" judul={t("salah_judul")} peran="alert">
        <ul>{rows.map(([at, s]) => <li key={at}><a href={`#${idOf(at, awal)}`} onClick={(e) => go(e, at)}>{s}</a></li>)}</ul>
      </Maklumat>
    </div>
  );
}

/** The faults that the server found, by pointer; what names no field of this form stays in the error itself. */
export function salahServer(e: ApiError, awalan = ""): Salah {
  return Object.fromEntries(e.isian.filter((i) => i.letak.startsWith("/")).map((i) => [awalan && i.letak.startsWith(awalan) ? i.letak.slice(awalan.length) : i.letak, i.pesan]));
}

export type FormState = {
  salah: Salah;
  galat: ApiError | null;
  sibuk: boolean;
  kali: number; // how often it was sent in vain: the summary takes the focus each time
  /** Runs `f` unless `cek` finds faults; what the server refuses lands at its field. True when it went through. */
  kirim: (cek: Salah, f: (kunci: string) => Promise<void>) => Promise<boolean>;
};

export function useForm(awalan = ""): FormState {
  const [salah, setSalah] = useState<Salah>({});
  const [galat, setGalat] = useState<ApiError | null>(null);
  const [sibuk, setSibuk] = useState(false);
  const [kali, setKali] = useState(0);
  const busy = useRef(false);
  // One key until the server has answered: pressing again after a lost reply is the same write.
  const key = useRef("");

  const kirim = async (cek: Salah, f: (kunci: string) => Promise<void>): Promise<boolean> => {
    if (busy.current) return false;
    setSalah(cek);
    setGalat(null);
    if (Object.keys(cek).length) {
      setKali((n) => n + 1);
      return false;
    }
    busy.current = true;
    setSibuk(true);
    try {
      await f((key.current ||= kunciBaru()));
      key.current = "";
      return true;
    } catch (e) {
      const err = e instanceof ApiError ? e : new ApiError(0, "umum.gagal", String(e));
      if (!err.putus) key.current = "";
      const at = salahServer(err, awalan);
      setSalah(at);
      setGalat(Object.keys(at).length ? null : err);
      setKali((n) => n + 1);
      return false;
    } finally {
      busy.current = false;
      setSibuk(false);
    }
  };
  return { salah, galat, sibuk, kali, kirim };
}

/** Summary, the error that belongs to no field, then the fields. */
export function BingkaiForm({ f, children, kirim, teks, kedua, awal }: { f: FormState; awal?: string; children: ComponentChildren; kirim: () => void; teks: string; kedua?: ComponentChildren }) {
  return (
    <form class="tumpuk" noValidate
      onSubmit={(e) => {
        e.preventDefault();
        kirim();
      }}>
      <RingkasanSalah salah={f.salah} kali={f.kali} awal={awal} />
      {f.galat && <Galat galat={f.galat} />}
      {children}
      <div class="baris"><Tombol kirim sibuk={f.sibuk} lebar>{teks}</Tombol>{kedua}</div>
    </form>
  );
}

// By schema -------------------------------------------------------------------------------------------------------

type NodeProps = { skema: Skema; nama: string; at: string; nilai: Ketikan; ubah: (v: Ketikan) => void; salah: Salah; wajib: boolean };

function Simpul({ skema, nama, at, nilai, ubah, salah, wajib }: NodeProps) {
  const kind = jenis(skema), name = label(skema, nama);
  const p = { id: idOf(at), label: name, bantu: skema.description, salah: salah[at], nilai: String(nilai), ubah: ubah as (v: string) => void, pilihan: !wajib };
  if (kind === "object") return <fieldset class="tumpuk"><legend class="label">{name}</legend><Isi skema={skema} at={at} nilai={nilai} ubah={ubah} salah={salah} /></fieldset>;
  if (kind === "array") return <Baris {...{ skema, nama, at, nilai, ubah, salah, wajib }} />;
  if (kind === "boolean") return <Centang id={p.id} label={<>{name}{skema.description && <span class="butir-ket">{skema.description}</span>}</>} nilai={nilai === true} ubah={ubah} />;
  if (skema.enum) return <Pilih {...p} opsi={skema.enum.map((v) => ({ nilai: String(v), teks: sebut(String(v)) }))} />;
  if (kind === "integer" || kind === "number") return <Bilangan {...p} />;
  if (skema.format === "date") return <Tanggal {...p} />;
  return <Tulisan {...p} baris={(skema.maxLength ?? 0) > 200 ? 4 : 0} />;
}

function Isi({ skema, at, nilai, ubah, salah }: Omit<NodeProps, "nama" | "wajib">) {
  const o = nilai as Record<string, Ketikan>;
  return (
    <>
      {Object.entries(skema.properties ?? {}).map(([n, s]) => (
        <Simpul key={n} skema={s} nama={n} at={`${at}/${n}`} nilai={o[n] ?? ""} salah={salah} wajib={skema.required ? skema.required.includes(n) : s.default === undefined}
          ubah={(v) => ubah({ ...o, [n]: v })} />
      ))}
    </>
  );
}

/** A list: rows that can be added and removed. */
function Baris({ skema, nama, at, nilai, ubah, salah }: NodeProps) {
  const rows = nilai as Ketikan[], item = skema.items ?? {}, name = label(skema, nama);
  return (
    <fieldset class="tumpuk" id={idOf(at)} tabIndex={-1}>
      <legend class="label">{name}</legend>
      {skema.description && <div class="bantu">{skema.description}</div>}
      {salah[at] && <div class="salah">{salah[at]}</div>}
      {rows.map((r, i) => (
        <div class="kartu tumpuk" key={i}>
          <Simpul skema={item} nama={item.title ?? t("baris", { n: i + 1 })} at={`${at}/${i}`} nilai={r} salah={salah} wajib ubah={(v) => ubah(rows.map((x, j) => (j === i ? v : x)))} />
          <Tombol jenis="teks" onClick={() => ubah(rows.filter((_, j) => j !== i))}>{t("hapus_baris", { n: i + 1 })}</Tombol>
        </div>
      ))}
      {rows.length < (skema.maxItems ?? 200) && <Tombol jenis="kedua" onClick={() => ubah([...rows, ketikan(item, undefined)])}>{t("tambah", { label: name.toLowerCase() })}</Tombol>}
    </fieldset>
  );
}

type FormProps<V> = {
  skema: Skema;
  nilai?: V;
  teks: string; // of the button
  /** Sends the values; what it throws is shown. `kunci` is the Idempotency-Key to use. */
  kirim: (v: V, kunci: string) => Promise<void>;
  /** Where the server's pointers to these fields begin, such as "/isian". */
  awalan?: string;
  /** Keeps what is typed on the device under this name until it is sent. */
  draf?: string;
  kedua?: ComponentChildren;
};

export function Form<V extends object>(p: FormProps<V>) {
  const f = useForm(p.awalan);
  const [k, set] = useState<Ketikan>(() => ketikan(p.skema, p.nilai));
  const [kept, setKept] = useState<string | null>(null);
  const clock = useRef(0);
  const touched = useRef(false);

  useEffect(() => {
    if (p.draf)
      void ambil<{ k: Ketikan; pada: string }>("draf " + p.draf).then((d) => {
        if (d && !touched.current) {
          set(d.k);
          setKept(d.pada);
        }
      });
    return () => clearTimeout(clock.current);
  }, [p.draf]);

  const change = (v: Ketikan): void => {
    touched.current = true;
    set(v);
    if (!p.draf) return;
    setKept(null);
    clearTimeout(clock.current);
    clock.current = window.setTimeout(() => {
      const pada = new Date().toISOString();
      void simpan("draf " + p.draf, { k: v, pada }).then((ok) => ok && setKept(pada));
    }, 400);
  };
  const send = (): void => {
    const salah: Salah = {};
    const v = baca(p.skema, k, "", "", true, salah) as V;
    void f.kirim(salah, async (kunci) => {
      await p.kirim(v, kunci);
      clearTimeout(clock.current);
      if (p.draf) await hapus("draf " + p.draf);
    });
  };
  return (
    <BingkaiForm f={f} kirim={send} teks={p.teks} kedua={<>{p.kedua}{p.draf && <Tersimpan keadaan={kept ? "sudah" : touched.current ? "ketik" : "kosong"} pada={kept} />}</>}>
      <Isi skema={p.skema} at="" nilai={k} ubah={change} salah={f.salah} />
    </BingkaiForm>
  );
}
