// The page of somebody who is not logged in.
import { bahasa, kamus, pilihBahasa } from "../core/i18n";
import { instansi, langkah } from "../core/session";
import { Judul, Maklumat } from "./basic";
import { Contoh, Merek } from "./frame";
import { Masuk } from "./login";

const t = kamus({
  masuk: { id: "Masuk", en: "Sign in" },
  ket: { id: "Pengelolaan kinerja pegawai.", en: "Performance management for civil servants." },
  kode: { id: "Kode kedua", en: "Second code" },
  sandi: { id: "Buat kata sandi", en: "Choose a password" },
  faktor: { id: "Pasang faktor kedua", en: "Set up the second factor" },
  sulit: { id: "Tidak dapat masuk?", en: "Cannot sign in?" },
  tanya: { id: "Hubungi {siapa}.", en: "Contact {siapa}." },
  tanya_umum: { id: "Tanyakan kepada pengelola kinerja atau administrator kepegawaian di unit Anda. Mereka dapat memberi kode sekali pakai yang baru.", en: "Ask the performance manager or personnel administrator of your unit. They can give you a new one-time code." },
  lupa: { id: "Kata sandi tidak pernah dikirim lewat pesan. Kode sekali pakai diberikan langsung kepada Anda.", en: "Passwords are never sent by message. One-time codes are handed to you in person." },
  asal: { id: "Alamat ini tidak memakai HTTPS. Masuk hanya dapat dilakukan dari komputer server itu sendiri, atau bila administrator mengizinkannya.", en: "This address does not use HTTPS. Signing in works only on the server's own machine, or where the administrator allows it." },
  bahasa: { id: "English", en: "Bahasa Indonesia" },
});

export function Pintu() {
  const l = langkah.value;
  const judul = l === "kode" ? t("kode") : l === "ganti_sandi" ? t("sandi") : l === "daftar_faktor" ? t("faktor") : t("masuk");
  const other = bahasa.value === "id" ? "en" : "id";
  return (
    <>
      <header class="kepala"><div class="kepala-dalam"><Merek />
        <button type="button" class="kepala-tombol" lang={other} onClick={() => pilihBahasa(other)}>{t("bahasa")}</button>
      </div></header>
      <Contoh />
      <main class="isi" id="isi">
        <div class="pintu tumpuk-lapang">
          <div>
            <Judul key={l} judul={judul} ket={l === "sandi" || l === "selesai" ? t("ket") : undefined} />
            <div class="kartu"><Masuk /></div>
          </div>
          {location.protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(location.hostname) && <Maklumat nada="warn">{t("asal")}</Maklumat>}
          <section class="tumpuk-rapat">
            <h2 class="judul-kecil">{t("sulit")}</h2>
            <p>{instansi.value?.bantuan ? t("tanya", { siapa: instansi.value.bantuan }) : t("tanya_umum")}</p>
            <p class="lunak">{t("lupa")}</p>
          </section>
        </div>
      </main>
    </>
  );
}
