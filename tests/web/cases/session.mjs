// Login, its steps, its end in the middle of work, and what stays on a shared phone.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";

/** The six digits of RFC 6238 for a Base32 secret. */
function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/\s/g, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const h = createHmac("sha1", key).update(count).digest();
  const o = h[19] & 15;
  return String((h.readUInt32BE(o) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function fill(page, nama, sandi) {
  await page.getByLabel("NIP atau nama akun").fill(nama);
  await page.getByLabel("Kata sandi atau kode sekali pakai").fill(sandi);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}
const spaced = (nip) => nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, "$1 $2 $3 $4");

export default async function (s) {
  const akun = s.server.akun;

  await s.case("login", async () => {
    const c = await s.context(null);
    const page = await s.page(c, [401]);
    await page.goto(s.server.url + "/profil");
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await page.getByRole("alert").waitFor();
    s.row("empty fields are named", (await page.getByRole("alert").getByRole("listitem").count()) === 2);
    await page.getByRole("alert").getByRole("link").first().click();
    s.row("the summary leads to the field", await page.getByLabel("NIP atau nama akun").evaluate((e) => e === document.activeElement));
    await fill(page, akun.pegawai.nip, "salah-sama-sekali");
    await page.getByText("Nama akun atau kata sandi salah").waitFor();
    s.row("what was typed stays", (await page.getByLabel("NIP atau nama akun").inputValue()) === akun.pegawai.nip);
    s.row("the help code is shown", (await page.locator(".kode-bantuan").textContent()).length >= 8);
    await fill(page, spaced(akun.pegawai.nip), akun.pegawai.kata_sandi);
    await page.getByRole("heading", { name: "Profil dan keamanan" }).waitFor();
    s.row("the page that was asked for opens", new URL(page.url()).pathname === "/profil");
    await page.reload();
    await page.getByRole("heading", { name: "Profil dan keamanan" }).waitFor();
    s.quiet("login", page);
    await c.close();
  });

  await s.case("first time with a one-time code", async () => {
    const out = JSON.parse(execFileSync(s.server.binary, ["user", "reset", akun.camat.nip, "--data", s.server.dir, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    const c = await s.context(null, { size: "ponsel" });
    const page = await s.page(c, [422]);
    await page.goto(s.server.url);
    await fill(page, akun.camat.nip, out.kode_sekali ?? out.kode);
    const baru = page.getByLabel("Kata sandi baru");
    await baru.fill("pendek");
    await page.getByRole("button", { name: "Simpan kata sandi" }).click();
    await page.getByRole("alert").waitFor();
    await baru.fill("sungai siak di pagi hari");
    await page.getByRole("button", { name: "Simpan kata sandi" }).click();
    await page.getByRole("heading", { name: /Selamat datang/ }).waitFor();
    s.row("the home page opens after the new password", true);
    s.quiet("first time", page);
    await c.close();
  });

  await s.case("second factor, from enrolling to a recovery code", async () => {
    const who = akun.atasan_penilai;
    const c = await s.context("atasan_penilai");
    const page = await s.page(c, [401]);
    await page.goto(s.server.url + "/profil");
    await page.getByRole("button", { name: "Pasang faktor kedua" }).click();
    await page.getByLabel("Kata sandi", { exact: true }).fill(who.kata_sandi);
    await page.getByRole("button", { name: "Lanjutkan" }).click();
    await page.locator("img.qr").waitFor();
    s.row("the QR code is drawn", await page.locator("img.qr").evaluate((i) => i.complete && i.naturalWidth > 0));
    const secret = await page.locator("section code").first().textContent();
    await page.getByLabel("Kode dari aplikasi autentikator").fill(totp(secret));
    await page.getByRole("button", { name: "Lanjutkan" }).click();
    await page.getByText("Faktor kedua aktif").waitFor();
    const codes = await page.locator(".kode-kode li").allTextContents();
    s.row("ten recovery codes", codes.length === 10);
    await page.getByLabel("Saya sudah menyimpan kode-kode ini").check();
    await page.getByRole("button", { name: "Lanjutkan" }).click();
    await page.getByText("Kode pemulihan yang belum dipakai: 10.").waitFor();
    s.quiet("enrolling", page);
    await c.close();

    const d = await s.context(null, { size: "ponsel" });
    const other = await s.page(d, [401]);
    await other.goto(s.server.url);
    await fill(other, who.nip, who.kata_sandi);
    const kode = other.getByLabel("Kode dari aplikasi autentikator");
    await kode.fill("000000");
    await other.getByRole("button", { name: "Lanjutkan" }).click();
    await other.getByText(/Kode itu salah/).waitFor();
    await kode.fill(codes[0].toUpperCase());
    await other.getByRole("button", { name: "Lanjutkan" }).click();
    await other.getByRole("heading", { name: /Selamat datang/ }).waitFor();
    s.row("a recovery code lets in", true);
    s.quiet("second factor", other);
    await d.close();
  });

  await s.case("the session ends inside a form", async () => {
    const c = await s.context("penilai");
    const page = await s.page(c, [401]);
    await page.goto(s.server.url + "/profil");
    await page.getByRole("button", { name: "Buat token" }).click();
    await page.getByLabel("Nama token").fill("Skrip laporan mingguan");
    await page.getByLabel("Kata sandi sekarang").fill(akun.penilai.kata_sandi);
    await c.clearCookies();
    await page.getByRole("button", { name: "Buat token" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Sesi Anda berakhir").waitFor();
    s.row("the page behind keeps what was typed", (await page.getByLabel("Nama token").inputValue()) === "Skrip laporan mingguan");
    await page.keyboard.press("Escape");
    s.row("Escape does not leave half a session", await dialog.isVisible());
    await dialog.getByLabel("Kata sandi").fill(akun.penilai.kata_sandi);
    await dialog.getByRole("button", { name: "Masuk", exact: true }).click();
    await page.getByText("Token dibuat").waitFor();
    s.row("what was sent is sent again", true);
    s.row("the token is listed", await page.getByText("Skrip laporan mingguan").first().isVisible());
    s.quiet("session end", page);
    await c.close();
  });

  await s.case("a lost reply, a restart of the server", async () => {
    const c = await s.context("pegawai");
    const page = await s.page(c, ["Failed to load"]);
    await page.goto(s.server.url + "/profil");
    await page.getByRole("heading", { name: "Sesi dan token" }).waitFor();
    await s.server.stop();
    await page.goto("about:blank").catch(() => undefined);
    await s.server.start();
    await page.goto(s.server.url);
    await page.getByRole("heading", { name: /Selamat datang/ }).waitFor();
    s.row("the session lives on after a restart", true);
    // The first answer is lost on the way; the page asks again.
    let lost = 0;
    await page.route("**/api/v1/saya/sesi", (r) => (lost++ ? r.continue() : r.abort("connectionreset")));
    await page.getByRole("link", { name: "Profil saya" }).first().click();
    await page.locator(".daftar").first().waitFor();
    s.row("a lost read is asked for again", lost === 2, lost);
    await c.close();
  });

  await s.case("logout on a shared phone", async () => {
    const c = await s.context(null, { size: "ponsel", serviceWorkers: "allow" });
    const page = await s.page(c, ["Failed to load", 401]);
    await page.goto(s.server.url);
    await fill(page, akun.pegawai.nip, akun.pegawai.kata_sandi);
    await page.locator(".tahun").waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.ready.then((r) => !!r.active));
    await page.reload();
    await page.locator(".tahun").waitFor();
    await page.waitForFunction(() => caches.keys().then((k) => k.length > 0));
    await c.setOffline(true);
    await page.reload();
    await page.locator(".tahun").waitFor();
    s.row("the home page opens offline", await page.getByText("Tanpa jaringan").first().isVisible());
    s.row("with my name", await page.getByRole("heading", { name: /Indah Abdullah/ }).isVisible());
    await c.setOffline(false);
    await page.goto(s.server.url + "/profil");
    await page.getByRole("button", { name: "Keluar dan hapus salinan" }).click();
    await page.getByLabel("NIP atau nama akun").waitFor();
    const left = await page.evaluate(async () => ({
      db: (await indexedDB.databases()).map((d) => d.name),
      session: { ...sessionStorage },
      marks: Object.keys(localStorage),
      cached: (await Promise.all((await caches.keys()).map(async (k) => (await (await caches.open(k)).keys()).map((r) => new URL(r.url).pathname)))).flat(),
    }));
    s.row("no copy is left", !left.db.includes("tenayan") && !Object.keys(left.session).length && !left.marks.includes("sesi"), JSON.stringify(left));
    s.row("the caches hold the shell only", left.cached.every((p) => p === "/" || p.startsWith("/aset/") || /^\/(tema\.css|ikon\.svg)$/.test(p)), left.cached.join());
    await page.goBack().catch(() => undefined);
    await page.getByLabel("NIP atau nama akun").waitFor();
    s.row("going back shows nothing of the person", !(await page.content()).includes("Indah"));
    await c.setOffline(true);
    await page.goto(s.server.url + "/profil").catch(() => undefined);
    await page.getByLabel("NIP atau nama akun").waitFor();
    s.row("nor offline", !(await page.content()).includes("Indah"));
    await c.close();
  });

  await s.case("clickjacking and other origins", async () => {
    const c = await s.context("pegawai");
    const page = await c.newPage();
    await page.route("http://penyerang.invalid/**", (r) => r.fulfill({ contentType: "text/html", body: `<iframe src="${s.server.url}/"></iframe>` }));
    await page.goto("http://penyerang.invalid/");
    await page.waitForTimeout(500);
    const frame = page.frames()[1];
    s.row("no other page can frame us", !frame || !(await frame.content().catch(() => "")).includes("aplikasi"));
    const r = await page.evaluate(async (url) => {
      try {
        await fetch(url + "/api/v1/saya/sesi/1", { method: "DELETE", credentials: "include" });
        return "answered";
      } catch {
        return "refused";
      }
    }, s.server.url);
    s.row("no other page can write", r === "refused", r);
    await c.close();
  });
}
