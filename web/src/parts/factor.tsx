// The second factor's two pictures: the QR code with its secret, and the recovery codes.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FaktorBaru } from "../../gen/api";
import { kamus } from "../core/i18n";
import { Maklumat, Tombol } from "./basic";
import { Centang } from "./fields";

const t = kamus({
  qr: { id: "Kode QR untuk aplikasi autentikator", en: "QR code for the authenticator app" },
  langkah1: { id: "Pasang aplikasi autentikator di ponsel Anda, misalnya Aegis, FreeOTP, atau Google Authenticator.", en: "Install an authenticator app on your phone, such as Aegis, FreeOTP or Google Authenticator." },
  langkah2: { id: "Pindai kode ini dengan aplikasi itu.", en: "Scan this code with the app." },
  langkah3: { id: "Ketik enam angka yang muncul di aplikasi.", en: "Type the six digits that the app shows." },
  ketik: { id: "Tidak dapat memindai? Ketik rahasia ini di aplikasi:", en: "Cannot scan? Type this secret into the app:" },
  buka: { id: "Buka di aplikasi pada ponsel ini", en: "Open in the app on this phone" },
  aktif: { id: "Faktor kedua aktif", en: "The second factor is on" },
  simpan: { id: "Simpan sepuluh kode pemulihan ini di tempat aman. Masing-masing menggantikan satu kode bila ponsel Anda hilang. Kode ini tidak ditampilkan lagi.", en: "Keep these ten recovery codes in a safe place. Each stands in for one code if you lose your phone. They are not shown again." },
  sudah: { id: "Saya sudah menyimpan kode-kode ini", en: "I have put these codes away" },
  lanjut: { id: "Lanjutkan", en: "Continue" },
  cetak: { id: "Cetak", en: "Print" },
});

export function Qr({ baru }: { baru: FaktorBaru }) {
  const src = useMemo(() => URL.createObjectURL(new Blob([baru.qr], { type: "image/svg+xml" })), [baru.qr]);
  useEffect(() => () => URL.revokeObjectURL(src), [src]);
  return (
    <div class="tumpuk">
      <ol><li>{t("langkah1")}</li><li>{t("langkah2")}</li><li>{t("langkah3")}</li></ol>
      <img class="qr" src={src} alt={t("qr")} width="224" height="224" />
      <p><a href={baru.otpauth}>{t("buka")}</a></p>
      <p class="kecil">{t("ketik")}<br /><code>{baru.rahasia.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
    </div>
  );
}

export function KodePemulihan({ kode, selesai }: { kode: string[]; selesai: () => void }) {
  const [kept, set] = useState(false);
  return (
    <div class="tumpuk">
      <Maklumat nada="ok" judul={t("aktif")} peran="status">{t("simpan")}</Maklumat>
      <ul class="kode-kode">{kode.map((k) => <li key={k}>{k}</li>)}</ul>
      <Tombol jenis="kedua" onClick={() => print()}>{t("cetak")}</Tombol>
      <Centang id="m-sudah" label={t("sudah")} nilai={kept} ubah={set} />
      {kept && <Tombol onClick={selesai}>{t("lanjut")}</Tombol>}
    </div>
  );
}
