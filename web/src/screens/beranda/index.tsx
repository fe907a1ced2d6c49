// Beranda: what I must do next, what waits for others, my year at a glance.
import { evaluasi_daftar, pelatihan_jp, progres_daftar, skp_daftar, type EvaluasiRingkas, type JpTahun } from "../../../gen/api";
import { useData, type Data } from "../../core/data";
import { tanggal } from "../../core/i18n";
import { halaman } from "../../core/routes";
import { saya } from "../../core/session";
import { punyaTim } from "../../core/team";
import { Galat, Judul, Kemajuan, Kosong, Lencana, Luring, Memuat, Muat, Status, Tenggat, hariIni } from "../../parts/basic";
import { Icon } from "../../parts/icon";
import { t } from "./teks";
import { akhir, tugas, tunggu, type Sumber, type Tugas } from "./tugas";

function Daftar({ isi }: { isi: Tugas[] }) {
  return (
    <ul class="daftar">
      {isi.map((x) => {
        const href = halaman(x.href);
        const text = (
          <>
            <span><span class="butir-judul">{x.judul}</span><span class="butir-ket">{x.ket}</span>{x.tenggat && <Tenggat pada={x.tenggat} />}</span>
            {href && <Icon nama="panah" kelas="ikon panah" />}
          </>
        );
        return <li key={x.kunci}>{href ? <a class="butir" href={href}>{text}</a> : <div class="butir">{text}</div>}</li>;
      })}
    </ul>
  );
}

function Triwulan({ n, isi, hari }: { n: number; isi: EvaluasiRingkas | undefined; hari: string }) {
  const tahun = hari.slice(0, 4), kode = `${tahun}-TW${n}`;
  const mulai = `${tahun}-${String(n * 3 - 2).padStart(2, "0")}-01`;
  const kini = hari >= mulai && hari <= akhir(kode);
  return (
    <li class={kini ? "kini" : undefined}>
      <span class="triwulan">TW {["I", "II", "III", "IV"][n - 1]}</span>
      {kini && <Lencana nada="info" ikon="jam">{t("sekarang")}</Lencana>}
      {isi?.predikat ? <Status kode={isi.predikat} /> : <span class="lunak kecil">{hari < mulai ? t("nanti") : t("belum")}</span>}
      {isi?.ditetapkan && <p class="kecil lunak">{tanggal(isi.ditetapkan)}</p>}
    </li>
  );
}

function Setahun({ isi }: { isi: EvaluasiRingkas }) {
  const href = halaman(`/evaluasi/${isi.id}`);
  const text = (
    <>
      <span><span class="butir-judul">{t("setahun", { tahun: isi.periode })}</span>{isi.ditetapkan && <span class="butir-ket">{t("ditetapkan", { tgl: tanggal(isi.ditetapkan) })}</span>}</span>
      {isi.predikat && <Status kode={isi.predikat} />}
    </>
  );
  return <li>{href ? <a class="butir" href={href}>{text}</a> : <div class="butir">{text}</div>}</li>;
}

function Latihan({ data }: { data: Data<JpTahun> }) {
  // Somebody to whom the rule does not apply, or whose unit has no such plugin: then there is nothing to show.
  if (data.galat && data.galat.status === 404) return null;
  return (
    <section class="kartu tumpuk-rapat">
      <h2 class="judul-kecil">{t("latih")}</h2>
      <Muat data={data}>{(x) => (
        <>
          <Kemajuan bagian={x.hasil.target ? x.hasil.jp / x.hasil.target : 1} teks={t("latih_ket", { jp: x.hasil.jp, target: x.hasil.target })} />
          {x.hasil.terpenuhi && <p class="kecil">{t("latih_penuh")}</p>}
          {x.usulan.length > 0 && <p class="kecil lunak">{t("latih_usul", { n: x.usulan.length })}</p>}
        </>
      )}</Muat>
    </section>
  );
}

export default function Beranda() {
  const me = saya.value, hari = hariIni(), tahun = Number(hari.slice(0, 4));
  const person = !!me?.pegawai, team = person && punyaTim.value;
  const diri = { lingkup: "diri", batas: 50 } as const, tim = { lingkup: "tim", batas: 50 } as const;
  const skp = useData(skp_daftar, person ? { ...diri, tahun } : null);
  const eva = useData(evaluasi_daftar, person ? { ...diri, batas: 100 } : null);
  const prog = useData(progres_daftar, person ? { ...diri, status: "dikembalikan" as const } : null);
  const timSkp = useData(skp_daftar, team ? { ...tim, tahun, status: "diajukan" as const } : null);
  const timProg = useData(progres_daftar, team ? { ...tim, status: "diajukan" as const } : null);
  const timEva = useData(evaluasi_daftar, team ? { ...tim, status: "belum" as const } : null);
  const jp = useData(pelatihan_jp, person ? { tahun } : null);

  const all = [skp, eva, prog, timSkp, timProg, timEva];
  const galat = all.find((d) => d.galat && d.isi === null)?.galat;
  const ready = all.every((d) => d.isi !== null || (!d.memuat && !d.galat));
  const sumber: Sumber = { hari, skp: skp.isi?.data ?? [], evaluasi: (eva.isi?.data ?? []).filter((x) => x.periode.startsWith(String(tahun))), kembali: prog.isi?.data ?? [],
                           timSkp: timSkp.isi?.data ?? [], timProgres: timProg.isi?.data ?? [], timEvaluasi: timEva.isi?.data ?? [] };
  const todo = tugas(sumber), wait = tunggu(sumber);
  const post = me?.penugasan[0];
  const years = (eva.isi?.data ?? []).filter((x) => /^\d{4}$/.test(x.periode) && x.predikat).sort((a, b) => b.periode.localeCompare(a.periode));
  const copy = all.find((d) => d.salinan)?.salinan;

  return (
    <>
      <Judul judul={t("salam", { nama: me?.pegawai?.nama ?? me?.nama ?? "" })} ket={post ? `${post.jabatan} · ${post.unit.nama}` : undefined} />
      {copy && <Luring sejak={copy} />}
      <div class="dua">
        <div class="tumpuk-lapang">
          <section class="tumpuk">
            <h2>{t("tugas")}</h2>
            {galat ? <Galat galat={galat} ulang={() => all.forEach((d) => void d.ulang())} /> : !ready ? <Memuat />
              : todo.length ? <Daftar isi={todo} /> : <Kosong judul={t("tugas_kosong")}>{t("tugas_kosong_ket")}</Kosong>}
          </section>
          {ready && wait.length > 0 && <section class="tumpuk"><h2>{t("tunggu")}</h2><Daftar isi={wait} /></section>}
        </div>
        {person && (
          <div class="tumpuk-lapang">
            <section class="tumpuk">
              <h2>{t("tahun", { tahun })}</h2>
              <ul class="tahun">{[1, 2, 3, 4].map((n) => <Triwulan key={n} n={n} hari={hari} isi={sumber.evaluasi.find((x) => x.periode === `${tahun}-TW${n}`)} />)}</ul>
              {years.length > 0 && <ul class="daftar">{years.slice(0, 3).map((x) => <Setahun key={x.id} isi={x} />)}</ul>}
            </section>
            <Latihan data={jp} />
          </div>
        )}
      </div>
    </>
  );
}
