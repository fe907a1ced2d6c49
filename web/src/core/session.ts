// Who is logged in: begin, expiry in the middle of work, end.
import { computed, signal } from "@preact/signals";
import { instansi as instansi_baca, saya as saya_baca, sesi_baca, sesi_keluar, type Instansi, type Saya, type Sesi } from "../../gen/api";
import { ApiError, sesi } from "./api";
import { zona } from "./i18n";
import { ambil, bersihkan, simpan } from "./store";

/** mulai: not known yet · keluar: nobody · langkah: a login is half done · masuk: somebody · putus: no server, no copy */
export type Keadaan = "mulai" | "keluar" | "langkah" | "masuk" | "putus";

export const keadaan = signal<Keadaan>("mulai");
export const saya = signal<Saya | null>(null);
export const instansi = signal<Instansi | null>(null);
export const langkah = signal<Sesi["langkah"]>("sandi");
/** What is on the screen may be old: the server did not answer last time. */
export const luring = signal(false);
/** The session ended while somebody was at work: the Shell shows the login over the page. */
export const masukUlang = signal<{ nama: string; jawab: (ok: boolean) => void } | null>(null);

/** Whoever may do `aksi` somewhere (right_possible); each object's own `aksi` tells about the object. */
export const hak = computed(() => new Set(saya.value?.aksi.filter((a) => a.boleh).map((a) => a.aksi)));
export const boleh = (aksi: string): boolean => hak.value.has(aksi);
export const berperan = (...peran: Saya["peran"][number]["peran"][]): boolean =>
  !!saya.value?.peran.some((p) => peran.includes(p.peran));

// That there is a session is remembered, so that a visitor without one is not told 401 first.
const MARK = "sesi";
const mark = (on: boolean): void => {
  try {
    if (on) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  } catch {
    marked = on;
  }
};
let marked = false;
const hasMark = (): boolean => {
  try {
    return localStorage.getItem(MARK) === "1";
  } catch {
    return marked;
  }
};

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("tenayan") : null;
if (channel) channel.onmessage = (e) => {
  if (e.data === "keluar") location.replace("/masuk");
};
// A page out of the browser's back/forward memory may show what its person has left behind.
addEventListener("pageshow", (e) => {
  if (e.persisted) location.reload();
});

const SAYA = "saya";

function setSaya(s: Saya): void {
  saya.value = s;
  zona.value = s.zona;
  keadaan.value = "masuk";
}

/** After each answer of /sesi: the token, and what is still to do. */
export async function terima(s: Sesi): Promise<void> {
  sesi.csrf = s.csrf;
  langkah.value = s.langkah;
  mark(true);
  if (s.langkah !== "selesai") {
    if (!masukUlang.value) keadaan.value = "langkah"; // over a page, the page stays as it is
    return;
  }
  const me = (await saya_baca()).isi;
  const old = saya.value ?? (await ambil<Saya>(SAYA));
  if (old && old.akun_id !== me.akun_id) {
    await bersihkan(); // somebody else used this device before
    if (saya.value) location.replace("/"); // and the page shows what was his
  }
  await simpan(SAYA, me);
  luring.value = false;
  setSaya(me);
  masukUlang.value?.jawab(true);
}

export async function mulai(): Promise<void> {
  // The name of the place comes when it comes; nobody waits for it.
  void instansi_baca().then((r) => {
    instansi.value = r.isi;
    zona.value = r.isi.zona;
  }).catch(() => undefined);

  if (!hasMark()) {
    keadaan.value = "keluar";
    return;
  }
  try {
    await terima((await sesi_baca()).isi);
  } catch (e) {
    if (e instanceof ApiError && !e.putus && e.status < 500) {
      keadaan.value = "keluar";
      mark(false);
      return;
    }
    const copy = await ambil<Saya>(SAYA);
    luring.value = true;
    if (copy) setSaya(copy);
    else keadaan.value = "putus";
  }
}

/** Ends the session, here and in every tab; nothing of the person stays on the device. */
export async function keluar(): Promise<void> {
  try {
    await sesi_keluar();
  } catch (e) {
    // Without network the cookie stays until it expires; what the device keeps goes all the same.
    if (!(e instanceof ApiError)) throw e;
  }
  mark(false);
  await bersihkan();
  channel?.postMessage("keluar");
  location.replace("/masuk");
}

let asking: Promise<boolean> | null = null;

sesi.masukLagi = () => {
  if (keadaan.value !== "masuk" || !saya.value) return Promise.resolve(false);
  const nama = saya.value.pegawai?.nip ?? saya.value.nama;
  asking ??= new Promise<boolean>((jawab) => {
    masukUlang.value = { nama, jawab };
  }).finally(() => {
    masukUlang.value = null;
    asking = null;
  });
  return asking;
};

sesi.segarkan = async () => {
  const before = saya.value?.akun_id;
  try {
    const s = (await sesi_baca()).isi;
    sesi.csrf = s.csrf;
    const me = (await saya_baca()).isi;
    if (me.akun_id !== before) location.reload(); // another person logged in in another tab
    return me.akun_id === before;
  } catch {
    return false;
  }
};
