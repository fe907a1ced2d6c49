// What stands on every page, logged in or not.
import { kamus } from "../core/i18n";
import { instansi, saya } from "../core/session";

const t = kamus({
  contoh: { id: "Data contoh.", en: "Sample data." },
  contoh_ket: { id: "Semua orang dan angka di sini rekaan.", en: "All people and numbers here are invented." },
});

export function Merek() {
  const nama = saya.value?.instansi || instansi.value?.instansi;
  return (
    <a class="merek" href="/">
      <img src="/ikon.svg" alt="" width="36" height="36" />
      <span><span class="merek-nama">Tenayan</span>{nama && <span class="merek-instansi">{nama}</span>}</span>
    </a>
  );
}

export function Contoh() {
  return saya.value?.data_contoh || instansi.value?.data_contoh
    ? <div class="contoh" role="note"><p><strong>{t("contoh")}</strong> {t("contoh_ket")}</p></div> : null;
}
