// The frame of every page for somebody who has logged in: header, navigation by rights, the page, the footer.
import type { AnyComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Route, Router, useLocation } from "preact-iso/router";
import lazy, { ErrorBoundary } from "preact-iso/lazy";
import { kamus, teks } from "../core/i18n";
import { pages, type Page } from "../core/routes";
import { keluar, luring, masukUlang, saya } from "../core/session";
import { versiBaru } from "../core/update";
import { Dialog, Judul, Maklumat, Memuat, Tombol } from "./basic";
import { Contoh, Merek } from "./frame";
import { Icon } from "./icon";
import { Masuk } from "./login";
import { t as umum } from "./teks";

const t = kamus({
  lompat: { id: "Langsung ke isi", en: "Skip to content" },
  menu: { id: "Menu", en: "Menu" },
  utama: { id: "Utama", en: "Main" },
  profil: { id: "Profil saya", en: "My profile" },
  keluar: { id: "Keluar", en: "Sign out" },
  versi: { id: "Versi baru Tenayan tersedia. Selesaikan dahulu isian Anda, lalu muat ulang.", en: "A new version of Tenayan is available. Finish what you are typing, then reload." },
  luring: { id: "Tanpa jaringan. Halaman ini menampilkan salinan di perangkat Anda.", en: "Offline. This page shows the copy on your device." },
  berakhir: { id: "Sesi Anda berakhir", en: "Your session has ended" },
  berakhir_ket: { id: "Masuk lagi untuk melanjutkan sebagai {nama}. Yang Anda ketik di halaman ini tidak hilang.", en: "Sign in again to go on as {nama}. What you typed on this page is not lost." },
  bukan: { id: "Bukan saya: keluar", en: "Not me: sign out" },
  tiada: { id: "Halaman tidak ditemukan", en: "Page not found" },
  tiada_ket: { id: "Alamat itu tidak ada, atau tidak untuk peran Anda.", en: "That address does not exist, or is not for your role." },
});

const screens = new Map<Page, AnyComponent<object>>();
const screen = (p: Page): AnyComponent<object> => {
  const kept = screens.get(p);
  if (kept) return kept;
  const s: AnyComponent<object> = lazy(p.load as () => Promise<{ default: AnyComponent<object> }>);
  screens.set(p, s);
  return s;
};

function TidakAda() {
  return <div class="tumpuk"><Judul judul={t("tiada")} ket={t("tiada_ket")} /><p><a href="/">{umum("kembali")}</a></p></div>;
}

/** A page that could not be loaded or fell over: say it, offer to load again; the frame stays. */
function Rusak({ e }: { e: Error }) {
  console.error(e);
  return (
    <div class="tumpuk">
      <Judul judul={umum("galat_program")} ket={umum("galat_program_ket")} />
      <Tombol onClick={() => location.reload()}>{umum("muat_ulang")}</Tombol>
    </div>
  );
}

function Navigasi({ buka, path }: { buka: boolean; path: string }) {
  const shown = pages.filter((p) => p.nav && (p.may?.() ?? true));
  const at = (p: Page): boolean => (p.path === "/" ? path === "/" : path === p.path || path.startsWith(p.path + "/"));
  if (shown.length < 2) return null;
  return (
    <nav class={`navigasi${buka ? " buka" : ""}`} id="navigasi" aria-label={t("utama")}>
      <ul>{shown.map((p) => <li key={p.path}><a href={p.path} aria-current={at(p) ? "page" : undefined}>{p.nav && teks(p.nav.teks)}</a></li>)}</ul>
    </nav>
  );
}

function SesiBerakhir() {
  const m = masukUlang.value;
  if (!m) return null;
  return (
    <Dialog judul={t("berakhir")}>
      <p>{t("berakhir_ket", { nama: saya.value?.pegawai?.nama ?? m.nama })}</p>
      <Masuk tetap={m.nama} />
      <p><Tombol jenis="teks" onClick={() => void keluar()}>{t("bukan")}</Tombol></p>
    </Dialog>
  );
}

export function Shell() {
  const { path } = useLocation();
  const [buka, setBuka] = useState(false);
  const [galat, setGalat] = useState<Error | null>(null);
  const [memuat, setMemuat] = useState(false);
  const nav = pages.filter((p) => p.nav && (p.may?.() ?? true)).length > 1;

  useEffect(() => {
    setBuka(false);
    setGalat(null);
    scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a class="lompat" href="#isi" onClick={(e) => {
        e.preventDefault();
        document.getElementById("isi")?.focus();
      }}>{t("lompat")}</a>
      <header class="kepala">
        <div class="kepala-dalam">
          <Merek />
          {nav && <button type="button" class="kepala-tombol hanya-ponsel" aria-expanded={buka} aria-controls="navigasi" onClick={() => setBuka(!buka)}><Icon nama="menu" />{t("menu")}</button>}
          <a class="kepala-tombol" href="/profil"><Icon nama="orang" /><span class="hanya-suara">{t("profil")}</span><span class="hanya-meja">{saya.value?.pegawai?.nama ?? saya.value?.nama}</span></a>
        </div>
      </header>
      <Contoh />
      <Navigasi buka={buka} path={path} />
      <main class="isi" id="isi" tabIndex={-1}>
        {versiBaru.value && <Maklumat nada="info" peran="status"><p>{t("versi")}</p><p><Tombol jenis="kedua" onClick={() => versiBaru.value?.()}>{umum("muat_ulang")}</Tombol></p></Maklumat>}
        {luring.value && <div class="maklumat nada-warn" role="status"><Icon nama="awan" /><div><p>{t("luring")}</p></div></div>}
        {memuat && <Memuat />}
        {galat ? <Rusak e={galat} /> : (
          <ErrorBoundary onError={setGalat}>
            <Router onLoadStart={() => setMemuat(true)} onLoadEnd={() => setMemuat(false)}>
              {pages.filter((p) => p.may?.() ?? true).map((p) => <Route key={p.path} path={p.path} component={screen(p)} />)}
              <Route default component={TidakAda} />
            </Router>
          </ErrorBoundary>
        )}
      </main>
      <footer class="kaki">
        <div class="kaki-dalam">
          <span>{saya.value?.pegawai?.nama ?? saya.value?.nama}</span>
          <a href="/profil">{t("profil")}</a>
          <button type="button" class="tombol tombol-teks kecil" onClick={() => void keluar()}>{t("keluar")}</button>
        </div>
      </footer>
      <SesiBerakhir />
    </>
  );
}
