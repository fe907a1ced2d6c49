// The steps of a login; on the login page, and over any page when the session has ended.
import { useState } from "preact/hooks";
import { sesi_langkah, saya_faktor_mulai, saya_faktor_sahkan, sesi_baca, type FaktorBaru } from "../../gen/api";
import { kamus } from "../core/i18n";
import { langkah, terima } from "../core/session";
import { BingkaiForm, useForm } from "./form";
import { Tulisan } from "./fields";
import { KodePemulihan, Qr } from "./factor";

const t = kamus({
  nama: { id: "NIP atau nama akun", en: "NIP or account name" },
  nama_bantu: { id: "18 angka, boleh memakai spasi.", en: "18 digits, spaces are fine." },
  sandi: { id: "Kata sandi atau kode sekali pakai", en: "Password or one-time code" },
  sandi_lagi: { id: "Kata sandi", en: "Password" },
  sandi_bantu: { id: "Pertama kali masuk? Pakai kode sekali pakai dari administrator.", en: "First time? Use the one-time code from your administrator." },
  masuk: { id: "Masuk", en: "Sign in" },
  lanjut: { id: "Lanjutkan", en: "Continue" },
  isi_nama: { id: "Isi NIP atau nama akun Anda.", en: "Enter your NIP or account name." },
  isi_sandi: { id: "Isi kata sandi atau kode sekali pakai.", en: "Enter your password or one-time code." },
  isi_kode: { id: "Isi kode enam angka, atau kode pemulihan.", en: "Enter the six digits, or a recovery code." },
  kode: { id: "Kode dari aplikasi autentikator", en: "Code from your authenticator app" },
  kode_bantu: { id: "Enam angka. Ponsel hilang? Ketik salah satu kode pemulihan Anda.", en: "Six digits. Lost your phone? Type one of your recovery codes." },
  baru: { id: "Kata sandi baru", en: "New password" },
  baru_bantu: { id: "Paling sedikit 10 huruf. Beberapa kata yang mudah Anda ingat lebih kuat daripada satu kata dengan tanda.", en: "At least 10 characters. A few words that you remember are stronger than one word with signs." },
  isi_baru: { id: "Isi kata sandi baru.", en: "Enter a new password." },
  simpan: { id: "Simpan kata sandi", en: "Save password" },
  ganti: { id: "Kode sekali pakai diterima. Buat kata sandi Anda sendiri.", en: "The one-time code was accepted. Choose your own password." },
  wajib: { id: "Peran Anda memerlukan faktor kedua: kode dari aplikasi di ponsel, selain kata sandi.", en: "Your role needs a second factor: a code from an app on your phone, beside the password." },
  mulai: { id: "Ketik kata sandi Anda sekali lagi untuk memulai.", en: "Type your password once more to begin." },
});

function Sandi({ tetap }: { tetap?: string | undefined }) {
  const f = useForm();
  const [nama, setNama] = useState(tetap ?? "");
  const [sandi, setSandi] = useState("");
  const send = (): void => {
    // NIP copied from a letter comes with spaces.
    const bare = nama.trim(), name = /^[\d\s.]+$/.test(bare) ? bare.replace(/[\s.]/g, "") : bare;
    void f.kirim({ ...(name ? {} : { "/nama": t("isi_nama") }), ...(sandi ? {} : { "/sandi": t("isi_sandi") }) },
                 async () => terima((await sesi_langkah({ isi: { nama: name, sandi } })).isi));
  };
  return (
    <BingkaiForm awal="l" f={f} kirim={send} teks={t("masuk")}>
      {!tetap && <Tulisan id="l-nama" label={t("nama")} bantu={t("nama_bantu")} nilai={nama} ubah={setNama} salah={f.salah["/nama"]} auto="username" />}
      {tetap && <input type="hidden" autocomplete="username" value={tetap} />}
      <Tulisan id="l-sandi" label={tetap ? t("sandi_lagi") : t("sandi")} bantu={tetap ? undefined : t("sandi_bantu")} jenis="password" nilai={sandi} ubah={setSandi} salah={f.salah["/sandi"]} auto="current-password" fokus={!!tetap} />
    </BingkaiForm>
  );
}

function Kode() {
  const f = useForm();
  const [kode, set] = useState("");
  const send = (): void => void f.kirim(kode.trim() ? {} : { "/kode": t("isi_kode") },
    async () => terima((await sesi_langkah({ isi: { langkah: "kode", kode: kode.trim().replace(/\s/g, "").toLowerCase() } })).isi));
  return (
    <BingkaiForm awal="l" f={f} kirim={send} teks={t("lanjut")}>
      <Tulisan id="l-kode" label={t("kode")} bantu={t("kode_bantu")} nilai={kode} ubah={set} salah={f.salah["/kode"]} auto="one-time-code" kelas="masukan-kode" fokus />
    </BingkaiForm>
  );
}

function GantiSandi() {
  const f = useForm();
  const [baru, set] = useState("");
  const send = (): void => void f.kirim(baru ? {} : { "/sandi_baru": t("isi_baru") },
    async () => terima((await sesi_langkah({ isi: { langkah: "ganti_sandi", sandi_baru: baru } })).isi));
  return (
    <BingkaiForm awal="l" f={f} kirim={send} teks={t("simpan")}>
      <p>{t("ganti")}</p>
      <Tulisan id="l-sandi-baru" label={t("baru")} bantu={t("baru_bantu")} jenis="password" nilai={baru} ubah={set} salah={f.salah["/sandi_baru"]} auto="new-password" fokus />
    </BingkaiForm>
  );
}

/** Enrolling the second factor; `selesai` when the person has put the recovery codes away. */
export function DaftarFaktor({ selesai, wajib }: { selesai: () => void; wajib?: boolean }) {
  const f = useForm();
  const [sandi, setSandi] = useState("");
  const [baru, setBaru] = useState<FaktorBaru | null>(null);
  const [kode, setKode] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);

  if (codes) return <KodePemulihan kode={codes} selesai={selesai} />;
  if (!baru)
    return (
      <BingkaiForm awal="l" f={f} teks={t("lanjut")} kirim={() => void f.kirim(sandi ? {} : { "/sandi": t("isi_sandi") }, async () => setBaru((await saya_faktor_mulai({ isi: { sandi } })).isi))}>
        {wajib && <p>{t("wajib")}</p>}
        <Tulisan id="l-sandi" label={t("sandi_lagi")} bantu={t("mulai")} jenis="password" nilai={sandi} ubah={setSandi} salah={f.salah["/sandi"]} auto="current-password" fokus />
      </BingkaiForm>
    );
  return (
    <BingkaiForm awal="l" f={f} teks={t("lanjut")} kirim={() => void f.kirim(kode.trim() ? {} : { "/kode": t("isi_kode") }, async () => setCodes((await saya_faktor_sahkan({ isi: { kode: kode.replace(/\s/g, "") } })).isi.kode_pemulihan))}>
      <Qr baru={baru} />
      <Tulisan id="l-kode" label={t("kode")} nilai={kode} ubah={setKode} salah={f.salah["/kode"]} mode="numeric" auto="one-time-code" kelas="masukan-kode" />
    </BingkaiForm>
  );
}

/** The step that is next. `tetap` names whose session has ended. */
export function Masuk({ tetap }: { tetap?: string }) {
  const l = langkah.value;
  if (l === "kode") return <Kode />;
  if (l === "ganti_sandi") return <GantiSandi />;
  if (l === "daftar_faktor") return <DaftarFaktor wajib selesai={() => void sesi_baca().then((r) => terima(r.isi))} />;
  return <Sandi tetap={tetap} />;
}
