// Profil: who I am here, language and theme, password, second factor, sessions and tokens, this device.
import { useState } from "preact/hooks";
import { saya_faktor, saya_faktor_kode_pemulihan, saya_faktor_matikan, saya_sesi_akhiri, saya_sesi_daftar, saya_token_buat, sesi_langkah, type SesiBaris, type Token } from "../../../gen/api";
import { useData, useKerja } from "../../core/data";
import { bahasa, pilihBahasa, pilihTema, tanggal, tema, waktu, type Bahasa, type Tema } from "../../core/i18n";
import { keluar, saya, terima } from "../../core/session";
import { tanpaLuring } from "../../core/update";
import { Galat, Judul, Lencana, Maklumat, Muat, Tombol, sebut } from "../../parts/basic";
import { KodePemulihan } from "../../parts/factor";
import { Bilangan, Centang, Pilih, Tulisan } from "../../parts/fields";
import { BingkaiForm, useForm } from "../../parts/form";
import { DaftarFaktor } from "../../parts/login";
import { bacaAngka } from "../../core/i18n";
import { t } from "./teks";

function Tampilan() {
  return (
    <section class="kartu tumpuk">
      <h2>{t("tampilan")}</h2>
      <Pilih id="bahasa" label={t("bahasa")} nilai={bahasa.value} ubah={(v) => pilihBahasa(v as Bahasa)} opsi={[{ nilai: "id", teks: "Bahasa Indonesia" }, { nilai: "en", teks: "English" }]} bantu={t("bahasa_ket")} />
      <Pilih id="tema" label={t("tema")} nilai={tema.value} ubah={(v) => pilihTema(v as Tema)}
        opsi={[{ nilai: "sistem", teks: t("tema_sistem") }, { nilai: "terang", teks: t("tema_terang") }, { nilai: "gelap", teks: t("tema_gelap") }]} />
    </section>
  );
}

function GantiSandi() {
  const f = useForm();
  const [buka, setBuka] = useState(false), [lama, setLama] = useState(""), [baru, setBaru] = useState(""), [pada, setPada] = useState("");
  const send = async (): Promise<void> => {
    const salah = { ...(lama ? {} : { "/sandi_lama": t("isi_lama") }), ...(baru ? {} : { "/sandi_baru": t("isi_baru") }) };
    const ok = await f.kirim(salah, async () => {
      const r = await sesi_langkah({ isi: { langkah: "ganti_sandi", sandi_lama: lama, sandi_baru: baru } });
      await terima(r.isi);
      setPada(r.waktu);
    });
    if (!ok) return;
    setBuka(false);
    setLama("");
    setBaru("");
  };
  return (
    <section class="kartu tumpuk">
      <h2>{t("sandi")}</h2>
      {pada && <Maklumat nada="ok" peran="status">{t("sandi_sudah", { waktu: waktu(pada) })}</Maklumat>}
      {buka ? (
        <BingkaiForm f={f} teks={t("sandi_simpan")} kirim={() => void send()} kedua={<Tombol jenis="teks" onClick={() => setBuka(false)}>{t("batal")}</Tombol>}>
          <Tulisan id="m-sandi-lama" label={t("sandi_lama")} jenis="password" auto="current-password" nilai={lama} ubah={setLama} salah={f.salah["/sandi_lama"]} />
          <Tulisan id="m-sandi-baru" label={t("sandi_baru")} bantu={t("sandi_bantu")} jenis="password" auto="new-password" nilai={baru} ubah={setBaru} salah={f.salah["/sandi_baru"]} />
        </BingkaiForm>
      ) : <><p>{t("sandi_ket")}</p><Tombol jenis="kedua" onClick={() => setBuka(true)}>{t("sandi_ganti")}</Tombol></>}
    </section>
  );
}

