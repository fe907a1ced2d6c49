// Small parts that every screen uses: what a page begins with, what it shows while it has nothing, badges, notices.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ApiError } from "../core/api";
import type { Data } from "../core/data";
import { jam, kamus, tanggal, waktu } from "../core/i18n";
import { saya } from "../core/session";
import { Icon, type IconName } from "./icon";
import { t } from "./teks";

export type Nada = "ok" | "warn" | "bad" | "info" | "biasa";
const icons: Record<Nada, IconName> = { ok: "centang", warn: "seru", bad: "silang", info: "info", biasa: "kosong" };

/** The head of a page: title (also of the browser's tab), lead, breadcrumbs. Takes the focus when the page opens. */
export function Judul(p: { judul: string; ket?: ComponentChildren; remah?: { teks: string; href: string }[]; kanan?: ComponentChildren }) {
  const h = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${p.judul} – Tenayan`;
  }, [p.judul]);
  useEffect(() => h.current?.focus({ preventScroll: true }), []);
  return (
    <>
      {p.remah && (
        <nav class="remah" aria-label={t("di_sini")}>
          <ol>
            {p.remah.map((r) => <li key={r.href}><a href={r.href}>{r.teks}</a></li>)}
            <li><span aria-current="page">{p.judul}</span></li>
          </ol>
        </nav>
      )}
      <div class="kepala-halaman baris baris-ujung">
        <div>
          <h1 ref={h} tabIndex={-1}>{p.judul}</h1>
          {p.ket && <p>{p.ket}</p>}
        </div>
        {p.kanan}
      </div>
    </>
  );
}

export function Lencana({ nada = "biasa", ikon, children }: { nada?: Nada; ikon?: IconName; children: ComponentChildren }) {
  return <span class={`lencana nada-${nada}`}><Icon nama={ikon ?? icons[nada]} kelas="" />{children}</span>;
}

export function Maklumat(p: { nada?: Nada; judul?: string; children: ComponentChildren; peran?: "alert" | "status" | "note" }) {
  const nada = p.nada ?? "info";
  return (
    <div class={`maklumat nada-${nada}`} role={p.peran ?? "note"}>
      <Icon nama={icons[nada]} />
      <div>{p.judul && <h2>{p.judul}</h2>}{typeof p.children === "string" ? <p>{p.children}</p> : p.children}</div>
    </div>
  );
}

export function Kosong({ judul, children }: { judul: string; children?: ComponentChildren }) {
  return <div class="kosong"><h3>{judul}</h3>{typeof children === "string" ? <p>{children}</p> : children}</div>;
}

export function Memuat({ teks }: { teks?: string }) {
  return <div class="memuat" role="status"><span class="putar" />{teks ?? t("memuat")}</div>;
}

/** An error as people can use it: what happened, what to do, the code for the help desk. */
export function Galat({ galat, ulang, diam }: { galat: ApiError; ulang?: () => void; diam?: boolean }) {
  const judul = galat.putus ? t("putus_judul") : galat.bentrok ? t("bentrok") : galat.status === 404 ? t("tidak_ada")
    : galat.status === 403 ? t("tanpa_hak") : t("gagal");
  return (
    <Maklumat nada={galat.putus ? "warn" : "bad"} judul={judul} peran={diam ? "note" : "alert"}>
      <p>{galat.putus ? t("putus") : galat.bentrok ? t("bentrok_ket") : galat.pesan}</p>
      {(galat.tindakan || galat.putus) && <p>{galat.putus ? t("putus_saran") : galat.tindakan}</p>}
      {galat.isian.length > 0 && <ul>{galat.isian.map((i) => <li key={i.letak}>{i.pesan}</li>)}</ul>}
      {galat.bantuan && (
        <p class="kecil">{t("kode_bantuan")}: <span class="kode-bantuan">{galat.bantuan}</span>. {t("kode_ket")}</p>
      )}
      {ulang && <p><button type="button" class="tombol tombol-kedua" onClick={ulang}>{t("ulangi")}</button></p>}
    </Maklumat>
  );
}

/** What is known of `data`: loading, refused, an old copy, or what `children` makes of it. */
export function Muat<T>({ data, children, kosong }: { data: Data<T>; children: (isi: T) => ComponentChildren; kosong?: (isi: T) => ComponentChildren }) {
  if (data.isi === null) return data.galat ? <Galat galat={data.galat} ulang={() => void data.ulang()} /> : data.memuat ? <Memuat /> : null;
  return (
    <>
      {data.salinan && <Luring sejak={data.salinan} />}
      {data.galat && <Galat galat={data.galat} ulang={() => void data.ulang()} />}
      {kosong?.(data.isi) || children(data.isi)}
    </>
  );
}

export function Luring({ sejak }: { sejak: string }) {
  return <div class="maklumat nada-warn" role="status"><Icon nama="awan" /><div><p>{t("luring", { waktu: waktu(sejak) })}</p></div></div>;
}

/** The state of something that saves by itself; stays where it is, no toast. */
export function Tersimpan({ keadaan, pada }: { keadaan: "kosong" | "ketik" | "simpan" | "sudah" | "luring"; pada?: string | null }) {
  const s = { kosong: "", ketik: t("belum"), simpan: t("menyimpan"), sudah: pada ? t("tersimpan", { jam: jam(pada) }) : "", luring: t("draf") }[keadaan];
  return <span class="tersimpan" role="status">{s && <Icon nama={keadaan === "sudah" ? "centang" : keadaan === "luring" ? "awan" : "pensil"} />}{s}</span>;
}

/** What the server has taken, with its own time: for submitting, approving, rating. */
export function TandaTerima({ pada, nomor, children }: { pada: string; nomor?: string; children: ComponentChildren }) {
  return (
    <Maklumat nada="ok" judul={t("tanda_terima")} peran="status">
      <p>{children}</p>
      <p>{t("diterima", { waktu: waktu(pada) })}{nomor && <>. {t("nomor")} <span class="kode-bantuan">{nomor}</span></>}</p>
    </Maklumat>
  );
}

/** A button that tells that it works; it keeps its focus and takes no second press. */
export function Tombol(p: { children: ComponentChildren; jenis?: "utama" | "kedua" | "bahaya" | "teks"; sibuk?: boolean; onClick?: () => void; kirim?: boolean; lebar?: boolean; id?: string }) {
  const kind = p.jenis && p.jenis !== "utama" ? ` tombol-${p.jenis}` : "";
  return (
    <button type={p.kirim ? "submit" : "button"} id={p.id} class={`tombol${kind}${p.lebar ? " tombol-lebar" : ""}`} aria-disabled={p.sibuk ? "true" : undefined}
      onClick={(e) => {
        if (p.sibuk) e.preventDefault();
        else p.onClick?.();
      }}>
      {p.sibuk && <span class="putar" aria-hidden="true" />}{p.children}
    </button>
  );
}

/** A dialog of the browser: focus stays in, Escape closes, the page behind is out of reach. */
export function Dialog(p: { judul: string; tutup?: () => void; children: ComponentChildren }) {
  const d = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const el = d.current;
    const before = document.activeElement;
    el?.showModal();
    return () => {
      el?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={d} class="dialog tumpuk" aria-labelledby="dialog-judul"
      onCancel={(e) => {
        e.preventDefault();
        p.tutup?.();
      }}
      onClose={() => {
        // The browser lets nobody hold a dialog open against a second Escape; one that must be answered opens again.
        if (!p.tutup && d.current?.isConnected && !d.current.open) d.current.showModal();
      }}>
      <h2 id="dialog-judul" tabIndex={-1}>{p.judul}</h2>
      {p.children}
      {p.tutup && <p><Tombol jenis="teks" onClick={p.tutup}>{t("tutup")}</Tombol></p>}
    </dialog>
  );
}

/** How far a long work is, 0 … 1; the text beside it says it in words. */
export function Kemajuan({ bagian, teks }: { bagian: number; teks: string }) {
  const x = Math.max(0, Math.min(1, bagian)) * 100;
  return (
    <div class="tumpuk-rapat" role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(x)} aria-label={teks}>
      <svg class="kemajuan" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rel" width="100" height="6" rx="1" /><rect class="isi-rel" width={x} height="6" rx="1" />
      </svg>
      <p class="kecil">{teks}</p>
    </div>
  );
}

// Codes of the law as words ---------------------------------------------------------------------------------------

const kode = kamus({
  sangat_baik: { id: "Sangat Baik", en: "Very good" }, baik: { id: "Baik", en: "Good" },
  butuh_perbaikan: { id: "Butuh Perbaikan", en: "Needs improvement" }, kurang: { id: "Kurang", en: "Poor" },
  sangat_kurang: { id: "Sangat Kurang", en: "Very poor" }, istimewa: { id: "Istimewa", en: "Outstanding" },
  di_atas: { id: "Di atas ekspektasi", en: "Above expectation" }, sesuai: { id: "Sesuai ekspektasi", en: "As expected" },
  di_bawah: { id: "Di bawah ekspektasi", en: "Below expectation" },
  draf: { id: "Draf", en: "Draft" }, diajukan: { id: "Diajukan", en: "Submitted" }, dikembalikan: { id: "Dikembalikan", en: "Returned" },
  disetujui: { id: "Disetujui", en: "Approved" }, berjalan: { id: "Berjalan", en: "In force" }, selesai: { id: "Selesai", en: "Finished" },
  revisi: { id: "Direvisi", en: "Being revised" }, digantikan: { id: "Digantikan", en: "Replaced" }, batal: { id: "Batal", en: "Cancelled" },
  diterima: { id: "Diterima", en: "Accepted" }, belum: { id: "Belum dinilai", en: "Not rated yet" }, dinilai: { id: "Sudah dinilai, belum ditetapkan", en: "Rated, not fixed yet" },
  ditetapkan: { id: "Ditetapkan", en: "Fixed" }, keberatan: { id: "Dalam keberatan", en: "Under objection" }, diputus: { id: "Keberatan diputus", en: "Objection decided" },
  final: { id: "Final", en: "Final" }, tidak_dinilai: { id: "Tidak dinilai", en: "Not rated" }, belum_mulai: { id: "Belum mulai", en: "Not begun" },
  terbuka: { id: "Terbuka", en: "Open" }, dikunci: { id: "Dikunci", en: "Locked" }, ditutup: { id: "Ditutup", en: "Closed" },
  pegawai: { id: "Pegawai", en: "Employee" }, pengelola: { id: "Pengelola kinerja", en: "Performance manager" }, admin_unit: { id: "Administrator unit", en: "Unit administrator" },
  admin_pusat: { id: "Administrator pusat", en: "Central administrator" }, auditor: { id: "Auditor", en: "Auditor" },
});
const nada: Record<string, [Nada, IconName]> = {
  sangat_baik: ["ok", "bintang"], istimewa: ["ok", "bintang"], baik: ["ok", "centang"], butuh_perbaikan: ["warn", "naik"], kurang: ["bad", "turun"], sangat_kurang: ["bad", "turun"],
  di_atas: ["ok", "naik"], sesuai: ["ok", "sama"], di_bawah: ["warn", "turun"],
  draf: ["biasa", "pensil"], diajukan: ["info", "jam"], dikembalikan: ["warn", "kembali"], disetujui: ["ok", "centang"], diterima: ["ok", "centang"], berjalan: ["ok", "centang"],
  dinilai: ["info", "jam"], ditetapkan: ["ok", "centang"], keberatan: ["warn", "seru"], diputus: ["info", "info"], final: ["ok", "gembok"],
  dikunci: ["biasa", "gembok"], ditutup: ["biasa", "gembok"],
};

/** The word for a code of the law or of a state. */
export const sebut = (k: string): string => kode(k as Parameters<typeof kode>[0]);
/** The badge of a predikat, a rating or a state. */
export function Status({ kode: k }: { kode: string }) {
  const [n, ikon] = nada[k] ?? ["biasa", "kosong"];
  return <Lencana nada={n} ikon={ikon}>{sebut(k)}</Lencana>;
}

export const hariIni = (): string => saya.value?.hari ?? new Date().toISOString().slice(0, 10);
/** How many days from today until `iso`; negative when past. */
export const selisihHari = (iso: string): number => Math.round((Date.parse(iso.slice(0, 10)) - Date.parse(hariIni())) / 86_400_000);

const tenggat = kamus({
  lewat: { id: "lewat {n} hari ({tgl})", en: "{n} days late ({tgl})" },
  hari_ini: { id: "hari ini", en: "today" },
  besok: { id: "besok", en: "tomorrow" },
  lagi: { id: "{n} hari lagi ({tgl})", en: "in {n} days ({tgl})" },
});
/** A deadline in words, with a badge that also says it. */
export function Tenggat({ pada }: { pada: string }) {
  const n = selisihHari(pada), tgl = tanggal(pada);
  const s = n < 0 ? tenggat("lewat", { n: -n, tgl }) : n === 0 ? tenggat("hari_ini") : n === 1 ? tenggat("besok") : tenggat("lagi", { n, tgl });
  return <Lencana nada={n < 0 ? "bad" : n <= 3 ? "warn" : "info"} ikon={n < 0 ? "seru" : "jam"}>{s}</Lencana>;
}