/** Password and code, for what changes the second factor. */
function Izin({ teks, kirim, batal }: { teks: string; kirim: (isi: { sandi: string; kode: string }) => Promise<void>; batal: () => void }) {
  const f = useForm();
  const [sandi, setSandi] = useState(""), [kode, setKode] = useState("");
  const salah = { ...(sandi ? {} : { "/sandi": t("isi_lama") }), ...(kode.trim() ? {} : { "/kode": t("isi_kode") }) };
  return (
    <BingkaiForm f={f} teks={teks} kirim={() => void f.kirim(salah, () => kirim({ sandi, kode: kode.replace(/\s/g, "") }))} kedua={<Tombol jenis="teks" onClick={batal}>{t("batal")}</Tombol>}>
      <Tulisan id="m-sandi" label={t("sandi_lama")} jenis="password" auto="current-password" nilai={sandi} ubah={setSandi} salah={f.salah["/sandi"]} />
      <Tulisan id="m-kode" label={t("kode")} auto="one-time-code" kelas="masukan-kode" nilai={kode} ubah={setKode} salah={f.salah["/kode"]} />
    </BingkaiForm>
  );
}

function FaktorKedua() {
  const data = useData(saya_faktor, {}, { bawa: false });
  const [buka, setBuka] = useState<"" | "daftar" | "kode" | "mati">(""), [codes, setCodes] = useState<string[] | null>(null);
  const done = (): void => {
    setBuka("");
    setCodes(null);
    void data.ulang();
  };
  return (
    <section class="kartu tumpuk">
      <h2>{t("faktor")}</h2>
      <Muat data={data}>{(x) => codes ? <KodePemulihan kode={codes} selesai={done} /> : buka === "daftar" ? <DaftarFaktor selesai={done} />
        : buka === "kode" ? <Izin teks={t("faktor_kode")} batal={done} kirim={async (isi) => setCodes((await saya_faktor_kode_pemulihan({ isi })).isi.kode_pemulihan)} />
        : buka === "mati" ? <Izin teks={t("faktor_mati")} batal={done} kirim={async (isi) => {
            await saya_faktor_matikan({ isi });
            done();
          }} />
        : x.aktif ? (
          <>
            <p class="baris"><Lencana nada="ok">{t("aktif")}</Lencana>{x.sejak && <span>{t("sejak", { tgl: tanggal(x.sejak) })}</span>}</p>
            <p>{t("faktor_sisa", { n: x.kode_pemulihan })}</p>
            <div class="baris"><Tombol jenis="kedua" onClick={() => setBuka("kode")}>{t("faktor_kode")}</Tombol><Tombol jenis="bahaya" onClick={() => setBuka("mati")}>{t("faktor_mati")}</Tombol></div>
          </>
        ) : (
          <>
            <p>{t("faktor_ket")}</p>
            {x.wajib && <Maklumat nada="warn">{t("faktor_wajib")}</Maklumat>}
            <Tombol onClick={() => setBuka("daftar")}>{t("faktor_daftar")}</Tombol>
          </>
        )}</Muat>
    </section>
  );
}

function Baris({ s, akhiri }: { s: SesiBaris; akhiri: () => void }) {
  const k = useKerja();
  return (
    <li class="butir">
      <span>
        <span class="butir-judul">{s.jenis === "token" ? s.nama : s.agen || t("peramban")} {s.ini && <Lencana nada="ok">{t("ini")}</Lencana>} {s.jenis === "token" && <Lencana ikon="gembok">{t("token")}</Lencana>}</span>
        <span class="butir-ket">{s.terakhir ? t("terakhir", { waktu: waktu(s.terakhir) }) : t("dibuat", { waktu: waktu(s.dibuat) })}{s.alamat && ` · ${s.alamat}`}{s.jenis === "token" && ` · ${t("sampai", { tgl: tanggal(s.berakhir) })}`}{s.baca && ` · ${t("baca")}`}</span>
        {k.galat && <Galat galat={k.galat} />}
      </span>
      {!s.ini && <Tombol jenis="teks" sibuk={k.sibuk} onClick={() => void k.kerja(async () => {
        await saya_sesi_akhiri({ id: s.id });
        akhiri();
      })}>{s.jenis === "token" ? t("cabut") : t("akhiri")}<span class="hanya-suara"> {s.nama ?? s.agen}</span></Tombol>}
    </li>
  );
}

function TokenForm({ jadi, batal }: { jadi: (x: Token) => void; batal: () => void }) {
  const f = useForm();
  const [nama, setNama] = useState(""), [hari, setHari] = useState("90"), [tulis, setTulis] = useState(false), [sandi, setSandi] = useState("");
  const n = bacaAngka(hari);
  const salah = { ...(nama.trim() ? {} : { "/nama": t("isi_nama") }), ...(n >= 1 && n <= 366 && Number.isInteger(n) ? {} : { "/hari": t("isi_hari") }), ...(sandi ? {} : { "/sandi": t("isi_lama") }) };
  return (
    <BingkaiForm f={f} teks={t("token_buat")} kedua={<Tombol jenis="teks" onClick={batal}>{t("batal")}</Tombol>}
      kirim={() => void f.kirim(salah, async () => jadi((await saya_token_buat({ isi: { nama: nama.trim(), hari: n, baca: !tulis, sandi } })).isi))}>
      <Tulisan id="m-nama" label={t("token_nama")} bantu={t("token_nama_ket")} nilai={nama} ubah={setNama} salah={f.salah["/nama"]} />
      <Bilangan id="m-hari" label={t("token_hari")} satuan={t("hari")} nilai={hari} ubah={setHari} salah={f.salah["/hari"]} />
      <Centang id="m-tulis" label={t("token_tulis")} nilai={tulis} ubah={setTulis} />
      <Tulisan id="m-sandi" label={t("sandi_lama")} jenis="password" auto="current-password" nilai={sandi} ubah={setSandi} salah={f.salah["/sandi"]} />
    </BingkaiForm>
  );
}

function SesiSaya() {
  const data = useData(saya_sesi_daftar, {}, { bawa: false });
  const [buka, setBuka] = useState(false), [baru, setBaru] = useState<Token | null>(null);
  return (
    <section class="kartu tumpuk">
      <h2>{t("sesi")}</h2>
      <p>{t("sesi_ket")}</p>
      <Muat data={data}>{(x) => <ul class="daftar">{x.data.map((s) => <Baris key={s.id} s={s} akhiri={() => void data.ulang()} />)}</ul>}</Muat>
      <hr />
      <h3>{t("token_judul")}</h3>
      <p class="lunak">{t("token_ket")}</p>
      {baru && <Maklumat nada="ok" judul={t("token_jadi")} peran="status"><p>{t("token_sekali")}</p><p><code class="kode-bantuan">{baru.token}</code></p></Maklumat>}
      {buka ? <TokenForm batal={() => setBuka(false)} jadi={(x) => {
        setBaru(x);
        setBuka(false);
        void data.ulang();
      }} /> : <Tombol jenis="kedua" onClick={() => {
        setBaru(null);
        setBuka(true);
      }}>{t("token_buat")}</Tombol>}
    </section>
  );
}

export default function Profil() {
  const me = saya.value;
  const k = useKerja();
  if (!me) return null;
  return (
    <div class="tumpuk-lapang sempit">
      <div>
        <Judul judul={t("judul")} />
        <dl class="rincian">
          <div><dt>{t("nama")}</dt><dd>{me.pegawai?.nama ?? me.nama}</dd></div>
          {me.pegawai && <div><dt>NIP</dt><dd class="angka">{me.pegawai.nip}</dd></div>}
          {me.penugasan.map((p) => <div key={p.id}><dt>{t("jabatan")}</dt><dd>{p.jabatan}<br /><span class="lunak">{p.unit.nama}</span></dd></div>)}
          {me.peran.length > 0 && <div><dt>{t("peran")}</dt><dd>{me.peran.map((p) => <div key={p.peran + (p.unit?.id ?? "")}>{sebut(p.peran)}{p.unit && <span class="lunak"> · {p.unit.nama}</span>}</div>)}</dd></div>}
        </dl>
      </div>
      <Tampilan />
      <GantiSandi />
      <FaktorKedua />
      <SesiSaya />
      <section class="kartu tumpuk">
        <h2>{t("perangkat")}</h2>
        <p>{tanpaLuring.value === "asal" ? t("luring_asal") : tanpaLuring.value === "peramban" ? t("luring_peramban") : t("luring_ya")}</p>
        <p>{t("keluar_ket")}</p>
        <Tombol jenis="bahaya" sibuk={k.sibuk} onClick={() => void k.kerja(keluar)}>{t("keluar")}</Tombol>
      </section>
    </div>
  );
}
